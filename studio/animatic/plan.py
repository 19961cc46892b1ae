"""What is to be drawn, exactly: a request's JSON as a frozen Plan, or a refusal with its field and a sentence."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Json = dict

KINDS = ("video", "image")
SMALLEST_PX = 64
LARGEST_PX = {"video": 4096, "image": 8192}
MOST_PIXELS = 40_000_000
MOST_FPS = 60
LONGEST_S = 600
MOST_SHOTS = 50
MOST_TAKES = 20
MOST_REFERENCES = 20
MOST_CHARACTERS = 20_000


ABOUT = "An animatic: a preview of timing and framing, drawn locally. Not a generation."


class CannotDraw(ValueError):
    """A request that cannot be drawn; `field` names the value that is at fault, the message is for a person."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """Frames `start` to `end`, the latter not included, counted from the film's first."""

    number: int
    prompt: str
    start: int
    end: int

    @property
    def frames(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One render: `takes` files of this size, pixels; a film also has `fps` and shots that follow each other."""

    kind: str
    width: int
    height: int
    fps: Fraction
    shots: tuple[Shot, ...]
    first_frame: Path | None
    last_frame: Path | None
    reference_images: tuple[Path, ...]
    takes: int
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
    def suffix(self) -> str:
        return ".mp4" if self.kind == "video" else ".png"

    @property
    def mime(self) -> str:
        return "video/mp4" if self.kind == "video" else "image/png"


def parse(request: Json, shape_of: Callable[[Path], float] | None = None) -> Plan:
    """The plan of a request, shaped as `service.py` says. Raises CannotDraw.

    Where the request leaves the size to the picture (`width` and `height` null, `sizes` [[width, height], …]), it is
    the one whose shape is nearest to `shape_of(picture)`, width / height. Without `shape_of` it is provisional.
    """
    if not isinstance(request, dict):
        raise CannotDraw("request", "A request is a JSON object.")
    kind = _one_of(request, "kind", KINDS)
    width, height = _size(request, kind, shape_of)
    fps = _fps(request.get("fps", 24)) if kind == "video" else Fraction(1)
    return Plan(
        kind=kind,
        width=width,
        height=height,
        fps=fps,
        shots=_shots(request, kind, fps),
        first_frame=_picture(request.get("first_frame"), "first_frame"),
        last_frame=_picture(request.get("last_frame"), "last_frame"),
        reference_images=_pictures(request.get("reference_images") or ()),
        takes=_whole(request.get("takes", 1), "takes", 1, MOST_TAKES),
        sound=kind == "video" and bool(request.get("sound")),
        title=_text(request.get("title"), "title"),
        model=_text(request.get("model"), "model"),
        task=_text(request.get("task"), "task"),
    )


def boundaries(durations: Iterable[Fraction], fps: Fraction) -> list[int]:
    """The frame at which each shot begins, and the one after the last: each cut at the frame nearest to its time.

    Rounding never adds up. `[3, 4, 3]` s at 24 gives `[0, 72, 168, 240]`.
    """
    cuts, at = [0], Fraction(0)
    for duration in durations:
        at += duration
        cuts.append(math.floor(at * fps + Fraction(1, 2)))
    return cuts


def _shots(request: Json, kind: str, fps: Fraction) -> tuple[Shot, ...]:
    given = request.get("shots") or [{"prompt": request.get("prompt", ""), "duration": request.get("duration")}]
    if not isinstance(given, list) or not all(isinstance(shot, dict) for shot in given):
        raise CannotDraw("shots", 'Shots are a list of {"prompt", "duration"}.')
    if len(given) > MOST_SHOTS:
        raise CannotDraw("shots", f"{len(given)} shots were given; up to {MOST_SHOTS} can be drawn. Leave some out.")
    prompts = [_text(shot.get("prompt"), "shots") for shot in given]
    if kind == "image":
        return (Shot(number=1, prompt="\n".join(filter(None, prompts)), start=0, end=1),)
    cuts = boundaries([_duration(shot.get("duration"), n) for n, shot in enumerate(given, 1)], fps)
    if cuts[-1] / fps > LONGEST_S:
        raise CannotDraw("duration", f"The shots last {float(cuts[-1] / fps):g} s; up to {LONGEST_S} s can be drawn.")
    spans = zip(prompts, cuts, cuts[1:], strict=False)
    shots = tuple(Shot(number=n, prompt=prompt, start=a, end=b) for n, (prompt, a, b) in enumerate(spans, 1))
    if empty := next((shot for shot in shots if not shot.frames), None):
        raise CannotDraw("duration", f"Shot {empty.number} is shorter than one frame. Make it longer.")
    return shots


def _duration(value: object, number: int) -> Fraction:
    """Seconds; text, NaN and negative ones are no durations."""
    fine = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0
    if not fine:
        raise CannotDraw(
            "duration", f"Shot {number} lasts {value!r}; its duration must be a number of seconds above 0."
        )
    return Fraction(str(value))


def _fps(value: object) -> Fraction:
    """Frames a second: `24`, `29.97`, `"30000/1001"`."""
    try:
        fps = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        fps = Fraction(0)
    if not 1 <= fps <= MOST_FPS:
        raise CannotDraw("fps", f"{value!r} frames a second were asked for; 1 to {MOST_FPS} can be drawn.")
    return fps


def _size(request: Json, kind: str, shape_of: Callable[[Path], float] | None) -> tuple[int, int]:
    if request.get("width") is not None or not request.get("sizes"):
        return _pair(request.get("width"), request.get("height"), kind)
    sizes = request["sizes"]
    if not isinstance(sizes, list) or not all(isinstance(size, list) and len(size) == 2 for size in sizes):
        raise CannotDraw("sizes", "Sizes are a list of [width, height].")
    pairs = [_pair(width, height, kind) for width, height in sizes]
    picture = next(filter(None, _given_pictures(request)), None)
    if shape_of is None or picture is None:
        return pairs[0]
    wanted = math.log(shape_of(picture))
    return min(pairs, key=lambda pair: abs(math.log(pair[0] / pair[1]) - wanted))


def _given_pictures(request: Json) -> Iterator[Path | None]:
    """In the order in which they decide the shape."""
    yield _picture(request.get("first_frame"), "first_frame")
    yield _picture(request.get("last_frame"), "last_frame")
    yield from _pictures(request.get("reference_images") or ())


def _pair(width: object, height: object, kind: str) -> tuple[int, int]:
    across, down = _side(width, "width", kind), _side(height, "height", kind)
    if across * down > MOST_PIXELS:
        raise CannotDraw("width", f"{across} x {down} pixels were asked for; up to {MOST_PIXELS:,} can be drawn.")
    return across, down


def _side(value: object, name: str, kind: str) -> int:
    pixels = _whole(value, name, SMALLEST_PX, LARGEST_PX[kind])
    if kind == "video" and pixels % 2:
        raise CannotDraw(name, f"The {name} is {pixels}; H.264 needs an even number of pixels. Use {pixels - 1}.")
    return pixels


def _whole(value: object, name: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise CannotDraw(name, f"The {name} is {value!r}; it must be a whole number from {least} to {most}.")
    return value


def _one_of(request: Json, name: str, allowed: tuple[str, ...]) -> str:
    if request.get(name) not in allowed:
        raise CannotDraw(name, f"The {name} is {request.get(name)!r}; it must be one of {', '.join(allowed)}.")
    return request[name]


def _text(value: object, name: str) -> str:
    if not isinstance(value, str | None) or len(value or "") > MOST_CHARACTERS:
        raise CannotDraw(name, f"The {name} must be text of up to {MOST_CHARACTERS:,} characters.")
    return value or ""


def _pictures(value: object) -> tuple[Path, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_REFERENCES:
        raise CannotDraw("reference_images", f"References are a list of up to {MOST_REFERENCES} pictures.")
    return tuple(_picture(each, "reference_images") for each in value if each is not None)


def _picture(value: object, name: str) -> Path | None:
    """An absolute path of a file that exists; what it holds is found when it is drawn."""
    if value is None:
        return None
    if not isinstance(value, str) or "\0" in value or not Path(value).is_absolute():
        raise CannotDraw(name, f"The {name} must be given as the absolute path of a picture.")
    if not Path(value).is_file():
        raise CannotDraw(name, f"The {name} is no longer there: {Path(value).name}. Choose the picture again.")
    return Path(value)
