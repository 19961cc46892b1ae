"""The composer on the server: what it offers, what it keeps, whose drafts it opens."""

import json
import re
import uuid
from html import unescape

import pytest
from django.utils.html import escape

from studio.jobs.models import Draft, Job
from studio.pages.composing import Choice, offered, settled
from studio.pages.shapes import tier_name, tiers
from tests.library.making import row

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"HX-Request": "true"}}
WORDS = "A lighthouse in the storm"
SHOTS = [{"prompt": "Wide: the sea", "duration": 3}, {"prompt": "Close: the lamp", "duration": 4}]


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def post(client, shown: str, **changes):
    """What a page that shows `model task provider` posts."""
    model, task, provider = shown.split()
    form = {"shown": shown, "model": model, "task": task, "via": provider, "page": "p1"}
    return client.post("/create/draft/", form | changes, **HTMX)


def value_of(html: str, name: str) -> str:
    """The value of the input of that name."""
    return unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', html)[1])


def book(html: str) -> dict[str, str]:
    """What a page posts beside what a person sets."""
    return {name: value_of(html, name) for name in ("draft", "seen", "kept")}


def text_of(html: str, name: str) -> str:
    return re.search(rf'<textarea[^>]* name="{name}"[^>]*>\n?([^<]*)</textarea>', html)[1]


# Who


def test_nobody_composes_without_signing_in(client):
    answer = client.get("/create/")

    assert answer.status_code == 302
    assert "login" in answer.url


def test_the_studio_opens_with_the_composer(hers):
    assert hers.get("/").url == "/create/"


def test_a_strangers_draft_and_a_strangers_result_cannot_be_opened(client, alice, charlie):
    client.force_login(alice)
    post(client, "kling-3.0-pro text-to-video animatic", prompt=WORDS)
    hers = row(alice)
    hers.save()
    client.force_login(charlie)

    assert client.get(f"/create/?draft={Draft.objects.get().pk}").status_code == 404
    assert client.get(f"/create/?remix={hers.pk}").status_code == 404
    assert post(client, "kling-3.0-pro text-to-video animatic", draft=Draft.objects.get().pk).status_code == 404


# What is offered


def test_tasks_are_tabs_in_two_groups_and_only_those_that_exist(hers):
    html = hers.get("/create/?task=text-to-image").content.decode()

    assert 'data-set-task="text-to-image" aria-current="page"' in html
    assert "Text to image" in html
    assert "Find faces" not in html  # a helper, no task of its own


def test_the_price_stands_in_the_button_and_says_how_it_comes_about(hers):
    html = post(hers, "kling-3.0-pro text-to-video runware", prompt=WORDS, size="1920x1080", duration="10").content

    assert b"Generate \xc2\xb7 ~$1.12" in html
    assert b"10 s \xc3\x97 $0.112" in html


def test_an_unknown_price_is_a_question_mark_and_never_free(hers):
    html = hers.get("/create/?task=image-to-video&model=kling-1.5-pro&via=runware").content.decode()

    assert "Generate · price ?" in html
    assert "No source gives a price for this job" in html


def test_a_provider_that_cannot_be_sent_to_yet_says_so_and_offers_the_free_preview(hers):
    html = hers.get("/create/?task=text-to-video&model=kling-3.0-pro&via=runware").content.decode()

    assert re.search(r'type="button" disabled aria-describedby="why-not">Generate', html)
    assert 'name="send_via" value="animatic"' in html
    assert "Runware has no key here yet" in html


def test_the_animatic_is_free_and_can_be_sent(hers):
    html = hers.get("/create/?task=text-to-video&model=kling-3.0-pro&via=animatic").content.decode()

    assert "Draw animatic · free" in html
    assert 'type="button" disabled' not in html


def test_sound_says_what_it_adds_to_the_price(hers):
    html = post(hers, "kling-3.0-pro text-to-video runware", duration="10").content.decode()

    assert "adds $0.56" in html


