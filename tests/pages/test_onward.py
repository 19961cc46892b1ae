"""Going on from a clip: its last frames, its chain, a stretch of it, its lineage, its captions, what is like it."""

import re
import uuid

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.accounts.models import Membership
from studio.core.flashes import SAFE
from studio.library import continuing
from studio.library.captions import Captions
from studio.library.models import Asset, Use
from studio.pages import chain, onward
from tests.browser.numbered import numbered
from tests.core import making
from tests.library.making import RECIPE, made, row, rows
from tests.pages.visiting import visit

WORDS = {"speech_text": "Come in. Sit down."}
SPOKEN = {"model": "kling-lip-sync", "task": "lip-sync", "provider": "fal", "values": WORDS}


@pytest.fixture
def clip(alice, tmp_path):
    return keep(alice, tmp_path)


def keep(owner, folder, name="A", frames=48, **about) -> Asset:
    path = numbered(folder / f"{uuid.uuid4().hex}.mp4", frames, "24")
    return async_to_sync(made)(path, owner, name=name, job_id=uuid.uuid4(), **about)


@pytest.mark.parametrize("name", ["asset-continue", "asset-trim", "asset-lineage", "asset-captions"])
def test_the_pages_are_for_the_team_only(name, alice, bob, charlie, clip):
    address = reverse(name, args=[clip.pk])

    assert [visit(user).get(address).status_code for user in (alice, bob, charlie)] == [200, 200, 404]


def test_a_chain_with_a_strangers_clip_in_it_is_not_there(alice, charlie, clip, tmp_path):
    theirs = keep(charlie, tmp_path)

    assert visit(alice).get(chain.address([clip])).status_code == 200
    assert visit(alice).get(chain.address([clip, theirs])).status_code == 404
    assert visit(charlie).post("/chain/join/", {"ids": f"{theirs.pk},{clip.pk}"}).status_code == 404


def test_a_reviewer_looks_and_makes_nothing(alice, bob, clip):
    visit(bob)
    Membership.objects.filter(user=bob).update(role=Membership.Role.REVIEWER)

    addresses = [reverse(name, args=[clip.pk]) for name in ("asset-continue", "asset-trim", "asset-captions")]
    answers = [visit(bob).post(address, {}).status_code for address in addresses]

    assert answers == [403, 403, 403]
    assert Asset.objects.count() == 1


def test_captions_are_changed_only_by_makers_of_the_files_own_team(alice, charlie, clip):
    """Charlie works in a team of his own, and only looks at Alice's."""
    visit(charlie)
    Membership.objects.create(user=charlie, team=clip.team, role=Membership.Role.REVIEWER)
    Captions.objects.create(asset=clip, text=captions_of(1))

    page = visit(charlie).get(f"/assets/{clip.pk}/captions/")
    typed = visit(charlie).post(f"/assets/{clip.pk}/captions/", {"text": captions_of(2)})
    removed = visit(charlie).post(reverse("captions-deletion", args=[clip.pk]))

    assert (page.status_code, typed.status_code, removed.status_code) == (200, 403, 403)
    assert Captions.objects.get().text == captions_of(1)


def captions_of(second: int) -> str:
    return f"WEBVTT\n\n00:00:00.000 --> 00:00:0{second}.000\nHello\n"


# Continue


@pytest.mark.parametrize("provider", ["elsewhere", ""])
def test_a_clip_whose_recipe_names_a_provider_that_is_not_known_goes_on_all_the_same(provider, alice, clip):
    recipe = RECIPE | {"provider": provider, "model": "kling-lip-sync", "task": "lip-sync"}
    Asset.objects.filter(pk=clip.pk).update(recipe=recipe)

    assert visit(alice).get(f"/assets/{clip.pk}/continue/").status_code == 200
    assert visit(alice).get(f"/assets/{clip.pk}/").status_code == 200


def test_one_of_the_last_frames_is_chosen_already_and_the_composer_opens_with_it(alice, clip):
    page = visit(alice).get(f"/assets/{clip.pk}/continue/").content.decode()
    numbers = [int(n) for n in re.findall(r'name="frame" value="(\d+)"', page)]
    sheet = visit(alice).get(f"/assets/{clip.pk}/ending.webp")

    answer = visit(alice).post(f"/assets/{clip.pk}/continue/", {"frame": "44"}, follow=True)

    assert numbers == list(range(24, 48))
    assert page.count(" checked>") == 1
    assert sheet["Content-Type"] == "image/webp"
    picture = Asset.objects.get(kind="image")
    composed = answer.context["desk"].composition
    assert picture.name == "A, frame 44.png"
    assert (composed.choice.model, composed.choice.task) == ("kling-3.0-pro", "image-to-video")
    assert composed.values["first_frame"]["asset"] == str(picture.pk)
    assert composed.values["prompt"] == RECIPE["values"]["prompt"]


