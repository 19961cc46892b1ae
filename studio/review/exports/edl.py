"""EDL (CMX 3600) for DaVinci Resolve and whatever else reads it: the cut, and the notes as Resolve's timeline markers.

Notes stand in the cut as `* LOC:` comments, which Avid reads; Resolve imports markers from a list of their own
(Timelines, Import, Timeline Markers from EDL), in the form in which it exports them:
`words |C:colour |M:name |D:frames`.
"""

from studio.review.exports.cut import Cut, Marker

REEL = "AX"
"""A file, not a tape."""


OPEN, RESOLVED = ("RED", "ResolveColorRed"), ("GREEN", "ResolveColorGreen")


def cut(what: Cut) -> str:
    """One event a clip."""
    lines = _head(what)
    for number, (at, clip) in enumerate(what.placed(), 1):
        source = (what.code(clip.first), what.code(clip.end))
        record = (what.code(at), what.code(at + clip.length))
        channels = "AA/V" if clip.has_sound else "V"
        lines.append(f"{number:03}  {REEL:8} {channels:5} C        {' '.join((*source, *record))}")
        lines.append(f"* FROM CLIP NAME: {_plain(clip.name)}")
        lines.append(f"* SOURCE FILE: {_plain(clip.file)}")
        for marker in clip.shown:
            lines.append(f"* LOC: {what.code(at + marker.frame - clip.first)} {_colour(marker)[0]:7} {_words(marker)}")
    return "\n".join(lines) + "\n"


def markers(what: Cut) -> str:
    """One event a note, as Resolve's own marker lists have it."""
    lines = _head(what)
    for number, (at, marker) in enumerate(what.marked(), 1):
        span = (what.code(at), what.code(at + 1))
        lines.append(f"{number:03}  {number:03}      V     C        {' '.join((*span, *span))}  ")
        name = _plain(marker.by)
        lines.append(f"{_words(marker)} |C:{_colour(marker)[1]} |M:{name} |D:{marker.frames}")
        lines.append("")
    return "\n".join(lines) + "\n"


def _head(what: Cut) -> list[str]:
    return [f"TITLE: {_plain(what.name)}", f"FCM: {'DROP FRAME' if what.drop else 'NON-DROP FRAME'}", ""]


def _colour(marker: Marker) -> tuple[str, str]:
    return RESOLVED if marker.is_resolved else OPEN


def _words(marker: Marker) -> str:
    return _plain(marker.line)


def _plain(text: str) -> str:
    """In one line, without what separates fields."""
    return " ".join(text.replace("|", "/").split())
