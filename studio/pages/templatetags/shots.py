"""What the strip of shots shows beside the control itself."""

from django import template

from studio.pages import camera_words, storyboards
from studio.pages.apart import Apart, apart_of

register = template.Library()


@register.simple_tag(takes_context=True)
def pasted_list(context: template.Context) -> str:
    """The text in the field for lists: as it was just posted, else as the draft has it."""
    draft = context["desk"].draft
    return storyboards.text_of(context["request"], draft.values if draft else {})


@register.simple_tag(takes_context=True)
def list_faults(context: template.Context) -> tuple[str, ...]:
    """What was just found to be wrong with it."""
    return getattr(context["request"], "shot_faults", ())


@register.simple_tag
def words_of_shots() -> str:
    """Shot sizes and camera moves, as <shot-list> reads them."""
    return camera_words.of_shots()


@register.simple_tag(takes_context=True)
def separate_shots(context: template.Context) -> Apart | None:
    """The strip below a form that takes no shots, where each can be a job of its own."""
    return None if context.get("shots") else apart_of(context["request"], context["desk"].composition)
