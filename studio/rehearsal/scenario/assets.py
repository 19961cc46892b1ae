"""Files at Scenario: uploads in parts, what becomes of them, and what jobs made. Facts, lines 29-32."""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.frame import Frame
from studio.rehearsal.lives import Phase, Task
from studio.rehearsal.scenario.checks import shape_of
from studio.rehearsal.scenario.errors import Wrong
from studio.rehearsal.store import Thing

KINDS = ("image", "video", "audio", "3d", "asset", "avatar", "model", "text")
SMALL = 6 << 20
"""The largest picture that can be posted at once, in bytes (line 31)."""

UPLOADED = {"video": "uploaded-video", "audio": "uploaded-audio"}
MOST_PARTS = 100
EXPIRES_S = 3600.0
"""How long the address of a part is good. How long really is not said."""


class Assets:
    """Around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def knows(self, asset: str, account: str) -> bool:
        """Whether an id is that of an asset of this account: uploaded, or made by a job."""
        stored = self.frame.store.thing("scenario", "asset", asset)
        if stored is not None:
            return stored.account == account
        task = self.frame.task("scenario", "job_" + asset.removeprefix("asset_"))
        return task is not None and task.account == account and self.frame.life(task).phase is Phase.DONE

    # Telling

    async def bulk(self, request: Request, account: str) -> Response:
        """Several at once; those that are not there are left out."""
        ids = (await read(request)).get("assetIds")
        if not isinstance(ids, list):
            raise Wrong(400, "assetIds must be an array")
        known = [str(asset) for asset in ids if self.knows(str(asset), account)]
        return JSONResponse({"assets": [self.told(request, asset) for asset in known]})

    async def one(self, request: Request, account: str) -> Response:
        asset = request.path_params["asset"]
        if not self.knows(asset, account):
            raise Wrong(404, "Asset not found")
        return JSONResponse({"asset": self.told(request, asset)})

    async def delete(self, request: Request, account: str) -> Response:
        ids = (await read(request)).get("assetIds")
        for asset in ids if isinstance(ids, list) else []:
            if self.knows(str(asset), account):
                self.frame.store.drop_thing("scenario", "asset", str(asset))
        return JSONResponse({})

    def told(self, request: Request, asset: str) -> dict[str, object]:
        """An asset as the API tells it (line 30). Its address is made anew each time, and expires."""
        stored = self.frame.store.thing("scenario", "asset", asset)
        return self._uploaded(request, stored) if stored else self._made(request, asset)

    def _made(self, request: Request, asset: str) -> dict[str, object]:
        task = self.frame.task("scenario", "job_" + asset.removeprefix("asset_"))
        shape = shape_of(task.endpoint, task.about["input"])
        url = self.frame.file_url(request, "scenario", shape)
        size = {"width": shape.width, "height": shape.height, "duration": shape.seconds, "frameRate": shape.fps}
        about = _asset(asset, url, shape.mime, task.account, task.plan.ends)
        made = _way(task)
        metadata = {"kind": shape.kind, "type": made, "modelId": task.endpoint}
        return about | {"properties": {"size": 0} | size, "metadata": metadata, "source": made}

    def _uploaded(self, request: Request, stored: Thing) -> dict[str, object]:
        url = f"{self.frame.origin(request)}/uploads/{stored.about['file']}"
        about = _asset(stored.id, url, str(stored.about["mime"]), stored.account, stored.created)
        source = UPLOADED.get(str(about["kind"]), "uploaded")
        metadata = {"kind": about["kind"], "type": source}
        return about | {"properties": {"size": stored.about["size"]}, "metadata": metadata, "source": source}

    # Uploading

    async def small(self, request: Request, account: str) -> Response:
        """A picture inside the request (line 31)."""
        body = await read(request)
        head, _, content = str(body.get("image") or "").rpartition(",")
        try:
            written = base64.b64decode(content, validate=True)
        except ValueError:
            written = b""
        if not isinstance(body.get("name"), str) or not 0 < len(written) <= SMALL:
            raise Wrong(400, "name and image (base64, less than 6 MB) are required")
        mime = head.removeprefix("data:").partition(";")[0] or "image/png"
        asset = self._keep(account, mime, written)
        return JSONResponse({"asset": self.told(request, asset)})

    async def announce(self, request: Request, account: str) -> Response:
        """Tell where the parts are put, or take an address (line 32)."""
        body = await read(request)
        if body.get("kind") not in KINDS:
            raise Wrong(400, f"kind must be one of: {', '.join(KINDS)}")
        about = {
            "source": "url",
            "fileName": str(body.get("url", "")).rpartition("/")[2],
            "mime": "video/mp4",
            "size": 0,
        }
        if "url" not in body:
            about = _announced(body)
        upload = self.frame.open_upload("scenario", account, about | {"kind": body["kind"], "completed": None})
        if about["source"] == "url":
            upload = self._close(upload, self.frame.clock())
        return JSONResponse({"upload": self._told_upload(request, upload)})

    async def complete(self, request: Request, account: str) -> Response:
        """All parts are there: from now on it is being checked."""
        upload = self._upload(request, account)
        if (await read(request)).get("action") != "complete":
            raise Wrong(400, "Unknown action")
        return JSONResponse({"upload": self._told_upload(request, self._close(upload, self.frame.clock()))})

    async def upload(self, request: Request, account: str) -> Response:
        """How far it is. Once it has been checked it is an asset."""
        upload = self._upload(request, account)
        completed = upload.about["completed"]
        if completed is not None and self.frame.clock() >= completed + self.frame.dial.queue_s[0]:
            upload = self._import(upload)
        return JSONResponse({"upload": self._told_upload(request, upload)})

    def _upload(self, request: Request, account: str) -> Thing:
        upload = self.frame.store.thing("scenario", "upload", request.path_params["upload"])
        if upload is None or upload.account != account:
            raise Wrong(404, "Upload not found")
        return upload

    def _close(self, upload: Thing, now: float) -> Thing:
        return self._write(upload, {"completed": now, "status": "validating"})

    def _write(self, upload: Thing, change: Mapping[str, object]) -> Thing:
        changed = replace(upload, about=dict(upload.about) | dict(change))
        self.frame.store.put_thing(changed)
        return changed

    def _import(self, upload: Thing) -> Thing:
        """Put the parts together; what is not as large as was announced failed."""
        if upload.about.get("status") != "validating":
            return upload
        content = b"".join(self.frame.get_bytes(name) or b"" for name in _names(upload))
        if upload.about["source"] == "multipart" and len(content) != upload.about["size"]:
            words = f"The file has {len(content)} bytes, announced were {upload.about['size']:g}"
            return self._write(upload, {"status": "failed", "errorMessage": words})
        asset = self._keep(upload.account, str(upload.about["mime"]), content)
        return self._write(upload, {"status": "imported", "entityId": asset})

    def _keep(self, account: str, mime: str, content: bytes) -> str:
        asset = f"asset_{secrets.token_urlsafe(18).replace('_', 'x')}"
        name = f"scenario.{asset}.{mime.rpartition('/')[2]}"
        self.frame.put_bytes(name, content)
        about = {"file": name, "mime": mime, "size": len(content)}
        at = self.frame.clock()
        self.frame.store.put_thing(
            Thing(provider="scenario", kind="asset", id=asset, account=account, created=at, about=about)
        )
        return asset

    def _told_upload(self, request: Request, upload: Thing) -> dict[str, object]:
        """An upload as the API tells it; the addresses of its parts while they are waited for."""
        about = upload.about
        told = {"id": upload.id, "kind": about["kind"], "source": about["source"], "fileName": about["fileName"]}
        told |= {"status": about.get("status", "pending"), "createdAt": instant(upload.created)}
        told |= {"updatedAt": instant(about["completed"] or upload.created), "ownerId": f"proj_{upload.account}"}
        told |= {"authorId": f"user_{upload.account}"}
        told |= {name: about[name] for name in ("entityId", "errorMessage") if name in about}
        if about["source"] == "multipart":
            told["parts"] = [self._part(request, upload, number) for number in range(1, about["parts"] + 1)]
        return told

    def _part(self, request: Request, upload: Thing, number: int) -> dict[str, object]:
        url = self.frame.upload_url(request, upload, str(number))
        return {"number": number, "url": url, "expires": instant(upload.created + EXPIRES_S)}


def _announced(body: Mapping[str, object]) -> dict[str, object]:
    """What a multipart upload must say. Raises Wrong."""
    for name in ("fileName", "contentType"):
        if not isinstance(body.get(name), str) or not body[name]:
            raise Wrong(400, f"{name} is required")
    for name, most in (("fileSize", 5 << 30), ("parts", MOST_PARTS)):
        value = body.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= most:
            raise Wrong(400, f"{name} must be a number between 1 and {most}")
    facts = {"fileName": body["fileName"], "mime": body["contentType"], "size": body["fileSize"]}
    return facts | {"source": "multipart", "parts": int(body["parts"])}


def _names(upload: Thing) -> list[str]:
    """Under which names the parts lie."""
    return [f"scenario.{upload.id}.{number}" for number in range(1, int(upload.about.get("parts", 0)) + 1)]


def _asset(asset: str, url: str, mime: str, account: str, created: float) -> dict[str, object]:
    kind = mime.partition("/")[0]
    whose = {"authorId": f"user_{account}", "ownerId": f"proj_{account}"}
    told = {"id": asset, "url": url, "mimeType": mime, "kind": kind, "privacy": "private", "status": "success"}
    told |= {"tags": [], "collectionIds": [], "editCapabilities": []}
    return told | whose | {"createdAt": instant(created), "updatedAt": instant(created)}


def _way(task: Task) -> str:
    """From what to what it was made, in the SDK's words."""
    given = set(task.about["input"])
    if given & {"video", "videoUrl", "referenceVideo"}:
        return "video2video"
    return "img2video" if given & {"startImage", "image", "imageUrl", "images", "referenceImages"} else "txt2video"


def asset_of(task: Task) -> str:
    """The id of what a job makes, from which the job can be told."""
    return "asset_" + task.id.removeprefix("job_")


async def read(request: Request) -> Mapping[str, object]:
    """The JSON object that was sent; empty where it is none."""
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def instant(at: float) -> str:
    """`2026-11-20T13:00:00.000Z`, as the SDK's examples have it."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
