"""What is drawn on frames with a note, as it is sent, kept and pushed: shapes in parts of the picture.

A note's drawings are a list, one for each frame that is drawn on, in the order of the frames:

    [{"frame": 36, "shapes": [{"kind": "arrow", "colour": 1, "points": [[0.2, 0.3], [0.6, 0.5]]},
                              {"kind": "text", "colour": 4, "points": [[0.6, 0.5]], "words": "Warmer here"}]}]

`frame` is counted from 0, and null on a picture. `points` are [x, y] from the picture's top left corner, 0 to 1 of its
width and of its height: a `pen` goes through all of them (one is a dot), an `arrow` from the first to its tip, the
second, a `box` between two opposite corners, a `text` begins at its top left. `colour` is a number of COLOURS.
`painting.paint` draws them on a picture; static/js/lib/drawn-shapes.js draws them over the player.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

DIGITS = 5  #: of a part of the picture: a twentieth of a pixel at 4K
MOST_FRAMES = 12  #: that one note is drawn on
MOST_SHAPES = 40  #: on one frame
MOST_POINTS = 100  #: of a stroke of the pen
MOST_LETTERS = 120  #: of a text
MOST_CHARACTERS = 60_000  #: of all that is drawn with a note, as JSON

Point = tuple[float, float]


class CannotDraw(ValueError):
    """A sentence: what was given, what is allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """`least` to `most` points. `spans`: how many of its sides must not be nothing (of an arrow one, of a box both)."""

    slug: str
    name: str
    many: str
    least: int
    most: int
    spans: int = 0
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class Colour:
    """`token` is its name in static/css/tokens.css, `rgb` the same for what is painted here."""

    number: int
    name: str
    token: str
    rgb: tuple[int, int, int]


KINDS: Mapping[str, Kind] = {
    kind.slug: kind
    for kind in (
        Kind(slug="pen", name="pen stroke", many="pen strokes", least=1, most=MOST_POINTS),
        Kind(slug="arrow", name="arrow", many="arrows", least=2, most=2, spans=1),
        Kind(slug="box", name="box", many="boxes", least=2, most=2, spans=2),
        Kind(slug="text", name="text", many="texts", least=1, most=1, has_words=True),
    )
}
"""Everything that can be drawn, in the order of the bar."""

COLOURS: Mapping[int, Colour] = {
    colour.number: colour
    for colour in (
        Colour(1, "yellow", "--brush-4", (240, 228, 66)),
        Colour(2, "blue", "--brush-2", (86, 180, 233)),
        Colour(3, "red", "--red-on-dark", (255, 128, 120)),
        Colour(4, "white", "--grey-100", (255, 255, 255)),
    )
}

STYLE: Mapping[str, float] = {"line": 0.0065, "edge": 0.013, "head": 0.045, "letter": 0.05, "measure": 0.5}
"""Widths of a line and of the dark edge around it, an arrow's head, the height of letters: parts of the picture's
shorter side. `measure`: the part of its width after which a text goes on in the next line."""

