"""Files that are not taken: each is refused in a sentence, and leaves nothing behind."""

import struct
from pathlib import Path

import pytest
from PIL import Image

from studio.core import media
from studio.core.media import BadMedia
from tests.core import inside, making


def _named(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def _glued(path: Path, data: bytes) -> Path:
    path.write_bytes(path.read_bytes() + data)
    return path


def _half(path: Path, part: float = 0.5) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * part)])
    return path


def _scratched(path: Path, start: int) -> Path:
    """The same length, but what follows byte `start` makes no sense until shortly before the end."""
    data = path.read_bytes()
    path.write_bytes(data[:start] + b"\x55" * (len(data) - start - 16) + data[-16:])
    return path


def _archive_in_a_comment(folder: Path) -> Path:
    """A ZIP reader looks from the end, and finds it in a comment too."""
    return _named(folder, "a.jpg", making.jpeg_with_comment(making.archive()))


EMPTY = {"empty": (lambda at: _named(at, "a.jpg", b""), "“a.jpg” is empty")}

NOT_ALLOWED = {
    "archive": (lambda at: _named(at, "a.zip", making.archive()), "holds a ZIP archive"),
    "text": (lambda at: _named(at, "notes.txt", b"To do: buy milk"), "holds plain text"),
    "drawing": (lambda at: _named(at, "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG drawing"),
    "page called jpg": (lambda at: _named(at, "a.jpg", b"<!DOCTYPE html><script>alert(1)</script>"), "web page"),
    "playlist called mp4": (lambda at: _named(at, "a.mp4", b"#EXTM3U\nfile:///etc/passwd"), "plain text"),
    "document": (lambda at: _named(at, "a.pdf", b"%PDF-1.7\n"), "a PDF document"),
    "heic": (lambda at: _named(at, "a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "a HEIC picture"),
    "matroska": (lambda at: _named(at, "a.mkv", b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska"), "Matroska"),
    "noise": (lambda at: _named(at, "a.png", bytes(range(256))), "something unknown"),
}

RENAMED = {
    "jpeg called png": (lambda at: making.picture(at, "jpeg", "cat.png"), "“cat.png” holds a JPEG picture.*“cat.jpg”"),
    "png called mp4": (lambda at: making.picture(at, "png", "cat.mp4"), "holds a PNG picture"),
    "film called jpg": (lambda at: making.film(at).rename(at / "cat.jpg"), "holds an MP4 video"),
    "webp called exe": (lambda at: making.picture(at, "webp", "cat.exe"), "holds a WebP picture"),
    "sound called mp3": (lambda at: making.sound(at, "wav", name="cat.mp3"), "holds WAV sound"),
}

CUT_SHORT = {
    **{
        f"half {format}": (lambda at, f=format: _half(making.picture(at, f)), "cut short") for format in making.PICTURES
    },
    **{f"half {format}": (lambda at, f=format: _half(making.film(at, f)), "cut short") for format in making.FILMS},
    **{
        f"half {format}": (lambda at, f=format: _half(making.sound(at, f, seconds=4)), "cut short")
        for format in making.SOUNDS
    },
    "three bytes missing": (lambda at: _half(making.picture(at, "png"), 0.995), "cut short"),
    "half a header": (lambda at: _named(at, "a.gif", b"GIF89a\x01"), "cut short"),
}

SECOND_FILE = {
    "gif and archive": (lambda at: _glued(making.picture(at, "gif"), making.archive()), "a ZIP archive"),
    "jpeg and archive": (lambda at: _glued(making.picture(at), making.archive()), "a ZIP archive"),
    "film and archive": (lambda at: _glued(making.film(at), making.archive()), "a ZIP archive"),
    "sound and archive": (lambda at: _glued(making.sound(at, "mp3"), making.archive()), "a ZIP archive"),
    "archive in a comment": (_archive_in_a_comment, "a ZIP archive"),
    "page in a comment": (
        lambda at: _named(at, "a.jpg", making.jpeg_with_comment(b"--><script>alert(1)</script>")),
        "a web page",
    ),
    "png and script": (lambda at: _glued(making.picture(at, "png"), b"<?php evil();"), "a web page or script"),
    "webp and document": (lambda at: _glued(making.picture(at, "webp"), b"%PDF-1.4 and so on"), "a PDF document"),
    "two pngs": (
        lambda at: _glued(making.picture(at, "png"), making.picture(at, "png", "b").read_bytes()),
        "a PNG picture",
    ),
    "unknown rest": (lambda at: _glued(making.picture(at, "png"), b"\x07\x08 what is this?"), "16 bytes after the end"),
}

DAMAGED = {
    "jpeg": (lambda at: _named(at, "a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9"), "damaged"),
    "png": (lambda at: _scratched(making.picture(at, "png"), 50), "damaged|cut short"),
    "webp": (lambda at: _scratched(making.picture(at, "webp"), 20), "damaged"),
    "avif": (lambda at: _scratched(making.picture(at, "avif"), 40), "damaged|cut short"),
    "film": (lambda at: _scratched(making.film(at), 40), "damaged|cut short"),
}

TOO_MUCH = {
    "bomb": (lambda at: _named(at, "a.png", making.png_that_says(60_000, 60_000)), "60,000 x 60,000 pixels"),
    "long side": (lambda at: making.picture(at, "png", width=20_000, height=2), "20,000 x 2 pixels; up to 16,384"),
    "one pixel": (lambda at: making.picture(at, "png", width=1, height=1), "1 x 1 pixels"),
    "ten hours": (lambda at: making.long_sound(at, 10), "“night.mp3” lasts more than .* up to 1 hour"),
}

WRONG_TRACKS = {
    "m4a called mp4": (lambda at: making.sound(at, "m4a", name="a.mp4"), "M4A sound"),
    "mp4 of sound": (lambda at: making.sound(at, "m4a", name="a.mp4", muxer="mp4"), "without a picture track"),
    "mov of sound": (lambda at: making.sound(at, "m4a", name="a.mov", muxer="mov"), "without a picture track"),
    "webm of sound": (lambda at: making.sound(at, "ogg", name="a.webm", muxer="webm"), "without a picture track"),
    "wav of nothing": (lambda at: making.silent_wav(at), "without a length"),
}

TABLE = EMPTY | NOT_ALLOWED | RENAMED | CUT_SHORT | SECOND_FILE | DAMAGED | TOO_MUCH | WRONG_TRACKS


@pytest.mark.parametrize(("make", "sentence"), TABLE.values(), ids=TABLE)
def test_it_is_refused_in_a_sentence(make, sentence, tmp_path):
    path = make(tmp_path)

    with pytest.raises(BadMedia, match=sentence) as refused:
        inside.act("probe", path)

    assert str(refused.value).startswith(f"“{path.name}” ")
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("key", ["empty", "jpeg and archive", "film and archive", "bomb", "ten hours"])
async def test_what_is_refused_leaves_nothing_behind(key, tmp_path):
    make, sentence = TABLE[key]
    path = make(tmp_path)
    before = set(tmp_path.rglob("*"))

    with pytest.raises(BadMedia, match=sentence):
        await media.examine(path, path.name, tmp_path)

    assert set(tmp_path.rglob("*")) == before


def test_a_duration_that_is_no_number_does_not_matter_for_the_packets_tell(tmp_path):
    path = making.webm_that_lasts(making.film(tmp_path, "webm"), float("nan"))

    assert inside.probe(path).duration_s == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("name", ["blob", "image", "PICTURE.JPG", "a.b.jpeg", "Shot at 10.15.30", "v2. final cut"])
def test_a_name_that_contradicts_nothing_is_taken(name, tmp_path):
    assert inside.probe(making.picture(tmp_path, name=name)).format == "jpeg"


def test_mp4_and_mov_may_be_called_either_way(tmp_path):
    assert inside.probe(making.film(tmp_path, "mov").rename(tmp_path / "a.mp4")).format == "mov"
    assert inside.probe(making.film(tmp_path, "mp4").rename(tmp_path / "a.mov")).format == "mp4"


@pytest.mark.parametrize(
    "trailer",
    [
        bytes(1000),
        b"\r\n",
        b"\0\0\0\x18ftypmp42 and a short film",
        making.jpeg_with_comment(b"the second picture"),
        struct.pack("<H", 7) + b"notes of the phone" + b"SEFT",
    ],
    ids=["padding", "line end", "motion photo", "second picture", "phone's notes"],
)
def test_what_phones_append_to_a_jpeg_is_no_second_file(trailer, tmp_path):
    assert inside.probe(_glued(making.picture(tmp_path), trailer)).format == "jpeg"


async def test_a_file_that_needs_too_much_memory_is_refused_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(media, "LIMITS", media.limits.Limits(memory_mb=200))
    path = tmp_path / "wide.png"
    Image.new("RGB", (8000, 8000)).save(path, compress_level=1)

    with pytest.raises(BadMedia, match="needs more memory to read than is allowed"):
        await media.probe(path, path.name)
