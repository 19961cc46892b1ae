"""What Scenario answers: `{"job": {...}}` with the ids of the assets that it made; their addresses are asked for then.

Lines are those of the facts about Scenario; `scenario-sdk` is its SDK, 2.4.0.
"""

from collections.abc import Mapping

import httpx

from studio.providers.answers import (
    Fault,
    Json,
    StatusWords,
    address,
    amount,
    first_text,
    mapping,
    objects,
    read,
    retry_after_s,
    short,
    sum_of,
    text,
)
from studio.providers.base import Billed, Output, Phase, Ticket, Update
from studio.providers.errors import BadAnswer, BadInput, NotReady
from studio.providers.quoting import Quoted, Quoting
from studio.providers.scenario.errors import ERRORS
from studio.providers.templates import Step

WORDS = StatusWords(
    "Scenario",
    {
        "pending": Phase.WAITING,
        "queued": Phase.WAITING,
        "warming-up": Phase.WAITING,
        "in-progress": Phase.RUNNING,
        "processing": Phase.RUNNING,
        "finalizing": Phase.RUNNING,
        "success": Phase.DONE,
        "failure": Phase.FAILED,
        "failed": Phase.FAILED,
        "canceled": Phase.CANCELLED,
    },
    "scenario-sdk: job_retrieve_response.py; `processing` and `failed` by a guide of the documentation; facts, line 24",
)

DRY_RUN = 269
"""The HTTP status of a price without a job (line 19)."""

IMPORTED = {"imported", "complete"}
LOST = {"failed"}
UPLOAD_PAUSE_S = 2.0
"""How often the JavaScript helper asks after an upload (line 32)."""


def body_of(response: httpx.Response) -> Json:
    """The JSON of an answer that is no error. Raises what the error means."""
    body = read(response)
    if response.status_code >= 400:
        raise ERRORS.error(_fault(response, mapping(body)))
    if not isinstance(body, Mapping):
        raw = {"status": response.status_code, "body": response.text[:2000]}
        raise BadAnswer("Scenario's answer is no JSON object.", provider="scenario", raw=raw)
    return body


def _fault(response: httpx.Response, body: Json) -> Fault:
    """`reason` or `message`; what is left of a cooldown stands in the body."""
    reason = text(body.get("reason"))
    left = amount(body.get("remainingSeconds"))
    known = reason if ERRORS.row(reason) else ""
    return Fault(
        code=ERRORS.known(known, str(response.status_code)),
        words=first_text(body, "reason", "message"),
        raw=short(dict(body)) if body else {"status": response.status_code, "body": response.text[:2000]},
        retry_after_s=float(left) if left else retry_after_s(response),
    )


# Submit


def ticket_of(response: httpx.Response) -> Ticket:
    """The ticket of a job. A price without a job is none."""
    body = body_of(response)
    its_id = text(mapping(body.get("job")).get("jobId"))
    if not its_id or response.status_code == DRY_RUN:
        raise BadAnswer("Scenario's answer does not name the job.", provider="scenario", raw=short(dict(body)))
    return Ticket(provider="scenario", id=its_id)


def request_id(response: httpx.Response) -> str:
    """The `trace_id` of an error, else the job that it is about (line 40)."""
    body = mapping(read(response))
    return text(body.get("trace_id")) or text(mapping(body.get("job")).get("jobId"))


def price_of(response: httpx.Response, scenario: Quoting) -> Quoted:
    """The price of a dry run, in creative units (line 19). With a discount nobody says whether it is taken off yet."""
    body = body_of(response)
    if its_id := text(mapping(body.get("job")).get("jobId")):
        raise scenario.taken_for_a_job(its_id, short(dict(body)))
    units = amount(body.get("creativeUnitsCost"))
    if units is None:
        raise scenario.no_price(short(dict(body)))
    return Quoted(amount=units, currency="CU", exact=not amount(body.get("creativeUnitsDiscount")))


def uploaded(step: Step, response: httpx.Response) -> dict[str, object]:
    """What the next steps of an upload may name. Raises NotReady while the file is being checked there."""
    upload = mapping(body_of(response).get("upload"))
    status = text(upload.get("status"))
    if status in LOST:
        words = text(upload.get("errorMessage")) or "Scenario could not use the file, and does not say why."
        raise BadInput(words, provider="scenario", raw=short(dict(upload)))
    if step.waits and not (status in IMPORTED and text(upload.get("entityId"))):
        words = "Scenario is still checking the file."
        raise NotReady(words, retry_after_s=UPLOAD_PAUSE_S, provider="scenario", raw=short(dict(upload)))
    parts = [{"url": address(part.get("url"))} for part in objects(upload.get("parts"))]
    named = {name: text(upload[name]) for name in ("id", "entityId") if text(upload.get(name))}
    if "id" not in named:
        raise BadAnswer("Scenario does not name the upload.", provider="scenario", raw=short(dict(upload)))
    return {"upload": {**named, "parts": parts}}


