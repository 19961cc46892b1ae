"""The picker of models: by task, what each costs through whom for exactly this job, and what it would keep back."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from studio.catalog import registry
from studio.catalog.capabilities import BY_SLUG, CAPABILITIES, can
from studio.catalog.cast_controls import Elements
from studio.catalog.matrix import DISTANT, LENGTH, NEWEST_FIRST, PIXELS, rows, section_of
from studio.catalog.media_controls import ReferenceImages
from studio.catalog.pricing import Price
from studio.catalog.schema import Route
from studio.catalog.story_controls import Shots
from studio.catalog.tasks import PROVIDERS, TASKS

from .composing import Choice, Composition, carried, offered
from .offers import price_of, price_words


@dataclass(frozen=True, slots=True)
class Fare:
    """One provider in a model's row; without a price it does not offer the model.

    `use` says what choosing it does, `lost` what it would keep back beyond what all of them do, `retired` since when.
    """

    provider: str
    name: str
    price: str = ""
    use: str = ""
    lost: str = ""
    is_best: bool = False
    retired: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A model in the picker: what it is `able` to (slugs), through whom it is chosen unless somebody else is named.

    `seconds` is the length that the job would have, where this job's is not possible; `lost` what is kept back.
    """

    slug: str
    name: str
    facts: str
    able: str
    via: str
    use: str
    seconds: str
    lost: str
    fares: tuple[Fare, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class Family:
    """Models under one heading."""

    title: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A task at the side, and how many models do it."""

    slug: str
    title: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picker for one task. `job` is what the prices are for."""

    task: str
    title: str
    doors: tuple[tuple[str, tuple[Door, ...]], ...]
    families: tuple[Family, ...]
    providers: tuple[str, ...]
    job: str


def sheet(composition: Composition, task: str = "") -> Sheet:
    """Everything that the picker shows for a task; for the one that is composed, unless another is named."""
    task = task if task in offered() else composition.choice.task
    models = [model for model in NEWEST_FIRST if model.slug in offered()[task]]
    families = (
        Family(_family_title(name), tuple(_pick(composition, model.slug, task) for model in together))
        for name, together in groupby(models, key=lambda model: model.family)
    )
    names = tuple(PROVIDERS[slug] for slug in DISTANT)
    return Sheet(task, TASKS[task].title, tuple(_doors(task)), tuple(families), names, _job(composition))


def _family_title(name: str) -> str:
    return f"Kling {name}" if any(map(str.isdigit, name)) else name


def _doors(task: str) -> Iterator[tuple[str, tuple[Door, ...]]]:
    """The tasks by their group."""
    for group, slugs in groupby(offered(), key=lambda slug: TASKS[slug].group):
        yield (
            group.capitalize(),
            tuple(Door(slug, TASKS[slug].title, len(offered()[slug]), slug == task) for slug in slugs),
        )


def _job(composition: Composition) -> str:
    """`12 s, with sound, 2 takes`: what of the job the price depends on, for a person."""
    values = composition.values
    length = [f"{composition.seconds} s"] if composition.seconds else []
    sound = ["with sound"] if values.get("sound") is True else []
    takes = [f"{composition.takes} takes"] if composition.takes != 1 else []
    return ", ".join([*length, *sound, *takes]) or "as it is set up"


@dataclass(frozen=True, slots=True)
class Job:
    """The job as one route would run it."""

    there: Composition
    price: Price | None

    @property
    def words(self) -> str:
        """`$1.34`, `?`, `free`."""
        return price_words(self.price)


def _jobs(here: Composition, slug: str, task: str) -> dict[str, Job]:
    """By provider."""
    there = {via: carried(here, Choice(slug, task, via)) for via in offered()[task][slug]}
    return {via: Job(each, price_of(each)) for via, each in there.items()}


def _pick(here: Composition, slug: str, task: str) -> Pick:
    jobs = _jobs(here, slug, task)
    lost = [job.there.kept_labels for job in jobs.values()]
    by_all = [label for label in lost[0] if all(label in labels for labels in lost)]
    lengths = {job.there.seconds for job in jobs.values()} - {None, here.seconds}
    via = here.choice.provider if here.choice.provider in jobs else next(iter(jobs))
    return Pick(
        slug=slug,
        name=registry.get(slug).name,
        facts=_facts(slug, task),
        able=" ".join(sorted(frozenset().union(*(can(slug, task, each) for each in DISTANT)))),
        via=via,
        use=_use(here, jobs[via]),
        seconds=f"{lengths.pop()} s" if len(lengths) == 1 else "",
        lost=", ".join(by_all),
        fares=tuple(_fares(here, jobs, by_all)),
        current=(slug, task) == (here.choice.model, here.choice.task),
    )


COUNTED = {"shots": Shots, "references": ReferenceImages, "own-elements": Elements}
"""What a model can do several of: the control that knows how many."""

UNSAID = {"1080p", "4k", "15s", "negative-prompt", "guidance"}
"""What the length and the pixels say already, or nobody chooses a model for."""


@cache
def _facts(slug: str, task: str) -> str:
    """`3–15 s · 1080p · 6 shots · sound`: one line about what a model can do through whoever can most."""
    row = next(row for row in rows(section_of(task), task) if row.model.slug == slug)
    length, pixels = (next((c.words for c in row.cells if c.column is column), "") for column in (LENGTH, PIXELS))
    able = frozenset().union(*(can(slug, task, each) for each in DISTANT)) - UNSAID
    words = [f"{length} s".replace(", ", " or ") if length else "", pixels]
    words += [_counted(each.slug, each.title.lower(), row.routes) for each in CAPABILITIES if each.slug in able]
    return " · ".join(filter(None, words))


def _counted(slug: str, title: str, routes: tuple[Route, ...]) -> str:
    """`6 shots`; a title alone where nothing is counted."""
    kind = COUNTED.get(slug)
    if kind is None:
        return title
    most = max(control.most for route in routes for control in route.controls if isinstance(control, kind))
    one = BY_SLUG[slug].column.lower().removeprefix("own ").removesuffix("s")
    return f"{most} {one}{'s' * (most != 1)}"


def _fares(here: Composition, jobs: dict[str, Job], by_all: list[str]) -> Iterator[Fare]:
    """Every provider in the order of the columns, those that do not offer the model too."""
    known = sorted({job.price.amount for slug, job in jobs.items() if job.price and slug in DISTANT})
    for slug in DISTANT:
        if not (job := jobs.get(slug)):
            yield Fare(slug, PROVIDERS[slug])
            continue
        ended = job.there.choice.route.retired
        yield Fare(
            provider=slug,
            name=PROVIDERS[slug],
            price=job.words,
            use=_use(here, job),
            lost=", ".join(label for label in job.there.kept_labels if label not in by_all),
            is_best=len(known) > 1 and bool(job.price) and job.price.amount == known[0],
            retired=ended.on if ended else "",
        )


def _use(here: Composition, job: Job) -> str:
    """`Use Kling 3.0 Pro through Runware · $1.26`; the task too, where it is another one."""
    choice = job.there.choice
    task = f" for {TASKS[choice.task].title.lower()}" if choice.task != here.choice.task else ""
    price = "price ?" if job.words == "?" else job.words
    return f"Use {job.there.model.name}{task} through {PROVIDERS[choice.provider]} · {price}"
