"""“Speech from”: what can be the source of what is said, one at a time, and the one that is chosen.

A sound file, one for each face, or typed words. What the others hold is kept, not sent, and comes back with them.
"""

from collections.abc import Mapping, MutableMapping

from studio.catalog.controls import Control
from studio.catalog.schema import Route

from .guiding import Way, held_by, keep

WORDS = "speech_text"
LABELS = {"faces": "Face by face", "audio": "Sound file", WORDS: "Typed words"}
"""The sources in their order, and what each is called."""

WITH_WORDS = ("voice", "voice_language", "voice_speed")
"""What goes with typed words: who speaks them, and how."""

FIELD = "speech"  #: of the form, and in a draft


def sources(route: Route) -> tuple[Control, ...]:
    """The controls of which one speaks; none where a route takes no words, or nothing else."""
    found = tuple(control for name in LABELS if (control := route.control(name)))
    return found if len(found) > 1 and route.control(WORDS) else ()


def set_aside(route: Route, speech: str, values: MutableMapping, kept: MutableMapping) -> str:
    """Let one source speak: its values come from what is kept, those of the others go there. Returns which it is.

    `speech` is what was chosen; where nothing was that the route takes, the first source that holds something speaks.
    """
    names = [control.name for control in sources(route)]
    if not names:
        return speech
    if speech not in names:
        speech = next((name for name in names if name in values), names[0])
    for name in (WORDS, *WITH_WORDS) if speech == WORDS else (speech,):
        if name in kept and name not in values and name in route.values:
            values[name] = kept.pop(name)
    keep(hidden(route, speech), values, kept)
    return speech


def on_arrival(route: Route, speech: str, values: Mapping[str, object]) -> str:
    """The source on a route that one comes to: what was chosen, unless that holds nothing and another one does."""
    held = [control.name for control in sources(route) if control.name in values]
    return speech if speech in held or not held else held[0]


def hidden(route: Route, speech: str) -> frozenset[str]:
    """The values of the sources that do not speak."""
    names = {control.name for control in sources(route)}
    if not names:
        return frozenset()
    return frozenset(names - {speech} | (set() if speech == WORDS else set(WITH_WORDS)))


def ways(route: Route, speech: str, kept: Mapping[str, object]) -> list[Way]:
    """The segments of the switch; empty where there is one source alone."""
    return [Way(c.name, LABELS[c.name], c.name == speech, held_by(c, speech, kept)) for c in sources(route)]


def is_said_by_the_switch(rule: object, route: Route) -> bool:
    """Whether a rule is what the switch shows already: what goes with words, and that one alone speaks."""
    return bool(sources(route)) and set(rule.fields) <= {*LABELS, *WITH_WORDS}
