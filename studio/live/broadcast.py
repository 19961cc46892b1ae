"""The only listener of `changed`: renders what changed once per audience and sends it to their sockets.

1. `hear` takes a change in whatever thread it happened and hands it to the loop.
2. Changes of one thing that come close together become one: twenty progress steps are not twenty renders.
3. What changed is rendered by `fragments`, once for the team it belongs to, and goes to that team's group; what lies in
   a private project goes to its maker alone.
4. A few words for screen readers go to the person whose job it is (`announcer`).
5. That a session has ended goes to the pages which it had opened.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete

from studio.accounts.changes import changed

from . import calling, fragments, outside, telling
from .announcer import Announcer
from .messages import (
    Counts,
    Html,
    Membership,
    Message,
    ShareChanged,
    SignedOut,
    insiders_group,
    member_group,
    session_group,
    share_group,
    team_group,
    user_group,
)

logger = logging.getLogger(__name__)

PAUSE_S = 0.1  #: between two rounds: nobody sees more than ten states a second
LONGEST_PAUSE_S = 0.2  #: a round that took long is followed by as long a pause, up to this: more comes together then
WORDS_S = 0.7  #: how long words for screen readers are collected before they are said


class Change(NamedTuple):
    """`kind` is a word of PUSHES; `pk` the key as text of what changed: of a verdict its file, of a note its thread."""

    kind: str
    pk: str
    team_id: int


class Broadcaster:
    """Lives on one running loop, from `start()` to `stop()`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._heard: dict[Change, None] = {}  # an ordered set
        self._something, self._words = asyncio.Event(), asyncio.Event()
        self._announcer = Announcer()
        self._tasks = [asyncio.create_task(self._push_for_ever()), asyncio.create_task(self._speak_for_ever())]

    def hear(self, change: Change) -> None:
        """Takes a change from any thread."""
        self._loop.call_soon_threadsafe(self._note, change)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # Rounds

    def _note(self, change: Change) -> None:
        self._heard[change] = None
        self._something.set()

    async def _push_for_ever(self) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            heard, self._heard = self._heard, {}
            begun = self._loop.time()
            await self._push(heard)
            took = self._loop.time() - begun
            await asyncio.sleep(min(max(PAUSE_S, took), LONGEST_PAUSE_S))

    async def _push(self, changes: Iterable[Change]) -> None:
        """One round. A fragment that cannot be rendered is logged and must not silence the rest of the studio."""
        by_kind: dict[str, list[Change]] = {}
        for change in changes:
            by_kind.setdefault(change.kind, []).append(change)
        for kind, group in by_kind.items():
            try:
                await PUSHES.get(kind, _ignore)(self, group)
            except Exception:
                logger.exception("live: could not push %s %s", kind, [change.pk for change in group])

    async def _speak_for_ever(self) -> None:
        while True:
            await self._words.wait()
            await asyncio.sleep(WORDS_S)
            self._words.clear()
            for user_id, sentence in self._announcer.collected():
                await _send(user_group(user_id), Html(type="html", html=fragments.announcement(sentence)))

    # What is pushed, by kind

    async def push_jobs(self, changes: list[Change]) -> None:
        shown = await database_sync_to_async(fragments.jobs)([change.pk for change in changes])
        news = [job for job, _ in shown if self._announcer.hear(job)]
        moved = {job.team_id for job in news}
        for group, html in _by_audience(shown).items():
            await _send(group, Html(type="html", html=html))
        for team_id in moved:
            await _send(team_group(team_id), await database_sync_to_async(_counts)(team_id))
        for user_id, jobs in telling.just_ended(news).items():
            await _send(user_group(user_id), Html(type="html", html=telling.told(jobs)))
        if self._announcer.has_words:
            self._words.set()

    async def push_assets(self, changes: list[Change]) -> None:
        await self._push_to_audiences(fragments.tiles, changes)

    async def push_versions(self, changes: list[Change]) -> None:
        """That a newer version is there, for the pages of its stack."""
        await self._push_to_audiences(fragments.versions, changes)

    async def push_notes(self, changes: list[Change]) -> None:
        """Once for the team, or, where they are internal, once for those of it who are no guests; once for outside."""
        await self._push_to_audiences(fragments.threads, changes)
        await self._push_outside(outside.told_of_notes, changes)

    async def push_verdicts(self, changes: list[Change]) -> None:
        await self._push_to_audiences(fragments.verdicts, changes)
        await self._push_outside(outside.told_of_verdicts, changes)

    async def push_mentions(self, changes: list[Change]) -> None:
        """Each to who is named alone, on whatever page they are."""
        for user_id, html in await database_sync_to_async(calling.called)([change.pk for change in changes]):
            await _send(user_group(user_id), Html(type="html", html=html))

    async def push_bake_offs(self, changes: list[Change]) -> None:
        """That a page looks otherwise, and how many votes each letter has."""
        await self._push_to_audiences(fragments.bake_offs, changes)

    async def push_votes(self, changes: list[Change]) -> None:
        await self._push_to_audiences(fragments.tallies, changes)

    async def push_shares(self, changes: list[Change]) -> None:
        for change in changes:
            await _send(share_group(change.pk), ShareChanged(type="share_changed"))

    async def _push_outside(self, render: Callable, changes: list[Change]) -> None:
        for group, html in await database_sync_to_async(render)([change.pk for change in changes]):
            await _send(group, Html(type="html", html=html))

    async def _push_to_audiences(self, render: Callable, changes: list[Change]) -> None:
        shown = await database_sync_to_async(render)([change.pk for change in changes])
        for group, html in _by_audience(shown).items():
            await _send(group, Html(type="html", html=html))

    async def push_membership(self, changes: list[Change]) -> None:
        for team_id in {change.team_id for change in changes}:
            await _send(team_group(team_id), Membership(type="membership"))

    async def push_sessions(self, changes: list[Change]) -> None:
        for change in changes:
            await _send(session_group(change.pk), SignedOut(type="signed_out"))


