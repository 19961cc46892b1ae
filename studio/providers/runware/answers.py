"""What Runware answers: `{"data": [items], "errors": [errors]}`, either or both, whatever the HTTP status.

Items and errors of many tasks come together and are told apart by `taskUUID`, never by their place (facts: 23, 24).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpx

from studio.providers.answers import (
    Fault,
    Json,
    StatusWords,
    address,
    amount,
    asked,
    field_named,
    fields_of,
    first_text,
    mapping,
    objects,
    read,
    results_asked,
    retry_after_s,
    short,
    sum_of,
    text,
    whole,
)
from studio.providers.base import Billed, Output, Phase, Ticket, Update
from studio.providers.errors import BadAnswer
from studio.providers.quoting import Quoted, Quoting
from studio.providers.runware.errors import ERRORS, KNOWN_ALREADY, NOT_THERE
from studio.providers.runware.payload import FRAMES, PLACES

WORDS = StatusWords(
    "Runware",
    {
        "processing": Phase.RUNNING,
        "success": Phase.DONE,
        "error": Phase.FAILED,
        "pending": Phase.WAITING,
        "queued": Phase.WAITING,
        "scheduled": Phase.WAITING,
        "waiting": Phase.WAITING,
    },
    "runware-sdk: task_map.py; for the words of waiting, the page task-responses and the older SDK (facts, line 90)",
)

FILES = ("videoURL", "imageURL", "audioURL", "mediaURL")
IDS = ("videoUUID", "imageUUID", "audioUUID", "mediaUUID")
FIELDS = fields_of(PLACES, frameImages="first_frame", **{"inputs.frameImages": "first_frame"}) | {
    name: name for name in FRAMES
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer holds for one task. An item that has failed counts among the errors."""

    items: tuple[Json, ...]
    errors: tuple[Fault, ...]
    raw: object


def reply(response: httpx.Response, task: str) -> Reply:
    """The part of an answer that is about `task`; errors that name no task are about all. Raises BadAnswer."""
    body = read(response)
    if not isinstance(body, Mapping):
        raise ERRORS.error(_by_status(response))
    items = [item for item in objects(body.get("data")) if item.get("taskUUID") == task]
    failed = [{**item, **mapping(item.get("error"))} for item in items if item.get("status") == "error"]
    errors = [error for error in _errors(body) if error.get("taskUUID", task) == task]
    faults = tuple(_fault(error, response) for error in (*errors, *failed))
    return Reply(tuple(item for item in items if item.get("status") != "error"), faults, short(body))


def _errors(body: Json) -> list[Json]:
    """The errors of an answer, in the new form and in the legacy one."""
    legacy = [body] if body.get("error") is True or "errorId" in body else []
    items = [item for item in objects(body.get("data")) if "code" in item or "errorId" in item]
    return [*objects(body.get("errors")), *legacy, *(item for item in items if "taskUUID" not in item)]


def _fault(error: Json, response: httpx.Response) -> Fault:
    number = f"errorId:{text(error.get('errorId'))}" if "errorId" in error else ""
    parameter = error.get("parameter")
    path = text(next(iter(parameter), "") if isinstance(parameter, list) else parameter)
    code = ERRORS.known(text(error.get("code")), number, _status_code(response))
    return Fault(
        code=code,
        words=first_text(error, "message", "errorMessage"),
        field=field_named(path, FIELDS),
        raw=short(error),
        retry_after_s=retry_after_s(response),
        ends=code not in NOT_THERE and (error.get("status") == "error" or _ends(error, code)),
    )


def _ends(error: Json, code: str) -> bool:
    row = ERRORS.row(code)
    return "taskUUID" in error and row is not None and row.ends


def _by_status(response: httpx.Response) -> Fault:
    """Where the body says nothing, the HTTP status does."""
    raw = {"status": response.status_code, "body": response.text[:2000]}
    return Fault(code=str(response.status_code), raw=raw, retry_after_s=retry_after_s(response))


def _status_code(response: httpx.Response) -> str:
    return str(response.status_code) if response.status_code >= 400 else ""


# Submit


def ticket_of(response: httpx.Response) -> Ticket:
    """The ticket of a task that was taken; its id is ours. "I know this id already" is an acceptance, too.

    An answer without any word about the task is none: Runware is asked by the id.
    """
    sent = asked(response)
    task = text(sent.get("taskUUID")) or _only_task(response)
    said = reply(response, task)
    if task and (said.items or any(fault.code == KNOWN_ALREADY for fault in said.errors)):
        return Ticket(provider="runware", id=task, raw={"results": whole(sent.get("numberResults")) or 1})
    if said.errors:
        raise ERRORS.error(said.errors[0])
    if response.status_code >= 400:
        raise ERRORS.error(_by_status(response))
    raise BadAnswer("Runware's answer does not name the task.", provider="runware", raw=said.raw)


def _only_task(response: httpx.Response) -> str:
    """The id of the only task that an answer is about, where the request is not at hand."""
    body = mapping(read(response))
    told = {text(item.get("taskUUID")) for item in (*objects(body.get("data")), *_errors(body))} - {""}
    return told.pop() if len(told) == 1 else ""


