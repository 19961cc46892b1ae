"""Drawings on the pages: what the panel takes, what the thread carries, and who is given the tools."""

import json
import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from studio.accounts.models import Membership
from studio.live import fragments
from studio.review import actions
from studio.review.actions import Said
from studio.review.models import Drawing, Note
from studio.review.shapes import KINDS, MOST_CHARACTERS, Drawn, Shape
from tests.pages.visiting import visit
from tests.review.sharing_made import address, made

pytestmark = pytest.mark.django_db
ARROW = {"kind": "arrow", "colour": 1, "points": [[0.2, 0.3], [0.6, 0.5]]}
DRAWN = [{"frame": 36, "shapes": [ARROW]}]


@pytest.fixture
def clip(kept):
    return kept("numbered-24fps.mp4")


@pytest.fixture
def note(clip, alice):
    drawn = (Drawn(36, (Shape(kind="text", colour=4, points=((0.1, 0.1),), words='"><script>alert(1)</script>'),)),)
    return actions.write(alice, clip, Said(id=uuid4(), words="Here", frame=36, drawings=drawn))


def post(person, clip, **given):
    given = {"id": uuid4(), "words": "Warmer", "drawings": json.dumps(DRAWN)} | given
    return visit(person).post(f"/assets/{clip.pk}/notes/", given, headers={"HX-Request": "true"})


def drawings_in(html: str) -> list:
    return [json.loads(unescape(each)) for each in re.findall(r'data-drawings="([^"]*)"', html)]


def test_a_note_is_sent_with_what_is_drawn_and_comes_back_with_it(clip, bob):
    html = post(bob, clip).content.decode()

    assert drawings_in(html) == [DRAWN]
    assert "Drawn at 00:00:01:12" in html
    assert 'name="drawings" value=""' in html, "the next note begins without"
    assert Drawing.objects.get().shapes == [ARROW]


@pytest.mark.parametrize(
    ("drawings", "words"),
    [
        ("[{", "did not arrive"),
        (json.dumps([{"frame": 400, "shapes": [ARROW]}]), "Frame 400 is drawn on"),
        (json.dumps([{"frame": 36, "shapes": [ARROW | {"colour": 9}]}]), "is no colour here"),
        ("x" * (MOST_CHARACTERS + 1), "fit into one note"),
    ],
)
def test_a_fault_is_a_sentence_and_what_was_drawn_stays_in_the_form(clip, bob, drawings, words):
    answer = post(bob, clip, drawings=drawings)

    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words in html
    assert drawings in html
    assert not Note.objects.exists()


def test_a_note_of_an_arrow_alone_is_one(clip, bob):
    assert "Drawn: an arrow" in post(bob, clip, words="").content.decode()


def test_what_is_drawn_is_pushed_with_its_thread_and_goes_with_it(note, alice):
    [(_, pushed)] = fragments.threads([str(note.pk)])
    assert drawings_in(pushed)[0][0]["frame"] == 36
    assert "<script>" not in pushed

    actions.take_back(alice, note)
    [(_, pushed)] = fragments.threads([str(note.pk)])
    assert drawings_in(pushed) == []


def test_a_guest_of_the_team_sees_drawings_and_is_given_no_pen(note, clip, bob):
    mine = visit(bob).get(f"/assets/{clip.pk}/").content.decode()
    Membership.objects.filter(user=bob).update(role="guest")
    theirs = visit(bob).get(f"/assets/{clip.pk}/").content.decode()

    for page in (mine, theirs):
        assert len(drawings_in(page)) == 1
        assert 'data-draw="shown"' in page
    assert 'data-draw="draw"' in mine
    assert 'data-draw="draw"' not in theirs


@pytest.mark.parametrize("may_comment", [True, False])
def test_by_a_share_link_drawings_are_seen_and_made_where_one_may_comment(note, clip, alice, may_comment):
    browser = Client()
    link = made(alice, clip, may_comment=may_comment)
    browser.post(address(link))
    page = browser.get(address(link)).content.decode()

    assert len(drawings_in(page)) == 1
    assert "<frame-drawings" in page
    assert ('data-draw="draw"' in page) == ('name="drawings"' in page) == may_comment


def test_the_page_has_a_tool_for_every_kind(clip, alice):
    page = visit(alice).get(f"/assets/{clip.pk}/").content.decode()
    assert all(f'data-tool="{kind}"' in page and f'data-kind="{kind}"' in page for kind in KINDS)


def test_compare_shows_no_drawings_whichever_way_one_looks(note, clip, kept, alice):
    other = kept("rocket.jpg")
    for mode in ("side", "overlay", "difference"):
        page = visit(alice).get(f"/compare/?ids={clip.pk},{other.pk}&mode={mode}").content.decode()
        assert "<compare-room" in page
        assert "data-drawings=" not in page
        assert 'class="ink"' not in page
