"""Setting a studio up: six steps, each skipped or answered; then the sample project and four things to try."""

import errno
import os
from decimal import Decimal

import httpx
import pytest
from asgiref.sync import async_to_sync

from studio.accounts import first_steps, keyring, links
from studio.accounts.models import Budget, Project, User
from studio.animatic.testclips import CLIPS
from studio.catalog.check import check
from studio.jobs.machine import State
from studio.library.models import Asset
from studio.pages import first_job as first_job_module
from studio.pages import reachability, sample, storage, trying
from studio.pages.composing import offered
from studio.pages.first_job import TASK, cheapest
from studio.pages.welcome import STEPS
from tests.live.making import make_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEYS = tmp_path


@pytest.fixture
def undrawn(monkeypatch):
    """The sample project's clips are asked for, and nobody draws them: whose they would be is noted."""
    asked = []
    monkeypatch.setattr(sample, "begin", lambda project, owner: asked.append((project.name, str(owner))))
    return asked


def step_of(client, slug: str) -> str:
    return client.get(f"/welcome/{slug}/").content.decode()


# The steps


def test_the_owners_link_leads_through_every_step_to_create(client, db, undrawn):
    made = client.post(links.issue(), {"name": "Sam Reyes", "email": "sam@example.com", "password": ""})
    assert made["Location"] == "/welcome/"
    assert "Where do the files go?" in client.get("/welcome/").content.decode()

    for number, step in enumerate(STEPS, 1):
        page = step_of(client, step.slug)
        assert f"Step {number} of 6" in page and step.question in page
        assert "Finish later" in page or number == 6

    done = client.post("/welcome/done/")
    assert done["Location"] == "/create/"
    assert undrawn == [("Sample project", "Sam Reyes")]
    page = client.get("/create/").content.decode()
    assert "Sample project" in page and "Six test clips" in page and "Four things to try" in page


def test_finishing_twice_makes_one_sample(client, alice, team, undrawn):
    client.force_login(alice)
    client.post("/welcome/done/")
    client.post("/welcome/done/")

    assert Project.objects.filter(team=team, is_sample=True).count() == 1


def test_each_step_says_what_is_set(client, alice, bob, team, settings):
    settings.HOOKS_URL = "https://studio.example"
    keyring.add(team, "kling", {"key": "planted-key-of-kling"}, by=alice)
    Budget.objects.create(team=team, amount=200)
    client.force_login(alice)

    page = step_of(client, "you")

    for words in ("Alice Archer", "free", "Kling", "$200.00 a month", "https://studio.example", "2 people"):
        assert words in page, words
    assert page.count("data-done") == 6


def test_setting_up_is_for_owners_and_producers(client, bob, charlie):
    client.force_login(bob)
    assert client.get("/welcome/").status_code == 403
    for page in ("/settings/storage/", "/settings/reachability/"):
        assert client.get(page).status_code == 403
    assert "/settings/storage/" not in client.get("/settings/").content.decode()


def test_a_step_that_is_not_there_is_not_found(client, alice):
    client.force_login(alice)

    assert client.get("/welcome/world-domination/").status_code == 404
    assert client.post("/welcome/files/").status_code == 404


# Where files go


