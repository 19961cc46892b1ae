"""Separate shots: priced and reserved as a whole, one after another from a good frame, joined, never made twice."""

import shutil
import uuid
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import av
import numpy as np
import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied

from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions, approvals, budgets, chaining, links
from studio.jobs.choices import actions_for
from studio.jobs.consent import Consent
from studio.jobs.machine import State
from studio.jobs.models import Chain, Job
from studio.library import joining, store
from studio.library.keep import keep_result
from studio.library.models import Asset
from tests.jobs.spending import budget
from tests.jobs.toy import Killed, killed_at

SHOTS = [
    {"prompt": "Wide: a pier", "duration": 5},
    {"prompt": "Medium: she walks", "duration": 3},
    {"prompt": "Close: her hands", "duration": 5},
]
COMPOSED = Recipe("kling-2.6-pro", "text-to-video", "animatic", {"prompt": "Not sent", "duration": 5, "sound": False})


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """5 s at 24 frames a second, 320 x 320; from frame 115 on it is a blur."""
    path, sharp = tmp_path_factory.mktemp("clip") / "clip.mp4", np.random.default_rng(7).integers(0, 255, (40, 40, 3))
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=24, width=320, height=320, pix_fmt="yuv420p", options={"crf": "12"})
        for number in range(120):
            tiles = np.roll(sharp, number, 1) if number < 115 else np.full_like(sharp, 120)
            picture = np.kron(tiles.astype(np.uint8), np.ones((8, 8, 1), np.uint8))
            out.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(video.encode())
    return path


def composed(provider: str, **values) -> Recipe:
    return Recipe("kling-2.6-pro", "text-to-video", provider, {"prompt": "Not sent", "duration": 5, **values})


@pytest.fixture
def run(alice, project):
    """run(shots=…, key=…) -> a chain of Alice's that is drawn here."""
    return lambda shots=SHOTS, key="one": chaining.run(alice, project, COMPOSED, shots, key)


def jobs_of(chain: Chain) -> list[Job]:
    return [shot.job for shot in chain.shots.select_related("job").order_by("position")]


async def made(chain: Chain, position: int, clip: Path) -> Job:
    """The shot's job is ready, with that clip."""
    job = (await sync_to_async(jobs_of)(chain))[position - 1]
    assert not job.held_because
    await over(job, State.READY)
    about = {"job_id": job.pk, "index": 0, "team_id": job.team_id, "project_id": job.project_id}
    about |= {"owner_id": job.owner_id, "recipe": job.recipe, "name": job.title, "billed": "no"}
    await keep_result(Path(shutil.copy(clip, store.incoming() / f"{uuid.uuid4()}.mp4")), **about)
    return job


async def over(job: Job, state: State, **facts) -> None:
    now = clock.now()
    await Job.objects.filter(pk=job.pk).aupdate(state=state, started_at=now, finished_at=now, **facts)


# The plan


def test_each_shot_is_as_long_as_the_model_can_make_it_and_the_price_is_their_sum():
    plan = chaining.plan(composed("fal", sound=False), SHOTS)

    assert [(link.recipe.task, link.recipe.values["duration"], link.seconds) for link in plan.links] == [
        ("text-to-video", 5, 5),
        ("image-to-video", 5, 3),
        ("image-to-video", 5, 5),
    ]
    assert plan.total.amount == sum(link.price.amount for link in plan.links) > 0
    assert (plan.made_longer, plan.problems) == (True, ())
    assert "first_frame" not in plan.links[1].recipe.values


def test_one_unknown_price_makes_the_sum_unknown():
    known = chaining.plan(composed("fal"), SHOTS).links[0].price

    assert chaining.total([known, None]) is None
    assert chaining.total([known, known]).amount == known.amount * 2


def test_only_models_that_make_one_shot_and_start_from_a_frame_run_so():
    assert chaining.room("kling-3.0-pro", "text-to-video", "runware") is None
    assert chaining.room("kling-2.6-pro", "motion-control", "runware") is None
    assert chaining.room("kling-2.6-pro", "text-to-video", "fal").each == 10


def test_what_is_wrong_with_a_shot_is_said_of_that_shot():
    shots = [{"prompt": " ", "duration": 5}, {"prompt": "x" * 9999, "duration": 5}, {"prompt": "Fine", "duration": 11}]

    words = [problem.message for problem in chaining.plan(COMPOSED, shots).problems]

    assert [text[:6] for text in words] == ["Shot 1", "Shot 2", "Shot 3"]
    assert "were given" in chaining.plan(COMPOSED, SHOTS[:1]).problems[0].message


# Making it


def test_all_jobs_are_there_at_once_and_only_the_first_is_driven(run):
    first, *others = jobs_of(run())

    assert not first.held_because and first.awaits_id is None
    assert [job.held_because for job in others] == [
        "Waits for shot 1: it starts from its last good frame.",
        "Waits for shot 2: it starts from its last good frame.",
    ]
    assert {job.batch for job in (first, *others)} == {Chain.objects.get().pk}
    assert [action.words for action in actions_for(others[0])] == ["Cancel the rest"]


