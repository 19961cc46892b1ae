"""Links for people outside: who may make them, what they open, and when they end."""

from datetime import timedelta
from uuid import uuid4

import pytest

from studio.accounts.models import Activity, Membership, Project
from studio.core import clock
from studio.library.models import Asset
from studio.review import actions, lists, sharing, visitors
from studio.review.actions import CannotSay, MayNot, Said
from studio.review.models import Note, ShareLink, Verdict
from tests.library.making import row, rows

from .sharing_made import made, wanted

pytestmark = pytest.mark.django_db


def said(words: str = "Warmer", **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


@pytest.fixture
def clip(alice):
    clip = row(alice)
    clip.save()
    return clip


def seen(link: ShareLink) -> set:
    return set(visitors.files_of(link).values_list("pk", flat=True))


def private(project: Project, by) -> None:
    Project.objects.filter(pk=project.pk).update(visibility="private", made_by=by)
    project.refresh_from_db()


# Who


def test_a_guest_of_the_team_shares_nothing(clip, alice, bob):
    Membership.objects.filter(user=bob).update(role="guest")

    with pytest.raises(MayNot, match="do not share"):
        made(bob, clip)
    with pytest.raises(MayNot):
        sharing.revoke(bob, made(alice, clip))


@pytest.mark.parametrize("role", sorted(actions.SPEAK))
def test_whoever_may_speak_may_share(clip, bob, role):
    Membership.objects.filter(user=bob).update(role=role)

    assert made(bob, clip).made_by == bob


def test_a_private_project_is_shared_by_its_maker_alone(clip, alice, bob, project):
    private(project, bob)

    with pytest.raises(MayNot, match="private"):
        made(alice, project)
    assert made(bob, Asset.objects.get(pk=clip.pk)).asset == clip


def test_the_table_shows_no_link_into_what_another_keeps_to_themselves(clip, alice, bob, team, project):
    private(project, bob)
    links = [made(bob, project), made(bob, Asset.objects.get(pk=clip.pk))]

    assert list(sharing.links_of(team, alice)) == []
    assert set(sharing.links_of(team, bob)) == set(links)


def test_what_cannot_be_is_refused_in_a_sentence(clip, alice):
    for wrong, words in (
        ({"name": " "}, "1 to 80"),
        ({"expires_at": clock.now() - timedelta(seconds=1)}, "later day"),
        ({"most_opened": 0}, "once or more"),
    ):
        with pytest.raises(CannotSay, match=words):
            made(alice, clip, **wrong)


def test_password_and_address_are_not_to_be_read_in_the_table(clip, alice):
    link = made(alice, clip, "tide-anchor-41")
    stored = " ".join(str(value) for value in ShareLink.objects.filter(pk=link.pk).values().get().values())

    assert "tide-anchor-41" not in stored
    assert sharing.token_of(link) not in stored
    assert sharing.opens_with(link, "tide-anchor-41")
    assert not sharing.opens_with(link, "tide-anchor-42")


def test_an_address_that_was_changed_leads_nowhere(clip, alice):
    token = sharing.token_of(made(alice, clip))

    assert sharing.found(token)
    assert sharing.found(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert sharing.found("made-up") is None


def test_a_change_keeps_the_password_unless_another_is_given(clip, alice):
    link = made(alice, clip, "tide-anchor-41")

    sharing.change(alice, link, wanted(may_download=True))
    assert link.may_download
    assert sharing.opens_with(link, "tide-anchor-41")
    sharing.change(alice, link, wanted(), "")
    assert sharing.opens_with(link, "anything")


def test_all_that_is_done_with_a_link_is_in_the_log(clip, alice):
    link = made(alice, clip)
    sharing.change(alice, link, wanted(name="For Paolo"))
    sharing.opened(link)
    sharing.revoke(alice, link)
    sharing.revoke(alice, link)

    lines = Activity.objects.filter(verb__startswith="share-").order_by("pk").values_list("verb", "words", "person")
    assert list(lines) == [
        ("share-made", "For the client", "Alice Archer"),
        ("share-changed", "For Paolo", "Alice Archer"),
        ("share-opened", "For Paolo", ""),
        ("share-revoked", "For Paolo", "Alice Archer"),
    ]


# What


def test_a_file_its_versions_only_where_the_link_shows_them(clip, alice):
    second = row(alice, stack=clip.pk, version=2)
    Asset.objects.filter(pk=clip.pk).update(stack=clip.pk)
    second.save()
    rows(alice, 2)
    clip.refresh_from_db()

    assert seen(made(alice, clip)) == {clip.pk}
    assert seen(made(alice, clip, shows_versions=True)) == {clip.pk, second.pk}


def test_a_list_shows_what_is_on_it_now_in_its_order(alice, team):
    one, two, three = rows(alice, 3)
    review = lists.build(alice, team, "Dailies", [two.pk, one.pk])
    link = made(alice, review)

    assert list(visitors.in_order(link, visitors.files_of(link))) == [two, one]
    lists.add(alice, review, [three.pk])
    lists.remove(alice, review, one.pk)
    assert seen(link) == {two.pk, three.pk}


def test_a_project_shows_its_results_the_newest_version_of_each(alice, project, team):
    old = row(alice)
    old.stack = old.pk
    old.save()
    new = row(alice, stack=old.pk, version=2)
    new.save()
    row(alice, origin="upload").save()
    other = Project.objects.create(team=team, name="Other")
    row(alice, project=other).save()

    assert seen(made(alice, project)) == {new.pk}
    assert seen(made(alice, project, shows_versions=True)) == {old.pk, new.pk}


def test_what_is_binned_moved_away_or_hidden_is_shown_no_more(alice, bob, team, project):
    binned, moved, hidden, stays = rows(alice, 4)
    link = made(alice, lists.build(alice, team, "Dailies", [each.pk for each in (binned, moved, hidden, stays)]))
    theirs = Project.objects.create(team=team, name="Bob's", visibility="private", made_by=bob)
    Asset.objects.filter(pk=binned.pk).update(binned_at=clock.now())
    Asset.objects.filter(pk=hidden.pk).update(project=theirs)
    lists.remove(alice, link.list, moved.pk)

    assert seen(link) == {stays.pk}


# When


def test_a_link_ends_when_it_is_revoked_when_its_time_is_over_and_when_its_maker_leaves(clip, alice, bob, monkeypatch):
    link, other, bobs = made(alice, clip), made(alice, clip), made(bob, clip)
    sharing.revoke(alice, link)
    Membership.objects.filter(user=bob).delete()

    assert [visitors.is_open(each) for each in (link, other, bobs)] == [False, True, False]
    later = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert not visitors.is_open(other)


def test_openings_are_counted_up_to_the_last_and_never_beyond(clip, alice):
    link = made(alice, clip, most_opened=2)

    assert [sharing.opened(link) for _ in range(3)] == [True, True, False]
    link.refresh_from_db()
    assert link.opened == 2
    assert link.last_opened_at


def test_a_browser_stays_let_in_for_a_day_and_no_longer_with_another_password(clip, alice, monkeypatch):
    link, session = made(alice, clip, "tide-anchor-41"), {}
    assert visitors.visitor_of(session, link) is None
    visitors.let_in(session, link)

    assert visitors.visitor_of(session, link).sees(clip)
    sharing.change(alice, link, wanted(), "other-words-17")
    assert visitors.visitor_of(session, link) is None
    session.clear()
    visitors.let_in(session, link)
    tomorrow = clock.now() + visitors.STAYS
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert visitors.visitor_of(session, link) is None


def test_a_browser_that_is_in_for_one_link_is_not_in_for_another(clip, alice):
    one, other, session = made(alice, clip), made(alice, clip), {}
    visitors.let_in(session, one)

    assert visitors.visitor_of(session, one)
    assert visitors.visitor_of(session, other) is None


# What guests say


def test_a_guest_writes_and_judges_as_the_switches_of_the_link_allow(clip, alice):
    link = made(alice, clip, may_comment=True)
    paolo = sharing.introduce(link, "  Paolo   Sorrentino ")

    note = actions.write(paolo, clip, said(frame=36))
    assert (str(note.writer), note.guest, note.author, note.is_internal) == ("Paolo Sorrentino", paolo, None, False)
    with pytest.raises(MayNot, match="does not let you"):
        actions.judge(paolo, clip, "approved")
    sharing.change(alice, link, wanted(may_approve=True, may_comment=False))
    assert actions.judge(paolo, clip, "approved").judge == paolo
    with pytest.raises(MayNot):
        actions.write(paolo, clip, said())
    assert Activity.objects.get(verb="verdict-by-guest").words == "Paolo Sorrentino of A harbour at dusk: Approved"


def test_a_guest_says_nothing_of_what_the_link_does_not_show_and_nothing_after_its_end(clip, alice):
    [other] = rows(alice, 1)
    link = made(alice, clip)
    paolo = sharing.introduce(link, "Paolo")

    with pytest.raises(MayNot):
        actions.write(paolo, other, said())
    sharing.revoke(alice, link)
    with pytest.raises(MayNot):
        actions.write(paolo, clip, said())
    assert not Note.objects.exists()


def test_a_guest_neither_writes_nor_answers_what_is_internal(clip, alice):
    paolo = sharing.introduce(made(alice, clip), "Paolo")
    inner = actions.write(alice, clip, said("Between us", is_internal=True))

    for forbidden in (
        lambda: actions.write(paolo, clip, said(is_internal=True)),
        lambda: actions.reply(paolo, inner, said()),
    ):
        with pytest.raises(MayNot, match="not for guests"):
            forbidden()


def test_the_same_note_of_a_guest_again_is_the_same_row_and_no_other_guests(clip, alice):
    link = made(alice, clip)
    paolo, rosa = sharing.introduce(link, "Paolo"), sharing.introduce(link, "Rosa")
    words = said()

    assert actions.write(paolo, clip, words) == actions.write(paolo, clip, words)
    with pytest.raises(CannotSay, match="told from another"):
        actions.write(rosa, clip, words)


def test_a_guest_gives_a_name(clip, alice):
    link = made(alice, clip)

    for name in ("", "   ", "x" * 81):
        with pytest.raises(CannotSay, match="Give your name"):
            sharing.introduce(link, name)


def test_of_each_guest_the_newest_verdict_stands(clip, alice):
    link = made(alice, clip, may_approve=True)
    paolo, rosa = sharing.introduce(link, "Paolo"), sharing.introduce(link, "Rosa")
    for guest, word in ((paolo, "changes"), (rosa, "changes"), (paolo, "approved")):
        actions.judge(guest, clip, word)

    assert [str(each) for each in Verdict.objects.on(clip).standing()] == ["Paolo: Approved", "Rosa: Changes requested"]
