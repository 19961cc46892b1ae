"""What long tables share: lists to choose from, the place to go on from, and the same rows as a CSV."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from studio.core import spreadsheets

YEARS = range(2000, 2100)

Options = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from: the name of its field, its label, and (value, label, chosen) of each; first everything."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


def choices(lists: Iterable[tuple[str, str, str, Options]], chosen: dict[str, str]) -> list[Choice]:
    """Of (field, label, the words for everything, options), those in which there is something to choose."""
    found = [(name, label, [("", every), *options]) for name, label, every, options in lists]
    return [
        Choice(name, label, [(value, words, value == chosen.get(name, "")) for value, words in options])
        for name, label, options in found
        if len(options) > 1
    ]


def day(text: str) -> date | None:
    """`2026-11-20` as a day; None for what is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS and found.isoformat() == text else None


# The place in a table that is ordered by a moment, the newest first


def place(moment: datetime, pk: UUID) -> str:
    """As an address has it."""
    return f"{moment.isoformat()},{pk}"


def after(text: str) -> tuple[datetime, UUID] | None:
    """The way back, in UTC; None for what is no place, and for a moment that lies outside of the calendar there."""
    moment, _, pk = text.partition(",")
    try:
        at = datetime.fromisoformat(moment)
        return (at.astimezone(UTC), UUID(pk)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


# As a CSV


def as_csv(name: str, head: Iterable[str], parts: Iterator[list], cells: Callable) -> StreamingHttpResponse:
    """A file of that name, streamed; `parts` are some hundred rows at a time, `cells` what one row says."""
    answer = StreamingHttpResponse(_written(head, parts, cells), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


async def _written(head: Iterable[str], parts: Iterator[list], cells: Callable) -> AsyncIterator[str]:
    yield spreadsheets.text([head])
    while part := await sync_to_async(next)(parts, None):
        yield spreadsheets.text(map(cells, part))