def test_a_shot_that_waits_cannot_be_released_by_hand(run, alice):
    waiting = jobs_of(run())[1]

    assert actions.release(alice, waiting).held_because


def test_the_same_press_gives_the_same_chain_and_another_recipe_is_refused(run):
    assert run() == run()
    assert (Chain.objects.count(), Job.objects.count()) == (1, 3)
    with pytest.raises(actions.CannotSubmit, match="already sent"):
        run(SHOTS[:2])


@pytest.fixture
def at_fal(alice, project, monkeypatch):
    """at_fal(**consent) -> a chain of Alice's that costs, through an account that nobody asks."""
    monkeypatch.setattr(actions, "account_for", lambda recipe, team: None)
    return lambda key="one", **consent: chaining.run(alice, project, composed("fal"), SHOTS, key, Consent(**consent))


AT_FAL = chaining.plan(composed("fal"), SHOTS).total.amount


def test_a_budget_reserves_the_whole_or_nothing_is_made(at_fal, team):
    held = budget(team, str(AT_FAL - Decimal("0.01")))

    with pytest.raises(actions.CannotSubmit, match="Together the shots are"):
        at_fal()
    assert not Job.objects.exists() and not Chain.objects.exists()

    held.amount = AT_FAL
    held.save()
    at_fal()
    assert budgets.use_of(held).reserved == AT_FAL


def test_over_a_budget_the_whole_is_held_for_approval_and_reserves_nothing_yet(at_fal, team):
    held = budget(team, "0.10")
    with pytest.raises(actions.CannotSubmit) as refused:
        at_fal()
    [question] = refused.value.problems
    assert (question.field, question.button) == ("approval", f"Send for approval · ~${AT_FAL}")

    first, second, third = jobs_of(at_fal(approval=True))

    assert [job.needs_approval for job in (first, second, third)] == [True] * 3
    assert first.held_because.startswith("Together the shots are ~$")
    assert [job.says().label for job in (first, second)] == ["Waiting for approval", "Waiting for the one before"]
    assert list(Job.objects.awaiting_approval()) == [first], "one line in the list of what is to be decided"
    assert [action.words for action in actions_for(first)] == ["Let all through", "Decline all", "Cancel"]
    assert budgets.use_of(held).reserved == 0 and not Job.objects.to_be_driven().exists()


async def test_nothing_of_a_chain_that_is_not_approved_goes_on_by_itself(at_fal, team):
    chain = await sync_to_async(_held)(at_fal, team)

    await links.take_on(chain)

    first, *others = await sync_to_async(jobs_of)(chain)
    assert first.held_because.startswith("Together") and all(job.needs_approval for job in others)


def _held(at_fal, team) -> Chain:
    budget(team, "0.10")
    return at_fal(approval=True)


@pytest.mark.parametrize("position", [0, 2])
def test_let_through_at_any_shot_the_whole_goes_on_and_is_reserved(at_fal, team, alice, position):
    held = budget(team, "0.10")
    chain = at_fal(approval=True)

    approvals.release(alice, jobs_of(chain)[position])

    first, *others = jobs_of(chain)
    assert (first.held_because, first.released_by) == ("", alice)
    assert [(job.needs_approval, job.held_because[:9], job.awaits_id is None) for job in others] == [
        (False, "Waits for", False)
    ] * 2
    assert not Job.objects.awaiting_approval().exists()
    assert budgets.use_of(held).reserved == AT_FAL
    version = first.version
    approvals.release(alice, first)
    assert jobs_of(chain)[0].version == version


def test_declined_or_cancelled_nothing_of_it_remains(at_fal, team, alice):
    budget(team, "0.10")
    chain = at_fal(approval=True)

    approvals.decline(alice, jobs_of(chain)[1], "Too dear")

    assert {job.state for job in jobs_of(chain)} == {State.CANCELLED}
    assert "declined it: “Too dear”." in jobs_of(chain)[0].says().sentence


def test_only_owners_and_producers_decide(at_fal, team, bob):
    budget(team, "0.10")
    chain = at_fal(approval=True)

    for decide in (approvals.release, approvals.decline):
        with pytest.raises(PermissionDenied):
            decide(bob, jobs_of(chain)[0])
    assert all(job.needs_approval for job in jobs_of(chain))


def test_killed_anywhere_while_they_are_made_there_are_all_of_them_or_none(run, toy):
    point = 0
    while not Job.objects.exists():
        point += 1
        with suppress(Killed), killed_at(point, toy):
            run()
        assert (Job.objects.count(), Chain.objects.count()) in ((0, 0), (3, 1))

    assert point > 10
    assert run().shots.count() == Job.objects.count() == 3


# Going on


