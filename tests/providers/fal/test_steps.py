"""What comes before the request: files are stored, recordings become voices; and how a prompt means them."""

import pytest

from studio.catalog.registry import MODELS, route
from studio.providers import registry
from studio.providers.errors import Unsupported
from studio.providers.fal.payload import KNOWN
from studio.providers.quote import quote
from studio.providers.templates import Blank
from tests.providers.fal.composing import CLIP, QUEUE, A, B, at

STORAGE = "https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3"
CREATE_VOICE = "fal-ai/kling-video/create-voice"


def steps(slug, task, values):
    return registry.get("fal").steps(route(slug, task, "fal"), values)


def outline(found):
    """Purpose, method and address of each step."""
    return [(step.purpose, step.method, step.url) for step in found]


def test_a_file_is_announced_put_and_named_by_the_address_that_the_answer_gave():
    announce, put, submit = steps("kling-1.6-pro", "image-to-video", {"prompt": "Fog", "first_frame": {"asset": "f"}})

    assert (announce.purpose, announce.method, announce.url) == ("upload", "POST", STORAGE)
    assert announce.json == {"content_type": "{{mime:f}}", "file_name": "{{name:f}}"}
    assert (put.method, put.url, put.content) == ("PUT", "{{1.upload_url}}", "{{file:f}}")
    assert put.headers == {"Content-Type": "{{mime:f}}"}
    assert all(isinstance(blank, Blank) for blank in (put.url, put.content, *put.headers.values()))
    assert submit.json == {"prompt": "Fog", "image_url": "{{1.file_url}}"}


def test_the_same_file_is_stored_once_and_others_are_counted_on():
    values = {
        "prompt": "Fog",
        "reference_images": [{"asset": "a"}, {"asset": "b"}, {"asset": "a"}, at(A)],
    }
    found = steps("kling-1.6-standard", "elements", values)

    assert [step.purpose for step in found] == ["upload"] * 4 + ["submit"]
    assert found[-1].json["input_image_urls"] == ["{{1.file_url}}", "{{3.file_url}}", "{{1.file_url}}", A]


def test_a_recording_becomes_a_voice_first_and_only_once():
    voices = [{"asset": "v", "name": "narrator"}, at("829824295735410756"), {"asset": "v"}]
    values = {"prompt": "@narrator greets, @voice_2 nods", "first_frame": at(A), "voices": voices[:2]}
    found = steps("kling-2.6-pro", "image-to-video", values)

    assert [step.purpose for step in found] == ["upload", "upload", "helper", "submit"]
    assert (found[2].url, found[2].endpoint, found[2].waits) == (QUEUE + CREATE_VOICE, CREATE_VOICE, True)
    assert found[2].json == {"voice_url": "{{1.file_url}}"}
    assert found[3].json["voice_ids"] == ["{{3.voice_id}}", "829824295735410756"]
    assert found[3].json["prompt"] == "<<<voice_1>>> greets, <<<voice_2>>> nods"

    twice = steps("kling-2.6-pro", "image-to-video", values | {"voices": [voices[0], voices[2]]})
    assert [step.purpose for step in twice] == ["upload", "upload", "helper", "submit"]
    assert twice[3].json["voice_ids"] == ["{{3.voice_id}}"] * 2


def test_the_voice_of_an_element_is_made_too_from_an_address_as_well():
    elements = [
        {"front": {"asset": "f"}, "views": [at(B)], "name": "Mara", "voice": at("https://media.example/voice.mp3")},
        {"video": at(CLIP), "voice": at("829824295735410756")},
    ]
    values = {"prompt": "@Mara meets @element_2", "first_frame": at(A), "elements": elements}
    *_, helper, submit = steps("kling-3.0-pro", "image-to-video", values)

    assert helper.json == {"voice_url": "https://media.example/voice.mp3"}
    assert submit.json["elements"] == [
        {"frontal_image_url": "{{1.file_url}}", "reference_image_urls": [B], "voice_id": "{{3.voice_id}}"},
        {"video_url": CLIP, "voice_id": "829824295735410756"},
    ]
    assert submit.json["prompt"] == "@Element1 meets @Element2"


