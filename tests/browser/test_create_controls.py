"""Each control of the composer in a real browser: by mouse, by drop and paste, and by keyboard alone."""

import base64
import json
import re

import pytest
from playwright.sync_api import Page, expect

from studio.jobs.models import Draft
from tests.browser.people import focus_comes_to, saved, saved_with

pytestmark = pytest.mark.browser

STORYBOARD = "/create/?task=text-to-video&model=kling-3.0-pro&via=animatic"
MOVES = "/create/?task=image-to-video&model=kling-3.0-pro&via=animatic"
REFERENCES = "/create/?task=image-to-image&model=kling-image-o1&via=animatic"

TRANSFER = """(bytes) => {
  const transfer = new DataTransfer()
  const data = Uint8Array.from(atob(bytes.data), (c) => c.charCodeAt(0))
  transfer.items.add(new File([data], bytes.name, { type: bytes.type }))
  return transfer
}"""


def transfer(page: Page, data: bytes, name: str, kind: str = "image/jpeg"):
    """A DataTransfer that holds one file, as a drop or a paste carries it."""
    return page.evaluate_handle(TRANSFER, {"data": base64.b64encode(data).decode(), "name": name, "type": kind})


def drop(page: Page, selector: str, held) -> None:
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(selector, event, {"dataTransfer": held})


def opened(page: Page, address: str) -> None:
    """Goes there, and waits until every element on the page is alive."""
    page.goto(address)
    expect(page.locator(":not(:defined)")).to_have_count(0)


def shots(page: Page) -> list[tuple[str, int]]:
    """The form's real value."""
    value = page.locator("textarea[name=shots]").input_value() or "[]"
    return [(shot["prompt"], shot["duration"]) for shot in json.loads(value)]


def storyboard(page: Page, *parts: tuple[str, int]) -> None:
    """Opens the composer with these shots in it."""
    opened(page, STORYBOARD)
    data = json.dumps([{"prompt": prompt, "duration": seconds} for prompt, seconds in parts])

    def write():
        page.locator("textarea[name=shots]").evaluate(
            """(field, data) => { field.value = data; field.textContent = data
               field.dispatchEvent(new Event("change", { bubbles: true })) }""",
            data,
        )

    saved(page, write)
    expect(page.locator("shot-list .card")).to_have_count(len(parts))


# Frames


def test_a_photograph_is_dropped_on_the_first_frame(alice_page, photograph):
    page = alice_page
    opened(page, MOVES)

    held = transfer(page, photograph.read_bytes(), "harbour.jpg")
    saved(page, lambda: drop(page, "#id_first_frame", held))

    expect(page.locator("#id_first_frame img")).to_have_attribute("src", re.compile(r"^/media/.*/poster$"))
    expect(page.locator("#id_first_frame .frame__caption")).to_contain_text("640 × 427")
    assert set(json.loads(page.locator("[name=first_frame]").input_value())) == {"asset"}


def test_a_photograph_is_pasted_into_the_first_place_that_has_room(alice_page, photograph):
    page = alice_page
    opened(page, MOVES)
    held = transfer(page, photograph.read_bytes(), "pasted.jpg")
    paste = """(held) => document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }))"""

    saved(page, lambda: page.evaluate(paste, held))
    assert page.locator("[name=first_frame]").input_value()
    assert not page.locator("[name=last_frame]").input_value()
    saved(page, lambda: page.evaluate(paste, held))

    assert page.locator("[name=last_frame]").input_value()


def test_a_paste_of_words_into_the_prompt_is_left_alone(alice_page):
    page = alice_page
    opened(page, MOVES)
    page.locator("#id_prompt").focus()

    page.evaluate("""() => { const held = new DataTransfer(); held.setData("text/plain", "x")
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true })) }""")

    assert not page.locator("[name=first_frame]").input_value()


def test_a_refusal_stands_at_the_field_and_survives_a_morph(alice_page, complaints):
    complaints.allow("422")
    page = alice_page
    opened(page, MOVES)

    held = transfer(page, b"this is no picture", "notes.jpg")
    with page.expect_response("**/uploads/"):
        drop(page, "#id_first_frame", held)
    refusal = page.locator("#id_first_frame .status")
    expect(refusal).to_contain_text("notes.jpg")
    saved(page, lambda: page.locator("#id_prompt").press_sequentially("Waves"))

    expect(refusal).to_contain_text("notes.jpg")
    expect(page.locator("#id_prompt")).to_have_value("Waves")
    assert not page.locator("[name=first_frame]").input_value()


