"""The page of a share link: player, what is said to everybody, and what a guest may say. No account, no rail."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.permissions import everybody
from studio.core import clock
from studio.library import readable, store
from studio.library.models import Asset, Captions
from studio.review import actions, sharing, threads
from studio.review.actions import CannotSay, Said
from studio.review.models import MOST_WORDS, Guest, Note, Verdict, Word
from studio.review.visitors import Visitor, in_order, is_open, let_in, versions_of

from . import drawing
from .notes import NoteForm
from .shared_door import NotIn, by_address, open_door, told_why_not, visitor

ROOM, NOTES = "shared/room.html", "shared/notes.html"
MOST = 200  #: files that the strip shows
LONGEST_IN_A_MARK = 40  #: characters of a name
WORDS = (Word.APPROVED, Word.CHANGES)  #: what a guest may say of a version
WRITING = "shared_note"  #: of ACCOUNT_RATE_LIMITS


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file with the addresses at which this link's guests find it; "" for what they do not get."""

    asset: Asset
    seen_by: Visitor

    @property
    def stream(self) -> str:
        """What is looked at: of a picture that is not given away, the preview."""
        return self._place("poster" if self.is_preview else store.ORIGINAL)

    @property
    def is_preview(self) -> bool:
        return self.asset.kind == "image" and not self.seen_by.link.may_download

    @property
    def poster(self) -> str:
        return self._place("poster") if "poster" in store.VARIANTS_OF[self.asset.kind] else ""

    @property
    def download(self) -> str:
        link = self.seen_by.link
        return reverse("shared-download", args=[link.pk, self.asset.pk]) if link.may_download else ""

    def _place(self, variant: str) -> str:
        return reverse("shared-media", args=[self.seen_by.link.pk, self.asset.pk, variant])


# The page


