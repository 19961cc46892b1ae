"""Where a request in fal's queue is, and how it ended. fal.md, lines 15-20, 27-30.

There is no word for failure: a request is COMPLETED, and its result is an answer like any other, or an error.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from studio.rehearsal.fal.endpoints import Endpoint, Inputs
from studio.rehearsal.fal.storage import Storage
from studio.rehearsal.fal.wire import Refusal, detail, model_error, trouble
from studio.rehearsal.fields import broken, problems
from studio.rehearsal.lives import Fate, Life, Phase, Task

IN_QUEUE, IN_PROGRESS, COMPLETED = "IN_QUEUE", "IN_PROGRESS", "COMPLETED"

FLAGGED = "The content could not be processed because it contained material flagged by a content checker."
BROKEN = "Internal server error"
CANCELLED = "Request was cancelled"
TOO_LATE = "Request did not start in time"

LOGS = ((0.0, "Request accepted by the runner"), (0.1, "Generating"), (0.5, "Halfway"), (1.0, "Done"))
"""Progress -> a line of the log."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a request is: its word, how many are before it, and the error it ended with, if it did. `at`: since when;
    `around`: whether it went wrong around the model."""

    word: str
    at: float
    place: int = 0
    error: Refusal | None = None
    around: bool = False

    @property
    def told(self) -> dict[str, object]:
        """What the status says of an error: only what went wrong around the model."""
        if self.error is None or not self.around:
            return {}
        return {"error": self.error.body["detail"], "error_type": self.error.body["error_type"]}


def standing(task: Task, life: Life, now: float) -> Standing:
    """Where it is now."""
    late = task.plan.accepted + float(task.about["start_s"] or 0)
    if task.about["start_s"] and late < task.plan.starts and now >= late:
        error = trouble("request_timeout", TOO_LATE, **{"x-fal-request-timeout-type": "user"})
        return Standing(word=COMPLETED, at=late, error=error, around=True)
    if life.phase is Phase.CANCELLED:
        return Standing(
            word=COMPLETED, at=task.cancelled or now, error=trouble("client_cancelled", CANCELLED), around=True
        )
    if life.phase is Phase.WAITING:
        return Standing(word=IN_QUEUE, at=task.plan.accepted, place=max(0, life.place - 1))
    if task.about["details"]:
        return Standing(word=COMPLETED, at=task.plan.starts, error=model_error(*task.about["details"]))
    if life.phase is Phase.RUNNING:
        return Standing(word=IN_PROGRESS, at=task.plan.starts)
    return Standing(word=COMPLETED, at=task.plan.ends, error=_fated(life))


def _fated(life: Life) -> Refusal | None:
    if life.phase is not Phase.FAILED:
        return None
    if life.fate is Fate.MODERATED:
        return model_error(detail("content_policy_violation", FLAGGED, "prompt"))
    return model_error(detail("internal_server_error", BROKEN))


def logs(task: Task, life: Life) -> Iterator[tuple[float, str]]:
    """What the runner has said so far, and when."""
    length = task.plan.ends - task.plan.starts
    for progress, words in LOGS:
        if life.progress >= progress and life.phase in (Phase.RUNNING, Phase.DONE, Phase.FAILED):
            yield task.plan.starts + progress * length, words


# What a model does not take


def wrong(endpoint: Endpoint, inputs: Inputs, storage: Storage) -> list[Mapping[str, object]]:
    """Everything that is wrong with the inputs: the model says it, not the queue."""
    found = [*problems(endpoint.takes, inputs)] or [*broken(endpoint.rules, inputs)]
    said = [detail(one.kind, one.words, *one.path, **_ctx(one.kind, one.limit)) for one in found]
    return said or [
        detail("file_download_error", "Failed to download the file", *place)
        for place, url in _addresses(inputs)
        if not storage.has(url)
    ]


LIMITS = {"less_than_equal": "le", "greater_than_equal": "ge", "sequence_too_long": "max_length"}
LIMITS |= {"sequence_too_short": "min_length", "one_of": "expected"}


def _ctx(kind: str, limit: object) -> dict[str, object]:
    """The limit under the name that goes with the type."""
    return {"ctx": {LIMITS[kind]: limit}} if limit is not None and kind in LIMITS else {}


def _addresses(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every address in the inputs, and its place."""
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        if isinstance(inner, str) and inner.startswith(("http://", "https://")):
            yield (*at, name), inner
        yield from _addresses(inner, (*at, name))
