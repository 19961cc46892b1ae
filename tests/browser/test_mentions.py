"""`@name` in the prompt, and the tray it means: by keyboard, by mouse, by finger, and through what can go wrong."""

import re

import pytest
from playwright.sync_api import Page, expect

from studio.jobs.models import Draft
from studio.library.models import Element
from studio.providers.quote import quote
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import upload
from tests.browser.people import in_a_thread, saved
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

EDIT = "/create/?task=edit-video&model=kling-o1-pro&via=kling"
PICTURES = "/create/?task=image-to-image&model=kling-image-o1&via=kling"
FOUR = ("astronaut.jpg", "coffee.jpg", "rocket.jpg", "chelsea.jpg")


def recipe() -> dict:
    """The newest draft as a recipe."""
    draft = in_a_thread(lambda: Draft.objects.newest_first().first())
    return {"model": draft.model, "task": draft.task, "provider": draft.provider, "values": draft.values["typed"]}


def give(page: Page, *files: str) -> None:
    saved(
        page, lambda: page.locator("#id_reference_images input[type=file]").set_input_files([MEDIA / f for f in files])
    )
    expect(page.get_by_label(f"Name of {files[-1]} in the prompt")).to_be_visible()


def prompt(page: Page):
    return page.locator("#id_prompt")


def menu(page: Page):
    return page.get_by_role("listbox", name="Names for the prompt")


def current(page: Page) -> str:
    """The option that the textarea points at."""
    pointed = prompt(page).get_attribute("aria-activedescendant")
    return page.locator(f"#{pointed} b").inner_text()


def write(page: Page, words: str) -> None:
    """Types at the end of the prompt, and waits until it is saved."""
    prompt(page).press("Control+End")
    saved(page, lambda: page.keyboard.type(words))


def test_an_edit_means_four_references_by_name_with_the_keyboard_alone(alice_page):
    page = alice_page
    opened(page, EDIT)
    saved(page, lambda: page.locator("#id_input_video input[type=file]").set_input_files(MEDIA / "numbered-24fps.mp4"))
    give(page, *FOUR)
    prompt(page).focus()

    write(page, "@")
    expect(menu(page).get_by_role("option")).to_have_count(5)
    page.keyboard.press("ArrowDown")
    assert current(page) == "@coffee"
    assert_accessible(page)
    page.keyboard.press("Enter")
    write(page, "on the head of @ast")
    expect(page.locator("#id_reference_images .tray__note")).to_have_count(3)
    assert current(page) == "@astronaut"  # the answer of the save has left the menu as it was
    page.keyboard.press("Tab")
    write(page, "in @video")
    page.keyboard.press("Enter")
    write(page, "with @chelsea, @roc")
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    write(page, "ket")

    page.locator("#id_reference_images [data-index='3'] .tray__picture").focus()
    saved(page, lambda: page.keyboard.press("Alt+ArrowLeft"))
    expect(page.locator("#id_reference_images .tray__note")).to_have_count(0)
    sent = quote(recipe())["requests"][0]["json"]
    assert recipe()["values"]["prompt"] == "@coffee on the head of @astronaut in @video_1 with @chelsea, @rocket"
    assert (
        sent["prompt"]
        == "<<<image_2>>> on the head of <<<image_1>>> in <<<video_1>>> with <<<image_3>>>, <<<image_4>>>"
    )
    assert [len(sent["image_list"]), sent["video_list"][0]["refer_type"]] == [4, "base"]


def test_a_mention_acts_as_one_letter_of_the_text(alice_page):
    page = alice_page
    opened(page, PICTURES)
    give(page, "rocket.jpg")
    prompt(page).focus()
    write(page, "Up, @rocket")
    prompt(page).press("Control+End")
    saved(page, lambda: page.keyboard.press("Backspace"))
    assert prompt(page).input_value() == "Up, "
    page.keyboard.press("Control+z")
    assert prompt(page).input_value() == "Up, @rocket"
    page.keyboard.press("ArrowLeft")
    assert prompt(page).evaluate("text => text.value.slice(text.selectionStart)") == "@rocket"


