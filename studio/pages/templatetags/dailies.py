"""Tags and filters that the studio's templates use: import map, icons, the main sections, times and money."""

import json
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from studio.core import money

register = template.Library()

SECTIONS = (
    ("create", "Create"),
    ("library", "Library"),
    ("queue", "Queue"),
    ("settings", "Settings"),
)


@register.simple_tag(takes_context=True)
def importmap(context: template.Context) -> SafeString:
    """`studio/<path>` for every file below static/js, so that modules name each other and get hashed addresses."""
    return format_html('<script type="importmap" nonce="{}">{}</script>', context.get("csp_nonce") or "", _imports())


@lru_cache(maxsize=1)
def _imports() -> SafeString:
    files = sorted(
        path.relative_to(root) for root in map(Path, settings.STATICFILES_DIRS) for path in (root / "js").rglob("*.js")
    )
    names = {f"studio/{file.relative_to('js').as_posix()}": static(file.as_posix()) for file in files}
    return mark_safe(json.dumps({"imports": names}).replace("<", "\\u003c"))


@register.simple_tag
def icon(name: str, *modifiers: str) -> SafeString:
    """A drawing from the sprite, hidden from assistive technology: the words beside it speak."""
    classes = " ".join(["icon", *(f"icon--{modifier}" for modifier in modifiers)])
    address = f"{static('icons/sprite.svg')}#{name}"
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', classes, address)


@register.simple_tag(takes_context=True)
def sections(context: template.Context) -> list[dict]:
    """The main sections that exist, with `current` set on the one that is open."""
    path = context["request"].path if "request" in context else ""
    found = []
    for name, label in SECTIONS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append({"name": name, "label": label, "url": url, "current": path.startswith(url)})
    return found


@register.filter
def initials(name: str) -> str:
    """`Ada Kowalski` -> `AK`, for an avatar."""
    words = str(name).split("@")[0].split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


@register.filter
def clock(seconds: float | None) -> str:
    """Seconds as a player shows them: 72.4 -> `1:12`."""
    if seconds is None:
        return ""
    whole = int(seconds + 0.5)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


@register.filter
def in_money(amount: Decimal | None, currency: str = "USD") -> str:
    """`$0.84`; an amount that is not known is `?`."""
    return "?" if amount is None else money.words(amount, currency)
