"""Camera moves as words of the prompt, for routes without a camera: each is one sentence, added and taken out whole."""

import json
from dataclasses import dataclass

from studio.catalog.motion_controls import Camera
from studio.catalog.schema import Route
from studio.catalog.tasks import TASKS


@dataclass(frozen=True, slots=True)
class Move:
    """One move: its name in film words, and the sentence that stands for it."""

    label: str
    sentence: str


MOVES = (
    Move("Locked off", "The camera is locked off."),
    Move("Push in", "The camera pushes in slowly."),
    Move("Pull back", "The camera pulls back slowly."),
    Move("Pan left", "The camera pans left."),
    Move("Pan right", "The camera pans right."),
    Move("Tilt up", "The camera tilts up."),
    Move("Tilt down", "The camera tilts down."),
    Move("Truck left", "The camera trucks left."),
    Move("Truck right", "The camera trucks right."),
    Move("Crane up", "The camera cranes up."),
    Move("Crane down, back", "The camera cranes down and back."),
    Move("Rise, push in", "The camera rises and pushes in."),
    Move("Orbit left, in", "The camera orbits left, moving in."),
    Move("Orbit right, in", "The camera orbits right, moving in."),
    Move("Roll", "The camera rolls slowly."),
    Move("Handheld", "Handheld camera, slightly unsteady."),
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
