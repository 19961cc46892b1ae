"""Which files Dailies takes, and what a file is by its first bytes, whatever its name says. Standard library only."""

import re
from dataclasses import dataclass

HEAD_BYTES = 4096  # enough for every signature below


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One allowed format. `words` fit into "it holds …"; `extensions` are those a file of it may carry, best first."""

    name: str
    kind: str
    words: str
    mime: str
    extensions: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return f".{self.extensions[0]}"


def _format(name: str, kind: str, words: str, mime: str, *extensions: str) -> Format:
    return Format(name=name, kind=kind, words=words, mime=mime, extensions=extensions)


# MP4 and MOV are one family: cameras and editors name them either way, and nothing breaks.
FORMATS = {
    format.name: format
    for format in (
        _format("jpeg", "image", "a JPEG picture", "image/jpeg", "jpg", "jpeg", "jpe", "jfif"),
        _format("png", "image", "a PNG picture", "image/png", "png", "apng"),
        _format("webp", "image", "a WebP picture", "image/webp", "webp"),
        _format("gif", "image", "a GIF picture", "image/gif", "gif"),
        _format("avif", "image", "an AVIF picture", "image/avif", "avif"),
        _format("mp4", "video", "an MP4 video", "video/mp4", "mp4", "m4v", "mov", "qt"),
        _format("mov", "video", "a MOV video", "video/quicktime", "mov", "qt", "mp4", "m4v"),
        _format("webm", "video", "a WebM video", "video/webm", "webm"),
        _format("mp3", "audio", "MP3 sound", "audio/mpeg", "mp3"),
        _format("wav", "audio", "WAV sound", "audio/wav", "wav", "wave"),
        _format("m4a", "audio", "M4A sound", "audio/mp4", "m4a"),
        _format("flac", "audio", "FLAC sound", "audio/flac", "flac"),
        _format("ogg", "audio", "Ogg sound", "audio/ogg", "ogg", "oga", "opus"),
    )
}
OTHER = _format("file", "file", "a file", "application/octet-stream", "bin")
"""What a result is kept as that nobody here can open."""

ALLOWED = "pictures (JPEG, PNG, WebP, GIF, AVIF), video (MP4, MOV, WebM) and sound (MP3, WAV, M4A, FLAC, Ogg)"

# What else people choose by mistake, and what hides behind another file's end: where it starts -> what to call it.
STRANGERS = (
    (rb"PK\x03\x04|PK\x05\x06", "a ZIP archive"),
    (rb"%PDF-", "a PDF document"),
    (rb"Rar!\x1a\x07", "a RAR archive"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (rb"\x1f\x8b\x08", "a gzip archive"),
    (rb"MZ", "a Windows program"),
    (rb"\x7fELF", "a Linux program"),
    (rb"#!", "a script"),
    (rb"II\*\x00|MM\x00\*", "a TIFF picture"),
    (rb"BM", "a BMP picture"),
    (rb"8BPS", "a Photoshop file"),
    (rb"RIFF....AVI ", "an AVI video"),
    (rb"\x30\x26\xb2\x75", "a Windows Media file"),
    (rb"FLV\x01", "a Flash video"),
    (rb"\xff[\xf0\xf1\xf8\xf9]", "raw AAC sound"),
    (rb"\s*(<\?xml|<svg)", "an SVG drawing or XML text"),
    (rb"\s*(<!doctype|<html|<script|<head|<body|<\?php)", "a web page or script"),
)
UNNAMED = ("something unknown", "plain text")
_STRANGERS = tuple((re.compile(pattern, re.DOTALL | re.IGNORECASE), words) for pattern, words in STRANGERS)

_PLAIN = (
    (re.compile(rb"\xff\xd8\xff"), "jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
    (re.compile(rb"(RIFF|RF64)....WAVE", re.DOTALL), "wav"),
    (re.compile(rb"fLaC"), "flac"),
    (re.compile(rb"OggS\x00"), "ogg"),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"), "mp3"),  # layer III, MPEG 2.5, 2 and 1
)
_BRANDS = {b"qt  ": "mov", b"avif": "avif", b"avis": "avif", b"M4A ": "m4a", b"M4B ": "m4a"}
_FOREIGN_BRANDS = {
    b"heic": "a HEIC picture",
    b"heix": "a HEIC picture",
    b"mif1": "a HEIF picture",
    b"msf1": "a HEIF picture",
    b"3gp4": "a 3GP video",
    b"3gp5": "a 3GP video",
    b"crx ": "a raw camera picture",
}


def format_of(name: str) -> Format:
    """The format of a kept file by its name."""
    return FORMATS.get(name, OTHER)


def is_words(head: bytes) -> bool:
    """Whether a file begins like a text (a page of words, JSON), or holds nothing at all."""
    return not head or (sniff(head)[0] is None and _is_text(head))


def sniff(head: bytes) -> tuple[str | None, str]:
    """The allowed format a file begins as or None, and words for what it is: `("jpeg", "a JPEG picture")`."""
    name = next((name for pattern, name in _PLAIN if pattern.match(head)), None) or _boxed(head) or _matroska(head)
    if name in FORMATS:
        return name, FORMATS[name].words
    if name:
        return None, name
    words = (words for pattern, words in _STRANGERS if pattern.match(head))
    return None, next(words, UNNAMED[_is_text(head)])


def _boxed(head: bytes) -> str | None:
    """The ISO base media family (MP4, MOV, M4A, AVIF) by its brands; QuickTime before 2001 had none."""
    kind = head[4:8]
    if kind in (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
        return "mov"
    if kind != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4]), len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size, 4))]
    if brands[0] in _FOREIGN_BRANDS and not {b"avif", b"avis"} & set(brands):
        return _FOREIGN_BRANDS[brands[0]]
    return _BRANDS.get(brands[0]) or ("avif" if b"avif" in brands else "mp4")


def _matroska(head: bytes) -> str | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return "webm" if b"\x42\x82\x84webm" in head[:256] else "a Matroska (MKV) video"


def _is_text(head: bytes) -> bool:
    return bool(head) and not re.search(rb"[\x00-\x08\x0e-\x1a]", head)
