"""The embedded renderer through the adapter: recipes become its requests, and its answers are understood."""

import httpx
import pytest

from studio.catalog.recipe import Recipe
from studio.catalog.registry import route
from studio.providers import registry
from studio.providers.base import Phase, Ticket
from studio.providers.errors import BadAnswer, BadInput
from studio.providers.templates import OUR_ID

ANIMATIC = registry.get("animatic")
TICKET = Ticket(provider="animatic", id="7")
SHOTS = [{"prompt": "Wide", "duration": 3}, {"prompt": "Close", "duration": 4}]


def request_for(model: str, task: str, **values) -> dict:
    [step] = ANIMATIC.steps(route(model, task, "animatic"), Recipe(model, task, "animatic", values).values)
    assert (step.purpose, step.method, step.url) == ("submit", "POST", "local://animatic/render")
    return step.json


def answer(status: int, body: object) -> httpx.Response:
    return httpx.Response(status, json=body)


# Requests


def test_a_storyboard_keeps_its_shots_size_and_sound():
    sent = request_for("kling-3.0-pro", "text-to-video", width=1920, height=1080, shots=SHOTS, sound=True)

    assert (sent["kind"], sent["width"], sent["height"], sent["sound"]) == ("video", 1920, 1080, True)
    assert sent["shots"] == SHOTS
    assert sent["id"] is OUR_ID


def test_a_prompt_is_one_shot_of_the_whole_duration():
    sent = request_for("kling-3.0-pro", "text-to-video", width=1920, height=1080, prompt="A pier", duration=10)

    assert sent["shots"] == [{"prompt": "A pier", "duration": 10}]


def test_the_frame_rate_is_the_routes():
    assert request_for("kling-1.5-pro", "image-to-video", first_frame={"asset": "a"}, duration=5)["fps"] == 30
    assert request_for("kling-3.0-pro", "text-to-video", width=1920, height=1080, duration=5)["fps"] == 24


def test_frames_and_references_are_files_of_ours():
    frames = request_for("kling-3.0-pro", "image-to-video", first_frame={"asset": "a"}, last_frame={"asset": "b"})
    images = request_for("kling-image-o1", "image-to-image", reference_images=[{"asset": "a"}, {"asset": "b"}])

    assert (frames["first_frame"], frames["last_frame"]) == ("{{file:a}}", "{{file:b}}")
    assert images["reference_images"] == ["{{file:a}}", "{{file:b}}"]
    assert (images["kind"], images["first_frame"]) == ("image", None)


def test_without_a_size_the_picture_chooses_among_the_models_sizes():
    sent = request_for("kling-3.0-pro", "image-to-video", first_frame={"asset": "a"}, duration=5)

    assert (sent["width"], sent["height"]) == (None, None)
    assert [1920, 1080] in sent["sizes"]
    assert [1080, 1920] in sent["sizes"]


def test_a_tier_by_name_leaves_the_sizes_of_that_tier():
    tiers = {
        tier: request_for("kling-image-o1", "image-to-image", reference_images=[{"asset": "a"}], resolution=tier)[
            "sizes"
        ]
        for tier in ("1k", "2k")
    }

    assert [1024, 1024] in tiers["1k"]
    assert [2048, 2048] in tiers["2k"]
    assert not any(size in tiers["2k"] for size in tiers["1k"])


# Answers


def test_a_render_that_was_taken_has_our_id():
    assert ANIMATIC.parse_submit(answer(202, {"id": "7", "state": "running"})).id == "7"


def test_a_render_that_cannot_be_drawn_names_the_field():
    with pytest.raises(BadInput, match="too large") as refused:
        ANIMATIC.parse_submit(answer(422, {"error": "It is too large.", "field": "width"}))

    assert refused.value.field == "width"


@pytest.mark.parametrize(
    "response", [answer(500, {}), answer(409, {"error": "Taken."}), httpx.Response(202, text="no")]
)
def test_any_other_answer_to_a_submit_is_no_ticket(response):
    with pytest.raises(BadAnswer):
        ANIMATIC.parse_submit(response)


def test_frames_are_told_while_it_draws():
    update = ANIMATIC.parse_status(
        answer(200, {"id": "7", "state": "running", "frames": 3, "total": 9, "outputs": []}), TICKET
    )

    assert (update.phase, update.done, update.total) == (Phase.RUNNING, 3, 9)


def test_outputs_are_told_when_it_is_done_and_it_is_free():
    output = {"url": "local://animatic/render/7/0.mp4", "bytes": 9, "mime": "video/mp4"}

    update = ANIMATIC.parse_status(answer(200, {"state": "done", "frames": 9, "total": 9, "outputs": [output]}), TICKET)

    assert update.phase is Phase.DONE
    assert [out.url for out in update.outputs] == [output["url"]]
    assert (update.billed.state, update.billed.amount) == ("yes", 0)


def test_a_failure_is_told_with_its_sentence():
    update = ANIMATIC.parse_status(answer(200, {"state": "failed", "outputs": [], "error": "No room."}), TICKET)

    assert (update.phase, update.error) == (Phase.FAILED, "No room.")


def test_a_word_that_is_not_known_is_no_failure():
    assert ANIMATIC.parse_status(answer(200, {"state": "dreaming"}), TICKET).phase is Phase.UNKNOWN


def test_a_render_whose_files_were_removed_has_failed():
    assert ANIMATIC.parse_status(answer(404, {"error": "Never posted."}), TICKET).phase is Phase.FAILED


def test_a_look_up_finds_what_was_posted_and_nothing_else():
    assert ANIMATIC.parse_lookup(answer(404, {})) is None
    assert ANIMATIC.parse_lookup(answer(200, {"id": "7", "state": "running"})).id == "7"


def test_the_endpoint_of_the_catalog_is_the_one_that_promises():
    endpoint = route("kling-3.0-pro", "text-to-video", "animatic").endpoint

    assert ANIMATIC.promise(endpoint).idempotent_resend
    assert ANIMATIC.promise(endpoint).look_up


def test_a_film_can_be_watched_while_it_is_drawn():
    assert ANIMATIC.streams
    assert ANIMATIC.stream_url(TICKET) == "local://animatic/stream/7"
