"""What people do again and again: with the composer, with the keyboard, with the files that come out."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote_plus

import av
import numpy as np
from asgiref.sync import async_to_sync
from django.db import connections
from playwright.sync_api import Page, Response, expect

CLIP = (
    "/create/?task=text-to-video&model=kling-3.0-standard&via=animatic"  #: 3 s at 1280x720 is drawn in a second or two
)


# The composer


def saved(page: Page, act: Callable[[], object]) -> None:
    """Does something in the form, and waits until the draft is saved and drawn."""
    with page.expect_response("**/create/draft/"):
        act()
    expect(page.locator("#compose.htmx-request")).to_have_count(0)


def saved_with(page: Page, words: str, act: Callable[[], object]) -> None:
    """Does something that takes several saves, and waits until the one with these words is answered and drawn."""

    def has_them(answer: Response) -> bool:
        return "/create/draft/" in answer.url and words in unquote_plus(answer.request.post_data or "")

    with page.expect_response(has_them):
        act()
    expect(page.locator("#compose.htmx-request")).to_have_count(0)


def settled(page: Page) -> None:
    """All that was asked for has come, and hears what is done to it."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def give_first_frame(page: Page, picture: Path) -> dict:
    """Chooses a file; what the studio answered: {"id", "width", "height", …}."""
    expect(page.locator("frame-picker:defined").first).to_be_visible()
    with page.expect_response("**/uploads/") as upload:
        saved(page, lambda: page.locator("#id_first_frame input[type=file]").set_input_files(picture))
    return upload.value.json()


def compose_clip(page: Page, prompt: str, seconds: int = 3) -> None:
    """Opens the composer with a clip that is ready to be sent."""
    page.goto(CLIP)
    saved(page, lambda: page.locator("#id_prompt").fill(prompt))
    if seconds != 5:
        saved(page, lambda: page.locator("#id_duration").fill(str(seconds)))


def send(page: Page) -> str:
    """Presses the button; the id of the job's card, when it is on screen."""
    before = page.locator("#jobs .job").count()
    page.locator("#send").click()
    expect(page.locator("#jobs .job")).to_have_count(before + 1)
    return page.locator("#jobs .job").first.get_attribute("id")


def expect_state(page: Page, card: str, state: str, within_s: float = 60) -> None:
    expect(page.locator(f"#{card}")).to_have_attribute("data-state", state, timeout=within_s * 1000)


# The keyboard

FOCUSED = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (!at) return ""
  const label = at.ariaLabel || at.labels?.[0]?.innerText || at.innerText || at.querySelector("img")?.alt || ""
  return [at.localName, at.type ?? "", at.name ?? "", at.value ?? "", label].join(" | ").replace(/\\s+/g, " ")
}"""


def focused(page: Page) -> str:
    """What has the focus, shadow roots included: `button | submit |  |  | Send`."""
    return page.evaluate(FOCUSED)


def focus_comes_to(page: Page, wanted: str, within_s: float = 10) -> None:
    """Waits until what has the focus holds these words: what was pressed may only just be under way."""
    deadline = time.monotonic() + within_s
    while wanted not in (now := focused(page)):
        assert time.monotonic() < deadline, f"the focus is at {now!r}, and should come to {wanted!r}"
        time.sleep(0.02)


def tab_to(page: Page, wanted: str, key: str = "Tab", most: int = 120) -> None:
    """Presses Tab until what has the focus fits the pattern."""
    seen = []
    for _ in range(most):
        page.keyboard.press(key)
        seen.append(focused(page))
        if re.search(wanted, seen[-1]):
            return
    raise AssertionError(f"{most} times {key} did not lead to {wanted!r}, but to:\n" + "\n".join(seen))


# Files


def film(path: Path) -> tuple[av.video.stream.VideoStream, list[np.ndarray]]:
    """The video stream's facts, and all frames small and grey."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        small = [frame.reformat(160, 90, "gray").to_ndarray().astype(np.int16) for frame in container.decode(stream)]
        return stream, small


def cuts(frames: list[np.ndarray], how_many: int) -> list[int]:
    """The frames that differ most from the one before, in order."""
    steps = [int(np.abs(now - before).mean() * 100) for before, now in zip(frames, frames[1:], strict=False)]
    return sorted(int(at) + 1 for at in np.argsort(steps)[-how_many:])


def in_a_thread(function: Callable, *arguments: object, **named: object) -> object:
    """Calls something that wants to run a loop of its own: Playwright keeps one on the main thread."""

    def call() -> object:
        try:
            return function(*arguments, **named)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def kept(make: Callable, *arguments: object, **named: object) -> object:
    """Calls an async function and waits for what it gives."""
    return in_a_thread(async_to_sync(make), *arguments, **named)
