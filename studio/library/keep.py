"""The way in: a file becomes an Asset, or is refused and gone. The only module that creates Assets."""

import asyncio
import hashlib
import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict, Unpack
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import IntegrityError, transaction

from studio.accounts.activity import record
from studio.accounts.changes import announce
from studio.accounts.models import Project, Team, User
from studio.catalog.recipe import Recipe
from studio.core import likeness, media
from studio.core.formats import HEAD_BYTES, OTHER, format_of, sniff
from studio.core.media import Examined, MediaFacts

from . import indexing, store, versions
from .models import Asset, Billed, Origin
from .queries import as_id


class Result(TypedDict, total=False):
    """What is known of a job's output. `billed*` may be left out when the provider did not say."""

    job_id: UUID
    index: int
    team_id: int
    project_id: int
    owner_id: int
    recipe: dict
    name: str
    billed: str
    billed_amount: Decimal | None
    billed_currency: str
    provider_id: str


async def keep_upload(path: Path, name: str, *, user: User, team: Team, project: Project) -> Asset:
    """Keeps a file that a person gave, once per team: the same bytes again are the same Asset, out of the bin. What
    others keep to themselves is not seen, and kept once more.

    The file at `path` is gone afterwards, kept or not. Raises BadMedia with a sentence for that person.
    """
    with store.workplace() as folder:
        examined = await media.examine(take(path, folder), name, folder)
        seen = Asset.objects.of_team(team).open_to(user).uploads()
        known = await seen.with_content(examined.facts.sha256).afirst()
        if known and await is_wanted(known):
            return known
        columns = await asyncio.to_thread(put_all, examined)
    same = {"team": team, "owner": user, "sha256": examined.upright_facts.sha256, "origin": Origin.UPLOAD}
    own = {"project": project, "name": shown_name(name)}
    return await create(same | own | columns, same)


async def keep_result(path: Path, **about: Unpack[Result]) -> Asset:
    """Keeps one output of a job, once per (job, index): a second call answers with the first one's Asset.

    The file at `path` is gone afterwards. Raises BadMedia for a file that is not what it should be.
    """
    output = {"job_id": about["job_id"], "output_index": about["index"]}
    with store.workplace() as folder:
        given = take(path, folder)
        known = await Asset.objects.filter(**output).afirst()
        if known:
            return known
        examined = await media.examine(given, f"result {about['index'] + 1}", folder)
        columns = await asyncio.to_thread(put_all, examined)
    return await create(output | result_columns(about) | columns, output)


async def keep_as_it_is(path: Path, **about: Unpack[Result]) -> Asset:
    """Keeps an output that nobody here can open, to be downloaded: it was paid for. Once per (job, index) too.

    The file at `path` is gone afterwards.
    """
    output = {"job_id": about["job_id"], "output_index": about["index"]}
    with store.workplace() as folder:
        given = take(path, folder)
        known = await Asset.objects.filter(**output).afirst()
        if known:
            return known
        facts = await asyncio.to_thread(unopened, given)
        await asyncio.to_thread(store.put, given, facts.sha256, facts.suffix)
    columns = Asset.facts_columns(facts) | {"source_sha256": facts.sha256}
    return await create(output | result_columns(about) | columns, output)


def unopened(path: Path) -> MediaFacts:
    """What can be said of a file without opening it: how it begins, how long it is, its hash."""
    with path.open("rb") as file:
        name = sniff(file.read(HEAD_BYTES))[0] or OTHER.name
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    unknown = dict.fromkeys(("width", "height", "duration_s", "fps", "frames", "codec"))
    about = {"format": name, "mime": format_of(name).mime, "bytes": path.stat().st_size, "sha256": sha256}
    return MediaFacts(kind=OTHER.kind, has_sound=False, **about, **unknown)


def take(path: Path, folder: Path) -> Path:
    """Moves the file into the workplace, whose end is the file's end."""
    given = folder / "given"
    try:
        os.replace(path, given)
    except OSError:  # from another disk
        shutil.move(path, given)
    return given


def put_all(examined: Examined) -> dict[str, Any]:
    """Everything of one file into the store, the original last: where it is, all that belongs to it is too.

    Answers with the columns that say what the file is.
    """
    facts, derived = examined.upright_facts, examined.derived
    own = {
        "source_sha256": examined.facts.sha256,
        "likeness": likeness.fingerprint(derived["poster"]) if "poster" in derived else None,
        "flashes": examined.flashes,
    }
    for variant, path in derived.items():
        store.put(path, facts.sha256, store.DERIVED[variant])
    store.put(examined.upright, facts.sha256, facts.suffix)
    return Asset.facts_columns(facts) | own


@sync_to_async
def is_wanted(known: Asset) -> bool:
    """Take a file out of the bin, if it is there: it was given again. False where the bin was emptied meanwhile."""
    known.binned_at = None
    return bool(Asset.objects.filter(pk=known.pk).update(binned_at=None))


@sync_to_async
def create(columns: dict[str, Any], same: dict[str, Any]) -> Asset:
    """Writes the row, with what it is found by, and announces it.

    When somebody was faster with the same thing, answers with theirs.
    """
    try:
        with transaction.atomic():
            place = versions.place_of(columns) if columns.get("derived_from") else versions.ALONE
            asset = Asset.objects.create(**columns, **place.columns())
            indexing.write([asset])
            if asset.origin == Origin.UPLOAD:
                record("file-given", team=asset.team_id, by=asset.owner, of=asset)
            announce("asset", str(asset.pk), asset.team_id)
            if place.stack:
                announce("version", str(asset.pk), asset.team_id)
            return asset
    except IntegrityError:
        return Asset.objects.get(**same)


def result_columns(about: Result) -> dict[str, Any]:
    recipe = about["recipe"]
    return {
        "team_id": about["team_id"],
        "project_id": about["project_id"],
        "owner_id": about["owner_id"],
        "origin": Origin.RESULT,
        "name": shown_name(about["name"]),
        "recipe": recipe,
        "recipe_hash": Recipe.from_json(recipe).hash(),
        "derived_from": as_id(recipe.get("derived_from")),
        "billed": about.get("billed", Billed.UNKNOWN),
        "billed_amount": about.get("billed_amount"),
        "billed_currency": about.get("billed_currency", ""),
        "provider_id": about.get("provider_id", "")[:200],
    }


def shown_name(name: str) -> str:
    """One printable line of at most 255 characters."""
    line = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return line[:255] or "Untitled"
