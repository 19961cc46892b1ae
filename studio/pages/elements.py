"""Elements: who and what is seen and heard again and again, how it stands with each provider, and what they keep.

One page; at its side one element or voice, or the form that makes or changes one.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from studio.accounts.current import team_of
from studio.accounts.models import ProviderKey, Team
from studio.accounts.permissions import may_make, member
from studio.core import clock
from studio.jobs.standing import Standing, standings
from studio.library.models import Asset, Element, Handle, Voice
from studio.library.queries import as_id
from studio.providers import registry

from .castforms import RECENT, SECONDS, CastForm, Files
from .offers import price_words

Own = Voice | Element
MODELS: dict[str, type[Own]] = {"voice": Voice, "element": Element}

SAID = {
    "ready": ("ok", "ready", "Ready"),
    "making": ("run", "running", "Being made"),
    "to-make": ("plain", "info", "Not made yet"),
    "sent": ("ok", "ready", "Sent with each job"),
    "unfit": ("warn", "alert", "Not as it is"),
    "none": ("plain", "cancelled", "Not supported"),
}
"""By a standing's word: tone, icon, what is said."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A standing as it is drawn."""

    standing: Standing

    @property
    def tone(self) -> str:
        return SAID[self.standing.word][0]

    @property
    def icon(self) -> str:
        return SAID[self.standing.word][1]

    @property
    def said(self) -> str:
        return SAID[self.standing.word][2]

    @property
    def can_be_made(self) -> bool:
        return self.standing.word == "to-make" and self.standing.account is not None

    @property
    def price(self) -> str:
        """`$0.007`, `price ?`."""
        words = price_words(self.standing.price)
        return "price ?" if words == "?" else words


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """What one account keeps, as far as is known here."""

    account: ProviderKey
    name: str
    kinds: tuple[str, ...]
    handles: list[Handle]


@require_GET
@member
def elements(request: HttpRequest) -> HttpResponse:
    """All of the team's."""
    return page(request)


@require_GET
@member
def one(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """The same, and one of them at the side."""
    return page(request, opened=mine(request, kind, pk))


def mine(request: HttpRequest, kind: str, pk: uuid.UUID, *, binned: bool = False) -> Own:
    """One of the team's; with `binned`, one in the bin. Raises Http404."""
    return get_object_or_404(rows(kind, team_of(request), binned=binned), pk=pk)


def rows(kind: str, team: Team, *, binned: bool = False) -> QuerySet[Own]:
    """The team's, with what is drawn of them. Raises Http404 for another kind."""
    if kind not in MODELS:
        raise Http404(f"There is no {kind} among elements and voices.")
    found = MODELS[kind].objects.filter(team=team, binned_at__isnull=not binned).select_related("team", "owner")
    return found.select_related(*DRAWN[kind]).order_by("name")


DRAWN = {"voice": ("recording",), "element": ("front", "clip", "voice__recording")}


def page(request: HttpRequest, *, status: int = 200, **side: Any) -> HttpResponse:
    """The whole page. `side`: what is `opened`, with a `question` about making it; or a `form`, with its `kind`."""
    team = team_of(request)
    context = {
        "elements": list(rows("element", team).prefetch_related("handles__account")),
        "voices": list(rows("voice", team).prefetch_related("handles__account")),
        "shelves": shelves_of(team),
        "may_make": may_make(request.user, team),
        "now": clock.now(),
    }
    if opened := side.get("opened"):
        context |= about(opened)
    if form := side.get("form"):
        context |= of_form(form)
    return render(request, "elements/page.html", context | _in_the_bin(request) | side, status=status)


def about(own: Own) -> dict[str, object]:
    """What the side says of one."""
    views = (
        Asset.objects.of_team(own.team).shared().in_bulk(map(uuid.UUID, own.views)) if isinstance(own, Element) else {}
    )
    return {
        "kind": own._meta.model_name,
        "readies": [Ready(each) for each in standings(own)],
        "views": list(views.values()),
        "key": uuid.uuid4().hex,
    }


def of_form(form: CastForm) -> dict[str, object]:
    """What the side says beside a form: the newest files of the library for each of its places, how long a voice is."""
    kinds = {field.media for field in form.fields.values() if isinstance(field, Files)}
    recent = Asset.objects.of_team(form.team).shared().kept().newest_first().for_tiles()
    kind = form.model._meta.model_name
    files = {name: list(recent.filter(kind=name)[:RECENT]) for name in kinds}
    return {"kind": kind, "seconds": SECONDS, "recent": files}


def shelves_of(team: Team) -> list[Shelf]:
    """The accounts at providers that keep things, and what was ever known to be there."""
    accounts = ProviderKey.objects.usable().filter(team=team).order_by("provider", "added_at")
    return [_shelf(account) for account in accounts if registry.get(account.provider).things or _keeps(account)]


def _shelf(account: ProviderKey) -> Shelf:
    provider = registry.get(account.provider)
    known = account.handles.select_related("voice", "element").order_by("kind", "-made_at")
    return Shelf(account=account, name=provider.name, kinds=provider.things, handles=list(known))


def _keeps(account: ProviderKey) -> bool:
    return account.handles.exists()


def _in_the_bin(request: HttpRequest) -> dict[str, object]:
    """What has just been binned, by `?binned=voice/<id>`, so that it can be taken back."""
    kind, _, pk = request.GET.get("binned", "").partition("/")
    found = rows(kind, team_of(request), binned=True).filter(pk=as_id(pk)).first() if kind in MODELS else None
    return {"binned": found, "binned_kind": kind} if found else {}
