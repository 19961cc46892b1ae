"""Requests written down: what is copied is run, against a server of the test's own, and sends what we would send."""

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog import registry as catalog
from studio.providers import registry
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.templates import OUR_ID, Step, answer
from studio.providers.written import FORMS, Sheet, as_curl, as_json, as_python
from tests.catalog.strategies import any_of, examples, values_for

PICTURE = b"\xff\xd8\xff\xe0 a picture, as far as a request is concerned"
NASTY = "He said \"no\": $HOME `id` \\n %s {{uuid}} 'quoted' 你好 \ue0000 EOF\nJSON\n${ID_1}"


@pytest.fixture(scope="module")
def echo():
    """A server that writes down what it gets, and answers with an id."""
    got = []

    class Echo(BaseHTTPRequestHandler):
        def handle_all(self):
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            got.append((self.command, self.path, dict(self.headers.items()), body))
            told = b'{"told": 1}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_POST = do_PUT = do_GET = handle_all  # noqa: N815 - the library's names

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.got = got
    yield server
    server.shutdown()


@pytest.fixture
def run(echo, tmp_path):
    """run("curl", sheet, said) -> what the server got when the text is run, `said` being typed at its questions."""
    (tmp_path / "coat.jpg").write_bytes(PICTURE)
    echo.got.clear()
    environment = {"PATH": os.environ["PATH"], "RUNWARE_KEY": "the-key", "FAL_KEY": "the-key", "KLING_KEY": "the-key"}

    def run(form: str, sheet: Sheet, said: str = ""):
        text = FORMS[form][1](sheet)
        for origin in sheet.origins:
            text = text.replace(origin, f"http://127.0.0.1:{echo.server_port}")
        command = {"curl": ["bash", "-euc", text.replace("…", said)], "python": [sys.executable, "-c", text]}[form]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, input=said + "\n", capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr + text
        return list(echo.got)

    return run


def sheet_of(model: str, task: str, provider: str, values: dict, files=None) -> Sheet:
    adapter = registry.get(provider)
    return Sheet(
        steps=adapter.steps(catalog.route(model, task, provider), values),
        files=files or {},
        names={"a1": "coat.jpg"},
        file_form=adapter.file_form,
        authorization=adapter.shown_authorization,
        origins=adapter.origins,
    )


def sent(sheet: Sheet, at: int = -1, answers=None, our_id: str = "ID") -> object:
    """What the studio itself would send."""
    filling = Filling(our_id=our_id, file_form=sheet.file_form, files=sheet.files, answers=answers or {})
    return json.loads(fill(sheet.steps[at], filling).content)


@pytest.mark.parametrize("form", ["curl", "python"])
def test_what_is_copied_sends_what_the_studio_would_send(run, form):
    values = {"prompt": NASTY, "negative_prompt": "", "duration": 5, "aspect_ratio": "16:9", "guidance": 0.5}
    sheet = sheet_of("kling-2.5-turbo-pro", "text-to-video", "kling", values)

    [(method, path, headers, body)] = run(form, sheet)

    made = json.loads(body)
    wanted = sent(sheet)
    assert (method, path) == ("POST", sheet.steps[0].url.removeprefix(sheet.origins[0]))
    assert headers["Authorization"] == "Bearer the-key"
    assert made.pop("external_task_id") != wanted.pop("external_task_id")
    assert made == wanted
    assert made["prompt"] == NASTY


@pytest.mark.parametrize("form", ["curl", "python"])
def test_files_go_along_and_an_answer_is_asked_for(run, form, tmp_path):
    picture = tmp_path / "coat.jpg"
    files = {"a1": StoredFile(path=picture, mime="image/jpeg", height=720)}
    values = {"prompt": "A coat", "first_frame": {"asset": "a1"}, "width": 1920, "height": 1080, "duration": 5}
    sheet = sheet_of("kling-2.5-turbo-pro", "image-to-video", "runware", values, files)

    upload, submit = run(form, sheet, "media-7")

    [task] = json.loads(upload[3])
    assert task["media"] == sent(sheet, 0)[0]["media"]
    assert task["taskUUID"] != json.loads(submit[3])[0]["taskUUID"], "each request has an id of its own"
    assert "media-7" in submit[3].decode()


@pytest.mark.parametrize("form", ["curl", "python"])
def test_bytes_are_put_where_an_answer_says_and_without_the_key(run, form, echo):
    put = Step(purpose="upload", method="PUT", url=answer(1, "upload_url"), content="{{file:a1}}")
    sheet = Sheet(steps=(put,), names={"a1": "coat.jpg"}, authorization="Key $FAL_KEY", origins=("https://fal.run",))

    [(method, path, headers, body)] = run(form, sheet, f"http://127.0.0.1:{echo.server_port}/there")

    assert (method, path, body) == ("PUT", "/there", PICTURE)
    assert "Authorization" not in headers


def test_points_counted_from_the_bottom_are_written_as_numbers(tmp_path):
    brush = {"brushes": [{"mask": {"handle": "https://x/m.png"}, "path": [[10, 20], [30, 40]]}], "static_mask": None}
    files = {"a1": StoredFile(path=tmp_path / "coat.jpg", mime="image/jpeg", height=720)}
    values = {"prompt": "x", "first_frame": {"asset": "a1"}, "motion_brush": brush, "duration": 5}
    text = as_python(sheet_of("kling-1.5-pro", "image-to-video", "kling", values, files))

    assert "'y': 700" in text
    assert "{{" not in text


REAL = [
    route for model in catalog.MODELS for route in model.routes if route.composable and route.provider != "animatic"
]


@examples(100)
@given(st.data())
def test_no_text_holds_a_placeholder_of_ours_and_python_always_compiles(data):
    route = data.draw(any_of(REAL))
    adapter = registry.get(route.provider)
    steps = adapter.steps(route, data.draw(values_for(route)))
    sheet = Sheet(steps=steps, file_form=adapter.file_form, authorization=adapter.shown_authorization)

    compile(as_python(sheet), "written", "exec")
    assert "{{file:" not in as_curl(sheet)
    assert "{{flip:" not in as_python(sheet)
    assert all(step.url in as_json(sheet) for step in steps)


def test_two_steps_have_two_ids():
    steps = [Step(purpose="submit", method="POST", url="https://x/", json={"id": OUR_ID}) for _ in range(2)]

    assert "ID_1=$(uuidgen" in as_curl(Sheet(steps=steps))
    assert "ID_2=$(uuidgen" in as_curl(Sheet(steps=steps))


@pytest.mark.parametrize("form", ["curl", "python"])
def test_of_a_large_file_it_is_written_that_the_studio_sends_it_in_parts(form, tmp_path, monkeypatch):
    path = tmp_path / "coat.jpg"
    path.write_bytes(PICTURE)
    values = {"prompt": "Fog", "first_frame": {"asset": "a1"}, "duration": 5}

    def text(large: int) -> str:
        monkeypatch.setattr("studio.providers.fal.LARGE", large)
        files = {"a1": StoredFile(path=path, mime="image/jpeg")}
        return FORMS[form][1](sheet_of("kling-1.6-pro", "image-to-video", "fal", values, files))

    assert "# More than" not in text(len(PICTURE))
    announced, put = [line for line in text(len(PICTURE) - 1).splitlines() if line.startswith("# More than")]
    assert "announces it at https://rest.fal.ai/storage/upload/initiate-multipart" in announced
    assert "parts of 10485760 bytes, to …/1, …/2 and so on, and posts their tags to …/complete." in put
