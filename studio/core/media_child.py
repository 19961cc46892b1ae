"""What the limited child does with a media file: the only module that hands a stranger's bytes to a decoder.

Started by `media.py` through `limits.run`. Answers `{"refused": sentence}` or what the act made.
"""

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from studio.core import recipes, refusals, whole
from studio.core.formats import FORMATS, HEAD_BYTES, Format, sniff
from studio.core.refusals import BadMedia

if TYPE_CHECKING:
    from studio.core import flashes

Json = dict

ENDING = re.compile(r"\.(?=.*[a-z])[a-z0-9]{1,5}")


def run(request: Json, _say: Callable) -> Json:
    """`{"act": "probe", "path", "name", …}` -> `{"facts": …}` and so on; one function per act, below."""
    try:
        return ACTS[request["act"]](Path(request["path"]), request)
    except BadMedia as refusal:
        return {"refused": str(refusal)}


def prepare() -> None:
    """Loads what the acts load when they need it, for all children that come after: called by the nursery."""
    for kind in ("image", "video"):
        _decoder(kind)


def probe(path: Path, request: Json) -> Json:
    return {"facts": look(path, request["name"])}


def examine(path: Path, request: Json) -> Json:
    """Facts, the upright copy with its own facts, poster and sprite; `flashes` of a clip, None where not known."""
    facts = look(path, request["name"])
    turned = _upright(path, facts, Path(request["into"]))
    shown = turned or path
    meter = _meter(facts)
    derived = _derived(shown, facts, Path(request["into"]), meter)
    return {
        "facts": facts,
        "upright": str(turned) if turned else None,
        "upright_facts": facts | _bytes_of(turned) if turned else None,
        "derived": derived,
        "flashes": meter.most if meter else None,
    }


def upright(path: Path, request: Json) -> Json:
    turned = _upright(path, request["facts"], Path(request["into"]))
    return {"upright": str(turned) if turned else None}


def derive(path: Path, request: Json) -> Json:
    return {"derived": _derived(path, request["facts"], Path(request["into"]))}


def embed(path: Path, request: Json) -> Json:
    """`with-recipe.<suffix>` in the folder, or `{"no_room": true}`."""
    facts, recipe = request["facts"], request["recipe"]
    target = Path(request["into"]) / f"with-recipe{FORMATS[facts['format']].suffix}"
    if facts["kind"] != "image":
        _decoder(facts["kind"]).with_comment(path, facts["format"], recipe, target)
        return {}
    size = [(facts["width"], facts["height"])] if facts["format"] == "webp" else []
    try:
        target.write_bytes(recipes.PUT[facts["format"]](path.read_bytes(), recipe, *size))
    except recipes.TooLong:
        return {"no_room": True}
    return {}


def read(path: Path, _request: Json) -> Json:
    """The recipe in the file, `{"recipe": None}` when there is none or it is no media file."""
    with path.open("rb") as file:
        format_name = sniff(file.read(HEAD_BYTES))[0]
    if format_name in recipes.READ:
        return {"recipe": recipes.recognise(recipes.READ[format_name](path.read_bytes()))}
    if format_name in (None, "avif"):
        return {"recipe": None}
    return {"recipe": recipes.recognise(_decoder("video").comment(path, format_name))}


def carried(path: Path, _request: Json) -> Json:
    """`{"recipe", "foreign"}`: a recipe of ours, or else what another program says; a file that cannot be read says
    neither: whoever keeps it is told why by `examine`."""
    with path.open("rb") as file:
        format_name = sniff(file.read(HEAD_BYTES))[0]
    try:
        recipe = read(path, {})["recipe"]
        is_silent = recipe or format_name is None
        kind = FORMATS[format_name].kind if format_name else ""
        foreign = None if is_silent else import_module("studio.core.foreign").read(path, kind, format_name)
    except MemoryError:
        raise
    except Exception:  # whatever a damaged file makes Pillow, PyAV and our own readers raise
        return {"recipe": None, "foreign": None}
    return {"recipe": recipe, "foreign": foreign}


def level(path: Path, request: Json) -> Json:
    """`{"peak_db", "mean_db"}` of a sound that was looked at before."""
    facts = request["facts"]
    module = import_module("studio.core.loudness")
    try:
        return module.measure(path, facts["format"])
    except module.BROKEN as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error


def still(path: Path, request: Json) -> Json:
    """`still.png`, or `.jpg`, in the folder; `{"missing": true}` where the clip has no such frame."""
    facts = request["facts"]
    module = _decoder("video")
    try:
        how = {} if request["may_be_jpeg"] else {"heaviest": None}
        made = module.still(path, facts["format"], request["number"], Path(request["into"]), **how)
    except module.BROKEN as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error
    return {"made": str(made)} if made else {"missing": True}


def loop(path: Path, request: Json) -> Json:
    """`loop.gif` or `loop.webp` in the folder; `{"missing": true}` where the clip has no such frames."""
    facts = request["facts"]
    module = import_module("studio.core.loops")
    stretch = (request["first"], request["last"], request["kind"])
    try:
        made = module.render(path, facts["format"], *stretch, Path(request["into"]))
    except (*module.BROKEN, StopIteration) as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error
    return {"made": str(made)} if made else {"missing": True}


def frames(path: Path, request: Json) -> Json:
    """`{"made": {number: file}}` in the folder; a frame that the clip has not is not there."""
    facts = request["facts"]
    module = import_module("studio.core.frames")
    wanted = (request["numbers"], request["side"], Path(request["into"]))
    try:
        return {"made": module.render(path, facts["format"], *wanted)}
    except (*module.BROKEN, StopIteration) as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error


