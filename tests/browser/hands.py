"""The three ways in which people work a page: with a mouse, with a keyboard alone, with a finger on a phone.

A test of all three is parametrized with HANDS and asks the fixture `hand_of(name)` for a hand and its page. With the
keyboard alone nothing gets the focus but by Tab and arrows, and nothing is pressed but by Enter, Space and letters.
What has no twin for every hand (drawing, dragging) is in the tests, in a table by the hand's name.
"""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
MOST_TABS = 250

WHERE = """wanted => {
  const at = (one) => (one.shadowRoot?.activeElement ? at(one.shadowRoot.activeElement) : one)
  const outside = (one) => (one.getRootNode() instanceof ShadowRoot ? outside(one.getRootNode().host) : one)
  const here = at(document.activeElement ?? document.body)
  if (here === wanted || here.matches("summary, button, a") && here.contains(wanted)) return "here"
  if (wanted.type === "radio" && here.type === "radio" && here.name === wanted.name) return "in its group"
  const [a, b] = here.getRootNode() === wanted.getRootNode() ? [here, wanted] : [outside(here), outside(wanted)]
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? "before" : "after"
}"""
"""Where an element is, seen from the one that has the focus, shadow roots included."""

FACE = "one => ['radio', 'checkbox', 'file'].includes(one.type) && one.labels.length > 0"
"""Whether one presses a label, and not what it stands for."""

STEPS = """(select, wanted) => {
  const open = [...select.options].filter(({ disabled }) => !disabled)
  const to = open.findIndex(({ value, label }) => value === wanted || label === wanted)
  return to < 0 ? null : to - open.indexOf(select.options[select.selectedIndex])
}"""
"""How far down the wanted option of a select is; null where there is none."""


class Hand:
    """One way to work a page. All of them type; a subclass says how they press and choose."""

    screen: dict = {"viewport": DESKTOP}

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name

    def press(self, what: Locator, key: str = "") -> None:
        """A button, link, summary, tab, switch or checkbox. `key`: what presses it where one has a keyboard alone."""
        raise NotImplementedError

    def pick(self, radio: Locator) -> None:
        """One of a group of radios."""
        self.press(radio)
        expect(radio).to_be_checked()

    def choose(self, select: Locator, wanted: str) -> None:
        """An option of a select, by its value or its words."""
        select.select_option(wanted)

    def take(self, option: Locator) -> None:
        """A line of a menu that is open, be it of names or of acts."""
        self.press(option)

    def enter(self, field: Locator) -> None:
        """Goes into a field."""
        self.press(field)

    def write(self, field: Locator, words: str, *, instead: bool = False) -> None:
        """Words at the end of a field's, or instead of them."""
        self.enter(field)
        self.page.keyboard.press("ControlOrMeta+a" if instead else "ControlOrMeta+End")
        self.page.keyboard.type(words)

    def paste(self, field: Locator, text: str) -> None:
        """A text that was copied elsewhere, at the end of a field."""
        self.enter(field)
        self.page.keyboard.press("ControlOrMeta+End")
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("ControlOrMeta+v")

    def give(self, field: Locator, *files: Path) -> None:
        """Files, in the dialog that a field for files opens."""
        with self.page.expect_file_chooser() as chooser:
            self.press(field)
        chooser.value.set_files(list(files))

    def to(self, pane: str) -> None:
        """A pane of the composer by its name: Set up, Stage, Results. Where there is room all of them are there."""


class Mouse(Hand):
    def press(self, what: Locator, key: str = "") -> None:
        face(what).click()


class Touch(Hand):
    screen = {"viewport": PHONE, "has_touch": True, "is_mobile": True}

    smallest_px = float("inf")  #: the shorter side of the smallest thing that was pressed

    def press(self, what: Locator, key: str = "") -> None:
        pressed = face(what)
        pressed.scroll_into_view_if_needed()
        box = pressed.bounding_box()
        self.smallest_px = min(self.smallest_px, box["width"], box["height"])
        pressed.tap()

    def paste(self, field: Locator, text: str) -> None:
        """As the phone's own menu does it, which no page sees."""
        self.enter(field)
        self.page.keyboard.insert_text(text)

    def to(self, pane: str) -> None:
        tab = self.page.get_by_role("tab", name=pane, exact=True)
        tab.tap()
        expect(tab).to_have_attribute("aria-selected", "true")


class Keys(Hand):
    def press(self, what: Locator, key: str = "") -> None:
        if not key:
            self.reach(what)
            key = "Space" if what.evaluate("one => ['checkbox', 'file'].includes(one.type)") else "Enter"
        self.page.keyboard.press(key)

    def pick(self, radio: Locator) -> None:
        """Tab leads to the chosen radio of a group, or to its first; arrows to the others."""
        if self.reach(radio) == "here" and not radio.is_checked():
            self.page.keyboard.press("Space")
        self._until(radio.is_checked, "ArrowRight", f"the choice of {radio}")

    def choose(self, select: Locator, wanted: str) -> None:
        self.reach(select)
        steps = select.evaluate(STEPS, wanted)
        assert steps is not None, f"there is no {wanted!r} in {select}"
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def take(self, option: Locator) -> None:
        """Arrows move the focus in a menu of acts, and what is selected in a list that a text points into."""
        expect(option).to_be_visible()
        self._until(lambda: option.evaluate(IS_CURRENT), "ArrowDown", f"{option} in its menu")
        self.page.keyboard.press("Enter")

    def enter(self, field: Locator) -> None:
        self.reach(field)

    def reach(self, what: Locator) -> str:
        """Presses Tab, or Shift and Tab where it stands before, until it has the focus, or a radio of its group."""
        expect(what).to_be_attached()
        where = what.evaluate(WHERE)
        key = "Shift+Tab" if where == "before" else "Tab"
        for _ in range(MOST_TABS):
            if where in ("here", "in its group"):
                return where
            self.page.keyboard.press(key)
            where = what.evaluate(WHERE)
        raise AssertionError(f"{MOST_TABS} times {key} did not lead to {what}")

    def _until(self, is_so: Callable[[], bool], key: str, goal: str) -> None:
        for _ in range(MOST_TABS):
            if is_so():
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{MOST_TABS} times {key} did not lead to {goal}")


IS_CURRENT = "one => one.ariaSelected === 'true' || one.getRootNode().activeElement === one"

EVERY = {"mouse": Mouse, "keys": Keys, "touch": Touch}
HANDS = {name: EVERY[name] for name in os.environ.get("HANDS", " ".join(EVERY)).split()}
"""Those that this run works with: all, unless it is told which."""


def face(what: Locator) -> Locator:
    """What one presses on the screen for it: a radio, a checkbox or a field for files is pressed at its label."""
    expect(what).to_be_attached()
    return what.locator("xpath=ancestor::label[1]") if what.evaluate(FACE) else what
