"""The facts of a file as the viewer and the comparison tell them: (label, words)."""

from collections.abc import Iterator

from studio.core import money
from studio.jobs import tags
from studio.jobs.models import Job
from studio.library.models import Asset, Billed

CODECS = {"h264": "H.264", "hevc": "H.265", "av1": "AV1", "vp8": "VP8", "vp9": "VP9", "aac": "AAC", "mp3": "MP3"}
BILLED = {Billed.YES: "yes; the provider did not say how much", Billed.NO: "not billed", Billed.UNKNOWN: "not known"}


def facts(shown: Asset) -> Iterator[tuple[str, str]]:
    """(label, words) of the file."""
    if shown.width:
        yield "Picture", f"{shown.width} × {shown.height}"
    if shown.duration_s:
        frames = f", {shown.frames} frames" if shown.frames else ""
        yield "Length", f"{shown.duration_s:.2f} s{frames}"
    if shown.fps:
        yield "Frame rate", f"{float(shown.frame_rate):g} fps"
    if shown.kind == "video":
        yield "Sound", "yes" if shown.has_sound else "silent"
    codec = CODECS.get(shown.codec or "", (shown.codec or "").upper())
    format = shown.format.upper()
    yield "File", ", ".join(dict.fromkeys(part for part in (codec, format, size_words(shown.bytes)) if part))
    if shown.recipe:
        amount = shown.billed_amount
        yield "Billed", BILLED[shown.billed] if amount is None else money.words(amount, shown.billed_currency)


def estimated(shown: Asset) -> Iterator[tuple[str, str]]:
    """What its job was estimated to cost, and how far the bill was from that; nothing once the job is gone."""
    job = Job.objects.filter(pk=shown.job_id, team=shown.team_id).first() if shown.job_id else None
    if job is None or not job.estimate_amount:
        return
    bill = f"; billed {money.words(job.billed_amount, job.billed_currency)} in all" if job.billed_amount else ""
    whole = f" for all {count} takes{bill}" if (count := shown.other_outputs().count()) > 1 else ""
    yield "Estimated", f"{job.estimate}{whole}{tags.apart_words(job)}"


def size_words(size: int) -> str:
    """Bytes as people say them, in steps of 1,000: `31.4 MB`."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit}"
    return f"{size} bytes"