def test_nothing_on_the_page_says_seed_or_quality(hers):
    words = re.sub(
        r"<[^>]+>", " ", hers.get("/create/?task=text-to-video&model=kling-3.0-pro").content.decode()
    ).lower()

    assert "seed" not in words
    assert "quality" not in words


def test_the_policy_allows_every_line_of_the_page(hers):
    html = hers.get("/create/?starter=storyboard").content.decode()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)


def test_an_address_that_names_nothing_opens_the_composer_all_the_same(hers):
    assert hers.get("/create/?task=cook&model=oven&via=mail").status_code == 200


def test_every_offered_way_can_be_settled_to_and_nothing_else(hers):
    for task, models in offered().items():
        for model, providers in models.items():
            for provider in providers:
                assert settled(model, task, provider) == Choice(model, task, provider)


def test_the_menu_of_models_is_asked_for_with_what_the_form_holds_now_and_saves_nothing(hers):
    form = {"shown": "kling-3.0-pro text-to-video runware", "model": "kling-3.0-pro", "task": "text-to-video"}

    html = hers.post("/create/models/", form | {"via": "runware", "size": "1920x1080", "duration": "10"}, **HTMX)

    assert "Use Kling 3.0 Pro through Runware · ~$1.12" in html.content.decode()
    assert not Draft.objects.exists()


# Shape and pixels, in the words of the provider


def test_pixels_become_a_ratio_where_the_provider_takes_ratios_and_come_back(hers):
    pixels = "kling-3.0-pro text-to-video runware"
    html = post(hers, pixels, via="kling", size="1080x1920").content.decode()
    assert re.search(r'name="aspect_ratio" value="9:16" checked', html)
    assert "Kept, not sent" not in html

    names = "kling-3.0-pro text-to-video kling"
    html = post(hers, names, via="runware", aspect_ratio="1:1", **book(html)).content.decode()

    assert re.search(r'name="size" value="1440x1440"[^>]* checked', html)


def test_a_preview_shows_the_size_and_not_the_ratio_beside_it(hers):
    html = hers.get("/create/?task=text-to-video&model=kling-3.0-pro&via=animatic").content.decode()

    assert 'name="size"' in html
    assert 'name="aspect_ratio"' not in html


# Drafts


def test_a_draft_is_kept_as_one_types_and_is_there_in_another_browser(hers, client_class, alice):
    post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS)
    elsewhere = client_class()
    elsewhere.force_login(alice)

    assert text_of(elsewhere.get("/create/").content.decode(), "prompt") == WORDS


@pytest.fixture
def client_class(client):
    return type(client)


def test_a_page_that_types_on_before_its_first_answer_makes_one_draft(hers):
    for words in ("A", "A l", WORDS):
        post(hers, "kling-3.0-pro text-to-video animatic", prompt=words)

    assert Draft.objects.get().values["typed"]["prompt"] == WORDS


def test_what_was_deleted_stays_deleted(hers):
    post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS, negative_prompt="text")
    post(hers, "kling-3.0-pro text-to-video animatic", prompt="", negative_prompt="")

    html = hers.get("/create/").content.decode()
    assert text_of(html, "prompt") == ""
    assert text_of(html, "negative_prompt") == ""


def test_a_prompt_that_is_too_long_is_kept_and_told_at_its_field(hers):
    long = "x" * 2501

    html = post(hers, "kling-3.0-pro text-to-video animatic", prompt=long).content.decode()

    assert "Prompt takes at most 2,500 characters; 2,501 given." in html
    assert text_of(html, "prompt") == long
    assert Draft.objects.get().values["typed"]["prompt"] == long


def test_what_is_only_missing_is_no_error_while_one_composes(hers):
    html = post(hers, "kling-1.5-pro image-to-video animatic").content.decode()

    assert 'class="error"' not in html
    assert 'id="errors"' not in html


