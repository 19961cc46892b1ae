"""Setting a studio up: six steps, each of which can be skipped and found again under Settings. Then Create opens with
the sample project and four things to try."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts import first_steps
from studio.accounts import team as people
from studio.accounts.current import choose, team_of
from studio.accounts.models import Budget, ProviderKey
from studio.accounts.permissions import manager
from studio.core import money
from studio.providers import registry

from . import allowances, providers, reachability, sample, storage

Context = Callable[[HttpRequest], dict]
Told = Callable[[HttpRequest], tuple[bool, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step: its place in the list, its question, and the part of a page that answers it.

    `told` says whether something is set, and in a few words what. `save` keeps what the step posts, or answers with
    what is wrong; a step without one has forms of its own.
    """

    slug: str
    name: str
    question: str
    lead: str
    template: str
    context: Context
    told: Told
    save: Callable[[HttpRequest], dict | None] | None = None

    @property
    def saves(self) -> bool:
        """For templates, which would call `save`."""
        return self.save is not None


def _you(request: HttpRequest) -> tuple[bool, str]:
    return True, str(request.user)


def _files(request: HttpRequest) -> tuple[bool, str]:
    try:
        return True, f"{settings.DATA}, {filesizeformat(shutil.disk_usage(Path(settings.DATA)).free)} free"
    except OSError:
        return False, str(settings.DATA)


def _keys(request: HttpRequest) -> tuple[bool, str]:
    slugs = ProviderKey.objects.usable().filter(team=team_of(request)).values_list("provider", flat=True)
    names = sorted({registry.get(slug).name for slug in slugs})
    return bool(names), ", ".join(names) or "keys, or none yet"


def _limits(request: HttpRequest) -> tuple[bool, str]:
    whole = Budget.objects.filter(team=team_of(request), person=None, project=None).first()
    return bool(whole), f"{money.words(whole.amount, whole.currency)} a month" if whole else "before the first job"


def _reach(request: HttpRequest) -> tuple[bool, str]:
    return bool(settings.HOOKS_URL), settings.HOOKS_URL or "can providers call back"


def _team(request: HttpRequest) -> tuple[bool, str]:
    count = team_of(request).members.count()
    return count > 1, f"{count} people" if count > 1 else "your team"


STEPS = (
    Step(
        slug="you",
        name="You",
        question="This studio is yours",
        lead="Add a passkey now, and no password is ever needed. Everything here can be changed later in Settings.",
        template="welcome/_you.html",
        context=lambda request: {},
        told=_you,
    ),
    Step(
        slug="files",
        name="Where files go",
        question="Where do the files go?",
        lead="Every result is fetched at once and kept here; a provider's address is never what the library shows.",
        template="storage/page.html#place",
        context=storage.context_of,
        told=_files,
    ),
    Step(
        slug="providers",
        name="Providers",
        question="Who makes the clips?",
        lead="Providers bill you directly; this app is free. Each key is tested with a call that costs nothing. "
        "Without one, animatics stay free, and a rehearsal shows every screen.",
        template="welcome/_providers.html",
        context=lambda request: {"sections": providers.sections_of(request), "hooks_url": settings.HOOKS_URL},
        told=_keys,
    ),
    Step(
        slug="limits",
        name="Safety limits",
        question="How much may be spent?",
        lead="Beyond a limit nothing is sent until an owner or a producer lets it through. An empty field is no limit.",
        template="welcome/_limits.html",
        context=allowances.context_of,
        told=_limits,
        save=allowances.save,
    ),
    Step(
        slug="reach",
        name="Reachability",
        question="Can providers call back?",
        lead="Then a result is here the moment it is done. Without, providers are asked every few seconds.",
        template="reachability/page.html#reach",
        context=reachability.context_of,
        told=_reach,
    ),
    Step(
        slug="team",
        name="Invite",
        question="Who else?",
        lead="There is no mail server: a link signs somebody in once, and you pass it on.",
        template="accounts/team.html#people",
        context=people.context_of,
        told=_team,
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}
FIRST = "files"  #: you are there already


@never_cache
@require_http_methods(["GET", "POST"])
@manager
def welcome(request: HttpRequest, slug: str = FIRST) -> HttpResponse:
    """One step."""
    step = BY_SLUG.get(slug)
    if step is None or (request.method == "POST" and step.save is None):
        raise Http404("There is no such step.")
    wrong = step.save(request) if request.method == "POST" else None
    if request.method == "POST" and wrong is None:
        return redirect(_after(step))
    context = page_of(request, step) | (wrong or {})
    return render(request, "welcome/page.html", context, status=422 if wrong else 200)


def page_of(request: HttpRequest, step: Step) -> dict:
    """What the page of a step shows."""
    place = STEPS.index(step)
    return step.context(request) | {
        "step": step,
        "number": place + 1,
        "steps": [(each, reverse("welcome", args=[each.slug]), *each.told(request)) for each in STEPS],
        "before": reverse("welcome", args=[STEPS[place - 1].slug]) if place else "",
        "after": STEPS[place + 1] if place + 1 < len(STEPS) else None,
        "next": request.path,
    }


def _after(step: Step) -> str:
    place = STEPS.index(step) + 1
    return reverse("welcome", args=[STEPS[min(place, len(STEPS) - 1)].slug])


@require_POST
@manager
async def done(request: HttpRequest) -> HttpResponse:
    """To work: in the sample project, with four things to try. The clips are drawn meanwhile."""
    project = await sync_to_async(_settled)(request)
    sample.begin(project, await request.auser())
    return redirect("create")


def _settled(request: HttpRequest) -> "sample.Project":
    project = sample.of_team(team_of(request))
    choose(request, project)
    first_steps.begin(request.user)
    return project