LIMITS: Mapping[str, int] = {
    "frames": MOST_FRAMES,
    "shapes": MOST_SHAPES,
    "points": MOST_POINTS,
    "letters": MOST_LETTERS,
    "characters": MOST_CHARACTERS,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """One mark. `points` in parts of the picture from its top left."""

    kind: str
    colour: int
    points: tuple[Point, ...]
    words: str = ""

    def as_json(self) -> dict[str, object]:
        fields = {"kind": self.kind, "colour": self.colour, "points": [list(point) for point in self.points]}
        return fields | ({"words": self.words} if self.words else {})


@dataclass(frozen=True, slots=True)
class Drawn:
    """The shapes of one frame, in the order in which they lie over each other; `frame` None is a picture."""

    frame: int | None
    shapes: tuple[Shape, ...]

    def as_json(self) -> dict[str, object]:
        return {"frame": self.frame, "shapes": [shape.as_json() for shape in self.shapes]}


def table() -> dict[str, object]:
    """What the browser needs of the above."""
    kinds = {kind.slug: {"name": kind.name, "most": kind.most} for kind in KINDS.values()}
    colours = {colour.number: colour.name for colour in COLOURS.values()}
    return {"kinds": kinds, "colours": colours, "style": dict(STYLE), "limits": dict(LIMITS)}


def in_words(shapes: tuple[Shape, ...]) -> str:
    """`2 arrows, a box, “Warmer here”`."""
    counts = Counter(shape.kind for shape in shapes if not shape.words)
    named = [_counted(count, KINDS[slug]) for slug, count in counts.items()]
    return ", ".join([*named, *(f"“{shape.words}”" for shape in shapes if shape.words)])


def _counted(count: int, kind: Kind) -> str:
    return f"{count} {kind.many}" if count > 1 else f"{'an' if kind.name[0] in 'aeiou' else 'a'} {kind.name}"


# Reading


def parse(text: str) -> tuple[Drawn, ...]:
    """What a browser sends; empty for nothing. Raises CannotDraw."""
    if not text.strip():
        return ()
    if len(text) > MOST_CHARACTERS:
        raise CannotDraw(
            f"What is drawn is {len(text)} characters long; {MOST_CHARACTERS} fit into one note. Send a part of it, "
            "and the rest with another note."
        )
    try:
        return _all(json.loads(text, parse_constant=_no_number))
    except CannotDraw:
        raise
    except (ValueError, RecursionError) as fault:  # no JSON, a number of thousands of digits, lists in lists in lists
        raise CannotDraw("What is drawn did not arrive as it was sent. Reload the page and send it again.") from fault


def shape_of(given: object) -> Shape:
    """One shape from JSON. Raises CannotDraw."""
    fields = _fields(given, "A shape", {"kind", "colour", "points", "words"})
    kind = KINDS.get(fields.get("kind")) if isinstance(fields.get("kind"), str) else None
    if kind is None:
        raise CannotDraw(f"{_said(fields.get('kind'))} cannot be drawn; {', '.join(KINDS)} can.")
    colour = fields.get("colour")
    if type(colour) is not int or colour not in COLOURS:
        raise CannotDraw(f"{_said(colour)} is no colour here; 1 to {len(COLOURS)} are.")
    return Shape(kind=kind.slug, colour=colour, points=_points(kind, fields.get("points")), words=_words(kind, fields))


def _all(given: object) -> tuple[Drawn, ...]:
    if not isinstance(given, list):
        raise CannotDraw("What is drawn has to be a list, with an entry for each frame.")
    if len(given) > MOST_FRAMES:
        raise CannotDraw(f"{len(given)} frames are drawn on; one note has up to {MOST_FRAMES}. Send two notes.")
    drawn = [_drawn(each) for each in given]
    frames = Counter(each.frame for each in drawn)
    twice = next((frame for frame, count in frames.items() if count > 1), -1)
    if twice != -1:
        raise CannotDraw(f"Frame {twice} is there twice; put its shapes together.")
    return tuple(sorted(drawn, key=lambda each: -1 if each.frame is None else each.frame))


def _drawn(given: object) -> Drawn:
    fields = _fields(given, "A frame", {"frame", "shapes"})
    frame, shapes = fields.get("frame"), fields.get("shapes")
    if frame is not None and (type(frame) is not int or not 0 <= frame < 2**31):
        raise CannotDraw(f"{_said(frame)} is no frame; they are counted from 0.")
    if not isinstance(shapes, list) or not shapes:
        raise CannotDraw("A frame that is drawn on has a list of at least one shape.")
    if len(shapes) > MOST_SHAPES:
        raise CannotDraw(f"{len(shapes)} shapes are on one frame; {MOST_SHAPES} may be. Erase some.")
    return Drawn(frame, tuple(shape_of(each) for each in shapes))


def _fields(given: object, what: str, known: set[str]) -> dict:
    if not isinstance(given, dict):
        raise CannotDraw(f"{what} has to be an object with {', '.join(sorted(known))}.")
    foreign = sorted(given.keys() - known)
    if foreign:
        raise CannotDraw(f"{what} has no {_said(foreign[0])}; it has {', '.join(sorted(known))}.")
    return given


def _points(kind: Kind, given: object) -> tuple[Point, ...]:
    if not isinstance(given, list) or not kind.least <= len(given) <= kind.most:
        count = len(given) if isinstance(given, list) else "no"
        allowed = f"{kind.least}" if kind.least == kind.most else f"{kind.least} to {kind.most}"
        raise CannotDraw(f"This {kind.name} has {count} points; {allowed} may be given.")
    points = tuple(_point(each) for each in given)
    sides = sum(len(set(along)) > 1 for along in zip(*points, strict=True))
    if sides < kind.spans:
        raise CannotDraw(f"This {kind.name} has no size. Draw it from one place to another.")
    return points


def _point(given: object) -> Point:
    if not isinstance(given, list) or len(given) != 2 or not all(map(_is_part, given)):
        raise CannotDraw(f"{_said(given)} is no point of the picture: two numbers from 0 to 1, from its top left.")
    x, y = (round(float(each), DIGITS) + 0.0 for each in given)
    return x, y


def _is_part(given: object) -> bool:
    return type(given) in (int, float) and 0 <= given <= 1


def _words(kind: Kind, fields: Mapping[str, object]) -> str:
    words = fields.get("words", "")
    if not isinstance(words, str) or any(unicodedata.category(each) == "Cs" for each in words):
        raise CannotDraw("The words of a text have to be text.")
    words = " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in words).split())
    if kind.has_words != bool(words):
        raise CannotDraw("A text without words cannot be seen." if kind.has_words else f"No {kind.name} has words.")
    if len(words) > MOST_LETTERS:
        raise CannotDraw(f"A text on the picture has up to {MOST_LETTERS} letters; this one has {len(words)}.")
    return words


def _no_number(name: str) -> float:
    raise CannotDraw(f"{name} is no point of the picture: numbers from 0 to 1 are.")


def _said(given: object) -> str:
    """What was given, short enough for a sentence."""
    text = str(given) if isinstance(given, str) else json.dumps(given)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"
