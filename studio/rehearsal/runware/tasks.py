"""What the stand-in for Runware does with one task: take it, tell how it goes, keep a file, tell the balance."""

import asyncio
import base64
import re
import sqlite3
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from starlette.requests import Request

from studio.rehearsal import lives
from studio.rehearsal.frame import Frame, Order
from studio.rehearsal.lives import Fate
from studio.rehearsal.runware import results
from studio.rehearsal.runware.checks import LIKE_UUID, check, check_id
from studio.rehearsal.runware.errors import Wrong
from studio.rehearsal.runware.models import Model
from studio.rehearsal.runware.prices import cost

Task = Mapping[str, object]
Items = list[dict[str, object]]

LARGEST_RESULTS = 20
SYNC_BY_DEFAULT = {"imageInference"}
"""Images are answered at once where nothing else is asked for (line 74)."""


class Tasks:
    """All kinds of tasks, around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.results = results.Results(frame)
        self._kinds = {
            "authentication": self.nothing,
            "ping": self.ping,
            "videoInference": self.inference,
            "imageInference": self.inference,
            "getResponse": self.response,
            "getTaskDetails": self.details,
            "mediaStorage": self.media,
            "imageUpload": self.image,
            "accountManagement": self.account,
        }

    async def carry_out(self, request: Request, task: Task, account: str, *, dry: bool) -> Items:
        """The items of the answer that are about this task. Raises Wrong."""
        kind = task.get("taskType")
        if not isinstance(kind, str) or kind not in self._kinds:
            raise Wrong("unsupportedTaskType", f"Unsupported task type '{kind}'.", "taskType")
        if kind in ("authentication", "ping"):
            return await self._kinds[kind](request, task, account)
        check_id(task)
        if dry and kind in ("videoInference", "imageInference"):
            return self.quote(task, account)
        return await self._kinds[kind](request, task, account)

    async def nothing(self, request: Request, task: Task, account: str) -> Items:
        """A first task that authenticates has done so."""
        return []

    async def ping(self, request: Request, task: Task, account: str) -> Items:
        return [{"taskType": "ping", "pong": True}]

    # Jobs

    def quote(self, task: Task, account: str) -> Items:
        """A dry run: checked and priced, neither carried out nor charged (line 18). That the price stands in `cost`, as
        in a result, is assumed."""
        model = check(task, lambda media: self.knows(media, account))
        return [self.item(task) | {"cost": float(_total(model, task))}]

    async def inference(self, request: Request, task: Task, account: str) -> Items:
        model = check(task, lambda media: self.knows(media, account))
        self._pays(account, _total(model, task))
        order = Order(
            account=account,
            our_id=str(task["taskUUID"]),
            endpoint=model.air,
            about={"task": _remembered(task), "each": str(cost(model, task))},
            results=task.get("numberResults", 1),
            amount=_total(model, task),
        )
        try:
            taken = self.frame.accept("runware", str(task["taskUUID"]), order)
        except sqlite3.IntegrityError:
            words = "A task with this 'taskUUID' exists already. Use a new one for each request."
            raise Wrong("conflictTaskUUID", words, "taskUUID") from None
        self._announce(taken)
        if task.get("deliveryMethod", "sync" if task["taskType"] in SYNC_BY_DEFAULT else "async") == "async":
            return [self.item(task)]
        return await self._at_once(request, taken)

    def _pays(self, account: str, amount: Decimal) -> None:
        left = self.left(account)
        if left is not None and left < amount:
            words = "Insufficient credits. Please top up your balance at https://my.runware.ai/wallet"
            raise Wrong("insufficientCredits", words, http=402)

    def _announce(self, taken: lives.Task) -> None:
        """A webhook for each result, and one for what fails (lines 157-158)."""
        url = taken.about["task"].get("webhookURL")
        if not url:
            return
        plan = taken.plan
        ready = {Fate.DONE: plan.results, Fate.PARTIAL: plan.results - 1}.get(plan.fate, 0)
        for number in range(ready):
            due = plan.starts + (plan.ends - plan.starts) * (number + 1) / plan.results
            self.frame.hooks.add("runware", taken.id, url, due, {"number": number})
        if ready < plan.results:
            self.frame.hooks.add("runware", taken.id, url, plan.ends, {"number": None})

    async def _at_once(self, request: Request, taken: lives.Task) -> Items:
        """Hold the answer until it is done (line 74). Items of such answers have no status (line 91)."""
        await asyncio.sleep(max(0.0, taken.plan.ends - self.frame.clock()))
        items, errors = await self.results.of(request, taken)
        if errors:
            code, message = errors[0]["code"], errors[0]["message"]
            raise Wrong(str(code), str(message), status="error")
        return [{name: value for name, value in item.items() if name != "status"} for item in items]

    async def response(self, request: Request, task: Task, account: str) -> Items:
        """How a task goes. Of an id that is not known nothing is said: `{"data": []}`, as captured (line 93)."""
        known = self.frame.task("runware", str(task["taskUUID"]))
        if known is None or known.account != account:
            return []
        items, errors = await self.results.of(request, known)
        if errors and not items:
            error = errors[0]
            raise Wrong(str(error["code"]), str(error["message"]), http=200, status="error")
        return items + [{**self.item(known.about["task"]), "status": "error", "error": error} for error in errors]

    async def details(self, request: Request, task: Task, account: str) -> Items:
        """What was asked and answered (line 94)."""
        items = await self.response(request, task, account)
        known = self.frame.task("runware", str(task["taskUUID"]))
        asked = [dict(known.about["task"])] if known else []
        return [self.item(task) | {"request": asked, "response": {"data": items}}]

    @staticmethod
    def item(task: Task) -> dict[str, object]:
        """What every item begins with."""
        return {"taskType": task["taskType"], "taskUUID": task["taskUUID"]}

    # Files

    def knows(self, media: str, account: str) -> bool:
        """Whether an id is that of a file of this account: stored, or a result."""
        upload = self.frame.store.thing("runware", "upload", media)
        if upload is not None:
            return upload.account == account
        try:
            number = UUID(media)
        except ValueError:
            return False
        ids = (str(UUID(int=number.int ^ place)) for place in range(1, LARGEST_RESULTS + 1))
        tasks = (self.frame.task("runware", its_id) for its_id in ids)
        return any(task is not None and task.account == account for task in tasks)

    async def media(self, request: Request, task: Task, account: str) -> Items:
        """Store a file, or forget it (line 109)."""
        operation, media = task.get("operation"), task.get("media")
        if operation not in ("upload", "delete"):
            raise Wrong(
                "invalidOperation", "Invalid value for 'operation'.", "operation", allowedValues=["upload", "delete"]
            )
        if not isinstance(media, str) or not media:
            raise Wrong("missingMedia", "The 'media' parameter is required.", "media")
        about = self.item(task) | {"operation": operation}
        if operation == "upload":
            stored, url = self._keep(request, media, account, "media")
            return [about | {"mediaUUID": stored, "mediaURL": url}]
        if not self.knows(media, account) or not self.frame.store.drop_thing("runware", "upload", media):
            raise Wrong("invalidMedia", "Invalid value for 'media': the media does not exist.", "media")
        return [about | {"mediaUUID": media}]

    async def image(self, request: Request, task: Task, account: str) -> Items:
        """The older way, for pictures (line 108)."""
        image = task.get("image")
        if not isinstance(image, str) or not image:
            raise Wrong("missingImage", "The 'image' parameter is required.", "image")
        stored, url = self._keep(request, image, account, "image")
        return [self.item(task) | {"imageUUID": stored, "imageURL": url}]

    def _keep(self, request: Request, media: str, account: str, parameter: str) -> tuple[str, str]:
        """The new id of a file, and where it lies. An address is noted, and not fetched."""
        words = f"Invalid value for '{parameter}': neither a URL, a data URI nor base64."
        upload_id = str(uuid4())
        if re.match(r"https?://[^/\s]+", media):
            self.frame.open_upload("runware", account, {"url": media}, upload_id)
            return upload_id, media
        head, _, content = media.rpartition(",")
        mime = head.removeprefix("data:").partition(";")[0] or "application/octet-stream"
        try:
            written = base64.b64decode(content, validate=True)
        except ValueError:
            raise Wrong("invalidMedia", words, parameter) from None
        if not written or LIKE_UUID.fullmatch(media):
            raise Wrong("invalidMedia", words, parameter)
        upload = self.frame.open_upload("runware", account, {"mime": mime, "size": len(written)}, upload_id)
        url = self.frame.upload_url(request, upload, FORMS.get(mime, "bin"))
        self.frame.put_bytes(url.rpartition("/")[2], written)
        return upload_id, url

    # The account

    def left(self, account: str) -> Decimal | None:
        """The balance in USD; None without end."""
        begun = self.frame.dial.balance
        return None if begun is None else Decimal(str(begun)) - self.frame.store.spent("runware", account)

    async def account(self, request: Request, task: Task, account: str) -> Items:
        """Who it is and what is left (line 110). The documentation's balance is a number, the SDK's type an object; a
        number stands here."""
        if task.get("operation") != "getDetails":
            raise Wrong("invalidOperation", "Invalid value for 'operation'.", "operation", allowedValues=["getDetails"])
        left = self.left(account)
        about = {"operation": "getDetails", "organizationName": f"Rehearsal {account}", "team": [], "apiKeys": []}
        whose = {"organizationUUID": str(UUID(int=int.from_bytes(account.encode()[:16].ljust(16, b"0"))))}
        return [self.item(task) | about | whose | {"balance": 1000.0 if left is None else float(left), "usage": {}}]


FORMS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}


def _total(model: Model, task: Task) -> Decimal:
    return cost(model, task) * task.get("numberResults", 1)


def _remembered(task: Task) -> dict[str, object]:
    """The task without what files it carried in itself."""
    return {name: value for name, value in task.items() if name not in ("inputs", "frameImages")} | {
        "given": sorted(name for name in ("inputs", "frameImages") if name in task)
    }
