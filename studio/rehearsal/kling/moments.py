"""Kling's calls that answer at once: faces, speech, what a picture shows, and the marking of parts of a clip.

kling-official.md, lines 193-214. Those that cost are charged when they are answered.
"""

import secrets

from starlette.requests import Request

from studio.rehearsal.clips import Shape
from studio.rehearsal.fields import choice, exactly_one, group, listed, needed, number, text, whole
from studio.rehearsal.frame import Frame
from studio.rehearsal.kling import prices
from studio.rehearsal.kling.account import Account
from studio.rehearsal.kling.endpoints import CLIP, MEDIA
from studio.rehearsal.kling.faults import Fault
from studio.rehearsal.kling.keys import Caller
from studio.rehearsal.kling.results import Json, seconds
from studio.rehearsal.kling.tasks import new_id
from studio.rehearsal.kling.things import Things
from studio.rehearsal.kling.wire import PROVIDER, body_of, check, milliseconds
from studio.rehearsal.store import Thing
from studio.rehearsal.voices import VOICES

WHOSE_CLIP = {"video_id": text(), "video_url": CLIP}
ONE_CLIP = (exactly_one("video_id", "video_url"),)
SPOKEN = {
    "text": needed(text(1000)),
    "voice_id": needed(text()),
    "voice_language": needed(choice("zh", "en")),
    "voice_speed": number(0.8, 2),
}
POINTS = listed(group(x=needed(number(0, 1)), y=needed(number(0, 1))), 1, 10)
MARK = {"session_id": needed(text()), "frame_index": needed(whole(0)), "points": needed(POINTS)}
SESSION = {"session_id": needed(text())}

FRAMES = 10
"""At most so many marked frames (line 197)."""

FACES = 2
FPS = 24
LETTERS_PER_SECOND = 15
SHORTEST_S = 2.0
"""What the lips need at least (line 208)."""
SEEN = ("object_seg", "head_seg", "face_seg", "cloth_seg")

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
"""A mask of one pixel, as PNG: nobody looks at the masks of a rehearsal."""


