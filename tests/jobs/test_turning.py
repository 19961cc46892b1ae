"""Faces that speak in turn: a job each, agreed to as a whole, the next on the clip that the one before has made."""

import shutil
import uuid
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync, sync_to_async

from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs import actions, approvals, budgets, links, turning
from studio.jobs.choices import actions_for
from studio.jobs.consent import Consent
from studio.jobs.machine import State
from studio.jobs.models import Chain, Job
from studio.library import store
from studio.library.keep import keep_upload
from studio.library.models import Asset
from tests.browser.conftest import MEDIA
from tests.jobs.spending import budget
from tests.jobs.test_chains import jobs_of, made, over
from tests.jobs.toy import Killed, killed_at

CLIP = MEDIA / "numbered-24fps.mp4"


@pytest.fixture
def kept(alice, team, project):
    """kept("speech.mp3") -> that file in Alice's library."""
    whose = {"user": alice, "team": team, "project": project}

    def kept(name: str) -> Asset:
        path = Path(shutil.copy(MEDIA / name, store.incoming() / f"{uuid.uuid4()}{Path(name).suffix}"))
        return async_to_sync(keep_upload)(path, name, **whose)

    return kept


@pytest.fixture
def dubbed(kept):
    """dubbed("kling") -> a recipe in which two faces of a clip speak."""
    clip, speech = ({"asset": str(kept(name).pk)} for name in (CLIP.name, "speech.mp3"))

    def dubbed(provider: str) -> Recipe:
        faces = [{"face": at, "audio": speech, "at": at, "from": 0, "to": 3} for at in (0, 1)]
        return Recipe("kling-lip-sync", "lip-sync", provider, {"input_video": clip, "faces": faces})

    return dubbed


@pytest.fixture
def chain(alice, project, dubbed):
    return turning.run(alice, project, dubbed("animatic"), "one")


def test_two_faces_are_two_jobs_and_only_the_first_is_driven(chain):
    first, second = jobs_of(chain)

    assert (first.held_because, first.awaits_id) == ("", None)
    assert (second.held_because, second.awaits_id) == ("Waits for face 1: it works on its clip.", first.pk)
    assert [job.recipe["values"]["faces"][0]["face"] for job in (first, second)] == [0, 1]
    assert "input_video" not in second.recipe["values"], "it never works on the clip without the first face"
    assert [action.words for action in actions_for(second)] == ["Cancel the rest"]


async def test_the_second_face_speaks_in_the_clip_of_the_first_and_no_film_is_joined(alice, project, dubbed):
    chain = await sync_to_async(lambda: turning.run(alice, project, dubbed("animatic"), "one"))()
    first = await made(chain, 1, CLIP)
    clip = await first.results().aget()

    await links.take_on(chain)

    second = (await sync_to_async(jobs_of)(chain))[1]
    assert second.recipe["values"]["input_video"] == {"asset": str(clip.pk), "sha256": clip.sha256}
    assert (second.held_because, second.awaits_id) == ("", None)
    await made(chain, 2, CLIP)
    await links.take_on(chain)
    chain = await Chain.objects.aget()
    assert chain.over_at
    assert not await Asset.objects.filter(job_id=chain.pk).aexists()


async def test_a_face_that_came_to_nothing_holds_the_next(alice, project, dubbed):
    chain = await sync_to_async(lambda: turning.run(alice, project, dubbed("animatic"), "one"))()
    first, _ = await sync_to_async(jobs_of)(chain)
    await over(first, State.FAILED, error="It broke.")

    await links.take_on(chain)

    second = (await sync_to_async(jobs_of)(chain))[1]
    assert second.held_because.startswith("Face 1 came to nothing (failed).")
    assert "input_video" not in second.recipe["values"]


def test_the_same_press_gives_the_same_chain(alice, project, dubbed, chain):
    assert turning.run(alice, project, dubbed("animatic"), "one") == chain
    assert (Chain.objects.count(), Job.objects.count()) == (1, 2)


def test_a_budget_reserves_both_or_nothing_is_made(alice, project, team, dubbed, monkeypatch):
    monkeypatch.setattr(actions, "account_for", lambda recipe, team: None)
    held, recipe = budget(team, "0.15"), dubbed("kling")

    with pytest.raises(actions.CannotSubmit, match="Together the faces are"):
        turning.run(alice, project, recipe, "one")
    assert not Job.objects.exists() and not Chain.objects.exists()

    held.amount = Decimal("0.154")
    held.save()
    turning.run(alice, project, recipe, "one")
    assert budgets.use_of(held).reserved == Decimal("0.154")


def test_over_a_budget_both_faces_are_held_and_let_through_together(alice, project, team, dubbed, monkeypatch):
    monkeypatch.setattr(actions, "account_for", lambda recipe, team: None)
    held = budget(team, "0.1")

    first, second = jobs_of(turning.run(alice, project, dubbed("kling"), "one", Consent(approval=True)))
    assert (first.needs_approval, second.needs_approval, budgets.use_of(held).reserved) == (True, True, 0)
    assert first.held_because.startswith("Together the faces are ~$0.15, and ")

    approvals.release(alice, first)
    assert budgets.use_of(held).reserved == Decimal("0.154")
    assert jobs_of(Chain.objects.get())[0].held_because == ""


def test_killed_anywhere_while_they_are_made_there_are_both_or_none(alice, project, dubbed, toy):
    recipe, point = dubbed("animatic"), 0
    while not Job.objects.exists():
        point += 1
        with suppress(Killed), killed_at(point, toy):
            turning.run(alice, project, recipe, "one")
        assert (Job.objects.count(), Chain.objects.count()) in ((0, 0), (2, 1))

    assert point > 5
    assert clock.now() >= Chain.objects.get().created_at
