"""The README's page of animatics, one per task: DAILIES_PICTURES=tests/providers/animatic pytest -k page_of_samples

Each is one frame of what the studio would draw of a recipe, a little after its middle.
"""

import os
from pathlib import Path

import cv2
import httpx
import numpy as np
from PIL import Image, ImageDraw

from studio.animatic import draw, typeset
from studio.animatic.footage import Facts
from studio.animatic.plan import parse
from studio.animatic.planes import Planes
from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS, route
from studio.providers import registry
from studio.providers.files import Filling, StoredFile, fill
from tests.animatic.looking import MEDIA
from tests.providers.animatic.drawing import small

PHOTO, CAT, WOMAN, ROCKET = ({"asset": f"{name}.jpg"} for name in ("coffee", "chelsea", "astronaut", "rocket"))
CLIP, SPEECH = {"asset": "numbered-24fps.mp4"}, {"asset": "speech.mp3"}
TURN = {"preset": "custom", "axes": {"pan": 5}}
MARK = [{"frame": 0, "points": [[0.5, 0.5]]}]
TALKS = {"face": "0", "audio": SPEECH, "at": 0, "from": 0, "to": 5}

SAMPLES = {
    "text-to-video": ("kling-3.0-pro", {"prompt": "Wide shot of a harbour at dusk, rain on the pier", "duration": 5}),
    "image-to-video": ("kling-1.5-pro", {"first_frame": PHOTO, "camera": TURN, "prompt": "Steam rises", "duration": 5}),
    "reference-to-video": (
        "kling-o3-pro",
        {"reference_images": [CAT, WOMAN], "prompt": "They meet in a library at night", "duration": 5},
    ),
    "edit-video": ("kling-o1-pro", {"input_video": CLIP, "prompt": "Make the cup blue", "reference_images": [CAT]}),
    "motion-control": (
        "kling-3.0-pro",
        {"input_image": WOMAN, "reference_video": CLIP, "character_orientation": "video"},
    ),
    "elements": ("kling-1.6-pro", {"reference_images": [CAT, PHOTO, ROCKET], "prompt": "Cat, cup, rocket"}),
    "edit-elements": (
        "kling-1.6-pro",
        {"input_video": CLIP, "edit_mode": "swap", "selection": MARK, "reference_images": [CAT], "prompt": "Swap it"},
    ),
    "extend": ("kling-1.6-pro", {"input_video": CLIP, "prompt": "The spoon falls"}),
    "effects": ("kling-effects", {"effect": "hug", "reference_images": [WOMAN, CAT], "duration": 5}),
    "lip-sync": ("kling-lip-sync", {"input_video": CLIP, "faces": [TALKS]}),
    "avatar": ("kling-avatar-2.0-pro", {"input_image": WOMAN, "audio": SPEECH, "prompt": "She tells a story"}),
    "video-to-audio": ("kling-video-to-audio", {"input_video": CLIP, "sound_prompt": "A spoon on china"}),
    "text-to-image": ("kling-image-2.1", {"prompt": "Low angle, golden hour over the dunes", "aspect_ratio": "16:9"}),
    "image-to-image": (
        "kling-image-2.0",
        {"input_image": ROCKET, "prompt": "As a watercolour", "aspect_ratio": "16:9"},
    ),
    "restyle": ("kling-image-2.0", {"input_image": PHOTO, "prompt": "A woodcut"}),
    "multi-image-to-image": (
        "kling-image-2.1",
        {"reference_images": [CAT, PHOTO], "prompt": "The cat by the cup", "aspect_ratio": "16:9"},
    ),
    "expand-image": (
        "kling-image-expand",
        {"input_image": CAT, "expansion": {"up": 0, "down": 0, "left": 0.3, "right": 0.3}},
    ),
    "element-views": ("kling-image-o1", {"input_image": WOMAN}),
}
"""Per task a model and a recipe."""

ACROSS, WIDTH, HEIGHT, GAP, TITLE = 3, 480, 270, 16, 34
WHEN = 0.6


def sample(task: str, *, large: bool) -> np.ndarray:
    """One frame, RGB; where the page is not to be kept, of a small film."""
    model, values = SAMPLES[task]
    assert check(Recipe(model, task, "animatic", values), None).errors == ()
    [step] = registry.get("animatic").steps(route(model, task, "animatic"), values)
    files = {path.name: StoredFile(path=path, mime="") for path in MEDIA.iterdir()}
    sent = fill(step, Filling(our_id="1", file_form="path", files=files, answers={}))
    wanted = httpx.Response(200, content=sent.read()).json()
    return drawn(wanted if large else small(wanted))


def drawn(wanted: dict) -> np.ndarray:
    plan = parse(wanted, Facts())
    if plan.kind == "image":
        return np.asarray(draw.still(plan, 0))
    into = Planes.empty(plan.width, plan.height)
    draw.Film(plan, 0).draw(round(plan.frames * WHEN), into)
    return cv2.cvtColor(
        np.concatenate([plane.ravel() for plane in into.all()]).reshape(-1, plan.width), cv2.COLOR_YUV2RGB_I420
    )


def page(samples: dict[str, np.ndarray]) -> Image.Image:
    """All of them with their titles."""
    rows = -(-len(samples) // ACROSS)
    size = (GAP + ACROSS * (WIDTH + GAP), GAP + rows * (HEIGHT + TITLE + GAP))
    sheet = Image.new("RGB", size, (250, 250, 250))
    on = ImageDraw.Draw(sheet)
    for n, (task, rgb) in enumerate(samples.items()):
        x, y = GAP + n % ACROSS * (WIDTH + GAP), GAP + n // ACROSS * (HEIGHT + TITLE + GAP)
        typeset.draw(on, (x, y + 22), task, ("bold", 18), (20, 20, 20))
        picture = Image.fromarray(rgb)
        picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        sheet.paste(picture, (x, y + TITLE))
    return sheet


def test_a_page_of_samples_has_one_of_every_task(tmp_path):
    kept = os.environ.get("DAILIES_PICTURES")
    tasks = {each.task for model in MODELS for each in model.routes if each.provider == "animatic"}
    assert set(SAMPLES) == tasks

    samples = {task: sample(task, large=bool(kept)) for task in SAMPLES}
    page(samples).save(Path(kept or tmp_path) / "animatics.jpg", quality=82)

    assert all(rgb.std() > 8 for rgb in samples.values())
    assert len({rgb.tobytes() for rgb in samples.values()}) == len(tasks)