class Moments:
    """The calls, around one frame."""

    def __init__(self, frame: Frame, things: Things, account: Account) -> None:
        self.frame, self.things, self.account = frame, things, account

    def _pay(self, who: Caller, its_id: str, what: str) -> None:
        """Raises 1100 to 1102 for an account that cannot."""
        if who.state:
            raise Fault(who.state)
        units = prices.call(what)
        self.account.check_means(who, "video", units)
        amount = prices.dollars(units, "video") if who.currency else units
        money = {"amount": prices.plain(amount), "currency": who.currency or "units"}
        self.frame.charge(PROVIDER, its_id, account=who.account, **money)

    def _url(self, shape: Shape) -> str:
        return self.frame.file_url(None, PROVIDER, shape)

    async def faces(self, request: Request, who: Caller) -> Json:
        """Line 207. Two faces are found in every clip."""
        body = await body_of(request)
        check(WHOSE_CLIP, ONE_CLIP, body)
        shape = self._clip(body, who)
        session_id, ends = new_id(self.frame.clock()), milliseconds(shape.seconds)
        self._pay(who, session_id, "faces")
        faces = [f"{session_id}-{number}" for number in range(FACES)]
        size = {"width": shape.width, "height": shape.height, "seconds": shape.seconds}
        self.things.keep("faces", session_id, who, {"faces": faces, **size})
        face = {"face_image": self._url(Shape(form="png", width=256, height=256)), "start_time": 0, "end_time": ends}
        return {"session_id": session_id, "face_data": [{"face_id": face_id, **face} for face_id in faces]}

    def _clip(self, body: Json, who: Caller) -> Shape:
        """A clip that is only an address is not looked at, and counts as five seconds of 720p."""
        return self.things.video(body["video_id"], who)[1] if body.get("video_id") else Shape()

    async def speak(self, request: Request, who: Caller) -> Json:
        """Line 211: a task in its shape, finished when it is answered."""
        body = await body_of(request)
        check(SPOKEN, (), body)
        if body["voice_id"] not in VOICES:
            raise Fault(1201, "Voice id not found")
        task_id, audio_id, now = (
            new_id(self.frame.clock()),
            new_id(self.frame.clock()),
            milliseconds(self.frame.clock()),
        )
        self._pay(who, task_id, "speech")
        length = max(
            SHORTEST_S, round(len(str(body["text"])) / LETTERS_PER_SECOND / float(body.get("voice_speed") or 1), 2)
        )
        shape = Shape(form="mp3", seconds=length)
        self.things.keep("audio", audio_id, who, {"seconds": length})
        audio = {"id": audio_id, "url": self._url(shape), "duration": seconds(shape)}
        times = {"created_at": now, "updated_at": now}
        return {"task_id": task_id, "task_status": "succeed", "task_result": {"audios": [audio]}, **times}

    async def recognize(self, request: Request, who: Caller) -> Json:
        """Line 214."""
        body = await body_of(request)
        check({"image": needed(MEDIA)}, (), body)
        self._pay(who, new_id(self.frame.clock()), "recognize")
        url = self._url(Shape(form="png", width=512, height=512))
        return {"task_result": {"images": [{"type": kind, "is_contain": True, "url": url} for kind in SEEN]}}

    # Marking

    async def open(self, request: Request, who: Caller) -> Json:
        """Line 196."""
        body = await body_of(request)
        check(WHOSE_CLIP, ONE_CLIP, body)
        shape = self._clip(body, who)
        size = {"width": shape.width, "height": shape.height}
        session_id = secrets.token_hex(16)
        self.things.keep("marks", session_id, who, {"seconds": shape.seconds, "marks": {}, **size})
        facts = {"fps": FPS, "original_duration": milliseconds(shape.seconds), **size}
        total = round(shape.seconds * FPS)
        return {
            "status": 0,
            "session_id": session_id,
            **facts,
            "total_frame": total,
            "normalized_video": self._url(shape),
        }

    async def mark(self, request: Request, who: Caller) -> Json:
        """Line 197."""
        session, frame, points, marks = await self._marking(request, who)
        held = [*marks.get(frame, []), *(point for point in points if point not in marks.get(frame, []))]
        if len(held) > FRAMES or len({*marks, frame}) > FRAMES:
            raise Fault(1201, f"at most {FRAMES} frames, and {FRAMES} points of each, can be marked")
        return self._marked(session, {**marks, frame: held}, frame)

    async def unmark(self, request: Request, who: Caller) -> Json:
        """Line 198: the points must be those that were marked."""
        session, frame, points, marks = await self._marking(request, who)
        if any(point not in marks.get(frame, []) for point in points):
            raise Fault(1201, "points should match those that were added")
        left = [point for point in marks[frame] if point not in points]
        return self._marked(session, {**marks, frame: left}, frame)

    async def _marking(self, request: Request, who: Caller) -> tuple[Thing, str, list, dict[str, list]]:
        body = await body_of(request)
        check(MARK, (), body)
        session = self.things.session(body["session_id"], "marks", who)
        return session, str(body["frame_index"]), body["points"], dict(session.about["marks"])

    def _marked(self, session: Thing, marks: dict[str, list], frame: str) -> Json:
        self.things.rewrite(session, {**session.about, "marks": {at: held for at, held in marks.items() if held}})
        size = [session.about["height"], session.about["width"]]
        masks = {"rle_mask": {"size": size, "counts": ""}, "png_mask": {"size": size, "base64": DOT}}
        shown = [{"object_id": number, **masks} for number, _ in enumerate(marks[frame])]
        return {"status": 0, "session_id": session.id, "res": {"frame_index": int(frame), "rle_mask_list": shown}}

    async def clear(self, request: Request, who: Caller) -> Json:
        """Line 199."""
        session = await self._session(request, who)
        self.things.rewrite(session, {**session.about, "marks": {}})
        return {"status": 0, "session_id": session.id}

    async def preview(self, request: Request, who: Caller) -> Json:
        """Line 200."""
        session = await self._session(request, who)
        about = session.about
        clip = Shape(width=about["width"], height=about["height"], seconds=about["seconds"])
        cover = Shape(form="jpg", width=about["width"], height=about["height"])
        shown = {"video": self._url(clip), "video_cover": self._url(cover), "tracking_output": self._url(clip)}
        return {"status": 0, "session_id": session.id, "res": shown}

    async def _session(self, request: Request, who: Caller) -> Thing:
        body = await body_of(request)
        check(SESSION, (), body)
        return self.things.session(body["session_id"], "marks", who)
