"""Keys that are easy to recognise wherever they come out, another set in every run: see leaks.py."""

import base64
import secrets

MARK = "planted-"
RUN = secrets.token_hex(5)


def planted(provider: str, part: str) -> str:
    """`planted-fal-secret-1f0c9e5ab7`."""
    return f"{MARK}{provider}-{part}-{RUN}"


PARTS = {
    "kling": {"key": planted("kling", "key")},
    "runware": {"key": planted("runware", "key")},
    "fal": {"key": f"{planted('fal', 'id')}:{planted('fal', 'secret')}"},
    "scenario": {"key": planted("scenario", "key"), "secret": planted("scenario", "secret")},
}
"""A key to each provider, as a person pastes it."""

WEBHOOK_SECRET = "whsec_" + base64.b64encode(planted("kling", "hook").encode()).decode()
"""What signs Kling's deliveries, as Kling gives it."""
