"""A bake-off: entries under letters, votes, and the names once they are shown; and the list of all of them.

Before that nothing on this page tells one from another: files come from addresses of letters, under names of letters.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import trigger_client_event

from studio.accounts.current import team_of
from studio.accounts.models import User
from studio.accounts.permissions import member
from studio.core import money
from studio.core.spreadsheets import text
from studio.jobs.models import Job
from studio.library.models import Asset
from studio.library.store import ORIGINAL
from studio.providers import registry
from studio.review import bake_offs
from studio.review.actions import CannotSay, is_speaker
from studio.review.bake_offs import LETTERS, Shown, Standing, standing
from studio.review.models import BakeOff

from .media import answer, file_of

SHOWN = 100  #: bake-offs in the list
PAGE = "bake_off/page.html"
VARIANTS = (ORIGINAL, "poster")

HEAD = (
    *("letter", "model_and_provider", "model", "provider", "state", "votes", "voters", "seconds"),
    *("estimate", "estimate_currency", "billed", "billed_amount", "billed_currency", "why", "job_id", "asset_id"),
)


@member
@require_GET
def bake_offs_page(request: HttpRequest) -> HttpResponse:
    """All of the team that one sees, the newest first."""
    rows = bake_offs.visible_to(request.user).filter(team=team_of(request)).newest_first()
    return render(request, "bake_off/list.html", {"rows": rows[:SHOWN]})


@member
@require_GET
@vary_on_headers("HX-Request")
def bake_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, as it stands; for htmx the middle alone."""
    made = _seen(request, pk)
    return render(request, f"{PAGE}#bake" if request.htmx else PAGE, _context(request, made))


@member
@require_POST
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the entry under this letter, in place of one's vote before."""
    return _act(request, pk, lambda made: bake_offs.vote(request.user, made, _place(request.POST.get("letter", ""))))


@member
@require_POST
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the names."""
    return _act(request, pk, lambda made: bake_offs.reveal(request.user, made))


@member
@require_GET
def bake_off_csv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came of it as a table; there is none before the names are shown."""
    made = _seen(request, pk)
    if not made.revealed_at:
        raise Http404("There is no table before the names are shown.")
    rows = (_cells(each) for each in standing(made).entries)
    reply = HttpResponse(text([HEAD, *rows]), content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="dailies-bake-off-{made.created_at:%Y-%m-%d}.csv"'
    return reply


@member
@require_safe
async def media(request: HttpRequest, pk: UUID, letter: str, variant: str) -> HttpResponseBase:
    """The file of one entry, under the name of its letter, once all are done."""
    asset = await sync_to_async(_asset)(await request.auser(), pk, letter)
    if asset is None or variant not in VARIANTS:
        raise Http404("No such file.")
    file = file_of(asset, variant)
    tag = f'"{pk.hex}-{letter.lower()}-{variant}"'
    return answer(request, replace(file, name=f"{letter.upper()}{file.path.suffix}", etag=tag))


def _asset(user: User, pk: UUID, letter: str) -> Asset | None:
    """Asked twice: as a bake-off that one sees, and as a file that one sees."""
    made = bake_offs.visible_to(user).filter(pk=pk).first()
    shown = standing(made) if made else None
    if shown is None or not (shown.is_ready or made.revealed_at):
        return None
    found = next((each.asset for each in shown.entries if each.letter == letter.upper()), None)
    return found if found and Asset.objects.visible_to(user).filter(pk=found.pk).exists() else None


# Answers


def _seen(request: HttpRequest, pk: UUID) -> BakeOff:
    return get_object_or_404(bake_offs.visible_to(request.user), pk=pk)


def _place(letter: str) -> int:
    return LETTERS.find(letter) if len(letter) == 1 else -1


def _act(request: HttpRequest, pk: UUID, act: Callable[[BakeOff], None]) -> HttpResponse:
    """The page as it is then; what stands in the way is said."""
    made, fault = _seen(request, pk), ""
    try:
        act(made)
    except CannotSay as error:
        fault = str(error)
    if not request.htmx:
        if fault:
            messages.error(request, fault)
        return redirect("bake-off", pk)
    reply = render(request, f"{PAGE}#bake", _context(request, _seen(request, pk)))
    return trigger_client_event(reply, "notify", {"words": fault}) if fault else reply


def _context(request: HttpRequest, made: BakeOff) -> dict:
    shown = standing(made)
    mine = next((each.letter for each in shown.entries if request.user in each.voters), "")
    return {
        "made": made,
        "shown": shown,
        "mine": mine,
        "is_open": not made.revealed_at,
        "sees_results": shown.is_ready or bool(made.revealed_at),
        "may_vote": is_speaker(request.user, made.team_id),
        "may_reveal": bake_offs.may_reveal(request.user, made),
        "said": said(shown),
        "tells": any(not registry.needs_key(each.entry.job.provider) for each in shown.entries),
        "facts": [(each, price_of(each.entry.job), seconds(each.took)) for each in shown.entries]
        if made.revealed_at
        else (),
    }


def said(shown: Standing) -> str:
    """The prompt that all of them were given, or nothing."""
    values = shown.entries[0].entry.job.recipe["values"] if shown.entries else {}
    return str(values.get("prompt") or "")


# After the reveal


def price_of(job: Job) -> str:
    """`$1.10 billed`, `not billed`, `free`, `~$1.00, the bill is not known`."""
    if job.estimate_amount == 0 and not job.billed_amount:
        return "free"
    if job.billed_state == "yes" and job.billed_amount is not None:
        return f"{money.words(job.billed_amount, job.billed_currency)} billed"
    if job.billed_state == "no":
        return "not billed"
    return f"{job.estimate or 'no price known'}, the bill is not known"


def seconds(took: timedelta | None) -> float | None:
    return took.total_seconds() if took else None


def _cells(each: Shown) -> tuple[object, ...]:
    job, took = each.entry.job, seconds(each.took)
    return (
        *(each.letter, each.called, job.model, job.provider, job.state, each.votes, "; ".join(map(str, each.voters))),
        *("" if took is None else f"{took:.1f}", job.estimate_amount, job.estimate_currency),
        *(job.billed_state, job.billed_amount, job.billed_currency, job.error, job.pk, each.asset and each.asset.pk),
    )
