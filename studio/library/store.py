"""Where the bytes live: MEDIA_ROOT/ab/cd/<sha256><suffix>. The only module that writes there.

A file's name is its content's hash, so a file is written once, never changed, and shared by every asset that holds
the same bytes. What is derived from it (poster, sprite) lies beside it under the same hash.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from studio.core.formats import format_of

if TYPE_CHECKING:
    from .models import Asset

JUST_NOW_S = 3600.0  #: no file is so long on its way from the store to its row
ORIGINAL = "original"
DERIVED = {"poster": ".poster.webp", "sprite": ".sprite.webp"}  #: variant -> suffix
VARIANTS_OF = {"image": ("poster",), "video": ("poster", "sprite"), "audio": (), "file": ()}  #: by kind


def path_of(asset: "Asset", variant: str = ORIGINAL) -> Path:
    """Where a variant ("original", "poster", "sprite") of the asset lies. KeyError for any other word."""
    return place(asset.sha256, format_of(asset.format).suffix if variant == ORIGINAL else DERIVED[variant])


def place(sha256: str, suffix: str) -> Path:
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / f"{sha256}{suffix}"


def put(path: Path, sha256: str, suffix: str) -> Path:
    """Moves a finished file to its place and answers with it; the file at `path` is gone afterwards.

    1. What is already there stays, and counts as new for `remove`: same hash, same bytes.
    2. Otherwise the bytes are flushed to the disk, then the name appears at once (rename), then the folder is flushed:
       after a power cut the file is whole or absent.
    """
    target = place(sha256, suffix)
    if target.exists():
        os.utime(target)
        path.unlink()
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    _flush(path)
    os.replace(path, target)
    _flush(target.parent)
    return target


def remove(sha256: str) -> bool:
    """Removes a content with all that is derived from it, unless some of it was put there just now; whether it did.

    Only for what no row names. Whoever is keeping the same bytes at this moment has put them and has no row yet.
    """
    if not is_at_rest(sha256):
        return False
    files = _files_of(sha256)
    for file in files:
        file.unlink(missing_ok=True)
    return bool(files)


def is_at_rest(sha256: str) -> bool:
    """Whether nothing of this content was put there just now."""
    return not any(time.time() - file.stat().st_mtime < JUST_NOW_S for file in _files_of(sha256))


def _files_of(sha256: str) -> list[Path]:
    return list(place(sha256, "").parent.glob(f"{sha256}.*"))


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder in DATA/incoming for one ingest, on the same disk as the media; removed with all it holds."""
    folder = Path(tempfile.mkdtemp(prefix="keep-", dir=incoming()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def incoming() -> Path:
    """The folder for files that are on their way in; nothing in it outlives the process."""
    folder = Path(settings.DATA) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def clear_incoming(but: Collection[str] = ()) -> int:
    """Removes what a killed process left behind, and says how many entries. Only at start, before anything comes in.

    Entries named in `but` stay: whoever put them there takes care of them.
    """
    left = [entry for entry in incoming().iterdir() if entry.name not in but]
    for entry in left:
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    return len(left)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
