"""What the limited child does with an archive: the only module that reads a stranger's ZIP. Standard library only."""

import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from studio.core.archives import MOST_TIMES, SMALL

Json = dict
PIECE = 1 << 20
LOCKED = 0x1  #: general purpose bit 0 (APPNOTE 4.4.4)
LONGEST_NAME = 1000
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError)


class Refused(ValueError):
    """This file does not come out; the message goes on from its name."""


class Full(ValueError):
    """There is no more room for any."""


def run(request: Json, say: Callable) -> Json:
    """`{"path", "into", "most_files", "most_bytes"}`: says `{"name", "file", "refused"}` of each file, and answers with
    `{}`, or with `{"refused"}` where it is no archive that can be read."""
    try:
        with ZipFile(request["path"]) as archive:
            found = [info for info in archive.infolist() if not info.is_dir()]
            if not found:
                return {"refused": "holds no files. Choose another."}
            _take_out(archive, found, request, say)
    except (*BROKEN, NotImplementedError, UnicodeError):
        return {"refused": "is damaged and cannot be unpacked. Pack it again, or drop the folder itself."}
    return {}


def _take_out(archive: ZipFile, found: list[ZipInfo], request: Json, say: Callable) -> None:
    into, room = Path(request["into"]), Room(request["most_bytes"], Path(request["into"]))
    for number, info in enumerate(found[: request["most_files"]], 1):
        target = into / f"{number:05}"
        try:
            name = _checked(info)
            _copy(archive, info, target, room)
            say({"name": name, "file": target.name, "refused": ""})
        except (Refused, Full) as refusal:
            target.unlink(missing_ok=True)
            say({"name": _shown(info), "file": None, "refused": str(refusal)})
        except NotImplementedError:
            say({"name": _shown(info), "file": None, "refused": "is packed in a way that is not known here."})
        except BROKEN:
            target.unlink(missing_ok=True)
            say({"name": _shown(info), "file": None, "refused": "is damaged inside the archive."})
    _say_of_the_rest(found[request["most_files"] :], request["most_files"], say)


def _say_of_the_rest(rest: list[ZipInfo], most: int, say: Callable) -> None:
    """The first is named and the others counted: an archive may have a hundred thousand."""
    if rest:
        others = f", and {len(rest) - 1:,} more after it" if rest[1:] else ""
        words = f"was left out{others}: {most:,} files are taken of one archive."
        say({"name": _shown(rest[0]), "file": None, "refused": words})


class Room:
    """How many bytes may still come out: of those that are allowed, and of the disk's, but for a tenth of it."""

    def __init__(self, most: int, folder: Path) -> None:
        disk = shutil.disk_usage(folder)
        self.left = min(most, disk.free - disk.total // 10)

    def use(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Full("was left out: all files of the archive together are larger than is allowed.")


def _checked(info: ZipInfo) -> str:
    """The name, with `/` between folders. Raises Refused for what is no plain file of a plain name."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & LOCKED:
        raise Refused("is locked with a password. Unlock the archive, and drop the files.")
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise Refused("is no file but a link or a device. Put the file itself into the archive.")
    if name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts:
        raise Refused("has a name that leads out of the archive, as no honest archive has it.")
    if len(name) > LONGEST_NAME:
        raise Refused("has a name that is too long.")
    return name


def _shown(info: ZipInfo) -> str:
    return info.filename.replace("\\", "/")[:LONGEST_NAME].encode("utf-8", "replace").decode()


def _copy(archive: ZipFile, info: ZipInfo, target: Path, room: Room) -> None:
    most = max(SMALL, info.compress_size * MOST_TIMES)
    if info.file_size > most:
        raise Refused(f"would come out more than {MOST_TIMES} times as large as it is packed: media never does.")
    with archive.open(info) as source, target.open("wb") as file:
        for piece in _pieces(source):
            room.use(len(piece))
            file.write(piece)
    os.chmod(target, 0o600)


def _pieces(source: object) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece
