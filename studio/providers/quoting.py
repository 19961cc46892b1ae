"""Prices that a provider tells when it is asked with a key: its submit, sent so that it is priced and not carried out.

A question that the provider takes for an order would cost money. So an answer that speaks of a job is never taken for a
price, and nobody asks twice by itself.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal

import httpx

from studio.providers.errors import BadAnswer


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """What a job will cost; `exact` where the provider says that it will be billed as it stands."""

    amount: Decimal
    currency: str
    exact: bool = True


class Quoting(ABC):
    """What an adapter is besides, if its provider tells prices. No I/O here either."""

    name: str
    slug: str

    @abstractmethod
    def build_quote(self, submit: httpx.Request) -> httpx.Request:
        """Ask what this submit would cost."""

    @abstractmethod
    def parse_quote(self, response: httpx.Response) -> Quoted:
        """The price. Raises what the provider's no means, and BadAnswer for everything that is no price."""

    def no_price(self, raw: object) -> BadAnswer:
        """An answer without one."""
        words = f"{self.name} answered, but named no price."
        return BadAnswer(words, provider=self.slug, raw=raw)

    def taken_for_a_job(self, its_id: str, raw: object) -> BadAnswer:
        """What was asked for as a price has become a job there."""
        words = f"{self.name} took the question for a job ({its_id}), and may bill it. Look at its own list of jobs."
        return BadAnswer(words, provider=self.slug, raw=raw)


def again(request: httpx.Request, **changed: object) -> httpx.Request:
    """The same request with another address or more headers."""
    headers = httpx.Headers([*request.headers.multi_items(), *dict(changed.get("headers", {})).items()])
    return httpx.Request(request.method, changed.get("url", request.url), headers=headers, content=request.content)
