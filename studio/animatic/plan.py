"""What is to be drawn, exactly: a request's JSON as a frozen Plan, or a refusal with its field and a sentence."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from studio.animatic import moves, reading, sizes
from studio.animatic.moves import Move
from studio.animatic.reading import CannotDraw, Facts, File

Json = dict

KINDS = ("video", "image")
MOST_FPS = 60
LONGEST_S = 600
MOST_SHOTS = 50
MOST_TAKES = 20
MOST_REFERENCES = 40
LOUDEST = 4
MOST_POINTS = 1000
PROVISIONAL_S = 5
"""The length of a clip that nobody has looked at yet, and of one that only its provider has."""

ABOUT = "An animatic: a preview of timing and framing, drawn locally. Not a generation."


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """Frames `start` to `end`, the latter not included, counted from the film's first. Without a `move`: a push in."""

    number: int
    prompt: str
    start: int
    end: int
    move: Move | None = None

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, kw_only=True, slots=True)
class Sound:
    """A given sound: its part `start` to `end` (None: all the rest) is heard from `at` on, all in seconds."""

    file: File
    at: float
    start: float
    end: float | None
    volume: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """A painted region and the path it takes, in pixels of the first frame from its top left."""

    mask: File
    path: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Brush:
    """What moves along its path, and what is held still."""

    strokes: tuple[Stroke, ...]
    still: File | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One render: `takes` files of this size, pixels; a film also has `fps` and shots that follow each other.

    The clip `source_video` plays from the first frame on, as loud as `source_volume`, and its last frame is held where
    the film goes on after it. `beside` stands right of the first frame, `expansion` are shares of the picture's sides
    that are added around it (up, down, left, right), `notes` say what the drawing leaves out. `mouths`: each of the
    sounds has a meter on a face; `restyled`: a still gets the filter that its words name; `series`: its takes belong
    together.
    """

    kind: str
    width: int
    height: int
    fps: Fraction
    shots: tuple[Shot, ...]
    first_frame: File | None
    last_frame: File | None
    beside: File | None
    source_video: File | None
    reference_images: tuple[File, ...]
    expansion: tuple[float, float, float, float] | None
    brush: Brush | None
    sounds: tuple[Sound, ...]
    source_volume: float
    mouths: bool
    restyled: bool
    notes: tuple[str, ...]
    takes: int
    series: bool
    sound: bool
    title: str
    model: str
    task: str

    @property
    def frames(self) -> int:
        """Of one take."""
        return self.shots[-1].end

    @property
    def total(self) -> int:
        """Frames of all takes."""
        return self.frames * self.takes

    @property
    def morphs(self) -> bool:
        """One shot from a picture to another."""
        ends = (self.first_frame, self.last_frame)
        return self.kind == "video" and len(self.shots) == 1 and all(end is not None and end.is_here for end in ends)

    @property
    def is_brushed(self) -> bool:
        """Parts of the first shot's picture move."""
        return self.brush is not None and self.first_frame is not None and self.first_frame.is_here

    def move(self, shot: Shot) -> Move | None:
        """What the camera does in this shot; None where something else moves, and for the push in."""
        other = self.source_video or self.morphs or (self.is_brushed and shot.number == 1)
        return None if other or self.kind == "image" else shot.move

    @property
    def suffix(self) -> str:
        return ".mp4" if self.kind == "video" else ".png"

    @property
    def mime(self) -> str:
        return "video/mp4" if self.kind == "video" else "image/png"


def parse(request: Json, facts: Facts | None = None) -> Plan:
    """The plan of a request, shaped as `service.py` says. Raises CannotDraw.

    What the request leaves to its files (a size, a rate, a length that is null) is as `facts` find them. Without
    `facts` nothing is opened, and all of that is provisional.
    """
    if not isinstance(request, dict):
        raise CannotDraw("request", "A request is a JSON object.")
    kind = reading.one_of(request, "kind", KINDS)
    given = {name: reading.file(request.get(name), name) for name in sizes.DECIDE}
    references = reading.files(request.get("reference_images") or (), "reference_images", MOST_REFERENCES)
    sounds = tuple(_sounds(request))
    expansion = sizes.expansion(request.get("expansion"))
    width, height = sizes.size(request, kind, sizes.Deciding(given, references, expansion, facts))
    fps = _fps(request, given["source_video"], facts) if kind == "video" else Fraction(1)
    return Plan(
        kind=kind,
        width=width,
        height=height,
        fps=fps,
        shots=_shots(request, kind, fps, lambda: _length(given["source_video"], sounds, facts)),
        **given,
        reference_images=references,
        expansion=expansion,
        brush=_brush(request.get("motion_brush")),
        sounds=sounds,
        source_volume=reading.number(request.get("source_volume", 0), "source_volume", 0, LOUDEST),
        mouths=bool(request.get("mouths")),
        restyled=bool(request.get("restyled")),
        notes=reading.texts(request.get("notes") or (), "notes"),
        takes=reading.whole(request.get("takes", 1), "takes", 1, MOST_TAKES),
        series=bool(request.get("series")),
        sound=kind == "video" and bool(request.get("sound")),
        title=reading.text(request.get("title"), "title"),
        model=reading.text(request.get("model"), "model"),
        task=reading.text(request.get("task"), "task"),
    )


# Times


