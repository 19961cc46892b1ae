"""Notes as a table for spreadsheets and as Markdown for everybody else."""

import re
from collections.abc import Iterable, Iterator

from studio.core import spreadsheets
from studio.review.threads import Thread, where

HEAD = ("clip", "from", "to", "timecode", "by", "note", "answers", "for", "state", "written_at")


def table(threads: Iterable[Thread]) -> str:
    """CSV with a head."""
    return spreadsheets.text([HEAD, *rows(threads)])


def rows(threads: Iterable[Thread]) -> Iterator[tuple[object, ...]]:
    """One for each thread: frames from 0, the last one included; empty where it is about all of the file."""
    for each in threads:
        first = each.first
        frames = ("", "") if first.frame is None else (first.frame, first.last)
        answers = " / ".join(f"{reply.writer}: {reply.words}" for reply in each.replies)
        state = f"resolved by {first.resolved_by}" if first.resolved_at else "open"
        when = first.created_at.isoformat(timespec="seconds")
        yield (
            first.asset.title,
            *frames,
            each.where,
            first.writer,
            first.words,
            answers,
            first.assignee or "",
            state,
            when,
        )


def markdown(title: str, threads: Iterable[Thread]) -> str:
    """A heading for each clip, and a task for each thread: checked where it is resolved."""
    lines, clip = [f"# {_plain(title)}", ""], None
    for each in threads:
        first = each.first
        if first.asset_id != clip:
            clip = first.asset_id
            lines += ["" if lines[-1] else None, f"## {_plain(first.asset.title)}", ""]
        lines.append(f"- [{'x' if first.resolved_at else ' '}] {_line(each)}")
        lines += [f"  - **{_plain(str(reply.writer))}** {_plain(reply.words)}" for reply in each.replies]
    return "\n".join(line for line in lines if line is not None) + "\n"


def _line(thread: Thread) -> str:
    first = thread.first
    code = where(first.asset, first.frame, first.frames)
    return f"{f'`{code}` ' if code else ''}**{_plain(str(first.writer))}** {_plain(first.words)}"


def _plain(text: str) -> str:
    """In one line, with what Markdown would take for its own escaped."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))
