"""Results of the same recipe as a stack, and pictures that look alike: how many there are, and where they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from studio.accounts.models import User

from .models import Asset
from .queries import AssetQuerySet


@dataclass(frozen=True, slots=True)
class Links:
    """Where what is like a file is listed; "" where there is nothing like it."""

    same: int
    same_url: str
    similar_url: str


def counts(assets: Iterable[Asset], seen: AssetQuerySet) -> Mapping[str, int]:
    """How many results of `seen` each recipe of these has, by its hash: one query, along an index."""
    hashes = {asset.recipe_hash for asset in assets if asset.recipe_hash}
    if not hashes:
        return {}
    rows = seen.filter(recipe_hash__in=hashes).order_by().values_list("recipe_hash")
    return dict(rows.annotate(count=Count("pk")))


def stack(assets: list[Asset], viewer: User) -> None:
    """Writes on each asset how many results its recipe has, itself among them: `asset.stacked`."""
    teams = {asset.team_id for asset in assets}
    found = counts(assets, Asset.objects.visible_to(viewer).filter(team__in=teams).kept().results())
    for asset in assets:
        asset.stacked = found.get(asset.recipe_hash, 0)


def links(asset: Asset, viewer: User, library: str) -> Links:
    """For one file; `library` is the address of the library."""
    stack([asset], viewer)
    several = asset.stacked > 1
    same = f"{library}?recipe={asset.pk}" if several else ""
    similar = f"{library}?like={asset.pk}" if asset.likeness is not None else ""
    return Links(asset.stacked, same, similar)
