"""The frame: the life of a task, the dial, what survives, what a clip is, and what the desk tells."""

import io
import json
import subprocess
import sys
from uuid import uuid4

import av
import httpx
import pytest
from PIL import Image

from studio.rehearsal.__main__ import main
from studio.rehearsal.clips import Clips, Shape
from studio.rehearsal.dial import BadDial, Dial
from studio.rehearsal.frame import Frame, Order
from studio.rehearsal.lives import Fate, Phase, plan


@pytest.fixture
def frame(tmp_path):
    """A frame whose clock stands until it is moved: frame.time[0] += 5."""
    time = [1000.0]
    frame = Frame(tmp_path, Dial(queue_s=(5, 5), delay_s=(10, 10)), clock=lambda: time[0])
    frame.time = time
    yield frame
    frame.close()


def test_a_life_is_a_function_of_the_time(frame):
    task = frame.accept("fal", "one", Order(account="a1b2", results=2))
    seen = []

    for at in (1000, 1004.5, 1005, 1010, 1012, 1015):
        frame.time[0] = at
        life = frame.life(task)
        seen.append((life.phase, life.place, life.progress, life.ready))

    assert seen == [
        (Phase.WAITING, 5, 0, 0),
        (Phase.WAITING, 1, 0, 0),
        (Phase.RUNNING, 0, 0, 0),
        (Phase.RUNNING, 0, 0.5, 1),
        (Phase.RUNNING, 0, 0.7, 1),
        (Phase.DONE, 0, 1, 2),
    ]


def test_shares_decide_fates_by_the_seed_alone():
    dial = Dial(moderated=0.2, fail_after_accept=0.1, partial=0.5)
    fates = [plan(dial, f"fal {number}", 0, results=2).fate for number in range(1000)]

    assert fates == [plan(dial, f"fal {number}", 5, results=2).fate for number in range(1000)]
    assert 150 < fates.count(Fate.MODERATED) < 250
    assert 50 < fates.count(Fate.BROKEN) < 120
    assert 300 < fates.count(Fate.PARTIAL) < 450


def test_a_task_and_its_charge_are_taken_together_and_survive_a_restart(frame, tmp_path):
    frame.accept("kling", "one", Order(account="a1b2", our_id="ours", amount="0.84", about={"prompt": "a"}))
    with pytest.raises(Exception, match="UNIQUE"):
        frame.accept("kling", "one", Order(account="a1b2", amount="0.84"))
    frame.set_dial(Dial(seed=9))
    frame.close()

    again = Frame(tmp_path, clock=lambda: 1020.0)
    (charge,) = again.store.charges("kling")
    found = again.store.task_by_our_id("kling", "a1b2", "ours")

    assert (charge.amount, charge.their_id, charge.our_id) == ("0.84", "one", "ours")
    assert (found.id, found.about, again.life(found).phase) == ("one", {"prompt": "a"}, Phase.DONE)
    assert again.dial.seed == 9
    again.close()
    frame.store = again.store  # closed already


def test_a_cancelled_task_is_paid_back_and_a_finished_one_cannot_be_cancelled(frame):
    first = frame.accept("fal", "first", Order(account="a", amount="1"))
    second = frame.accept("fal", "second", Order(account="a", amount="1"))

    stopped = frame.cancel(first, refunds=True)
    frame.time[0] += 60
    late = frame.cancel(second, refunds=True)

    assert (stopped.phase, late.phase) == (Phase.CANCELLED, Phase.DONE)
    assert [charge.refunded for charge in frame.store.charges("fal")] == [1000.0, None]


def test_clips_are_what_their_shape_says(tmp_path):
    clips = Clips(tmp_path)

    film = av.open(io.BytesIO(clips.made(Shape(width=1920, height=1080, seconds=15, sound=True))))
    tall = av.open(io.BytesIO(clips.made(Shape(width=721, height=1281, seconds=2.5, fps=30))))
    sound = av.open(io.BytesIO(clips.made(Shape(form="mp3", seconds=4))))
    wave = av.open(io.BytesIO(clips.made(Shape(form="wav", seconds=4))))
    picture = Image.open(io.BytesIO(clips.made(Shape(form="webp", width=1024, height=512))))

    assert (film.streams.video[0].frames, film.streams.video[0].width) == (360, 1920)
    assert (film.streams.audio[0].codec_context.name, round(film.duration / av.time_base)) == ("aac", 15)
    assert (tall.streams.video[0].width, tall.streams.video[0].height) == (720, 1280)
    assert sum(1 for _ in tall.decode(video=0)) == 75
    assert [round(one.duration / av.time_base, 1) for one in (sound, wave)] == [4.0, 4.0]
    assert (picture.size, picture.format) == ((1024, 512), "WEBP")