# Status


NOT_THERE = Update(phase=Phase.UNKNOWN, words="Scenario does not know the job, or not any more.", lost=True)
"""What a 404 means of a job that was taken (line 41)."""


def update_of(response: httpx.Response) -> Update:
    """Where the job is; once it is done, which assets it made."""
    if response.status_code == 404:
        return NOT_THERE
    job = mapping(body_of(response).get("job"))
    phase = WORDS.phase(job.get("status"))
    about = mapping(job.get("metadata"))
    return Update(
        phase=phase,
        words=_words(job, phase),
        **_share(job, phase),
        answer={"asset_ids": _assets(about)} if phase is Phase.DONE else {},
        billed=billed(job, phase),
        error=_error(about) if phase is Phase.FAILED else "",
        raw=short(dict(job)),
    )


def _assets(about: Json) -> list[str]:
    ids = about.get("assetIds")
    return [found for item in ids if (found := text(item))] if isinstance(ids, list) else []


def _error(about: Json) -> str:
    said = " ".join(filter(None, (text(about.get("error")), text(about.get("hint")))))
    return f"It failed at Scenario. Scenario: “{said[:500]}”" if said else "It failed at Scenario, without a reason."


def _words(job: Json, phase: Phase) -> str:
    word, done = text(job.get("status")), amount(job.get("progress"))
    if phase is Phase.UNKNOWN and word:
        return f"Scenario says “{word[:80]}”."
    return f"Scenario says {min(100, round(done * 100))} %." if phase is Phase.RUNNING and done else ""


def _share(job: Json, phase: Phase) -> dict[str, int]:
    """How far it is, in hundredths; Scenario tells 0 to 1 (line 23)."""
    done = amount(job.get("progress"))
    return {"done": min(100, round(done * 100)), "total": 100} if phase is Phase.RUNNING and done else {}


def billed(job: Json, phase: Phase) -> Billed:
    """Creative units: the job's own and those of its add-ons. Failed jobs are refunded, unless the job says otherwise
    (line 27); of cancelled ones nothing is said."""
    bill = mapping(job.get("billing"))
    extra = mapping(bill.get("cuCostDetails")).values()
    total = sum_of((amount(bill.get("cuCost")), *(amount(cost) for cost in extra if cost is not None)))
    if phase is Phase.FAILED and bill.get("disableRefund") is not True:
        return Billed(state="no", reason="Scenario refunds jobs that fail.")
    if phase is Phase.CANCELLED:
        return Billed(reason="Scenario does not say whether a cancelled job is billed.")
    if phase not in (Phase.DONE, Phase.FAILED):
        return Billed()
    if total is None:
        return Billed(reason="Scenario named no cost with the job.")
    if amount(bill.get("cuDiscount")):
        reason = f"Scenario names {total.normalize():f} CU and a discount, and not whether it is taken off already."
        return Billed(state="yes", reason=reason)
    return Billed(state="yes", amount=total, currency="CU", reason="Scenario named it with the job.")


# Results


def result_of(response: httpx.Response, wanted: list[str]) -> tuple[Output, ...]:
    """The files of the assets, in the order in which the job names them. Raises BadAnswer where none are spoken of."""
    body = body_of(response)
    if not isinstance(body.get("assets"), list):
        said = first_text(body, "reason", "message")
        words = f"Scenario was asked for the results, and spoke of none. {f'Scenario: “{said[:200]}”' if said else ''}"
        raise BadAnswer(words.strip(), provider="scenario", raw=short(dict(body)))
    there = {text(asset.get("id")): asset for asset in objects(body["assets"])}
    return tuple(_output(asset_id, mapping(there.get(asset_id))) for asset_id in wanted)


def _output(asset_id: str, asset: Json) -> Output:
    url = address(asset.get("url"))
    gone = "" if url else "Scenario names the result, but does not give it."
    return Output(url=url, mime=text(asset.get("mimeType")) or None, id=asset_id, gone=gone)


# Cancel


def stopped(response: httpx.Response) -> Update:
    """Scenario stops jobs of its own kind only; of others it says so, and they go on (line 26)."""
    if response.status_code == 400:
        said = first_text(mapping(read(response)), "reason", "message")
        words = f"Scenario cannot stop it: it will finish, and bill it. Scenario: “{said[:200]}”"
        return Update(phase=Phase.UNKNOWN, words=words)
    update = update_of(response)
    if update.phase is Phase.CANCELLED:
        return update
    return Update(phase=Phase.UNKNOWN, words="Scenario was asked to stop it, and has not agreed yet.")
