"""What is said of a file reaches every open page at once: once for the team, and what is internal for no guest."""

from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as db

from studio.accounts.models import Membership
from studio.core import clock
from studio.live import fragments
from studio.review import actions
from studio.review.actions import Said
from tests.library.making import row
from tests.pages.visiting import visit

pytestmark = pytest.mark.django_db(transaction=True)  # `changed` is sent on commit


@pytest.fixture
def clip(alice):
    made = row(alice)
    made.save()
    return made


def said(words: str, **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


def as_(role: str, person) -> None:
    Membership.objects.filter(user=person).update(role=role)


def make_guest(by, person) -> None:
    """As an owner does it, on the page of the team."""
    membership = Membership.objects.get(user=person)
    assert visit(by).post(f"/settings/team/{membership.pk}/role/", {"role": "guest"}).status_code == 302


async def test_a_note_and_all_that_follows_reaches_the_others_page(clip, alice, bob, socket, on_air):
    async with on_air(), socket(bob) as page:
        note = await db(actions.write)(alice, clip, said("The cup jumps", frame=36))
        assert 'data-version="2"' in await page.text(f'id="note-{note.pk}"', "The cup jumps", f"notes-{clip.pk}")
        await db(actions.reply)(bob, note, said("Mended"))
        await page.text("Mended", "The cup jumps", 'data-version="3"')
        await db(actions.resolve)(alice, note)
        await page.text("Resolved by Alice Archer")
        await db(actions.judge)(alice, clip, "approved")
        await page.text(f'id="verdicts-{clip.pk}"', "Approved")


async def test_an_internal_note_reaches_no_guest(clip, alice, bob, socket, on_air):
    await db(as_)("guest", bob)
    async with on_air(), socket(alice) as hers, socket(bob) as his:
        await db(actions.write)(alice, clip, said("Between us", is_internal=True))
        await hers.text("Between us")
        await db(actions.write)(alice, clip, said("For all"))

        assert "Between us" not in await his.text("For all")


async def test_somebody_who_becomes_a_guest_hears_nothing_internal_from_then_on(clip, alice, bob, socket, on_air):
    async with on_air(), socket(bob) as page:
        await db(actions.write)(alice, clip, said("Among us", is_internal=True))
        await page.text("Among us")
        await db(make_guest)(alice, bob)
        await db(actions.write)(alice, clip, said("Still here"))
        await page.text("Still here")
        await db(actions.write)(alice, clip, said("Without Bob", is_internal=True))
        await db(actions.write)(alice, clip, said("For all"))

        assert "Without Bob" not in await page.text("For all")


async def test_a_page_that_comes_back_gets_what_was_said_meanwhile(clip, alice, bob, socket):
    since = clock.now().timestamp()
    await db(actions.write)(alice, clip, said("The cup jumps"))
    await db(actions.write)(alice, clip, said("Between us", is_internal=True))
    await db(actions.judge)(alice, clip, "changes")
    await db(as_)("guest", bob)

    async with socket(bob, f"?since={since}") as page:
        assert "The cup jumps" in page.current
        assert "Changes requested" in page.current
        assert "Between us" not in page.current


async def test_a_stranger_hears_nothing(clip, alice, charlie, socket, on_air):
    async with on_air(), socket(charlie) as page:
        await db(actions.write)(alice, clip, said("Ours"))

        assert await page.receive_nothing(0.5)


async def test_one_note_is_rendered_once_however_many_look(clip, alice, bob, socket, on_air, monkeypatch):
    drawn = []
    threads = fragments.threads
    monkeypatch.setattr(fragments, "threads", lambda pks: drawn.extend(pks) or threads(pks))
    async with on_air(), socket(alice) as one, socket(bob) as two, socket(bob) as three:
        await db(actions.write)(alice, clip, said("Once"))
        for page in (one, two, three):
            await page.text("Once")

    assert len(drawn) == 1


async def test_who_is_named_hears_of_it_and_nobody_else(clip, alice, bob, socket, on_air):
    async with on_air(), socket(alice) as hers, socket(bob) as his:
        note = await db(actions.write)(alice, clip, said("@Bob Baker look"))
        heard = await his.text("data-told", "data-shows")
        await db(actions.write)(alice, clip, said("Without him"))

        assert f'data-told="{note.pk} mentioned"' in heard
        assert f"/assets/{clip.pk}/#note-{note.pk}" in heard
        assert "Alice Archer mentioned you on" in heard
        assert "data-told" not in await hers.text("Without him")
