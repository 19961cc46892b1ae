"""Takes for every route: where the API counts none, they are so many jobs of the same recipe (studio/jobs/batches.py).

The number is no part of the recipe there: it is kept beside the values, under the name that it has where an API counts.
"""

from collections.abc import Mapping
from dataclasses import replace

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from studio.catalog.controls import Takes
from studio.catalog.schema import Route
from studio.core.numbers import whole
from studio.forms.builder import GROUPS, Group
from studio.forms.fields import field_for

TAKES = Takes(most=4)
"""As many as an API counts itself, of clips: what is chosen for one provider is offered at every other."""


def are_jobs(route: Route, values: Mapping[str, object]) -> bool:
    """Whether takes are jobs of their own here: the API makes one result a request. What runs in turn is made once."""
    faces, given = route.control("faces"), values.get("faces")
    in_turn = faces is not None and isinstance(given, list) and len(given) > faces.most
    return route.control(TAKES.name) is None and not in_turn


def count_of(route: Route, values: Mapping[str, object], kept: Mapping[str, object]) -> int:
    """How many jobs are made of what is composed."""
    takes = kept.get(TAKES.name)
    return takes if are_jobs(route, values) and _is_several(takes) else 1


def _is_several(takes: object) -> bool:
    return type(takes) is int and 1 < takes <= TAKES.most


def kept_with(kept: Mapping[str, object], post: QueryDict, shown: Route) -> dict[str, object]:
    """What is kept, with the number on a page whose route counts none. Nine pictures wait for a task of pictures."""
    name = TAKES.name
    if name not in post or shown.control(name) or (not post[name] and not _is_several(kept.get(name))):
        return dict(kept)
    takes, others = whole(post[name]), {each: value for each, value in kept.items() if each != name}
    return others | ({name: takes} if _is_several(takes) else {})


def with_takes(groups: list[Group], count: int) -> list[Group]:
    """The sections, with the number of takes in that of the output."""
    slug, field = TAKES.group, _field(count)
    if not any(group.slug == slug for group in groups):
        groups = _in_order([*groups, Group(slug, GROUPS[slug], ())])
    return [replace(group, fields=(*group.fields, field)) if group.slug == slug else group for group in groups]


def _in_order(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: list(GROUPS).index(group.slug))


def _field(count: int) -> BoundField:
    form = forms.Form({TAKES.name: count})
    field = field_for(TAKES)
    field.control, field.template_name = TAKES, f"controls/{TAKES.kind}.html"
    form.fields[TAKES.name] = field
    return form[TAKES.name]
