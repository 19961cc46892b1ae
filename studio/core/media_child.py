"""What the limited child does with a media file: the only module that hands a stranger's bytes to a decoder.

Started by `media.py` through `limits.run`. Answers `{"refused": sentence}` or what the act made.
"""

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from studio.core import recipes, refusals, whole
from studio.core.formats import FORMATS, HEAD_BYTES, Format, sniff
from studio.core.refusals import BadMedia

Json = dict

ENDING = re.compile(r"\.(?=.*[a-z])[a-z0-9]{1,5}")


def run(request: Json, _say: Callable) -> Json:
    """`{"act": "probe", "path", "name", …}` -> `{"facts": …}` and so on; one function per act, below."""
    try:
        return ACTS[request["act"]](Path(request["path"]), request)
    except BadMedia as refusal:
        return {"refused": str(refusal)}


def probe(path: Path, request: Json) -> Json:
    return {"facts": look(path, request["name"])}


def examine(path: Path, request: Json) -> Json:
    """Facts, the upright copy with its own facts, poster and sprite."""
    facts = look(path, request["name"])
    turned = _upright(path, facts, Path(request["into"]))
    shown = turned or path
    return {
        "facts": facts,
        "upright": str(turned) if turned else None,
        "upright_facts": facts | _bytes_of(turned) if turned else None,
        "derived": _derived(shown, facts, Path(request["into"])),
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


ACTS = {act.__name__: act for act in (probe, examine, upright, derive, embed, read)}


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


def _derived(path: Path, facts: Json, into: Path) -> dict[str, str]:
    """Every kind has its own: the decoder's module says which."""
    if facts["kind"] == "audio":
        return {}
    made = _decoder(facts["kind"]).DERIVED
    return {key: str(make(path, facts["format"], facts, into)) for key, make in made.items()}
