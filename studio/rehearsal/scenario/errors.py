"""How Scenario says no. There is no schema of errors; the bodies are those that were seen (facts, lines 14, 40)."""

import secrets

from starlette.responses import JSONResponse, Response


class Wrong(Exception):
    """What is not accepted."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason

    def answer(self) -> Response:
        """With an id by which to ask about it."""
        return JSONResponse({"reason": self.reason, "trace_id": f"tr_{secrets.token_hex(6)}"}, self.status)


TROUBLE = {
    "500": (500, {"message": "Internal Server Error"}),
    "503": (503, {"message": "Service Unavailable"}),
    "429": (
        429,
        {
            "message": "Too many parallel jobs for your plan",
            "details": {"actionName": "parallelCustomJobs", "actionLimit": 5},
        },
    ),
    "200-with-errors": (200, {"reason": "Something went wrong", "trace_id": "tr_1"}),
}

PROTECTED = {"message": "API Keys cannot access protected resources"}


def refusal(word: str) -> Response:
    """Trouble of the whole service."""
    status, body = TROUBLE[word]
    return JSONResponse(body, status)
