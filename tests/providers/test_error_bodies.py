"""Every documented error in the body that its provider writes: the adapter finds the code, and says what its row says.

What the bodies look like: kling-official.md lines 40-67, runware.md lines 20-47, fal.md lines 20-31, scenario.md 38-41.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest

from studio.providers import registry
from studio.providers.answers import ErrorTable, Row
from studio.providers.errors import ProviderError, Refused
from studio.providers.fal.errors import ERRORS as FAL
from studio.providers.kling.errors import ERRORS as KLING
from studio.providers.runware.errors import ERRORS as RUNWARE
from studio.providers.scenario.errors import ERRORS as SCENARIO
from tests.walks import walk

THEIRS = "The lighthouse is closed"


def kling(code: str) -> httpx.Response:
    """HTTP 200 with the code inside; what is no code of Kling's is the gateway's status."""
    body = {"code": int(code), "message": THEIRS, "request_id": "r-1"}
    return httpx.Response(200, json=body) if len(code) == 4 else httpx.Response(int(code), json={"message": THEIRS})


def runware(code: str) -> httpx.Response:
    """A list of errors; a status alone where there is no list."""
    error = {"code": code, "message": THEIRS, "taskUUID": "t-1"}
    return httpx.Response(int(code), text="") if code.isdigit() else httpx.Response(400, json={"errors": [error]})


def fal(code: str) -> httpx.Response:
    """A model's own errors come as a list, those of the queue as a word, the rest as a status."""
    if code.isdigit():
        return httpx.Response(int(code), json={"detail": THEIRS})
    listed = next(row for row in FAL.rows if row is FAL.row(code)).source.startswith("fal: errors of models")
    detail = [{"type": code, "msg": THEIRS, "loc": ["body", "prompt"]}] if listed else THEIRS
    return httpx.Response(422, json={"detail": detail} | ({} if listed else {"error_type": code}))


def scenario(code: str) -> httpx.Response:
    """A status with words; `cooldown` is the reason beside a 429."""
    status = int(code) if code.isdigit() else 429
    reason = {} if code.isdigit() else {"reason": code}
    return httpx.Response(status, json={"error": THEIRS, "message": THEIRS, **reason})


BODIES: tuple[tuple[ErrorTable, Callable[[str], httpx.Response]], ...] = (
    (KLING, kling),
    (RUNWARE, runware),
    (FAL, fal),
    (SCENARIO, scenario),
)


def documented() -> Iterator[tuple[str, str, Row, httpx.Response]]:
    """(slug, code, its row, an answer with it); of a family of codes one of them."""
    for table, written in BODIES:
        for row in table.rows:
            for code in row.codes:
                one = code.replace("[0-9]", "9").replace("*", "Odd")
                if table.row(one) is row:
                    yield table.provider, one, row, written(one)


@walk(
    ("slug", "code", "row", "answer"), documented(), lambda slug, code, *_: f"{slug} {code}", by=lambda slug, *_: slug
)
def test_every_documented_error_says_at_the_door_what_the_table_says(slug, code, row, answer):
    provider = registry.get(slug)

    with pytest.raises(ProviderError) as told:
        provider.parse_submit(answer)

    assert type(told.value) is row.kind, told.value
    assert told.value.message.startswith(row.words)
    assert any(words in told.value.message for words in (THEIRS, code))
    assert isinstance(told.value, Refused) or not told.value.permanent
