"""A data folder of each test's own, and who is seen and heard in it."""

import shutil
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync

from studio.core import clock
from studio.library.keep import keep_upload
from studio.library.models import Asset, Element, Voice

MEDIA = Path(__file__).parents[1] / "media"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """DATA with its `media` and `incoming`, both empty."""
    settings.DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA / "media"
    settings.FILE_UPLOAD_TEMP_DIR = settings.DATA / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)
    return settings.DATA


@pytest.fixture
def kept(alice, team, project, tmp_path):
    """kept("rocket.jpg") -> that file in Alice's library."""

    def kept(name: str) -> Asset:
        path = Path(shutil.copy(MEDIA / name, tmp_path / name))
        return async_to_sync(keep_upload)(path, name, user=alice, team=team, project=project)

    return kept


@pytest.fixture
def speech(kept):
    return kept("speech.mp3")


@pytest.fixture
def anna(alice, team, speech):
    consent = {"consent_name": "Anna Ames", "consent_at": clock.now()}
    return Voice.objects.create(team=team, owner=alice, name="Anna", recording=speech, language="en", **consent)


@pytest.fixture
def mara(alice, team, kept, anna):
    views = [str(kept("rocket.jpg").pk)]
    front = kept("astronaut.jpg")
    about = {"description": "In a white suit", "voice": anna}
    return Element.objects.create(team=team, owner=alice, name="Mara", front=front, views=views, **about)
