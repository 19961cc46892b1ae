"""What a route can do, in the words by which people look for a model. Each is told from controls, never from a name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from studio.catalog import registry
from studio.catalog.cast_controls import Effect, Elements, Voice, Voices
from studio.catalog.controls import Control, Guidance, NegativePrompt, Seconds, Series
from studio.catalog.media_controls import ReferenceImages
from studio.catalog.motion_controls import Camera, MotionBrush
from studio.catalog.schema import Model, Route
from studio.catalog.story_controls import Shots
from studio.catalog.tiers import tiers_of


@dataclass(frozen=True, slots=True)
class Way:
    """A route and the model that it is one of."""

    model: Model
    route: Route


Predicate = Callable[[Way], bool]


def _takes(*values: str) -> Predicate:
    """The route takes all of these values."""
    return lambda way: way.route.values.issuperset(values)


def _has(*kinds: type[Control]) -> Predicate:
    """One of the route's controls is of one of these kinds."""
    return lambda way: any(isinstance(control, kinds) for control in way.route.controls)


def _several(kind: type[Control]) -> Predicate:
    """The route takes more than one of what the control counts."""
    return lambda way: any(isinstance(control, kind) and control.most > 1 for control in way.route.controls)


def _reaches(tier: str) -> Predicate:
    return lambda way: tier in tiers_of(way.model, way.route)


def _lasts(seconds: int) -> Predicate:
    """A clip may be as long as that."""
    return lambda way: any(isinstance(c, Seconds) and max(c.options) >= seconds for c in way.route.controls)


def _refers(way: Way) -> bool:
    """Pictures that the result follows; the pictures that an effect is made of are no references."""
    return _has(ReferenceImages)(way) and not _has(Effect)(way)


def _speaks(way: Way) -> bool:
    """A voice can be chosen: a recording, a preset, or that of an element."""
    of_elements = (control.voices for control in way.route.controls if isinstance(control, Elements))
    return _has(Voice, Voices)(way) or any(of_elements)


def _sounds(way: Way) -> bool:
    """There is a switch for sound, or the result has it always."""
    return "sound" in way.route.values or "sound" in way.route.always


@dataclass(frozen=True, kw_only=True, slots=True)
class Capability:
    """Something that people look for: `words` on a chip, and `column` above its column of the matrix.

    Without a column it is a chip only, without words a column only. `topics`: under these the notes of routes speak
    of it.
    """

    slug: str
    has: Predicate
    words: str = ""
    column: str = ""
    topics: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is called."""
        return self.words or self.column


CAPABILITIES = (
    Capability(slug="1080p", words="1080p", has=_reaches("1080p")),
    Capability(slug="4k", words="4K", has=_reaches("4K")),
    Capability(slug="15s", words="Up to 15 s", has=_lasts(15)),
    Capability(
        slug="last-frame",
        words="First + last frame",
        column="Last frame",
        has=_takes("first_frame", "last_frame"),
        topics=("Last frame", "Last frame alone", "Last frame and sound", "First and last frame with shots"),
    ),
    Capability(
        slug="shots",
        words="Multi-shot",
        column="Shots",
        has=_several(Shots),
        topics=("Shots", "Who cuts", "Length of a shot's words"),
    ),
    Capability(
        slug="references",
        words="References",
        column="References",
        has=_refers,
        topics=("References", "References and editing", "Subject, face and how closely"),
    ),
    Capability(
        slug="reference-clip",
        words="Reference clip",
        column="Reference clip",
        has=_takes("reference_video"),
        topics=("Reference clip", "Kind of the reference video"),
    ),
    Capability(
        slug="own-elements",
        words="Own elements",
        column="Own elements",
        has=_has(Elements),
        topics=("Elements",),
    ),
    Capability(
        slug="motion-brush",
        words="Motion brush",
        column="Motion brush",
        has=_has(MotionBrush),
        topics=("Motion brush", "Motion brush and camera", "Where points are"),
    ),
    Capability(slug="camera", words="Camera", column="Camera", has=_has(Camera), topics=("Camera",)),
    Capability(slug="sound", words="Sound", column="Sound", has=_sounds, topics=("Sound",)),
    Capability(slug="voices", words="Voices", column="Voices", has=_speaks, topics=("Voices", "Preset voices")),
    Capability(slug="faces", column="Subject or face", has=_takes("reference_as"), topics=("Series and faces",)),
    Capability(slug="series", column="Series", has=_has(Series)),
    Capability(
        slug="negative-prompt",
        words="Leave out",
        column="Leave out",
        has=_has(NegativePrompt),
        topics=("Negative prompt",),
    ),
    Capability(
        slug="guidance",
        column="Guidance",
        has=_has(Guidance),
        topics=("How closely to follow the prompt",),
    ),
)
"""In the order of the chips and of the columns."""

BY_SLUG = {capability.slug: capability for capability in CAPABILITIES}
CHIPS = tuple(capability for capability in CAPABILITIES if capability.words)


@cache
def can(model: str, task: str, provider: str) -> frozenset[str]:
    """The slugs of all that a route can do; nothing where there is no route, or where it cannot be composed."""
    found, route = registry.get(model), registry.route(model, task, provider)
    if route is None or not route.composable:
        return frozenset()
    way = Way(found, route)
    return frozenset(capability.slug for capability in CAPABILITIES if capability.has(way))
