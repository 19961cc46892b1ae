"""What the guests of share links hear: client-visible threads, rendered once for all of them, and their own verdicts.

Each link has a group of its own. What is told to it is asked of the link at that moment: who may not see a file any
more hears nothing of it.
"""

from collections.abc import Iterator

from django.template.loader import render_to_string

from studio.library.models import Asset
from studio.review import threads
from studio.review.models import Note, ShareLink, Verdict
from studio.review.visitors import Visitor, links_showing

from .messages import share_group

THREAD, VERDICTS, ENDED = "shared/notes.html#thread", "shared/notes.html#standing", "shared/ended.html#instead"
MOST = 100  #: threads for a page that comes back

Told = list[tuple[str, str]]


def told_of_notes(pks: list[str]) -> Told:
    """(group, html): each thread that is not internal, for every link that shows its file."""
    return list(_of_notes(pks))


def _of_notes(pks: list[str]) -> Iterator[tuple[str, str]]:
    notes = Note.objects.filter(pk__in=pks, is_internal=False).select_related("asset")
    links = {asset: links_showing(asset) for asset in {note.asset for note in notes}}
    for thread in threads.by_id([str(note.pk) for note in notes if links[note.asset]]):
        html = _thread(thread)
        yield from ((share_group(link.pk), html) for link in links[thread.first.asset])


def told_of_verdicts(pks: list[str]) -> Told:
    """(group, html): what the guests of each link say of these files; the team's own verdicts are its own."""
    assets = Asset.objects.filter(pk__in=pks).select_related("project")
    judged = set(Verdict.objects.filter(asset__in=pks, guest__isnull=False).values_list("guest__link", "asset"))
    shown = ((asset, link) for asset in assets for link in links_showing(asset) if (link.pk, asset.pk) in judged)
    return [(share_group(link.pk), _standing(asset, link)) for asset, link in shown]


def current(visitor: Visitor, since) -> str:
    """What a page that comes back has missed."""
    news = Note.objects.threads().filter(asset__in=visitor.files, is_internal=False, changed_at__gte=since)
    shown = threads.by_id(list(news.values_list("pk", flat=True)[:MOST]))
    judged = visitor.files.filter(verdicts__created_at__gte=since, verdicts__guest__link=visitor.link).distinct()
    return "".join([*map(_thread, shown), *(_standing(asset, visitor.link) for asset in judged)])


def ended(link: ShareLink) -> str:
    """The page of a link that has ended, in place of what was there."""
    return render_to_string(ENDED, {"link": link})


def _thread(thread: threads.Thread) -> str:
    return render_to_string(THREAD, {"thread": thread, "oob": True})


def _standing(asset: Asset, link: ShareLink) -> str:
    verdicts = Verdict.objects.on(asset).standing().filter(guest__link=link)
    return render_to_string(VERDICTS, {"asset": asset, "verdicts": verdicts, "oob": True})
