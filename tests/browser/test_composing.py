"""The composer in a real browser: nothing typed is lost, errors are found, one press is one job."""

import json
import re

import pytest
from playwright.sync_api import expect

from studio.jobs.models import Draft, Job
from tests.browser.people import give_first_frame, saved

pytestmark = pytest.mark.browser

PROMPT = "A lighthouse in the storm, the beam sweeps left"
NEGATIVE = "text, watermark"
START = "/create/?task=image-to-video&model=kling-1.5-standard&via=animatic"


def choose_model(page, name: str) -> None:
    """Picks a model in the open composer and waits until the form is drawn for it."""
    page.locator("#picker").click()
    page.get_by_role("radio", name=re.compile(rf"^{re.escape(name)} ")).check()
    with page.expect_response("**/create/draft/"):
        page.get_by_role("button", name=f"Use {name} through ").last.click()
    expect(page.locator(".picker__name")).to_have_text(name)


def test_switching_models_keeps_everything(alice_page, photograph):
    page = alice_page
    page.goto(START)
    give_first_frame(page, photograph)
    saved(page, lambda: page.locator("#id_prompt").fill(PROMPT))
    saved(page, lambda: page.locator("[name=duration][value='10']").check(force=True))
    first_frame = page.locator("[name=first_frame]").input_value()

    choose_model(page, "Kling 3.0 Pro")
    saved(page, lambda: page.locator("#id_negative_prompt").fill(NEGATIVE))
    assert page.locator("[name=first_frame]").input_value() == first_frame
    assert page.locator("#id_prompt").input_value() == PROMPT
    assert page.locator("#id_duration").input_value() == "10"
    cut_into_shots(page)
    shots = page.locator("textarea[name=shots]").input_value()

    choose_model(page, "Kling 1.5 Pro")
    assert json.loads(page.locator("[name=first_frame]").input_value()) == json.loads(first_frame)
    assert page.locator("#id_prompt").input_value() == PROMPT
    assert page.locator("[name=duration]:checked").input_value() == "10"
    expect(page.get_by_role("region", name="Kept, not sent")).to_contain_text("Shots")

    choose_model(page, "Kling 3.0 Pro")
    assert json.loads(page.locator("textarea[name=shots]").input_value()) == json.loads(shots)
    assert page.locator("#id_negative_prompt").input_value() == NEGATIVE
    assert page.locator("#id_prompt").input_value() == PROMPT


def cut_into_shots(page) -> None:
    saved(page, lambda: page.get_by_role("button", name="Cut into shots").click())


def test_a_draft_is_found_again_after_a_reload_and_in_another_browser(visit, alice):
    here = visit(alice)
    here.goto("/create/?task=text-to-video&model=kling-3.0-pro")
    saved(here, lambda: here.locator("#id_prompt").press_sequentially(PROMPT))
    expect(here).to_have_url(re.compile("draft="))

    here.reload()
    elsewhere = visit(alice)
    elsewhere.goto("/create/")

    expect(here.locator("#id_prompt")).to_have_value(PROMPT)
    expect(elsewhere.locator("#id_prompt")).to_have_value(PROMPT)
    assert Draft.objects.count() == 1


def test_a_late_answer_eats_no_letters_and_takes_no_focus(alice_page):
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro")

    def slowly(route):
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/create/draft/", slowly)
    prompt = page.locator("#id_prompt")
    prompt.press_sequentially("abcdefghijklmnopqrstuvwxyz", delay=60)
    page.wait_for_load_state("networkidle")

    expect(prompt).to_have_value("abcdefghijklmnopqrstuvwxyz")
    expect(prompt).to_be_focused()


def test_what_is_wrong_is_summed_up_at_the_top_and_focus_moves_there(alice_page, complaints):
    complaints.allow("422")
    page = alice_page
    page.goto("/create/?task=image-to-video&model=kling-1.5-standard&via=animatic")

    page.locator("#send").click()

    summary = page.get_by_role("alert").filter(has_text="to fix before sending")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Nothing was sent or billed.")
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_first_frame")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.locator("#id_first_frame input[type=file]")).to_be_focused()
    assert not Job.objects.exists()


def test_an_impatient_person_sends_one_job(alice_page):
    page = alice_page
    page.goto("/create/?task=text-to-video&model=kling-3.0-standard&via=animatic")
    saved(page, lambda: page.locator("#id_prompt").fill(PROMPT))

    with page.expect_response("**/jobs/"):
        page.locator("#send").evaluate("button => { button.click(); button.click(); button.click() }")

    expect(page.locator("#jobs .job")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    assert Job.objects.count() == 1