def test_a_prompt_means_pictures_and_clips_by_fal_s_words_and_may_hold_them_already():
    values = {
        "prompt": "@beach under @video_1 with @Image2, not @nobody",
        "reference_images": [{"handle": A, "name": "beach"}, at(B)],
        "reference_video": at(CLIP),
    }
    (submit,) = steps("kling-o3-pro", "reference-to-video", values)

    assert submit.json["prompt"] == "@Image1 under @Video1 with @Image2, not @nobody"


@pytest.mark.parametrize(
    ("slug", "task", "values", "endpoint"),
    [
        ("kling-lip-sync", "lip-sync", {"input_video": at(CLIP), "audio": at(A)}, "lipsync/audio-to-video"),
        (
            "kling-lip-sync",
            "lip-sync",
            {"input_video": at(CLIP), "speech_text": "Hello", "voice": "AOT"},
            "lipsync/text-to-video",
        ),
        ("kling-o1-pro", "reference-to-video", {"prompt": "Fog"}, "o1/reference-to-video"),
        (
            "kling-o1-standard",
            "reference-to-video",
            {"prompt": "Fog", "reference_video": at(CLIP)},
            "o1/standard/video-to-video/reference",
        ),
        (
            "kling-o3-standard",
            "reference-to-video",
            {"prompt": "Fog", "reference_video": at(CLIP)},
            "o3/standard/video-to-video/reference",
        ),
    ],
)
def test_what_is_given_decides_which_endpoint_is_asked(slug, task, values, endpoint):
    (submit,) = steps(slug, task, values)

    assert submit.url == f"{QUEUE}fal-ai/kling-video/{endpoint}"
    assert submit.endpoint == f"fal-ai/kling-video/{endpoint}"


@pytest.mark.parametrize(
    "beside",
    [
        {"shots": [{"prompt": "Fog", "duration": 5}]},
        {"sound": True},
        {"first_frame": at(A)},
        {"last_frame": at(A)},
        {"elements": [{"video": at(CLIP)}]},
        {"elements": [{"front": at(A), "voice": at("829824295735410756")}]},
        {"reference_images": [at(A)] * 5},
    ],
    ids=lambda beside: next(iter(beside)),
)
def test_beside_a_clip_o3_takes_less(beside):
    values = {"reference_video": at(CLIP), "prompt": "Fog"} | beside
    values = {name: value for name, value in values.items() if "shots" not in beside or name != "prompt"}
    recipe = {"model": "kling-o3-pro", "task": "reference-to-video", "provider": "fal", "values": values}

    assert [error["field"] for error in quote(recipe)["errors"]] == [next(iter(beside))]


def test_one_picture_goes_alone_where_fal_takes_one():
    values = {"prompt": "Fog", "reference_images": [at(A)], "resolution": "2k", "takes": 3}
    (submit,) = steps("kling-image-3.0", "image-to-image", values)

    assert submit.json == {"prompt": "Fog", "image_url": A, "resolution": "2K", "num_images": 3}


def test_a_series_has_a_number_here_and_takes_the_place_of_takes():
    def asked(**values):
        body = {"model": "kling-image-o3", "task": "text-to-image", "provider": "fal"}
        return quote(body | {"values": {"prompt": "Fog", **values}})

    assert asked(series=4)["requests"][0]["json"] == {"prompt": "Fog", "result_type": "series", "series_amount": 4}
    assert [error["field"] for error in asked(series="auto")["errors"]] == ["series"]
    assert [error["field"] for error in asked(series=4, takes=2)["errors"]] in (["takes"], ["series"])


def test_a_value_that_fal_cannot_be_told_is_refused_before_anything_is_sent():
    with pytest.raises(Unsupported, match="watermark"):
        steps("kling-1.6-pro", "text-to-video", {"prompt": "Fog", "watermark": True})


def test_everything_that_a_route_takes_can_be_told():
    taken = {value for model in MODELS for each in model.routes if each.provider == "fal" for value in each.values}

    assert taken == KNOWN