def test_another_window_goes_on_in_a_copy_and_says_so(hers):
    post(hers, "kling-3.0-pro text-to-video animatic", prompt="first", page="one")
    draft = Draft.objects.get()
    post(hers, "kling-3.0-pro text-to-video animatic", prompt="second", page="two", draft=draft.pk, seen=draft.version)

    html = post(
        hers, "kling-3.0-pro text-to-video animatic", prompt="mine", page="one", draft=draft.pk
    ).content.decode()

    assert "into a copy of its own" in html
    assert {each.values["typed"]["prompt"] for each in Draft.objects.all()} == {"second", "mine"}
    assert value_of(html, "draft") == str(Draft.objects.exclude(pk=draft.pk).get().pk)


def test_the_address_names_the_draft_so_that_a_reload_finds_it(hers):
    answer = post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS)

    assert answer["HX-Replace-Url"] == (address := f"/create/?draft={Draft.objects.get().pk}")
    hers.defaults["HTTP_HX_CURRENT_URL"] = f"http://testserver{address}"
    assert "HX-Replace-Url" not in post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS)


def test_a_page_of_a_route_that_is_gone_is_not_found(hers):
    assert post(hers, "kling-9.9 text-to-video animatic").status_code == 404


# Changing model, task, provider


def test_values_that_the_new_model_cannot_take_are_kept_said_and_come_back(hers):
    here = "kling-3.0-pro image-to-video runware"
    shots = json.dumps(SHOTS)
    html = post(hers, here, model="kling-1.5-pro", shots=shots, negative_prompt="fog").content.decode()
    assert "Kept, not sent" in html
    assert "takes no shots through Runware" in html

    html = post(
        hers, "kling-1.5-pro image-to-video runware", model="kling-3.0-pro", prompt=WORDS, **book(html)
    ).content.decode()

    assert "Kept, not sent" not in html
    assert json.loads(text_of(html, "shots").replace("&quot;", '"')) == SHOTS
    assert text_of(html, "negative_prompt") == "fog"
    assert text_of(html, "prompt") == WORDS


def test_a_shot_without_words_yet_survives_a_change_of_provider(hers):
    shots = [*SHOTS, {"prompt": "", "duration": 2}]

    html = post(
        hers, "kling-3.0-pro text-to-video animatic", via="runware", shots=json.dumps(shots), size="1920x1080"
    ).content.decode()

    assert json.loads(text_of(html, "shots").replace("&quot;", '"')) == shots


def test_with_shots_the_length_is_their_sum_and_the_typed_one_comes_back(hers):
    here = "kling-3.0-pro text-to-video animatic"
    html = post(hers, here, duration="12", shots=json.dumps(SHOTS)).content.decode()
    assert '7 s</b> <span class="muted">set by the shots' in html
    assert value_of(html, "shot_style") == "customize"

    html = post(hers, here, **book(html), shots="").content.decode()

    assert 'name="duration" type="range" min="3" max="15" step="1" value="12"' in html


def test_a_size_comes_back_after_a_model_with_other_sizes(hers):
    html = post(hers, "kling-3.0-pro text-to-video animatic", model="kling-3.0-standard", size="1080x1920")
    html = html.content.decode()
    assert 'value="720x1280" data-ratio="9:16" checked' in html

    html = post(
        hers,
        "kling-3.0-standard text-to-video animatic",
        model="kling-3.0-pro",
        size="720x1280",
        **book(html),
    ).content.decode()

    assert 'value="1080x1920" data-ratio="9:16" checked' in html


def test_a_task_that_the_model_does_not_do_brings_a_model_that_does(hers):
    html = post(hers, "kling-3.0-pro text-to-video animatic", task="text-to-image", prompt=WORDS).content.decode()

    assert value_of(html, "task") == "text-to-image"
    assert value_of(html, "shown").startswith("kling-image-")
    assert text_of(html, "prompt") == WORDS


