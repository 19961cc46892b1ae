"""The recipe: what a job is made of. Stored, exported, embedded in files and quoted in this one JSON form."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from studio.catalog.pricing import seconds_of
from studio.catalog.problems import Problem, given

WORDS = ("model", "task", "provider")


class BadRecipe(ValueError):
    """The JSON is no recipe at all. `problems` says why, one per field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Model, task and provider by slug, and the canonical values. `derived_from`: the asset it was made from."""

    model: str
    task: str
    provider: str
    values: Mapping[str, object]
    derived_from: str | None = None

    @classmethod
    def from_json(cls, data: object) -> "Recipe":
        """Read one recipe. A value of null counts as absent. Raises BadRecipe, with a sentence per field."""
        if problems := list(_shape_problems(data)):
            raise BadRecipe(problems)
        values = {name: value for name, value in data["values"].items() if value is not None}
        return cls(data["model"], data["task"], data["provider"], values, data.get("derived_from"))

    @classmethod
    def from_text(cls, text: str) -> "Recipe":
        """Read one that comes from elsewhere, as JSON. Raises BadRecipe; ValueError or RecursionError for no JSON."""
        data = json.loads(text)
        if not _is_writable(data):
            raise BadRecipe([Problem("recipe", "It holds letters that are none. Write it again as plain text.")])
        return cls.from_json(data)

    def as_json(self) -> dict[str, object]:
        """The shape that `from_json` reads."""
        body = {"model": self.model, "task": self.task, "provider": self.provider, "values": dict(self.values)}
        return body | ({"derived_from": self.derived_from} if self.derived_from else {})

    def hash(self) -> str:
        """The same for the same job: hex SHA-256 of the recipe without where it came from."""
        body = replace(self, derived_from=None).as_json()
        return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    @property
    def duration_s(self) -> int | None:
        """The length that is asked for in whole seconds; None for pictures and where the input decides."""
        return seconds_of(self.values)

    def assets(self) -> tuple[str, ...]:
        """The ids of all assets in it, in the order of the values, each once."""
        return tuple(dict.fromkeys(media["asset"] for media in media_values(self.values) if "asset" in media))


def media_values(value: object) -> Iterator[Mapping[str, object]]:
    """Every media value inside a value, at any depth, in order."""
    if isinstance(value, Mapping):
        if "asset" in value or "handle" in value:
            yield value
        else:
            for inner in value.values():
                yield from media_values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from media_values(inner)


def with_hashes(values: object, sha256_of: Mapping[str, str]) -> object:
    """The same values with `sha256` beside each asset id: the form in which a recipe is stored and exported."""
    if isinstance(values, Mapping):
        copy = {key: with_hashes(value, sha256_of) for key, value in values.items()}
        asset = values.get("asset")
        return copy | ({"sha256": sha256_of[asset]} if isinstance(asset, str) and asset in sha256_of else {})
    return [with_hashes(value, sha256_of) for value in values] if isinstance(values, list) else values


def _is_writable(data: object) -> bool:
    """Whether a database takes its text: JSON can name NUL, and half letters."""
    written = json.dumps(data, ensure_ascii=False)
    return "\\u0000" not in written and written.encode("utf-8", "ignore").decode() == written


def _shape_problems(data: object) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem("recipe", f"A recipe is a JSON object; {given(data)} was given.")
        return
    for word in WORDS:
        if not isinstance(data.get(word), str):
            yield Problem(word, f"A recipe names its {word} as text; {given(data.get(word))} was given.")
    if not isinstance(data.get("values"), dict):
        yield Problem("values", f"The values are a JSON object; {given(data.get('values'))} was given.")
    if not isinstance(data.get("derived_from"), str | None):
        yield Problem("derived_from", f"derived_from is an asset id; {given(data['derived_from'])} was given.")
    for unknown in sorted(set(data) - {*WORDS, "values", "derived_from"}):
        yield Problem(unknown, f"A recipe has model, task, provider, values and derived_from; {unknown} is not known.")
