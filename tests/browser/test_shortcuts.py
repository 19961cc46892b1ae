"""The keyboard in a real browser: commands, the sheet of keys, keys of one's own; and what scripts a page fetches."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect

from studio.accounts.models import Project, User
from studio.pages.composing import offered
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import result
from tests.browser.people import in_a_thread, saved, tab_to

pytestmark = pytest.mark.browser

START = "/create/?task=text-to-video&model=kling-3.0-pro&via=animatic"
ZOOMED = {"width": 720, "height": 450}  #: 1440 x 900 at 200 %
BUDGET = 120_000  #: bytes, gzipped: all scripts of the Create page together


def sheet(page: Page):
    return page.locator("dialog#sheet[open]")


def leave_the_text(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")


def ready(page: Page, address: str = START) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


@pytest.fixture
def clip(alice):
    return result(alice, MEDIA / "numbered-24fps.mp4", title="A harbour at dusk")[1]


# Commands


def test_nothing_of_the_commands_is_fetched_before_they_are_opened_and_then_all_is_one_list(alice_page, clip):
    page, fetched = alice_page, []
    page.on("request", lambda request: fetched.append(urlparse(request.url).path))
    ready(page)
    assert not [path for path in fetched if re.search(r"/commands/|palette.*js$", path)]

    page.keyboard.press("Control+k")
    words = page.get_by_role("combobox", name="Search or run a command")
    expect(words).to_be_focused()
    expect(page.locator(".palette__head")).to_have_css("outline-style", "solid")
    expect(words).to_have_css("outline-style", "none")
    assert_accessible(page)
    found = {"lip": "Lip-sync", "3.0 pro": "Kling 3.0 Pro", "budg": "Budgets", "harb": "A harbour at dusk"}
    for typed, title in found.items():
        words.fill(typed)
        expect(sheet(page).get_by_role("option", selected=True)).to_contain_text(title)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(f"/assets/{clip.pk}/"))


def test_the_commands_are_walked_with_arrows_do_what_the_page_can_and_escape_gives_the_focus_back(alice_page):
    page = alice_page
    ready(page)
    page.locator("#id_prompt").focus()
    page.keyboard.press("Control+k")
    words = page.get_by_role("combobox", name="Search or run a command")
    words.fill("nothing is called so")
    expect(page.get_by_text("Nothing is called so.", exact=False)).to_be_visible()
    words.fill("")
    first = words.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert words.get_attribute("aria-activedescendant") not in (first, "")
    assert page.get_by_role("option", name="Swap the start and the end frame").count() == 0  # no frames here
    page.keyboard.press("Escape")
    expect(sheet(page)).to_have_count(0)
    expect(page.locator("#id_prompt")).to_be_focused()

    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Search or run a command").fill("preset")
    page.keyboard.press("Enter")

    expect(sheet(page).get_by_role("heading", name="Presets", exact=True)).to_be_visible()


def test_on_a_phone_the_bar_keeps_the_account_in_sight_however_long_names_are(visit, alice):
    team = alice.teams.get()
    Project.objects.create(team=team, name="An autumn film about the harbour and its people")
    page = visit(alice, viewport=PHONE)
    for address in ("/library/", "/queue/", START):
        ready(page, address)
        box = page.locator(".topbar__end > :last-child").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_the_commands_and_the_keys_on_a_phone_at_200_percent_and_in_forced_colours(visit, alice):
    page = visit(alice, viewport=PHONE, has_touch=True)
    ready(page, "/library/")
    page.get_by_role("link", name="Search or run a command").tap()
    expect(sheet(page).get_by_role("option").first).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Esc")).tap()
    page.get_by_role("link", name="Search or run a command").tap()
    page.get_by_role("option", name="Queue").first.tap()
    expect(page).to_have_url(re.compile("/queue/"))

    ready(page, "/queue/")
    page.set_viewport_size(ZOOMED)
    page.emulate_media(forced_colors="active")
    for key in ("Control+k", "?"):
        page.keyboard.press(key)
        expect(sheet(page)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
        box = sheet(page).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= ZOOMED["height"]
        page.keyboard.press("Escape")
        expect(sheet(page)).to_have_count(0)
    page.keyboard.press("Control+k")
    chosen = sheet(page).get_by_role("option", selected=True)
    assert chosen.evaluate("row => getComputedStyle(row).outlineStyle") == "solid"


# Keys


def test_keys_go_places_and_are_off_while_one_types(alice_page):
    page = alice_page
    ready(page)
    page.locator("#id_prompt").press_sequentially("gq?x")
    expect(page.locator("#id_prompt")).to_have_value("gq?x")
    expect(page).to_have_url(re.compile("/create/"))
    leave_the_text(page)

    page.keyboard.press("?")
    expect(sheet(page)).to_contain_text("Go to the library")
    assert_accessible(page)
    page.keyboard.press("g")
    page.keyboard.press("l")  # a dialog is open: nothing
    expect(sheet(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet(page)).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile("/library/"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("q")
    expect(page).to_have_url(re.compile("/queue/"))


def test_the_keys_of_create_press_focus_and_send(alice_page):
    page = alice_page
    ready(page)
    page.keyboard.press("Alt+a")
    expect(page.locator("#id_prompt")).to_be_focused()
    saved(page, lambda: page.keyboard.type("A pier in fog"))
    page.keyboard.press("Alt+m")
    expect(page.locator("#model-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+a")

    for keys, said in (("Control+Enter", ""), ("Control+Shift+Enter", "first=1"), ("Control+Shift+Enter", "first=1")):
        key = page.locator("#job-key").input_value()
        with page.expect_request("**/jobs/") as sent:
            page.keyboard.press(keys)
        assert said in sent.value.post_data
        expect(page.locator("#job-key")).not_to_have_value(key)  # the next press is another job
    expect(page.locator("#jobs .job")).to_have_count(3)
    pressed_by_enter = page.evaluate("document.querySelector('#compose [type=submit]').id")
    assert pressed_by_enter == "send"


def test_a_key_is_changed_with_the_keyboard_alone_and_the_old_one_acts_no_more(alice_page, clip, complaints):
    complaints.allow("422")
    page = alice_page
    ready(page, "/settings/shortcuts/")
    assert_accessible(page)
    tab_to(page, "Press the keys for: Remix", most=200)
    page.keyboard.press("Enter")
    page.keyboard.press("e")  # Download has it
    expect(page.locator("#key-viewer-remix, #key-remix")).to_have_value("E")
    page.keyboard.press("Escape")
    page.locator("#key-remix").press("Enter")
    expect(page.locator("#key-remix-error")).to_contain_text("already “Download” (a result)")
    expect(page.locator("#key-download-error")).to_contain_text("already “Remix”")
    assert_accessible(page)

    tab_to(page, "Press the keys for: Remix", most=200)
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+r")
    expect(page.locator("#key-remix")).to_have_value("Alt+R")
    page.keyboard.press("Escape")
    page.locator("#key-remix").press("Enter")
    expect(page.get_by_text("Your keys are saved.")).to_be_visible()
    assert in_a_thread(lambda: User.objects.get(email="alice@example.com").shortcuts["keys"]) == {"remix": "Alt+r"}

    ready(page, f"/assets/{clip.pk}/")
    page.keyboard.press("r")
    page.keyboard.press("l")  # the player hears what nobody has changed
    expect(page.locator("[data-do=play]").first).to_have_attribute("aria-label", "Pause")
    expect(page).to_have_url(re.compile("/assets/"))
    page.keyboard.press("Alt+r")
    expect(page).to_have_url(re.compile("remix="))


def test_single_keys_are_switched_off_for_those_who_speak_to_their_computer(alice_page, clip):
    page = alice_page
    ready(page, "/settings/shortcuts/")
    page.get_by_role("checkbox", name=re.compile("single letter")).uncheck()
    page.get_by_role("button", name="Save the keys").click()
    expect(page.get_by_text("Your keys are saved.")).to_be_visible()

    ready(page, f"/assets/{clip.pk}/")
    for key in ("r", "l", "q", "?"):
        page.keyboard.press(key)

    expect(page.locator("[data-do=play]").first).to_have_attribute("aria-label", "Play")
    expect(page).to_have_url(re.compile("/assets/"))
    expect(sheet(page)).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search or run a command")).to_be_focused()


# What is fetched


@pytest.fixture
def scripts(alice_page):
    """The addresses of all scripts that the page has fetched since it was asked last."""
    fetched = []

    def note(request) -> None:
        if request.resource_type == "script":
            fetched.append(urlparse(request.url).path)

    alice_page.on("request", note)

    def since() -> list[str]:
        found, fetched[:] = list(fetched), []
        return found

    return since


def weight(paths: set[str]) -> int:
    """Bytes that these files are together, each gzipped as the studio serves it."""
    files = (finders.find(path.removeprefix("/static/")) for path in paths)
    return sum(len(gzip.compress(Path(file).read_bytes(), 9, mtime=0)) for file in files)


def tag_of(path: str) -> str | None:
    """The element that a script defines: `/static/js/elements/shot-list.js` -> `shot-list`."""
    found = re.search(r"/js/elements/([\w-]+)\.js$", path)
    return found[1] if found else None


ALL_DEFINED = """() => Promise.all([...document.querySelectorAll(":not(:defined)")]
  .map(({ localName }) => customElements.whenDefined(localName)))"""

IS_THERE = """tags => {
  const has = (root, tag) => root.querySelector(tag)
    || [...root.querySelectorAll("*")].some(each => each.shadowRoot && has(each.shadowRoot, tag))
  return tags.filter(tag => !has(document, tag))
}"""
"""Those of the tags that are nowhere in the page, shadow roots included."""


def test_all_scripts_of_create_are_light_and_no_page_of_it_fetches_what_it_does_not_use(alice_page, scripts):
    page, everything = alice_page, set()
    routes = [(task, next(reversed(models))) for task, models in offered().items()]
    for task, model in [*routes, ("image-to-video", "kling-1.5-pro"), ("reference-to-video", "kling-o1-pro")]:
        page.goto(f"/create/?task={task}&model={model}")
        page.evaluate(ALL_DEFINED)
        fetched = scripts()
        assert len(fetched) == len(set(fetched)), f"{task}, {model}: fetched twice"
        unused = page.evaluate(IS_THERE, [tag for path in fetched if (tag := tag_of(path))])
        assert unused == [], f"{task}, {model}: fetched and not used"
        everything |= set(fetched)
    for key in ("Control+k", "Control+s", "Alt+p", "?"):
        leave_the_text(page)
        page.keyboard.press(key)
        expect(sheet(page)).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.keyboard.press("Escape")
    everything |= set(scripts())

    heaviest = sorted(everything, key=lambda path: -weight({path}))[:8]
    assert weight(everything) < BUDGET, {path: weight({path}) for path in heaviest}
