"""What Kling answers: `{"code": 0, "message", "request_id", "data"}`, and tasks of two generations in it.

The older generation has `task_id`, `task_status`, `task_result`; the newer one `id`, `status`, `outputs`. Lines are of
the facts about the official API.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

import httpx

from studio.providers.answers import (
    Fault,
    Json,
    StatusWords,
    address,
    amount,
    asked,
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
from studio.providers.errors import BadAnswer, Refused
from studio.providers.kling import helping
from studio.providers.kling.errors import ERRORS, NOT_THERE

WORDS = StatusWords(
    "Kling",
    {
        "submitted": Phase.WAITING,
        "processing": Phase.RUNNING,
        "succeed": Phase.DONE,
        "succeeded": Phase.DONE,
        "failed": Phase.FAILED,
    },
    "Kling AI API: `succeed` in the older generation, `succeeded` in the newer; facts, lines 28, 75",
)

LISTS = ("videos", "images", "series_images", "audios")
FILES = (("url", "wav_url", "url_wav", "mp3_url", "url_mp3"), ("url_1",), ("url_2",), ("url_3",), ("watermark_url",))
"""The files of one result: of each group the first that is there. Views come by three, watermarked copies beside."""


def data_of(response: httpx.Response) -> object:
    """The `data` of an answer without an error. Raises what its code means."""
    body = mapping(read(response))
    code = text(body.get("code"))
    if code == "0" and response.status_code < 400:
        return body.get("data")
    raise ERRORS.error(_fault(response, body, code))


def _fault(response: httpx.Response, body: Json, code: str) -> Fault:
    status = str(response.status_code)
    return Fault(
        code=ERRORS.known(code if code != "0" else "", status),
        words=text(body.get("message")),
        raw=short(dict(body)) if body else {"status": response.status_code, "body": response.text[:2000]},
        retry_after_s=retry_after_s(response),
    )


def request_id(response: httpx.Response) -> str:
    """Kling names every answer (line 42)."""
    return text(mapping(read(response)).get("request_id"))


# Submit


def ticket_of(response: httpx.Response) -> Ticket:
    """The ticket of a task that was taken. What an endpoint answers at once is remembered with it."""
    data = mapping(data_of(response))
    its_id = first_text(data, "task_id", "id", "session_id")
    if not its_id:
        raise BadAnswer("Kling's answer does not name the task.", provider="kling", raw=short(dict(data)))
    sent = asked(response)
    raw: dict[str, object] = {"results": whole(sent.get("n")) or whole(sent.get("series_amount")) or 1}
    return Ticket(provider="kling", id=its_id, raw=raw | ({"told": dict(data)} if _is_over(data) else {}))


def _is_over(data: Json) -> bool:
    return phase_of(data) in (Phase.DONE, Phase.FAILED)


def found(response: httpx.Response, our_id: str) -> Ticket | None:
    """The ticket of the task that carries our id; None where Kling does not know it."""
    try:
        data = data_of(response)
    except Refused as error:
        if text(mapping(error.raw).get("code")) in NOT_THERE:
            return None
        raise
    for task in objects(data):
        its_id = first_text(task, "task_id", "id")
        ours = text(task.get("external_id")) or text(mapping(task.get("task_info")).get("external_task_id"))
        if its_id and ours in ("", our_id):
            return Ticket(provider="kling", id=its_id)
    return None


# Status


LOST = Update(phase=Phase.UNKNOWN, words="Kling does not know this task, or not any more.", lost=True)


def update_of(response: httpx.Response, ticket: Ticket) -> Update:
    """Where the task is. The newer generation answers with a list; a list without the task is no failure."""
    try:
        data = data_of(response)
    except Refused as error:
        if text(mapping(error.raw).get("code")) in NOT_THERE:
            return LOST
        raise
    tasks = [task for task in objects(data) if first_text(task, "task_id", "id") in ("", ticket.id)]
    return update(tasks[0], results_asked(ticket)) if tasks else LOST


def update(task: Json, wanted: int = 1) -> Update:
    """What a task tells of itself. The same in a poll, a callback, and an answer at once."""
    phase = phase_of(task)
    theirs = first_text(task, "task_status_msg", "message")
    outputs = tuple(outputs_of(task)) if phase is Phase.DONE else ()
    failed = f"It failed at Kling. Kling: “{theirs[:500]}”" if theirs else "It failed at Kling, which does not say why."
    return Update(
        phase=phase,
        words=_words(task, phase, len(outputs), wanted),
        outputs=outputs,
        answer=helping.answer_of(task) if phase is Phase.DONE else {},
        billed=billed(task, phase),
        error=failed if phase is Phase.FAILED else "",
        raw=short(dict(task)),
    )


def phase_of(task: Json) -> Phase:
    """By its word; or, where it has none, by what is there."""
    word = first_text(task, "task_status") or task.get("status")
    if isinstance(word, str) and word:
        return WORDS.phase(word)
    return Phase.DONE if any(outputs_of(task)) or helping.answer_of(task) else Phase.UNKNOWN


def _words(task: Json, phase: Phase, here: int, wanted: int) -> str:
    if phase is Phase.DONE and here < wanted and here:
        return f"{here} of {wanted} results came."
    word = first_text(task, "task_status", "status")
    return f"Kling says “{word[:80]}”." if phase is Phase.UNKNOWN and word else ""


def outputs_of(task: Json) -> Iterator[Output]:
    """Every file of a task, in a fixed order."""
    result = mapping(task.get("task_result"))
    items = [item for name in LISTS for item in _ordered(objects(result.get(name)))]
    for item in (*items, *objects(task.get("outputs"))):
        for group in FILES:
            if url := next((found for name in group if (found := address(item.get(name)))), ""):
                yield Output(url=url, id=text(item.get("id")))


def _ordered(items: Iterable[Json]) -> list[Json]:
    """By their own index where they have one."""
    return sorted(items, key=lambda item: whole(item.get("index")) or 0)


# Money


def billed(task: Json, phase: Phase) -> Billed:
    """What the task says was deducted, in money or in units of a package; nothing is known before its end."""
    if phase not in (Phase.DONE, Phase.FAILED):
        return Billed()
    if "billing" in task:
        return _by_billing(objects(task["billing"]))
    units = amount(task.get("final_unit_deduction"))
    balance = mapping(task.get("final_balance_deduction"))
    quota = amount(balance.get("quota"))
    if units:
        return Billed(state="yes", amount=units, currency="units", reason="Kling deducted so many units of a package.")
    if quota:
        reason = "Kling deducted it from the balance, and does not name the currency."
        return Billed(state="yes", reason=f"{reason} ({quota.normalize():f})")
    if Decimal(0) in (units, quota):
        return Billed(state="no", reason="Kling names a deduction of 0.")
    return Billed(reason="Kling's answer names no deduction.")


def billed_at_once(response: httpx.Response) -> Billed:
    """Of a helper that answers at once. Most of their answers name no deduction; their price is listed (line 254)."""
    data = mapping(data_of(response))
    return billed(data, Phase.DONE) if phase_of(data) is Phase.DONE else Billed(reason="Kling names no deduction.")


def _by_billing(rows: Iterable[Json]) -> Billed:
    """The newer generation: rows in units of a package, or in money."""
    charges = {(_currency(row), amount(row.get("amount"))) for row in rows}
    currencies = {currency for currency, _ in charges}
    total = sum_of(amount(row.get("amount")) for row in rows)
    if not charges:
        return Billed(reason="Kling's answer names no deduction.")
    if total is None or len(currencies) > 1 or not all(currencies):
        return Billed(state="yes", reason="Kling deducted in several ways; see Details.")
    if total == 0:
        return Billed(state="no", reason="Kling names a deduction of 0.")
    return Billed(state="yes", amount=total, currency=currencies.pop(), reason="Kling named it with the result.")


def _currency(row: Json) -> str:
    if row.get("charge_type") == "unit":
        return "units"
    currency = text(row.get("currency"))
    return currency if currency in ("USD", "CNY") else ""


def told(ticket: Ticket) -> Update | None:
    """What was answered at once."""
    data = ticket.raw.get("told")
    return update(data, results_asked(ticket)) if isinstance(data, Mapping) else None
