"""Every task that makes pictures is drawn, the real way; every recipe that a route takes becomes a plan."""

import asyncio
import uuid
from collections import Counter
from fractions import Fraction

import av
import cv2
import httpx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from studio.animatic.plan import parse
from studio.animatic.renders import LIMITS
from studio.animatic.service import AnimaticTransport
from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.catalog.registry import route
from studio.core import limits
from studio.providers import registry
from studio.providers.animatic import asking, scenes
from studio.providers.files import Filling, StoredFile, fill
from tests.animatic import looking
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for
from tests.providers.animatic.drawing import small
from tests.walks import walk

ANIMATIC = registry.get("animatic")
ROUTES = through("animatic")
PHOTO, OTHER = {"asset": "coffee.jpg"}, {"asset": "astronaut.jpg"}
CLIP, SPEECH = {"asset": "clip.mp4"}, {"asset": "speech.mp3"}
EXPANDED = {"up": 0.25, "down": 0.25, "left": 0.5, "right": 0.0}
FACE = {"face": "0", "audio": SPEECH, "at": 0.5, "from": 1, "to": 3}


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """2 s of 320 x 180 at 25 fps, with sound: a block that moves to the right."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=25, options={"qp": "10"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        sound = out.add_stream("aac", rate=48_000, layout="stereo")
        for n in range(50):
            picture = np.full((180, 320, 3), 40, np.uint8)
            picture[60:120, 5 * n : 5 * n + 40] = 220
            out.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(video.encode())
        wave = 0.3 * np.sin(np.arange(96_000) * 2 * np.pi * 440 / 48_000, dtype=np.float32)
        for at in range(0, 96_000, 1024):
            frame = av.AudioFrame.from_ndarray(np.repeat(wave[None, at : at + 1024], 2, 0), "fltp", "stereo")
            frame.rate, frame.pts = 48_000, at
            out.mux(sound.encode(frame))
        out.mux(sound.encode())
    return path


def filled(folder, clip, model: str, task: str, values: dict) -> dict:
    """The request as it goes out, small: checked as a recipe, mapped, its files put in."""
    recipe = Recipe(model, task, "animatic", values)
    assert check(recipe, None).errors == ()
    [step] = ANIMATIC.steps(route(model, task, "animatic"), values)
    names = [*(path.name for path in looking.MEDIA.iterdir()), "clip.mp4"]
    files = {name: StoredFile(path=clip if name == "clip.mp4" else looking.MEDIA / name, mime="") for name in names}
    sent = fill(step, Filling(our_id=str(uuid.uuid4()), file_form="path", files=files, answers={}))
    return httpx.Response(200, content=sent.read()).json()


async def drawn(folder, wanted: dict) -> list:
    """Posts it and waits; the files."""
    async with httpx.AsyncClient(mounts={"local://": AnimaticTransport(folder)}) as http:
        posted = await http.post("local://animatic/render", json=wanted)
        assert posted.status_code == 202, posted.text
        state = await ended(http, wanted["id"])
    assert (state["state"], state["error"]) == ("done", None)
    assert state["frames"] == state["total"]
    return [folder / state["id"] / out["url"].rpartition("/")[2] for out in state["outputs"]]


def all_drawn(folder, asked: dict[str, dict]) -> dict[str, list]:
    """The files of each, from one child with the limits of the service."""
    for name in asked:
        (folder / name).mkdir()
    each = [{"plan": wanted, "into": str(folder / name)} for name, wanted in asked.items()]
    answer = asyncio.run(limits.run("tests.providers.animatic.drawing", {"each": each}, limits=LIMITS))
    for found in answer["drawn"]:
        assert found.get("error") is None
        assert found["frames"] == found["total"] > 0
    return {
        name: [folder / name / out for out in found["outputs"]]
        for name, found in zip(asked, answer["drawn"], strict=True)
    }


async def ended(http: httpx.AsyncClient, id: str) -> dict:
    async with asyncio.timeout(120):
        while (state := (await http.get(f"local://animatic/render/{id}")).json())["state"] == "running":
            await asyncio.sleep(0.02)
    return state


FILMS = {
    "text-to-video": ("kling-3.0-pro", {"prompt": "A pier", "duration": 3, "sound": True}, (320, 180, 24, 3, True)),
    "image-to-video": (
        "kling-1.6-pro",
        {"first_frame": PHOTO, "duration": 5, "guidance": 0.5},
        (320, 180, 30, 5, False),
    ),
    "reference-to-video": (
        "kling-o3-pro",
        {"reference_images": [PHOTO], "elements": [{"handle": "7"}], "prompt": "A cup", "duration": 3},
        (320, 180, 24, 3, False),
    ),
    "edit-video": ("kling-o1-pro", {"input_video": CLIP, "prompt": "Make it night"}, (320, 180, 24, 2, True)),
    "motion-control": (
        "kling-3.0-pro",
        {"input_image": OTHER, "reference_video": CLIP, "character_orientation": "video", "keep_original_sound": False},
        (320, 180, 24, 2, False),
    ),
    "elements": (
        "kling-1.6-pro",
        {"reference_images": [PHOTO, OTHER], "prompt": "Both at a table", "duration": 5},
        (320, 180, 24, 5, False),
    ),
    "edit-elements": (
        "kling-1.6-pro",
        {
            "input_video": CLIP,
            "edit_mode": "swap",
            "selection": [{"frame": 0, "points": [[0.5, 0.5]]}],
            "reference_images": [OTHER],
            "prompt": "Swap the block",
        },
        (320, 180, 24, 2, True),
    ),
    "extend": ("kling-1.6-pro", {"input_video": CLIP, "prompt": "It stops"}, (320, 180, 24, 7, True)),
    "effects": (
        "kling-effects",
        {"effect": "hug", "reference_images": [PHOTO, OTHER], "duration": 5},
        (540, 360, 24, 5, False),
    ),
    "lip-sync": ("kling-lip-sync", {"input_video": CLIP, "faces": [FACE]}, (320, 180, 25, 2, True)),
    "avatar": ("kling-avatar-2.0-pro", {"input_image": OTHER, "audio": SPEECH}, (128, 128, 24, None, True)),
    "video-to-audio": (
        "kling-video-to-audio",
        {"input_video": CLIP, "sound_prompt": "Footsteps", "music_prompt": "Strings"},
        (320, 180, 25, 2, True),
    ),
}
"""Per task a recipe, and the (width, height, rate, seconds, has sound) of its film."""

STILLS = {
    "text-to-image": ("kling-image-2.1", {"prompt": "A pier", "aspect_ratio": "16:9"}, (1360, 768)),
    "image-to-image": (
        "kling-image-1.5",
        {"input_image": PHOTO, "reference_as": "subject", "prompt": "At night", "aspect_ratio": "1:1", "fidelity": 0.5},
        (1024, 1024),
    ),
    "restyle": ("kling-image-2.0", {"input_image": PHOTO, "prompt": "A woodcut"}, (600, 400)),
    "multi-image-to-image": (
        "kling-image-2.1",
        {"reference_images": [PHOTO, OTHER], "prompt": "Both", "aspect_ratio": "3:4"},
        (880, 1184),
    ),
    "expand-image": ("kling-image-expand", {"input_image": PHOTO, "expansion": EXPANDED}, (900, 600)),
    "element-views": ("kling-image-o1", {"input_image": OTHER}, (512, 512)),
}
"""Per task a recipe, and its picture's size."""


