"""The door for files: every allowed kind comes in with the right facts, everything else stays out without a trace."""

import hashlib
import json
from pathlib import Path

import pytest
from asgiref.testing import ApplicationCommunicator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studio.library.models import Asset
from studio.pages.limits import with_body_limit
from tests.core import making
from tests.pages.refused import REFUSED


@pytest.fixture
def client(alice):
    client = Client()
    client.force_login(alice)
    return client


def send(client, path: Path, name: str | None = None):
    file = SimpleUploadedFile(name or path.name, path.read_bytes())
    return client.post("/uploads/", {"file": file})


def left(storage) -> list[Path]:
    return [path for folder in ("incoming", "media") for path in (storage / folder).rglob("*") if path.is_file()]


ACCEPTED = {
    **{format: (making.picture, format, ("image", 64, 48, None)) for format in making.PICTURES},
    **{format: (making.film, format, ("video", 64, 48, 1.0)) for format in making.FILMS},
    **{format: (making.sound, format, ("audio", None, None, 1.0)) for format in making.SOUNDS},
}


@pytest.mark.parametrize(("make", "format", "facts"), ACCEPTED.values(), ids=ACCEPTED)
def test_every_listed_format_comes_in_with_the_right_facts(make, format, facts, client, tmp_path):
    path = make(tmp_path, format)
    kind, width, height, duration_s = facts

    response = send(client, path)

    answer = response.json()
    assert response.status_code == 201, answer
    assert (answer["kind"], answer["width"], answer["height"]) == (kind, width, height)
    assert answer["duration_s"] == pytest.approx(duration_s, abs=0.1)
    assert (answer["name"], answer["bytes"]) == (path.name, path.stat().st_size)
    assert Asset.objects.get(pk=answer["id"]).format == format
    assert answer["poster"] == (None if kind == "audio" else reverse("media", args=[answer["id"], "poster"]))


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_in_a_sentence_and_leaves_nothing_behind(make, sentence, client, storage, tmp_path):
    response = send(client, make(tmp_path))

    assert response.status_code == 422
    assert sentence in response.json()["error"]
    assert left(storage) == []
    assert not Asset.objects.exists()


def test_a_large_file_that_django_has_spooled_is_moved_and_not_left(client, storage, settings, tmp_path):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

    good = send(client, making.picture(tmp_path))
    bad = send(client, making.picture(tmp_path, "png"), "bad.jpg")

    assert (good.status_code, bad.status_code) == (201, 422)
    assert {path.parts[-4] for path in left(storage)} == {"media"}


def test_a_script_may_send_the_bytes_as_the_whole_body(client, storage, tmp_path):
    picture = making.picture(tmp_path, "png").read_bytes()

    response = client.post("/uploads/?name=from-a-script.png", picture, content_type="image/png")

    assert response.status_code == 201
    assert Asset.objects.get().name == "from-a-script.png"
    assert Asset.objects.get().sha256 == hashlib.sha256(picture).hexdigest()
    assert not list((storage / "incoming").iterdir())


def test_an_empty_body_is_refused(client, storage):
    response = client.post("/uploads/", b"", content_type="application/octet-stream")

    assert response.status_code == 422
    assert "empty" in response.json()["error"]
    assert left(storage) == []


@pytest.mark.parametrize("count", [0, 2])
def test_a_form_holds_one_file(count, client, storage, tmp_path):
    files = [SimpleUploadedFile(f"{n}.jpg", making.picture(tmp_path).read_bytes()) for n in range(count)]

    response = client.post("/uploads/", {"file": files})

    assert response.status_code == 422
    assert f"{count} came" in response.json()["error"]
    assert left(storage) == []


def test_the_same_picture_again_is_the_same_asset(client, tmp_path):
    first = send(client, making.picture(tmp_path)).json()
    again = send(client, making.picture(tmp_path), "again.jpg").json()

    assert again["id"] == first["id"]


def test_a_name_cannot_lead_out_of_the_folder(client, storage, tmp_path):
    response = send(client, making.picture(tmp_path), "../../../evil.jpg")

    assert response.status_code == 201
    assert Asset.objects.get().name == "evil.jpg"
    assert {path.suffix for path in left(storage)} == {".jpg", ".webp"}


def test_nobody_and_get_do_not_come_in(client, tmp_path):
    assert send(Client(), making.picture(tmp_path)).status_code == 302
    assert client.get("/uploads/").status_code == 405


def test_a_form_without_the_pages_token_is_refused(alice, tmp_path):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)

    assert send(strict, making.picture(tmp_path)).status_code == 403


# The limit in front


async def _read_all(_scope, receive, send):
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass
    if message["type"] == "http.request":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"fine"})


async def _answer(headers: list, *parts: bytes, path: str = "/uploads/") -> tuple[int, bytes]:
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    caller = ApplicationCommunicator(with_body_limit(_read_all), scope)
    for number, part in enumerate(parts, 1):
        await caller.send_input({"type": "http.request", "body": part, "more_body": number < len(parts)})
    start = await caller.receive_output(1)
    return start["status"], (await caller.receive_output(1))["body"]


@pytest.fixture
def session(client, settings) -> tuple[bytes, bytes]:
    """Alice's cookie, as a header."""
    name = settings.SESSION_COOKIE_NAME
    return b"cookie", f"theme=dark; {name}={client.cookies[name].value}".encode()


@pytest.mark.django_db(transaction=True)
async def test_a_body_that_declares_too_much_is_refused_before_it_is_read(settings, session):
    settings.UPLOAD_LIMIT = 5_000_000

    status, body = await _answer([session, (b"content-length", b"5000001")])

    assert status == 413
    assert "at most 5 MB" in json.loads(body)["error"]


@pytest.mark.django_db(transaction=True)
async def test_a_body_that_does_not_say_its_length_is_refused_when_it_passes_the_limit(settings, session):
    settings.UPLOAD_LIMIT = 10

    assert (await _answer([session], b"12345", b"67890"))[0] == 200
    assert (await _answer([session], b"12345", b"678901", b"never read"))[0] == 413


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cookie", [None, b"", b"\xff;;=", b"dailies_session=forged", b"dailies_session_8000=forged"])
async def test_nobody_can_fill_the_disk(cookie):
    headers = [(b"content-length", b"4000001")] + ([(b"cookie", cookie)] if cookie is not None else [])

    assert (await _answer(headers))[0] == 413


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["/create/draft/", "/accounts/login/", "/uploads/x"])
async def test_a_form_is_no_file(path, session):
    assert (await _answer([session, (b"content-length", b"4000000")], b"x", path=path))[0] == 200
    assert (await _answer([session, (b"content-length", b"4000001")], b"x", path=path))[0] == 413
