"""The account behind a key of Kling's. Lines are those of the facts about the official API.

`GET /account/costs` is free, may be asked once a second, and is 12 hours late (line 238). Units of different packages
are worth different money, so they are never added up.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import httpx

from studio.providers.account import Account, KeyField, number
from studio.providers.answers import Fault, Json, amount, mapping, objects, short, text
from studio.providers.kling import answers
from studio.providers.kling.errors import ERRORS

API_KEY, PAIR = "One API key", "Access key and secret"
FIELDS = (
    KeyField(
        name="key",
        label="API key",
        way=API_KEY,
        hint="From kling.ai/dev, shown there once. It opens the older and the newer part of the API.",
    ),
    KeyField(name="access_key", label="Access key", way=PAIR, hint="This pair opens only the older part of the API."),
    KeyField(name="secret_key", label="Secret key", way=PAIR),
    KeyField(
        name="region",
        label="Region",
        choices=(("global", "Global, api-singapore"), ("china", "China, api-beijing")),
        hint="Where the account was made. A key of one region is not known in the other.",
    ),
    KeyField(
        name="webhook_secret",
        label="Webhook secret (optional)",
        hint="Begins with whsec_. With it Kling's calls about finished tasks are believed; without, Kling is asked.",
        optional=True,
    ),
)
"""Lines 15-18, 34-35 and 82."""

LOOK_BACK = timedelta(days=365)
USABLE = "online"
MOST_NAMED = 3


def call(url: str, now: datetime) -> httpx.Request:
    """Ask for the packages of the last year; times are milliseconds."""
    times = {"start_time": _milliseconds(now - LOOK_BACK), "end_time": _milliseconds(now)}
    return httpx.Request("GET", f"{url}/account/costs", params=times)


def told(response: httpx.Response) -> Account:
    """The packages that can be used, and what is left of each."""
    data = mapping(answers.data_of(response))
    if (code := text(data.get("code"))) not in ("", "0"):
        raise ERRORS.error(Fault(code=code, words=text(data.get("msg")), raw=short(dict(data))))
    packs = objects(data.get("resource_pack_subscribe_infos"))
    usable = [pack for pack in packs if pack.get("status") == USABLE]
    if not usable:
        return Account(words="Kling accepts the key, and names no package that can be used.")
    left = ", ".join(_left(usable))
    return Account(words=f"Kling accepts the key. Left, as of some 12 hours ago: {left}.", balance=left)


def _left(packs: Iterable[Json]) -> Iterable[str]:
    for pack in list(packs)[:MOST_NAMED]:
        name, rest = text(pack.get("resource_pack_name")) or "a package", amount(pack.get("remaining_quantity"))
        yield f"{number(rest)} units of {name}" if rest is not None else f"{name}, how much is not told"


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
