"""What a model lacks is said where one looks for it, and a link leads to the nearest model that has it."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import saved, tab_to
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

WITHOUT = "/create/?task=image-to-video&model=kling-3.0-pro&via=fal"


def test_a_model_without_a_brush_says_who_has_one_and_leads_there(visit, alice):
    page = visit(alice)
    line = page.locator("#frame-rail .hint", has_text="Motion brush")
    for press in (lambda: line.get_by_role("link").click(), lambda: page.keyboard.press("Enter")):
        opened(page, WITHOUT)
        saved(page, lambda: page.locator("#id_prompt").fill("A pier"))
        expect(line).to_contain_text("Motion brush: Kling 3.0 Pro has none. Kling 1.6 Pro has. Use Kling 1.6 Pro")
        assert_accessible(page)
        expect(page.locator("motion-brush, #bench-motion_brush")).to_have_count(0)
        tab_to(page, r"^a \|.*Use Kling 1.6 Pro")
        saved(page, press)
        expect(page.locator("#bench-motion_brush")).to_be_visible()
        expect(line).to_have_count(0)
        expect(page.locator("#id_prompt")).to_have_value("A pier")

    phone = visit(alice, viewport=PHONE, has_touch=True, is_mobile=True)
    opened(phone, WITHOUT)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    saved(phone, lambda: phone.get_by_role("link", name="Use Kling 1.6 Pro").tap())
    expect(phone.locator("input[name=model]")).to_have_value("kling-1.6-pro")


def test_who_speaks_a_recording_alone_says_who_speaks_typed_words(alice_page):
    page = alice_page
    opened(page, "/create/?task=lip-sync&model=kling-lip-sync&via=runware")
    line = page.locator("#lack-speech_text")
    expect(line).to_contain_text("Words to speak: Kling Lip-sync has none through Runware. Through Kling it has.")
    assert_accessible(page)

    saved(page, lambda: line.get_by_role("link", name="Use Kling").press("Enter"))

    expect(page.get_by_role("radio", name="Typed words")).to_be_enabled()
    expect(line).to_have_count(0)