def boundaries(durations: Iterable[Fraction], fps: Fraction) -> list[int]:
    """The frame at which each shot begins, and the one after the last: each cut at the frame nearest to its time.

    Rounding never adds up. `[3, 4, 3]` s at 24 gives `[0, 72, 168, 240]`.
    """
    cuts, at = [0], Fraction(0)
    for duration in durations:
        at += duration
        cuts.append(math.floor(at * fps + Fraction(1, 2)))
    return cuts


def _shots(request: Json, kind: str, fps: Fraction, length) -> tuple[Shot, ...]:
    given = request.get("shots") or [{"prompt": request.get("prompt", ""), "duration": request.get("duration")}]
    if not isinstance(given, list) or not all(isinstance(shot, dict) for shot in given):
        raise CannotDraw("shots", 'Shots are a list of {"prompt", "duration"}.')
    if len(given) > MOST_SHOTS:
        raise CannotDraw("shots", f"{len(given)} shots were given; up to {MOST_SHOTS} can be drawn. Leave some out.")
    prompts = [reading.text(shot.get("prompt"), "shots") for shot in given]
    if kind == "image":
        return (Shot(number=1, prompt="\n".join(filter(None, prompts)), start=0, end=1),)
    cuts = boundaries([_duration(shot.get("duration"), n, length) for n, shot in enumerate(given, 1)], fps)
    if cuts[-1] / fps > LONGEST_S:
        raise CannotDraw("duration", f"The shots last {float(cuts[-1] / fps):g} s; up to {LONGEST_S} s can be drawn.")
    spans = zip(prompts, cuts, cuts[1:], strict=False)
    camera = moves.asked(request.get("camera"))
    shots = tuple(
        Shot(number=n, prompt=prompt, start=a, end=b, move=camera or moves.told(prompt))
        for n, (prompt, a, b) in enumerate(spans, 1)
    )
    if empty := next((shot for shot in shots if not shot.frames), None):
        raise CannotDraw("duration", f"Shot {empty.number} is shorter than one frame. Make it longer.")
    return shots


def _duration(value: object, number: int, length) -> Fraction:
    """Seconds; text, NaN and negative ones are no durations. Null is as long as what is given to be seen or heard."""
    if value is None and (found := length()):
        return found
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0
    if not fine:
        raise CannotDraw(
            "duration", f"Shot {number} lasts {value!r}; its duration must be a number of seconds above 0."
        )
    return Fraction(str(value))


def _length(source: File | None, sounds: tuple[Sound, ...], facts: Facts | None) -> Fraction | None:
    """Of the source clip, else until the last of the sounds has ended; None where there is neither."""
    if source:
        return facts.seconds(source, "source_video") if facts and source.is_here else Fraction(PROVISIONAL_S)
    ends = [_end(sound, facts) for sound in sounds]
    return max(ends, default=None)


def _end(sound: Sound, facts: Facts | None) -> Fraction:
    end = sound.end and Fraction(str(sound.end))
    if facts and sound.file.is_here:
        whole = facts.seconds(sound.file, "sounds")
        end = min(end, whole) if end else whole
    end = end or Fraction(PROVISIONAL_S)
    return max(Fraction(0), end - Fraction(str(sound.start))) + Fraction(str(sound.at))


def _fps(request: Json, source: File | None, facts: Facts | None) -> Fraction:
    """Frames a second: `24`, `29.97`, `"30000/1001"`; null is the source clip's own."""
    value = request.get("fps", 24)
    if value is None and source:
        value = min(MOST_FPS, facts.rate(source, "source_video")) if facts and source.is_here else 24
    try:
        fps = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        fps = Fraction(0)
    if not 1 <= fps <= MOST_FPS:
        raise CannotDraw("fps", f"{value!r} frames a second were asked for; 1 to {MOST_FPS} can be drawn.")
    return fps


def _sounds(request: Json) -> Iterator[Sound]:
    for given in reading.things(request.get("sounds") or (), "sounds", {"file", "at", "from", "to", "volume"}):
        if (file := reading.file(given.get("file"), "sounds")) is None:
            raise CannotDraw("sounds", "Each of the sounds has a file.")
        end = given.get("to")
        yield Sound(
            file=file,
            at=reading.number(given.get("at", 0), "sounds", 0, LONGEST_S),
            start=reading.number(given.get("from", 0), "sounds", 0, 1e6),
            end=None if end is None else reading.number(end, "sounds", 0, 1e6),
            volume=reading.number(given.get("volume", 1), "sounds", 0, LOUDEST),
        )


def _brush(value: object) -> Brush | None:
    if value is None:
        return None
    given = reading.thing(value, "motion_brush", {"static_mask", "brushes"})
    strokes = reading.things(given.get("brushes") or (), "motion_brush", {"mask", "path"})
    still = reading.file(given.get("static_mask"), "motion_brush")
    return Brush(strokes=tuple(map(_stroke, strokes)), still=still)


def _stroke(given: Json) -> Stroke:
    mask, path = reading.file(given.get("mask"), "motion_brush"), given.get("path")
    pairs = isinstance(path, list) and all(isinstance(point, list) and len(point) == 2 for point in path)
    if mask is None or not pairs or not 2 <= len(path) <= MOST_POINTS:
        raise CannotDraw("motion_brush", f"Each brush has a mask and a path of 2 to {MOST_POINTS} points [x, y].")
    at = tuple(tuple(reading.number(side, "motion_brush", -1e5, 1e5) for side in point) for point in path)
    return Stroke(mask=mask, path=at)
