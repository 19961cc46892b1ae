"""Builders of the routes of Kling's own video models 1.0 to 3.0, through the older API.

`model` and `mode` are Kling's words for the model and its tier; `about` is whatever else a route says: price, sources,
notes, fps, retirement. `five` names the values that are only taken in clips of 5 seconds.
"""

from dataclasses import replace

from studio.catalog.cast_controls import Effect, Voices
from studio.catalog.common.kling import (
    ASKED,
    BRUSH_NOTE,
    CAMERA_NOTE,
    CAST,
    CLIPS,
    DRIVING,
    DRIVING_BY_IMAGE,
    EFFECTS_RETIRED,
    END_NOTE,
    EXTENSION_NOTE,
    FIVE_OR_TEN,
    KEEP_SOUND,
    LENGTHS,
    NEGATIVE,
    ORIENTATION,
    PICTURE,
    PROMPT,
    RATIO,
    STORY,
    STORY_RULES,
    TAIL,
    VIDEO_PRICES,
    WATERMARK,
    docs,
)
from studio.catalog.controls import Choice, Guidance, Seconds, sound
from studio.catalog.media_controls import (
    Limits,
    ReferenceImages,
    first_frame,
    input_image,
    input_video,
    last_frame,
    reference_video,
)
from studio.catalog.motion_controls import Camera, MotionBrush, Selection
from studio.catalog.pricing import GIVEN, SECOND, PriceList, Rate
from studio.catalog.rules import CountBy, Excludes, NeedsOne, NeedsWith, OnlyWhen, Requires, Rule
from studio.catalog.schema import Route
from studio.catalog.sources import Source

TEXT = docs("text to video: /v1/videos/text2video", "2026-04")
IMAGE = docs("image to video: /v1/videos/image2video", "2026-04")
MOTION = docs("motion control: /v1/videos/motion-control", "2026-04")

OFFSCREEN_VOICE = Limits(formats=("mp3", "wav", *CLIPS), seconds=(5, 30), kinds=("video",))
"""What a voice is made of: a clean recording, or a clip with one voice."""

BRUSH = MotionBrush(brushes=6, points=(2, 77), accepts=Limits(formats=("jpeg", "png")), canvas="first_frame")


def wire(model: str, mode: str) -> dict[str, str]:
    """The model by Kling's name, and its tier where it has one."""
    return {"model_name": model, **({"mode": mode} if mode else {})}


def per_second(silent: str, with_sound: str = "", with_voice: str = "") -> PriceList:
    """Per second: silent, with sound, and with sound and voices of one's own. 5 seconds where none are given."""
    rates = [Rate(with_voice, SECOND, {"voices": GIVEN})] if with_voice else []
    rates += [Rate(with_sound, SECOND, {"sound": True})] if with_sound else []
    return PriceList(rates=(*rates, Rate(silent, SECOND)), source=VIDEO_PRICES, assume={"duration": 5})


def only_five(names: tuple[str, ...]) -> tuple[Rule, ...]:
    """These are taken in clips of 5 seconds only, which is also what Kling makes when no length is given."""
    return tuple(OnlyWhen(name, "duration", (5,), 5) for name in names)


def guided(model: str) -> tuple:
    """How closely to follow the prompt: only the models 1.x are told."""
    return (Guidance(),) if model.startswith("kling-v1") else ()


# One shot


def text(model: str, mode: str = "", *, camera: bool = False, makes_sound: bool = False, **about: object) -> Route:
    """Text to video in clips of 5 or 10 seconds."""
    moves = (Camera(),) if camera else ()
    heard = (sound(),) if makes_sound else ()
    about["sources"] = (*about.get("sources", ()), TEXT)
    about["notes"] = (*about.get("notes", ()), *((CAMERA_NOTE,) if camera else ()))
    return Route(
        provider="kling",
        task="text-to-video",
        endpoint="/v1/videos/text2video",
        controls=(ASKED, *moves, RATIO, FIVE_OR_TEN, *heard, NEGATIVE, *guided(model), WATERMARK),
        rules=only_five(("camera",)) if camera else (),
        wire=wire(model, mode),
        **about,
    )


