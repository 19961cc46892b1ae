"""One job through each adapter, with its inputs, its helpers, and what is no file: to what a person has of it."""

import pytest

from studio.jobs.machine import State
from studio.library import store
from studio.library.models import Asset
from studio.providers import fal

from .conftest import PARTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("provider", PARTS)
def test_a_job_goes_from_the_button_to_a_clip_that_plays(submit, drive, stage, keys, provider):
    job = drive(submit("kling-2.1-master", "text-to-video", provider, prompt="A pier in fog", duration=5))

    assert (job.state, job.error, job.fetch_error) == (State.READY, "", "")
    [asset] = job.results()
    assert (asset.kind, asset.format) == ("video", "mp4")
    assert job.account == keys[provider]
    assert {attempt.account for attempt in job.attempts.all()} == {keys[provider]}


@pytest.mark.parametrize("provider", ["runware", "fal", "scenario"])
def test_an_input_is_stored_there_first(submit, drive, file, provider):
    frame = file("rocket.jpg")

    job = drive(
        submit("kling-2.1-master", "image-to-video", provider, prompt="Lift-off", first_frame=frame, duration=5)
    )

    assert (job.state, job.error) == (State.READY, "")
    steps = {attempt.purpose: attempt.billed_state for attempt in job.attempts.all()}
    assert steps["upload"] == "no"
    assert job.attempts.count() == {"runware": 2, "fal": 3, "scenario": 5}[provider]


def test_a_large_input_goes_to_fal_in_parts_also_after_the_storage_had_trouble(submit, drive, file, stage, monkeypatch):
    monkeypatch.setattr(fal, "LARGE", 10_000)
    monkeypatch.setattr(fal, "PART", 4_000)
    frame = file("rocket.jpg")
    values = {"prompt": "Lift-off", "first_frame": frame, "duration": 5}
    stage.turn({"provider": "fal", "where": "upload", "what": "drop-after-body", "times": 2})

    job = drive(submit("kling-2.1-master", "image-to-video", "fal", **values))

    assert (job.state, job.error) == (State.READY, "")
    announced, put, sent = job.attempts.all()
    upload = stage.frame.store.thing("fal", "upload", announced.answer["file_url"].split("/")[4])
    assert stage.frame.get_bytes(f"fal.{upload.id}") == store.path_of(Asset.objects.get(pk=frame["asset"])).read_bytes()
    assert stage.frame.get_bytes(f"fal.{upload.id}.2") is not None
    assert sent.request_id


def test_an_input_is_sent_along_to_kling(submit, drive, file):
    frame = file("rocket.jpg")

    job = drive(submit("kling-2.1-master", "image-to-video", "kling", prompt="Lift-off", first_frame=frame, duration=5))

    assert job.state == State.READY
    assert [attempt.purpose for attempt in job.attempts.all()] == ["submit"]


# Helpers


def test_a_voice_is_made_before_the_job_and_its_cost_is_the_jobs(submit, drive, file, voice, stage):
    values = {"first_frame": file("astronaut.jpg"), "voices": [voice("speech.mp3")], "sound": True, "duration": 5}

    job = drive(submit("kling-2.6-pro", "image-to-video", "fal", prompt="<<<voice_1>>> says hello", **values))

    assert (job.state, job.error) == (State.READY, "")
    helper = job.attempts.get(purpose="helper")
    assert (helper.doing, helper.state) == ("making a voice", "accepted")
    assert helper.answer["voice_id"]
    assert helper.request_id == helper.ticket["id"]
    assert helper.billed_reason == "fal names no amount with the result."


def test_that_a_voice_was_billed_says_nothing_about_the_job_whose_reply_was_lost(submit, drive, file, voice, stage):
    values = {"first_frame": file("astronaut.jpg"), "voices": [voice("speech.mp3")], "sound": True, "duration": 5}
    job = submit("kling-2.6-pro", "image-to-video", "fal", prompt="<<<voice_1>>> says hello", **values)
    stage.turn({"provider": "fal", "where": "submit", "what": "drop-after-body"})

    job = drive(job)

    states = [(attempt.purpose, attempt.billed_state) for attempt in job.attempts.exclude(purpose="upload")]
    assert (job.state, states) == (State.UNKNOWN, [("helper", "yes"), ("submit", "unknown")])
    assert job.billed_state == "unknown"


