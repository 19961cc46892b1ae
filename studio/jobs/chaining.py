"""Run as separate shots: the jobs that a storyboard becomes where a model makes one shot at a time, and their price.

The first job is what is composed; each later one moves the last good frame of the one before. A shot shorter than the
shortest clip of the route is made as long as that, and the film uses its beginning.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import IntegrityError, transaction

from studio.accounts.models import Project, Team, User
from studio.accounts.permissions import require_maker
from studio.catalog import registry
from studio.catalog.check import Checked, check, listed
from studio.catalog.pricing import Price, Prices
from studio.catalog.problems import Lookup, Problem
from studio.catalog.recipe import Recipe
from studio.catalog.schema import Route
from studio.forms.carry import carry_over
from studio.forms.shot_lists import Room
from studio.forms.story import look_of, only_look, own_words
from studio.library.lookup import media_lookup

from . import actions, chains, gates
from .agreement import CannotSubmit, Whole, agreed
from .consent import Consent
from .models import Chain, ChainShot
from .rates import prices_of

FIRST = ("text-to-video", "image-to-video")
NEXT = "image-to-video"
FRAME = "first_frame"
OF_THE_WHOLE = ("shots", "shot_style", "prompt", "duration", "takes", "series", "last_frame")
"""Values that no shot has from the composition as they stand."""

TO_COME = {FRAME: {"handle": "the-frame-to-come"}}
"""Stands for the frame while a shot is judged and priced before the one before it is there. It is never stored."""

MOST = 10
NOTHING_SAID = Consent()


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One shot to be: its recipe, without the frame that is to come; the seconds that are used of it; its price."""

    recipe: Recipe
    seconds: int
    price: Price | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """All of them. `left_out` are the controls that only the first shot takes, as they are called."""

    links: tuple[Link, ...]
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def total(self) -> Price | None:
        """The sum; None where one of the prices is not known."""
        return total([link.price for link in self.links])

    @property
    def made_longer(self) -> bool:
        """Whether some clip is made longer than it is used."""
        return any(link.recipe.values["duration"] > link.seconds for link in self.links)


def total(prices: Sequence[Price | None]) -> Price | None:
    """The sum of prices in one currency; None where one is not known, or nothing is added up."""
    known = [price for price in prices if price is not None]
    if not known or len(known) < len(prices) or len({price.currency for price in known}) > 1:
        return None
    return replace(known[0], amount=sum(price.amount for price in known), exact=all(price.exact for price in known))


# What there is room for


def room(model: str, task: str, provider: str) -> Room | None:
    """What the shots may be; None where the model takes several by itself, or cannot go on from a frame."""
    first, following = registry.route(model, task, provider), registry.route(model, NEXT, provider)
    if task not in FIRST or not _makes_one(first) or not _makes_one(following) or not following.control(FRAME):
        return None
    pairs = [(route.control("prompt"), route.control("duration")) for route in (first, following)]
    seconds = min((seconds for _, seconds in pairs), key=lambda control: max(control.options))
    return Room.apart(seconds, min(prompt.most for prompt, _ in pairs), MOST)


def _makes_one(route: Route | None) -> bool:
    takes_one = route is not None and route.composable and not route.control("shots")
    return takes_one and all(route.control(name) for name in ("prompt", "duration"))


# The plan


def plan(
    recipe: Recipe,
    shots: Sequence[Mapping[str, object]],
    media: Lookup | None = None,
    prices: Prices = listed,
) -> Plan:
    """The jobs of these shots. `recipe` is what is composed, its own prompt and length left aside.

    Raises LookupError where `room` is None.
    """
    space = room(recipe.model, recipe.task, recipe.provider)
    if space is None:
        raise LookupError(f"{recipe.model} through {recipe.provider} does not run as separate shots.")
    if faults := tuple(_faults(shots, space)):
        return Plan(links=(), left_out=(), problems=faults)
    links, left_out = [], {}
    for number, shot in enumerate(shots, 1):
        link, lost = _link(recipe, shot, number, len(shots), media, prices)
        links.append(link)
        left_out |= dict.fromkeys(lost)
    problems = tuple(problem for link in links for problem in link.problems)
    return Plan(links=tuple(links), left_out=tuple(left_out), problems=problems)


def _faults(shots: Sequence[Mapping[str, object]], space: Room) -> Iterator[Problem]:
    if len(shots) < 2 or len(shots) > space.most:
        yield Problem("shots", f"2 to {space.most} shots can run one after another; {len(shots)} were given.")
    for number, shot in enumerate(shots, 1):
        prompt, seconds = str(shot.get("prompt", "")), shot.get("duration")
        if not prompt.strip():
            yield Problem("shots", f"Shot {number} has no prompt. Write what is seen in it, or remove the shot.")
        elif len(prompt) > space.characters:
            yield Problem(
                "shots", f"Shot {number} takes at most {space.characters} characters; {len(prompt)} were given."
            )
        if isinstance(seconds, bool) or not isinstance(seconds, int) or not space.shortest <= seconds <= space.each:
            yield Problem("shots", f"Shot {number} lasts whole seconds, {space.shortest} to {space.each}.")
    if bare := only_look(list(shots)):
        yield Problem("shots", bare)


