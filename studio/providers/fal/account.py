"""The account behind a key of fal's: the Platform APIs. https://fal.ai/docs/platform-apis/v1, read on 2026-11-20

`/models/pricing` takes any key and is a free read. `/account/billing` tells the balance, and takes admin keys only.
"""

import httpx

from studio.providers.account import Account, KeyField, Left, dollars, number
from studio.providers.answers import (
    Fault,
    Json,
    amount,
    first_text,
    mapping,
    objects,
    read,
    retry_after_s,
    short,
    text,
)
from studio.providers.fal.errors import ERRORS

PLATFORM = "https://api.fal.ai"
MODEL = "fal-ai/kling-video/v2.5-turbo/pro/text-to-video"

FIELDS = (
    KeyField(
        name="key",
        label="API key",
        hint="From fal.ai/dashboard/keys. Paste all of it, with the part after the colon.",
    ),
)


def call() -> httpx.Request:
    """Ask what a Kling model costs."""
    return httpx.Request("GET", f"{PLATFORM}/v1/models/pricing", params={"endpoint_id": MODEL})


def told(response: httpx.Response) -> Account:
    """That the key opens prices. fal does not say whose it is."""
    prices = objects(_body(response).get("prices"))
    price, unit = (amount(prices[0].get("unit_price")), text(prices[0].get("unit"))) if prices else (None, "")
    if price is None or not unit:
        return Account(words="fal accepts the key.")
    each = unit.removesuffix("s")
    return Account(
        words=f"fal accepts the key, and told what Kling 2.5 Turbo Pro costs: ${price.normalize():f} a {each}."
    )


def call_balance() -> httpx.Request:
    """Ask what is left."""
    return httpx.Request("GET", f"{PLATFORM}/v1/account/billing", params={"expand": "credits"})


def balance(response: httpx.Response) -> str:
    """What is left, in words."""
    found = left(response)
    if found is None:
        return ""
    return dollars(found.amount) if found.currency == "USD" else f"{number(found.amount)} {found.currency}"


def left(response: httpx.Response) -> Left | None:
    """What is left."""
    credits_ = mapping(_body(response).get("credits"))
    found, currency = amount(credits_.get("current_balance")), text(credits_.get("currency")) or "USD"
    return None if found is None else Left(found, currency)


def _body(response: httpx.Response) -> Json:
    """The JSON of an answer that is no error; errors are `{"error": {"type", "message"}}`, or as the queue's."""
    body = mapping(read(response))
    if response.status_code < 400 and body:
        return body
    words = first_text(mapping(body.get("error")), "message") or first_text(body, "detail", "message")
    raw = short(dict(body)) if body else {"status": response.status_code, "body": response.text[:2000]}
    raise ERRORS.error(
        Fault(code=str(response.status_code), words=words, raw=raw, retry_after_s=retry_after_s(response))
    )
