"""What the routes of Kling's own API share: sources, limits of files, controls, notes, retirements."""

from studio.catalog.cast_controls import Elements
from studio.catalog.controls import Choice, NegativePrompt, Option, Ratio, Seconds, Switch, Text
from studio.catalog.media_controls import Limits
from studio.catalog.rules import Excludes, NeedsWith, OptionsWith, ShotsAddUp
from studio.catalog.schema import Retirement
from studio.catalog.sources import Note, Source, kling_map
from studio.catalog.story_controls import Shots, ShotStyle

# Sources


def docs(page: str, as_of: str = "2026-09") -> Source:
    """A page of Kling's public API documentation."""
    return Source("Kling AI: API documentation", page, as_of)


def changes(day: str) -> Source:
    """An entry of Kling's public change log."""
    return Source("Kling AI: API updates", "", day)


NEWER_MAP = docs("video capability map", "2026-05-19")
NEWER_IMAGE_MAP = docs("image capability map", "2026-05-19")
VIDEO_PRICES = docs("prices of video")
IMAGE_PRICES = docs("prices of images")

RETIRED = Retirement(
    on="2026-09-15",
    source=Source("Kling AI: models in service", "asked without spending; the change log is silent", "2026-09"),
)
"""Video 1.0 to 2.1 and image 1.0 to 2.0: the model is no longer known. The change log keeps the older API itself."""

EFFECTS_RETIRED = Retirement(on="2026-01-30", source=changes("2025-12-18"))

# Files

PICTURES = ("jpeg", "png")
CLIPS = ("mp4", "mov")
RECORDINGS = ("mp3", "wav", "m4a")

PICTURE = Limits(formats=PICTURES, side=(300, None), ratio=(0.4, 2.5), megabytes=10)
"""Every picture of the older API."""

TAIL = Limits(formats=PICTURES, side=(300, None), megabytes=10)
"""The last frame, for which the page names no shape."""

LARGE_PICTURE = Limits(formats=PICTURES, side=(300, None), ratio=(0.4, 2.5), megabytes=50)
"""Every picture of the newer API."""

DRIVING = Limits(formats=CLIPS, side=(340, 3850), seconds=(3, 30), megabytes=100)
DRIVING_BY_IMAGE = Limits(formats=CLIPS, side=(340, 3850), seconds=(3, 10), megabytes=100)
"""The clip that drives a character; shorter while the character keeps the picture's orientation."""

CHARACTER_CLIP = Limits(formats=CLIPS, side=(1080, 1920), seconds=(3, 8), megabytes=200)
"""The clip that an element is made from: 1080p."""

# Controls

PROMPT = Text(most=2500)
ASKED = Text(most=2500, required=True)
NEGATIVE = NegativePrompt(most=2500)
FIVE_OR_TEN = Seconds(options=(5, 10))
RATIO = Ratio(options=("16:9", "9:16", "1:1"))
WATERMARK = Option(name="watermark", label="Also with a watermark", default=None)
KEEP_SOUND = Switch(name="keep_original_sound", label="Keep the original sound", default=True)
ORIENTATION = Choice(
    name="character_orientation", label="The character faces as in the", options=("image", "video"), required=True
)
LENGTHS = tuple(range(3, 16))

STORY = (
    PROMPT,
    Shots(most=6, totals=LENGTHS, characters=512),
    ShotStyle(options=("customize", "intelligent"), default="customize"),
)
STORY_RULES = (
    ShotsAddUp(),
    Excludes("prompt", "shots"),
    OptionsWith("shot_style", ("customize",), "shots"),
    NeedsWith("shots", "shot_style", ("customize",)),
)

SEEN = Elements(most=3, views=(1, 3), accepts=PICTURE, name_most=20, description_most=100)
"""Elements of pictures: with a name, a description, and one to three views beside the front."""

CAST = Elements(
    most=3,
    views=(1, 3),
    videos=True,
    voices=True,
    accepts=PICTURE,
    clips=CHARACTER_CLIP,
    name_most=20,
    description_most=100,
)
"""Elements of pictures or of a clip, with a voice."""

ELEMENT_DOCS = docs("element management: /v1/general/advanced-custom-elements")
VOICE_DOCS = docs("voice management: /v1/general/custom-voices")

# Notes

CAMERA_NOTE = Note(
    "Camera",
    "One page of Kling's turns `pan` left and right and `tilt` up and down, other sources the reverse. Dailies speaks "
    "film words and sends tilt as `pan` and pan as `tilt`. Only one axis may move.",
    (
        docs("text to video: camera_control.config", "2026-04"),
        Source("ComfyUI: Kling nodes", "camera control", "2026-09"),
    ),
)
BRUSH_NOTE = Note(
    "Motion brush",
    "Kling counts a path's points from the bottom left of the picture, Dailies from the top left, and turns them.",
    (docs("image to video: dynamic_masks.trajectories", "2026-04"),),
)
GENERATIONS_NOTE = Note(
    "Two generations of the API",
    "The older `/v1` is used: it takes a negative prompt and shots with lengths of their own; the newer paths do not.",
    (docs("text to video 3.0, 2.6, 2.5 turbo"), changes("2026-07-15")),
)
SHOTS_NOTE = Note(
    "Shots",
    "With shots of one's own Kling does not read the prompt: give one or the other. `intelligent` cuts the prompt.",
    (docs("text to video: multi_shot, shot_type", "2026-04"),),
)
END_NOTE = Note(
    "Last frame alone",
    "The list of fields asks for a first frame or a last one; the map has a row for the last one alone under 1.5 and "
    "1.6 only, and the newer map for no model: beside a first frame it is taken, alone it is not.",
    (docs("image to video: image, image_tail", "2026-04"), kling_map(54), kling_map(72), NEWER_MAP),
)
EXTENSION_NOTE = Note(
    "Video extension",
    "Each adds 4 to 5 seconds, up to 3 minutes. The field list has a negative prompt and guidance; the map says that "
    "extension takes neither. Only clips that Kling made with 1.0, 1.5 or 1.6 in the last 30 days can go on.",
    (kling_map(42), docs("video extension: /v1/videos/video-extend", "2026-04")),
)
