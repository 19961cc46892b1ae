"""Separate shots through each real adapter: the second is sent with a frame of the first, and the bill is both."""

import pytest
from asgiref.sync import async_to_sync

from studio.catalog.recipe import Recipe
from studio.jobs import actions, chaining, chains, links
from studio.jobs.machine import State
from studio.jobs.models import Chain
from studio.library.models import Asset

from .conftest import PARTS

pytestmark = pytest.mark.django_db

SHOTS = [{"prompt": "A pier in fog", "duration": 5}, {"prompt": "Her hands", "duration": 5}]
COMPOSED = {"prompt": "", "duration": 5}
YES = actions.Consent(unknown_price=True)


def take_on(chain: Chain) -> None:
    async_to_sync(links.take_on)(chain)


@pytest.mark.parametrize("provider", PARTS)
def test_a_chain_goes_from_the_button_to_one_film(alice, project, keys, drive, provider):
    composed = Recipe("kling-2.1-master", "text-to-video", provider, COMPOSED)
    chain = chaining.run(alice, project, composed, SHOTS, "one", YES)
    first, second = [shot.job for shot in chain.shots.select_related("job")]

    assert drive(first).state == State.READY
    take_on(chain)
    second.refresh_from_db()
    frame = Asset.objects.get(pk=second.recipe["values"]["first_frame"]["asset"])
    assert (frame.kind, frame.project) == ("image", project)
    assert drive(second).state == State.READY
    take_on(chain)

    film = Asset.objects.get(job_id=chain.pk)
    clips = [job.results().get() for job in (first, second)]
    assert film.frames == sum(clip.frames for clip in clips)
    second.refresh_from_db()
    assert "each picture as it came" in second.says().sentence
    assert {job.account_id for job in (first, second)} == {keys[provider].pk}


def test_a_reply_that_was_lost_holds_the_rest_and_nothing_is_sent_twice(alice, project, keys, drive, stage):
    stage.turn({"provider": "fal", "where": "submit", "what": "drop-after-body"})
    composed = Recipe("kling-2.1-master", "text-to-video", "fal", COMPOSED)
    chain = chaining.run(alice, project, composed, SHOTS, "one", YES)
    first, second = [shot.job for shot in chain.shots.select_related("job")]

    assert drive(first).state == State.UNKNOWN
    take_on(chain)

    second.refresh_from_db()
    assert second.held_because == chains.FRAME.waits_for(1)
    actions.settle_unknown(alice, first)
    take_on(chain)
    second.refresh_from_db()
    assert second.held_because.startswith("Shot 1 came to nothing (failed).")
