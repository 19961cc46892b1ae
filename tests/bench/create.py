"""How long the composer takes to answer, and a job to appear; prints JSON.

    python tests/bench/create.py [--fraction 0.1]

`swap`: the time inside Django (every middleware, the view, the form, the template) for a change in the composer:
words typed, shots, another model and back, another task; each saves the draft. `press`: from the click on the button
to the first frame with the job's card, in Chromium against `manage.py studio` in a process of its own; each job is
cancelled before the next press, so that every press meets an idle studio. `swap_on_screen` is a change of the
provider there, from the choice to the first frame with the new form. `key` and `point` are what the page's main
thread works for each key that is typed into the prompt and each point that is painted with the brush, on a processor
slowed down four times (tracing.py); the keys that end a word are told apart, for the draft is saved and its answer
taken then. Without Chromium these are null. Production settings.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.library import WARM_UP, percentiles, prepare, served  # noqa: E402
from tests.bench.tracing import SLOWED, traced, work_per_event  # noqa: E402

SWAPS, PRESSES = 100, 30
KEYS, POINTS = 200, 400
SWAP_AIM_MS, PRESS_AIM_MS, STROKE_AIM_MS = 40, 200, 50
BETWEEN_KEYS_MS, BETWEEN_WORDS_MS = 130, 700  #: as people type; the draft is saved in the pauses
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

SHOTS = json.dumps([{"prompt": f"Shot {number} of the pier, slow push in", "duration": 3} for number in range(1, 5)])
TEXT, IMAGE = "text-to-video", "image-to-video"
CHANGES = {
    "words": {"shown": f"kling-3.0-pro {TEXT} animatic", "model": "kling-3.0-pro", "task": TEXT},
    "shots": {"shown": f"kling-3.0-pro {TEXT} animatic", "model": "kling-3.0-pro", "task": TEXT, "shots": SHOTS},
    "model": {"shown": f"kling-1.5-standard {IMAGE} animatic", "model": "kling-3.0-pro", "task": IMAGE},
    "model_back": {"shown": f"kling-3.0-pro {IMAGE} animatic", "model": "kling-1.5-pro", "task": IMAGE},
    "task": {"shown": f"kling-3.0-pro {TEXT} animatic", "model": "kling-3.0-pro", "task": "text-to-image"},
}
"""What is changed: the route that the page shows, and what is chosen now."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fraction", type=float, default=usual_fraction(), help="of the rounds, 0.01 to 1")
    fraction = options.parse_args().fraction
    with tempfile.TemporaryDirectory(prefix="dailies-bench-") as folder:
        prepare(Path(folder))
        found = {"bench": "create", "swap": measure_swaps(max(10, int(SWAPS * fraction)))}
        found |= measure_on_screen(fraction)
    print(json.dumps(found, indent=2))


def usual_fraction() -> float:
    return float(os.environ.get("DAILIES_TEST_SCALE") or 1)


def summary(times: list[float], aim_ms: int) -> dict:
    """Milliseconds as p50 and p95, and whether p95 is below the aim."""
    found = percentiles(times)
    return found | {"rounds": len(times), "aim_ms": aim_ms, "reached": found["p95"] < aim_ms}


def signed_in():
    """A client of an owner who has just come."""
    from django.test import Client

    from studio.accounts.actions import make_owner

    client = Client(headers={"Host": "localhost", "HX-Request": "true"})
    client.force_login(make_owner(f"{uuid.uuid4().hex}@example.com", "Alice Archer"))
    return client


# On the server


def measure_swaps(rounds: int) -> dict:
    """All kinds of change in turn: together, and each alone. `cpu_ms` is what of it the processor worked."""
    client = signed_in()
    times: dict[str, list[float]] = {name: [] for name in CHANGES}
    work: list[float] = []
    for turn in range(WARM_UP + rounds):
        for name, change in CHANGES.items():
            began, worked = time.perf_counter(), time.process_time()
            post(client, turn, change)
            if turn >= WARM_UP:
                times[name].append((time.perf_counter() - began) * 1000)
                work.append((time.process_time() - worked) * 1000)
    together = summary([spent for each in times.values() for spent in each], SWAP_AIM_MS)
    by_change = {name: percentiles(each) for name, each in times.items()}
    return together | {"cpu_ms": percentiles(work), "by_change": by_change}


def post(client, turn: int, change: dict[str, str]) -> None:
    typed = {"prompt": f"A lighthouse in the storm, take {turn}", "size": "", "duration": "5", "via": "animatic"}
    answer = client.post("/create/draft/", typed | change | {"page": "bench", "count": str(turn)})
    if answer.status_code != 200 or b'id="inputs"' not in answer.content:
        raise SystemExit(f"The composer answered {answer.status_code} to {change}.")


# On the screen

