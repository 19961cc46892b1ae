"""Every way to the bytes, of every kind of file, as everybody."""

import pytest
from django.urls import reverse

from studio.accounts.models import Project
from studio.library import store
from studio.library.models import Asset
from tests.permissions.table import MEDIA
from tests.permissions.world import PEOPLE, World
from tests.walks import walk

pytestmark = pytest.mark.django_db
FILES = {"video": "numbered-24fps.mp4", "image": "rocket.jpg", "audio": "speech.mp3"}
SPRITE = "sprite"
WAYS = ("media", "media, in a private project", "shared-media")
ROWS = [
    (way, kind, variant) for way in WAYS for kind in FILES for variant in (store.ORIGINAL, *store.VARIANTS_OF[kind])
]


@pytest.fixture
def files(world, kept, own):
    return {kind: kept(name) for kind, name in FILES.items() if kind != "video"} | {"video": world.link.asset}


@pytest.fixture
def own(team, alice):
    """A project of Alice's alone."""
    return Project.objects.create(team=team, name="Own", visibility="private", made_by=alice)


@walk(("row", "kind", "variant"), ROWS, lambda *row: " ".join(row))
def test_who_gets_the_bytes(row, kind, variant, world, files, own):
    asset = files[kind]
    way, _, special = row.partition(", ")
    project = own if "private" in special else world.link.team.projects.first()
    Asset.objects.filter(pk=asset.pk).update(project=project)
    address = _address(world, way, asset, variant)
    got = tuple(person for person in PEOPLE if world.people[person].get(address).status_code == 200)

    assert got == _expected(row, kind, variant, asset, world)


def _address(world: World, way: str, asset: Asset, variant: str) -> str:
    link = [world.link.pk] if way == "shared-media" else []
    return reverse(way, args=[*link, asset.pk, variant])


def _expected(row: str, kind: str, variant: str, asset: Asset, world: World) -> tuple[str, ...]:
    """The link shows the clip, which is its scope, and neither the sprite nor any other file."""
    shown = asset.pk == world.link.asset_id and variant != SPRITE
    if row == "shared-media":
        return MEDIA[row] if shown else MEDIA["shared-media, of another file"]
    return MEDIA[row]
