"""The renderer as a provider: a small HTTP API behind an httpx transport, host `local://animatic`.

    POST   /render              a request -> 202 {"id", "state", …}
    GET    /render/<id>         {"id", "state", "frames", "total", "outputs": [{"url", "bytes", "mime"}],
                                 "error", "field"}
    GET    /render/<id>/0.mp4   the bytes
    GET    /stream/<id>         the first film as it is being drawn, fragmented, from its first frame; waits for it
    DELETE /render/<id>         stops it, removes all of it -> {"id", "state": "cancelled"}

`state` is running, done or failed. The same POST again never renders twice. 422 `{"error", "field"}` says what cannot
be drawn, 409 that the id belongs to another request, 404 that it was never posted, or is not being drawn (any more).
`renders.py` keeps all in files.

A request, of which `plan.py` reads all but the id:

    {"id", "kind": "video" | "image", "width", "height", "fps": 24 | "30000/1001", "shots": [{"prompt", "duration"}],
     "first_frame", "last_frame", "beside", "source_video", "reference_images": [file], "expansion",
     "camera": {"preset", "axes"}, "motion_brush": {"static_mask", "brushes": [{"mask", "path": [[x, y], …]}]},
     "sounds": [{"file", "at", "from", "to", "volume"}], "source_volume", "mouths", "restyled",
     "notes": ["…"], "takes", "series", "sound", "title", "model", "task"}

A file is an absolute path, {"clip": path} among pictures, or {"handle": words} for what only a provider has. Where
`width` and `height` are null the pictures decide: among "sizes" [[width, height], …], else their shape with a side of
"short_side", else their very size. An `fps` of null is the source clip's, a duration of null its length, or that of
the sounds.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import httpx

from studio.animatic.growing import Growing
from studio.animatic.reading import CannotDraw
from studio.animatic.renders import Renders, Taken

Json = dict

HOST = "animatic"
BASE = f"local://{HOST}/render"
STREAM = f"local://{HOST}/stream"
AT_ONCE = 2
CHUNK_BYTES = 256 * 1024
ID = re.compile(r"[0-9a-zA-Z][0-9a-zA-Z-]{0,63}")
OUTPUT = re.compile(r"\d{1,2}\.(mp4|png)")
MIMES = {".mp4": "video/mp4", ".png": "image/png"}


class AnimaticTransport(httpx.AsyncBaseTransport):
    """Answers requests to `local://animatic`. One per folder and process: two would draw the same render.

    `ready`: keeps a child waiting, so that drawing begins at once; must be made on a running loop then, and closed.
    """

    def __init__(self, folder: Path, at_once: int = AT_ONCE, *, ready: bool = False) -> None:
        self._renders = Renders(folder, at_once, ready=ready)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        root, *parts = [part for part in request.url.path.split("/") if part] or [""]
        act = ROUTES.get((request.method, root, len(parts)))
        fits = all(pattern.fullmatch(part) for pattern, part in zip((ID, OUTPUT), parts, strict=False))
        if request.url.host != HOST or act is None or not fits:
            return _answer(404, {"error": f"There is no {request.method} {request.url}."})
        return await act(self._renders, request, *parts)

    async def aclose(self) -> None:
        """Stops all drawing; it goes on when it is asked for again."""
        await self._renders.close()

    async def sweep(self, keep: set[str]) -> set[str]:
        """Removes all renders but those with an id in `keep`; returns the ids of the others."""
        return await self._renders.sweep(keep)


async def _post(renders: Renders, request: httpx.Request) -> httpx.Response:
    try:
        wanted = _json(await request.aread())
        state = await renders.begin(_id(wanted), wanted)
    except CannotDraw as refusal:
        return _answer(422, {"error": str(refusal), "field": refusal.field})
    except Taken as refusal:
        return _answer(409, {"error": str(refusal), "field": "id"})
    return _answer(202, _told(wanted["id"], state))


async def _get(renders: Renders, _request: httpx.Request, id: str) -> httpx.Response:
    state = await renders.state(id)
    if state is None:
        return _answer(404, {"error": f"No render has the id {id}."})
    return _answer(200, _told(id, state))


async def _get_output(renders: Renders, _request: httpx.Request, id: str, name: str) -> httpx.Response:
    state = await renders.state(id)
    output = next((output for output in (state or {}).get("outputs", ()) if output["name"] == name), None)
    if output is None:
        return _answer(404, {"error": f"The render {id} has no {name}."})
    headers = {"content-length": str(output["bytes"]), "content-type": MIMES[Path(name).suffix]}
    return httpx.Response(200, headers=headers, stream=Bytes(renders.output(id, name)))


async def _get_stream(renders: Renders, _request: httpx.Request, id: str) -> httpx.Response:
    growing = renders.stream(id)
    file = await growing.opened() if growing else None
    if file is None:
        return _answer(404, {"error": f"The render {id} is not being drawn."})
    return httpx.Response(200, headers={"content-type": growing.mime}, stream=Following(growing, file))


async def _delete(renders: Renders, _request: httpx.Request, id: str) -> httpx.Response:
    await renders.remove(id)
    return _answer(200, {"id": id, "state": "cancelled"})


ROUTES = {
    ("POST", "render", 0): _post,
    ("GET", "render", 1): _get,
    ("GET", "render", 2): _get_output,
    ("GET", "stream", 1): _get_stream,
    ("DELETE", "render", 1): _delete,
}


class Bytes(httpx.AsyncByteStream):
    """A file, read piece by piece away from the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with await asyncio.to_thread(self._path.open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, CHUNK_BYTES):
                yield piece


class Following(httpx.AsyncByteStream):
    """A file that grows, as far as it is, and on as it does."""

    def __init__(self, growing: Growing, file: BinaryIO) -> None:
        self._growing, self._file = growing, file

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._growing.pieces(self._file):
            yield piece

    async def aclose(self) -> None:
        self._file.close()


def _json(body: bytes) -> Json:
    try:
        wanted = json.loads(body)
    except ValueError as error:
        raise CannotDraw("request", "A request is a JSON object.") from error
    if not isinstance(wanted, dict):
        raise CannotDraw("request", "A request is a JSON object.")
    return wanted


def _id(wanted: Json) -> str:
    if not isinstance(wanted.get("id"), str) or not ID.fullmatch(wanted["id"]):
        raise CannotDraw("id", f"The id is {wanted.get('id')!r}; it must be a UUID.")
    return wanted["id"]


def _told(id: str, state: Json) -> Json:
    """A state in the API's words."""
    outputs = [
        {"url": f"{BASE}/{id}/{output['name']}", "bytes": output["bytes"], "mime": MIMES[Path(output["name"]).suffix]}
        for output in state["outputs"]
    ]
    return {"id": id} | state | {"outputs": outputs}


def _answer(status: int, body: Json) -> httpx.Response:
    return httpx.Response(status, json=body)
