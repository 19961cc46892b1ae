"""fal's storage: an upload is announced and put, or posted to the CDN with a token. fal.md, lines 32-35.

What `fal-client` does besides (a token of the CDN, uploads in parts) is read from its source, version 1.0.3, client.py.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.fal.wire import PROVIDER, Refusal, account_of
from studio.rehearsal.frame import Frame
from studio.rehearsal.store import Thing

CDN = "v3.fal.media"
CDN_HOSTS = (CDN, "v3b.fal.media")
LIFECYCLES = ("x-fal-object-lifecycle", "x-fal-object-lifecycle-preference")
TOKEN_S = 600
NO_TOKEN = "Invalid token"
GONE = "Not found"


def expires_in(headers: Mapping[str, str]) -> float | None:
    """How long files are to be kept, by the caller's wish; None where nothing is said (lines 19, 33)."""
    for name in LIFECYCLES:
        try:
            said = json.loads(headers.get(name, "{}")).get("expiration_duration_seconds")
        except (ValueError, AttributeError):
            continue
        if isinstance(said, int | float) and said > 0:
            return float(said)
    return None


class Storage:
    """The calls, around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    # Announced, then put

    async def initiate(self, request: Request) -> Response:
        """Line 33: where to put it, and where it is then."""
        upload = self._open(request, account_of(request), await _about(request))
        told = {"upload_url": self.frame.upload_url(request, upload), "file_url": self._file_url(upload)}
        return JSONResponse(told)

    async def initiate_parts(self, request: Request) -> Response:
        """Line 34. Whoever has the address may put the parts: it needs no key."""
        word = secrets.token_urlsafe(12)
        upload = self._open(request, account_of(request), await _about(request) | {"signed": word})
        url = f"https://{CDN}/files/{upload.id}/multipart/{upload.id}?signed={word}"
        return JSONResponse({"upload_url": url, "file_url": self._file_url(upload)})

    def _open(self, request: Request, account: str, about: Mapping[str, object]) -> Thing:
        keep_s = expires_in(request.headers)
        return self.frame.open_upload(PROVIDER, account, {**about, "keep_s": keep_s})

    def _file_url(self, upload: Thing) -> str:
        return f"https://{CDN}/files/{upload.id}/{upload.about['file_name']}"

    # The CDN

    async def token(self, request: Request) -> Response:
        """A token that posts to the CDN."""
        account, now = account_of(request), self.frame.clock()
        word = secrets.token_urlsafe(24)
        ends = now + TOKEN_S
        thing = Thing(provider=PROVIDER, kind="token", id=word, account=account, created=now, about={"ends": ends})
        self.frame.store.put_thing(thing)
        at = datetime.fromtimestamp(ends, UTC).isoformat()
        told = {"token": word, "token_type": "Bearer", "base_url": f"https://{CDN}", "expires_at": at}
        return JSONResponse(told)

    def _holder(self, request: Request) -> str:
        """Whose token it is. Raises Refusal 401."""
        word = request.headers.get("authorization", "").removeprefix("Bearer ")
        held = self.frame.store.thing(PROVIDER, "token", word)
        if held is None or held.about["ends"] < self.frame.clock():
            raise Refusal(status=401, body={"detail": NO_TOKEN})
        return held.account

    async def upload(self, request: Request) -> Response:
        """The bytes at once."""
        upload = self._open(request, self._holder(request), _named(request))
        self.frame.put_bytes(_place(upload.id), await request.body())
        return JSONResponse({"access_url": self._file_url(upload)})

    async def upload_parts(self, request: Request) -> Response:
        """The bytes in parts: this only begins it."""
        upload = self._open(request, self._holder(request), _named(request))
        return JSONResponse({"access_url": self._file_url(upload), "uploadId": upload.id})

    async def part(self, request: Request) -> Response:
        """One part. `etag` in the header for one kind of caller, in the body for the other (line 34)."""
        upload, number = self._opened(request), int(request.path_params["number"])
        content = await request.body()
        self.frame.put_bytes(f"{_place(upload.id)}.{number}", content)
        etag = _tag(content)
        return JSONResponse({"partNumber": number, "etag": etag}, headers={"etag": etag})

    async def complete(self, request: Request) -> Response:
        """All parts become one file, in the order of their numbers: each that was put, as it was put."""
        upload = self._opened(request)
        try:
            tags = {int(part["partNumber"]): part["etag"] for part in (await request.json())["parts"]}
        except (ValueError, KeyError, TypeError) as error:
            raise Refusal(status=400, body={"detail": "parts is missing"}) from error
        parts = [self.frame.get_bytes(f"{_place(upload.id)}.{number}") for number in range(1, len(tags) + 1)]
        after = self.frame.get_bytes(f"{_place(upload.id)}.{len(tags) + 1}")
        if not parts or None in parts or after is not None:
            raise Refusal(status=400, body={"detail": "A part is missing"})
        if any(tags.get(number) != _tag(part) for number, part in enumerate(parts, 1)):
            raise Refusal(status=400, body={"detail": "A part is not the one that was put"})
        self.frame.put_bytes(_place(upload.id), b"".join(parts))
        return JSONResponse({"access_url": self._file_url(upload)})

    def _opened(self, request: Request) -> Thing:
        """An upload in parts, for who has its address or a token. Raises Refusal 401, 404."""
        upload = self._upload(request)
        word = upload.about.get("signed")
        if word is None or request.query_params.get("signed") != word:
            self._holder(request)
        return upload

    def _upload(self, request: Request) -> Thing:
        upload = self.frame.store.thing(PROVIDER, "upload", request.path_params["upload_id"])
        if upload is None:
            raise Refusal(status=404, body={"detail": GONE})
        return upload

    async def file(self, request: Request) -> Response:
        """What was uploaded, for whoever knows the address."""
        upload = self._upload(request)
        content = self.content(upload)
        if content is None:
            raise Refusal(status=404, body={"detail": GONE})
        return Response(content, media_type=str(upload.about["content_type"]))

    # What is there

    def content(self, upload: Thing) -> bytes | None:
        """The bytes; None where they never came or are kept no longer."""
        keep_s = upload.about.get("keep_s")
        if keep_s is not None and self.frame.clock() > upload.created + float(keep_s):
            return None
        return self.frame.get_bytes(_place(upload.id))

    def has(self, url: str) -> bool:
        """Whether a file can be had: of the CDN's addresses this is known, of others it is believed."""
        parts = urlsplit(url)
        if parts.hostname not in CDN_HOSTS:
            return True
        upload = self.frame.store.thing(
            PROVIDER, "upload", parts.path.split("/")[2] if parts.path.count("/") > 1 else ""
        )
        return upload is not None and self.content(upload) is not None


def _place(upload_id: str) -> str:
    """The name under which the frame keeps the bytes of an upload."""
    return f"{PROVIDER}.{upload_id}"


def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _named(request: Request) -> dict[str, object]:
    kind = request.headers.get("content-type", "application/octet-stream")
    return {"file_name": request.headers.get("x-fal-file-name", "upload.bin"), "content_type": kind}


async def _about(request: Request) -> dict[str, object]:
    """What is to be uploaded. Raises Refusal 422."""
    try:
        said = await request.json()
        return {"file_name": str(said["file_name"]), "content_type": str(said["content_type"])}
    except (ValueError, KeyError, TypeError) as error:
        words = "content_type and file_name are required"
        raise Refusal(status=422, body={"detail": words}) from error
