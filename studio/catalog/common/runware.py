"""What Runware's routes share: limits of files, tuples of controls, and builders of routes that take data.

A builder's `about` is whatever else the route says: endpoint, price, sources, notes, fps.
"""

from studio.catalog.cast_controls import Elements
from studio.catalog.controls import Choice, Guidance, NegativePrompt, Seconds, Size, Switch, Takes, Text, sound
from studio.catalog.media_controls import Limits, first_frame, last_frame
from studio.catalog.pricing import SECOND, PriceList, Rate
from studio.catalog.rules import NeedsOne, Requires, ShotsAddUp
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source, runware, runware_pages
from studio.catalog.story_controls import Shots, ShotStyle

API = Source("Runware: API reference", "numberResults, media formats")

# Files. Formats are those of Runware's API reference; sizes are those of the page "KlingAI provider".

PICTURES = ("jpeg", "png", "webp")
CLIPS = ("mp4", "mov", "webm")
RECORDINGS = ("mp3", "wav", "flac")

FRAME = Limits(formats=PICTURES, side=(300, 2048), megabytes=20)
"""Up to 2.6: lines 191, 274, 352 and so on, 670."""

FRAME_3 = Limits(formats=PICTURES, side=(300, None), ratio=(0.4, 2.5), megabytes=10)
"""3.0 and O3: lines 780, 863, 1213, 1318."""

CLIP_O3 = Limits(formats=CLIPS, side=(720, 2160), seconds=(3, 10))
"""O3: lines 1214 and 1319."""

DRIVING = Limits(formats=CLIPS, side=(340, 3850), seconds=(3, 30), megabytes=100)
"""The clip that drives a character in 2.6: line 669."""

DRIVING_BY_IMAGE = Limits(formats=CLIPS, side=(340, 3850), seconds=(3, 10), megabytes=100)
"""The same, while the character keeps the picture's orientation: Runware's ComfyUI nodes."""

# Sizes

SIZES_720P = ("1280x720", "720x720", "720x1280")
SIZES_1080P = ("1920x1080", "1080x1080", "1080x1920")
SIZES_720P_WIDE_SQUARE = ("1280x720", "960x960", "720x1280")
SIZES_1080P_WIDE_SQUARE = ("1920x1080", "1440x1440", "1080x1920")
"""From 2.6 on a square is as large in pixels as the other shapes; up to 2.5 it is as long as their short side."""
SIZES_4K = ("3840x2160", "2880x2880", "2160x3840")

# Controls

PROMPT = Text(least=2, most=2500)
ASKED = Text(least=2, most=2500, required=True)
NEGATIVE = NegativePrompt(least=2, most=2500)
TAKES = Takes(most=4)
FIVE_OR_TEN = Seconds(options=(5, 10))
LENGTHS = tuple(range(3, 16))
KEEP_SOUND = Switch(name="keep_original_sound", label="Keep the original sound", default=True)
ORIENTATION = Choice(name="character_orientation", label="The character faces as in the", options=("image", "video"))
"""Kling 2.6: line 674; the words by Runware's SDK and ComfyUI nodes."""

OLD_FRAMES = {"frames": "frameImages"}
NEW_FRAMES = {"frames": "inputs.frameImages"}

# Notes

OLD_FRAMES_NOTE = Note(
    "Frames",
    "The page puts them at the top of the task up to 2.5, the newer example pages among its inputs: the page holds.",
    (runware(205, 210), runware_pages("1.5 Standard: examples")),
)
ELEMENTS_NOTE = Note(
    "Elements",
    "The newer model pages have them, with a front and at least one more view each; how many is Kling's own limit.",
    (runware_pages("3.0 and O3: inputs.elements"), Source("Kling AI: API reference", "image to video: element_list")),
)
SHOTS_LIMIT_NOTE = Note(
    "Length of a shot's words",
    "512 characters a shot is Kling's limit: Runware names none.",
    (runware(778), Source("Kling AI: API reference", "multi-shot")),
)


def elements(most: int) -> Elements:
    """Characters and things that stay the same, sent with the job."""
    return Elements(most=most, least=1, views=(1, 3), voices=True, handles=False, accepts=FRAME_3)


def per_second(amount: str, page: str) -> PriceList:
    """One rate for every second of the clip that is asked for."""
    return PriceList(rates=(Rate(amount, SECOND),), source=runware_pages(page))


def per_second_of(value: str, amount: str, page: str) -> PriceList:
    """One rate for every begun second of a file that goes in."""
    return PriceList(rates=(Rate(amount, SECOND),), source=runware_pages(page), length_of=value)


def silent_or_sound(silent: str, with_sound: str, page: str) -> PriceList:
    """Per second, and what sound adds. An absent `sound` is silent, an absent `duration` is 5 seconds."""
    return PriceList(
        rates=(Rate(with_sound, SECOND, {"sound": True}), Rate(silent, SECOND, {"sound": False})),
        source=runware_pages(page),
        assume={"sound": False, "duration": 5},
    )


# Routes up to 2.5: one shot of 5 or 10 seconds


def short_text(sizes: tuple[str, ...], **about: object) -> Route:
    """Text to video. The size may be left out: one example of 2.1 Master does (line 553)."""
    controls = (ASKED, Size(options=sizes), FIVE_OR_TEN, TAKES, NEGATIVE, Guidance())
    return Route(provider="runware", task="text-to-video", controls=controls, **about)


def short_image(sizes: tuple[str, ...], *, last: bool = False, negative: bool = True, **about: object) -> Route:
    """Image to video. The prompt may be left out: most examples do (lines 201, 244, 354 and so on)."""
    frames = (first_frame(FRAME), *([last_frame(FRAME)] if last else []))
    size = [Size(options=sizes)] if sizes else []
    fine = [NEGATIVE, Guidance()] if negative else [Guidance()]
    about["notes"] = (*about.get("notes", ()), OLD_FRAMES_NOTE)
    controls = (*frames, PROMPT, *size, FIVE_OR_TEN, TAKES, *fine)
    return Route(provider="runware", task="image-to-video", controls=controls, wire=OLD_FRAMES, **about)


# Routes of 3.0 and O3: a story of up to six shots, 3 to 15 seconds

SHOTS = Shots(most=6, totals=LENGTHS)
STORY = (PROMPT, SHOTS)
CUT_STORY = (PROMPT, SHOTS, ShotStyle(options=("customize",), default="customize"))
STORY_FINISH = (Seconds(options=LENGTHS), TAKES, sound())
CUT_RULES = (ShotsAddUp(), Requires("shot_style", "shots"))
STORY_RULES = (ShotsAddUp(),)


def story_text(
    sizes: tuple[str, ...], *, story: tuple = STORY, fine: tuple = (), rules: tuple, **about: object
) -> Route:
    """Text to video: a prompt or shots, and a size."""
    controls = (*story, Size(options=sizes, required=True), *STORY_FINISH, *fine)
    rules = (NeedsOne(("prompt", "shots")), *rules)
    return Route(provider="runware", task="text-to-video", controls=controls, rules=rules, **about)


def story_image(*, most_elements: int, story: tuple = STORY, fine: tuple = (), **about: object) -> Route:
    """Image to video: the size follows the first frame."""
    frames = (first_frame(FRAME_3), last_frame(FRAME_3), elements(most_elements))
    controls = (*frames, *story, *STORY_FINISH, *fine)
    return Route(provider="runware", task="image-to-video", controls=controls, wire=NEW_FRAMES, **about)