@everybody
@require_http_methods(["GET", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The door, or, for who was let in, the file `?file=`, else the first; after its end whom to ask."""
    link = sharing.found(token)
    if link and is_open(link) and request.method == "POST":
        return open_door(request, link)
    try:
        seen_by = visitor(request, link)
    except NotIn:
        return told_why_not(request, link)
    return _room(request, token, seen_by)


def _room(request: HttpRequest, token: str, seen_by: Visitor) -> HttpResponse:
    link, files = seen_by.link, seen_by.files
    strip = list(in_order(link, files).select_related("project").for_tiles()[:MOST])
    wanted = request.GET.get("file", "")
    first = str(strip[0].pk) if strip else ""
    asset = files.with_ids([wanted or first]).first()
    if wanted and asset is None:
        return redirect("shared", token)
    strip_shown = [SharedFile(each, seen_by) for each in strip]
    context = {"token": token, "link": link, "strip": strip_shown, "file": None, "asset": None}
    if asset:
        context |= _about(asset, seen_by) | _said(asset, seen_by)
    return render(request, ROOM, context)


def _about(asset: Asset, seen_by: Visitor) -> dict[str, object]:
    link = seen_by.link
    versions = list(versions_of(asset, seen_by.files)) if link.shows_versions and asset.stack else []
    captions = Captions.objects.filter(asset=asset).first()
    return {
        "file": SharedFile(asset, seen_by),
        "asset": asset,
        "is_there": store.path_of(asset).is_file(),
        "versions": versions if len(versions) > 1 else [],
        "captions": reverse("shared-captions", args=[link.pk, asset.pk]) if captions else "",
        "language": captions.language if captions else "",
        "reading": readable.read(asset.recipe) if link.shows_recipe and asset.recipe else None,
        "mark": _mark(seen_by) if link.has_watermark else "",
    }


def _mark(seen_by: Visitor) -> str:
    """What is drawn over the picture: who looks, when, by which link."""
    words = str(seen_by.guest), f"{clock.now():%-d %b %Y}", seen_by.link.name
    return " · ".join(Truncator(each).chars(LONGEST_IN_A_MARK) for each in words)


def _said(asset: Asset, seen_by: Visitor) -> dict[str, object]:
    """What the notes and the verdict need."""
    return {
        "asset": asset,
        "link": seen_by.link,
        "token": sharing.token_of(seen_by.link),
        "guest": seen_by.guest,
        "threads": threads.gathered(seen_by.notes_on(asset)),
        "verdicts": verdicts_by(seen_by.link.pk, asset),
        "most_words": MOST_WORDS,
        **drawing.panel(),
        "may_speak": seen_by.link.may_comment,
        "note": {"id": uuid4()},
    }


def verdicts_by(link: UUID, asset: Asset) -> Iterator[Verdict]:
    """What the guests of a link say of a file now; the team's own verdicts are its own."""
    return Verdict.objects.on(asset).standing().filter(guest__link=link)


# What guests say


@require_POST
@by_address
def write(request: HttpRequest, token: str, asset: UUID, seen_by: Visitor) -> HttpResponse:
    """A new thread. Answers with an empty form and all threads; a fault keeps what was typed."""
    shown = _file(seen_by, asset)
    try:
        note, seen_by = _keep_note(request, seen_by, lambda guest, said: actions.write(guest, shown, said))
    except CannotSay as fault:
        context = _said(shown, seen_by) | {"wrong": str(fault), "note": request.POST}
        return render(request, f"{NOTES}#form", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not request.htmx:
        return _back(token, note)
    return render(request, f"{NOTES}#written", _said(shown, seen_by))


@require_POST
@by_address
def answer(request: HttpRequest, token: str, pk: UUID, seen_by: Visitor) -> HttpResponse:
    """An answer below a thread. Answers with the thread; who gave no name yet is asked for it there."""
    notes = Note.objects.said().filter(is_internal=False, asset__in=seen_by.files).select_related("asset", "parent")
    note = get_object_or_404(notes, pk=pk)
    try:
        _keep_note(request, seen_by, lambda guest, said: actions.reply(guest, note, said))
    except CannotSay as fault:
        more = {"wrong": str(fault), "typed": request.POST.get("words", ""), "asks_name": seen_by.guest is None}
        return _thread(request, note, more, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _thread(request, note, {}) if request.htmx else _back(token, note)


@require_POST
@by_address
def judge(request: HttpRequest, token: str, asset: UUID, seen_by: Visitor) -> HttpResponse:
    """A guest's word on the file. To approve it they say twice that they mean it."""
    shown = _file(seen_by, asset)
    try:
        seen_by = _keep_word(request, seen_by, shown)
    except CannotSay as fault:
        context = _said(shown, seen_by) | {"wrong_verdict": str(fault), "given": request.POST}
        return render(request, f"{NOTES}#verdicts", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not request.htmx:
        return redirect(f"{reverse('shared', args=[token])}?file={asset}")
    return render(request, f"{NOTES}#verdicts", _said(shown, seen_by))


def _keep_note(request: HttpRequest, seen_by: Visitor, keep) -> tuple[Note, Visitor]:
    """Raises CannotSay, and then nobody was introduced either."""
    if not ratelimit.consume(request, action=WRITING):
        raise CannotSay("That were many notes at once. Wait a minute, and send it again: it is still here.")
    with transaction.atomic():
        guest = _guest(request, seen_by)
        note = keep(guest, NoteForm(_without_what_is_internal(request)).said())
    return note, _known(request, seen_by, guest)


def _keep_word(request: HttpRequest, seen_by: Visitor, asset: Asset) -> Visitor:
    """Raises CannotSay."""
    word, words = request.POST.get("word", ""), request.POST.get("words", "")
    if word not in WORDS:
        raise CannotSay("Approve this version, or ask for changes.")
    if word == Word.APPROVED and "sure" not in request.POST:
        raise CannotSay("Tick that you have looked at all of it, then press Approve again.")
    with transaction.atomic():
        guest = _guest(request, seen_by)
        note = Said(id=uuid4(), words=words) if words.strip() else None
        actions.judge(guest, asset, word, note, this_one=True)  # a guest means what the link shows them
    return _known(request, seen_by, guest)


def _without_what_is_internal(request: HttpRequest) -> dict[str, str]:
    return {name: value for name, value in request.POST.items() if name != "is_internal"}


def _guest(request: HttpRequest, seen_by: Visitor) -> Guest:
    return seen_by.guest or sharing.introduce(seen_by.link, request.POST.get("name", ""))


def _known(request: HttpRequest, seen_by: Visitor, guest: Guest) -> Visitor:
    """From now on their browser goes by that name."""
    if seen_by.guest is None:
        let_in(request.session, seen_by.link, guest)
    return Visitor(seen_by.link, guest, seen_by.until)


def _file(seen_by: Visitor, pk: UUID) -> Asset:
    return get_object_or_404(seen_by.files, pk=pk)


def _thread(request: HttpRequest, note: Note, more: dict[str, object], status: int = HTTPStatus.OK) -> HttpResponse:
    [thread] = threads.by_id([str(note.parent_id or note.pk)])
    return render(request, f"{NOTES}#thread", {"thread": thread} | more, status=status)


def _back(token: str, note: Note) -> HttpResponse:
    return redirect(f"{reverse('shared', args=[token])}?file={note.asset_id}#note-{note.parent_id or note.pk}")