def price_of(response: httpx.Response, runware: Quoting) -> Quoted:
    """The price of a dry run. Where it stands is not documented: taken is `cost`, as in a result (facts, lines 18, 88);
    of several results nobody says whether it is each one's, so that fewer prices than results are none.

    An item without one is what a task that was taken is answered with.
    """
    sent = asked(response)
    task = text(sent.get("taskUUID"))
    said = reply(response, task)
    if said.errors:
        raise ERRORS.error(said.errors[0])
    costs = [cost for item in said.items if (cost := amount(item.get("cost"))) is not None]
    if not costs:
        raise runware.taken_for_a_job(task, said.raw) if said.items else runware.no_price(said.raw)
    results = whole(sent.get("numberResults")) or 1
    if len(costs) < results:
        words = f"Runware named a price, but not for each of the {results} results: the price of all is not known."
        raise BadAnswer(words, provider="runware", raw=said.raw)
    return Quoted(amount=sum(costs), currency="USD", exact=results == 1)


def stored(response: httpx.Response) -> dict[str, object]:
    """What mediaStorage answered: the id by which tasks name the file."""
    said = reply(response, text(asked(response).get("taskUUID")) or _only_task(response))
    for item in said.items:
        if media := text(item.get("mediaUUID")):
            return {"mediaUUID": media, "mediaURL": address(item.get("mediaURL"))}
    if said.errors:
        raise ERRORS.error(said.errors[0])
    raise BadAnswer("Runware stored the file, but does not name it.", provider="runware", raw=said.raw)


# Status


def found(response: httpx.Response, task: str) -> Ticket | None:
    """The ticket of a task that was looked up by our id; None where Runware does not know it."""
    said = reply(response, task)
    if task and (said.items or any(fault.ends for fault in said.errors)):
        return Ticket(provider="runware", id=task)
    if said.errors and said.errors[0].code not in NOT_THERE:
        raise ERRORS.error(said.errors[0])
    return None


def update_of(response: httpx.Response, ticket: Ticket) -> Update:
    """Where the task is. Raises for errors that are about the asking.

    One of several results comes as soon as it is ready, beside others that still run. It is over when as many have come
    or failed as were asked for; or when it failed before anything came.
    """
    said = reply(response, ticket.id)
    failed = [fault for fault in said.errors if fault.ends]
    if said.errors and not (said.items or failed):
        if said.errors[0].code in NOT_THERE:
            return Update(phase=Phase.UNKNOWN, words=ERRORS.words(said.errors[0]), lost=True, raw=said.raw)
        raise ERRORS.error(said.errors[0])
    ready = sorted((item for item in said.items if _is_ready(item)), key=lambda item: first_text(item, *IDS))
    running = len(ready) < len(said.items)
    if ready and not running and len(ready) + len(failed) >= results_asked(ticket):
        return _done(ready, failed, said.raw)
    if failed and not said.items:
        return _failed(failed[0], said.raw)
    return _going_on(said, len(ready), results_asked(ticket))


def _is_ready(item: Json) -> bool:
    """Done by its word; or, where it has none, by being there (facts, line 91)."""
    if "status" not in item:
        return any(address(item.get(name)) for name in FILES)
    return item["status"] == "success"


def _done(ready: Iterable[Json], failed: Iterable[Fault], raw: object) -> Update:
    missing = [Output(url="", gone=ERRORS.words(fault)) for fault in failed]
    total = sum_of(amount(item.get("cost")) for item in ready)
    why = "Runware told it with the result." if total is not None else "Runware named no cost with the result."
    state = "yes" if total is not None else "unknown"
    return Update(
        phase=Phase.DONE,
        outputs=(*(_output(item) for item in ready), *missing),
        billed=Billed(state=state, amount=total, currency="USD" if total is not None else "", reason=why),
        raw=raw,
    )


def _output(item: Json) -> Output:
    url = next((found for name in FILES if (found := address(item.get(name)))), "")
    gone = "" if url else "Runware says that it is done, but names no file."
    return Output(url=url, id=first_text(item, *IDS), gone=gone)


def _failed(fault: Fault, raw: object) -> Update:
    return Update(
        phase=Phase.FAILED,
        error=ERRORS.words(fault),
        field=fault.field,
        billed=ERRORS.billed(fault.code),
        raw=raw,
    )


def _going_on(said: Reply, ready: int, wanted: int) -> Update:
    """Nothing final: by the words of what still runs. An empty answer is no failure."""
    running = [item for item in said.items if not _is_ready(item)]
    if not said.items:
        return Update(phase=Phase.UNKNOWN, words="Runware says nothing about this task.", lost=True, raw=said.raw)
    phases = {WORDS.phase(item.get("status")) for item in running if "status" in item}
    phase = next((found for found in (Phase.UNKNOWN, Phase.WAITING) if phases == {found}), Phase.RUNNING)
    return Update(phase=phase, words=_progress(running, ready, wanted), **_share(running, wanted), raw=said.raw)


def _share(running: list[Json], wanted: int) -> dict[str, int]:
    """How far it is, in hundredths, where it is one result and Runware tells it."""
    percent = whole(running[0].get("progress")) if len(running) == wanted == 1 else None
    return {} if percent is None else {"done": min(percent, 100), "total": 100}


def _progress(running: Iterable[Json], ready: int, wanted: int) -> str:
    """Runware's own words about how far it is."""
    if ready:
        return f"{ready} of {wanted} results are ready."
    told = [percent for item in running if (percent := whole(item.get("progress"))) is not None]
    unknown = [text(item.get("status")) for item in running if text(item.get("status")) not in WORDS.words]
    if unknown and unknown[0]:
        return f"Runware says “{unknown[0][:80]}”."
    return f"Runware says {min(told)} %." if told else ""
