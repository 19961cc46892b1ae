"""Elements and voices in a real browser, at the stand-ins of a rehearsal."""

import re
import shutil
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from playwright.sync_api import Page, expect

from studio.accounts import keyring
from studio.config.rehearsing import made_up
from studio.core import clock
from studio.library.keep import keep_upload
from studio.library.models import Element, Handle, Voice
from studio.providers import registry
from tests.rehearsal.conftest import staged

from .accessible import assert_accessible
from .conftest import PHONE
from .people import in_a_thread, saved, tab_to

pytestmark = pytest.mark.browser
MEDIA = Path(__file__).parents[1] / "media"
CREATE = "/create/?task=reference-to-video&model=kling-o3-pro&via=kling"


@pytest.fixture(scope="module")
def theatre(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("rehearsal")) as stage:
        yield stage


@pytest.fixture(autouse=True)
def rehearsal(settings, tmp_path, theatre):
    """Set before the studio starts: its client is made then."""
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir()
    settings.REHEARSES, settings.REHEARSAL = True, theatre.origin
    settings.HOOKS_URL = "https://dailies.example.com"  # Kling fetches recordings from there
    theatre.turn(delay_s=[0.5, 0.5])


@pytest.fixture
def kling(alice, rehearsal):
    return keyring.add(alice.teams.get(), "kling", made_up(registry.get("kling")), by=alice)


@pytest.fixture
def kept(alice, rehearsal, tmp_path):
    """kept("rocket.jpg"): that file is in Alice's library."""

    def keep(name: str):
        path = Path(shutil.copy(MEDIA / name, tmp_path / f"given-{name}"))
        team = alice.teams.get()
        return in_a_thread(
            lambda: async_to_sync(keep_upload)(path, name, user=alice, team=team, project=team.projects.first())
        )

    return keep


def upload(page: Page, label: str, name: str, field: str) -> None:
    """Chooses a file, and waits until the form has drawn it."""
    expect(page.locator("frame-picker:defined").first).to_be_visible()
    page.get_by_label(label).set_input_files(MEDIA / name)
    expect(page.locator(f"[name={field}]")).to_have_value(re.compile("asset"))


def test_a_voice_is_made_here_and_then_at_kling_heard_refreshed_and_deleted_there(visit, alice, kling, complaints):
    complaints.allow("422")
    page = visit(alice)
    page.goto("/elements/")
    expect(page.get_by_role("link", name="Elements").first).to_have_attribute("aria-current", "page")
    assert_accessible(page)

    page.get_by_role("link", name="New voice").click()
    page.get_by_label("Name").first.fill("Anna")
    upload(page, "Recording: choose a file", "speech.mp3", "recording")
    page.get_by_role("button", name="Keep the voice").click()
    expect(page.get_by_role("alert").first).to_contain_text("Whose voice is it?")
    assert_accessible(page)
    page.get_by_label("the person's name").fill("Anna Ames")
    page.get_by_label("This person agreed").check()
    page.get_by_role("button", name="Keep the voice").click()
    expect(page.get_by_role("heading", name="Anna")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name=re.compile(r"Make it at Kling · ~?\$0\.0")).click()
    expect(page.locator("#at-kling")).to_contain_text("Being made")
    page.get_by_role("link", name="Its job is in the queue").click()
    expect(page.locator(".job")).to_have_attribute("data-state", "ready", timeout=60_000)
    assert Voice.objects.get().handles.get().account == kling

    page.goto("/elements/")
    look_through_what_is_kept(page)
    delete_anna(page)
    assert not Handle.objects.usable().exists()


def look_through_what_is_kept(page: Page) -> None:
    """Asks Kling anew, and for its presets."""
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("Kling was asked: this is what it keeps.")).to_be_visible()
    expect(page.get_by_role("link", name="Hear it there")).to_be_visible()
    page.get_by_text("Kling’s own voices").click()
    expect(page.locator(".presets__list > li")).to_have_count(46)
    assert_accessible(page)


