"""Drawing over the player in the browser: opening a clip, drawing by parts of the picture, what is seen and kept."""

import math

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.review.models import Drawing
from studio.review.shapes import shape_of
from tests.browser.people import in_a_thread


def open_clip(page: Page, asset) -> Page:
    page.goto(f"/assets/{asset.pk}/")
    expect(page.locator("clip-player video")).to_have_js_property("controls", False)
    page.wait_for_function(
        "() => ['review-notes', 'frame-drawings'].every(name => customElements.get(name))"
        " && document.querySelector('video').readyState > 1 && document.querySelector('[data-ink] [data-whole]')"
    )
    return page


def seek(page: Page, frame: int) -> None:
    page.evaluate("frame => document.querySelector('clip-player').transport.go(frame)", frame)
    expect(page.locator("[data-counter]")).to_have_text(str(frame))


CONTENT_BOX = """() => {
  const picture = document.querySelector("[data-look] :is(video, img)")
  const { left, top, width, height } = picture.getBoundingClientRect()
  const [wide, high] = [picture.videoWidth ?? picture.naturalWidth, picture.videoHeight ?? picture.naturalHeight]
  const scale = Math.min(width / wide, height / high), w = wide * scale, h = high * scale
  return { x: left + (width - w) / 2, y: top + (height - h) / 2, width: w, height: h }
}"""
"""Where the picture itself is seen in the window: without the bars that `object-fit: contain` leaves."""


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """A point of the window, by parts of the picture."""
    box = page.evaluate(CONTENT_BOX)
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def drag(page: Page, *parts: tuple[float, float]) -> None:
    points = [place(page, *part) for part in parts]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=8)
    page.mouse.up()


def drawn(page: Page, kind: str) -> Locator:
    return page.locator(f"[data-ink] [data-kind={kind}]")


def assert_at(page: Page, kind: str, *parts: tuple[float, float]) -> None:
    """The corners of a shape's line are seen at those parts of the picture's box, within a pixel."""
    seen = page.evaluate(
        """kind => {
          const path = document.querySelector(`[data-ink] [data-kind=${kind}] .ink__line`), matrix = path.getScreenCTM()
          return path.getAttribute("d").slice(1).split(/[ML]/).map(point => {
            const { x, y } = new DOMPoint(...point.split(" ").map(Number)).matrixTransform(matrix)
            return [x, y]
          })
        }""",
        kind,
    )
    for part in parts:
        near = min(seen, key=lambda point: math.dist(point, place(page, *part)))
        assert near == pytest.approx(place(page, *part), abs=1), f"no corner of the {kind} is at {part}"


def rows() -> list[tuple[int | None, str, tuple]]:
    def read_all():
        drawings = Drawing.objects.order_by("pk")
        read = [(each.frame, shape_of(shape)) for each in drawings for shape in each.shapes]
        return [(frame, shape.kind, shape.points) for frame, shape in read]

    return in_a_thread(read_all)
