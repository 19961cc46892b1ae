"""What will be sent: the panel shows what `quote` prints, for one provider or two, and sends nothing."""

import json
from html import unescape

import pytest

from studio.catalog.recipe import Recipe
from studio.jobs.models import Job
from studio.pages import sent
from studio.pages.composing import Choice, Composition, bound
from studio.providers.quote import quote
from tests.library.making import row

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"HX-Request": "true"}}
PROMPT = 'A <b>lighthouse</b>, "at dusk"'


@pytest.fixture
def shown(client, alice):
    """shown(via, **fields) -> the composer's answer with the panel."""
    client.force_login(alice)

    def shown(via: str, task: str = "text-to-video", **fields) -> str:
        model = "kling-2.5-turbo-pro"
        form = {"shown": f"{model} {task} {via}", "model": model, "task": task, "via": via, "page": "p1"}
        form |= {"prompt": PROMPT, "duration": "5", "sent_open": "on"}
        return client.post("/create/draft/", form | fields, **HTMX).text

    return shown


def text_for(html: str, provider: str) -> str:
    start = html.index(f'id="sent-{provider}"')
    return unescape(html[html.index(">", start) + 1 : html.index("</pre>", start)])


def test_it_shows_the_very_request_that_the_quote_prints(shown):
    html = shown("kling", aspect_ratio="16:9")
    values = {"prompt": PROMPT, "duration": 5, "aspect_ratio": "16:9"}
    recipe = Recipe("kling-2.5-turbo-pro", "text-to-video", "kling", values)

    first, _, body = text_for(html, "kling").partition("\n")

    [request] = quote(recipe.as_json())["requests"]
    assert first == f"{request['method']} {request['url']}"
    made = json.loads(body)
    assert {name: made[name] for name in ("prompt", "duration", "aspect_ratio", "model_name")} == {
        name: request["json"][name] for name in ("prompt", "duration", "aspect_ratio", "model_name")
    }
    assert Job.objects.count() == 0


@pytest.mark.parametrize(("form", "sign"), [("curl", "curl -sS -X POST"), ("python", "import httpx"), ("json", "{")])
def test_it_is_written_in_three_forms(shown, form, sign):
    html = shown("runware", width="1920", height="1080", sent_form=form)

    assert sign in text_for(html, "runware")
    assert f'value="{form}" checked' in html


def test_another_provider_stands_beside_it(shown):
    html = shown("kling", aspect_ratio="16:9", sent_beside="fal")

    assert "To Kling" in html
    assert "To fal" in html
    assert "queue.fal.run" in text_for(html, "fal")
    assert PROMPT in json.loads(text_for(html, "fal").partition("\n")[2])["prompt"]


def test_a_file_goes_by_the_name_under_which_it_is_downloaded(shown, alice):
    still = {"kind": "image", "format": "jpeg", "mime": "image/jpeg", "duration_s": None, "fps": None, "frames": None}
    picture = row(alice, name="pier at dusk.jpg", **still)
    picture.save()
    html = shown("runware", "image-to-video", first_frame=json.dumps({"asset": str(picture.pk)}), sent_form="python")

    assert "pier at dusk.jpg" in text_for(html, "runware")


def test_what_cannot_be_sent_yet_says_why(shown):
    html = shown("kling", prompt="")

    assert "Not yet:" in html
    assert 'id="sent-kling"' not in html


def test_the_animatic_sends_nothing(shown):
    assert "Nothing leaves this machine" in shown("animatic")


def test_it_is_closed_until_it_is_asked_for(shown):
    assert 'aria-labelledby="sent-title"' not in shown("kling", sent_open="")


def test_no_key_is_ever_in_it(shown, team, alice):
    from studio.accounts import keyring

    keyring.add(team, "runware", {"key": "planted-key-of-runware-4711"}, label="", by=alice)

    for form in ("json", "curl", "python"):
        assert "planted" not in shown("runware", width="1920", height="1080", sent_form=form)


def test_a_name_is_shown_as_each_provider_is_told_of_it():
    coat = {"asset": "a", "name": "coat"}
    choice = Choice("kling-o3-pro", "reference-to-video", "kling")
    here = bound(Composition(choice, {"prompt": "@coat", "reference_images": [{"asset": "b", "name": "boat"}, coat]}))

    panel = sent.panel(here, {sent.OPEN: "on", sent.BESIDE: "fal"}, ["kling", "fal"], None)

    assert panel.names == (("@boat", ("<<<image_1>>>", "@Image1")), ("@coat", ("<<<image_2>>>", "@Image2")))
