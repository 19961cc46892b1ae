"""Tags and filters that the studio's templates use: import map, icons, the main sections, times and money."""

import json
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from studio.catalog.controls import Number, Size
from studio.catalog.media_controls import Media
from studio.catalog.schema import Route
from studio.core import money
from studio.core.formats import FORMATS
from studio.jobs import budgets
from studio.jobs.card import UnderWay, unfinished
from studio.jobs.models import Draft
from studio.pages.shapes import Shape, Tier, tiers

register = template.Library()

SECTIONS = (
    ("create", "Create"),
    ("library", "Library"),
    ("review", "Review"),
    ("elements", "Elements"),
    ("queue", "Queue"),
    ("insights", "Insights"),
    ("settings", "Settings"),
)
ALSO = {"create": ("/models/",), "library": ("/assets/",), "review": ("/bake-offs/",), "queue": ("/ledger/", "/jobs/")}
"""Pages that belong to a section without being below its address."""


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
        found.append({"name": name, "label": label, "url": url, "current": path.startswith((url, *ALSO.get(name, ())))})
    return found


@register.simple_tag(takes_context=True)
def jobs_under_way(context: template.Context) -> dict[str, int]:
    """How many unfinished jobs are `mine` and how many the team has in `all`."""
    team = context.get("team")
    pk = context["user"].pk
    found = unfinished(team.pk) if team else UnderWay({}, {})
    return {"mine": found.mine(pk), "all": found.all(pk)}


@register.simple_tag(takes_context=True)
def tightest_budget(context: template.Context) -> budgets.Use | None:
    """What is left of the budget that is nearest to its end; for who makes jobs, where there is one."""
    team, project = context.get("team"), context.get("project")
    return budgets.tightest(team, context["user"], project) if context.get("makes") and project else None


@register.simple_tag
def tiers_of(control: Size) -> list[Tier]:
    """The sizes of a control as drawn shapes, by tier of pixels."""
    return tiers(control.options)


@register.filter
def holds(tier: Tier, value: str) -> bool:
    """Whether a form's size is one of the tier's."""
    return any(shape.value == value for shape in tier.shapes)


@register.filter
def whole_numbers(control: Number) -> range:
    """1, 2, 3, 4: every count that a control takes."""
    return range(int(control.least), int(control.most) + 1)


@register.filter
def accept(control: Media) -> str:
    """What a file dialog offers: `image/jpeg,image/png`; anything of the medium where no format is named."""
    mimes = {FORMATS[name].mime for name in control.accepts.formats}
    return ",".join(sorted(mimes)) or f"{control.media}/*"


MEDIUM_ICONS = {"image": "image", "video": "film", "audio": "sound"}


@register.filter
def medium_icon(control: Media) -> str:
    """The drawing for an empty place of this medium."""
    return MEDIUM_ICONS[control.media]


@register.filter
def ratio_drawn(ratio: str) -> dict[str, float]:
    """SVG attributes of the rectangle for `16:9`; `auto` is a square."""
    across, down = map(int, ratio.split(":")) if ":" in ratio else (1, 1)
    return Shape(ratio, across, down).drawn


@register.filter
def rule_words(control: Media) -> str:
    """The route's rules for a file, before one is chosen: `JPEG or PNG · up to 10 MB`."""
    return " · ".join(control.accepts.words())


@register.filter
def takes(route: Route, value: str) -> bool:
    """Whether a route takes a value at all."""
    return value in route.values


@register.filter
def of_kind(fields: Iterable[BoundField] | None, kind: str) -> list[BoundField]:
    """The fields of one kind of control."""
    return [field for field in fields or () if field.field.control.kind == kind]


@register.filter
def not_of_kind(fields: Iterable[BoundField], kind: str) -> list[BoundField]:
    """The other fields."""
    return [field for field in fields if field.field.control.kind != kind]


FRAME_WORDS = {"First frame": "Start", "Last frame": "End"}


@register.filter
def frame_word(label: str) -> str:
    """What a film crew calls it, below the picture."""
    return FRAME_WORDS.get(label, label)


SHOT_STYLES = {"customize": "My shots", "intelligent": "Auto director"}


@register.filter
def shot_style(value: str) -> str:
    """Who cuts, in words."""
    return SHOT_STYLES.get(value, value.capitalize())


@register.filter
def draft_words(draft: Draft) -> str:
    """The first words of a draft, or what it is for."""
    typed = draft.values.get("typed", {})
    shots = [shot.get("prompt") for shot in typed.get("shots", ()) if isinstance(shot, dict)]
    words = " ".join(str(next(filter(None, [typed.get("prompt"), *shots]), "")).split())
    return Truncator(words).chars(60) or f"{draft.model.replace('-', ' ').capitalize()}, no words yet"


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
