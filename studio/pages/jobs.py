"""What one can do with jobs: price, send, cancel, fetch, send again. Each answers with the job's card.

The same card may have come by the socket already; static/js/lib/live.js gives it one place on the page.
"""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, trigger_client_event

from studio.accounts.current import project_of, team_of
from studio.accounts.models import User
from studio.accounts.permissions import member, require_maker
from studio.catalog.problems import Problem
from studio.catalog.turns import in_turn
from studio.jobs import actions, approvals, batches, budgets, quotes, turning
from studio.jobs.accounts import NoAccount
from studio.jobs.card import cards
from studio.jobs.consent import Consent, Question
from studio.jobs.masking import masked
from studio.jobs.models import Job
from studio.jobs.order import NotInLine
from studio.jobs.rates import prices_of
from studio.library.lookup import media_lookup
from studio.library.queries import as_id
from studio.providers.errors import ProviderError

from . import revising
from .composing import Composition, posted, submitted
from .create import form_context

KEY = "key"  #: the form's field with the idempotency key; one press of the button, one job
FIRST = "first"  #: the form's field of a job that goes before its owner's others


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
    consent = Consent.read(request.POST)
    try:
        made = _made(request, composition, key, consent)
    except actions.CannotSubmit as error:
        return _with_errors(request, composition, error.problems)
    if FIRST in request.POST:
        made = [actions.move_first(request.user, job) for job in reversed(made)][::-1]
    answer = _with_others(request, _new_card(request, made[0]), made[1:])
    return _with_a_fresh_form(request, answer) if consent.given else answer


def _made(request: HttpRequest, composition: Composition, key: str, consent: Consent) -> list[Job]:
    """The job of the recipe; all of them, in order, where it needs several in turn, or several takes are wanted."""
    recipe = revising.derived(composition.form.recipe(), composition.revising, request.user)
    project, takes = project_of(request), _takes(request, composition)
    if takes > 1:
        return batches.run(request.user, project, recipe, takes, key, consent)
    if len(in_turn(recipe).recipes) == 1:
        return [actions.submit(request.user, team_of(request), project, recipe, key, consent)]
    chain = turning.run(request.user, project, recipe, key, consent)
    return [shot.job for shot in chain.shots.select_related("job__owner").order_by("position")]


def _takes(request: HttpRequest, composition: Composition) -> int:
    """How many jobs are made of it. A preview through another provider than the page's shows what one is like."""
    return 1 if request.POST.get("send_via") else composition.jobs


@require_POST
@member
def quote(request: HttpRequest) -> HttpResponse:
    """Ask the provider what this job costs, and show it in the form. Nothing is made, and nothing is billed."""
    require_maker(request.user, team_of(request))
    composition, words = _composed(request), ""
    if not composition.form.is_valid():
        return _with_errors(request, composition)
    try:
        quotes.ask(composition.form.recipe(), team_of(request))
    except (ProviderError, NoAccount) as error:
        words = str(error)
    answer = render(request, "create/page.html#inputs", form_context(request, composition) | {"quoted_now": not words})
    return trigger_client_event(answer, "notify", {"words": words}) if words else answer


@require_POST
@member
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for an end."""
    return _act(request, pk, actions.cancel)


@require_POST
@member
def takes_cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for an end of all takes that were made together."""
    return _act(request, pk, batches.cancel_all, on_all=True)


@require_POST
@member
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a job that is not sent yet in the queue."""
    return _act(request, pk, actions.hold)


@require_POST
@member
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a held job go on."""
    return _act(request, pk, actions.release)


