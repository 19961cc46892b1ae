"""A job that came to nothing says on its card which value, why, what was billed, by which id, and what to do next."""

import pytest
from django.urls import reverse

from studio.jobs import ledger
from studio.jobs.card import cards
from studio.jobs.machine import State
from studio.jobs.models import Attempt, Job
from studio.providers.base import Step
from studio.providers.errors import BadInput, ProviderError, SubmitUncertain
from tests.live.making import make_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(alice):
    """sent(state, answer) -> a job of Alice's through fal whose request was answered so, or not at all."""

    def sent(state: State, answer: ProviderError, purpose: str = "submit", **facts) -> Job:
        recipe = {"model": "kling-3.0-pro", "task": "text-to-video", "provider": "fal", "values": {"prompt": "A pier"}}
        about = {name: recipe[name] for name in ("model", "task", "provider")}
        job = make_job(alice, state, recipe=recipe, estimate_amount=1, **about, **facts)
        attempt = ledger.prepare(job, 1, Step(purpose=purpose, method="POST", url="", doing="making a voice"), "e")
        ledger.send(attempt)
        (ledger.refuse if isinstance(answer, BadInput) else ledger.lose)(attempt, answer)
        return job

    return sent


def refused(words: str = "It is too long.") -> BadInput:
    error = BadInput(words, field="prompt")
    error.request_id = "req-7"
    return error


def page(client, user) -> str:
    client.force_login(user)
    return client.get("/queue/").content.decode()


def test_a_refused_job_names_the_value_the_words_the_bill_the_id_and_what_to_do(client, alice, sent):
    job = sent(State.REFUSED, refused(), error="It is too long.", error_field="prompt", billed_state="no")

    shown = page(client, alice)

    assert "<b>Prompt:</b> It is too long." in shown
    assert "Not billed" in shown
    assert "<code>req-7</code>" in shown
    assert "Send again" in shown
    assert f'href="/create/?change={job.pk}"' in shown


def test_changing_it_opens_the_form_with_what_was_sent(client, alice, charlie, sent):
    job = sent(State.REFUSED, refused(), error="It is too long.")

    client.force_login(alice)
    assert "A pier" in client.get(f"/create/?change={job.pk}").content.decode()
    client.force_login(charlie)
    assert client.get(f"/create/?change={job.pk}").status_code == 404


def test_only_jobs_that_went_wrong_are_asked_for_their_requests(alice, sent, django_assert_num_queries):
    running, unknown = make_job(alice, State.RUNNING), sent(State.UNKNOWN, SubmitUncertain("The line broke."))

    with django_assert_num_queries(1):
        [fine] = cards([running])
    with django_assert_num_queries(2):
        _, wrong = cards([running, unknown])

    assert (len(fine.details), len(wrong.details)) == (0, 1)


def test_an_unknown_job_shows_our_id_and_asks_for_theirs(client, alice, sent):
    job = sent(State.UNKNOWN, SubmitUncertain("The line broke."))

    shown = page(client, alice)

    assert str(job.attempts.get().pk) in shown
    assert "fal told none" in shown
    assert "Its id at fal" in shown


def test_a_found_job_goes_on_with_the_id_that_a_person_gave(client, alice, sent):
    job = sent(State.UNKNOWN, SubmitUncertain("The line broke."))
    client.force_login(alice)

    client.post(reverse("job-finding", args=[job.pk]), {"found_as": " 764cabcf-b745-4b3e "})

    assert Job.objects.get(pk=job.pk).state == State.RUNNING
    attempt = Attempt.objects.get(job=job)
    assert (attempt.state, attempt.ticket["id"]) == ("accepted", "764cabcf-b745-4b3e")


@pytest.mark.parametrize("given", ["", "two words", "x" * 201, "<b>"])
def test_what_is_no_id_changes_nothing_and_is_said_to_be_none(client, alice, sent, given):
    job = sent(State.UNKNOWN, SubmitUncertain("The line broke."))
    client.force_login(alice)

    answer = client.post(reverse("job-finding", args=[job.pk]), {"found_as": given}, headers={"HX-Request": "true"})

    assert Job.objects.get(pk=job.pk).state == State.UNKNOWN
    assert "is no id" in answer["HX-Trigger"]


def test_a_helper_whose_reply_was_lost_cannot_be_found_by_an_id(client, alice, sent):
    sent(State.UNKNOWN, SubmitUncertain("The line broke."), purpose="helper")

    shown = page(client, alice)

    assert "Making a voice" in shown
    assert "Found it" not in shown


def test_a_stranger_cannot_say_that_a_job_was_found(client, charlie, sent):
    job = sent(State.UNKNOWN, SubmitUncertain("The line broke."))
    client.force_login(charlie)

    assert client.post(reverse("job-finding", args=[job.pk]), {"found_as": "764cabcf"}).status_code == 404
    assert Job.objects.get(pk=job.pk).state == State.UNKNOWN
