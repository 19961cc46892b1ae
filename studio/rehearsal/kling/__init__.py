"""Kling's own API, as its documents describe it: two generations on one host, API keys and signed tokens.

Written from kling-official.md, whose lines the modules name. Keys: any is an account; see `keys.SPEAKING` for words in
a key that make it one in trouble, `keys.CASH` for one that pays in money, `keys.secret_of` for the secret of an access
key. A clip that is only an address counts as five seconds of 720p. Nothing that was retired is retired here.
"""

from collections.abc import Callable, Iterator
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from studio.rehearsal.frame import Frame
from studio.rehearsal.kling import newer, older_images, older_sounds, older_video
from studio.rehearsal.kling.account import Account
from studio.rehearsal.kling.endpoints import Endpoint
from studio.rehearsal.kling.faults import Fault
from studio.rehearsal.kling.keys import HOSTS as REGIONS
from studio.rehearsal.kling.library import Library
from studio.rehearsal.kling.moments import Moments
from studio.rehearsal.kling.tasks import Tasks
from studio.rehearsal.kling.things import Things
from studio.rehearsal.kling.wire import Serve, refusal_of, served

HOSTS = tuple(REGIONS)

ENDPOINTS: tuple[Endpoint, ...] = (
    *older_video.ENDPOINTS,
    *older_sounds.ENDPOINTS,
    *older_images.ENDPOINTS,
    *newer.ENDPOINTS,
)

HELPERS = {"element", "voice"}
"""What is made for a job that comes after."""


def app(frame: Frame) -> Starlette:
    """Every path that the documents name."""
    things = Things(frame)
    account = Account(frame)
    tasks = Tasks(frame, things, account)
    routes = [
        *_at_once(frame, Moments(frame, things, account)),
        *_shelves(frame, Library(frame, things)),
        *_accounts(frame, account),
        *(route for endpoint in ENDPOINTS for route in _of(frame, tasks, endpoint)),
        *_calls(frame, "status", {"/tasks": tasks.by_ids}, "GET", newer=True),
        *_calls(frame, "status", {"/tasks": tasks.listed}, "POST", newer=True),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _not_there})


def _of(frame: Frame, tasks: Tasks, endpoint: Endpoint) -> Iterator[Route]:
    """One kind of task: made by POST, and in the older generation asked for at the same address."""
    path = endpoint.path
    where = "helper" if endpoint.makes in HELPERS else "submit"
    yield _route(frame, path, partial(tasks.create, endpoint), where, "POST", endpoint.newer)
    if not endpoint.newer:
        yield _route(frame, path, partial(tasks.several, endpoint), "status", "GET")
        yield _route(frame, f"{path}/{{task_id}}", partial(tasks.one, endpoint), "status", "GET")


def _at_once(frame: Frame, moments: Moments) -> Iterator[Route]:
    marking = "/v1/videos/multi-elements"
    calls = {
        "/v1/videos/identify-face": moments.faces,
        "/v1/audio/tts": moments.speak,
        "/v1/videos/image-recognize": moments.recognize,
        f"{marking}/init-selection": moments.open,
        f"{marking}/add-selection": moments.mark,
        f"{marking}/delete-selection": moments.unmark,
        f"{marking}/clear-selection": moments.clear,
        f"{marking}/preview-selection": moments.preview,
    }
    return _calls(frame, "helper", calls, "POST")


def _shelves(frame: Frame, library: Library) -> Iterator[Route]:
    general = "/v1/general"
    presets = {
        f"{general}/presets-voices": library.preset_voices,
        f"{general}/advanced-presets-elements": library.preset_elements,
    }
    deletions = {
        f"{general}/delete-voices": library.delete_voice,
        f"{general}/delete-advanced-elements": library.delete_element,
        f"{general}/delete-elements": library.delete_element,
    }
    yield from _calls(frame, "status", presets, "GET")
    yield from _calls(frame, "status", deletions, "POST")


def _accounts(frame: Frame, account: Account) -> Iterator[Route]:
    lists = {"/account/billing/package": account.packages, "/account/billing/balance": account.balance}
    yield from _calls(frame, "status", {"/account/costs": account.costs}, "GET")
    yield from _calls(frame, "status", lists, "POST")


def _calls(frame: Frame, where: str, calls: dict[str, Serve], method: str, *, newer: bool = False) -> Iterator[Route]:
    return (_route(frame, path, serve, where, method, newer) for path, serve in calls.items())


def _route(frame: Frame, path: str, serve: Serve, where: str, method: str, newer: bool = False) -> Route:
    view: Callable = served(frame, serve, where, newer=newer)
    return Route(path, view, methods=[method])


async def _not_there(request: Request, error: HTTPException) -> Response:
    """Lines 58-59: a path that is not there, or one that does not take this method."""
    return refusal_of(Fault(1202 if error.status_code == 405 else 1203))