def test_a_frame_that_is_not_there_is_refused_on_the_page(alice, clip):
    answer = visit(alice).post(f"/assets/{clip.pk}/continue/", {"frame": "480"})

    assert answer.status_code == 422
    assert "has no frame 480" in answer.content.decode()


def test_extending_is_offered_only_where_the_provider_can_find_its_own_clip(alice, clip):
    drawn = onward.extension(clip)
    others = {**RECIPE, "provider": "runware"}
    no_route = onward.extension(row(alice, recipe=others))
    no_id = onward.extension(row(alice, recipe={**RECIPE, "model": "kling-1.6-pro", "provider": "kling"}))

    assert (drawn.url, no_route.url, no_id.url) == ("", "", "")
    assert "Only a clip that a provider made" in drawn.words
    assert "Runware has no extension for Kling 3.0 Pro" in no_route.words
    assert "gave no id" in no_id.words
    assert visit(alice).get(f"/create/?extend={clip.pk}").status_code == 404


def test_a_clip_of_klings_own_is_extended_there(alice, team, clip):
    from studio.accounts.models import ProviderKey
    from studio.jobs.machine import State
    from tests.live.making import make_job

    account = ProviderKey.objects.create(team=team, provider="kling", sealed="x", hook_token="x")
    recipe = {**RECIPE, "model": "kling-1.6-pro", "provider": "kling", "values": {"prompt": "On", "duration": 5}}
    job = make_job(alice, State.READY, recipe=recipe, account=account, provider="kling")
    Asset.objects.filter(pk=clip.pk).update(recipe=recipe, provider_id="its-own", job_id=job.pk)
    clip.refresh_from_db()

    offered = onward.extension(clip)
    composed = visit(alice).get(offered.url).context["desk"].composition

    assert "retired" in offered.words
    assert (composed.choice.task, composed.choice.provider) == ("extend", "kling")
    assert composed.values["input_video"]["asset"] == str(clip.pk)


# Chain, join, trim


def test_the_chain_of_a_clip_tells_when_each_begins_and_warns_of_drift(alice, clip):
    page = visit(alice).get(f"/chain/?of={clip.pk}")
    six = visit(alice).get(f"/chain/?ids={','.join([str(clip.pk)] * 6)}")

    assert [part.begins_s for part in six.context["parts"]] == [0, 2, 4, 6, 8, 10]
    assert "drift apart" in six.content.decode()
    assert "drift apart" not in page.content.decode()
    assert not page.context["can_join"]


def test_clips_are_joined_as_they_are_or_it_is_said_why_not(alice, clip, tmp_path):
    same = keep(alice, tmp_path, "B")
    unlike = async_to_sync(made)(making.film(tmp_path, rate="30"), alice, name="C", job_id=uuid.uuid4())

    film = visit(alice).post("/chain/join/", {"ids": f"{clip.pk},{same.pk}"})
    refused = visit(alice).post("/chain/join/", {"ids": f"{clip.pk},{unlike.pk}"})
    encoded = visit(alice).post("/chain/join/", {"ids": f"{clip.pk},{unlike.pk}", "exactly": "yes"})

    made_of = Asset.objects.get(pk=film["Location"].split("/")[-2])
    assert (made_of.frames, made_of.codec) == (96, "h264")
    assert refused.status_code == 422
    assert "Clip 2 differs from the first in its size and its frame rate" in refused.content.decode()
    assert encoded.status_code == 302


def test_a_stretch_that_cannot_be_copied_is_told_and_encoded_when_one_says_so(alice, clip):
    address = f"/assets/{clip.pk}/trim/"

    refused = visit(alice).post(address, {"from": "5", "to": "40"})
    nonsense = visit(alice).post(address, {"from": "40", "to": "5"})
    cut = visit(alice).post(address, {"from": "5", "to": "40", "exactly": "yes"})

    assert (refused.status_code, nonsense.status_code, cut.status_code) == (422, 422, 302)
    assert "begins at frame 0 or 24" in refused.content.decode()
    assert Asset.objects.get(pk=cut["Location"].split("/")[-2]).frames == 36


def test_the_lineage_is_a_nested_list_of_links(alice, clip, tmp_path):
    one, other = row(alice, name="Result"), row(alice, name="Later")
    Asset.objects.bulk_create([one, other])
    Use.objects.bulk_create([Use(result=one, used=clip.pk), Use(result=other, used=one.pk)])

    page = visit(alice).get(f"/assets/{clip.pk}/lineage/").content.decode()

    made_with = page[page.index("Made with it") :]
    below = made_with.index('<ul class="tree">', made_with.index("Result"))
    assert made_with.index("Result") < below < made_with.index("Later")
    assert f"/assets/{other.pk}/" in made_with


