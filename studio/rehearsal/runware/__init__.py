"""Runware, as its documents describe it: one address, a JSON array of tasks, answers told apart by `taskUUID`.

Lines are those of reference/runware.md ("facts"), unless a source is named. Where it is silent, the comment says what
was chosen. Keys: every key is somebody's, but one that has `wrong` in it (line 32).
"""

import json
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from studio.rehearsal.frame import Frame, House, last_four
from studio.rehearsal.runware.errors import Wrong, answer, key_of, refusal
from studio.rehearsal.runware.tasks import Tasks

HOSTS = ("api.runware.ai",)
"""Line 12. `vm.runware.ai` and the older `im.runware.ai` are where results lie there; here they lie under /files."""

HOUSE = House("runware", refusal)
DRY_RUN = "x-runware-dry-run"
PURPOSES = {"getResponse": "status", "mediaStorage": "upload", "imageUpload": "upload"}
COSTING = {"videoInference", "imageInference"}

Task = Mapping[str, object]


def app(frame: Frame) -> Starlette:
    """The one address."""
    tasks = Tasks(frame)

    async def post(request: Request) -> Response:
        asked = _read(await request.body())
        where = _where(asked, dry=DRY_RUN in request.headers)

        async def act() -> Response:
            key = _key(request, asked)
            if not key or "wrong" in key:
                return answer([key_of("invalidApiKey" if key else "missingApiKey")], 401)
            if not asked:
                about = {"code": "invalidRequest", "message": "The body must be a JSON array of tasks."}
                return answer([about], 400)
            return await _carry_out(tasks, request, asked, last_four(key))

        return await frame.call(request, HOUSE, where, act)

    return Starlette(routes=[Route("/v1", post, methods=["POST"])])


def _read(body: bytes) -> list[Task]:
    """The tasks; none where the body is no list of objects (line 12)."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return asked if isinstance(asked, list) and all(isinstance(task, dict) for task in asked) else []


def _where(asked: list[Task], *, dry: bool) -> str:
    """What the dial takes this call for; a read that is about no task is none of its business."""
    kinds = [task.get("taskType") for task in asked]
    if COSTING & {kind for kind in kinds if isinstance(kind, str)}:
        return "read" if dry else "submit"
    return next((PURPOSES[kind] for kind in kinds if kind in PURPOSES), "read")


def _key(request: Request, asked: list[Task]) -> str:
    """From the header, or from a first task that authenticates (line 13)."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return key.strip()
    first = asked[0] if asked else {}
    return str(first.get("apiKey", "")) if first.get("taskType") == "authentication" else ""


async def _carry_out(tasks: Tasks, request: Request, asked: list[Task], account: str) -> Response:
    """Each task by itself; what came and what went wrong side by side (line 23)."""
    data, errors, status = [], [], 200
    for task in asked:
        try:
            data += await tasks.carry_out(request, task, account, dry=DRY_RUN in request.headers)
        except Wrong as wrong:
            errors.append(wrong.told(task))
            status = wrong.status
    if errors and not data:
        return answer(errors, status)
    return JSONResponse({"data": data} | ({"errors": errors} if errors else {}))
