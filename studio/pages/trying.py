"""Four things to try first, a list on Create that vanishes when they are done. Each leads to a page that is there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from studio.accounts import first_steps
from studio.accounts.current import team_of
from studio.accounts.models import ProviderKey
from studio.accounts.permissions import may_manage, member
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet

Asked = Callable[[HttpRequest], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One thing to try. `seen` finds out by itself whether it was done; without it, the page in question says so
    (`first_steps.took`)."""

    slug: str
    title: str
    words: str
    button: str
    leads_to: Callable[[HttpRequest], str]
    seen: Asked | None = None


def _newest_result(request: HttpRequest) -> Asset | None:
    made = Asset.objects.of_team(team_of(request)).results().kept().made_by(request.user)
    return made.newest_first().first()


def _seen(request: HttpRequest) -> AssetQuerySet:
    return Asset.objects.of_team(team_of(request)).open_to(request.user).kept()


def _something_to_open(request: HttpRequest) -> str:
    found = _newest_result(request) or _seen(request).newest_first().first()
    return found.get_absolute_url() if found else reverse("library")


def _something_to_remix(request: HttpRequest) -> str:
    found = _newest_result(request)
    return f"{reverse('create')}?remix={found.pk}" if found else f"{reverse('create')}?starter=storyboard"


def _has_drawn(request: HttpRequest) -> bool:
    return Job.objects.filter(owner=request.user, provider="animatic", state=State.READY).exists()


def _has_a_key(request: HttpRequest) -> bool:
    return ProviderKey.objects.usable().filter(team=team_of(request)).exists()


DRAW = Trial(
    slug="draw",
    title="Draw an animatic",
    words="Timing and framing of three shots, free",
    button="Begin",
    leads_to=lambda request: f"{reverse('create')}?starter=storyboard&via=animatic",
    seen=_has_drawn,
)
OPEN = Trial(
    slug="open",
    title="Open a result",
    words="Frame by frame, with its recipe",
    button="Open",
    leads_to=_something_to_open,
)
REMIX = Trial(
    slug="remix",
    title="Remix it",
    words="The same recipe, ready to be changed",
    button="Remix",
    leads_to=_something_to_remix,
)
KEY = Trial(
    slug="key",
    title="Add a key, or rehearse",
    words="Providers bill you directly; a rehearsal is free",
    button="Providers",
    leads_to=lambda request: reverse("providers"),
    seen=_has_a_key,
)
LIBRARY = Trial(
    slug="library",
    title="Find it again",
    words="Everything that the team made",
    button="Library",
    leads_to=lambda request: reverse("library"),
)


def trials_for(request: HttpRequest) -> tuple[Trial, ...]:
    """Keys are for those who may add them."""
    return (DRAW, OPEN, REMIX, KEY if may_manage(request.user, team_of(request)) else LIBRARY)


@dataclass(frozen=True, slots=True)
class Row:
    """A thing to try as it stands on the list."""

    trial: Trial
    number: int
    done: bool
    url: str


def rows(request: HttpRequest) -> list[Row]:
    """The list, as long as there is something to try; afterwards nothing, for ever."""
    user = request.user
    if not first_steps.is_shown(user):
        return []
    for trial in trials_for(request):
        if trial.seen and trial.slug not in user.first_steps and trial.seen(request):
            first_steps.took(user, trial.slug)
    trials = trials_for(request)
    if all(trial.slug in user.first_steps for trial in trials):
        first_steps.took(user, first_steps.HIDDEN)
        return []
    return [
        Row(trial, number, trial.slug in user.first_steps, trial.leads_to(request))
        for number, trial in enumerate(trials, 1)
    ]


@require_POST
@member
def hide(request: HttpRequest) -> HttpResponse:
    """The person has seen enough."""
    first_steps.took(request.user, first_steps.HIDDEN)
    return HttpResponse() if request.htmx else redirect("create")
