"""The panel of each task, by mouse, by keyboard alone and by thumb; what comes out is the recipe that was meant."""

import json
import re

import pytest
from playwright.sync_api import expect

from studio.jobs.models import Job
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import DESKTOP, MEDIA, PHONE
from tests.browser.making import upload
from tests.browser.people import focused, in_a_thread, saved, settled, tab_to
from tests.browser.quoting import quotes, recipes, values
from tests.browser.test_create_controls import opened
from tests.browser.test_frames import give, sheet
from tests.core.making import picture

pytestmark = pytest.mark.browser

EFFECTS = "/create/?task=effects&model=kling-effects&via=kling"
EXPAND = "/create/?task=expand-image&model=kling-image-expand&via=kling"
EDIT = "/create/?task=edit-elements&model=kling-1.6-pro&via=kling"
LIP_SYNC = "/create/?task=lip-sync&model=kling-lip-sync&via=kling"
MOTION = "/create/?task=motion-control&model=kling-2.6-pro&via=kling"
SOUND = "/create/?task=video-to-audio&model=kling-video-to-audio&via=kling"
SUBJECT = "/create/?task=image-to-image&model=kling-image-2.1&via=kling"
SERIES = "/create/?task=image-to-image&model=kling-image-o3&via=kling"
PANELS = (EFFECTS, EXPAND, EDIT, LIP_SYNC, MOTION, SOUND, SUBJECT, SERIES)


@pytest.fixture
def files(alice):
    """The ids of Alice's files by their names."""
    names = ("astronaut.jpg", "chelsea.jpg", "rocket.jpg", "numbered-24fps.mp4", "speech.mp3")
    return {name: str(upload(alice, MEDIA / name).pk) for name in names}