def test_the_folder_is_written_read_and_left_as_it_was(client, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    client.force_login(alice)

    page = client.get("/settings/storage/").content.decode()

    assert "1 MB was written there, read back and removed" in page
    assert str(tmp_path / "media") in page
    assert list((tmp_path / "media").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(client, alice, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    client.force_login(alice)

    page = client.get("/settings/storage/").content.decode()

    assert "It cannot be written there: Not a directory." in page


def test_a_full_disk_is_a_sentence_and_leaves_nothing(monkeypatch, tmp_path):
    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(storage.os, "fsync", full)

    assert storage.look(tmp_path).trouble == "It cannot be written there: No space left on device."
    assert not (tmp_path / storage.PROBE).exists()


# Limits


def limits_of(client) -> str:
    return step_of(client, "limits")


def post_limits(client, **given: str):
    return client.post("/welcome/limits/", {"monthly": "", "each": "", "ask_above": ""} | given)


def test_the_first_limits_stand_there_and_are_kept_for_everybody(client, alice, bob, team):
    client.force_login(alice)
    page = limits_of(client)
    assert "Save, and on to reachability" in page and "Skip</a>" in page
    assert 'value="200"' in page and 'value="50"' in page and 'value="2"' in page

    answer = post_limits(client, monthly="300", each="40.50", ask_above="2")

    assert answer["Location"] == "/welcome/reach/"
    amounts = dict(Budget.objects.filter(team=team).values_list("person__name", "amount"))
    assert amounts == {None: Decimal(300), "Alice Archer": Decimal("40.5"), "Bob Baker": Decimal("40.5")}
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.confirm_above, bob.confirm_above) == (Decimal(2), None)
    assert 'value="300.00"' in limits_of(client)


def test_a_limit_that_somebody_was_given_apart_stays(client, alice, bob, team):
    client.force_login(alice)
    post_limits(client, monthly="300", each="40")
    Budget.objects.filter(person=bob).update(amount=5)

    for each in ("60", ""):
        post_limits(client, monthly="300", each=each)
        assert Budget.objects.get(person=bob).amount == 5

    assert not Budget.objects.filter(person=alice).exists()


def test_an_empty_field_is_no_limit(client, alice, team):
    client.force_login(alice)
    post_limits(client, monthly="300", each="40", ask_above="2")

    post_limits(client, monthly="0")

    alice.refresh_from_db()
    assert [(b.person, b.amount) for b in Budget.objects.filter(team=team)] == [(None, Decimal(0))]
    assert alice.confirm_above is None


def test_a_wrong_limit_is_said_at_its_field_and_nothing_is_kept(client, alice):
    client.force_login(alice)

    answer = post_limits(client, monthly="-5", each="a lot")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give 0 or more, or leave it empty for no limit." in page and "Enter a number." in page
    assert "How much may be spent?" in page
    assert not Budget.objects.exists()


def test_a_limit_that_no_column_holds_is_refused_and_the_largest_one_can_be_read_again(client, alice):
    client.force_login(alice)

    for name in ("monthly", "each", "ask_above"):
        answer = post_limits(client, **{name: "9999999999.99"})
        assert (answer.status_code, Budget.objects.exists()) == (422, False)
        assert "Give less than 100 million, or leave it empty for no limit." in answer.content.decode()

    post_limits(client, monthly="99999999.99")
    assert 'value="99999999.99"' in limits_of(client)
    assert client.get("/settings/budgets/").status_code == 200


# Reachability


@pytest.fixture
def world(monkeypatch, settings):
    """world(handler): what answers at the public address."""
    settings.HOOKS_URL = "https://studio.example"

    def set_(handler):
        get = httpx.Client(transport=httpx.MockTransport(handler)).get
        monkeypatch.setattr(reachability.httpx, "get", get)

    return set_


def reached(client) -> str:
    return client.post("/settings/reachability/").content.decode()


def test_we_reach_ourselves_by_a_word_that_nobody_else_can_sign(client, alice, world):
    client.force_login(alice)
    world(lambda request: httpx.Response(200, text=client.get(request.url.path).content.decode()))

    assert "We reached ourselves at https://studio.example in" in reached(client)


def test_what_is_not_reached_or_is_somebody_else_is_fine(client, alice, world):
    client.force_login(alice)

    def nobody(request):
        raise httpx.ConnectError("no route")

    world(nobody)
    assert "https://studio.example was not reached (ConnectError). Providers are asked instead" in reached(client)
    world(lambda request: httpx.Response(200, text="Welcome to nginx!"))
    assert "Something else answers at https://studio.example (HTTP 200)." in reached(client)


def test_without_an_address_nothing_is_called(client, alice, monkeypatch):
    client.force_login(alice)
    monkeypatch.setattr(reachability.httpx, "get", lambda *_, **__: pytest.fail("nothing is to be called"))

    assert "No public address is set" in reached(client)


def test_who_calls_one_address_for_all_jobs_is_told_it(client, alice, team, settings):
    settings.HOOKS_URL = "https://studio.example"
    key = keyring.add(team, "scenario", {"key": "api_planted_scenario", "secret": "x"}, by=alice)
    client.force_login(alice)

    page = client.get("/settings/reachability/").content.decode()

    assert f"https://studio.example/hooks/scenario/{key.hook_token}/" in page


# The sample project


def kept(owner, project, name: str) -> Asset:
    """A clip of that name, as if it had been drawn."""
    facts = {"kind": "video", "format": "mp4", "mime": "video/mp4", "bytes": 1, "width": 16, "height": 9}
    time = {"duration_s": 1, "fps": "24", "frames": 24, "sha256": name, "source_sha256": name}
    whose = {"team": project.team, "project": project, "owner": owner, "origin": "upload", "name": name}
    return Asset.objects.create(**facts, **time, **whose)


def test_what_is_missing_is_drawn_once_kept_and_shown(client, alice, team):
    project = sample.of_team(team)
    for clip in CLIPS:
        if clip.slug != "grey-steps":
            kept(alice, project, clip.name)

    async_to_sync(sample.draw)(project, alice)
    async_to_sync(sample.draw)(project, alice)

    clips = sample.clips_of(project)
    assert [clip.name for clip in clips] == [clip.name for clip in CLIPS]
    steps = next(clip for clip in clips if clip.name == "Grey steps")
    assert (steps.width, steps.height, steps.duration_s, steps.owner) == (960, 540, 3, alice)
    client.force_login(alice)
    client.post("/settings/projects/current/", {"project": project.pk})
    page = client.get("/welcome/sample/").content.decode()
    assert page.count('class="sample__clip"') == 6 and "hx-trigger" not in page


def test_while_they_are_drawn_the_strip_asks_again_and_whoever_looks_sees_to_it(client, alice, undrawn):
    client.force_login(alice)
    client.post("/welcome/done/")

    page = client.get("/welcome/sample/").content.decode()

    assert "Drawing them: 0 of 6." in page and 'hx-trigger="load, every 2s"' in page
    assert len(undrawn) == 2


def test_another_project_has_no_test_clips(client, alice, project):
    client.force_login(alice)

    assert client.get("/welcome/sample/").status_code == 404
    assert "Six test clips" not in client.get("/create/").content.decode()


# Four things to try


def trials(client) -> dict[str, bool]:
    """Each thing to try and whether it is done; empty where the list is gone."""
    page = client.get("/create/").content.decode()
    parts = page.split('class="trying__row"')[1:]
    return {part.split("<b>")[1].split("</b>")[0]: part.startswith(" data-done") for part in parts}


def test_the_list_ticks_itself_and_vanishes_when_all_is_done(client, alice, team):
    first_steps.begin(alice)
    client.force_login(alice)
    assert trials(client) == dict.fromkeys(
        ("Draw an animatic", "Open a result", "Remix it", "Add a key, or rehearse"), False
    )

    job = make_job(alice, State.READY, provider="animatic")
    made = Asset.objects.create(
        team=team, project=job.project, owner=alice, origin="result", name="A pier", kind="video", format="mp4",
        mime="video/mp4", bytes=1, sha256="0" * 64, source_sha256="0" * 64, recipe=job.recipe, job_id=job.pk,
        width=16, height=9, duration_s=1, fps="24", frames=24,
    )  # fmt: skip
    client.get(f"/assets/{made.pk}/")
    assert trials(client)["Open a result"]
    client.get(f"/create/?remix={made.pk}")
    assert list(trials(client).values()) == [True, True, True, False]

    keyring.add(team, "fal", {"key": "planted-key-of-fal-0001"}, by=alice)
    assert trials(client) == {}
    assert first_steps.HIDDEN in User.objects.get(pk=alice.pk).first_steps


def test_the_list_can_be_closed(client, alice):
    first_steps.begin(alice)
    client.force_login(alice)

    assert client.post("/welcome/list/", headers={"hx-request": "true"}).content == b""

    assert trials(client) == {}


def test_everybody_has_a_list_of_their_own_and_artists_one_that_they_can_finish(client, alice, bob):
    first_steps.begin(alice)
    first_steps.begin(bob)
    client.force_login(alice)
    client.post("/welcome/list/")
    client.force_login(bob)

    assert list(trials(client)) == ["Draw an animatic", "Open a result", "Remix it", "Find it again"]
    client.get("/library/")
    assert trials(client)["Find it again"]


def test_every_thing_to_try_leads_to_a_page_that_is_there(client, alice, bob, rf):
    for person in (alice, bob):
        client.force_login(person)
        request = rf.get("/")
        request.user, request.session = person, {}
        for trial in trying.trials_for(request):
            assert client.get(trial.leads_to(request)).status_code == 200, trial.slug


def test_who_never_began_sees_no_list(client, alice):
    client.force_login(alice)

    assert trials(client) == {}


def test_an_invited_person_begins_with_the_list(client, bob):
    User.objects.update(last_login=None)

    client.post(links.issue(bob))

    assert "Draw an animatic" in trials(client)


# The first real job


def test_the_first_real_job_is_the_cheapest_that_works_through_a_key_that_is_there(client, alice, team):
    first_steps.begin(alice)
    client.force_login(alice)
    assert "When you are ready" not in client.get("/create/").content.decode()

    keyring.add(team, "kling", {"key": "planted-key-of-kling"}, by=alice)
    page = client.get("/create/").content.decode()

    assert "Set to the cheapest that works: Kling 2.5 Turbo Standard, 5 s, via Kling." in page
    assert "Open in Create · ~$0.21" in page
    opened = client.get("/create/?starter=first-job").content.decode()
    assert 'name="shown" data-own value="kling-2.5-turbo-standard text-to-video kling"' in opened
    assert "A wooden pier in fog at dawn" in opened and "~$0.21" in opened


def test_no_cheaper_job_is_passed_over():
    for slug in ("kling", "runware", "fal"):
        best = cheapest(frozenset([slug]))
        for model, slugs in offered()[TASK].items():
            if slug in slugs:
                job = first_job_module._job(model, slug)
                assert job is None or job.price.amount >= best.price.amount, model
        assert check(best.recipe).valid and not check(best.recipe).warnings
    assert cheapest(frozenset()) is None
    assert cheapest(frozenset(["scenario"])) is None, "no source gives a price in dollars"
