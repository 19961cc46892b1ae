"""Brings files into the library, each on its own: one that is refused is named with its reason and stops no other.

Whatever comes is gone from where it lay afterwards, kept or not.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from asgiref.sync import sync_to_async
from django.db import transaction

from studio.accounts.models import Project, Team, User
from studio.catalog.recipe import BadRecipe, Recipe
from studio.core import archives, media
from studio.core.archives import BadArchive
from studio.core.formats import HEAD_BYTES, sniff
from studio.core.media import BadMedia
from studio.library import indexing, store
from studio.library.foreign import Foreign
from studio.library.keep import is_wanted, keep_upload
from studio.library.models import Asset, Origin

from . import passing

TAKEN, KNOWN, REFUSED = "taken", "known", "refused"
ARCHIVE = b"PK\x03\x04", b"PK\x05\x06"
logger = logging.getLogger(__name__)

RECIPES = (".recipe.json", ".json")  #: what a recipe is called that lies beside its file
MOST_RECIPE = 1_000_000  #: bytes
UNFORESEEN = "“{}” could not be brought in, and nothing of it was kept. The studio's log says why."


@dataclass(frozen=True, slots=True)
class Place:
    """Whose library, and which project of it."""

    user: User
    team: Team
    project: Project


@dataclass(frozen=True, slots=True)
class Given:
    """A file that is to be brought in: where it lies, and its name with the folders that it came in."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `taken`, `known` (already here) or `refused`, and why or with what, in a sentence."""

    name: str
    state: str
    words: str
    asset: Asset | None = None


async def bring(given: list[Given], place: Place) -> AsyncIterator[Outcome]:
    """Files that came together, one after the other. A recipe's file that lies beside a clip of its name is its
    recipe; an archive is taken apart, and an archive in it is not."""
    beside = {each.name: each for each in given if each.name.lower().endswith(".json")}
    used: set[str] = set()
    try:
        for each in given:
            if each.name not in beside:
                async for outcome in _bring(each, place, _recipe_of(each, beside, used)):
                    yield outcome
        for name in beside.keys() - used:
            yield Outcome(name, REFUSED, passing.ALONE)
    finally:
        for each in given:
            each.path.unlink(missing_ok=True)


async def _bring(given: Given, place: Place, recipe: Given | None) -> AsyncIterator[Outcome]:
    if reason := passing.reason(given.name):
        yield Outcome(given.name, REFUSED, reason)
    elif given.path.stat().st_size and _head(given.path).startswith(ARCHIVE):
        async for outcome in _bring_all_of(given, place):
            yield outcome
    else:
        yield await _bring_whatever_it_is(given, place, recipe)


async def _bring_all_of(given: Given, place: Place) -> AsyncIterator[Outcome]:
    """Every file of an archive. They lie in a folder of their own, which is gone at the end, however it comes."""
    with store.workplace() as folder:
        try:
            members = await archives.unpack(given.path, PurePosixPath(given.name).name, folder)
        except BadArchive as refusal:
            yield Outcome(given.name, REFUSED, str(refusal))
            return
        for member in members:
            if member.refused:
                yield Outcome(member.name, REFUSED, f"“{PurePosixPath(member.name).name}” {member.refused}")
        found = [Given(member.path, member.name) for member in members if member.path]
        nested = [each for each in found if _head(each.path).startswith(ARCHIVE)]
        for each in nested:
            yield Outcome(each.name, REFUSED, passing.NESTED.format(PurePosixPath(each.name).name))
        async for outcome in bring([each for each in found if each not in nested], place):
            yield outcome


async def _bring_whatever_it_is(given: Given, place: Place, beside: Given | None) -> Outcome:
    """What nobody foresaw of one file is its own fault, and never that of those after it."""
    try:
        return await _bring_one(given, place, beside)
    except Exception:
        logger.exception("import: could not bring in a file of %s", place.user.pk)
        return Outcome(given.name, REFUSED, UNFORESEEN.format(PurePosixPath(given.name).name))


async def _bring_one(given: Given, place: Place, beside: Given | None) -> Outcome:
    name = PurePosixPath(given.name).name
    try:
        found = await _known(given.path, place)
        recipe, foreign = await _carried(given, beside)
        asset = found or await _kept(given.path, name, place)
    except (BadMedia, OSError) as refusal:
        words = str(refusal) if isinstance(refusal, BadMedia) else f"“{name}” could not be read. Try it again."
        return Outcome(given.name, REFUSED, words)
    mine = asset.owner_id == place.user.pk
    words = await sync_to_async(written)(asset, recipe if mine else None, foreign if mine else None)
    return Outcome(given.name, KNOWN if found else TAKEN, words, asset)


async def _kept(path: Path, name: str, place: Place) -> Asset:
    return await keep_upload(path, name, user=place.user, team=place.team, project=place.project)


async def _known(path: Path, place: Place) -> Asset | None:
    """The file of the team that holds the same bytes, as far as this person sees it; out of the bin."""
    sha256 = await asyncio.to_thread(_hash, path)
    seen = Asset.objects.of_team(place.team).open_to(place.user).with_content(sha256)
    found = await seen.order_by("origin", "created_at").afirst()  # a result before an upload
    return found if found and await is_wanted(found) else None


async def _carried(given: Given, beside: Given | None) -> tuple[Recipe | None, dict | None]:
    """The recipe that lies beside the file or in it, else what another program says in it."""
    if beside and (recipe := recipe_of(_text(beside.path))):
        return recipe, None
    if sniff(_head(given.path))[0] is None:
        return None, None
    text, foreign = await media.carried(given.path)
    return (recipe_of(text), None) if text else (None, foreign)


def recipe_of(text: str | None) -> Recipe | None:
    """The recipe that a text is; None for any other."""
    try:
        return Recipe.from_text(text or "null")
    except (ValueError, BadRecipe, RecursionError):
        return None


@transaction.atomic
def written(asset: Asset, recipe: Recipe | None, foreign: dict | None) -> str:
    """Writes down how an upload was made, where that is not known yet; says what is known of it."""
    if recipe and asset.origin == Origin.UPLOAD and asset.recipe is None:
        asset.recipe, asset.recipe_hash = recipe.as_json(), recipe.hash()
        asset.save(update_fields=["recipe", "recipe_hash"])
        indexing.write([asset])
    if foreign and asset.recipe is None:
        longest = {"seed": 40, "model": 255}
        columns = {name: value[: longest[name]] if name in longest else value for name, value in foreign.items()}
        Foreign.objects.get_or_create(asset=asset, defaults=columns)
        indexing.write([asset])
    if asset.recipe:
        return passing.WITH_RECIPE
    found = Foreign.objects.filter(asset=asset).first()
    return passing.MADE_WITH.format(found) if found else ""


def _recipe_of(given: Given, beside: dict[str, Given], used: set[str]) -> Given | None:
    stem = given.name.removesuffix(PurePosixPath(given.name).suffix)
    name = next((stem + ending for ending in RECIPES if stem + ending in beside), None)
    if name is None:
        return None
    used.add(name)
    return beside[name]


def _text(path: Path) -> str | None:
    with path.open("rb") as file:
        data = file.read(MOST_RECIPE + 1)
    return data.decode("utf-8", "replace").removeprefix("\ufeff") if len(data) <= MOST_RECIPE else None


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
