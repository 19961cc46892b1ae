"""Whether a file is all of itself and nothing else: where its format says it ends, and what stands after that.

Walks the containers by their own length fields, standard library only, a few reads per file. This finds what decoders
forgive: a picture cut in half, a ZIP archive glued to a GIF, a web page in a comment.
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from studio.core import refusals
from studio.core.formats import FORMATS, UNNAMED, sniff

HEAD = 65_536
MP3_SLACK = 4096  # editors cut off tags without correcting the count
ZIP_TAIL = 66_000  # a ZIP's last record lies within its last 65,557 bytes
SPACE = b"\x00\r\n "
PADDING = SPACE + b"\xff"
CAMERA_TRAILER = re.compile(rb"[\x00\r\n ]*(\xff+\xd8\xff|....ftyp)", re.DOTALL)
BROWSER_FOOD = re.compile(rb"<(!doctype html|html|script|iframe|\?php)", re.IGNORECASE)


class CutShort(Exception):
    """The file ends before its content does."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the content ends, in bytes; and, for animated pictures, what the container says of its frames."""

    end: int
    frames: int = 1
    duration_s: float | None = None


def check(name: str, format_name: str, file: BinaryIO, size: int) -> Extent:
    """Walks the file to its end. Raises BadMedia when it is cut short or is two files in one."""
    format = FORMATS[format_name]
    try:
        extent = WALKERS[format_name](file, size)
    except (CutShort, struct.error, IndexError) as error:
        raise refusals.cut_short(name, format, size) from error
    if extent.end > size:
        raise refusals.cut_short(name, format, size)
    if hidden := _archive(file, size) or _web_page(file):
        raise refusals.second_file(name, hidden)
    rest = _read(file, extent.end, HEAD)
    if rest.strip(PADDING) and not (format_name == "jpeg" and _camera_trailer(rest, file, size)):
        words = sniff(rest.lstrip(SPACE))[1]
        named = words not in UNNAMED
        raise refusals.second_file(name, words) if named else refusals.trailing(name, format, size - extent.end)
    return extent


# What must not be there


def _archive(file: BinaryIO, size: int) -> str | None:
    """A ZIP (a JAR, an Office file) has an end record near the end, and that points to a directory."""
    start = max(0, size - ZIP_TAIL)
    tail = _read(file, start, ZIP_TAIL)
    for found in re.finditer(rb"PK\x05\x06", tail):
        record = tail[found.start() : found.start() + 22]
        if len(record) == 22:
            length = int.from_bytes(record[12:16], "little")
            if _read(file, start + found.start() - length, 4) in (b"PK\x01\x02", b"PK\x05\x06"):
                return "a ZIP archive"
    return None


def _web_page(file: BinaryIO) -> str | None:
    return "a web page or script" if BROWSER_FOOD.search(_read(file, 0, HEAD)) else None


def _camera_trailer(rest: bytes, file: BinaryIO, size: int) -> bool:
    """Phones append more pictures (MPF), a short film (motion photo) or their own notes (Samsung) to a JPEG."""
    return bool(CAMERA_TRAILER.match(rest)) or _read(file, size - 4, 4) == b"SEFT"


# Pictures


_JPEG_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # any but stuffing and restarts


def _jpeg(file: BinaryIO, size: int) -> Extent:
    """Segments by their lengths, scans by the next marker, to EOI."""
    data, at = _read(file, 0, size), 2
    while found := _JPEG_MARKER.search(data, at):
        marker, at = found.group(1)[0], found.end()
        if marker == 0xD9:
            return Extent(at)
        if marker not in (0x01, 0xD8):
            at += struct.unpack_from(">H", data, at)[0]
    raise CutShort


def _png(file: BinaryIO, size: int) -> Extent:
    """Chunks to IEND; of an animated one, fcTL says how long each frame stays."""
    at, stays = 8, []
    while at < size:
        length, kind = struct.unpack(">I4s", _read(file, at, 8))
        if kind == b"fcTL":
            part, of = struct.unpack(">HH", _read(file, at + 28, 4))
            stays.append(part / (of or 100))
        at += 12 + length
        if kind == b"IEND":
            return _animated(at, stays)
    raise CutShort


def _webp(file: BinaryIO, _size: int) -> Extent:
    """RIFF says the end; each ANMF chunk has its milliseconds at byte 12."""
    end = 8 + struct.unpack("<I", _read(file, 4, 4))[0]
    at, stays = 12, []
    while at + 8 <= end:
        kind, length = struct.unpack("<4sI", _read(file, at, 8))
        if kind == b"ANMF":
            stays.append(int.from_bytes(_read(file, at + 20, 3), "little") / 1000)
        at += 8 + length + length % 2
    return _animated(end, stays)


