"""The panel of notes: what it answers, to whom, and that nothing typed is lost."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studio.accounts.models import Membership
from studio.review import actions
from studio.review.actions import Said
from studio.review.models import Note, Verdict
from tests.library.making import row
from tests.pages.visiting import visit


@pytest.fixture
def clip(alice):
    made = row(alice)
    made.save()
    return made


@pytest.fixture
def note(clip, alice):
    return actions.write(alice, clip, Said(id=uuid4(), words="The cup jumps", frame=36))


def post(person, address: str, **given):
    return visit(person).post(address, given, headers={"HX-Request": "true"})


def test_a_note_is_answered_with_its_thread_and_an_empty_form(clip, bob):
    answer = post(bob, f"/assets/{clip.pk}/notes/", id=uuid4(), words="Warmer", frame=36, to=40)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "00:00:01:12 to 00:00:01:16" in html
    assert f'data-home="notes-{clip.pk}"' in html
    form = html.partition("</form>")[0]
    assert "Warmer" not in form
    kept = Note.objects.get()
    assert (kept.author, kept.frame, kept.frames) == (bob, 36, 5)


def test_the_answer_to_a_note_grows_with_nothing_that_was_said_before(clip, note, alice, bob):
    def answered() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            answer = post(bob, f"/assets/{clip.pk}/notes/", id=uuid4(), words="Warmer")
        return len(asked), len(answer.content)

    few = answered()
    for _ in range(20):
        actions.write(alice, clip, Said(id=uuid4(), words="Once more"))

    assert answered() == few


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"words": ""}, "empty note"),
        ({"frame": "400"}, "this clip has 0 to 119"),
        ({"frame": "40", "to": "36"}, "ends on frame 36, before it begins on 40"),
        ({"to": "36"}, "Say where the range"),
        ({"frame": "soon"}, "whole number"),
        ({"id": "made-up"}, "valid UUID"),
    ],
)
def test_a_fault_is_a_sentence_and_what_was_typed_stays(clip, bob, given, words):
    answer = post(bob, f"/assets/{clip.pk}/notes/", **({"id": uuid4(), "words": "Warmer <b>light</b>"} | given))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert given.get("words", "Warmer &lt;b&gt;light&lt;/b&gt;") in html
    assert not Note.objects.exists()


VERBS = {"reply": {"id": uuid4(), "words": "Yes"}, "change": {"words": "No"}, "assignment": {"to": ""}}
VERBS |= dict.fromkeys(("resolution", "reopening", "deletion", "restoration"), {})


@pytest.mark.parametrize("verb", VERBS)
def test_each_act_answers_with_the_thread_and_a_stranger_gets_404(verb, note, alice, charlie):
    assert post(charlie, f"/notes/{note.pk}/{verb}/", **VERBS[verb]).status_code == 404
    answer = post(alice, f"/notes/{note.pk}/{verb}/", **VERBS[verb])

    assert answer.status_code == 200
    assert f'id="note-{note.pk}"' in answer.content.decode()


def test_what_is_not_in_the_table_is_not_found(note, alice):
    assert post(alice, f"/notes/{note.pk}/shout/").status_code == 404


def test_every_act_has_its_row_here():
    from studio.pages.notes import ACTS

    assert set(ACTS) == set(VERBS)


def test_what_a_person_may_not_do_is_said_at_the_thread(note, bob):
    answer = post(bob, f"/notes/{note.pk}/change/", words="Mine now")

    assert answer.status_code == 422
    assert "Only Alice Archer can change these words." in answer.content.decode()


def test_an_answer_that_cannot_be_kept_stays_as_it_was_typed(note, bob):
    answer = post(bob, f"/notes/{note.pk}/reply/", id="made-up", words="Half an answer")

    assert answer.status_code == 422
    assert ">\nHalf an answer</textarea>" in answer.content.decode()


def test_an_internal_note_is_not_there_for_a_guest(clip, alice, bob):
    secret = actions.write(alice, clip, Said(id=uuid4(), words="Between us", is_internal=True))
    Membership.objects.filter(user=bob).update(role="guest")

    page = visit(bob).get(f"/assets/{clip.pk}/").content.decode()
    assert "Between us" not in page
    assert 'id="note-form"' not in page
    assert "Guests look at work" in page
    assert post(bob, f"/notes/{secret.pk}/reopening/").status_code == 404


def test_a_verdict_is_given_with_its_note(clip, bob):
    answer = post(bob, f"/assets/{clip.pk}/verdict/", word="changes", words="Warmer")

    assert "Changes requested" in answer.content.decode()
    assert Verdict.objects.get().note.words == "Warmer"


def test_a_verdict_that_is_none_keeps_the_words(clip, bob):
    answer = post(bob, f"/assets/{clip.pk}/verdict/", word="lovely", words="Warmer")

    assert answer.status_code == 422
    assert "is no verdict" in answer.content.decode()
    assert 'value="Warmer"' in answer.content.decode()


def test_words_of_a_note_are_text(clip, alice):
    actions.write(alice, clip, Said(id=uuid4(), words="<script>alert(1)</script>"))
    page = visit(alice).get(f"/assets/{clip.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