def test_a_tile_is_carried_and_renamed_by_mouse_and_a_lost_name_is_mended(alice_page):
    page = alice_page
    opened(page, PICTURES)
    give(page, "astronaut.jpg", "coffee.jpg", "rocket.jpg")
    prompt(page).click()
    write(page, "@astronaut drinks @coffee, @Bob looks at @image_3")
    page.locator("#id_reference_images").scroll_into_view_if_needed()
    tiles = [page.locator(f"#id_reference_images [data-index='{at}'] .tray__picture").bounding_box() for at in range(3)]

    def middle(box: dict) -> tuple[float, float]:
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(*middle(tiles[0]))
    page.mouse.down()
    page.mouse.move(*middle(tiles[2]), steps=6)
    saved(page, page.mouse.up)
    assert [each["name"] for each in recipe()["values"]["reference_images"]] == ["coffee", "rocket", "astronaut"]
    expect(page.locator("#id_prompt")).to_have_value("@astronaut drinks @coffee, @Bob looks at @image_3")

    row = page.locator("mention-text").get_by_role("group", name="Names in the prompt")
    expect(row).to_contain_text("@image_3 changes when tiles move")
    saved(page, lambda: row.get_by_role("button", name="use @astronaut").click())
    row.get_by_role("button", name="choose another").click()  # Bob is nobody here
    saved(page, lambda: menu(page).get_by_role("option", name="@rocket").click())
    name = page.get_by_label("Name of coffee.jpg in the prompt")
    name.fill("red cup!")
    saved(page, lambda: name.press("Enter"))
    expect(page.locator("#id_prompt")).to_have_value(
        re.compile("^@astronaut drinks @red-cup, @rocket +looks at @astronaut$")
    )
    give(page, "chelsea.jpg")
    saved(page, lambda: row.get_by_role("button", name="@chelsea not mentioned").click())

    assert quote(recipe())["requests"][0]["json"]["prompt"].endswith("<<<image_4>>> ")
    page.get_by_title("What will be sent").click()
    expect(page.locator(".sent__names div", has_text="@red-cup").locator("code")).to_have_text("<<<image_1>>>")
    assert_accessible(page)


def test_a_shot_means_people_too_and_follows_their_new_names(alice_page):
    page = alice_page
    opened(page, "/create/?task=reference-to-video&model=kling-o3-pro&via=kling")
    give(page, "astronaut.jpg", "coffee.jpg")
    write(page, "@astronaut wakes")
    saved(page, lambda: page.get_by_role("button", name="Cut into shots").click())
    saved(page, lambda: page.get_by_role("button", name="Duplicate", exact=False).first.click())
    shot = page.get_by_label(re.compile("^Prompt of shot"))
    shot.press("Control+End")
    page.keyboard.type(" for @cof")
    expect(page.get_by_role("listbox", name="Names for the shot")).to_be_visible()
    assert_accessible(page)
    saved(page, lambda: page.keyboard.press("Enter"))

    name = page.get_by_label("Name of astronaut.jpg in the prompt")
    name.fill("Mara")
    saved(page, lambda: name.press("Enter"))

    prompts = [each["prompt"].strip() for each in recipe()["values"]["shots"]]
    assert sorted(prompts) == ["@Mara wakes", "@Mara wakes for @coffee"]


