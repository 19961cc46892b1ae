"""What is open on a version is asked about on the next: where it is there, who is asked, and what an answer does."""

from fractions import Fraction
from uuid import uuid4

import pytest

from studio.accounts.models import Membership, Project
from studio.library.models import Asset
from studio.review import actions, carrying, threads
from studio.review.actions import CannotSay, MayNot, Said
from studio.review.models import Note
from tests.library.making import row

FILM, TV = Fraction(24), Fraction(30)
NTSC = Fraction(30000, 1001)


@pytest.fixture
def first(alice):
    """Version 1: 120 frames at 24 a second."""
    made = row(alice)
    made.save()
    Asset.objects.filter(pk=made.pk).update(stack=made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def second(first):
    return later(first, 2)


def later(first: Asset, version: int, **facts) -> Asset:
    made = row(first.owner, stack=first.pk, version=version, derived_from=first.pk, **facts)
    made.save()
    return made


def said(words: str = "The cup jumps", **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


def asked(asset: Asset, viewer) -> list[tuple]:
    return [(each.first.words, each.is_fixed, each.is_not_yet) for each in carrying.checks(asset, viewer)]


# Which


def test_what_is_open_is_asked_about_on_the_next_version_in_its_order(first, second, alice, bob):
    for words, frame in (("Too long", 100), ("All of it", None), ("Warmer", 36)):
        actions.write(bob, first, said(words, frame=frame))
    actions.resolve(alice, actions.write(bob, first, said("Done long ago")))
    actions.take_back(bob, actions.write(bob, first, said("Never mind")))

    assert asked(second, alice) == [("All of it", False, False), ("Warmer", False, False), ("Too long", False, False)]
    assert asked(first, alice) == []


def test_answers_go_along(first, second, alice, bob):
    actions.reply(alice, actions.write(bob, first, said()), said("Which cup?"))
    assert [each.words for each in carrying.checks(second, bob)[0].thread.replies] == ["Which cup?"]


def test_the_same_version_is_not_asked_about_itself_nor_another_take_of_it(first, second, alice):
    take = later(first, 2)
    actions.write(alice, second, said())
    assert asked(take, alice) == []


def test_a_guest_is_not_shown_what_is_internal_and_a_stranger_nothing(first, second, alice, bob, charlie):
    actions.write(alice, first, said("Between us", is_internal=True))
    actions.write(alice, first, said("For all"))
    Membership.objects.filter(user=bob).update(role="guest")

    assert asked(second, bob) == [("For all", False, False)]
    assert asked(second, charlie) == []
    assert len(asked(second, alice)) == 2


def test_what_was_said_on_a_version_that_one_does_not_see_is_not_shown(first, second, alice, bob):
    actions.write(alice, first, said())
    own = Project.objects.create(team=first.team, name="Mine", made_by=alice, visibility="private")
    Asset.objects.filter(pk=first.pk).update(project=own)

    assert asked(second, bob) == []
    assert len(asked(second, alice)) == 1


# Where


@pytest.mark.parametrize(
    ("frame", "frames", "before", "now", "there"),
    [
        (36, 1, FILM, FILM, (36, 36)),
        (36, 5, FILM, FILM, (36, 40)),
        (24, 24, FILM, TV, (30, 59)),
        (1, 1, FILM, TV, (1, 2)),
        (30, 1, TV, FILM, (24, 24)),
        (31, 1, TV, FILM, (24, 25)),
        (1000, 1, NTSC, NTSC, (1000, 1000)),
        (1000, 1, FILM, NTSC, (1248, 1249)),
    ],
)
def test_frames_are_where_their_moment_is_exactly(frame, frames, before, now, there):
    assert carrying.mapped(frame, frames, before, now) == there


@pytest.mark.parametrize("rates", [(FILM, TV), (TV, FILM), (NTSC, FILM), (FILM, NTSC), (Fraction(25), NTSC)])
def test_no_frame_of_a_range_is_lost_or_added(rates):
    before, now = rates
    for frame in range(0, 200, 7):
        for frames in (1, 2, 24):
            first, last = carrying.mapped(frame, frames, before, now)
            begin, end = frame / before, (frame + frames) / before
            assert first / now <= begin < (first + 1) / now
            assert last / now < end <= (last + 1) / now


def test_a_moment_that_a_shorter_version_does_not_have_is_at_its_end(first, alice):
    actions.write(alice, first, said(frame=100, frames=20))
    shorter = later(first, 2, frames=60, duration_s=2.5)

    check = carrying.checks(shorter, alice)[0]
    assert (check.place.frame, check.place.last, check.place.is_past) == (59, 59, True)
    assert check.where == "00:00:02:11"


def test_a_picture_has_no_moment(first, alice):
    actions.write(alice, first, said(frame=36))
    still = later(first, 2, kind="image", fps=None, frames=None)
    assert carrying.checks(still, alice)[0].place is None


# Answers


def test_fixed_resolves_the_thread_and_says_in_which_version(first, second, alice, bob):
    note = actions.write(bob, first, said())
    carrying.fixed(bob, note, second)

    note.refresh_from_db()
    assert (note.resolved_by, note.fixed_in) == (bob, second)
    assert asked(second, alice) == [("The cup jumps", True, False)]
    assert asked(later(first, 3), alice) == [], "what is fixed is not asked about again"


def test_not_yet_is_an_answer_in_the_thread_and_the_next_version_asks_again(first, second, alice, bob):
    note = actions.write(bob, first, said(frame=36))
    carrying.not_yet(bob, note, second, said(""))
    third = later(first, 3)

    assert asked(second, alice) == [("The cup jumps", False, True)]
    assert asked(third, alice) == [("The cup jumps", False, False)]
    thread = threads.of(first, alice)[0]
    assert [(each.words, each.asset.version) for each in thread.replies] == [("Not yet.", 2)]
    assert threads.of(second, alice) == [], "nothing is copied"


def test_not_yet_after_fixed_opens_it_again(first, second, alice, bob):
    note = actions.write(bob, first, said())
    carrying.fixed(bob, note, second)
    carrying.not_yet(alice, note, second, said("It still jumps"))

    note.refresh_from_db()
    assert (note.resolved_at, note.fixed_in) == (None, None)
    assert asked(second, bob) == [("The cup jumps", False, True)]


def test_the_same_not_yet_that_is_sent_twice_is_one(first, second, alice):
    note, words = actions.write(alice, first, said()), said("Still")
    for _ in range(2):
        carrying.not_yet(alice, note, second, words)
    assert Note.objects.filter(parent=note).count() == 1


def test_each_answer_counts_the_thread_up(first, second, alice):
    note = actions.write(alice, first, said())
    seen = [Note.objects.get(pk=note.pk).version]
    for act in (
        lambda: carrying.not_yet(alice, note, second, said("")),
        lambda: carrying.fixed(alice, note, second),
        lambda: carrying.not_yet(alice, note, second, said("")),
    ):
        act()
        seen.append(Note.objects.get(pk=note.pk).version)
    assert seen == sorted(set(seen))


def test_a_guest_answers_nothing_and_nobody_answers_on_what_is_no_later_version(first, second, alice, bob):
    note = actions.write(alice, first, said())
    other = row(alice)
    other.save()
    for wrong in (first, other):
        with pytest.raises(CannotSay, match="no later version"):
            carrying.fixed(alice, note, wrong)
    Membership.objects.filter(user=bob).update(role="guest")
    for act in (
        lambda: carrying.fixed(bob, note, second),
        lambda: carrying.not_yet(bob, note, second, said("")),
    ):
        with pytest.raises(MayNot):
            act()
    note.refresh_from_db()
    assert note.resolved_at is None


def test_what_is_to_be_done_on_a_version_is_its_own_and_what_came_along(first, second, alice, bob):
    carrying.fixed(bob, actions.write(bob, first, said("Fixed")), second)
    actions.write(bob, first, said("Old"))
    actions.reply(alice, actions.write(bob, second, said("New")), said("Yes"))

    assert [(each.first.words, len(each.first.replies.all())) for each in carrying.open_on(second, alice)] == [
        ("Old", 0),
        ("New", 1),
    ]


def test_later_versions_in_another_project_are_not_told_about_a_thread(first, second, alice):
    elsewhere = Project.objects.create(team=first.team, name="Elsewhere")
    third = later(first, 3)
    Asset.objects.filter(pk=third.pk).update(project=elsewhere)
    found = threads.by_id([str(actions.write(alice, first, said()).pk)])

    assert [check.on for check in carrying.shown_on(found)] == [second]
