"""How the stand-in for Kling says no: bodies, keys, accounts, and the dial. Lines are those of kling-official.md."""

import time
from uuid import uuid4

import pytest

from studio.rehearsal.kling.keys import secret_of
from tests.rehearsal.asking import CHINA, DOT, GLOBAL, TEXT, Kling, stranger, token


@pytest.fixture
def kling(stage):
    return Kling(stage)


@pytest.fixture
def other(stage):
    """An account that nothing was done with."""
    return stranger(stage)


REFUSED = {
    "no prompt": ("/v1/videos/text2video", {"prompt": ""}, "prompt is required"),
    "a model of another call": ("/v1/videos/text2video", TEXT | {"model_name": "kling-v2-1"}, "model_name"),
    "seconds as a number": ("/v1/videos/text2video", TEXT | {"duration": 10}, "duration"),
    "seconds that this model has not": ("/v1/videos/text2video", TEXT | {"duration": "7"}, "duration"),
    "a data URI": ("/v1/videos/image2video", {"image": f"data:image/png;base64,{DOT}"}, "without the data: prefix"),
    "an end frame and a brush": (
        "/v1/videos/image2video",
        {"image": DOT, "image_tail": DOT, "static_mask": DOT},
        "cannot be used together",
    ),
    "two axes": (
        "/v1/videos/text2video",
        TEXT | {"camera_control": {"type": "simple", "config": {"pan": 1, "tilt": 2}}},
        "exactly one value",
    ),
    "shots that do not add up": (
        "/v1/videos/text2video",
        {
            "model_name": "kling-v3",
            "multi_shot": True,
            "shot_type": "customize",
            "duration": "9",
            "multi_prompt": [{"index": 1, "prompt": "Wide", "duration": "4"}],
        },
        "add up",
    ),
    "seven references and one": (
        "/v1/videos/omni-video",
        {"prompt": "x", "image_list": [{"image_url": DOT}] * 8},
        "too many images",
    ),
    "an end frame among many": (
        "/v1/videos/omni-video",
        {
            "prompt": "x",
            "image_list": [{"image_url": DOT, "type": kind} for kind in ("first_frame", "end_frame")]
            + [{"image_url": DOT}],
        },
        "two images",
    ),
    "a picture three times as large": (
        "/v1/images/editing/expand",
        {"image": DOT} | {f"{side}_expansion_ratio": 1.0 for side in ("up", "down", "left", "right")},
        "three times",
    ),
    "two sources of a sound": (
        "/v1/videos/avatar/image2video",
        {"image": DOT, "audio_id": "1", "sound_file": DOT},
        "one of",
    ),
    "an item of an unknown type": (
        "/image-to-video/kling-3.0-turbo",
        {"contents": [{"type": "last_frame", "url": DOT}]},
        "type",
    ),
    "an item without what it needs": (
        "/image-to-video/kling-3.0",
        {"contents": [{"type": "first_frame"}]},
        "url is required",
    ),
    "sound at 720p of 2.6": (
        "/text-to-video/kling-2.6",
        {"prompt": "x", "settings": {"audio": "native", "resolution": "720p"}},
        "1080p",
    ),
    "no shape where nothing gives one": (
        "/omni-video/kling-o1",
        {"contents": [{"type": "prompt", "text": "x"}]},
        "aspect_ratio",
    ),
    "a clip that is no address": (
        "/motion-control/kling-3.0",
        {
            "contents": [{"type": "image", "url": DOT}, {"type": "video", "url": DOT}],
            "settings": {"character_orientation": "image"},
        },
        "should be a URL",
    ),
    "no orientation": (
        "/motion-control/kling-2.6",
        {"contents": [{"type": "image", "url": DOT}, {"type": "video", "url": "https://media.example/a.mp4"}]},
        "settings is required",
    ),
    "a video that was never made": ("/v1/videos/video-extend", {"video_id": "1234"}, "video_id not found"),
    "a voice that does not speak": (
        "/v1/audio/tts",
        {"text": "Hi", "voice_id": "x", "voice_language": "en"},
        "Voice id",
    ),
    "an element that was never made": (
        "/v1/videos/image2video",
        {"model_name": "kling-v3", "image": DOT, "element_list": [{"element_id": 5}]},
        "Element id",
    ),
}


