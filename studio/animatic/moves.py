"""Which way the camera moves: from a recipe's camera, or from the words of a shot. Film words throughout.

Axes go from -10 to 10: truck right, pedestal up, tilt up, pan right, roll clockwise, zoom in, and dolly forward, which
only presets and words have.
"""

import re
from dataclasses import dataclass

from studio.animatic import reading
from studio.animatic.reading import CannotDraw

AXES = ("truck", "pedestal", "tilt", "pan", "roll", "zoom", "dolly")
MOST = 10
Axes = tuple[tuple[str, float], ...]

PRESETS = {
    "down_back": {"pedestal": -6, "dolly": -8},
    "forward_up": {"dolly": 8, "tilt": 6},
    "right_turn_forward": {"pan": 8, "dolly": 8},
    "left_turn_forward": {"pan": -8, "dolly": 8},
}

LEFT, RIGHT = (
    r"(?:to the |to |toward |towards )?(?:camera )?left",
    r"(?:to the |to |toward |towards )?(?:camera )?right",
)
UP, DOWN = r"(?:up|upward|upwards|skyward)", r"(?:down|downward|downwards)"
PAN, TILT = r"pan(?:s|ning)?(?: slowly| gently| quickly)?", r"tilt(?:s|ing)?(?: slowly| gently| quickly)?"
TRUCK = r"(?:truck(?:s|ing)?|track(?:s|ing)?|doll(?:y|ies|ying)|slid(?:e|es|ing))(?: shot)?(?: slowly| gently)?"
CRANE = r"(?:crane(?:s|ing)?|craning|jib|pedestal|boom)(?: shot)?"
PUSH = r"(?:push(?:es|ing)?|doll(?:y|ies|ying))(?: slowly| gently)?[- ](?:in|forward|forwards)\b"
PULL = r"(?:pull(?:s|ing)?|doll(?:y|ies|ying)|mov(?:e|es|ing))(?: slowly| gently)?(?: back\b| out\b| away\b)"

WORDS: tuple[tuple[str, str, dict[str, float]], ...] = (
    (rf"\b{PAN} {LEFT}\b|镜头左摇|向左摇|左摇", "pan left", {"pan": -7}),
    (rf"\b{PAN} {RIGHT}\b|镜头右摇|向右摇|右摇", "pan right", {"pan": 7}),
    (rf"\b{TILT} {UP}\b|上摇|仰拍", "tilt up", {"tilt": 7}),
    (rf"\b{TILT} {DOWN}\b|下摇|俯拍", "tilt down", {"tilt": -7}),
    (rf"\b{TRUCK} {LEFT}\b|左移", "truck left", {"truck": -7}),
    (rf"\b{TRUCK} {RIGHT}\b|右移", "truck right", {"truck": 7}),
    (rf"\b{CRANE} {UP}\b|\bcamera (?:rises|ascends|lifts)\b|升镜|镜头上升", "crane up", {"pedestal": 7, "tilt": -2}),
    (
        rf"\b{CRANE} {DOWN}\b|\bcamera (?:descends|lowers|sinks)\b|降镜|镜头下降",
        "crane down",
        {"pedestal": -7, "tilt": 2},
    ),
    (rf"\b{PUSH}|推近|推进|镜头推", "push in", {"dolly": 5}),
    (rf"\b{PULL}|\bpull[- ]?back\b|拉远|拉镜|镜头拉", "pull back", {"dolly": -7}),
    (r"\bzoom(?:s|ing)?(?: slowly| gently)? out\b", "zoom out", {"zoom": -6}),
    (r"\bzoom(?:s|ing)?(?: slowly| gently)? in\b|变焦推", "zoom in", {"zoom": 7}),
    (r"\b(?:orbit|arc shot|circles around)", "orbit", {"truck": 8, "pan": -6}),
    (r"\bdutch (?:angle|tilt)\b", "roll", {"roll": 6}),
    (
        r"\b(?:static (?:shot|camera)|locked[- ]off|tripod shot|still camera|camera (?:is )?(?:still|static|fixed))",
        "held",
        {},
    ),
)
"""Words of a shot, what they are called, and the axes they move."""


@dataclass(frozen=True, slots=True)
class Move:
    """What the camera does during one shot, eased. Without any axis it is held."""

    words: str
    axes: Axes


def asked(value: object) -> Move | None:
    """A recipe's camera: `{"preset", "axes"}`. Raises CannotDraw."""
    if value is None:
        return None
    camera = reading.thing(value, "camera", {"preset", "axes"})
    preset = camera.get("preset")
    if isinstance(preset, str) and preset in PRESETS:
        return Move(preset.replace("_", " "), tuple(PRESETS[preset].items()))
    if preset != "custom" or not isinstance(camera.get("axes"), dict) or set(camera["axes"]) - set(AXES):
        raise CannotDraw("camera", f"The camera is one of {', '.join(PRESETS)}, or custom with axes of its own.")
    axes = {axis: reading.number(amount, "camera", -MOST, MOST) for axis, amount in camera["axes"].items()}
    return Move(", ".join(f"{axis} {amount:+g}" for axis, amount in axes.items() if amount), tuple(axes.items()))


def told(prompt: str) -> Move | None:
    """What the words of a shot say of the camera; None where they say nothing."""
    text = prompt.lower()
    found = [(words, axes) for pattern, words, axes in WORDS if re.search(pattern, text)]
    if not found:
        return None
    axes = {axis: amount for _, each in found for axis, amount in each.items()}
    return Move(" and ".join(words for words, _ in found), tuple(axes.items()))
