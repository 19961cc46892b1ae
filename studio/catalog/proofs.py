"""Proof and final: which recipes render at the final tier, and whether two recipes are the same shot but for that.

A tier of video is a model of its own, and its name ends in the word for it (GRADES). Where a name has no such word, as
with pictures, it is the number of pixels that is asked for (FINAL_SIZES). What is drawn on this machine is never final,
and neither is what has no tier at all: speech, sounds, effects, lip-sync of a clip that is there already.
"""

from collections.abc import Iterator, Mapping

from studio.catalog import registry
from studio.catalog.recipe import Recipe
from studio.catalog.tiers import tier_name

GRADES = {"standard": False, "pro": True, "master": True, "4k": True}
"""The last word of a model's slug -> whether that is the final tier."""

FINAL_SIZES = frozenset({"2K", "4K"})
"""Of pictures, by the names of tiers.py."""

TIER_ONLY = frozenset({"width", "height", "resolution", "aspect_ratio", "takes", "guidance", "watermark", "fast"})
"""Values that say how large, how many and how strictly, and not what is to be seen and heard. The shape of the picture
is compared by itself, as one value: a size and a ratio may say the same."""

NEAR = 0.03
"""Shapes that differ by less are the same: 1280 × 720 is 16:9, 1360 × 768 nearly."""


def is_final(recipe: Recipe) -> bool:
    """Whether a recipe renders at the final tier."""
    route = registry.route(recipe.model, recipe.task, recipe.provider)
    if route is None or route.is_local or route.output not in ("video", "image"):
        return False
    word = recipe.model.rpartition("-")[2]
    return GRADES[word] if word in GRADES else route.output == "image" and _size(recipe.values) in FINAL_SIZES


def differences(proof: Recipe, final: Recipe) -> tuple[str, ...]:
    """How the values are called in which two recipes are not the same shot; empty where they differ in model, provider
    and size at most."""
    before, now = dict(_said(proof)), dict(_said(final))
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    labels = [registry.control_of(name).label for name in names]
    task = [] if proof.task == final.task else ["Task"]
    shape = [] if _same_shape(proof.values, final.values) else ["Shape"]
    return tuple(dict.fromkeys([*task, *labels, *shape]))


def _said(recipe: Recipe) -> Iterator[tuple[str, object]]:
    """What is to be seen and heard, by name, as it can be compared; without what is as usual, or is nothing."""
    route = registry.route(recipe.model, recipe.task, recipe.provider)
    for name, value in recipe.values.items():
        control = route.control(name) if route else None
        usual = getattr(control, "default", None) if name != "duration" else None
        plain = _plain(value)
        if name not in TIER_ONLY and plain not in (None, "", False, [], {}) and plain != usual:
            yield name, plain


def _plain(value: object) -> object:
    """Files by their content, as far as that is known; words without how they are broken into lines."""
    if isinstance(value, Mapping):
        if "asset" in value:
            return value.get("sha256") or value["asset"]
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _size(values: Mapping[str, object]) -> str:
    """`2K`; empty where no size is named."""
    if values.get("resolution"):
        return str(values["resolution"]).upper()
    width, height = values.get("width"), values.get("height")
    return tier_name(width, height) if isinstance(width, int) and isinstance(height, int) else ""


def _same_shape(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Also where one of them leaves it to the input."""
    one, other = _shape(before), _shape(now)
    return one is None or other is None or abs(one / other - 1) < NEAR


def _shape(values: Mapping[str, object]) -> float | None:
    """Width by height."""
    width, height = values.get("width"), values.get("height")
    if not width:
        width, _, height = str(values.get("aspect_ratio") or "").partition(":")
    try:
        return float(width) / float(height)
    except (ValueError, ZeroDivisionError):
        return None
