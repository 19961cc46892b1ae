"""Tasks at Kling: they are created, asked after one by one or as a list, and tell the same in a callback.

kling-official.md, lines 68-84 and 121-136.
"""

import secrets
from collections.abc import Mapping
from decimal import Decimal

from starlette.requests import Request

from studio.rehearsal import lives
from studio.rehearsal.clips import Shape
from studio.rehearsal.frame import Frame, Order
from studio.rehearsal.hooks import Message
from studio.rehearsal.kling import prices, results
from studio.rehearsal.kling.account import Account
from studio.rehearsal.kling.endpoints import Body, Endpoint
from studio.rehearsal.kling.faults import Fault
from studio.rehearsal.kling.hooks import signed
from studio.rehearsal.kling.keys import Caller
from studio.rehearsal.kling.newer import setting
from studio.rehearsal.kling.results import Json
from studio.rehearsal.kling.things import Things
from studio.rehearsal.kling.wire import PROVIDER, body_of, check, milliseconds, page
from studio.rehearsal.lives import Fate, Life, Phase, Task

OLDER_WORDS = {
    Phase.WAITING: "submitted",
    Phase.RUNNING: "processing",
    Phase.DONE: "succeed",
    Phase.FAILED: "failed",
}
"""Line 75. Nothing can be cancelled."""
NEWER_WORDS = {**OLDER_WORDS, Phase.DONE: "succeeded"}

MESSAGES = {
    Fate.MODERATED: "Failure to pass the risk control system",
    Fate.BROKEN: "Service busy, please try again later",
}
"""Line 68: moderation after acceptance is told with the failed task. The words are of public reports."""

NO_TASK = "Task not found"
MOST_LISTED = 10_000
MONTH_S = 30 * 86400


