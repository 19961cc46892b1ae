"""A recipe inside a picture file, put in between its own bytes without touching a pixel. Standard library only.

PNG: an iTXt chunk "dailies", compressed. JPEG and GIF: a comment. WebP: an XMP chunk.
A recipe is recognised by its first key, so that a photographer's own comment is never taken for one.
"""

import json
import re
import struct
import zlib
from collections.abc import Callable
from html import escape, unescape

KEYWORD = b"dailies"
JPEG_MOST = 65_533  # bytes that one segment can hold
GIF_BLOCK = 255
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dailies="https://dailies.invalid/ns/1.0/"><dailies:recipe>{}</dailies:recipe>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


class TooLong(ValueError):
    """The recipe does not fit where this format would keep it."""


def plain(recipe_json: str) -> str:
    """The same JSON in ASCII without `<`, so that no byte of it can be taken for a tag or for another encoding."""
    return json.dumps(json.loads(recipe_json), separators=(",", ":")).replace("<", "\\u003c")


def recognise(text: str | None) -> str | None:
    """The text if it is a recipe's JSON, else None."""
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return text if isinstance(found, dict) and {"model", "task", "values"} <= found.keys() else None


# Putting in


def put_png(data: bytes, recipe: str) -> bytes:
    """Before IEND, the last 12 bytes."""
    body = KEYWORD + b"\0\1\0\0\0" + zlib.compress(recipe.encode(), 9)
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body
    end = data.rindex(b"IEND") - 4
    return data[:end] + chunk + struct.pack(">I", zlib.crc32(chunk[4:])) + data[end:]


def put_jpeg(data: bytes, recipe: str) -> bytes:
    """A comment after the APP segments that begin the file."""
    text = recipe.encode()
    if len(text) > JPEG_MOST:
        raise TooLong
    at = 2
    while data[at] == 0xFF and 0xE0 <= data[at + 1] <= 0xEF:
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return data[:at] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + data[at:]


def put_gif(data: bytes, recipe: str) -> bytes:
    """A comment extension before the trailer, in blocks of at most 255 bytes."""
    text, end = recipe.encode(), data.rindex(b"\x3b")
    blocks = (text[at : at + GIF_BLOCK] for at in range(0, len(text), GIF_BLOCK))
    return data[:end] + b"\x21\xfe" + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0" + data[end:]


def put_webp(data: bytes, recipe: str, size: tuple[int, int]) -> bytes:
    """An XMP chunk at the end; a simple file first becomes an extended one. `size` in pixels."""
    body = data[12:]
    if not body.startswith(b"VP8X"):
        has_alpha = body.startswith(b"VP8L") and body[12] & 0x10
        sides = b"".join((side - 1).to_bytes(3, "little") for side in size)
        body = b"VP8X" + struct.pack("<I", 10) + bytes([0x10 if has_alpha else 0, 0, 0, 0]) + sides + body
    body = body[:8] + bytes([body[8] | 0x04]) + body[9:]
    text = XMP.format(escape(recipe, quote=False)).encode()
    body += b"XMP " + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


# Reading back


def read_png(data: bytes) -> str | None:
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(KEYWORD + b"\0\1\0\0\0"):
            return zlib.decompressobj().decompress(body[len(KEYWORD) + 5 :], MOST_TEXT).decode()
        at += 12 + length
    return None


MOST_TEXT = 1_000_000  # bytes of a recipe; more would be a bomb


def read_jpeg(data: bytes) -> str | None:
    at = 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        length = struct.unpack_from(">H", data, at + 2)[0]
        if data[at + 1] == 0xFE and (found := recognise(data[at + 4 : at + 2 + length].decode(errors="replace"))):
            return found
        at += 2 + length
    return None


def read_gif(data: bytes) -> str | None:
    """The last comment extension: ours stands before the trailer."""
    at = data.rfind(b"\x21\xfe")
    if at < 0:
        return None
    text, at = b"", at + 2
    while data[at]:
        text += data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
    return text.decode(errors="replace")


def read_webp(data: bytes) -> str | None:
    found = re.search(rb"<dailies:recipe>(.*?)</dailies:recipe>", data, re.DOTALL)
    return unescape(found.group(1).decode()) if found else None


PUT: dict[str, Callable[..., bytes]] = {"png": put_png, "jpeg": put_jpeg, "gif": put_gif, "webp": put_webp}
READ: dict[str, Callable[[bytes], str | None]] = {
    "png": read_png,
    "jpeg": read_jpeg,
    "gif": read_gif,
    "webp": read_webp,
}
