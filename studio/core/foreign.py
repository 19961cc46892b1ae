"""What other programs wrote into a picture or clip about how it was made: read as text, told apart, never run.

ComfyUI: PNG text `prompt` (the graph that ran) and `workflow` (the editor's); in WebP and JPEG, EXIF Make and Model
that begin `workflow:` and `prompt:`; in clips one JSON comment with both, or tags of these names
(github.com/comfyanonymous/ComfyUI: nodes.py SaveImage, comfy_extras/nodes_images.py).
InvokeAI: PNG text `invokeai_metadata`; before version 4 `sd-metadata` (invoke-ai/InvokeAI, image_files_disk.py).
AUTOMATIC1111 and its kin: PNG text `parameters`; elsewhere EXIF UserComment (its modules/images.py).

Runs in the limited child alone: it hands a stranger's bytes to Pillow and PyAV.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

Json = dict
MOST_TEXT = 300_000  #: characters that are kept of what a file says; a graph of hundreds of nodes has fewer
MOST_PROMPT = 10_000
MAKE, MODEL, EXIF_IFD, USER_COMMENT = 0x010F, 0x0110, 0x8769, 0x9286


def read(path: Path, kind: str, format_name: str) -> Json | None:
    """`{"source", "text", "is_json", "prompt", "left_out", "seed", "model"}`; None where nothing of that kind is said.

    `text` is what the file says, JSON set out in lines; the last four are text, empty where they are not clear.
    """
    said = _of_picture(path, format_name) if kind == "image" else _of_film(path, format_name)
    for source, find in SOURCES.items():
        if found := find(said):
            text, is_json, clear = found
            plain = {"prompt": "", "left_out": "", "seed": "", "model": ""} | clear
            cut = {name: _kept(value, MOST_PROMPT) for name, value in plain.items()}
            return {"source": source, "text": _kept(text, MOST_TEXT), "is_json": is_json} | cut
    return None


def _kept(text: str, most: int) -> str:
    """As a database takes it: without NUL, and with half letters, which JSON can name, as a question mark."""
    return text[:most].replace("\0", "").encode("utf-8", "replace").decode()


# What a file says


def _of_picture(path: Path, format_name: str) -> dict[str, str]:
    """Its texts by their names. Raises what Pillow raises."""
    image_module = import_module("PIL.Image")
    with image_module.open(path, formats=[format_name.upper()]) as image:
        said = {name: text for name, text in image.info.items() if isinstance(text, str)}
        exif = image.getexif()
        for tag in (MAKE, MODEL):
            name, colon, text = str(exif.get(tag, "")).partition(":")
            said |= {name.lower(): text.strip("\0")} if colon else {}
        comment = exif.get_ifd(EXIF_IFD).get(USER_COMMENT)
        return said | ({"parameters": _comment(comment)} if comment and "parameters" not in said else {})


def _comment(value: bytes | str) -> str:
    """An EXIF UserComment: eight bytes name its encoding, whose byte order no one writes down."""
    if isinstance(value, str):
        return value.strip("\0")
    code, body = bytes(value[:8]), bytes(value[8:])
    if not code.startswith(b"UNICODE"):
        return body.decode("utf-8", "replace").strip("\0 ")
    order = "utf-16-le" if body[1::2].count(0) > body[::2].count(0) else "utf-16-be"
    return body.decode(order, "replace").strip("\0 ")


def _of_film(path: Path, format_name: str) -> dict[str, str]:
    """The container's tags; a comment that is a JSON object counts as tags of its own."""
    tags = import_module("studio.core.movies").tags(path, format_name)
    told = _object(tags.get("comment"))
    inner = {name: value if isinstance(value, str) else json.dumps(value) for name, value in (told or {}).items()}
    return {name.lower(): text for name, text in tags.items()} | inner


# Whose it is


Found = tuple[str, bool, dict[str, str]] | None


def _comfyui(said: Mapping[str, str]) -> Found:
    graphs = {name: found for name in ("prompt", "workflow") if (found := _object(said.get(name)))}
    if not any(map(_is_graph, graphs.values())):
        return None
    return json.dumps(graphs, indent=2, ensure_ascii=False), True, dict(_clear(graphs.get("prompt", {})))


def _is_graph(found: Json) -> bool:
    is_prompt = any(isinstance(node, dict) and "class_type" in node for node in found.values())
    return is_prompt or isinstance(found.get("nodes"), list)


def _clear(graph: Json) -> Iterator[tuple[str, str]]:
    """The words that the first sampler is led by, its seed, and the model that was loaded."""
    inputs = {key: node["inputs"] for key, node in graph.items() if _has_inputs(node)}
    for mine in inputs.values():
        if "positive" in mine and ("seed" in mine or "noise_seed" in mine):
            yield "prompt", _words(inputs, mine["positive"])
            yield "left_out", _words(inputs, mine.get("negative"))
            yield "seed", _number(mine.get("seed", mine.get("noise_seed")))
            break
    loaded = (mine.get("ckpt_name") or mine.get("unet_name") for mine in inputs.values())
    yield "model", next((name for name in loaded if isinstance(name, str)), "")


def _has_inputs(node: object) -> bool:
    return isinstance(node, dict) and isinstance(node.get("inputs"), dict)


def _words(inputs: Mapping[str, Json], link: object) -> str:
    """The text of the node that a link `[id, output]` leads to; empty where that is computed."""
    key = link[0] if isinstance(link, list) and link else None
    text = inputs.get(key, {}).get("text") if isinstance(key, str) else None
    return text if isinstance(text, str) else ""


def _invokeai(said: Mapping[str, str]) -> Found:
    found = _object(said.get("invokeai_metadata")) or _object(said.get("sd-metadata"))
    if found is None:
        return None
    older = found.get("image") if isinstance(found.get("image"), dict) else {}
    told = older | found
    model = told.get("model")
    name = model.get("name", model.get("model_name")) if isinstance(model, dict) else model
    clear = {
        "prompt": _text(told.get("positive_prompt", told.get("prompt"))),
        "left_out": _text(told.get("negative_prompt")),
        "seed": _number(told.get("seed")),
        "model": _text(name),
    }
    return json.dumps(found, indent=2, ensure_ascii=False), True, clear


A1111 = re.compile(r"(?:^|\n)Steps: \d+, ")


def _a1111(said: Mapping[str, str]) -> Found:
    text = said.get("parameters", "")
    if not (begun := A1111.search(text)):
        return None
    words, settings = text[: begun.start()], text[begun.start() :]
    prompt, _, left_out = words.partition("\nNegative prompt: ")
    seed, model = (re.search(pattern, settings) for pattern in (r"\bSeed: (\d+)", r"\bModel: ([^,\n]+)"))
    clear = {"prompt": prompt.strip(), "left_out": left_out.strip()}
    return text, False, clear | {"seed": seed[1] if seed else "", "model": model[1] if model else ""}


SOURCES: Mapping[str, Callable[[Mapping[str, str]], Found]] = {
    "comfyui": _comfyui,
    "invokeai": _invokeai,
    "a1111": _a1111,
}
"""By the program: what finds its words among what a file says. The first that finds some is whose file it is."""


def _object(text: str | None) -> Json | None:
    """JSON that may hold NaN, as ComfyUI writes it; None for anything but an object."""
    try:
        found = json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
