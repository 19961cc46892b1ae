"""fal's webhooks: signed with Ed25519 under keys that fal publishes. Lines are those of the facts about fal."""

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from studio.providers.answers import Json, mapping, objects, text
from studio.providers.base import Ticket, Update
from studio.providers.fal.answers import failed, fault_of, result
from studio.providers.hooks import Delivery, News, is_timely

JWKS = "https://rest.fal.ai/.well-known/jwks.json"
"""Where the keys are (line 25). They may be kept for a day."""

SIGNED = tuple(f"x-fal-webhook-{name}" for name in ("request-id", "user-id", "timestamp"))
STATUS = "Invalid status code: "
"""How fal names the status with which a model failed (line 24)."""


def is_signed(delivery: Delivery, keys: Iterable[Ed25519PublicKey], now: datetime) -> bool:
    """Whether one of the published keys signed exactly this body for this request, within five minutes (line 25)."""
    named = [delivery.header(name) for name in SIGNED]
    if not all(named) or not is_timely(named[-1], now):
        return False
    said = "\n".join((*named, hashlib.sha256(delivery.body).hexdigest())).encode()
    try:
        signature = bytes.fromhex(delivery.header("x-fal-webhook-signature"))
    except ValueError:
        return False
    return any(_signed_by(key, signature, said) for key in keys)


def _signed_by(key: Ed25519PublicKey, signature: bytes, said: bytes) -> bool:
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True


def keys_of(jwks: object) -> list[Ed25519PublicKey]:
    """The keys of a published set; whatever in it is none is passed over."""
    found = (_key(text(key.get("x"))) for key in objects(mapping(jwks).get("keys")) if key.get("crv") == "Ed25519")
    return [key for key in found if key]


def _key(x: str) -> Ed25519PublicKey | None:
    """A public key from its base64url, which JWKs write without padding."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))
    except ValueError:
        return None


def news(delivery: Delivery, ticket: Ticket | None) -> News:
    """The result, or how the model failed. What could not be written as JSON is asked for; so is another's job."""
    try:
        body = mapping(json.loads(delivery.body))
    except (ValueError, RecursionError):
        return News()
    its_id = text(body.get("request_id"))
    if not its_id or (ticket and ticket.id != its_id):
        return News()
    return News(id=its_id, update=_update(body))


def _update(body: Json) -> Update | None:
    payload = body.get("payload")
    if body.get("status") == "OK":
        return result(mapping(payload)) if mapping(payload) else None
    fault = fault_of(_status(text(body.get("error"))), {}, payload)
    return failed(fault) if fault.ends else None


def _status(error: str) -> int:
    number = error.partition(STATUS)[2]
    return int(number) if number.isascii() and number.isdecimal() and len(number) == 3 else 0
