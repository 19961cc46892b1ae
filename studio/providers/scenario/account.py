"""The account behind a key of Scenario's. Lines are those of the facts about Scenario.

The list of jobs is a free read that every key may do (line 25). A key is told neither who it is (line 14) nor the
balance.
"""

import httpx

from studio.providers.account import Account, KeyField
from studio.providers.answers import objects
from studio.providers.scenario.answers import body_of

FIELDS = (
    KeyField(name="key", label="API key", hint="From app.scenario.com, under API keys. It needs a paid plan there."),
    KeyField(name="secret", label="API secret"),
)


def call(url: str) -> httpx.Request:
    """Ask for the newest job."""
    return httpx.Request("GET", f"{url}/jobs", params={"pageSize": 1})


def told(response: httpx.Response) -> Account:
    """That the key opens the list of jobs."""
    jobs = objects(body_of(response).get("jobs"))
    what = "shows the account's jobs" if jobs else "says that the account has made no job yet"
    return Account(words=f"Scenario accepts the key, and {what}.")
