"""Leaving a team, or taking somebody off it: asked once, in words that say what stays and what ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from studio.accounts import leaving as going
from studio.accounts.current import team_of
from studio.accounts.leaving import MayNotGo
from studio.accounts.models import Membership, Project, Team, User
from studio.accounts.permissions import may_make, member
from studio.jobs import actions
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library.models import Asset
from studio.review.models import Note, ShareLink


@dataclass(frozen=True, slots=True)
class Stays:
    """What a person has on a team, counted."""

    files: int
    private: int
    notes: int
    links: int
    under_way: int
    unsent: int


@member
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """What would happen; with a post it does. Who leaves goes to what they have left."""
    membership = get_object_or_404(Membership.objects.select_related("user", "team"), pk=pk, team=team_of(request))
    person, team = membership.user, membership.team
    reason = going.why_not(request.user, membership)
    if request.method == "POST" and not reason:
        try:
            _end(request.user, membership)
        except MayNotGo as fault:
            reason = str(fault)
        else:
            messages.success(request, f"{'You are' if person == request.user else f'{person} is'} off {team}.")
            return redirect("settings" if person == request.user else "team")
    context = {"person": person, "team": team, "reason": reason, "stays": _stays(person, team)}
    return render(request, "leaving/page.html", context, status=422 if reason and request.method == "POST" else 200)


@transaction.atomic
def _end(by: User, membership: Membership) -> None:
    """What was not sent yet is called off: nobody is there any more who wants it."""
    if may_make(by, membership.team):
        for job in _unsent(membership.user, membership.team):
            actions.cancel(by, job)
    going.end(by, membership)


def _stays(person: User, team: Team) -> Stays:
    jobs = Job.objects.filter(owner=person, team=team)
    private = Project.objects.filter(team=team, made_by=person, visibility=Project.Visibility.PRIVATE)
    return Stays(
        files=Asset.objects.filter(owner=person, team=team).count(),
        private=private.count(),
        notes=Note.objects.filter(author=person, asset__team=team).said().count(),
        links=ShareLink.objects.filter(made_by=person, team=team, revoked_at=None).count(),
        under_way=jobs.unfinished().exclude(state=State.QUEUED).count(),
        unsent=sum(1 for _ in _unsent(person, team)),
    )


def _unsent(person: User, team: Team) -> Iterator[Job]:
    yield from Job.objects.filter(owner=person, team=team, state=State.QUEUED).select_related("team")