def test_a_finger_mentions_an_element_of_the_team_and_carries_a_tile_on_a_phone(visit, alice):
    team, front = alice.teams.get(), upload(alice, MEDIA / "chelsea.jpg")
    view = upload(alice, MEDIA / "coffee.jpg")
    seen = {"front": front, "views": [str(view.pk)], "description": "A cat"}
    Element.objects.create(team=team, owner=alice, name="Mara", **seen)
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(page, "/create/?task=reference-to-video&model=kling-o3-pro&via=kling")
    give(page, "astronaut.jpg", "rocket.jpg")

    page.get_by_role("button", name="Mention somebody").tap()
    expect(menu(page)).to_be_visible()
    box = menu(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert_accessible(page)
    saved(page, lambda: menu(page).get_by_role("option", name="@Mara").tap())
    expect(page.locator("[name='elements.0.name']")).to_have_value("Mara")
    page.get_by_role("button", name="Mention somebody").tap()
    saved(page, lambda: menu(page).get_by_role("option", name="@rocket").tap())

    carry_by_finger(page, "[data-index='1']", "[data-index='0']")
    saved(page, lambda: page.get_by_role("radio", name="16:9").check(force=True))
    values = recipe()["values"]
    assert [each["name"] for each in values["reference_images"]] == ["rocket", "astronaut"]
    assert not quote(recipe())["errors"]
    assert quote(recipe())["requests"][-1]["json"]["prompt"].strip() == "<<<element_1>>> <<<image_1>>>"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def carry_by_finger(page: Page, tile: str, to: str) -> None:
    """Holds a tile of the tray for a moment, and moves it over another one."""
    tray = page.locator("#id_reference_images")
    tray.locator(tile).scroll_into_view_if_needed()
    begin, end = (tray.locator(f"{each} .tray__picture").bounding_box() for each in (tile, to))
    touch = page.context.new_cdp_session(page)

    def at(kind: str, box: dict | None) -> None:
        points = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + 20}] if box else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    at("touchStart", begin)
    expect(tray.locator("[data-carried]")).to_have_count(1)
    at("touchMove", end)
    expect(tray.locator("[data-target]")).to_have_count(1)
    saved(page, lambda: at("touchEnd", None))


def test_nothing_is_lost_in_the_middle_of_a_mention(alice_page, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError")
    page = alice_page
    opened(page, PICTURES)
    give(page, "astronaut.jpg", "coffee.jpg")
    write(page, "@astronaut and @cof")
    expect(menu(page)).to_be_visible()

    page.reload()
    expect(prompt(page)).to_have_value("@astronaut and @cof")
    opened(page, "/create/?task=image-to-image&model=kling-image-o3&via=kling")
    expect(prompt(page)).to_have_value("@astronaut and @cof")

    page.route("**/create/draft/", lambda route: route.abort())
    prompt(page).press("Control+End")
    page.keyboard.type("f")
    expect(page.locator("#notice")).to_contain_text("could not be reached")
    assert current(page) == "@coffee"
    page.keyboard.press("Enter")
    with page.expect_response("**/create/draft/"):
        page.unroute("**/create/draft/")
    expect(prompt(page)).to_have_value("@astronaut and @coffee ")

    write(page, "by @ast")
    page.get_by_role("link", name="Library").first.click()
    page.wait_for_url("**/library/")
    page.go_back()
    expect(prompt(page)).to_have_value("@astronaut and @coffee by @ast")
    assert [each["name"] for each in recipe()["values"]["reference_images"]] == ["astronaut", "coffee"]


def test_mentions_are_seen_at_twice_the_size_and_in_forced_colours(visit, alice):
    page = visit(alice, viewport={"width": 720, "height": 450})  # 1440 x 900 at 200 %
    opened(page, PICTURES)
    give(page, "astronaut.jpg", "coffee.jpg")
    write(page, "@astronaut, @Bob and @")

    expect(menu(page)).to_be_visible()
    box = menu(page).bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 450 and box["x"] + box["width"] <= 720
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.emulate_media(forced_colors="active")
    marks = page.locator("mention-text .mirror mark").evaluate_all(OUTLINES)
    assert marks[0] != "none" and "underline" in marks[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= 720


OUTLINES = """marks => marks.map(mark => mark.className
  ? getComputedStyle(mark).textDecorationLine : getComputedStyle(mark).outlineStyle)"""
