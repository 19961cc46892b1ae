"""Jobs at Scenario: taken, priced, asked after, stopped. Facts, lines 17-27."""

import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.frame import Frame, Order, untoken
from studio.rehearsal.frame import token as packed
from studio.rehearsal.lives import Fate, Phase, Task
from studio.rehearsal.scenario.assets import Assets, asset_of, instant, read
from studio.rehearsal.scenario.checks import check, cost
from studio.rehearsal.scenario.errors import Wrong
from studio.rehearsal.scenario.models import MODELS
from studio.rehearsal.scenario.webhooks import Webhooks

DRY_RUN = 269
"""The status of a price (line 19)."""

SOON, LATE = 0.1, 0.9
"""A running job warms up at first, and is finalizing at last."""

ABOUT = {
    **{"type": "custom", "custom": False, "privacy": "public", "source": "other", "status": "trained"},
    **{"capabilities": ["txt2video", "img2video"], "collectionIds": [], "exampleAssetIds": [], "tags": []},
    **{"trainingImagesNumber": 0, "createdAt": "2026-07-01T00:00:00.000Z", "updatedAt": "2026-07-01T00:00:00.000Z"},
}
"""What the SDK's type of a model requires besides its inputs."""

FAILURES = {
    Fate.MODERATED: ("The content was rejected by the provider's moderation", "Change the prompt or the images."),
    Fate.BROKEN: ("The model failed to produce a result", "Try again later."),
}


class Jobs:
    """Around one frame."""

    def __init__(self, frame: Frame, assets: Assets, hooks: Webhooks) -> None:
        self.frame, self.assets, self.hooks = frame, assets, hooks
        frame.hooks.writers["scenario"] = hooks.writer(self.told)

    async def generate(self, request: Request, account: str) -> Response:
        """Take a job, or tell its price (lines 17-19)."""
        model = request.path_params["model"]
        body = check(model, await read(request), lambda asset: self.assets.knows(asset, account))
        units = cost(model, body)
        price = {"creativeUnitsCost": float(units), "creativeUnitsDiscount": 0}
        price["costDetails"] = {"custom-generation": float(units)}
        if "dryRun" in request.query_params:
            return JSONResponse(price, DRY_RUN)
        about = {"input": _remembered(body), "units": str(units)}
        order = Order(account=account, endpoint=model, about=about, amount=units, currency="CU")
        task = self.frame.accept("scenario", f"job_{secrets.token_urlsafe(18).replace('_', 'x')}", order)
        self.hooks.announce(task)
        return JSONResponse({"job": self.told(task)} | price)

    async def model(self, request: Request, account: str) -> Response:
        """A model's inputs (line 20)."""
        model = request.path_params["model"]
        if model not in MODELS:
            raise Wrong(404, f"Model {model} not found")
        inputs = [one.as_json() for one in MODELS[model]]
        return JSONResponse({"model": ABOUT | {"id": model, "name": model, "inputs": inputs}})

    async def job(self, request: Request, account: str) -> Response:
        return JSONResponse({"job": self.told(self._of(request, account))})

    async def listed(self, request: Request, account: str) -> Response:
        """An account's jobs, newest first, a page at a time (line 25)."""
        asked = request.query_params
        size = int(asked["pageSize"]) if asked.get("pageSize", "").isdecimal() else 50
        if not 1 <= size <= 100:
            raise Wrong(400, "pageSize must be between 1 and 100")
        skip = int(untoken(asked["paginationToken"])["skip"]) if asked.get("paginationToken") else 0
        found = self.frame.store.tasks("scenario", account, skip=skip, most=size + 1)
        more = {"nextPaginationToken": packed(skip=skip + size)} if len(found) > size else {}
        wanted = asked.get("status")
        jobs = [job for job in map(self.told, found[:size]) if wanted in (None, job["status"])]
        return JSONResponse({"jobs": jobs} | more)

    async def action(self, request: Request, account: str) -> Response:
        """Stop a job. Documented for "inference jobs" only (line 26); whether a model's own jobs are such is not said:
        here they can be stopped while they wait, and not once they run."""
        task = self._of(request, account)
        if (await read(request)).get("action") != "cancel":
            raise Wrong(400, "Unknown action")
        if self.frame.life(task).phase is not Phase.WAITING:
            return JSONResponse({"message": "Cannot cancel this type of job"}, 400)
        self.frame.cancel(task, refunds=True)
        return JSONResponse({"job": self.told(self.frame.task("scenario", task.id))})

    def _of(self, request: Request, account: str) -> Task:
        task = self.frame.task("scenario", request.path_params["job"])
        if task is None or task.account != account:
            raise Wrong(404, "Job not found")
        return task

    def told(self, task: Task) -> dict[str, object]:
        """A job as the API tells it (line 23)."""
        life, history = self.frame.life(task), self._history(task)
        error, hint = FAILURES.get(life.fate, ("", ""))
        failed = {"error": error, "hint": hint} if life.phase is Phase.FAILED else {}
        made = [asset_of(task)] if life.phase is Phase.DONE else []
        return {
            "jobId": task.id,
            "jobType": "custom",
            "status": history[-1]["status"],
            "progress": round(life.progress, 2),
            "statusHistory": history,
            "metadata": {"assetIds": made, "input": task.about["input"]} | failed,
            "createdAt": instant(task.plan.accepted),
            "updatedAt": history[-1]["date"],
            "authorId": f"user_{task.account}",
            "ownerId": f"proj_{task.account}",
            "billing": {"cuCost": float(task.about["units"]), "cuDiscount": 0},
        }

    def _history(self, task: Task) -> list[dict[str, str]]:
        """The words so far, each with its time (line 24)."""
        plan, now = task.plan, self.frame.clock()
        long = plan.ends - plan.starts
        times = {
            "pending": plan.accepted,
            "queued": plan.accepted,
            "warming-up": plan.starts,
            "in-progress": plan.starts + SOON * long,
            "finalizing": plan.starts + LATE * long,
            "failure" if plan.fate in FAILURES else "success": plan.ends,
        }
        if task.cancelled is not None and task.cancelled < plan.ends:
            times = {word: at for word, at in times.items() if at <= task.cancelled} | {"canceled": task.cancelled}
        return [{"date": instant(at), "status": word} for word, at in times.items() if at <= now]


def _remembered(body: Mapping[str, object]) -> dict[str, object]:
    """The inputs, without files that stood in them."""
    return {
        name: value[:40] if isinstance(value, str) and value.startswith("data:") else value
        for name, value in body.items()
    }
