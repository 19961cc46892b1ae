"""The controls that take files: frames, references, voices. Their limits are those of the provider, before sending.

A media value is `{"asset": id}` or `{"handle": the provider's own id or URL}`, with an optional `"name"`. Handles are
not measured; assets are, where the caller can look them up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, ClassVar, Self

from studio.catalog.controls import Control, as_json, union
from studio.catalog.problems import Lookup, Problem, Values, given, listed

if TYPE_CHECKING:
    from studio.core.media import MediaFacts

MEGABYTE = 1_000_000
NAME = re.compile(r"[A-Za-z0-9-]+")
MEDIA_KEYS = {"asset", "handle", "name", "sha256"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a provider accepts of one file. None: the source sets no limit.

    `side` and `long_side` in pixels (least, most), `ratio` as width / height (least, most), `seconds` (least, most),
    `megabytes` of 10**6 bytes, `formats` as probing names them. `kinds` are further kinds of files that are taken (a
    clip as a voice).
    """

    formats: tuple[str, ...] = ()
    side: tuple[int | None, int | None] | None = None
    ratio: tuple[float, float] | None = None
    seconds: tuple[float, float] | None = None
    megabytes: int | None = None
    kinds: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Only the limits that are set."""
        names = ("formats", "side", "ratio", "seconds", "megabytes", "kinds")
        return {name: as_json(getattr(self, name)) for name in names if getattr(self, name)}

    def words(self) -> tuple[str, ...]:
        """The limits as a creator reads them before choosing a file."""
        rows = (
            (self.formats, lambda: listed(f.upper() for f in self.formats)),
            (self.side, lambda: _range_words(*self.side, "px each side")),
            (self.ratio, lambda: f"{_ratio(self.ratio[0])} to {_ratio(self.ratio[1])}"),
            (self.seconds, lambda: _range_words(*self.seconds, "s")),
            (self.megabytes, lambda: f"up to {self.megabytes} MB"),
        )
        return tuple(say() for limit, say in rows if limit)

    @property
    def length(self) -> str:
        """How long it may be: `3 to 10 s`, `up to 30 s`; empty where nothing is said."""
        least, most = self.seconds or (0, 0)
        return f"{least:g} to {most:g} s" if least else f"up to {most:g} s" if most else ""

    def faults(self, facts: "MediaFacts", name: str) -> Iterator[str]:
        """The first rule that the file breaks, naming the file, the rule and its value."""
        for check in (self._format, self._bytes, self._side, self._ratio, self._seconds):
            if fault := check(facts):
                yield f"{name}: {fault}"
                return

    def _format(self, facts: "MediaFacts") -> str | None:
        if self.formats and facts.format not in self.formats:
            return f"a {facts.format.upper()} file; {listed(f.upper() for f in self.formats)} is accepted."
        return None

    def _bytes(self, facts: "MediaFacts") -> str | None:
        if self.megabytes and facts.bytes > self.megabytes * MEGABYTE:
            return f"{facts.bytes / MEGABYTE:.1f} MB; at most {self.megabytes} MB are accepted."
        return None

    def _side(self, facts: "MediaFacts") -> str | None:
        if not self.side or facts.width is None:
            return None
        least, most = self.side
        short, long = sorted((facts.width, facts.height))
        if (least and short < least) or (most and long > most):
            return f"{facts.width} x {facts.height} px; {_range_words(least, most, 'px each side')} is accepted."
        return None

    def _ratio(self, facts: "MediaFacts") -> str | None:
        if not self.ratio or facts.width is None:
            return None
        if not self.ratio[0] <= facts.width / facts.height <= self.ratio[1]:
            words = f"{_ratio(self.ratio[0])} to {_ratio(self.ratio[1])}"
            return f"{facts.width} x {facts.height} px; a shape from {words} is accepted. Crop it."
        return None

    def _seconds(self, facts: "MediaFacts") -> str | None:
        if not self.seconds or facts.duration_s is None:
            return None
        if not self.seconds[0] <= facts.duration_s <= self.seconds[1]:
            return f"{facts.duration_s:.1f} s long; {self.seconds[0]:g} to {self.seconds[1]:g} s are accepted. Trim it."
        return None

    def widen(self, other: Self) -> Self:
        """The looser of both, limit by limit."""
        return Limits(
            formats=union(self.formats, other.formats) if self.formats and other.formats else (),
            side=_span(self.side, other.side),
            ratio=_span(self.ratio, other.ratio),
            seconds=_span(self.seconds, other.seconds),
            megabytes=max(self.megabytes, other.megabytes) if self.megabytes and other.megabytes else None,
            kinds=union(self.kinds, other.kinds),
        )


def _span(ours: tuple | None, theirs: tuple | None) -> tuple | None:
    """The span over both; an end that either leaves open stays open."""
    if not ours or not theirs:
        return None
    least = None if None in (ours[0], theirs[0]) else min(ours[0], theirs[0])
    most = None if None in (ours[1], theirs[1]) else max(ours[1], theirs[1])
    return (least, most)


def _range_words(least: float | None, most: float | None, unit: str) -> str:
    if least is None or most is None:
        return f"at least {least:g} {unit}" if most is None else f"at most {most:g} {unit}"
    return f"{least:g} to {most:g} {unit}"


def _ratio(number: float) -> str:
    return f"{number:g}:1" if number >= 1 else f"1:{1 / number:g}"


def shape_fault(value: object, roles: tuple[str, ...] = ()) -> str | None:
    """What is wrong with the shape of a media value, without its label; None when it is well formed."""
    if not isinstance(value, dict):
        return f'must be {{"asset": id}} or {{"handle": id or URL}}; {given(value)} was given.'
    if unknown := set(value) - MEDIA_KEYS - ({"role"} if roles else set()):
        return f"has keys that are not known: {listed(sorted(unknown), 'and')}."
    references = [value[key] for key in ("asset", "handle") if key in value]
    if len(references) != 1 or not isinstance(references[0], str) or not references[0]:
        return 'needs exactly one of "asset" and "handle".'
    if "role" in value and value["role"] not in roles:
        return f"has the role {given(value['role'])}; {listed(roles)} is possible."
    if "name" in value and not (isinstance(value["name"], str) and NAME.fullmatch(value["name"])):
        return f"has the name {given(value['name'])}; letters, digits and - are possible."
    return None


def file_fault(value: dict, kind: str, accepts: Limits, media: Lookup | None, words: str) -> str | None:
    """What the file of a well-formed media value breaks. Handles, and files that nobody can look up, break nothing."""
    if media is None or "asset" not in value:
        return None
    facts = media(value["asset"])
    if facts is None:
        return f"{words}: there is no file {value['asset']} here. Choose it again."
    if facts.kind not in {kind, *accepts.kinds}:
        return f"{words} takes {_article(kind)}; {_article(facts.kind)} was given."
    return next(accepts.faults(facts, words), None)


Beside = tuple[tuple[str, object, Limits], ...]
"""Other limits while another value is something: `(its name, what it is, the limits)`; the first that fits holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Media(Control):
    """One file of one kind (image, video or audio) within its limits, or within those that hold `beside` others."""

    kind: ClassVar[str] = "media"
    group: ClassVar[str] = "frames"

    media: str = "image"
    accepts: Limits = Limits()
    beside: Beside = ()

    def problems(self, values: Values, media: Lookup | None) -> Iterator[Problem]:
        yield from Control.problems(replace(self, accepts=self.within(values)), values, media)

    def within(self, values: Values) -> Limits:
        """The limits that hold beside these values."""
        fitting = (limits for name, value, limits in self.beside if values.get(name) == value)
        return next(fitting, self.accepts)

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if fault := shape_fault(value):
            yield f"{self.label} {fault}"
        elif fault := file_fault(value, self.media, self.accepts, media, self.label):
            yield fault

    def ask(self) -> str:
        return f"Choose {_article(self.media)}."

    def widen(self, other: Self) -> Self:
        accepts = (other.accepts, *(limits for _, _, limits in (*self.beside, *other.beside)))
        widest = reduce(lambda wide, limits: wide.widen(limits), accepts, self.accepts)
        return replace(Control.widen(self, other), accepts=widest, beside=())


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame(Media):
    """The picture a clip begins or ends with."""

    kind: ClassVar[str] = "frame"


