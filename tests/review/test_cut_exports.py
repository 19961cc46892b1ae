"""A cut is read back from every kind of file: the same frames and the same notes, at every rate, dropped and not."""

import re
from fractions import Fraction
from itertools import product
from xml.etree import ElementTree as Xml

import opentimelineio as otio
import pytest

from studio.core import timecode
from studio.review.exports import edl, fcpxml, timeline
from studio.review.exports.cut import CannotCut, Clip, Cut, Marker, made_of

MARKED = 37
"""The frame that Bob's note stands on, of a clip whose frames are numbered."""

RATES = [
    ("23.976", False), ("24", False), ("25", False), ("29.97", False), ("29.97", True), ("30", False),
    ("59.94", True), ("59.94", False),
]  # fmt: skip
HANDLES = (0, 12)
STARTS = ("01:00:00:00", "00:59:58:00")
EVERY_CUT = [(*rate, handles, start) for rate, handles, start in product(RATES, HANDLES, STARTS)]
every_cut = pytest.mark.parametrize(("rate", "drop", "handles", "start"), EVERY_CUT)


def clip(name: str, rate: Fraction, frames: int = 121, **more) -> Clip:
    return Clip(name=name, file=f"media/{name}.mp4", fps=rate, frames=frames, width=1280, height=720, **more)


def cut(rate: str, drop: bool, handles: int, start: str) -> Cut:
    notes = (
        Marker(frame=MARKED, by="Bob", words="The cup jumps | here\nand there", is_resolved=True),
        Marker(frame=80, frames=10, by="Alice", words="<slower> & warmer"),
    )
    fps = timecode.RATES[rate]
    clips = [clip("one", fps, has_sound=True), clip("two", fps, markers=notes), clip("three", fps, 1801)]
    return made_of("Today", clips, handles=handles, start=start, drop=drop)


def rows(what: Cut) -> list[tuple]:
    """Each clip: its name, its frames in the file, its place in the cut."""
    return [(each.name, each.first, each.end, at) for at, each in what.placed()]


def spans(what: Cut) -> list[tuple[int, int]]:
    """Frames of the file that notes stand on."""
    return [(marker.frame, marker.frames) for _, marker in what.marked()]


# OpenTimelineIO reads its own file, and Premiere's


def read_by_otio(made: otio.schema.Timeline) -> tuple[list[tuple], list[tuple[int, int]]]:
    at, found, marks = made.global_start_time.to_frames() if made.global_start_time else None, [], []
    for each in made.video_tracks()[0]:
        shown = each.trimmed_range()
        first, length = shown.start_time.to_frames(), shown.duration.to_frames()
        found.append((each.name, first, first + length, at))
        at = None if at is None else at + length
        marks += [marked(marker) for marker in each.markers]
    return found, marks


def marked(marker: otio.schema.Marker) -> tuple[int, int]:
    return marker.marked_range.start_time.to_frames(), marker.marked_range.duration.to_frames()


@every_cut
def test_opentimelineio_gives_the_same_frames_and_notes(rate, drop, handles, start):
    what = cut(rate, drop, handles, start)
    back = otio.adapters.read_from_string(timeline.native(what), "otio_json")
    assert read_by_otio(back) == (rows(what), spans(what))
    assert back.global_start_time.rate == pytest.approx(float(what.rate))
    note = back.video_tracks()[0][1].markers[0]
    assert (note.comment, note.metadata["dailies"]["is_resolved"]) == ("The cup jumps | here\nand there", True)
    assert back.video_tracks()[0][0].available_range().duration.to_frames() == 121


@every_cut
def test_premiere_gives_the_same_frames_and_notes(rate, drop, handles, start):
    what = cut(rate, drop, handles, start)
    text = timeline.premiere(what)
    back = otio.adapters.read_from_string(text, "fcp_xml")
    back = back if isinstance(back, otio.schema.Timeline) else back[0]
    found, marks = read_by_otio(back)
    assert ([row[:3] for row in found], marks) == ([row[:3] for row in rows(what)], spans(what))
    sequence = Xml.fromstring(text).find(".//sequence")
    shown = [sequence.findtext(f"timecode/{name}") for name in ("frame", "displayformat", "string")]
    notes = [(each.findtext("name"), each.findtext("comment")) for each in sequence.iter("marker")]
    assert notes == [("Bob", "The cup jumps | here\nand there"), ("Alice", "<slower> & warmer")]
    assert shown == [str(what.start), "DF" if drop else "NDF", what.code(what.start)]
    assert sequence.findtext("rate/timebase") == str(timecode.base(what.rate))
    assert sequence.findtext("rate/ntsc").lower() == str(what.rate.denominator != 1).lower()


# Final Cut Pro's, by a reader that knows nothing of the writer


def frames_of(value: str, one: Fraction) -> int:
    """`3003/24000s` as whole frames."""
    found = Fraction(value.removesuffix("s")) / one
    assert found.denominator == 1, f"{value} falls between two frames of {one} s"
    return int(found)


