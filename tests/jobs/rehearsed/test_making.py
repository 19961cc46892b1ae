"""Making a voice or an element at a provider before any job needs it, from the page and at the stand-ins."""

import uuid

import pytest
from django.urls import reverse

from studio.core import clock
from studio.jobs import making
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.jobs.standing import standings
from studio.library.cast import Element, Handle, Voice
from studio.library.models import Asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(alice, team, project, file):
    front, view = (Asset.objects.get(pk=file(name)["asset"]) for name in ("astronaut.jpg", "rocket.jpg"))
    about = {"description": "In a white suit", "front": front, "views": [str(view.pk)]}
    return Element.objects.create(team=team, owner=alice, name="Mara", **about)


@pytest.fixture
def anna(alice, team, file):
    recording = Asset.objects.get(pk=file("speech.mp3")["asset"])
    consent = {"consent_name": "Anna Ames", "consent_at": clock.now()}
    return Voice.objects.create(team=team, owner=alice, name="Anna", recording=recording, **consent)


@pytest.fixture
def make(client, alice, keys, settings):
    """make(own, provider="kling", **more) -> the answer to the button of its page."""
    settings.HOOKS_URL = "https://dailies.example.com"
    client.force_login(alice)

    def make(own, provider="kling", **more):
        post = {"provider": provider, "key": uuid.uuid4().hex} | more
        return client.post(reverse("element-making", args=[making.kind_of(own), own.pk]), post)

    return make


def word(own, provider="kling") -> str:
    return next(each.word for each in standings(own) if each.provider == provider)


def test_a_voice_with_a_known_price_is_made_at_once(make, drive, anna):
    assert word(anna) == "to-make"

    answer = make(anna)

    job = Job.objects.get()
    assert answer.status_code == 302
    assert (job.task, job.provider, str(job.estimate_amount.normalize())) == ("create-voice", "kling", "0.007")
    assert word(anna) == "making"

    assert drive(job).state == State.READY
    assert Handle.objects.usable().get().voice == anna
    assert word(anna) == "ready"


def test_an_element_without_a_known_price_is_made_after_a_yes(make, drive, mara, keys):
    asked = make(mara)
    assert asked.status_code == 422
    assert "The price is not known" in asked.content.decode()
    assert not Job.objects.exists()

    make(mara, unknown_price="yes")

    job = drive(Job.objects.get())
    assert (job.state, job.error) == (State.READY, "")
    handle = Handle.objects.usable().get()
    assert (handle.element, handle.account) == (mara, keys["kling"])


def test_an_element_that_kling_cannot_take_says_what_it_lacks(make, mara):
    mara.views = []
    mara.save()

    answer = make(mara, unknown_price="yes")

    assert word(mara) == "unfit"
    assert answer.status_code == 302
    assert not Job.objects.exists()


def test_the_same_button_pressed_twice_makes_one_job(make, anna):
    for _ in range(2):
        make(anna, key="the-same")

    assert Job.objects.count() == 1


def test_where_nothing_is_made_there_is_no_button_behind_it(make, anna, mara):
    assert make(anna, "scenario").status_code == 404
    assert make(mara, "nobody").status_code == 404
    assert {each.word for each in standings(mara) if each.provider in ("fal", "runware", "scenario")} <= {
        "sent",
        "unfit",
    }


# What is kept there


@pytest.fixture
def to(client, alice, keys, settings, stage, tmp_path):
    """The client of Alice, who asks the stand-ins."""
    settings.REHEARSAL, settings.DATA = stage.origin, tmp_path
    client.force_login(alice)
    return client


def test_what_is_kept_there_is_refreshed_and_deleted_from_the_page(make, drive, to, anna, keys):
    make(anna)
    drive(Job.objects.get())
    gone = Handle.objects.create(account=keys["kling"], kind="voice", its_id="of-another-year")

    to.post(reverse("shelf-refresh", args=[keys["kling"].pk]))
    keys["kling"].refresh_from_db()
    gone.refresh_from_db()
    assert keys["kling"].listed_at and gone.gone_at

    handle = Handle.objects.usable().get(voice=anna)
    to.post(reverse("handle-deletion", args=[handle.pk]))
    assert not Handle.objects.usable().filter(pk=handle.pk).exists()
    assert word(anna) == "to-make"


def test_the_presets_are_listed_and_nothing_else_is(to, keys):
    shown = to.get(reverse("shelf-presets", args=[keys["kling"].pk, "voice"]))
    assert len(shown.context["presets"]) == 46
    assert to.get(reverse("shelf-presets", args=[keys["kling"].pk, "chair"])).status_code == 404
    assert to.get(reverse("shelf-presets", args=[keys["fal"].pk, "voice"])).status_code == 404


def test_only_the_team_asks_and_only_makers_delete(to, bob, charlie, keys):
    handle = Handle.objects.create(account=keys["kling"], kind="voice", its_id="v-1")
    bob.memberships.update(role="reviewer")

    to.force_login(bob)
    assert to.post(reverse("handle-deletion", args=[handle.pk])).status_code == 403
    to.force_login(charlie)
    assert to.post(reverse("handle-deletion", args=[handle.pk])).status_code == 404
    assert to.post(reverse("shelf-refresh", args=[keys["kling"].pk])).status_code == 404
    assert to.get(reverse("shelf-presets", args=[keys["kling"].pk, "voice"])).status_code == 404
    assert Handle.objects.usable().count() == 1
