"""What is left in an account: its resource packs, and what was deducted. kling-official.md, lines 237-239."""

from collections.abc import Iterator
from decimal import Decimal

from starlette.requests import Request

from studio.rehearsal.frame import Frame
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.faults import Fault
from studio.rehearsal.kling.keys import Caller
from studio.rehearsal.kling.results import Json
from studio.rehearsal.kling.wire import PROVIDER, body_of, milliseconds
from studio.rehearsal.store import Charge

PACKS = {"video": "Rehearsal video units", "image": "Rehearsal image units"}
UNITS = Decimal(10_000)
"""What a pack holds where the dial names no balance."""

YEAR_MS = 365 * 86400 * 1000


class Account:
    """The calls, around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._asked: dict[str, float] = {}

    @property
    def _size(self) -> Decimal:
        balance = self.frame.dial.balance
        return UNITS if balance is None else Decimal(str(balance))

    def check_means(self, who: Caller, pack: str, units: Decimal) -> None:
        """Raises 1102 where the dial gave every account so much, and it is gone (line 54)."""
        if self.frame.dial.balance is not None and self._spent(who, pack) + units > self._size:
            raise Fault(1102)

    def _spent(self, who: Caller, pack: str) -> Decimal:
        return sum((Decimal(charge.amount) for charge in self._charges(who, pack)), Decimal(0))

    def _charges(self, who: Caller, pack: str) -> Iterator[Charge]:
        """Of one pack: what a task drew says the task, what answers at once draws video units."""
        now = self.frame.clock()
        for charge in self.frame.store.charges(PROVIDER):
            task = self.frame.task(PROVIDER, charge.their_id)
            drawn = task.about["pack"] if task else "video"
            held = charge.refunded is None or charge.refunded > now
            if held and charge.account == who.account and drawn == pack:
                yield charge

    async def costs(self, request: Request, who: Caller) -> Json:
        """Line 238: free, once a second at most. The delay of 12 hours is not rehearsed."""
        self._not_so_fast(who)
        start, end = (_time(request, name) for name in ("start_time", "end_time"))
        if start is None or end is None or start > end:
            raise Fault(1201, "start_time and end_time are required")
        name = request.query_params.get("resource_pack_name")
        packs = [self._pack(who, pack) for pack in PACKS if not who.currency and name in (None, "", PACKS[pack])]
        return {"code": 0, "msg": "SUCCEED"} | ({"resource_pack_subscribe_infos": packs} if packs else {})

    def _not_so_fast(self, who: Caller) -> None:
        now = self.frame.clock()
        before, self._asked[who.account] = self._asked.get(who.account, 0.0), now
        if now - before < 1:
            raise Fault(1302)

    def _pack(self, who: Caller, pack: str) -> Json:
        now = milliseconds(self.frame.clock())
        left = self._size - self._spent(who, pack)
        times = {"purchase_time": now - YEAR_MS // 2, "effective_time": now - YEAR_MS // 2}
        return {
            "resource_pack_name": PACKS[pack],
            "resource_pack_id": f"rehearsal-{pack}-{who.account}",
            "resource_pack_type": "decreasing_total",
            "total_quantity": float(self._size),
            "remaining_quantity": float(left),
            **times,
            "invalid_time": now + YEAR_MS // 2,
            "status": "online" if left > 0 else "runOut",
        }

    async def packages(self, request: Request, who: Caller) -> Json:
        """Line 239: what was drawn from packs. The fields of a row are in no source, and are ours."""
        return await self._rows(request, who, in_money=False)

    async def balance(self, request: Request, who: Caller) -> Json:
        """Line 239: what was drawn from the balance."""
        return await self._rows(request, who, in_money=True)

    async def _rows(self, request: Request, who: Caller, *, in_money: bool) -> Json:
        asked = await body_of(request)
        most = prices.whole_number(asked, "limit", 100)
        skip = prices.whole_number(asked, "cursor", 0)
        if not 1 <= most <= 500:
            raise Fault(1201, "limit should be from 1 to 500")
        found = [one for pack in PACKS for one in self._charges(who, pack) if (one.currency != "units") is in_money]
        detail = [{"task_id": one.their_id, "amount": one.amount, "time": milliseconds(one.created)} for one in found]
        more = len(detail) > skip + most
        page = {"detail": detail[skip : skip + most], "count": len(detail)}
        return {"result": page, "has_more": more} | ({"next_cursor": str(skip + most)} if more else {})


def _time(request: Request, name: str) -> int | None:
    given = request.query_params.get(name, "")
    return int(given) if given.isdigit() else None
