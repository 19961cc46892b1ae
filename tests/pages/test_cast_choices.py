"""The team's elements and voices in the composer's menus."""

import json

import pytest
from django.urls import reverse
from django.utils.html import escape

from studio.accounts import keyring
from studio.catalog import registry
from studio.core import clock
from studio.library.models import Handle
from studio.pages.cast_choices import choices_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def kling(team):
    return keyring.add(team, "kling", {"key": "api-key-a1b2"})


def control(model: str, task: str, provider: str, name: str):
    return registry.route(model, task, provider).control(name)


OMNI = ("kling-o3-pro", "reference-to-video")


def test_an_element_goes_along_as_files_until_the_account_keeps_it(mara, team, kling):
    elements = control(*OMNI, "kling", "elements")

    [before] = choices_for(elements, team, "kling")
    handle = Handle.objects.create(account=kling, kind="element", its_id="u-77", element=mara)
    [kept] = choices_for(elements, team, "kling")
    Handle.objects.filter(pk=handle.pk).update(gone_at=clock.now())
    [after] = choices_for(elements, team, "kling")

    assert before.value == after.value == mara.as_value()
    assert (kept.value, kept.words) == ({"name": "Mara", "handle": "u-77"}, "kept at Kling")


def test_what_a_provider_never_takes_of_an_element_is_left_out_and_said(mara, team):
    elements = control(*OMNI, "fal", "elements")

    [choice] = choices_for(elements, team, "fal")

    assert "description" not in choice.value
    assert "description" in choice.words
    assert elements.element_fault(1, dict(choice.value), None) is None


def test_an_element_that_does_not_fit_says_why_and_is_no_button(page_of, mara, team, kling):
    mara.views = []
    mara.save()

    [choice] = choices_for(control(*OMNI, "kling", "elements"), team, "kling")
    shown = page_of("/create/?task=reference-to-video&model=kling-o3-pro&via=kling")

    assert choice.fault == "Mara takes 1 to 3 views beside the front."
    assert choice.fault in shown
    assert 'data-value="{&quot;name&quot;: &quot;Mara&quot;' not in shown


def test_a_voice_that_the_account_keeps_is_put_in_by_its_id(anna, team, kling):
    voices = control("kling-2.6-pro", "image-to-video", "kling", "voices")

    [fresh] = choices_for(voices, team, "kling")
    Handle.objects.create(account=kling, kind="voice", its_id="v-1", voice=anna)
    Handle.objects.create(account=kling, kind="voice", its_id="v-2", name="Old reader")
    choices = choices_for(voices, team, "kling")

    assert fresh.value == {"name": "Anna", "asset": str(anna.recording_id)}
    assert [(each.name, each.value) for each in choices] == [
        ("Anna", {"name": "Anna", "handle": "v-1"}),
        ("Old reader", {"handle": "v-2"}),
    ]


def test_the_voice_of_an_element_is_a_kept_one_and_a_file_asks_for_consent(page_of, anna, kling):
    page = page_of("/create/?task=reference-to-video&model=kling-o3-pro&via=kling")
    place = page[page.index('id="id_elements-0-voice"') :].split("</frame-picker>")[0]

    assert " closed>" in place
    assert 'data-do="find"' not in place
    assert '<new-voice for="id_elements-0-voice">' in page
    assert f'data-value="{escape(json.dumps(anna.as_value()))}"' in page


def test_what_is_put_in_is_what_the_form_reads_back(page_of, client, mara, kling):
    page_of("/create/?task=reference-to-video&model=kling-o3-pro&via=kling")
    route = {"model": "kling-o3-pro", "task": "reference-to-video", "via": "kling"}
    row = {
        f"elements.0.{part}": value if isinstance(value, str) else json.dumps(value)
        for part, value in mara.as_value().items()
    }

    answer = client.post(
        reverse("create-draft"),
        {"shown": " ".join(route.values()), **route, "prompt": "@Mara waves", "page": "p", **row},
    )

    assert answer.context["desk"].composition.values["elements"] == [mara.as_value()]


@pytest.fixture
def page_of(client, alice):
    """page_of(address) -> its text, for Alice."""
    client.force_login(alice)
    return lambda address: client.get(address).content.decode()
