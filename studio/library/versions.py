"""Versions of one thing: which result is the next version of which, and how a stack of them is read.

A recipe says in `derived_from` which file it was to be better than: Remix and "Revise from notes" write it there. What
goes on from a file is no version of it: the pages of Continue and Extend name none, and for recipes from elsewhere the
table below says it by what the recipe does. The first row that fits decides:

| the recipe                                              | the result is            |
|---------------------------------------------------------|--------------------------|
| makes another kind of file: a clip of a picture         | another thing            |
| is of a task that goes on at the end (GOES_ON)          | the next piece           |
| works the file itself over, whole (WORKS_OVER)          | its next version         |
| holds the file itself as a frame, reference or source   | something made with it   |
| anything else: another try, with other words or frames  | its next version         |

Results of the same recipe from the same file are takes of one version, whether one job made them or several did. Every
other one gets the next number, also where two come at the same moment. Numbers of what was deleted do not come again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Q

from studio.accounts.models import User
from studio.catalog.recipe import Recipe

from .models import Asset
from .queries import AssetQuerySet, as_id

GOES_ON = frozenset({"extend"})
WORKS_OVER = frozenset({"edit-video", "edit-elements", "lip-sync", "video-to-audio", "restyle", "expand-image"})
"""Tasks by their slugs."""


@dataclass(frozen=True, slots=True)
class Place:
    """The columns of a result: of which `stack` it is a version (the first one's id), and which."""

    stack: UUID | None = None
    version: int = 1

    def columns(self) -> dict[str, object]:
        return {"stack": self.stack, "version": self.version}


ALONE = Place()


def is_revision(recipe: Recipe, original: Asset, kind: str) -> bool:
    """Whether a result of this kind is a version of the original, from which its recipe says it was derived."""
    if kind != original.kind or recipe.task in GOES_ON:
        return False
    return recipe.task in WORKS_OVER or str(original.pk) not in recipe.assets()


def place_of(columns: Mapping[str, object]) -> Place:
    """Where a result belongs that is about to be written with these columns.

    Call it in the transaction that writes it: the rows of the stack are held until then, so no number is given twice.
    """
    original = _original(columns)
    if original is None or not is_revision(Recipe.from_json(columns["recipe"]), original, columns["kind"]):
        return ALONE
    stack = original.stack or original.pk
    rows = Asset.objects.filter(Q(pk=stack) | Q(stack=stack)).order_by("pk")
    list(rows.select_for_update().values_list("pk", flat=True))
    Asset.objects.filter(pk=stack, stack=None).update(stack=stack)
    same = {"derived_from": original.pk, "recipe_hash": columns["recipe_hash"]}
    take = rows.filter(**same).values_list("version", flat=True).first()
    return Place(stack, take or rows.aggregate(last=Max("version"))["last"] + 1)


def _original(columns: Mapping[str, object]) -> Asset | None:
    """As far as the maker of the result sees it."""
    known = Asset.objects.filter(team=columns["team_id"], pk=columns.get("derived_from")).first()
    owner = User.objects.filter(pk=columns["owner_id"]).first() if known else None
    return known if owner and Asset.objects.filter(pk=known.pk).open_to(owner).exists() else None


# Reading


def of(asset: Asset, viewer: User) -> AssetQuerySet:
    """All versions that the viewer sees and that are not in the bin, newest first, takes as they came."""
    return everything(asset).visible_to(viewer).kept().order_by("-version", "created_at", "pk")


def everything(asset: Asset) -> AssetQuerySet:
    """The stack, whoever sees it, in no order; the file alone where it has one version."""
    return Asset.objects.filter(team=asset.team_id).filter(Q(pk=asset.pk) | Q(stack=stack_of(asset)))


def stack_of(asset: Asset) -> UUID:
    """By what its versions are known; of a file with one, that will be its own id."""
    return asset.stack or asset.pk


def newer(asset: Asset, viewer: User) -> Asset | None:
    """The newest version, where that is a later one."""
    newest = of(asset, viewer).first()
    return newest if newest and newest.version > asset.version else None


def origin_of(text: str, viewer: User) -> Asset | None:
    """The file of that id, as a form or a recipe names it, where the viewer sees it."""
    return Asset.objects.visible_to(viewer).filter(pk=as_id(text)).first() if as_id(text) else None
