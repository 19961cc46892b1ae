"""Review: what waits for me, the lists of the team, and one list with what it becomes for editors."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.library.acts import BadAct
from studio.library.queries import as_id
from studio.review import lists
from studio.review.actions import CannotSay, is_speaker
from studio.review.going_out import KINDS, MOST_HANDLES, CannotCut, Wanted
from studio.review.models import ReviewList, Verdict
from studio.review.walking import Walk

from .acts import chosen
from .for_me import for_me

SHOWN = 60  #: files that wait, and lists, on the first page
PAGE, LIST = "review/page.html", "review/list.html"
DROPS = {"": None, "yes": True, "no": False}


@member
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """What this person has not decided about, and the team's lists."""
    team = team_of(request)
    waiting = lists.waiting_for(request.user, team)
    found = ReviewList.objects.of_team(team).select_related("made_by").newest_first()[:SHOWN]
    context = {
        "waiting": waiting.for_tiles()[:SHOWN],
        "count": waiting.count(),
        "lists": [(each, lists.progress(each, request.user)) for each in found],
        "may_speak": is_speaker(request.user, team.pk),
        "todays": lists.todays(request.user, team, project_of(request)).count(),
        **for_me(request.user, team, request.GET.get("for", "")),
    }
    return render(request, PAGE, context)


@member
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """A new list: of the files `ids`, or `of` what was made today or waits for me."""
    team, project = team_of(request), project_of(request)
    try:
        files = _files(request)
        name = request.POST.get("name", "").strip() or f"Dailies of {timezone.localdate():%-d %B %Y}"
        made = lists.build(request.user, team, name, files(request.user, team, project))
    except (CannotSay, BadAct) as fault:
        messages.error(request, str(fault))
        return redirect("review")
    return redirect(made)


def _files(request: HttpRequest) -> Callable:
    """The ids of what is to be on it, given who asks where. Raises CannotSay."""
    if "ids" in request.POST or "query" in request.POST:
        assets, _ = chosen(request)
        return lambda *where: assets.oldest_first().values_list("pk", flat=True)
    source = lists.FROM.get(request.POST.get("of", ""))
    if source is None:
        raise CannotSay("Choose files in the library, or make a list of today’s work or of what waits for you.")
    return lambda *where: source(*where).values_list("pk", flat=True)


@member
@require_GET
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A list."""
    return _page(request, _list(request, pk))


@member
@require_GET
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many of its files this person has decided about, beside the player."""
    return render(request, "review/progress.html", {"listing": Walk(_list(request, pk), request.user)})


def _page(request: HttpRequest, made: ReviewList, status: int = 200, **more: object) -> HttpResponse:
    files = list(lists.files_of(made, request.user).select_related("owner").for_tiles())
    words: dict[UUID, list[Verdict]] = {}
    for each in Verdict.objects.filter(asset__in=files).standing():
        words.setdefault(each.asset_id, []).append(each)
    context = {
        "list": made,
        "files": [(each, words.get(each.pk, [])) for each in files],
        "progress": lists.progress(made, request.user),
        "may_speak": is_speaker(request.user, made.team_id),
        "kinds": KINDS.values(),
        "wanted": WantedForm(),
        "most_handles": MOST_HANDLES,
    }
    return render(request, LIST, context | more, status=status)


@member
@require_POST
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Something with a list."""
    made = _list(request, pk)
    if verb not in ACTS:
        raise Http404(f"A list cannot be asked for {verb}.")
    try:
        ACTS[verb](request, made)
    except CannotSay as fault:
        messages.error(request, str(fault))
    return redirect(made if made.pk else "review")


def _moved(places: int) -> Callable[[HttpRequest, ReviewList], None]:
    return lambda request, made: lists.move(request.user, made, _file(request), places)


def _file(request: HttpRequest) -> UUID:
    pk = as_id(request.POST.get("asset"))
    if pk is None:
        raise CannotSay("Choose a file of the list first.")
    return pk


ACTS: Mapping[str, Callable[[HttpRequest, ReviewList], object]] = {
    "earlier": _moved(-1),
    "later": _moved(1),
    "removal": lambda request, made: lists.remove(request.user, made, _file(request)),
    "addition": lambda request, made: lists.add(request.user, made, [_file(request)]),
    "name": lambda request, made: lists.rename(request.user, made, request.POST.get("name", "")),
    "deletion": lambda request, made: lists.delete(request.user, made),
}
"""What can be done with a list, by the word in its address."""


class WantedForm(forms.Form):
    """How a list goes out."""

    handles = forms.IntegerField(min_value=0, max_value=MOST_HANDLES, required=False, initial=0)
    start = forms.CharField(max_length=11, required=False, initial="01:00:00:00")
    drop = forms.ChoiceField(
        choices=[("", "Drop-frame at 29.97 and 59.94"), ("no", "Never drop-frame")], required=False
    )
    approved = forms.BooleanField(required=False)
    open = forms.BooleanField(required=False)
    internal = forms.BooleanField(required=False)

    def wanted(self) -> Wanted:
        """Raises CannotCut."""
        if not self.is_valid():
            name, faults = next(iter(self.errors.items()))
            raise CannotCut(f"{name.capitalize()}: {faults[0]}")
        given = self.cleaned_data
        return Wanted(
            handles=given["handles"] or 0,
            start=given["start"] or "01:00:00:00",
            drop=DROPS[given["drop"]],
            approved_only=given["approved"],
            open_only=given["open"],
            internal=given["internal"],
        )


@member
@require_GET
def out(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The list as a file; a sentence on its page where it is none."""
    made, asked = _list(request, pk), KINDS.get(kind)
    if asked is None:
        raise Http404(f"A list does not become {kind}.")
    form = WantedForm(request.GET)
    try:
        text = asked.write(made, request.user, form.wanted())
    except CannotCut as fault:
        return _page(request, made, HTTPStatus.UNPROCESSABLE_ENTITY, wrong=str(fault), wanted=form)
    name = "".join(each if each.isalnum() or each in " -_.," else "-" for each in made.name).strip(" .") or "list"
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}{asked.suffix}")
    return HttpResponse(text, content_type=asked.mime, headers={"Content-Disposition": disposition})


def _list(request: HttpRequest, pk: UUID) -> ReviewList:
    return get_object_or_404(ReviewList.objects.of_team(team_of(request)).select_related("team", "made_by"), pk=pk)