def test_what_a_call_does_not_take_is_refused_with_its_reason_and_charged_to_nobody(stage, kling):
    before = len(stage.charges("kling"))

    for name, (path, body, reason) in REFUSED.items():
        answer = kling.post(path, body)

        assert (answer.status_code, answer.json()["code"]) == (400, 1201), name
        assert reason in answer.json()["message"], name
    assert len(stage.charges("kling")) == before


def test_what_is_no_json_no_path_or_no_method_has_its_own_code(stage, kling):
    broken = stage.ask("POST", f"{GLOBAL}/v1/videos/text2video", content=b"{", headers=kling.headers)

    assert (broken.status_code, broken.json()["code"]) == (400, 1200)
    assert kling.code("/v1/videos/text2video", []) == (400, 1200)
    assert kling.code("/v1/videos/nothing", {}) == kling.code("/text-to-video/kling-9", {}) == (404, 1203)
    assert stage.ask("DELETE", f"{GLOBAL}/tasks", headers=kling.headers).json()["code"] == 1202


# Keys


def test_a_key_is_judged_as_the_documents_say(stage):
    name = f"access-{uuid4().hex[:6]}"  # an account is told once a second at most
    now, secret = time.time(), secret_of(name)
    costs = "/account/costs?start_time=1&end_time=2"
    expected = {
        "": 1001,
        "wrong-key": 1002,
        "beijing-key": 1002,
        "forbidden-key": 1103,
        "elsewhere-key": 1304,
        "a.b.c": 1002,
        token(name, "another secret"): 1000,
        token(name, secret, exp=now - 1): 1004,
        token(name, secret, nbf=now + 60): 1003,
        token(name, secret): 0,
        f"good-{uuid4().hex[:4]}": 0,
    }

    for key, code in expected.items():
        answer = Kling(stage, key).get(costs)
        status = {0: 200, 1103: 403, 1304: 429}.get(code, 401)
        assert (answer.status_code, answer.json()["code"]) == (status, code), key
    assert Kling(stage, "beijing-key", CHINA).code(costs) == (200, 0)
    assert Kling(stage, "good-key", CHINA).get(costs).json()["message"] == "api key not found"


def test_a_signed_token_opens_the_older_generation_only_and_not_before_their_clock_says_so(stage):
    signed = Kling(stage, token("access-1", secret_of("access-1")))

    assert signed.data("/v1/videos/text2video", TEXT)
    assert signed.code("/tasks?task_ids=1") == (401, 1002)
    stage.turn({"provider": "kling", "where": "submit", "what": "clock-off", "seconds": -600})
    assert signed.code("/v1/videos/text2video", TEXT) == (401, 1003)


def test_an_account_in_trouble_may_ask_but_not_spend(stage):
    for word, code in {"abnormal": 1100, "arrears": 1101, "exhausted": 1102}.items():
        poor = Kling(stage, f"{word}-key")

        assert poor.code("/v1/videos/text2video", TEXT) == (429, code)
        assert poor.code("/v1/audio/tts", {"text": "Hi", "voice_id": "uk_boy1", "voice_language": "en"}) == (429, code)
        assert poor.code("/tasks?task_ids=1") == (200, 0)


def test_too_many_at_once_are_refused_where_the_dial_says_how_many(stage, other):
    stage.turn(parallel=3, delay_s=[100, 100])

    assert other.code("/v1/videos/text2video", TEXT) == (200, 0)
    assert other.code("/v1/images/generations", {"prompt": "A pier", "n": 3}) == (429, 1303)  # a place each (line 71)
    assert other.code("/v1/images/generations", {"prompt": "A pier", "n": 2}) == (200, 0)
    stage.later(200)
    assert other.code("/v1/images/generations", {"prompt": "A pier", "n": 3}) == (200, 0)


def test_the_dials_trouble_comes_in_klings_words(stage, kling):
    codes = {"500": (500, 5000), "503": (503, 5001), "429": (429, 1303), "200-with-errors": (200, 1201)}

    for what, expected in codes.items():
        stage.turn({"provider": "kling", "where": "submit", "what": what})
        assert kling.code("/v1/videos/text2video", TEXT) == expected
    stage.turn({"provider": "kling", "where": "submit", "what": "429-retry-after", "seconds": 7})
    assert kling.post("/v1/videos/text2video", TEXT).headers["retry-after"] == "7"
