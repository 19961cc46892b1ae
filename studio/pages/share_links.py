"""Review, Shared links: who outside sees what, and how a link is made, changed and revoked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.accounts.current import team_of
from studio.accounts.models import Project
from studio.accounts.permissions import member
from studio.core import clock
from studio.library.acts import BadAct
from studio.library.models import Asset
from studio.library.queries import as_id
from studio.review import lists, sharing
from studio.review.actions import CannotSay, is_speaker
from studio.review.models import ReviewList, ShareLink
from studio.review.sharing import GOOD_FOR, SCOPES, SWITCHES, Scope, Wanted
from studio.review.visitors import is_open

from .acts import chosen

TABLE, NEW = "shared/links.html", "shared/new.html"
SHOWN = 200  #: links in the table
DAYS = ((1, "1 day"), (7, "7 days"), (GOOD_FOR.days, f"{GOOD_FOR.days} days"), (30, "30 days"), (90, "90 days"))
NEVER, AS_IT_IS = "never", ""


class ShareForm(forms.Form):
    """What a link is to be like. `until` is in days from now; empty, where a link is changed, as it was."""

    name = forms.CharField(max_length=80, error_messages={"required": "Give the link a name, as guests will read it."})
    password = forms.CharField(max_length=128, required=False, strip=False)
    no_password = forms.BooleanField(required=False)
    until = forms.ChoiceField(choices=[*((str(days), said) for days, said in DAYS), (NEVER, "No end")], required=False)
    most_opened = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    may_comment = forms.BooleanField(required=False)
    may_approve = forms.BooleanField(required=False)
    may_download = forms.BooleanField(required=False)
    shows_versions = forms.BooleanField(required=False)
    shows_recipe = forms.BooleanField(required=False)
    has_watermark = forms.BooleanField(required=False)

    def wanted(self, link: ShareLink | None = None) -> Wanted:
        """Raises CannotSay with the first fault."""
        if not self.is_valid():
            name, faults = next(iter(self.errors.items()))
            raise CannotSay(str(faults[0]) if name == "name" else f"{LABELS.get(name, name)}: {faults[0]}")
        given = self.cleaned_data
        about = {each.name: given[each.name] for each in SWITCHES}
        until = _until(given["until"], link)
        return Wanted(name=given["name"], expires_at=until, most_opened=given["most_opened"], **about)

    def password_of_a_change(self) -> str | None:
        """None where the one that it has stays."""
        given = self.cleaned_data
        return given["password"] or ("" if given["no_password"] else None)


LABELS = {"most_opened": "How often it may be opened", "until": "Works until", "password": "Password"}


def _until(days: str, link: ShareLink | None):
    if days == NEVER:
        return None
    if days == AS_IT_IS and link:
        return link.expires_at
    return clock.now() + (timedelta(days=int(days)) if days else GOOD_FOR)


@dataclass(frozen=True, slots=True)
class Row:
    """A link in the table."""

    link: ShareLink
    address: str
    is_open: bool

    @property
    def scope(self) -> Scope:
        return self.link.asset or self.link.list or self.link.project

    @property
    def scope_url(self) -> str:
        return self.scope.get_absolute_url() if hasattr(self.scope, "get_absolute_url") else ""

    @property
    def allows(self) -> list[str]:
        return [each.said for each in SWITCHES if getattr(self.link, each.name)]

    @property
    def switches(self) -> list[tuple[str, str, bool]]:
        return [(each.name, each.label, getattr(self.link, each.name)) for each in SWITCHES]

    @property
    def given(self) -> dict[str, object]:
        """What its form begins with."""
        return {"name": self.link.name, "most_opened": self.link.most_opened}

    @property
    def kind(self) -> str:
        return {"asset": "File", "list": "List", "project": "Project"}[SCOPES[type(self.scope)]]

    @property
    def ended(self) -> str:
        """Why nobody looks by it any more."""
        if self.is_open:
            return ""
        if self.link.revoked_at:
            return "Revoked"
        is_over = self.link.expires_at and self.link.expires_at <= clock.now()
        return "Ended" if is_over else f"{self.link.made_by} left"


@member
@require_GET
def links(request: HttpRequest) -> HttpResponse:
    """All links of the team, but for those into what others keep to themselves."""
    return _table(request)


def _table(request: HttpRequest, wrong: str = "", wrong_link: UUID | None = None, status: int = 200) -> HttpResponse:
    team = team_of(request)
    found = sharing.links_of(team, request.user)[:SHOWN]
    context = {
        "rows": [_row(request, each) for each in found],
        "may_share": is_speaker(request.user, team.pk),
        "days": DAYS,
        "never": NEVER,
        "wrong": wrong,
        "wrong_link": wrong_link,
    }
    return render(request, TABLE, context, status=status)


def _row(request: HttpRequest, link: ShareLink) -> Row:
    address = request.build_absolute_uri(reverse("shared", args=[sharing.token_of(link)]))
    return Row(link, address, is_open(link))


# Making


@member
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Of one file, list or project, which the address names: `?asset=`, `?list=` or `?project=`."""
    scope = _scope(request)
    if request.method == "GET":
        return _form(request, scope, {"name": _called(scope), "may_comment": True})
    form = ShareForm(request.POST)
    try:
        link = sharing.share(request.user, scope, form.wanted(), form.cleaned_data["password"])
    except CannotSay as fault:
        return _form(request, scope, request.POST, str(fault))
    messages.success(request, f"{link.name} is shared. Copy its address below, and send it.")
    return redirect(f"{reverse('share-links')}#link-{link.pk}")


