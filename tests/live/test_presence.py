"""Who is here: everybody once, soon, and nobody who has gone; across processes too, and without many words."""

import asyncio
import time
from types import SimpleNamespace

import pytest
from channels.db import database_sync_to_async as db
from channels.layers import channel_layers, get_channel_layer

from studio.accounts.models import Membership, Project
from studio.live import presence
from studio.live.presence import Registry, room_group
from tests.library.making import row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clip(alice):
    made = row(alice)
    made.save()
    return made


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """A process of its own, and a layer of its own loop."""
    channel_layers.backends.clear()
    monkeypatch.setattr(presence, "registry", Registry())


def is_here(clip) -> str:
    return f"?room={clip.pk}"


FACES = 'aria-label="Here now"'


async def test_who_comes_and_goes_is_seen_within_two_seconds(clip, alice, bob, socket):
    async with socket(alice, is_here(clip)) as hers:
        assert "Alice Archer" in await hers.text(f'id="here-{clip.pk}"')
        async with socket(bob, is_here(clip)) as his:
            assert "Alice Archer" in await his.text("Bob Baker")
            await hers.text("Bob Baker", within_s=2)
        assert "Bob Baker" not in await hers.text(FACES, within_s=2)


async def test_somebody_with_three_tabs_is_one_and_stays_until_the_last_is_closed(clip, alice, bob, socket):
    async with socket(alice, is_here(clip)) as hers:
        await hers.text(FACES)
        async with socket(bob, is_here(clip)) as one:
            assert (await hers.text("Bob Baker")).count('<li class="avatar"') == 2
            async with socket(bob, is_here(clip)):
                await one.text("Bob Baker")
                assert await hers.receive_nothing(presence.TOGETHER_S * 3)
            assert await hers.receive_nothing(presence.STAYS_S + 0.5)
        assert "Bob Baker" not in await hers.text(FACES)


async def test_who_reloads_the_page_was_here_all_the_time(clip, alice, bob, socket):
    async with socket(alice, is_here(clip)) as hers:
        async with socket(bob, is_here(clip)):
            await hers.text("Bob Baker")
        async with socket(bob, is_here(clip)):
            assert await hers.receive_nothing(presence.STAYS_S + 0.5)


async def test_many_who_come_at_once_are_one_message(clip, alice, bob, socket, monkeypatch):
    monkeypatch.setattr(presence, "TOGETHER_S", 1.0)
    async with socket(alice, is_here(clip)) as hers:
        await hers.text(FACES)
        for at in range(30):
            presence.registry.join(str(clip.pk), 1000 + at, f"Person {at}", f"channel-{at}")
        heard = await hers.text("and 25 more")
        assert heard.count("hx-swap-oob") == 1
        assert await hers.receive_nothing(1.5)


async def test_a_page_of_another_file_or_of_none_hears_nothing(clip, alice, bob, socket):
    async with socket(alice) as elsewhere, socket(bob, is_here(clip)) as his:
        await his.text(FACES)
        assert await elsewhere.receive_nothing(presence.TOGETHER_S * 3)


@pytest.mark.parametrize("query", ["?room=made-up", "?room=", "?room=00000000-0000-0000-0000-000000000000"])
async def test_a_room_that_is_none_is_no_room(query, alice, socket):
    async with socket(alice, query) as page:
        assert await page.receive_nothing(presence.TOGETHER_S * 3)


async def test_a_stranger_and_who_may_not_see_the_project_are_not_let_in(clip, alice, bob, charlie, socket):
    def keep_private() -> None:
        own = Project.objects.create(team=clip.team, name="Mine", visibility="private", made_by=alice)
        type(clip).objects.filter(pk=clip.pk).update(project=own)

    await db(keep_private)()
    async with (
        socket(alice, is_here(clip)) as hers,
        socket(bob, is_here(clip)) as his,
        socket(charlie, is_here(clip)) as stranger,
    ):
        assert "Bob" not in await hers.text(FACES)
        assert await his.receive_nothing(presence.TOGETHER_S * 3)
        assert await stranger.receive_nothing(0.01)


async def test_a_guest_of_the_team_sees_who_is_here_and_is_seen(clip, alice, bob, socket):
    await db(Membership.objects.filter(user=bob).update)(role="guest")
    async with socket(alice, is_here(clip)) as hers, socket(bob, is_here(clip)) as his:
        await hers.text("Bob Baker")
        await his.text("Alice Archer")


# Several processes


class Process:
    """Another one: a registry, and one socket of its own in the room."""

    def __init__(self, room: str) -> None:
        self.registry, self.room = Registry(), room

    async def start(self) -> "Process":
        self.channel = await get_channel_layer().new_channel()
        await get_channel_layer().group_add(room_group(self.room), self.channel)
        self.task = asyncio.create_task(self._listen())
        return self

    async def _listen(self) -> None:
        while True:
            self.registry.hear(await get_channel_layer().receive(self.channel))

    async def kill(self) -> None:
        """It says nothing more."""
        self.task.cancel()
        await get_channel_layer().group_discard(room_group(self.room), self.channel)


async def until(happened, within_s: float = 5) -> None:
    deadline = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < deadline, "it did not come"
        await asyncio.sleep(0.02)


async def test_processes_tell_each_other_and_who_comes_later_asks():
    one = await Process("r").start()
    one.registry.join("r", 1, "Alice Archer", "a")
    await until(lambda: not one.registry._pending)
    two = await Process("r").start()
    two.registry.join("r", 2, "Bob Baker", "b")

    await until(lambda: list(two.registry.people("r").values()) == ["Alice Archer", "Bob Baker"], 2)
    await until(lambda: one.registry.people("r") == two.registry.people("r"), 2)
    two.registry.leave("r", 2, "b")
    await until(lambda: list(one.registry.people("r").values()) == ["Alice Archer"], 3)
    for each in (one, two):
        await each.kill()


async def test_what_a_killed_process_told_is_forgotten():
    one, two = await Process("r").start(), await Process("r").start()
    one.registry.join("r", 1, "Alice Archer", "a")
    two.registry.join("r", 2, "Bob Baker", "b")
    await until(lambda: len(one.registry.people("r")) == 2)
    await two.kill()

    one.registry.forget(time.monotonic() - presence.EXPIRES_S)
    assert len(one.registry.people("r")) == 2, "it may still come back"
    one.registry.forget(time.monotonic() + 1)
    assert list(one.registry.people("r").values()) == ["Alice Archer"]
    await one.kill()


@pytest.mark.parametrize(("name", "letters"), [("Bob Baker", "BB"), ("Ana de la Cruz", "AC"), ("李", "李"), ("", "")])
def test_a_face_is_two_letters(name, letters):
    [face] = presence.here_context("r", {"1": name})["faces"]
    assert SimpleNamespace(**face).letters == letters
