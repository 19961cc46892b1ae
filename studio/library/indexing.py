"""What is kept beside an asset so that it is found: its words, the files it was made of, its picture's likeness.

Written in the transaction that writes the asset; for assets of an older edition, afterwards, a few at a time.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from asgiref.sync import sync_to_async
from django.db import transaction

from studio.catalog.recipe import media_values
from studio.core import likeness

from . import store
from .models import Asset, Foreign, Use, Words
from .queries import as_id
from .search import text_of

EDITION = 1
"""Raised whenever something else is to be kept: every asset is then read again."""

BATCH = 50

SPOKEN = ("prompt", "negative_prompt", "sound_prompt", "music_prompt", "speech_text")


def write(assets: Iterable[Asset]) -> None:
    """Their words and uses, in place of those that they had, and that it was done. Call it in a transaction."""
    assets = list(assets)
    foreign = dict(Foreign.objects.filter(asset__in=assets).values_list("asset_id", "prompt"))
    Words.objects.bulk_create(
        [
            Words(
                asset=asset,
                text=text_of(asset.team_id, asset.owner_id, [*said_of(asset), foreign.get(asset.pk, "")]),
            )
            for asset in assets
        ],
        update_conflicts=True,
        unique_fields=["asset"],
        update_fields=["text"],
    )
    Use.objects.bulk_create(chain.from_iterable(map(uses, assets)), ignore_conflicts=True)
    Asset.objects.filter(pk__in=[asset.pk for asset in assets]).update(indexed=EDITION)


def said_of(asset: Asset) -> Iterator[str]:
    """Everything that a file is found by. Notes of a review will be one more part here."""
    yield asset.name
    values = (asset.recipe or {}).get("values")
    if isinstance(values, Mapping):
        yield from (values[name] for name in SPOKEN if isinstance(values.get(name), str))
        yield from _told(values.get("shots"), "prompt")
        yield from _told(values.get("elements"), "name")


def _told(rows: object, name: str) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get(name), str):
            yield row[name]


def uses(asset: Asset) -> Iterator[Use]:
    """The files of ours that its recipe holds, each once."""
    values = (asset.recipe or {}).get("values", {})
    held = (as_id(media.get("asset")) for media in media_values(values))
    yield from (Use(result=asset, used=pk) for pk in dict.fromkeys(filter(None, held)))


def fingerprint(asset: Asset) -> int | None:
    """Of its poster, where it has one."""
    has_poster = "poster" in store.VARIANTS_OF[asset.kind]
    return likeness.fingerprint(store.path_of(asset, "poster")) if has_poster else None


async def catch_up() -> bool:
    """A few assets of an older edition; False when there was none left."""
    behind = [asset async for asset in Asset.objects.filter(indexed__lt=EDITION).order_by("indexed", "id")[:BATCH]]
    pictures = {asset.pk: await asyncio.to_thread(fingerprint, asset) for asset in behind}
    await sync_to_async(_keep)(behind, pictures)
    return bool(behind)


@transaction.atomic
def _keep(assets: list[Asset], pictures: Mapping) -> None:
    for asset in assets:
        Asset.objects.filter(pk=asset.pk).update(likeness=pictures[asset.pk])
    write(assets)
