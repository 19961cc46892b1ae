"""The ledger: what every request cost, by person, project, provider and month. As a table it is in ledger_csv.py."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap

from studio.accounts.current import team_of
from studio.accounts.models import User
from studio.accounts.permissions import may_manage, member
from studio.catalog.tasks import PROVIDERS
from studio.core import clock
from studio.core.numbers import whole
from studio.jobs import settling, statement
from studio.jobs.budgets import CURRENCIES
from studio.jobs.masking import masked
from studio.jobs.models import Attempt
from studio.jobs.statement import Filters, Line
from studio.providers import registry

from .tables import Choice, after, place

PAGE = 100  #: lines a page
MONTHS = 60  #: to choose from
EVERY_MONTH = "all"
YEARS = range(2000, 2100)  #: what a month may lie in
DAY = timedelta(days=1)


@require_GET
@member
@vary_on_headers("HX-Request")
def ledger(request: HttpRequest) -> HttpResponse:
    """The newest lines of what is wanted, and their sums."""
    rows = statement.rows_of(request.user, team_of(request))
    wanted = rows.filter(filters_of(request).as_q())
    found = statement.lines(wanted, PAGE + 1, after(request.GET.get("after", "")), viewer=request.user)
    shown = found[:PAGE]
    context = {
        "lines": shown,
        "sums": statement.sums(wanted),
        "unpriced": statement.unpriced(wanted),
        "choices": _choices(request, rows),
        "currencies": CURRENCIES,
        "older": _address(request, after=_cursor(shown[-1])) if found[PAGE:] else "",
        "csv_url": f"{reverse('ledger-csv')}?{urlencode(_chosen(request))}",
    }
    if not request.htmx:
        return render(request, "ledger/page.html", context)
    answer = reswap(render(request, "ledger/page.html#ledger", context), "morph")
    answer["HX-Replace-Url"] = _address(request)
    return answer


@require_POST
@member
def bill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter what a request was billed, where the provider did not say; for owners and producers."""
    rows = statement.rows_of(request.user, team_of(request)).select_related("job__owner", "job__project", "job__team")
    attempt = get_object_or_404(rows, pk=pk)
    paid, error = _paid(request)
    if not error:
        attempt = settling.settle_bill(request.user, attempt, paid, request.POST["currency"])
    masked([attempt.job], request.user)
    if not request.htmx:
        if error:
            messages.error(request, f"{error} Nothing was entered.")
        return redirect("ledger")
    context = {"line": Line(attempt), "bill_error": error, "typed": request.POST, "currencies": CURRENCIES}
    return render(request, "ledger/page.html#line", context, status=422 if error else 200)


def _paid(request: HttpRequest) -> tuple[Decimal | None, str]:
    """The amount, or None where nothing was billed; and what is wrong with it."""
    if request.POST.get("currency") not in CURRENCIES:
        return None, f"A bill is in one of {', '.join(CURRENCIES)}: choose one."
    if "nothing" in request.POST:
        return None, ""
    typed = request.POST.get("amount", "").strip()
    try:
        amount = Decimal(typed)
    except InvalidOperation:
        return None, f"“{typed[:20]}” is no amount: write it like 0.84." if typed else "Write the amount, like 0.84."
    if not (amount.is_finite() and 0 < amount < 10**7 and amount == round(amount, 6)):
        return None, "An amount is more than 0 and less than 10 million, with at most six decimals."
    return amount, ""


# What is wanted


def filters_of(request: HttpRequest) -> Filters:
    """As the address says; what is no choice counts as nothing chosen. Without a month it is the present one."""
    asked = request.GET
    provider = asked.get("provider")
    return Filters(
        person=whole(asked.get("person")),
        project=whole(asked.get("project")),
        provider=provider if provider in PROVIDERS else None,
        month=_month(asked.get("month", "")),
    )


def _month(text: str) -> datetime | None:
    if text == EVERY_MONTH:
        return None
    try:
        month = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        month = clock.now()
    return statement.month_of(month if month.year in YEARS else clock.now())


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters as an address has them."""
    wanted = filters_of(request)
    month = f"{wanted.month:%Y-%m}" if wanted.month else EVERY_MONTH
    found = {"month": month, "person": wanted.person, "project": wanted.project, "provider": wanted.provider}
    return {name: str(value) for name, value in found.items() if value is not None}


def _address(request: HttpRequest, **more: str) -> str:
    return f"{reverse('ledger')}?{urlencode(_chosen(request) | more)}"


def _choices(request: HttpRequest, rows: QuerySet[Attempt]) -> list[Choice]:
    """Those in which there is something to choose. Whose lines they are is asked only of who reads the team's."""
    team, chosen = team_of(request), _chosen(request)
    people = User.objects.filter(memberships__team=team).order_by("name") if may_manage(request.user, team) else ()
    projects = team.projects.open_to(request.user).order_by("name").values_list("pk", "name")
    lists = (
        ("month", "Month", (EVERY_MONTH, "All months"), _months(rows)),
        ("person", "Person", ("", "Everybody"), ((str(person.pk), str(person)) for person in people)),
        ("project", "Project", ("", "All projects"), ((str(pk), name) for pk, name in projects)),
        ("provider", "Provider", ("", "All providers"), filter(_bills, PROVIDERS.items())),
    )
    found = [(name, label, [every, *options]) for name, label, every, options in lists]
    return [
        Choice(name, label, [(value, words, value == chosen.get(name, "")) for value, words in options])
        for name, label, options in found
        if len(options) > 1
    ]


def _bills(provider: tuple[str, str]) -> bool:
    """Whether it is somebody else's, and may cost."""
    return registry.needs_key(provider[0])


def _months(rows: QuerySet[Attempt]) -> Iterator[tuple[str, str]]:
    """From this month back to the first one with a line."""
    month = statement.month_of(clock.now())
    first = statement.first_month(rows) or month
    for _ in range(MONTHS):
        yield f"{month:%Y-%m}", f"{month:%B %Y}"
        if month <= first:
            return
        month = statement.month_of(month.replace(day=1) - DAY)


def _cursor(line: Line) -> str:
    return place(line.attempt.sent_at, line.attempt.pk)
