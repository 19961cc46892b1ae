"""What the templates of frames ask: what does not fit, whether the end repeats the start, whose shape is taken."""

from collections.abc import Iterable

from django import template
from django.forms import BoundField

from studio.pages.places import parsed
from studio.pages.shaping import follows, mismatch
from studio.pages.sources import WORDS

register = template.Library()

register.filter("mismatch", mismatch)


@register.filter
def is_loop(frames: Iterable[BoundField]) -> bool:
    """Whether both frames hold the same file."""
    files = [value.get("asset") for field in frames if isinstance(value := parsed(field), dict)]
    return len(files) == 2 and bool(files[0]) and files[0] == files[1]


@register.filter
def shape_that_is_followed(frames: list[BoundField]) -> str:
    """The shape of the clip where it is that of its first frame; empty where it can be chosen, or is not known yet."""
    return next(iter(follows(frames, frames[0].form.route)), "") if frames else ""


KEYFRAMES = "keyframes"


@register.filter
def is_on_the_rail(field: BoundField) -> bool:
    """Whether a field stands between the frames: keyframes, where the route has a first frame."""
    return field.name == KEYFRAMES and "first_frame" in field.form.fields


@register.filter
def keyframes(frames: list[BoundField]) -> BoundField | None:
    """The keyframes between these frames; None where the route takes none."""
    form = frames[0].form
    return form[KEYFRAMES] if KEYFRAMES in form.fields else None


@register.filter
def moments(field: BoundField) -> list[str]:
    """When each keyframe is met, in seconds: the model spreads them evenly over the clip."""
    value, seconds = parsed(field), field.form.typed.get("duration")
    if not isinstance(value, list) or not isinstance(seconds, int):
        return []
    return [f"{seconds * number / (len(value) + 1):.1f}" for number in range(1, len(value) + 1)]


@register.filter
def medium_word(kind: str) -> str:
    """`video` -> clip."""
    return WORDS[kind]
