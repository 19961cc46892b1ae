"""The picker of models on the server: by task, prices for exactly this job, what would be kept back, ways out."""

import re
from html import unescape

import pytest

from studio.catalog.tasks import TASKS
from studio.jobs.models import Draft
from studio.pages.composing import Choice, Composition, bound, carried, offered
from studio.pages.picker import sheet
from studio.pages.ways_out import way_out

HTMX = {"headers": {"HX-Request": "true"}}
FILE = {"handle": "https://example.com/1.png"}
SHOTS = [{"prompt": "Wide: the sea", "duration": 5}, {"prompt": "Close: the lamp", "duration": 7}]


def composed(model: str, task: str, provider: str, **values) -> Composition:
    return Composition(Choice(model, task, provider), values)


def pick_of(shown, slug: str):
    return next(pick for family in shown.families for pick in family.picks if pick.slug == slug)


def fares_of(shown, slug: str) -> dict:
    return {fare.provider: fare for fare in pick_of(shown, slug).fares}


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


# By task


@pytest.mark.parametrize("task", list(offered()))
def test_every_task_lists_the_models_that_can_be_composed_for_it(task):
    shown = sheet(composed("kling-3.0-pro", "text-to-video", "runware", prompt="A pier", duration=5), task)

    assert {pick.slug for family in shown.families for pick in family.picks} == set(offered()[task])
    assert next(door for _, doors in shown.doors for door in doors if door.current).count == len(offered()[task])


def test_the_tasks_stand_at_the_side_in_their_groups():
    doors = dict(sheet(composed("kling-3.0-pro", "text-to-video", "runware")).doors)

    assert list(doors) == ["Video", "Image"]
    assert [door.slug for group in doors.values() for door in group] == [task for task in TASKS if task in offered()]


def test_a_task_that_does_not_exist_is_the_one_that_is_composed():
    assert sheet(composed("kling-3.0-pro", "text-to-video", "runware"), "cook").task == "text-to-video"


def test_the_newest_come_first_and_families_stand_together():
    titles = [family.title for family in sheet(composed("kling-3.0-pro", "text-to-video", "runware")).families]

    assert len(titles) == len(set(titles))
    assert titles.index("Kling 3.0") < titles.index("Kling 2.6") < titles.index("Kling 1.0")


# Prices for exactly this job


def test_each_provider_has_its_price_for_this_job_or_says_that_none_is_known_or_offered():
    shown = sheet(composed("kling-3.0-pro", "text-to-video", "runware", prompt="A pier", duration=10))
    fares = fares_of(shown, "kling-3.0-turbo-pro")

    assert fares["kling"].price == "~$1.40"
    assert fares["fal"].price == "?"
    assert fares["scenario"].price == ""
    assert shown.job == "10 s"


def test_sound_and_length_count_in_the_prices():
    silent = sheet(composed("kling-3.0-pro", "text-to-video", "kling", prompt="A pier", duration=10))
    loud = sheet(composed("kling-3.0-pro", "text-to-video", "kling", prompt="A pier", duration=10, sound=True))

    assert fares_of(silent, "kling-3.0-pro")["kling"].price == "~$1.12"
    assert fares_of(loud, "kling-3.0-pro")["kling"].price == "~$1.68"
    assert loud.job == "10 s, with sound"


def test_the_cheapest_of_different_prices_stands_out():
    shown = sheet(composed("kling-2.1-standard", "image-to-video", "kling", first_frame=FILE, duration=5))
    fares = fares_of(shown, "kling-2.1-standard")

    assert fares["runware"].is_best
    assert not fares["kling"].is_best


def test_a_length_that_a_model_does_not_have_is_named_in_its_row():
    shown = sheet(composed("kling-3.0-pro", "text-to-video", "runware", prompt="A pier", duration=12))

    assert pick_of(shown, "kling-3.0-standard").seconds == ""
    assert pick_of(shown, "kling-2.6-pro").seconds == "5 s"


def test_a_retired_route_says_since_when():
    shown = sheet(composed("kling-1.5-pro", "image-to-video", "runware", first_frame=FILE, duration=5))

    assert fares_of(shown, "kling-1.5-pro")["kling"].retired == "2026-09-15"
    assert fares_of(shown, "kling-1.5-pro")["runware"].retired == ""


# What would be kept back


def test_what_a_model_lacks_through_all_and_what_only_one_provider_lacks_stand_apart():
    job = composed("kling-3.0-pro", "image-to-video", "kling", first_frame=FILE, last_frame=FILE, shots=SHOTS)
    shown = sheet(carried(job, job.choice))

    assert pick_of(shown, "kling-1.6-pro").lost == "Shots"
    assert fares_of(shown, "kling-1.6-pro")["runware"].lost == "Last frame"
    assert fares_of(shown, "kling-1.6-pro")["fal"].lost == ""


def test_choosing_keeps_the_provider_where_it_offers_the_model_and_says_so_where_it_does_not():
    shown = sheet(composed("kling-3.0-pro", "text-to-video", "scenario", prompt="A pier", duration=5))

    assert pick_of(shown, "kling-3.0-standard").use.startswith("Use Kling 3.0 Standard through Scenario · ")
    assert pick_of(shown, "kling-3.0-turbo-pro").use == "Use Kling 3.0 Turbo Pro through Kling · ~$0.70"


