"""Bake-offs on their pages: begun from the composer and from a result, blind for everybody, and then told."""

import csv
import io
import re
from html import unescape

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from studio.accounts.models import Membership
from studio.catalog.tasks import PROVIDERS
from studio.jobs.models import Draft, Job
from studio.library.models import Asset
from studio.pages.baking import Candidate
from studio.pages.composing import Choice
from studio.review import bake_offs
from studio.review.models import BakeOff
from tests.jobs.conftest import toy  # noqa: F401
from tests.library.making import row
from tests.review.test_bake_offs import THREE, Answers, finish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
HTMX = {"headers": {"HX-Request": "true"}}
GIVEAWAY = re.compile(
    r"kling.?\d|kling.?image|kling.{0,3}(pro|standard|turbo)|runware|animatic|\bfal\b|scenario|\$\d", re.I
)
ROUTES = ["kling-image-o1/runware", "kling-image-o1/animatic", "kling-image-3.0/animatic"]


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def draft(alice, team, project):
    values = {"typed": {"prompt": "A lighthouse", "width": 1024, "height": 1024}, "kept": {"takes": 4}}
    route = {"model": "kling-image-o1", "task": "text-to-image", "provider": "runware"}
    return Draft.objects.create(owner=alice, team=team, project=project, values=values, **route)


@pytest.fixture
def made(alice, project) -> BakeOff:
    made = bake_offs.start(alice, project, "Lighthouses", THREE, "one", Answers())
    finish(made)
    return made


ABOUT_ANIMATICS = "An animatic writes its model into the picture, and cannot be unnamed."
"""Said of all of them, where there is one among them: which, its own picture says."""


def middle(browser, made: BakeOff) -> str:
    """What the page says of the bake-off itself: the rest of the room is every page's."""
    return browser.get(f"/bake-offs/{made.pk}/", **HTMX).content.decode()


# Beginning


def test_the_composer_and_a_result_lead_to_it(hers, alice, draft):
    clip = row(alice)
    clip.save()

    assert f"/bake-offs/new/?draft={draft.pk}" in hers.get(f"/create/?draft={draft.pk}").content.decode()
    assert f"/bake-offs/new/?remix={clip.pk}" in hers.get(f"/assets/{clip.pk}/").content.decode()
    assert "Kling 3.0 Pro" in hers.get(f"/bake-offs/new/?remix={clip.pk}").content.decode()


def test_each_route_says_its_price_and_what_it_would_keep_back(hers, draft):
    page = hers.get(f"/bake-offs/new/?draft={draft.pk}").content.decode()

    rows = dict(re.findall(r'name="route" value="([^"]+)"(?:[^>]*)>.*?<td class="num">(.*?)</td>', page))
    assert set(ROUTES) <= set(rows)
    assert rows["kling-image-o1/animatic"] == "free"
    assert rows["kling-image-o1/runware"].lstrip("~").startswith("$")
    assert "What it would keep back" in page
    assert 'value="kling-image-o1/runware" checked' in page


def test_the_total_comes_first_and_follows_the_choice(hers, draft):
    def said(*routes: str) -> str:
        page = hers.post(f"/bake-offs/new/?draft={draft.pk}", {"route": routes, "name": "x"}, **HTMX).content.decode()
        return unescape(page)

    assert "1 chosen" in said(ROUTES[0])
    assert 'name="go" value="1" disabled' in said(ROUTES[0])
    assert "Begin the bake-off · free" in said(*ROUTES[1:])
    assert re.search(r"3 chosen: ~?\$[\d.]+", said(*ROUTES))
    assert Job.objects.count() == 0


def test_it_begins_with_what_was_chosen_one_result_each(hers, draft, alice):
    answer = hers.post(
        f"/bake-offs/new/?draft={draft.pk}", {"route": ROUTES, "name": "Lighthouses", "key": "k", "go": "1"}
    )

    made = BakeOff.objects.get()
    assert answer["Location"] == f"/bake-offs/{made.pk}/"
    jobs = Job.objects.filter(bake_off_entry__bake_off=made)
    assert {f"{job.model}/{job.provider}" for job in jobs} == set(ROUTES)
    assert {job.recipe["values"]["prompt"] for job in jobs} == {"A lighthouse"}
    assert not any("takes" in job.recipe["values"] for job in jobs)