@require_POST
@member
def first(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Of one's jobs that wait for the same account, this one goes next."""
    return _act(request, pk, actions.move_first)


@require_POST
@member
def earlier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place nearer to its turn."""
    return _act(request, pk, partial(actions.shift, by=-1))


@require_POST
@member
def later(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One place further from it."""
    return _act(request, pk, partial(actions.shift, by=1))


@require_POST
@member
def priority(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before everybody's, or in its turn again; for owners and producers."""
    return _act(request, pk, lambda user, job: actions.prioritise(user, job, 0 if job.priority else 1))


@require_POST
@member
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it before the job `before` in its line; without one, at its end."""
    before = as_id(request.POST.get("before"))
    other = get_object_or_404(Job.objects.visible_to(request.user), pk=before) if before else None
    try:
        return _act(request, pk, partial(actions.reorder, before=other))
    except NotInLine as error:
        job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
        return _said(request, _card(request, job), str(error))


@require_POST
@member
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the provider once more for a job whose reply was lost."""
    return _act(request, pk, actions.check_now)


@require_POST
@member
def fetch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fetch the files once more."""
    return _act(request, pk, actions.retry_fetch)


@require_POST
@member
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the same recipe once more."""
    return _act(request, pk, partial(actions.send_again, consent=Consent.read(request.POST)))


@require_POST
@member
def loss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a job whose reply was lost as lost."""
    return _act(request, pk, actions.settle_unknown)


@require_POST
@member
def finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A job whose reply was lost was found there, under this id."""
    return _act(request, pk, partial(actions.settle_unknown, found_as=request.POST.get("found_as", "").strip()))


@require_POST
@member
def approval(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a job through that a budget holds back, and what was priced with it; for owners and producers."""
    return _decide(request, pk, approvals.release)


@require_POST
@member
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decline a job that a budget holds back, and what was priced with it; for owners and producers."""
    return _decide(request, pk, partial(approvals.decline, reason=request.POST.get("reason", "")))


# Answers


def _act(request: HttpRequest, pk: UUID, act: Callable[[User, Job], Job], *, on_all: bool = False) -> HttpResponse:
    """The job's card for its place on the page. A new job that came of it is put beside it.

    `on_all`: it is done to all that were priced together, whose cards come along.
    """
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return _done(request, job, act, on_all=on_all)


def _decide(request: HttpRequest, pk: UUID, act: Callable[[User, Job], Job]) -> HttpResponse:
    """As `_act` on all that were priced together, for who decides about the team's money: also where they do not see
    what it is for."""
    job = get_object_or_404(Job.objects.decided_by(request.user, team_of(request)), pk=pk)
    return _done(request, job, act, on_all=True)


def _done(request: HttpRequest, job: Job, act: Callable[[User, Job], Job], *, on_all: bool) -> HttpResponse:
    try:
        now = act(request.user, job)
    except actions.CannotSubmit as error:
        if request.htmx and isinstance(error.problems[0], Question):
            return _card(request, job, question=error.problems[0], question_url=request.path)
        return _said(request, _card(request, job), str(error))
    if now.pk != job.pk:
        return _new_card(request, now)
    others = job.together().exclude(pk=job.pk).select_related("owner", "project") if on_all else ()
    return _with_others(request, _card(request, now), others)


def _with_others(request: HttpRequest, answer: HttpResponse, others: Iterable[Job]) -> HttpResponse:
    """With the cards of other jobs, each for its own place; without JavaScript, the page is asked for anew."""
    for card in cards(masked(others, request.user)) if request.htmx else ():
        answer.write(render_to_string("queue/page.html#job", {"card": card, "oob": True}, request))
    return answer


def _said(request: HttpRequest, answer: HttpResponse, words: str) -> HttpResponse:
    """With what stands in the way: at the foot of the room, or, without JavaScript, on the page that asked."""
    if request.htmx:
        return trigger_client_event(answer, "notify", {"words": words})
    messages.error(request, words)
    return answer


def _new_card(request: HttpRequest, job: Job) -> HttpResponse:
    """A card that finds its own place; the one that was acted on stays. What it reserves shows in the meter."""
    answer = reswap(_card(request, job, oob=True), "none")
    use = budgets.tightest(team_of(request), request.user, project_of(request), anew=True) if request.htmx else None
    if use:
        answer.write(render_to_string("_budget_meter.html", {"use": use, "oob": True}, request))
    return answer


def _card(request: HttpRequest, job: Job, *, oob: bool = False, **asked: object) -> HttpResponse:
    """The card; without JavaScript, the page that asked. `asked`: what is to be answered first, and where."""
    if not request.htmx:
        back = request.POST.get("next", "")
        return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "queue")
    [card] = cards(masked([job], request.user))
    return render(request, "queue/page.html#job", {"card": card, "oob": oob} | asked)


def _composed(request: HttpRequest) -> Composition:
    try:
        return submitted(request.POST, media_lookup(team_of(request), request.user), prices_of(team_of(request)))
    except LookupError as error:
        raise Http404(str(error)) from error


def _with_errors(request: HttpRequest, composition: Composition, problems: Iterable[Problem] = ()) -> HttpResponse:
    """The composer, bound: errors at their fields and summed up at the top; or what is to be answered, at the foot."""
    form, asked = composition.form, [problem for problem in problems if isinstance(problem, Question)]
    for problem in problems if not asked else ():
        control = form.route.control(problem.field)
        form.add_error(control.name if control else None, problem.message)
    context = form_context(request, composition)
    if asked:
        context |= {"question": asked[0], "given": _given(request, asked[0])}
    return render(request, "create/page.html#desk", context, status=422)


def _given(request: HttpRequest, asked: Question) -> dict[str, str]:
    """What goes along with the answer, as a form says it: the answers before, and whether it is to be the first."""
    said = Consent.read(request.POST).given | ({FIRST: "1"} if FIRST in request.POST else {})
    return {name: value for name, value in said.items() if name != asked.field}


def _with_a_fresh_form(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """What was asked is answered: the form, as it was typed, asks no more."""
    if request.htmx:
        still = posted(request.POST, media_lookup(team_of(request), request.user), prices_of(team_of(request)))
        answer.write(render_to_string("create/page.html#inputs", form_context(request, still), request))
    return answer