PUSHES: dict[str, Callable] = {
    "job": Broadcaster.push_jobs,
    "asset": Broadcaster.push_assets,
    "version": Broadcaster.push_versions,
    "note": Broadcaster.push_notes,
    "verdict": Broadcaster.push_verdicts,
    "bake-off": Broadcaster.push_bake_offs,
    "bake-off-votes": Broadcaster.push_votes,
    "mention": Broadcaster.push_mentions,
    "membership": Broadcaster.push_membership,
    "session": Broadcaster.push_sessions,
    "share": Broadcaster.push_shares,
}


async def _ignore(_broadcaster: Broadcaster, changes: list[Change]) -> None:
    """Kinds that no page shows live."""


def _by_audience(shown: list) -> dict[str, str]:
    """The group that may see each row -> what it is sent."""
    html: dict[str, str] = {}
    for row, rendered in shown:
        group = _audience(row)
        html[group] = html.get(group, "") + rendered
    return html


def _audience(row: object) -> str:
    if row.project.is_private:
        return member_group(row.team_id, row.project.made_by_id)
    return insiders_group(row.team_id) if getattr(row, "is_internal", False) else team_group(row.team_id)


def _counts(team_id: int) -> Counts:
    found = fragments.unfinished(team_id)
    return Counts(type="counts", shared=dict(found.shared), private=dict(found.private))


async def _send(group: str, message: Message) -> None:
    await get_channel_layer().group_send(group, message)


# One broadcaster a process

_broadcaster: Broadcaster | None = None


async def start() -> None:
    """From now on changes in this process reach the sockets. Called in the lifespan."""
    global _broadcaster
    _broadcaster = Broadcaster()
    changed.connect(_hear)
    post_delete.connect(_hear_end, sender=Session)


async def stop() -> None:
    """Changes are no longer listened to. Pages heal themselves when they come back."""
    global _broadcaster
    changed.disconnect(_hear)
    post_delete.disconnect(_hear_end, sender=Session)
    if _broadcaster:
        await _broadcaster.close()
    _broadcaster = None


def _hear(sender: object, *, kind: str, pk: str, team_id: int, **_: object) -> None:
    if _broadcaster:
        _broadcaster.hear(Change(kind, pk, team_id))


def _hear_end(sender: object, *, instance: Session, **_: object) -> None:
    """A session is gone once that is committed; it belongs to no team."""
    key = instance.session_key
    transaction.on_commit(lambda: _hear(None, kind="session", pk=key, team_id=0), robust=True)
