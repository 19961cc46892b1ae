"""OpenTimelineIO's own file, and by its adapter the XML of Premiere (Final Cut Pro 7's `xmeml`): both keep every frame,
handle and marker. A note's words, who wrote it and whether it is resolved are also metadata, under `dailies`.
"""

from fractions import Fraction

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange
from opentimelineio.schema import MarkerColor, TrackKind

from studio.review.exports.cut import Clip, Cut, Marker


def native(what: Cut) -> str:
    """`.otio`: JSON."""
    return otio.adapters.write_to_string(timeline(what), "otio_json")


def premiere(what: Cut) -> str:
    """`.xml`. Whether frames are dropped, and a note's words, the adapter takes from where it would have read them."""
    made = timeline(what)
    made.metadata["fcp_xml"] = {"timecode": {"displayformat": "DF" if what.drop else "NDF"}}
    for clip in made.find_clips():
        for marker in clip.markers:
            marker.metadata["fcp_xml"] = {"comment": marker.comment}
    return otio.adapters.write_to_string(made, "fcp_xml")


def timeline(what: Cut) -> otio.schema.Timeline:
    """A track of pictures and, where a clip has sound, one of sound, with gaps where there is none."""
    made = otio.schema.Timeline(name=what.name, global_start_time=_time(what.start, what.rate))
    made.metadata["dailies"] = {"drop_frame": what.drop}
    made.tracks.append(_track(what, TrackKind.Video))
    if any(each.has_sound for each in what.clips):
        made.tracks.append(_track(what, TrackKind.Audio))
    return made


def _track(what: Cut, kind: str) -> otio.schema.Track:
    track = otio.schema.Track(name=kind, kind=kind)
    is_sound = kind == TrackKind.Audio
    for each in what.clips:
        if is_sound and not each.has_sound:
            track.append(otio.schema.Gap(source_range=_range(0, each.length, what.rate)))
        else:
            track.append(_clip(each, what, () if is_sound else each.shown))
    return track


def _clip(clip: Clip, what: Cut, marked: tuple[Marker, ...]) -> otio.schema.Clip:
    file = otio.schema.ExternalReference(target_url=clip.file, available_range=_range(0, clip.frames, what.rate))
    file.metadata["dailies"] = {"width": clip.width, "height": clip.height}
    made = otio.schema.Clip(
        name=clip.name, media_reference=file, source_range=_range(clip.first, clip.length, what.rate)
    )
    made.markers.extend(_marker(each, what.rate) for each in marked)
    return made


def _marker(marker: Marker, rate: Fraction) -> otio.schema.Marker:
    return otio.schema.Marker(
        name=marker.by,
        comment=marker.words,
        color=MarkerColor.GREEN if marker.is_resolved else MarkerColor.RED,
        marked_range=_range(marker.frame, marker.frames, rate),
        metadata={"dailies": {"by": marker.by, "words": marker.words, "is_resolved": marker.is_resolved}},
    )


def _range(first: int, frames: int, rate: Fraction) -> TimeRange:
    return TimeRange(_time(first, rate), _time(frames, rate))


def _time(frame: int, rate: Fraction) -> RationalTime:
    return RationalTime(frame, float(rate))
