"""Camera moves as words of the prompt, for routes without a camera: each is one sentence, added and taken out whole."""

import json
from dataclasses import dataclass

from studio.catalog.motion_controls import Camera
from studio.catalog.schema import Route
from studio.catalog.tasks import TASKS

TO_LEFT, TO_RIGHT = "M34 32H18m3-3-3 3 3 3", "M18 32h16m-3-3 3 3-3 3"
TO_TOP, TO_BOTTOM = "M47 27V9m-3 3 3-3 3 3", "M47 9v18m-3-3 3 3 3-3"
ROUND_LEFT, ROUND_RIGHT = "M36 30c-6 4-14 4-20 0m.5 4.5L16 30l4.5.5", "M16 30c6 4 14 4 20 0m-.5 4.5L36 30l-4.5.5"
ROUND_TOP, ROUND_BOTTOM = "M45 27c3-5 3-13 0-18m4.5.5L45 9l-.5 4.5", "M45 9c3 5 3 13 0 18m-.5-4.5L45 27l4.5-.5"
ROLLED = "M40 6c4 2 7 7 6 12m-3-2 3 2 2.5-3"
"""Arrows, as paths in a drawing of 52 x 36: straight where the camera goes, bent where it turns."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move: how its drawing is called in the style sheet, its name in film words, the sentence that stands for it,
    and its arrow, where it has one."""

    slug: str
    label: str
    sentence: str
    arrow: str = ""


MOVES = (
    Move("locked-off", "Locked off", "The camera is locked off."),
    Move("push-in", "Push in", "The camera pushes in slowly."),
    Move("pull-back", "Pull back", "The camera pulls back slowly."),
    Move("pan-left", "Pan left", "The camera pans left.", ROUND_LEFT),
    Move("pan-right", "Pan right", "The camera pans right.", ROUND_RIGHT),
    Move("tilt-up", "Tilt up", "The camera tilts up.", ROUND_TOP),
    Move("tilt-down", "Tilt down", "The camera tilts down.", ROUND_BOTTOM),
    Move("truck-left", "Truck left", "The camera trucks left.", TO_LEFT),
    Move("truck-right", "Truck right", "The camera trucks right.", TO_RIGHT),
    Move("crane-up", "Crane up", "The camera cranes up.", TO_TOP),
    Move("crane-down", "Crane down, back", "The camera cranes down and back.", TO_BOTTOM),
    Move("rise-in", "Rise, push in", "The camera rises and pushes in.", TO_TOP),
    Move("orbit-left", "Orbit left, in", "The camera orbits left, moving in.", ROUND_LEFT),
    Move("orbit-right", "Orbit right, in", "The camera orbits right, moving in.", ROUND_RIGHT),
    Move("roll", "Roll", "The camera rolls slowly.", ROLLED),
    Move("handheld", "Handheld", "Handheld camera, slightly unsteady."),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of somebody is seen: its name in film words, and the sentence that stands for it."""

    label: str
    sentence: str


SIZES = (
    Size("Extreme wide", "Extreme wide shot."),
    Size("Wide", "Wide shot."),
    Size("Full", "Full shot."),
    Size("Medium", "Medium shot."),
    Size("Close-up", "Close-up."),
    Size("Extreme close-up", "Extreme close-up."),
    Size("Over the shoulder", "Over-the-shoulder shot."),
    Size("Point of view", "Point-of-view shot."),
)


def of_shots() -> str:
    """Sizes and moves for the cards of shots, as JSON: static/js/lib/shots-words.js says the shape."""
    kinds = [("size", "Shot size", SIZES), ("move", "Camera move", MOVES)]
    return json.dumps(
        [
            {"kind": kind, "label": label, "words": [[each.label, each.sentence] for each in words]}
            for kind, label, words in kinds
        ]
    )


def is_said_in_words(route: Route) -> bool:
    """Whether a move can only be said in the prompt: what is made moves, and the route has no camera."""
    controls = route.controls
    return (
        TASKS[route.task].group == "video"
        and route.control("duration") is not None
        and not any(isinstance(control, Camera) for control in controls)
    )


def said(prompt: str) -> list[Move]:
    """The moves whose sentences a prompt holds."""
    return [move for move in MOVES if move.sentence in prompt]
