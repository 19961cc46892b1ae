"""What a provider keeps for an account: made once, remembered, listed, deleted, and paid for once."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied

from studio.core import clock
from studio.jobs import shelves
from studio.jobs.accounts import key_of
from studio.jobs.machine import State
from studio.library.cast import Element, Handle, Voice
from studio.library.models import Asset
from studio.providers.client import for_studio

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(stage, tmp_path):
    return for_studio(tmp_path, keys=key_of, rehearsal=stage.origin)


@pytest.fixture
def anna(alice, team, file):
    """A voice of the team's, made of a recording."""
    recording = Asset.objects.get(pk=file("speech.mp3")["asset"])
    consent = {"consent_name": "Anna Ames", "consent_at": clock.now()}
    return Voice.objects.create(team=team, owner=alice, name="Anna", recording=recording, **consent)


@pytest.fixture
def voiced(submit, drive, anna, settings):
    """The job that made Anna's voice at Kling, which fetches recordings from an address."""
    settings.HOOKS_URL = "https://dailies.example.com"
    return drive(submit("kling-voice", "create-voice", "kling", audio={"asset": str(anna.recording_id)}))


def test_a_voice_that_was_made_is_kept_with_its_row(voiced, anna, keys):
    assert (voiced.state, voiced.error) == (State.READY, "")

    handle = Handle.objects.get()

    assert (handle.kind, handle.account, handle.voice, handle.name) == ("voice", keys["kling"], anna, "Anna")
    assert handle.its_id in voiced.words
    assert handle.made_by == voiced.pk


def test_a_helper_leaves_its_voice_behind_too(submit, drive, file, voice, keys):
    values = {"first_frame": file("astronaut.jpg"), "voices": [voice("speech.mp3")], "sound": True, "duration": 5}

    job = drive(submit("kling-2.6-pro", "image-to-video", "fal", prompt="<<<voice_1>>> says hello", **values))

    handle = Handle.objects.get()
    assert (handle.account, handle.its_id) == (keys["fal"], job.attempts.get(purpose="helper").answer["voice_id"])


def test_told_twice_it_is_kept_once(voiced):
    attempt = voiced.attempts.get(purpose="submit")

    for _ in range(3):
        shelves.remember(attempt, attempt.answer)

    assert Handle.objects.count() == 1


def test_what_the_provider_lists_is_seen_and_what_it_does_not_is_gone(voiced, keys, client):
    gone = Handle.objects.create(account=keys["kling"], kind="voice", its_id="of-another-year")

    async_to_sync(shelves.refresh)(keys["kling"], client)

    made = Handle.objects.get(made_by=voiced.pk)
    gone.refresh_from_db()
    assert made.seen_at and made.sample_url.startswith("http")
    assert gone.gone_at
    assert list(Handle.objects.usable().filter(kind="voice", made_by=voiced.pk)) == [made]


def test_deleted_there_it_is_gone_here_and_twice_is_no_error(voiced, alice, client):
    handle = Handle.objects.select_related("account").get()

    async def twice():
        await shelves.remove(alice, handle, client)
        await shelves.remove(alice, handle, client)
        await shelves.refresh(handle.account, client)

    async_to_sync(twice)()

    assert handle.its_id not in Handle.objects.usable().values_list("its_id", flat=True)


def test_a_stranger_deletes_nothing(voiced, charlie, client):
    with pytest.raises(PermissionDenied):
        async_to_sync(shelves.remove)(charlie, Handle.objects.get(), client)

    assert Handle.objects.usable().count() == 1


def test_the_presets_of_a_provider_are_many_and_no_rows(keys, client, stage):
    async def both():
        return await asyncio.gather(*(shelves.presets(keys["kling"], kind, client) for kind in ("voice", "element")))

    voices, elements = async_to_sync(both)()

    assert len(voices) == 46
    assert elements
    assert Handle.objects.count() == 0


def test_an_element_as_a_recipe_holds_it(alice, team, file, anna):
    front, view = (Asset.objects.get(pk=file(name)["asset"]) for name in ("astronaut.jpg", "rocket.jpg"))
    mara = Element.objects.create(
        team=team, owner=alice, name="Mara", front=front, views=[str(view.pk)], voice=anna, description="In red"
    )

    assert mara.as_value() == {
        "name": "Mara",
        "front": {"asset": str(front.pk)},
        "views": [{"asset": str(view.pk)}],
        "voice": {"asset": str(anna.recording_id)},
        "description": "In red",
    }
