"""What fal answers: a place in the queue, then COMPLETED, and only the result's own answer tells whether it worked.

Lines are those of the facts about fal.
"""

from collections.abc import Iterator, Mapping

import httpx

from studio.providers.answers import (
    Fault,
    Json,
    StatusWords,
    address,
    asked,
    field_named,
    fields_of,
    first_text,
    mapping,
    objects,
    read,
    retry_after_s,
    short,
    text,
    whole,
)
from studio.providers.base import Billed, Output, Phase, Ticket, Update
from studio.providers.errors import BadAnswer
from studio.providers.fal.errors import CANCELLED, ERRORS
from studio.providers.fal.payload import PLACES

QUEUE = "https://queue.fal.run/"

WORDS = StatusWords(
    "fal",
    {"IN_QUEUE": Phase.WAITING, "IN_PROGRESS": Phase.RUNNING, "COMPLETED": Phase.DONE},
    "fal: queue API, status; facts, line 18 (there is no word for failure)",
)

ADDRESSES = ("status_url", "response_url", "cancel_url")
FILES = ("video", "videos", "image", "images", "audio", "audios")
FIELDS = fields_of(
    PLACES, start_image_url="first_frame", end_image_url="last_frame", reference_image_urls="reference_images"
)
AT_LAST = "fal names no amount with the result."

ABOUT_THE_ASKING = {401, 403, 408, 429}
"""HTTP statuses of a result that say nothing about the job."""


def body_of(response: httpx.Response) -> Json:
    """The JSON of an answer that is no error. Raises what the error means."""
    body = read(response)
    if response.status_code >= 400:
        raise ERRORS.error(fault_of(response.status_code, response.headers, body, retry_after_s(response)))
    if not isinstance(body, Mapping):
        raw = {"status": response.status_code, "body": response.text[:2000]}
        raise BadAnswer("fal's answer is no JSON object.", provider="fal", raw=raw)
    return body


def fault_of(status: int, headers: Mapping[str, str], body: object, wait_s: float | None = None) -> Fault:
    """An error of a model (`detail` is a list) or of the queue (`detail` is text, with an `error_type`)."""
    said = mapping(body)
    details = objects(said.get("detail"))
    first = details[0] if details else {}
    kind = text(said.get("error_type")) or headers.get("x-fal-error-type", "")
    place = first.get("loc")
    path = ".".join(text(part) for part in place if part != "body") if isinstance(place, list) else ""
    return Fault(
        code=ERRORS.known(text(first.get("type")), kind, str(status)),
        words=first_text(first, "msg") or text(said.get("detail")) or text(said.get("error")),
        field=field_named(path, FIELDS),
        raw=short(body),
        retry_after_s=wait_s,
        ends=bool(details) or _ends(kind),
    )


def _ends(code: str) -> bool:
    row = ERRORS.row(code)
    return row is not None and row.ends


# Submit


def ticket_of(response: httpx.Response) -> Ticket:
    """The ticket of a request in the queue, with the addresses under which it is asked after."""
    body = body_of(response)
    its_id = text(body.get("request_id"))
    if not its_id:
        raise BadAnswer("fal's answer does not name the request.", provider="fal", raw=short(dict(body)))
    addresses = {name: body[name] for name in ADDRESSES if text(body.get(name)).startswith(QUEUE)}
    return Ticket(provider="fal", id=its_id, raw=addresses | {"results": whole(asked(response).get("num_images")) or 1})


def request_id(response: httpx.Response) -> str:
    """By its header, or by the body of a submit (line 15)."""
    return response.headers.get("x-fal-request-id", "") or text(mapping(read(response)).get("request_id"))


def announced(response: httpx.Response) -> dict[str, object]:
    """Where a file may be put, and where it is then."""
    body = body_of(response)
    upload, file = address(body.get("upload_url")), address(body.get("file_url"))
    if not (upload and file):
        raise BadAnswer("fal does not say where to put the file.", provider="fal", raw=short(dict(body)))
    return {"upload_url": upload, "file_url": file}


# Status


LOST = Update(phase=Phase.UNKNOWN, words="fal does not know the request, or not any more.", lost=True)
"""What a 404 means of a request that was taken (line 16)."""


