"""Builders of the routes of Kling's omni models O1 and O3 (3.0 Omni), through `/v1/videos/omni-video`.

One endpoint; the inputs choose the task. O3 has sound and several shots, O1 has neither.
"""

from dataclasses import dataclass, replace

from studio.catalog.cast_controls import Elements
from studio.catalog.common.kling import (
    ASKED,
    CAST,
    CLIPS,
    KEEP_SOUND,
    PICTURE,
    RATIO,
    SEEN,
    STORY,
    STORY_RULES,
    TAIL,
    VIDEO_PRICES,
    WATERMARK,
    docs,
)
from studio.catalog.controls import Choice, Seconds, sound
from studio.catalog.media_controls import (
    Limits,
    ReferenceImages,
    first_frame,
    input_video,
    last_frame,
    reference_video,
)
from studio.catalog.pricing import GIVEN, SECOND, PriceList, Rate
from studio.catalog.rules import (
    AtMost,
    Excludes,
    NeedsOne,
    NeedsUnless,
    OptionsUnless,
    OptionsWith,
    Requires,
    Rule,
)
from studio.catalog.schema import Route
from studio.catalog.sources import Note, Source

OMNI = docs("omni video: /v1/videos/omni-video", "2026-04")

REFERENCES_NOTE = Note(
    "References",
    "Seven pictures and elements together, four beside a clip, as Kling's page says. Elements made from a clip count "
    "differently on the newer page, and beside a clip only one of them is taken: Kling's elements do not tell how they "
    "were made, so this is left to Kling.",
    (OMNI, docs("omni video: /omni-video/kling-3.0-omni")),
)
CLIP_NOTE = Note(
    "Reference clip",
    "The older page asks for sides of 720 to 2,160 px, the newer path takes 700 to 4,553: the older path is used.",
    (OMNI, docs("omni video: /omni-video/kling-3.0-omni")),
)

LAST_RULES = (
    Requires("last_frame", "first_frame"),
    Excludes("last_frame", "reference_video"),
    Excludes("last_frame", "reference_images"),
)
"""Beside pictures that are followed: an end frame needs a first one, and goes with two pictures at most, which are the
frames themselves; not with a clip."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Omni:
    """One omni model in one tier, as data: Kling's name, the tier, what it can do, and what a second costs.

    `seconds` are the lengths; `clip_seconds` those of a reference clip (least, most). `with_sound` is empty for a
    silent model, `story` True where it cuts several shots.
    """

    model: str
    mode: str
    seconds: tuple[int, ...]
    clip_seconds: tuple[float, float]
    story: bool
    silent: str
    with_sound: str
    with_clip: str
    sources: tuple[Source, ...]
    notes: tuple[Note, ...] = ()

    @property
    def words(self) -> tuple:
        return STORY if self.story else (ASKED,)

    @property
    def word_rules(self) -> tuple[Rule, ...]:
        return (NeedsOne(("prompt", "shots")), *STORY_RULES) if self.story else ()

    @property
    def heard(self) -> tuple:
        return (sound(),) if self.with_sound else ()

    @property
    def elements(self) -> Elements:
        """O1 takes elements of pictures only."""
        return CAST if self.story else SEEN

    @property
    def clip(self) -> Limits:
        return Limits(formats=CLIPS, side=(720, 2160), seconds=self.clip_seconds, megabytes=200)

    def price(self, *, length_of: str = "") -> PriceList:
        """Per second of what is made; of the clip that is edited, where `length_of` names it."""
        if length_of:
            return PriceList(rates=(Rate(self.with_clip, SECOND),), source=VIDEO_PRICES, length_of=length_of)
        heard = (Rate(self.with_sound, SECOND, {"sound": True}),) if self.with_sound else ()
        rates = (Rate(self.with_clip, SECOND, {"reference_video": GIVEN}), *heard, Rate(self.silent, SECOND))
        return PriceList(rates=rates, source=VIDEO_PRICES, assume={"duration": 5})


def routes(omni: Omni) -> tuple[Route, ...]:
    """The four tasks of an omni model."""
    return (_text(omni), _image(omni), _references(omni), _edit(omni))


def _route(omni: Omni, *, task: str, controls: tuple, rules: tuple, notes: tuple = (), length_of: str = "") -> Route:
    return Route(
        provider="kling",
        task=task,
        endpoint="/v1/videos/omni-video",
        controls=(*controls, WATERMARK),
        rules=rules,
        price=omni.price(length_of=length_of),
        sources=(*omni.sources, OMNI),
        notes=(*omni.notes, *notes),
        wire={"model_name": omni.model, "mode": omni.mode},
    )


def _text(omni: Omni) -> Route:
    """From words alone. O1 makes 5 or 10 seconds of them."""
    seconds = omni.seconds if omni.story else (5, 10)
    return _route(
        omni,
        task="text-to-video",
        controls=(*omni.words, replace(RATIO, required=True), Seconds(options=seconds), *omni.heard),
        rules=omni.word_rules,
    )


def _image(omni: Omni) -> Route:
    """From a first frame, with a last one, and with elements. O1: 5 or 10 seconds from a first frame alone."""
    silent = () if omni.story else (
        OptionsUnless("duration", (5, 10), ("last_frame", "elements")),
        Excludes("elements", "last_frame"),
    )  # fmt: skip
    return _route(
        omni,
        task="image-to-video",
        controls=(
            first_frame(PICTURE),
            last_frame(TAIL),
            omni.elements,
            *omni.words,
            Seconds(options=omni.seconds),
            *omni.heard,
        ),
        rules=(*omni.word_rules, *silent),
    )


def _references(omni: Omni) -> Route:
    """From pictures, elements and a clip that are followed; the clip's sound may stay, but none is made beside it."""
    last = (last_frame(TAIL),) if omni.story else ()
    followed = Choice(name="reference_kind", label="The clip is", options=("feature",))
    silent = (OptionsWith("sound", (False,), "reference_video"),) if omni.with_sound else ()
    return _route(
        omni,
        task="reference-to-video",
        controls=(
            ReferenceImages(most=7, accepts=PICTURE),
            replace(omni.elements, most=7),
            reference_video(omni.clip),
            followed,
            first_frame(PICTURE, required=False),
            *last,
            *omni.words,
            RATIO,
            Seconds(options=omni.seconds),
            *omni.heard,
            replace(KEEP_SOUND, default=None),
        ),
        rules=(
            NeedsOne(("reference_images", "elements", "reference_video")),
            AtMost(("reference_images", "elements"), 4, "reference_video"),
            AtMost(("reference_images", "elements"), 7),
            AtMost(("elements",), 3, "first_frame"),
            *(LAST_RULES if last else ()),
            Requires("reference_kind", "reference_video"),
            Requires("keep_original_sound", "reference_video"),
            NeedsUnless("aspect_ratio", ("first_frame", "reference_video")),
            *silent,
            *omni.word_rules,
            *((Excludes("shots", "reference_video"),) if omni.story else ()),
        ),
        notes=(REFERENCES_NOTE, CLIP_NOTE),
    )


def _edit(omni: Omni) -> Route:
    """A clip is changed as the words say; it keeps its length and its shape."""
    return _route(
        omni,
        task="edit-video",
        controls=(
            input_video(omni.clip),
            ReferenceImages(most=4, accepts=PICTURE),
            replace(omni.elements, most=4),
            ASKED,
            KEEP_SOUND,
        ),
        rules=(AtMost(("reference_images", "elements"), 4),),
        notes=(REFERENCES_NOTE, CLIP_NOTE),
        length_of="input_video",
    )