def test_frames_are_swapped_and_taken_out_by_keyboard(alice_page, photograph):
    page = alice_page
    opened(page, MOVES)
    saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(photograph))
    first = page.locator("[name=first_frame]").input_value()

    page.get_by_role("button", name="Swap start and end").focus()
    saved(page, lambda: page.keyboard.press("Enter"))
    assert json.loads(page.locator("[name=last_frame]").input_value()) == json.loads(first)
    assert not page.locator("[name=first_frame]").input_value()

    page.get_by_role("button", name="Take out last frame").focus()
    saved(page, lambda: page.keyboard.press("Enter"))

    assert not page.locator("[name=last_frame]").input_value()
    focus_comes_to(page, "file")


# References


def test_references_are_added_ordered_and_removed_by_keyboard(alice_page, photograph):
    page = alice_page
    opened(page, REFERENCES)
    chosen = [photograph.parent / name for name in ("coffee.jpg", "chelsea.jpg", "astronaut.jpg")]
    saved(page, lambda: page.locator("#id_reference_images input[type=file]").set_input_files(chosen))
    assert names(page) == ["coffee", "chelsea", "astronaut"]
    expect(page.locator("#group-references .count")).to_have_text("3 / 10")

    page.locator("#id_reference_images [data-index='2'] .tray__picture").focus()
    saved(page, lambda: page.keyboard.press("Alt+ArrowLeft"))
    assert names(page) == ["coffee", "astronaut", "chelsea"]
    focus_comes_to(page, "2 of 3: astronaut.jpg")
    saved(page, lambda: page.keyboard.press("Delete"))

    assert names(page) == ["coffee", "chelsea"]


def names(page: Page) -> list[str]:
    """The names under the tiles of the tray."""
    return page.locator("#id_reference_images [data-part=name]").evaluate_all("fields => fields.map(f => f.value)")


# Shots


def test_cutting_into_shots_takes_the_prompt_and_the_length_along(alice_page):
    page = alice_page
    opened(page, STORYBOARD)
    saved(page, lambda: page.locator("#id_prompt").fill("A quiet harbour"))

    saved(page, lambda: page.get_by_role("button", name="Cut into shots").click())

    assert shots(page) == [("A quiet harbour", 5)]
    expect(page.get_by_text("5 s set by the shots")).to_be_visible()
    focus_comes_to(page, "Prompt of shot 1")


def test_a_storyboard_is_made_by_keyboard_alone(alice_page):
    page = alice_page
    opened(page, STORYBOARD)
    page.get_by_role("button", name="Cut into shots").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Wide: the pier")

    page.get_by_role("button", name=re.compile("shot 1 of 1$")).focus()
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")  # the end of the shot: 5 -> 3 s
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # add a shot
    page.keyboard.type("Close: her hands")
    page.get_by_role("button", name=re.compile("shot 2 of 2$")).focus()
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("ArrowRight")

    assert shots(page) == [("Close: her hands", 3), ("Wide: the pier", 3)]
    focus_comes_to(page, "shot 2 of 2")
    page.keyboard.press("Delete")
    assert shots(page) == [("Close: her hands", 3)]


def test_a_cut_is_dragged_and_the_neighbour_pays(alice_page):
    page = alice_page
    storyboard(page, ("One", 3), ("Two", 4), ("Three", 3))
    edge = page.get_by_role("separator", name="Cut between shot 1 and 2")
    box, unit = edge.bounding_box(), page.locator("shot-list .track").bounding_box()["width"] / 15
    at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 2 * unit, at[1], steps=8)
    saved(page, page.mouse.up)

    assert [seconds for _, seconds in shots(page)] == [5, 2, 3]
    expect(edge).to_have_attribute("aria-valuenow", "5")


def test_cards_are_as_wide_as_they_last(alice_page):
    page = alice_page
    storyboard(page, ("One", 3), ("Two", 6))

    one, two = (page.locator("shot-list .shot").nth(at).bounding_box()["width"] for at in (0, 1))

    assert two / one == pytest.approx(2, rel=0.02)


def test_split_and_duplicate_stay_within_the_limits(alice_page):
    page = alice_page
    storyboard(page, ("One", 10), ("Two", 4))

    page.get_by_role("button", name="Duplicate this shot").click()
    assert shots(page) == [("One", 10), ("One", 1), ("Two", 4)]
    expect(page.get_by_role("button", name=re.compile("add a shot$"))).to_have_count(0)
    page.get_by_role("button", name=re.compile("shot 3 of 3$")).click()
    page.get_by_role("button", name="Split this shot in two").click()

    assert shots(page) == [("One", 10), ("One", 1), ("Two", 2), ("Two", 2)]
    expect(page.locator("shot-list .total")).to_have_text("15 / 15 s")


