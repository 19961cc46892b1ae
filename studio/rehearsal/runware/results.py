"""What the stand-in for Runware says of a task: items that are ready, items that are not, and errors. Lines 85-97."""

import base64
import json
from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request

from studio.rehearsal.clips import Shape
from studio.rehearsal.frame import Frame
from studio.rehearsal.hooks import Message
from studio.rehearsal.lives import Fate, Phase, Task
from studio.rehearsal.runware.errors import ending
from studio.rehearsal.runware.models import MODELS
from studio.rehearsal.runware.prices import seconds_of, settings_of

Item = dict[str, object]

KINDS = {"videoInference": "video", "imageInference": "image"}
USUAL = {"videoInference": (1280, 720), "imageInference": (1024, 1024)}


class Results:
    """Around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        frame.hooks.writers["runware"] = self.delivered

    async def of(self, request: Request, task: Task) -> tuple[list[Item], list[Item]]:
        """Items and errors, as they are now. Ready ones come beside those that are not (line 92)."""
        life, asked = self.frame.life(task), task.about["task"]
        if life.phase is Phase.FAILED:
            return [], [ending(_word(life.fate), asked)]
        items = [self._ready(request, task, number) | {"status": "success"} for number in range(life.ready)]
        for item in items:
            await self._inside(item, task)
        if life.phase is not Phase.DONE:
            waiting = _head(asked) | {"status": "processing"}
            progress = {"progress": int(life.progress * 100)} if life.phase is Phase.RUNNING else {}
            items += [waiting | progress for _ in range(task.plan.results - life.ready)]
        return items, [ending("broken", asked) for _ in range(life.missing)]

    def _ready(self, request: Request | None, task: Task, number: int) -> Item:
        """One result."""
        asked = task.about["task"]
        kind = KINDS[asked["taskType"]]
        lasts = float(asked.get("ttl") or self.frame.dial.expire_s)
        url = self.frame.file_url(request, "runware", shape_of(task), until=task.plan.ends + lasts)
        item = _head(asked) | {f"{kind}UUID": result_id(task, number), f"{kind}URL": url}
        cost = {"cost": float(task.about["each"])} if asked.get("includeCost") else {}
        safe = {"NSFWContent": False} if isinstance(asked.get("safety"), Mapping) else {}
        return item | cost | safe | {"seed": UUID(task.id).int % (1 << 31) + number}

    async def _inside(self, item: Item, task: Task) -> None:
        """A picture inside the answer, where that is asked for (line 73)."""
        given = task.about["task"].get("outputType", "URL")
        wanted = given if isinstance(given, list) else [given]
        if wanted == ["URL"]:
            return
        shape = shape_of(task)
        content = base64.b64encode(await self.frame.clips.bytes_of(shape)).decode()
        inside = {
            "base64Data": ("imageBase64Data", content),
            "dataURI": ("imageDataURI", f"data:{shape.mime};base64,{content}"),
        }
        item |= dict(inside[word] for word in wanted if word in inside)
        if "URL" not in wanted:
            del item["imageURL"]

    def delivered(self, task: Task, about: Mapping[str, object], now: float) -> Message:
        """A webhook: as an answer that was waited for, without a status (line 157)."""
        number = about["number"]
        if number is None:
            body = {"errors": [ending(_word(task.plan.fate), task.about["task"])]}
        else:
            body = {"data": [self._ready(None, task, int(number))]}
        return Message(json.dumps(body).encode())


def result_id(task: Task, number: int) -> str:
    """The id of one result, from which the task can be told."""
    return str(UUID(int=UUID(task.id).int ^ (number + 1)))


def shape_of(task: Task) -> Shape:
    """What the result is like, as far as the task tells."""
    asked = task.about["task"]
    width, height = USUAL[asked["taskType"]]
    size = {"width": int(asked.get("width", width)), "height": int(asked.get("height", height))}
    if asked["taskType"] == "imageInference":
        return Shape(form=str(asked.get("outputFormat", "JPG")).lower(), **size)
    sound = bool(settings_of(asked).get("sound"))
    return Shape(**size, seconds=seconds_of(asked), fps=MODELS[task.endpoint].fps, sound=sound)


def _head(asked: Mapping[str, object]) -> Item:
    return {"taskType": asked["taskType"], "taskUUID": asked["taskUUID"]}


def _word(fate: Fate) -> str:
    return "moderated" if fate is Fate.MODERATED else "broken"
