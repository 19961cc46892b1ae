"""What the page of elements and voices asks: places of a form, files as values, languages by name."""

import json

from django import template

from studio.library.models import Asset, Element, Voice
from studio.pages.castforms import LANGUAGES, CastForm
from studio.pages.places import Place, Tray

register = template.Library()


@register.filter
def place(form: CastForm, name: str) -> Place:
    """The place for one file of a form."""
    return form.place(name)


@register.filter
def tray(form: CastForm, name: str) -> Tray:
    """The tray for several."""
    return form.tray(name)


@register.filter
def media_json(asset: Asset) -> str:
    """A file as a media value."""
    return json.dumps({"asset": str(asset.pk)})


@register.filter
def value_json(own: Voice | Element) -> str:
    """An element or a voice as a recipe holds it."""
    return json.dumps(own.as_value())


@register.filter
def language_name(code: str) -> str:
    """`en` -> English."""
    return dict(LANGUAGES).get(code, code) if code else "Language not said"
