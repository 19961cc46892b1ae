"""A bake-off before it is made: what can take this recipe, what each would keep back, what all of it costs together."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Team
from studio.accounts.permissions import may_make, member, require_maker
from studio.catalog import registry
from studio.catalog.check import Checked
from studio.catalog.pricing import Price
from studio.catalog.problems import Lookup, Problem
from studio.catalog.recipe import Recipe
from studio.catalog.tasks import PROVIDERS
from studio.catalog.turns import check_in_turn, in_turn
from studio.jobs import quotes, several
from studio.jobs.accounts import can_send
from studio.jobs.actions import title_of
from studio.jobs.agreement import CannotSubmit
from studio.jobs.consent import Consent, Question
from studio.jobs.models import Draft
from studio.jobs.several import Answers
from studio.library.lookup import media_lookup
from studio.library.queries import as_id
from studio.providers import registry as providers
from studio.review import bake_offs
from studio.review.actions import CannotSay
from studio.review.models import BakeOff

from . import guiding, speaking
from .composing import Choice, Composition, bound, carried, offered, settled
from .offers import price_words
from .recall import SOURCES, source_of

SEVERAL = ("takes", "series")
"""Values that make more than one result: in a bake-off each entry is one."""

NAMED = ("draft", *SOURCES)
"""What an address may name: the draft that one composes, or what can be brought back into the composer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One model through one provider. `lost` is what it would keep back; `why` it cannot be chosen, empty if it can."""

    choice: Choice
    price: Price | None
    lost: str
    why: str
    chosen: bool

    @property
    def value(self) -> str:
        """As the form has it."""
        return f"{self.choice.model}/{self.choice.provider}"

    @property
    def model(self) -> str:
        return registry.get(self.choice.model).name

    @property
    def via(self) -> str:
        return PROVIDERS[self.choice.provider]

    @property
    def tells(self) -> bool:
        """Whether its picture says what made it, as what is drawn here does: it cannot be unnamed."""
        return not providers.needs_key(self.choice.provider)

    @property
    def price_words(self) -> str:
        return price_words(self.price)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """What the chosen ones cost together: a price for each currency, and how many have none that anybody knows."""

    count: int
    prices: list[Price]
    unknown: int

    @property
    def words(self) -> str:
        """`$1.34 and 12 CU, and 1 at a price that nobody knows`; `free`."""
        paid = [str(price) for price in self.prices if price.amount] or (["free"] if self.prices else [])
        known = " and ".join(paid)
        if not self.unknown:
            return known
        return f"{known}, and {self.unknown} at a price that nobody knows" if known else "a price that nobody knows"

    @property
    def is_possible(self) -> bool:
        return bake_offs.FEWEST <= self.count <= bake_offs.MOST


@member
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose who takes part; with `go`, begin. Anything else is answered with what the choice costs together."""
    here = _composed(request)
    if request.method == "POST":
        require_maker(request.user, team_of(request))
    if request.method == "POST" and ("go" in request.POST or "answer" in request.POST):
        return _begin(request, here)
    return render(request, "bake_off/new.html", _context(request, here))


def _begin(request: HttpRequest, here: Composition) -> HttpResponse:
    consent = Consent.read(request.POST)
    answers = Answers(consent=consent, confirmed=frozenset(request.POST.getlist("confirmed")))
    try:
        made = _started(request, here, answers)
    except CannotSubmit as error:
        return _asked(request, here, error.problems)
    except CannotSay as error:
        return _asked(request, here, (Problem("name", str(error)),))
    return redirect("bake-off", made.pk)


def _started(request: HttpRequest, here: Composition, answers: Answers) -> BakeOff:
    key, name = request.POST.get("key", "")[:64], request.POST.get("name", "")
    if not key:
        raise CannotSay("The form came without its key. Reload the page.")
    recipes = [_recipe(here, choice) for choice in _chosen(request, here)]
    return bake_offs.start(request.user, project_of(request), name, recipes, key, answers)


def _asked(request: HttpRequest, here: Composition, problems: tuple[Problem, ...]) -> HttpResponse:
    """The page again, with what is wrong or what is to be answered; what was answered before goes along."""
    question = next((each for each in problems if isinstance(each, Question)), None)
    given = [(name, value) for name, value in Consent.read(request.POST).given.items() if name != "confirmed"]
    given += [("confirmed", each) for each in request.POST.getlist("confirmed")]
    found = {"question": question, "given": given, "errors": () if question else problems}
    return render(request, "bake_off/new.html", _context(request, here) | found, status=422)


