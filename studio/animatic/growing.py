"""A file that a child is still writing, for any number of readers, each from its first byte to the end.

Readers sleep until more is told of. The file may lose its name meanwhile: whoever has begun to read it, reads to its
end.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

PIECE_BYTES = 256 * 1024


class Growing:
    """What is known of it. `mime` is empty until there is something to read."""

    def __init__(self) -> None:
        self.mime = ""
        self._path: Path | None = None
        self._bytes = 0
        self._is_over = False
        self._news = asyncio.Event()

    # The writer's side

    def told(self, path: Path, mime: str, size: int) -> None:
        """So many bytes of it are good to be read."""
        self._path, self.mime, self._bytes = path, mime, size
        self._wake()

    def end(self) -> None:
        """No more is coming, whether it is whole or not."""
        self._is_over = True
        self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    # The reader's side

    async def opened(self) -> BinaryIO | None:
        """The file, once there is something in it. None for what is over: then the result is there, or nothing."""
        while not (self.mime or self._is_over):
            await self._news.wait()
        if self._is_over:
            return None
        with suppress(FileNotFoundError):  # over at this very moment
            return await asyncio.to_thread(self._path.open, "rb")
        return None

    async def pieces(self, file: BinaryIO) -> AsyncIterator[bytes]:
        """All of it, as it comes. The file is closed by the one who opened it."""
        at = 0
        while not (self._is_over and at == self._bytes):
            if at == self._bytes:
                await self._news.wait()
            elif piece := await asyncio.to_thread(file.read, min(PIECE_BYTES, self._bytes - at)):
                at += len(piece)
                yield piece
            else:
                return
