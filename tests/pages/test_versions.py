"""Versions on the page of a file: the pill, what the next version asks, and which one an approval means."""

from uuid import uuid4

import pytest

from studio.accounts.models import Membership
from studio.library.models import Asset
from studio.live import fragments
from studio.review import actions, carrying
from studio.review.actions import Said
from studio.review.models import Note, Verdict
from tests.library.making import row
from tests.pages.visiting import visit


@pytest.fixture
def first(alice):
    made = row(alice)
    made.save()
    Asset.objects.filter(pk=made.pk).update(stack=made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def second(first):
    return later(first, 2)


@pytest.fixture
def note(first, bob):
    return actions.write(bob, first, Said(id=uuid4(), words="The cup jumps", frame=36))


def later(first: Asset, version: int, **facts) -> Asset:
    made = row(first.owner, stack=first.pk, version=version, derived_from=first.pk, **facts)
    made.save()
    return made


def page_of(person, asset) -> str:
    return visit(person).get(f"/assets/{asset.pk}/").content.decode()


def post(person, address: str, **given):
    return visit(person).post(address, given, headers={"HX-Request": "true"})


# The pill


def test_a_file_with_one_version_has_no_pill(alice):
    alone = row(alice)
    alone.save()
    assert "versions__pill" not in page_of(alice, alone)


def test_the_pill_lists_every_version_with_its_verdicts_and_compares_with_each(first, second, alice, bob):
    actions.judge(bob, first, "changes")
    page = page_of(alice, second)

    assert '<span class="visually-hidden">Version </span>v2' in page
    assert f'href="/assets/{first.pk}/"' in page
    assert "Changes requested" in page
    assert f"/compare/?ids={second.pk},{first.pk}" in page
    assert "Compare with v1" in page
    assert "Compare with v2" not in page


def test_takes_of_one_version_are_told_apart(first, second, alice):
    later(first, 2)
    page = page_of(alice, first)
    assert "v2, take 1" in page
    assert "v2, take 2" in page
    assert "v1, take" not in page


def test_an_older_version_stays_readable_and_says_that_a_newer_one_is_there(first, second, alice):
    old, new = page_of(alice, first), page_of(alice, second)
    assert "v2 is there." in old
    assert f'<a class="link" href="/assets/{second.pk}/">' in old
    assert "is there." not in new


def test_a_binned_version_is_not_in_the_menu(first, second, alice):
    Asset.objects.filter(pk=second.pk).update(binned_at=second.created_at)
    assert "versions__pill" not in page_of(alice, first)


def test_tiles_show_a_version_from_the_second_on(first, second, alice):
    page = visit(alice).get("/library/").content.decode()
    assert page.count('class="tile__version"') == 1
    assert 'title="Version 2">v2<' in page


def test_a_page_of_the_stack_is_told_of_a_new_version(first, second):
    [(asset, html)] = fragments.versions([str(first.pk), str(second.pk)])
    assert asset == second
    assert f'id="newer-{first.pk}"' in html
    assert 'data-version="2"' in html
    assert 'hx-swap-oob="morph"' in html


# Is this fixed?


def test_the_next_version_asks_and_the_answer_is_kept(first, second, note, alice):
    page = page_of(alice, second)
    assert "Check: is this fixed?" in page
    assert f'id="check-{note.pk}-{second.pk}"' in page

    answer = post(alice, f"/assets/{second.pk}/checks/{note.pk}/fixed/", words="Lovely", id=uuid4())
    assert "Fixed, says Alice Archer" in answer.content.decode()
    note.refresh_from_db()
    assert (note.fixed_in, note.replies.get().words) == (second, "Lovely")
    assert "Resolved by Alice Archer in v2" in page_of(alice, first)


def test_not_yet_stands_in_the_thread(first, second, note, alice):
    answer = post(alice, f"/assets/{second.pk}/checks/{note.pk}/not-yet/", words="", id=uuid4())
    html = answer.content.decode()
    assert "Not yet." in html
    assert 'data-state="not-yet"' in html
    assert "on v2" in page_of(alice, first)


def test_a_check_is_for_speakers_and_a_stranger_finds_none(first, second, note, bob, charlie):
    address = f"/assets/{second.pk}/checks/{note.pk}/fixed/"
    assert post(charlie, address).status_code == 404
    assert post(bob, f"/assets/{second.pk}/checks/{note.pk}/lovely/").status_code == 404
    Membership.objects.filter(user=bob).update(role="guest")
    answer = post(bob, address, words="Mine")
    assert answer.status_code == 422
    assert "Guests look at work" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    assert Note.objects.open().exists()


def test_an_internal_check_is_not_there_for_a_guest(first, second, alice, bob):
    secret = actions.write(alice, first, Said(id=uuid4(), words="Between us", is_internal=True))
    Membership.objects.filter(user=bob).update(role="guest")
    assert "Between us" not in page_of(bob, second)
    assert post(bob, f"/assets/{second.pk}/checks/{secret.pk}/fixed/").status_code == 404


def test_a_thread_is_pushed_with_its_questions_on_later_versions(first, second, note, alice):
    [(_, html)] = fragments.threads([str(note.pk)])
    assert f'id="check-{note.pk}-{second.pk}"' in html
    assert f'data-home="checks-{second.pk}"' in html

    actions.resolve(alice, note)
    [(_, html)] = fragments.threads([str(note.pk)])
    assert f'id="check-{note.pk}-{second.pk}"' in html, "and its question is taken away"
    assert "The cup jumps" not in html.partition(f'id="check-{note.pk}')[2]


# Which one is approved


def test_approving_an_old_version_asks_which(first, second, bob):
    answer = post(bob, f"/assets/{first.pk}/verdict/", word="approved", words="Lovely")

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "v2 is newer than v1" in html
    assert "Approved: v1 all the same" in html
    assert f'action="/assets/{second.pk}/verdict/"' in html
    assert 'value="Lovely"' in html
    assert not Verdict.objects.exists()


def test_the_answer_approves_the_one_that_is_meant(first, second, bob):
    post(bob, f"/assets/{first.pk}/verdict/", word="approved", words="Lovely", this_one="yes")
    assert (Verdict.objects.get().asset, Verdict.objects.get().note.words) == (first, "Lovely")

    answer = visit(bob).post(f"/assets/{second.pk}/verdict/", {"word": "approved"})
    assert (answer.status_code, answer.url) == (302, f"/assets/{second.pk}/")


@pytest.mark.parametrize("word", ["in-review", "changes", "rejected"])
def test_other_words_on_an_old_version_are_taken_as_they_are(word, first, second, bob):
    assert post(bob, f"/assets/{first.pk}/verdict/", word=word).status_code == 200
    assert Verdict.objects.get().word == word


def test_what_one_does_not_see_is_not_asked_about(first, second, bob):
    Asset.objects.filter(pk=second.pk).update(binned_at=second.created_at)
    assert post(bob, f"/assets/{first.pk}/verdict/", word="final").status_code == 200


def test_every_answer_has_its_row():
    from studio.pages.versions import ACTS

    assert set(ACTS) == {"fixed", "not-yet"}
    assert carrying.NOT_YET
