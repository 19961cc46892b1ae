"""Six test clips, drawn from nothing: bars, a count, moving shapes. No model, no licence, no cost.

For trying out what one does with clips. Each has its timecode in the corner, so that frames can be told apart; the same
bytes come out every time. Drawn in a limited process: `core/limits.py` calls `run`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import Colorspace
from PIL import Image, ImageDraw

from studio.animatic.encode import BT709, TV_RANGE
from studio.animatic.typeset import FILES, font

Json = dict
Picture = np.ndarray  # (HEIGHT, WIDTH, 3) uint8, RGB
Draw = Callable[[int, int], Picture]  # (frame, frames of the clip)

WIDTH, HEIGHT, FPS = 960, 540, 24
RATE, TONE_HZ, TONE_LEVEL = 48_000, 440, 0.1  # -20 dBFS, the line-up level of film sound
X264 = {"preset": "superfast", "qp": "26", "profile": "high"}
X264 |= {"x264-params": "bframes=1:b-adapt=0:scenecut=0:weightp=0:sync-lookahead=0:rc-lookahead=0"}
"""One quantiser and nothing decided by looking ahead: the same bytes come out every time."""

SMOOTH = cv2.LINE_AA
SUB = 4  # bits below a pixel, so that what moves slowly does not jump


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """One clip: how long, what is seen, whether there is a tone."""

    slug: str
    name: str
    seconds: int
    draw: Draw
    tone: bool = False


def run(request: Json, say: Callable[[Json], None]) -> Json:
    """`{"clip": slug, "into": folder}` -> `{"file": name}`."""
    cv2.setNumThreads(1)
    clip = next(clip for clip in CLIPS if clip.slug == request["clip"])
    path = Path(request["into"]) / f"{clip.slug}.mp4"
    write(clip, path)
    return {"file": path.name}


def write(clip: Clip, path: Path) -> None:
    """Encodes the clip: H.264, and AAC where there is a tone."""
    with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as out:
        out.metadata["title"] = clip.name
        video = _video(out)
        sound = _sound(out) if clip.tone else None
        frames = clip.seconds * FPS
        for n in range(frames):
            picture = clip.draw(n, frames)
            _timecode(picture, n)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            out.mux(video.encode(frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)))
        out.mux(video.encode())
        if sound:
            _hear(out, sound, clip.seconds)


def _video(out: av.container.OutputContainer) -> av.VideoStream:
    """Tagged as what it is: BT.709, of limited range."""
    stream = out.add_stream("libx264", rate=FPS, options=X264)
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    context = stream.codec_context
    context.thread_count = 1
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = TV_RANGE
    return stream


def _sound(out: av.container.OutputContainer) -> av.AudioStream:
    return out.add_stream("aac", rate=RATE, layout="stereo")


def _hear(out: av.container.OutputContainer, stream: av.AudioStream, seconds: int) -> None:
    """A steady tone that comes and goes softly, on both sides."""
    at = np.arange(seconds * RATE) / RATE
    swell = np.minimum(1, np.minimum(at, seconds - at) / 0.5)
    wave = (TONE_LEVEL * swell * np.sin(2 * pi * TONE_HZ * at)).astype(np.float32)
    size = stream.codec_context.frame_size or 1024
    for start in range(0, len(wave), size):
        block = np.repeat(wave[None, start : start + size], 2, axis=0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
        frame.rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        out.mux(stream.encode(frame))
    out.mux(stream.encode())


# What is seen


def _ground(color: tuple[int, int, int]) -> Picture:
    return np.full((HEIGHT, WIDTH, 3), color, np.uint8)


def _at(x: float, y: float) -> tuple[int, int]:
    """A point for OpenCV, in parts of a pixel."""
    return round(x * (1 << SUB)), round(y * (1 << SUB))


def _timecode(picture: Picture, n: int) -> None:
    words = f"{n // FPS // 60:02}:{n // FPS % 60:02}:{n % FPS:02}"
    cv2.rectangle(picture, (12, HEIGHT - 40), (126, HEIGHT - 12), (16, 16, 16), -1)
    cv2.putText(picture, words, (20, HEIGHT - 20), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (230, 230, 230), 1, SMOOTH)


BARS = ((200, 200, 200), (198, 196, 55), (56, 195, 196), (55, 194, 53), (195, 61, 194), (193, 58, 44), (53, 52, 192))


def bars(n: int, frames: int) -> Picture:
    """Colour bars; below them a white block that crosses the picture once."""
    picture = _ground((22, 22, 22))
    for place, color in enumerate(BARS):
        picture[: HEIGHT * 3 // 4, WIDTH * place // 7 : WIDTH * (place + 1) // 7] = color
    left = (WIDTH - 160) * n / (frames - 1)
    cv2.rectangle(picture, _at(left, HEIGHT * 3 / 4), _at(left + 160, HEIGHT), (255, 255, 255), -1, SMOOTH, SUB)
    return picture


def count_in(n: int, frames: int) -> Picture:
    """A leader: a hand goes round once a second, and the seconds are counted down."""
    picture = _ground((27, 27, 27))
    x, y, grey = WIDTH / 2, HEIGHT / 2, (138, 138, 138)
    turn = 360 * (n % FPS) / FPS
    cv2.ellipse(picture, _at(x, y), _at(198, 198), -90, 0, turn, (54, 54, 54), -1, SMOOTH, SUB)
    for radius in (198, 162):
        cv2.circle(picture, _at(x, y), round(radius * (1 << SUB)), grey, 3, SMOOTH, SUB)
    cv2.line(picture, _at(x, 0), _at(x, HEIGHT), grey, 2, SMOOTH, SUB)
    cv2.line(picture, _at(0, y), _at(WIDTH, y), grey, 2, SMOOTH, SUB)
    return _lettered(picture, str((frames - n - 1) // FPS + 1), 240)


def _lettered(picture: Picture, words: str, size: int) -> Picture:
    image = Image.fromarray(picture)
    face = font(FILES["bold"][0], size)
    ImageDraw.Draw(image).text((WIDTH / 2, HEIGHT / 2), words, fill=(237, 237, 237), font=face, anchor="mm")
    return np.array(image)


def ball_and_box(n: int, frames: int) -> Picture:
    """A ball bounces while a box turns."""
    picture = _ground((38, 57, 74))
    floor = HEIGHT * 0.87
    cv2.line(picture, _at(0, floor), _at(WIDTH, floor), (103, 119, 133), 2, SMOOTH, SUB)
    height = abs(sin(2 * pi * n / (2 * FPS))) * 200
    along = 160 + (WIDTH / 2 - 160) * n / frames
    cv2.circle(picture, _at(along, floor - 92 - height), 90 << SUB, (224, 160, 58), -1, SMOOTH, SUB)
    turn = 2 * pi * n / frames
    corners = [
        (680 + 118 * cos(turn + quarter * pi / 2), 250 + 118 * sin(turn + quarter * pi / 2)) for quarter in range(4)
    ]
    cv2.fillPoly(picture, [np.array([_at(*corner) for corner in corners])], (201, 80, 63), SMOOTH, SUB)
    return picture


def grey_steps(n: int, frames: int) -> Picture:
    """Ten steps from black to white above, and back below; a line moves through them."""
    picture = _ground((0, 0, 0))
    for step in range(10):
        grey = round(255 * step / 9)
        columns = slice(WIDTH * step // 10, WIDTH * (step + 1) // 10)
        picture[: HEIGHT // 2, columns] = grey
        picture[HEIGHT // 2 :, columns] = 255 - grey
    x = WIDTH * n / (frames - 1)
    cv2.line(picture, _at(x, 0), _at(x, HEIGHT), (193, 58, 44), 3, SMOOTH, SUB)
    return picture


def star(n: int, frames: int) -> Picture:
    """Eighteen rays that turn slowly, for focus and flicker; one of them is marked."""
    picture = _ground((236, 236, 236))
    turn, rays, far = 2 * pi * n / frames / 4, 18, 1200
    for ray in range(rays):
        begin, end = turn + 2 * pi * ray / rays, turn + 2 * pi * (ray + 0.5) / rays
        tips = [(WIDTH / 2 + far * cos(angle), HEIGHT / 2 + far * sin(angle)) for angle in (begin, end)]
        color = (193, 58, 44) if ray == 0 else (26, 26, 26)
        points = np.array([_at(WIDTH / 2, HEIGHT / 2), *(_at(*tip) for tip in tips)])
        cv2.fillPoly(picture, [points], color, SMOOTH, SUB)
    return picture


def waves(n: int, frames: int) -> Picture:
    """Seven lines like water, the nearest the brightest."""
    picture = _ground((20, 42, 36))
    x = np.linspace(0, WIDTH, 97)
    for line in range(7):
        y = 120 + 55 * line + 30 * np.sin(2 * pi * (x / 480 + n / (4 * FPS) + line / 7))
        shade = 0.25 + 0.1 * line
        color = tuple(
            round(low + (high - low) * shade) for low, high in zip((20, 42, 36), (127, 208, 168), strict=True)
        )
        cv2.polylines(
            picture, [np.array([_at(*point) for point in zip(x, y, strict=True)])], False, color, 5, SMOOTH, SUB
        )
    return picture


CLIPS = (
    Clip(slug="bars", name="Colour bars", seconds=5, draw=bars),
    Clip(slug="count-in", name="Count-in", seconds=5, draw=count_in),
    Clip(slug="ball-and-box", name="Ball and box", seconds=5, draw=ball_and_box),
    Clip(slug="grey-steps", name="Grey steps", seconds=3, draw=grey_steps),
    Clip(slug="star", name="Star", seconds=5, draw=star),
    Clip(slug="waves", name="Waves, with tone", seconds=10, draw=waves, tone=True),
)
