"""Deliveries: what a provider calls us with when something about a job has changed.

A delivery is proven by the address alone (a token that nobody can guess), by a signature under a secret of the team's
account, or by one under keys that the provider publishes. What is not proven is no news, only a reason to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.providers.base import Update

TOLERANCE_S = 300
"""How far a signed time may be from ours: five minutes at fal and Kling (facts about fal, line 25; Kling, line 82)."""


class Proof(StrEnum):
    """What makes a delivery believable."""

    ADDRESS = "address"  #: whoever knows the address, which is told to the provider alone
    SECRET = "secret"  #: a signature under the account's webhook secret; without one the delivery is not believed
    PUBLISHED = "published"  #: a signature under one of the keys that the provider publishes
    NONE = "none"  #: how it could be proven is documented nowhere: it only makes us ask


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One call: its body as it came, and its headers, whose names are compared without case."""

    body: bytes
    headers: Mapping[str, str]

    def header(self, name: str) -> str:
        """One header, or nothing."""
        return next((value for key, value in self.headers.items() if key.lower() == name), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What a delivery tells: the id that the job has there, and its state; `update` is None where it must be asked."""

    id: str = ""
    update: "Update | None" = None


def is_timely(seconds: str, now: datetime) -> bool:
    """Whether a signed time (whole seconds since 1970) is close enough to ours; anything that is no number is not."""
    return seconds.isascii() and seconds.isdecimal() and abs(now.timestamp() - int(seconds[:15])) <= TOLERANCE_S
