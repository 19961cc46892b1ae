"""Camera moves as words of the prompt, for routes without a camera: each is one sentence, added and taken out whole."""

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