def test_another_task_is_named_on_the_button():
    shown = sheet(composed("kling-3.0-pro", "text-to-video", "kling", prompt="A pier", duration=5), "edit-video")

    assert pick_of(shown, "kling-o1-pro").use.startswith("Use Kling O1 Pro for edit video through Kling · ")


def test_each_model_says_in_a_line_what_it_can_do():
    text = sheet(composed("kling-3.0-pro", "text-to-video", "kling"))
    image = sheet(composed("kling-1.5-pro", "image-to-video", "kling"))

    assert pick_of(text, "kling-3.0-pro").facts.startswith("3–15 s · 1080p · 6 shots · sound")
    assert "motion brush · camera" in pick_of(image, "kling-1.5-pro").facts
    assert pick_of(sheet(composed("kling-image-o1", "image-to-image", "runware")), "kling-image-o1").facts.startswith(
        "2K · 10 references"
    )


# The address


def test_the_list_is_for_what_the_form_holds_and_saves_nothing(hers):
    form = {"shown": "kling-3.0-pro text-to-video runware", "model": "kling-3.0-pro", "task": "text-to-video"}
    form |= {"via": "runware", "size": "1920x1080", "duration": "10", "prompt": "A pier"}

    html = unescape(hers.post("/create/models/", form, **HTMX).content.decode())

    assert "Use Kling 3.0 Pro through Runware · ~$1.12" in html
    assert re.search(r'value="kling-3.0-pro" [^>]*checked', html)
    assert not Draft.objects.exists()
    other = hers.post("/create/models/", form | {"pick_task": "avatar"}, **HTMX).content.decode()
    assert 'data-task="avatar"' in other


def test_the_composer_carries_the_dialog_and_a_way_to_the_matrix(hers):
    html = hers.get("/create/?task=text-to-video&model=kling-3.0-pro").content.decode()

    assert 'data-opens="model-sheet"' in html
    assert 'href="/models/?task=text-to-video"' in html
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)


# Ways out


def test_a_kept_value_leads_to_the_nearest_route_that_takes_it():
    job = composed("kling-3.0-pro", "image-to-video", "runware", first_frame=FILE, last_frame=FILE, duration=5)
    there = carried(job, Choice("kling-1.5-standard", "image-to-video", "runware"))

    out = way_out(there, "last_frame")

    assert out.words == "Use Kling 1.5 Pro through Kling"
    assert out.url == "/create/?task=image-to-video&model=kling-1.5-pro&via=kling"
    back = carried(there, Choice(out.target.model, out.target.task, out.target.provider))
    assert back.values["last_frame"] == FILE


def test_pixels_lead_to_who_has_them():
    job = composed("kling-3.0-pro", "text-to-video", "runware", width=1920, height=1080, prompt="A pier", duration=5)
    there = carried(job, Choice("kling-3.0-standard", "text-to-video", "runware"))

    assert way_out(there, "size").words == "Use Kling 3.0 Pro"


def test_a_refusal_at_a_field_is_followed_by_its_way_out(hers):
    form = {"shown": "kling-2.6-pro text-to-video kling", "model": "kling-2.6-pro", "task": "text-to-video"}
    form |= {"via": "kling", "page": "p1", "prompt": "a" * 2_700, "duration": "5"}

    html = hers.post("/create/draft/", form, **HTMX).content.decode()

    error = re.search(r'id="id_prompt-error">.*?</p>', html)[0]
    assert "takes at most 2,500 characters; 2,700 given" in error
    assert re.search(r'data-set-task="text-to-video" data-set-model="[\w.-]+" data-set-via="\w+">Use Kling ', error)


def test_what_nothing_takes_has_no_way_out():
    job = bound(composed("kling-2.6-pro", "text-to-video", "kling", prompt="a" * 99_999, duration=5))

    assert "prompt" in job.form.errors
    assert way_out(job, "prompt") is None


def test_what_was_never_given_has_no_way_out():
    assert way_out(composed("kling-2.6-pro", "text-to-video", "kling"), "last_frame") is None


# Nothing changes without a word


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "task=text-to-video&model=kling-1.5-standard",
            "Kling 1.5 Standard does not do text to video. Kling 1.5 Pro does.",
        ),
        (
            "task=text-to-video&model=kling-1.0-pro&via=scenario",
            "Kling 1.0 Pro is not offered through Scenario for this.",
        ),
    ],
)
def test_what_had_to_be_taken_instead_is_said(hers, query, words):
    assert words in hers.get(f"/create/?{query}").content.decode()


def test_nothing_is_said_where_everything_fits(hers):
    for query in ("", "?task=text-to-video", "?task=text-to-video&model=kling-3.0-pro&via=fal"):
        assert "does not do" not in hers.get(f"/create/{query}").content.decode()


def test_another_task_that_the_model_does_not_do_says_which_one_does(hers):
    form = {
        "shown": "kling-1.5-standard image-to-video runware",
        "model": "kling-1.5-standard",
        "task": "text-to-video",
    }

    html = hers.post("/create/draft/", form | {"via": "runware", "page": "p1"}, **HTMX).content.decode()

    assert "Kling 1.5 Standard does not do text to video. " in html