def test_results_are_drawn_no_larger_than_the_dial_has_it(stage):
    shape = Shape(width=3840, height=2160, seconds=1)
    stage.turn(longest_side=320)
    small = stage.client.get(stage.frame.file_url(None, "fal", shape))
    stage.turn()

    assert stage.frame.clips.size_of(Shape(width=320, height=180, seconds=1)) == len(small.content)
    assert stage.frame.clips.size_of(shape) is None


def test_a_clip_is_made_once(tmp_path):
    shape = Shape(width=320, height=180, seconds=1)

    first = Clips(tmp_path).made(shape)
    (file,) = tmp_path.iterdir()
    written = file.stat().st_mtime_ns

    assert Clips(tmp_path).made(shape) == first
    assert file.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("dial", "words"),
    [
        ({"delay_s": [5, 1]}, "delay_s: (5, 1) was given"),
        ({"moderated": 2}, "moderated: 2 was given, allowed is a share from 0 to 1"),
        ({"speed": 2}, "The dial has no speed"),
        ({"faults": [{"provider": "fal", "where": "submit"}]}, "at least provider, where and what"),
        ({"faults": [{"provider": "fal", "where": "x", "what": "500"}]}, "where: 'x' was given, allowed are submit"),
        ({"faults": [{"provider": "fal", "where": "file", "what": "explode"}]}, "what: 'explode' was given"),
        ([], "A dial is a JSON object"),
    ],
)
def test_a_wrong_dial_is_told_what_is_wrong(dial, words):
    with pytest.raises(BadDial) as caught:
        Dial.read(json.dumps(dial))

    assert words in str(caught.value)


def test_a_dial_comes_back_from_json_as_it_went():
    dial = Dial.from_json({"delay_s": [0, 1], "faults": [{"provider": "*", "where": "file", "what": "500"}]})

    assert Dial.read(json.dumps(dial.as_json())) == dial


def test_the_desk_tells_charges_dial_and_tasks_and_changes_a_part_of_the_dial(stage):
    stage.turn(seed=5)

    changed = stage.client.patch(f"{stage.origin}/rehearsal/dial", json={"partial": 0.5}).json()
    wrong = stage.client.put(f"{stage.origin}/rehearsal/dial", json={"partial": 5})
    charges = stage.client.get(f"{stage.origin}/rehearsal/charges").json()

    assert (changed["seed"], changed["partial"]) == (5, 0.5)
    assert (wrong.status_code, "allowed is a share" in wrong.json()["error"]) == (400, True)
    assert set(charges) == {"charges", "totals"}
    assert stage.client.get(f"{stage.origin}/files/nonsense.mp4").status_code == 404
    assert stage.client.put(f"{stage.origin}/uploads/fal.nothing", content=b"x").status_code == 403


# The process

TASK = {
    "taskType": "videoInference",
    "taskUUID": str(uuid4()),
    "model": "klingai:kling-video@3-pro",
    "positivePrompt": "A library",
}
HEADERS = {"host": "api.runware.ai", "authorization": "Bearer key-a1b2"}


def _started(folder, *more):
    words = [sys.executable, "-m", "studio.rehearsal", "--folder", str(folder), *more]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return process, process.stdout.readline().split()[-1]


@pytest.mark.crash
def test_it_says_when_it_is_ready_and_goes_on_where_it_was_killed(tmp_path):
    with httpx.Client(trust_env=False) as client:
        process, origin = _started(tmp_path, "--dial", '{"delay_s": [0, 0], "queue_s": [0, 0]}')
        task = TASK | {"width": 1920, "height": 1080}
        taken = client.post(f"{origin}/v1", json=[task], headers=HEADERS)
        process.kill()
        process.communicate()

        process, origin = _started(tmp_path)
        ask = [{"taskType": "getResponse", "taskUUID": TASK["taskUUID"]}]
        told = client.post(f"{origin}/v1", json=ask, headers=HEADERS).json()
        totals = client.get(f"{origin}/rehearsal/charges").json()["totals"]
        process.terminate()
        _, errors = process.communicate(timeout=10)

    assert taken.status_code == 200
    assert told["data"][0]["videoURL"].startswith(origin)
    assert totals == {"runware USD": "0.5600"}
    assert errors == ""


def test_a_dial_that_cannot_be_set_ends_it_with_a_sentence(tmp_path, capsys):
    ended = main(["--folder", str(tmp_path), "--dial", '{"speed": 2}'])

    assert ended == 2
    assert capsys.readouterr().err.startswith("The dial cannot be set. The dial has no speed.")
