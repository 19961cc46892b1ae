"""Names for what a prompt can mean: a file that is put in gets one of its own, so that moving it re-points nothing."""

import re
from collections.abc import Callable, Mapping

from studio.catalog.media_controls import NAME

LISTS = {"reference_images": "image", "voices": "voice"}
"""The lists whose files get a name here, and how one is called that has no words to be named by."""

MOST = 20
"""Characters of a name that is made here: as many as the name of an element may have."""


def named(values: Mapping[str, object], title_of: Callable[[str], str | None]) -> dict[str, object]:
    """The values, each file of a list with a name. `title_of` says how an asset is called, by its id."""
    used = names_in(values)
    found = {key: _named(values[key], kind, used, title_of) for key, kind in LISTS.items() if key in values}
    return dict(values) | found


def needs_names(values: Mapping[str, object]) -> bool:
    """Whether a file in one of the lists has none yet."""
    return any(_is_nameless(item) for key in LISTS for item in _items(values.get(key)))


def names_in(values: Mapping[str, object]) -> set[str]:
    """The names that are taken."""
    lists = (_items(values.get(key)) for key in (*LISTS, "elements"))
    return {item["name"] for items in lists for item in items if isinstance(item, dict) and item.get("name")}


def name_for(title: str, kind: str, used: set[str]) -> str:
    """`rocket.jpg` -> rocket; the second one rocket-2. What has no letters for it is called by its kind: `image-1`."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", re.sub(r"\.\w{1,5}$", "", title)).strip("-")[:MOST].rstrip("-")
    tries = [words] if words else []
    base, first = (words[: MOST - 3].rstrip("-"), 2) if words else (kind, 1)
    tries += [f"{base}-{number}" for number in range(first, len(used) + first + 2)]
    return next(name for name in tries if name not in used)


def _named(value: object, kind: str, used: set[str], title_of: Callable[[str], str | None]) -> object:
    if not isinstance(value, list):
        return value
    found = []
    for item in value:
        if _is_nameless(item):
            name = name_for(title_of(item.get("asset", "")) or "", kind, used)
            used.add(name)
            item = {**item, "name": name}
        found.append(item)
    return found


def _is_nameless(item: object) -> bool:
    return isinstance(item, dict) and not item.get("name") and bool(item.keys() & {"asset", "handle"})


def _items(value: object) -> list:
    return value if isinstance(value, list) else []


def is_name(text: str) -> bool:
    """Whether a prompt could mean something by this name."""
    return bool(NAME.fullmatch(text))
