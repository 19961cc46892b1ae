"""A recipe as people read it: its words, its shots, its pictures, and the rest as label and value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch

from studio.catalog import registry
from studio.catalog.recipe import media_values
from studio.catalog.tasks import PROVIDERS, TASKS

APART = {"prompt", "negative_prompt", "shots", "width", "height"}  #: values that have a place of their own


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot: `start` and `seconds` in seconds from the beginning of the clip."""

    number: int
    start: float
    seconds: float
    prompt: str


@dataclass(frozen=True, slots=True)
class Input:
    """A file that went in: an asset of ours by id, or a provider's handle. `mention` is how a prompt calls it."""

    label: str
    mention: str
    asset: str | None
    handle: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """`rows` are (label, words) of everything that is neither words, shots nor files."""

    model: str
    provider: str
    task: str
    prompt: str
    left_out: str
    shots: tuple[Shot, ...]
    inputs: tuple[Input, ...]
    rows: tuple[tuple[str, str], ...]


def read(recipe: Mapping) -> Reading:
    """Reads any stored recipe, also one whose model the catalog no longer has."""
    values = recipe["values"]
    model = registry.get(recipe["model"])
    task = TASKS.get(recipe["task"])
    return Reading(
        model=model.name if model else recipe["model"],
        provider=PROVIDERS.get(recipe["provider"], recipe["provider"]),
        task=task.title if task else recipe["task"],
        prompt=values.get("prompt", ""),
        left_out=values.get("negative_prompt", ""),
        shots=tuple(_shots(values.get("shots", ()))),
        inputs=tuple(_inputs(recipe)),
        rows=tuple(_rows(recipe)),
    )


def _shots(shots: list[Mapping]) -> Iterator[Shot]:
    start = 0
    for number, shot in enumerate(shots, 1):
        yield Shot(number, start, shot["duration"], shot["prompt"])
        start += shot["duration"]


def _inputs(recipe: Mapping) -> Iterator[Input]:
    for name, value in recipe["values"].items():
        for medium in media_values(value):
            mention = f"@{medium['name']}" if "name" in medium else ""
            yield Input(_label(recipe, name), mention, medium.get("asset"), medium.get("handle"))


def _rows(recipe: Mapping) -> Iterator[tuple[str, str]]:
    values = recipe["values"]
    if "width" in values and "height" in values:
        yield "Size", f"{values['width']} × {values['height']}"
    for name, value in values.items():
        if name not in APART and not any(media_values(value)):
            yield _label(recipe, name), UNITS.get(name, "{}").format(words(value))


UNITS = {"duration": "{} s"}


def _label(recipe: Mapping, name: str) -> str:
    """What the composer calls the value; its own name in plain words where the catalog does not know it."""
    route = registry.route(recipe["model"], recipe["task"], recipe["provider"])
    control = route.control(name) if route else None
    return control.label if control else name.replace("_", " ").capitalize()


@singledispatch
def words(value: object) -> str:
    """A value as text: `on`, `0.5`, `16:9`, `left 2, right 3`."""
    return str(value)


@words.register
def _(value: bool) -> str:
    return "on" if value else "off"


@words.register
def _(value: float) -> str:
    return f"{value:g}"


@words.register
def _(value: dict) -> str:
    return ", ".join(f"{key.replace('_', ' ')} {words(inner)}" for key, inner in value.items())


@words.register
def _(value: list) -> str:
    return ", ".join(map(words, value))
