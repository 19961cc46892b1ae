"""Settings, Rates: what everything costs, who says so, and what this team's owners say instead."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap

from studio.accounts.current import team_of
from studio.accounts.permissions import manager, managers_of, may_manage, member, require_maker
from studio.catalog.price_words import PER as FOR_EACH
from studio.catalog.price_words import digits
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core.money import dressed
from studio.jobs.budgets import CURRENCIES
from studio.jobs.corrections import PER, Correction
from studio.jobs.rates import BadRate, Row, correct, rows, take_back

from .tables import choices

PAGE = "rates/page.html"
SHOWS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "apart": ("Bills differ", lambda row: row.far > 0),
    "corrected": ("Set here", lambda row: row.said is not None),
    "unknown": ("No known price", lambda row: row.rate is None and row.said is None),
}
"""What is shown instead of everything, by the word in the address."""


@require_GET
@member
@vary_on_headers("HX-Request")
def rates(request: HttpRequest) -> HttpResponse:
    """The whole price list, or the part of it that is asked for; for those who may make jobs."""
    require_maker(request.user, team_of(request))
    every = rows(team_of(request))
    asked = {name: request.GET.get(name, "") for name in ("via", "show", "q")}
    context = {
        "lines": [_line(row) for row in every if _is_asked(row, asked)],
        "choices": _choices(asked),
        "asked": asked,
        "far": sum(1 for row in every if row.far),
        "managers": managers_of(team_of(request)),
    } | _about(request)
    if not request.htmx:
        return render(request, PAGE, context)
    return reswap(render(request, f"{PAGE}#rates", context), "morph")


def _is_asked(row: Row, asked: Mapping[str, str]) -> bool:
    _, belongs = SHOWS.get(asked["show"], ("", lambda _: True))
    words = asked["q"].casefold().split()
    text = f"{row} {' '.join(row.tasks)}".casefold()
    return belongs(row) and asked["via"] in ("", row.provider) and all(word in text for word in words)


def _choices(asked: Mapping[str, str]) -> list:
    ways = [(slug, name) for slug, name in PROVIDERS.items() if slug != "animatic"]
    shows = [(slug, label) for slug, (label, _) in SHOWS.items()]
    lists = (("via", "Provider", "All providers", ways), ("show", "Which", "All rates", shows))
    return choices(lists, dict(asked))


def _about(request: HttpRequest) -> dict[str, object]:
    return {"manages": may_manage(request.user, team_of(request)), "pers": PER, "currencies": CURRENCIES}


def _line(row: Row) -> dict[str, object]:
    """One row as the table shows it."""
    return {
        "row": row,
        "tasks": ", ".join(TASKS[task].title for task in row.tasks),
        "now": _now(row.said, row.currency) if row.said else "",
        "apart": f"{row.apart:+.0%}" if row.far else "",
    }


def _now(said: Correction, currency: str) -> str:
    """`$0.10 / s`."""
    return f"{dressed(digits(said.amount), said.currency or currency)}{FOR_EACH[said.per]}"


@require_POST
@manager
def change(request: HttpRequest, pk: str) -> HttpResponse:
    """Another amount for one rate, or, with `back`, the list's own again. Answers with the row."""
    team = team_of(request)
    row = _row(request, pk)
    try:
        if "back" in request.POST:
            take_back(request.user, team, row)
        else:
            correct(request.user, team, row, _amount(request), *_unit(request))
    except BadRate as fault:
        return _shown(request, row, wrong=str(fault), status=422)
    return _shown(request, _row(request, pk)) if request.htmx else redirect("rates")


def _row(request: HttpRequest, pk: str) -> Row:
    found = next((row for row in rows(team_of(request)) if row.id == pk), None)
    if found is None:
        raise Http404("There is no such rate.")
    return found


def _amount(request: HttpRequest) -> Decimal:
    text = request.POST.get("amount", "").strip().removeprefix("$").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise BadRate(f"“{text[:40]}” is no price: write what it costs, like 0.168.") from None


def _unit(request: HttpRequest) -> tuple[str, str]:
    """Per what and in which currency, where no source says so."""
    per, currency = request.POST.get("per", ""), request.POST.get("currency", "")
    return (per if per in dict(PER) else ""), (currency if currency in CURRENCIES else "")


def _shown(request: HttpRequest, row: Row, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {"line": _line(row), "wrong": wrong, "typed": request.POST} | _about(request)
    if request.htmx:
        return render(request, f"{PAGE}#line", context, status=status)
    return render(request, PAGE, context | {"lines": [context["line"]], "choices": [], "asked": {}}, status=status)
