"""The controls of who is seen and heard: elements, voices, faces, effects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from studio.catalog.controls import Choice, Control, union
from studio.catalog.media_controls import NAME, Limits, Media, MediaList, file_fault, shape_fault
from studio.catalog.motion_controls import is_number
from studio.catalog.problems import Lookup, Problem, Values, given, listed
from studio.catalog.rules import Rule, called

ELEMENT_KEYS = {"name", "front", "views", "video", "voice", "description", "handle"}
FEW = 8
"""So many options are listed in a message; more are counted."""

FACE_KEYS = {"face", "audio", "at", "from", "to"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Elements(Control):
    """`[{"name", "front": media, "views": [media], "video": media, "voice": media, "description", "handle"}]`.

    At most `most` of them. One that the provider knows is its `handle`; one that is sent with the job is a `front`
    picture with up to `views` further views, or a `video` where `videos` allows it. Where the API names and describes
    what is sent with the job, `name_most` and `description_most` are the most characters, and both must be given;
    where it takes no `described` elements at all, a description is refused.
    """

    kind: ClassVar[str] = "elements"
    group: ClassVar[str] = "references"
    in_steps: ClassVar[bool] = True

    most: int
    least: int = 0
    views: tuple[int, int] = (0, 3)
    videos: bool = False
    voices: bool = False
    handles: bool = True
    accepts: Limits = Limits()
    clips: Limits = Limits()
    name_most: int = 0
    description_most: int = 0
    described: bool = True
    name: str = "elements"
    label: str = "Elements"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            count = len(value) if isinstance(value, list) else given(value)
            yield f"{self.label}: {self.least} to {self.most} are possible; {count} was given."
            return
        faults = (self.element_fault(number, element, media) for number, element in enumerate(value, 1))
        if fault := next(filter(None, faults), None):
            yield fault
        elif len({element["name"] for element in value if "name" in element}) < sum("name" in e for e in value):
            yield f"{self.label}: two of them have the same name. Give each its own."

    def element_fault(self, number: int, element: object, media: Lookup | None) -> str | None:
        words = f"Element {number}"
        if not isinstance(element, dict) or set(element) - ELEMENT_KEYS:
            return f"{words} has {listed(sorted(ELEMENT_KEYS), 'and')}; {given(element)} was given."
        if "name" in element and not (isinstance(element["name"], str) and NAME.fullmatch(element["name"])):
            return f"{words} has the name {given(element['name'])}; letters, digits and - are possible."
        return (
            self.source_fault(element, words)
            or self.words_fault(element, words)
            or self.media_faults(element, words, media)
        )

    def words_fault(self, element: dict, words: str) -> str | None:
        """What is wrong with the name and the description that the API wants of a new element."""
        for key, most in (("name", self.name_most), ("description", self.description_most)):
            text = element.get(key)
            if not most or "handle" in element:
                continue
            if not isinstance(text, str) or not text.strip():
                return f"{words} needs a {key} of up to {most} characters."
            if len(text) > most:
                return f"{words}: the {key} has at most {most} characters; {len(text)} were given. Shorten it."
        return None

    def source_fault(self, element: dict, words: str) -> str | None:
        """Exactly one of what it can be made of, and only what the route takes."""
        allowed = [key for key, on in (("front", True), ("video", self.videos), ("handle", self.handles)) if on]
        if sum(key in element for key in ("front", "video", "handle")) != 1 or not any(
            key in element for key in allowed
        ):
            return f"{words} needs exactly one of {listed(allowed)}."
        if "voice" in element and not self.voices:
            return f"{words} cannot have a voice here. Remove it."
        if "description" in element and not self.described:
            return f"{words} cannot have a description here. Write it in the prompt."
        views = element.get("views", [])
        if "front" in element and not (isinstance(views, list) and self.views[0] <= len(views) <= self.views[1]):
            return f"{words} takes {self.views[0]} to {self.views[1]} views beside the front."
        return None

    def media_faults(self, element: dict, words: str, media: Lookup | None) -> str | None:
        files = [("front", "image", element.get("front")), *(("view", "image", v) for v in element.get("views", []))]
        files += [("video", "video", element.get("video")), ("voice", "audio", element.get("voice"))]
        for part, kind, value in files:
            if value is None:
                continue
            if fault := shape_fault(value):
                return f"{words}, {part} {fault}"
            limits = {"image": self.accepts, "video": self.clips}.get(kind, Limits())
            if fault := file_fault(value, kind, limits, media, f"{words}, {part}"):
                return fault
        return None

    def heard(self, value: object) -> Iterator[tuple[str, Mapping[str, str]]]:
        voiced = ((number, element["voice"]) for number, element in enumerate(value, 1) if "voice" in element)
        yield from ((f"Element {number}, voice", voice) for number, voice in voiced)

    def widen(self, other: Self) -> Self:
        return replace(
            Control.widen(self, other),
            most=max(self.most, other.most),
            least=min(self.least, other.least),
            views=(min(self.views[0], other.views[0]), max(self.views[1], other.views[1])),
            videos=self.videos or other.videos,
            voices=self.voices or other.voices,
            handles=self.handles or other.handles,
            accepts=self.accepts.widen(other.accepts),
            clips=self.clips.widen(other.clips),
            name_most=_looser(self.name_most, other.name_most),
            description_most=_looser(self.description_most, other.description_most),
            described=self.described or other.described,
        )


def _looser(ours: int, theirs: int) -> int:
    """The larger of two limits; none where either sets none."""
    return max(ours, theirs) if ours and theirs else 0


@dataclass(frozen=True, slots=True)
class AtMostWith(Rule):
    """At most `most` of the list `name` have a `key` (a video, a voice); only beside `other`, where that is named."""

    name: str
    key: str
    most: int
    other: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name, self.other) if self.other else (self.name,)

    def problem(self, values: Values) -> Problem | None:
        count = sum(self.key in item for item in values.get(self.name, ()))
        if count <= self.most or (self.other and self.other not in values):
            return None
        return Problem(self.name, f"{self} {count} have one. Remove {count - self.most}.")

    def __str__(self) -> str:
        many = f"at most {self.most}" if self.most else "none"
        beside = f"Beside {called(self.other)}, {many}" if self.other else many.capitalize()
        return f"{beside} of {called(self.name)} has a {self.key}."


@dataclass(frozen=True, slots=True)
class ViewsUnless(Rule):
    """Each of the elements `name` that has a front has at least `least` further views, unless `other` is given."""

    name: str
    least: int
    other: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.name, self.other)

    def problem(self, values: Values) -> Problem | None:
        seen = (len(item.get("views", ())) for item in values.get(self.name, ()) if "front" in item)
        if self.other in values or all(count >= self.least for count in seen):
            return None
        return Problem(self.name, f"{self} Add one.")

    def __str__(self) -> str:
        views = f"{self.least} view{'s' * (self.least > 1)}"
        return f"Without {called(self.other)}, each of {called(self.name)} has at least {views} beside its front."


@dataclass(frozen=True, kw_only=True, slots=True)
class Voices(MediaList):
    """Voices in order; `@name` in the prompt means one of them."""

    kind: ClassVar[str] = "voices"
    group: ClassVar[str] = "sound"

    media: str = "audio"
    name: str = "voices"
    label: str = "Voice"

    def heard(self, value: object) -> Iterator[tuple[str, Mapping[str, str]]]:
        yield from ((f"{self.label} {number}", voice) for number, voice in enumerate(value, 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording(Media):
    """What a voice of one's own is made of: a recording, or a clip, in which one person is heard."""

    media: str = "audio"
    name: str = "audio"
    label: str = "Audio"
    required: bool = True

    def heard(self, value: object) -> Iterator[tuple[str, Mapping[str, str]]]:
        yield self.label, value


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice(Control):
    """Who speaks: a preset's id (one of `presets`), or a recording as media where `own` allows it."""

    kind: ClassVar[str] = "voice"
    group: ClassVar[str] = "sound"

    presets: tuple[str, ...] = ()
    own: bool = False
    name: str = "voice"
    label: str = "Voice"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if isinstance(value, str):
            if value not in self.presets:
                yield f"{self.label}: there is no voice {given(value)}. Choose one of {len(self.presets)}."
        elif not self.own:
            yield f"{self.label} is one of {len(self.presets)} preset voices here; {given(value)} was given."
        elif fault := shape_fault(value):
            yield f"{self.label} {fault}"

    def heard(self, value: object) -> Iterator[tuple[str, Mapping[str, str]]]:
        if not isinstance(value, str):
            yield self.label, value

    def widen(self, other: Self) -> Self:
        wider = Control.widen(self, other)
        return replace(wider, presets=union(self.presets, other.presets), own=self.own or other.own)


