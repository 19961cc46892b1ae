"""Looks at what was rendered: frames as arrays, how they differ, how alike they are, what can be heard."""

from pathlib import Path

import av
import cv2
import numpy as np
from PIL import Image

MEDIA = Path(__file__).parents[1] / "media"
FIRST, LAST = str(MEDIA / "coffee.jpg"), str(MEDIA / "rocket.jpg")
REFERENCES = [str(MEDIA / "chelsea.jpg"), str(MEDIA / "astronaut.jpg")]


def request(**changes) -> dict:
    """A small film of one shot."""
    asked = {
        "id": "6f1c3a52-7d0e-4c5b-9a44-1b2c3d4e5f60",
        "kind": "video",
        "width": 320,
        "height": 180,
        "fps": 24,
        "shots": [{"prompt": "A cup of coffee, steam rising", "duration": 1}],
        "first_frame": None,
        "last_frame": None,
        "reference_images": [],
        "takes": 1,
        "sound": False,
        "title": "Coffee",
        "model": "Kling 3.0 Pro",
        "task": "text-to-video",
    }
    return asked | changes


def shots(*durations: float) -> list[dict]:
    return [{"prompt": f"Shot number {n}", "duration": duration} for n, duration in enumerate(durations, 1)]


def frames(path: Path) -> list[np.ndarray]:
    """Every frame's luma, (height, width) uint8."""
    with av.open(str(path)) as film:
        return [_luma(frame) for frame in film.decode(video=0)]


def _luma(frame: av.VideoFrame) -> np.ndarray:
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width].copy()


def colours(path: Path, at: int) -> np.ndarray:
    """One frame, RGB."""
    with av.open(str(path)) as film:
        return next(frame for n, frame in enumerate(film.decode(video=0)) if n == at).to_ndarray(format="rgb24")


def cuts(luma: list[np.ndarray]) -> list[int]:
    """The frames that differ from the one before far more than its neighbours do: a dissolve is no cut."""
    steps = np.array([0, *(np.mean(cv2.absdiff(a, b)) for a, b in zip(luma, luma[1:], strict=False)), 0])
    beside = np.maximum(steps[:-2], steps[2:])
    return [int(n) + 1 for n in np.flatnonzero(steps[1:-1] > 3 * beside + 2)]


def cover(path: str, width: int, height: int) -> np.ndarray:
    """The given picture as Pillow fits it, RGB: a second opinion on our own fitting."""
    with Image.open(path) as picture:
        scale = max(width / picture.width, height / picture.height)
        size = (round(picture.width * scale), round(picture.height * scale))
        x, y = (size[0] - width) // 2, (size[1] - height) // 2
        resized = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        return np.asarray(resized.crop((x, y, x + width, y + height)))


def ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Wang et al. 2004, Gaussian window of 1.5 pixels, on grey uint8 pictures."""
    a, b = a.astype(np.float64), b.astype(np.float64)

    def blur(x: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(x, (11, 11), 1.5)

    mean_a, mean_b = blur(a), blur(b)
    var_a, var_b, both = blur(a * a) - mean_a**2, blur(b * b) - mean_b**2, blur(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return float(np.mean(top / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))))


def grey(rgb: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)


def heard(path: Path) -> np.ndarray:
    """The left channel, float."""
    with av.open(str(path)) as film:
        return np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
