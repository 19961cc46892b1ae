"""`@name` in a prompt: which file, voice or element is meant. The adapter prints it in its provider's own syntax.

A media value without a name is `image_1`, `video_1`, `voice_1` ... by its place in the list. What is no name of
anything stays as it is, and so does a prompt that already holds a provider's syntax.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studio.catalog.problems import Values

MENTION = re.compile(r"@([A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)")

KINDS = {
    "reference_images": "image",
    "input_video": "video",
    "reference_video": "video",
    "voices": "voice",
    "elements": "element",
}
"""The values that can be mentioned, and what a provider calls their items."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What a name means: the kind, and the place among those of its kind, counted from 1."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}_{self.number}"


def names(values: Values) -> dict[str, Mention]:
    """Every name that a prompt may use: its own, and the one by its place."""
    found = {}
    for _, item, mention in _items(values):
        found[str(mention)] = mention
        if isinstance(item, dict) and item.get("name"):
            found[item["name"]] = mention
    return found


def twins(values: Values) -> Iterator[tuple[str, str]]:
    """Values and names: each name that something of another kind has already. A prompt could not say which is meant."""
    kinds: dict[str, str] = {}
    for value, item, mention in _items(values):
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(name, str) and kinds.setdefault(name, mention.kind) != mention.kind:
            yield value, name


def _items(values: Values) -> Iterator[tuple[str, object, Mention]]:
    counts: dict[str, int] = {}
    for value, kind in KINDS.items():
        given = values.get(value, [])
        for item in given if isinstance(given, list) else [given]:
            counts[kind] = counts.get(kind, 0) + 1
            yield value, item, Mention(kind, counts[kind])


def printed(text: str, values: Values, syntax: Callable[[Mention], str]) -> str:
    """The prompt with every known name in a provider's syntax."""
    known = names(values)
    return MENTION.sub(lambda found: syntax(known[found[1]]) if found[1] in known else found[0], text)


def spoken(values: Values, syntax: Callable[[Mention], str]) -> dict[str, object]:
    """The same values with every known name in the prompt and in the shots' prompts in a provider's syntax."""
    copy = dict(values)
    if "prompt" in copy:
        copy["prompt"] = printed(copy["prompt"], values, syntax)
    if "shots" in copy:
        copy["shots"] = [{**shot, "prompt": printed(shot["prompt"], values, syntax)} for shot in copy["shots"]]
    return copy