WATCH = """([wanted, act]) => new Promise(done => {
  const arrived = () => document.querySelector(wanted)
  const began = performance.now()
  const watch = new MutationObserver(look)
  function look() {
    if (!arrived()) return
    watch.disconnect()
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)))
  }
  watch.observe(document.body, {subtree: true, childList: true, attributes: true})
  document.querySelector(act).click()
})"""
"""Clicks, and gives the milliseconds until what is wanted has been painted."""


def measure_on_screen(fraction: float) -> dict:
    if not CHROMIUM:
        print("Left out: press, swap_on_screen, key and point, because Chromium is not installed.", file=sys.stderr)
        return dict.fromkeys(("press", "swap_on_screen", "key", "point"))
    from playwright.sync_api import sync_playwright

    cookies = signed_in().cookies
    with served() as url, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(base_url=url, viewport={"width": 1440, "height": 900})
        page.context.add_cookies([{"name": name, "value": cookies[name].value, "url": url} for name in cookies])
        rounds = max(5, int(PRESSES * fraction))
        found = {"press": measure_presses(page, rounds), "swap_on_screen": measure_choices(page, rounds)}
        found |= {"key": measure_keys(page, max(24, int(KEYS * fraction)))}
        found |= {"point": measure_points(page, max(40, int(POINTS * fraction)))}
        browser.close()
    return found


def measure_presses(page, rounds: int) -> dict:
    page.goto("/create/?task=text-to-video&model=kling-3.0-standard&via=animatic")
    with page.expect_response("**/create/draft/"):
        page.locator("#id_prompt").fill("A harbour at dusk")
    times = []
    for turn in range(1 + rounds):
        page.wait_for_timeout(300)
        times.append(page.evaluate(WATCH, [f"#jobs > .job:nth-child({turn + 1}) .job__state", "#send"]))
        cancel(page)
    return summary(times[1:], PRESS_AIM_MS)


def cancel(page) -> None:
    """The newest job, so that drawing it slows down nothing."""
    job = page.locator("#jobs > .job").first
    job.get_by_role("button", name="Cancel").click()
    job.and_(page.locator("[data-state=cancelled]")).wait_for()


def measure_choices(page, rounds: int) -> dict:
    """Runware and the animatic in turn: another route, and so another form."""
    times = []
    for turn in range(1 + rounds):
        slug = ("runware", "animatic")[turn % 2]
        page.wait_for_timeout(100)
        times.append(page.evaluate(WATCH, [f"#inputs [name=shown][value$=' {slug}']", f"[name=via][value='{slug}']"]))
    return summary(times[1:], PRESS_AIM_MS)


# On a slow processor

WORDS = "A lighthouse in the storm, its beam sweeps left over the water; slow push in. "
PICTURE = ROOT / "tests" / "media" / "rocket.jpg"


def measure_keys(page, count: int) -> dict:
    """Typing into the prompt, with a pause after each word, in which the draft is saved and the answer taken."""
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro&via=animatic")
    page.wait_for_load_state("networkidle")
    page.locator("#id_prompt").focus()
    text = (WORDS * (count // len(WORDS) + 1))[:count]

    def type_it() -> None:
        for letter in text:
            page.keyboard.type(letter)
            page.wait_for_timeout(BETWEEN_WORDS_MS if letter == " " else BETWEEN_KEYS_MS)

    work, tasks = work_per_event(traced(page, type_it), "keydown")
    ends = [spent for letter, spent in zip(text, work, strict=True) if letter == " "]
    letters = [spent for letter, spent in zip(text, work, strict=True) if letter != " "]
    return strokes(letters, tasks) | {"with_the_answer_to_a_save": strokes(ends, tasks)}


def measure_points(page, count: int) -> dict:
    """Painting with the motion brush over a photograph of 640 x 427: rows from left to right."""
    page.goto("/create/?task=image-to-video&model=kling-1.5-pro&via=kling")
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/create/draft/"):
        page.locator("#id_first_frame input[type=file]").set_input_files(PICTURE)
    page.locator("#guide").get_by_role("radio", name="Motion brush").check(force=True)
    page.locator("motion-brush [data-part=canvas]").wait_for()
    page.wait_for_load_state("networkidle")
    board = page.locator("motion-brush .board").bounding_box()

    def paint() -> None:
        page.mouse.move(board["x"] + 20, board["y"] + 20)
        page.mouse.down()
        for number in range(count):
            across, down = number % 40 / 40, (number // 40 % 10) / 10
            page.mouse.move(
                board["x"] + 20 + across * (board["width"] - 40), board["y"] + 20 + down * (board["height"] - 40)
            )
            page.wait_for_timeout(16)
        page.mouse.up()
        page.wait_for_timeout(BETWEEN_WORDS_MS)

    return strokes(*work_per_event(traced(page, paint), "pointermove"))


def strokes(work: list[float], tasks: list[float]) -> dict:
    """Percentiles of the work for one stroke, and the longest single task, for which a key would have to wait."""
    return summary(work, STROKE_AIM_MS) | {"longest_task": round(max(tasks), 1), "slowed": SLOWED}


if __name__ == "__main__":
    main()
