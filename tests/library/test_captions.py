"""Captions are read as WebVTT and SubRip, kept as WebVTT, and known from a recipe that is spoken word for word."""

import pytest

from studio.library import captions
from studio.library.captions import BadCaptions, Cue

VTT = """WEBVTT - a head

STYLE
::cue { color: red }

NOTE a note

first
00:01.000 --> 00:02.500 align:start
<v Mara>Wait &amp; see.</v>

00:00:03.000 --> 00:00:04.000
Two
lines
"""
SRT = (
    "\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Wait & see.</i>\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:04,000\r\nTwo\r\nlines\r\n"
)
CUES = [Cue(1.0, 2.5, "Wait & see."), Cue(3.0, 4.0, "Two\nlines")]


@pytest.mark.parametrize("text", [VTT, SRT], ids=["WebVTT", "SubRip"])
def test_both_kinds_of_files_are_read_and_written_alike(text):
    cues = captions.parse(text)

    assert cues == CUES
    assert captions.parse(captions.written(cues)) == CUES
    assert "Wait &amp; see." in captions.written(cues)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no line"),
        ("WEBVTT\n\nhello", "no line"),
        ("1\n00:xx --> 00:02.000\nhello", "names no times"),
        ("00:03.000 --> 00:02.000\nhello", "ends before it begins"),
        ("x" * (captions.LONGEST + 1), "at most 200,000"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text, words):
    with pytest.raises(BadCaptions, match=words):
        captions.parse(text)


def test_a_text_without_times_is_laid_over_the_clip_sentence_by_sentence():
    cues = captions.laid_out("It costs 3.5 dollars. Yes!\nGo", 10)

    assert [cue.words for cue in cues] == ["It costs 3.5 dollars.", "Yes!", "Go"]
    assert (cues[0].begin, cues[-1].end) == (0, 10)
    assert all(one.end == next_.begin for one, next_ in zip(cues, cues[1:], strict=False))


def test_only_what_is_spoken_word_for_word_is_known_from_a_recipe():
    spoken = {"task": "lip-sync", "values": {"speech_text": " Come in. "}}
    seen = {"task": "text-to-video", "values": {"prompt": "A man says hello"}}

    assert captions.spoken(spoken) == "Come in."
    assert (captions.spoken(seen), captions.spoken(None)) == ("", "")
