"""The storyboard in a real browser: pasted, cut, carried, joined; by mouse, by keyboard alone, and by touch."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from studio.jobs.models import Chain, Draft, Job
from studio.library.models import Asset
from studio.providers.quote import quote
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import focus_comes_to, in_a_thread, saved, tab_to
from tests.browser.test_create_controls import opened, shots, storyboard

pytestmark = pytest.mark.browser

RUNWARE = "/create/?task=text-to-video&model=kling-3.0-pro&via=runware"
ONE_SHOT = "/create/?task=text-to-video&model=kling-1.6-standard&via=animatic"
LIST = """Look: 35 mm, soft fog
1) 3s Wide - a wooden pier at dawn
2) 2s Medium - she walks towards us
3. Close - her hands (2s)
Shot 4: 3 sec The harbour behind her
5) 2s A gull lands
6) 3s Wide - she is gone"""
WANTED = [
    ("Wide - a wooden pier at dawn", 3),
    ("Medium - she walks towards us", 2),
    ("Close - her hands", 2),
    ("The harbour behind her", 3),
    ("A gull lands", 2),
    ("Wide - she is gone", 3),
]
LOOK = "35 mm, soft fog\n"
WRONG = "1) 2.5s One\n2) 3s"


def with_look(*pairs: tuple[str, int]) -> list[tuple[str, int]]:
    return [(LOOK + words, seconds) for words, seconds in pairs]


def read_list(page: Page) -> None:
    """Presses the button below the field for lists, and waits for the answer."""
    with page.expect_response("**/create/shots/"):
        page.get_by_role("button", name="Make shots of it").click()
    expect(page.locator("#compose.htmx-request")).to_have_count(0)


def paste(page: Page, text: str) -> None:
    page.get_by_role("button", name="Paste a list").click()
    page.get_by_label("One shot a line").fill(text)
    read_list(page)


def recipe_of_the_draft() -> dict:
    draft = in_a_thread(lambda: Draft.objects.get())
    return {"model": draft.model, "task": draft.task, "provider": draft.provider, "values": draft.values["typed"]}


def test_a_storyboard_pasted_as_a_list_is_quoted_as_it_was_written(alice_page):
    page = alice_page
    opened(page, RUNWARE)

    paste(page, LIST)

    assert shots(page) == with_look(*WANTED)
    expect(page.get_by_label("Look")).to_have_value(LOOK.strip())
    expect(page.get_by_label("One shot a line")).to_be_hidden()
    expect(page.locator("shot-list .words")).to_have_text([words for words, _ in WANTED])
    recipe = recipe_of_the_draft()
    assert recipe["values"]["shots"] == [{"prompt": words, "duration": s} for words, s in with_look(*WANTED)]
    answer = quote(recipe)
    assert answer["errors"] == [] and answer["price"]["amount"]
    sent = json.dumps(answer["requests"][-1]["json"], ensure_ascii=False)
    assert all(words in sent for words, _ in WANTED)

    paste(page, "1) 5s Only one")
    assert shots(page) == [("Only one", 5)]
    saved(page, lambda: page.get_by_role("button", name="Undo").click())
    assert shots(page) == with_look(*WANTED)


def test_the_same_by_keyboard_alone(alice_page):
    page = alice_page
    opened(page, RUNWARE)
    tab_to(page, "Paste a list")
    page.keyboard.press("Enter")
    focus_comes_to(page, "One shot a line")
    page.keyboard.insert_text(LIST)
    tab_to(page, "Make shots of it")
    with page.expect_response("**/create/shots/"):
        page.keyboard.press("Enter")
    expect(page.locator("shot-list .card")).to_have_count(6)
    assert shots(page) == with_look(*WANTED)


def test_shots_are_moved_merged_and_cut_by_keys_and_each_step_can_be_had_back(alice_page):
    page = alice_page
    opened(page, RUNWARE)
    paste(page, LIST)
    expect(page.locator("shot-list .card")).to_have_count(6)
    tab_to(page, "shot 1 of 6")
    page.keyboard.press("Alt+ArrowRight")
    assert [words for words, _ in shots(page)[:2]] == [LOOK + WANTED[1][0], LOOK + WANTED[0][0]]
    page.keyboard.press("Control+z")
    page.keyboard.press("m")
    assert shots(page)[0] == (LOOK + "Wide - a wooden pier at dawn Medium - she walks towards us", 5)
    page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    assert [seconds for _, seconds in shots(page)] == [3, 2, 3, 2, 3]
    page.keyboard.press("d")
    assert len(shots(page)) == 6
    focus_comes_to(page, "of 6")
    for _ in range(4):
        page.keyboard.press("Control+z")
    assert shots(page) == with_look(*WANTED)

    tab_to(page, "More for this shot", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    focus_comes_to(page, "Remove this shot")
    page.keyboard.press("Enter")
    assert len(shots(page)) == 5


def test_the_same_by_touch_and_a_table_goes_out_and_comes_back(visit, alice, tmp_path):
    page = visit(alice, viewport=PHONE, has_touch=True)
    opened(page, RUNWARE)
    page.get_by_role("tab", name="Stage").tap()
    page.get_by_role("button", name="Paste a list").tap()
    page.get_by_label("One shot a line").fill(LIST)
    with page.expect_response("**/create/shots/"):
        page.get_by_role("button", name="Make shots of it").tap()
    expect(page.locator("shot-list .card")).to_have_count(6)
    assert shots(page) == with_look(*WANTED)

    page.get_by_role("button", name=re.compile("shot 2 of 6$")).tap()
    page.get_by_role("button", name="More for this shot").tap()
    saved(page, lambda: page.get_by_role("menuitem", name="Move this shot earlier").tap())
    changed = shots(page)
    assert changed[0] == (LOOK + WANTED[1][0], 2)
    page.get_by_role("button", name="Paste a list").tap()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").tap()
    table = tmp_path / "shots.csv"
    download.value.save_as(table)
    assert table.read_text("utf-8-sig").startswith("shot,seconds,prompt,look\n1,2,")
    page.get_by_role("button", name=re.compile("shot 1 of 6$")).tap()
    saved(page, lambda: page.get_by_role("button", name="Remove this shot").tap())

    with page.expect_response("**/create/shots/"):
        page.get_by_label("Open a table").set_input_files(table)

    expect(page.locator("shot-list .card")).to_have_count(6)
    assert shots(page) == changed
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_list_that_is_pasted_on_a_card_is_read_at_once_and_words_in_a_prompt_stay_there(alice_page):
    page = alice_page
    storyboard(page, ("One", 3))
    put = """(text) => { const held = new DataTransfer(); held.setData("text/plain", text)
      let at = document.activeElement
      while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      const options = { clipboardData: held, bubbles: true, composed: true, cancelable: true }
      at.dispatchEvent(new ClipboardEvent("paste", options)) }"""

    page.get_by_label("Prompt of shot 1").focus()
    page.evaluate(put, "2s A\n2s B")
    assert shots(page) == [("One", 3)]
    page.get_by_role("button", name=re.compile("shot 1 of 1$")).focus()
    with page.expect_response("**/create/shots/"):
        page.evaluate(put, "2s A\n2.5s B")
    expect(page.locator("#shot-list-faults li")).to_have_count(1)
    expect(page.get_by_label("One shot a line")).to_be_visible()
    with page.expect_response("**/create/shots/"):
        page.evaluate(put, "2s A\n2s B")

    expect(page.locator("shot-list .card")).to_have_count(2)
    assert shots(page) == [("A", 2), ("B", 2)]


def test_a_card_is_carried_to_another_place_and_its_menu_opens_where_one_points(alice_page):
    page = alice_page
    storyboard(page, ("One", 3), ("Two", 4), ("Three", 3))
    first, last = (page.locator("shot-list .shot").nth(at).bounding_box() for at in (0, 2))

    page.mouse.move(first["x"] + 40, first["y"] + 40)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 20, last["y"] + 40, steps=12)
    saved(page, page.mouse.up)

    assert shots(page) == [("Two", 4), ("Three", 3), ("One", 3)]
    expect(page.locator("shot-list .shot").nth(2)).to_have_attribute("aria-current", "true")
    page.locator("shot-list .card").first.click(button="right")
    saved(page, lambda: page.get_by_role("menuitem", name="Merge with the next shot").click())
    assert shots(page) == [("Two Three", 7), ("One", 3)]
    saved(page, lambda: page.get_by_role("button", name="Undo").click())
    saved(page, lambda: page.get_by_role("button", name="Undo").click())
    assert shots(page) == [("One", 3), ("Two", 4), ("Three", 3)]


def test_a_prompt_is_turned_into_shots_and_stays_at_hand(alice_page):
    page = alice_page
    opened(page, RUNWARE)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier in fog. Cut to: her hands. Cut to: the gull."))

    with page.expect_response("**/create/shots/"):
        page.get_by_role("button", name="Turn the prompt into shots").click()

    expect(page.locator("shot-list .card")).to_have_count(3)
    assert shots(page) == [("A pier in fog", 2), ("her hands", 2), ("the gull.", 1)]
    expect(page.locator("#id_prompt")).to_have_value("")
    page.reload()
    expect(page.get_by_label("One shot a line")).to_have_value("A pier in fog. Cut to: her hands. Cut to: the gull.")


def test_reload_another_model_a_lost_connection_and_back_lose_no_shot_and_no_word(alice_page, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError")
    page = alice_page
    opened(page, RUNWARE)
    paste(page, LIST)
    page.get_by_role("button", name="Paste a list").click()
    page.get_by_label("One shot a line").fill(WRONG)
    read_list(page)
    expect(page.locator("#shot-list-faults li")).to_have_text(
        ["Line 1: “2.5” seconds; a shot lasts whole seconds, 1 to 15.", re.compile("^Line 2 has no words")]
    )
    saved(page, lambda: page.get_by_label("Look").fill("16 mm"))

    page.reload()
    expect(page.get_by_label("Look")).to_have_value("16 mm")
    opened(page, f"{page.url}&model=kling-2.6-pro")  # which takes one shot at a time
    with page.expect_response("**/create/draft/"):
        lose_the_connection_and_write(page, "She is back")
        page.unroute("**/create/draft/")
    expect(page.locator("#notice")).to_be_hidden()
    opened(page, f"{page.url}&model=kling-3.0-pro")
    page.get_by_role("button", name=re.compile("shot 6 of 6$")).click()
    saved(page, lambda: page.get_by_label("Prompt of shot 6").fill("She is back!"))
    page.get_by_role("link", name="Library").click()
    page.wait_for_url("**/library/")
    page.go_back()

    expect(page.locator("shot-list .card")).to_have_count(6)
    others = [("16 mm\n" + words, seconds) for words, seconds in WANTED[:-1]]
    assert shots(page) == [*others, ("16 mm\nShe is back!", 3)]
    expect(page.get_by_label("One shot a line")).to_have_value(WRONG)


def lose_the_connection_and_write(page: Page, words: str) -> None:
    page.get_by_role("button", name=re.compile("shot 6 of 6$")).click()
    page.route("**/create/draft/", lambda route: route.abort())
    page.get_by_label("Prompt of shot 6").fill(words)
    expect(page.locator("#notice")).to_contain_text("could not be reached")


def test_separate_shots_run_one_after_another_and_become_one_film(alice_page):
    page = alice_page
    opened(page, ONE_SHOT)
    expect(page.get_by_text("makes one shot at a time")).to_be_visible()
    paste(page, "Look: 35 mm\n1) 2s Wide: the pier\n2) 1s Close: her hands")
    button = page.locator("#send-apart")
    expect(button).to_have_text("Run as 2 separate shots · free", use_inner_text=True)
    expect(page.get_by_text("Made as 5 and 5 s; the film uses the beginning of each.")).to_be_visible()

    button.dblclick()

    expect(page.locator("#jobs .job")).to_have_count(2)
    waiting = page.locator("#jobs .job", has_text="Waits for shot 1")
    expect(waiting.get_by_role("button", name="Cancel the rest")).to_be_visible()
    assert_accessible(page)
    expect(page.locator("#jobs .job[data-state=ready]")).to_have_count(2, timeout=90_000)
    expect(page.get_by_text(re.compile("^Shots 1 to 2 are one film in the library, 3 s"))).to_be_visible(timeout=30_000)
    chain = in_a_thread(lambda: Chain.objects.get())
    film = in_a_thread(lambda: Asset.objects.get(job_id=chain.pk))
    assert film.frames == 3 * film.frame_rate
    assert in_a_thread(lambda: Job.objects.count()) == 2

    page.get_by_role("link", name="Open the film of Close: her hands").click()
    page.wait_for_url(f"**/assets/{film.pk}/")
    page.get_by_role("link", name="Remix").click()
    assert shots(page) == [("35 mm\nWide: the pier", 2), ("35 mm\nClose: her hands", 1)]


def test_every_state_is_accessible_enlarged_and_in_forced_colours(visit, alice):
    page = visit(alice, viewport={"width": 720, "height": 450})  # 1440 x 900 at 200 %
    opened(page, RUNWARE)
    page.get_by_role("tab", name="Stage").click()
    assert_accessible(page)
    paste(page, "1) 2.5s One")
    expect(page.locator("#shot-list-faults li")).to_have_count(1)
    assert_accessible(page)
    page.get_by_label("One shot a line").fill(LIST)
    read_list(page)
    page.get_by_role("button", name="More for this shot").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    saved(page, lambda: page.get_by_label("Prompt of shot 1").fill("x" * 600))
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    opened(page, ONE_SHOT)
    page.get_by_role("tab", name="Stage").click()
    paste(page, "1) 2s One\n2) 3s Two")
    assert_accessible(page)


def test_in_forced_colours_the_current_card_its_cut_and_its_menu_can_be_told(visit, alice):
    page = visit(alice, forced_colors="active")
    storyboard(page, ("One", 3), ("Two", 4))

    page.get_by_role("button", name=re.compile("shot 2 of 2$")).click()
    current, other = (page.locator("shot-list .card").nth(at) for at in (1, 0))
    assert outline(current) == "solid" and outline(other) != "solid"
    cut = page.locator("shot-list .edge").first
    assert cut.evaluate("edge => getComputedStyle(edge, '::before').forcedColorAdjust") == "none"
    page.get_by_role("button", name="More for this shot").click()
    page.get_by_role("menuitem", name="Move this shot earlier").click()
    assert shots(page) == [("Two", 4), ("One", 3)]


def outline(card) -> str:
    return card.evaluate("card => getComputedStyle(card).outlineStyle")
