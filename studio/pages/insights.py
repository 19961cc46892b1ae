"""Insights: what was spent on what, how far the estimates were off, what providers are worth; as tables and charts.

Every table is there as a CSV as well (insights_csv.py). The days are in the address, and are days in UTC.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap

from studio.accounts.current import team_of
from studio.accounts.models import Project, User
from studio.accounts.permissions import may_manage, member
from studio.catalog import registry
from studio.catalog.tasks import PROVIDERS
from studio.core import clock
from studio.jobs import reliability, spend
from studio.jobs.budgets import CURRENCIES
from studio.jobs.masking import PLACE
from studio.jobs.spans import Span
from studio.jobs.spend import Row, Spend
from studio.review import insights as reviewed
from studio.review.insights import Approved

from . import charts
from .tables import day

PERIODS = {"7": "7 days", "30": "30 days", "90": "90 days"}
USUAL, OWN = "30", "own"
MOST_DAYS = 366
SHOWN = 12  #: rows of a list of bars; the others are in its CSV


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `error` is what was wrong with it, and what is shown instead."""

    period: str
    span: Span
    error: str = ""

    @property
    def query(self) -> str:
        """The same, as an address has it."""
        own = {"since": self.span.first, "until": self.span.last} if self.period == OWN else {}
        return urlencode({"period": self.period} | own)


@require_GET
@member
@vary_on_headers("HX-Request")
def insights(request: HttpRequest) -> HttpResponse:
    """All of it, for the days that are asked for."""
    asked = asked_of(request)
    context = _context(request, asked)
    if not request.htmx:
        return render(request, "insights/page.html", context)
    answer = reswap(render(request, "insights/page.html#insights", context | {"oob": True}), "morph")
    answer["HX-Replace-Url"] = f"{reverse('insights')}?{asked.query}"
    return answer


def _context(request: HttpRequest, asked: Asked) -> dict:
    user, team = request.user, team_of(request)
    found = spend.spent(user, team, asked.span)
    approved = reviewed.approved(user, team, asked.span)
    names = names_of(found)
    stored = reviewed.holdings(user, team)
    return {
        "asked": asked,
        "periods": PERIODS.items(),
        "is_team": may_manage(user, team),
        "monies": [_money(found, approved, names, asked.span, currency) for currency in found.currencies],
        "nowhere": found.nowhere,
        "unbilled_seconds": approved.unbilled,
        "records": _drawn(reliability.records(user, team, asked.span)),
        "holdings": [(each, charts.share(each.bytes, stored[0].bytes)) for each in stored[:SHOWN]],
        "as_of": clock.now(),
    }


# The days


def asked_of(request: HttpRequest) -> Asked:
    """What is no period counts as the usual one; days of one's own that are none are said to be so."""
    today, period = timezone.localdate(), request.GET.get("period", USUAL)
    if period != OWN:
        period = period if period in PERIODS else USUAL
        return Asked(period, Span.back_from(today, int(period)))
    usual = Span.back_from(today, int(USUAL))
    since, until = request.GET.get("since", ""), request.GET.get("until", "")
    if not since and not until:
        return Asked(OWN, usual)
    span, error = _own(since, until)
    return Asked(OWN, span) if span else Asked(OWN, usual, f"{error} These are the last {USUAL} days.")


def _own(since: str, until: str) -> tuple[Span | None, str]:
    first, last = day(since), day(until)
    unread = [text for text, read in ((since, first), (until, last)) if read is None]
    if unread:
        return None, f"“{unread[0][:20]}” is no day: write both days like 2026-11-20."
    if last < first:
        return None, f"{_said(last)} is before {_said(first)}: the first day comes first."
    span = Span(first, last)
    if span.days > MOST_DAYS:
        return None, f"{_said(first)} to {_said(last)} are {span.days:,} days: up to {MOST_DAYS} can be shown."
    return span, ""


def _said(one: date) -> str:
    return f"{one.day} {one:%B %Y}"


# What is drawn


def _money(found: Spend, approved: Approved, names: dict, span: Span, currency: str) -> dict:
    """All about one currency."""
    weeks = approved.weeks(found, currency)
    return {
        "currency": currency,
        "title": CURRENCIES.get(currency, currency),
        "total": found.total(currency),
        "approved": reviewed.whole(weeks),
        "weeks": weeks,
        "days": charts.days(by_day(found, span, currency), currency),
        "day_rows": found.rows("day", currency),
        "bars": [(way, words, _bars(found.rows(way, currency), names[way])) for way, words in BY.items()],
        "estimates": [(names["provider"][row.key], row) for row in found.rows("provider", currency) if row.comparisons],
    }


BY = {"person": "By person", "project": "By project", "model": "By model", "provider": "By provider"}


def by_day(found: Spend, span: Span, currency: str) -> list[tuple]:
    """Every day of the span with what was billed on it: nothing, where there is no row."""
    billed = {row.key: row.billed for row in found.rows("day", currency)}
    return [(each, billed.get(each.isoformat(), spend.NONE["billed"])) for each in span]


def _bars(rows: list[Row], names: dict[str, str]) -> dict:
    """The dearest, each with its name and how long its bar is; and how many more there are."""
    most = max((row.billed for row in rows), default=0)
    shown = [(names[row.key], row, charts.share(row.billed, most)) for row in rows[:SHOWN]]
    return {"rows": shown, "more": len(rows) - len(shown)}


def names_of(found: Spend) -> dict[str, dict[str, str]]:
    """By way, what each key is called."""
    keys = {way: {row.key for (each, _), rows in found.found.items() if each == way for row in rows} for way in BY}
    people = User.objects.in_bulk(list(map(int, keys["person"])))
    projects = Project.objects.in_bulk([int(key) for key in keys["project"] if key])
    models = {key: registry.get(key) for key in keys["model"]}
    return {
        "person": {str(pk): str(person) for pk, person in people.items()},
        "project": {"": PLACE.capitalize()} | {str(pk): project.name for pk, project in projects.items()},
        "model": {key: model.name if model else key for key, model in models.items()},
        "provider": {key: PROVIDERS.get(key, key) for key in keys["provider"]},
    }


def _drawn(records: list[reliability.Record]) -> dict:
    most = charts.longest(each.upper_s for each in records)
    rows = [
        (each, charts.stretch(each.lower_s, each.median_s, each.upper_s, most) if each.timed else None)
        for each in records
    ]
    return {"rows": rows, "most": most}
