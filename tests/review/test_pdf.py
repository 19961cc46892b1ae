"""The PDF is read back: its words, and in its pictures the numbers of the frames that the notes are about."""

import io
from uuid import uuid4

import numpy as np
import pytest
from asgiref.sync import async_to_sync
from PIL import Image
from pypdf import PdfReader

from studio.review import actions, lists, picturing
from studio.review.actions import Said
from studio.review.exports import pdf
from studio.review.going_out import KINDS, CannotCut, Wanted
from studio.review.shapes import Drawn, Shape
from tests.browser.numbered import BAR_PX, BITS, numbered
from tests.core import making
from tests.library.making import made, row

BOX = Shape(kind="box", colour=3, points=((0.05, 0.8), (0.4, 0.95)))


@pytest.fixture
def folder(settings, tmp_path):
    """A store of its own, and a place for what is made."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def clip(alice, folder):
    """Of 150 numbered frames at 29.97."""
    return async_to_sync(made)(numbered(folder / "numbered.mp4", 150, "30000/1001"), alice, name="Numbered")


@pytest.fixture
def paper(alice):
    """paper(*files, **wanted) -> the pages of the PDF of a list of them."""

    def written(*files, **wanted) -> PdfReader:
        made_of = lists.build(alice, alice.teams.first(), "Monday", [each.pk for each in files])
        return PdfReader(io.BytesIO(KINDS["pdf"].write(made_of, alice, Wanted(**wanted))))

    return written


def said(words: str, **more) -> Said:
    return Said(id=uuid4(), words=words, **more)


def text(of: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in of.pages)


def pictures(of: PdfReader) -> list[Image.Image]:
    return [each.image.convert("RGB") for page in of.pages for each in page.images]


def number_in(picture: Image.Image) -> int:
    """As numbered.py draws it; the row of its middle is read, where nobody draws."""
    row = np.asarray(picture.convert("L"))[picture.height // 2]
    wide = picture.width / (BITS + 2)
    bars = [int(row[int((at + 0.5) * wide)] > 127) for at in range(BITS + 2)]
    assert bars[:2] == [1, 0], "this is no numbered frame"
    return int("".join(map(str, bars[2:])), 2)


def test_each_entry_has_the_very_frame_that_its_note_is_about(alice, bob, clip, paper):
    assert BAR_PX * (BITS + 2) < picturing.SIDE, "the frames are not made smaller"
    for frame in (149, 0, 37, 24, 101):
        actions.write(bob, clip, said(f"Note on {frame}", frame=frame))

    found = paper(clip)

    assert [number_in(each) for each in pictures(found)] == [0, 24, 37, 101, 149]
    words = text(found)
    for each in ("Note on 37", "Frame 37, 00:00:01;07", "01:00:01;07 in the cut", "Bob Baker", "Open", "Monday"):
        assert each in words


def test_answers_states_and_who_is_to_do_it_are_there(alice, bob, clip, paper):
    note = actions.write(bob, clip, said("The cup jumps", frame=3, frames=5))
    actions.reply(alice, note, said("Mended in the next"))
    actions.assign(alice, note, bob)
    actions.resolve(alice, note)

    words = text(paper(clip))

    for each in ("00:00:00;03 to 00:00:00;07", "Alice Archer", "Mended in the next", "Resolved by Alice Archer"):
        assert each in words
    assert "for Bob Baker" in words


def test_what_is_drawn_is_painted_on_its_frame(alice, clip, paper):
    drawn = (Drawn(12, (BOX,)), Drawn(20, (BOX,)))
    actions.write(alice, clip, said("Here", frame=12, drawings=drawn))
    actions.write(alice, clip, said("Not here", frame=13))

    found = pictures(paper(clip))

    assert [number_in(each) for each in found] == [12, 20, 13]
    assert [is_red(each) for each in found] == [True, True, False]


def is_red(picture: Image.Image) -> bool:
    """In the corner that is drawn in."""
    area = np.asarray(picture)[int(0.7 * picture.height) :, : picture.width // 2]
    red, green = area[:, :, 0].astype(int), area[:, :, 1].astype(int)
    return bool((red - green > 25).any())


def test_internal_notes_and_resolved_ones_stay_out_as_wanted(alice, clip, paper):
    actions.write(alice, clip, said("Between us", frame=5, is_internal=True))
    actions.resolve(alice, actions.write(alice, clip, said("Done with", frame=6)))

    assert "Between us" not in text(paper(clip))
    assert "Done with" in text(paper(clip))
    assert "Done with" not in text(paper(clip, open_only=True))
    wanted = paper(clip, open_only=True, internal=True)
    assert "Between us" in text(wanted)
    assert [number_in(each) for each in pictures(wanted)] == [5]


def test_the_cuts_timecode_begins_where_one_wants_it(alice, clip, paper):
    actions.write(alice, clip, said("Here", frame=30))

    assert "10:00:01;00 in the cut" in text(paper(clip, start="10:00:00:00"))
    assert "10:00:01:00 in the cut" in text(paper(clip, start="10:00:00:00", drop=False))
    with pytest.raises(CannotCut, match="is no timecode"):
        paper(clip, start="at ten")


def test_pictures_and_files_that_are_gone_are_no_cut_and_still_on_paper(alice, clip, folder, paper):
    photo = async_to_sync(made)(making.picture(folder, "png"), alice, name="Photo")
    gone = row(alice, name="Gone")
    gone.save()
    for asset, frame in ((photo, None), (gone, 4), (clip, None)):
        actions.write(alice, asset, said(f"Of {asset.name}", frame=frame))

    found = paper(photo, gone)

    assert "the file could not be read" in text(found)
    assert "in the cut" not in text(paper(photo))
    assert len(pictures(found)) == 1
    assert "All of it" in text(paper(clip))


WORDS = {
    "chinese": "杯子在这里跳了一下，请再暖一点",
    "japanese": "カップが跳ねる。もう少し暖かく",
    "korean": "컵이 튄다",
    "cyrillic": "Чашка прыгает",
    "accents": "Żółw, naïve, ẹ̀kọ́",
}


@pytest.mark.parametrize("language", WORDS)
def test_words_of_many_scripts_come_back(language, alice, clip, paper):
    actions.write(alice, clip, said(WORDS[language], frame=1))

    found = text(paper(clip))

    assert set(WORDS[language]) - {" "} <= set(found)
    assert pdf.LOST not in found


UNPRINTABLE = ["🎬🔥👩‍👩‍👧", "שלום עולם", "مرحبا بالعالم", "\u202eevil\u2066", "नमस्ते", "a\x00c"]


@pytest.mark.parametrize("words", UNPRINTABLE, ids=ascii)
def test_what_cannot_be_printed_is_said_and_breaks_nothing(words, folder):
    entry = pdf.Entry(clip="Clip", head="00:00:00:01", facts="Open", by="Bob", words=f"Before {words} after")

    found = text(PdfReader(io.BytesIO(pdf.document("Notes 🎬", "1 note", [entry]))))

    assert "Before" in found
    assert "after" in found
    assert pdf.LOST in found


def test_a_long_note_goes_on_on_the_next_pages_and_loses_no_word(folder):
    words = " ".join(f"word{n}" for n in range(900))
    long = pdf.Entry(clip="Clip", head="All of it", facts="Open", by="Bob", words=words, answers=(("Al", words),))

    found = PdfReader(io.BytesIO(pdf.document("Notes", "2 notes", [long, long])))

    assert len(found.pages) > 3
    assert text(found).count("word899") == 4
    assert text(found).count("word450") == 4


def test_nothing_to_say_is_a_page_too(alice, clip, paper):
    assert "0 notes" in text(paper(clip))


def test_a_list_that_takes_too_long_leaves_pictures_out_and_says_so(alice, clip, paper, monkeypatch):
    actions.write(alice, clip, said("Here", frame=1))
    monkeypatch.setattr(picturing, "PATIENCE_S", -1)

    found = paper(clip)

    assert pictures(found) == []
    assert "too many for one file" in text(found)
