"""The queue: what is waiting, running, in trouble and done, of the whole team or of oneself."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.core.numbers import whole
from studio.jobs.card import SHELVES, Card, cards
from studio.jobs.machine import FINAL
from studio.jobs.models import Job

DONE = 40  #: finished jobs on the page at first, and how many more each time
MOST_DONE = 1000
MOST_OPEN = 100  #: of each other shelf, the newest; of those that wait, the next; the rest are counted


@require_GET
@member
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that is under way, and what was finished last."""
    mine_only = request.GET.get("whose") == "mine"
    jobs = Job.objects.visible_to(request.user).filter(team=team_of(request)).select_related("owner")
    jobs = jobs.filter(owner=request.user) if mine_only else jobs
    shown = _asked(request.GET.get("done", ""))
    found = list(jobs.filter(state__in=FINAL).newest_first()[: shown + 1])
    older = urlencode({"done": shown + DONE} | ({"whose": "mine"} if mine_only else {})) if found[shown:] else ""
    done = sorted(found[:shown], key=lambda job: job.finished_at, reverse=True)
    shelves = _shelves([*jobs.unfinished().newest_first(), *done])
    return render(request, "queue/page.html", {"shelves": shelves, "mine_only": mine_only, "older": older})


def _asked(done: str) -> int:
    """How many finished jobs somebody asked for."""
    return min(whole(done) or DONE, MOST_DONE)


def _shelves(jobs: list[Job]) -> list[dict]:
    """Every shelf, also the empty ones: a job may come to lie there."""
    by_shelf: dict[str, list] = {slug: [] for slug in SHELVES}
    for card in cards(jobs):
        by_shelf[card.shelf].append(card)
    by_shelf["waiting"].sort(key=_turn)
    return [_shelf(slug, title, by_shelf[slug]) for slug, title in SHELVES.items()]


def _turn(card: Card) -> tuple[int, float, datetime]:
    """By what those that wait stand, the next one first; shares among people and accounts apart (lanes.py)."""
    return -card.job.priority, card.job.rank, card.job.created_at


def _shelf(slug: str, title: str, found: list) -> dict:
    """What is drawn of it, and how many lie there beside that."""
    drawn = found if slug == "done" else found[:MOST_OPEN]
    return {"slug": slug, "title": title, "cards": drawn, "more": len(found) - len(drawn)}
