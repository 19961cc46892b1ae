"""The socket of a share link's page: open to a browser that was let in, and for as long as the link opens to it."""

import asyncio
from datetime import datetime
from importlib import import_module
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from studio.core import clock
from studio.review.models import ShareLink
from studio.review.visitors import Visitor, visitor_of

from . import outside
from .consumers import SPEAKS, since_of
from .messages import Html, ShareChanged, SignedOut, session_group, share_group

ENDED = 4410  #: after this the page does not come back by itself
LOOKS_EVERY_S = 600.0  #: at the latest; before, when the time of the link or of the browser is over


class GuestConsumer(AsyncWebsocketConsumer):
    """One open page of one guest. `/live/shared/<link>/?since=<seconds since 1970>` says when it was rendered."""

    async def connect(self) -> None:
        await self.accept()
        self.link: UUID = self.scope["url_route"]["kwargs"]["pk"]
        self.watch: asyncio.Task | None = None
        visitor = await self._visitor()
        if visitor is None:
            await self.close(ENDED, "This link has ended.")
            return
        for group in self._rooms():
            await self.channel_layer.group_add(group, self.channel_name)
        since = since_of(self.scope) or clock.now()
        await self.send(text_data=await database_sync_to_async(outside.current)(visitor, since))
        self.watch = asyncio.create_task(self._watch(visitor.until))

    async def disconnect(self, code: int) -> None:
        if self.watch:
            self.watch.cancel()
        for group in self._rooms():
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nobody speaks here: whatever a client sends is not ours."""
        await self.close(SPEAKS, "This socket only sends. Use the page to say something.")

    # Messages

    async def html(self, message: Html) -> None:
        await self.send(text_data=message["html"])

    async def share_changed(self, message: ShareChanged) -> None:
        await self._look()

    async def signed_out(self, message: SignedOut) -> None:
        await self._look()

    # Helpers

    async def _watch(self, until: datetime) -> None:
        """Nobody tells that time is over."""
        while True:
            left = (until - clock.now()).total_seconds()
            await asyncio.sleep(min(max(left, 0.05), LOOKS_EVERY_S))
            visitor = await self._visitor()
            if visitor is None:
                await self._end()
                return
            until = visitor.until

    async def _look(self) -> None:
        if await self._visitor() is None:
            await self._end()

    async def _end(self) -> None:
        """The page says whom to ask, and nothing that was shared stays on it."""
        link = await ShareLink.objects.select_related("made_by").filter(pk=self.link).afirst()
        await self.send(text_data=await database_sync_to_async(outside.ended)(link))
        await self.close(ENDED, "This link has ended.")

    def _rooms(self) -> list[str]:
        return [share_group(self.link), session_group(self.scope["session"].session_key or "none")]

    @database_sync_to_async
    def _visitor(self) -> Visitor | None:
        """Who looks, as the session is now."""
        link = ShareLink.objects.select_related("made_by", "asset").filter(pk=self.link).first()
        store = import_module(settings.SESSION_ENGINE).SessionStore
        found = link and visitor_of(store(self.scope["session"].session_key), link)
        return found if found and found.is_named else None
