"""Words that people paste hold letters that XML has not: editors must be able to open the cut all the same."""

from fractions import Fraction
from xml.etree import ElementTree as Xml

import pytest

from studio.review.exports import fcpxml, timeline
from studio.review.exports.cut import Clip, Marker, made_of

PASTED = "First\x0bsecond\x1f line\nthird \ud83d\ufffe end"
"""A line that was broken with Shift and Enter in a word processor, and what else is no letter of XML."""


@pytest.mark.parametrize("write", [fcpxml.write, timeline.premiere], ids=["fcpxml", "premiere"])
def test_a_note_with_letters_that_xml_has_not_is_still_read(write):
    note = Marker(frame=3, by=f"Bob{PASTED}", words=PASTED)
    size = {"width": 1280, "height": 720}
    clip = Clip(name=f"One{PASTED}", file="one.mp4", fps=Fraction(24), frames=24, markers=(note,), **size)

    written = write(made_of(f"Today{PASTED}", [clip]))

    read = Xml.fromstring(written.encode())
    said = " ".join([*(value for each in read.iter() for value in each.attrib.values()), *read.itertext()])
    assert {"First", "second", "third", "end"} <= set(said.replace("Bob", " ").replace("One", " ").split())