def test_what_is_to_be_answered_is_asked_once_and_the_choice_stays(hers, draft, alice):
    alice.confirm_above = "0.000001"
    alice.save()
    form = {"route": ROUTES, "name": "Lighthouses", "key": "k"}

    asked = hers.post(f"/bake-offs/new/?draft={draft.pk}", form | {"go": "1"})

    page = asked.content.decode()
    assert (asked.status_code, Job.objects.count()) == (422, 0)
    assert page.count(" checked") == 3
    yes = re.search(r'name="confirmed" value="([^"]+)"', page)[1]
    hers.post(f"/bake-offs/new/?draft={draft.pk}", form | {"answer": "1", "confirmed": yes})
    assert Job.objects.count() == 3


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"route": ROUTES[:1], "key": "k"}, "of 2 to 6 models or providers; 1 were chosen"),
        ({"route": ["nobody/else", "x"], "key": "k"}, "0 were chosen"),
        ({"route": ROUTES, "key": ""}, "came without its key"),
        ({"route": ROUTES, "key": "k", "name": " "}, "has a name of 1 to 80 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(hers, draft, form, words):
    answer = hers.post(f"/bake-offs/new/?draft={draft.pk}", {"name": "x", "go": "1"} | form)

    assert (answer.status_code, Job.objects.count()) == (422, 0)
    assert words in unescape(answer.content.decode())


def test_without_anything_to_bake_there_is_no_page(hers, client, bob, draft):
    assert hers.get("/bake-offs/new/").status_code == 404
    client.force_login(bob)
    assert client.get(f"/bake-offs/new/?draft={draft.pk}").status_code == 404


def test_who_makes_no_jobs_begins_none(client, bob, alice):
    Membership.objects.filter(user=bob).update(role=Membership.Role.REVIEWER)
    clip = row(alice)
    clip.save()
    client.force_login(bob)

    answer = client.post(f"/bake-offs/new/?remix={clip.pk}", {"route": ROUTES, "name": "x", "key": "k", "go": "1"})

    assert answer.status_code == 403


# Blind


def test_nothing_on_the_page_tells_which_is_which(hers, client, made, bob):
    ids = {str(pk) for entry in made.entries.all() for pk in (entry.job_id, entry.pk)}
    assets = {str(asset.pk) for asset in Asset.objects.all()}
    for person in (made.made_by, bob):
        client.force_login(person)
        page = middle(client, made).replace(ABOUT_ANIMATICS, "")

        assert not GIVEAWAY.search(page), GIVEAWAY.search(page)
        assert not [pk for pk in assets | {pk for pk in ids if len(pk) > 9} if pk in page]
        assert page.count("Vote for ") == 3
        assert 'alt="Entry A"' in page


def test_an_animatic_is_said_to_name_itself(hers, made, draft):
    assert ABOUT_ANIMATICS in middle(hers, made)
    assert "Writes its model into the picture" in hers.get(f"/bake-offs/new/?draft={draft.pk}").content.decode()
    facts = {"price": None, "lost": "", "why": "", "chosen": False}
    told = {via: Candidate(choice=Choice("kling-image-o1", "text-to-image", via), **facts).tells for via in PROVIDERS}
    assert told | {"runware": False} == dict.fromkeys(PROVIDERS, False) | {"animatic": True}  # the Toy has no key


def test_a_failure_keeps_its_name_and_its_reason_to_itself_until_the_reveal(hers, alice, project):
    made = bake_offs.start(alice, project, "Lighthouses", THREE, "one", Answers())
    finish(made, failed=0)
    Job.objects.filter(bake_off_entry__place=0).update(error="Runware says: out of paint.")

    blind = middle(hers, made).replace(ABOUT_ANIMATICS, "")

    assert "A came to nothing" in blind
    assert not GIVEAWAY.search(blind)
    hers.post(f"/bake-offs/{made.pk}/reveal/")
    assert "out of paint" in middle(hers, made)


def test_results_are_shown_together(hers, alice, project):
    made = bake_offs.start(alice, project, "Lighthouses", THREE, "one", Answers())
    finish(made)
    last = made.entries.last().job
    Job.objects.filter(pk=last.pk).update(state="running", finished_at=None)

    page = middle(hers, made)

    assert "2 of 3 done" in page
    assert "<img" not in page
    assert "Vote for" not in page
    assert 'hx-trigger="every 2s"' in page


async def _get(user, address: str):
    client = AsyncClient()
    await client.aforce_login(user)
    return await client.get(address)


async def test_a_file_has_the_name_of_its_letter_and_is_served_to_the_team_alone(kept, alice, bob, charlie, project):
    picture = await sync_to_async(kept)("rocket.jpg")
    made = await sync_to_async(bake_offs.start)(alice, project, "Lighthouses", THREE, "one", Answers())
    await sync_to_async(finish)(made)
    facts = Asset.facts_columns(picture.facts)
    await sync_to_async(Asset.objects.exclude(pk=picture.pk).update)(**facts)
    address = f"/bake-offs/{made.pk}/b/original"

    answer = await _get(bob, address)

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'inline; filename="B.jpg"'
    assert picture.sha256 not in str(answer.headers)
    assert (await _get(charlie, address)).status_code == 404
    assert (await _get(bob, f"/bake-offs/{made.pk}/z/original")).status_code == 404
    assert (await _get(bob, f"/bake-offs/{made.pk}/b/sprite")).status_code == 404
    await sync_to_async(Job.objects.filter(bake_off_entry__place=0).update)(state="running", finished_at=None)
    assert (await _get(bob, address)).status_code == 404


# Votes and names


def test_a_vote_is_answered_with_the_middle_of_the_page(hers, made):
    answer = hers.post(f"/bake-offs/{made.pk}/vote/", {"letter": "B"}, **HTMX)

    page = answer.content.decode()
    assert "<html" not in page
    assert re.search(r'id="vote-B" aria-pressed="true"', page)
    assert "1 vote<" in page


@pytest.mark.parametrize("letter", ["", "AB", "Z", "b"])
def test_a_letter_that_there_is_not_is_said_to_be_none(hers, made, letter):
    answer = hers.post(f"/bake-offs/{made.pk}/vote/", {"letter": letter}, **HTMX)

    assert "This bake-off has A, B and C." in answer["HX-Trigger"]


def test_the_reveal_names_all_and_the_table_is_there_from_then_on(hers, made):
    hers.post(f"/bake-offs/{made.pk}/vote/", {"letter": "B"})
    assert hers.get(f"/bake-offs/{made.pk}/bake-off.csv").status_code == 404

    hers.post(f"/bake-offs/{made.pk}/reveal/")

    page = unescape(middle(hers, made))
    shown = bake_offs.standing(made)
    assert all(each.called in page for each in shown.entries)
    assert shown.verdict in page
    assert "Vote for" not in page
    told = hers.get(f"/bake-offs/{made.pk}/bake-off.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(each["letter"], each["votes"], each["voters"]) for each in rows] == [
        ("A", "0", ""),
        ("B", "1", "Alice Archer"),
        ("C", "0", ""),
    ]
    assert {f"{each['model']}/{each['provider']}" for each in rows} == set(ROUTES)


def test_who_may_not_reveal_is_told_who_may(client, bob, made):
    client.force_login(bob)

    answer = client.post(f"/bake-offs/{made.pk}/reveal/", **HTMX)

    assert "Only Alice Archer, an owner or a producer can show the names." in answer["HX-Trigger"]
    assert 'action="/bake-offs/' + str(made.pk) + '/reveal/"' not in middle(client, made)


@pytest.mark.parametrize("path", ["", "bake-off.csv"])
def test_a_stranger_finds_nothing(client, charlie, made, path):
    client.force_login(charlie)

    assert client.get(f"/bake-offs/{made.pk}/{path}").status_code == 404
    for verb in ("vote", "reveal"):
        assert client.post(f"/bake-offs/{made.pk}/{verb}/", {"letter": "A"}).status_code == 404
    assert "Lighthouses" not in client.get("/bake-offs/").content.decode()


def test_the_list_has_all_of_the_team(client, bob, made):
    client.force_login(bob)

    assert "Lighthouses" in client.get("/bake-offs/").content.decode()
