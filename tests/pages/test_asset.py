"""The viewer, and downloads that carry their recipe."""

import json
import re
import uuid
from decimal import Decimal

import pytest
from django.test import AsyncClient

from studio.core import media
from studio.jobs.machine import State
from studio.library import store
from studio.library.models import Asset, Origin
from studio.pages.asset_facts import estimated, size_words
from studio.pages.listing import PAGE
from studio.pages.media import file_name
from tests.core import making
from tests.library.making import RECIPE, made, row, rows, uploaded
from tests.live.making import make_job
from tests.pages.visiting import attached_name, visit


async def fetch(address: str, user) -> tuple[dict, bytes]:
    """The headers and the bytes of a download."""
    client = AsyncClient()
    await client.aforce_login(user)
    response = await client.get(address)
    assert response.status_code == 200
    return response, b"".join([part async for part in response]) if response.streaming else response.content


def stored(asset: Asset) -> None:
    """Something where the asset's file should be."""
    store.path_of(asset).parent.mkdir(parents=True)
    store.path_of(asset).write_bytes(b"a film")


ADDRESSES = ["/assets/{}/", "/assets/{}/download/", "/assets/{}/recipe.json"]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_alice_and_bob_may_a_stranger_gets_404_and_nobody_signs_in_first(address, alice, bob, charlie, tmp_path):
    asset = await made(making.film(tmp_path), alice)

    answers = {}
    for name, user in {"alice": alice, "bob": bob, "charlie": charlie, "nobody": None}.items():
        client = AsyncClient()
        if user:
            await client.aforce_login(user)
        answers[name] = (await client.get(address.format(asset.pk))).status_code

    assert answers == {"alice": 200, "bob": 200, "charlie": 404, "nobody": 302}


CARRYING = {"mp4": making.film, "webm": making.film, "png": making.picture, "jpeg": making.picture}


@pytest.mark.parametrize(("format", "make"), CARRYING.items(), ids=CARRYING)
async def test_a_download_carries_its_recipe_and_reads_back(format, make, alice, storage, tmp_path):
    asset = await made(make(tmp_path, format), alice)

    response, data = await fetch(f"/assets/{asset.pk}/download/", alice)

    saved = tmp_path / attached_name(response)
    saved.write_bytes(data)
    assert response["Content-Length"] == str(len(data))
    assert response["Content-Type"] == asset.mime
    assert json.loads(await media.read_recipe(saved)) == RECIPE
    assert not list((storage / "incoming").iterdir())


async def test_a_download_of_a_film_has_the_same_pictures(alice, tmp_path):
    asset = await made(making.film(tmp_path), alice)

    _, data = await fetch(f"/assets/{asset.pk}/download/", alice)

    saved = tmp_path / "saved.mp4"
    saved.write_bytes(data)
    facts = await media.probe(saved, saved.name)
    assert (facts.frames, facts.fps, facts.width, facts.height) == (25, "25", 64, 48)


async def test_an_avif_is_sent_as_it_is_and_its_page_says_so(alice, tmp_path):
    asset = await made(making.picture(tmp_path, "avif"), alice)

    _, data = await fetch(f"/assets/{asset.pk}/download/", alice)

    assert data == store.path_of(asset).read_bytes()
    page, body = await fetch(f"/assets/{asset.pk}/", alice)
    assert "cannot carry its recipe" in body.decode()


async def test_a_file_that_cannot_be_copied_is_sent_all_the_same(alice, storage, tmp_path, caplog):
    asset = await made(making.film(tmp_path), alice)
    path = store.path_of(asset)
    path.write_bytes(path.read_bytes()[:-200])  # the disk has lost its end

    _, data = await fetch(f"/assets/{asset.pk}/download/", alice)

    assert data == path.read_bytes()
    assert "downloaded without its recipe" in caplog.text
    assert not list((storage / "incoming").iterdir())


async def test_an_upload_is_downloaded_as_it_was_given(alice, tmp_path):
    picture = making.picture(tmp_path)
    given = picture.read_bytes()
    asset = await uploaded(picture, alice, "Pier 7.jpeg")

    response, data = await fetch(f"/assets/{asset.pk}/download/", alice)

    assert (attached_name(response), data) == ("Pier 7.jpg", given)


async def test_the_recipe_is_a_file_of_its_own(alice, tmp_path):
    asset = await made(making.film(tmp_path), alice, name="Hafen bei Dämmerung")

    response, data = await fetch(f"/assets/{asset.pk}/recipe.json", alice)

    assert json.loads(data) == RECIPE
    assert "filename*=utf-8''Hafen%20bei%20D%C3%A4mmerung.json" in response["Content-Disposition"]


async def test_an_upload_has_no_recipe(alice, tmp_path):
    asset = await uploaded(making.picture(tmp_path), alice)
    client = AsyncClient()
    await client.aforce_login(alice)

    page = (await client.get(f"/assets/{asset.pk}/")).content.decode()

    assert (await client.get(f"/assets/{asset.pk}/recipe.json")).status_code == 404
    assert "Remix" not in page
    assert "Given by" in page


NAMES = {
    "Wide shot of a quiet library": "Wide shot of a quiet library",
    'A "sign" that says: yes/no?': "A sign that says yes no",
    "rocket.jpg": "rocket",
    "Push in on Mr. Smith": "Push in on Mr. Smith",
    "...": "dailies",
    "港の夕暮れ": "港の夕暮れ",
    "a" * 300: "a" * 80,
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=list(range(len(NAMES))))
def test_a_download_has_a_name_that_file_systems_take(name, expected):
    assert file_name(Asset(name=name)) == expected


def test_later_takes_say_which_they_are():
    assert file_name(Asset(name="Pier", output_index=1)) == "Pier take 2"