def image(
    model: str,
    mode: str = "",
    *,
    extras: tuple = (),
    five: tuple[str, ...] = (),
    rules: tuple[Rule, ...] = (),
    end_alone: bool = False,
    **about: object,
) -> Route:
    """Image to video in clips of 5 or 10 seconds. `extras` are the controls beyond first frame, prompt and length.

    `end_alone`: a clip may be made from its last frame alone.
    """
    names = {control.name for control in extras}
    guides = [name for name in ("last_frame", "motion_brush", "camera") if name in names]
    apart = tuple(Excludes(one, other) for at, one in enumerate(guides) for other in guides[at + 1 :])
    start = (NeedsOne(("first_frame", "last_frame")),) if end_alone else ()
    start += tuple(Requires(name, "first_frame") for name in guides if end_alone and name != "last_frame")
    about["sources"] = (*about.get("sources", ()), IMAGE)
    said = {"motion_brush": BRUSH_NOTE, "camera": CAMERA_NOTE} | ({} if end_alone else {"last_frame": END_NOTE})
    about["notes"] = (*about.get("notes", ()), *(note for name, note in said.items() if name in names))
    return Route(
        provider="kling",
        task="image-to-video",
        endpoint="/v1/videos/image2video",
        controls=(
            first_frame(PICTURE, required=not end_alone),
            *extras,
            PROMPT,
            FIVE_OR_TEN,
            NEGATIVE,
            *guided(model),
            WATERMARK,
        ),
        rules=(*start, *apart, *only_five(five), *rules),
        wire=wire(model, mode),
        **about,
    )


LAST = last_frame(TAIL)
SIMPLE_CAMERA = Camera(presets=("custom",))
VOICES = Voices(most=2, accepts=OFFSCREEN_VOICE)


# Several shots


def story_text(mode: str, **about: object) -> Route:
    """Text to video by 3.0: 3 to 15 seconds, one shot or several, with sound."""
    about["sources"] = (*about.get("sources", ()), TEXT)
    return Route(
        provider="kling",
        task="text-to-video",
        endpoint="/v1/videos/text2video",
        controls=(*STORY, RATIO, Seconds(options=LENGTHS), sound(), NEGATIVE, WATERMARK),
        rules=(NeedsOne(("prompt", "shots")), *STORY_RULES),
        wire=wire("kling-v3", mode),
        **about,
    )


def story_image(mode: str, **about: object) -> Route:
    """Image to video by 3.0: with a last frame, elements, several shots and sound."""
    about["sources"] = (*about.get("sources", ()), IMAGE)
    return Route(
        provider="kling",
        task="image-to-video",
        endpoint="/v1/videos/image2video",
        controls=(
            first_frame(PICTURE),
            LAST,
            CAST,
            *STORY,
            Seconds(options=LENGTHS),
            sound(),
            NEGATIVE,
            WATERMARK,
        ),
        rules=(*STORY_RULES, NeedsWith("prompt", "shot_style", ("intelligent",))),
        wire=wire("kling-v3", mode),
        **about,
    )


# Motion control


def motion(model: str, mode: str, amount: str, **about: object) -> Route:
    """A picture's character does what the one in a clip does, through the older API."""
    about["sources"] = (*about.get("sources", ()), MOTION)
    return Route(
        provider="kling",
        task="motion-control",
        endpoint="/v1/videos/motion-control",
        controls=(*driven(PICTURE), PROMPT, KEEP_SOUND, WATERMARK),
        price=by_length_of("reference_video", amount),
        wire=wire(model, mode),
        **about,
    )


def motion_3_0(resolution: str, amount: str, **about: object) -> Route:
    """The same by 3.0, through the newer API; an element keeps the character, and faces as in the clip."""
    about["sources"] = (*about.get("sources", ()), docs("motion control: /motion-control/kling-3.0"))
    return Route(
        provider="kling",
        task="motion-control",
        endpoint="/motion-control/kling-3.0",
        controls=(
            *driven(replace(PICTURE, megabytes=50)),
            replace(CAST, most=1),
            PROMPT,
            KEEP_SOUND,
            WATERMARK,
        ),
        rules=(OnlyWhen("elements", "character_orientation", ("video",)),),
        price=by_length_of("reference_video", amount),
        wire={"settings.resolution": resolution},
        **about,
    )


