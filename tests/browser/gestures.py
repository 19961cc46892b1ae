"""Gestures that each hand has in its own way: to drag, to slide, and to wait until what was done has come through."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from studio.jobs.models import Draft
from tests.browser.hands import Hand
from tests.browser.people import in_a_thread, settled
from tests.browser.quoting import recipes

PATIENCE_S = 60
KNOB_PX = 16  # of a slider


def becomes(page: Page, look: Callable[[], object], wanted: object) -> None:
    """Waits until a look gives what is wanted: what a hand did is saved and drawn a moment later."""
    deadline = time.monotonic() + PATIENCE_S
    while (found := look()) != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert found == wanted, found
    settled(page)


def holds(page: Page, **wanted: object) -> None:
    """Waits until the recipe of what is composed has these values; None for one that it has not."""

    def look() -> dict:
        if not in_a_thread(Draft.objects.exists):
            return {}
        [recipe] = recipes(page)
        return {name: recipe["values"].get(name) for name in wanted}

    becomes(page, look, wanted)


def drag(hand: Hand, *points: tuple[float, float]) -> None:
    """From point to point of the window, by mouse or by a finger; both rest before they let go."""
    {"mouse": _by_mouse, "touch": _by_finger}[hand.name](hand.page, points)


def _by_mouse(page: Page, points: tuple[tuple[float, float], ...]) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=6)
    page.mouse.up()


def _by_finger(page: Page, points: tuple[tuple[float, float], ...]) -> None:
    """It rests at the end: a fling swallows the next tap. All of it was before that tap, by its clock."""
    session, now = page.context.new_cdp_session(page), time.time() - 0.4 * len(points) - 1

    def send(kind: str, *at: tuple[float, float], after_s: float) -> None:
        touch = [{"x": x, "y": y} for x, y in at]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touch, "timestamp": now + after_s})

    send("touchStart", points[0], after_s=0)
    moment = 0.0
    for (ax, ay), (bx, by) in zip(points, points[1:], strict=False):
        for step in range(1, 5):
            moment += 0.1
            send("touchMove", (ax + (bx - ax) * step / 4, ay + (by - ay) * step / 4), after_s=moment)
    send("touchMove", points[-1], after_s=moment + 0.6)
    send("touchEnd", after_s=moment + 1.2)
    session.detach()


def within(what: Locator, x: float, y: float) -> tuple[float, float]:
    """A point of the window, by fractions of what is seen there."""
    box = what.bounding_box()
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def slide(hand: Hand, slider: Locator, value: float) -> None:
    """Takes the knob of a slider and drags it; with the keyboard, arrows move it step by step."""
    step = float(slider.get_attribute("step") or 1)
    if hand.name == "keys":
        hand.enter(slider)
        steps = round((value - float(slider.input_value())) / step)
        for _ in range(abs(steps)):
            hand.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")
        return
    slider.scroll_into_view_if_needed()
    expect(slider).to_be_in_viewport()
    drag(hand, *(_knob(slider, at) for at in (float(slider.input_value()), value)))


def _knob(slider: Locator, value: float) -> tuple[float, float]:
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    box = slider.bounding_box()
    return box["x"] + KNOB_PX / 2 + (box["width"] - KNOB_PX) * (value - low) / (high - low), box["y"] + box[
        "height"
    ] / 2
