"""Lists: what is on them, in which order, who may change them, and what they become for editors."""

import io
from datetime import timedelta
from uuid import uuid4

import opentimelineio as otio
import pytest
from pypdf import PdfReader

from studio.accounts.models import Membership
from studio.core import clock
from studio.library.models import Asset
from studio.review import actions, lists
from studio.review.actions import CannotSay, MayNot, Said
from studio.review.going_out import KINDS, CannotCut, Wanted
from studio.review.models import ReviewList
from tests.library.making import row, rows


@pytest.fixture
def team(alice):
    return alice.teams.first()


@pytest.fixture
def clips(alice):
    """Three clips of 120 frames at 24 a second, the first made first."""
    return rows(alice, 3)[::-1]


@pytest.fixture
def made(alice, team, clips):
    return lists.build(alice, team, "Monday", [each.pk for each in clips])


def names(made, viewer) -> list[str]:
    return [each.name for each in lists.files_of(made, viewer)]


def said(words: str, **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


def as_guest(person) -> None:
    Membership.objects.filter(user=person).update(role="guest")


def test_a_list_keeps_its_order_and_each_file_once(made, alice, clips):
    assert names(made, alice) == ["Shot 2", "Shot 1", "Shot 0"]
    assert lists.add(alice, made, [clips[0].pk]) == 0
    lists.move(alice, made, clips[2].pk, -2)
    lists.move(alice, made, clips[0].pk, 5)
    lists.move(alice, made, uuid4(), 1)
    assert names(made, alice) == ["Shot 0", "Shot 1", "Shot 2"]
    lists.remove(alice, made, clips[1].pk)
    assert names(made, alice) == ["Shot 0", "Shot 2"]
    assert Asset.objects.count() == 3


def test_todays_dailies_are_what_was_made_since_midnight(alice, team, clips):
    yesterday = row(alice, name="Old", created_at=clock.now() - timedelta(days=2))
    yesterday.save()
    assert [each.name for each in lists.todays(alice, team, None)] == ["Shot 2", "Shot 1", "Shot 0"]


def test_what_waits_is_on_a_list_and_not_decided_about(made, alice, bob, team, clips):
    row(alice, name="On no list").save()
    actions.judge(bob, clips[0], "approved")
    actions.judge(bob, clips[1], "in-review")
    actions.judge(alice, clips[2], "final")

    assert {each.name for each in lists.waiting_for(bob, team)} == {"Shot 1", "Shot 0"}
    progress = lists.progress(made, bob)
    assert (progress.decided, progress.all) == (1, 3)
    actions.judge(bob, clips[0], "in-review")
    assert lists.progress(made, bob).decided == 0


def test_approved_is_what_somebody_approves_and_nobody_rejects(made, alice, bob, clips):
    actions.judge(alice, clips[0], "approved")
    actions.judge(alice, clips[1], "final")
    actions.judge(bob, clips[1], "changes")
    assert [each.name for each in lists.approved(lists.files_of(made, alice))] == ["Shot 2"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_list_without_a_name_is_refused_in_a_sentence(alice, team, clips, name):
    with pytest.raises(CannotSay, match="1 to 80 characters"):
        lists.build(alice, team, name, [clips[0].pk])
    assert not ReviewList.objects.exists()


def test_an_empty_list_is_refused_and_nothing_is_left(alice, team):
    with pytest.raises(CannotSay, match="nothing to put on the list"):
        lists.build(alice, team, "Monday", [uuid4()])
    assert not ReviewList.objects.exists()


def test_a_list_that_is_too_long_is_refused(alice, team, clips, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 2)
    with pytest.raises(CannotSay, match="up to 2 files; this one would have 3"):
        lists.build(alice, team, "Monday", [each.pk for each in clips])


def test_a_guest_changes_no_list_and_only_its_maker_or_a_manager_deletes_one(made, alice, bob, team, clips):
    by_bob = lists.build(bob, team, "Bob’s", [clips[0].pk])
    with pytest.raises(MayNot, match="Only Alice Archer"):
        lists.delete(bob, made)
    lists.delete(alice, by_bob)
    as_guest(bob)
    for act in (
        lambda: lists.build(bob, team, "Mine", [clips[0].pk]),
        lambda: lists.add(bob, made, [clips[0].pk]),
        lambda: lists.remove(bob, made, clips[0].pk),
        lambda: lists.move(bob, made, clips[0].pk, 1),
        lambda: lists.rename(bob, made, "Mine"),
    ):
        with pytest.raises(MayNot, match="Guests look"):
            act()
    assert names(made, bob) == ["Shot 2", "Shot 1", "Shot 0"]


def test_a_stranger_sees_no_file_of_a_list(made, charlie):
    assert names(made, charlie) == []


# Out to the edit


def noted(alice, bob, clips) -> None:
    first = actions.write(bob, clips[1], said("Cup *jumps*", frame=37, frames=3))
    actions.reply(alice, first, said("Mended"))
    actions.resolve(alice, first)
    actions.write(alice, clips[1], said("=SUM(1)"))
    actions.write(alice, clips[2], said("Between us", frame=5, is_internal=True))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_holds_the_notes_and_no_internal_one_unless_wanted(kind, made, alice, bob, clips):
    noted(alice, bob, clips)
    assert "Cup" in words(kind.write(made, alice, Wanted()))
    assert "Between us" not in words(kind.write(made, alice, Wanted()))
    assert "Between us" in words(kind.write(made, alice, Wanted(internal=True)))
    assert "Cup" not in words(kind.write(made, alice, Wanted(open_only=True)))


@pytest.mark.parametrize("kind", [each for each in KINDS.values() if each.slug != "pdf"], ids=lambda kind: kind.slug)
def test_a_long_list_is_not_asked_for_file_by_file(kind, made, alice, clips, django_assert_max_num_queries):
    for clip in rows(alice, 30):
        actions.write(alice, clip, said("Once more", frame=1))
        lists.add(alice, made, [clip.pk])

    with django_assert_max_num_queries(12):
        assert "Once more" in kind.write(made, alice, Wanted())


def words(written: str | bytes) -> str:
    """Of a PDF what is read on its pages."""
    if isinstance(written, str):
        return written
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(written)).pages)