def _form(request: HttpRequest, scope: Scope, given: Mapping, wrong: str = "") -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    context = {
        "scope": scope,
        "kind": SCOPES[type(scope)],
        "given": given,
        "wrong": wrong,
        "switches": [(each.name, each.label, bool(given.get(each.name))) for each in SWITCHES],
        "days": DAYS,
        "usual": str(given.get("until") or GOOD_FOR.days),
        "never": NEVER,
        "may_share": is_speaker(request.user, team_of(request).pk),
    }
    return render(request, NEW, context, status=status)


def _scope(request: HttpRequest) -> Scope:
    """Raises Http404 for what is not there for this person."""
    team = team_of(request)
    found: Mapping[str, Callable[[str], Scope | None]] = {
        "asset": lambda pk: Asset.objects.visible_to(request.user).of_team(team).kept().with_ids([pk]).first(),
        "list": lambda pk: ReviewList.objects.of_team(team).filter(pk=as_id(pk)).first(),
        "project": lambda pk: _projects(request).filter(pk=int(pk) if pk.isdecimal() else 0).first(),
    }
    for name, find in found.items():
        if pk := request.GET.get(name, ""):
            return find(pk) or _not_there()
    raise Http404("Say what is to be shared: a file, a list or a project.")


def _projects(request: HttpRequest):
    return Project.objects.filter(team=team_of(request)).open_to(request.user)


def _not_there() -> Scope:
    raise Http404("There is nothing to share at this address.")


def _called(scope: Scope) -> str:
    return (getattr(scope, "title", "") or scope.name)[:80]


@member
@require_POST
def of_chosen(request: HttpRequest) -> HttpResponse:
    """Files chosen in the library: one is shared as it is, several as a list that is made for it."""
    try:
        assets, _ = chosen(request)
        pks = list(assets.oldest_first().values_list("pk", flat=True)[: lists.MOST + 1])
        if len(pks) == 1:
            return redirect(f"{reverse('share-new')}?asset={pks[0]}")
        name = request.POST.get("name", "").strip() or f"Shared on {timezone.localdate():%-d %B %Y}"
        made = lists.build(request.user, team_of(request), name, pks)
    except (CannotSay, BadAct) as fault:
        messages.error(request, str(fault))
        return redirect("library")
    return redirect(f"{reverse('share-new')}?list={made.pk}")


# Changing


@member
@require_POST
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Something with one link."""
    link = get_object_or_404(sharing.links_of(team_of(request), request.user), pk=pk)
    if verb not in ACTS:
        raise Http404(f"A link cannot be asked for {verb}.")
    try:
        ACTS[verb](request, link)
    except CannotSay as fault:
        return _table(request, str(fault), link.pk, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(f"{reverse('share-links')}#link-{link.pk}")


def _change(request: HttpRequest, link: ShareLink) -> None:
    form = ShareForm(request.POST)
    wanted = form.wanted(link)
    sharing.change(request.user, link, wanted, form.password_of_a_change())
    messages.success(request, f"{link.name} is changed.")


def _revoke(request: HttpRequest, link: ShareLink) -> None:
    sharing.revoke(request.user, link)
    messages.success(request, f"{link.name} is revoked: nobody sees anything by it any more.")


ACTS: Mapping[str, Callable[[HttpRequest, ShareLink], None]] = {"change": _change, "revocation": _revoke}
"""What can be done with a link, by the word in its address."""
