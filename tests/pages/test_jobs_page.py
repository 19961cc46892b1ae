"""Sending from the composer, and what one can do with a job: who may, what comes back, what happens twice."""

import pytest

from studio.accounts.models import Membership
from studio.jobs.machine import State
from studio.jobs.models import Job
from tests.live.making import make_job

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}


def form(**changes) -> dict[str, str]:
    """What the composer posts for a clip of 3 s."""
    filled = {
        "shown": "kling-3.0-pro text-to-video animatic",
        "task": "text-to-video",
        "model": "kling-3.0-pro",
        "via": "animatic",
        "key": "k1",
        "prompt": "A harbour at dusk",
        "size": "1920x1080",
        "duration": "3",
    }
    return filled | changes


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


# Sending


def test_sending_makes_a_job_and_answers_with_its_card(hers, alice):
    answer = hers.post("/jobs/", form(), **HTMX)

    job = Job.objects.get()
    assert answer.status_code == 200
    assert (job.owner, job.state, job.title) == (alice, State.QUEUED, "A harbour at dusk")
    assert f'id="job-{job.pk}"' in answer.content.decode()


def test_the_same_press_twice_is_one_job(hers):
    first, second = (hers.post("/jobs/", form(), **HTMX) for _ in range(2))

    job = Job.objects.get()
    assert first.status_code == second.status_code == 200
    assert f"job-{job.pk}" in second.content.decode()


def test_the_same_key_with_other_words_is_refused_and_says_why(hers):
    hers.post("/jobs/", form(), **HTMX)

    answer = hers.post("/jobs/", form(prompt="Something else"), **HTMX)

    assert answer.status_code == 422
    assert "has already sent" in answer.content.decode()
    assert Job.objects.count() == 1


def test_without_javascript_one_lands_in_the_queue(hers):
    answer = hers.post("/jobs/", form())

    assert answer.status_code == 302
    assert answer.url == "/queue/"
    assert Job.objects.count() == 1


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_sent(hers):
    answer = hers.post("/jobs/", form(duration="99"), **HTMX)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_duration-error"' in page
    assert "Nothing was sent or billed." in page
    assert not Job.objects.exists()


def test_a_form_without_its_key_is_not_sent(hers):
    answer = hers.post("/jobs/", form(key=""), **HTMX)

    assert answer.status_code == 422
    assert "Reload the page" in answer.content.decode()


@pytest.mark.parametrize("shown", ["", "x", "kling-9 text-to-video animatic", "a b c d e"])
def test_a_route_that_does_not_exist_is_not_found(hers, shown):
    assert hers.post("/jobs/", form(shown=shown), **HTMX).status_code == 404


def test_a_provider_that_cannot_be_sent_through_is_named(hers):
    route = "kling-3.0-pro text-to-video runware"

    answer = hers.post("/jobs/", form(shown=route, via="runware"), **HTMX)

    assert answer.status_code == 422
    assert "has no key to Runware yet" in answer.content.decode()


def test_a_button_may_send_through_another_provider_than_the_page_shows(hers):
    route = "kling-3.0-pro text-to-video runware"

    answer = hers.post("/jobs/", form(shown=route, via="runware", send_via="animatic"), **HTMX)

    assert answer.status_code == 200
    assert Job.objects.get().provider == "animatic"


def test_somebody_who_may_only_look_cannot_send(hers, alice):
    Membership.objects.filter(user=alice).update(role=Membership.Role.REVIEWER)

    assert hers.post("/jobs/", form(), **HTMX).status_code == 403
    assert not Job.objects.exists()


# Acting


@pytest.mark.parametrize("action", ["cancellation", "takes/cancellation", "fetch", "again", "loss"])
def test_a_stranger_finds_no_job_to_act_on(client, alice, charlie, action):
    job = make_job(alice)
    client.force_login(charlie)

    answer = client.post(f"/jobs/{job.pk}/{action}/", **HTMX)

    job.refresh_from_db()
    assert answer.status_code == 404
    assert job.state == State.QUEUED


@pytest.mark.parametrize("action", ["cancellation", "takes/cancellation", "fetch", "again", "loss"])
def test_actions_are_posts_and_ask_to_sign_in(client, alice, action):
    job = make_job(alice)

    assert client.post(f"/jobs/{job.pk}/{action}/").status_code == 302
    client.force_login(alice)
    assert client.get(f"/jobs/{job.pk}/{action}/").status_code == 405


def test_a_queued_job_is_cancelled_at_once(hers, alice):
    job = make_job(alice)

    page = hers.post(f"/jobs/{job.pk}/cancellation/", **HTMX).content.decode()

    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert 'data-state="cancelled"' in page
    assert "Send again" in page


