"""Versions of a file beside its player: which there are, what was said of each, and what is still to be checked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from studio.accounts.models import User
from studio.accounts.permissions import member
from studio.library import versions
from studio.library.models import Asset
from studio.library.queries import as_id
from studio.review import actions, carrying, threads
from studio.review.actions import CannotSay, Said
from studio.review.models import Note, Verdict

from .comparing import KINDS, address

CHECKS = "review/checks.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One version in the menu. `take` counts those that share a number, 0 where there is one; `compare` is where it is
    held beside the one that is shown, "" for that one."""

    asset: Asset
    words: list[Verdict]
    take: int
    is_shown: bool
    compare: str

    @property
    def name(self) -> str:
        """`v3`, `v3, take 2`."""
        return f"v{self.asset.version}, take {self.take}" if self.take else f"v{self.asset.version}"


def panel(shown: Asset, viewer: User) -> dict[str, object]:
    """What the viewer needs: the rows of its menu, the newest version where that is another one, what to check."""
    rows = list(_rows(shown, viewer)) if shown.stack else []
    newest = rows[0].asset if rows and rows[0].asset.version > shown.version else None
    return {
        "versions": rows if len(rows) > 1 else [],
        "pill": next((row.name for row in rows if row.is_shown), f"v{shown.version}"),
        "stack": versions.stack_of(shown),
        "newest": newest,
        "checks": carrying.checks(shown, viewer),
    }


def _rows(shown: Asset, viewer: User) -> Iterator[Row]:
    found = list(versions.of(shown, viewer).for_tiles())
    words: dict[UUID, list[Verdict]] = {}
    for each in Verdict.objects.filter(asset__in=found).standing():
        words.setdefault(each.asset_id, []).append(each)
    for each in found:
        takes = [other.pk for other in found if other.version == each.version]
        take = takes.index(each.pk) + 1 if len(takes) > 1 else 0
        is_shown = each.pk == shown.pk
        compare = "" if is_shown or each.kind not in KINDS else address([shown, each])
        yield Row(each, words.get(each.pk, []), take, is_shown, compare)


@member
@require_POST
def check(request: HttpRequest, pk: UUID, note: UUID, verb: str) -> HttpResponse:
    """An answer to "is this fixed?" on a version. Answers with the question as it stands now."""
    seen = Asset.objects.visible_to(request.user)
    on = get_object_or_404(seen.select_related("project"), pk=pk)
    asked = get_object_or_404(Note.objects.visible_to(request.user).select_related("asset", "parent"), pk=note)
    if verb not in ACTS:
        raise Http404(f"A check cannot be asked for {verb}.")
    try:
        ACTS[verb](request, asked, on)
    except CannotSay as fault:
        return _check(request, asked, on, {"wrong": str(fault), "typed": request.POST.get("words", "")}, status=422)
    return _check(request, asked, on) if request.htmx else redirect(on)


def _said(request: HttpRequest) -> Said:
    """The words that came along, by the id that the page gave them: the same words again are the same answer."""
    return Said(id=as_id(request.POST.get("id")) or uuid4(), words=request.POST.get("words", ""))


def _fixed(request: HttpRequest, note: Note, on: Asset) -> None:
    said = _said(request)
    carrying.fixed(request.user, note, on)
    if said.words.strip():
        actions.reply(request.user, note, said, on)


ACTS: Mapping[str, Callable[[HttpRequest, Note, Asset], object]] = {
    "fixed": _fixed,
    "not-yet": lambda request, note, on: carrying.not_yet(request.user, note, on, _said(request)),
}
"""What can be answered, by the word in its address."""


def _check(request: HttpRequest, note: Note, on: Asset, more: Mapping | None = None, status: int = 200) -> HttpResponse:
    [thread] = threads.by_id([str(note.parent_id or note.pk)])
    return render(request, f"{CHECKS}#check", {"check": carrying.Check(thread, on), **(more or {})}, status=status)
