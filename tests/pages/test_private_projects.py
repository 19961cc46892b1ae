"""A private project is its maker's alone: whoever else is on the team finds nothing of it, on no page and no socket."""

import json
import shutil
import uuid
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from studio.accounts.actions import make_member
from studio.accounts.changes import announce
from studio.accounts.models import Activity, Membership, Project
from studio.accounts.projects import CannotHide, show_to
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions
from studio.jobs.card import cards, unfinished
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.library.keep import keep_upload
from studio.library.models import Asset
from tests.live.conftest import on_air, socket  # noqa: F401
from tests.live.making import RECIPE, make_job
from tests.walks import walk

SECRET = "A submarine that nobody knows of"
MEDIA = Path(__file__).parents[1] / "media"
RECIPES = {"values": {"prompt": SECRET, "width": 1920, "height": 1080, "duration": 3}}


@pytest.fixture
def secret(bob, team):
    """Bob's own, beside the project of the team."""
    return Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")


def given(person, project, tmp_path, name="rocket.jpg", called="submarine.jpg") -> Asset:
    path = Path(shutil.copy(MEDIA / name, tmp_path / f"{uuid.uuid4().hex}.jpg"))
    return async_to_sync(keep_upload)(path, called, user=person, team=project.team, project=project)


@pytest.fixture
def picture(bob, secret, tmp_path):
    """A file that Bob keeps to himself."""
    return given(bob, secret, tmp_path)


@pytest.fixture
def clip(bob, secret, picture):
    """A job of Bob's there, and what it made: the same bytes, called a clip."""
    job = private_job(bob, secret)
    facts = {name: getattr(picture, name) for name in ("kind", "format", "mime", "bytes", "sha256", "source_sha256")}
    about = {"name": SECRET, "recipe": job.recipe, "job_id": job.pk, "origin": "result", "recipe_hash": "f" * 64}
    return Asset.objects.create(team=secret.team, project=secret, owner=bob, **facts, **about, width=640, height=427)


def private_job(bob, secret, state=State.READY, **facts) -> Job:
    recipe = {**RECIPE, **RECIPES, "provider": facts.get("provider", "animatic")}
    return make_job(bob, state, **{"project": secret, "title": SECRET, "recipe": recipe} | facts)


