"""What the page's main thread works for each screen of the library that is scrolled; prints JSON.

    python tests/bench/grid.py [--fraction 0.1]

A library of 10,000 clips in Chromium at 1440 x 900, against `manage.py studio` in a process of its own, scrolled down
by the wheel, a screen at a time, then up again. `screen` is the work of the main thread from one turn of the wheel to
the next, the following pages taken and laid out, as Chromium's own trace has it (tracing.py), on a processor slowed
down four times; `tiles` the most that were in the page at once. Without Chromium there is nothing to measure.
Production settings. `--fraction` makes it shorter: so much of the library and of the screens.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.library import percentiles, prepare, served  # noqa: E402
from tests.bench.library_rows import fill  # noqa: E402
from tests.bench.tracing import SLOWED, traced, work_per_event  # noqa: E402

CLIPS, SCREENS = 10_000, 60
MOST_TILES = 150
SCREEN_PX = 800
BETWEEN_SCREENS_MS = 400  #: as people look; the next page comes meanwhile
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CLIP = ROOT / "tests" / "media" / "numbered-24fps.mp4"

HEARD = "document.addEventListener('wheel', () => {}, {passive: true})"
"""A trace tells of events that somebody listens to."""

FILLED = "[...document.querySelectorAll('.tile')].some(tile => tile.getBoundingClientRect().bottom >= innerHeight)"
DEPTH = "document.querySelector('.pane__scroll').scrollTop"
PATIENCE_S = 60


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the library and the screens, 0.01 to 1")
    fraction = options.parse_args().fraction
    if not CHROMIUM:
        print("Left out: Chromium is not installed.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        cookies = filled(max(500, int(CLIPS * fraction)))
        found = measure(cookies, max(6, int(SCREENS * fraction)))
    print(json.dumps({"bench": "grid", "slowed": SLOWED, "most_tiles": MOST_TILES} | found, indent=2))


def filled(size: int) -> dict[str, str]:
    """Alice's cookies: her library is so many clips, all with the bytes, the poster and the sprite of one."""
    from asgiref.sync import async_to_sync
    from django.test import Client

    from studio.accounts.actions import make_owner
    from studio.library.models import Asset
    from tests.library.making import made

    alice = make_owner("alice@example.com", "Alice Archer")
    given = Path(shutil.copy(CLIP, Path(os.environ["DAILIES_DATA"]) / "incoming" / CLIP.name))
    clip = async_to_sync(made)(given, alice)
    fill(alice, size, **Asset.facts_columns(clip.facts), source_sha256=clip.source_sha256)
    client = Client(headers={"Host": "localhost"})
    client.force_login(alice)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def measure(cookies: dict[str, str], screens: int) -> dict:
    """Down and up again, so many screens each way."""
    from playwright.sync_api import sync_playwright

    tiles, deepest = [0], [0]
    with served() as url, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(base_url=url, viewport={"width": 1440, "height": 900})
        page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        page.goto("/library/")
        page.wait_for_load_state("networkidle")
        page.locator(".tile").first.wait_for()
        page.evaluate(HEARD)
        page.mouse.move(800, 500)

        def scroll() -> None:
            for down in (SCREEN_PX, -SCREEN_PX):
                for _ in range(screens):
                    page.mouse.wheel(0, down)
                    page.wait_for_timeout(BETWEEN_SCREENS_MS)
                    until_filled(page)
                    tiles.append(page.locator(".tile").count())
                    deepest.append(page.evaluate(DEPTH))

        work, tasks = work_per_event(traced(page, scroll), "wheel")
        browser.close()
    if max(deepest) < SCREEN_PX * (screens - 1):
        raise SystemExit(f"The wheel was turned by {screens} screens, and the list went {max(deepest)} pixels.")
    summary = percentiles(work) | {"screens": len(work), "longest_task": round(max(tasks), 1)}
    return {"screen": summary, "tiles": max(tiles), "kept_few": max(tiles) <= MOST_TILES}


def until_filled(page) -> None:
    """Waits until the window is full of tiles: the server of a busy machine may be late."""
    deadline = time.monotonic() + PATIENCE_S
    while not page.evaluate(FILLED):
        if time.monotonic() > deadline:
            raise SystemExit(f"No more tiles came within {PATIENCE_S} s.")
        page.wait_for_timeout(50)


if __name__ == "__main__":
    main()