def test_a_running_job_is_asked_to_stop(hers, alice):
    job = make_job(alice, State.RUNNING)

    page = hers.post(f"/jobs/{job.pk}/cancellation/", **HTMX).content.decode()

    job.refresh_from_db()
    assert job.state == State.RUNNING
    assert job.cancel_requested_at is not None
    assert "Cancelling" in page


def test_cancelling_what_is_done_changes_nothing(hers, alice):
    job = make_job(alice, State.READY)

    page = hers.post(f"/jobs/{job.pk}/cancellation/", **HTMX).content.decode()

    assert 'data-state="ready"' in page


def test_fetching_again_takes_the_error_away(hers, alice):
    job = make_job(alice, State.FETCHING, fetch_error="The file ended early.")

    page = hers.post(f"/jobs/{job.pk}/fetch/", **HTMX).content.decode()

    assert "The file ended early." not in page
    assert 'data-shelf="running"' in page


def test_sending_a_failed_job_again_is_a_new_job_once(hers, alice):
    job = make_job(alice, State.FAILED, error="It broke.")

    first, second = (hers.post(f"/jobs/{job.pk}/again/", **HTMX).content.decode() for _ in range(2))

    again = Job.objects.exclude(pk=job.pk).get()
    assert f"job-{again.pk}" in first
    assert f"job-{again.pk}" in second
    assert again.recipe == job.recipe


def test_a_lost_job_can_be_taken_as_lost(hers, alice):
    job = make_job(alice, State.UNKNOWN)

    page = hers.post(f"/jobs/{job.pk}/loss/", **HTMX).content.decode()

    assert 'data-state="failed"' in page
    assert "may have been billed" in page


def test_an_action_without_javascript_leads_to_the_queue(hers, alice):
    job = make_job(alice)

    assert hers.post(f"/jobs/{job.pk}/cancellation/").url == "/queue/"


def test_when_sending_again_is_refused_the_page_is_told_why(hers, alice):
    recipe = make_job(alice).recipe | {"provider": "runware"}
    job = make_job(alice, State.FAILED, recipe=recipe, provider="runware")

    answer = hers.post(f"/jobs/{job.pk}/again/", **HTMX)

    assert "has no key to Runware yet" in answer["HX-Trigger"]
    assert f"job-{job.pk}" in answer.content.decode()


# The order of what waits


def test_what_waits_is_held_released_and_put_next_from_its_card(hers, alice):
    job = make_job(alice)

    words = {
        view: hers.post(f"/jobs/{job.pk}/{view}/", **HTMX).content.decode() for view in ("hold", "release", "first")
    }

    assert "Held by Alice Archer." in words["hold"]
    assert "Release" in words["hold"]
    assert "Waiting for a slot" in words["release"]
    assert ">Next</button>" in words["first"]


def test_a_job_is_put_before_another_of_its_line_and_it_is_said_where_that_is_gone(hers, alice):
    first, second, done = make_job(alice), make_job(alice), make_job(alice, State.READY)

    hers.post(f"/jobs/{second.pk}/order/", {"before": str(first.pk)}, **HTMX)
    gone = hers.post(f"/jobs/{second.pk}/order/", {"before": str(done.pk)}, **HTMX)

    line = Job.objects.filter(state=State.QUEUED).order_by("rank")
    assert list(line) == [second, first]
    assert "does not wait in the same line" in gone["HX-Trigger"]
    page = hers.post(f"/jobs/{second.pk}/order/", {"before": str(done.pk)}, follow=True).content.decode()
    assert "does not wait in the same line" in page


def test_a_producer_puts_a_job_before_everybodys_and_an_artist_may_not(hers, client, alice, bob):
    job = make_job(bob)

    first = hers.post(f"/jobs/{job.pk}/priority/", **HTMX).content.decode()
    assert "It goes before everybody&#x27;s." in first and 'data-priority="1"' in first
    assert "Before everybody" in hers.post(f"/jobs/{job.pk}/priority/", **HTMX).content.decode()
    client.force_login(bob)
    assert client.post(f"/jobs/{job.pk}/priority/", **HTMX).status_code == 403
    assert Job.objects.get(pk=job.pk).priority == 0


def test_strangers_change_no_order(client, charlie, alice):
    job = make_job(alice)
    client.force_login(charlie)

    for view in ("hold", "release", "first", "earlier", "later", "priority", "order", "check"):
        assert client.post(f"/jobs/{job.pk}/{view}/", **HTMX).status_code == 404
