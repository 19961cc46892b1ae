"""Tests that let a secret out, each in its own way: run by test_leaks.py, which expects every one of them to fail."""

import logging
from unittest.mock import AsyncMock

import pytest
from django.http import HttpResponse

from studio.accounts import keyring
from studio.live.consumers import StudioConsumer
from studio.providers.keys import Key
from tests.planted import PARTS

SECRET = "a-key-that-nobody-planted-4711"
logger = logging.getLogger("studio.leaky")


@pytest.fixture
def key(team, settings, tmp_path):
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir()
    return keyring.add(team, "fal", {"key": SECRET})


def test_a_log_line(key):
    logger.info("the key is %s", SECRET)


def test_a_log_line_about_an_error(key):
    try:
        raise ValueError(f"no such key: {SECRET}")
    except ValueError:
        logger.exception("it broke")


def test_a_log_line_with_an_address(key):
    logger.warning("asked at %s", key.hook_token)


def test_a_page(key, client, alice, monkeypatch):
    monkeypatch.setattr("studio.pages.providers.render", lambda *_, **__: HttpResponse(f"<p>{SECRET}"))
    client.force_login(alice)
    client.get("/settings/providers/")


def test_the_head_of_an_answer(key, client, alice, monkeypatch):
    answer = HttpResponse(headers={"X-Key": SECRET})
    monkeypatch.setattr("studio.pages.providers.render", lambda *_, **__: answer)
    client.force_login(alice)
    client.get("/settings/providers/")


async def test_a_message_to_a_socket(key):
    consumer = StudioConsumer()
    consumer.base_send = AsyncMock()
    await consumer.html({"html": f"<p>{SECRET}"})


def test_the_database(key):
    key.test_words = f"It is {SECRET}."
    key.save()


def test_a_header_in_the_database(key):
    pair = Key(key="half-of-a-pair-1", secret="half-of-a-pair-2")
    key.test_words = "Basic aGFsZi1vZi1hLXBhaXItMTpoYWxmLW9mLWEtcGFpci0y"
    key.save()
    assert pair


def test_a_file(tmp_path):
    (tmp_path / "engine.sqlite3").write_bytes(b"\0\0" + PARTS["runware"]["key"].encode() + b"\0")


def test_what_is_printed():
    print(f"Using {PARTS['scenario']['secret']} from now on")


def test_an_error_page_of_django_itself(key, settings, client, alice, monkeypatch):
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"
    settings.DEBUG = True

    def broken(request, *given):
        parts = {"pasted": SECRET}
        raise RuntimeError(f"{len(parts)} parts")

    monkeypatch.setattr("studio.pages.providers.render", broken)
    client.raise_request_exception = False
    client.force_login(alice)
    client.get("/settings/providers/")


def test_nothing(key):
    """The only one that lets nothing out."""
    assert SECRET not in repr(Key(key=SECRET))
