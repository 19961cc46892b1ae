"""A film plays while it is drawn: on its card, on the stage, for the team; and gives way to the kept one."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import expect_state, saved, send
from tests.browser.shelf import until

pytestmark = pytest.mark.browser

COMPOSER = "/create/?task=text-to-video&model=kling-3.0-pro&via=animatic"
LONG = 15  #: s; with 1920 x 1080 that takes long enough to be watched while it is drawn
SLOW = 20_000  #: ms
MOVING = {"reduced_motion": "no-preference"}

PLAYS = """where => {
  const preview = document.querySelector(`${where} live-preview:state(seen)`)
  const video = preview?.shadowRoot.querySelector("video")
  const job = document.querySelector(".job[data-state=running]")
  return video && video.currentTime > 0.2 && !video.paused && video.muted && job && job.id
}"""
"""The id of the card, if the film plays there while its job is still running."""

AT = """() => {
  const preview = document.querySelector("#stage-view live-preview")
  const kept = document.querySelector("#stage-view clip-player video")
  return preview ? preview.shadowRoot.querySelector("video").currentTime : kept.currentTime
}"""
"""Where the film on the stage is, the preview or the kept one."""

HEARD = """() => document.querySelector("#stage-view live-preview").shadowRoot.querySelector("video")
  .webkitAudioDecodedByteCount > 0"""
"""There is sound in what plays on the stage."""

SHOWN = "live-preview:state(seen)"


@pytest.fixture
def hers(visit, alice) -> Page:
    """A page of Alice's, who has nothing against moving pictures."""
    return visit(alice, **MOVING)


def compose(page: Page, prompt: str, seconds: int = LONG) -> None:
    """Opens the composer with a film that is ready to be sent."""
    page.goto(COMPOSER)
    saved(page, lambda: page.locator("[name=size][value='1920x1080']").check(force=True))
    saved(page, lambda: page.locator("#id_duration").fill(str(seconds)))
    saved(page, lambda: page.locator("#id_prompt").fill(prompt))


def test_a_film_plays_while_it_is_drawn_and_the_kept_one_plays_on(hers):
    compose(hers, "A long harbour at dusk")
    card = send(hers)

    assert hers.wait_for_function(PLAYS, arg="#jobs").json_value() == card
    assert hers.wait_for_function(PLAYS, arg="#stage-view").json_value() == card
    expect(hers.locator(".stage__meta")).to_have_text("Playing while it is drawn")
    expect_state(hers, card, "ready")

    expect(hers.locator("live-preview")).to_have_count(0)
    until(hers, "() => document.querySelector('#stage-view clip-player video').played.length > 0")
    expect(hers.locator(f"#{card} a.job__picture img")).to_have_js_property("complete", True)


def test_bob_watches_in_the_queue_and_the_row_moves_with_its_picture(hers, visit, bob):
    his = visit(bob, **MOVING)
    his.goto("/queue/")
    compose(hers, "A long harbour at dusk")

    card = send(hers)

    assert his.wait_for_function(PLAYS, arg="[data-place=running]").json_value() == card
    expect_state(his, card, "ready")
    done = his.locator(f"[data-place=done] #{card}")
    expect(done.locator("img")).to_have_js_property("complete", True)
    expect(done.locator("live-preview")).to_have_count(0)


def test_stopped_it_stands_still_while_one_types_on_and_the_kept_one_stands_where_it_was(hers):
    compose(hers, "A long harbour at dusk")
    card = send(hers)
    hers.wait_for_function(PLAYS, arg="#stage-view")
    stage = hers.locator("#stage-view")

    stage.get_by_role("button", name="Pause: A long harbour at dusk").click()
    stopped_at = hers.evaluate(AT)
    saved(hers, lambda: hers.locator("#id_prompt").fill("The next one is at dawn"))
    expect(stage.locator(SHOWN)).to_have_count(1)
    expect(stage.get_by_role("button", name="Play: A long harbour at dusk")).to_be_visible()
    expect(hers.locator("#jobs").get_by_role("button", name="Pause: A long harbour at dusk")).to_be_visible()
    expect_state(hers, card, "ready")

    expect(hers.locator("live-preview")).to_have_count(0)
    assert hers.evaluate(AT) == pytest.approx(stopped_at, abs=0.05)
    expect(stage.locator("clip-player video")).to_have_js_property("paused", True)


