"""How Runware says no: `{"errors": [...]}` with a code in camel case. Facts, lines 23-47.

It says that its codes are not standardised; those here are ones that its SDK and public answers name, or are made after
their pattern (`missing…`, `invalid…`, `unsupported…`, `array…`).
"""

from collections.abc import Iterable, Mapping

from starlette.responses import JSONResponse, Response

DOCUMENTATION = "https://runware.ai/docs/platform/errors"


class Wrong(Exception):
    """One task, or the whole request, that is not accepted."""

    def __init__(self, code: str, message: str, parameter: str | list[str] = "", **more: object) -> None:
        super().__init__(message)
        self.code, self.message, self.parameter, self.more = code, message, parameter, more
        self.status = int(more.pop("http", 400))

    def told(self, task: Mapping[str, object]) -> dict[str, object]:
        """The error as an object, about this task."""
        about = {"parameter": self.parameter} if self.parameter else {}
        ids = {name: task[name] for name in ("taskType", "taskUUID") if isinstance(task.get(name), str)}
        text = {"code": self.code, "message": self.message, "documentation": DOCUMENTATION}
        return text | about | ids | self.more


def key_of(word: str) -> dict[str, object]:
    """The error of a key that opens nothing (line 32)."""
    message = "Invalid API key. Get one at https://my.runware.ai/signup"
    return {"code": word, "message": message, "parameter": "apiKey", "taskType": "authentication"}


def answer(errors: Iterable[Mapping[str, object]], status: int) -> Response:
    """Nothing but errors."""
    return JSONResponse({"errors": list(errors)}, status)


TROUBLE = {
    "500": ("internalServerError", "An internal server error occurred. Please try again later."),
    "503": ("serviceUnavailable", "The service is temporarily unavailable. Please try again later."),
    "429": ("rateLimitExceeded", "Too many requests. Please slow down."),
    "200-with-errors": ("internalServerError", "An internal server error occurred. Please try again later."),
}


def refusal(word: str) -> Response:
    """Trouble of the whole service."""
    code, message = TROUBLE[word]
    about = {"code": code, "message": message, "documentation": DOCUMENTATION}
    return answer([about], 200 if word == "200-with-errors" else int(word))


ENDINGS = {
    "moderated": (
        "providerContentPolicyViolation",
        "The provider rejected the request for violating its content policy.",
    ),
    "broken": (
        "timeoutProvider",
        "The external provider did not respond within the timeout window. The request was automatically terminated.",
    ),
}  # fmt: skip
"""How a task ends that was accepted; the second as captured (line 33)."""


def ending(fate: str, task: Mapping[str, object]) -> dict[str, object]:
    """The error of a task that ended badly."""
    code, message = ENDINGS[fate]
    about = {"code": code, "status": "error", "message": message, "documentation": DOCUMENTATION}
    return about | {"taskType": task["taskType"], "taskUUID": task["taskUUID"]}
