"""What at Kling has an id and can be named by a later call: videos, sounds, voices, elements, and sessions.

kling-official.md, lines 73, 188, 193-214, 227-235.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from studio.rehearsal.clips import Shape
from studio.rehearsal.frame import Frame
from studio.rehearsal.kling import results
from studio.rehearsal.kling.endpoints import Body, Endpoint
from studio.rehearsal.kling.faults import Fault
from studio.rehearsal.kling.keys import Caller
from studio.rehearsal.lives import Phase, Task
from studio.rehearsal.store import Thing
from studio.rehearsal.voices import VOICES

PROVIDER = "kling"
MONTH_S = 30 * 86400
DAY_S = 86400
LONGER_BY_S = 5
"""Line 188: an extension adds 4 to 5 seconds."""

OLD_LIP_SYNC = "/v1/videos/lip-sync"
"""Its `voice_id` is one of those that speak, as in `/v1/audio/tts`; elsewhere it is one of the library (line 209)."""

PRESET_ELEMENTS = {1001: "Lin", 1002: "Mara", 1003: "Robot"}
"""Made up: no source lists them."""


class Things:
    """What was made, around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    # By id

    def task(self, result_id: object, who: Caller) -> Task | None:
        """The finished task that made this result, of this account, not a month old (line 73)."""
        task = self.frame.task(PROVIDER, results.task_of(str(result_id)))
        if task is None or task.account != who.account or self.frame.life(task).phase is not Phase.DONE:
            return None
        return task if self.frame.clock() - task.plan.ends < MONTH_S else None

    def video(self, video_id: object, who: Caller) -> tuple[Task, Shape]:
        """The task that made this video, and what it is like. Raises 1201."""
        task = self.task(video_id, who)
        place = int(str(video_id)[-1]) - 1 if task else 0
        if task is None or place >= len(task.about["shapes"]) or not str(task.endpoint).count("video"):
            raise Fault(1201, "video_id not found")
        return task, Shape(**task.about["shapes"][place])

    def sound(self, audio_id: object, who: Caller) -> float:
        """How many seconds it has. Raises 1201."""
        spoken = self.frame.store.thing(PROVIDER, "audio", str(audio_id))
        if spoken is None or spoken.account != who.account or self.frame.clock() - spoken.created > MONTH_S:
            raise Fault(1201, "audio_id not found")
        return float(spoken.about["seconds"])

    def voice(self, voice_id: object, who: Caller) -> None:
        """A preset, or one that this account made and has not deleted. Raises 1201."""
        if voice_id not in VOICES and not self._is_own(voice_id, "voice", who):
            raise Fault(1201, "Voice id not found")

    def element(self, element_id: object, who: Caller) -> None:
        """A preset, or one that this account made and has not deleted. Raises 1201."""
        preset = str(element_id).isdigit() and int(str(element_id)) in PRESET_ELEMENTS
        if not preset and not self._is_own(element_id, "element", who):
            raise Fault(1201, "Element id not found")

    def _is_own(self, its_id: object, makes: str, who: Caller) -> bool:
        task = self.task(its_id, who)
        return bool(task) and task.about["makes"] == makes and not self.is_deleted(str(its_id))

    def is_deleted(self, its_id: str) -> bool:
        return self.frame.store.thing(PROVIDER, "deleted", its_id) is not None

    def delete(self, its_id: object, makes: str, who: Caller) -> Task:
        """Raises 1201 for what is not the caller's, presets included."""
        task = self.task(its_id, who)
        if task is None or not self._is_own(its_id, makes, who):
            raise Fault(1201, f"{makes.capitalize()} id not found")
        self._put("deleted", str(its_id), who, {})
        return task

    # Sessions and speech

    def session(self, session_id: object, kind: str, who: Caller) -> Thing:
        """Good for a day (line 73). Raises 1201."""
        found = self.frame.store.thing(PROVIDER, kind, str(session_id))
        if found is None or found.account != who.account or self.frame.clock() - found.created > DAY_S:
            raise Fault(1201, "session_id not found or expired")
        return found

    def keep(self, kind: str, its_id: str, who: Caller, about: Mapping[str, object]) -> None:
        """A session or a sound."""
        self._put(kind, its_id, who, about)

    def rewrite(self, thing: Thing, about: Mapping[str, object]) -> None:
        """The same thing with other facts; it does not get younger."""
        self.frame.store.put_thing(replace(thing, about=about))

    def _put(self, kind: str, its_id: str, who: Caller, about: Mapping[str, object]) -> None:
        now = self.frame.clock()
        thing = Thing(provider=PROVIDER, kind=kind, id=its_id, account=who.account, created=now, about=about)
        self.frame.store.put_thing(thing)

    # What a body names

    def used(self, endpoint: Endpoint, body: Body, who: Caller) -> dict[str, object]:
        """Check every id that a body names. What follows from them: `shape` (changes to the results' shape),
        `session_id`, `parent`. Raises 1201."""
        found: dict[str, object] = {}
        for name, value in _named(body):
            if name == "voice_id" and endpoint.path == OLD_LIP_SYNC and value in VOICES:
                continue
            found |= self._follows(name, value, endpoint, who)
        return found | self._of_session(endpoint, body, who)

    def _follows(self, name: str, value: object, endpoint: Endpoint, who: Caller) -> dict[str, object]:
        if name == "video_id":
            return self._of_video(value, endpoint, who)
        if name == "audio_id":
            return {"shape": {"seconds": self.sound(value, who)}}
        check: Callable[[object, Caller], None] = self.element if name == "element_id" else self.voice
        check(value, who)
        return {}

    def _of_video(self, video_id: object, endpoint: Endpoint, who: Caller) -> dict[str, object]:
        task, shape = self.video(video_id, who)
        if endpoint.makes == "voice":
            self._check_speaks(task)
            return {}
        size = {"width": shape.width, "height": shape.height}
        if endpoint.makes != "longer video":
            return {"shape": {**size, "seconds": shape.seconds}}
        url = self.frame.file_url(None, PROVIDER, shape, until=task.plan.ends + self.frame.dial.expire_s)
        parent = {"id": str(video_id), "url": url, "duration": results.seconds(shape)}
        return {"shape": {**size, "seconds": shape.seconds + LONGER_BY_S}, "parent": parent}

    def _check_speaks(self, task: Task) -> None:
        """Line 234: a voice is taken from a video of 2.6 with sound, an avatar, or lips that were synced."""
        if not task.about["speaks"] and not task.endpoint.startswith(SPEAKING):
            raise Fault(1201, "video_id should be of a video with sound")

    def _of_session(self, endpoint: Endpoint, body: Body, who: Caller) -> dict[str, object]:
        kind = SESSIONS.get(endpoint.makes)
        if kind is None:
            return {}
        session = self.session(body.get("session_id"), kind, who)
        if kind == "faces":
            self._check_face(body, session)
        size = {name: session.about[name] for name in ("width", "height")}
        seconds = {} if kind == "marks" else {"seconds": session.about["seconds"]}
        return {"shape": size | seconds, "session_id": session.id}

    @staticmethod
    def _check_face(body: Body, session: Thing) -> None:
        if body["face_choose"][0]["face_id"] not in session.about["faces"]:
            raise Fault(1201, "face_id not found in the session")


SESSIONS = {"lips of a session": "faces", "video of a session": "marks"}
SPEAKING = ("/v1/videos/avatar/", "/v1/videos/advanced-lip-sync", OLD_LIP_SYNC)
NAMES = {"video_id", "audio_id", "voice_id", "element_voice_id", "element_id"}


def _named(value: object) -> Iterator[tuple[str, object]]:
    """Every id of these names, at whatever depth."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name in NAMES and inner not in (None, ""):
                yield name, inner
            yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)
