"""What axe-core cannot judge: that a control can be used at 200 %, and that focus and choice are seen without colours.

There the browser replaces every colour, and axe-core reports contrasts of colours that nobody sees: it is not asked.
What is focused or chosen has to differ in something that is no colour: an outline, a border, a line, a place
(looking.js).
"""

from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.conftest import DESKTOP

TWICE = {"width": 720, "height": 450}  #: 1440 x 900 at 200 %
OF_ONE_SORT = 2  #: so many are looked at: the others look alike


@cache
def _faults() -> str:
    code = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
    return "\n".join(line for line in code.splitlines() if not line.startswith("//"))


def assert_seen_and_reached(page: Page, scope: Locator) -> None:
    """At 200 % and in forced colours: all of it can be pressed, and what is focused or chosen is seen."""
    page.set_viewport_size(TWICE)
    page.emulate_media(forced_colors="active")
    try:
        _show(page, scope)
        faults = scope.evaluate(_faults(), OF_ONE_SORT)
    finally:
        page.emulate_media(forced_colors="none")
        page.set_viewport_size(DESKTOP)
    assert not faults, "\n".join(faults)


PANE = "one => one.closest('dialog') ? '' : one.closest('#stage') ? 'stage' : 'inputs'"


def _show(page: Page, scope: Locator) -> None:
    """The pane that the control is in: at that size there is one at a time."""
    if pane := scope.evaluate(PANE):
        page.locator(f".pane-tabs [data-pane='{pane}']").evaluate("tab => tab.click()")
    page.keyboard.press("Shift")  # who uses keys is shown where the focus is
