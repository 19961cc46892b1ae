"""fal's errors as data: those of a model by their `type`, those of the queue by their `error_type`, none by its words.

Source: fal's documentation of the queue and of errors; lines are those of the facts about fal.
"""

from studio.providers.answers import ErrorTable, Row
from studio.providers.base import Billed
from studio.providers.errors import BadInput, BadKey, Moderated, ProviderError, RateLimited, Refused, Unreachable

FREE = Billed(state="no", reason="fal does not bill answers of 5xx.")
MAYBE = Billed(reason="fal may bill what a model refuses after it was started (422).")
SILENT = Billed(reason="fal does not say whether such a failure is billed.")

MODEL = "fal: errors of models; facts, line 28"
QUEUE = "fal: errors of requests; facts, line 29"
BILL = "line 20"

CANCELLED = "client_cancelled"


def model(kind: type[ProviderError], words: str, billed: Billed, *codes: str) -> Row:
    """Types of a model's own errors. They end the job."""
    return Row(codes=codes, kind=kind, words=words, billed=billed, source=f"{MODEL}, {BILL}", ends=True)


def queue(kind: type[ProviderError], words: str, billed: Billed, *codes: str, ends: bool = True) -> Row:
    """Types of errors of the queue and its runners."""
    return Row(codes=codes, kind=kind, words=words, billed=billed, source=f"{QUEUE}, {BILL}", ends=ends)


def status(code: str, kind: type[ProviderError], words: str, line: str, billed: Billed = SILENT) -> Row:
    """What an HTTP status means where the body says no more."""
    return Row(codes=(code,), kind=kind, words=words, billed=billed, source=f"fal: errors; facts, line {line}")


ERRORS = ErrorTable(
    "fal",
    "fal",
    (
        model(
            Moderated,
            "The content policy stopped it. Change the words or the pictures.",
            MAYBE,
            "content_policy_violation",
        ),
        model(
            BadInput,
            "The model does not accept a file.",
            MAYBE,
            *("image_too_small", "image_too_large", "image_load_error", "file_download_error", "face_detection_error"),
            *("file_too_large", "unsupported_*_format", "video_duration_too_*", "audio_duration_too_*"),
        ),
        model(
            BadInput,
            "The model does not accept a value.",
            MAYBE,
            *("greater_than*", "less_than*", "multiple_of", "sequence_too_*", "one_of", "feature_not_supported"),
            *("missing", "value_error"),
        ),
        model(
            Unreachable,
            "The model failed at fal.",
            FREE,
            *("internal_server_error", "generation_timeout", "downstream_service_unavailable"),
        ),
        model(Unreachable, "The model failed at fal.", SILENT, "downstream_service_error"),
        queue(Unreachable, "fal could not start the model in time.", FREE, "request_timeout", "startup_timeout"),
        queue(Unreachable, "The machine that ran it at fal failed.", FREE, "runner_*"),
        queue(Unreachable, "It was cancelled.", SILENT, CANCELLED, "client_disconnected"),
        queue(BadInput, "fal does not accept the request.", SILENT, "bad_request"),
        queue(Unreachable, "fal has trouble.", FREE, "internal_error", ends=False),
        status("400", BadInput, "fal does not accept the request.", "29"),
        status("401", BadKey, "fal does not accept the key. Check it under Settings, Providers.", "30"),
        status("403", Refused, "fal says no: the balance is used up, the account is locked, or has no access.", "30"),
        status("422", BadInput, "The model does not accept a value.", "28", MAYBE),
        status("429", RateLimited, "fal asks to send more slowly.", "21"),
        status("5[0-9][0-9]", Unreachable, "fal has trouble.", "20, 29", FREE),
    ),
)
