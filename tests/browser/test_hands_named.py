"""The composer's named journeys by mouse, by keyboard alone, by touch: Kling would get exactly what was meant.

Each journey is one function that a hand walks; where a hand has a gesture of its own, a table says which.
"""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.core import clock
from studio.library.models import Asset, Voice
from tests.browser.conftest import MEDIA
from tests.browser.hands import HANDS, Hand
from tests.browser.making import upload
from tests.browser.people import settled
from tests.browser.quoting import quotes
from tests.browser.test_create_controls import opened
from tests.browser.test_mentions import carry_by_finger
from tests.browser.test_shots import LIST

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("name", HANDS)]

KLING = "https://api-singapore.klingai.com/v1"
UNMARKED = {"watermark_info": {"enabled": False}}
PATIENCE_S = 20
FINGER_PX = 44


# What Kling would get


def request(path: str, **body) -> dict:
    return {"method": "POST", "url": f"{KLING}/{path}", "headers": {}, "json": body}


def job(path: str, **body) -> dict:
    """The request of something that Kling works on, by an id of ours."""
    return request(path, **body, external_task_id="{{uuid}}")


def quote(amount: str | None, *requests: dict, exact: bool = False, warnings: tuple[str, ...] = ()) -> dict:
    """A quote that is valid; of its price without where it comes from."""
    price = amount and {"amount": amount, "currency": "USD", "exact": exact}
    return {"valid": True, "errors": [], "warnings": list(warnings), "price": price, "requests": list(requests)}


def shown(found: dict) -> dict:
    price = found["price"] and {name: found["price"][name] for name in ("amount", "currency", "exact")}
    return found | {"price": price}


def comes_to(page: Page, *wanted: dict) -> None:
    """Waits until what is saved would be sent so: one quote a job."""
    deadline = time.monotonic() + PATIENCE_S
    while (found := [shown(each) for each in quotes(page)]) != list(wanted) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert found == list(wanted)


def file(asset) -> str:
    return f"{{{{file:{asset}}}}}"


def address(asset) -> str:
    return f"{{{{url:{asset}}}}}"


def kept(name: str) -> str:
    """The id of the file that a hand has given under this name."""
    return str(Asset.objects.get(name=name).pk)


# What every journey does


def fits(hand: Hand) -> bool:
    """Nothing runs out of the page, and what a finger has pressed is as large as a finger, give or take rounding."""
    is_whole = hand.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return is_whole and (hand.name != "touch" or hand.smallest_px > FINGER_PX - 0.5)


def from_the_library(hand: Hand, place: Locator, name: str) -> None:
    """Opens the library at a place, and takes a file of it."""
    sheet = hand.page.get_by_role("dialog")
    hand.press(place)
    expect(sheet.get_by_label("Search by name")).to_be_focused()
    settled(hand.page)
    hand.press(sheet.locator(".source__take", has_text=name))
    expect(sheet).to_be_hidden()


def mention(hand: Hand, name: str, words: str) -> None:
    """A name in the prompt, and words after it: with a keyboard by its first letters, else by the button below."""
    page = hand.page
    if hand.name == "keys":
        hand.write(page.locator("#id_prompt"), f"@{name[:3]}")
    else:
        hand.press(page.get_by_role("button", name="Mention somebody"))
    hand.take(page.get_by_role("listbox", name="Names for the prompt").get_by_role("option", name=f"@{name}"))
    page.keyboard.type(words)


# Two voices in a prompt


TAG = b"TAG%s\xff"
"""An ID3v1 tag, by which one recording becomes the files of two."""


def voice(owner, name: str, folder: Path) -> str:
    """A voice of the team's; its recording."""
    recording = folder / f"{name}.mp3"
    recording.write_bytes((MEDIA / "speech.mp3").read_bytes() + TAG % name.encode().ljust(124, b"\0"))
    kept = upload(owner, recording)
    consent = {"consent_name": f"{name} Ames", "consent_at": clock.now()}
    Voice.objects.create(team=owner.teams.get(), owner=owner, name=name, recording=kept, **consent)
    return str(kept.pk)


