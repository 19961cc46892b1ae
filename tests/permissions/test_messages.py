"""Every kind of live message: who hears it, at which socket, and that nobody may speak there."""

import asyncio
from contextlib import AsyncExitStack
from typing import get_args
from uuid import uuid4

import pytest
from channels.db import database_sync_to_async as db
from django.conf import settings

from studio.accounts.changes import announce
from studio.accounts.models import Project, User
from studio.library.models import Asset
from studio.live import messages
from studio.live.broadcast import PUSHES
from studio.live.routing import websocket_urlpatterns
from studio.review import actions, sharing
from studio.review.actions import Said
from studio.review.models import Note
from tests.live.conftest import Socket, on_air  # noqa: F401
from tests.permissions.table import MESSAGES, SOCKETS, TRAVELS
from tests.permissions.world import PEOPLE, World

AT_FIRST_S, QUIET_S = 4.0, 0.5  #: on a machine that has much else to do; what reaches one has reached the others

pytestmark = pytest.mark.django_db(transaction=True)


class Page(Socket):
    """A socket of somebody of the world, at any address."""

    def __init__(self, world: World, person: str, url: str) -> None:
        super().__init__(None, url)
        if cookie := world.people[person].cookies.get(settings.SESSION_COOKIE_NAME):
            self.scope["headers"].append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie.value}".encode()))

    async def opened(self) -> bool:
        """Whether it stays open, with its current state said."""
        assert await self.connect()
        return (await self.receive_output(20))["type"] == "websocket.send"

    async def heard(self, words: str, patience_s: float) -> bool:
        """Whether these words come before all is quiet for so long."""
        text = ""
        while not await self.receive_nothing(patience_s):
            message = await self.receive_output(1)
            text += message.get("text") or ""
        return words in text


def place(world: World, route: str) -> str:
    return "/" + route.replace("<uuid:pk>", str(world.link.pk)) if route else "/live/elsewhere/"


def of_person(person: str) -> str:
    return "live/shared/<uuid:pk>/" if person == "visitor" else "live/"


# What is announced, by the row


def _note(world: World, **more) -> str:
    note = actions.write(_alice(world), world.link.asset, Said(id=uuid4(), words="Said aloud", **more))
    return str(note.pk)


def _alice(world: World):
    return world.link.made_by


def _privately(world: World) -> str:
    """In a project of Alice's that nobody else sees, and that no link shows."""
    own = Project.objects.create(team=world.link.team, name="Own", visibility="private", made_by=_alice(world))
    copy = Asset.objects.get(pk=world.link.asset_id)
    copy.pk, copy.project, copy.job_id = uuid4(), own, uuid4()
    copy.save(force_insert=True)
    return str(actions.write(_alice(world), copy, Said(id=uuid4(), words="Said aloud")).pk)


def _announced(kind: str, name: str):
    def act(world: World) -> str:
        [pk] = world.args[name][:1]
        announce(kind, pk, world.link.team_id)
        return str(pk)

    return act


def _versioned(world: World) -> str:
    asset = world.link.asset
    Asset.objects.filter(pk=asset.pk).update(stack=asset.pk, version=2)
    announce("version", asset.pk, asset.team_id)
    return f"newer-{asset.pk}"


def _mentioned(world: World) -> str:
    pk = world.args["note-act"][0]
    Note.objects.get(pk=pk).mentioned.add(User.objects.get(email="bob@example.com"))
    announce("mention", pk, world.link.team_id)
    return f"note-{pk}"


def _judged(world: World) -> str:
    actions.judge(_alice(world), world.link.asset, "changes")
    return f"verdicts-{world.link.asset_id}"


def _judged_outside(world: World) -> str:
    actions.judge(sharing.introduce(world.link, "Paolo"), world.link.asset, "changes")
    return "Paolo"


ACTS = {
    "job": _announced("job", "job"),
    "asset": _announced("asset", "asset"),
    "note": _note,
    "note, internal": lambda world: _note(world, is_internal=True),
    "note, in a private project": _privately,
    "verdict": _judged,
    "verdict, by a guest of the link": _judged_outside,
    "version": _versioned,
    "mention": _mentioned,
    "bake-off": _announced("bake-off", "bake-off"),
    "bake-off-votes": _announced("bake-off-votes", "bake-off"),
    "membership": _announced("membership", "asset"),
    "session": _announced("session", "asset"),
    "share": _announced("share", "share-act"),
}


@pytest.mark.parametrize("row", MESSAGES)
async def test_who_hears_of_it(row, world, on_air):  # noqa: F811
    listeners = [person for person in PEOPLE if person != "nobody"]
    async with on_air(), AsyncExitStack() as leaving:
        pages = {person: await db(Page)(world, person, place(world, of_person(person))) for person in listeners}
        for page in pages.values():
            leaving.push_async_callback(page.disconnect)
            assert await page.opened()
        words = await db(ACTS[row])(world)
        first = next(iter(MESSAGES[row]), None)
        came = first is None or await pages.pop(first).heard(words, AT_FIRST_S)
        heard = await asyncio.gather(*(page.heard(words, QUIET_S) for page in pages.values()))

    assert came, f"{first} heard nothing"
    assert {person for person, has in zip(pages, heard, strict=True) if has} == set(MESSAGES[row]) - {first}


@pytest.mark.parametrize("route", SOCKETS)
async def test_whose_socket_stays_open(route, world):
    opened = []
    for person in PEOPLE:
        page = await db(Page)(world, person, place(world, route))
        if await page.opened():
            opened.append(person)
            await page.say(text="hello")
            assert (await page.close_code())[0] == 4400
        await page.disconnect()

    assert tuple(opened) == SOCKETS[route]


def test_every_kind_and_every_socket_has_a_row():
    assert {row.partition(",")[0] for row in MESSAGES} == set(PUSHES)
    assert set(ACTS) == set(MESSAGES)
    assert {str(each.pattern) for each in websocket_urlpatterns} == set(SOCKETS)
    assert {each.__name__ for each in get_args(messages.Message)} == set(TRAVELS)


def test_a_note_that_is_pushed_is_one_that_is_there(world):
    assert Note.objects.filter(pk=world.args["note-act"][0], is_internal=False).exists()