def driven(accepts: Limits) -> tuple:
    """The character, the clip that drives it, and which of them it faces as."""
    shorter = (("character_orientation", "image", DRIVING_BY_IMAGE),)
    return (
        input_image(accepts, "Character"),
        reference_video(DRIVING, required=True, label="Driving clip", beside=shorter),
        ORIENTATION,
    )


def by_length_of(value: str, amount: str) -> PriceList:
    """Per begun second of a file that goes in."""
    return PriceList(rates=(Rate(amount, SECOND),), source=VIDEO_PRICES, length_of=value)


# What only the models 1.x do


def extend(*sources: Source, **about: object) -> Route:
    """A clip of Kling's goes on for 4 to 5 seconds, by the model and in the mode that made it."""
    return Route(
        provider="kling",
        task="extend",
        endpoint="/v1/videos/video-extend",
        controls=(input_video(Limits(formats=CLIPS, seconds=(0, 180)), "Clip made by Kling"), PROMPT, WATERMARK),
        sources=(*sources, docs("video extension: /v1/videos/video-extend", "2026-04")),
        notes=(EXTENSION_NOTE,),
        **about,
    )


def pair_effects(model: str, mode: str, *sources: Source, **about: object) -> Route:
    """Two people in one scene: the left one first."""
    scenes = ("hug", "kiss", "heart_gesture", *(("fight",) if model == "kling-v1-6" else ()))
    return Route(
        provider="kling",
        task="effects",
        endpoint="/v1/videos/effects",
        controls=(
            ReferenceImages(least=2, most=2, accepts=PICTURE, required=True, label="Person"),
            Effect(options=scenes, pairs=scenes, required=True),
            replace(FIVE_OR_TEN, required=True),
        ),
        sources=(*sources, docs("video effects: dual-character effects", "2026-01")),
        retired=EFFECTS_RETIRED,
        wire={"input.model_name": model, "input.mode": mode},
        **about,
    )


def several_images(mode: str, *sources: Source, **about: object) -> Route:
    """Up to four pictures, already cut out, in one clip of 1.6."""
    return Route(
        provider="kling",
        task="elements",
        endpoint="/v1/videos/multi-image2video",
        controls=(
            ReferenceImages(least=1, most=4, accepts=PICTURE, required=True),
            ASKED,
            RATIO,
            FIVE_OR_TEN,
            NEGATIVE,
            WATERMARK,
        ),
        sources=(*sources, docs("multi-image to video: /v1/videos/multi-image2video", "2026-04")),
        wire=wire("kling-v1-6", mode),
        **about,
    )


SHORT_CLIP = Limits(formats=CLIPS, side=(720, 2160), seconds=(2, 5))
LONG_CLIP = Limits(formats=CLIPS, side=(720, 2160), seconds=(7, 10))


def edit_elements(mode: str, *sources: Source, **about: object) -> Route:
    """Something in a clip is added, swapped or removed; what is swapped or removed is marked first."""
    modes = Choice(name="edit_mode", label="What to do", options=("addition", "swap", "removal"), default="addition")
    return Route(
        provider="kling",
        task="edit-elements",
        endpoint="/v1/videos/multi-elements",
        controls=(
            input_video(SHORT_CLIP, beside=(("duration", 10, LONG_CLIP),)),
            modes,
            Selection(frames=10, points=10),
            ReferenceImages(most=2, accepts=PICTURE),
            ASKED,
            FIVE_OR_TEN,
            NEGATIVE,
            WATERMARK,
        ),
        rules=(
            CountBy(
                "reference_images", "edit_mode", ((("swap",), 1, 1), (("removal",), 0, 0)), (1, 2), assume="addition"
            ),
            NeedsWith("selection", "edit_mode", ("swap", "removal")),
        ),
        sources=(*sources, docs("multi-element video editing: /v1/videos/multi-elements")),
        wire={"mode": mode},
        **about,
    )
