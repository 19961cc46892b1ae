"""The table of the task panels: each control, how a hand sets it, what the recipe and the request then say.

The rows of a route are set in one visit, in the order of the page.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect

from studio.catalog.registry import route as find_route
from studio.catalog.schema import Route
from tests.browser.hands import Hand, Keys, face
from tests.browser.people import settled
from tests.browser.test_task_panels import COVERED

LONG_MS = 60_000  # a look through a clip, where others work too
THUMB_PX = 43.5  # 44, less what a screen rounds
KNOB_PX = 14  # of a slider

Act = Callable[[Hand], None]

# What has no twin for every hand


def sized(hand: Hand, what: Locator) -> Locator:
    """The same; what a finger is to press is large enough for it."""
    if hand.name == "touch":
        aim = face(what)
        height = aim.bounding_box()["height"]
        assert height >= THUMB_PX, f"{aim} is {height} px high, too little for a thumb"
    return what


def press_at(hand: Hand, x: float, y: float) -> None:
    {"mouse": hand.page.mouse.click, "touch": hand.page.touchscreen.tap}[hand.name](x, y)


def point(hand: Hand, what: Locator, x: float, y: float) -> None:
    """Presses at fractions of it."""
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    press_at(hand, box["x"] + box["width"] * x, box["y"] + box["height"] * y)


def slide_to(hand: Hand, slider: Locator, value: float) -> None:
    """With the arrows, or by a press where the knob shall stand."""
    if isinstance(hand, Keys):
        hand.reach(slider)
        steps = round((value - float(slider.input_value())) / float(slider.get_attribute("step") or 1))
        for _ in range(abs(steps)):
            hand.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
        return
    low, high = (float(sized(hand, slider).get_attribute(end)) for end in ("min", "max"))
    width = slider.bounding_box()["width"]
    point(hand, slider, (KNOB_PX / 2 + (width - KNOB_PX) * (value - low) / (high - low)) / width, 0.5)


def drag_by_mouse(hand: Hand, x: float, y: float, by_px: float) -> None:
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    hand.page.mouse.move(x + by_px, y, steps=5)
    hand.page.mouse.up()


def drag_by_touch(hand: Hand, x: float, y: float, by_px: float) -> None:
    """A finger that rests where it ends: a fling would swallow the next tap."""
    session, now = hand.page.context.new_cdp_session(hand.page), time.time()
    moves = [("touchMove", step / 5, step / 10) for step in range(1, 6)]
    for kind, part, after_s in (("touchStart", 0, 0), *moves, ("touchMove", 1, 1), ("touchEnd", None, 2)):
        points = [] if part is None else [{"x": x + by_px * part, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": now + after_s})
    session.detach()


DRAGS = {"mouse": drag_by_mouse, "touch": drag_by_touch}


# How a control is set


def named(hand: Hand, name: str, value: str | None = None) -> Locator:
    return hand.page.locator(f"#compose [name='{name}']" + (f"[value='{value}']" if value else ""))


def pick(name: str, value: str) -> Act:
    return lambda hand: hand.pick(sized(hand, named(hand, name, value)))


def flip(name: str) -> Act:
    return lambda hand: hand.press(sized(hand, named(hand, name)))


def write(name: str, text: str) -> Act:
    return lambda hand: hand.write(sized(hand, named(hand, name)), text, instead=True)


def slide(name: str, value: float) -> Act:
    return lambda hand: slide_to(hand, named(hand, name), value)


def by_id(name: str, handle: str) -> Act:
    """The provider's own id of a file."""

    def act(hand: Hand) -> None:
        way = hand.page.locator(f"by-handle[for=id_{name}]")
        hand.press(sized(hand, way.locator("xpath=ancestor::details[1]/summary")))
        hand.write(sized(hand, way.locator("input")), handle)
        hand.press(sized(hand, way.locator("button")))

    return act


def mark(hand: Hand) -> None:
    """A point on the left face in frame 12: in the picture, or in the table of points."""
    hand.to("Stage")
    clip = hand.page.locator(".marks__clip")
    expect(clip.locator("video")).to_have_js_property("readyState", 4)
    if isinstance(hand, Keys):
        for part, number in (("frame", "12"), ("x", "25"), ("y", "50")):
            hand.write(named(hand, f"selection.0.{part}"), number, instead=True)
            settled(hand.page)
        hand.page.keyboard.press("Tab")
    else:
        slide_to(hand, hand.page.get_by_label("Frame", exact=True), 12)
        point(hand, clip, 0.25, 0.5)
    hand.to("Set up")


def look_at_mask(hand: Hand) -> None:
    """What the point marks is followed through the clip and shown over it."""
    hand.to("Stage")
    hand.press(sized(hand, hand.page.get_by_role("button", name="Show what is marked")))
    expect(hand.page.locator("[data-said]")).to_contain_text("as this machine sees it", timeout=LONG_MS)
    assert hand.page.locator(".marks__clip canvas").evaluate(COVERED) > 0
    hand.to("Set up")


