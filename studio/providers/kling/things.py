"""Voices and elements at Kling: lists, presets, deletion. Lines are those of the facts about the official API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx

from studio.providers.answers import address, first_text, mapping, objects, text
from studio.providers.kling import answers
from studio.providers.things import Kind, Thing

MOST = 500
"""The most that one page of a list holds (line 134)."""

GONE = "deleted"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one kind is kept. Of the two documented ways to delete an element the one of the video documents is taken
    (line 232: the image documents name `delete-elements`; both name the same library)."""

    own: str
    presets: str
    deletion: str
    key: str
    results: str
    sample: tuple[str, ...]


SHELVES: Mapping[Kind, Shelf] = {
    "voice": Shelf(
        "/v1/general/custom-voices",
        "/v1/general/presets-voices",
        "/v1/general/delete-voices",
        "voice_id",
        "voices",
        ("trial_url",),
    ),
    "element": Shelf(
        "/v1/general/advanced-custom-elements",
        "/v1/general/advanced-presets-elements",
        "/v1/general/delete-advanced-elements",
        "element_id",
        "elements",
        ("frontal_image", "frontal_image_url"),
    ),
}
"""Lines 230-235."""


def ask(host: str, kind: Kind, presets: bool) -> httpx.Request:
    """The list of one's own, or of those that Kling has for all."""
    shelf = SHELVES[kind]
    path = shelf.presets if presets else shelf.own
    return httpx.Request("GET", f"{host}{path}", params={"pageNum": 1, "pageSize": MOST})


def listed(response: httpx.Response, kind: Kind, presets: bool) -> tuple[Thing, ...]:
    """What is there. Those that were deleted, and tasks that made nothing, are left out."""
    shelf = SHELVES[kind]
    found = (
        _thing(item, kind, shelf, presets) for task in objects(answers.data_of(response)) for item in _made(task, shelf)
    )
    return tuple({thing.id: thing for thing in found if thing}.values())


def _made(task: Mapping[str, object], shelf: Shelf) -> Iterator[Mapping[str, object]]:
    """A list is one of tasks with their results; a preset may also stand there by itself."""
    yield from objects(mapping(task.get("task_result")).get(shelf.results))
    if shelf.key in task:
        yield task


def _thing(item: Mapping[str, object], kind: Kind, shelf: Shelf, presets: bool) -> Thing | None:
    its_id = text(item.get(shelf.key))
    if not its_id or item.get("status") == GONE:
        return None
    name = first_text(item, f"{kind}_name")
    sample = next((found for key in shelf.sample if (found := address(item.get(key)))), "")
    return Thing(kind=kind, id=its_id, name=name, sample_url=sample, is_preset=presets)


def remove(host: str, kind: Kind, its_id: str) -> httpx.Request:
    """Delete one of one's own."""
    shelf = SHELVES[kind]
    return httpx.Request("POST", f"{host}{shelf.deletion}", json={shelf.key: its_id})


def removed(response: httpx.Response) -> None:
    """Raises what the answer's code means, unless it was deleted."""
    answers.data_of(response)
