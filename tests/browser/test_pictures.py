"""The README's pictures, taken of a studio at work: DAILIES_PICTURES=tests/browser/pictures pytest -k pictures

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

    def recipe(self, frame: Asset) -> Recipe:
        width, height = map(int, self.size.split("x"))
        shots = [{"prompt": prompt, "duration": seconds} for prompt, seconds in self.shots]
        text = {"shots": shots} if len(shots) > 1 else shots[0]
        values = {"width": width, "height": height, "first_frame": {"asset": str(frame.pk)}}
        return Recipe("kling-3.0-standard", "image-to-video", "animatic", values | text)


WIDE, TALL, SQUARE = "1280x720", "720x1280", "960x960"
CLIPS = (
    Clip(
        "rocket.jpg",
        WIDE,
        (("Wide: the rocket waits in the dark", 3), ("Closer: smoke rolls over the pad", 4), ("It lifts", 3)),
    ),
    Clip("astronaut.jpg", SQUARE, (("She looks past the camera and smiles", 3),)),
    Clip("coffee.jpg", TALL, (("Steam rises; the spoon is lifted", 3),)),
    Clip("chelsea.jpg", WIDE, (("The cat turns its head slowly", 3),)),
    Clip("rocket.jpg", TALL, (("Tilt up along the tower, blue hour", 3),)),
    Clip("coffee.jpg", WIDE, (("Macro: crema swirls, first sip", 3),)),
    Clip("chelsea.jpg", SQUARE, (("Eyes follow something off screen", 3),)),
    Clip("astronaut.jpg", WIDE, (("Slow push in, the flag moves behind her", 3),)),
    Clip("rocket.jpg", WIDE, (("Crane down to the lights of the pad", 3),)),
)
"""In the order in which they are drawn."""

UNDER_WAY = (
    Clip("astronaut.jpg", WIDE, (("She puts the helmet on, visor down", 15),)),
    Clip("coffee.jpg", WIDE, (("The cup is carried to the window", 15),)),
    Clip("chelsea.jpg", WIDE, (("The cat yawns and curls up", 15),)),
    Clip("astronaut.jpg", WIDE, (("She looks up, the visor mirrors the sky", 15),)),
    Clip("coffee.jpg", WIDE, (("Steam rises in the morning light", 15),)),
    Clip("chelsea.jpg", WIDE, (("The cat follows a bird behind the pane", 15),)),
)
"""So many that some still wait when the page is there."""


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
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=path, type="jpeg", quality=88)
    assert path.stat().st_size > 20_000


def test_the_pictures_of_the_readme(visit, alice, bob, folder):
    people = (alice, alice, bob, alice, bob, alice, bob, alice, alice)
    jobs = [submit(owner, clip, f"clip {at}") for at, (owner, clip) in enumerate(zip(people, CLIPS, strict=True))]
    wait_until_done()
    assert set(Job.objects.values_list("state", flat=True)) == {State.READY}
    rocket = jobs[0].results().get()
    page = visit(alice, viewport=DESKTOP)

    page.goto("/library/")
    expect(page.locator(".tile")).to_have_count(len(CLIPS))
    take(page, folder / "library.jpg")

    page.goto(rocket.get_absolute_url())
    expect(page.locator("video")).to_have_js_property("readyState", 4)
    page.get_by_label("Position").fill("40")
    expect(page.locator("video")).to_have_js_property("seeking", False)
    take(page, folder / "viewer.jpg")

    page.goto(f"/create/?remix={rocket.pk}")
    running = submit(alice, UNDER_WAY[0], "under way")
    expect(page.locator(f"#job-{running.pk} progress")).not_to_have_attribute("value", "0", timeout=30_000)
    take(page, folder / "create.jpg")

    for number, clip in enumerate(UNDER_WAY[1:]):
        submit(bob, clip, f"bob's {number}")
    page.goto("/queue/")
    expect(page.locator("[data-place=waiting] .job").first).to_be_visible()
    take(page, folder / "queue.jpg")
