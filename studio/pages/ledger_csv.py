"""The ledger as a table to take away: streamed line by line, and safe to open with a spreadsheet."""

import csv
import io
import re
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.jobs import statement
from studio.jobs.statement import Line

from .ledger import filters_of

HEAD = (
    *("sent_at", "person", "project", "job", "model", "task", "provider"),
    *("estimate", "estimate_currency", "estimate_exact"),
    *("billed", "billed_amount", "billed_currency", "difference", "reason"),
    *("job_id", "attempt_id", "endpoint", "request_id"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would calculate, or run, instead of showing it."""

NUMBER = re.compile(r"-?\d+(\.\d+)?")


@require_GET
@member
async def ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of what is wanted, newest first."""
    wanted, name = await sync_to_async(_wanted)(request)
    answer = StreamingHttpResponse(_written(wanted), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _wanted(request: HttpRequest) -> tuple:
    filters = filters_of(request)
    rows = statement.rows_of(request.user, team_of(request)).filter(filters.as_q())
    month = f"{filters.month:%Y-%m}" if filters.month else "all"
    return rows, f"dailies-ledger-{month}.csv"


async def _written(rows) -> AsyncIterator[str]:
    """The table, some hundred lines at a time."""
    yield _text([HEAD])
    parts = statement.all_lines(rows)
    while part := await sync_to_async(next)(parts, None):
        yield _text(map(_cells, part))


def _text(rows) -> str:
    into = io.StringIO()
    csv.writer(into).writerows([safe(cell) for cell in row] for row in rows)
    return into.getvalue()


def _cells(line: Line) -> tuple[object, ...]:
    row, job, estimate = line.attempt, line.attempt.job, line.estimate
    return (
        *(row.sent_at.isoformat(timespec="seconds"), job.owner, job.project, job.title, line.model, line.task),
        *(line.provider, *((estimate.amount, estimate.currency, estimate.exact) if estimate else ("", "", ""))),
        *(row.billed_state, row.billed_amount, row.billed_currency, line.difference, row.billed_reason),
        *(job.pk, row.pk, row.endpoint, row.request_id),
    )


def safe(cell: object) -> str:
    """A cell as text. What would be taken for a formula gets an apostrophe; numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text