def _context(request: HttpRequest, here: Composition) -> dict:
    found = list(candidates(request, here))
    chosen = [each for each in found if each.chosen and not each.why]
    recipe = Recipe(here.choice.model, here.choice.task, here.choice.provider, here.values)
    unknown = sum(each.price is None for each in chosen)
    return {
        "source": urlencode(_named(request)),
        "name": request.POST.get("name", title_of(recipe)[:80]),
        "words": here.values.get("prompt", ""),
        "can": [each for each in found if not each.why],
        "cannot": [each for each in found if each.why],
        "sum": Sum(count=len(chosen), prices=several.totals(each.price for each in chosen), unknown=unknown),
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "makes": may_make(request.user, team_of(request)),
        "fewest": bake_offs.FEWEST,
        "most": bake_offs.MOST,
        "project": project_of(request),
    }


# What is baked


def _named(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in NAMED if request.GET.get(name)}


def _composed(request: HttpRequest) -> Composition:
    """What the address names, as the composer would hold it; without several results of each."""
    media = media_lookup(team_of(request), request.user)
    if source := source_of(request, request.GET):
        here = Composition(source.choice, dict(source.values), {}, media)
    else:
        here = _of_draft(request, media)
    for name in SEVERAL:
        here.values.pop(name, None)
        here.kept.pop(name, None)
    return bound(carried(here, here.choice))


def _of_draft(request: HttpRequest, media: Lookup) -> Composition:
    pk = as_id(request.GET.get("draft"))
    if pk is None:
        raise Http404("A bake-off begins with what the composer holds, or with a result.")
    draft = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    kept = draft.values
    chosen = {name: kept.get(name, "") for name in (guiding.FIELD, speaking.FIELD)}
    choice = settled(draft.model, draft.task, draft.provider)
    return Composition(choice, dict(kept.get("typed", {})), dict(kept.get("kept", {})), media, **chosen)


def candidates(request: HttpRequest, here: Composition) -> Iterator[Candidate]:
    """Every model and provider for this task: the composer's own first, then those that lose least."""
    wanted, team = set(_wanted(request, here)), team_of(request)
    sends = {slug: can_send(team, slug) for slug in PROVIDERS}
    every = [Choice(slug, here.choice.task, via) for slug, vias in offered()[here.choice.task].items() for via in vias]
    found = [_candidate(here, choice, wanted, sends[choice.provider], team) for choice in every]
    return iter(sorted(found, key=lambda each: (each.choice != here.choice, bool(each.lost), each.lost.count(","))))


def _wanted(request: HttpRequest, here: Composition) -> list[str]:
    own = f"{here.choice.model}/{here.choice.provider}"
    return request.POST.getlist("route") if request.method == "POST" else [own]


def _candidate(here: Composition, choice: Choice, wanted: set[str], sends: bool, team: Team) -> Candidate:
    there = _carried(here, choice)
    recipe = Recipe(choice.model, choice.task, choice.provider, there.values)
    checked = check_in_turn(recipe, here.media)
    quote = quotes.known_to(recipe, team) if sends else None
    return Candidate(
        choice=choice,
        price=quote.price if quote else checked.price,
        lost=", ".join(there.kept_labels),
        why=_why_not(recipe, checked, sends),
        chosen=f"{choice.model}/{choice.provider}" in wanted,
    )


def _why_not(recipe: Recipe, checked: Checked, sends: bool) -> str:
    if checked.errors:
        return checked.errors[0].message
    if len(in_turn(recipe).recipes) > 1:
        return "It would need several jobs that run in turn."
    return "" if sends else f"{PROVIDERS[recipe.provider]} has no key here yet."


def _carried(here: Composition, choice: Choice) -> Composition:
    """What would be sent there: what is set aside here is not."""
    there = carried(here, choice)
    for name in (*here.held, *SEVERAL):
        there.values.pop(name, None)
        there.kept.pop(name, None)
    return there


def _chosen(request: HttpRequest, here: Composition) -> list[Choice]:
    """Those that the form names, as far as they exist."""
    ways = offered()[here.choice.task]
    named = (text.partition("/") for text in dict.fromkeys(request.POST.getlist("route")))
    return [Choice(slug, here.choice.task, via) for slug, _, via in named if via in ways.get(slug, ())]


def _recipe(here: Composition, choice: Choice) -> Recipe:
    """Read strictly, as the composer's button does. Raises CannotSay with what is wrong with it there."""
    there = bound(_carried(here, choice), submitted=True)
    recipe = there.form.recipe()
    if errors := there.form.errors:
        raise CannotSay(f"{several.called(recipe)}: {next(iter(errors.values()))[0]}")
    return recipe
