"""How long after the click the preview of a storyboard plays; prints JSON.

    python tests/bench/first_picture.py [--fraction 0.1]

A storyboard of three shots, 10 s at 1920 x 1080 with sound, drawn as an animatic by `manage.py studio` in a process of
its own, watched in Chromium: from the click on the button to the card's first `playing` and `timeupdate`, to those of
the stage, and to the kept file. `played_while` is what the card said when it played. Each job is kept before the next
is sent. Production settings; needs Chromium.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.create import CHROMIUM, signed_in, usual_fraction  # noqa: E402
from tests.bench.library import prepare, served  # noqa: E402

ROUNDS = 10
AIM_S = 3
SHOTS = [
    {"prompt": "Wide shot of a harbour at dusk, slow pan right", "duration": 3},
    {"prompt": "Close-up of a lamp in the rain", "duration": 3},
    {"prompt": "Push in on a reader at a window, night", "duration": 4},
]
ROUTE = {"model": "kling-3.0-pro", "task": "text-to-video", "via": "animatic"}
STORYBOARD = ROUTE | {
    "shown": "kling-3.0-pro text-to-video animatic",
    "shots": json.dumps(SHOTS),
    "size": "1920x1080",
    "duration": "10",
    "sound": "on",
    "page": "bench",
    "count": "1",
}

WATCH = """() => new Promise(done => {
  const began = performance.now()
  const found = {}
  const note = (name) => { found[name] ??= (performance.now() - began) / 1000 }
  const known = new WeakSet()
  const before = new Set([...document.querySelectorAll("#jobs .job")].map(({ id }) => id))
  const look = () => {
    const card = [...document.querySelectorAll("#jobs .job")].find(({ id }) => !before.has(id))
    if (card) note("card")
    if (card?.dataset.state === "running") note("running")
    for (const preview of document.querySelectorAll("live-preview:defined")) {
      if (known.has(preview)) continue
      known.add(preview)
      const video = preview.shadowRoot.querySelector("video")
      const where = preview.closest(".stage") ? "stage" : "card"
      video.addEventListener("playing", () => {
        note(`${where}_playing`)
        found.state ??= card.dataset.state
      })
      video.addEventListener("timeupdate", () => video.currentTime > 0 && note(`${where}_timeupdate`))
    }
    if (card?.dataset.state !== "ready") return requestAnimationFrame(look)
    note("ready")
    done(found)
  }
  document.querySelector("#send").click()
  look()
})"""
"""Clicks, and gives the seconds until each thing happened, once the film is kept."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=usual_fraction(), help="of the rounds, 0.01 to 1")
    rounds = max(2, round(ROUNDS * options.parse_args().fraction))
    if not CHROMIUM:
        raise SystemExit("This bench watches in Chromium: apt-get install chromium.")
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        found = measure(rounds)
    about = {"bench": "first_picture", "rounds": rounds, "cpus": os.cpu_count()}
    loads = {"load_before": round(load, 1), "load_after": round(os.getloadavg()[0], 1)}
    print(json.dumps(about | loads | summary(found), indent=2))


def summary(found: list[dict]) -> dict:
    """Seconds after the click: median and most of each thing that was seen to happen, the first round apart."""
    names = [name for name in found[0] if name != "state"]
    seen = {name: [round_[name] for round_ in found if name in round_] for name in names}
    playing = seen.get("card_playing", [])
    return {
        "seconds": {name: spread(times) for name, times in seen.items()},
        "played_while": [round_.get("state") for round_ in found],
        "aim_s": AIM_S,
        "reached": len(playing) == len(found) and max(playing) < AIM_S,
    }


def spread(times: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(times), 2), "most": round(max(times), 2)}


def measure(rounds: int) -> list[dict]:
    from playwright.sync_api import sync_playwright

    client = signed_in()
    answer = client.post("/create/draft/", STORYBOARD)
    if answer.status_code != 200:
        raise SystemExit(f"The composer answered {answer.status_code}.")
    with served() as url, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(base_url=url, viewport={"width": 1440, "height": 900})
        names = client.cookies
        page.context.add_cookies([{"name": name, "value": names[name].value, "url": url} for name in names])
        found = []
        for _ in range(rounds):
            page.goto("/create/")
            page.wait_for_load_state("networkidle")
            found.append(page.evaluate(WATCH))
        browser.close()
    return found


if __name__ == "__main__":
    main()
