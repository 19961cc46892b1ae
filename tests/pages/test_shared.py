"""The page of a share link as people outside find it, its bytes, and the team's table of links."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Membership, Project
from studio.core import clock
from studio.library.models import Asset, Captions
from studio.pages import shared_media
from studio.review import actions, sharing
from studio.review.actions import Said
from studio.review.models import Guest, Note, ReviewList, ShareLink, Verdict
from studio.review.visitors import STAYS
from tests.library.making import row
from tests.pages.visiting import visit
from tests.review.sharing_made import address, enter, made, media, wanted

pytestmark = pytest.mark.django_db
PASSWORD = "tide-anchor-41"


@pytest.fixture
def picture(kept):
    return kept("rocket.jpg")


@pytest.fixture
def clip(kept):
    return kept("numbered-24fps.mp4")


def body(answer) -> bytes:
    if not answer.streaming:
        return answer.content
    return b"".join(answer)


def note(**more: str) -> dict[str, str]:
    return {"id": str(uuid4()), "words": "A beat longer?", "name": "Paolo"} | more


# The door


def test_the_door_says_who_shares_and_nothing_of_what(clip, alice):
    link = made(alice, clip, PASSWORD)

    answer = Client().get(address(link))
    assert answer.status_code == 200
    assert "Alice Archer shares work with you" in answer.content.decode()
    assert link.name not in answer.content.decode()
    assert clip.name not in answer.content.decode()
    assert ShareLink.objects.get().opened == 0


def test_only_the_password_opens_and_each_browser_is_counted_once(clip, alice):
    link = made(alice, clip, PASSWORD)
    browser = Client()

    wrong = browser.post(address(link), {"password": "tide"})
    assert (wrong.status_code, "not the password" in wrong.content.decode()) == (422, True)
    assert browser.post(address(link), {"password": PASSWORD}).status_code == 302
    assert link.name in browser.get(address(link)).content.decode()
    browser.post(address(link), {"password": PASSWORD})
    assert ShareLink.objects.get().opened == 1


def test_guessing_is_slowed_down_as_at_signing_in(clip, alice):
    link = made(alice, clip, PASSWORD)
    tries = [Client().post(address(link), {"password": f"guess {n}"}).content.decode() for n in range(5)]

    assert all("not the password" in each for each in tries)
    assert "too many tries" in Client().post(address(link), {"password": PASSWORD}).content.decode()


def test_a_link_is_full_when_it_was_opened_as_often_as_it_may_and_who_is_in_stays(clip, alice):
    link = made(alice, clip, most_opened=1)
    first = enter(link)

    late = Client().post(address(link))
    assert (late.status_code, "as often as it may be. Ask Alice Archer" in late.content.decode()) == (422, True)
    assert first.get(address(link)).status_code == 200
    assert first.get(media(link, clip, "original")).status_code == 200


def test_a_watermark_asks_for_the_name_first_and_shows_it(clip, alice):
    link = made(alice, clip, has_watermark=True)
    browser = Client()

    assert "Give your name" in browser.post(address(link), {"name": " "}).content.decode()
    assert ShareLink.objects.get().opened == 0
    assert browser.post(address(link), {"name": "Paolo"}).status_code == 302
    page = browser.get(address(link)).content.decode()
    assert re.search(r'class="watermark"[^>]*><text[^>]*>Paolo · [^<]+ · For the client', page)
    assert "drawn over the player only" in page


def test_a_watermark_that_is_switched_on_later_stops_the_bytes_until_there_is_a_name(clip, alice):
    link = made(alice, clip)
    browser = enter(link)
    sharing.change(alice, link, wanted(has_watermark=True))

    assert browser.get(media(link, clip, "original")).status_code == 404
    assert "Your name" in browser.get(address(link)).content.decode()
    browser.post(address(link), {"name": "Paolo"})
    assert browser.get(media(link, clip, "original")).status_code == 200
    assert ShareLink.objects.get().opened == 1


# After its end


@pytest.mark.parametrize("was_in", [True, False])
def test_a_link_that_has_ended_says_whom_to_ask_and_nothing_else(clip, alice, was_in):
    link = made(alice, clip)
    browser = enter(link) if was_in else Client()
    sharing.revoke(alice, link)

    answer = browser.get(address(link))
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "This link has ended" in page
    assert "Alice Archer" in page
    for hidden in (link.name, clip.name, str(clip.pk), "alice@example.com"):
        assert hidden not in page
    assert browser.post(address(link)).status_code == 410


def test_an_address_that_is_none_of_ours_names_nobody(clip, alice):
    made(alice, clip)

    answer = Client().get(reverse("shared", args=["made-up"]))
    assert answer.status_code == 404
    assert "Alice" not in answer.content.decode()


def revoked(alice, link, clip, monkeypatch) -> None:
    sharing.revoke(alice, link)


def expired(alice, link, clip, monkeypatch) -> None:
    later = clock.now() + timedelta(days=14, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)


def stayed_too_long(alice, link, clip, monkeypatch) -> None:
    later = clock.now() + STAYS
    monkeypatch.setattr(clock, "now", lambda: later)


def other_password(alice, link, clip, monkeypatch) -> None:
    sharing.change(alice, link, wanted(), "other-words-17")


def binned(alice, link, clip, monkeypatch) -> None:
    Asset.objects.filter(pk=clip.pk).update(binned_at=clock.now())


def moved_to_what_another_keeps(alice, link, clip, monkeypatch) -> None:
    theirs = Project.objects.create(team=link.team, name="Bob's", visibility="private", made_by=alice)
    Project.objects.filter(pk=theirs.pk).update(made_by=Membership.objects.exclude(user=alice).get().user)
    Asset.objects.filter(pk=clip.pk).update(project=theirs)


def maker_left(alice, link, clip, monkeypatch) -> None:
    Membership.objects.filter(user=alice).delete()


ENDS = [revoked, expired, stayed_too_long, other_password, binned, moved_to_what_another_keeps, maker_left]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_the_bytes_stop_at_once(clip, alice, bob, end, monkeypatch):
    link = made(alice, clip, may_download=True)
    browser = enter(link)
    addresses = [media(link, clip), media(link, clip, "original"), reverse("shared-download", args=[link.pk, clip.pk])]
    assert [browser.get(each).status_code for each in addresses] == [200, 200, 200]

    end(alice, link, clip, monkeypatch)
    assert [browser.get(each).status_code for each in addresses] == [404, 404, 404]
    ranged = browser.get(addresses[1], headers={"range": "bytes=0-9"})
    assert ranged.status_code == 404


async def test_a_file_that_is_on_its_way_is_ended(monkeypatch):
    async def content():
        for _ in range(4):
            yield b"1234"

    answers = iter([True, False])

    async def may():
        return next(answers)

    monkeypatch.setattr(shared_media, "LOOKS_EVERY_S", -1)
    assert [chunk async for chunk in shared_media.while_it_may(content(), may)] == [b"1234"]


# Bytes


def test_no_other_browser_and_no_member_sees_the_bytes_by_the_links_addresses(clip, alice):
    link = made(alice, clip)
    enter(link)

    for other in (Client(), visit(alice)):
        assert other.get(media(link, clip, "original")).status_code == 404


def test_no_browser_keeps_what_a_link_shows(clip, alice):
    Captions.objects.create(
        asset=clip, text="WEBVTT\n", language="en", source="typed", by=alice, changed_at=clock.now()
    )
    link = made(alice, clip, may_download=True)
    browser = enter(link)
    addresses = [
        address(link),
        media(link, clip),
        media(link, clip, "original"),
        reverse("shared-download", args=[link.pk, clip.pk]),
        reverse("shared-captions", args=[link.pk, clip.pk]),
    ]

    for each in addresses:
        assert browser.get(each)["Cache-Control"] == "private, no-store"
    known = browser.get(media(link, clip), headers={"if-none-match": "*"})
    assert (known.status_code, known["Cache-Control"]) == (304, "private, no-store")


def test_a_clip_plays_in_ranges(clip, alice):
    link = made(alice, clip)

    part = enter(link).get(media(link, clip, "original"), headers={"range": "bytes=4-11"})
    assert (part.status_code, len(body(part))) == (206, 8)


def test_without_download_a_picture_is_a_preview_and_nothing_is_given_away(picture, alice):
    link = made(alice, picture)
    browser = enter(link)
    page = browser.get(address(link)).content.decode()

    assert "preview of up to 480 pixels" in page
    assert media(link, picture) in page
    assert media(link, picture, "original") not in page
    assert browser.get(media(link, picture, "original")).status_code == 404
    assert browser.get(reverse("shared-download", args=[link.pk, picture.pk])).status_code == 404
    sharing.change(alice, link, wanted(may_download=True))
    assert browser.get(media(link, picture, "original")).status_code == 200


def test_a_clip_says_honestly_that_it_is_the_file_that_plays(clip, alice):
    page = enter(made(alice, clip)).get(address(ShareLink.objects.get())).content.decode()

    assert "What plays is the file itself" in page
    assert "nodownload" in page


def test_a_download_holds_the_recipe_only_where_the_link_shows_it(clip, alice):
    Asset.objects.filter(pk=clip.pk).update(recipe=row(alice, recipe=None).recipe or SECRET)
    link = made(alice, clip, may_download=True)
    browser = enter(link)
    place = reverse("shared-download", args=[link.pk, clip.pk])

    plain = browser.get(place)
    assert plain["Content-Disposition"].startswith("attachment")
    assert b"a very secret prompt" not in body(plain)
    assert "a very secret prompt" not in browser.get(address(link)).content.decode()
    sharing.change(alice, link, wanted(may_download=True, shows_recipe=True))
    assert b"a very secret prompt" in body(browser.get(place))
    assert "a very secret prompt" in browser.get(address(link)).content.decode()


SECRET = {
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "provider": "animatic",
    "values": {"prompt": "a very secret prompt", "width": 1280, "height": 720, "duration": 3},
}


def test_a_link_shows_nothing_beyond_its_scope(clip, picture, alice):
    link = made(alice, clip)
    browser = enter(link)

    assert browser.get(media(link, picture)).status_code == 404
    assert browser.get(f"{address(link)}?file={picture.pk}").status_code == 302
    assert browser.get(f"/media/{clip.pk}/original").status_code == 302
    assert browser.post(reverse("shared-notes", args=[sharing.token_of(link), picture.pk]), note()).status_code == 404


def test_a_list_is_walked_in_its_order(clip, picture, alice, team):
    from studio.review import lists

    link = made(alice, lists.build(alice, team, "Dailies", [picture.pk, clip.pk]))
    browser = enter(link)

    page = browser.get(address(link)).content.decode()
    assert page.index(f"?file={picture.pk}") < page.index(f"?file={clip.pk}")
    assert "clip-player fps" in browser.get(f"{address(link)}?file={clip.pk}").content.decode()


# What is said


def test_guests_read_what_is_said_to_all_and_nothing_internal(clip, alice):
    actions.write(alice, clip, Said(id=uuid4(), words="For all", frame=3))
    actions.write(alice, clip, Said(id=uuid4(), words="Between us", is_internal=True))
    gone = actions.write(alice, clip, Said(id=uuid4(), words="Taken back"))
    actions.take_back(alice, gone)
    actions.judge(alice, clip, "rejected")
    link = made(alice, clip, may_approve=True)

    page = enter(link).get(address(link)).content.decode()
    assert "For all" in page
    for hidden in ("Between us", "Taken back", "Rejected"):
        assert hidden not in page


def test_a_name_is_asked_once_when_a_guest_writes(clip, alice):
    link = made(alice, clip)
    browser = enter(link)
    place = reverse("shared-notes", args=[sharing.token_of(link), clip.pk])
    htmx = {"hx-request": "true"}

    nameless = browser.post(place, note(name=""), headers=htmx)
    assert (nameless.status_code, "Give your name" in nameless.content.decode()) == (422, True)
    assert "A beat longer?" in nameless.content.decode()
    assert not Guest.objects.exists()
    first = browser.post(place, note(frame="3", is_internal="on"), headers=htmx)
    assert (first.status_code, "You write as Paolo" in first.content.decode()) == (200, True)
    browser.post(place, note(name="Somebody else", words="And warmer"), headers=htmx)
    assert [(str(each.writer), each.frame, each.is_internal) for each in Note.objects.order_by("created_at")] == [
        ("Paolo", 3, False),
        ("Paolo", None, False),
    ]


def test_a_note_that_cannot_be_introduces_nobody(clip, alice):
    link = made(alice, clip)
    browser = enter(link)

    wrong = browser.post(reverse("shared-notes", args=[sharing.token_of(link), clip.pk]), note(frame="99999"))
    assert (wrong.status_code, "this clip has 0 to" in wrong.content.decode()) == (422, True)
    assert not Guest.objects.exists()


def test_a_guest_answers_a_thread_and_is_asked_for_the_name_there(clip, alice):
    first = actions.write(alice, clip, Said(id=uuid4(), words="Too loud?"))
    inner = actions.write(alice, clip, Said(id=uuid4(), words="Between us", is_internal=True))
    link = made(alice, clip)
    browser = enter(link)

    def answer(to, **more):
        place = reverse("shared-answer", args=[sharing.token_of(link), to.pk])
        return browser.post(place, note(**more), headers={"hx-request": "true"})

    assert 'name="name"' in answer(first, name="").content.decode()
    assert "Guest" in answer(first).content.decode()
    assert answer(inner).status_code == 404
    assert [each.parent for each in Note.objects.filter(guest__isnull=False)] == [first]


def test_to_approve_one_says_it_twice(clip, alice):
    link = made(alice, clip, may_approve=True)
    browser = enter(link)

    def judge(**given):
        place = reverse("shared-verdict", args=[sharing.token_of(link), clip.pk])
        return browser.post(place, {"name": "Paolo"} | given, headers={"hx-request": "true"})

    assert "Tick that you have looked" in judge(word="approved").content.decode()
    assert judge(word="final", sure="on").status_code == 422
    assert not Verdict.objects.exists()
    assert judge(word="changes", words="Warmer").status_code == 200
    assert judge(word="approved", sure="on").status_code == 200
    assert [str(each) for each in Verdict.objects.order_by("pk")] == ["Paolo: Changes requested", "Paolo: Approved"]
    assert "Paolo" in visit(alice).get(f"/assets/{clip.pk}/").content.decode()


@pytest.mark.parametrize("switch", ["may_comment", "may_approve"])
def test_what_a_switch_does_not_allow_is_neither_offered_nor_taken(clip, alice, switch):
    link = made(alice, clip, **{"may_comment": False, "may_approve": False, switch: True})
    browser = enter(link)
    page = browser.get(address(link)).content.decode()
    token = sharing.token_of(link)
    answers = {
        "may_comment": browser.post(reverse("shared-notes", args=[token, clip.pk]), note()),
        "may_approve": browser.post(
            reverse("shared-verdict", args=[token, clip.pk]), {"word": "changes", "name": "Paolo"}
        ),
    }

    for name, field in (("may_comment", 'id="note-form"'), ("may_approve", 'name="sure"')):
        assert (field in page) == (name == switch)
        assert answers[name].status_code == (302 if name == switch else 422)


def test_many_notes_at_once_are_slowed_down(clip, alice, settings):
    link = made(alice, clip)
    browser = enter(link)
    place = reverse("shared-notes", args=[sharing.token_of(link), clip.pk])
    settings.ACCOUNT_RATE_LIMITS = {"shared_note": "2/m/ip"}

    answers = [browser.post(place, note()).status_code for _ in range(3)]
    assert answers == [302, 302, 422]


def test_the_team_reads_that_a_guest_wrote_it(clip, alice):
    link = made(alice, clip)
    actions.write(sharing.introduce(link, "Paolo"), clip, Said(id=uuid4(), words="A beat longer?"))

    page = visit(alice).get(f"/assets/{clip.pk}/").content.decode()
    assert re.search(r"<b>Paolo</b>\s*<span[^>]*>Guest", page)


# The team's pages


def test_a_link_is_made_from_a_file_shown_in_the_table_changed_and_revoked(clip, alice):
    browser = visit(alice)
    place = f"{reverse('share-new')}?asset={clip.pk}"
    assert "14 days from now" in browser.get(place).content.decode()

    answer = browser.post(place, {"name": "For Paolo", "password": PASSWORD, "until": "7", "may_comment": "on"})
    link = ShareLink.objects.get()
    assert answer["Location"] == f"{reverse('share-links')}#link-{link.pk}"
    assert timedelta(days=6, hours=23) < link.expires_at - clock.now() < timedelta(days=7, seconds=1)
    table = browser.get(reverse("share-links")).content.decode()
    assert f"http://testserver{address(link)}" in table
    assert "0 times" in table
    browser.post(reverse("share-act", args=[link.pk, "change"]), {"name": "For Rosa", "until": "", "may_approve": "on"})
    changed = ShareLink.objects.get()
    assert (changed.name, changed.may_comment, changed.may_approve) == ("For Rosa", False, True)
    assert (changed.expires_at, changed.password) == (link.expires_at, link.password)
    browser.post(reverse("share-act", args=[link.pk, "revocation"]))
    assert "Revoked" in browser.get(reverse("share-links")).content.decode()
    assert address(link) not in browser.get(reverse("share-links")).content.decode()


def test_without_a_word_on_it_a_link_works_for_fourteen_days(clip, alice):
    visit(alice).post(f"{reverse('share-new')}?asset={clip.pk}", {"name": "For Paolo"})

    left = ShareLink.objects.get().expires_at - clock.now()
    assert timedelta(days=13, hours=23) < left < timedelta(days=14, seconds=1)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(clip, alice):
    place = f"{reverse('share-new')}?asset={clip.pk}"

    answer = visit(alice).post(place, {"name": "", "password": PASSWORD, "may_download": "on"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Give the link a name" in page
    assert PASSWORD in page
    assert re.search(r'name="may_download" checked', page)


def test_several_chosen_files_become_a_list_one_is_shared_as_it_is(clip, picture, alice):
    browser = visit(alice)

    one = browser.post(reverse("share-chosen"), {"ids": str(clip.pk)})
    assert one["Location"] == f"{reverse('share-new')}?asset={clip.pk}"
    several = browser.post(reverse("share-chosen"), {"ids": f"{clip.pk},{picture.pk}"})
    made_list = ReviewList.objects.get()
    assert several["Location"] == f"{reverse('share-new')}?list={made_list.pk}"
    assert made_list.listed.count() == 2
    assert browser.get(several["Location"]).status_code == 200


def test_strangers_and_guests_of_the_team_make_no_link(clip, alice, bob, charlie):
    link = made(alice, clip)
    Membership.objects.filter(user=bob).update(role="guest")
    place = f"{reverse('share-new')}?asset={clip.pk}"

    assert visit(charlie).get(place).status_code == 404
    assert visit(charlie).post(reverse("share-act", args=[link.pk, "revocation"])).status_code == 404
    assert visit(bob).post(place, {"name": "For Paolo"}).status_code == 422
    table = visit(bob).get(reverse("share-links")).content.decode()
    assert address(link) not in table
    assert visit(bob).post(reverse("share-act", args=[link.pk, "revocation"])).status_code == 422
    assert ShareLink.objects.get().revoked_at is None


def test_there_is_nothing_to_share_without_a_thing(alice, team):
    for query in ("", "?asset=x", f"?list={uuid4()}", "?project=x", "?project=99999"):
        assert visit(alice).get(f"{reverse('share-new')}{query}").status_code == 404