@every_cut
def test_final_cut_gives_the_same_frames_and_notes(rate, drop, handles, start):
    what = cut(rate, drop, handles, start)
    root = Xml.fromstring(fcpxml.write(what))
    one = Fraction(root.find(".//format").get("frameDuration").removesuffix("s"))
    assert one == 1 / what.rate
    sequence = root.find(".//sequence")
    found, marks = [], []
    for each in sequence.find("spine"):
        first, length, at = (frames_of(each.get(name), one) for name in ("start", "duration", "offset"))
        found.append((each.get("name"), first, first + length, at))
        marks += [tuple(frames_of(m.get(name), one) for name in ("start", "duration")) for m in each.iter("marker")]
    assert (found, marks) == (rows(what), spans(what))
    assert frames_of(sequence.get("tcStart"), one) == what.start
    assert sequence.get("tcFormat") == ("DF" if drop else "NDF")
    assert {each.get("ref") for each in sequence.iter("asset-clip")} <= {each.get("id") for each in root.iter("asset")}
    assert {each.get("format") for each in root.iter("asset")} <= {each.get("id") for each in root.iter("format")}


@pytest.mark.parametrize("rate", ["24", "25", "30"])
def test_opentimelineio_reads_the_same_of_final_cut(rate):
    """Its adapter takes the time before the cut for a gap."""
    what = cut(rate, False, 12, "01:00:00:00")
    [back] = otio.adapters.read_from_string(fcpxml.write(what), "fcpx_xml")
    clips = list(back.find_clips())
    assert [(each.name, *span(each)) for each in clips] == [row[:3] for row in rows(what)]
    assert [marked(each) for clip in clips for each in clip.markers] == spans(what)


# EDL, by a reader of its columns, and by OpenTimelineIO where its adapter can

EVENT = re.compile(r"(\d{3})  (\S+)\s+(\S+)\s+C\s+(\S+) (\S+) (\S+) (\S+)\s*")


@every_cut
def test_an_edl_gives_the_same_frames_and_notes(rate, drop, handles, start):
    what = cut(rate, drop, handles, start)
    text, found, marks = edl.cut(what), [], []
    assert f"FCM: {'DROP FRAME' if drop else 'NON-DROP FRAME'}" in text.splitlines()
    for line in text.splitlines():
        if event := EVENT.fullmatch(line):
            inside, outside, at, until = (timecode.read(event[n], what.rate) for n in (4, 5, 6, 7))
            assert until - at == outside - inside
            found.append((inside, outside, at))
        elif line.startswith("* LOC: "):
            marks.append(timecode.read(line.split()[2], what.rate))
    assert found == [row[1:] for row in rows(what)]
    assert marks == [frame for frame, _ in what.marked()]


@pytest.mark.parametrize("rate", ["24", "25", "30"])
def test_opentimelineio_reads_the_same_edl(rate):
    what = cut(rate, False, 12, "01:00:00:00")
    back = otio.adapters.read_from_string(edl.cut(what), "cmx_3600", rate=float(what.rate))
    assert [(each.name, *span(each)) for each in back.video_tracks()[0]] == [row[:3] for row in rows(what)]


def span(each: otio.schema.Clip) -> tuple[int, int]:
    shown = each.trimmed_range()
    return shown.start_time.to_frames(), shown.start_time.to_frames() + shown.duration.to_frames()


@every_cut
def test_resolves_markers_stand_on_the_notes_frames(rate, drop, handles, start):
    what = cut(rate, drop, handles, start)
    lines = edl.markers(what).splitlines()
    events = [EVENT.fullmatch(line) for line in lines if EVENT.fullmatch(line)]
    assert [timecode.read(event[6], what.rate) for event in events] == [frame for frame, _ in what.marked()]
    said = [re.fullmatch(r"(.*) \|C:(\w+) \|M:(.*) \|D:(\d+)", line) for line in lines if "|C:" in line]
    assert [each.groups() for each in said] == [
        ("Bob: The cup jumps / here and there", "ResolveColorGreen", "Bob", "1"),
        ("Alice: <slower> & warmer", "ResolveColorRed", "Alice", "10"),
    ]


# What is no cut


def test_handles_are_left_out_where_a_clip_is_too_short_for_them():
    fps = Fraction(24)
    found = made_of("Today", [clip("long", fps, 121), clip("short", fps, 30)], handles=12)
    assert [(each.first, each.end) for each in found.clips] == [(12, 109), (0, 30)]


def test_a_note_outside_the_handles_is_not_in_the_cut():
    noted = clip("one", Fraction(24), markers=(Marker(frame=3, by="Bob", words="Too early"),))
    assert list(made_of("Today", [noted], handles=12).marked()) == []


@pytest.mark.parametrize(
    ("clips", "more", "words"),
    [
        ([], {}, "no clip in it"),
        ([clip("one", Fraction(24)), clip("two", Fraction(30))], {}, "one has 24; two has 30"),
        ([clip("one", Fraction(12))], {}, "one has 12 frames a second"),
        ([clip("one", Fraction(24))], {"start": "an hour"}, "is no timecode"),
        ([clip("one", Fraction(24))], {"start": "01:00:00:24"}, "frames up to 23"),
        ([clip("one", Fraction(24))], {"handles": -1}, "0 frames or more"),
    ],
)
def test_what_is_no_cut_gets_a_sentence(clips, more, words):
    with pytest.raises(CannotCut, match=words):
        made_of("Today", clips, **more)
