"""What is taken out of a clip: one exact frame, a loop, its waveform; and what the viewer says was sent."""

import json
from io import BytesIO

import numpy as np
import pytest
from django.test import AsyncClient
from PIL import Image

from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.jobs.machine import State
from studio.jobs.models import Attempt
from studio.library import store
from tests.core import making
from tests.library.making import made, rows
from tests.live.making import make_job
from tests.pages.visiting import attached_name, visit


async def answer(address: str, user):
    client = AsyncClient()
    await client.aforce_login(user)
    return await client.get(address)


def shade(picture: Image.Image) -> int:
    """Which of 25 frames it is: frame n is n / 25 bright."""
    return round(np.asarray(picture.convert("L")).mean() / 255 * 25)


@pytest.mark.parametrize("part", ["still/3.png", "loop.gif", "loop.webp", "waveform.json"])
async def test_parts_are_for_the_team_only(part, alice, bob, charlie, tmp_path):
    asset = await made(making.film(tmp_path, sound=True), alice)

    answers = [(await answer(f"/assets/{asset.pk}/{part}", user)).status_code for user in (alice, bob, charlie)]

    assert answers == [200, 200, 404]


async def test_a_still_is_the_frame_that_was_asked_for_under_its_name(alice, storage, tmp_path):
    asset = await made(making.film(tmp_path), alice, name="Pier: arrival")

    response = await answer(f"/assets/{asset.pk}/still/17.png", alice)

    picture = Image.open(BytesIO(response.content))
    assert (picture.format, picture.size, shade(picture)) == ("PNG", (64, 48), 17)
    assert attached_name(response) == "Pier arrival, frame 17.png"
    assert not list((storage / "incoming").iterdir())


async def test_a_loop_holds_what_lies_between_the_points_under_its_name(alice, tmp_path):
    asset = await made(making.film(tmp_path), alice)

    response = await answer(f"/assets/{asset.pk}/loop.gif?from=5&to=14", alice)

    loop = Image.open(BytesIO(response.content))
    assert response["Content-Type"] == "image/gif"
    assert attached_name(response) == "A harbour at dusk, frames 5 to 14.gif"
    assert (loop.n_frames, shade(loop)) == (5, 5)


REFUSED = {
    "still/25.png": "has no frame 25: it has 25",
    "loop.gif?from=9&to=3": "to the same or a later one",
    "loop.webp?from=x": "by their numbers",
    "loop.gif?from=3&to=25": "has no frame 25",
}


@pytest.mark.parametrize(("part", "words"), REFUSED.items(), ids=REFUSED)
async def test_what_cannot_be_made_is_refused_in_a_sentence(part, words, alice, tmp_path):
    asset = await made(making.film(tmp_path), alice)

    response = await answer(f"/assets/{asset.pk}/{part}", alice)

    assert response.status_code == 422
    assert words in response.json()["error"]


async def test_what_is_no_clip_or_silent_or_gone_or_of_another_kind_has_no_such_part(alice, tmp_path):
    picture = await made(making.picture(tmp_path), alice)
    silent = await made(making.film(tmp_path), alice)
    gone = await made(making.film(tmp_path, name="other.mp4", frames=30, sound=True), alice)
    store.path_of(gone).unlink()

    for address in (
        f"{picture.pk}/still/0.png",
        f"{silent.pk}/waveform.json",
        f"{silent.pk}/loop.avi",
        f"{gone.pk}/still/0.png",
        f"{gone.pk}/waveform.json",
    ):
        assert (await answer(f"/assets/{address}", alice)).status_code == 404, address


async def test_a_waveform_is_made_once_and_kept_beside_the_file(alice, tmp_path, monkeypatch):
    asset = await made(making.film(tmp_path, sound=True), alice)

    first = await answer(f"/assets/{asset.pk}/waveform.json", alice)
    monkeypatch.setattr("studio.core.media.peaks", None)  # is not asked again
    second = await answer(f"/assets/{asset.pk}/waveform.json", alice)

    peaks = json.loads(first.content)["peaks"]
    assert first.content == second.content
    assert len(peaks) == 600 and max(peaks[50:500]) > 30


# What was sent

RECIPE = {
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "provider": "runware",
    "values": {"prompt": "A harbour at dusk", "width": 1920, "height": 1080, "duration": 5},
}


def made_by_runware(alice):
    job = make_job(alice, State.READY, recipe=RECIPE, provider="runware")
    facts = {"state": "accepted", "ticket": {"id": "t-8841"}, "sent_at": clock.now(), "endpoint": "klingai:x"}
    about = {"request_id": "req-77", "billed_state": "yes", "billed_amount": "0.42", "billed_currency": "USD"}
    Attempt.objects.create(job=job, number=1, **facts, **about)
    return rows(alice, 1, job_id=job.pk, recipe=RECIPE, recipe_hash=Recipe.from_json(RECIPE).hash())[0]


def test_the_viewer_says_what_was_sent_what_became_of_it_and_never_a_key(alice):
    asset = made_by_runware(alice)

    page = visit(alice).get(f"/assets/{asset.pk}/").content.decode()

    sent = page[page.index('id="sent"') : page.index("Keys are never shown")]
    assert "POST https://api.runware.ai" in sent
    assert "A harbour at dusk" in sent
    assert "uthorization" not in sent and "KEY" not in sent
    for words in ("req-77", "klingai:x", "billed, $0.42", "accepted"):
        assert words in page, words


def test_a_result_whose_job_is_gone_and_one_that_was_drawn_here_say_so(alice):
    gone = rows(alice, 1)[0]
    drawn = rows(alice, 1, job_id=make_job(alice, State.READY).pk)[0]
    given = rows(alice, 1, job_id=None, recipe=None)[0]

    pages = [visit(alice).get(f"/assets/{asset.pk}/").content.decode() for asset in (gone, drawn, given)]

    assert "not kept any more, and what was sent with it" in pages[0]
    assert "Nothing left this machine" in pages[1]
    assert "What was sent" not in pages[2]
