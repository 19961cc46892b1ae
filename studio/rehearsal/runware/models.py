"""The models that the stand-in for Runware knows, and what each takes.

Lines are those of Runware's page "KlingAI provider" (sources/002); "facts" are lines of reference/runware.md. Where the
page's examples break its own specification, the specification stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SMALL = ("1280x720", "720x720", "720x1280")
FULL = ("1920x1080", "1080x1080", "1080x1920")
HD = ("1280x720", "960x960", "720x1280")
FULL_HD = ("1920x1080", "1440x1440", "1080x1920")
FOUR_K = ("3840x2160", "2880x2880", "2160x3840")
ONE_K_IMAGE = ("1024x1024", "1248x832", "832x1248", "1168x880", "880x1168", "768x1360", "1360x768", "1552x656")
TWO_K_IMAGE = ("2048x2048", "2496x1664", "1664x2496", "2336x1760", "1760x2336", "1536x2720", "2720x1536", "3104x1312")
FOUR_K_IMAGE = ("4096x4096", "4992x3328", "3328x4992", "4736x3520", "3520x4736", "3072x5440", "5440x3072", "6272x2688")
TO_2K = ONE_K_IMAGE + TWO_K_IMAGE

FIVE_TEN = (5, 10)
THREE_TO_TEN = tuple(range(3, 11))
THREE_TO_FIFTEEN = tuple(range(3, 16))


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """One AIR. `inputs`: key of `inputs` -> how many at most, `needs` which of them must be there; `frames` how many
    frame images, `frames_at` where they stand. `prompt` is the range of its characters, `prompted` whether there must
    be one. `framed`: makes films from a frame only. `one_of`: frames exclude width and height. No `sizes` or `seconds`:
    the parameter is not supported."""

    air: str
    source: str
    task: str = "videoInference"
    prompt: tuple[int, int] | None = (2, 2500)
    prompted: bool = False
    negative: bool = False
    guidance: bool = False
    sizes: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    seconds: tuple[int, ...] = ()
    frames: int = 0
    frames_at: str = "inputs.frameImages"
    inputs: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    framed: bool = False
    one_of: bool = False
    fps: int = 24


def older(air: str, source: str, sizes: tuple[str, ...], **more: object) -> Model:
    """1.0 to 2.5: frames at the top of the task, 5 or 10 seconds, CFG scale."""
    usual = {"negative": True, "guidance": True, "seconds": FIVE_TEN, "frames": 1, "frames_at": "frameImages"}
    return Model(air=air, source=source, sizes=sizes, **usual | more)


def still(air: str, source: str, sizes: tuple[str, ...], references: int, **more: object) -> Model:
    """An image model."""
    inputs = {"referenceImages": references}
    return Model(
        air=air, source=source, task="imageInference", prompted=True, sizes=sizes, inputs=inputs, seconds=(), **more
    )


MANY = 100
"""Several, and no source says how many."""

TIERS = ("1k", "2k")
SHOTS = ("sound", "multiPrompt", "shotType")
O1 = {"prompted": True, "frames": 2, "seconds": THREE_TO_TEN}
O1_INPUTS = {"referenceImages": 7, "referenceVideos": 1, "video": 1}
V3 = {"negative": True, "seconds": THREE_TO_FIFTEEN, "frames": 2, "inputs": {"elements": MANY}, "one_of": True}
O3 = {
    "resolutions": ("720p", "1080p", "4k"),
    "seconds": THREE_TO_FIFTEEN,
    "frames": 2,
    "inputs": {"referenceImages": 7, "referenceVideos": 1, "video": 1, "elements": MANY},
    "settings": ("sound", "multiPrompt", "keepOriginalSound"),
    "one_of": True,
}
AVATAR = {"prompt": (1, 2500), "inputs": {"image": 1, "audio": 1}, "needs": ("image", "audio")}
MOTION = ("keepOriginalSound", "characterOrientation")

MODELS = {
    model.air: model
    for model in (
        still("klingai:kling-image@o1", "17-31", TO_2K, 10, prompt=(3, 2500), resolutions=TIERS),
        still("klingai:kling-image@3", "86-96; facts 130, 136", TO_2K, 1, prompt=(1, 2500), resolutions=TIERS),
        still("klingai:kling-image@o3", "123-134", TO_2K + FOUR_K_IMAGE, 10, prompt=(1, 2500)),
        older("klingai:1@1", "178-191", SMALL, fps=30),
        older("klingai:1@2", "220-233", SMALL, fps=30),
        older("klingai:2@1", "263-276", SMALL, fps=30, framed=True),
        older("klingai:2@2", "297-310", FULL, fps=30, framed=True),
        older("klingai:3@1", "331-344", SMALL, fps=30),
        older("klingai:3@2", "373-386", FULL),
        older("klingai:4@3", "428-441", SMALL),
        older("klingai:5@1", "471-484", SMALL, framed=True),
        older("klingai:5@2", "505-518", FULL, frames=2, framed=True),
        older("klingai:5@3", "539-552", FULL),
        older("klingai:6@0", "580-594", (), fps=30, framed=True),
        older("klingai:6@1", "613-626", SMALL + FULL, fps=30, frames=2),
        Model(
            air="klingai:kling-video@2.6-pro",
            source="653-676",
            negative=True,
            guidance=True,
            sizes=FULL_HD,
            seconds=FIVE_TEN,
            frames=2,
            inputs={"referenceVoices": MANY, "referenceVideos": 1, "referenceImages": 1, "image": 1},
            settings=("sound", *MOTION),
        ),
        Model(
            air="klingai:kling-video@2.6-standard",
            source="facts 129",
            inputs={"referenceVideos": 1, "referenceImages": 1, "image": 1},
            needs=("referenceVideos",),
            settings=MOTION,
        ),
        Model(air="klingai:kling-video@3-standard", source="765-784; facts 132", sizes=HD, settings=SHOTS, **V3),
        Model(air="klingai:kling-video@3-pro", source="848-867; facts 132", sizes=FULL_HD, settings=SHOTS, **V3),
        Model(air="klingai:kling-video@3-4k", source="facts 129, 132", sizes=FOUR_K, settings=SHOTS, **V3),
        Model(
            air="klingai:kling-video@3.0-turbo",
            # runware-sdk's type has the prompt as required (task_map.py, 5708), as for 2.5 Turbo, where Runware's
            # own examples go without one beside a frame (contradictions C1.10): here, too, a frame is enough.
            source="facts 133",
            prompt=(2, 3072),
            sizes=HD + FULL_HD,
            resolutions=("720p", "1080p"),
            **V3 | {"inputs": {}},
        ),
        Model(
            air="klingai:7@1",
            source="959-973",
            prompt=None,
            inputs={"video": 1, "audio": 1},
            needs=("video", "audio"),
            settings=("soundVolume", "originalAudioVolume"),
        ),
        Model(
            air="klingai:kling@o1-standard",
            source="1004-1029",
            sizes=HD,
            inputs=O1_INPUTS,
            settings=("keepOriginalSound",),
            **O1,
        ),
        Model(
            air="klingai:kling@o1",
            source="1089-1114",
            sizes=FULL_HD,
            inputs=O1_INPUTS,
            settings=("keepOriginalSound", "fast"),
            **O1,
        ),
        Model(air="klingai:kling-video@o3-standard", source="1192-1224", sizes=HD, **O3),
        Model(air="klingai:kling-video@o3-pro", source="1297-1329", sizes=FULL_HD, **O3),
        Model(air="klingai:kling-video@o3-4k", source="facts 129, 134", sizes=FOUR_K, **O3 | {"resolutions": ("4k",)}),
        Model(air="klingai:avatar@2.0-standard", source="1414-1426", **AVATAR),
        Model(air="klingai:avatar@2.0-pro", source="1449-1461", **AVATAR),
    )
}  # fmt: skip

PER_SECOND = {
    "klingai:2@1": "0.03696",
    "klingai:3@1": "0.0370",
    "klingai:5@1": "0.0370",
    "klingai:4@3": "0.1848",
    "klingai:5@3": "0.1848",
    "klingai:6@0": "0.0420",
    "klingai:kling-video@3-standard": "0.084",
    "klingai:kling-video@3-pro": "0.112",
    "klingai:kling-video@3.0-turbo": "0.112",
    "klingai:kling@o1-standard": "0.084",
    "klingai:kling@o1": "0.112",
    "klingai:kling-video@o3-standard": "0.084",
    "klingai:kling-video@o3-pro": "0.112",
    "klingai:avatar@2.0-standard": "0.044",
    "klingai:avatar@2.0-pro": "0.087",
}
"""USD; facts, lines 141-150. 1.5 Standard: 0.1848 for 5 s."""

WITH_SOUND = {
    "klingai:kling-video@3-standard": "0.126",
    "klingai:kling-video@3-pro": "0.168",
    "klingai:kling-video@o3-standard": "0.112",
    "klingai:kling-video@o3-pro": "0.14",
}
"""USD per second with `sound`; facts, lines 145, 148."""

FROM_VIDEO = {
    "klingai:kling@o1-standard": "0.126",
    "klingai:kling@o1": "0.168",
    "klingai:kling-video@o3-standard": "0.126",
    "klingai:kling-video@o3-pro": "0.168",
}
"""USD per second with a clip among the inputs, and for O1 with reference images too; facts, lines 147-148."""

FROM_IMAGES = ("klingai:kling@o1-standard", "klingai:kling@o1")

PER_IMAGE = {"klingai:kling-image@o1": "0.028", "klingai:kling-image@3": "0.028", "klingai:kling-image@o3": "0.028"}
FOUR_K_PER_IMAGE = "0.056"
"""USD; facts, lines 151-152."""

ASSUMED = {"1920x1080": "0.0700", "1440x1440": "0.0700"}
"""What a second costs where no source says it: made up, by the size; 0.05 otherwise (facts, line 153)."""
