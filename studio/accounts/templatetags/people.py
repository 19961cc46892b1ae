"""Tags for the pages about oneself: a plain form field in the studio's look, and the list of settings pages."""

from django import template
from django.forms import BoundField, CheckboxInput
from django.urls import reverse
from django.utils.safestring import SafeString

register = template.Library()

MAKES, MANAGES, REHEARSES = "makes", "manages", "rehearses"

#: name of the page's address, its label, what the addresses of its section begin with, what must be true to see it
SETTINGS = (
    ("settings", "Me", "/settings/", ()),
    ("shortcuts-change", "Shortcuts", "/settings/shortcuts/", ()),
    ("team", "Team", "/settings/team/", ()),
    ("projects", "Projects", "/settings/projects/", ()),
    ("providers", "Providers", "/settings/providers/", (MAKES,)),
    ("budgets", "Budgets", "/settings/budgets/", (MAKES,)),
    ("rates", "Rates", "/settings/rates/", ()),
    ("activity", "Activity", "/settings/activity/", ()),
    ("rehearsal", "Rehearsal", "/settings/rehearsal/", (MANAGES, REHEARSES)),
    ("storage", "Storage", "/settings/storage/", (MANAGES,)),
    ("reachability", "Reachability", "/settings/reachability/", (MANAGES,)),
    ("welcome", "Setting up", "/welcome/", (MANAGES,)),
    ("account_change_password", "Password", "/accounts/password/", ()),
    ("mfa_index", "Passkeys and codes", "/accounts/2fa/", ()),
    ("usersessions_list", "Where I am signed in", "/accounts/sessions/", ()),
)


@register.filter
def control(field: BoundField) -> SafeString:
    """The field's input, dressed as ours: its label stands above it, so it needs no placeholder.

    Django itself ties it to its help and its errors.
    """
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs={} if isinstance(widget, CheckboxInput) else {"class": "input"})


@register.simple_tag(takes_context=True)
def settings_pages(context: template.Context) -> list[dict]:
    """The pages of the settings; `current` is the one whose section is open: the longest beginning that fits."""
    path = context["request"].path
    shown = [row[:3] for row in SETTINGS if all(context.get(condition) for condition in row[3])]
    open_ = max((start for _, _, start in shown if path.startswith(start)), key=len, default=None)
    return [{"url": reverse(name), "label": label, "current": start == open_} for name, label, start in shown]
