"""Notes in threads, and verdicts: who may do what, what is refused and how, and that nothing is written twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from studio.accounts.models import Activity, Membership
from studio.review import actions, threads
from studio.review.actions import CannotSay, MayNot, Said
from studio.review.models import MOST_WORDS, Note, Verdict
from tests.library.making import row


@pytest.fixture
def clip(alice):
    """A clip of 120 frames at 24 a second."""
    made = row(alice)
    made.save()
    return made


def said(words: str = "The cup jumps", **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


def as_guest(person) -> None:
    Membership.objects.filter(user=person).update(role="guest")


def shown(clip, viewer) -> list[tuple]:
    return [
        (each.where, each.first.words, [reply.words for reply in each.replies]) for each in threads.of(clip, viewer)
    ]


def test_notes_stand_in_the_order_of_their_frames_with_their_answers(clip, alice, bob):
    late = actions.write(bob, clip, said("Too long", frame=100, frames=20))
    actions.write(bob, clip, said("Lovely"))
    actions.write(alice, clip, said("Warmer", frame=36))
    actions.reply(alice, late, said("Cut it here?"))
    actions.reply(bob, late, said("Yes"))

    assert shown(clip, alice) == [
        ("", "Lovely", []),
        ("00:00:01:12", "Warmer", []),
        ("00:00:04:04 to 00:00:04:23", "Too long", ["Cut it here?", "Yes"]),
    ]


def test_the_pages_order_is_the_order_of_the_list(clip, alice):
    for second, frame in enumerate((50, None, 3, 50, 119)):
        note = actions.write(alice, clip, said(frame=frame))
        Note.objects.filter(pk=note.pk).update(created_at=note.created_at + timedelta(seconds=second))

    places = [float(each.place) for each in threads.of(clip, alice)]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == 5


def test_a_note_that_is_sent_again_is_the_same_note(clip, alice):
    note = said("Once")
    assert actions.write(alice, clip, note) == actions.write(alice, clip, note)
    assert Note.objects.count() == 1


def test_nobody_writes_over_another_ones_note(clip, alice, bob):
    note = said("Mine")
    actions.write(alice, clip, note)
    with pytest.raises(CannotSay, match="Reload the page"):
        actions.write(bob, clip, note)
    assert Note.objects.get().author == alice


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": "  "}, "empty note"),
        ({"words": "x" * (MOST_WORDS + 1)}, f"up to {MOST_WORDS} characters; this one has {MOST_WORDS + 1}"),
        ({"frame": 120}, "this clip has 0 to 119"),
        ({"frame": 110, "frames": 11}, "Frames 110 to 120 were marked"),
    ],
)
def test_what_is_no_note_gets_a_sentence_and_leaves_nothing(clip, alice, more, words):
    with pytest.raises(CannotSay, match=words):
        actions.write(alice, clip, said(**more))
    assert not Note.objects.exists()


def test_a_guest_sees_what_is_not_internal_and_writes_nothing(clip, alice, bob):
    secret = actions.write(alice, clip, said("Between us", is_internal=True))
    actions.reply(alice, secret, said("And this"))
    actions.write(alice, clip, said("For all"))
    as_guest(bob)

    assert [words for _, words, _ in shown(clip, bob)] == ["For all"]
    assert not Note.objects.visible_to(bob).filter(is_internal=True).exists()
    for act in (
        lambda: actions.write(bob, clip, said()),
        lambda: actions.reply(bob, secret, said()),
        lambda: actions.resolve(bob, secret),
        lambda: actions.judge(bob, clip, "approved"),
    ):
        with pytest.raises(MayNot, match="Guests look at work"):
            act()


def test_a_stranger_sees_nothing(clip, alice, charlie):
    actions.write(alice, clip, said())
    assert shown(clip, charlie) == []


def test_only_its_writer_changes_a_note(clip, alice, bob):
    note = actions.write(bob, clip, said())
    with pytest.raises(MayNot, match="Only Bob Baker"):
        actions.change(alice, note, "Other words")
    actions.change(bob, note, "Better words")
    note.refresh_from_db()
    assert (note.words, note.edited_at is not None) == ("Better words", True)


def test_its_writer_or_an_owner_takes_a_note_back_and_restores_it(clip, alice, bob):
    mine, theirs = actions.write(alice, clip, said("Alice’s")), actions.write(bob, clip, said("Bob’s"))
    with pytest.raises(MayNot, match="Only Alice Archer, an owner or a producer"):
        actions.take_back(bob, mine)
    actions.take_back(alice, theirs)
    assert [words for _, words, _ in shown(clip, bob)] == ["Alice’s"]
    with pytest.raises(CannotSay, match="was taken back"):
        actions.reply(alice, theirs, said())
    actions.restore(bob, theirs)
    assert len(shown(clip, bob)) == 2


def test_a_thread_is_resolved_by_its_first_and_can_be_opened_again(clip, alice, bob):
    note = actions.write(alice, clip, said())
    answer = actions.reply(bob, note, said("Done"))
    actions.resolve(bob, answer)
    actions.resolve(alice, note)
    note.refresh_from_db()
    assert note.resolved_by == bob
    assert not Note.objects.open().exists()
    actions.reopen(alice, note)
    assert Note.objects.open().get() == note


def test_a_note_is_given_to_somebody_who_may_write(clip, alice, bob):
    note = actions.write(alice, clip, said())
    actions.assign(alice, note, bob)
    assert Note.objects.get().assignee == bob
    as_guest(bob)
    with pytest.raises(CannotSay, match="Bob Baker cannot be given notes"):
        actions.assign(alice, note, bob)
    actions.assign(alice, note, None)
    assert Note.objects.get().assignee is None


def test_every_change_of_a_thread_counts_its_version_up(clip, alice, bob):
    note = actions.write(alice, clip, said())
    seen = [Note.objects.get(pk=note.pk).version]
    answer = actions.reply(bob, note, said("Yes"))
    for act in (
        lambda: actions.change(bob, answer, "No"),
        lambda: actions.resolve(bob, answer),
        lambda: actions.reopen(bob, note),
        lambda: actions.assign(alice, note, bob),
        lambda: actions.take_back(alice, note),
        lambda: actions.restore(alice, note),
    ):
        seen.append(Note.objects.get(pk=note.pk).version)
        act()
    seen.append(Note.objects.get(pk=note.pk).version)
    assert seen == sorted(set(seen)), "each is newer than the one before"


def test_a_verdict_stands_until_the_same_reviewer_gives_another(clip, alice, bob):
    actions.judge(bob, clip, "changes", said("Warmer, please"))
    actions.judge(alice, clip, "in-review")
    actions.judge(bob, clip, "approved")

    standing = [(str(each.reviewer), each.word) for each in Verdict.objects.on(clip).standing()]
    assert standing == [("Alice Archer", "in-review"), ("Bob Baker", "approved")]
    assert Verdict.objects.count() == 3
    assert Verdict.objects.get(word="changes").note.words == "Warmer, please"
    assert Activity.objects.filter(verb="verdict-given").count() == 3


def test_a_verdict_with_a_note_that_is_none_leaves_neither(clip, alice):
    with pytest.raises(CannotSay):
        actions.judge(alice, clip, "approved", said("x" * (MOST_WORDS + 1)))
    with pytest.raises(CannotSay, match="'lovely' is no verdict: one of In review, Changes requested"):
        actions.judge(alice, clip, "lovely")
    assert (Verdict.objects.count(), Note.objects.count()) == (0, 0)
