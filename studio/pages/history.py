"""The history of the account: every job ever as a table, with filters, a search and a CSV; and one job on a page."""

from dataclasses import asdict
from urllib.parse import urlencode
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap

from studio.accounts.current import team_of
from studio.accounts.models import User
from studio.accounts.permissions import member
from studio.catalog.registry import MODELS
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.core.numbers import whole
from studio.jobs import history as reading
from studio.jobs.card import cards
from studio.jobs.history import COSTS, STATES, Filters, Line
from studio.jobs.models import Job

from .asset_sent import sent_by
from .tables import Choice, after, as_csv, choices, day, place

PAGE = 40  #: lines a page
COUNTED = 1000  #: beyond that the page says "1,000+": counting costs the same in every history
LONGEST = 100  #: letters of a search

HEAD = (
    *("made_at", "finished_at", "person", "project", "job", "model", "task", "provider", "state"),
    *("estimate", "estimate_currency", "estimate_exact", "billed", "billed_amount", "billed_currency"),
    *("error", "job_id"),
)

KNOWN = {
    "state": {slug: words for slug, (words, _) in STATES.items()},
    "model": {model.slug: model.name for model in MODELS},
    "provider": dict(PROVIDERS),
    "task": {slug: task.title for slug, task in TASKS.items()},
    "cost": {slug: words for slug, (words, _) in COSTS.items()},
}
"""What a filter may be, with its words; people and projects are asked of the team."""


@require_GET
@member
@vary_on_headers("HX-Request")
def history(request: HttpRequest) -> HttpResponse:
    """The newest jobs of what is wanted."""
    wanted = _wanted(request)
    start = after(request.GET.get("after", ""))
    found = reading.lines(wanted, PAGE + 1, start)
    shown, is_all = found[:PAGE], not start and len(found) <= PAGE
    count = len(found) if is_all else wanted.order_by()[: COUNTED + 1].count()
    context = {
        "lines": shown,
        "count": f"{COUNTED:,}+" if count > COUNTED else f"{count:,}",
        "one": count == 1,
        "choices": _choices(request),
        "asked": _chosen(request),
        "older": _address(request, after=place(shown[-1].job.created_at, shown[-1].job.pk)) if found[PAGE:] else "",
        "csv_url": f"{reverse('history-csv')}?{urlencode(_chosen(request))}",
    }
    if not request.htmx:
        return render(request, "history/page.html", context)
    answer = reswap(render(request, "history/page.html#history", context), "morph")
    answer["HX-Replace-Url"] = _address(request)
    return answer


@require_GET
@member
async def history_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of what is wanted, newest first."""
    wanted = await sync_to_async(_wanted)(request)
    return as_csv("dailies-history.csv", HEAD, reading.all_lines(wanted), _cells)


def _cells(line: Line) -> tuple[object, ...]:
    job, estimate = line.job, line.job.estimate
    ended = job.finished_at and job.finished_at.isoformat(timespec="seconds")
    return (
        *(job.created_at.isoformat(timespec="seconds"), ended, job.owner, job.project, job.title),
        *(line.model, line.task, line.provider, reading.HELD if line.is_held else job.state),
        *((estimate.amount, estimate.currency, estimate.exact) if estimate else ("", "", "")),
        *(line.billed, job.billed_amount, job.billed_currency, job.error, job.pk),
    )


@require_GET
@member
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One job: its card, what was sent of it, its results, what happened to it, and the way to make it again."""
    rows = Job.objects.visible_to(request.user).select_related("owner", "project", "team")
    shown = get_object_or_404(rows, pk=pk)
    [card] = cards([shown])
    context = {
        "card": card,
        "line": Line(shown, card.asset),
        "sent": sent_by(shown, request.user),
        "events": shown.events.order_by("pk"),
    }
    return render(request, "history/job.html", context)


# What is wanted


def _wanted(request: HttpRequest):
    return reading.jobs_of(request.user, team_of(request)).filter(filters_of(request).as_q())


def filters_of(request: HttpRequest) -> Filters:
    """As the address says; what is no choice counts as nothing chosen."""
    asked = request.GET
    return Filters(
        **{name: asked.get(name) if asked.get(name) in known else None for name, known in KNOWN.items()},
        **{name: whole(asked.get(name)) for name in ("person", "project")},
        **{name: day(asked.get(name, "")) for name in ("since", "until")},
        words=" ".join(asked.get("words", "").split())[:LONGEST] or None,
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters as an address has them."""
    return {name: str(value) for name, value in asdict(filters_of(request)).items() if value is not None}


def _address(request: HttpRequest, **more: str) -> str:
    return f"{reverse('history')}?{urlencode(_chosen(request) | more)}"


def _choices(request: HttpRequest) -> list[Choice]:
    team = team_of(request)
    people = User.objects.filter(memberships__team=team).order_by("name")
    places = team.projects.open_to(request.user).order_by("name").values_list("pk", "name")
    lists = (
        ("state", "State", "Every state", KNOWN["state"].items()),
        ("person", "Person", "Everybody", ((str(person.pk), str(person)) for person in people)),
        ("project", "Project", "All projects", ((str(pk), name) for pk, name in places)),
        ("model", "Model", "All models", KNOWN["model"].items()),
        ("task", "Task", "All tasks", KNOWN["task"].items()),
        ("provider", "Provider", "All providers", KNOWN["provider"].items()),
        ("cost", "Cost", "Whatever it cost", KNOWN["cost"].items()),
    )
    return choices(lists, _chosen(request))
