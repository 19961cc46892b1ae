"""Comparing in a real browser: one transport for all, by frames; the ways to look; which one is kept."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from PIL import Image
from playwright.sync_api import expect

from studio.library.models import Asset
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE
from tests.browser.making import result
from tests.browser.numbered import PLAYING, STANDING, numbered
from tests.core import making

pytestmark = pytest.mark.browser

FRAMES = 200
PLAYED_S = 5


def played(page, seconds: float, enough: int = 20, turns: int = 0) -> list[list[int]]:
    """Plays; what was seen."""
    page.keyboard.press("l")
    told = page.evaluate(PLAYING, [seconds, enough, turns])
    page.keyboard.press("k")
    assert len(told["seen"]) >= enough, "it hardly played"
    assert told["turned"] >= turns, "it did not turn around"
    return told["seen"]


def compare(page, *assets, more: str = "") -> None:
    page.goto(f"/compare/?ids={','.join(str(asset.pk) for asset in assets)}{more}")
    if any(asset.kind == "video" for asset in assets):
        expect(page.locator("compare-room video").first).to_have_js_property("controls", False)
        expect(page.locator("[data-length]")).not_to_be_empty()
        page.evaluate(STANDING)


@pytest.fixture
def pair(alice, live_studio, tmp_path):
    """Two clips whose frames carry their numbers; the second is a little shorter."""
    return [
        result(alice, numbered(tmp_path / f"{name}.mp4", frames, "25"), title=f"Clip {name}")[1]
        for name, frames in (("one", FRAMES), ("two", FRAMES - 1))
    ]


# One transport


def test_at_every_sample_of_five_seconds_they_show_the_same_frame_or_the_next(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair)

    seen = played(page, PLAYED_S)

    assert not [pair for pair in seen if abs(pair[0] - pair[1]) > 1]
    first, second = page.evaluate(STANDING)
    assert first == second
    assert page.locator("[data-counter]").inner_text() == str(first)


@pytest.mark.parametrize("rates", [("24", "30"), ("30000/1001", "25")])
def test_steps_and_leaps_lead_to_the_frame_of_the_same_moment_at_any_rate(rates, visit, alice, live_studio, tmp_path):
    clips = [result(alice, numbered(tmp_path / f"{n}.mp4", 120 - n, rate))[1] for n, rate in enumerate(rates)]
    page = visit(alice)
    compare(page, *clips)
    lead, follow = (float(clip.frame_rate) for clip in clips)
    longer = max(clips, key=lambda clip: clip.duration_s)
    of_leader = (lead, follow) if longer is clips[0] else (follow, lead)

    for number in (0, 1, 2, 3, 50, 77, 12):
        page.get_by_role("slider", name="Position").fill(str(number))
        other = min(int((number + 0.5) / of_leader[0] * of_leader[1]), 118)
        shown = page.evaluate(STANDING)
        assert shown == ([number, other] if longer is clips[0] else [other, number])


def test_a_side_is_put_off_by_frames_and_stands_so_also_while_it_plays(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair)
    for _ in range(3):
        page.get_by_role("button", name="B one frame later").click()
    page.get_by_role("button", name="A one frame earlier").click()
    expect(page.locator("[data-offset='1']")).to_have_text("+3")
    expect(page.locator("[data-offset='0']")).to_have_text("−1")

    page.keyboard.press(">")
    assert page.evaluate(STANDING) == [10, 14]
    seen = played(page, 2)

    assert not [pair for pair in seen if abs(pair[1] - pair[0] - 4) > 1]
    first, second = page.evaluate(STANDING)
    assert second == first + 4


def test_between_two_points_they_turn_around_together(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair, more="&frame=60")
    page.keyboard.press("i")
    page.keyboard.press(">")
    page.keyboard.press(">")
    page.keyboard.press("o")

    seen = played(page, 2, enough=1, turns=2)  # between two leaps a slow machine is hardly ever read while in step

    assert not [pair for pair in seen if abs(pair[0] - pair[1]) > 1]
    assert min(first for first, _ in seen) >= 60
    assert max(first for first, _ in seen) <= 84, "it went on beyond the out point"


def test_one_is_heard_or_none(visit, alice, live_studio, tmp_path):
    clips = [result(alice, making.film(tmp_path, name=f"{n}.mp4", frames=40 + n, sound=True))[1] for n in range(2)]
    page = visit(alice)
    compare(page, *clips)
    muted = "() => [...document.querySelectorAll('compare-room video')].map(video => video.muted)"
    assert page.evaluate(muted) == [True, True]

    page.get_by_role("radio", name="Hear B").check(force=True)
    assert page.evaluate(muted) == [True, False]
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("h")
    assert page.evaluate(muted) == [True, True]
    page.keyboard.press("h")
    assert page.evaluate(muted) == [False, True]


# Ways to look


def test_the_ways_to_look_and_the_address_that_brings_them_back(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair)
    boards = page.locator("[data-board]")
    first, second = (boards.nth(at).bounding_box() for at in range(2))
    assert first["x"] + first["width"] <= second["x"]

    page.keyboard.press("v")
    slider = page.get_by_role("slider", name="Wipe")
    slider.fill("30")
    box = boards.nth(1).bounding_box()
    assert box == boards.nth(0).bounding_box()
    assert boards.nth(1).evaluate("board => getComputedStyle(board).clipPath") == "inset(0px 0px 0px 30%)"
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(slider).to_have_value("80")
    page.get_by_role("radio", name="Difference").check(force=True)
    assert boards.nth(1).evaluate("board => getComputedStyle(board).mixBlendMode") == "difference"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(">")
    page.get_by_label("Speed").select_option("0.5")
    page.get_by_role("button", name="B one frame later").click()
    expect(page).to_have_url(re.compile("mode=difference&at=80&frame=10&speed=0.5&offset=0,1$"))

    page.reload()

    expect(page.get_by_role("radio", name="Difference")).to_be_checked()
    expect(page.locator("[data-counter]")).to_have_text("10")
    expect(page.get_by_label("Speed")).to_have_value("0.5")
    assert page.evaluate(STANDING) == [10, 11]


DARKEST = """async () => {
  const boards = document.querySelector(".compare__boards").getBoundingClientRect()
  return [boards.x, boards.y, boards.width, boards.height]
}"""


def test_the_difference_of_equals_is_black_and_of_others_is_not(visit, alice, pair, tmp_path):
    page = visit(alice)
    compare(page, *pair, more="&mode=difference&frame=63")
    page.evaluate("document.querySelectorAll('[data-board]').forEach(board => board.removeAttribute('data-frame'))")
    x, y, width, height = page.evaluate(DARKEST)
    middle = {"x": x + width * 0.3, "y": y + height * 0.45, "width": width * 0.4, "height": height * 0.1}

    def brightest() -> int:
        page.screenshot(path=tmp_path / "seen.png", clip=middle)
        with Image.open(tmp_path / "seen.png") as seen:
            return max(most for _, most in seen.convert("RGB").getextrema())

    assert brightest() < 12
    page.get_by_role("button", name="B one frame later").click()
    page.evaluate(STANDING)

    assert brightest() > 200


def test_flicker_shows_one_at_a_time_by_its_number(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair, more="&mode=flicker")
    boards = page.locator("[data-board]")
    seen = "() => [...document.querySelectorAll('[data-board]')].map(board => getComputedStyle(board).opacity)"
    assert page.evaluate(seen) == ["1", "0"]

    page.keyboard.press("2")
    assert page.evaluate(seen) == ["0", "1"]
    page.keyboard.press("1")
    assert page.evaluate(seen) == ["1", "0"]
    boards.nth(0).click()
    assert page.evaluate(seen) == ["0", "1"]
    page.get_by_role("button", name="Flip").click()
    assert page.evaluate(seen) == ["1", "0"]


def test_all_are_zoomed_and_moved_alike(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair)
    box = page.locator("[data-board]").first.bounding_box()
    page.keyboard.press("z")
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 180, steps=3)
    page.mouse.up()

    looks = page.evaluate("() => [...document.querySelectorAll('[data-look]')].map(look => look.style.transform)")

    assert looks[0] == looks[1] != ""


def test_a_picture_is_compared_with_clips_four_at_most_and_the_other_one_is_chosen(visit, alice, pair):
    picture = result(alice, MEDIA / "rocket.jpg", title="Rocket")[1]
    page = visit(alice)
    compare(page, *pair, picture, more="&mode=overlay")
    away = "() => [...document.querySelectorAll('[data-board]')].map(board => board.hasAttribute('data-away'))"
    assert page.evaluate(away) == [False, False, True]

    page.keyboard.press("3")
    page.keyboard.press(".")

    assert page.evaluate(away) == [False, True, False]
    assert page.evaluate(STANDING) == [1, 1]
    expect(page.get_by_role("radio", name="A with C")).to_be_checked()


# Which one is kept


def flags(*assets) -> list[str]:
    return [Asset.objects.get(pk=asset.pk).flag for asset in assets]


def test_one_is_chosen_with_an_arrow_and_kept_with_enter_and_that_is_taken_back(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair)

    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Keep B")).to_have_attribute("data-chosen", "")
    with page.expect_response(lambda answer: "act/flag" in answer.url and "reject" in answer.request.post_data):
        page.keyboard.press("Enter")
    expect(page.locator("#announcer")).to_have_text("B is kept, the others are marked as rejected.")
    expect(page.get_by_role("button", name="Keep B")).to_have_attribute("aria-pressed", "true")
    assert flags(*pair) == ["reject", "pick"]

    page.get_by_role("button", name="Keep A").click()
    expect(page.get_by_role("button", name="Keep A")).to_have_attribute("aria-pressed", "true")
    assert flags(*pair) == ["pick", "reject"]
    page.get_by_role("button", name="Keep A").click()
    expect(page.locator("#announcer")).to_have_text("Nothing is marked any more.")
    assert flags(*pair) == ["", ""]


def test_the_viewer_leads_here_and_escape_leads_back(visit, alice, pair):
    job = Asset.objects.get(pk=pair[0].pk).job_id
    Asset.objects.filter(pk=pair[1].pk).update(job_id=job, output_index=1)
    page = visit(alice)
    page.goto(f"/assets/{pair[0].pk}/")
    page.wait_for_load_state("networkidle")

    page.keyboard.press("c")
    page.wait_for_url("**/compare/**")
    assert parse_qs(urlparse(page.url).query)["ids"] == [f"{pair[0].pk},{pair[1].pk}"]
    expect(page.locator("[data-length]")).not_to_be_empty()
    page.keyboard.press("x")
    page.wait_for_url(f"**ids={pair[1].pk},{pair[0].pk}**")
    expect(page.locator("[data-length]")).not_to_be_empty()
    page.keyboard.press("Escape")

    page.wait_for_url(f"**/assets/{pair[1].pk}/")


# Everybody


def test_comparing_is_accessible_in_every_way_and_fits_a_phone(visit, alice, pair):
    page = visit(alice)
    compare(page, *pair)
    for name in ("Wipe", "Overlay", "Flicker", "Difference", "Side by side"):
        page.get_by_role("radio", name=name, exact=True).check(force=True)
        assert_accessible(page)
    hers = visit(alice, viewport=PHONE, has_touch=True)
    compare(hers, *pair, more="&mode=wipe")
    hers.get_by_role("button", name="One frame on").tap()
    assert hers.evaluate(STANDING) == [1, 1]
    hers.get_by_role("button", name="Keep A").tap()
    expect(hers.get_by_role("button", name="Keep A")).to_have_attribute("aria-pressed", "true")

    assert hers.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert_accessible(hers)


def test_without_javascript_they_stand_side_by_side_with_the_browsers_own_players(visit, alice, pair):
    page = visit(alice, java_script_enabled=False)

    page.goto(f"/compare/?ids={pair[0].pk},{pair[1].pk}")

    assert [video.get_attribute("controls") for video in page.locator("video").all()] == ["", ""]
    assert page.locator(".compare__bar").is_hidden()
    assert page.get_by_role("heading", name="What differs").is_visible()