def test_the_viewer_says_how_far_the_bill_was_from_the_estimate(alice):
    bill = {"billed_state": "yes", "billed_amount": Decimal("0.90"), "billed_currency": "USD"}
    job = make_job(alice, State.READY, estimate_amount=Decimal("0.84"), estimate_exact=False, **bill)
    alone, first = rows(alice, 2, billed="yes", billed_amount="0.45", billed_currency="USD")
    alone.job_id, first.job_id = job.pk, job.pk
    alone.save()

    assert dict(estimated(alone)) == {"Estimated": "~$0.84, $0.06 more than estimated"}
    first.output_index = 1
    first.save()
    assert dict(estimated(first)) == {
        "Estimated": "~$0.84 for all 2 takes; billed $0.90 in all, $0.06 more than estimated"
    }
    job.delete()
    assert dict(estimated(first)) == {}


def test_the_viewer_shows_the_clip_its_facts_and_its_recipe(alice):
    asset = rows(alice, 1, billed="yes", billed_amount="0.84", billed_currency="USD")[0]
    stored(asset)

    page = visit(alice).get(f"/assets/{asset.pk}/").content.decode()

    for words in (
        f'src="/media/{asset.pk}/original"',
        f'href="/assets/{asset.pk}/download/"',
        f'href="/create/?remix={asset.pk}"',
        "Kling 3.0 Pro",
        "A harbour at dusk",
        "1280 × 720",
        "5.00 s, 120 frames",
        "H.264, MP4, 1.0 MB",
        "$0.84",
        "Alice Archer",
        asset.sha256,
    ):
        assert words in page, words


def test_the_viewer_walks_the_list_it_was_opened_from(alice, bob):
    team = alice.teams.get()
    newest, mine, oldest = rows(bob, 1, team=team)[0], *rows(alice, 2)
    Asset.objects.filter(pk=newest.pk).update(created_at=mine.created_at.replace(year=mine.created_at.year + 1))
    client = visit(alice)

    everything = client.get(f"/assets/{mine.pk}/").content.decode()
    hers = client.get(f"/assets/{mine.pk}/?in=mine").content.decode()

    assert f'rel="prev" href="/assets/{newest.pk}/"' in everything
    assert f'rel="next" href="/assets/{oldest.pk}/"' in everything
    assert 'rel="prev"' not in hers
    assert f'rel="next" href="/assets/{oldest.pk}/?in=mine"' in hers


def test_the_way_back_leads_to_a_page_that_shows_the_asset(alice):
    assets = rows(alice, PAGE + 2)
    client = visit(alice)

    for asset in (assets[0], assets[PAGE - 1], assets[PAGE], assets[-1]):
        page = client.get(f"/assets/{asset.pk}/?in=mine").content.decode()
        back = re.search(r'href="([^"]+)" data-key="Escape"', page)[1].replace("&amp;", "&")
        address, _, place = back.partition("#")
        assert f'id="{place}"' in client.get(address).content.decode()


def test_files_that_went_in_are_shown_where_they_are_still_there(alice, charlie):
    frame = Asset.objects.bulk_create([row(alice, origin=Origin.UPLOAD, name="pier.jpg", recipe=None, job_id=None)])[0]
    foreign = rows(charlie, 1)[0]
    values = {
        "prompt": "A pier",
        "first_frame": {"asset": str(frame.pk)},
        "last_frame": {"asset": str(foreign.pk)},
        "reference_images": [{"asset": "no id"}, {"handle": "x9", "name": "Mara"}],
    }
    asset = rows(alice, 1, recipe=RECIPE | {"values": values})[0]

    page = visit(alice).get(f"/assets/{asset.pk}/").content.decode()

    assert f'href="/assets/{frame.pk}/"' in page
    assert f"/assets/{foreign.pk}/" not in page
    assert page.count("no longer in the library") == 2
    assert "@Mara" in page


def test_an_asset_opened_from_a_list_that_it_is_not_in_has_no_neighbours(alice, bob):
    his = rows(bob, 1, team=alice.teams.get())[0]
    rows(alice, 3)

    page = visit(alice).get(f"/assets/{his.pk}/?in=mine").content.decode()

    assert 'rel="prev"' not in page
    assert 'rel="next"' not in page


def test_a_file_that_is_gone_is_said_to_be_gone_and_its_recipe_is_still_there(alice):
    asset = rows(alice, 1)[0]

    page = visit(alice).get(f"/assets/{asset.pk}/").content.decode()

    assert "is not in the studio’s storage any more" in page
    assert "<video" not in page
    assert f"?remix={asset.pk}" in page
    assert f"/assets/{asset.pk}/download/" not in page


def test_takes_of_one_job_stand_together(alice):
    job = uuid.uuid4()
    takes = [rows(alice, 1, job_id=job, output_index=n)[0] for n in range(3)]

    page = visit(alice).get(f"/assets/{takes[1].pk}/").content.decode()

    assert [f'href="/assets/{take.pk}/"' in page for take in takes] == [True, True, True]
    assert "Take 3" in page


def test_a_recipe_is_text_and_never_markup(alice):
    recipe = RECIPE | {"values": {"prompt": "</pre><script>alert(1)</script>"}}
    asset = rows(alice, 1, recipe=recipe)[0]

    assert "<script>alert(1)" not in visit(alice).get(f"/assets/{asset.pk}/").content.decode()


def test_sizes_are_said_in_steps_of_a_thousand():
    assert [size_words(n) for n in (999, 1_500, 31_400_000, 2_000_000_000)] == [
        "999 bytes",
        "1.5 kB",
        "31.4 MB",
        "2.0 GB",
    ]