def test_a_sound_that_nobody_asked_for_is_not_said_to_be_kept(hers):
    html = post(hers, "kling-3.0-pro image-to-video animatic", model="kling-1.5-pro", prompt=WORDS).content.decode()

    assert "Kept, not sent" not in html


def test_what_a_page_keeps_cannot_break_it(hers):
    for odd in ("{", "[1]", '{"nothing": 1}', '{"shots": [[1]], "width": "x", "first_frame": 7}'):
        assert post(hers, "kling-1.5-pro image-to-video runware", kept=odd).status_code == 200
        assert post(hers, "kling-1.5-pro image-to-video runware", kept=odd, model="kling-3.0-pro").status_code == 200


def test_a_size_that_was_restored_on_opening_is_not_said_to_be_kept(hers):
    post(hers, "kling-3.0-pro text-to-video runware", size="1440x1440", page="one")
    html = hers.get("/create/?model=kling-3.0-standard").content.decode()
    html = post(hers, "kling-3.0-standard text-to-video runware", size="960x960", **book(html)).content.decode()
    html = hers.get("/create/?model=kling-3.0-pro").content.decode()

    html = post(hers, "kling-3.0-pro text-to-video runware", size="1440x1440", **book(html)).content.decode()

    assert "Kept, not sent" not in html


# Files


def test_a_picture_shows_its_poster_its_size_and_the_rules(hers, alice):
    picture = row(
        alice, origin="upload", kind="image", format="jpeg", name="pier.jpg", width=640, height=427, duration_s=None
    )
    picture.save()

    html = post(
        hers, "kling-1.5-pro image-to-video runware", first_frame=json.dumps({"asset": str(picture.pk)})
    ).content.decode()

    assert f'src="/media/{picture.pk}/poster"' in html
    assert "640 × 427" in html
    assert "300 to 2048 px each side" in html


def test_a_picture_that_breaks_the_routes_rule_is_told_before_sending(hers, alice):
    small = row(alice, origin="upload", kind="image", format="jpeg", name="tiny.jpg", width=200, height=200)
    small.save()

    html = post(
        hers, "kling-1.5-pro image-to-video runware", first_frame=json.dumps({"asset": str(small.pk)})
    ).content.decode()

    assert "200 x 200 px; 300 to 2048 px each side is accepted." in html


def test_a_strangers_picture_is_never_shown(hers, charlie):
    theirs = row(charlie, origin="upload", kind="image", format="jpeg", width=640, height=427)
    theirs.save()

    html = post(
        hers, "kling-1.5-pro image-to-video animatic", first_frame=json.dumps({"asset": str(theirs.pk)})
    ).content.decode()

    assert f"/media/{theirs.pk}" not in html
    assert "there is no file" in html


def test_values_that_are_no_json_or_no_media_do_not_break_the_page(hers):
    here = "kling-3.0-pro image-to-video animatic"

    for odd in ("{", "[]", '"x"', '{"asset": "../../etc"}', '{"asset": 7}', "[[[[1]]]]", '{"asset": null}'):
        assert post(hers, here, first_frame=odd, shots=odd).status_code == 200


# Remix and starters


def test_remix_restores_everything_and_begins_a_draft_of_its_own(hers, alice):
    picture = row(alice, origin="upload", kind="image", format="jpeg", width=640, height=427, name="pier.jpg")
    picture.save()
    recipe = {
        "model": "kling-3.0-pro",
        "task": "image-to-video",
        "provider": "animatic",
        "values": {
            "first_frame": {"asset": str(picture.pk), "sha256": picture.sha256},
            "shots": SHOTS,
            "shot_style": "customize",
            "negative_prompt": "fog",
            "sound": True,
        },
    }
    result = row(alice, recipe=recipe)
    result.save()

    html = hers.get(f"/create/?remix={result.pk}").content.decode()

    assert value_of(html, "shown") == "kling-3.0-pro image-to-video animatic"
    assert json.loads(text_of(html, "shots").replace("&quot;", '"')) == SHOTS
    assert text_of(html, "negative_prompt") == "fog"
    assert "pier.jpg" in html
    assert re.search(r'name="sound"[^>]* checked', html)
    assert value_of(html, "draft") == ""


