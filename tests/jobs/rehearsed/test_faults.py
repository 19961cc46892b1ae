"""Every fault of the matrix, through the real workflow: where the job rests, what it says, what it costs, how often."""

import time
from collections.abc import Iterable

import pytest
from asgiref.sync import async_to_sync

from studio.accounts import keyring
from studio.jobs import actions, hooks, letters, workflow
from studio.jobs.accounts import key_of
from studio.jobs.models import Attempt, Job
from studio.providers import registry
from studio.providers.client import for_studio
from studio.providers.hooks import Delivery, Proof
from studio.rehearsal.dial import WHAT
from studio.rehearsal.kling.hooks import SECRET
from tests.walks import walk

from .faults import ADAPTERS, CALLS, FAULTS, SUBJECTS, Call, Row, Subject, as_markdown, in_readme

SMALL = {"longest_side": 160}
SIGNED = {"access_key": "ak-rehearsal-j7w7", "secret_key": "secret-of-ak-rehearsal-j7w7", "webhook_secret": SECRET}
SLACK_S = 3


def test_the_readme_shows_the_matrix():
    assert in_readme() == as_markdown(), "python -m tests.jobs.rehearsed.faults writes it"


def test_every_fault_of_the_dial_is_in_the_matrix():
    assert {row.what for row in FAULTS} == set(WHAT)


@pytest.fixture
def jobs(submit, file, team, monkeypatch):
    """jobs(SUBJECTS) -> a job for each of them. Kling's key signs the time, as an access key does."""
    monkeypatch.setattr(letters, "RESEND_PAUSE_S", 0)
    keyring.add(team, "kling", SIGNED)
    seen = {"prompt": "A pier in fog", "duration": 5}
    said = {"input_video": {"handle": "https://media.example/clip.mp4"}, "audio": file("speech.mp3")}
    values = {"text-to-video": seen, "image-to-video": seen | {"first_frame": file("rocket.jpg")}, "lip-sync": said}

    def jobs(subjects: Iterable[Subject]) -> list[Job]:
        return [submit(one.model, one.task, one.provider, **values[one.task]) for one in subjects]

    return jobs


@pytest.fixture
def charged(stage):
    """charged() -> how often each of SUBJECTS was charged since the last time."""
    counts = dict.fromkeys((one.name for one in SUBJECTS), 0)

    def charged() -> dict[str, int]:
        found = {}
        for one in SUBJECTS:
            rows = stage.frame.store.charges(one.provider)
            tasks = [stage.frame.task(row.provider, row.their_id) for row in rows]
            now = sum(task is not None and one.endpoint in ("", task.endpoint) for task in tasks)
            found[one.name], counts[one.name] = now - counts[one.name], now
        return found

    charged()
    return charged


@pytest.mark.django_db
@pytest.mark.crash
@walk(("row",), FAULTS, lambda row: row.name, by=lambda row: row.where)
def test_a_fault_ends_as_the_matrix_says(row, alice, jobs, drive_all, charged, stage):
    made = jobs(subject for subject, _ in row.tried)
    stage.turn(*faults_of(row), **SMALL)

    first = drive_all(made, runs=1)
    rested = [(job.state, all_said(job), waits_s(job)) for job in first]
    stage.turn(**SMALL)
    for job in first:
        actions.retry_fetch(alice, job)
    last = drive_all([Job.objects.get(pk=job.pk) for job in first])

    counts = charged()
    for (subject, end), rest, job in zip(row.tried, rested, last, strict=True):
        state, says, wait_s = rest
        assert (state, job.state) == (end.states[0], end.states[-1]), (subject.name, says)
        assert end.says in says, subject.name
        assert (counts[subject.name], job.billed_state) == (end.charged, end.billed), subject.name
        assert wait_s is None or row.wait_s - 1 <= wait_s <= row.wait_s + SLACK_S, (subject.name, wait_s)
        assert sum(sent.resent for sent in job.attempts.all()) == end.resent, subject.name
        assert job.attempts.filter(purpose="submit").count() <= 1, subject.name


def faults_of(row: Row) -> list[dict]:
    """One for each job that meets it: Kling has two of them where lip-sync is tried too."""
    asked = [subject.provider for subject, _ in row.tried]
    about = {"where": row.where, "what": row.what, "seconds": row.seconds}
    return [{"provider": slug, "times": row.times * asked.count(slug), **about} for slug in dict.fromkeys(asked)]


def all_said(job: Job) -> str:
    """All that is said on its card, and in its viewer."""
    return f"{job.says().sentence} {job.error}"


def waits_s(job: Job) -> float | None:
    """How long it was put off."""
    return (job.not_before - job.events.last().at).total_seconds() if job.not_before else None


# Their calls


@pytest.fixture
def address(settings, monkeypatch):
    """We have an address, so that every submit names it. No keys of fal's are remembered from elsewhere."""
    settings.HOOKS_URL = "https://dailies.example.com"
    monkeypatch.setattr(hooks, "_published", {})


@pytest.mark.django_db
@pytest.mark.crash
@pytest.mark.usefixtures("address")
@walk(("call",), CALLS, lambda call: call.means)
def test_a_call_is_believed_only_within_five_minutes_and_asking_brings_the_job_home_anyway(
    call, jobs, drive_all, charged, stage, tmp_path
):
    made = jobs(SUBJECTS[:ADAPTERS])
    stage.turn(**SMALL)

    told = async_to_sync(sent_and_called)(made, call, stage, tmp_path)
    states = [Job.objects.get(pk=job.pk).state for job in made]
    last = drive_all([Job.objects.get(pk=job.pk) for job in made])

    assert told == list(call.told)
    assert states == list(call.states)
    assert [job.state for job in last] == ["ready"] * ADAPTERS
    assert [*charged().values()] == [1] * ADAPTERS + [0]


async def sent_and_called(made: list[Job], call: Call, stage, folder) -> list[int]:
    """What each provider is told that calls about its job, at its own time."""
    client, told = for_studio(folder, keys=key_of, rehearsal=stage.origin), []
    for job in made:
        await workflow.submit(str(job.pk), str(job.run_id), client=client)
        attempt = await job.attempts.select_related("job", "account").alast()
        delivery, token = delivered(attempt, stage, time.time() + call.seconds)
        told.append((await hooks.receive(job.provider, token, delivery, client)).value[0])
    await client.close()
    return told


FINISHED = {"event": "generation.completed"}
"""What Scenario calls about, which notes calls for whole accounts and not for a job."""


def delivered(attempt: Attempt, stage, now: float) -> tuple[Delivery, str]:
    """The last call about a job as the stand-in writes and signs it at that time, and the address's token."""
    slug, frame = attempt.job.provider, stage.frame
    task = frame.task(slug, attempt.ticket["id"])
    noted = [hook.about for hook in frame.store.hooks(slug) if hook.task_id == task.id]
    message = frame.hooks.writers[slug](task, noted[-1] if noted else FINISHED, now)
    of_account = registry.get(slug).hook_proof is Proof.NONE
    token = attempt.account.hook_token if of_account else hooks.token_of(attempt)
    return Delivery(body=message.body, headers=message.headers), token
