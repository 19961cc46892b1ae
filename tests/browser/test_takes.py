"""Takes where the API counts none: chosen by mouse, by keys and by touch; as many cards, ended one or all."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from studio.jobs.machine import State
from studio.jobs.models import Job
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import focus_comes_to, in_a_thread, saved, settled, tab_to
from tests.browser.quoting import recipes
from tests.browser.test_create_controls import opened
from tests.live.making import make_job

pytestmark = pytest.mark.browser

AT_FAL = "/create/?task=text-to-video&model=kling-3.0-pro&via=fal"
DRAWN = "/create/?task=text-to-video&model=kling-2.5-turbo-standard&via=animatic"  #: no API of it counts


def composed(page: Page, address: str) -> None:
    opened(page, address)
    saved(page, lambda: page.locator("#id_prompt").fill("A pier in fog"))


def takes(page: Page, count: int):
    return page.get_by_role("radiogroup", name="Takes").get_by_role("radio", name=str(count))


def price(page: Page) -> float:
    button = page.get_by_role("button", name=re.compile("^Generate"))
    return float(re.search(r"\$([\d.]+)", button.inner_text())[1])


def jobs() -> list[Job]:
    return in_a_thread(lambda: list(Job.objects.order_by("take")))


def test_the_price_of_all_takes_is_on_the_button_and_the_recipe_stays_one(alice_page):
    page = alice_page
    composed(page, AT_FAL)
    one = price(page)

    saved(page, lambda: takes(page, 3).click())

    expect(page.get_by_role("button", name=re.compile("^Generate 3 · "))).to_be_visible()
    assert price(page) == pytest.approx(3 * one)
    [recipe] = recipes(page)
    assert "takes" not in recipe["values"]
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("radiogroup", name="Takes").get_by_role("radio", name="3")).to_be_checked()


def test_one_press_of_the_mouse_makes_them_all_and_they_say_that_they_belong_together(alice_page):
    page = alice_page
    composed(page, DRAWN)
    saved(page, lambda: takes(page, 3).click())

    page.locator("#send").click()

    cards = page.locator("#jobs .job")
    expect(cards).to_have_count(3)
    expect(cards.locator(".job__take")).to_have_text(["Take 3 of 3", "Take 2 of 3", "Take 1 of 3"])
    assert len({job.batch for job in jobs()}) == 1
    assert_accessible(page)


def test_the_same_by_keyboard_alone(alice_page):
    page = alice_page
    composed(page, DRAWN)
    tab_to(page, r"radio \| takes")
    saved(page, lambda: page.keyboard.press("ArrowRight"))
    focus_comes_to(page, "radio | takes | 2")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#jobs .job")).to_have_count(2)
    assert [(job.take, job.takes) for job in jobs()] == [(1, 2), (2, 2)]


def test_the_same_by_touch(visit, alice):
    page = visit(alice, viewport=PHONE, has_touch=True)
    composed(page, DRAWN)
    saved(page, lambda: takes(page, 4).tap())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.locator("#send").tap()

    expect(page.locator("#jobs .job .job__take")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_take_is_ended_and_then_all_that_are_left(visit, alice):
    batch = uuid.uuid4()
    for take in (1, 2, 3):
        made = {
            "batch": batch,
            "take": take,
            "takes": 3,
            "held_because": "Held by Alice.",
            "title": f"A pier, take {take}",
        }
        make_job(alice, State.QUEUED, **made)
    page = visit(alice)
    opened(page, "/create/")
    cards = page.locator("#jobs .job")
    settled(page)

    page.get_by_role("button", name="Cancel: A pier, take 2").click()
    expect(page.locator("#jobs .job[data-state=cancelled]")).to_have_count(1)
    page.get_by_role("button", name="Cancel all takes: A pier, take 1").click()

    expect(page.locator("#jobs .job[data-state=cancelled]")).to_have_count(3)
    expect(cards).to_have_count(3)
