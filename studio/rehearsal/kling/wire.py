"""Kling's envelope, `{"code", "message", "request_id", "data"}`, and what every call goes through before it is served.

kling-official.md, lines 40-67.
"""

import json
import uuid
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.fields import Rule, Table, broken, problems
from studio.rehearsal.frame import Frame, House
from studio.rehearsal.kling.faults import FAILURES, Fault
from studio.rehearsal.kling.keys import Caller, caller

PROVIDER = "kling"
Serve = Callable[[Request, Caller], Awaitable[object]]
"""What a call does: it gives the `data` of the answer, or raises Fault."""


def answer(data: object) -> Response:
    """A success; the message is what live answers say (line 42)."""
    return JSONResponse({"code": 0, "message": "SUCCEED", "request_id": str(uuid.uuid4()), "data": data})


def refusal_of(fault: Fault, status: int | None = None) -> Response:
    """An error; `data` may be absent (line 42)."""
    body = {"code": fault.code, "message": fault.words, "request_id": str(uuid.uuid4())}
    headers = {"Retry-After": str(fault.retry_after_s)} if fault.retry_after_s is not None else None
    return JSONResponse(body, status or fault.status, headers)


def refusal(word: str) -> Response:
    """How Kling words the dial's trouble. Too many at once is what a create call meets most (line 63)."""
    if word == "200-with-errors":
        return refusal_of(Fault(1201), 200)
    if word == "429":
        return refusal_of(Fault(1303))
    return refusal_of(Fault(FAILURES[int(word)]))


HOUSE = House(PROVIDER, refusal)


def served(frame: Frame, serve: Serve, where: str, *, newer: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """One call of the API: the key is looked at first, then it is served. `where` as the dial counts calls."""

    async def view(request: Request) -> Response:
        frame.origin(request)

        async def act() -> Response:
            try:
                who = asking(frame, request, newer=newer)
                return answer(await serve(request, who))
            except Fault as fault:
                return refusal_of(fault)

        return await frame.call(request, HOUSE, where, act)

    return view


def asking(frame: Frame, request: Request, *, newer: bool) -> Caller:
    """Whose call it is."""
    host = request.headers.get("host", "").partition(":")[0]
    return caller(request.headers.get("authorization", ""), host, frame.now(request), newer=newer)


async def body_of(request: Request) -> dict[str, object]:
    """The JSON object that was sent. Raises 1200."""
    try:
        found = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise Fault(1200, "The request body is not valid JSON") from error
    if not isinstance(found, dict):
        raise Fault(1200, "The request body should be a JSON object")
    return found


def check(takes: Table, rules: tuple[Rule, ...], body: Mapping[str, object]) -> None:
    """Raises 1201 about the first thing that is wrong (line 57: the message has the details)."""
    for found in (problems(takes, body), broken(rules, body)):
        problem = next(iter(found), None)
        if problem:
            raise Fault(1201, f"{'.'.join(map(str, problem.path))} {problem.words}")


def page(request: Request, most: int = 500) -> tuple[int, int]:
    """How many to skip and how many to give: `pageNum` 1 to 1000, `pageSize` 1 to 500 (line 134). Raises 1201."""
    number = _counted(request, "pageNum", 1, 1000)
    size = _counted(request, "pageSize", 30, most)
    return (number - 1) * size, size


def _counted(request: Request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name) or str(default)
    if not given.isdigit() or not 1 <= int(given) <= most:
        raise Fault(1201, f"{name} should be from 1 to {most}")
    return int(given)


def milliseconds(seconds: float) -> int:
    """As Kling counts time."""
    return round(seconds * 1000)
