"""The library's grid in tests: a page whose elements are at work, its tiles, and where the focus is."""

import time
from datetime import datetime, timedelta

from playwright.sync_api import Error, Locator, Page

from studio.core import clock
from studio.library.models import Asset

FOCUSED = "id => document.activeElement.closest('.tile')?.id === `asset-${id}`"
UP = "() => { const scroll = document.querySelector('.pane__scroll'); scroll.scrollBy(0, -scroll.clientHeight) }"
DOWN = "() => { const scroll = document.querySelector('.pane__scroll'); scroll.scrollBy(0, scroll.clientHeight / 2) }"


def until(page: Page, condition: str, arg: object = None, within_s: float = 10) -> None:
    """Waits for a condition in the page. (Playwright's own way needs `eval` in the page, which our policy forbids.)"""
    deadline = time.monotonic() + within_s
    while not _holds(page, condition, arg):
        assert time.monotonic() < deadline, f"not within {within_s} s: {condition} {arg or ''}"
        page.wait_for_timeout(20)


def _holds(page: Page, condition: str, arg: object) -> bool:
    """Not while the page is being loaded anew."""
    try:
        return bool(page.evaluate(condition, arg))
    except Error as error:
        if "context was destroyed" not in error.message:
            raise
        return False


def ready(page: Page) -> None:
    """The page's elements are at work."""
    until(page, "!!customElements.get('justified-grid') && !!customElements.get('sprite-scrub')")


def open_live(page: Page, address: str) -> None:
    """Opens a page, and waits until its socket has told it what is: from then on it hears what is made."""
    heard = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda text: heard.append(text)))
    page.goto(address)
    deadline = time.monotonic() + 10
    while not heard:
        assert time.monotonic() < deadline, f"{address}: its socket says nothing"
        page.wait_for_timeout(20)


def earlier() -> datetime:
    """Before the page was made: what is newer comes by the socket."""
    return clock.now() - timedelta(hours=1)


def tile(page: Page, asset: Asset) -> Locator:
    return page.locator(f"#asset-{asset.pk}")


def focused(page: Page) -> str:
    """The id of the file whose tile has the focus, or nothing."""
    return page.evaluate("document.activeElement.closest('.tile')?.id ?? ''").removeprefix("asset-")
