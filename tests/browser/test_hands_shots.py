"""The storyboard by mouse, by keyboard alone, by touch: acts on a shot, the look, who cuts, tables, separate shots."""

import re
import socket
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.accounts import keyring
from studio.config.rehearsing import made_up
from studio.jobs.models import Chain, Job
from studio.providers import registry
from tests.browser.gestures import becomes, drag, holds, within
from tests.browser.hands import HANDS, Hand
from tests.browser.people import in_a_thread, settled
from tests.browser.quoting import quotes, recipes
from tests.browser.test_create_controls import opened, shots

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", HANDS)]

BOTH_CUT = "/create/?task=text-to-video&model=kling-3.0-pro&via=kling"
ONE_SHOT = "/create/?task=text-to-video&model=kling-2.5-turbo-pro&via=kling"
SECONDS = 15  #: that the strip is wide


def card(page: Page, at: int) -> Locator:
    return page.locator("shot-list .card").nth(at)


def board(page: Page, *wanted: tuple[str, int]) -> None:
    """Waits until the form and the draft hold these shots."""
    becomes(page, lambda: shots(page), list(wanted))

    def saved() -> list:
        [recipe] = recipes(page)
        return [(shot["prompt"], shot["duration"]) for shot in recipe["values"].get("shots", [])]

    becomes(page, saved, list(wanted))


def sent(page: Page) -> dict:
    [quoted] = quotes(page)
    assert quoted["valid"], quoted["errors"]
    return quoted["requests"][-1]["json"]


# What is done to a shot

ACTS = {
    "split": ("Split this shot in two", "s"),
    "duplicate": ("Duplicate this shot", "d"),
    "merge": ("Merge with the next shot", "m"),
    "earlier": ("Move this shot earlier", "Alt+ArrowLeft"),
    "later": ("Move this shot later", "Alt+ArrowRight"),
    "remove": ("Remove this shot", "Delete"),
}
"""What the button and the menu call it, and its key on the card."""


def by_button_or_right_click(hand: Hand, act: str, at: int) -> None:
    """Where the shot has a button for it, that; else the menu at the pointer."""
    words, _ = ACTS[act]
    button = hand.page.get_by_role("button", name=words, exact=True)
    if button.count():
        return hand.press(button)
    card(hand.page, at).click(button="right")
    return hand.take(hand.page.get_by_role("menuitem", name=words))


def by_key(hand: Hand, act: str, at: int) -> None:
    hand.reach(card(hand.page, at))
    hand.page.keyboard.press(ACTS[act][1])


def by_menu(hand: Hand, act: str, at: int) -> None:
    hand.press(hand.page.get_by_role("button", name="More for this shot"))
    hand.take(hand.page.get_by_role("menuitem", name=ACTS[act][0]))


ACTING = {"mouse": by_button_or_right_click, "keys": by_key, "touch": by_menu}


def do(hand: Hand, act: str, at: int) -> None:
    """To the shot at that place, which is the current one."""
    expect(hand.page.locator("shot-list .shot").nth(at)).to_have_attribute("aria-current", "true")
    ACTING[hand.name](hand, act, at)


def move_the_cut(hand: Hand, seconds: int) -> None:
    """The one after the first shot: it is dragged, or goes by arrows."""
    edge = hand.page.locator("shot-list .edge").first
    if hand.name == "keys":
        hand.reach(edge)
        for _ in range(seconds):
            hand.page.keyboard.press("ArrowRight")
        return
    edge.scroll_into_view_if_needed()
    second_px = hand.page.locator("shot-list [data-part=track]").evaluate(f"track => track.scrollWidth / {SECONDS}")
    x, y = within(edge, 0.5, 0.5)
    drag(hand, (x, y), (x + seconds * second_px, y))


LOOK = "35 mm"


def with_look(*parts: tuple[str, int]) -> list[tuple[str, int]]:
    return [(f"{LOOK}\n{words}", seconds) for words, seconds in parts]


def test_shots_are_made_cut_doubled_joined_and_moved(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, BOTH_CUT)
    hand.to("Stage")

    hand.press(page.get_by_role("button", name="Cut into shots"))
    hand.write(page.get_by_label("Prompt of shot 1"), "A pier")
    board(page, ("A pier", 5))
    hand.press(page.get_by_role("button", name="10 s free: add a shot"))
    hand.write(page.get_by_label("Prompt of shot 2"), "Hands")
    board(page, ("A pier", 5), ("Hands", 3))
    hand.write(page.get_by_label("Look"), LOOK)
    board(page, *with_look(("A pier", 5), ("Hands", 3)))
    for step, wanted in STEPS:
        step(hand)
        board(page, *with_look(*wanted))

    body = sent(page)
    assert (body["shot_type"], body["duration"]) == ("customize", "12")
    wanted = with_look(("A pier", 6), ("Hands", 2), ("A gull", 4))
    assert [(each["prompt"], int(each["duration"])) for each in body["multi_prompt"]] == wanted
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def on(act: str, at: int) -> Callable[[Hand], None]:
    return lambda hand: do(hand, act, at)


def other_words(hand: Hand) -> None:
    hand.write(hand.page.get_by_label("Prompt of shot 3"), "A gull", instead=True)


