"""fal, as its documents describe it: a queue of requests, storage for their inputs, signed webhooks.

Written from fal.md, whose lines the modules name. Keys: any is an account; see `wire.SPEAKING` for words in a key that
make it one in trouble. Only what was uploaded here can be named by an address of fal's CDN; other addresses, and ids
of voices, are believed.
"""

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Host, Route, Router

from studio.rehearsal.fal import hooks
from studio.rehearsal.fal.platform import ENDPOINTS, Platform
from studio.rehearsal.fal.queue import Queue
from studio.rehearsal.fal.storage import CDN_HOSTS, Storage
from studio.rehearsal.fal.wire import served
from studio.rehearsal.frame import Frame

DIRECT_HOSTS = ("fal.run", "falrun.com")
"""Without the queue. `falrun.com` is where the client turns when the other cannot be reached (fal-client 1.0.3)."""

QUEUE_HOSTS = ("queue.fal.run", "queue.falrun.com")
REST_HOSTS = ("rest.fal.ai", "rest.alpha.fal.ai")
PLATFORM_HOST = "api.fal.ai"
HOSTS = (*QUEUE_HOSTS, *DIRECT_HOSTS, *REST_HOSTS, *CDN_HOSTS, PLATFORM_HOST)

PLACE = "/{owner}/{app}/requests/{request_id}"


def app(frame: Frame) -> Starlette:
    """Everything; a host that is none of fal's is taken for the queue and the storage."""
    storage = Storage(frame)
    queue = Queue(frame, storage)
    direct = Router([Route("/{endpoint:path}", served(frame, queue.run, _kind), methods=["POST"])])
    routes = [
        *(Host(host, direct) for host in DIRECT_HOSTS),
        Host(PLATFORM_HOST, _platform(frame)),
        *_rest(frame, storage),
        *_cdn(frame, storage),
        Route(f"{PLACE}/status", served(frame, queue.status, "status")),
        Route(f"{PLACE}/status/stream", served(frame, queue.stream, "stream")),
        Route(f"{PLACE}/cancel", served(frame, queue.cancel, "status"), methods=["PUT"]),
        Route(PLACE, served(frame, queue.result, "result")),
        Route("/{endpoint:path}", served(frame, queue.submit, _kind), methods=["POST"]),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _not_there})


def _kind(request: Request) -> str:
    """A voice is made for a job that comes after."""
    endpoint = ENDPOINTS.get(request.url.path.strip("/"))
    return "helper" if endpoint and endpoint.makes == "voice" else "submit"


def _platform(frame: Frame) -> Router:
    platform = Platform(frame)
    return Router(
        [
            Route("/v1/models/pricing", served(frame, platform.prices, "status")),
            Route("/v1/models/pricing/estimate", served(frame, platform.estimate, "status"), methods=["POST"]),
            Route("/v1/account/billing", served(frame, platform.billing, "status")),
        ]
    )


def _rest(frame: Frame, storage: Storage) -> Iterator[Route]:
    async def keys(request: Request) -> Response:
        return JSONResponse(hooks.key_set(frame))

    calls = {
        "/storage/upload/initiate": storage.initiate,
        "/storage/upload/initiate-multipart": storage.initiate_parts,
        "/storage/auth/token": storage.token,
    }
    yield Route("/.well-known/jwks.json", keys)
    for path, call in calls.items():
        yield Route(path, served(frame, call, "upload"), methods=["POST"])


def _cdn(frame: Frame, storage: Storage) -> Iterator[Route]:
    parts = "/multipart/{session}"
    yield Route("/files/upload", served(frame, storage.upload, "upload"), methods=["POST"])
    yield Route("/files/upload/multipart", served(frame, storage.upload_parts, "upload"), methods=["POST"])
    for place in ("/files/{upload_id}", "/files/{upload_id}/{name}"):
        yield Route(f"{place}{parts}/complete", served(frame, storage.complete, "upload"), methods=["POST"])
        yield Route(f"{place}{parts}/{{number:int}}", served(frame, storage.part, "upload"), methods=["PUT"])
    yield Route("/files/{upload_id}/{name}", served(frame, storage.file, "file"))


async def _not_there(request: Request, error: HTTPException) -> Response:
    return JSONResponse({"detail": error.detail}, error.status_code)
