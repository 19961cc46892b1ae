"""What fal's routes share: sources, limits of files, controls, notes, and the builders of the models 1.0 to 2.6.

A builder's `version` is the part of the endpoint's id that names the model and its tier; `about` is whatever else the
route says: price, sources, notes, wire. What goes into `wire` is told in `providers/fal/payload.py`.
"""

from dataclasses import replace

from studio.catalog.cast_controls import Effect, Voices
from studio.catalog.common.fal_scenes import PAIRS
from studio.catalog.common.kling import RETIRED, docs
from studio.catalog.controls import Choice, Control, Guidance, NegativePrompt, Ratio, Seconds, Switch, Text, sound
from studio.catalog.media_controls import (
    Limits,
    ReferenceImages,
    first_frame,
    input_image,
    last_frame,
    reference_video,
)
from studio.catalog.motion_controls import Camera, MotionBrush
from studio.catalog.pricing import GIVEN, SECOND, PriceList, Rate
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source, fal, kling_map

VIDEO = "fal-ai/kling-video/"
OLD = {
    "v1/standard", "v1.5/pro", "v1.6/standard", "v1.6/pro", "v2/master", "v2.1/standard", "v2.1/pro", "v2.1/master",
}  # fmt: skip
"""What Kling itself has retired."""

# Sources


def schema(endpoint: str) -> Source:
    """The inputs of one endpoint, as fal's JavaScript client has them."""
    return Source("fal: endpoint schemas", endpoint, "2026-08-02")


def pages(place: str) -> Source:
    """fal's public pages of its models."""
    return Source("fal: model pages", place, "2026-08")


# Files. Where the schema says nothing, nothing is measured.

ANY = Limits()
PICTURE = Limits(side=(300, None), ratio=(0.4, 2.5), megabytes=10)
"""O1's first frame, the front of its elements, and the picture of IMAGE 3.0."""

PICTURE_1_6 = Limits(formats=("jpeg", "png", "webp", "gif", "avif"))
"""fal: Kling 1.6 Pro, line 606."""

RECORDING = Limits(formats=("mp3", "wav", "mp4", "mov"), seconds=(5, 30), kinds=("video",))
"""What a voice is made of: create-voice."""

# Controls

ASKED = Text(most=2500, required=True)
PROMPT = Text(most=2500)
NEGATIVE = NegativePrompt(most=2500)
RATIO = Ratio(options=("16:9", "9:16", "1:1"), default="16:9")
RATIO_OR_AUTO = Ratio(options=("auto", *RATIO.options))
"""Beside a clip; `auto` is what fal takes there when nothing is said."""
FIVE_OR_TEN = Seconds(options=(5, 10))
SOUND = sound(default=True)
KEEP_SOUND = Switch(name="keep_original_sound", label="Keep the original sound", default=True)
ORIENTATION = Choice(
    name="character_orientation", label="The character faces as in the", options=("image", "video"), required=True
)
LAST = last_frame(ANY)
BRUSH = MotionBrush(brushes=6, points=(2, 77))
CAMERA = Camera()
VOICES = Voices(most=2, accepts=RECORDING)

NEW_FRAMES = {"names": {"first_frame": "start_image_url", "last_frame": "end_image_url"}}
"""From 2.6 on; before, a first frame is `image_url` and a last one `tail_image_url`."""

# Notes

WORDS_NOTE = Note(
    "Length of the words",
    "The schemas name no limit for video; fal's description of the same endpoints for machines has 2,500 characters.",
    (schema("prompt, negative_prompt"), Source("fal: OpenAPI", "v3/standard/image-to-video: maxLength")),
)
NEGATIVE_NOTE = Note(
    "Negative prompt",
    "Where none is given, fal takes “blur, distort, and low quality”.",
    (schema("negative_prompt"), fal(94)),
)
BRUSH_NOTE = Note(
    "Motion brush",
    "Six brushes with paths of 2 to 77 points are Kling's limits, fal names none. It does not say from where points "
    "are counted: they are sent from the top left, as they are painted. Kling itself counts from the bottom left.",
    (schema("dynamic_masks"), kling_map(37), docs("image to video: dynamic_masks", "2026-04")),
)
BRUSH_1_6_NOTE = Note(
    "Motion brush",
    "The page describes it in words and in an example, its schema of inputs lacks it, and Kling's own map has none for "
    "1.6: offered. The words say dynamic_mask_url, the example dynamic_masks, like the schema of 1.5: the latter.",
    (fal(561, 562), fal(565, 584), fal(74, 103), kling_map(63, 78)),
)
SPECIAL_NOTE = Note(
    "Special effects",
    "The page names special_fx with five words for image to video; its schema has them as scenes of an endpoint of "
    "their own: they are under effects.",
    (fal(563), fal(445, 448)),
)
CAMERA_NOTE = Note(
    "Camera",
    "fal's words for the axes are Kling's, whose `pan` turns up and down and whose `tilt` left and right; other "
    "sources turn it round. From -10 to 10, as at Kling: fal names no limits.",
    (
        schema("v1/standard/text-to-video: advanced_camera_control"),
        docs("text to video: camera_control.config", "2026-04"),
    ),
)
TIER_NOTE = Note(
    "Example",
    "The page of Pro shows several pictures with the endpoint of Standard; Pro has its own, with the same inputs.",
    (fal(591), fal(251, 252)),
)
SCENES_NOTE = Note(
    "Scenes",
    "197 by the page of 1.6 Pro. The schemas of August 2026 have one more, korean_baseball, in all four versions.",
    (fal(448), schema("effects: effect_scene")),
)
PICTURES_NOTE = Note(
    "Pictures",
    "“For hug, kiss or heart_gesture”, says the page, and its example of hug has none: they may be left out. Two at "
    "most, as in the page's example.",
    (fal(441, 443), fal(434), fal(466, 472)),
)
VOICES_NOTE = Note(
    "Voices",
    "A recording is made into a voice first, by fal's create-voice; no source says what that costs.",
    (schema("v2.6/pro/image-to-video: voice_ids"), schema("create-voice")),
)
OLD_NOTE = Note(
    "Still served",
    f"Kling itself has not known this model since {RETIRED.on}; nothing says that fal's endpoint has ended.",
    (RETIRED.source, schema("list of endpoints")),
)