def test_an_element_is_made_before_the_job_and_its_cost_is_the_jobs(submit, drive, file, stage):
    element = {"name": "Ann", "description": "A pilot", "front": file("astronaut.jpg"), "views": [file("chelsea.jpg")]}

    job = drive(
        submit(
            "kling-3.0-pro",
            "image-to-video",
            "kling",
            prompt="<<<element_1>>> smiles",
            first_frame=file("rocket.jpg"),
            elements=[element],
            duration=5,
        )
    )

    assert (job.state, job.error) == (State.READY, "")
    helper, sent = job.attempts.all()
    assert (helper.doing, sent.purpose) == ("making an element", "submit")
    assert job.billed_amount == (helper.billed_amount or 0) + sent.billed_amount


def test_faces_are_found_before_lips_are_moved(submit, drive, file):
    values = {"input_video": {"handle": "https://media.example/clip.mp4"}, "audio": file("speech.mp3")}

    job = drive(submit("kling-lip-sync", "lip-sync", "kling", **values))

    assert (job.state, job.error) == (State.READY, "")
    assert [attempt.doing for attempt in job.attempts.all()] == ["finding the faces", ""]
    assert job.attempts.first().request_id


# What is no file, and what a provider knows by ids of its own

DATA = [
    ("kling-voice", "create-voice", "fal", {"audio": "speech.mp3"}, "voice_id", "The voice is made: "),
    ("kling-lip-sync", "identify-faces", "kling", {"input_video": "https"}, "session_id", " found, good for 24 hours"),
    ("kling-3.0-pro", "create-element", "kling", {"elements": "astronaut.jpg"}, "element_id", "The element is made: "),
]


def test_a_job_whose_result_is_no_file_is_ready_with_its_answer_kept(submit, drive, file, voice):
    for model, task, provider, values, answer, words in DATA:
        given = {name: valued(name, value, file, voice) for name, value in values.items()}

        job = drive(submit(model, task, provider, **given))

        assert (job.state, job.error, job.results().count()) == (State.READY, "", 0), task
        assert words in job.says().sentence
        assert job.attempts.get(purpose="submit").answer[answer]


def valued(name: str, what: str, file, voice) -> object:
    if what == "https":
        return {"handle": "https://media.example/clip.mp4"}
    media = voice(what) if name == "audio" else file(what)
    element = {"name": "Ann", "description": "A pilot", "front": media, "views": [media]}
    return [element] if name == "elements" else media


def test_speech_and_sounds_are_files_that_can_be_heard(submit, drive):
    speech = drive(submit("kling-speech", "text-to-speech", "kling", speech_text="Hello there", voice="oversea_male1"))
    sound = drive(submit("kling-text-to-audio", "text-to-audio", "kling", prompt="Rain on a roof", duration=5))

    for job in (speech, sound):
        assert (job.state, job.error) == (State.READY, "")
        assert {asset.kind for asset in job.results()} == {"audio"}


def test_a_clip_that_kling_made_is_named_by_its_own_id(submit, drive):
    made = drive(submit("kling-1.6-pro", "text-to-video", "kling", prompt="A pier in fog", duration=5))
    [clip] = made.results()

    longer = drive(submit("kling-1.6-pro", "extend", "kling", input_video={"asset": str(clip.pk)}))
    heard = drive(submit("kling-video-to-audio", "video-to-audio", "kling", input_video={"asset": str(clip.pk)}))

    assert clip.provider_id
    for job in (longer, heard):
        assert (job.state, job.error) == (State.READY, "")


def test_a_clip_that_was_made_elsewhere_cannot_be_extended_and_it_is_said_why(submit, drive, file):
    job = drive(submit("kling-1.6-pro", "extend", "kling", input_video=file("numbered-24fps.mp4")))

    assert (job.state, job.billed_state) == (State.REFUSED, "no")
    assert "only on clips that it made itself, through the same account" in job.error


def test_a_clip_that_has_to_be_fetched_needs_an_address(submit, drive, file, settings):
    values = {"input_image": file("astronaut.jpg"), "reference_video": file("numbered-24fps.mp4")}
    values |= {"character_orientation": "image"}

    without = drive(submit("kling-2.6-pro", "motion-control", "kling", **values))
    settings.HOOKS_URL = "https://dailies.example.com"
    job = drive(submit("kling-2.6-pro", "motion-control", "kling", **values))

    assert (without.state, job.state) == (State.REFUSED, State.READY)
    assert "sets one with DAILIES_URL" in without.error
