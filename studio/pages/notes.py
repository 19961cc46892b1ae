"""Notes on a file, and verdicts: the panel beside the player. Threads come by the socket too (live/fragments.py)."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from studio.accounts.models import User
from studio.accounts.permissions import member
from studio.library.models import Asset
from studio.review import actions, mentions, threads
from studio.review.actions import CannotSay, HasNewer, Said
from studio.review.models import MOST_WORDS, Note, Verdict, Word
from studio.review.shapes import CannotDraw, Drawn, parse

from . import drawing

PANEL = "review/notes.html"


class NoteForm(forms.Form):
    """A note being written. Frames are counted from 0, the last one included; without a first it is about all of it."""

    id = forms.UUIDField()
    words = forms.CharField(max_length=MOST_WORDS, required=False, strip=True)
    frame = forms.IntegerField(min_value=0, required=False)
    to = forms.IntegerField(min_value=0, required=False)
    is_internal = forms.BooleanField(required=False)
    drawings = forms.CharField(required=False)

    def clean_drawings(self) -> tuple[Drawn, ...]:
        try:
            return parse(self.cleaned_data["drawings"])
        except CannotDraw as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict:
        given = super().clean()
        first, last = given.get("frame"), given.get("to")
        if first is not None and last is not None and last < first:
            self.add_error("to", f"The range ends on frame {last}, before it begins on {first}.")
        if first is None and last is not None:
            self.add_error("frame", f"Say where the range that ends on frame {last} begins.")
        return given

    def said(self) -> Said:
        """Raises CannotSay with the first fault."""
        if not self.is_valid():
            raise CannotSay(str(next(iter(self.errors.values()))[0]))
        given = self.cleaned_data
        first, last = given["frame"], given["to"]
        frames = 1 if first is None or last is None else last - first + 1
        about = {name: given[name] for name in ("id", "words", "is_internal", "drawings")}
        return Said(frame=first, frames=frames, **about)


def panel(asset: Asset, viewer: User) -> dict[str, object]:
    """What the page beside the player needs."""
    return {
        "threads": partial(threads.of, asset, viewer),  # a template that does not show them does not ask
        "may_speak": actions.may_speak(viewer, asset),
        "verdicts": Verdict.objects.on(asset).standing(),
        "words_of_verdicts": Word.choices,
        "most_words": MOST_WORDS,
        "people": lambda: json.dumps(mentions.menu(asset)),
        **drawing.panel(),
        "note": {"id": uuid4()},
    }


@member
@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new thread. Answers with it, and with an empty form; a fault keeps what was typed."""
    asset = _asset(request, pk)
    try:
        note = actions.write(request.user, asset, NoteForm(request.POST).said())
    except CannotSay as fault:
        return _form(request, asset, fault)
    return _written(request, note) if request.htmx else _back(note)


def _form(request: HttpRequest, asset: Asset, fault: CannotSay) -> HttpResponse:
    """The form as it was posted, with what is wrong."""
    context = panel(asset, request.user) | {"asset": asset, "wrong": str(fault), "note": request.POST}
    return render(request, f"{PANEL}#form", context, status=422)


def _written(request: HttpRequest, note: Note) -> HttpResponse:
    """A new form and the note's thread: the others are on the page, and the socket brings what is new of them."""
    [thread] = threads.by_id([str(note.pk)])
    context = panel(note.asset, request.user) | {"asset": note.asset, "thread": thread, "request": request}
    return HttpResponse(render_to_string(f"{PANEL}#written", context))


@member
@require_POST
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Something with one note. Answers with its thread."""
    note = get_object_or_404(Note.objects.visible_to(request.user).select_related("asset", "author", "parent"), pk=pk)
    if verb not in ACTS:
        raise Http404(f"A note cannot be asked for {verb}.")
    try:
        ACTS[verb](request, note)
    except CannotSay as fault:
        typed = request.POST.get("words", "") if verb == "reply" else ""
        return _thread(request, note, {"wrong": str(fault), "typed": typed}, status=422)
    return _thread(request, note) if request.htmx else _back(note)


def _reply(request: HttpRequest, note: Note) -> None:
    actions.reply(request.user, note, NoteForm(request.POST).said())


def _change(request: HttpRequest, note: Note) -> None:
    actions.change(request.user, note, request.POST.get("words", ""))


def _assign(request: HttpRequest, note: Note) -> None:
    """To somebody of the team; an empty choice is nobody."""
    pk = request.POST.get("to", "")
    people = User.objects.filter(memberships__team=note.asset.team_id)
    chosen = get_object_or_404(people, pk=int(pk)) if pk.isdecimal() else None
    actions.assign(request.user, note, chosen)


ACTS: Mapping[str, Callable[[HttpRequest, Note], None]] = {
    "reply": _reply,
    "change": _change,
    "assignment": _assign,
    "deletion": lambda request, note: actions.take_back(request.user, note),
    "restoration": lambda request, note: actions.restore(request.user, note),
    "resolution": lambda request, note: actions.resolve(request.user, note),
    "reopening": lambda request, note: actions.reopen(request.user, note),
}
"""What can be done with a note, by the word in its address."""


def _thread(request: HttpRequest, note: Note, more: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    [thread] = threads.by_id([str(note.parent_id or note.pk)])
    return render(request, f"{PANEL}#thread", {"thread": thread} | dict(more or {}), status=status)


@member
@require_POST
def verdict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A word on the file, with a note in the same act where one was written."""
    asset = _asset(request, pk)
    try:
        words = request.POST.get("words", "")
        note = Said(id=uuid4(), words=words) if words.strip() else None
        word, this_one = request.POST.get("word", ""), "this_one" in request.POST
        actions.judge(request.user, asset, word, note, this_one=this_one)
    except HasNewer as asked:
        return _verdicts(request, asset, asked=asked, status=422)
    except CannotSay as fault:
        return _verdicts(request, asset, str(fault), status=422)
    if not request.htmx:
        return redirect(asset)
    return trigger_client_event(_verdicts(request, asset), "judged")


def _verdicts(
    request: HttpRequest, asset: Asset, wrong: str = "", asked: HasNewer | None = None, status: int = 200
) -> HttpResponse:
    context = panel(asset, request.user) | {
        "asset": asset,
        "wrong_verdict": wrong,
        "asked": asked,
        "word": Word(request.POST["word"]) if asked else None,
        "typed": request.POST.get("words", ""),
    }
    if not wrong and not asked:
        context["typed"] = ""
    return render(request, f"{PANEL}#verdicts", context, status=status)


def _asset(request: HttpRequest, pk: UUID) -> Asset:
    return get_object_or_404(Asset.objects.visible_to(request.user), pk=pk)


def _back(note: Note) -> HttpResponse:
    return redirect(f"{note.asset.get_absolute_url()}#note-{note.parent_id or note.pk}")
