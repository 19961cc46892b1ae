"""Files that no door opens for, one of each kind; tests/core has all of them."""

from pathlib import Path

from tests.core import making


def _half(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def _glued(path: Path, rest: bytes) -> Path:
    path.write_bytes(path.read_bytes() + rest)
    return path


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


REFUSED = {  # what -> (how it is made, what the sentence says)
    "zero bytes": (lambda at: _written(at / "a.jpg", b""), "“a.jpg” is empty"),
    "truncated picture": (lambda at: _half(making.picture(at)), "cut short"),
    "truncated film": (lambda at: _half(making.film(at)), "cut short"),
    "truncated sound": (lambda at: _half(making.sound(at)), "cut short"),
    "renamed": (lambda at: making.picture(at, "jpeg", "cat.png"), "“cat.png” holds a JPEG picture"),
    "polyglot": (lambda at: _glued(making.picture(at), making.archive()), "a ZIP archive"),
    "bomb": (lambda at: _written(at / "a.png", making.png_that_says(60_000, 60_000)), "60,000 x 60,000 pixels"),
    "not media": (lambda at: _written(at / "notes.txt", b"To do: buy milk"), "“notes.txt”"),
}
