"""What people may do with jobs, and what they may not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied
from django.db import connection

from studio.accounts.actions import make_member
from studio.accounts.models import Membership, ProviderKey
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions, ledger
from studio.jobs.machine import FINAL, State
from studio.jobs.models import Attempt, Job
from studio.library.keep import keep_upload

from .conftest import TOY_RECIPE
from .toy import NOTHING, picture

ANIMATIC = Recipe(
    "kling-3.0-pro",
    "text-to-video",
    "animatic",
    {"prompt": "A pier\nin fog", "width": 1920, "height": 1080, "duration": 5},
)


@pytest.fixture
def upload(alice, team, project, tmp_path):
    """An image that Alice has uploaded."""
    path = tmp_path / "harbour.png"
    path.write_bytes(picture("harbour", side=512))
    return async_to_sync(keep_upload)(path, "harbour.png", user=alice, team=team, project=project)


def sealed_for(team, provider="runware", **about) -> ProviderKey:
    """A row as keyring.py makes them; nobody opens it here."""
    return ProviderKey.objects.create(team=team, provider=provider, sealed="x", hook_token=uuid4().hex, **about)


def state(job: Job, to: State) -> Job:
    """The job as if it had come that far."""
    Job.objects.filter(pk=job.pk).update(state=to, finished_at=clock.now() if to in FINAL else None)
    job.refresh_from_db()
    return job


# Submit


def test_a_job_starts_queued_with_its_recipe_price_and_title(alice, team, project):
    job = actions.submit(alice, team, project, ANIMATIC, "one")

    assert (job.state, job.title) == (State.QUEUED, "A pier in fog")
    assert (job.model, job.task, job.provider) == ("kling-3.0-pro", "text-to-video", "animatic")
    assert (job.estimate_amount, job.estimate_known, job.estimate_exact) == (0, True, True)
    assert job.frozen_recipe() == ANIMATIC
    assert [event.now for event in job.events.all()] == ["queued"]


def test_the_same_key_gives_the_same_job(alice, team, project):
    first = actions.submit(alice, team, project, ANIMATIC, "one")

    again = actions.submit(alice, team, project, ANIMATIC, "one")

    assert again == first
    assert Job.objects.count() == 1


def test_the_same_key_with_another_recipe_is_refused_and_not_taken_for_the_first(alice, team, project):
    actions.submit(alice, team, project, ANIMATIC, "one")
    other = replace(ANIMATIC, values={**ANIMATIC.values, "prompt": "A lake"})

    with pytest.raises(actions.CannotSubmit, match="has already sent “A pier in fog”"):
        actions.submit(alice, team, project, other, "one")


def test_two_people_with_the_same_key_get_a_job_each(alice, bob, charlie, team, project):
    strangers = charlie.teams.get()

    jobs = [
        actions.submit(alice, team, project, ANIMATIC, "one"),
        actions.submit(bob, team, project, ANIMATIC, "one"),
        actions.submit(charlie, strangers, strangers.projects.get(), ANIMATIC, "one"),
    ]

    assert len({job.pk for job in jobs}) == 3
    assert [job.owner for job in jobs] == [alice, bob, charlie]


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_at_the_same_moment_makes_one_job(alice, team, project):
    def press(_):
        try:
            return actions.submit(alice, team, project, ANIMATIC, "one").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        made = set(hands.map(press, range(8)))

    assert len(made) == 1
    assert Job.objects.count() == 1


def test_the_files_of_a_recipe_are_fixed_by_their_content(alice, team, project, upload):
    values = {"first_frame": {"asset": str(upload.pk)}, "duration": 5}
    recipe = Recipe("kling-3.0-pro", "image-to-video", "animatic", values)

    job = actions.submit(alice, team, project, recipe, "one")

    assert job.recipe["values"]["first_frame"] == {"asset": str(upload.pk), "sha256": upload.sha256}
    assert job.title == "Kling 3.0 Pro"


def test_a_file_of_another_team_is_no_file(charlie, upload):
    team = charlie.teams.get()
    values = {"first_frame": {"asset": str(upload.pk)}, "duration": 5}
    recipe = Recipe("kling-3.0-pro", "image-to-video", "animatic", values)

    with pytest.raises(actions.CannotSubmit) as refused:
        actions.submit(charlie, team, team.projects.get(), recipe, "one")

    assert [problem.field for problem in refused.value.problems] == ["first_frame"]
    assert Job.objects.count() == 0


def test_a_recipe_that_the_catalog_refuses_makes_no_job(alice, team, project):
    wrong = replace(ANIMATIC, values={**ANIMATIC.values, "duration": 99})

    with pytest.raises(actions.CannotSubmit) as refused:
        actions.submit(alice, team, project, wrong, "one")

    assert [problem.field for problem in refused.value.problems] == ["duration"]
    assert Job.objects.count() == 0


def test_without_a_key_it_is_said_where_one_is_added(alice, team, project, charlie):
    sealed_for(charlie.teams.get())
    sealed_for(team, revoked_at=clock.now())

    with pytest.raises(actions.CannotSubmit, match="no key to Runware yet.*under Settings, Providers"):
        actions.submit(alice, team, project, TOY_RECIPE, "one")


def test_a_job_goes_through_the_newest_key_of_its_team(alice, team, project):
    sealed_for(team, added_at=clock.now() - timedelta(days=1))
    newest = sealed_for(team)
    sealed_for(team, provider="fal")

    job = actions.submit(alice, team, project, TOY_RECIPE, "one")

    assert job.account == newest
    assert actions.submit(alice, team, project, ANIMATIC, "two").account is None


def test_only_makers_of_the_team_make_jobs(alice, charlie, team, project):
    guest = make_member("gus@example.com", "Gus", team, Membership.Role.GUEST)

    for who in (charlie, guest):
        with pytest.raises(PermissionDenied):
            actions.submit(who, team, project, ANIMATIC, "one")
    with pytest.raises(PermissionDenied):
        actions.submit(alice, team, charlie.teams.get().projects.get(), ANIMATIC, "one")


def test_jobs_are_seen_by_the_team_and_not_by_strangers(alice, bob, charlie, submit):
    job = submit()

    assert list(Job.objects.visible_to(bob)) == [job]
    assert list(Job.objects.visible_to(charlie)) == []


# Cancel


def test_a_queued_job_is_cancelled_at_once_and_costs_nothing(bob, submit, drive, toy):
    job = actions.cancel(bob, submit())

    assert (job.state, job.billed_state) == (State.CANCELLED, "no")
    assert job.says().sentence == "Nothing was sent."
    assert drive(job).state == State.CANCELLED
    assert toy.seen == []


@pytest.mark.parametrize("where", [State.SENDING, State.RUNNING])
def test_on_its_way_a_wish_to_cancel_is_noted_once(alice, submit, where):
    job = state(submit(), where)

    first = actions.cancel(alice, job)
    again = actions.cancel(alice, job)

    assert first.state == where
    assert again.cancel_requested_at == first.cancel_requested_at is not None
    assert again.version == first.version


@pytest.mark.parametrize("where", [State.FETCHING, State.UNKNOWN, *FINAL])
def test_what_is_finished_there_or_here_stays_as_it_is(alice, submit, where):
    job = state(submit(), State(where))

    after = actions.cancel(alice, job)

    assert (after.state, after.cancel_requested_at, after.version) == (where, None, job.version)


def test_a_job_that_is_put_back_after_a_wish_to_cancel_is_cancelled(alice, submit, drive, toy, promised):
    promised(NOTHING)
    toy.faults.append(("/jobs", "status", 429))
    job = submit()
    Job.objects.filter(pk=job.pk).update(cancel_requested_at=clock.now())

    job = drive(job)

    assert (job.state, job.billed_state, toy.charged) == (State.CANCELLED, "no", 0)


def test_a_stranger_can_do_nothing(charlie, submit):
    job = submit()

    for act in (actions.cancel, actions.retry_fetch, actions.send_again, actions.settle_unknown):
        with pytest.raises(PermissionDenied):
            act(charlie, job)


# Send again, settle


@pytest.fixture
def unknown(submit, drive, toy, promised):
    """A job whose answer was lost after the provider had taken it."""
    import httpx

    promised(NOTHING)
    toy.faults.append(("/jobs", "after", httpx.ReadTimeout("slow")))
    return drive(submit())


def test_an_unknown_job_is_sent_again_under_a_new_id_by_a_person_only(alice, unknown, drive, toy):
    first = ledger.current(unknown)

    job = drive(actions.send_again(alice, unknown))

    assert (job.state, toy.charged) == (State.READY, 2)
    assert [attempt.state for attempt in job.attempts.all()] == ["uncertain", "accepted"]
    assert ledger.current(job).pk != first.pk


def test_an_unknown_job_that_a_person_found_goes_on(alice, unknown, drive, toy):
    job = drive(actions.settle_unknown(alice, unknown, found_as="there-1"))

    assert (job.state, toy.charged) == (State.READY, 1)


def test_the_id_of_another_job_is_not_that_of_a_lost_one(alice, submit, drive, unknown, toy):
    drive(submit(prompt="A harbour"))

    with pytest.raises(actions.CannotSubmit, match="“there-2” is the id of “A harbour”"):
        actions.settle_unknown(alice, unknown, found_as="there-2")

    assert (Job.objects.get(pk=unknown.pk).state, ledger.current(unknown).ticket) == (State.UNKNOWN, None)
    assert drive(actions.settle_unknown(alice, unknown, found_as="there-1")).state == State.READY


def test_a_lost_helper_is_not_found_by_an_id_of_a_job(alice, unknown):
    Attempt.objects.update(purpose="helper", doing="making a voice")

    with pytest.raises(actions.CannotSubmit, match="What was lost is making a voice, not the job itself"):
        actions.settle_unknown(alice, unknown, found_as="there-1")


def test_an_unknown_job_can_be_taken_as_lost(alice, unknown):
    job = actions.settle_unknown(alice, unknown)

    assert (job.state, job.billed_state) == (State.FAILED, "unknown")
    assert Attempt.objects.get(job=job).state == "uncertain"


def test_a_failed_job_is_sent_again_as_a_new_job_once(alice, submit):
    job = state(submit(), State.FAILED)

    again = actions.send_again(alice, job)
    twice = actions.send_again(alice, job)

    assert again.pk != job.pk
    assert again == twice
    assert (again.state, again.recipe) == (State.QUEUED, job.recipe)


def test_a_provider_is_asked_about_its_credit_outside_of_a_transaction(alice, submit, monkeypatch):
    job, depth, seen = state(submit(), State.FAILED), len(connection.savepoint_ids), []
    monkeypatch.setattr(actions.preflight, "question", lambda *_: seen.append(len(connection.savepoint_ids)))

    actions.send_again(alice, job)

    assert seen == [depth]


def test_a_running_job_is_not_sent_again(alice, submit):
    job = state(submit(), State.RUNNING)

    assert actions.send_again(alice, job) == job
    assert Job.objects.count() == 1


def test_fetching_again_gives_the_job_a_new_run_only_where_it_stopped(alice, submit):
    job = state(submit(), State.FETCHING)
    assert actions.retry_fetch(alice, job).run_id == job.run_id
    Job.objects.filter(pk=job.pk).update(fetch_error="It ended early.")

    again = actions.retry_fetch(alice, job)

    assert again.fetch_error == ""
    assert again.run_id != job.run_id


def test_a_title_is_one_line_of_the_first_words():
    shots = [{"prompt": "", "duration": 3}, {"prompt": "Second " * 40, "duration": 4}]

    title = actions.title_of(Recipe("kling-3.0-pro", "text-to-video", "animatic", {"shots": shots}))

    assert 110 < len(title) <= 120
    assert title.startswith("Second Second")
    assert title.endswith("…")
