"""Kling's callbacks: signed as Standard Webhooks says, where the account has a secret. Lines are of the facts.

https://www.standardwebhooks.com: `v1,` and the base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>`.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from studio.providers.answers import first_text, mapping, results_asked
from studio.providers.base import Ticket
from studio.providers.hooks import Delivery, News, is_timely
from studio.providers.kling.answers import update
from studio.providers.templates import Step

PREFIX = "whsec_"

OURS, ADDRESS = "external_task_id", "callback_url"
"""They stand side by side: at the top in the older generation, among the `options` in the newer one (line 79)."""


def with_address(step: Step, address: str) -> Step:
    """The step with our address beside our id; calls that take no id of ours take no address either."""
    body = step.json if isinstance(step.json, Mapping) else {}
    options = body.get("options")
    if OURS in body:
        return replace(step, json={**body, ADDRESS: address})
    if isinstance(options, Mapping) and OURS in options:
        return replace(step, json={**body, "options": {**options, ADDRESS: address}})
    return step


def is_signed(delivery: Delivery, secrets: Sequence[str], now: datetime) -> bool:
    """Whether one of its signatures is right under one of these secrets, and at most five minutes old (line 82).

    For seven days after a secret was changed Kling sends two signatures; one is enough.
    """
    stamp = delivery.header("webhook-timestamp")
    if not is_timely(stamp, now):
        return False
    said = b".".join((delivery.header("webhook-id").encode(), stamp.encode(), delivery.body))
    given = [word.partition(",")[2] for word in delivery.header("webhook-signature").split() if word.startswith("v1,")]
    wanted = [signature(secret, said) for secret in secrets]
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in given for other in wanted if other)


def signature(secret: str, said: bytes) -> str:
    """The signature as text; nothing for a secret that is not one."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()


def news(delivery: Delivery, ticket: Ticket | None) -> News:
    """A bare task of either generation (lines 80-81), the same as a poll tells. One of another job tells nothing."""
    try:
        task = mapping(json.loads(delivery.body))
    except (ValueError, RecursionError):
        return News()
    its_id = first_text(task, "task_id", "id")
    if not its_id or (ticket and ticket.id != its_id):
        return News()
    return News(id=its_id, update=update(task, results_asked(ticket) if ticket else 1))
