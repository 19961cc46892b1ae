"""The frame that every stand-in stands in: what it remembers, how the rehearsal goes, its clock, its clips, its bill.

A stand-in is a Starlette app made by its module's `app(frame)`, with the real hosts in its `HOSTS`. Each of its calls
goes through `frame.call`, which lets the dial's faults happen around it:

    HOUSE = House("runware", refusal)                            # how this provider says no

    async def submit(request):
        async def act() -> Response:
            task = frame.accept("runware", id, Order(account=last_four(key), amount="0.84"))
            return JSONResponse(…)
        return await frame.call(request, HOUSE, "submit", act)

    life = frame.life(task)                                      # where it is now: a pure function of the time
    url = frame.file_url(request, "runware", Shape(…))           # an address of a ready file, good for a while
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import formatdate
from pathlib import Path
from random import Random

from starlette.requests import Request
from starlette.responses import Response

from studio.rehearsal import lives
from studio.rehearsal.clips import Clips, Shape
from studio.rehearsal.dial import HOOKS, Dial, Fault
from studio.rehearsal.faults import HangUp, bent
from studio.rehearsal.hooks import Hooks
from studio.rehearsal.lives import Fate, Life, Plan, Task
from studio.rehearsal.store import Charge, Store, Thing

Act = Callable[[], Awaitable[Response]]
Refusal = Callable[[str], Response]
"""How a provider words trouble, as an answer: for "500", "503", "429" and "200-with-errors"."""

COSTS = ("submit", "helper")
"""Calls that shares of the dial hit; exact faults hit any."""

SKEW = "studio.rehearsal.skew"

AHEAD_S = {"clock-off": lambda fault: fault.lasts_s, "429-retry-date": lambda fault: 600.0}
"""Faults of a clock that is off, and by how many seconds."""

RETRY = {
    "429-retry-after": lambda wait_s, now: f"{wait_s:g}",
    "429-retry-date": lambda wait_s, now: formatdate(now + wait_s, usegmt=True),
}
"""The two forms of Retry-After."""


@dataclass(frozen=True, slots=True)
class House:
    """A provider's manners: its slug, and how it says no."""

    provider: str
    refusal: Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What is to be done, and for how much. `account`: `last_four` of the key; `our_id`: the id that the caller gave;
    `about`: what the stand-in wants to remember (JSON). `amount` None: it is free; `refunds`: what fails is paid back,
    all of it. What a partial task lacks is not charged."""

    account: str
    our_id: str = ""
    endpoint: str = ""
    about: Mapping[str, object] = field(default_factory=dict)
    results: int = 1
    amount: Decimal | float | str | None = None
    currency: str = "USD"
    refunds: bool = True


class Frame:
    """One rehearsal in one folder. `dial` None: the one that was set before, or the usual. `clock` gives seconds since
    1970; `studio` is where webhooks are sent on this machine, if not to the address that was given with a task.
    `address` is where this rehearsal is reached, known once it serves."""

    def __init__(
        self, folder: Path, dial: Dial | None = None, *, clock: Callable[[], float] = time.time, studio: str = ""
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.clock, self.address = folder, clock, ""
        self.store = Store(folder / "rehearsal.sqlite3")
        self.clips = Clips(folder / "clips")
        self._uploads = folder / "uploads"
        self._uploads.mkdir(exist_ok=True)
        self.hooks = Hooks(self.store, clock, lambda: HOOKS[self._dial.hooks], studio)
        self.set_dial(dial or Dial.read(self.store.setting("dial") or "{}"))

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()

    # The dial

    @property
    def dial(self) -> Dial:
        """How it goes now."""
        return self._dial

    def set_dial(self, dial: Dial) -> None:
        """From now on; tasks that were accepted keep the life that they were given."""
        self._dial = dial
        self._chance = Random(dial.seed)
        self.store.set("dial", json.dumps(dial.as_json()))

    def _fault(self, provider: str, where: str) -> Fault | None:
        """What goes wrong with this call: an exact fault, which is used up by it, or one by chance."""
        fault = next((fault for fault in self._dial.faults if fault.meets(provider, where)), None)
        if fault:
            self._dial = self._dial.without_one(fault)
            self.store.set("dial", json.dumps(self._dial.as_json()))
            return fault
        return self._by_chance(provider, where) if where in COSTS else None

    def _by_chance(self, provider: str, where: str) -> Fault | None:
        dial = self._dial
        limited = "429" if dial.retry_after_s is None else "429-retry-after"
        shares = {limited: dial.rate_limited, "503": dial.errors_5xx, "drop-after-body": dial.lost_replies}
        hit = [what for what, share in shares.items() if self._chance.random() < share]
        wait_s = dial.retry_after_s if hit[:1] == ["429-retry-after"] else None
        return Fault(provider=provider, where=where, what=hit[0], seconds=wait_s) if hit else None

    # A call

    async def call(self, request: Request, house: House, where: str, act: Act) -> Response:
        """Carry out one call as the dial has it. `act` reads the body, does it, and answers."""
        fault = self._fault(house.provider, where)
        what = fault.what if fault else ""
        if what == "drop-before-body":
            return HangUp()
        if what in AHEAD_S:
            request.scope[SKEW] = AHEAD_S[what](fault)
        refused = await self._refused(request, house, fault) if fault else None
        return self.dated(request, bent(refused or await act(), fault))

    async def _refused(self, request: Request, house: House, fault: Fault) -> Response | None:
        """The answer of a fault that keeps the call from being carried out."""
        when = RETRY.get(fault.what)
        word = "429" if when else fault.what
        if word not in ("500", "503", "429", "200-with-errors"):
            return None
        await request.body()
        answer = house.refusal(word)
        if when:
            answer.headers["retry-after"] = when(fault.lasts_s, self.now(request))
        return answer

    def now(self, request: Request | None = None) -> float:
        """The stand-in's own clock, in seconds since 1970; for a call whose fault is a clock that is off, off."""
        return self.clock() + (request.scope.get(SKEW, 0.0) if request else 0.0)

    def dated(self, request: Request, answer: Response) -> Response:
        """The answer with the stand-in's own date."""
        answer.headers["date"] = formatdate(self.now(request), usegmt=True)
        return answer

    # Tasks

    def accept(self, provider: str, task_id: str, order: Order) -> Task:
        """Take a task and charge it, both or neither.

        Raises sqlite3.IntegrityError for an id that the provider used before.
        """
        plan = lives.plan(self._dial, f"{provider} {task_id}", self.clock(), order.results)
        ids = {"provider": provider, "account": order.account, "our_id": order.our_id}
        task = Task(**ids, id=task_id, endpoint=order.endpoint, about=order.about, plan=plan)
        with self.store.at_once():
            self.store.add_task(task)
            if order.amount is not None:
                money = {"amount": _due(order, plan), "currency": order.currency, "created": plan.accepted}
                fails = order.refunds and plan.fate in (Fate.MODERATED, Fate.BROKEN)
                back = {"refunded": plan.ends if fails else None}
                self.store.add_charge(Charge(**ids, their_id=task_id, **money, **back))
        return task

    def charge(self, provider: str, their_id: str, *, account: str, amount: object, currency: str = "USD") -> None:
        """Charge what is no task: a helper that answers at once."""
        row = {"provider": provider, "account": account, "our_id": "", "their_id": their_id}
        self.store.add_charge(Charge(**row, amount=str(amount), currency=currency, created=self.clock()))

    def task(self, provider: str, task_id: str) -> Task | None:
        """By the provider's own id."""
        return self.store.task(provider, task_id)

    def life(self, task: Task) -> Life:
        """Where a task is now."""
        return lives.life(task, self.clock())

    def cancel(self, task: Task, *, refunds: bool) -> Life:
        """Stop a task that is not over. What it cost is paid back if `refunds`."""
        if not self.life(task).is_over:
            self.store.cancel_task(task.provider, task.id, self.clock())
            if refunds:
                self.store.refund(task.provider, task.id, self.clock())
        return self.life(self.store.task(task.provider, task.id))

    # Files

    def origin(self, request: Request | None = None) -> str:
        """Where this rehearsal is reached: `http://127.0.0.1:8480`, whatever host was asked for."""
        if request is not None and not self.address:
            host, port = request.scope["server"]
            self.address = f"{request.scope['scheme']}://{host}:{port}"
        return self.address

    def file_url(
        self, request: Request | None, provider: str, shape: Shape, *, expire_s: float | None = None, until: float = 0
    ) -> str:
        """An address of a ready file, good until `until` (seconds since 1970), or for `expire_s` from now."""
        ends = until or self.clock() + (self._dial.expire_s if expire_s is None else expire_s)
        about = shape.within(self._dial.longest_side).as_json()
        return f"{self.origin(request)}/files/{token(provider=provider, ends=ends, **about)}.{shape.form}"

    def upload_url(self, request: Request, upload: Thing, name: str = "") -> str:
        """Where the bytes of an upload are put."""
        return f"{self.origin(request)}/uploads/{upload.provider}.{upload.id}" + (f".{name}" if name else "")

    def open_upload(self, provider: str, account: str, about: Mapping[str, object], upload_id: str = "") -> Thing:
        """Announce an upload; its bytes come later, or not."""
        upload = Thing(
            provider=provider,
            kind="upload",
            id=upload_id or secrets.token_urlsafe(18).replace("_", "-"),
            account=account,
            created=self.clock(),
            about=about,
        )
        self.store.put_thing(upload)
        return upload

    def put_bytes(self, name: str, content: bytes) -> str:
        """Keep what was uploaded; its SHA-256 in hexadecimal digits."""
        (self._uploads / _safe(name)).write_bytes(content)
        return hashlib.sha256(content).hexdigest()

    def get_bytes(self, name: str) -> bytes | None:
        """What was uploaded under this name."""
        path = self._uploads / _safe(name)
        return path.read_bytes() if path.is_file() else None


def _due(order: Order, plan: Plan) -> str:
    """What is charged: all of it, or the share of the results that come."""
    total = Decimal(str(order.amount))
    return str(total * (plan.results - 1) / plan.results if plan.fate is Fate.PARTIAL else total)


def token(**about: object) -> str:
    """Facts as one word for an address. No secret: whoever rehearses may look."""
    return base64.urlsafe_b64encode(json.dumps(about, separators=(",", ":")).encode()).decode().rstrip("=")


def untoken(word: str) -> dict[str, object]:
    """The way back. Raises ValueError."""
    return json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))


def last_four(key: str) -> str:
    """By which an account is known."""
    return key[-4:]


def _safe(name: str) -> str:
    """A file name of plain characters."""
    return hashlib.sha256(name.encode()).hexdigest() if set(name) - SAFE or name.startswith(".") else name


SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
