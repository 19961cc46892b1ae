"""What a task costs, in units: a video unit is $0.14, an image unit $0.0035. kling-official.md, lines 244-254.

Only what the list names is from the list; `ASSUMED` says what is not.
"""

from collections.abc import Mapping
from decimal import Decimal

VIDEO_UNIT = Decimal("0.14")
IMAGE_UNIT = Decimal("0.0035")
SIZES = {"std": "720p", "pro": "1080p", "4k": "4k"}

PER_SECOND = {
    "3.0-turbo": {"720p": "0.112", "1080p": "0.14"},
    "3.0": {"720p": "0.084", "1080p": "0.112", "4k": "0.42"},
    "3.0 sound": {"720p": "0.126", "1080p": "0.168", "4k": "0.42"},
    "3.0 motion": {"720p": "0.126", "1080p": "0.168"},
    "3.0-omni": {"720p": "0.084", "1080p": "0.112", "4k": "0.42"},
    "3.0-omni sound": {"720p": "0.112", "1080p": "0.14", "4k": "0.42"},
    "3.0-omni clip": {"720p": "0.126", "1080p": "0.168", "4k": "0.42"},
    "o1": {"720p": "0.084", "1080p": "0.112"},
    "o1 clip": {"720p": "0.126", "1080p": "0.168"},
    "2.6": {"720p": "0.042", "1080p": "0.07"},
    "2.6 sound": {"1080p": "0.14"},
    "2.6 voice": {"1080p": "0.168"},
    "2.6 motion": {"720p": "0.07", "1080p": "0.112"},
    "2.5-turbo": {"720p": "0.042", "1080p": "0.07"},
    "2.1": {"720p": "0.056", "1080p": "0.098"},
    "2.1-master": {"1080p": "0.28"},
    "avatar": {"720p": "0.056", "1080p": "0.112"},
}
"""Dollars by what is made and at which size, lines 247-254."""

ASSUMED = {"1.0": "2.1", "1.5": "2.1", "1.6": "2.1", "2.0-master": "2.1-master", "effects": "2.1", "elements": "2.1"}
"""Not in the list any more, or never: priced like these. A rehearsal's guess, for counting."""

PER_CALL = {
    "speech": "0.007",
    "faces": "0.007",
    "voice": "0.007",
    "sound": "0.035",
    "recognize": "0.014",
    "views": "0.07",
}
"""Dollars, line 254. A public report of calls on 2026-09-20 confirms 0.05 units for speech and for a voice, and none
for an element."""

EXTEND = {"720p": "0.28", "1080p": "0.49"}
"""A call of video-extend, line 254 (uncertain there)."""

PER_IMAGE = {
    "kling-v3": "0.028",
    "kling-v3-omni": "0.028",
    "kling-image-o1": "0.028",
    "kling-v2-1": "0.014",
    "expand": "0.028",
}
"""Line 254; kling-v2-1 is $0.028 with a picture, $0.056 with several, and 4K of the omni model $0.056."""

OLD_IMAGE = "0.014"
"""Retired models, and clothes tried on, are in no list: a rehearsal's guess."""


def clip(kind: str, size: object, seconds: float) -> Decimal:
    """So many seconds of video, in units. A kind without this size costs what it costs at its only or largest one."""
    prices = PER_SECOND[ASSUMED.get(kind, kind)]
    price = prices.get(SIZES.get(str(size), str(size))) or list(prices.values())[-1]
    return Decimal(price) * Decimal(str(seconds)) / VIDEO_UNIT


def call(name: str) -> Decimal:
    """A call at one price, in video units."""
    return Decimal(PER_CALL[name]) / VIDEO_UNIT


def pictures(price: str, count: int) -> Decimal:
    """So many pictures at so many dollars each, in image units."""
    return Decimal(price) * count / IMAGE_UNIT


def plain(units: Decimal) -> str:
    """As Kling writes an amount: without an exponent, and without zeros at the end."""
    return f"{units.normalize():f}"


def dollars(units: Decimal, pack: str) -> Decimal:
    """What units of a pack are worth."""
    return units * (IMAGE_UNIT if pack == "image" else VIDEO_UNIT)


def whole_number(body: Mapping[str, object], name: str, default: int) -> int:
    """A number that may be sent as a text; the default when it is left out."""
    value = body.get(name)
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else default
