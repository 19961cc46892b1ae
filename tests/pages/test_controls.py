"""Every control of every route that can be composed: drawn, and read back as it was.

A browser is played by `posted`: what its form would send, from the HTML alone. Where an element adds to a field, the
field is enough.
"""

import re
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template.loader import get_template
from hypothesis import given, seed
from hypothesis import strategies as st

from studio.catalog import registry
from studio.forms.builder import form_class
from studio.pages import speaking
from studio.pages.composing import Choice, Composition, bound, carried, is_offered, is_shown
from studio.pages.guiding import PROMPT, hidden
from studio.pages.scenes import drawing_of
from studio.pages.waiting import waiting
from tests.catalog.routes import COMPOSABLE, DIFFERENT, few, its_model, its_provider, named
from tests.catalog.strategies import examples, values_for
from tests.walks import walk

BASE = Path(__file__).parents[2]


class Posted(HTMLParser):
    """The pairs that a browser sends for the fields of a form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._text: list | None = None
        self._select: list | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        has = dict(attributes)
        if tag == "option" and self._select is not None:
            self._select[1] = has["value"] if self._select[1] is None or "selected" in has else self._select[1]
        if not has.get("name") or "disabled" in has or has.get("form") == "":
            return
        if tag == "input" and (has.get("type") not in ("radio", "checkbox", "file") or "checked" in has):
            self.pairs.append((has["name"], has.get("value") or ""))
        if tag == "textarea":
            self._text = [has["name"], ""]
        if tag == "select":
            self._select = [has["name"], None]

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            self.pairs.append((self._text[0], self._text[1].removeprefix("\n").replace("\n", "\r\n")))
            self._text = None
        if tag == "select" and self._select:
            self.pairs.append((self._select[0], self._select[1] or ""))
            self._select = None


@lru_cache(maxsize=2000)
def pairs_of(html: str) -> list[tuple[str, str]]:
    """Of a field or a page. Many routes show the same field."""
    return Posted(html).pairs


def posted(form) -> QueryDict:
    """What a browser would send of the fields that the page shows."""
    query = QueryDict(mutable=True)
    fields = [form[name] for name, field in form.fields.items() if is_shown(field.control, form.route)]
    for field in fields:
        for name, value in pairs_of(field.as_field_group()):
            query.appendlist(name, value)
    return query


def composed(slug: str, route, values: dict) -> Composition:
    """The page's own way from values to a form."""
    choice = Choice(slug, route.task, route.provider)
    return bound(carried(Composition(choice, values), choice))


def said(values: dict) -> dict:
    """Without what means the same as nothing: one take, a switch that is off."""
    return {name: value for name, value in values.items() if value is not False and (name, value) != ("takes", 1)}


def about(value: object, fraction=float) -> object:
    """With each fraction as `fraction` gives it. A list of no views is none."""
    if isinstance(value, dict):
        return {key: about(inner, fraction) for key, inner in value.items() if inner != []}
    if isinstance(value, list):
        return [about(inner, fraction) for inner in value]
    return fraction(value) if isinstance(value, float) else value


def to_a_millionth(value: float):
    """As fine as fields show them, in percent of a side."""
    return pytest.approx(value, abs=1e-6)


def stands_at(route, values: dict) -> dict:
    """What sliders say of values that nobody has set: they stand at their defaults."""
    defaults = {control.name: getattr(control, "default", None) for control in route.controls}
    return {name: at for name, at in defaults.items() if at is not None and name not in values}


def test_there_are_as_many_routes_as_the_catalog_has():
    assert len(COMPOSABLE) == sum(route.composable for model in registry.MODELS for route in model.routes)
    assert len(COMPOSABLE) > 400


def test_every_kind_of_control_has_a_template():
    kinds = {control.kind for _, route in COMPOSABLE for control in route.controls}

    assert len(kinds) >= 26
    for kind in sorted(kinds | {"media_list"}):
        get_template(f"controls/{kind}.html")