@pytest.fixture
def page_of():
    """page_of(person) -> their browser."""

    def browser(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return browser


# Every address that shows a file or a job

OF_A_FILE = (
    "/assets/{pk}/",
    "/assets/{pk}/download/",
    "/assets/{pk}/recipe.json",
    "/assets/{pk}/still/0.png",
    "/assets/{pk}/loop.gif",
    "/assets/{pk}/waveform.json",
    "/assets/{pk}/faces/",
    "/media/{pk}/original",
    "/media/{pk}/poster",
    "/assets/{pk}/pane/",
    "/assets/{pk}/uses/",
    "/create/?remix={pk}",
    "/create/?use={pk}~first_frame~image-to-video",
    "/create/sources/{pk}/",
)
ACTS = ("frames", "crops", "object", "marks")


@walk(("address",), OF_A_FILE)
def test_a_private_file_is_not_there_for_anybody_else(page_of, alice, charlie, clip, address):
    for person in (alice, charlie):
        assert page_of(person).get(address.format(pk=clip.pk)).status_code == 404, person


@walk(("act",), ACTS)
def test_nothing_is_made_of_a_private_file_by_anybody_else(page_of, alice, charlie, clip, act):
    for person in (alice, charlie):
        assert page_of(person).post(f"/assets/{clip.pk}/{act}/", {"frame": 0}).status_code in (404, 405), person


@pytest.mark.parametrize("variant", ["original", "poster"])
def test_its_maker_gets_every_byte_and_page(page_of, bob, clip, variant):
    assert page_of(bob).get(f"/media/{clip.pk}/{variant}").status_code == 200
    assert page_of(bob).get(f"/assets/{clip.pk}/").status_code == 200


LISTS = (
    "/library/",
    "/library/?in=uploads",
    "/library/?q=submarine",
    "/library/?in=mine",
    "/library/?in=project",
    "/library/facets/project/",
    "/library/choices/move/",
    "/library/dates/",
    "/library/places/",
    "/create/",
    "/create/sources/",
    "/create/prompts/earlier/",
    "/commands/",
    "/queue/",
    "/ledger/",
    "/ledger/?month=all",
    "/ledger/ledger.csv?month=all",
    "/settings/projects/",
    "/settings/budgets/",
    "/elements/",
    "/compare/?ids={pk},00000000-0000-4000-8000-000000000001",
)


@walk(("address",), LISTS)
def test_no_list_search_menu_or_table_names_it_to_anybody_else(page_of, alice, charlie, secret, clip, address):
    costly(clip.job_id)
    for person in (alice, charlie):
        answer = page_of(person).get(address.format(pk=clip.pk))
        body = body_of(answer)
        assert answer.status_code in (200, 403, 404)
        assert SECRET not in body
        assert "Submarine" not in body
        assert "submarine.jpg" not in body
        assert str(clip.pk) not in body.replace(address.format(pk=clip.pk), "")


def body_of(answer) -> str:
    """Whole, also where it is streamed."""

    async def read() -> bytes:
        return b"".join([part async for part in answer])

    return (async_to_sync(read)() if answer.streaming else answer.content).decode()


def costly(job: uuid.UUID) -> None:
    """As if it had cost something."""
    Job.objects.filter(pk=job).update(provider="kling", estimate_amount=1, estimate_currency="USD")
    sent = {"state": "accepted", "ticket": {"id": "x"}, "sent_at": clock.now(), "endpoint": "/v1"}
    billed = {"billed_state": "yes", "billed_amount": "1.25", "billed_currency": "USD"}
    Attempt.objects.get_or_create(job_id=job, number=1, defaults=sent | billed)


def test_its_maker_finds_it_in_every_list(page_of, bob, secret, clip):
    mine = page_of(bob)

    assert SECRET in mine.get("/library/").content.decode()
    assert SECRET in mine.get("/queue/").content.decode()
    assert "Submarine" in mine.get("/settings/projects/").content.decode()


def test_what_it_cost_is_told_to_who_keeps_the_teams_money_and_nothing_else(page_of, alice, clip):
    costly(clip.job_id)

    told = page_of(alice).get("/ledger/?month=all").content.decode()

    assert "$1.25" in told
    assert "A private job" in told
    assert "a private project" in told


def test_its_files_cannot_be_chosen_changed_or_taken_along_by_anybody_else(page_of, alice, charlie, clip):
    for person in (alice, charlie):
        for verb, fields in (("rate", {"stars": 5}), ("bin", {}), ("tag", {"tag": "seen"})):
            answer = page_of(person).post(f"/library/act/{verb}/", {"ids": str(clip.pk), **fields})
            assert answer.status_code == 404, (person, verb)
    clip.refresh_from_db()
    assert (clip.stars, clip.binned_at) == (0, None)


JOB_ACTS = ("cancellation", "hold", "release", "first", "earlier", "check", "fetch", "again", "loss", "approval")


@walk(("act",), JOB_ACTS)
def test_its_jobs_are_nobody_elses_to_act_on(page_of, alice, charlie, bob, secret, act):
    job = private_job(bob, secret, State.QUEUED)

    for person in (alice, charlie):
        assert page_of(person).post(f"/jobs/{job.pk}/{act}/").status_code == 404, person
        assert page_of(person).get(f"/jobs/{job.pk}/stream/").status_code == 404, person
    job.refresh_from_db()
    assert (job.state, job.cancel_requested_at, job.held_because) == (State.QUEUED, None, "")


def test_a_private_job_that_waits_for_money_can_be_let_through_without_being_read(page_of, alice, bob, secret):
    job = private_job(bob, secret, State.QUEUED, held_because="No room.", held_at=clock.now(), needs_approval=True)

    shown = page_of(alice).get("/settings/budgets/").content.decode()
    answer = page_of(alice).post(f"/jobs/{job.pk}/approval/", headers={"hx-request": "true"})

    assert "A private job" in shown
    assert SECRET not in shown
    assert SECRET not in answer.content.decode()
    job.refresh_from_db()
    assert job.held_because == ""


def test_its_file_cannot_be_sent_by_its_id_or_found_by_its_hash(alice, bob, team, project, picture):
    values = {"prompt": "A rocket", "first_frame": {"asset": str(picture.pk), "sha256": picture.sha256}}
    recipe = Recipe("kling-3.0-pro", "image-to-video", "animatic", values | {"duration": 3})

    with pytest.raises(actions.CannotSubmit):
        actions.submit(alice, team, project, recipe, "alices")

    from studio.pages.remixing import restored

    assert restored(values, team, alice)["first_frame"] == {"asset": str(picture.pk)}
    assert restored({"f": {"asset": "x", "sha256": picture.sha256}}, team, alice) == {"f": {"asset": "x"}}
    assert restored({"f": {"asset": "x", "sha256": picture.sha256}}, team, bob)["f"]["asset"] == str(picture.pk)


def test_nobody_else_makes_jobs_in_it_even_by_its_id(alice, team, secret):
    with pytest.raises(PermissionDenied):
        actions.submit(alice, team, secret, Recipe.from_json(RECIPE), "alices")


def test_nobody_else_can_work_in_it(page_of, alice, charlie, secret):
    for person in (alice, charlie):
        assert page_of(person).post("/settings/projects/current/", {"project": secret.pk}).status_code == 404


def test_the_same_bytes_given_by_somebody_else_are_a_file_of_their_own(alice, bob, project, picture, tmp_path):
    again = given(bob, project, tmp_path)
    hers = given(alice, project, tmp_path, called="my rocket.jpg")

    assert again.pk == picture.pk
    assert hers.pk != picture.pk
    assert (hers.name, hers.owner) == ("my rocket.jpg", alice)


# The socket


@pytest.mark.django_db(transaction=True)
async def test_no_socket_but_its_makers_hears_of_it(socket, on_air, alice, bob, secret):  # noqa: F811
    job = await database_sync_to_async(private_job)(bob, secret, State.RUNNING)

    async with on_air(), socket(alice) as hers, socket(bob) as his:
        assert SECRET not in hers.current
        assert SECRET in his.current
        await database_sync_to_async(announce)("job", str(job.pk), job.team_id)
        assert SECRET in await his.text(f'id="job-{job.pk}"')
        open_ = await database_sync_to_async(make_job)(alice, State.RUNNING, title="In the open")
        await database_sync_to_async(announce)("job", str(open_.pk), open_.team_id)
        assert SECRET not in await hers.text("In the open")


def test_the_count_of_the_queue_leaves_out_what_others_keep_to_themselves(alice, bob, team, secret):
    private_job(bob, secret, State.RUNNING)
    make_job(alice, State.RUNNING)

    found = unfinished(team.pk)

    assert (found.mine(bob.pk), found.all(bob.pk)) == (1, 2)
    assert (found.mine(alice.pk), found.all(alice.pk)) == (1, 1)


def test_a_card_that_the_team_sees_shows_no_private_picture(bob, secret, picture, clip):
    inputs = RECIPE | {"values": {"prompt": "x", "first_frame": {"asset": str(picture.pk)}}}
    shared = make_job(bob, State.RUNNING, recipe=inputs)
    moved = make_job(bob, State.READY)
    Asset.objects.filter(pk=clip.pk).update(job_id=moved.pk)

    for_all, result = cards([shared, moved])
    [own] = cards([make_job(bob, State.RUNNING, recipe=inputs, project=secret)])

    assert for_all.picture is None
    assert result.assets == ()
    assert own.picture == picture.pk


# Making one, and what keeps others from losing theirs


def test_a_project_is_made_private_renamed_and_opened_on_its_page(page_of, bob, team):
    mine = page_of(bob)
    mine.post("/settings/projects/", {"name": "Submarine", "visibility": "private"})
    made = Project.objects.get(name="Submarine")

    mine.post(f"/settings/projects/{made.pk}/change/", {"name": "U-boat", "visibility": "team"})

    assert (made.visibility, made.made_by) == ("private", bob)
    made.refresh_from_db()
    assert (made.name, made.visibility) == ("U-boat", "team")
    done = Activity.objects.filter(person_id=bob.pk, kind="project").order_by("pk").values_list("verb", "words")
    assert list(done) == [
        ("project-made", "Submarine"),
        ("project-renamed", "Submarine, now U-boat"),
        ("project-shown", "U-boat"),
    ]


def test_a_project_without_a_word_about_it_is_the_teams(page_of, bob, team):
    page_of(bob).post("/settings/projects/", {"name": "Harbour"})

    assert Project.objects.get(name="Harbour").visibility == "team"


def test_nobody_hides_a_project_in_which_others_have_work(alice, bob, team):
    place = Project.objects.create(team=team, name="Harbour", made_by=bob)
    make_job(alice, project=place)

    with pytest.raises(CannotHide, match="Alice Archer made work in Harbour"):
        show_to(place, "private", bob)


def test_nobody_hides_what_another_made_or_the_last_that_all_see(alice, bob, team, project):
    with pytest.raises(CannotHide, match="everybody needs a project"):
        show_to(project, "private", alice)
    second = Project.objects.create(team=team, name="Second", made_by=alice)
    with pytest.raises(CannotHide, match="Only Alice Archer"):
        show_to(second, "private", bob)


def test_files_of_others_are_not_taken_into_ones_private_project(page_of, alice, bob, project, secret, tmp_path):
    hers = given(alice, project, tmp_path)

    answer = page_of(bob).post("/library/act/move/", {"ids": str(hers.pk), "project": secret.pk}, follow=True)

    assert "Only your own files" in answer.content.decode()
    hers.refresh_from_db()
    assert hers.project == project


def test_a_stranger_cannot_change_a_project_and_a_member_only_its_name(page_of, alice, charlie, bob, team):
    place = Project.objects.create(team=team, name="Harbour", made_by=bob)
    asked = {"name": "Dock", "visibility": "private"}

    assert page_of(charlie).post(f"/settings/projects/{place.pk}/change/", asked).status_code == 404
    said = page_of(alice).post(f"/settings/projects/{place.pk}/change/", asked, follow=True).content.decode()

    place.refresh_from_db()
    assert "Only Bob Baker could make Dock private." in said
    assert (place.name, place.visibility) == ("Dock", "team")


@pytest.mark.parametrize("role", ["reviewer", "guest"])
def test_who_only_looks_makes_and_changes_no_project(page_of, bob, team, project, role):
    Membership.objects.filter(user=bob).update(role=role)
    page = page_of(bob)

    assert page.post("/settings/projects/", {"name": "Dock", "visibility": "team"}).status_code == 403
    assert page.post(f"/settings/projects/{project.pk}/change/", {"name": "Dock"}).status_code == 403

    assert [each.name for each in team.projects.all()] == [project.name]


def test_who_leaves_the_team_sees_nothing_of_theirs_any_more(bob, team, secret, clip):
    assert Asset.objects.visible_to(bob).filter(pk=clip.pk).exists()

    Membership.objects.filter(user=bob).delete()

    assert not Asset.objects.visible_to(bob).exists()
    assert not Project.objects.visible_to(bob).exists()


def test_a_private_project_is_always_somebodys(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(team=team, name="Nobody's", visibility="private")


def test_a_third_on_the_team_sees_as_little_as_its_owner(team, secret, clip):
    dana = make_member("dana@example.com", "Dana Dale", team)

    assert not Asset.objects.visible_to(dana).filter(pk=clip.pk).exists()
    assert not Job.objects.visible_to(dana).exists()
    assert json.dumps([project.name for project in Project.objects.visible_to(dana)]) == '["First project"]'
