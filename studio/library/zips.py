"""Many files as one zip that streams: each file, its recipe beside it, and a contact sheet to look at without a studio.

Nothing is built first. The files lie in the store already and a clip does not get smaller by compression, so the zip is
stored: its length is known before its first byte (the browser shows how far it is), it starts at once, takes no room on
our disk, and leaves nothing behind when who downloads it goes away or the studio dies. What a build in the background
would add is a link that expires.

    2026-11-21 A harbour.mp4
    2026-11-21 A harbour.recipe.json     as a single download of the recipe has it
    index.html, index_files/             the contact sheet and its posters; asks nothing of the network
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from zipstream import ZipStream

from . import store
from .models import Asset
from .queries import AssetQuerySet
from .zip_names import Names, Template

MOST = 10_000  #: files a zip; their recipes and the contact sheet lie in memory, the files never do
PIECE = 1 << 20  #: bytes that go out at once
INDEX, POSTERS, RECIPE = "index.html", "index_files", ".recipe.json"


class CannotZip(ValueError):
    """There is nothing to pack, or too much; the message is a sentence for who asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """One file in the zip. `path` is where in it; None where the file is not in our storage. `recipe` too."""

    asset: Asset
    path: str | None
    recipe: str | None
    poster: str | None

    @property
    def prompt(self) -> str:
        prompt = ((self.asset.recipe or {}).get("values") or {}).get("prompt")
        return prompt if isinstance(prompt, str) else ""


def pack(assets: AssetQuerySet, template: Template, stem: Callable[[Asset], str], title: str) -> ZipStream:
    """The zip, sized, with nothing read yet but what the files are. `stem` says what a single download is called.

    Raises CannotZip. A file that is not in our storage is named on the contact sheet as missing.
    """
    found = list(assets.select_related("owner", "project")[: MOST + 1])
    if not found:
        raise CannotZip("None of these files is here any more. Nothing was downloaded.")
    if len(found) > MOST:
        raise CannotZip(f"At most {MOST:,} files go into one zip. Narrow the search, and download the rest after it.")
    packed = list(_packed(found, template, stem))
    if not any(each.path for each in packed):
        raise CannotZip("None of these files is in our storage any more. Nothing was downloaded.")
    zipped = ZipStream(sized=True)
    zipped.add(_sheet(packed, title), INDEX)
    for each in packed:
        _add(zipped, each)
    return zipped


def _packed(assets: Iterable[Asset], template: Template, stem: Callable[[Asset], str]) -> Iterator[Packed]:
    names = Names("index", POSTERS)
    for number, asset in enumerate(assets, 1):
        file, poster = store.path_of(asset), store.VARIANTS_OF[asset.kind] and store.path_of(asset, "poster")
        own = names.once(template.path(asset, number, stem(asset)))
        yield Packed(
            asset=asset,
            path=f"{own}{file.suffix}" if file.is_file() else None,
            recipe=f"{own}{RECIPE}" if asset.recipe else None,
            poster=f"{POSTERS}/{number:05}.webp" if poster and poster.is_file() else None,
        )


def _sheet(packed: list[Packed], title: str) -> str:
    return render_to_string("library/contact_sheet.html", {"packed": packed, "title": title, "now": timezone.now()})


def _add(zipped: ZipStream, each: Packed) -> None:
    if each.path:
        zipped.add_path(str(store.path_of(each.asset)), each.path, recurse=False)
    if each.recipe:
        zipped.add(json.dumps(each.asset.recipe, indent=2, ensure_ascii=False) + "\n", each.recipe)
    if each.poster:
        zipped.add_path(str(store.path_of(each.asset, "poster")), each.poster, recurse=False)


async def stream(zipped: ZipStream) -> AsyncIterator[bytes]:
    """Its bytes, read and summed in threads. The open file is closed with the last of it, or when the reader goes away.

    A file that is gone or changed by now breaks the zip off: its length was promised.
    """
    pieces = _pieces(zipped)
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces: to change threads costs more than to read a little."""
    held, size = [], 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