def new_id(now: float) -> str:
    """A long number that grows with time and ends in 0 (see `results.its_id`)."""
    return str((int(now * 1000) << 20 | secrets.randbits(20)) // 10 * 10)


class Tasks:
    """The calls about tasks, around one frame."""

    def __init__(self, frame: Frame, things: Things, account: Account) -> None:
        self.frame, self.things, self.account = frame, things, account
        frame.hooks.writers[PROVIDER] = self.told_by_hook

    # Creating

    async def create(self, endpoint: Endpoint, request: Request, who: Caller) -> Json:
        """Check the body, take it, charge it. Raises 1100 to 1102, 1200, 1201, 1303."""
        body = await body_of(request)
        check(endpoint.takes, endpoint.rules, body)
        if who.state:
            raise Fault(who.state)
        options = body.get("options") if endpoint.newer else body
        options = options if isinstance(options, Mapping) else {}
        our_id = str(options.get("external_task_id") or "")
        if our_id and self.frame.store.task_by_our_id(PROVIDER, who.account, our_id):
            raise Fault(1201, "external_task_id should be unique")
        about = self._about(endpoint, body, who) | _told_with(options)
        self.account.check_means(who, endpoint.pack, Decimal(str(about["units"])))
        self._check_room(who, len(about["shapes"]) if endpoint.by_image else 1)
        task = self._accept(endpoint, who, our_id, about)
        return _created_newer(task) if endpoint.newer else _created_older(task)

    def _about(self, endpoint: Endpoint, body: Body, who: Caller) -> dict[str, object]:
        """What is remembered of a body: no media, only what the results and the bill need."""
        found = self.things.used(endpoint, body, who)
        made = [Shape(**{**shape.as_json(), **found.get("shape", {})}) for shape in results.shapes(endpoint, body)]
        return {
            "shapes": [shape.as_json() for shape in made],
            "makes": endpoint.makes,
            "pack": endpoint.pack,
            "units": prices.plain(endpoint.units(body)),
            "currency": who.currency,
            "owner": f"user-{who.account}",
            "name": body.get("element_name") or body.get("voice_name") or "",
            "description": body.get("element_description") or "",
            "reference": body.get("reference_type") or "",
            "series": body.get("result_type") == "series",
            "speaks": body.get("sound") == "on" or setting(body, "audio") == "native",
        } | {name: value for name, value in found.items() if name != "shape"}

    def _check_room(self, who: Caller, places: int) -> None:
        """Lines 63, 71: as many at once as the packs allow."""
        room = self.frame.dial.parallel
        if room is not None and self.frame.store.unfinished(PROVIDER, who.account, self.frame.clock()) + places > room:
            raise Fault(1303)

    def _accept(self, endpoint: Endpoint, who: Caller, our_id: str, about: dict[str, object]) -> Task:
        units = Decimal(str(about["units"]))
        amount = prices.dollars(units, endpoint.pack) if who.currency else units
        order = Order(
            account=who.account,
            our_id=our_id,
            endpoint=endpoint.path,
            about=about,
            results=len(about["shapes"]),
            amount=prices.plain(amount) if amount else None,
            currency=who.currency or "units",
        )
        task = self.frame.accept(PROVIDER, new_id(self.frame.clock()), order)
        if about["callback_url"]:
            for at in (task.plan.starts, task.plan.ends):
                self.frame.hooks.add(PROVIDER, task.id, str(about["callback_url"]), at, {"at": at})
        return task

    # Asking: older

    async def one(self, endpoint: Endpoint, request: Request, who: Caller) -> Json:
        """By Kling's id or by ours, in the same slot (line 134)."""
        asked = request.path_params["task_id"]
        task = self.frame.task(PROVIDER, asked)
        if task is None and endpoint.by_our_id:
            task = self.frame.store.task_by_our_id(PROVIDER, who.account, asked)
        if task is None or task.account != who.account or task.endpoint != endpoint.path:
            raise Fault(1201, NO_TASK)
        return self.older(task, self.frame.life(task))

    async def several(self, endpoint: Endpoint, request: Request, who: Caller) -> list[Json]:
        """An endpoint's tasks, newest first; without voices that were deleted."""
        skip, most = page(request)
        found = self.frame.store.tasks(PROVIDER, who.account, most=MOST_LISTED)
        mine = [task for task in found if task.endpoint == endpoint.path and not self._is_gone(task)]
        return [self.older(task, self.frame.life(task)) for task in mine[skip : skip + most]]

    def _is_gone(self, task: Task) -> bool:
        return task.about["makes"] == "voice" and self.things.is_deleted(results.its_id(task.id))

    def older(self, task: Task, life: Life) -> Json:
        """Line 135."""
        about = task.about
        return {
            "task_id": task.id,
            "task_status": OLDER_WORDS[life.phase],
            "task_status_msg": MESSAGES.get(life.fate, "") if life.phase is Phase.FAILED else "",
            "task_info": {"external_task_id": task.our_id} | _parent(about),
            **({"task_result": self._result(task, life)} if life.phase is Phase.DONE else {}),
            "watermark_info": {"enabled": bool(about.get("watermark"))},
            **_deduction(about, life),
            "created_at": milliseconds(task.plan.accepted),
            "updated_at": milliseconds(_updated(task, life)),
        }

    def _result(self, task: Task, life: Life) -> Json:
        return results.older(
            str(task.about["makes"]), task.id, _made(task, life), self._about_now(task), self._url(task)
        )

    def _about_now(self, task: Task) -> Mapping[str, object]:
        """With what happened since: an element may be deleted."""
        deleted = self.things.is_deleted(results.its_id(task.id))
        return {**task.about, "deleted": deleted}

    def _url(self, task: Task) -> results.Url:
        """Addresses that are good for a while after the task is done (line 73: 30 days)."""
        until = task.plan.ends + self.frame.dial.expire_s
        return lambda shape: self.frame.file_url(None, PROVIDER, shape, until=until)

    # Asking: newer

    async def by_ids(self, request: Request, who: Caller) -> list[Json]:
        """`GET /tasks`, line 126. What is not known is left out."""
        asked = {name: request.query_params.get(name, "") for name in ("task_ids", "external_task_ids")}
        if sum(bool(ids) for ids in asked.values()) != 1:
            raise Fault(1201, "task_ids or external_task_ids is required")
        ids, ours = (list(filter(None, names.split(","))) for names in asked.values())
        found = [self.frame.task(PROVIDER, one) for one in ids]
        found += [self.frame.store.task_by_our_id(PROVIDER, who.account, one) for one in ours]
        return [self.newer(task, self.frame.life(task)) for task in found if task and _is_newer_of(task, who)]

    async def listed(self, request: Request, who: Caller) -> Json:
        """`POST /tasks`, line 127; an answer of a public report has `count` and `has_more` even when it is empty."""
        asked = await body_of(request)
        most = prices.whole_number(asked, "limit", 100)
        skip = prices.whole_number(asked, "cursor", 0)
        if not 1 <= most <= 500:
            raise Fault(1201, "limit should be from 1 to 500")
        found = [task for task in self._between(asked, who) if self._passes(task, asked)]
        shown = [self.newer(task, self.frame.life(task)) for task in found[skip : skip + most]]
        more = len(found) > skip + most
        return {"result": shown, "count": len(shown), "has_more": more} | (
            {"next_cursor": str(skip + most)} if more else {}
        )

    def _between(self, asked: Mapping[str, object], who: Caller) -> list[Task]:
        now = milliseconds(self.frame.clock())
        start = prices.whole_number(asked, "start_time", now - MONTH_S * 1000)
        end = prices.whole_number(asked, "end_time", now)
        found = self.frame.store.tasks(PROVIDER, who.account, most=MOST_LISTED)
        return [one for one in found if _is_newer_of(one, who) and start <= milliseconds(one.plan.accepted) <= end]

    def _passes(self, task: Task, asked: Mapping[str, object]) -> bool:
        facts = {"status": NEWER_WORDS[self.frame.life(task).phase], "product_type": task.about["pack"]}
        filters = asked.get("filters")
        rows = [row for row in filters if isinstance(row, Mapping)] if isinstance(filters, list) else []
        return all(facts.get(str(row.get("key"))) in (row.get("values") or []) for row in rows)

    def newer(self, task: Task, life: Life) -> Json:
        """Lines 128-130."""
        made = _made(task, life) if life.phase is Phase.DONE else []
        return {
            "id": task.id,
            "status": NEWER_WORDS[life.phase],
            "message": MESSAGES.get(life.fate, "") if life.phase is Phase.FAILED else "",
            "create_time": milliseconds(task.plan.accepted),
            "update_time": milliseconds(_updated(task, life)),
            "external_id": task.our_id,
            "outputs": list(results.newer(task.id, made, task.about, self._url(task))),
            "billing": [_bill(task.about)] if life.phase is Phase.DONE else [],
        }

    # Callbacks

    def told_by_hook(self, task: Task, about: Mapping[str, object], now: float) -> Message:
        """The bare task object, as it was when its status changed (lines 79-82)."""
        at = float(about["at"])
        tell = self.newer if _is_newer(task) else self.older
        return signed(tell(task, lives.life(task, at)), f"{task.id}-{milliseconds(at)}", now)


def _told_with(options: Mapping[str, object]) -> dict[str, object]:
    """Line 88, line 136."""
    mark = options.get("watermark_info")
    return {
        "callback_url": options.get("callback_url") or "",
        "watermark": isinstance(mark, Mapping) and mark.get("enabled") is True,
    }


def _is_newer(task: Task) -> bool:
    return not task.endpoint.startswith("/v1/")


def _is_newer_of(task: Task, who: Caller) -> bool:
    return _is_newer(task) and task.account == who.account


def _made(task: Task, life: Life) -> list[Shape]:
    """The shapes of what is there."""
    return [Shape(**shape) for shape in task.about["shapes"]][: life.ready]


def _updated(task: Task, life: Life) -> float:
    """When it changed last."""
    since = {Phase.WAITING: task.plan.accepted, Phase.RUNNING: task.plan.starts}
    return since.get(life.phase, task.plan.ends)


def _created_older(task: Task) -> Json:
    now = milliseconds(task.plan.accepted)
    ours = {"external_task_id": task.our_id}
    return {"task_id": task.id, "task_status": "submitted", "task_info": ours, "created_at": now, "updated_at": now}


def _created_newer(task: Task) -> Json:
    """Line 123."""
    now = milliseconds(task.plan.accepted)
    times = {"create_time": now, "update_time": now}
    return {"id": task.id, "status": "submitted", **times, "external_id": task.our_id}


def _parent(about: Mapping[str, object]) -> Json:
    """Line 188."""
    return {"parent_video": about["parent"]} if about.get("parent") else {}


def _deduction(about: Mapping[str, object], life: Life) -> Json:
    """What it cost, known at the end: of units, or of a balance (lines 80, 135)."""
    if not life.is_over:
        return {}
    units = Decimal(str(about["units"])) if life.phase is Phase.DONE else Decimal(0)
    if not about["currency"]:
        return {"final_unit_deduction": prices.plain(units)}
    money = prices.plain(prices.dollars(units, str(about["pack"])))
    return {"final_balance_deduction": {"quota": money, "list_price": money}}


def _bill(about: Mapping[str, object]) -> Json:
    """Line 130."""
    units = Decimal(str(about["units"]))
    money = prices.plain(prices.dollars(units, str(about["pack"])))
    if not about["currency"]:
        row = {"charge_type": "unit", "amount": prices.plain(units)}
    else:
        row = {"charge_type": "cash", "cash_type": "balance", "amount": money, "currency": about["currency"]}
    return row | {"package_type": about["pack"], "list_price": money}