def test_a_shot_that_says_too_much_is_told_before_sending(alice_page):
    page = alice_page
    storyboard(page, ("One", 3))

    saved(page, lambda: page.get_by_label("Prompt of shot 1").fill("x" * 513))

    expect(page.locator("shot-list .count")).to_have_text("513 / 512")
    expect(page.get_by_text("Shot 1 takes at most 512 characters; 513 were given.")).to_be_visible()


def test_the_caret_in_a_shots_prompt_stays_while_answers_come(alice_page):
    page = alice_page
    storyboard(page, ("The pier", 3), ("The boat", 4))
    field = page.get_by_label("Prompt of shot 1")
    field.focus()
    page.keyboard.press("Home")

    saved_with(page, "Wide: The pier", lambda: page.keyboard.type("Wide: ", delay=120))

    assert field.input_value() == "Wide: The pier"
    assert field.evaluate("field => field.selectionStart") == len("Wide: ")
    focus_comes_to(page, "Prompt of shot 1")


def test_a_late_answer_eats_no_letters_of_a_shot(alice_page):
    page = alice_page
    storyboard(page, ("", 3))
    page.route("**/create/draft/", lambda route: (page.wait_for_timeout(400), route.continue_()))
    field = page.get_by_label("Prompt of shot 1")
    field.focus()

    saved_with(page, "abcdefghijklmnop", lambda: page.keyboard.type("abcdefghijklmnop", delay=70))

    assert field.input_value() == "abcdefghijklmnop"
    assert Draft.objects.get().values["typed"]["shots"][0]["prompt"] == "abcdefghijklmnop"


# Choices


def test_choosing_more_pixels_keeps_the_shape(alice_page):
    page = alice_page
    opened(page, "/create/?task=text-to-image&model=kling-image-o1&via=animatic")
    saved(page, lambda: page.locator("[name=size][data-ratio='16:9']:visible").check(force=True))

    saved(page, lambda: page.get_by_role("button", name="2K").click())

    assert page.locator("[name=size]:checked").input_value() == "2720x1536"
    expect(page.get_by_role("button", name="2K")).to_have_attribute("aria-pressed", "true")


def test_the_slider_says_where_it_stands(alice_page):
    page = alice_page
    opened(page, STORYBOARD)
    slider = page.get_by_label("Duration")
    slider.focus()

    saved(page, lambda: page.keyboard.press("ArrowRight"))

    expect(slider).to_have_attribute("aria-valuetext", "6 s")
    expect(page.locator("output[for=id_duration]")).to_have_text("6 s")


def test_the_model_picker_opens_at_its_choice_and_closes_with_escape(alice_page):
    page = alice_page
    opened(page, STORYBOARD)
    page.locator("#picker").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", checked=True, name="Kling 3.0 Pro")).to_be_in_viewport()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    focus_comes_to(page, "Kling 3.0 Pro")


def test_swapping_the_provider_keeps_focus_caret_and_words(alice_page):
    page = alice_page
    opened(page, STORYBOARD)
    page.locator("#id_prompt").fill("A boat leaves")
    page.get_by_role("radio", name="Runware").focus()

    saved(page, lambda: page.keyboard.press("Space"))

    focus_comes_to(page, "Runware")
    expect(page.locator("#id_prompt")).to_have_value("A boat leaves")
    expect(page.get_by_role("button", name=re.compile("^Generate"))).to_be_disabled()
    expect(page.get_by_role("button", name="Preview free")).to_be_enabled()


# On a phone


def test_panes_are_tabs_on_a_phone_and_the_price_stays_in_reach(visit, alice):
    page = visit(alice, viewport={"width": 360, "height": 740}, has_touch=True)
    opened(page, STORYBOARD)

    expect(page.locator("#send")).to_be_in_viewport()
    page.get_by_role("tab", name="Stage").tap()
    expect(page.get_by_role("button", name="Cut into shots")).to_be_visible()
    page.get_by_role("tab", name="Results").tap()

    expect(page.get_by_role("heading", name="Nothing made yet")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_never_scrolls_as_a_whole(alice_page):
    page = alice_page
    opened(page, "/create/?starter=storyboard")

    page.locator("#id_negative_prompt").focus()

    assert page.evaluate("[scrollY, document.documentElement.scrollHeight - innerHeight]") == [0, 0]


# The room


def test_the_theme_is_kept_and_drawn_by_the_server_at_the_next_page(alice_page, alice):
    page = alice_page
    opened(page, STORYBOARD)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"

    with page.expect_response("**/preferences/theme/"):
        page.get_by_role("button", name="Switch between dark and light").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    alice.refresh_from_db()

    assert alice.theme == "light"
    assert 'data-theme="light"' in page.request.get("/queue/").text()
