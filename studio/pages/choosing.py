"""The options of a choice as a creator reads them: a word for each, and what follows from it on this route.

What follows is read from the catalog: the limits that hold beside an option, the rules that speak of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from studio.catalog.controls import Choice
from studio.catalog.media_controls import Limits, Media
from studio.catalog.recipe import media_values
from studio.catalog.rules import CountBy, NeedsWith, OnlyWhen, Rule, called
from studio.catalog.schema import Route

WORDS: Mapping[str, Mapping[str, str]] = {
    "character_orientation": {"image": "Picture", "video": "Clip"},
    "edit_mode": {"addition": "Add", "swap": "Swap", "removal": "Remove"},
    "reference_as": {"subject": "Subject", "face": "Face"},
    "reference_kind": {"feature": "To follow", "base": "To be changed"},
    "voice_language": {"zh": "Chinese", "en": "English"},
}
"""What options are called, where the API's word is not the creator's."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: the value, its word, what follows from it, and what of the files that are there does not fit it."""

    value: str
    words: str
    note: str
    fault: str = ""


def options(bound: BoundField) -> list[Option]:
    """The options of a choice, in the catalog's order."""
    control: Choice = bound.field.control
    words = WORDS.get(control.name, {})
    return [_option(bound, value, words.get(value, value.capitalize())) for value in control.options]


def _option(bound: BoundField, value: str, words: str) -> Option:
    route, name = bound.form.route, bound.field.control.name
    lengths = _lengths(route, name, value)
    notes = [f"{media.label.lower()} of {limits.length}" for media, limits in lengths]
    notes += filter(None, (_rule_note(rule, name, value) for rule in route.rules))
    return Option(value, words, ", ".join(notes), next(_faults(bound, lengths), ""))


def _lengths(route: Route, name: str, value: str) -> list[tuple[Media, Limits]]:
    """The files whose length is judged by this choice, and their limits while the option is chosen."""
    judged = [c for c in route.controls if isinstance(c, Media) and any(other == name for other, *_ in c.beside)]
    return [(control, control.within({name: value})) for control in judged if control.within({name: value}).seconds]


def _faults(bound: BoundField, lengths: list[tuple[Media, Limits]]) -> Iterator[str]:
    found = getattr(bound.field, "found", {})
    for control, limits in lengths:
        for media in media_values(bound.form.typed.get(control.name)):
            asset = found.get(media.get("asset"))
            if asset and asset.duration_s and not limits.seconds[0] <= asset.duration_s <= limits.seconds[1]:
                yield f"yours is {asset.duration_s:.1f} s"


def _count(rule: CountBy, value: str) -> str:
    least, most = next(((least, most) for words, least, most in rule.cases if value in words), rule.otherwise)
    many = str(most) if least == most else f"{least} to {most}"
    return f"no {called(rule.name).removeprefix('the ')}" if not most else f"{many} {called(rule.name)}"


def _needs(rule: NeedsWith, value: str) -> str:
    return f"needs {called(rule.name)}" if value in rule.being else ""


def _only(rule: OnlyWhen, value: str) -> str:
    return f"with {called(rule.name)}" if value in rule.options else ""


SAID: Mapping[type[Rule], Callable[[Rule, str], str]] = {CountBy: _count, NeedsWith: _needs, OnlyWhen: _only}
"""Rules that speak of another value's options, and how."""


def _rule_note(rule: Rule, name: str, value: str) -> str:
    say = SAID.get(type(rule))
    return say(rule, value) if say and rule.other == name else ""


def limits_now(bound: BoundField) -> str:
    """What is taken of a file as the other values stand: `MP4 or MOV · 3 to 10 s · up to 100 MB`."""
    return " · ".join(bound.field.control.within(bound.form.typed).words())