def test_two_voices_speak_in_a_prompt_of_kling_2_6_pro(hand_of, alice, tmp_path, name):
    voices = {each: voice(alice, each, tmp_path) for each in ("Anna", "Ben")}
    hand = hand_of(name)
    page = hand.page
    opened(page, "/create/?task=image-to-video&model=kling-2.6-pro&via=kling")

    hand.give(page.get_by_label("First frame: choose a picture"), MEDIA / "rocket.jpg")
    hand.press(page.get_by_role("button", name="Turn sound on"))
    for each in voices:
        hand.press(page.locator("summary", has_text="From the team’s voices"))
        hand.press(page.locator("#group-sound .pick", has_text=each))
        expect(page.get_by_label(f"Name of {each}.mp3 in the prompt")).to_have_value(each)
    mention(hand, "Anna", "asks: who is there? ")
    mention(hand, "Ben", "says nothing.")

    made = [job("general/custom-voices", voice_name=each, voice_url=address(asset)) for each, asset in voices.items()]
    clip = job(
        "videos/image2video",
        model_name="kling-v2-6",
        mode="pro",
        prompt="<<<voice_1>>> asks: who is there? <<<voice_2>>> says nothing.",
        image=file(kept("rocket.jpg")),
        sound="on",
        duration="5",
        voice_list=[{"voice_id": "{{1.voice_id}}"}, {"voice_id": "{{2.voice_id}}"}],
        **UNMARKED,
    )
    comes_to(page, quote("0.84", *made, clip))
    expect(page.locator("#group-sound .tray__note")).to_have_count(0)
    assert fits(hand)


# An edit with four references


def test_an_edit_of_kling_o1_means_four_references(hand_of, name):
    four = ("astronaut.jpg", "coffee.jpg", "rocket.jpg", "chelsea.jpg")
    hand = hand_of(name)
    page = hand.page
    opened(page, "/create/?task=edit-video&model=kling-o1-pro&via=kling")

    hand.give(page.get_by_label("Video: choose a file"), MEDIA / "numbered-24fps.mp4")
    expect(page.get_by_label("Video: numbered-24fps.mp4. Replace")).to_be_attached()
    hand.give(page.get_by_label("Add a reference image"), *(MEDIA / each for each in four))
    expect(page.get_by_label("Name of chelsea.jpg in the prompt")).to_have_value("chelsea")
    expect(page.locator("#group-references .count")).to_contain_text("4 / 4")
    mention(hand, "coffee", "on the head of ")
    mention(hand, "astronaut", "in ")
    mention(hand, "video_1", "with ")
    mention(hand, "chelsea", "and ")
    mention(hand, "rocket", "")
    LAST_BEFORE_THE_THIRD[name](hand)
    expect(page.locator("#id_reference_images .tray__note")).to_have_count(0)

    sent = job(
        "videos/omni-video",
        model_name="kling-video-o1",
        mode="pro",
        **UNMARKED,
        prompt="<<<image_2>>> on the head of <<<image_1>>> in <<<video_1>>> with <<<image_3>>> and <<<image_4>>> ",
        image_list=[{"image_url": file(kept(f"{each}.jpg"))} for each in ("astronaut", "coffee", "chelsea", "rocket")],
        video_list=[
            {
                "video_url": address(kept("numbered-24fps.mp4")),
                "refer_type": "base",
                "keep_original_sound": "yes",
            }
        ],
    )
    comes_to(page, quote("0.84", sent))
    assert fits(hand)


def tile(page: Page, at: int) -> Locator:
    return page.locator(f"#id_reference_images [data-index='{at}'] .tray__picture")


def by_drag(hand: Hand) -> None:
    page = hand.page
    tile(page, 3).scroll_into_view_if_needed()
    (fx, fy), (tx, ty) = (
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        for box in (tile(page, at).bounding_box() for at in (3, 2))
    )
    page.mouse.move(fx, fy)
    page.mouse.down()
    page.mouse.move(tx, ty, steps=6)
    page.mouse.up()


def by_arrow(hand: Hand) -> None:
    hand.reach(tile(hand.page, 3))
    hand.page.keyboard.press("Alt+ArrowLeft")


LAST_BEFORE_THE_THIRD = {
    "mouse": by_drag,
    "keys": by_arrow,
    "touch": lambda hand: carry_by_finger(hand.page, "[data-index='3']", "[data-index='2']"),
}


# Lip-sync with two faces


