"""Where a fact comes from. Every route, price and note names its source; nothing in the catalog is without one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A document, the place in it, and the date (`YYYY-MM` or `YYYY-MM-DD`) at which it was read if known."""

    document: str
    place: str = ""
    as_of: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.place, self.as_of) if part)


def _lines(first: int, last: int | None) -> str:
    return f"line {first}" if last is None else f"lines {first}-{last}"


def runware(first: int, last: int | None = None) -> Source:
    """A place in the page "KlingAI provider" of Runware's documentation."""
    return Source("Runware: KlingAI provider", _lines(first, last))


def runware_pages(place: str) -> Source:
    """Runware's public model pages and API reference, as read in November 2026."""
    return Source("Runware: model pages", place, "2026-11")


def kling_map(first: int, last: int | None = None) -> Source:
    """A place in Kling's own capability map."""
    return Source("Kling AI: capabilities map", _lines(first, last))


def scenario(first: int, last: int | None = None) -> Source:
    """A place in Scenario's "Kling essentials"."""
    return Source("Scenario: Kling essentials", _lines(first, last))


def fal(first: int, last: int | None = None) -> Source:
    """A place in fal's page of Kling 1.6 Pro."""
    return Source("fal: Kling 1.6 Pro", _lines(first, last))


HERE = Source("Dailies", "drawn on this machine")


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing about a route, most often two sources that disagree and what we do about it."""

    topic: str
    decision: str
    sources: tuple[Source, ...]

    def __str__(self) -> str:
        return f"{self.topic}: {self.decision} ({'; '.join(map(str, self.sources))})"