def test_a_note_comes_back_on_its_frame(made, alice, bob, clips):
    noted(alice, bob, clips)
    back = otio.adapters.read_from_string(KINDS["otio"].write(made, alice, Wanted(handles=12)), "otio_json")
    found = list(back.find_clips())
    assert [each.name for each in found] == ["Shot 2", "Shot 1", "Shot 0"]
    [marker] = found[1].markers
    assert (marker.marked_range.start_time.to_frames(), marker.marked_range.duration.to_frames()) == (37, 3)
    assert marker.comment == "Cup *jumps*\nAlice Archer: Mended"


def test_notes_in_a_table_are_no_formulas(made, alice, bob, clips):
    noted(alice, bob, clips)
    table = KINDS["csv"].write(made, alice, Wanted()).splitlines()
    assert table[0].startswith("clip,from,to,timecode,by,note")
    assert "Shot 1,,,,Alice Archer,'=SUM(1),,,open," in table[1]
    assert "Shot 1,37,39,00:00:01:13 to 00:00:01:15,Bob Baker,Cup *jumps*,Alice Archer: Mended,," in table[2]


def test_markdown_is_a_list_of_tasks(made, alice, bob, clips):
    noted(alice, bob, clips)
    assert KINDS["markdown"].write(made, alice, Wanted()).splitlines() == [
        "# Monday",
        "",
        "## Shot 1",
        "",
        "- [ ] **Alice Archer** =SUM(1)",
        "- [x] `00:00:01:13 to 00:00:01:15` **Bob Baker** Cup \\*jumps\\*",
        "  - **Alice Archer** Mended",
    ]


def test_nothing_approved_is_no_cut(made, alice):
    with pytest.raises(CannotCut, match="no clip in it"):
        KINDS["edl"].write(made, alice, Wanted(approved_only=True))