async def test_each_shot_starts_from_the_last_good_frame_and_they_become_one_film(run, clip):
    chain = await sync_to_async(run)()
    await links.take_on(chain)
    assert (await sync_to_async(jobs_of)(chain))[1].held_because  # the first is not there yet

    for position in (1, 2):
        await made(chain, position, clip)
        for _ in range(2):  # killed and begun again, it is the same
            await links.take_on(chain)
        job = (await sync_to_async(jobs_of)(chain))[position]
        frame = await Asset.objects.aget(pk=job.recipe["values"]["first_frame"]["asset"])
        assert (job.state, job.held_because, job.awaits_id) == (State.QUEUED, "", None)
        assert (frame.kind, frame.width) == ("image", 320)
        assert frame.name.endswith(("", "frame 114.png", "frame 70.png")[position])
    await made(chain, 3, clip)
    for _ in range(2):
        await links.take_on(chain)

    film = await Asset.objects.aget(job_id=chain.pk)
    with av.open(store.path_of(film)) as opened:
        assert opened.streams.video[0].frames == 24 * (5 + 3 + 5)
    assert film.recipe["values"]["shots"] == SHOTS and film.billed == "no"
    last = (await sync_to_async(jobs_of)(chain))[2]
    assert last.says().sentence == "Shots 1 to 3 are one film in the library, 13 s, encoded once more."
    assert not await Chain.objects.unfinished().aexists()

    await Chain.objects.aupdate(filmed=0, over_at=None)  # killed between the film and its row
    await links.take_on(await Chain.objects.aget())
    assert await Asset.objects.filter(job_id=chain.pk).acount() == 1


async def test_a_shot_that_failed_holds_the_rest_until_it_is_sent_again(run, alice, clip):
    chain = await sync_to_async(run)()
    first, second, _ = await sync_to_async(jobs_of)(chain)
    await over(first, State.FAILED, error="It broke.")

    await links.take_on(chain)
    await second.arefresh_from_db()
    assert second.held_because == "Shot 1 came to nothing (failed). Send it again to go on, or cancel the rest."
    again = await sync_to_async(actions.send_again)(alice, first)
    assert await sync_to_async(actions.send_again)(alice, first) == again
    await links.take_on(chain)
    assert (await sync_to_async(jobs_of)(chain))[0] == again
    await made(chain, 1, clip)
    await links.take_on(chain)

    await second.arefresh_from_db()
    assert not second.held_because and "first_frame" in second.recipe["values"]
    assert await Job.objects.acount() == 4


async def test_who_cancels_a_shot_that_waits_cancels_the_rest_and_what_is_there_becomes_a_film(run, alice, clip):
    chain = await sync_to_async(run)([*SHOTS, SHOTS[0]])
    for position in (1, 2):
        await made(chain, position, clip)
        await links.take_on(chain)
    third, fourth = (await sync_to_async(jobs_of)(chain))[2:]
    await over(third, State.CANCELLED)
    await links.take_on(chain)
    await fourth.arefresh_from_db()
    assert "came to nothing (cancelled)" in fourth.held_because

    await sync_to_async(actions.cancel)(alice, fourth)
    await links.take_on(chain)

    assert (await Chain.objects.aget()).over_at
    film = await Asset.objects.aget(job_id=chain.pk)
    assert [shot["prompt"] for shot in film.recipe["values"]["shots"]] == ["Wide: a pier", "Medium: she walks"]


async def test_cancelling_before_anything_began_cascades_to_the_end(run, alice):
    chain = await sync_to_async(run)()
    first, second, third = await sync_to_async(jobs_of)(chain)
    await sync_to_async(actions.cancel)(alice, first)

    for _ in range(3):
        await links.take_on(chain)

    for job in (second, third):
        await job.arefresh_from_db()
        assert job.state == State.CANCELLED
    assert (await Chain.objects.aget()).over_at and not await Asset.objects.aexists()


async def test_a_last_shot_that_came_to_nothing_is_waited_for_a_week(run, clip):
    chain = await sync_to_async(run)(SHOTS[:2])
    await made(chain, 1, clip)
    await links.take_on(chain)
    last = (await sync_to_async(jobs_of)(chain))[1]
    await over(last, State.FAILED, error="It broke.")

    await links.take_on(chain)
    assert await Chain.objects.unfinished().aexists()
    chain.created_at -= links.WAITED_FOR
    await links.take_on(chain)

    assert not await Chain.objects.unfinished().aexists()


# Films


async def test_clips_that_were_encoded_alike_are_copied_into_the_film(run, clip):
    chain = await sync_to_async(run)(SHOTS[:1] * 2)
    job = await made(chain, 1, clip)
    kept = await job.results().afirst()
    about = {"job_id": uuid.uuid4(), "index": 0, "team_id": kept.team_id, "project_id": kept.project_id}
    about |= {"owner_id": kept.owner_id, "recipe": kept.recipe, "name": "Both"}

    film, is_encoded = await joining.film([(kept, None), (kept, None)], **about)

    assert (is_encoded, film.frames, film.fps, film.has_sound) == (False, 240, "24", False)
    assert film.duration_s == pytest.approx(10, abs=0.01)
