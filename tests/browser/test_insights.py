"""Insights in the browser: days are chosen by mouse and by keys, charts have their words, a phone shows it all."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studio.core import clock
from studio.jobs.machine import State
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import tab_to
from tests.jobs.spending import priced, sent

pytestmark = pytest.mark.browser


@pytest.fixture
def month(alice, bob, live_studio):
    """A month of bills in two currencies, some of which nobody knows, and jobs that took their time."""
    now = clock.now()
    for n in range(40):
        at = now - timedelta(days=n * 29 / 40)
        provider, currency = (("fal", "USD"), ("runware", "USD"), ("kling", "units"))[n % 3]
        took = {"created_at": at, "started_at": at, "finished_at": at + timedelta(seconds=60 + 7 * n)}
        owner = (alice, bob)[n % 2]
        job = priced(owner, State.FAILED if n % 9 == 0 else State.READY, "2", currency, provider=provider, **took)
        sent(job, bill=f"{1 + n % 5}.20" if n % 8 else None, currency=currency, sent_at=at)


def test_days_are_chosen_and_the_figures_follow(alice_page, month):
    page = alice_page
    page.goto("/insights/")
    dollars = page.get_by_role("region", name="US dollars")
    before = dollars.locator(".figures b").first.inner_text()

    page.get_by_role("radio", name="7 days").check()

    expect(page).to_have_url(re.compile("period=7"))
    expect(dollars.locator(".figures b").first).not_to_have_text(before)
    chart = page.get_by_role("img", name="Billed by day, US dollars").first
    expect(chart.locator(".chart__bar")).to_have_count(7)
    expect(page.get_by_role("heading", name="Kling's package units")).to_be_visible()


def test_a_day_of_ones_own_counts_whatever_was_chosen_before(alice_page, month):
    page = alice_page
    page.goto("/insights/?period=7")
    last = page.get_by_label("Last day", exact=True).input_value()

    page.get_by_label("First day", exact=True).fill(last)

    expect(page).to_have_url(re.compile(f"period=own&since={last}&until={last}"))
    expect(page.locator(".daychart__bars").first.locator(".chart__bar")).to_have_count(1)
    expect(page.get_by_role("radio", name="7 days")).not_to_be_checked()
    page.get_by_role("radio", name="30 days").check()
    expect(page.get_by_label("First day", exact=True)).not_to_have_value(last)


def test_with_keys_alone_one_comes_to_the_days_and_to_the_table_of_a_chart(alice_page, month):
    page = alice_page
    page.goto("/insights/")
    tab_to(page, r"radio \| period")

    page.keyboard.press("ArrowRight")

    expect(page).to_have_url(re.compile("period=90"))
    table = page.get_by_role("region", name="Billed by day, US dollars")
    expect(table).to_be_hidden()
    page.locator(".twin > summary").first.focus()
    page.keyboard.press("Enter")
    expect(table).to_be_visible()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_axe_finds_nothing_and_a_phone_has_room_for_it(visit, alice, month, theme):
    alice.theme = theme
    alice.save()
    for options in ({}, {"viewport": PHONE, "has_touch": True}):
        page = visit(alice, **options)
        page.goto("/insights/")

        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_bars_are_seen_where_the_system_chooses_the_colours(visit, alice, month):
    page = visit(alice, forced_colors="active")
    page.goto("/insights/")

    fill, behind = page.locator(".chart__bar").first.evaluate(
        "bar => [getComputedStyle(bar).fill, getComputedStyle(document.body).backgroundColor]"
    )
    assert fill != behind