# Prices


def per_second(source: Source, *rates: Rate, **assume: object) -> PriceList:
    """Rates for seconds; 5 where none are given, as fal takes it."""
    return PriceList(rates=rates, source=source, assume={"duration": 5, **assume})


PRICE_1_6_PRO = per_second(replace(fal(658), as_of="2026-11"), Rate("0.095", SECOND))
"""As read in November 2026; the page itself is not dated."""

PRICE_2_5_PRO = per_second(pages("v2.5-turbo/pro: pricing"), Rate("0.07", SECOND))
PRICE_2_6_PRO = per_second(
    pages("v2.6/pro/image-to-video: pricing"),
    Rate("0.07", SECOND, {"sound": False}),
    Rate("0.168", SECOND, {"voices": GIVEN}),
    Rate("0.14", SECOND),
    sound=True,
)

# Routes


def route(task: str, endpoint: str, *controls: Control, **about: object) -> Route:
    """A route of one endpoint, with the notes that its controls call for."""
    names = {control.name for control in controls}
    said = {"negative_prompt": NEGATIVE_NOTE, "voices": VOICES_NOTE, "camera": CAMERA_NOTE, "motion_brush": BRUSH_NOTE}
    about["notes"] = (*about.get("notes", ()), *(note for name, note in said.items() if name in names))
    others = about.get("wire", {}).get("beside", {}).values()
    about["sources"] = (*about.get("sources", ()), *(schema(each) for each in (endpoint, *others)))
    return Route(provider="fal", task=task, endpoint=endpoint, controls=controls, **about)


def video(task: str, version: str, *controls: Control, **about: object) -> Route:
    """A route of one of the video endpoints, whose words have a limit that the schemas do not tell."""
    about["notes"] = (*about.get("notes", ()), WORDS_NOTE, *((OLD_NOTE,) if version in OLD else ()))
    return route(task, f"{VIDEO}{version}/{task}", *controls, **about)


def text(version: str, *more: Control, **about: object) -> Route:
    """Text to video in clips of 5 or 10 seconds."""
    return video("text-to-video", version, ASKED, *more, RATIO, FIVE_OR_TEN, NEGATIVE, Guidance(), **about)


def image(version: str, *extras: Control, picture: Limits = ANY, **about: object) -> Route:
    """Image to video in clips of 5 or 10 seconds. `extras` are the controls beyond frame, prompt and length."""
    first = first_frame(picture)
    return video("image-to-video", version, first, *extras, ASKED, FIVE_OR_TEN, NEGATIVE, Guidance(), **about)


def brushed_1_6(**about: object) -> Route:
    """Image to video by 1.6 Pro, the page of which is one of the source documents."""
    brush = replace(BRUSH, accepts=PICTURE_1_6)
    extras = (last_frame(PICTURE_1_6), brush, RATIO)
    notes = (BRUSH_1_6_NOTE, SPECIAL_NOTE)
    return image("v1.6/pro", *extras, picture=PICTURE_1_6, notes=notes, **about)


def several_images(version: str, picture: Limits = ANY, **about: object) -> Route:
    """Up to four pictures in one clip."""
    pictures = ReferenceImages(least=1, most=4, accepts=picture, required=True)
    wire = {"names": {"reference_images": "input_image_urls"}}
    return video("elements", version, pictures, ASKED, RATIO, FIVE_OR_TEN, NEGATIVE, wire=wire, **about)


def effects(version: str, scenes: tuple[str, ...], picture: Limits = ANY, **about: object) -> Route:
    """A ready-made scene with one or two pictures."""
    wire = {"names": {"reference_images": "input_image_urls"}}
    about["notes"] = (SCENES_NOTE, PICTURES_NOTE, OLD_NOTE)
    return route(
        "effects",
        f"{VIDEO}{version}/effects",
        ReferenceImages(most=2, accepts=picture, label="Picture"),
        Effect(options=scenes, pairs=PAIRS, required=True),
        FIVE_OR_TEN,
        wire=wire,
        **about,
    )


def sounding_image(version: str, **about: object) -> Route:
    """Image to video by 2.6, with sound and voices of one's own."""
    frames = (first_frame(ANY), LAST)
    controls = (*frames, ASKED, FIVE_OR_TEN, SOUND, VOICES, NEGATIVE)
    return video("image-to-video", version, *controls, wire=NEW_FRAMES, **about)


def motion(version: str, *more: Control, **about: object) -> Route:
    """A picture's character moves as the one in a clip; 10 seconds at most, 30 where the clip leads it."""
    longer = (("character_orientation", "video", Limits(seconds=(0, 30))),)
    clip = reference_video(Limits(seconds=(0, 10)), required=True, label="Driving clip", beside=longer)
    controls = (input_image(ANY, "Character"), clip, PROMPT, ORIENTATION, KEEP_SOUND, *more)
    return video("motion-control", version, *controls, **about)
