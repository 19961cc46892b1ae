"""The panel of each task: what follows from an option, who stands left and right, what a clip's length costs."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from studio.jobs.models import Draft
from studio.library.keep import keep_upload
from tests.core.test_faces import acted


@pytest.fixture
def hers(alice):
    client = Client()
    client.force_login(alice)
    return client


def desk(client, route: str, **values) -> str:
    """The composer with these values, as the answer to a draft."""
    model, task, via = route.split()
    typed = {name: json.dumps(value) if isinstance(value, dict | list) else value for name, value in values.items()}
    return client.post(
        "/create/draft/", {"page": "p", "shown": route, "model": model, "task": task, "via": via, **typed}
    ).content.decode()


def media(asset) -> dict:
    return {"asset": str(asset.pk)}


def typed() -> dict:
    return Draft.objects.newest_first().first().values["typed"]


@pytest.mark.parametrize("via", ["kling", "fal"])
def test_each_way_the_character_faces_says_how_long_the_clip_may_be(via, hers):
    page = desk(hers, f"kling-3.0-pro motion-control {via}")

    picture, clip = (page.index(f'name="character_orientation" value="{each}"') for each in ("image", "video"))
    assert "10 s" in page[picture:clip]
    assert "30 s" in page[clip : clip + 400]


def test_the_limits_of_a_clip_follow_the_option_that_is_chosen(hers):
    route = "kling-2.6-pro motion-control kling"

    image, video = (desk(hers, route, character_orientation=each) for each in ("image", "video"))

    assert "340 to 3850 px each side · 3 to 10 s" in image
    assert "340 to 3850 px each side · 3 to 30 s" in video


def test_each_kind_of_edit_says_what_it_needs(hers):
    page = desk(hers, "kling-1.6-pro edit-elements kling")

    swap = page.split('name="edit_mode" value="swap"')[1].split("</label>")[0]
    removal = page.split('name="edit_mode" value="removal"')[1].split("</label>")[0]
    assert "needs the selection" in swap and "1 reference image" in swap
    assert "no reference images" in removal


def test_a_scene_for_two_has_a_left_and_a_right_person_in_order(hers, kept):
    astronaut, chelsea = kept("astronaut.jpg"), kept("chelsea.jpg")
    people = {"reference_images.0": media(astronaut), "reference_images.1": media(chelsea)}

    two = desk(hers, "kling-effects effects kling", effect="hug_pro", **people)

    assert two.index("Left person") < two.index("Right person") and "Swap left and right" in two
    assert [each["asset"] for each in typed()["reference_images"]] == [str(astronaut.pk), str(chelsea.pk)]


def test_a_scene_for_one_keeps_the_photo_that_is_too_many(hers, kept):
    people = {f"reference_images.{at}": media(kept(name)) for at, name in enumerate(("astronaut.jpg", "chelsea.jpg"))}

    one = desk(hers, "kling-effects effects kling", effect="pet_bee_pro", **people)

    assert "Left person" not in one and "Photo 2, one too many" in one
    assert len(typed()["reference_images"]) == 2


def test_who_is_in_a_clip_is_shown_before_a_provider_is_paid_to_look(hers, alice, project, charlie, tmp_path):
    path = acted(tmp_path)
    clip = async_to_sync(keep_upload)(path, path.name, user=alice, team=project.team, project=project)
    stranger = Client()
    stranger.force_login(charlie)

    strip = hers.get(f"/assets/{clip.pk}/faces/").content.decode()

    assert strip.count('src="data:image/jpeg;base64,') == 2
    assert "Face A" in strip and "0.0 to 4.0 s" in strip and "Face B" in strip
    assert stranger.get(f"/assets/{clip.pk}/faces/").status_code == 404


def test_what_points_mark_is_shown_to_the_team_alone_and_refused_in_words(hers, charlie, kept):
    clip, selection = kept("numbered-24fps.mp4"), [{"frame": 500, "points": [[0.5, 0.5]]}]
    stranger = Client()
    stranger.force_login(charlie)

    beyond = hers.post(f"/assets/{clip.pk}/marks/", {"selection": json.dumps(selection)})
    unread = hers.post(f"/assets/{clip.pk}/marks/", {"selection": "nothing"})
    nowhere = hers.post(f"/assets/{clip.pk}/marks/", {"selection": '[{"frame": 0, "points": [[2, 0]]}]'})

    assert "no frame 500: it has 120" in beyond.json()["error"]
    assert "could not be read" in unread.json()["error"]
    assert "each from 0 to 1" in nowhere.json()["error"]
    assert {beyond.status_code, unread.status_code, nowhere.status_code} == {422}
    assert stranger.post(f"/assets/{clip.pk}/marks/", {"selection": json.dumps(selection)}).status_code == 404


def test_what_the_length_of_a_clip_costs_is_said_once_it_is_measured(hers, kept):
    clip = media(kept("numbered-24fps.mp4"))

    page = desk(hers, "kling-lip-sync lip-sync kling", input_video=clip)

    assert "$0.077" in page
