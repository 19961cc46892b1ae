"""Where mails go: one variable, what it may hold, and that a password is never said."""

import os
import subprocess
import sys

import pytest

from studio.config import mail

from .conftest import HOME

NAME, SECRET = "DAILIES_MAIL_URL", "tr0ub4dor"


def read(monkeypatch, given: str) -> dict:
    monkeypatch.setenv(NAME, given)
    return dict(mail.settings_for(NAME))


@pytest.mark.parametrize("given", ["", "  "])
def test_without_an_address_mails_are_printed(monkeypatch, given):
    assert read(monkeypatch, given) == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    ("given", "port", "starts_tls", "is_tls"),
    [
        ("smtp://mail.example.com", 587, True, False),
        ("smtp://mail.example.com:2525", 2525, True, False),
        ("smtps://mail.example.com", 465, False, True),
        ("smtp+plain://mail.example.com", 25, False, False),
    ],
)
def test_the_scheme_says_the_port_and_how_it_is_encrypted(monkeypatch, given, port, starts_tls, is_tls):
    found = read(monkeypatch, given)

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.com", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starts_tls, is_tls)
    assert 0 < found["EMAIL_TIMEOUT"] <= 60


def test_name_and_password_are_read_with_what_is_encoded_in_them(monkeypatch):
    found = read(monkeypatch, "smtps://me%40example.com:p%40ss%3A%2F@mail.example.com")

    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me@example.com", "p@ss:/")


@pytest.mark.parametrize(
    "given",
    [
        "mail.example.com",
        "mail.example.com:587",
        "http://mail.example.com",
        f"imap://me:{SECRET}@mail.example.com",
        f"smtp://me:{SECRET}@",
        f"smtp://me:{SECRET}@mail.example.com:port",
        f"smtp://me:{SECRET}@mail.example.com:99999",
        f"smtp://me:{SECRET}@mail.example.com/inbox",
        f"smtp://me:{SECRET}@mail.example.com?tls=no",
        f"smtp://me:{SECRET}@[::1",
        f"smtp+plain://me:{SECRET}@mail.example.com",
    ],
)
def test_what_cannot_be_used_ends_the_start_with_a_sentence_without_the_password(monkeypatch, given):
    with pytest.raises(SystemExit) as ended:
        read(monkeypatch, given)

    assert str(ended.value).startswith("DAILIES_MAIL_URL must be smtp://")
    assert SECRET not in str(ended.value)


def test_a_password_goes_unencrypted_to_this_machine_only(monkeypatch):
    assert read(monkeypatch, f"smtp+plain://me:{SECRET}@localhost:1025")["EMAIL_PORT"] == 1025


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ("", "Dailies <dailies@here>"),
        ("dailies@example.com", "Dailies <dailies@example.com>"),
        ("The reel <reel@example.com>", "The reel <reel@example.com>"),
    ],
)
def test_who_mails_come_from(monkeypatch, given, then):
    monkeypatch.setenv("DAILIES_MAIL_FROM", given)

    assert mail.sender("DAILIES_MAIL_FROM", "Dailies <dailies@here>") == then


@pytest.mark.parametrize("given", ["nobody", "@example.com", "a b@example.com x"])
def test_a_sender_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("DAILIES_MAIL_FROM", given)

    with pytest.raises(SystemExit, match="DAILIES_MAIL_FROM must be an address such as"):
        mail.sender("DAILIES_MAIL_FROM", "x")


def test_the_studio_does_not_start_with_a_wrong_one_and_says_why(tmp_path):
    given = {"DAILIES_DATA": str(tmp_path), NAME: f"pop://me:{SECRET}@mail.example.com"}
    run = subprocess.run(
        [sys.executable, "manage.py", "studio", "--help"],
        cwd=HOME,
        env=os.environ | given,
        capture_output=True,
        text=True,
    )

    assert run.returncode != 0
    assert "DAILIES_MAIL_URL must be smtp://" in run.stderr
    assert SECRET not in run.stderr + run.stdout
