"""The mail of each day: to who wants it, about their own jobs, once and only once."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from studio.accounts.models import Project, User
from studio.core import clock
from studio.jobs import digest
from studio.jobs.machine import State
from tests.live.making import make_job

EVENING = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """at(moment): that is now."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def wanting(alice, at):
    """Alice has wanted it since the evening before; it is eight in the morning."""
    User.objects.filter(pk=alice.pk).update(digest="daily", digest_until=EVENING)
    at(MORNING + timedelta(hours=2))
    return alice


def ended(owner, state=State.READY, at=EVENING + timedelta(hours=3), **facts):
    return make_job(owner, state, finished_at=at, **facts)


def test_it_says_what_has_ended_since_the_last_one(wanting):
    ready, failed = ended(wanting, title="Harbour"), ended(wanting, State.FAILED, title="Lighthouse")

    assert digest.send_due() == 1

    [sent] = mail.outbox
    assert sent.to == ["alice@example.com"]
    assert sent.subject == "Dailies: 1 ready, 1 failed" or sent.subject == "Dailies: 1 failed, 1 ready"
    for words in ("Harbour", "Lighthouse", f"/jobs/{ready.pk}/", f"/jobs/{failed.pk}/", "To stop it"):
        assert words in sent.body


def test_it_is_sent_once_however_often_the_round_comes(wanting, at):
    ended(wanting)

    sent = [digest.send_due() for _ in range(3)]
    at(MORNING + timedelta(hours=20))

    assert [*sent, digest.send_due()] == [1, 0, 0, 0]
    assert len(mail.outbox) == 1


def test_of_two_that_send_at_the_same_moment_one_does(wanting):
    ended(wanting)
    first, second = (User.objects.get(pk=wanting.pk) for _ in range(2))

    assert [digest._send(first, MORNING), digest._send(second, MORNING)] == [True, False]
    assert len(mail.outbox) == 1


def test_the_next_day_tells_what_came_since_and_nothing_twice(wanting, at):
    ended(wanting, title="Harbour")
    digest.send_due()
    ended(wanting, at=MORNING + timedelta(hours=5), title="Lighthouse")
    at(MORNING + timedelta(days=1, minutes=1))

    digest.send_due()

    assert "Lighthouse" in mail.outbox[1].body
    assert "Harbour" not in mail.outbox[1].body


def test_a_day_on_which_nothing_ended_has_no_mail(wanting, at):
    make_job(wanting, State.RUNNING)
    ended(wanting, at=EVENING - timedelta(hours=1))

    assert digest.send_due() == 0
    assert mail.outbox == []


def test_nobody_gets_one_who_does_not_want_it_or_is_not_here_any_more(wanting, bob, at):
    User.objects.filter(pk=bob.pk).update(digest="never")
    ended(wanting)
    ended(bob)
    User.objects.filter(pk=wanting.pk).update(is_active=False)

    assert digest.send_due() == 0


def test_it_tells_ones_own_jobs_and_no_others(wanting, bob, charlie, team):
    place = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    ended(wanting, title="Mine")
    ended(bob, title="Bobs")
    ended(bob, title="Secret", project=place)
    ended(charlie, title="Strange")

    digest.send_due()

    assert "Mine" in mail.outbox[0].body
    assert not any(words in mail.outbox[0].body for words in ("Bobs", "Secret", "Strange"))


def test_a_mail_that_the_server_refuses_is_sent_the_next_time(wanting, monkeypatch):
    ended(wanting)
    sending = digest.send_mail

    def refuse(*args, **named):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(digest, "send_mail", refuse)
    assert digest.send_due() == 0
    monkeypatch.setattr(digest, "send_mail", sending)

    assert digest.send_due() == 1
    assert len(mail.outbox) == 1


def test_a_mail_that_cannot_be_written_keeps_nobody_else_from_theirs(wanting, bob, monkeypatch):
    User.objects.filter(pk=bob.pk).update(digest="daily")
    ended(wanting)
    ended(bob)
    written = digest.body

    def stumble(person, *about):
        if person == wanting:
            raise RuntimeError("a template that cannot be")
        return written(person, *about)

    monkeypatch.setattr(digest, "body", stumble)
    assert digest.send_due() == 1
    assert [mail.to for mail in mail.outbox] == [[bob.email]]
    monkeypatch.setattr(digest, "body", written)

    assert digest.send_due() == 1


def test_a_long_day_names_fifty_and_counts_the_rest(wanting):
    for number in range(52):
        ended(wanting, title=f"Shot {number}")

    digest.send_due()

    assert mail.outbox[0].body.count("/jobs/") == 50
    assert "And 2 more" in mail.outbox[0].body


async def test_it_is_looked_after_beside_the_jobs(wanting, monkeypatch):
    monkeypatch.setattr(digest, "_looked_at", float("-inf"))
    calls = []
    monkeypatch.setattr(digest, "send_due", lambda: calls.append(1))

    await digest.follow(None)
    await digest.follow(None)

    assert calls == [1]
