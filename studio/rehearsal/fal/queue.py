"""fal's queue: submit, status, result, cancel; and the direct call without it. fal.md, lines 8-21."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from studio.rehearsal import lives
from studio.rehearsal.clips import Shape
from studio.rehearsal.fal import endings, hooks
from studio.rehearsal.fal.endings import COMPLETED, IN_PROGRESS, IN_QUEUE, Standing, standing
from studio.rehearsal.fal.endpoints import Endpoint
from studio.rehearsal.fal.outputs import data_uri, output, shapes
from studio.rehearsal.fal.platform import ENDPOINTS, left
from studio.rehearsal.fal.storage import Storage, expires_in
from studio.rehearsal.fal.wire import LOCKED, PROVIDER, Refusal, account_of, payer_of, trouble
from studio.rehearsal.frame import Frame, Order
from studio.rehearsal.hooks import Message
from studio.rehearsal.lives import Task

Json = dict[str, object]

NOT_READY = "Request is still in progress"
"""So quoted in public code that reads the queue; the number of the answer is not."""

SHORTEST_S = 1.0
"""Line 19: a time-out of the start is longer than this."""
LOOK_S = 0.05


class Queue:
    """The calls, around one frame."""

    def __init__(self, frame: Frame, storage: Storage) -> None:
        self.frame, self.storage = frame, storage
        frame.hooks.writers[PROVIDER] = self.told_by_hook

    # Submit

    async def submit(self, request: Request) -> Response:
        """Line 12. What is wrong with the inputs is not looked at here: the model says it."""
        task = await self._accepted(request)
        place = self._standing(task).place
        told = {"status": IN_QUEUE, "request_id": task.id, **_addresses(request, task), "queue_position": place}
        return JSONResponse({**told, "logs": None, "metrics": {}, "gateway_request_id": task.id})

    async def _accepted(self, request: Request) -> Task:
        account = payer_of(request)
        endpoint_id = request.url.path.strip("/")
        endpoint = ENDPOINTS.get(endpoint_id)
        if endpoint is None:
            raise Refusal(status=404, body={"detail": f"Application '{endpoint_id}' not found"})
        inputs = await _inputs(request)
        details = endings.wrong(endpoint, inputs, self.storage)
        price = None if details else endpoint.price(inputs)
        self._check_means(account, price)
        hook = _hook(request)
        order = Order(
            account=account,
            endpoint=endpoint_id,
            about=_about(request, endpoint, inputs, details),
            results=1 if details else max(1, len(shapes(endpoint, inputs))),
            amount=None if price is None else f"{price.normalize():f}",
        )
        task = self.frame.accept(PROVIDER, str(uuid.uuid4()), order)
        self._after(task, hook)
        return task

    def _check_means(self, account: str, price: Decimal | None) -> None:
        """Line 30: an account without money is locked."""
        if price and self.frame.dial.balance is not None and price > left(self.frame, account):
            raise Refusal(status=403, body={"detail": LOCKED})

    def _after(self, task: Task, hook: str) -> None:
        """When the end will be told, and that what does not start in time costs nothing."""
        ends = task.plan.starts if task.about["details"] else task.plan.ends
        late = task.plan.accepted + float(task.about["start_s"] or 0)
        if task.about["start_s"] and late < task.plan.starts:
            ends = late
            self.frame.store.refund(PROVIDER, task.id, late)
        if hook:
            self.frame.hooks.add(PROVIDER, task.id, hook, ends)

    # Status

    def _task(self, request: Request) -> Task:
        """The request that is asked about, under its app's address. Raises Refusal 404."""
        account = account_of(request)
        asked = request.path_params
        task = self.frame.task(PROVIDER, asked["request_id"])
        app = f"{asked['owner']}/{asked['app']}"
        if task is None or task.account != account or not f"{task.endpoint}/".startswith(f"{app}/"):
            raise Refusal(status=404, body={"detail": "Request not found"})
        return task

    def _standing(self, task: Task) -> Standing:
        return standing(task, self.frame.life(task), self.frame.clock())

    async def status(self, request: Request) -> Response:
        """Lines 13, 18. 202 until it is complete: fal.ai/docs/api-reference/inference-api, read in 2026."""
        task = self._task(request)
        told = self._told(request, task)
        return JSONResponse(told, 200 if told["status"] == COMPLETED else 202)

    def _told(self, request: Request, task: Task) -> Json:
        now = self._standing(task)
        wants_logs = request.query_params.get("logs", "").lower() in ("1", "true")
        logs = self._logs(task) if wants_logs and now.word != IN_QUEUE else None
        told: Json = {"status": now.word, "request_id": task.id, **_addresses(request, task), "logs": logs}
        if now.word == IN_QUEUE:
            return told | {"queue_position": now.place}
        if now.word == IN_PROGRESS:
            return told
        return told | {"metrics": {"inference_time": max(0.0, round(now.at - task.plan.starts, 3))}} | now.told

    def _logs(self, task: Task) -> list[Json]:
        found = endings.logs(task, self.frame.life(task))
        return [
            {
                "message": words,
                "level": "INFO",
                "source": "USER",
                "timestamp": datetime.fromtimestamp(at, UTC).isoformat(),
            }
            for at, words in found
        ]

    async def stream(self, request: Request) -> Response:
        """Line 14: what the status says, each time that it says something else."""
        task = self._task(request)
        return StreamingResponse(self._events(request, task), media_type="text/event-stream")

    async def _events(self, request: Request, task: Task) -> AsyncIterator[str]:
        before = None
        while before is None or before["status"] != COMPLETED:
            told = self._told(request, self.frame.task(PROVIDER, task.id))
            if told != before:
                yield f"data: {json.dumps(told)}\n\n"
            else:
                await asyncio.sleep(LOOK_S)
            before = told

    # Result

    async def result(self, request: Request) -> Response:
        """Line 15."""
        task = self._task(request)
        if self._standing(task).word != COMPLETED:
            raise Refusal(status=400, body={"detail": NOT_READY})
        return await asyncio.to_thread(self._result, task)

    def _result(self, task: Task) -> Response:
        headers = {"x-fal-request-id": task.id}
        error = self._standing(task).error
        if error is None:
            return JSONResponse(self._output(task), headers=headers)
        return JSONResponse(dict(error.body), error.status, {**error.headers, **headers})

    def _output(self, task: Task) -> Json:
        made = [Shape(**shape) for shape in task.about["shapes"]][: self.frame.life(task).ready]
        about = {**task.about, "voice_id": task.id.replace("-", "")}
        return output(str(about["makes"]), made, about, lambda shape: self._file(task, shape))

    def _file(self, task: Task, shape: Shape) -> Json:
        """A file as fal tells of it; good as long as the caller wished, or the dial has it. Its size is told once it
        was drawn, which it is when somebody fetches it."""
        keep_s = task.about["keep_s"] or self.frame.dial.expire_s
        shape = shape.within(self.frame.dial.longest_side)
        url = self.frame.file_url(None, PROVIDER, shape, until=task.plan.ends + float(keep_s))
        if task.about["inside"]:
            url = data_uri(shape, self.frame.clips.made(shape))
        told = {"url": url, "content_type": shape.mime, "file_name": f"output.{shape.form}"}
        size = self.frame.clips.size_of(shape)
        return told | ({"file_size": size} if size is not None else {})

    # Cancel

    async def cancel(self, request: Request) -> Response:
        """Line 16: what has not started is stopped; what runs is asked to, and finishes here."""
        try:
            task = self._task(request)
        except Refusal as error:
            if error.status != 404:
                raise
            return JSONResponse({"status": "NOT_FOUND"}, 404)
        word = self._standing(task).word
        if word == COMPLETED:
            return JSONResponse({"status": "ALREADY_COMPLETED"}, 400)
        if word == IN_QUEUE:
            self.frame.cancel(task, refunds=True)
        return JSONResponse({"status": "CANCELLATION_REQUESTED"}, 202)

    # Without the queue

    async def run(self, request: Request) -> Response:
        """Line 17: the result is the answer."""
        task = await self._accepted(request)
        while self._standing(task).word != COMPLETED:
            await asyncio.sleep(LOOK_S)
        return await asyncio.to_thread(self._result, task)

    # Webhooks

    def told_by_hook(self, task: Task, about: Mapping[str, object], now: float) -> Message:
        """Line 24."""
        ended = standing(task, lives.life(task, now), now)
        told: Json = {"request_id": task.id, "gateway_request_id": task.id}
        if ended.error is None:
            told |= {"status": "OK", "payload": self._output(task)}
        else:
            words = f"Invalid status code: {ended.error.status}"
            told |= {"status": "ERROR", "error": words, "payload": dict(ended.error.body)}
        return hooks.message(self.frame, task, told, now)