COVERED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
  return data.filter((_, at) => at % 4 === 3 && data[at] > 0).length * 4 / data.length
}"""


def assets(value: list[dict]) -> list[str]:
    return [item["asset"] for item in value]


# Effects


def test_an_effect_for_two_has_its_left_and_right_person_swapped_by_mouse(alice_page, files):
    page = alice_page
    opened(page, EFFECTS)
    page.get_by_role("radio", name="Two people", exact=True).check(force=True)
    saved(page, lambda: page.get_by_role("radio", name="Hug pro two people", exact=True).check(force=True))
    for person, name in (("Left person", "astronaut"), ("Right person", "chelsea")):
        page.get_by_role("button", name=f"{person}: from the library").click()
        saved(page, lambda name=name: sheet(page).locator(".source__take", has_text=name).click())
    left, right = files["astronaut.jpg"], files["chelsea.jpg"]
    assert assets(values(page)["reference_images"]) == [left, right]

    saved(page, lambda: page.get_by_role("button", name="Swap left and right").click())

    assert values(page)["effect"] == "hug_pro"
    assert assets(values(page)["reference_images"]) == [right, left]
    [quoted] = quotes(page)
    assert quoted["valid"], quoted["errors"]
    assert quoted["requests"][-1]["json"] == {
        "effect_scene": "hug_pro",
        "input": {"images": [f"{{{{file:{right}}}}}", f"{{{{file:{left}}}}}"]},
        "external_task_id": "{{uuid}}",
    }


def test_an_effect_for_one_is_found_and_its_photo_chosen_with_the_keyboard_alone(alice_page, files):
    page = alice_page
    opened(page, EFFECTS)

    tab_to(page, "Search effects")
    page.keyboard.type("bullet time lite")
    page.keyboard.press("Enter")
    saved(page, lambda: page.keyboard.press("Space"))
    tab_to(page, "Photo: from the library", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(sheet(page).get_by_label("Search by name")).to_be_focused()
    settled(page)
    page.keyboard.type("rocket")
    expect(sheet(page).locator(".source__take")).to_have_count(1)
    tab_to(page, "rocket.jpg")
    saved(page, lambda: page.keyboard.press("Enter"))

    assert values(page)["effect"] == "bullet_time_lite"
    assert assets(values(page)["reference_images"]) == [files["rocket.jpg"]]
    assert quotes(page)[0]["valid"]


# Lip-sync


def two_lanes(page, files) -> None:
    """A clip, and two faces that say the same, each as far as it fits."""
    opened(page, LIP_SYNC)
    give(page, input_video=files["numbered-24fps.mp4"])
    for lane in (0, 1):
        with page.expect_response(  # the lane takes as much of the sound as fits into the clip, and that is saved too
            lambda answer, lane=lane: "/draft/" in answer.url and f"faces.{lane}.to=5" in answer.request.post_data
        ):
            give(page, **{f"faces.{lane}.audio": files["speech.mp3"]})
    expect(page.locator("#id_faces")).to_contain_text("Heard from 0.0 to 5.0 of the clip’s 5.0 s.")


def test_two_faces_speak_in_two_jobs_priced_together(alice_page, files):
    page = alice_page
    two_lanes(page, files)
    second = page.locator("#id_faces-1")

    edge = second.locator("[data-part=start]")
    edge.scroll_into_view_if_needed()
    held, track = edge.bounding_box(), second.locator("[data-part=track]").bounding_box()
    page.mouse.move(held["x"] + 5, held["y"] + 10)
    page.mouse.down()
    page.mouse.move(held["x"] + 5 + track["width"] * 0.4, held["y"] + 10, steps=5)  # 2 of the 5 seconds
    saved(page, page.mouse.up)

    [first, other] = recipes(page)
    speech, clip = {"asset": files["speech.mp3"]}, {"asset": files["numbered-24fps.mp4"]}
    assert first["values"]["faces"] == [{"face": 0, "audio": speech, "at": 0, "from": 0, "to": 5}]
    [spoken] = other["values"]["faces"]
    assert (spoken["face"], spoken["audio"], spoken["to"]) == (1, speech, 5)
    assert (spoken["at"], spoken["from"]) == pytest.approx((2, 2), abs=0.05)
    assert [each["values"]["input_video"] for each in (first, other)] == [clip, clip]
    found = quotes(page)
    assert [quoted["price"]["amount"] for quoted in found] == ["0.077", "0.077"]
    assert [quoted["valid"] for quoted in found] == [True, True]
    expect(page.locator("#generate")).to_contain_text("$0.077 × 2 jobs")
    expect(page.locator("#id_faces ~ .message")).to_contain_text("2 faces are 2 jobs in a row, priced together")

    saved(page, lambda: page.get_by_role("button", name="Remove lane 1").click())
    assert len(recipes(page)) == 1


def test_the_second_face_speaks_in_the_clip_that_the_first_job_has_made(alice_page, files):
    page = alice_page
    two_lanes(page, files)

    saved(page, lambda: page.get_by_role("radio", name="Animatic").check())
    page.locator("#send").click()
    expect(page.locator("#jobs .job")).to_have_count(2)
    expect(page.locator("#jobs .job[data-state=ready]")).to_have_count(2, timeout=90_000)
    clips = [in_a_thread(lambda job=job: job.results().get()) for job in Job.objects.order_by("rank")]
    assert clips[1].recipe["values"]["input_video"]["asset"] == str(clips[0].pk)


def test_a_face_is_given_its_words_and_times_with_the_keyboard_alone(alice_page, files):
    page = alice_page
    opened(page, LIP_SYNC)

    for place, name in (("Video", "numbered-24fps.mp4"), ("Speech", "speech.mp3")):
        tab_to(page, f"\\| {place}: from the library")
        page.keyboard.press("Enter")
        expect(sheet(page).get_by_label("Search by name")).to_be_focused()
        settled(page)
        tab_to(page, name)
        saved(page, lambda: page.keyboard.press("Enter"))
    expect(page.get_by_label("Sound to, s").first).to_have_value("5")
    for part, seconds in (("at", "1.5"), ("from", "0.5"), ("to", "3")):
        tab_to(page, rf"number \| faces\.0\.{part}")
        page.keyboard.type(seconds)
        saved(page, lambda: page.keyboard.press("Tab"))

    [face] = values(page)["faces"]
    assert (face["face"], face["at"], face["from"], face["to"]) == (0, 1.5, 0.5, 3)
    assert quotes(page)[0]["valid"]
    expect(page.locator("#id_faces-0 [data-part=words]")).to_contain_text("Heard from 1.5 to 4.0 of the clip’s 5.0 s.")


def test_a_thumb_chooses_an_effect_and_trims_a_lane(visit, alice, files):
    page = visit(alice, viewport=PHONE, has_touch=True)
    opened(page, EFFECTS)
    page.get_by_role("tab", name="Stage").tap()
    page.get_by_label("Search effects").fill("hug pro")
    saved(page, lambda: page.get_by_role("radio", name="Hug pro two people", exact=True).tap(force=True))
    page.get_by_role("tab", name="Set up").tap()
    page.get_by_role("button", name="Right person: from the library").tap()
    saved(page, lambda: sheet(page).locator(".source__take", has_text="chelsea").tap())
    page.get_by_role("button", name="Right person: from the library").tap()
    saved(page, lambda: sheet(page).locator(".source__take", has_text="astronaut").tap())
    assert values(page)["effect"] == "hug_pro"
    assert assets(values(page)["reference_images"]) == [files["chelsea.jpg"], files["astronaut.jpg"]]

    two_lanes(page, files)
    saved(page, lambda: page.get_by_role("button", name="Remove lane 2").tap())
    saved(page, lambda: page.get_by_label("Begins at, s").first.fill("1"))
    expect(page.locator("#id_faces-0 [data-part=words]")).to_contain_text("The last 1.0 s will be cut.")
    assert values(page)["faces"][0]["at"] == 1


# Speech from


AVATAR = "/create/?task=avatar&model=kling-avatar-2.0-pro&via=kling"
WORDS = {"speech_text": "Who is there?", "voice": "genshin_vindi2", "voice_language": "en"}


def test_typed_words_take_turns_with_a_sound_file_and_each_is_kept_for_the_other_by_mouse(alice_page, files):
    page = alice_page
    opened(page, LIP_SYNC)
    give(page, input_video=files["numbered-24fps.mp4"])
    expect(page.get_by_text("there are no words for one face")).to_be_visible()
    saved(page, lambda: page.get_by_role("radio", name="Typed words").check(force=True))
    saved(page, lambda: page.get_by_label("Words to speak").fill(WORDS["speech_text"]))
    saved(page, lambda: page.locator("#id_voice").select_option(WORDS["voice"]))
    saved(page, lambda: page.locator("[name=voice_language][value=en]").check(force=True))
    assert {name: values(page)[name] for name in WORDS} == WORDS
    [quoted] = quotes(page)
    assert quoted["valid"] and [step["url"].rpartition("/")[2] for step in quoted["requests"]][-2:] == [
        "tts",
        "advanced-lip-sync",
    ]

    saved(page, lambda: page.get_by_role("radio", name="Sound file").check(force=True))
    expect(page.locator("#speech")).to_contain_text("Typed words (as it was) is kept, not sent.")
    expect(page.get_by_label("Words to speak")).to_have_count(0)
    give(page, audio=files["speech.mp3"])
    assert set(values(page)) & {"audio", "faces", *WORDS} == {"audio"}
    assert quotes(page)[0]["valid"]
    assert_accessible(page)

    saved(page, lambda: page.get_by_role("radio", name="Typed words").check(force=True))
    expect(page.get_by_label("Words to speak")).to_have_value(WORDS["speech_text"])
    assert {name: values(page)[name] for name in WORDS} == WORDS and "audio" not in values(page)


def test_an_avatar_speaks_typed_words_with_the_keyboard_alone(alice_page, files):
    page = alice_page
    opened(page, AVATAR)
    give(page, input_image=files["astronaut.jpg"])
    page.locator("#speech input:checked").focus()
    saved(page, lambda: page.keyboard.press("ArrowRight"))
    tab_to(page, "speech_text")
    page.keyboard.type(WORDS["speech_text"])
    saved(page, lambda: page.keyboard.press("Tab"))
    tab_to(page, r"select-one \| voice", key="Shift+Tab") if "voice" not in focused(page) else None
    saved(page, lambda: page.keyboard.type("AOT"))

    assert (values(page)["speech_text"], values(page)["voice"]) == (WORDS["speech_text"], "AOT")
    assert "audio" not in values(page) and quotes(page)[0]["valid"]


def test_a_thumb_chooses_what_speaks_and_a_model_that_takes_no_words_keeps_them(visit, alice, files):
    page = visit(alice, viewport=PHONE, has_touch=True)
    opened(page, AVATAR)
    saved(page, lambda: page.get_by_role("radio", name="Typed words").tap(force=True))
    saved(page, lambda: page.get_by_label("Words to speak").fill("Good evening."))
    assert values(page)["speech_text"] == "Good evening."

    opened(page, AVATAR.replace("via=kling", "via=fal"))
    expect(page.locator("#speech")).to_have_count(0)
    assert_accessible(page)
    saved(page, lambda: page.locator(".kept a", has_text="Use Kling").first.tap())
    expect(page.get_by_label("Words to speak")).to_have_value("Good evening.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Motion control, edit elements, sound, subject, series


def test_a_panel_says_what_follows_and_sends_what_was_chosen(alice_page, files):
    page = alice_page
    opened(page, MOTION)
    give(page, input_image=files["astronaut.jpg"], reference_video=files["numbered-24fps.mp4"])
    faces = page.get_by_role("radiogroup", name="The character faces as in the")
    expect(faces).to_contain_text("driving clip of 3 to 10 s")
    expect(faces).to_contain_text("driving clip of 3 to 30 s")
    saved(page, lambda: faces.get_by_role("radio", name=re.compile("^Clip")).check())
    assert values(page)["character_orientation"] == "video"
    assert quotes(page)[0]["valid"]

    opened(page, SOUND)
    give(page, input_video=files["numbered-24fps.mp4"])
    saved(page, lambda: page.get_by_label("What is heard").fill("A spoon against china"))
    saved(page, lambda: page.get_by_label("What is played").fill("A slow piano"))
    saved(page, lambda: page.get_by_label("Close, detailed sound (ASMR)").click())
    sound = values(page)
    assert (sound["sound_prompt"], sound["music_prompt"], sound["asmr"]) == (
        "A spoon against china",
        "A slow piano",
        True,
    )

    opened(page, SUBJECT)
    give(page, input_image=files["astronaut.jpg"])
    saved(page, lambda: page.get_by_role("radio", name=re.compile("^Subject")).check())
    saved(page, lambda: page.get_by_label("How closely to keep the face").fill("0.7"))
    assert (values(page)["reference_as"], values(page)["human_fidelity"]) == ("subject", 0.7)


def a_swap(page, files):
    """All of a swap but its points; the clip on the stage."""
    opened(page, EDIT)
    give(page, input_video=files["numbered-24fps.mp4"])
    saved(page, lambda: page.get_by_role("radio", name=re.compile("^Swap")).check())
    page.locator("#id_reference_images input[type=file]").set_input_files(MEDIA / "chelsea.jpg")
    expect(page.locator("#id_reference_images [data-index]")).to_have_count(1)
    saved(page, lambda: page.locator("#id_prompt").fill("Swap the cup in @video_1 for the cat in @image_1"))
    clip = page.locator(".marks__clip")
    expect(clip).to_be_visible()
    return clip


def test_elements_are_swapped_by_points_that_outlive_a_reload_and_another_model(alice_page, files):
    page = alice_page
    clip = a_swap(page, files)
    page.get_by_label("Frame", exact=True).fill("24")
    box = clip.bounding_box()
    saved(page, lambda: page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5))

    [mark] = values(page)["selection"]
    assert mark["frame"] == 24 and mark["points"][0] == pytest.approx([0.4, 0.5], abs=0.01)
    [quoted] = quotes(page)
    assert quoted["valid"], quoted["errors"]
    [marking] = [each for each in quoted["requests"] if each["url"].endswith("/add-selection")]
    assert marking["json"]["frame_index"] == 24

    page.get_by_role("button", name="Show what is marked").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("as this machine sees it", timeout=40_000)
    for frame in ("24", "90"):
        page.get_by_label("Frame", exact=True).fill(frame)
        assert 0.005 < clip.locator("canvas").evaluate(COVERED) < 0.6, f"frame {frame}"
    saved(page, lambda: page.get_by_label("Point 1 from the top, percent").fill("51"))
    expect(page.locator("[data-said]")).to_contain_text("The points have changed")
    assert clip.locator("canvas").evaluate(COVERED) == 0
    [mark] = values(page)["selection"]

    page.reload()
    page.goto("/create/?task=text-to-video&model=kling-3.0-pro&via=kling")
    opened(page, EDIT)
    assert values(page)["selection"] == [mark]
    expect(page.get_by_label("Frame of point 1")).to_have_value("24")


def test_a_thumb_expands_a_picture_and_is_told_where_it_ends(visit, alice, files, tmp_path):
    page = visit(alice, viewport=PHONE, has_touch=True)
    opened(page, EXPAND)
    give(page, input_image=files["rocket.jpg"])
    page.get_by_role("tab", name="Stage").tap()

    saved(page, lambda: page.get_by_role("button", name="16:9", exact=True).tap())
    assert values(page)["expansion"]["left"] == pytest.approx(0.093, abs=0.002)
    give(page, input_image=str(upload(alice, picture(tmp_path, "png", width=300, height=700)).pk))
    page.get_by_role("button", name="21:9", exact=True).tap()

    expect(page.locator("[data-part=refusal]")).to_contain_text("3 times is the most")
    assert values(page)["expansion"]["left"] == pytest.approx(0.093, abs=0.002)
    expect(page.locator("[data-part=area]")).not_to_be_empty()


def test_an_effect_and_its_people_outlive_a_lost_connection_and_back(alice_page, files, complaints):
    complaints.allow("ERR_FAILED|htmx:sendError")
    page = alice_page
    opened(page, EFFECTS)
    saved(page, lambda: page.get_by_role("radio", name="Hug pro two people", exact=True).check(force=True))
    give(page, **{"reference_images.0": files["astronaut.jpg"]})
    give(page, **{"reference_images.1": files["chelsea.jpg"]})
    page.route("**/create/draft/", lambda route: route.abort())
    page.get_by_role("button", name="Swap left and right").click()
    expect(page.locator("#notice")).to_contain_text("could not be reached")
    with page.expect_response("**/create/draft/"):
        page.unroute("**/create/draft/")
    swapped = [files["chelsea.jpg"], files["astronaut.jpg"]]
    assert assets(values(page)["reference_images"]) == swapped

    page.get_by_role("link", name="Library").click()
    page.wait_for_url("**/library/")
    page.go_back()

    expect(page.get_by_role("radio", name="Hug pro two people", exact=True)).to_be_checked()
    shown = [page.locator(f"[name='reference_images.{at}']").input_value() for at in (0, 1)]
    assert [json.loads(value)["asset"] for value in shown] == swapped


# All of them


def test_every_panel_is_accessible_at_twice_the_size_and_in_forced_colours(visit, alice, files):
    page = visit(alice, viewport={"width": 720, "height": 450}, device_scale_factor=2)  # 1440 x 900 at 200 %
    given = {"input_video": "numbered-24fps.mp4", "input_image": "rocket.jpg", "reference_video": "numbered-24fps.mp4"}
    given |= {"faces.0.audio": "speech.mp3", "reference_images.0": "astronaut.jpg"}
    for address in PANELS:
        opened(page, address)
        for name, file in given.items():
            if (
                page.locator(f"input[name='{name}']").count()
                and not page.locator(f"input[name='{name}']").input_value()
            ):
                give(page, **{name: files[file]})
        if address == LIP_SYNC:
            page.get_by_role("button", name="Look who is in the clip").click()
            expect(page.locator(".seen")).to_contain_text("Nobody was seen here", timeout=30_000)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        if page.locator("details.bench").count():
            page.get_by_role("tab", name="Stage").click()
            assert_accessible(page)
    page.set_viewport_size(DESKTOP)
    page.emulate_media(forced_colors="active")
    opened(page, EFFECTS)
    saved(page, lambda: page.get_by_role("radio", name="Hug pro two people", exact=True).check(force=True))
    chosen = page.locator(".effect input:checked ~ .effect__picture")
    assert chosen.evaluate("tile => getComputedStyle(tile).outlineStyle") == "solid"
