"""What the limited child does to find faces: the Haar cascade that ships with OpenCV (Viola and Jones, 2001).

1. The clip is looked at every half a second, small. 2. Faces that overlap from one look to the next are one.
3. What was seen at one look only is no face, unless the clip has no more looks.
4. The largest picture of each is its portrait.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from studio.core.movies import open_media, picture_track

Json = dict
Box = tuple[int, int, int, int]
Picture = np.ndarray

CASCADE = "haarcascade_frontalface_alt2.xml"
EVERY_S = 0.5
SIDE_PX = 640
SMALLEST = 0.08  #: of the shorter side
SURE = 4  #: detections that agree
SAME = 0.2  #: share of the union that two boxes of one face have in common
PORTRAIT_PX = 96
AROUND = 0.3  #: of a face's side: how much round it is shown


@dataclass(slots=True)
class Track:
    """One face so far."""

    box: Box
    since_s: float
    until_s: float
    looks: int = 1
    portrait: Picture | None = None
    largest: int = field(default=0)

    def add(self, picture: Picture, box: Box, at_s: float) -> None:
        self.box, self.until_s, self.looks = box, at_s, self.looks + 1
        self.keep(picture)

    def keep(self, picture: Picture) -> None:
        if self.box[2] > self.largest:
            self.largest, self.portrait = self.box[2], _portrait(picture, self.box)


def run(request: Json, _say: Callable) -> Json:
    """`{"path", "format"}` -> `{"faces": [{"portrait", "since_s", "until_s"}]}`, from left to right."""
    finder = cv2.CascadeClassifier(cv2.data.haarcascades + CASCADE)
    tracks: list[Track] = []
    looks = 0
    for at_s, picture in _looks(Path(request["path"]), request["format"]):
        looks += 1
        for box in _found(finder, picture):
            known = next((track for track in tracks if _overlap(track.box, box) > SAME), None)
            if known:
                known.add(picture, box, at_s)
            else:
                tracks.append(Track(box, at_s, at_s))
                tracks[-1].keep(picture)
    sure = [track for track in tracks if track.looks >= min(2, looks)]
    return {"faces": [_told(track) for track in sorted(sure, key=lambda track: track.box[0])]}


def _looks(path: Path, format_name: str) -> Iterator[tuple[float, Picture]]:
    """A small picture, upright, every half a second."""
    with open_media(path, format_name) as container:
        video = picture_track(container)
        video.thread_type = "AUTO"
        video.codec_context.thread_count = 2
        due = 0.0
        for frame in container.decode(video):
            if frame.time is None or frame.time < due:
                continue
            due = frame.time + EVERY_S
            scale = min(1, SIDE_PX / max(frame.width, frame.height))
            size = [max(2, round(side * scale)) for side in (frame.width, frame.height)]
            small = frame.reformat(*size, format="bgr24", interpolation="AREA").to_ndarray()
            yield frame.time, np.ascontiguousarray(np.rot90(small, frame.rotation // 90))


def _found(finder: cv2.CascadeClassifier, picture: Picture) -> list[Box]:
    grey = cv2.equalizeHist(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    least = max(20, round(min(grey.shape) * SMALLEST))
    return [tuple(map(int, box)) for box in finder.detectMultiScale(grey, 1.1, SURE, minSize=(least, least))]


def _overlap(one: Box, other: Box) -> float:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    common = max(0, across) * max(0, down)
    return common / (one[2] * one[3] + other[2] * other[3] - common)


def _portrait(picture: Picture, box: Box) -> Picture:
    """The face with some of what is around it, square."""
    x, y, width, height = box
    more = round(AROUND * width)
    part = picture[max(0, y - more) : y + height + more, max(0, x - more) : x + width + more]
    return cv2.resize(part, (PORTRAIT_PX, PORTRAIT_PX), interpolation=cv2.INTER_AREA)


def _told(track: Track) -> Json:
    _, jpeg = cv2.imencode(".jpg", track.portrait, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return {"portrait": base64.b64encode(jpeg).decode(), "since_s": track.since_s, "until_s": track.until_s + EVERY_S}