def test_remix_finds_a_file_again_by_its_content(hers, alice):
    again = row(alice, origin="upload", kind="image", format="jpeg", width=640, height=427, name="again.jpg")
    again.save()
    frame = {"asset": str(uuid.uuid4()), "sha256": again.sha256}
    recipe = {
        "model": "kling-1.5-pro",
        "task": "image-to-video",
        "provider": "animatic",
        "values": {"first_frame": frame, "duration": 5},
    }
    result = row(alice, recipe=recipe)
    result.save()

    assert "again.jpg" in hers.get(f"/create/?remix={result.pk}").content.decode()


@pytest.mark.parametrize("slug", ["storyboard", "picture-moves", "same-character"])
def test_every_starter_opens_a_composition_without_errors(hers, slug):
    html = hers.get(f"/create/?starter={slug}").content.decode()

    assert 'class="error"' not in html
    assert "Kept, not sent" not in html


def test_the_empty_stage_offers_starters_and_the_last_drafts(hers):
    post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS, page="one")
    post(hers, "kling-3.0-pro text-to-video animatic", prompt="Another", page="two")

    html = hers.get("/create/").content.decode()

    assert "/create/?starter=storyboard" in html
    assert f">{WORDS}</a>" in html


def test_the_stage_shows_the_newest_result_of_my_own_in_this_project(hers, alice, bob):
    mine = row(alice, name="Mine at dusk")
    mine.save()
    row(bob, team=alice.teams.get(), name="Bob's").save()

    html = hers.get("/create/").content.decode()

    assert "Mine at dusk" in html
    assert "<clip-player" in html
    assert escape("Bob's") not in html


# Shapes


def test_sizes_stand_in_tiers_of_pixels_and_are_called_by_their_ratio():
    found = tiers(("1024x1024", "1360x768", "2048x2048", "2720x1536"))

    assert [tier.name for tier in found] == ["1K", "2K"]
    assert [shape.ratio for tier in found for shape in tier.shapes] == ["1:1", "16:9", "1:1", "16:9"]


@pytest.mark.parametrize(
    ("size", "name"), [((1280, 720), "720p"), ((960, 960), "720p"), ((1080, 1920), "1080p"), ((3840, 2160), "4K")]
)
def test_film_sizes_are_called_as_film_people_do(size, name):
    assert tier_name(*size) == name


@pytest.mark.parametrize("option", ["1552x656", "768x1360", "1440x1440"])
def test_a_drawn_shape_stays_in_its_box(option):
    [shape] = tiers((option,))[0].shapes

    assert shape.drawn["x"] >= 0 and shape.drawn["y"] >= 0
    assert shape.drawn["x"] * 2 + shape.drawn["width"] == pytest.approx(36, abs=0.2)


# Sending


def test_preview_free_sends_the_same_values_to_the_animatic(hers):
    form = {
        "shown": "kling-3.0-pro text-to-video runware",
        "model": "kling-3.0-pro",
        "task": "text-to-video",
        "via": "runware",
        "send_via": "animatic",
        "key": "k1",
        "prompt": WORDS,
        "size": "1080x1920",
        "duration": "3",
    }

    assert hers.post("/jobs/", form, **HTMX).status_code == 200

    job = Job.objects.get()
    assert job.provider == "animatic"
    values = job.frozen_recipe().values
    assert (values["prompt"], values["width"], values["height"], values["duration"]) == (WORDS, 1080, 1920, 3)


