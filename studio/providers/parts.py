"""A file that is stored in parts, because it is too large for one request: what is sent for it, and what comes back.

1. Part n is put to `<address>/n`; the answer names its tag, in the body or as the header ETag.
2. The list of all tags is posted to `<address>/complete`: only then is there a file, and it is whole.

A part that is put twice is there once. fal's storage works so (fal.md, line 34); its announcement names the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from studio.providers import storage
from studio.providers.base import Provider
from studio.providers.errors import BadAnswer, NotSent

Tag = Mapping[str, object]
"""`{"partNumber": n, "etag": text}`"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parted:
    """One file on its way: `size` bytes at `path`, `each` of them in a part, the last part being the rest."""

    url: str
    headers: Mapping[str, str]
    path: Path
    size: int
    each: int

    @property
    def numbers(self) -> range:
        """The parts, counted from 1."""
        return range(1, -(-self.size // self.each) + 1)

    def read(self, number: int) -> bytes:
        """The bytes of one part. Blocks: call it in a thread. Raises NotSent where the file is not what it was."""
        start = (number - 1) * self.each
        try:
            with self.path.open("rb") as file:
                file.seek(start)
                content = file.read(self.each)
        except OSError as error:
            raise NotSent(f"An input file could not be read from our storage ({error.strerror}).") from error
        if len(content) < min(self.each, self.size - start):
            raise NotSent("An input file became shorter while it was sent.")
        return content

    def part(self, number: int, content: bytes) -> httpx.Request:
        """Put one part."""
        return httpx.Request("PUT", self._below(str(number)), headers=dict(self.headers), content=content)

    def complete(self, tags: list[Tag]) -> httpx.Request:
        """Say that these are all."""
        return httpx.Request("POST", self._below("complete"), json={"parts": tags})

    def _below(self, word: str) -> str:
        """The address with one more word in its path; what is signed behind the `?` stays."""
        path, mark, query = self.url.partition("?")
        return f"{path}/{word}{mark}{query}"


Sendable = httpx.Request | Parted


def tag_of(provider: Provider, number: int, response: httpx.Response) -> Tag:
    """The tag of a part that is there. Raises as `storage.stored` does, and BadAnswer where none is named."""
    storage.stored(provider, response)
    told = response.json() if "json" in response.headers.get("content-type", "") else {}
    etag = told.get("etag") or response.headers.get("etag")
    if not etag:
        raise BadAnswer(f"{provider.name}'s storage took a part of the file without a tag.", provider=provider.slug)
    return {"partNumber": number, "etag": etag}
