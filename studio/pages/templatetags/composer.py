"""What the templates of the controls ask: places for files, rows, scenes, camera moves, what excludes what."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studio.catalog.cast_controls import Effect, Elements, Faces, Voice
from studio.catalog.media_controls import Limits
from studio.catalog.motion_controls import AXES, SIDES, Camera
from studio.catalog.recipe import media_values
from studio.catalog.rules import AtMost, Excludes, OnlyWhen, Requires
from studio.catalog.schema import Route
from studio.pages import camera_words, guiding, mentionable, places, room, speaking
from studio.pages.benches import MOVES
from studio.pages.scenes import Scene, scene

register = template.Library()

register.filter("parsed", places.parsed)
register.filter("place", places.place_of)
register.filter("tray", mentionable.tray_of)
register.filter("mentionable", mentionable.mentionable)
register.filter("room", room.room_of)
register.filter("element_rows", places.element_rows)
register.filter("face_rows", places.face_rows)


@register.simple_tag
def drawing(name: str) -> SafeString:
    """The drawing of a scene."""
    address = f"{static('icons/scenes.svg')}#{name}"
    return format_html('<svg viewBox="0 0 48 36" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address)


@register.filter
def scenes(control: Effect) -> list[Scene]:
    """The scenes of an effect, as tiles."""
    return [scene(value, control.pairs) for value in control.options]


# Camera


@dataclass(frozen=True, slots=True)
class Axis:
    """One slider: the value's name, the film word, what both ends mean, and where it stands."""

    name: str
    label: str
    ends: str
    value: object


AXIS_WORDS = {
    "truck": ("Truck", "left to right"),
    "pedestal": ("Pedestal", "down to up"),
    "tilt": ("Tilt up/down", "down to up"),
    "pan": ("Pan left/right", "left to right"),
    "roll": ("Roll", "anticlockwise to clockwise"),
    "zoom": ("Zoom", "out to in"),
}


@register.filter
def axes(bound: BoundField) -> list[Axis]:
    """The six sliders with their values."""
    value = places.parsed(bound)
    given = value.get("axes") if isinstance(value, dict) else None
    given = given if isinstance(given, dict) else {}
    return [Axis(name, *AXIS_WORDS[name], given.get(name, 0)) for name in AXES]


@register.filter
def moves(control: Camera) -> list[tuple[str, str]]:
    """The presets that a route takes, each with its film words."""
    return [(name, words) for name, words in MOVES.items() if name in control.presets]


@register.filter
def moves_in_words(route: Route) -> tuple[camera_words.Move, ...]:
    """The moves that a prompt may say where the route has no camera; none where it has."""
    return camera_words.MOVES if camera_words.is_said_in_words(route) else ()


@register.filter
def moves_said(prompt: str | None) -> list[camera_words.Move]:
    """Those that it says."""
    return camera_words.said(prompt or "")


# Numbers


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an expansion, in percent."""

    name: str
    percent: object

    @property
    def runs(self) -> str:
        """Which way its edge moves, as ARIA calls it."""
        return "vertical" if self.name in ("up", "down") else "horizontal"


@register.filter
def sides(bound: BoundField) -> list[Side]:
    """Up, down, left and right."""
    value = places.parsed(bound)
    given = value if isinstance(value, dict) else {}
    return [Side(name, _percent(given.get(name, 0))) for name in SIDES]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a selection: its frame, and where it lies in percent. The last row is empty."""

    number: int
    frame: object
    x: object
    y: object


@register.filter
def points(bound: BoundField) -> list[Point]:
    """All points of a selection, one row each, and one row to write a new one in."""
    value = places.parsed(bound)
    marks = [mark for mark in value if isinstance(mark, dict)] if isinstance(value, list) else []
    flat = [(mark.get("frame", ""), *map(_percent, point)) for mark in marks for point in _pairs(mark.get("points"))]
    return [Point(number, *row) for number, row in enumerate([*flat, ("", "", "")], 1)]