def test_a_provider_that_cannot_be_sent_to_is_refused_in_words_and_nothing_is_made(hers):
    form = {
        "shown": "kling-3.0-pro text-to-video runware",
        "model": "kling-3.0-pro",
        "task": "text-to-video",
        "via": "runware",
        "key": "k1",
        "prompt": WORDS,
        "size": "1080x1920",
        "duration": "3",
    }

    answer = hers.post("/jobs/", form, **HTMX)

    assert answer.status_code == 422
    assert "has no key to Runware yet" in answer.content.decode()
    assert not Job.objects.exists()


def test_errors_are_summed_up_at_the_top_with_links_to_their_fields(hers):
    form = {"shown": "kling-1.5-pro image-to-video runware", "model": "kling-1.5-pro", "task": "image-to-video"}

    html = hers.post("/jobs/", form | {"via": "runware", "key": "k1"}, **HTMX).content.decode()

    assert "to fix before sending" in html
    assert 'href="#id_first_frame"' in html
    assert "Nothing was sent or billed." in html


# Providers side by side


def beside(html: str, provider: str) -> str:
    """What stands last in a provider's row."""
    return unescape(re.search(rf'name="via" value="{provider}".*?<td title="([^"]*)">([^<]*)</td></tr>', html)[2])


def test_a_provider_that_takes_each_value_but_not_both_does_not_lose_nothing(hers):
    shots = json.dumps(SHOTS)

    both = post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS, shots=shots).content.decode()
    only = post(hers, "kling-3.0-pro text-to-video animatic", shots=shots, page="p2").content.decode()

    assert {beside(both, provider) for provider in ("kling", "fal")} == {"Not as it stands"}
    assert "Give a prompt or shots, and only one of them." in both
    assert {beside(both, provider) for provider in ("runware", "animatic")} == {"Nothing"}
    assert {beside(only, provider) for provider in ("kling", "fal")} == {"Nothing"}


def test_what_is_wrong_at_a_field_is_said_there_and_not_of_every_provider(hers):
    html = post(hers, "kling-3.0-pro text-to-video animatic", prompt="x" * 2600).content.decode()

    assert {beside(html, provider) for provider in ("kling", "runware", "fal", "animatic")} == {"Nothing"}


@pytest.mark.parametrize("digits", ["9" * 20, "9" * 5000, "-1", "x"])
def test_strange_numbers_in_the_books_of_a_page_are_no_error(hers, digits):
    answer = post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS, seen=digits, count=digits)

    assert answer.status_code == 200


@pytest.mark.parametrize("kept", ["{", '{"duration": NaN}', "[" * 100_000, '{"shots": 5, "first_frame": [1], "x": {}}'])
def test_a_strange_book_of_kept_values_is_no_error(hers, kept):
    assert post(hers, "kling-3.0-pro text-to-video animatic", prompt=WORDS, kept=kept).status_code == 200


@pytest.mark.parametrize(
    ("model", "task", "name", "value"),
    [
        ("kling-3.0-pro", "image-to-video", "elements", [{"name": "mara", "front": {"asset": {}}}]),
        ("kling-3.0-pro", "image-to-video", "elements", [{"name": [], "front": 1, "views": [{"asset": ["a"]}]}]),
        ("kling-3.0-pro", "image-to-video", "first_frame", {"asset": [1]}),
        ("kling-1.5-pro", "image-to-video", "motion_brush", {"static_mask": 1, "brushes": 1}),
        ("kling-1.5-pro", "image-to-video", "motion_brush", {"brushes": [{"mask": 1, "path": 1}]}),
        ("kling-1.6-pro", "edit-elements", "selection", [{"frame": "x", "points": 1}]),
        ("kling-1.6-pro", "edit-elements", "selection", [{"points": [[1, 2, 3], "x"]}]),
        ("kling-1.0-standard", "text-to-video", "camera", {"preset": "custom", "axes": ["pan"]}),
    ],
)
def test_a_draft_of_strange_values_can_still_be_opened(hers, model, task, name, value):
    assert post(hers, f"{model} {task} animatic", **{name: json.dumps(value)}).status_code == 200
    assert hers.get("/create/").status_code == 200
