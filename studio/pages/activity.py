"""The activity log: who did what when, with filters and a CSV. Nobody can change it; reading is all that there is."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from asgiref.sync import sync_to_async
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import reswap

from studio.accounts.activity import GROUPS, TABLE, VERBS
from studio.accounts.current import team_of
from studio.accounts.models import Activity, User
from studio.accounts.permissions import may_manage, member
from studio.core.numbers import whole
from studio.jobs.history import first_of

from .tables import Choice, as_csv, choices, day

PAGE = 100  #: lines a page
AT_ONCE = 500  #: lines of the CSV that are read together

HEAD = ("at", "person", "verb", "what", "kind", "subject", "project_id")


@require_GET
@member
@vary_on_headers("HX-Request")
def activity(request: HttpRequest) -> HttpResponse:
    """The newest lines of what is wanted: an owner or a producer reads the team's, everybody else their own."""
    before = whole(request.GET.get("before"))
    rows = _wanted(request).filter(Q(pk__lt=before) if before else Q()).order_by("-pk")
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "lines": [(line, VERBS[line.verb].done if line.verb in VERBS else line.verb) for line in shown],
        "choices": _choices(request),
        "asked": _chosen(request),
        "older": _address(request, before=str(shown[-1].pk)) if found[PAGE:] else "",
        "csv_url": f"{reverse('activity-csv')}?{urlencode(_chosen(request))}",
    }
    if not request.htmx:
        return render(request, "activity/page.html", context)
    answer = reswap(render(request, "activity/page.html#activity", context), "morph")
    answer["HX-Replace-Url"] = _address(request)
    return answer


@require_GET
@member
async def activity_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of what is wanted, newest first."""
    wanted = await sync_to_async(_wanted)(request)
    return as_csv("dailies-activity.csv", HEAD, _parts(wanted), _cells)


def _parts(rows: QuerySet[Activity]) -> Iterator[list[Activity]]:
    part = list(rows.order_by("-pk")[:AT_ONCE])
    while part:
        yield part
        part = list(rows.filter(pk__lt=part[-1].pk).order_by("-pk")[:AT_ONCE])


def _cells(line: Activity) -> tuple[object, ...]:
    who = line.person or "Dailies"
    return line.at.isoformat(timespec="seconds"), who, line.verb, line.words, line.kind, line.subject, line.project_id


# What is wanted


def _wanted(request: HttpRequest) -> QuerySet[Activity]:
    team, asked = team_of(request), _chosen(request)
    rows = Activity.objects.visible_to(request.user).filter(team_id=team.pk)
    if not may_manage(request.user, team):
        rows = rows.filter(person_id=request.user.pk)
    since, until = (day(asked.get(name, "")) for name in ("since", "until"))
    return rows.filter(
        Q(verb__in=[verb.slug for verb in TABLE if verb.group == asked["group"]]) if "group" in asked else Q(),
        Q(person_id=asked["person"]) if "person" in asked else Q(),
        Q(at__gte=first_of(since)) if since else Q(),
        Q(at__lt=first_of(until + timedelta(days=1))) if until else Q(),
    )


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters as an address has them; what is no choice is left out."""
    asked = request.GET
    person = whole(asked.get("person"))
    found = {
        "group": asked.get("group") if asked.get("group") in GROUPS else "",
        "person": str(person) if person else "",
        **{name: str(day(asked.get(name, "")) or "") for name in ("since", "until")},
    }
    return {name: value for name, value in found.items() if value}


def _address(request: HttpRequest, **more: str) -> str:
    return f"{reverse('activity')}?{urlencode(_chosen(request) | more)}"


def _choices(request: HttpRequest) -> list[Choice]:
    team = team_of(request)
    people = User.objects.filter(memberships__team=team).order_by("name") if may_manage(request.user, team) else ()
    lists = (
        ("group", "What", "Everything", GROUPS.items()),
        ("person", "Who", "Everybody", ((str(person.pk), str(person)) for person in people)),
    )
    return choices(lists, _chosen(request))
