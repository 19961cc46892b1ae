"""The sockets. They decide who may listen, once, at the door; then they pass on what they are given."""

from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from studio.accounts.current import team_of, teams_of
from studio.jobs.card import UnderWay
from studio.library.models import Asset
from studio.library.queries import as_id
from studio.review.models import sees_internal

from . import fragments, presence
from .messages import (
    Counts,
    Html,
    Membership,
    SignedOut,
    insiders_group,
    member_group,
    session_group,
    team_group,
    user_group,
)

# Close codes. After these the page does not come back by itself.
SPEAKS, SIGN_IN, NO_TEAM, NOWHERE = 4400, 4401, 4403, 4404


class StudioConsumer(AsyncWebsocketConsumer):
    """One open page of one person: hears their team and themselves.

    `/live/?since=<seconds since 1970>` says when the page was rendered: what changed after that is sent at
    once, so that a page which lost its connection heals itself by coming back. `&room=<id>` says which file it shows.
    """

    async def connect(self) -> None:
        await self.accept()  # a refused handshake would reach the browser as 1006, and it would knock for ever
        self.user, self.team_id, self.room = self.scope["user"], None, ""
        if not self.user.is_authenticated:
            await self.close(SIGN_IN, "Sign in to see live updates.")
            return
        self.team_id = await self._team()
        if self.team_id is None:
            await self.close(NO_TEAM, "You are not on a team.")
            return
        for group in self._rooms():
            await self.channel_layer.group_add(group, self.channel_name)
        await self._go_inside()
        await self._send_current()
        await self._enter()

    async def disconnect(self, code: int) -> None:
        for group in [*self._rooms(), insiders_group(self.team_id or 0)]:
            await self.channel_layer.group_discard(group, self.channel_name)
        await self._go_out()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nobody speaks here: whatever a client sends is not ours."""
        await self.close(SPEAKS, "This socket only sends. Use the pages to change something.")

    # Messages

    async def html(self, message: Html) -> None:
        await self.send(text_data=message["html"])

    async def counts(self, message: Counts) -> None:
        found = UnderWay(message["shared"], message["private"])
        await self.send(text_data=fragments.counts(found.mine(self.user.pk), found.all(self.user.pk)))

    async def membership(self, message: Membership) -> None:
        if self.team_id not in await database_sync_to_async(teams_of)(self.user):
            await self.close(NO_TEAM, "You are no longer on this team.")
            return
        await self._go_inside()
        if self.room and not await self._sees(self.room):
            await self._go_out()

    async def signed_out(self, message: SignedOut) -> None:
        await self.close(SIGN_IN, "You have signed out.")

    async def here(self, message: presence.Here) -> None:
        presence.registry.hear(message)
        await self._say_who_is_here()

    # Helpers

    async def _enter(self) -> None:
        """The page shows a file, and is one of those that do."""
        room = as_id(_asked(self.scope, "room"))
        if room is None or not await self._sees(str(room)):
            return
        self.room, self.shown = str(room), ""
        await self.channel_layer.group_add(presence.room_group(self.room), self.channel_name)
        presence.registry.join(self.room, self.user.pk, str(self.user), self.channel_name)
        await self._say_who_is_here()

    async def _go_out(self) -> None:
        if self.room:
            room, self.room = self.room, ""
            await self.channel_layer.group_discard(presence.room_group(room), self.channel_name)
            presence.registry.leave(room, self.user.pk, self.channel_name)

    async def _say_who_is_here(self) -> None:
        """Only what this page does not show yet."""
        html = presence.here(self.room, presence.registry.people(self.room)) if self.room else ""
        if html and html != self.shown:
            self.shown = html
            await self.send(text_data=html)

    @database_sync_to_async
    def _sees(self, room: str) -> bool:
        return Asset.objects.visible_to(self.user).filter(pk=room).exists()

    def _rooms(self) -> list[str]:
        if not self.team_id:
            return []
        own = [user_group(self.user.pk), session_group(self.scope["session"].session_key)]
        return [team_group(self.team_id), member_group(self.team_id, self.user.pk), *own]

    async def _go_inside(self) -> None:
        """Whether one is a guest may change while the page is open."""
        knows = await database_sync_to_async(sees_internal)(self.user, self.team_id)
        go = self.channel_layer.group_add if knows else self.channel_layer.group_discard
        await go(insiders_group(self.team_id), self.channel_name)

    @database_sync_to_async
    def _team(self) -> int | None:
        team = team_of(SimpleNamespace(user=self.user, session=self.scope["session"]))
        return team.pk if team else None

    async def _send_current(self) -> None:
        html = await database_sync_to_async(fragments.current)(self.team_id, self.user, self._since())
        await self.send(text_data=html)

    def _since(self) -> datetime | None:
        return since_of(self.scope)


def since_of(scope: dict) -> datetime | None:
    """When the page was rendered; None when it did not say, or not in a number that is a time."""
    try:
        return datetime.fromtimestamp(float(_asked(scope, "since")), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _asked(scope: dict, name: str) -> str:
    """A word of the address; empty where it is not there."""
    return parse_qs(scope["query_string"].decode("ascii", "replace")).get(name, [""])[0]


class Nowhere(AsyncWebsocketConsumer):
    """Every other address."""

    async def connect(self) -> None:
        await self.accept()
        await self.close(NOWHERE, "There is no socket at this address.")