def _gif(file: BinaryIO, size: int) -> Extent:
    """Blocks to the trailer; the graphic control extension before a frame has its hundredths of a second."""
    data, stays, frames = _read(file, 0, size), [], 0
    at = 13 + _gif_colours(data[10])
    while data[at] != 0x3B:
        if data[at] == 0x21:
            if data[at + 1] == 0xF9:
                stays.append(struct.unpack_from("<H", data, at + 4)[0] / 100)
            at = _gif_blocks(data, at + 2)
        elif data[at] == 0x2C:
            frames += 1
            at = _gif_blocks(data, at + 11 + _gif_colours(data[at + 9]))
        else:
            raise CutShort
    return _animated(at + 1, stays if frames > 1 else [])


def _gif_colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _animated(end: int, stays: list[float]) -> Extent:
    """Browsers give frames that say 0 a tenth of a second."""
    if len(stays) < 2:
        return Extent(end)
    return Extent(end, len(stays), sum(stay or 0.1 for stay in stays))


# Video and sound


def _boxes(file: BinaryIO, size: int) -> Extent:
    """ISO base media: top-level boxes tile the file; without `moov` (or AVIF's `meta`) nothing can be read."""
    at, kinds = 0, set()
    while at + 8 <= size:
        length, kind = struct.unpack(">I4s", _read(file, at, 8))
        if length == 1:
            length = struct.unpack(">Q", _read(file, at + 8, 8))[0]
        if not re.fullmatch(rb"[\x20-\x7e]{4}", kind) or 0 < length < 8:
            break
        kinds.add(kind)
        at = at + length if length else size
    if not {b"moov", b"meta"} & kinds:
        raise CutShort
    return Extent(at)


def _matroska(file: BinaryIO, size: int) -> Extent:
    """The EBML header, then one Segment; live recordings leave its size open."""
    at = 0
    for _ in range(2):
        at += _vint(file, at)[0]
        width, length = _vint(file, at)
        if length == 2 ** (7 * width) - 1:
            return Extent(size)
        at += width + length
    return Extent(at)


def _vint(file: BinaryIO, at: int) -> tuple[int, int]:
    """EBML's number: its width in bytes, its value without the width's mark."""
    first = _read(file, at, 1)[0]
    width = 9 - first.bit_length()
    value = int.from_bytes(_read(file, at, width)) & (2 ** (7 * width) - 1)
    return width, value


def _riff(file: BinaryIO, size: int) -> Extent:
    """RIFF says the end, unless it was written to a pipe; some programs put more chunks after it."""
    length = struct.unpack("<I", _read(file, 4, 4))[0]
    if length in (0, 0xFFFFFFFF):
        return Extent(size)
    at = 8 + length + length % 2
    while at + 8 <= size:
        kind, more = struct.unpack("<4sI", _read(file, at, 8))
        if not re.fullmatch(rb"[a-zA-Z0-9 _]{4}", kind) or at + 8 + more > size:
            break
        at += 8 + more + more % 2
    return Extent(size if at == size + 1 else at)  # the last pad byte is often forgotten


def _ogg(file: BinaryIO, size: int) -> Extent:
    """Pages, one after the other; the last of a whole file says that it is."""
    at, flags = 0, 0
    while at < size and (head := _read(file, at, 27)).startswith(b"OggS"):
        flags = head[5]
        at += 27 + head[26] + sum(_read(file, at + 27, head[26]))
    if not flags & 4:
        raise CutShort
    return Extent(at)


def _mp3(file: BinaryIO, size: int) -> Extent:
    """Frames without a length around them all; the Xing or Info note in the first mostly says how many bytes follow."""
    head = _read(file, 0, 10)
    at = 10 + _id3_length(head[6:10]) if head.startswith(b"ID3") else 0
    note = re.search(rb"(Xing|Info)\x00\x00\x00([\x02\x03\x06\x07\x0a\x0b\x0e\x0f])", _read(file, at, 256))
    if note:
        skip = note.end() + 4 * (note.group(2)[0] & 1)  # the count of frames stands first, where there is one
        if at + int.from_bytes(_read(file, at + skip, 4)) > size + MP3_SLACK:
            raise CutShort
    return Extent(size)


def _id3_length(sevens: bytes) -> int:
    """Four bytes of seven bits."""
    return sum(byte << 7 * (3 - n) for n, byte in enumerate(sevens))


def _flac(_file: BinaryIO, size: int) -> Extent:
    """Frames without a length around them all; the demuxer's count is compared with what the header promises."""
    return Extent(size)


WALKERS: dict[str, Callable[[BinaryIO, int], Extent]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "avif": _boxes,
    "mp4": _boxes,
    "mov": _boxes,
    "m4a": _boxes,
    "webm": _matroska,
    "wav": _riff,
    "ogg": _ogg,
    "mp3": _mp3,
    "flac": _flac,
}


def _read(file: BinaryIO, at: int, count: int) -> bytes:
    file.seek(max(0, at))
    return file.read(count)