def grow_right(hand: Hand) -> None:
    """By half of the picture, with the edge itself."""
    hand.to("Stage")
    edge, picture = hand.page.locator("[data-handle=right]"), hand.page.locator(".outpaint__picture")
    expect(picture).to_have_js_property("complete", True)
    if isinstance(hand, Keys):
        hand.reach(edge)
        for _ in range(5):
            hand.page.keyboard.press("Shift+ArrowRight")
    else:
        sized(hand, edge).scroll_into_view_if_needed()
        box = edge.bounding_box()
        at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        DRAGS[hand.name](hand, *at, picture.bounding_box()["width"] / 2)
    hand.to("Set up")


def speak_with_the_second_face(hand: Hand) -> None:
    hand.press(sized(hand, hand.page.get_by_role("button", name="Look who is in the clip")))
    second = hand.page.locator("[data-face='1']")
    expect(second).to_be_visible(timeout=LONG_MS)
    hand.press(sized(hand, second))
    expect(second).to_contain_text("Lane 1")
    assert "faces.0.audio" in hand.page.evaluate(
        "document.activeElement.closest('frame-picker').querySelector('input').name"
    )


# The table


@dataclass(frozen=True, kw_only=True)
class Row:
    """A control, what it becomes in the recipe, and what is said of it in the request; `near` for what is drawn."""

    act: Act
    value: Mapping[str, object]
    sent: Mapping[str, object] = field(default_factory=dict)
    near: float = 0


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A route with its rows, in the order of the page. `given` is there before: `file:` is a file of Alice's.

    `aside`: what a form keeps back beside what is given.
    """

    route: tuple[str, str, str]
    given: Mapping[str, object] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    rows: tuple[Row, ...]

    @property
    def found(self) -> Route:
        return find_route(*self.route)


def chosen(name: str, value: str, sent: Mapping, says: object = None) -> Row:
    return Row(act=pick(name, value), value={name: value if says is None else says}, sent=sent)


def flipped(name: str, on: bool, sent: Mapping) -> Row:
    return Row(act=flip(name), value={name: on}, sent=sent)


def written(name: str, text: str, sent: Mapping) -> Row:
    return Row(act=write(name, text), value={name: text}, sent=sent)


def slid(name: str, value: float, sent: Mapping) -> Row:
    return Row(act=slide(name, value), value={name: value}, sent=sent)


def klingai(**settings: object) -> dict[str, object]:
    return {"providerSettings": {"klingai": settings}}


MARKED = Row(act=mark, value={"selection": [{"frame": 12, "points": [[0.25, 0.5]]}]}, near=0.01)
SHOWN = Row(act=look_at_mask, value={})
MARKED_CLIP = {"input_video": "file:two people.mp4", "prompt": "The woman in @video_1"}
WATERMARK = flipped("watermark", True, {"watermark_info": {"enabled": True}})

VISITS = {
    "motion control, of a clip of 12 s": Visit(
        route=("kling-2.6-pro", "motion-control", "kling"),
        given={
            "input_image": "file:astronaut.jpg",
            "reference_video": "file:long.mp4",
            "character_orientation": "image",
        },
        rows=(
            chosen("character_orientation", "video", {"character_orientation": "video"}),
            written("prompt", "She turns", {"prompt": "She turns"}),
            flipped("keep_original_sound", False, {"keep_original_sound": "no"}),
            WATERMARK,
        ),
    ),
    "edit video, of a clip that only fast takes": Visit(
        route=("kling-o1-pro", "edit-video", "runware"),
        given={"input_video": "file:long.mp4", "prompt": "Make it snow"},
        rows=(
            chosen("takes", "2", {"numberResults": 2}, 2),
            flipped("keep_original_sound", False, klingai(keepOriginalSound=False)),
            flipped("fast", True, klingai(fast=True)),
        ),
    ),
    "what a reference video lends": Visit(
        route=("kling-o3-pro", "reference-to-video", "runware"),
        given={"reference_video": "file:numbered-24fps.mp4", "prompt": "As in the clip"},
        aside=("sound",),
        rows=(
            chosen("reference_kind", "feature", {}),
            flipped("keep_original_sound", True, klingai(keepOriginalSound=True)),
        ),
    ),
    "extend": Visit(
        route=("kling-1.6-pro", "extend", "kling"),
        rows=(
            Row(
                act=by_id("input_video", "clip-7"),
                value={"input_video": {"handle": "clip-7"}},
                sent={"video_id": "clip-7"},
            ),
            written("prompt", "It goes on", {"prompt": "It goes on"}),
            WATERMARK,
        ),
    ),
    "restyle": Visit(
        route=("kling-image-2.0-new", "restyle", "kling"),
        given={"input_image": "file:astronaut.jpg"},
        rows=(
            written("prompt", "As a woodcut", {"prompt": "As a woodcut"}),
            chosen("takes", "2", {"n": 2}, 2),
            WATERMARK,
        ),
    ),
    "a series": Visit(
        route=("kling-image-o3", "image-to-image", "kling"),
        given={"reference_images": ["file:astronaut.jpg"], "prompt": "@image_1 on four days"},
        rows=(
            chosen("aspect_ratio", "16:9", {"aspect_ratio": "16:9"}),
            chosen("resolution", "2k", {"resolution": "2k"}),
            chosen("series", "2", {"result_type": "series", "series_amount": 2}, 2),
        ),
    ),
    "a number of images": Visit(
        route=("kling-image-o1", "text-to-image", "kling"),
        rows=(
            written("prompt", "A cup", {"prompt": "A cup"}),
            chosen("resolution", "2k", {"resolution": "2k"}),
            chosen("takes", "3", {"n": 3}, 3),
        ),
    ),
    "guidance, and plain fields": Visit(
        route=("kling-1.6-standard", "text-to-video", "kling"),
        rows=(
            written("prompt", "A quiet pier", {"prompt": "A quiet pier"}),
            chosen("aspect_ratio", "9:16", {"aspect_ratio": "9:16"}),
            chosen("duration", "10", {"duration": "10"}, 10),
            slid("guidance", 0.8, {"cfg_scale": 0.8}),
            written("negative_prompt", "people", {"negative_prompt": "people"}),
        ),
    ),
    "sound of a clip": Visit(
        route=("kling-3.0-pro", "text-to-video", "kling"),
        given={"prompt": "Waves"},
        rows=(slid("duration", 8, {"duration": "8"}), flipped("sound", True, {"sound": "on"})),
    ),
    "video to audio": Visit(
        route=("kling-video-to-audio", "video-to-audio", "kling"),
        given={"input_video": "file:numbered-24fps.mp4"},
        rows=(
            written("sound_prompt", "A spoon", {"sound_effect_prompt": "A spoon"}),
            written("music_prompt", "A piano", {"bgm_prompt": "A piano"}),
            flipped("asmr", True, {"asmr_mode": True}),
        ),
    ),
    "a subject": Visit(
        route=("kling-image-1.5", "image-to-image", "kling"),
        given={"input_image": "file:astronaut.jpg", "prompt": "On the moon"},
        rows=(
            chosen("reference_as", "subject", {"image_reference": "subject"}),
            Row(act=write("fidelity", "0.4"), value={"fidelity": 0.4}, sent={"image_fidelity": 0.4}),
            Row(act=write("human_fidelity", "0.7"), value={"human_fidelity": 0.7}, sent={"human_fidelity": 0.7}),
        ),
    ),
    "a face": Visit(
        route=("kling-image-1.5", "image-to-image", "kling"),
        given={"input_image": "file:astronaut.jpg", "prompt": "On the moon"},
        rows=(chosen("reference_as", "face", {"image_reference": "face"}),),
    ),
    "swap an element": Visit(
        route=("kling-1.6-pro", "edit-elements", "kling"),
        given=MARKED_CLIP | {"reference_images": ["file:astronaut.jpg"]},
        rows=(chosen("edit_mode", "swap", {"edit_mode": "swap"}), MARKED, SHOWN),
    ),
    "remove an element": Visit(
        route=("kling-1.6-pro", "edit-elements", "kling"),
        given=MARKED_CLIP,
        rows=(chosen("edit_mode", "removal", {"edit_mode": "removal"}), MARKED),
    ),
    "add an element": Visit(
        route=("kling-1.6-pro", "edit-elements", "kling"),
        given=MARKED_CLIP | {"reference_images": ["file:astronaut.jpg"], "edit_mode": "removal"},
        rows=(chosen("edit_mode", "addition", {"edit_mode": "addition"}),),
    ),
    "expand a picture by its edge": Visit(
        route=("kling-image-expand", "expand-image", "kling"),
        given={"input_image": "file:rocket.jpg"},
        rows=(
            Row(
                act=grow_right,
                value={"expansion": {"up": 0, "down": 0, "left": 0, "right": 0.5}},
                sent={"right_expansion_ratio": 0.5},
                near=0.02,
            ),
        ),
    ),
}

GROUPS = {
    "words alone": ("extend", "a number of images", "guidance, and plain fields", "sound of a clip"),
    "pictures": ("restyle", "a series", "a subject", "a face", "expand a picture by its edge"),
    "clips": (
        "motion control, of a clip of 12 s",
        "edit video, of a clip that only fast takes",
        "what a reference video lends",
        "video to audio",
    ),
    "what is marked": ("swap an element", "remove an element", "add an element"),
}
