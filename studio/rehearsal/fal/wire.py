"""How fal says no, and who asks. fal.md, lines 9, 27-30."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.frame import Frame, House, last_four

PROVIDER = "fal"
DOCS = "https://docs.fal.ai/errors#"


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, *, status: int, body: Mapping[str, object], headers: Mapping[str, str] | None = None) -> None:
        self.status, self.body, self.headers = status, body, headers or {}
        super().__init__(str(body))

    @property
    def response(self) -> Response:
        return JSONResponse(dict(self.body), self.status, dict(self.headers))


REQUEST_ERRORS = {
    "request_timeout": 504,
    "startup_timeout": 504,
    "runner_scheduling_failure": 503,
    "runner_connection_timeout": 503,
    "runner_disconnected": 503,
    "runner_connection_refused": 503,
    "runner_connection_error": 503,
    "runner_incomplete_response": 502,
    "runner_server_error": 500,
    "client_disconnected": 499,
    "client_cancelled": 499,
    "bad_request": 400,
    "internal_error": 500,
}
"""Line 29: what goes wrong around the model -> HTTP status."""

MODEL_ERRORS = {
    "internal_server_error": 500,
    "generation_timeout": 504,
    "downstream_service_error": 400,
    "downstream_service_unavailable": 500,
}
"""Line 28: what goes wrong inside -> HTTP status; every other type is 422."""


def trouble(kind: str, words: str, **headers: str) -> Refusal:
    """An error of the queue: text, a type, and a header that repeats the type (line 29)."""
    body = {"detail": words, "error_type": kind}
    return Refusal(status=REQUEST_ERRORS[kind], body=body, headers={"X-Fal-Error-Type": kind, **headers})


def model_error(*details: Mapping[str, object]) -> Refusal:
    """An error of a model: a list, and whether it is worth another try (line 28)."""
    status = MODEL_ERRORS.get(str(details[0]["type"]), 422)
    again = "true" if status >= 500 else "false"
    return Refusal(status=status, body={"detail": list(details)}, headers={"X-Fal-Retryable": again})


def detail(kind: str, words: str, *place: str | int, **more: object) -> dict[str, object]:
    """One line of such a list."""
    return {"loc": ["body", *place], "msg": words, "type": kind, "url": f"{DOCS}{kind}", **more}


def refusal(word: str) -> Response:
    """How fal words the dial's trouble. What 429 looks like is in no source but for its number (line 21), and fal has
    no error inside a success: here it is the error of the queue without its status."""
    if word == "429":
        return JSONResponse({"detail": "Too many requests"}, 429)
    if word == "200-with-errors":
        return JSONResponse(dict(trouble("internal_error", "Internal server error").body))
    kind = "internal_error" if word == "500" else "runner_scheduling_failure"
    return trouble(kind, "Internal server error" if word == "500" else "No runner is available").response


HOUSE = House(PROVIDER, refusal)

NOBODY = "Cannot access application. Authentication is required to access this application."
NO_USER = "No user found for Key ID and Secret"
LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."
NO_ACCESS = "Cannot access application. You do not have access to this application."
WRONG = "wrong"
"""A key with this word in it is nobody's."""

NO_SUBMITS = {"exhausted": LOCKED, "forbidden": NO_ACCESS}
"""A word in a key -> why it may only ask. Line 30 has the number, 403; the words of 401 and of an exhausted balance are
quoted in public reports."""


def key_of(request: Request) -> str:
    """The key, or nothing where there is none that fal knows."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme == "Key" and WRONG not in key else ""


def account_of(request: Request) -> str:
    """Whose call it is, by the last four characters of the key. Raises Refusal 401."""
    if key := key_of(request):
        return last_four(key)
    raise Refusal(status=401, body={"detail": NO_USER if "authorization" in request.headers else NOBODY})


def payer_of(request: Request) -> str:
    """Whose money it is. Raises Refusal 401, 403."""
    account = account_of(request)
    for word, words in NO_SUBMITS.items():
        if word in key_of(request):
            raise Refusal(status=403, body={"detail": words})
    return account


Serve = Callable[[Request], Awaitable[Response]]


def served(frame: Frame, serve: Serve, where: str | Callable[[Request], str]) -> Serve:
    """One call. `where` as the dial counts calls, or what tells it of a request."""

    async def view(request: Request) -> Response:
        frame.origin(request)

        async def act() -> Response:
            try:
                return await serve(request)
            except Refusal as error:
                return error.response

        return await frame.call(request, HOUSE, where if isinstance(where, str) else where(request), act)

    return view
