"""The socket of a share link: what is said to everybody reaches its guests at once, and it ends with the link."""

from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as db
from django.conf import settings
from django.test import Client

from studio.core import clock
from studio.library.models import Asset
from studio.live import guests, outside
from studio.review import actions, sharing
from studio.review.actions import Said
from tests.library.making import row, rows
from tests.live.conftest import Socket
from tests.review.sharing_made import enter, made, wanted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clip(alice):
    clip = row(alice)
    clip.save()
    return clip


def said(words: str, **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


class GuestSocket(Socket):
    """The page of a browser, let in or not."""

    def __init__(self, link, browser: Client, query: str = "") -> None:
        super().__init__(None, f"/live/shared/{link.pk}/{query}")
        if cookie := browser.cookies.get(settings.SESSION_COOKIE_NAME):
            self.scope["headers"].append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie.value}".encode()))


@asynccontextmanager
async def connected(link, browser: Client, query: str = ""):
    page = GuestSocket(link, browser, query)
    assert await page.connect()
    opening = await page.receive_output(20)
    page.current = opening.get("text", "")
    assert opening["type"] == "websocket.send", opening
    yield page
    await page.disconnect()


async def refused(link, browser: Client) -> int:
    page = GuestSocket(link, browser)
    assert await page.connect()
    code, _ = await page.close_code()
    await page.disconnect()
    return code


async def test_what_is_said_to_everybody_reaches_the_guests_and_nothing_internal(clip, alice, on_air):
    link = await db(made)(alice, clip)
    browser = await db(enter)(link)
    async with on_air(), connected(link, browser) as page:
        await db(actions.write)(alice, clip, said("Between us", is_internal=True))
        await db(actions.write)(alice, clip, said("For all", frame=3))
        heard = await page.text("For all", f"notes-{clip.pk}")

        assert "Between us" not in heard
        assert "/notes/" not in heard.replace('hx-post="notes/', "")  # nothing that only the team may do


async def test_a_guests_note_and_verdict_reach_the_team_with_the_word_guest(clip, alice, bob, socket, on_air):
    link = await db(made)(alice, clip, may_approve=True)
    paolo = await db(sharing.introduce)(link, "Paolo")
    async with on_air(), socket(bob) as page:
        await db(actions.write)(paolo, clip, said("A beat longer?"))
        assert "Guest" in await page.text("A beat longer?", "Paolo")
        await db(actions.judge)(paolo, clip, "approved")
        assert "Guest" in await page.text(f'id="verdicts-{clip.pk}"', "Paolo", "Approved")


async def test_guests_hear_their_own_links_verdicts_and_no_others(clip, alice, on_air):
    link, other = await db(made)(alice, clip, may_approve=True), await db(made)(alice, clip, may_approve=True)
    paolo, rosa = await db(sharing.introduce)(link, "Paolo"), await db(sharing.introduce)(other, "Rosa")
    browser = await db(enter)(link)
    await db(enter)(other)
    async with on_air(), connected(link, browser) as page:
        await db(actions.judge)(rosa, clip, "changes")
        await db(actions.judge)(alice, clip, "rejected")
        await db(actions.judge)(paolo, clip, "approved")
        heard = await page.text("Paolo")

        assert "Rosa" not in heard
        assert "Alice" not in heard
        assert "Rejected" not in heard


async def test_one_note_is_rendered_once_however_many_links_show_it(clip, alice, on_air, monkeypatch):
    drawn, draw = [], outside._thread
    monkeypatch.setattr(outside, "_thread", lambda thread: drawn.append(thread) or draw(thread))
    one, two = await db(made)(alice, clip), await db(made)(alice, clip)
    first, second, third = [await db(enter)(link) for link in (one, two, two)]
    async with on_air(), connected(one, first) as a, connected(two, second) as b, connected(two, third) as c:
        await db(actions.write)(alice, clip, said("Once"))
        for page in (a, b, c):
            await page.text("Once")

    assert len(drawn) == 1


async def test_guests_hear_nothing_of_files_that_their_link_does_not_show(clip, alice, on_air):
    [other] = await db(rows)(alice, 1)
    link = await db(made)(alice, clip)
    browser = await db(enter)(link)
    async with on_air(), connected(link, browser) as page:
        await db(actions.write)(alice, other, said("Elsewhere"))
        await db(Asset.objects.filter(pk=clip.pk).update)(binned_at=clock.now())
        await db(actions.write)(alice, clip, said("In the bin"))
        assert await page.receive_nothing(1)
        await db(Asset.objects.filter(pk=clip.pk).update)(binned_at=None)
        await db(actions.write)(alice, clip, said("Back"))

        assert "Elsewhere" not in await page.text("Back")


async def test_a_page_that_comes_back_gets_what_was_said_meanwhile(clip, alice):
    link = await db(made)(alice, clip, may_approve=True)
    browser = await db(enter)(link)
    since = clock.now().timestamp()
    await db(actions.write)(alice, clip, said("The cup jumps"))
    await db(actions.write)(alice, clip, said("Between us", is_internal=True))
    await db(actions.judge)(await db(sharing.introduce)(link, "Paolo"), clip, "changes")

    async with connected(link, browser, f"?since={since}") as page:
        assert "The cup jumps" in page.current
        assert "Paolo" in page.current
        assert "Between us" not in page.current


async def test_a_link_that_is_revoked_ends_its_pages_at_once_and_they_say_whom_to_ask(clip, alice, on_air):
    link = await db(made)(alice, clip)
    browser = await db(enter)(link)
    async with on_air(), connected(link, browser) as page:
        await db(sharing.revoke)(alice, link)
        heard = await page.text("This link has ended", "Alice Archer")

        assert link.name not in heard
        assert (await page.close_code())[0] == guests.ENDED


async def test_another_password_ends_the_pages_and_another_name_does_not(clip, alice, on_air):
    link = await db(made)(alice, clip, "tide-anchor-41")
    browser = await db(lambda: enter(link, password="tide-anchor-41"))()
    async with on_air(), connected(link, browser) as page:
        await db(sharing.change)(alice, link, wanted(name="For Rosa"))
        assert await page.receive_nothing(0.5)
        await db(sharing.change)(alice, link, wanted(), "other-words-17")
        await page.text("This link has ended")
        assert (await page.close_code())[0] == guests.ENDED


async def test_a_link_ends_by_the_clock_while_its_page_is_open(clip, alice):
    link = await db(made)(alice, clip, expires_at=clock.now() + timedelta(seconds=3))
    browser = await db(enter)(link)
    async with connected(link, browser) as page:
        await page.text("This link has ended", within_s=20)
        assert (await page.close_code())[0] == guests.ENDED


async def test_nobody_connects_who_was_not_let_in(clip, alice):
    link, other = await db(made)(alice, clip), await db(made)(alice, clip)
    browser = await db(enter)(other)

    assert await refused(link, browser) == guests.ENDED
    assert await refused(link, Client()) == guests.ENDED
    await db(sharing.revoke)(alice, other)
    assert await refused(other, browser) == guests.ENDED


async def test_nobody_speaks_there(clip, alice):
    link = await db(made)(alice, clip)
    async with connected(link, await db(enter)(link)) as page:
        await page.say(text="hello")
        assert (await page.close_code())[0] == 4400
