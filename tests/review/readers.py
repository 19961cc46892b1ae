"""Readers of what goes out to editors. They know the formats, and nothing of the studio's writers or its timecode.

Each gives the marks of a file as (name of the media file, its frame, counted from 0).
"""

import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from xml.etree import ElementTree as Xml

Mark = tuple[str, int]


def otio(text: str, _rate: Fraction, _files: list[tuple[str, int]]) -> Iterator[Mark]:
    """As JSON: a marker's time is counted as its media is."""
    for track in json.loads(text)["tracks"]["children"]:
        for clip in (each for each in track["children"] if each["OTIO_SCHEMA"].startswith("Clip")):
            file = clip["media_references"]["DEFAULT_MEDIA"]["target_url"]
            for marker in clip["markers"]:
                yield file, _whole(Fraction(marker["marked_range"]["start_time"]["value"]))


def premiere(text: str, _rate: Fraction, _files: list[tuple[str, int]]) -> Iterator[Mark]:
    """`xmeml`: the marker of a clip stands on a frame of its media; a file is written out where it is first used."""
    root = Xml.fromstring(text)
    urls = {each.get("id"): each.findtext("pathurl") for each in root.iter("file") if each.findtext("pathurl")}
    for clip in root.iterfind(".//video/track/clipitem"):
        for marker in clip.iterfind("marker"):
            yield urls[clip.find("file").get("id")], int(marker.findtext("in"))


def final_cut(text: str, rate: Fraction, _files: list[tuple[str, int]]) -> Iterator[Mark]:
    """Seconds as fractions, counted as the media is, which begins at the asset's start."""
    root = Xml.fromstring(text)
    assets = {each.get("id"): each for each in root.iter("asset")}
    for clip in root.iter("asset-clip"):
        asset = assets[clip.get("ref")]
        for marker in clip.iterfind("marker"):
            seconds = _seconds(marker.get("start")) - _seconds(asset.get("start"))
            yield asset.find("media-rep").get("src"), _whole(seconds * rate)


EVENT = re.compile(r"^\d{3}\s+\S+\s+\S+\s+C\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$")


def edl(text: str, rate: Fraction, _files: list[tuple[str, int]]) -> Iterator[Mark]:
    """A locator is a timecode of the cut; its event says which of the media's frames is there."""
    source = record = file = None
    for line in text.splitlines():
        if event := EVENT.match(line):
            source, record = frames(event[1], rate), frames(event[3], rate)
        elif line.startswith("* SOURCE FILE:"):
            file = line.partition(":")[2].strip()
        elif line.startswith("* LOC:"):
            yield file, source + frames(line.split()[2], rate) - record


def resolve(text: str, rate: Fraction, files: list[tuple[str, int]]) -> Iterator[Mark]:
    """Timeline markers: which clip is there follows from how long those before it are."""
    begin = frames("01:00:00:00", rate, drop="DROP FRAME" in text and "NON-DROP" not in text)
    for line in text.splitlines():
        if event := EVENT.match(line):
            yield _in_cut(frames(event[3], rate) - begin, files)


def _in_cut(frame: int, files: list[tuple[str, int]]) -> Mark:
    for file, length in files:
        if frame < length:
            return file, frame
        frame -= length
    raise AssertionError("a marker stands behind the cut")


READERS: dict[str, Callable[[str, Fraction, list[tuple[str, int]]], Iterator[Mark]]] = {
    "otio": otio,
    "premiere": premiere,
    "fcpxml": final_cut,
    "edl": edl,
    "markers": resolve,
}


def frames(code: str, rate: Fraction, drop: bool | None = None) -> int:
    """SMPTE ST 12-1 counted from midnight: with a semicolon, of every minute but each tenth the first numbers are not
    there: 2 of 30, 4 of 60."""
    hours, minutes, seconds, number = (int(part) for part in re.split("[:;]", code))
    base = -(-rate.numerator // rate.denominator)
    minute = hours * 60 + minutes
    is_dropped = ";" in code if drop is None else drop
    left_out = base // 15 * (minute - minute // 10) if is_dropped else 0
    return (minute * 60 + seconds) * base + number - left_out


def _seconds(text: str) -> Fraction:
    return Fraction(text.removesuffix("s"))


def _whole(value: Fraction) -> int:
    assert value.denominator == 1, f"{value} falls between two frames"
    return int(value)