@pytest.fixture(scope="module")
def made(clip, tmp_path_factory) -> dict:
    """Per task its files."""
    folder, recipes = tmp_path_factory.mktemp("made"), FILMS | STILLS
    asked = {task: small(filled(folder, clip, recipes[task][0], task, recipes[task][1])) for task in recipes}
    return all_drawn(folder, asked)


@pytest.mark.parametrize("task", FILMS)
def test_a_film_of_every_task_is_drawn_as_large_fast_and_long_as_it_would_be(task, made):
    width, height, rate, seconds, heard = FILMS[task][2]

    [path] = made[task]

    seconds = seconds or _length(looking.MEDIA / "speech.mp3")
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        assert (video.width, video.height, video.average_rate) == (width, height, rate)
        assert len(list(film.decode(video))) == pytest.approx(seconds * rate, abs=1)
        assert bool(film.streams.audio) == heard
    if heard:
        assert len(looking.heard(path)) / 48_000 == pytest.approx(float(seconds), abs=0.02)


def _length(path) -> Fraction:
    with av.open(str(path)) as media:
        return Fraction(media.duration, av.time_base)


@pytest.mark.parametrize("task", STILLS)
def test_a_still_of_every_task_is_drawn_as_large_as_it_would_be(task, made):
    [path] = made[task]

    with Image.open(path) as picture:
        assert picture.size == STILLS[task][2]


def test_every_task_that_makes_pictures_is_in_these_tables():
    assert set(FILMS) | set(STILLS) == {drawn.task for _, drawn in ROUTES}


def test_a_source_clip_plays_under_the_instruction_frame_by_frame(clip, made):
    [path] = made["video-to-audio"]

    ours, theirs = looking.frames(path), looking.frames(clip)
    assert len(ours) == len(theirs) == 50
    for n in range(0, 50, 7):
        assert cv2.PSNR(ours[n][40:90], theirs[n][40:90]) > 34


