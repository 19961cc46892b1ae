"""fal's webhooks: what they say, and how they are signed. fal.md, lines 23-25."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studio.rehearsal.frame import Frame
from studio.rehearsal.hooks import Message
from studio.rehearsal.lives import Task

SETTING = "fal webhook key"


def key_of(frame: Frame) -> Ed25519PrivateKey:
    """The key of this rehearsal, made once."""
    kept = frame.store.setting(SETTING)
    if kept is None:
        kept = Ed25519PrivateKey.generate().private_bytes_raw().hex()
        frame.store.set(SETTING, kept)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept))


def key_set(frame: Frame) -> dict[str, object]:
    """What `/.well-known/jwks.json` serves."""
    public = key_of(frame).public_key().public_bytes_raw()
    x = base64.urlsafe_b64encode(public).decode().rstrip("=")
    return {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "rehearsal", "use": "sig", "alg": "EdDSA", "x": x}]}


def message(frame: Frame, task: Task, told: dict[str, object], now: float) -> Message:
    """One delivery: the signature is over the id, the user, the time and the hash of the body, a line each."""
    body = json.dumps(told, separators=(",", ":")).encode()
    user, at = f"rehearsal-{task.account}", str(int(now))
    signed = "\n".join((task.id, user, at, hashlib.sha256(body).hexdigest())).encode()
    headers = {
        "content-type": "application/json",
        "x-fal-webhook-request-id": task.id,
        "x-fal-webhook-user-id": user,
        "x-fal-webhook-timestamp": at,
        "x-fal-webhook-signature": key_of(frame).sign(signed).hex(),
    }
    return Message(body, headers)
