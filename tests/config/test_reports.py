"""Error pages, while somebody debugs and otherwise: leaks.py looks for the key in each of them, and in the log."""

import httpx
import pytest

from studio.accounts import keyring
from studio.jobs import keys
from studio.providers.client import Client
from tests.planted import PARTS

pytestmark = pytest.mark.django_db

FIELDS = {f"scenario-{name}": part for name, part in PARTS["scenario"].items()}


def broken(*given, **named):
    raise RuntimeError("It broke with the key in its hands.")


async def broken_on_the_way(*given, **named):
    broken()


POINTS = {
    "while it is sealed": (keyring, "seal", broken),
    "while it is put together": (keys, "Key", broken),
    "while it is tested": (Client, "ask", broken_on_the_way),
    "while it is sent": (httpx.AsyncClient, "send", broken_on_the_way),
}


@pytest.fixture
def post(client, alice, settings, tmp_path):
    """post(): the answer to a key that Alice pastes."""
    settings.KEYS = tmp_path
    client.force_login(alice)
    client.raise_request_exception = False
    return lambda: client.post("/settings/providers/scenario/keys/", FIELDS)


@pytest.mark.parametrize("debug", [False, True], ids=["as it is", "debugging"])
@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)
def test_the_page_about_an_error_shows_no_key(post, settings, monkeypatch, caplog, point, debug):
    settings.DEBUG = debug
    monkeypatch.setattr(*point)
    if point[1] == "seal":
        monkeypatch.setattr(keys, "test", lambda *given: keys.Tested(works=True, words="It works."))

    answer = post()

    assert answer.status_code == 500
    assert ("It broke with the key in its hands." in answer.content.decode()) == debug
    assert "It broke with the key in its hands." in caplog.text


def test_while_debugging_the_way_to_the_error_is_shown_with_names_and_without_values(post, settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(keys, "test", broken)

    page = post().content.decode()

    assert "in _tested" in page and "form.given()" in page
    assert "<td>adapter</td>" in page
    assert "scenario-secret" in page and "********************" in page
