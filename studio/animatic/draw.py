"""Draws a film's frames, or a still: what the plan says, from the given pictures, and nothing more.

A film is one `Scene` per shot, prepared when its first frame is asked for:

1. the ground: the first frame in the first shot, else a plate, neutral or an echo of the first frame's light;
2. a slow eased push-in over it;
3. in the last shot, a cross-dissolve to the last frame, which is all there on the very last;
4. over it the mark, the references, the shot's card. The card leaves before the last frame stands.
"""

from fractions import Fraction

import numpy as np
from PIL import Image

from studio.animatic import captions, pictures, plates
from studio.animatic.plan import Plan, Shot
from studio.animatic.planes import Overlay, Planes, mix, zoom

PUSH_A_SECOND, PUSH_MOST = 0.02, 0.15  # of the picture's size
DISSOLVE = Fraction(2, 5)  # of the last shot, but no longer than
DISSOLVE_MOST_S = 2
FADE_S = Fraction(2, 5)


def eased(part: float) -> float:
    """0 to 1, slow at both ends."""
    return part * part * (3 - 2 * part)


class Scene:
    """One shot, ready to be drawn frame by frame."""

    def __init__(self, plan: Plan, shot: Shot, ground: np.ndarray, card: Overlay, over: list[Overlay]) -> None:
        """`ground` is RGB of any size; it is fitted by cover."""
        self.shot = shot
        self._push = 1 + min(PUSH_MOST, PUSH_A_SECOND * float(shot.frames / plan.fps))
        sides = (_even(plan.width * self._push), _even(plan.height * self._push))
        self._scale = sides[0] / plan.width  # what is really there after rounding to even sides
        self._ground = Planes.of(pictures.cover(ground, *sides))
        self._card, self._over = card, over
        self._last: Planes | None = None
        self._dissolve = self._fade = 0

    def end_on(self, last: np.ndarray, fps: Fraction) -> None:
        """Dissolve to this picture, RGB of exactly the film's size; the card fades out before."""
        self._last = Planes.of(last)
        self._dissolve = max(1, int(min(self.shot.frames * DISSOLVE, DISSOLVE_MOST_S * fps)))
        self._fade = max(1, int(min(FADE_S * fps, self.shot.frames // 4)))

    def draw(self, n: int, into: Planes) -> None:
        """Frame `n` of the shot."""
        part = eased(n / max(1, self.shot.frames - 1))
        zoom(self._ground, self._scale / (1 + (self._push - 1) * part), into)
        left = self.shot.frames - 1 - n
        if left < self._dissolve:
            mix(into, self._last, eased(1 - left / self._dissolve), into)
        for overlay in self._over:
            overlay.draw(into)
        self._card.draw(into, min(1.0, left / self._fade) if self._fade else 1.0)


class Film:
    """One take. `draw(n, into)` must be called with n ascending; scenes are made when their turn comes."""

    def __init__(self, plan: Plan, take: int) -> None:
        self.plan, self.take = plan, take
        self._frame = captions.Frame(plan.width, plan.height)
        self._first = _given(plan, "first_frame")
        self._over = _over(plan, self._frame)
        self._coming = list(plan.shots)
        self._scene: Scene | None = None

    def draw(self, n: int, into: Planes) -> None:
        while self._scene is None or n >= self._scene.shot.end:
            self._scene = self._set_up(self._coming.pop(0))
        self._scene.draw(n - self._scene.shot.start, into)

    def _set_up(self, shot: Shot) -> Scene:
        plan = self.plan
        card = self._frame.overlay(captions.card(plan, shot, self.take, self._frame), "card")
        scene = Scene(plan, shot, self._ground(shot), card, self._over)
        if not self._coming and plan.last_frame:
            scene.end_on(pictures.cover(_given(plan, "last_frame"), plan.width, plan.height), plan.fps)
        return scene

    def _ground(self, shot: Shot) -> np.ndarray:
        size = (self.plan.width, self.plan.height)
        if self._first is None:
            return plates.neutral(*size, shot.number - 1)
        return self._first if shot.number == 1 else plates.echo(self._first, *size, shot.number)


def still(plan: Plan, take: int) -> Image.Image:
    """One image, RGB, of exactly the plan's size: the first frame, or a plate that carries the references."""
    frame = captions.Frame(plan.width, plan.height)
    ground = _given(plan, "first_frame")
    if ground is None:
        ground = plates.neutral(plan.width, plan.height, take)
    picture = Image.fromarray(pictures.cover(ground, plan.width, plan.height)).convert("RGBA")
    references = _references(plan)
    pieces = [(captions.mark(frame), "mark"), (captions.card(plan, plan.shots[0], take, frame), "card")]
    if references:
        pieces.append((captions.wall(references, frame), "wall"))
    for piece, place in pieces:
        picture.alpha_composite(piece, frame.corner(piece.size, place))
    return picture.convert("RGB")


def _over(plan: Plan, frame: captions.Frame) -> list[Overlay]:
    """What stays over all shots."""
    mark = frame.overlay(captions.mark(frame), "mark")
    references = _references(plan)
    return [mark, frame.overlay(captions.sheet(references, frame), "sheet")] if references else [mark]


def _given(plan: Plan, field: str) -> np.ndarray | None:
    path = getattr(plan, field)
    return pictures.load(path, field, (plan.width, plan.height)) if path else None


def _references(plan: Plan) -> list[np.ndarray]:
    side = (plan.width // 4, plan.height // 4)
    return [pictures.load(path, "reference_images", side) for path in plan.reference_images]


def _even(side: float) -> int:
    return 2 * round(side / 2)
