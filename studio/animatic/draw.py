"""Draws a film's frames, or a still: what the plan says, from the given files, and nothing more.

A film is one `Scene` per shot, prepared when its first frame is asked for:

1. the ground: the source clip as it plays; else the first frame in the first shot and an echo of its light in the
   others; else a plate of the prompt's words (`composed.py`), or a neutral one. It is under the motion brush
   (`brush.py`) or the camera's move (`projective.py`), and where none is named a slow push in: into a given picture
   as the camera goes, into a plate as a zoom does (`grounds.py`);
2. from the first frame to the last in one shot, a morph (`morph.py`); where that fails, and after a cut, a
   cross-dissolve to the last frame, which is all there on the very last;
3. over it the meters of who speaks (`mouths.py`), the mark, the references, the shot's card. The card leaves before the
   last frame stands.
"""

from fractions import Fraction
from functools import partial

import numpy as np
from PIL import Image

from studio.animatic import brush, captions, composed, footage, lexicon, looks, pictures, plates, sound
from studio.animatic.grounds import Ground, Playing, Push, eased, push
from studio.animatic.morph import Flow, Morph
from studio.animatic.mouths import Mouths
from studio.animatic.moves import Move
from studio.animatic.plan import Plan, Shot
from studio.animatic.planes import Overlay, Planes, mix
from studio.animatic.projective import Camera, nearer
from studio.animatic.reading import File

DISSOLVE = Fraction(2, 5)  # of the last shot, but no longer than
DISSOLVE_MOST_S = 2
FADE_S = Fraction(2, 5)