@walk(("slug", "route"), COMPOSABLE, named, by=its_model)
def test_an_untouched_form_posts_only_what_the_page_has_filled_in(slug, route):
    composition = composed(slug, route, {})
    form = form_class(slug, route.task, route.provider)(posted(composition.form))

    form.is_valid()

    more = {name: value for name, value in said(form.values()).items() if name not in composition.values}
    assert more.items() <= stands_at(route, composition.values).items()
    assert said(composition.values).items() <= form.values().items()


@walk(("slug", "route"), DIFFERENT, named, by=its_model)
@seed(1)
@examples(3)
@given(data=st.data())
def test_values_are_drawn_and_read_back_as_they_were(slug, route, data):
    composition = composed(slug, route, data.draw(values_for(route)))
    form = form_class(slug, route.task, route.provider)(posted(composition.form))
    form.is_valid()

    usual = stands_at(route, composition.values)
    again = {name: value for name, value in form.values().items() if usual.get(name) != value}
    assert about(said(again)) == about(said(composition.values), to_a_millionth)


# The page itself


OFFERS = [(slug, route) for slug, route in COMPOSABLE if is_offered(route)]
SORTS = {
    (route.task, route.provider, tuple((control.kind, control.name) for control in route.controls)): (slug, route)
    for slug, route in OFFERS
}
"""One route for every list of controls that some task has through some provider."""


def shown_on(route) -> set[tuple]:
    """What a page of the route's task through its provider shows."""
    return {(route.task, route.provider, control.kind, control.name) for control in route.controls}


def test_there_are_many_sorts_of_forms():
    assert len(OFFERS) > 350
    assert len(SORTS) > 170


@pytest.mark.django_db
@walk(("slug", "route"), few(SORTS.values(), shown_on), named, by=its_provider)
def test_every_sort_of_form_opens_with_what_its_route_needs_and_shows_every_control(slug, route, client, alice):
    client.force_login(alice)

    html = client.get(f"/create/?task={route.task}&model={slug}&via={route.provider}").content.decode()

    assert re.search(r'name="shown"[^>]* value="([^"]*)"', html)[1] == f"{slug} {route.task} {route.provider}"
    aside = hidden(route, PROMPT)  # ways to guide the motion that nobody has chosen yet: the switch names them
    sources = [control.name for control in speaking.sources(route)]  # of speech: the first one is shown
    unsaid = speaking.hidden(route, sources[0]) if sources else frozenset()
    off = waiting(route, {}).keys()  # what waits for a switch: it is greyed
    absent = aside | unsaid | off
    shown = [control for control in route.controls if is_shown(control, route) and control.name not in absent]
    assert [name for name in aside if f'name="guide" value="{name}"' not in html] == []
    assert [name for name in sources if f'name="speech" value="{name}"' not in html] == []
    assert [name for name in off if f'aria-describedby="id_{name}-waits"' not in html] == []
    assert [control.name for control in shown if not re.search(rf'name="{control.name}[".]', html)] == []
    names = {name.split(".")[0] for name, _ in pairs_of(html)}
    assert [control.name for control in shown if control.kind in ALWAYS_POST and control.name not in names] == []


ALWAYS_POST = {"prompt", "frame", "media", "reference_images", "elements", "camera", "expansion", "selection", "faces"}
"""Kinds whose fields are in the post also while nothing is set."""


def test_each_scene_has_a_drawing_that_exists():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (BASE / "static/icons/scenes.svg").read_text()))
    values = {value for _, route in COMPOSABLE for c in route.controls if c.kind == "effect" for value in c.options}

    assert len(values) > 250
    assert {drawing_of(value) for value in values} <= drawn


def test_icons_of_the_controls_are_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([\w-]+)"', (BASE / "static/icons/sprite.svg").read_text()))
    templates = "".join(path.read_text() for path in (BASE / "templates").rglob("controls/*.html"))
    scripts = (BASE / "static/js/lib/brush-view.js").read_text()
    used = set(re.findall(r'{% icon "([\w-]+)"', templates)) | set(re.findall(r'icon\("([\w-]+)"\)', scripts))

    assert len(used) > 8
    assert used <= sprite
