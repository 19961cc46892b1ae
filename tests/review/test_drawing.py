"""What is drawn with a note: kept in the same act, once, where the file has such a frame."""

from uuid import uuid4

import pytest

from studio.review import actions, threads
from studio.review.actions import CannotSay, MayNot, Said
from studio.review.models import Drawing, Note
from studio.review.shapes import Drawn, Shape, parse
from tests.library.making import row

ARROW = Shape(kind="arrow", colour=1, points=((0.2, 0.3), (0.6, 0.5)))
BOX = Shape(kind="box", colour=2, points=((0.1, 0.6), (0.4, 0.9)))


@pytest.fixture
def clip(alice):
    """A clip of 120 frames at 24 a second."""
    made = row(alice)
    made.save()
    return made


@pytest.fixture
def picture(alice):
    made = row(alice, kind="image", frames=None, duration_s=None, fps="", format="png")
    made.save()
    return made


def said(words: str, *drawn: Drawn, **more) -> Said:
    return Said(id=uuid4(), words=words, drawings=drawn, **more)


def test_a_note_is_kept_with_what_is_drawn_on_several_frames(clip, alice, bob, django_assert_num_queries):
    actions.write(bob, clip, said("Move the cup", Drawn(36, (ARROW,)), Drawn(40, (BOX, ARROW)), frame=36))
    actions.write(bob, clip, said("Warmer", Drawn(50, (BOX,))))

    shown = threads.of(clip, alice)
    assert [[(each.words, at) for each, at in thread.drawn] for thread in shown] == [
        [("an arrow", "00:00:01:12"), ("a box, an arrow", "00:00:01:16")],
        [("a box", "00:00:02:02")],
    ]
    assert parse(shown[0].drawings) == (Drawn(36, (ARROW,)), Drawn(40, (BOX, ARROW)))
    [pushed] = threads.by_id([str(shown[0].first.pk)])
    with django_assert_num_queries(0):
        assert pushed.drawings == shown[0].drawings


def test_a_note_that_is_sent_again_is_drawn_once(clip, alice):
    note = said("Once", Drawn(36, (ARROW,)))
    assert actions.write(alice, clip, note) == actions.write(alice, clip, note)
    assert Drawing.objects.count() == 1


def test_what_is_drawn_without_a_word_says_what_it_is_and_where(clip, alice):
    note = actions.write(alice, clip, said(" ", Drawn(36, (ARROW, BOX)), Drawn(40, (BOX,))))
    assert (note.words, note.frame, note.frames) == ("Drawn: an arrow, 2 boxes", 36, 1)
    many = Shape(kind="text", colour=1, points=((0, 0),), words="x" * 120)
    long = actions.write(alice, clip, said("", Drawn(1, (many,) * 40)))
    assert len(long.words) < 420
    assert long.words.endswith("…")


def test_a_note_that_says_its_own_frame_keeps_it(clip, alice):
    note = actions.write(alice, clip, said("All of this", Drawn(40, (ARROW,)), frame=36, frames=10))
    assert (note.frame, note.frames) == (36, 10)


def test_a_picture_is_drawn_on_as_a_whole(picture, alice):
    note = actions.write(alice, picture, said("", Drawn(None, (ARROW,))))
    assert (note.words, note.frame) == ("Drawn: an arrow", None)


@pytest.mark.parametrize(
    ("kind", "frame", "words"),
    [
        ("video", 120, "Frame 120 is drawn on; this clip has 0 to 119"),
        ("video", None, "Say which frame"),
        ("image", 0, "A picture has no frames"),
        ("audio", 0, "Only clips and pictures"),
    ],
)
def test_what_does_not_fit_the_file_gets_a_sentence_and_leaves_nothing(clip, alice, kind, frame, words):
    clip.kind = kind
    with pytest.raises(CannotSay, match=words):
        actions.write(alice, clip, said("Here", Drawn(frame, (ARROW,))))
    assert not Note.objects.exists()


def test_an_answer_and_a_guest_draw_nothing(clip, alice, bob):
    note = actions.write(alice, clip, said("Here", Drawn(36, (ARROW,))))
    with pytest.raises(CannotSay, match="An answer has words alone"):
        actions.reply(bob, note, said("There", Drawn(36, (ARROW,))))
    bob.memberships.update(role="guest")
    with pytest.raises(MayNot):
        actions.write(bob, clip, said("", Drawn(36, (ARROW,))))
    assert Drawing.objects.count() == 1