def four_seconds(hand: Hand) -> None:
    hand.write(hand.page.get_by_label("Seconds", exact=True), "4", instead=True)
    hand.page.keyboard.press("Tab")


STEPS = [
    (on("split", 1), [("A pier", 5), ("Hands", 2), ("Hands", 1)]),
    (on("duplicate", 1), [("A pier", 5), ("Hands", 2), ("Hands", 2), ("Hands", 1)]),
    (on("merge", 2), [("A pier", 5), ("Hands", 2), ("Hands", 3)]),
    (other_words, [("A pier", 5), ("Hands", 2), ("A gull", 3)]),
    (on("earlier", 2), [("A pier", 5), ("A gull", 3), ("Hands", 2)]),
    (lambda hand: move_the_cut(hand, 1), [("A pier", 6), ("A gull", 2), ("Hands", 2)]),
    (four_seconds, [("A pier", 6), ("A gull", 4), ("Hands", 2)]),
    (on("later", 1), [("A pier", 6), ("Hands", 2), ("A gull", 4)]),
]
"""What is done one after the other, and the shots then, their look left aside."""


def test_a_table_is_saved_and_brings_back_a_shot_that_was_taken_out(hand_of, tmp_path, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, BOTH_CUT)
    hand.to("Stage")
    hand.press(page.get_by_role("button", name="Paste a list"))
    hand.paste(page.get_by_label("One shot a line"), f"Look: {LOOK}\n1) 6s A pier\n2) 4s Hands")
    hand.press(page.get_by_role("button", name="Make shots of it"))
    whole = with_look(("A pier", 6), ("Hands", 4))
    board(page, *whole)

    table = saved_as_table(hand, tmp_path / "shots.csv")
    do(hand, "remove", 0)
    board(page, whole[1])
    hand.press(page.get_by_role("button", name="Undo", exact=True))
    board(page, *whole)
    do(hand, "remove", 0)
    board(page, whole[1])
    open_the_list(hand)
    hand.give(page.get_by_label("Open a table (CSV)"), table)

    board(page, *whole)


def open_the_list(hand: Hand) -> None:
    if not hand.page.get_by_label("One shot a line").is_visible():
        hand.press(hand.page.get_by_role("button", name="Paste a list"))


def saved_as_table(hand: Hand, path):
    open_the_list(hand)
    with hand.page.expect_download() as download:
        hand.press(hand.page.get_by_role("button", name="Save as CSV"))
    download.value.save_as(path)
    lines = path.read_text("utf-8-sig").splitlines()
    assert lines[:2] == ["shot,seconds,prompt,look", f"1,6,A pier,{LOOK}"]
    return path


# Who cuts


def test_the_model_cuts_by_itself_or_takes_the_shots_that_are_made(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, BOTH_CUT)
    hand.write(page.locator("#id_prompt"), "A pier in fog. Cut to: her hands.")
    hand.to("Stage")

    hand.pick(page.get_by_role("radio", name="Auto director"))
    holds(page, shot_style="intelligent")
    assert sent(page)["shot_type"] == "intelligence"
    assert sent(page)["prompt"] == "A pier in fog. Cut to: her hands."
    hand.press(page.get_by_role("button", name="Turn the prompt into shots"))
    board(page, ("A pier in fog", 3), ("her hands.", 2))
    assert sent(page)["shot_type"] == "customize"

    hand.pick(page.get_by_role("radio", name="Auto director"))
    board(page)
    expect(page.get_by_text("One prompt, one take.")).to_be_visible()
    hand.pick(page.get_by_role("radio", name="My shots"))
    board(page, ("A pier in fog", 3), ("her hands.", 2))
    assert [each["prompt"] for each in sent(page)["multi_prompt"]] == ["A pier in fog", "her hands."]


# Separate shots


@pytest.fixture
def nobody_there(settings):
    """A provider that no connection comes to: nothing is sent, and what is to be made waits."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        settings.REHEARSAL = f"http://127.0.0.1:{probe.getsockname()[1]}"
        yield


def test_shots_run_apart_at_a_price_that_is_said_for_all_of_them(nobody_there, hand_of, alice, name):
    keyring.add(alice.teams.get(), "kling", made_up(registry.get("kling")))
    hand = hand_of(name)
    page = hand.page
    opened(page, ONE_SHOT)
    hand.to("Stage")

    hand.press(page.get_by_role("button", name="Paste a list"))
    hand.paste(page.get_by_label("One shot a line"), "Look: 35 mm\n1) 2s The pier\n2) 5s Her hands")
    hand.press(page.get_by_role("button", name="Make shots of it"))
    run = page.get_by_role("button", name=re.compile("Run as 2 separate shots"))
    expect(run).to_have_text("Run as 2 separate shots · ~$0.70 in all", use_inner_text=True)
    settled(page)
    hand.press(run)

    becomes(page, lambda: in_a_thread(Chain.objects.count), 1)
    jobs = in_a_thread(lambda: list(Job.objects.order_by("created_at")))
    assert [(job.task, job.recipe["values"]["prompt"], job.recipe["values"]["duration"]) for job in jobs] == [
        ("text-to-video", "35 mm\nThe pier", 5),
        ("image-to-video", "35 mm\nHer hands", 5),
    ]
    assert sum(job.estimate_amount for job in jobs) == Decimal("0.70")
    hand.to("Results")
    expect(page.locator("#jobs .job")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