def delete_anna(page: Page) -> None:
    """Deletes the only thing that Kling keeps, after what is said about it."""
    page.get_by_text("Delete at Kling…").click()
    expect(page.locator(".handles__delete")).to_contain_text("Anna stays here, and can be made there again")
    page.get_by_role("button", name="Delete Anna at Kling").click()
    expect(page.locator(".handles")).to_contain_text("Gone since")


def test_an_element_is_made_and_chosen_in_the_composer_with_the_keyboard_alone(visit, alice, kling, kept):
    for name in ("astronaut.jpg", "rocket.jpg"):
        kept(name)
    voice(alice, kept)
    page = visit(alice)
    page.goto("/elements/element/new/")
    expect(page.locator("pick-kept:defined").first).to_be_attached()
    tab_to(page, r"text \| name")
    page.keyboard.type("Mara")
    pick(page, "front", "astronaut")
    pick(page, "view", "rocket")
    tab_to(page, r"textarea .* description")
    page.keyboard.type("In a white suit")
    tab_to(page, r"select-one \| voice")
    page.keyboard.type("An")
    tab_to(page, "Keep the element")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="@Mara")).to_be_visible()
    mara = Element.objects.get()
    assert (mara.front.name, len(mara.views), str(mara.voice)) == ("astronaut.jpg", 1, "Anna")

    page.goto(CREATE)
    expect(page.locator("pick-kept:defined").first).to_be_attached()
    tab_to(page, "summary .* From Elements")
    page.keyboard.press("Enter")
    tab_to(page, r"button .* Mara")
    saved(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("[name='elements.0.name']")).to_have_value("Mara")
    expect(page.locator("[name='elements.0.description']")).to_have_value("In a white suit")
    assert_accessible(page)


def pick(page: Page, place: str, name: str) -> None:
    """Opens the library beside a place, and takes a file of it."""
    tab_to(page, rf"summary .* library ?: {place}")
    page.keyboard.press("Enter")
    tab_to(page, rf"button .* {name}")
    with page.expect_response("**/elements/element/new/"):
        page.keyboard.press("Enter")


def voice(owner, kept) -> Voice:
    """Anna's, who agreed."""
    about = {"name": "Anna", "consent_name": "Anna Ames", "consent_at": clock.now()}
    return Voice.objects.create(team=owner.teams.get(), owner=owner, recording=kept("speech.mp3"), **about)


def test_an_element_is_made_changed_binned_and_taken_back_by_finger_on_a_phone(visit, alice):
    page = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/elements/")
    page.get_by_role("link", name="New element").tap()
    page.get_by_label("Name").first.fill("Mara")
    upload(page, "Front: choose a file", "astronaut.jpg", "front")
    page.locator("#id_views input[type=file]").set_input_files([MEDIA / "rocket.jpg", MEDIA / "coffee.jpg"])
    expect(page.locator("#id_views [data-index]")).to_have_count(2)
    page.get_by_role("button", name="Move coffee.jpg earlier").tap()
    expect(page.locator("#id_views .tray__name").first).to_have_text("1 coffee.jpg")
    page.get_by_role("button", name="Keep the element").tap()
    expect(page.get_by_role("heading", name="@Mara")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Change").tap()
    page.get_by_label("Description").fill("In an orange suit")
    page.get_by_role("button", name="Keep the changes").tap()
    expect(page.get_by_text("In an orange suit")).to_be_visible()
    page.get_by_role("button", name="Bin").tap()
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("heading", name="@Mara")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_fits_on_a_phone(visit, alice, kling, kept):
    team, anna = alice.teams.get(), voice(alice, kept)
    mara = Element.objects.create(team=team, owner=alice, name="Mara", front=kept("astronaut.jpg"), voice=anna)
    Handle.objects.create(account=kling, kind="voice", its_id="831745921046528", name="Anna", voice=anna)
    page = visit(alice, viewport=PHONE)

    for address in ("/elements/", f"/elements/element/{mara.pk}/", "/elements/voice/new/", "/elements/element/new/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
        assert_accessible(page)
