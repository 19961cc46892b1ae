"""One row for each of fal's Kling endpoints: what it takes, what it makes, and what that costs.

The tables themselves: `videos`, `others`. fal.md, lines 37-60 (prices) and 62-428 (inputs); lines are those of fal.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from studio.rehearsal.fields import Field, Rule, Table, choice, group, listed, needed, number, text, whole

Inputs = Mapping[str, object]
Price = Callable[[Inputs], Decimal]


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An app's endpoint. `makes` names its output (`outputs.py`); `size` is that of its videos; `sound`: whether they
    have any where nothing is said of it, None where they never do."""

    takes: Table
    makes: str
    price: Price
    rules: tuple[Rule, ...] = ()
    size: str = "1080p"
    sound: bool | None = None


def web_or_data(value: str) -> str:
    """Line 35: https addresses or data URIs, unlike Kling's own API."""
    known = value.startswith(("http://", "https://", "data:"))
    return "" if known else "should be a URL or a data URI"


FILE = text(form=web_or_data)
PROMPT = needed(text(2500))
SHAPES = choice("16:9", "9:16", "1:1")
SHAPES_OR_AUTO = choice("auto", "16:9", "9:16", "1:1")
FIVE_OR_TEN = choice("5", "10")
TO_TEN = choice(*map(str, range(3, 11)))
TO_FIFTEEN = choice(*map(str, range(3, 16)))
GUIDANCE = number(0, 1)
SPEED = number(0)


def files(least: int | None = None, most: int | None = None) -> Field:
    """A list of files."""
    return listed(FILE, least, most)


def seconds(inputs: Inputs) -> Decimal:
    """The duration that is asked for: text here, 5 seconds where it is left out, the sum of the shots where there are
    some and none is given."""
    if str(inputs.get("duration") or "").isdigit():
        return Decimal(str(inputs["duration"]))
    shots = inputs.get("multi_prompt")
    if isinstance(shots, list) and shots:
        return sum((Decimal(str(shot.get("duration") or 5)) for shot in shots if isinstance(shot, Mapping)), Decimal(0))
    return Decimal(5)


def per_second(silent: str, sound: str = "", voice: str = "", *, on: bool = True) -> Price:
    """Dollars for each second; dearer with sound (`on`: where nothing is said of it), and with voices."""

    def price(inputs: Inputs) -> Decimal:
        each = sound if sound and inputs.get("generate_audio", on) else silent
        speaks = inputs.get("voice_ids") or any(one.get("voice_id") for one in inputs.get("elements") or [])
        return Decimal(voice if voice and speaks else each) * seconds(inputs)

    return price


def per_call(dollars: str) -> Price:
    """One price for a call."""
    return lambda inputs: Decimal(dollars)


def per_image(dollars: str) -> Price:
    """Dollars for each picture."""
    return lambda inputs: Decimal(dollars) * pictures(inputs)


def pictures(inputs: Inputs) -> int:
    """How many pictures are asked for: `series_amount` of a series, else `num_images`, else one."""
    name = "series_amount" if inputs.get("result_type") == "series" else "num_images"
    count = inputs.get(name)
    return count if isinstance(count, int) and not isinstance(count, bool) else 1


IMAGE_SET = group(frontal_image_url=FILE, reference_image_urls=files(most=3))
"""ElementInput, KlingV3ImageElementInput; lines 402-404, 420-422."""

COMBO = group(frontal_image_url=FILE, reference_image_urls=files(most=3), video_url=FILE, voice_id=text())
"""KlingV3ComboElementInput; lines 415-419."""

FULL_SET = group(frontal_image_url=needed(FILE), reference_image_urls=files(most=3))
"""OmniVideoElementInput; lines 426-428."""

SHOT = group(prompt=needed(text(512)), duration=choice(*map(str, range(1, 16))))
"""KlingV3MultiPromptElement; lines 423-425. The 512 characters are those of Kling's own API."""

MASK = group(mask_url=needed(FILE), trajectories=listed(group(x=needed(whole()), y=needed(whole()))))
"""DynamicMask; lines 399-401."""