def test_two_faces_speak_in_two_jobs_of_kling_priced_together(hand_of, alice, name):
    speech, clip = (str(upload(alice, MEDIA / each).pk) for each in ("speech.mp3", "numbered-24fps.mp4"))
    hand = hand_of(name)
    page = hand.page
    opened(page, "/create/?task=lip-sync&model=kling-lip-sync&via=kling")

    from_the_library(hand, page.get_by_role("button", name="Video: from the library"), "numbered-24fps")
    for lane, face, times in (
        (0, "1", {"at": "0", "from": "0.5", "to": "2.5"}),
        (1, "0", {"at": "2.5", "from": "2", "to": "4.5"}),
    ):
        from_the_library(hand, page.get_by_role("button", name="Speech: from the library").nth(lane), "speech")
        expect(page.locator(f"[name='faces.{lane}.to']")).to_have_value("5")
        hand.choose(page.locator(f"[name='faces.{lane}.face']"), face)
        for part, seconds in times.items():
            hand.write(page.locator(f"[name='faces.{lane}.{part}']"), seconds, instead=True)
        page.keyboard.press("Tab")

    def spoken(face: int, at: int, begin: int, end: int) -> dict:
        when = {"sound_start_time": begin, "sound_end_time": end, "sound_insert_time": at}
        loud = {"sound_volume": 1.0, "original_audio_volume": 1.0}
        chosen = {"face_id": f"{{{{1.face_ids.{face}}}}}", "sound_file": file(speech), **when, **loud}
        found = request("videos/identify-face", video_url=address(clip))
        body = {"session_id": "{{1.session_id}}", "face_choose": [chosen], **UNMARKED}
        return quote("0.077", found, job("videos/advanced-lip-sync", **body))

    comes_to(page, spoken(1, 0, 500, 2500), spoken(0, 2500, 2000, 4500))
    expect(page.locator("#generate")).to_contain_text("$0.077 × 2 jobs")
    assert fits(hand)


# An effect for two people


def test_an_effect_for_two_people_has_its_left_and_right_swapped(hand_of, alice, name):
    left, right = (upload(alice, MEDIA / f"{each}.jpg").pk for each in ("astronaut", "chelsea"))
    hand = hand_of(name)
    page = hand.page
    opened(page, "/create/?task=effects&model=kling-effects&via=kling")

    hand.to("Stage")
    hand.pick(page.get_by_role("radio", name="Two people", exact=True))
    hand.write(page.get_by_label("Search effects"), "hug pro")
    hand.pick(page.get_by_role("radio", name="Hug pro two people", exact=True))
    hand.to("Set up")
    from_the_library(hand, page.get_by_role("button", name="Left person: from the library"), "chelsea")
    from_the_library(hand, page.get_by_role("button", name="Right person: from the library"), "astronaut")
    hand.press(page.get_by_role("button", name="Swap left and right"))

    pictures = {"images": [file(left), file(right)]}
    sent = job("videos/effects", effect_scene="hug_pro", input=pictures)
    comes_to(page, quote(None, sent, warnings=("The price is not known: no source gives one.",)))
    assert fits(hand)


# A storyboard


def test_six_shots_of_kling_3_0_pro_are_pasted_as_a_list(hand_of, name):
    hand = hand_of(name)
    page = hand.page
    opened(page, "/create/?task=text-to-video&model=kling-3.0-pro&via=kling")

    hand.to("Stage")
    hand.press(page.get_by_role("button", name="Paste a list"))
    hand.paste(page.get_by_label("One shot a line"), LIST)
    hand.press(page.get_by_role("button", name="Make shots of it"))
    expect(page.locator("shot-list .card")).to_have_count(6)

    shots = (
        ("Wide - a wooden pier at dawn", "3"),
        ("Medium - she walks towards us", "2"),
        ("Close - her hands", "2"),
        ("The harbour behind her", "3"),
        ("A gull lands", "2"),
        ("Wide - she is gone", "3"),
    )
    sent = job(
        "videos/text2video",
        model_name="kling-v3",
        mode="pro",
        sound="off",
        **UNMARKED,
        multi_shot=True,
        shot_type="customize",
        multi_prompt=[
            {"index": at, "prompt": f"35 mm, soft fog\n{words}", "duration": seconds}
            for at, (words, seconds) in enumerate(shots, 1)
        ],
        duration="15",
    )
    comes_to(page, quote("1.68", sent))
    assert fits(hand)
