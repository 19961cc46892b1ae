"""Who is meant by a name in a note: who may see it, and nobody else; what waits for them, and what they are told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from studio.accounts.actions import make_member
from studio.accounts.models import Membership, Project, User
from studio.core import clock
from studio.jobs import digest
from studio.review import actions, mentions, telling
from studio.review.actions import Said
from studio.review.models import Note
from tests.library.making import row
from tests.pages.visiting import visit


@pytest.fixture
def clip(alice):
    made = row(alice, name="Harbour")
    made.save()
    return made


@pytest.fixture
def dora(team):
    """A guest of the team."""
    person = make_member("dora@example.com", "Dora de la Cruz", team)
    Membership.objects.filter(user=person).update(role="guest")
    return person


def write(by, clip, words: str, **more) -> Note:
    return actions.write(by, clip, Said(id=uuid4(), words=words, **more))


def named(note: Note) -> set[str]:
    return {person.name for person in note.mentioned.all()}


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("@Bob Baker look", {"Bob Baker"}),
        ("look, @bob   baker!", {"Bob Baker"}),
        ("(@Bob)", {"Bob Baker"}),
        ("@Bob Baker and @Dora de la Cruz", {"Bob Baker", "Dora de la Cruz"}),
        ("@Bob's cup", {"Bob Baker"}),
        ("mail bob@Bob.example", set()),
        ("@Bobby", set()),
        ("@@Bob", set()),
        ("Bob Baker", set()),
        ("@Charlie Cole, @nobody", set()),
    ],
)
@pytest.mark.usefixtures("bob", "dora", "charlie")
def test_a_name_after_an_at_means_who_has_it(words, who, clip, alice):
    assert named(write(alice, clip, words)) == who


def test_a_first_name_that_two_have_means_neither(clip, alice, bob, team):
    make_member("other@example.com", "Bob Builder", team)

    assert named(write(alice, clip, "@Bob")) == set()
    assert named(write(alice, clip, "@Bob Builder")) == {"Bob Builder"}


def test_a_name_that_another_begins_with_is_not_taken_for_it(clip, alice, bob, team):
    make_member("jr@example.com", "Bob Baker Junior", team)

    assert named(write(alice, clip, "@Bob Baker Junior")) == {"Bob Baker Junior"}


def test_no_guest_is_called_to_what_is_internal(clip, alice, bob, dora):
    note = write(alice, clip, "@Dora and @Bob", is_internal=True)
    answer = actions.reply(alice, note, Said(id=uuid4(), words="@Dora"))

    assert named(note) == {"Bob Baker"}
    assert named(answer) == set()


def test_in_a_private_project_only_its_maker_can_be_named(alice, bob, team):
    own = Project.objects.create(team=team, name="Mine", visibility="private", made_by=alice)
    clip = row(alice, project=own)
    clip.save()

    assert named(write(alice, clip, "@Bob @Alice")) == {"Alice Archer"}


def test_other_words_mean_other_people(clip, alice, bob, dora):
    note = write(alice, clip, "@Bob")
    actions.change(alice, note, "@Dora rather")

    assert named(note) == {"Dora de la Cruz"}


def test_names_are_marked_and_words_stay_text(clip, alice, bob):
    note = write(alice, clip, "<b>@Bob Baker</b>\n@Charlie & you")

    html = mentions.marked(note)

    mark = f'<mark class="mention" data-person="{bob.pk}">@Bob Baker</mark>'
    assert html == f"&lt;b&gt;{mark}&lt;/b&gt;<br>@Charlie &amp; you"
    assert mark in visit(alice).get(f"/assets/{clip.pk}/").content.decode()


def test_a_hundred_notes_with_names_are_asked_once_who_is_meant(clip, alice, bob, django_assert_num_queries):
    for _ in range(20):
        write(alice, clip, "@Bob")
    notes = list(Note.objects.all())

    with django_assert_num_queries(1):
        mentions.fetch(notes)
        assert all("mention" in mentions.marked(note) for note in notes)


# What waits


def waiting(person, team) -> list[str]:
    return [note.words for note in mentions.waiting(person, team.pk)]


def test_a_note_waits_until_who_is_named_answers_or_it_is_resolved(clip, alice, bob, team):
    first, second = write(alice, clip, "@Bob one"), write(alice, clip, "@Bob two")
    assert waiting(bob, team) == ["@Bob two", "@Bob one"]

    actions.reply(bob, first, Said(id=uuid4(), words="Yes"))
    assert waiting(bob, team) == ["@Bob two"]
    actions.reply(alice, first, Said(id=uuid4(), words="@Bob sure?"))
    assert waiting(bob, team) == ["@Bob sure?", "@Bob two"]
    actions.resolve(alice, second)
    actions.resolve(alice, first)
    assert waiting(bob, team) == []


def test_what_was_taken_back_binned_or_is_ones_own_does_not_wait(clip, alice, bob, team):
    actions.take_back(alice, write(alice, clip, "@Bob gone"))
    write(bob, clip, "@Bob myself")
    assert waiting(bob, team) == []
    write(alice, clip, "@Bob")
    type(clip).objects.update(binned_at=clock.now())
    assert waiting(bob, team) == []


def test_who_becomes_a_guest_does_not_see_what_was_internal(clip, alice, bob, team):
    write(alice, clip, "@Bob between us", is_internal=True)
    Membership.objects.filter(user=bob).update(role="guest")

    assert waiting(bob, team) == []


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("", ("@Bob</mark> look", "Do this"), ()),
        ("mentioned", ("@Bob</mark> look",), ("Do this",)),
        ("assigned", ("Do this",), ("@Bob</mark> look",)),
        ("made-up", ("@Bob</mark> look", "Do this"), ()),
    ],
)
def test_review_shows_what_waits_by_its_reason(asked, there, not_there, clip, alice, bob):
    write(alice, clip, "@Bob look", frame=36)
    actions.assign(alice, write(alice, clip, "Do this"), bob)

    page = visit(bob).get(f"/review/?for={asked}").content.decode()

    assert all(words in page for words in there)
    assert not any(words in page for words in not_there)
    assert "00:00:01:12" in page or asked == "assigned"
    assert "@Bob" not in visit(alice).get("/review/").content.decode()


# The mail of the day


def test_the_mail_says_who_called_for_somebody_and_where(clip, alice, bob):
    note = write(alice, clip, "@Bob look at the cup")
    now = clock.now()
    also = telling.called(bob, now - timedelta(hours=1), now + timedelta(seconds=1))

    assert also.counted == "1 mention"
    assert also.lines == (("Alice Archer on Harbour: @Bob look at the cup", f"/assets/{clip.pk}/#note-{note.pk}"),)
    assert telling.called(alice, now - timedelta(hours=1), now + timedelta(seconds=1)).lines == ()


def test_a_day_with_nothing_but_a_mention_is_a_mail(clip, alice, bob):
    morning = digest.last_morning(clock.now())
    User.objects.filter(pk=bob.pk).update(digest="daily", digest_until=morning - digest.DAY)
    note = write(alice, clip, "@Bob look")
    Note.objects.filter(pk=note.pk).update(created_at=morning - timedelta(hours=1))

    assert digest.send_due() == 1
    assert digest.send_due() == 0
    [sent] = mail.outbox
    assert sent.subject == "Dailies: 1 mention"
    assert f"/assets/{clip.pk}/#note-{note.pk}" in sent.body