def _addresses(request: Request, task: Task) -> dict[str, str]:
    """Where the request is asked after: at the host that was asked, without the subpath (line 13)."""
    app = "/".join(task.endpoint.split("/")[:2])
    host = request.headers.get("host", "queue.fal.run")
    base = f"https://{host}/{app}/requests/{task.id}"
    return {"response_url": base, "status_url": f"{base}/status", "cancel_url": f"{base}/cancel"}


async def _inputs(request: Request) -> Json:
    try:
        found = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise trouble("bad_request", "The body is not valid JSON") from error
    if not isinstance(found, dict):
        raise trouble("bad_request", "The body should be a JSON object")
    return found


def _hook(request: Request) -> str:
    """Where the end is told. Raises Refusal 400."""
    url = request.query_params.get("fal_webhook", "")
    if url and not url.startswith(("http://", "https://")):
        raise trouble("bad_request", "fal_webhook should be a URL")
    return url


def _about(
    request: Request, endpoint: Endpoint, inputs: Json, details: list[Mapping[str, object]]
) -> dict[str, object]:
    """What is remembered: no media, only what the result needs."""
    made = [] if details else shapes(endpoint, inputs)
    return {
        "makes": endpoint.makes,
        "details": details,
        "shapes": [shape.as_json() for shape in made],
        "inside": inputs.get("sync_mode") is True,
        "prompt": str(inputs.get("prompt") or ""),
        "seed": inputs.get("seed") if isinstance(inputs.get("seed"), int) else 1,
        "keep_s": expires_in(request.headers),
        "start_s": _start_s(request),
    }


def _start_s(request: Request) -> float | None:
    """How long it may wait, by the caller's wish. Raises Refusal 400."""
    said = request.headers.get("x-fal-request-timeout")
    if said is None:
        return None
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if seconds <= SHORTEST_S:
        raise trouble("bad_request", f"X-Fal-Request-Timeout should be more than {SHORTEST_S:g}")
    return seconds