def _pairs(value: object) -> list[list]:
    pairs = value if isinstance(value, list) else []
    return [pair for pair in pairs if isinstance(pair, list) and len(pair) == 2]


def _percent(fraction: object) -> object:
    """0.25 -> 25; what is no number stays as it was written, and what is not written yet is empty."""
    if isinstance(fraction, bool) or not isinstance(fraction, int | float):
        return "" if fraction is None else fraction
    percent = round(fraction * 100, 6)
    return int(percent) if percent == int(percent) else percent


@register.filter
def fractional(value: object) -> str:
    """A number as an input's value, whatever the language of the page."""
    return repr(value) if isinstance(value, int | float) else str(value)


# Voices

LANGUAGES = {"zh_": "Mandarin", "en_": "English"}


@register.filter
def voices_by_language(control: Voice) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """The preset voices in groups, where their ids say a language: `[("English", [("en_AOT", "AOT"), ...]), ...]`."""
    ordered = sorted(control.presets, key=_language)
    return [(name, [(id, _voice_name(id)) for id in group]) for name, group in groupby(ordered, key=_language)]


def _language(voice: str) -> str:
    return LANGUAGES.get(voice[:3], "")


def _voice_name(voice: str) -> str:
    return voice[3:] if voice[:3] in LANGUAGES else voice


# Rules

SPOKEN = Excludes | Requires | OnlyWhen | AtMost


@register.filter
def rules_of(bound: BoundField) -> list[str]:
    """What a creator should know before setting a value: what it excludes, needs, or shares a limit with."""
    name, route = bound.name, bound.form.route
    spoken = (rule for rule in route.rules if isinstance(rule, SPOKEN) and name in rule.fields[:2])
    switches = (guiding, speaking)
    return [str(rule) for rule in spoken if not any(one.is_said_by_the_switch(rule, route) for one in switches)]


# Motion brush


@register.filter
def mask_urls(bound: BoundField) -> str:
    """JSON of the masks of ours that a value names, each with the address of its file."""
    ids = [media.get("asset") for media in media_values(places.parsed(bound))]
    found = getattr(bound.field, "found", {})
    return json.dumps({id: found[id].original_url for id in ids if id in found})


# Words of limits

FIRST_FACES = ("The first face found", "The second face found", "The third face found", "The fourth face found")


@register.filter
def face_choices(row: places.Row) -> list[tuple[str, str]]:
    """Faces by the order in which they are found, and the one that is named by its id.

    A row that is not begun posts none: an empty option stands for its own face.
    """
    chosen = row.chosen_face
    own = None if chosen else row.own_face
    choices = [("" if place == own else str(place), words) for place, words in enumerate(FIRST_FACES)]
    return choices if chosen in dict(choices) else [*choices, (chosen, f"Face {chosen.removeprefix('id:')}")]


@register.filter
def face_words(control: Faces) -> str:
    """How many may speak, and how long a sound is at least."""
    many = "One face speaks in a job" if control.most == 1 else f"Up to {control.most} faces speak in a job"
    rules = " · ".join(control.accepts.words())
    return f"{many}, for at least {control.shortest:g} seconds. {rules}"


@register.filter
def element_words(control: Elements) -> str:
    """What a front or a view must be, and what a clip."""
    pictures, clips = " · ".join(control.accepts.words()), " · ".join(control.clips.words())
    return ". ".join(filter(None, [pictures, f"Clips: {clips}" if control.videos and clips else ""]))


@register.filter
def own_voice(bound: BoundField) -> places.Place:
    """The place for a recording in place of a preset."""
    value = places.parsed(bound)
    own = {"id": f"{bound.auto_id}-own", "name": f"{bound.html_name}.own", "label": "Own recording"}
    given = value if isinstance(value, dict) else None
    return places.Place(**own, media="audio", accepts=Limits(), value=given, found=getattr(bound.field, "found", {}))


@register.filter
def percent(fraction: float) -> str:
    """2 -> `200`."""
    return fractional(_percent(fraction))


@register.filter
def words(text: str) -> list[str]:
    """A few words, to go through."""
    return text.split()
