"""Scenario, as its SDK and its documentation describe it: models with flat inputs, jobs, assets, uploads, webhooks.

Lines are those of reference/scenario.md ("facts"). Keys: every pair is somebody's, but one that has `wrong` in it.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from studio.rehearsal.frame import Frame, House, last_four
from studio.rehearsal.scenario.assets import Assets
from studio.rehearsal.scenario.errors import PROTECTED, Wrong, refusal
from studio.rehearsal.scenario.jobs import Jobs
from studio.rehearsal.scenario.webhooks import Webhooks

HOSTS = ("api.cloud.scenario.com",)
HOUSE = House("scenario", refusal)

View = Callable[[Request, str], Awaitable[Response]]
"""(the request, the account) -> the answer. May raise Wrong."""


def app(frame: Frame) -> Starlette:
    """Everything under /v1."""
    hooks = Webhooks(frame)
    assets = Assets(frame)
    jobs = Jobs(frame, assets, hooks)

    def route(path: str, method: str, where: str, view: View) -> Route:
        return Route(f"/v1{path}", _view(frame, where, view), methods=[method])

    return Starlette(
        routes=[
            route("/generate/custom/{model}", "POST", "submit", jobs.generate),
            route("/models/{model}", "GET", "read", jobs.model),
            route("/jobs", "GET", "read", jobs.listed),
            route("/jobs/{job}", "GET", "status", jobs.job),
            route("/jobs/{job}/action", "POST", "read", jobs.action),
            route("/assets/get-bulk", "POST", "result", assets.bulk),
            route("/assets", "POST", "upload", assets.small),
            route("/assets", "DELETE", "read", assets.delete),
            route("/assets/{asset}", "GET", "result", assets.one),
            route("/uploads", "POST", "upload", assets.announce),
            route("/uploads/{upload}", "GET", "upload", assets.upload),
            route("/uploads/{upload}/action", "POST", "upload", assets.complete),
            route("/projects/{owner}/webhook-endpoints", "POST", "read", hooks.create),
            route("/teams/{owner}/webhook-endpoints", "POST", "read", hooks.create),
            route("/me", "GET", "read", _protected),
        ]
    )


async def _protected(request: Request, account: str) -> Response:
    """Who one is, a key is not told (line 14)."""
    return JSONResponse(PROTECTED, 403)


def _view(frame: Frame, where: str, view: View) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        async def act() -> Response:
            account = _account(request)
            if not account:
                return JSONResponse({"message": "Unauthorized"}, 401)
            try:
                return await view(request, account)
            except Wrong as wrong:
                return wrong.answer()

        dry = where == "submit" and "dryRun" in request.query_params
        return await frame.call(request, HOUSE, "read" if dry else where, act)

    return answer


def _account(request: Request) -> str:
    """The last four characters of the key, or nothing where it opens nothing (line 12)."""
    scheme, _, packed = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        key, _, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return last_four(key) if key and secret and "wrong" not in key + secret else ""
