"""The models that the stand-in for Scenario knows, and their inputs. Lines are those of reference/scenario.md.

From docs.scenario.com, page "Kuaishou Technology", 2026-07-01 (lines 44-54). Whether an input that a model does not
list is refused or overlooked is not said: here it is refused, so that nobody pays for what was overlooked.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """One input of a model, in the words of `GET /models/{id}` (line 20). `most`: characters, items or the number."""

    name: str
    type: str
    needed: bool = False
    allowed: tuple[object, ...] = ()
    least: float | None = None
    most: float | None = None
    kind: str = ""

    def as_json(self) -> dict[str, object]:
        """As the API tells it."""
        required = {"required": {"always": True}} if self.needed else {}
        allowed = {"allowedValues": list(self.allowed)} if self.allowed else {}
        kind = {"kind": self.kind} if self.kind else {}
        return {"name": self.name, "type": self.type} | required | allowed | kind


def text(name: str, most: int = 2500, *, needed: bool = False) -> Input:
    return Input(name=name, type="string", most=most, needed=needed)


def one_of(name: str, *allowed: str) -> Input:
    return Input(name=name, type="string", allowed=allowed)


def number(name: str, least: float, most: float) -> Input:
    return Input(name=name, type="number", least=least, most=most)


def lengths(*seconds: int, words: bool = False) -> Input:
    """The duration: numbers, or the same as text."""
    return Input(
        name="duration", type="string" if words else "number", allowed=tuple(map(str, seconds) if words else seconds)
    )


def flag(name: str) -> Input:
    return Input(name=name, type="boolean")


def file(name: str, kind: str, *, needed: bool = False) -> Input:
    return Input(name=name, type="file", kind=kind, needed=needed)


def files(name: str, most: int) -> Input:
    return Input(name=name, type="file_array", kind="image", most=most)


def objects(name: str, most: int) -> Input:
    return Input(name=name, type="inputs_array", most=most)


PROMPT, NEGATIVE, SCALE = text("prompt", needed=True), text("negativePrompt"), number("cfgScale", 0, 1)
RATIO = one_of("aspectRatio", "16:9", "9:16", "1:1")
ANY_RATIO = one_of("aspectRatio", "16:9", "9:16", "1:1", "auto")
FIVE_TEN, FIVE_TEN_WORDS = lengths(5, 10), lengths(5, 10, words=True)
THREE_TO_TEN = lengths(*range(3, 11), words=True)
START, END = file("startImage", "image"), file("endImage", "image")
IMAGE, VIDEO = file("image", "image", needed=True), file("video", "video", needed=True)
ELEMENTS = objects("elements", 7)
MOTION = (IMAGE, VIDEO, text("prompt"), one_of("characterOrientation", "image", "video"), flag("keepOriginalSound"))
OLDER = (PROMPT, START, NEGATIVE, files("referenceImages", 4), RATIO, SCALE, FIVE_TEN)
V3 = (
    text("prompt"),
    objects("multiPrompt", 6),
    lengths(*range(3, 16), words=True),
    flag("generateAudio"),
    SCALE,
    NEGATIVE,
)
SHOT_TYPE = one_of("shotType", "customize", "intelligent")
V3_IMAGE = (*V3, file("startImage", "image", needed=True), END, ELEMENTS)

MODELS: Mapping[str, tuple[Input, ...]] = {
    "model_kling-v1-6-standard": OLDER,
    "model_kling-v1-6-pro": (*OLDER, END),
    "model_kling-v2-1": (PROMPT, file("startImage", "image", needed=True), NEGATIVE, FIVE_TEN),
    "model_kling-v2-1-master": (PROMPT, START, NEGATIVE, RATIO, FIVE_TEN),
    "model_kling-v2-1-pro": (PROMPT, file("startImage", "image", needed=True), END, FIVE_TEN_WORDS, NEGATIVE, SCALE),
    "model_kling-v2-5-t2v-turbo-pro": (PROMPT, FIVE_TEN_WORDS, RATIO, NEGATIVE),
    "model_kling-v2-5-i2v-turbo-pro": (
        PROMPT,
        file("imageUrl", "image", needed=True),
        file("lastFrame", "image"),
        NEGATIVE,
        FIVE_TEN_WORDS,
        SCALE,
    ),
    "model_kling-v2-5-i2v-turbo-standard": (PROMPT, IMAGE, NEGATIVE, FIVE_TEN_WORDS, SCALE),
    "model_kling-v2-6-t2v-pro": (PROMPT, flag("generateAudio"), FIVE_TEN_WORDS, RATIO, SCALE, NEGATIVE),
    "model_kling-v2-6-i2v-pro": (
        PROMPT,
        IMAGE,
        file("lastFrameImage", "image"),
        flag("generateAudio"),
        FIVE_TEN_WORDS,
        NEGATIVE,
    ),
    "model_kling-v2-6-motion-control": (*MOTION, one_of("mode", "pro", "std")),
    "model_kling-v3-t2v-standard": (*V3, RATIO, SHOT_TYPE),
    "model_kling-v3-t2v-pro": (*V3, RATIO, SHOT_TYPE),
    "model_kling-v3-t2v-4k": (*V3, RATIO, SHOT_TYPE),
    "model_kling-v3-i2v-standard": (*V3_IMAGE, RATIO),
    "model_kling-v3-i2v-pro": (*V3_IMAGE, RATIO),
    "model_kling-v3-i2v-4k": (*V3_IMAGE, SHOT_TYPE),
    "model_kling-v3-omni-video": (
        PROMPT,
        START,
        END,
        files("referenceImages", 7),
        file("referenceVideo", "video"),
        one_of("videoReferenceType", "feature", "base"),
        flag("keepOriginalSound"),
        flag("generateAudio"),
        one_of("mode", "standard", "pro", "4k"),
        RATIO,
        lengths(*range(3, 16)),
        text("multiPrompt", 20_000),
    ),
    "model_kling-v3-standard-motion-control": (*MOTION, ELEMENTS),
    "model_kling-v3-pro-motion-control": (*MOTION, ELEMENTS),
    "model_kling-o1-i2v": (PROMPT, IMAGE, file("lastFrameImage", "image"), FIVE_TEN_WORDS),
    "model_kling-o1-r2v": (PROMPT, files("images", 7), ELEMENTS, THREE_TO_TEN, RATIO),
    "model_kling-o1-video-reference": (
        PROMPT,
        VIDEO,
        files("images", 4),
        objects("elements", 4),
        THREE_TO_TEN,
        ANY_RATIO,
        flag("keepAudio"),
    ),
    "model_kling-o1-video-edit": (PROMPT, VIDEO, files("images", 4), objects("elements", 4), flag("keepAudio")),
    "model_kling-lip-sync": (
        file("videoUrl", "video", needed=True),
        file("audioFile", "audio"),
        text("text"),
        text("voiceId"),
        number("voiceSpeed", 0.8, 2),
    ),
    "model_kling-video-ai-avatar-v2-pro": (IMAGE, file("audio", "audio", needed=True), text("text")),
    "model_kling-video-to-audio": (VIDEO, text("soundEffectPrompt"), text("backgroundMusicPrompt"), flag("asmrMode")),
}

CU_PER_SECOND = {"standard": "4.2", "pro": "5.6", "4k": "21", "": "5"}
WITH_SOUND = "1.5"
"""Made up, all of it: no price in creative units is public (line 42). What matters is that the dry run and the bill say
the same."""