def test_sound_is_off_until_it_is_wanted_and_the_kept_one_is_heard_on(hers):
    compose(hers, "A long harbour at dusk")
    saved(hers, lambda: hers.locator("#id_sound").check(force=True))
    card = send(hers)
    hers.wait_for_function(PLAYS, arg="#stage-view")  # muted, as it begins
    stage = hers.locator("#stage-view")

    stage.get_by_role("button", name="Sound on: A long harbour at dusk").click()

    expect(stage.get_by_role("button", name="Sound off: A long harbour at dusk")).to_be_visible()
    expect(stage.locator("live-preview video")).to_have_js_property("muted", False)
    hers.wait_for_function(HEARD)
    expect(hers.locator("#jobs").get_by_role("button", name="Sound on")).to_have_count(0)  # a small one stays quiet
    expect_state(hers, card, "ready")
    expect(hers.locator("live-preview")).to_have_count(0)
    expect(stage.locator("clip-player video")).to_have_js_property("muted", False)


def test_who_wants_no_motion_gets_the_first_picture_and_a_button(alice_page):
    compose(alice_page, "A long harbour at dusk")
    card = send(alice_page)

    play = alice_page.locator(f"#{card}").get_by_role("button", name="Play: A long harbour at dusk")
    expect(play).to_be_visible(timeout=SLOW)
    play.click()

    assert alice_page.wait_for_function(PLAYS, arg="#jobs").json_value() == card
    assert_accessible(alice_page)


def test_cancelled_while_it_plays_it_is_gone_from_card_and_stage(hers):
    compose(hers, "A long harbour at dusk")
    card = send(hers)
    hers.wait_for_function(PLAYS, arg="#stage-view")

    hers.locator(f"#{card}").get_by_role("button", name="Cancel").click()

    expect_state(hers, card, "cancelled")
    expect(hers.locator("live-preview")).to_have_count(0)
    expect(hers.locator("#stage-view .starter").first).to_be_visible()


def test_without_media_source_all_is_as_before(visit, alice):
    page = visit(alice, **MOVING)
    page.add_init_script("delete window.MediaSource; delete window.ManagedMediaSource")
    asked = []
    page.on("request", lambda request: "/stream/" in request.url and asked.append(request.url))
    compose(page, "A harbour at dusk", seconds=3)
    card = send(page)

    expect_state(page, card, "ready")

    expect(page.locator("#stage-view clip-player video")).to_have_js_property("paused", True)
    assert not asked


def test_after_a_restart_of_the_studio_it_goes_on(hers, live_studio, complaints):
    complaints.allow(r"net::ERR_|WebSocket connection|\[object Event\]|htmx:sendError")
    compose(hers, "Long enough to be interrupted")
    card = send(hers)
    hers.wait_for_function(PLAYS, arg="#jobs")
    drawn = """card => {
      const { buffered } = document.querySelector(`#${card} live-preview`).shadowRoot.querySelector("video")
      return buffered.length && buffered.end(0)
    }"""

    live_studio.stop()
    before = hers.evaluate(drawn, card)
    live_studio.start()

    hers.wait_for_function(f"([card, before]) => ({drawn})(card) > before", arg=[card, before], timeout=60_000)
    expect_state(hers, card, "ready", within_s=120)
    expect(hers.locator("live-preview")).to_have_count(0)


def test_on_a_phone_it_plays_on_its_card(visit, alice):
    page = visit(alice, viewport=PHONE, **MOVING)
    compose(page, "A long harbour at dusk")

    card = send(page)

    assert page.wait_for_function(PLAYS, arg="#results").json_value() == card
    expect_state(page, card, "ready")
    expect(page.locator("live-preview")).to_have_count(0)