def test_an_extension_shows_the_clip_and_then_goes_on_from_its_last_frame(clip, made):
    [path] = made["extend"]

    ours, theirs = looking.frames(path), looking.frames(clip)
    middle = np.s_[50:110, 40:300]
    assert cv2.PSNR(ours[24][middle], theirs[25][middle]) > 30
    assert cv2.PSNR(ours[48][middle], theirs[-1][middle]) > 30
    assert np.mean(cv2.absdiff(ours[48][middle], ours[167][middle])) > 0.5  # it goes on: nearer


async def test_given_sound_is_heard_where_and_as_loud_as_it_should_be(clip, tmp_path):
    values = {"input_video": CLIP, "faces": [FACE], "speech_volume": 0.5, "original_volume": 0}
    louder = values | {"speech_volume": 1}

    [path] = await drawn(tmp_path, filled(tmp_path, clip, "kling-lip-sync", "lip-sync", values))
    [other] = await drawn(tmp_path, filled(tmp_path, clip, "kling-lip-sync", "lip-sync", louder))

    half, full, spoken = looking.heard(path), looking.heard(other), looking.heard(looking.MEDIA / "speech.mp3")
    assert np.abs(half[:23_000]).max() < 0.01
    assert _rms(full[26_000:90_000]) == pytest.approx(2 * _rms(half[26_000:90_000]), rel=0.05)
    rate = len(spoken) / float(_length(looking.MEDIA / "speech.mp3"))
    assert _rms(full[24_000:96_000]) == pytest.approx(_rms(spoken[int(rate) : int(2.5 * rate)]), rel=0.1)


def _rms(wave: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(wave))))


def test_an_expansion_shows_the_picture_in_its_place_and_what_is_added_as_a_plate(made):
    [path] = made["expand-image"]

    with Image.open(path) as still:
        found = np.asarray(still.convert("RGB"))
    assert cv2.PSNR(found[100:350, 300:850], looking.cover(looking.FIRST, 600, 400)[:250, :550]) > 33
    assert found[150:300, 50:250].max() < 60


def test_what_only_a_provider_has_is_drawn_as_a_plate_that_says_so():
    [step] = ANIMATIC.steps(
        route("kling-1.6-pro", "image-to-video", "animatic"), {"first_frame": {"handle": "there-7"}}
    )

    assert step.json["first_frame"] == {"handle": "there-7"}
    assert parse(dict(step.json)).first_frame.handle == "there-7"


def test_what_no_drawing_shows_is_said_on_the_card():
    values = {"prompt": "A pier", "guidance": 0.7, "negative_prompt": "fog", "duration": 5}

    notes = asking.request(route("kling-1.6-pro", "text-to-video", "animatic"), values)["notes"]

    assert notes == ["Guidance 0.7 changes nothing here", "The negative prompt changes nothing here"]


@walk(("slug", "drawn"), ROUTES, named)
@examples(3)
@given(data=st.data())
def test_every_recipe_that_a_route_takes_becomes_a_plan(slug, drawn, data):
    values = data.draw(values_for(drawn))
    assert check(Recipe(slug, drawn.task, "animatic", values), None).errors == ()

    [step] = ANIMATIC.steps(drawn, values)
    plan = parse(dict(step.json))

    assert plan.kind == drawn.output
    if "width" in values:
        assert (plan.width, plan.height) == (values["width"], values["height"])
    if plan.kind == "video" and "duration" in values and not plan.source_video:
        assert plan.frames == values["duration"] * plan.fps
    assert plan.takes == asking._takes(values)


def test_a_series_has_so_many_pictures_and_one_that_the_model_decides_about_has_several():
    asked = {
        many: asking.request(route("kling-image-o3", "image-to-image", "animatic"), {"prompt": "A", "series": many})
        for many in (3, "auto")
    }

    assert [(each["takes"], each["series"]) for each in asked.values()] == [(3, True), (asking.SERIES, True)]
    assert "The model decides how many; 4 are drawn" in asked["auto"]["notes"]


def test_every_scene_stands_on_its_card_by_its_name_and_kind():
    kinds = Counter()
    for _, drawn in (each for each in ROUTES if each[1].task == "effects"):
        control = drawn.control("effect")
        for scene in control.options:
            asked = asking.request(drawn, {"effect": scene, "duration": 5})
            assert asked["shots"][0]["prompt"] == f"Effect: {scene.replace('_', ' ')}"
            assert asked["notes"][0].startswith(f"Kind of effect: {scenes.kind(scene, control)}")
            assert (scenes.kind(scene, control) == scenes.TWO) == (scene in control.pairs)
            kinds[scenes.kind(scene, control)] += 1

    assert set(kinds) == {"two people", "transform", "motion", "overlay"}
    assert min(kinds.values()) >= 15
    assert sum(kinds.values()) >= 197
