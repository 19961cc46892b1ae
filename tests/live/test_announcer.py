"""What a screen reader is told: few words, together what comes together."""

from types import SimpleNamespace

from studio.jobs.machine import State
from studio.live.announcer import REMEMBERED, Announcer, sentence


def job(pk, state, owner_id=1, title="Harbour"):
    return SimpleNamespace(pk=pk, state=state, owner_id=owner_id, title=title)


def test_one_job_is_called_by_its_title():
    assert sentence([("ready", "Harbour")]) == "Harbour: ready."


def test_several_of_a_kind_are_counted():
    words = [("ready", "Harbour"), ("ready", "Pier"), ("failed", "Storm"), ("ready", "Bay")]

    assert sentence(words) == "3 jobs ready. Storm: failed."


def test_only_the_last_word_about_a_job_is_said():
    announcer = Announcer()

    for state in (State.QUEUED, State.SENDING, State.RUNNING):
        announcer.hear(job("a", state))

    assert list(announcer.collected()) == [(1, "Harbour: started.")]


def test_progress_alone_says_nothing():
    announcer = Announcer()
    announcer.hear(job("a", State.RUNNING))
    list(announcer.collected())

    moved = announcer.hear(job("a", State.RUNNING))

    assert not moved
    assert not announcer.has_words


def test_sending_fetching_and_cancelling_are_not_said():
    announcer = Announcer()

    for state in (State.SENDING, State.FETCHING, State.CANCELLED):
        assert announcer.hear(job("a", state))

    assert list(announcer.collected()) == []


def test_everybody_hears_of_their_own_jobs():
    announcer = Announcer()

    announcer.hear(job("a", State.READY, owner_id=1, title="Harbour"))
    announcer.hear(job("b", State.READY, owner_id=2, title="Pier"))

    assert dict(announcer.collected()) == {1: "Harbour: ready.", 2: "Pier: ready."}


def test_it_does_not_remember_for_ever():
    announcer = Announcer()

    for number in range(REMEMBERED + 50):
        announcer.hear(job(str(number), State.READY))

    assert len(announcer._last) == REMEMBERED
