"""A file becomes an asset, once, or leaves nothing behind."""

import asyncio
import hashlib
import uuid
from decimal import Decimal

import pytest

from studio.accounts.changes import changed
from studio.core import clock
from studio.core.media import BadMedia
from studio.library import store
from studio.library.models import Asset
from tests.core import making
from tests.library.making import RECIPE, made, uploaded


def contents(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


async def test_an_upload_is_stored_under_its_hash_with_poster_and_sprite(alice, storage, tmp_path):
    film = making.film(tmp_path)
    sha256 = hashlib.sha256(film.read_bytes()).hexdigest()

    asset = await uploaded(film, alice)

    folder = f"media/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    assert contents(storage) == {f"{folder}.mp4", f"{folder}.poster.webp", f"{folder}.sprite.webp"}
    assert (asset.sha256, asset.kind, asset.width, asset.height, asset.frames) == (sha256, "video", 64, 48, 25)
    assert hashlib.sha256(store.path_of(asset).read_bytes()).hexdigest() == sha256
    assert not film.exists()


async def test_the_same_bytes_again_are_the_same_asset(alice, bob, storage, tmp_path):
    first = await uploaded(making.picture(tmp_path), alice, "mine.jpg")
    again = await uploaded(making.picture(tmp_path), bob, "yours.jpg")

    assert again.pk == first.pk
    assert again.name == "mine.jpg"
    assert not list((storage / "incoming").iterdir())


async def test_a_file_that_is_given_again_leaves_the_bin(alice, tmp_path):
    first = await uploaded(making.picture(tmp_path), alice)
    await Asset.objects.filter(pk=first.pk).aupdate(binned_at=clock.now())

    again = await uploaded(making.picture(tmp_path), alice)

    assert again.pk == first.pk
    assert again.binned_at is None
    assert await Asset.objects.kept().filter(pk=first.pk).aexists()


async def test_the_same_bytes_at_another_team_are_another_asset(alice, charlie, tmp_path):
    hers = await uploaded(making.picture(tmp_path), alice)
    his = await uploaded(making.picture(tmp_path), charlie)

    assert his.pk != hers.pk
    assert store.path_of(his) == store.path_of(hers)


async def test_a_picture_stored_sideways_is_kept_upright_and_known_again(alice, tmp_path):
    sideways = making.MEDIA / "rotated-by-exif.jpg"
    first, second = (tmp_path / name for name in ("first.jpg", "second.jpg"))
    for copy in (first, second):
        copy.write_bytes(sideways.read_bytes())

    kept = await uploaded(first, alice)
    again = await uploaded(second, alice)

    assert kept.sha256 != kept.source_sha256 == hashlib.sha256(sideways.read_bytes()).hexdigest()
    assert again.pk == kept.pk


async def test_a_refused_file_leaves_nothing_behind(alice, storage, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(making.picture(tmp_path).read_bytes()[:200])

    with pytest.raises(BadMedia, match="“broken.jpg”"):
        await uploaded(broken, alice)

    assert contents(storage) == set()
    assert not list((storage / "incoming").iterdir())
    assert not broken.exists()
    assert not await Asset.objects.aexists()


async def test_a_result_is_kept_with_its_recipe_and_its_bill(alice, tmp_path):
    job = uuid.uuid4()

    asset = await made(
        making.film(tmp_path), alice, job_id=job, billed="yes", billed_amount=Decimal("0.84"), billed_currency="USD"
    )

    assert (asset.origin, asset.job_id, asset.output_index) == ("result", job, 0)
    assert asset.recipe == RECIPE
    assert (asset.billed, asset.billed_amount) == ("yes", Decimal("0.84"))
    assert asset.recipe_hash


async def test_a_result_whose_name_looks_like_another_kind_of_file_is_kept(alice, tmp_path):
    asset = await made(making.film(tmp_path), alice, name="A wall with cat.png on it")

    assert asset.name == "A wall with cat.png on it"


async def test_keeping_the_same_output_twice_makes_one_asset(alice, storage, tmp_path):
    job = uuid.uuid4()
    first = await made(making.film(tmp_path), alice, job_id=job)
    second = await made(making.film(tmp_path, name="again.mp4"), alice, job_id=job)

    assert second.pk == first.pk
    assert await Asset.objects.acount() == 1
    assert not list((storage / "incoming").iterdir())


@pytest.mark.django_db(transaction=True)
async def test_keeping_the_same_output_twice_at_once_makes_one_asset(alice, tmp_path):
    job = uuid.uuid4()
    films = [making.film(tmp_path, name=f"{n}.mp4") for n in range(2)]

    first, second = await asyncio.gather(*(made(film, alice, job_id=job) for film in films))

    assert first.pk == second.pk
    assert await Asset.objects.acount() == 1


@pytest.mark.django_db(transaction=True)
async def test_a_kept_asset_is_announced_to_its_team(alice, team, tmp_path):
    heard = []

    def hear(**change):
        heard.append((change["kind"], change["pk"], change["team_id"]))

    changed.connect(hear)
    try:
        asset = await uploaded(making.picture(tmp_path), alice)
    finally:
        changed.disconnect(hear)

    assert heard == [("asset", str(asset.pk), team.pk)]


async def test_a_result_derived_from_something_that_is_no_asset_is_kept_all_the_same(alice, tmp_path):
    asset = await made(making.film(tmp_path), alice, recipe=RECIPE | {"derived_from": "shot 12"})

    assert asset.derived_from is None
    assert asset.recipe["derived_from"] == "shot 12"


async def test_control_characters_in_a_name_become_spaces(alice, tmp_path):
    asset = await uploaded(making.picture(tmp_path), alice, "two\nlines\x00.jpg")

    assert asset.name == "two lines .jpg"