@dataclass(frozen=True, kw_only=True, slots=True)
class Faces(Control):
    """`[{"face", "audio": media, "at", "from", "to"}]` in seconds: which face says what, and when.

    `at` is where in the clip the sound begins; `from` and `to` cut the sound, which lasts at least `shortest` seconds.
    """

    kind: ClassVar[str] = "faces"
    group: ClassVar[str] = "sound"
    in_steps: ClassVar[bool] = True

    most: int = 1
    shortest: float = 2
    accepts: Limits = Limits()
    name: str = "faces"
    label: str = "Faces"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, list) or not 1 <= len(value) <= self.most:
            count = len(value) if isinstance(value, list) else given(value)
            yield f"{self.label}: 1 to {self.most} can speak in one job; {count} was given."
        elif fault := next(filter(None, (self.face_fault(face, media) for face in value)), None):
            yield fault

    def face_fault(self, face: object, media: Lookup | None) -> str | None:
        if isinstance(face, dict) and "face" in face and "audio" not in face:
            return f"{self.label}: one has no sound yet. Give it what it says, or remove it."
        if not isinstance(face, dict) or set(face) != FACE_KEYS:
            return f"{self.label}: each has {listed(sorted(FACE_KEYS), 'and')}; {given(face)} was given."
        if fault := shape_fault(face["audio"]):
            return f"{self.label}, audio {fault}"
        times = [face[key] for key in ("at", "from", "to")]
        if not all(is_number(time) and time >= 0 for time in times):
            return f"{self.label}: at, from and to are seconds from 0."
        if face["to"] - face["from"] < self.shortest:
            return f"{self.label}: at least {self.shortest:g} seconds of each sound are kept. Take more of it."
        return file_fault(face["audio"], "audio", self.accepts, media, f"{self.label}, audio")

    def widen(self, other: Self) -> Self:
        return replace(
            Control.widen(self, other),
            most=max(self.most, other.most),
            shortest=min(self.shortest, other.shortest),
            accepts=self.accepts.widen(other.accepts),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect(Choice):
    """One scene by name. `pairs` are those for two people: the left one first."""

    kind: ClassVar[str] = "effect"
    group: ClassVar[str] = "prompt"

    pairs: tuple[str, ...] = ()
    name: str = "effect"
    label: str = "Effect"

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if value not in self.options or not isinstance(value, str):
            few = listed(self.options) if len(self.options) <= FEW else f"one of {len(self.options)}"
            yield f"{self.label}: there is no scene {given(value)} here. Choose {few}."

    def widen(self, other: Self) -> Self:
        return replace(Choice.widen(self, other), pairs=union(self.pairs, other.pairs))
