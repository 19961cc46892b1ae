"""The film a second time while it is drawn: fragments of a quarter second, which a browser plays as they come.

The packets are those of the film itself, so nothing is encoded twice. A fragment is whole in the file when `say` tells
of it.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Self

import av

NAME = "stream.mp4"
FRAGMENTS = {
    "movflags": "frag_keyframe+empty_moov+default_base_moof+skip_trailer",
    "frag_duration": "250000",  # microseconds; shorter, and the first is there sooner, but all have more overhead
    "fflags": "+bitexact",
}
SPS = b"\x00\x00\x01\x67"  # what a sequence parameter set begins with; then its profile, constraints and level
AAC_LC = "mp4a.40.2"

Mux = Callable[[Iterable[av.Packet]], None]
Say = Callable[[dict], None]


class Stream(AbstractContextManager):
    """One growing file. Says `{"stream": {"name", "mime", "bytes"}}` after each fragment."""

    def __init__(self, folder: Path, say: Say) -> None:
        self._path = folder / NAME
        self._file: BinaryIO | None = None
        self._out: av.container.OutputContainer | None = None
        self._say, self._mime, self._told = say, "", 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        """Ends the last fragment, unless drawing has failed. What was refused at once has left no file."""
        if self._out and not any(failure):
            self._out.close()
            self._tell()
        if self._file:
            self._file.close()

    def beside(self, film: av.container.OutputContainer) -> Mux:
        """Puts packets into the film and into this file. The first ones open both."""

        def mux(packets: Iterable[av.Packet]) -> None:
            packets = list(packets)
            film.mux(packets)
            if packets and self._out is None:
                self._open(film)
            if packets:
                self._out.mux(packets)
                self._tell()

        return mux

    def _open(self, film: av.container.OutputContainer) -> None:
        """The same streams in the same order: a packet's index means the same in both."""
        self._file = self._path.open("wb", buffering=0)
        self._out = av.open(self._file, "w", format="mp4", options=FRAGMENTS)
        for each in film.streams:
            self._out.add_stream_from_template(each)
        self._mime = mime(film)

    def _tell(self) -> None:
        size = self._file.tell()
        if size > self._told:
            self._told = size
            self._say({"stream": {"name": NAME, "mime": self._mime, "bytes": size}})


def mime(film: av.container.OutputContainer) -> str:
    """`video/mp4; codecs="avc1.640028, mp4a.40.2"` (RFC 6381): what a browser wants to know beforehand."""
    extra = film.streams.video[0].codec_context.extradata
    at = extra.index(SPS) + len(SPS)
    codecs = [f"avc1.{extra[at : at + 3].hex()}", *(AAC_LC for _ in film.streams.audio)]
    return f'video/mp4; codecs="{", ".join(codecs)}"'
