"""The line of what waits, in a real browser: moved by key, by button and by hand; and the meter of what it reserves."""

import pytest
from playwright.sync_api import expect

from studio.accounts import keyring
from studio.core import clock
from studio.jobs.models import Job
from tests.browser.accessible import assert_accessible
from tests.browser.people import in_a_thread
from tests.jobs.spending import budget
from tests.live.making import make_job
from tests.planted import PARTS

pytestmark = pytest.mark.browser


@pytest.fixture
def line(live_studio, alice, team, settings, tmp_path):
    """Four jobs of Alice's that wait for an account which asked to slow down."""
    settings.KEYS = tmp_path / "keys"
    settings.KEYS.mkdir()

    def wait() -> list[Job]:
        key = keyring.add(team, "fal", PARTS["fal"])
        later = clock.now().replace(year=clock.now().year + 1)
        facts = {"account": key, "not_before": later, "provider": "fal", "model": "kling-2.6-pro"}
        priced = {"estimate_amount": "0.35", "estimate_currency": "USD"}
        titles = ("A pier in fog", "A lake at dawn", "A harbour by night", "A mill in the wind")
        return [make_job(alice, title=title, rank=clock.now().timestamp(), **facts, **priced) for title in titles]

    return in_a_thread(wait)


def titles(page) -> list[str]:
    return page.locator('[data-place="waiting"] .job__title').all_inner_texts()


def test_what_waits_is_moved_by_key_by_button_and_by_hand(line, alice_page, team):
    pier, lake, harbour, mill = (job.title for job in line)
    in_a_thread(lambda: budget(team, "4"))
    alice_page.goto("/queue/")
    waiting = alice_page.locator('[data-place="waiting"] .job__title')
    expect(waiting).to_have_text([pier, lake, harbour, mill])
    expect(alice_page.locator("#budget-meter")).to_contain_text("$1.40 of $4.00")
    assert_accessible(alice_page)

    alice_page.get_by_role("button", name=f"Later: {pier}").click()
    expect(waiting).to_have_text([lake, pier, harbour, mill])
    alice_page.get_by_role("button", name=f"Hold: {mill}").focus()
    alice_page.keyboard.press("Alt+ArrowUp")
    expect(waiting).to_have_text([lake, pier, mill, harbour])
    expect(alice_page.get_by_role("button", name=f"Earlier: {mill}")).to_be_focused()
    expect(alice_page.locator("#announcer")).to_have_text("3 of 4")
    alice_page.keyboard.press("Alt+ArrowUp")
    expect(waiting).to_have_text([lake, mill, pier, harbour])
    alice_page.locator(".job", has_text=harbour).drag_to(
        alice_page.locator(".job", has_text=lake), target_position={"x": 300, "y": 6}
    )
    expect(waiting).to_have_text([harbour, lake, mill, pier])

    alice_page.reload()
    expect(waiting).to_have_text([harbour, lake, mill, pier])
    alice_page.goto("/create/")
    expect(alice_page.get_by_role("button", name=f"Later: {pier}")).to_be_hidden()
