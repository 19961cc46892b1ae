"""What a file is beside the grid, the places where it can be used, and who is told."""

import re

import pytest
from django.urls import reverse

from studio.accounts.models import Membership
from studio.library.models import Asset, Look
from tests.library.making import row

HTMX = {"hx-request": "true"}


@pytest.fixture
def clip(alice):
    made = row(alice, name="A harbour")
    made.save()
    return made


def shown(client, person, asset, part="pane", **headers) -> str:
    client.force_login(person)
    answer = client.get(reverse(f"asset-{part}", args=[asset.pk]), headers=HTMX | headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pane_tells_facts_and_recipe_and_names_no_file_that_plays(client, alice, clip):
    html = shown(client, alice, clip)

    assert "A harbour at dusk" in html
    assert "1280 × 720" in html
    assert "/original" not in html
    assert "<video" not in html


def test_a_narrow_room_gets_it_as_a_sheet_and_who_has_no_script_the_page_itself(client, alice, clip):
    assert "sheet__head" in shown(client, alice, clip, **{"hx-target": "sheet"})
    assert client.get(f"/assets/{clip.pk}/pane/").url == f"/assets/{clip.pk}/"
    assert client.get(f"/assets/{clip.pk}/uses/").url == f"/assets/{clip.pk}/"


@pytest.mark.parametrize("part", ["pane", "uses"])
def test_a_stranger_is_told_nothing(client, charlie, clip, part):
    client.force_login(charlie)

    assert client.get(f"/assets/{clip.pk}/{part}/", headers=HTMX).status_code == 404


def test_who_may_not_rate_sees_no_stars_to_press(client, alice, bob, clip):
    Membership.objects.filter(user=bob).update(role="guest")

    assert 'name="stars"' in shown(client, alice, clip)
    assert 'name="stars"' not in shown(client, bob, clip)


def test_whether_the_pane_is_there_is_kept_for_each_person(client, alice, bob):
    client.force_login(alice)

    assert client.post("/preferences/pane/", headers=HTMX).status_code == 204
    assert not Look.of(alice).has_pane
    assert Look.of(bob).has_pane
    assert client.post("/preferences/pane/", {"pane": "yes"}).url == "/library/"
    assert Look.of(alice).has_pane
    refused = client.post("/preferences/pane/", {"pane": "maybe"})
    assert (refused.status_code, refused.content.decode()) == (400, "The pane is there, yes or no; 'maybe' was given.")


def addresses(html: str) -> list[str]:
    return re.findall(r'href="(/create/\?use=[^"]+)"', html)


def test_each_place_that_takes_the_file_is_an_address_that_opens_it_there(client, alice, kept):
    picture = kept("rocket.jpg")
    found = addresses(shown(client, alice, picture, "uses"))

    assert len(found) > 1
    for address in found:
        page = client.get(address)
        assert page.status_code == 200, address
        assert str(picture.pk) in page.content.decode(), address


def test_what_was_typed_goes_along_and_a_list_gets_one_more(client, alice, kept, project):
    from studio.jobs.models import Draft

    rocket, coffee = kept("rocket.jpg"), kept("coffee.jpg")
    typed = {"prompt": "A slow push in", "reference_images": [{"asset": str(coffee.pk)}]}
    about = {"model": "kling-o1-standard", "task": "reference-to-video", "provider": "animatic"}
    Draft.objects.create(owner=alice, team=project.team, project=project, values={"typed": typed}, **about)
    [address] = [each for each in addresses(shown(client, alice, rocket, "uses")) if "~reference_images~" in each][:1]

    html = client.get(address).content.decode()

    for words in ("A slow push in", str(rocket.pk), str(coffee.pk)):
        assert words in html


@pytest.mark.parametrize("end", ["~prompt~text-to-video", "~first_frame~nonsense", "", "~~"])
def test_what_is_no_place_is_not_found(client, alice, kept, end):
    client.force_login(alice)

    assert client.get("/create/", {"use": f"{kept('rocket.jpg').pk}{end}"}).status_code == 404


def test_what_lies_in_the_bin_can_be_read_and_not_used(client, alice, clip):
    Asset.objects.filter(pk=clip.pk).update(binned_at=clip.created_at)

    assert "Remix" not in shown(client, alice, clip)
    assert client.get(f"/assets/{clip.pk}/uses/", headers=HTMX).status_code == 404