def peaks(path: Path, request: Json) -> Json:
    """`{"peaks": [0 to 255, …]}` of the sound of a file."""
    facts = request["facts"]
    module = import_module("studio.core.waveform")
    try:
        return {"peaks": module.peaks(path, facts["format"], facts["duration_s"])}
    except module.BROKEN as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error


def crop(path: Path, request: Json) -> Json:
    """`cropped.<suffix>` in the folder."""
    facts = request["facts"]
    module = _decoder("image")
    try:
        return {"made": str(module.crop(path, facts["format"], request["box"], Path(request["into"])))}
    except module.BROKEN as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error


def good_frame(path: Path, request: Json) -> Json:
    """`{"number"}`: the frame from which the next clip can start."""
    module = import_module("studio.core.films")
    facts = request["facts"]
    try:
        return {"number": module.good_frame(path, facts["format"], request["until_s"])}
    except (*module.BROKEN, StopIteration) as error:
        raise refusals.damaged(request["name"], FORMATS[facts["format"]]) from error


def join(path: Path, request: Json) -> Json:
    """`joined.mp4` in the folder, of the clips named in the request; `encoded`: its picture was encoded again."""
    module = import_module("studio.core.films")
    target = Path(request["into"]) / "joined.mp4"
    try:
        encoded = module.join(request["clips"], target, may_encode=request.get("may_encode", True))
        return {"made": str(target), "encoded": encoded}
    except module.Unlike as unlike:
        return {"unlike": unlike.words}
    except (*module.BROKEN, StopIteration) as error:
        raise BadMedia("The clips could not be joined: one of them is damaged.") from error


def trim(path: Path, request: Json) -> Json:
    """`trimmed.mp4` in the folder; what `trims.trim` answers where it could not be cut so."""
    module = import_module("studio.core.trims")
    target = Path(request["into"]) / "trimmed.mp4"
    about = (request["facts"]["format"], request["first"], request["last"])
    try:
        return {"made": str(target)} | module.trim(path, *about, target, exactly=request["exactly"])
    except (*module.BROKEN, StopIteration) as error:
        raise refusals.damaged(request["name"], FORMATS[request["facts"]["format"]]) from error


def ending(path: Path, request: Json) -> Json:
    """`ending.webp` in the folder, and `{"frames"}`, a row for each of its pictures."""
    module = import_module("studio.core.endings")
    format_name, into = request["facts"]["format"], Path(request["into"])
    try:
        return {"made": str(into / "ending.webp"), "frames": module.strip(path, format_name, request["count"], into)}
    except (*module.BROKEN, IndexError) as error:
        raise refusals.damaged(request["name"], FORMATS[format_name]) from error


ACTS = (probe, examine, upright, derive, embed, read, carried, level)
ACTS += (still, frames, loop, peaks, crop, good_frame, join, trim, ending)
ACTS = {act.__name__: act for act in ACTS}


# How a file is looked at


def look(path: Path, name: str) -> Json:
    """The facts of a file: named rightly, whole, nothing else, and decodable. Raises BadMedia.

    1. its first bytes say what it is; 2. its name may not say otherwise; 3. its container is walked to the end;
    4. the decoder for exactly this format reads it.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        format = _named_rightly(name, file.read(HEAD_BYTES))
        if format.kind == "image" and size > refusals.MOST_IMAGE_BYTES:
            raise refusals.too_heavy(name, size)
        extent = whole.check(name, format.name, file, size)
    seen = _decoded(path, name, format, extent)
    return {"kind": format.kind, "format": format.name, "mime": format.mime} | seen | _bytes_of(path)


def _named_rightly(name: str, head: bytes) -> Format:
    """A name without an ending, as a pasted picture has, contradicts nothing; "Shot at 10.15.30" has none either."""
    if not head:
        raise refusals.empty(name)
    found, words = sniff(head)
    if found is None:
        raise refusals.not_allowed(name, words)
    ending = Path(name).suffix.lower()
    if ENDING.fullmatch(ending) and ending[1:] not in FORMATS[found].extensions:
        raise refusals.renamed(name, ending, FORMATS[found])
    return FORMATS[found]


def _decoded(path: Path, name: str, format: Format, extent: whole.Extent) -> Json:
    module = _decoder(format.kind)
    try:
        return module.probe(path, name, format.name, extent)
    except BadMedia:
        raise
    except module.BROKEN as error:
        raise refusals.damaged(name, format) from error


def _decoder(kind: str) -> ModuleType:
    """PyAV is not needed for a picture: a tenth of a second."""
    return import_module("studio.core.pictures" if kind == "image" else "studio.core.movies")


def _bytes_of(path: Path) -> Json:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _upright(path: Path, facts: Json, into: Path) -> Path | None:
    if facts["kind"] != "image":
        return None
    return _decoder("image").upright(path, facts["format"], into)


def _meter(facts: Json) -> "flashes.Meter | None":
    """For the flashes of a clip whose frames are all decoded."""
    is_seen = facts["kind"] == "video" and _decoder("video").is_decoded_whole(facts)
    return import_module("studio.core.flashes").Meter() if is_seen else None


def _derived(path: Path, facts: Json, into: Path, meter: "flashes.Meter | None" = None) -> dict[str, str]:
    """Every kind has its own: the decoder's module says which."""
    if facts["kind"] == "audio":
        return {}
    made, how = _decoder(facts["kind"]).DERIVED, {"sprite": {"see": meter.see}} if meter else {}
    return {key: str(make(path, facts["format"], facts, into, **how.get(key, {}))) for key, make in made.items()}
