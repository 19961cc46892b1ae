"""What a task costs here: by the prices that Runware's model pages name, and by a guess where they are silent."""

from collections.abc import Mapping
from decimal import Decimal

from studio.rehearsal.runware.models import (
    ASSUMED,
    FOUR_K_IMAGE,
    FOUR_K_PER_IMAGE,
    FROM_IMAGES,
    FROM_VIDEO,
    PER_IMAGE,
    PER_SECOND,
    WITH_SOUND,
    Model,
)

Task = Mapping[str, object]

USUAL_S = 5.0
"""The length where a request leaves it open (lines 777, 860), or where a file of unknown length decides it."""

CENTS = Decimal("0.0001")
UP_TO = ((5, Decimal("0.0462")), (10, Decimal("0.0924")))
MORE = Decimal("0.0092")
"""Lip-sync: by the first 5 and 10 seconds, and per second after that (facts, line 149)."""


def cost(model: Model, task: Task) -> Decimal:
    """USD for one result."""
    if model.task == "imageInference":
        return _of_an_image(model, task)
    seconds = Decimal(str(seconds_of(task)))
    if model.air == "klingai:7@1":
        return _of_lips(seconds)
    return (Decimal(_per_second(model, task)) * seconds).quantize(CENTS)


def seconds_of(task: Task) -> float:
    """How long the film will be: as asked, or as long as its shots together."""
    shots = settings_of(task).get("multiPrompt")
    if isinstance(shots, list) and shots:
        return float(sum(float(shot["duration"]) for shot in shots))
    return float(task.get("duration") or USUAL_S)


def settings_of(task: Task) -> Mapping[str, object]:
    """What is set for Kling."""
    settings = task.get("providerSettings")
    found = settings.get("klingai") if isinstance(settings, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def inputs_of(task: Task) -> Mapping[str, object]:
    """What is given beside the prompt."""
    found = task.get("inputs")
    return found if isinstance(found, Mapping) else {}


def _of_an_image(model: Model, task: Task) -> Decimal:
    large = f"{task.get('width')}x{task.get('height')}" in FOUR_K_IMAGE
    return Decimal(FOUR_K_PER_IMAGE if large else PER_IMAGE[model.air])


def _of_lips(seconds: Decimal) -> Decimal:
    for most, price in UP_TO:
        if seconds <= most:
            return price
    most, price = UP_TO[-1]
    return price + MORE * (seconds - most)


def _per_second(model: Model, task: Task) -> str:
    dear = {"video", "referenceVideos"} | ({"referenceImages"} if model.air in FROM_IMAGES else set())
    if set(inputs_of(task)) & dear and model.air in FROM_VIDEO:
        return FROM_VIDEO[model.air]
    if settings_of(task).get("sound") and model.air in WITH_SOUND:
        return WITH_SOUND[model.air]
    return PER_SECOND.get(model.air) or ASSUMED.get(model.sizes[0] if model.sizes else "", "0.05")
