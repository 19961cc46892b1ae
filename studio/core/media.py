"""What a media file is, by its content; turned upright, with its poster and sprite; its recipe put in and read back.

Files come from strangers, so Pillow and PyAV open them only in a limited child (`media_child.py`), never here.
Whatever is refused raises BadMedia and leaves no file behind.
"""

import math
import os
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from pathlib import Path

from studio.core import limits, recipes
from studio.core.formats import format_of
from studio.core.refusals import BadMedia

CHILD = "studio.core.media_child"
LIMITS = limits.Limits(memory_mb=3072, cpu_s=120, file_mb=4096, wall_s=120)
JOINING = limits.Limits(memory_mb=4096, cpu_s=1800, file_mb=8192, wall_s=1800)
"""A minute of 1080p is encoded in about one."""

AT_ONCE = 2

Json = dict


class NeedsEncoding(BadMedia):
    """It can be done, but not without encoding the picture anew; the message says why."""


class CannotCarry(ValueError):
    """This format has no place for a recipe: offer it as a file of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaFacts:
    """What probing found. Sizes in pixels as one sees it, orientation applied; times in seconds."""

    kind: str  # image | video | audio | file: a result that nobody here can open
    format: str  # a key of formats.FORMATS, by content; "file" where it is none of them
    mime: str
    bytes: int
    sha256: str
    width: int | None
    height: int | None
    duration_s: float | None  # of animated pictures too
    fps: str | None  # "24", "30000/1001"; video only
    frames: int | None
    has_sound: bool
    codec: str | None

    def __post_init__(self) -> None:
        if self.duration_s is not None and not (math.isfinite(self.duration_s) and self.duration_s > 0):
            raise ValueError(f"A duration is a positive number of seconds, not {self.duration_s}.")

    @property
    def suffix(self) -> str:
        """`.jpg`: what a file of this content is called, whatever its name was."""
        return format_of(self.format).suffix

    def as_json(self) -> Json:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> "MediaFacts":
        """The way back; keys it does not know are left out, one that is missing is a KeyError."""
        return cls(**{field.name: data[field.name] for field in fields(cls)})


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """All that keeping a file needs. `facts` are of the file as it came; `upright_facts` of `upright`, its turned copy
    (the same two where nothing was to be turned). `derived` holds `poster` and, for video, `sprite`. `flashes`: how
    many came within one second at most (flashes.py); None for what is no clip, and for one too long to be measured."""

    facts: MediaFacts
    upright: Path
    upright_facts: MediaFacts
    derived: dict[str, Path]
    flashes: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """The loudest sample of a sound and its mean, in dB; full scale is 0, and digital silence -120."""

    peak_db: float
    mean_db: float


async def examine(path: Path, name: str, into: Path) -> Examined:
    """Probe, upright and derive in one child: the quick way to keep a file. New files appear in the folder `into`.

    `name` is what the person called the file. Raises BadMedia.
    """
    with limits.temporary_in(into) as part:
        answer = await _ask("examine", name, path=str(path), into=part)
        derived = {key: _place(Path(made), into) for key, made in answer["derived"].items()}
        upright = _place(Path(answer["upright"]), into) if answer["upright"] else path
    facts = MediaFacts.from_json(answer["facts"])
    turned = MediaFacts.from_json(answer["upright_facts"]) if answer["upright_facts"] else facts
    measured = {"derived": derived, "flashes": answer["flashes"]}
    return Examined(facts=facts, upright=upright, upright_facts=turned, **measured)


async def probe(path: Path, name: str) -> MediaFacts:
    """What the file is. `name` is what the person called it; it is not trusted. Raises BadMedia."""
    return MediaFacts.from_json((await _ask("probe", name, path=str(path)))["facts"])


async def upright(path: Path, facts: MediaFacts, into: Path) -> Path:
    """A copy in the folder `into` with its EXIF orientation applied, or `path` itself where there is nothing to turn.

    Video is never encoded again: players and providers turn it by its matrix, and `facts` are of what one sees.
    """
    with limits.temporary_in(into) as part:
        made = (await _ask("upright", path.name, path=str(path), facts=facts.as_json(), into=part))["upright"]
        return _place(Path(made), into) if made else path


async def derive(path: Path, facts: MediaFacts, into: Path) -> dict[str, Path]:
    """Pictures of the file, in the folder `into`, as WebP.

    `poster`: 480 px on the long side, the frame at 40 % of a clip. `sprite` (video only): 10 x 10 tiles of 160 px
    width, row by row, tile n the frame at (n + 1/2) % of the clip. Sound has neither.
    """
    with limits.temporary_in(into) as part:
        answer = await _ask("derive", path.name, path=str(path), facts=facts.as_json(), into=part)
        return {key: _place(Path(made), into) for key, made in answer["derived"].items()}


async def embed_recipe(path: Path, facts: MediaFacts, recipe_json: str, into: Path) -> Path:
    """A copy in the folder `into` that carries the recipe; no picture or sound is encoded again.

    PNG text "dailies", JPEG and GIF comment, WebP XMP, elsewhere the container's comment tag. AVIF has no place that
    other programs keep: CannotCarry. `<` is written `\\u003c`: the same JSON, and nothing that looks like a web page.
    """
    recipe = recipes.plain(recipe_json)
    if facts.format == "avif":
        raise CannotCarry("An AVIF picture cannot carry its recipe; download the recipe as a file of its own.")
    with limits.temporary_in(into) as part:
        answer = await _ask("embed", path.name, path=str(path), facts=facts.as_json(), recipe=recipe, into=part)
        if "no_room" in answer:
            raise CannotCarry("This recipe is too long for a JPEG comment; download it as a file of its own.")
        return _place(Path(part) / f"with-recipe{facts.suffix}", into)


async def read_recipe(path: Path) -> str | None:
    """The recipe JSON that a file carries, or None."""
    return (await _ask("read", path.name, path=str(path)))["recipe"]


async def carried(path: Path) -> tuple[str | None, Json | None]:
    """What a file says of how it was made: the JSON of a recipe of ours, or what another program says as
    `foreign.read` gives it. Neither for a file that cannot be read."""
    try:
        answer = await _ask("carried", path.name, path=str(path))
    except BadMedia:
        return None, None
    return answer["recipe"], answer["foreign"]


async def level(path: Path, facts: MediaFacts) -> Level:
    """How loud a recording is. Raises BadMedia."""
    return Level(**await _ask("level", path.name, path=str(path), facts=facts.as_json()))


async def still(path: Path, facts: MediaFacts, number: int, into: Path, *, may_be_jpeg: bool = True) -> Path:
    """Frame `number` of a clip, counted from 0, as `still.png` in the folder `into`: its very pixels.

    One that would weigh more than 10 MB so is a JPEG, where it may be. Raises BadMedia, also where the clip has no
    such frame.
    """
    with limits.temporary_in(into) as part:
        asked = {"path": str(path), "facts": facts.as_json(), "number": number, "into": part}
        answer = await _ask("still", "The clip", **asked, may_be_jpeg=may_be_jpeg)
        if "missing" in answer:
            raise _no_frame(number, facts)
        return _place(Path(answer["made"]), into)


async def frames(path: Path, facts: MediaFacts, numbers: list[int], side: int, into: Path) -> dict[int, Path]:
    """Frames of a clip, counted from 0, as JPEGs in the folder `into`, at most `side` pixels wide and high; without
    those that it has not. Raises BadMedia."""
    asked = {"path": str(path), "facts": facts.as_json(), "numbers": numbers, "side": side, "into": str(into)}
    answer = await _ask("frames", "The clip", **asked)
    return {int(number): Path(made) for number, made in answer["made"].items()}


async def loop(path: Path, facts: MediaFacts, span: tuple[int, int], kind: str, into: Path) -> Path:
    """Frames `span` of a clip, both ends shown, as `loop.gif` or `loop.webp` in the folder `into`; without sound.

    At most 480 (GIF) or 640 pixels wide or high. Raises BadMedia for one that is too long or too heavy.
    """
    first, last = span
    seconds = (last - first + 1) / Fraction(facts.fps)
    if seconds > LONGEST_LOOP_S:
        raise BadMedia(
            f"A loop is at most {LONGEST_LOOP_S} seconds long, and frames {first} to {last} last {float(seconds):.1f}. "
            "Set the in and the out point closer to each other."
        )
    with limits.temporary_in(into) as part:
        asked = {"path": str(path), "facts": facts.as_json(), "first": first, "last": last, "kind": kind, "into": part}
        answer = await _ask("loop", "The clip", **asked)
        if "missing" in answer:
            raise _no_frame(last if 0 <= first <= last else first, facts)
        made = Path(answer["made"])
        if made.stat().st_size > HEAVIEST_LOOP:
            raise BadMedia(f"This loop would weigh more than {HEAVIEST_LOOP // 10**6} MB. Make it shorter.")
        return _place(made, into)


LONGEST_LOOP_S = 10
HEAVIEST_LOOP = 24_000_000
"""What most chats take as a picture is less; what nobody takes is more."""


def _no_frame(number: int, facts: MediaFacts) -> BadMedia:
    return BadMedia(f"The clip has no frame {number}: it has {facts.frames}, counted from 0. Choose another.")


async def peaks(path: Path, facts: MediaFacts) -> list[int]:
    """How loud the sound is along the file: 600 numbers from 0 to 255. Raises BadMedia."""
    return (await _ask("peaks", path.name, path=str(path), facts=facts.as_json()))["peaks"]


async def crop(path: Path, facts: MediaFacts, box: tuple[int, int, int, int], into: Path) -> Path:
    """A part of an upright picture as a file of its own in the folder `into`; the picture stays as it is.

    `box` in pixels: left, top, right, bottom, the last two just outside. Raises BadMedia for a box that is not inside.
    """
    left, top, right, bottom = box
    if not (0 <= left < right <= facts.width and 0 <= top < bottom <= facts.height):
        size = f"{facts.width} x {facts.height}"
        raise BadMedia(f"That part is not inside the picture of {size} pixels. Choose a part of it.")
    with limits.temporary_in(into) as part:
        asked = {"path": str(path), "facts": facts.as_json(), "box": box, "into": part}
        return _place(Path((await _ask("crop", "The picture", **asked))["made"]), into)


async def good_frame(path: Path, facts: MediaFacts, until_s: float | None = None) -> int:
    """The number of the last good frame of a clip, or of its first `until_s` seconds: sharp, a little before the end.

    Raises BadMedia.
    """
    asked = {"path": str(path), "facts": facts.as_json(), "until_s": until_s}
    return (await _ask("good_frame", "The clip", **asked))["number"]


async def join(
    clips: list[tuple[Path, MediaFacts, float | None]], into: Path, *, may_encode: bool = True
) -> tuple[Path, bool]:
    """`joined.mp4` in the folder `into`: the clips one after another, each whole or its first so many seconds.

    Answers with whether the picture was encoded again; of clips that were encoded alike it is copied. Raises BadMedia,
    and NeedsEncoding where it may not be encoded and must.
    """
    named = [{"path": str(path), "format": facts.format, "used_s": used_s} for path, facts, used_s in clips]
    with limits.temporary_in(into) as part:
        asked = {"path": named[0]["path"], "clips": named, "into": part, "may_encode": may_encode}
        answer = await _ask("join", "The film", under=JOINING, **asked)
        if "unlike" in answer:
            raise NeedsEncoding(f"These clips cannot be joined as they are: {answer['unlike']}. Encode them again.")
        return _place(Path(answer["made"]), into), answer["encoded"]


async def trim(path: Path, facts: MediaFacts, span: tuple[int, int], into: Path, *, exactly: bool = False) -> Path:
    """Frames `span` of a clip, both ends shown, as `trimmed.mp4` in the folder `into`: its picture copied as it is, or
    encoded anew if `exactly`. Raises BadMedia, and NeedsEncoding where a copy cannot begin or end there."""
    first, last = span
    with limits.temporary_in(into) as part:
        asked = {"path": str(path), "facts": facts.as_json(), "first": first, "last": last, "into": part}
        answer = await _ask("trim", "The clip", under=JOINING, exactly=exactly, **asked)
        if "missing" in answer:
            raise _no_frame(last if 0 <= first <= last else first, facts)
        if "starts" in answer:
            raise _no_cut(span, answer)
        return _place(Path(answer["made"]), into)


def _no_cut(span: tuple[int, int], answer: Json) -> NeedsEncoding:
    if not answer["starts"]:
        return NeedsEncoding("This kind of picture cannot be copied into an MP4. Encode it again.")
    starts, ends = (" or ".join(map(str, answer[name])) for name in ("starts", "ends"))
    return NeedsEncoding(
        f"Frames {span[0]} to {span[1]} cannot be cut out without encoding them again, for a copy begins with a key "
        f"frame. One that is nearest begins at frame {starts} and ends at frame {ends}."
    )


async def ending(path: Path, facts: MediaFacts, count: int, into: Path) -> tuple[Path, list[Json]]:
    """The last frames of a clip in one row, as `ending.webp` in the folder `into`, and what is known of each: see
    `endings.strip`. Raises BadMedia."""
    with limits.temporary_in(into) as part:
        asked = {"path": str(path), "facts": facts.as_json(), "count": count, "into": part}
        answer = await _ask("ending", "The clip", **asked)
        return _place(Path(answer["made"]), into), answer["frames"]


def _place(made: Path, into: Path) -> Path:
    """Moves a finished file out of the temporary folder, so that only whole files are ever seen."""
    target = into / made.name
    os.replace(made, target)
    return target


async def _ask(act: str, name: str, *, under: limits.Limits | None = None, **request: object) -> Json:
    """One act of the child. Raises BadMedia with its sentence, or with ours where it could not even answer."""
    try:
        async with limits.slots("media", AT_ONCE):
            answer = await limits.run(CHILD, {"act": act, "name": name, **request}, limits=under or LIMITS)
    except limits.ChildFailed as failed:
        raise BadMedia(f"“{name}” {GAVE_UP[failed.why]}") from failed
    if "refused" in answer:
        raise BadMedia(answer["refused"])
    return answer


GAVE_UP = {
    "time": f"took longer than {LIMITS.wall_s:.0f} seconds to read. Make it smaller or shorter and try again.",
    "memory": "needs more memory to read than is allowed. Make it smaller and try again.",
    "crash": "is damaged and cannot be read. Export it again, or choose another file.",
}
