"""FCPXML 1.10 for Final Cut Pro (and Resolve), as Apple's reference describes it: times are whole frames as a fraction
of seconds (`1001/24000s`), a clip's markers are counted as its file is.

https://developer.apple.com/documentation/professional-video-applications/fcpxml-reference
"""

from fractions import Fraction
from xml.etree import ElementTree as Xml

from studio.review.exports.cut import Clip, Cut, Marker

VERSION = "1.10"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'
COLOUR_SPACE = "1-1-1 (Rec. 709)"


def write(what: Cut) -> str:
    """`.fcpxml`: an event with one project."""
    root = Xml.Element("fcpxml", version=VERSION)
    resources = Xml.SubElement(root, "resources")
    _formats(resources, what)
    for number, clip in enumerate(what.clips, 1):
        _asset(resources, number, clip, what)
    event = Xml.SubElement(Xml.SubElement(root, "library"), "event", name=what.name)
    _sequence(Xml.SubElement(event, "project", name=what.name), what)
    Xml.indent(root)
    return HEAD + Xml.tostring(root, encoding="unicode") + "\n"


def seconds(frames: int, rate: Fraction) -> str:
    """`3003/24000s`, and `0s`: never a fraction that would fall between two frames."""
    return f"{frames * rate.denominator}/{rate.numerator}s" if frames else "0s"


def _formats(resources: Xml.Element, what: Cut) -> None:
    """One for each size; the cut has the first."""
    for width, height in _sizes(what):
        Xml.SubElement(
            resources, "format", id=_format_id(width, height), frameDuration=seconds(1, what.rate),
            width=str(width), height=str(height), colorSpace=COLOUR_SPACE,
        )  # fmt: skip


def _sizes(what: Cut) -> list[tuple[int, int]]:
    return list(dict.fromkeys([what.size, *((each.width, each.height) for each in what.clips)]))


def _format_id(width: int, height: int) -> str:
    return f"size{width}x{height}"


def _asset(resources: Xml.Element, number: int, clip: Clip, what: Cut) -> None:
    has = {"hasVideo": "1", "videoSources": "1"}
    if clip.has_sound:
        has |= {"hasAudio": "1", "audioSources": "1", "audioChannels": "2"}
    asset = Xml.SubElement(
        resources, "asset", id=f"clip{number}", name=clip.name, start="0s", duration=seconds(clip.frames, what.rate),
        format=_format_id(clip.width, clip.height), **has,
    )  # fmt: skip
    Xml.SubElement(asset, "media-rep", kind="original-media", src=clip.file)


def _sequence(project: Xml.Element, what: Cut) -> None:
    sequence = Xml.SubElement(
        project, "sequence", format=_format_id(*what.size), duration=seconds(what.frames, what.rate),
        tcStart=seconds(what.start, what.rate), tcFormat="DF" if what.drop else "NDF",
    )  # fmt: skip
    spine = Xml.SubElement(sequence, "spine")
    for number, (at, clip) in enumerate(what.placed(), 1):
        placed = Xml.SubElement(
            spine, "asset-clip", ref=f"clip{number}", name=clip.name, offset=seconds(at, what.rate),
            start=seconds(clip.first, what.rate), duration=seconds(clip.length, what.rate),
            tcFormat="DF" if what.drop else "NDF",
        )  # fmt: skip
        for marker in clip.shown:
            _marker(placed, marker, what.rate)


def _marker(placed: Xml.Element, marker: Marker, rate: Fraction) -> None:
    """A to-do marker, which is either open or done: what a note is."""
    Xml.SubElement(
        placed, "marker", start=seconds(marker.frame, rate), duration=seconds(marker.frames, rate),
        value=marker.line, note=marker.words, completed="1" if marker.is_resolved else "0",
    )  # fmt: skip
