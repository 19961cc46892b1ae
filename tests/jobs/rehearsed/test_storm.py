"""The real engine and the stand-ins: a provider that asks to slow down holds up its own account, and nobody else's."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async

from studio.accounts.models import ProviderKey
from studio.jobs import lanes, sweeper
from studio.jobs.machine import State
from studio.jobs.models import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.crash]

STORM = {"provider": "runware", "where": "submit", "what": "429", "times": 6}


@pytest.fixture(autouse=True)
def _unbraked():
    lanes.brake.release()
    yield
    lanes.brake.release()


async def until(happened, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not await happened():
        assert time.monotonic() < deadline, [job async for job in Job.objects.values_list("provider", "state", "words")]
        await asyncio.sleep(0.1)


def over(**of):
    async def happened() -> bool:
        return not await Job.objects.filter(**of).exclude(state=State.READY).aexists()

    return happened


async def test_a_storm_slows_one_account_and_the_studio_goes_on(submit, stage, settings, tmp_path):
    settings.DATA, settings.MEDIA_ROOT, settings.REHEARSAL = tmp_path, tmp_path / "media", stage.origin
    stage.turn(STORM)
    before = {provider: len(stage.charges(provider)) for provider in ("runware", "fal")}
    clip = {"prompt": "A pier in fog", "duration": 5}
    await ProviderKey.objects.aupdate(parallel=2)

    await sweeper.start(tmp_path)
    try:
        for _ in range(3):
            for provider in ("runware", "fal"):
                await sync_to_async(submit)("kling-2.1-master", "text-to-video", provider, **clip)
        await until(over(provider="fal"))
        slowed = await Job.objects.filter(provider="runware", state=State.READY).acount()
        await until(over(provider="runware"))
    finally:
        await sweeper.stop()

    put_off = [job async for job in Job.objects.filter(provider="runware", events__now=State.QUEUED).distinct()]
    assert slowed < 3
    assert len(put_off) == 3
    assert [len(stage.charges(provider)) - count for provider, count in before.items()] == [3, 3]
    assert await Job.objects.filter(stumbles__gt=0).acount() == 0