class Scene:
    """One shot, ready to be drawn frame by frame."""

    def __init__(self, shot: Shot, ground: Ground, card: Overlay, over: list[Overlay]) -> None:
        self.shot = shot
        self._ground, self._card, self._over = ground, card, over
        self._last: Planes | None = None
        self._dissolve = self._fade = 0

    def clear(self, fps: Fraction) -> None:
        """The card fades out before the end."""
        self._fade = max(1, int(min(FADE_S * fps, self.shot.frames // 4)))

    def end_on(self, last: np.ndarray, fps: Fraction) -> None:
        """Dissolve to this picture, RGB of exactly the film's size."""
        self._last = Planes.of(last)
        self._dissolve = max(1, int(min(self.shot.frames * DISSOLVE, DISSOLVE_MOST_S * fps)))

    def draw(self, n: int, into: Planes, mouths: Mouths | None = None) -> None:
        """Frame `n` of the shot."""
        self._ground.draw(n, into)
        if mouths:
            mouths.draw(self.shot.start + n, into)
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
        self._first = _first(plan)
        self._clip = _clip(plan)
        self._mouths = _mouths(plan)
        self._over = _over(plan, self._frame)
        self._coming = list(plan.shots)
        self._scene: Scene | None = None

    def draw(self, n: int, into: Planes) -> None:
        while self._scene is None or n >= self._scene.shot.end:
            self._scene = self._set_up(self._coming.pop(0))
        self._scene.draw(n - self._scene.shot.start, into, self._mouths)

    def _set_up(self, shot: Shot) -> Scene:
        plan = self.plan
        card = self._frame.overlay(captions.card(plan, shot, self.take, self._frame), "card")
        ground = self._ground(shot)
        scene = Scene(shot, ground, card, self._over)
        if not self._coming and plan.last_frame:
            scene.clear(plan.fps)
            if not isinstance(ground, Morph):
                scene.end_on(self._ending(), plan.fps)
        return scene

    def _ending(self) -> np.ndarray:
        """The last frame, RGB of the film's size."""
        return pictures.cover(_given(self.plan, "last_frame"), self.plan.width, self.plan.height)

    def _ground(self, shot: Shot) -> Ground:
        """What moves: a clip, painted regions, one picture into another, the camera; else a push in."""
        plan, size = self.plan, (self.plan.width, self.plan.height)
        if self._clip:
            return self._playing(shot)
        if plan.is_brushed and shot.number == 1:
            masks = brush.Masks(plan.brush, plan.first_frame, size)
            return brush.Brushed(pictures.cover(self._first, *size), masks, shot.frames)
        if plan.morphs and (morph := self._morph(shot)):
            return morph
        if move := plan.move(shot) or self._nearer(shot):
            still = pictures.cover(self._still(shot), *size)
            return Camera(still, size, move, shot.frames, is_plate=not self._is_given(shot))
        return Push.over(self._still(shot), size, shot.frames, plan.fps)

    def _nearer(self, shot: Shot) -> Move | None:
        """A push in as a camera does it, where there is a picture to go into; a plate is flat."""
        scale = push(shot.frames, self.plan.fps)
        return Move("push in", (("dolly", nearer(scale)),)) if self._is_given(shot) else None

    def _is_given(self, shot: Shot) -> bool:
        """There is a picture for it, and not a plate."""
        first = self.plan.first_frame
        return first is not None and first.is_here and shot.number == 1

    def _morph(self, shot: Shot) -> Morph | None:
        """None where too little of the one picture is found in the other: then it dissolves."""
        first, last = pictures.cover(self._first, self.plan.width, self.plan.height), self._ending()
        flow = Flow(first, last)
        return Morph(first, last, flow, shot.frames) if flow.is_enough else None

    def _playing(self, shot: Shot) -> Ground:
        """The clip, or what follows it: a push-in over its last picture."""
        plan = self.plan
        if plan.task == "extend" and shot.number > 1:
            return Push.on(self._clip.last(), shot.frames, plan.fps)
        return Playing(self._clip, shot.start, plan.fps)

    def _still(self, shot: Shot) -> np.ndarray:
        """RGB of any size."""
        size = (self.plan.width, self.plan.height)
        if self._first is None:
            return _plate(shot.prompt, *size, shot.number - 1)
        if shot.number == 1:
            return self._first
        return plates.sized(partial(plates.echo, self._first, turn=shot.number), *size)


def still(plan: Plan, take: int) -> Image.Image:
    """One image, RGB, of exactly the plan's size: the first frame, or a plate that carries the references."""
    frame = captions.Frame(plan.width, plan.height)
    picture = Image.fromarray(_still_ground(plan, take)).convert("RGBA")
    references = _references(plan)
    pieces = [(captions.mark(frame), "mark"), (captions.card(plan, plan.shots[0], take, frame), "card")]
    if references:
        pieces.append((captions.wall(references, frame), "wall"))
    for piece, place in pieces:
        picture.alpha_composite(piece, frame.corner(piece.size, place))
    return picture.convert("RGB")


def _still_ground(plan: Plan, take: int) -> np.ndarray:
    """RGB of the plan's size."""
    ground = _first(plan)
    if ground is None:
        return _plate(plan.shots[0].prompt, plan.width, plan.height, take)
    if plan.expansion:
        return pictures.expanded(ground, plan.width, plan.height, plan.expansion)
    fitted = pictures.cover(ground, plan.width, plan.height)
    look = looks.named(plan.shots[0].prompt) if plan.restyled and plan.first_frame.is_here else None
    return look.draw(fitted) if look else fitted


def _plate(prompt: str, width: int, height: int, turn: int) -> np.ndarray:
    """Of what the words give; where they give nothing, a neutral one. RGB of this size."""
    found = lexicon.read(prompt)
    make = partial(composed.plate, found) if found else plates.neutral
    return plates.sized(partial(make, turn=turn), width, height)


def _over(plan: Plan, frame: captions.Frame) -> list[Overlay]:
    """What stays over all shots."""
    mark = frame.overlay(captions.mark(frame), "mark")
    references = _references(plan)
    return [mark, frame.overlay(captions.sheet(references, frame), "sheet")] if references else [mark]


def _first(plan: Plan) -> np.ndarray | None:
    """The given first frame, with the second picture beside it where there are two."""
    first, second = _given(plan, "first_frame"), _given(plan, "beside")
    if first is None or second is None:
        return first
    return pictures.beside(first, second, plan.width, plan.height)


def _clip(plan: Plan) -> footage.Clip | None:
    source = plan.source_video
    return footage.Clip(source, "source_video", (plan.width, plan.height)) if source else None


def _mouths(plan: Plan) -> Mouths | None:
    heard = [each for each in plan.sounds if each.file.is_here] if plan.mouths else []
    levels = [sound.levels(each, plan.fps, plan.frames) for each in heard]
    return Mouths(levels, (plan.width, plan.height), plan.fps) if levels else None


def _given(plan: Plan, field: str) -> np.ndarray | None:
    file: File | None = getattr(plan, field)
    return footage.see(file, field, (plan.width, plan.height)) if file else None


def _references(plan: Plan) -> list[np.ndarray]:
    side = (plan.width // 4, plan.height // 4)
    return [footage.see(file, "reference_images", side) for file in plan.reference_images]