def _link(
    recipe: Recipe, shot: Mapping, number: int, of: int, media: Lookup | None, prices: Prices
) -> tuple[Link, list[str]]:
    """One shot, and the controls that are left out because its route does not take them."""
    is_first, first = number == 1, registry.route(recipe.model, recipe.task, recipe.provider)
    task = recipe.task if is_first else NEXT
    route = registry.route(recipe.model, task, recipe.provider)
    shared = {name: value for name, value in recipe.values.items() if name not in OF_THE_WHOLE}
    if not is_first:
        shared.pop(FRAME, None)
    carried = shared if is_first else carry_over(shared, {}, route, media, before=first).values
    own = {"prompt": shot["prompt"], "duration": _made_as(route, shot["duration"])}
    if number == of and "last_frame" in recipe.values and "last_frame" in route.values:
        own["last_frame"] = recipe.values["last_frame"]
    judge = partial(check, media=media, prices=prices)
    values, checked, lost = _fitting({**carried, **own} | ({} if is_first else TO_COME), recipe, task, judge, own)
    lost += [route_label(first, name) for name in shared if name not in values and name in first.values]
    kept = {name: value for name, value in values.items() if is_first or name != FRAME}
    problems = tuple(Problem("shots", f"Shot {number}: {problem.message}") for problem in checked.errors)
    made = replace(recipe, task=task, values=kept)
    return Link(recipe=made, seconds=shot["duration"], price=checked.price, problems=problems), lost


def _fitting(values: dict, recipe: Recipe, task: str, judge: Callable[[Recipe], Checked], own: Mapping) -> tuple:
    """The values of a shot with what the route does not take beside a frame left out; only shots after the first."""
    lost: list[str] = []
    route = registry.route(recipe.model, task, recipe.provider)
    while True:
        checked = judge(replace(recipe, task=task, values=values))
        strange = [p.field for p in checked.errors if p.field in values and p.field not in (FRAME, *own)]
        if not strange or values.get(FRAME) != TO_COME[FRAME]:
            return values, checked, lost
        lost.append(route_label(route, strange[0]))
        values = {name: value for name, value in values.items() if name != strange[0]}


def route_label(route: Route, name: str) -> str:
    """What people call a value."""
    control = route.control(name)
    return control.label if control else name


def _made_as(route: Route, seconds: int) -> int:
    """The shortest clip that is long enough."""
    options = route.control("duration").options
    return min((option for option in options if option >= seconds), default=max(options))


# The chain


def run(
    user: User,
    project: Project,
    recipe: Recipe,
    shots: Sequence[Mapping[str, object]],
    key: str,
    consent: Consent = NOTHING_SAID,
) -> Chain:
    """Make all jobs of these shots at once, and have the first one driven once this transaction is committed.

    The same key of the same person gives the same chain. The sum is reserved in every budget in the transaction that
    makes the jobs; where one has no room, the whole is held until that is approved. Raises CannotSubmit as
    `actions.submit` does.
    """
    team = project.team
    require_maker(user, team)
    made = plan(replace(recipe, derived_from=None), shots, media_lookup(team, user), prices_of(team))
    if made.problems:
        raise CannotSubmit(*made.problems)
    frozen = [_frozen(link, team, user, is_first=at == 0) for at, link in enumerate(made.links)]
    whole = replace(_whole(frozen[0], shots), derived_from=recipe.derived_from)
    known = Chain.objects.filter(owner=user, idempotency_key=key).first()
    if known is None:
        gates.require(user, project, whole)
        account = actions.account_for(frozen[0], team)
        actions.require_credit(account, made.total, consent)
        try:
            with transaction.atomic():
                about = Whole(price=made.total, results=len(made.links), called="shots")
                columns = agreed(user, project, about, consent)
                chain = chains.begin(user, project, key, whole.as_json(), actions.title_of(whole))
                return _made(chain, columns | {"account": account}, list(zip(made.links, frozen, strict=True)))
        except IntegrityError:
            known = Chain.objects.filter(owner=user, idempotency_key=key).first()
            if known is None:
                raise
    if known.recipe != whole.as_json():
        raise actions.already_sent(known.title)
    return known


def _frozen(link: Link, team: Team, user: User, *, is_first: bool) -> Recipe:
    """The recipe with its files fixed; a later one is judged with a frame, and kept without."""
    to_come = {} if is_first else TO_COME
    frozen, _ = actions.checked(replace(link.recipe, values={**link.recipe.values, **to_come}), team, user)
    return replace(frozen, values={name: value for name, value in frozen.values.items() if name not in to_come})


def _whole(first: Recipe, shots: Sequence[Mapping[str, object]]) -> Recipe:
    """What the film is said to be made of."""
    shared = {name: value for name, value in first.values.items() if name not in OF_THE_WHOLE}
    return replace(first, values={**shared, "shots": [dict(shot) for shot in shots]})


def _made(chain: Chain, about: Mapping[str, object], links: Sequence[tuple[Link, Recipe]]) -> Chain:
    """All jobs of a chain. `about` are the columns that they share: their account, and what was agreed to."""
    look, before = look_of(chain.recipe["values"]["shots"]), None
    for number, (link, recipe) in enumerate(links, 1):
        own = chain.columns_at(number, before, about) | {"unknown_price_accepted": link.price is None}
        title = " ".join(own_words(link.recipe.values["prompt"], look).split())[:120]
        before = actions.make(own, recipe, link.price, title)
        ChainShot.objects.create(chain=chain, position=number, seconds=link.seconds, job=before)
    return chain
