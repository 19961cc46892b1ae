"""What will be sent, by the mouse, by the keyboard alone and by touch: each form is copied and run, and asks for what
the quote says; so does what another provider would get, beside it."""

import json
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import HANDS
from tests.browser.people import saved, saved_with
from tests.browser.quoting import quotes
from tests.browser.test_create_controls import opened

pytestmark = pytest.mark.browser

START = "/create/?task=text-to-video&model=kling-2.5-turbo-pro&via=kling"
PROMPT = 'A <b>lighthouse</b>, "at dusk", for $5'
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# What each form does when it is run


def of_json(text: str) -> dict:
    """The request as it is written."""
    first, _, body = text.partition("\n")
    return dict(zip(("method", "url"), first.split(), strict=True)) | {"json": json.loads(body)}


def of_curl(text: str) -> dict:
    """What a shell has curl send; the program is one here that only tells what it was called with."""
    told = 'curl() { printf "%s\\n" "$3" "$4"; cat; }\n' + text
    keys = {"KLING_KEY": "a", "FAL_KEY": "b", "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(["bash", "-euc", told], env=keys, capture_output=True, text=True, check=True)
    return of_json(ran.stdout.replace("\n", " ", 1))


def of_python(text: str, monkeypatch) -> dict:
    """What a program has httpx send; the library is one here that only remembers what it was called with."""
    asked = []

    def request(method: str, url: str, **facts) -> SimpleNamespace:
        asked.append({"method": method, "url": url, "json": facts["json"]})
        return SimpleNamespace(status_code=200, text="")

    monkeypatch.setitem(sys.modules, "httpx", SimpleNamespace(request=request))
    for name in ("KLING_KEY", "FAL_KEY"):
        monkeypatch.setenv(name, "key")
    exec(compile(text, "copied.py", "exec"), {})
    return asked[0]


# The panel


def code(page: Page, name: str):
    return page.get_by_role("region", name=f"What {name} gets")


def copied(page: Page, hand, name: str) -> str:
    """What the clipboard holds after a press of the button."""
    page.evaluate("navigator.clipboard.writeText('nothing')")
    hand.press(page.get_by_role("button", name=f"Copy what {name} gets"))
    expect(page.locator("#announcer")).to_have_text("Copied")
    page.evaluate("document.querySelector('#announcer').textContent = ''")
    return page.evaluate("navigator.clipboard.readText()")


def quoted(page: Page) -> dict:
    """The request as `quote` prints it for what the composer holds."""
    [told] = quotes(page)
    [request] = told["requests"]
    return {name: request[name] for name in ("method", "url", "json")}


def like_the_quote(request: dict) -> dict:
    """Our ids are made anew each time."""
    return json.loads(ID.sub("{{uuid}}", json.dumps(request)))


@pytest.mark.parametrize("name", HANDS)
def test_what_is_copied_in_each_form_asks_for_what_the_quote_says(hand_of, name, monkeypatch):
    hand = hand_of(name)
    page = hand.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, START)
    saved_with(page, PROMPT, lambda: hand.write(page.get_by_label("Prompt", exact=True), PROMPT))
    saved(page, lambda: hand.press(page.get_by_role("checkbox", name="What will be sent")))
    expect(code(page, "Kling")).to_be_in_viewport()

    wanted = quoted(page)
    assert wanted["json"]["prompt"] == PROMPT
    assert like_the_quote(of_json(copied(page, hand, "Kling"))) == wanted
    saved(page, lambda: hand.pick(page.get_by_role("radio", name="curl")))
    assert like_the_quote(of_curl(copied(page, hand, "Kling"))) == wanted
    saved(page, lambda: hand.pick(page.get_by_role("radio", name="Python")))
    assert like_the_quote(of_python(copied(page, hand, "Kling"), monkeypatch)) == wanted

    saved(page, lambda: hand.choose(page.get_by_label("Compare with"), "fal"))
    to_fal = of_python(copied(page, hand, "fal"), monkeypatch)
    assert like_the_quote(of_python(copied(page, hand, "Kling"), monkeypatch)) == wanted
    saved(page, lambda: hand.press(page.get_by_role("button", name="Close what will be sent")))
    expect(code(page, "Kling")).to_have_count(0)
    saved(page, lambda: hand.pick(page.get_by_role("radio", name="fal")))
    assert to_fal == quoted(page)
