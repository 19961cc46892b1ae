"""How well two clips keep step while they are compared; prints JSON.

    python tests/bench/compare.py [--fraction 0.2]

Two clips of 40 seconds whose every frame carries its number are compared for 30 seconds in Chromium, against
`manage.py studio` in a process of its own. Each time that the screen is drawn both pictures are read back. `apart`
counts by how many frames they differ; `left_out` are moments in which the machine itself drew nothing for more than
1.5 frames, and those until that is made up for: on a machine that keeps up there are hardly any. `paused` and
`stepped` are what both show then. It exits with 1 where they were more than the one frame in flight apart, or not
equal while they stood.

`--fraction`: so much of the 30 seconds.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.create import CHROMIUM, signed_in  # noqa: E402
from tests.bench.library import prepare, served  # noqa: E402
from tests.browser.numbered import PLAYING, STANDING, numbered  # noqa: E402

SECONDS, RATE, STEPS = 30, 25, 30


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=1.0, help="of the time, 0.1 to 1")
    seconds = SECONDS * options.parse_args().fraction
    if not CHROMIUM:
        sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        cookies = signed_in().cookies
        found = measured(kept(Path(folder)), cookies, seconds)
    print(json.dumps({"bench": "compare", "seconds": seconds, **found, "load": os.getloadavg()[0]}, indent=2))
    stood = all(len(set(pair)) == 1 for pair in (found["paused"], *found["stepped"]))
    sys.exit(0 if stood and max(found["apart"]) <= 1 else 1)


def kept(folder: Path) -> list[str]:
    """The ids of the two clips."""
    from studio.accounts.models import User
    from tests.library.making import made

    alice = User.objects.get()
    clips = [numbered(folder / f"{name}.mp4", (SECONDS + 10) * RATE - name, str(RATE)) for name in range(2)]
    return [str(asyncio.run(made(clip, alice)).pk) for clip in clips]


def measured(ids: list[str], cookies: dict, seconds: float) -> dict[str, object]:
    from playwright.sync_api import expect, sync_playwright

    with served() as url, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(base_url=url, viewport={"width": 1440, "height": 900})
        page.context.add_cookies([{"name": name, "value": cookies[name].value, "url": url} for name in cookies])
        page.goto(f"/compare/?ids={','.join(ids)}")
        expect(page.locator("[data-length]")).not_to_be_empty()
        page.keyboard.press("l")
        told = page.evaluate(PLAYING, [seconds, 1, 0])
        page.keyboard.press("k")
        paused, stepped = page.evaluate(STANDING), []
        for _ in range(STEPS):
            page.keyboard.press(",")
            stepped.append(page.evaluate(STANDING))
        browser.close()
    apart = Counter(abs(first - second) for first, second in told["seen"])
    return {"apart": dict(sorted(apart.items())), "left_out": told["left"], "paused": paused, "stepped": stepped}


if __name__ == "__main__":
    main()
