"""A cut as an editor sees it: clips in a row, with the notes on their frames. Everything is counted in frames."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from studio.core import timecode

HOUR = "01:00:00:00"
"""Where a cut begins unless one says otherwise: what editors expect, with room in front of it."""


NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, section 2.2."""


class CannotCut(ValueError):
    """These clips are no cut, and the sentence says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """A note on a frame of a clip, counted from its first, or on a range of so many frames."""

    frame: int
    frames: int = 1
    by: str
    words: str
    is_resolved: bool = False

    @property
    def line(self) -> str:
        """In one line: `Bob: the cup jumps`."""
        return f"{self.by}: {' '.join(self.words.split())}"

    def written(self) -> Self:
        return replace(self, by=plain(self.by), words=plain(self.words))


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """A file of so many frames, of which those from `first` up to `end` (not shown) are in the cut."""

    name: str
    file: str
    fps: Fraction
    frames: int
    width: int
    height: int
    has_sound: bool = False
    first: int = 0
    end: int = 0
    markers: tuple[Marker, ...] = ()

    @property
    def length(self) -> int:
        return self.end - self.first

    @property
    def shown(self) -> tuple[Marker, ...]:
        """The notes on frames that are in the cut; a range ends with it."""
        return tuple(each for each in self.markers if self.first <= each.frame < self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Clips one after the other, at one rate. `start` is the frame number at which its timecode begins."""

    name: str
    rate: Fraction
    start: int
    drop: bool
    clips: tuple[Clip, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the largest clip: the others are fitted by the editor."""
        return max(((each.width, each.height) for each in self.clips), key=lambda side: side[0] * side[1])

    @property
    def frames(self) -> int:
        return sum(each.length for each in self.clips)

    def placed(self) -> Iterator[tuple[int, Clip]]:
        """Each clip with the frame of the cut, counted from `start`, at which it begins."""
        at = self.start
        for each in self.clips:
            yield at, each
            at += each.length

    def marked(self) -> Iterator[tuple[int, Marker]]:
        """Each note with its frame of the cut, in order."""
        for at, clip in self.placed():
            for each in sorted(clip.shown, key=lambda marker: marker.frame):
                yield at + each.frame - clip.first, each

    def code(self, frame: int) -> str:
        """The timecode of a frame that is counted from midnight, as `start` is."""
        return timecode.write(frame, self.rate, drop=self.drop)


def made_of(name: str, clips: Sequence[Clip], *, handles: int = 0, start: str = HOUR, drop: bool | None = None) -> Cut:
    """The whole clips as a cut; with handles each begins and ends so many frames inside its file, where that leaves
    at least as many to show.

    `drop`: None where the start's own sign decides, and where 29.97 and 59.94 are dropped unless it says otherwise.
    Raises CannotCut: no clips, different rates, a rate that editors do not know, a start that is no timecode.
    """
    rate = _rate_of(clips)
    if handles < 0:
        raise CannotCut(f"Handles are 0 frames or more, not {handles}.")
    drop = timecode.can_drop(rate) if drop is None else drop
    start_at, held = _started(start, rate, drop), tuple(_held(each, handles) for each in clips)
    return Cut(name=plain(name), rate=rate, start=start_at, drop=drop, clips=held)


def _rate_of(clips: Sequence[Clip]) -> Fraction:
    if not clips:
        raise CannotCut("There is no clip in it: put clips on the list, or approve some.")
    rates = {timecode.known(each.fps): each for each in clips}
    if None in rates:
        odd = rates[None]
        raise CannotCut(
            f"{odd.name} has {float(odd.fps):.6g} frames a second, which editors do not cut in: "
            f"they know {', '.join(timecode.RATES)}."
        )
    if len(rates) > 1:
        said = "; ".join(f"{clip.name} has {timecode.name_of(rate)}" for rate, clip in rates.items())
        raise CannotCut(f"A cut has one frame rate, and these differ: {said}. Export them as lists of their own.")
    return next(iter(rates))


def _started(text: str, rate: Fraction, drop: bool) -> int:
    """A start is written with either sign; which timecode is meant is said beside it."""
    sign = ";" if drop else ":"
    try:
        return timecode.read(f"{text.strip()[:-3]}{sign}{text.strip()[-2:]}", rate)
    except ValueError as error:
        raise CannotCut(f"The start {error}") from None


def _held(clip: Clip, handles: int) -> Clip:
    kept = handles if clip.frames - 2 * handles >= max(handles, 1) else 0
    markers = tuple(each.written() for each in clip.markers)
    return replace(clip, name=plain(clip.name), markers=markers, first=kept, end=clip.frames - kept)


def plain(text: str) -> str:
    """The text with a space for every letter that XML has not: what a word processor breaks a line with is one."""
    return NOT_IN_XML.sub(" ", text)
