"""Kling's callbacks, signed as Standard Webhooks. kling-official.md, lines 77-84."""

import base64
import hmac
import json
from collections.abc import Mapping

from studio.rehearsal.hooks import Message

SECRET = "whsec_dGVzdHNlY3JldHRlc3RzZWNyZXR0ZXN0c2VjcmV0MTI="
"""Of every account of a rehearsal: the one of the vendor's published test vector (line 83), so no secret at all."""


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the base64 of HMAC-SHA256 over `{id}.{timestamp}.{body}` (line 82)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


def signed(told: Mapping[str, object], message_id: str, now: float) -> Message:
    """A callback: the bare task, without an envelope, with the headers of line 82."""
    body = json.dumps(told, separators=(",", ":")).encode()
    at = int(now)
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(SECRET, message_id, at, body),
    }
    return Message(body, headers)
