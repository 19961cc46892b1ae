"""Files that come from what is there: found in the library, cut from a clip or a picture, fetched by an address."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.template.loader import render_to_string
from django.test import Client

from studio.catalog.controls import Seconds
from studio.catalog.media_controls import Limits, MediaList, first_frame, last_frame
from studio.catalog.schema import Route
from studio.forms import builder
from studio.library.models import Asset
from studio.pages.cutting import middle, ratio_of
from tests.core.making import MEDIA

FRAMES = "place=id_first_frame&name=first_frame&media=image&shown=kling-3.0-pro image-to-video kling"


@pytest.fixture
def hers(alice):
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def strangers(charlie):
    client = Client()
    client.force_login(charlie)
    return client


def shown(answer) -> str:
    return answer.content.decode()


# Cutting


def test_a_frame_of_a_clip_becomes_a_picture_of_its_own(hers, kept):
    clip = kept("numbered-24fps.mp4")

    answer = hers.post(f"/assets/{clip.pk}/frames/", {"frame": "47"})

    assert answer.status_code == 201
    told = answer.json()
    assert (told["kind"], told["width"], told["height"]) == ("image", 1280, 720)
    assert told["name"] == "numbered-24fps, frame 47.png"
    assert Asset.objects.count() == 2
    assert hers.post(f"/assets/{clip.pk}/frames/", {"frame": "47"}).json()["id"] == told["id"], "the same frame, once"


@pytest.mark.parametrize("frame", ["120", "", "-1", "4.5"])
def test_a_frame_that_the_clip_has_not_is_refused_in_words(frame, hers, kept):
    clip = kept("numbered-24fps.mp4")

    answer = hers.post(f"/assets/{clip.pk}/frames/", {"frame": frame})

    assert answer.status_code == 422
    assert "120, counted from 0" in answer.json()["error"] or "0 to 119" in answer.json()["error"]


def test_a_part_of_a_picture_is_cropped_and_the_original_stays(hers, kept):
    rocket = kept("rocket.jpg")

    part = hers.post(f"/assets/{rocket.pk}/crops/", {"left": 10, "top": 20, "width": 320, "height": 180})
    square = hers.post(f"/assets/{rocket.pk}/crops/", {"ratio": "1:1"})
    outside = hers.post(f"/assets/{rocket.pk}/crops/", {"left": 400, "top": 0, "width": 320, "height": 180})

    assert (part.json()["width"], part.json()["height"]) == (320, 180)
    assert (square.json()["width"], square.json()["height"]) == (426, 426)
    assert outside.status_code == 422 and "not inside the picture of 640 x 427" in outside.json()["error"]
    assert Asset.objects.get(pk=rocket.pk).sha256 == rocket.sha256


def test_strangers_cut_and_see_nothing(strangers, kept):
    rocket = kept("rocket.jpg")

    assert strangers.post(f"/assets/{rocket.pk}/crops/", {"ratio": "1:1"}).status_code == 404
    assert strangers.post(f"/assets/{rocket.pk}/frames/", {"frame": "0"}).status_code == 404
    assert strangers.get(f"/create/sources/{rocket.pk}/?{FRAMES}").status_code == 404
    assert "rocket.jpg" not in shown(strangers.get(f"/create/sources/?{FRAMES}"))


@pytest.mark.parametrize(
    ("size", "ratio", "box"),
    [
        ((640, 427), "16:9", (0, 33, 640, 393)),
        ((640, 427), "1:1", (107, 0, 533, 426)),
        ((100, 1000), "16:9", (0, 472, 100, 528)),
    ],
)
def test_the_middle_of_a_picture_has_even_sides(size, ratio, box):
    assert middle(*size, ratio_of(ratio)) == box


# Finding


def test_the_list_shows_the_projects_files_by_name_and_says_what_does_not_fit(hers, kept):
    for name in ("rocket.jpg", "coffee.jpg", "numbered-24fps.mp4"):
        kept(name)

    every = shown(hers.get(f"/create/sources/?{FRAMES}"))
    found = shown(hers.get(f"/create/sources/?{FRAMES}&q=rock"))
    clips = shown(hers.get(f"/create/sources/?{FRAMES}&kind=video"))

    assert "rocket.jpg" in every and "coffee.jpg" in every and "numbered" not in every
    assert "rocket.jpg" in found and "coffee.jpg" not in found
    assert "numbered-24fps.mp4" in clips and "choose a frame" in clips


def test_a_file_that_breaks_the_routes_rules_says_so_before_it_is_taken(hers, kept):
    rocket = kept("rocket.jpg")
    hers.post(f"/assets/{rocket.pk}/crops/", {"left": 0, "top": 0, "width": 200, "height": 200})

    page = shown(hers.get(f"/create/sources/?{FRAMES}"))

    assert page.count("Not as it is: 200 x 200 px; at least 300 px each side is accepted.") == 1
    assert "Taken here: JPEG or PNG" in page


def test_the_other_frames_shape_is_offered_first_where_a_picture_is_cropped(hers, kept):
    rocket, astronaut = kept("rocket.jpg"), kept("astronaut.jpg")

    page = shown(hers.get(f"/create/sources/{rocket.pk}/?{FRAMES}&beside={astronaut.pk}"))

    assert page.index("As astronaut.jpg") < page.index("16:9")
    assert 'data-shape="512:512"' in page


# By an address


class Web(BaseHTTPRequestHandler):
    """A server with one picture, whose name lies about what it is."""

    def do_GET(self):
        body = (MEDIA / "rocket.jpg").read_bytes() if self.path.startswith("/pictures/") else b""
        self.send_response(200 if body else 404)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def web(settings):
    """The web as a rehearsal has it: every address leads to this machine."""
    server = HTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.REHEARSAL = f"http://127.0.0.1:{server.server_port}"
    yield
    server.shutdown()
    server.server_close()


def test_a_file_is_fetched_by_its_address_and_called_by_what_it_is(hers, web):
    answer = hers.post("/uploads/address/", {"url": "https://files.example/pictures/night%20launch.png?sig=1"})

    assert answer.status_code == 201, answer.json()
    assert answer.json()["name"] == "night launch.jpg"
    assert (answer.json()["width"], answer.json()["height"]) == (640, 427)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1/x.jpg", "Only https"),
        ("https://10.0.0.7/x.jpg", "private network"),
        ("https://alice:secret@files.example/x.jpg", "user name"),
        ("rocket.jpg", "no address of a file"),
        ("", "no address of a file"),
        ("https://[broken", "no plain address"),
    ],
)
def test_an_address_that_is_not_safe_is_refused_in_words(url, words, hers, storage):
    answer = hers.post("/uploads/address/", {"url": url})

    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not Asset.objects.exists()
    assert not list((storage / "incoming").iterdir())


def test_an_address_without_a_file_says_what_was_answered(hers, web):
    answer = hers.post("/uploads/address/", {"url": "https://files.example/nothing.jpg"})

    assert answer.status_code == 422
    assert "answered HTTP 404" in answer.json()["error"]


# The rail


def desk(client, **values) -> str:
    """The composer with these values, as the answer to a draft."""
    route = values.pop("route", "kling-3.0-pro image-to-video kling")
    model, task, via = route.split()
    typed = {name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in values.items()}
    post = {"page": "p", "shown": route, "model": model, "task": task, "via": via, **typed}
    return shown(client.post("/create/draft/", post))


def test_frames_of_two_shapes_are_said_with_a_crop_for_each(hers, kept):
    rocket, astronaut = kept("rocket.jpg"), kept("astronaut.jpg")
    frames = {"first_frame": {"asset": str(rocket.pk)}, "last_frame": {"asset": str(astronaut.pk)}}

    page = desk(hers, **frames)

    assert "Two shapes: the start is 3:2, the end 1:1." in page
    assert f'data-crop="/assets/{astronaut.pk}/crops/" data-ratio="640:427" data-of="id_last_frame"' in page
    assert "The clip takes the shape of the start: 3:2." in page


def test_a_frame_of_another_shape_than_the_clip_is_said(hers, kept):
    rocket = {"asset": str(kept("rocket.jpg").pk)}

    page = desk(hers, route="kling-1.6-pro image-to-video runware", first_frame=rocket, size="1920x1080")

    assert "The start is 3:2, the clip will be 16:9." in page


def test_keyframes_stand_between_the_frames_at_the_seconds_when_they_are_met(kept, alice, monkeypatch):
    """No route takes keyframes yet; the rail has room for those that will."""
    controls = (
        first_frame(Limits()),
        MediaList(name="keyframes", label="Keyframe", most=8),
        last_frame(Limits()),
        Seconds(options=(6, 12), required=True),
    )
    route = Route(provider="kling", task="image-to-video", endpoint="/v4", controls=controls)
    monkeypatch.setattr(builder, "find_route", lambda *_: route)
    files = [{"asset": str(kept(name).pk)} for name in ("rocket.jpg", "coffee.jpg")]
    form = builder.form_class("kling-4.0", "image-to-video", "kling").bound({"keyframes": files, "duration": 12})
    form.is_valid()

    rail = render_to_string("create/_frames.html", {"frames": [form["first_frame"], form["last_frame"]]})

    assert "Keyframes between, in order: <b>at 4.0, 8.0 s</b>" in rail
    assert rail.index('name="first_frame"') < rail.index('name="last_frame"') < rail.index('name="keyframes"')


def test_the_same_picture_first_and_last_is_a_loop(hers, kept):
    rocket, astronaut = ({"asset": str(kept(name).pk)} for name in ("rocket.jpg", "astronaut.jpg"))

    loop, none = desk(hers, first_frame=rocket, last_frame=rocket), desk(hers, first_frame=rocket, last_frame=astronaut)

    assert 'id="frame-rail-loop" checked' in loop
    assert 'id="frame-rail-loop" checked' not in none and 'id="frame-rail-loop"' in none
