"""Run as separate shots, as the page shows it: the shots below a form that takes none, their jobs, their price."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST
from django_htmx.http import reswap

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.catalog import registry
from studio.catalog.pricing import Price
from studio.catalog.problems import Problem
from studio.forms.shot_lists import Room
from studio.jobs import actions, chaining
from studio.jobs.accounts import can_send
from studio.jobs.card import cards
from studio.jobs.chaining import Plan
from studio.jobs.consent import Consent, Question
from studio.jobs.models import Chain, Job
from studio.jobs.rates import prices_of
from studio.library.lookup import media_lookup

from . import create
from .composing import Composition, posted
from .offers import price_words, recipe_of
from .revising import derived
from .storyboards import shots_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Apart:
    """The strip: what there is room for, the shots as JSON, the plan once there are two, and what was just refused.

    `takes` are those that are chosen for one clip; a film of separate shots is made once.
    """

    room: Room
    model: str
    shots: list
    plan: Plan | None
    sends: bool
    takes: int = 1
    problems: tuple[Problem, ...] = ()
    given: Mapping[str, str]

    @property
    def json(self) -> str:
        return json.dumps(self.shots) if self.shots else ""

    @property
    def count(self) -> int:
        return len(self.shots)

    @property
    def price(self) -> Price | None:
        return self.plan.total if self.plan else None

    @property
    def words(self) -> str:
        """`free`, `~$2.10 in all`, `price ?`."""
        said = price_words(self.price)
        return {"free": said, "?": "price ?"}.get(said, f"{said} in all")

    @property
    def faults(self) -> list[str]:
        """Sentences about the shots, and about what was pressed."""
        found = [*(self.plan.problems if self.plan else ()), *self.problems]
        return list(dict.fromkeys(problem.message for problem in found if not isinstance(problem, Question)))

    @property
    def question(self) -> Question | None:
        return next((problem for problem in self.problems if isinstance(problem, Question)), None)

    @property
    def answered(self) -> str:
        """What was said yes to before, and the answer to the question, as hx-vals has it."""
        asked = self.question
        return json.dumps({**self.given, asked.field: asked.value}) if asked else "{}"

    @property
    def clips(self) -> str:
        """`5, 5 and 10`: the seconds of the clips that are made, where some are longer than their shot."""
        made = [str(link.recipe.values["duration"]) for link in self.plan.links] if self.plan else []
        return f"{', '.join(made[:-1])} and {made[-1]}" if len(made) > 1 else ""


def apart_of(request: HttpRequest, composition: Composition) -> Apart | None:
    """The strip for this composition; None where its model takes several shots itself, or goes on from no frame."""
    choice = composition.choice
    room = chaining.room(choice.model, choice.task, choice.provider)
    if room is None:
        return None
    shots = [shot for shot in shots_of(composition) if isinstance(shot, dict)]
    return Apart(
        room=room,
        model=registry.get(choice.model).name,
        shots=shots,
        plan=chaining.plan(recipe_of(composition), shots, composition.media, composition.prices)
        if len(shots) > 1
        else None,
        sends=can_send(team_of(request), choice.provider),
        takes=composition.takes,
        problems=getattr(request, "chain_problems", ()),
        given=Consent.read(request.POST).given,
    )


@require_POST
@member
def chain(request: HttpRequest) -> HttpResponse:
    """Make the jobs of all shots: their cards; or the form with what is wrong, or what is to be answered first."""
    composition = _composed(request)
    try:
        made = _run(request, composition)
    except actions.CannotSubmit as error:
        request.chain_problems = error.problems
        return render(request, "create/page.html#desk", create.form_context(request, composition), status=422)
    except LookupError as error:
        raise Http404(str(error)) from error
    answer = HttpResponse(_cards(request, made.shots.select_related("job__owner")))
    answer.write(render_to_string("create/page.html#dock", create.form_context(request, composition), request))
    return reswap(answer, "none")


def _run(request: HttpRequest, composition: Composition) -> Chain:
    key = request.POST.get("key", "")[:64]
    if not key:
        raise actions.CannotSubmit(Problem("key", "The form came without its key. Reload the page."))
    recipe, shots = derived(recipe_of(composition), composition.revising, request.user), shots_of(composition)
    return chaining.run(request.user, project_of(request), recipe, shots, key, Consent.read(request.POST))


def _cards(request: HttpRequest, shots: Iterable) -> str:
    jobs: list[Job] = [shot.job for shot in shots]
    return "".join(
        render_to_string("queue/page.html#job", {"card": card, "oob": True}, request) for card in cards(jobs)
    )


def _composed(request: HttpRequest) -> Composition:
    try:
        return posted(request.POST, media_lookup(team_of(request), request.user), prices_of(team_of(request)))
    except LookupError as error:
        raise Http404(str(error)) from error
