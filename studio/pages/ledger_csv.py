"""The ledger as a table to take away: streamed line by line, and safe to open with a spreadsheet."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.jobs import statement
from studio.jobs.statement import Line

from .ledger import filters_of
from .tables import as_csv

HEAD = (
    *("sent_at", "person", "project", "job", "model", "task", "provider"),
    *("estimate", "estimate_currency", "estimate_exact"),
    *("billed", "billed_amount", "billed_currency", "difference", "reason"),
    *("job_id", "attempt_id", "endpoint", "request_id"),
)


@require_GET
@member
async def ledger_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of what is wanted, newest first."""
    wanted, name = await sync_to_async(_wanted)(request)
    return as_csv(name, HEAD, statement.all_lines(wanted, await request.auser()), _cells)


def _wanted(request: HttpRequest) -> tuple:
    filters = filters_of(request)
    rows = statement.rows_of(request.user, team_of(request)).filter(filters.as_q())
    month = f"{filters.month:%Y-%m}" if filters.month else "all"
    return rows, f"dailies-ledger-{month}.csv"


def _cells(line: Line) -> tuple[object, ...]:
    row, job, estimate = line.attempt, line.attempt.job, line.estimate
    return (
        *(row.sent_at.isoformat(timespec="seconds"), job.owner, job.project, job.title, line.model, line.task),
        *(line.provider, *((estimate.amount, estimate.currency, estimate.exact) if estimate else ("", "", ""))),
        *(row.billed_state, row.billed_amount, row.billed_currency, line.difference, row.billed_reason),
        *(job.pk, row.pk, row.endpoint, row.request_id),
    )