def first_frame(accepts: Limits, *, required: bool = True) -> Frame:
    """The picture that the clip begins with."""
    return Frame(name="first_frame", label="First frame", accepts=accepts, required=required)


def last_frame(accepts: Limits) -> Frame:
    """The picture that the clip ends with."""
    return Frame(name="last_frame", label="Last frame", accepts=accepts)


def input_image(accepts: Limits, label: str = "Image") -> Media:
    """The picture that the task works on."""
    return Media(name="input_image", label=label, accepts=accepts, required=True)


def input_video(accepts: Limits, label: str = "Video", *, beside: Beside = ()) -> Media:
    """The clip that the task works on."""
    return Media(name="input_video", label=label, media="video", accepts=accepts, required=True, beside=beside)


def reference_video(
    accepts: Limits, *, required: bool = False, label: str = "Reference video", beside: Beside = ()
) -> Media:
    """A clip that the result should follow."""
    return Media(name="reference_video", label=label, media="video", accepts=accepts, required=required, beside=beside)


def audio(accepts: Limits, *, required: bool = True) -> Media:
    """The recording that is spoken or heard."""
    return Media(name="audio", label="Audio", media="audio", accepts=accepts, required=required)


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaList(Media):
    """Several files in order, between `least` and `most`; names in it are unique.

    `roles` are the words that an item may carry as its optional `role`.
    """

    kind: ClassVar[str] = "media_list"
    group: ClassVar[str] = "references"

    least: int = 0
    most: int = 1
    roles: tuple[str, ...] = ()

    def faults(self, value: object, media: Lookup | None) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{self.label} is a list; {given(value)} was given."
        elif not self.least <= len(value) <= self.most:
            yield f"{self.label}: {self.least} to {self.most} are possible; {len(value)} were given."
        else:
            yield from self.item_faults(value, media)

    def item_faults(self, items: list, media: Lookup | None) -> Iterator[str]:
        """The first fault among the files, with its place in the list."""
        for number, item in enumerate(items, 1):
            words = f"{self.label} {number}"
            fault = shape_fault(item, self.roles)
            fault = f"{words} {fault}" if fault else file_fault(item, self.media, self.accepts, media, words)
            if fault:
                yield fault
                return
        names = [item["name"] for item in items if "name" in item]
        if len(names) != len(set(names)):
            yield f"{self.label}: two of them have the same name. Give each its own."

    def widen(self, other: Self) -> Self:
        wider = Media.widen(self, other)
        least, most = min(self.least, other.least), max(self.most, other.most)
        return replace(wider, least=least, most=most, roles=union(self.roles, other.roles))


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceImages(MediaList):
    """Pictures that the result should follow; `@name` in the prompt means one of them."""

    kind: ClassVar[str] = "reference_images"

    name: str = "reference_images"
    label: str = "Reference image"
