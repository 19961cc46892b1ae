"""Asks a provider after one job of its, again and again: slower with time, slower still when told so, and never gives
up."""

import logging

from studio.providers.base import Phase, Provider, Ticket, Update
from studio.providers.client import Client
from studio.providers.errors import ProviderError, Refused

logger = logging.getLogger(__name__)

GOING_ON = (Phase.WAITING, Phase.RUNNING, Phase.UNKNOWN)

LOST_S, MOST_LOST_S = 5.0, 600.0
"""Seconds after which a provider is asked again that does not know the job: at first, and at most. Each time twice."""


class Asker:
    """Asks after one ticket."""

    def __init__(self, provider: Provider, ticket: Ticket, client: Client) -> None:
        self._provider, self._ticket, self._client = provider, ticket, client
        self._asked, self._lost = 0, 0

    async def ask(self) -> tuple[Update, float]:
        """What the provider says, and the seconds until it is asked next. That it cannot be asked is no failure."""
        try:
            update = await self._client.status(self._provider, self._ticket)
            pause_s = self._provider.pace.after(self._asked)
        except ProviderError as error:
            update, pause_s = self._unasked(error)
        self._asked += 1
        self._lost = self._lost + 1 if update.lost else 0
        return update, min(LOST_S * 2 ** min(self._lost, 10), MOST_LOST_S) if self._lost > 1 else pause_s

    def _unasked(self, error: ProviderError) -> tuple[Update, float]:
        """A refusal to be asked is as good as not to know the job: without a person it will stay so."""
        logger.warning("%s cannot be asked after %s: %s", self._provider.slug, self._ticket.id, error.message)
        words = f"{error.message} The job goes on there; it is asked again."
        pause_s = getattr(error, "retry_after_s", None) or self._provider.pace.most_s
        return Update(phase=Phase.UNKNOWN, words=words, lost=isinstance(error, Refused)), pause_s
