"""The account behind a key of Runware's. https://runware.ai/docs/platform/account-management

The task `accountManagement` is a free read (facts, line 110); it takes a fresh task id like any other.
"""

from collections.abc import Mapping
from uuid import uuid4

import httpx

from studio.providers.account import Account, KeyField, Left, dollars
from studio.providers.answers import amount, asked, text
from studio.providers.errors import BadAnswer
from studio.providers.runware import answers
from studio.providers.runware.errors import ERRORS

FIELDS = (KeyField(name="key", label="API key", hint="From my.runware.ai, under API keys."),)


def call(url: str) -> httpx.Request:
    """Ask for the organisation behind the key."""
    task = {"taskType": "accountManagement", "taskUUID": str(uuid4()), "operation": "getDetails"}
    return httpx.Request("POST", url, json=[task])


def told(response: httpx.Response) -> Account:
    """Its name, and what is left: a number in the documentation, an object in the SDK's types."""
    said = answers.reply(response, text(asked(response).get("taskUUID")))
    if said.errors:
        raise ERRORS.error(said.errors[0])
    if not said.items:
        raise BadAnswer("Runware does not say whose key it is.", provider="runware", raw=said.raw)
    item = said.items[0]
    found = item.get("balance")
    left = amount(found.get("amount") if isinstance(found, Mapping) else found)
    name = text(item.get("organizationName"))
    whose = f"It belongs to {name}" if name else "Runware knows it"
    if left is None:
        return Account(words=f"{whose}; Runware did not tell the balance.")
    return Account(words=f"{whose}, with {dollars(left)} left.", balance=dollars(left), left=Left(left))
