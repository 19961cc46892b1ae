"""Addresses at which a provider may fetch one file, without a session."""

import io

import pytest
from asgiref.sync import async_to_sync
from PIL import Image

from studio.library import lending
from studio.library.keep import keep_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(alice, team, project, tmp_path):
    path, png = tmp_path / "harbour.png", io.BytesIO()
    Image.new("RGB", (320, 200), (9, 80, 90)).save(png, "PNG")
    path.write_bytes(png.getvalue())
    return async_to_sync(keep_upload)(path, "harbour.png", user=alice, team=team, project=project)


def test_whoever_has_the_address_gets_the_file_and_nothing_else(asset, settings, client):
    settings.HOOKS_URL = "https://dailies.example.com"
    address = lending.address_of(asset)
    path = address.removeprefix("https://dailies.example.com")

    answer = client.get(path, HTTP_RANGE="bytes=0-3")

    assert (answer.status_code, answer["Content-Type"]) == (206, "image/png")
    assert b"".join(async_to_sync(_all)(answer)) == b"\x89PNG"
    assert "no-store" in answer["Cache-Control"]
    assert client.get(path.replace(asset.pk.hex, "0" * 32)).status_code == 404
    assert client.get("/lent/nonsense/").status_code == 404


async def _all(answer):
    return [part async for part in answer.streaming_content]


def test_after_a_day_the_address_is_not_good_any_more(asset, settings, client, monkeypatch):
    settings.HOOKS_URL = "https://dailies.example.com"
    path = lending.address_of(asset).removeprefix("https://dailies.example.com")
    monkeypatch.setattr(lending, "GOOD_FOR_S", -1)

    assert client.get(path).status_code == 404


def test_a_studio_that_nobody_reaches_has_no_such_address(asset, settings):
    settings.HOOKS_URL = ""

    assert lending.address_of(asset) is None
