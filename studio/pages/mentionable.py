"""What a prompt can mean by `@name`: what is attached, and what the team has that could be. As JSON for <mention-text>.

    [{"name": "rocket", "place": "image_1", "kind": "image", "words": "rocket.jpg", "picture": "/media/...",
      "sound": "", "into": "", "value": null, "fault": ""}]

One that is not attached yet says where it goes (`into`, the id of a place) and as what (`value`), or why not (`fault`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from django.forms import BoundField

from studio.catalog.mentions import KINDS, MENTION
from studio.library.models import Asset

from . import places
from .naming import LISTS
from .places import element_rows
from .room import room_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """One line of the menu."""

    name: str
    kind: str
    words: str
    place: str = ""
    picture: str = ""
    sound: str = ""
    into: str = ""
    value: Mapping[str, object] | None = None
    fault: str = ""


def mentionable(prompt: BoundField) -> str:
    """All that the prompt of a form can mean."""
    attached = list(_attached(prompt))
    taken = {each.name for each in attached}
    return json.dumps([asdict(each) for each in (*attached, *_not_yet(prompt, taken))])


def _attached(prompt: BoundField) -> Iterator[Meant]:
    """What the form's values hold, in order: numbered as the catalog numbers it."""
    counts: dict[str, int] = {}
    for key, kind in KINDS.items():
        value = prompt.form.typed.get(key, [])
        for item in value if isinstance(value, list) else [value]:
            counts[kind] = counts.get(kind, 0) + 1
            if isinstance(item, dict):
                yield _meant(item, kind, f"{kind}_{counts[kind]}", getattr(prompt.field, "found", {}))


def _meant(item: Mapping[str, object], kind: str, place: str, found: Mapping[str, Asset]) -> Meant:
    asset = found.get(_seen_by(item))
    picture = (asset.poster_url or "") if asset else ""
    sound = asset.original_url if asset and asset.kind == "audio" else ""
    words = asset.name if asset else str(item.get("handle", ""))
    name = str(item.get("name") or place)
    return Meant(name=name, kind=kind, words=words, place=place, picture=picture, sound=sound)


def _seen_by(item: Mapping[str, object]) -> str:
    """The id of the file that shows it: its own, or an element's front or clip."""
    files = [item, item.get("front"), item.get("video")]
    return next((str(file["asset"]) for file in files if isinstance(file, dict) and "asset" in file), "")


def _not_yet(prompt: BoundField, taken: set[str]) -> Iterator[Meant]:
    """What the team has for the controls of the form, and what is not attached by its name."""
    for name, kind in KINDS.items():
        cast = getattr(prompt.form.fields.get(name), "cast", ())
        into, full = _place_for(prompt.form[name]) if cast else ("", "")
        files = _files(prompt.form.typed.get(name))
        for choice in cast:
            if choice.value.get("name") and choice.name not in taken and not files & _files([choice.value]):
                yield Meant(
                    name=choice.name,
                    kind=kind,
                    words=choice.words,
                    picture=choice.picture,
                    sound=choice.sound,
                    into=into,
                    value=choice.value,
                    fault=choice.fault or full,
                )


def _files(items: object) -> set[object]:
    """The files and handles in a list of media values."""
    given = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return {item[key] for item in given for key in ("asset", "handle") if isinstance(item.get(key), str)}


def _place_for(bound: BoundField) -> tuple[str, str]:
    """The id of the place that takes one more, or a sentence where there is no room."""
    room = room_of(bound)
    if not room.left:
        return "", f"{room.used} of {room.most} are attached: take one out first"
    if bound.name == "elements":
        return f"{element_rows(bound)[-1].id}-new", ""
    return bound.auto_id, ""


def mentioned(values: Mapping[str, object]) -> set[str]:
    """Every name after an @ in the prompt and in the prompts of the shots."""
    shots = values.get("shots")
    cards = [shot for shot in shots if isinstance(shot, dict)] if isinstance(shots, list) else []
    texts = (each.get("prompt") for each in (values, *cards))
    return {name for text in texts if isinstance(text, str) for name in MENTION.findall(text)}


def tray_of(bound: BoundField) -> places.Tray:
    """The tray of a control, which knows its room and whom no prompt means. Roles are no names: they say enough."""
    own, room = places.tray_of(bound), room_of(bound)
    most = min(own.most, len(own.value) + room.left)
    if bound.name not in LISTS or own.roles or "prompt" not in bound.form.fields:
        return replace(own, most=most)
    said, is_begun = mentioned(bound.form.typed), bool(bound.form.typed.keys() & {"prompt", "shots"})
    if not is_begun:
        return replace(own, most=most, named=True)
    silent = (at for at, item in enumerate(own.value) if not _is_meant(item, f"{KINDS[bound.name]}_{at + 1}", said))
    return replace(own, most=most, named=True, unmentioned=frozenset(silent))


def _is_meant(item: object, place: str, said: set[str]) -> bool:
    return place in said or (isinstance(item, dict) and item.get("name") in said)
