"""What one can do with jobs: send one, cancel it, fetch or send again. Each answers with the job's card.

The same card may have come by the socket already; static/js/lib/live.js gives it one place on the page.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, trigger_client_event

from studio.accounts.current import project_of, team_of
from studio.accounts.models import User
from studio.accounts.permissions import member
from studio.catalog.problems import Problem
from studio.jobs import actions
from studio.jobs.card import cards
from studio.jobs.models import Job
from studio.library.lookup import media_lookup

from .composing import Composition, submitted
from .create import form_context

KEY = "key"  #: the form's field with the idempotency key; one press of the button, one job


@require_POST
@member
def jobs(request: HttpRequest) -> HttpResponse:
    """Send what the composer holds: its new card, or the form with what is wrong at each field."""
    composition = _composed(request)
    if not composition.form.is_valid():
        return _with_errors(request, composition)
    key = request.POST.get(KEY, "")[:64]
    if not key:
        return _with_errors(request, composition, [Problem("key", "The form came without its key. Reload the page.")])
    try:
        job = actions.submit(
            request.user, team_of(request), project_of(request), composition.form.recipe(), idempotency_key=key
        )
    except actions.CannotSubmit as error:
        return _with_errors(request, composition, error.problems)
    return _new_card(request, job)


@require_POST
@member
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for an end."""
    return _act(request, pk, actions.cancel)


@require_POST
@member
def fetch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fetch the files once more."""
    return _act(request, pk, actions.retry_fetch)


@require_POST
@member
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the same recipe once more."""
    return _act(request, pk, actions.send_again)


@require_POST
@member
def loss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a job whose reply was lost as lost."""
    return _act(request, pk, actions.settle_unknown)


# Answers


def _act(request: HttpRequest, pk: UUID, act: Callable[[User, Job], Job]) -> HttpResponse:
    """The job's card for its place on the page. A new job that came of it is put beside it."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    try:
        now = act(request.user, job)
    except actions.CannotSubmit as error:
        return trigger_client_event(_card(request, job), "notify", {"words": str(error)})
    return _card(request, now) if now.pk == job.pk else _new_card(request, now)


def _new_card(request: HttpRequest, job: Job) -> HttpResponse:
    """A card that finds its own place; the one that was acted on stays."""
    return reswap(_card(request, job, oob=True), "none")


def _card(request: HttpRequest, job: Job, *, oob: bool = False) -> HttpResponse:
    """The card; without JavaScript, the queue."""
    if not request.htmx:
        return redirect("queue")
    [card] = cards([job])
    return render(request, "queue/page.html#job", {"card": card, "oob": oob})


def _composed(request: HttpRequest) -> Composition:
    try:
        return submitted(request.POST, media_lookup(team_of(request)))
    except LookupError as error:
        raise Http404(str(error)) from error


def _with_errors(request: HttpRequest, composition: Composition, problems: Iterable[Problem] = ()) -> HttpResponse:
    """The composer, bound: errors at their fields and summed up at the top."""
    form = composition.form
    for problem in problems:
        control = form.route.control(problem.field)
        form.add_error(control.name if control else None, problem.message)
    return render(request, "create/page.html#desk", form_context(request, composition), status=422)
