"""Scenario's webhooks: an endpoint for a whole account, told of each job. Facts, lines 34-37.

What a delivery looks like and how it is signed is not public (line 37): the body here is a guess, and unsigned.
"""

import json
import secrets
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.frame import Frame
from studio.rehearsal.hooks import Message, Writer
from studio.rehearsal.lives import Fate, Task
from studio.rehearsal.scenario.assets import instant, read
from studio.rehearsal.scenario.errors import Wrong
from studio.rehearsal.store import Thing

ENDINGS = {Fate.MODERATED: "generation.failed", Fate.BROKEN: "generation.failed"}


class Webhooks:
    """Around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    async def create(self, request: Request, account: str) -> Response:
        """An endpoint; its secret is told this once."""
        body = await read(request)
        if not isinstance(body.get("url"), str) or not isinstance(body.get("enabledEvents"), list):
            raise Wrong(400, "url and enabledEvents are required")
        about = {"url": body["url"], "enabledEvents": body["enabledEvents"], "owner": request.path_params["owner"]}
        at, its_id = self.frame.clock(), f"whe_{secrets.token_hex(8)}"
        thing = Thing(provider="scenario", kind="webhook", id=its_id, account=account, created=at, about=about)
        self.frame.store.put_thing(thing)
        told = {name: about[name] for name in ("url", "enabledEvents")}
        told |= {"id": its_id, "enabled": True, "secret": f"whsec_{secrets.token_hex(16)}"}
        told |= {"ownerId": about["owner"], "ownerType": request.url.path.split("/")[2].removesuffix("s")}
        told |= {"nbFailedCalls": 0, "nbTotalCalls": 0, "createdAt": instant(at), "updatedAt": instant(at)}
        return JSONResponse({"webhookEndpoint": told})

    def announce(self, task: Task) -> None:
        """Note what the account's endpoints will be told of a new job."""
        events = {
            "generation.created": task.plan.accepted,
            ENDINGS.get(task.plan.fate, "generation.completed"): task.plan.ends,
        }
        for endpoint in self.frame.store.things("scenario", "webhook", task.account):
            wanted = set(endpoint.about["enabledEvents"])
            for event, due in events.items():
                if wanted & {"*", event}:
                    self.frame.hooks.add("scenario", task.id, str(endpoint.about["url"]), due, {"event": event})

    @staticmethod
    def writer(told: Callable[[Task], dict[str, object]]) -> Writer:
        """Writes a delivery around a job as the API tells it."""

        def write(task: Task, about: Mapping[str, object], now: float) -> Message:
            body = {"event": about["event"], "createdAt": instant(now), "payload": {"job": told(task)}}
            return Message(json.dumps(body).encode())

        return write
