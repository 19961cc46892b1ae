"""The README's pictures, taken of a real studio at work: DAILIES_PICTURES=<folder> pytest tests/browser/test_pictures.py

Everything in them was made by the test: photographs given, animatics drawn, one still being drawn.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from studio.catalog.recipe import Recipe
from studio.jobs import actions
from studio.jobs.machine import FINAL, State
from studio.jobs.models import Job
from studio.library.models import Asset
from tests.browser.conftest import DESKTOP, MEDIA
from tests.browser.making import upload
from tests.browser.people import in_a_thread

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Clip:
    """One clip to draw: of a photograph, in so many shots."""

    photograph: str
    size: str
    shots: tuple[tuple[str, int], ...]
    model: str = "kling-3.0-standard"

    def recipe(self, frame: Asset) -> Recipe:
        width, height = map(int, self.size.split("x"))
        shots = [{"prompt": prompt, "duration": seconds} for prompt, seconds in self.shots]
        text = {"shots": shots} if len(shots) > 1 else {"prompt": shots[0]["prompt"], "duration": shots[0]["duration"]}
        values = {"width": width, "height": height, "first_frame": {"asset": str(frame.pk)}} | text
        return Recipe(self.model, "image-to-video", "animatic", values)


CLIPS = (
    Clip("astronaut.jpg", "960x960", (("She looks past the camera and smiles", 3),)),
    Clip("coffee.jpg", "720x1280", (("Steam rises; the spoon is lifted", 3),)),
    Clip("chelsea.jpg", "1280x720", (("The cat turns its head slowly", 3),)),
    Clip("coffee.jpg", "1280x720", (("Macro: crema swirls", 3), ("Wide: the table by the window", 3))),
    Clip(
        "rocket.jpg",
        "1280x720",
        (("Wide: the rocket waits in the dark", 3), ("Closer: smoke rolls over the pad", 4), ("It lifts", 3)),
    ),
)
LAST = Clip("astronaut.jpg", "1280x720", (("Slow push in, the flag moves behind her", 15),))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    wanted = os.environ.get("DAILIES_PICTURES")
    path = Path(wanted) if wanted else tmp_path_factory.mktemp("pictures")
    path.mkdir(parents=True, exist_ok=True)
    return path


def submit(owner, clip: Clip, key: str) -> Job:
    team = owner.teams.get()
    frame = upload(owner, MEDIA / clip.photograph)
    return in_a_thread(actions.submit, owner, team, team.projects.first(), clip.recipe(frame), key)


def wait_until_done() -> None:
    deadline = time.monotonic() + 240
    while Job.objects.exclude(state__in=FINAL).exists():
        assert time.monotonic() < deadline, list(Job.objects.values_list("state", "words", "error"))
        time.sleep(0.2)


def take(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)
    page.screenshot(path=path, type="jpeg", quality=88)


def test_the_pictures_of_the_readme(visit, alice, bob, folder):
    for number, clip in enumerate(CLIPS):
        submit(bob if number == 1 else alice, clip, f"clip {number}")
    wait_until_done()
    assert set(Job.objects.values_list("state", flat=True)) == {State.READY}
    page = visit(alice, viewport=DESKTOP)
    newest = Asset.objects.results().newest_first().first()

    page.goto("/library/")
    expect(page.locator(".tile")).to_have_count(len(CLIPS))
    take(page, folder / "library.jpg")

    page.goto(newest.get_absolute_url())
    page.get_by_label("Position").fill("100")
    expect(page.locator("video")).to_have_js_property("seeking", False)
    take(page, folder / "viewer.jpg")

    page.goto(f"/create/?remix={newest.pk}")
    running = submit(alice, LAST, "last")
    submit(bob, CLIPS[2], "bob's")
    expect(page.locator(f"#job-{running.pk}")).to_have_attribute("data-state", "running")
    expect(page.locator(f"#job-{running.pk} progress")).to_be_visible()
    take(page, folder / "create.jpg")

    page.goto("/queue/")
    expect(page.locator(f"#job-{running.pk}")).to_be_visible()
    take(page, folder / "queue.jpg")
    assert all((folder / f"{name}.jpg").stat().st_size > 20_000 for name in ("create", "library", "viewer", "queue"))
