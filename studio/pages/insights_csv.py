"""The tables of Insights to take away: the same figures, for the same days, with every digit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.core.spreadsheets import text
from studio.jobs import reliability, spend
from studio.jobs.spend import Row
from studio.review import insights as reviewed

from .insights import BY, Asked, asked_of, names_of

Cells = tuple[object, ...]

MONEY = (
    *("currency", "billed", "billed_requests", "bill_unknown_requests", "bill_unknown_estimated"),
    "bill_unknown_unpriced_requests",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Its first line, and what makes the others."""

    head: tuple[str, ...]
    rows: Callable[[HttpRequest, Asked], Iterable[Cells]]


@require_GET
@member
def insights_csv(request: HttpRequest, table: str) -> HttpResponse:
    """One table. 404 for one that there is not."""
    if table not in TABLES:
        raise Http404(f"Insights has no table “{table}”: {', '.join(TABLES)} are there.")
    asked, wanted = asked_of(request), TABLES[table]
    answer = HttpResponse(text([wanted.head, *wanted.rows(request, asked)]), content_type="text/csv; charset=utf-8")
    name = f"dailies-{table}-{asked.span.first}-to-{asked.span.last}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _money(way: str) -> Callable[[HttpRequest, Asked], Iterator[Cells]]:
    def rows(request: HttpRequest, asked: Asked) -> Iterator[Cells]:
        found = spend.spent(request.user, team_of(request), asked.span)
        names = names_of(found).get(way, {})
        for currency in (*found.currencies, ""):
            for row in found.rows(way, currency):
                yield names.get(row.key, row.key), currency, *_counted(row)

    return rows


def _counted(row: Row) -> Cells:
    return _plain(row.billed), row.bills, row.opens, _plain(row.open), row.unpriced


def _plain(amount: Decimal) -> str:
    """Without the noughts behind: 1.100000 -> 1.1."""
    return f"{amount.normalize():f}"


def _estimates(request: HttpRequest, asked: Asked) -> Iterator[Cells]:
    found = spend.spent(request.user, team_of(request), asked.span)
    names = names_of(found)["provider"]
    for currency in found.currencies:
        for row in (row for row in found.rows("provider", currency) if row.comparisons):
            difference = row.compared - row.estimated
            yield names[row.key], currency, row.comparisons, *map(_plain, (row.estimated, row.compared, difference))


def _providers(request: HttpRequest, asked: Asked) -> Iterator[Cells]:
    for each in reliability.records(request.user, team_of(request), asked.span):
        times = (each.lower_s, each.median_s, each.upper_s)
        counts = (each.jobs, each.ready, each.failed, each.refused, each.cancelled, each.under_way)
        yield each.name, *counts, each.timed, *("" if time is None else f"{time:.3f}" for time in times)


def _approved(request: HttpRequest, asked: Asked) -> Iterator[Cells]:
    user, team = request.user, team_of(request)
    found, approved = spend.spent(user, team, asked.span), reviewed.approved(user, team, asked.span)
    for currency in found.currencies:
        for week in approved.weeks(found, currency):
            each = "" if week.per_second is None else _plain(week.per_second.quantize(Decimal("0.000001")))
            yield week.first, currency, _plain(week.billed), week.opens, f"{week.seconds:.3f}", each


def _storage(request: HttpRequest, asked: Asked) -> Iterator[Cells]:
    for each in reviewed.holdings(request.user, team_of(request)):
        yield each.project, each.files, each.bytes, each.binned


TABLES = {
    **{way: Table((way, *MONEY), _money(way)) for way in ("day", *BY)},
    "estimates": Table(("provider", "currency", "requests", "estimated", "billed", "difference"), _estimates),
    "providers": Table(
        (
            *("provider", "jobs", "ready", "failed", "refused", "cancelled", "not_known_yet"),
            *("timed", "lower_quarter_s", "median_s", "upper_quarter_s"),
        ),
        _providers,
    ),
    "approved": Table(
        ("week_from", "currency", "billed_for_clips", "bill_unknown_requests", "approved_s", "per_approved_s"),
        _approved,
    ),
    "storage": Table(("project", "files", "bytes", "bytes_in_the_bin"), _storage),
}
"""By the name that an address has."""