# Captions


def test_captions_are_given_as_a_file_shown_in_the_player_and_taken_away(alice, tmp_path):
    clip = async_to_sync(made)(making.film(tmp_path, sound=True), alice)
    srt = SimpleUploadedFile("a.srt", b"1\n00:00:00,200 --> 00:00:00,800\n<b>Good</b> evening\n")

    given = visit(alice).post(f"/assets/{clip.pk}/captions/", {"file": srt, "language": "en"})
    page = visit(alice).get(f"/assets/{clip.pk}/").content.decode()
    served = visit(alice).get(f"/assets/{clip.pk}/captions.vtt")

    assert given.status_code == 302
    assert served.content.decode() == "WEBVTT\n\n00:00:00.200 --> 00:00:00.800\nGood evening\n"
    assert served["Content-Type"].startswith("text/vtt")
    assert '<track kind="captions" src="/assets/' in page
    assert page.count("Good evening") == 1
    visit(alice).post(f"/assets/{clip.pk}/captions/deletion/")
    assert not Captions.objects.exists()


def test_captions_that_cannot_be_read_stay_in_the_field_with_the_reason(alice, clip):
    answer = visit(alice).post(f"/assets/{clip.pk}/captions/", {"text": "Hello <there>"})

    assert answer.status_code == 422
    assert "There is no line of captions" in answer.content.decode()
    assert "Hello &lt;there&gt;" in answer.content.decode()


def test_text_that_was_spoken_is_offered_and_kept_as_what_it_is(alice, tmp_path):
    clip = async_to_sync(made)(making.film(tmp_path, sound=True), alice, recipe=SPOKEN)
    text = visit(alice).get(f"/assets/{clip.pk}/captions/").context["text"]

    visit(alice).post(f"/assets/{clip.pk}/captions/", {"text": text})

    assert [cue.words for cue in Captions.objects.get().cues] == ["Come in.", "Sit down."]
    assert Captions.objects.get().source == Captions.Source.RECIPE


# Flashes


def test_a_clip_that_flashes_is_labelled_and_neither_scrubs_nor_loops_by_itself(alice, clip):
    calm = [visit(alice).get(address).content.decode() for address in ("/library/", f"/assets/{clip.pk}/")]
    Asset.objects.filter(pk=clip.pk).update(flashes=SAFE + 1)
    wild = [visit(alice).get(address).content.decode() for address in ("/library/", f"/assets/{clip.pk}/")]

    assert f"/{clip.pk}/sprite" in calm[0] and " loop aria-label" in calm[1]
    assert f"/{clip.pk}/sprite" not in wild[0] and " loop aria-label" not in wild[1]
    assert "flashing" in wild[0] and "4 bright flashes within one second" in wild[1]
    assert "lashing" not in calm[0] + calm[1]


# Stacks and what looks alike


def test_a_tile_says_how_many_its_recipe_made_and_leads_to_them_and_filters_stay(alice):
    same = rows(alice, 3, recipe_hash="a" * 64)
    other = rows(alice, 1, recipe_hash="b" * 64)[0]
    page = visit(alice).get("/library/").content.decode()

    found = visit(alice).get(f"/library/?recipe={same[0].pk}&type=video")

    assert page.count("3 of the same recipe") >= 3
    assert {asset.pk for day in found.context["days"] for asset in day.assets} == {each.pk for each in same}
    assert str(other.pk) not in found.content.decode()


def test_stacks_cost_one_query_a_page_and_others_of_a_strangers_do_not_count(alice, charlie):
    rows(charlie, 5, recipe_hash="a" * 64)
    rows(alice, 40, recipe_hash="a" * 64)
    client = visit(alice)
    client.get("/library/")

    with CaptureQueriesContext(connection) as few:
        page = client.get("/library/").content.decode()

    assert "40 of the same recipe" in page
    assert sum("COUNT" in query["sql"] and "recipe_hash" in query["sql"] for query in few) == 1


def test_the_viewer_leads_to_what_looks_alike(alice, clip, tmp_path):
    twin = keep(alice, tmp_path, "Twin")

    page = visit(alice).get(f"/assets/{clip.pk}/").content.decode()
    found = visit(alice).get(f"/library/?like={clip.pk}")

    assert f'href="/library/?like={clip.pk}"' in page
    assert {asset.pk for day in found.context["days"] for asset in day.assets} == {clip.pk, twin.pk}
    assert continuing.COUNT == 24
