"""Kling's shelves: the voices and elements that it has ready, the ones an account made, and how they are deleted.

kling-official.md, lines 227-235.
"""

from starlette.requests import Request

from studio.rehearsal.clips import Shape
from studio.rehearsal.fields import needed, text
from studio.rehearsal.frame import Frame
from studio.rehearsal.kling import results
from studio.rehearsal.kling.endpoints import ID
from studio.rehearsal.kling.keys import Caller
from studio.rehearsal.kling.results import Json
from studio.rehearsal.kling.things import PRESET_ELEMENTS, PROVIDER, Things
from studio.rehearsal.kling.wire import body_of, check, milliseconds, page
from studio.rehearsal.voices import VOICES

VOICES_PER_PAGE = 1000
"""Line 134: voices may be listed a thousand at a time."""


class Library:
    """The calls, around one frame."""

    def __init__(self, frame: Frame, things: Things) -> None:
        self.frame, self.things = frame, things

    def _url(self, shape: Shape) -> str:
        return self.frame.file_url(None, PROVIDER, shape)

    async def preset_voices(self, request: Request, who: Caller) -> list[Json]:
        """In the shape of tasks, one voice in each."""
        skip, most = page(request, VOICES_PER_PAGE)
        return [self._preset({"voices": [results.voice(name, name, "kling", self._url)]}, name)
                for name in VOICES[skip : skip + most]]  # fmt: skip

    async def preset_elements(self, request: Request, who: Caller) -> list[Json]:
        """In the shape of tasks, one element in each."""
        skip, most = page(request)
        found = list(PRESET_ELEMENTS.items())[skip : skip + most]
        made = [results.element(its_id, {"name": name}, self._url, "kling") for its_id, name in found]
        return [self._preset({"elements": [element]}, str(element["element_id"])) for element in made]

    def _preset(self, result: Json, its_id: str) -> Json:
        now = milliseconds(self.frame.clock())
        task = {"task_id": its_id, "task_status": "succeed", "task_status_msg": "", "task_result": result}
        return task | {"created_at": now, "updated_at": now}

    async def delete_voice(self, request: Request, who: Caller) -> Json:
        """Line 235."""
        body = await body_of(request)
        check({"voice_id": needed(text())}, (), body)
        return {"task_id": self.things.delete(body["voice_id"], "voice", who).id, "task_status": "succeed"}

    async def delete_element(self, request: Request, who: Caller) -> Json:
        """Line 232: two addresses are documented; both do it."""
        body = await body_of(request)
        check({"element_id": needed(ID)}, (), body)
        return {"task_id": self.things.delete(body["element_id"], "element", who).id, "task_status": "succeed"}
