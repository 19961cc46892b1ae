"""When drawings are seen: around their frame, while the clip plays, on pictures, and by people outside."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from studio.review import actions
from studio.review.actions import Said
from studio.review.shapes import Drawn, Shape
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA
from tests.browser.inking import assert_at, drag, drawn, open_clip, rows, seek
from tests.browser.making import result
from tests.browser.numbered import numbered
from tests.browser.people import in_a_thread
from tests.browser.people import kept as keep
from tests.library.making import made
from tests.review import sharing_made

pytestmark = pytest.mark.browser


@pytest.fixture
def clip(alice, live_studio, tmp_path):
    """150 numbered frames at 24 a second: 384 by 96, far wider than the room for it."""
    return result(alice, numbered(tmp_path / "numbered.mp4", 150, "24"))[1]


def test_a_drawing_is_held_or_seen_faintly_around_its_frame_where_somebody_wants_that(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    seek(page, 36)
    page.keyboard.press("d")
    drag(page, (0.2, 0.2), (0.5, 0.8))
    page.keyboard.press("d")
    page.get_by_role("button", name="Send", exact=True).click()
    layer = page.locator("[data-ink] [data-of^=note]")
    expect(layer).to_have_attribute("opacity", "1")
    seek(page, 40)
    expect(layer).to_have_count(0)
    page.get_by_role("button", name="Ghost").click()
    expect(layer).to_have_attribute("opacity", "0.3")
    seek(page, 60)
    expect(layer).to_have_count(0)
    page.get_by_role("button", name="Hold").click()
    expect(layer).to_have_attribute("opacity", "1")
    page.reload()
    open_clip(page, clip)
    seek(page, 60)
    expect(layer, "the switches are this person's own").to_have_attribute("opacity", "1")
    seek(page, 20)
    expect(layer).to_have_count(0)


ARROW = Shape(kind="arrow", colour=1, points=((0.2, 0.3), (0.6, 0.5)))


def note_with_an_arrow(by, asset, frame: int | None) -> None:
    said = Said(id=uuid4(), words="Here", frame=frame, drawings=(Drawn(frame, (ARROW,)),))
    in_a_thread(actions.write, by, asset, said)


WATCH = """() => {
  window.seen = []
  new MutationObserver(() => {
    const layer = document.querySelector("[data-ink] [data-of^=note]")
    window.seen.push(layer ? Number(layer.getAttribute("opacity")) : 0)
  }).observe(document.querySelector("[data-ink]"), { childList: true })
}"""


@pytest.mark.parametrize(("motion", "fades"), [("no-preference", True), ("reduce", False)])
def test_while_it_plays_a_drawing_goes_within_half_a_second_after_its_frame(visit, bob, clip, motion, fades):
    note_with_an_arrow(bob, clip, 36)
    page = open_clip(visit(bob, reduced_motion=motion), clip)
    seek(page, 30)
    page.evaluate(WATCH)
    page.keyboard.press("l")
    page.wait_for_function("() => document.querySelector('clip-player').transport.frame > 55")
    seen = page.evaluate("seen")
    while_seen = [each for each in seen if each]
    assert while_seen, "it is seen while the clip plays past it"
    assert while_seen == sorted(while_seen, reverse=True), "it only grows fainter"
    assert (min(while_seen) < 0.6) == fades, "with reduced motion nothing fades: it is there, then it is not"
    assert seen[-1] == 0


def test_when_a_drawing_is_seen(visit, bob, clip):
    page = open_clip(visit(bob), clip)
    still = {"others": [36, 60], "isMoving": False, "way": 1, "rate": 24, "fps": 24}
    playing = still | {"isMoving": True}
    table = [
        (36, still, 1),
        (37, still, 0),
        (42, playing, 0.5),
        (48, playing, 0),
        (30, playing, 0),
        (30, playing | {"way": -1}, 0.5),
        (42, playing | {"rate": 48}, 0.75),
        (42, playing | {"isCalm": True}, 1),
        (26, still | {"ghost": True}, 0.3),
        (48, still | {"ghost": True}, 0.3),
        (49, still | {"ghost": True}, 0),
        (59, still | {"hold": True}, 1),
        (60, still | {"hold": True}, 0),
        (35, still | {"hold": True}, 0),
    ]
    strengths = page.evaluate(
        "async rows => { const { strength } = await import('studio/lib/drawn-shown.js');"
        " return rows.map(row => strength(36, row)) }",
        [more | {"frame": frame} for frame, more, _ in table],
    )
    assert strengths == pytest.approx([wanted for *_, wanted in table])


def test_a_picture_that_is_turned_by_its_camera_is_drawn_on_where_it_is_seen(visit, bob, live_studio):
    picture = keep(made, MEDIA / "rotated-by-exif.jpg", bob, name="Turned")
    page = visit(bob)
    page.goto(f"/assets/{picture.pk}/")
    page.wait_for_function(
        "() => customElements.get('frame-drawings') && document.querySelector('img[draggable]').complete"
    )
    page.keyboard.press("d")
    page.keyboard.press("b")
    drag(page, (0.25, 0.25), (0.75, 0.5))
    expect(drawn(page, "box")).to_have_count(1)
    assert_at(page, "box", (0.25, 0.25), (0.75, 0.5))
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_contain_text("Drawn: a box")
    [(frame, kind, points)] = rows()
    assert (frame, kind) == (None, "box")
    assert points == (pytest.approx((0.25, 0.25), abs=0.004), pytest.approx((0.75, 0.5), abs=0.004))


def test_somebody_outside_sees_drawings_and_draws_where_they_may_comment(visit, alice, bob, clip):
    note_with_an_arrow(bob, clip, 36)
    address = in_a_thread(lambda: sharing_made.address(sharing_made.made(alice, clip)))
    hers, theirs = open_clip(visit(alice), clip), visit()
    theirs.goto(address)
    theirs.get_by_role("button", name="Open").click()
    theirs.wait_for_function(
        "() => customElements.get('frame-drawings') && document.querySelector('video').readyState > 1"
    )
    seek(theirs, 36)
    expect(drawn(theirs, "arrow")).to_have_count(1)
    theirs.get_by_role("button", name="Draw", exact=True).click()
    drag(theirs, (0.3, 0.6), (0.7, 0.8))
    expect(drawn(theirs, "pen")).to_have_count(1)
    assert_accessible(theirs)
    theirs.locator("#note-form").get_by_label("Your name, shown beside what you write").fill("Paolo")
    theirs.get_by_role("button", name="Send", exact=True).click()
    expect(hers.locator(".thread").filter(has_text="Paolo")).to_contain_text("Drawn: a pen stroke")
    seek(hers, 36)
    expect(drawn(hers, "pen")).to_have_count(1)
