"""A recipe comes back into the composer: out of an exported clip that is dropped, out of its `.json`; and a result is
dragged into a place for inputs."""

import json
import shutil

import pytest
from playwright.sync_api import expect

from studio.core import media
from studio.library import store
from tests.browser.hands import HANDS
from tests.browser.people import kept, saved
from tests.browser.test_import import drop
from tests.core import making
from tests.library.making import RECIPE, made

pytestmark = pytest.mark.browser

OPEN = "/create/?task=image-to-video&model=kling-3.0-pro&via=animatic"
PROMPT = "A harbour at dusk"


def opened(page, address: str = OPEN) -> None:
    page.goto(address)
    expect(page.locator(":not(:defined)")).to_have_count(0)


def test_an_exported_clip_that_is_dropped_brings_its_recipe_back(alice_page, clip, tmp_path):
    copy = tmp_path / "copy.mp4"
    shutil.copy(store.path_of(clip), copy)
    exported = kept(media.embed_recipe, copy, clip.facts, json.dumps(RECIPE), tmp_path)
    page = alice_page
    opened(page)

    drop(page, exported)
    page.get_by_role("dialog").get_by_role("link", name="Restore").click(timeout=60_000)

    expect(page.locator("#ribbon-title")).to_contain_text("From ")
    expect(page.locator("#id_prompt")).to_have_value(PROMPT)


def by_drop(hand, path):
    drop(hand.page, path)


def by_field(hand, path):
    hand.give(hand.page.get_by_label("Add a file, then choose what it is for"), path)


WAYS = {"mouse": by_drop, "keys": by_field, "touch": by_field}


@pytest.mark.parametrize("name", HANDS)
def test_the_json_of_a_recipe_opens_it_and_names_what_is_missing(hand_of, tmp_path, name):
    path = tmp_path / "storm.recipe.json"
    frame = {"asset": "00000000-0000-4000-8000-000000000000"}
    values = RECIPE["values"] | {"first_frame": frame}
    path.write_text(json.dumps(RECIPE | {"task": "image-to-video", "values": values}))
    hand = hand_of(name)
    opened(hand.page)

    WAYS[name](hand, path)

    expect(hand.page.locator("#ribbon")).to_contain_text("From storm.recipe.json")
    expect(hand.page.locator("#ribbon")).to_contain_text("its file is not in this library")
    expect(hand.page.locator("#id_prompt")).to_have_value(PROMPT)


def test_a_json_that_is_no_recipe_says_so(alice_page, tmp_path, complaints):
    complaints.allow("422")
    path = tmp_path / "package.json"
    path.write_text("{}")
    page = alice_page
    opened(page)

    drop(page, path)

    expect(page.get_by_text("“package.json” is no recipe of Dailies.")).to_be_visible()


def test_a_result_is_dragged_into_a_place_for_inputs(alice_page, alice, live_studio, tmp_path):
    picture = kept(made, making.picture(tmp_path, width=640, height=480), alice, name="The picture")
    page = alice_page
    opened(page)
    link = page.locator(f".stage a[href*='{picture.pk}'], .results a[href*='{picture.pk}']").first
    expect(link).to_be_visible()

    saved(page, lambda: link.drag_to(page.locator("#id_first_frame")))

    expect(page.locator("#id_first_frame input[type=hidden]")).to_have_value(json.dumps({"asset": str(picture.pk)}))
