"""Tags for keys: what the script reads, and what tooltips say."""

from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from studio.pages import keyboard
from studio.pages.keynames import in_line, in_words, in_writing

register = template.Library()


@register.simple_tag(takes_context=True)
def shortcut_table(context: template.Context) -> SafeString:
    """The table as data for static/js/lib/shortcuts.js, with this person's own keys. A data block is no script."""
    return json_script(keyboard.rows(context["user"]), "shortcuts")


@register.simple_tag(takes_context=True)
def keys(context: template.Context, slug: str) -> SafeString | str:
    """` aria-keyshortcuts="Control+Enter"` for the thing that a press of these keys does; empty where none are."""
    pressed = _pressed(context, slug)
    return format_html(' aria-keyshortcuts="{}"', pressed) if pressed else ""


@register.simple_tag(takes_context=True)
def keys_said(context: template.Context, slug: str, words: str = "") -> str:
    """For a tooltip: the words, two spaces, and `Ctrl Enter`."""
    return f"{words}  {in_line(_pressed(context, slug))}".strip()


register.filter("in_writing", in_writing)


@register.filter
def presses(pressed: str) -> list[list[str]]:
    """`Control+Enter` -> [["Ctrl", "Enter"]], to be drawn key by key."""
    return in_words(pressed)


def _pressed(context: template.Context, slug: str) -> str:
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return keyboard.BY_SLUG[slug].keys
    if not hasattr(request, "own_keys"):
        request.own_keys = keyboard.keys_of(request.user)
    return request.own_keys[slug]