def update_of(response: httpx.Response) -> Update:
    """Where the request is in the queue. COMPLETED with an error is the end; without one the result tells."""
    if response.status_code == 404:
        return LOST
    body = body_of(response)
    phase = WORDS.phase(body.get("status"))
    kind = text(body.get("error_type"))
    if phase is Phase.DONE and (kind or body.get("error")):
        return failed(fault_of(0, {"x-fal-error-type": kind or "unknown"}, body))
    return Update(phase=phase, words=_words(body, phase), raw=short(dict(body)))


def _words(body: Json, phase: Phase) -> str:
    if phase is Phase.UNKNOWN and text(body.get("status")):
        return f"fal says “{text(body['status'])[:80]}”."
    place = whole(body.get("queue_position"))
    if phase is Phase.WAITING and place is not None:
        return f"{place} before it in fal's queue." if place else "It is next in fal's queue."
    lines = [line for log in objects(body.get("logs")) if (line := text(log.get("message")).strip())]
    return lines[-1][:200] if lines else ""


def failed(fault: Fault) -> Update:
    """The end without a result."""
    if fault.code == CANCELLED:
        return Update(phase=Phase.CANCELLED, billed=ERRORS.billed(fault.code), raw=fault.raw)
    return Update(
        phase=Phase.FAILED,
        error=ERRORS.words(fault),
        field=fault.field,
        billed=ERRORS.billed(fault.code),
        raw=fault.raw,
    )


def result_of(response: httpx.Response) -> Update:
    """The result, or how the model failed. Raises for errors that are about the asking."""
    status = response.status_code
    if status < 400:
        return result(body_of(response))
    if status == 404:
        return LOST
    fault = fault_of(status, response.headers, read(response), retry_after_s(response))
    if status in ABOUT_THE_ASKING or not (fault.ends or status in (400, 422)):
        raise ERRORS.error(fault)
    return failed(fault)


def result(body: Json) -> Update:
    """What a model made: files, or the id of a voice. The same in an answer and in a webhook."""
    outputs = tuple(outputs_of(body))
    voice = text(body.get("voice_id"))
    return Update(
        phase=Phase.DONE,
        outputs=outputs,
        answer={"voice_id": voice} if voice else {},
        billed=Billed(state="yes", reason=AT_LAST) if outputs or voice else Billed(reason=AT_LAST),
        raw=short(dict(body)),
    )


def outputs_of(body: Json) -> Iterator[Output]:
    """Every file, in order."""
    for name in FILES:
        for file in objects(body.get(name)):
            if url := address(file.get("url")):
                yield Output(url=url, mime=text(file.get("content_type")) or None)


# Cancel

STOPPING = {
    "CANCELLATION_REQUESTED": "fal was asked to stop it. What has begun may still finish, and be billed.",
    "ALREADY_COMPLETED": "It had finished already. The result is kept.",
    "NOT_FOUND": "fal does not know the request, or not any more.",
}
"""fal: queue API, cancel; facts, line 16 (unverified there)."""


def stopping(response: httpx.Response) -> Update:
    """fal only takes note of the wish: whether it stopped is told by the status."""
    word = text(mapping(read(response)).get("status"))
    if word not in STOPPING:
        body_of(response)
    return Update(phase=Phase.UNKNOWN, words=STOPPING.get(word, "fal was asked to stop it, and has not agreed yet."))


def with_logs(url: str) -> str:
    """The address of a status, asking for the lines of the log too (lines 13-14)."""
    return f"{url}{'&' if '?' in url else '?'}logs=1"


def address_of(ticket: Ticket, name: str) -> str:
    """One of the addresses that fal gave; by fal's own scheme where it gave none (line 13: without the subpath)."""
    given = ticket.raw.get(name)
    if isinstance(given, str) and given.startswith(QUEUE):
        return given
    app = "/".join(ticket.endpoint.split("/")[:2])
    ending = {"status_url": "/status", "response_url": "", "cancel_url": "/cancel"}[name]
    return f"{QUEUE}{app}/requests/{ticket.id}{ending}"
