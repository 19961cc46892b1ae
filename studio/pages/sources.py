"""Where a file for a place can come from, beside a drop: the library, a frame of a clip, a part of a picture.

One dialog of the composer, whose content is asked for by htmx: a list, or one file that is cut.
"""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.catalog.controls import Control
from studio.catalog.media_controls import Limits
from studio.catalog.schema import Route
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet, BadCursor, Cursor

from .composing import Choice
from .shaping import Shape, shapes_for

PAGE = 24  #: files a page
WORDS = {"image": "picture", "video": "clip", "audio": "sound"}
CLIPS = {"clips": "video", "video": "video"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """The place that is to be filled: its id on the page, its field's name, what it takes, within which limits."""

    place: str
    name: str
    media: str
    shown: str
    accepts: Limits

    @property
    def query(self) -> str:
        """What every address of the dialog goes on with."""
        return urlencode({"place": self.place, "name": self.name, "media": self.media, "shown": self.shown})

    @property
    def word(self) -> str:
        return WORDS[self.media]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of files in the list: those that are taken, and for a picture the clips it can be cut from."""
        return tuple(dict.fromkeys((self.media, *self.accepts.kinds, *(("video",) if self.media == "image" else ()))))

    def takes(self, asset: Asset) -> bool:
        return asset.kind in (self.media, *self.accepts.kinds)

    def fault(self, asset: Asset) -> str:
        """What keeps a file from being sent from this place; empty where nothing does."""
        return next(self.accepts.faults(asset.facts, ""), "").removeprefix(": ")


@dataclass(frozen=True, slots=True)
class Tile:
    """One file of the list; `cut` is where it is cut, empty where that is not possible."""

    asset: Asset
    fault: str
    cut: str
    takes: bool


@member
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """The list: `kind` of file, `q` words of its name, `all` projects, `before` an asset."""
    wanted = _wanted(request)
    kind = request.GET.get("kind") if request.GET.get("kind") in wanted.kinds else wanted.kinds[0]
    everywhere = request.GET.get("all") == "1"
    found = list(_found(request, kind, everywhere).for_tiles().newest_first()[: PAGE + 1])
    query = {"kind": kind, "q": request.GET.get("q", ""), "all": "1" if everywhere else ""}
    context = {
        "wanted": wanted,
        "kind": kind,
        "kinds": [(each, f"{WORDS[each].capitalize()}s") for each in wanted.kinds],
        "q": query["q"],
        "everywhere": everywhere,
        "tiles": [_tile(wanted, asset) for asset in found[:PAGE]],
        "older": _older(wanted, query, found[PAGE - 1]) if len(found) > PAGE else "",
        "begun": "before" in request.GET,
    }
    part = "rows" if request.htmx.target in ("source-rows", "source-more") else "list"
    return render(request, f"create/sources.html#{part}", context)


@member
@require_GET
def source(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: a clip of which a frame is taken, or a picture of which a part is taken."""
    wanted = _wanted(request)
    asset = get_object_or_404(_visible(request), pk=pk, kind__in=("image", "video"))
    choice = _choice(request)
    context = {"wanted": wanted, "asset": asset, "shapes": _shapes(request, choice, wanted, asset)}
    return render(request, f"create/sources.html#{'grab' if asset.kind == 'video' else 'crop'}", context)


def _wanted(request: HttpRequest) -> Wanted:
    media = request.GET.get("media", "")
    if media not in WORDS:
        raise Http404(f"A place takes {', '.join(WORDS)}; {media!r} is none of them.")
    names = {key: request.GET.get(key, "")[:200] for key in ("place", "name", "shown")}
    choice = _choice(request)
    return Wanted(**names, media=media, accepts=limits_of(choice.route if choice else None, names["name"], media))


def _choice(request: HttpRequest) -> Choice | None:
    parts = request.GET.get("shown", "").split()
    return Choice(*parts) if len(parts) == 3 else None


def limits_of(route: Route | None, name: str, media: str) -> Limits:
    """The limits of the place `name` (`first_frame`, `elements.0.video`); none where no route says any."""
    head, *parts = name.split(".")
    control = route.control(head) if route else None
    return _limits(control, parts, media) if control else Limits()


def _limits(control: Control, parts: list[str], media: str) -> Limits:
    part = "clips" if parts and CLIPS.get(parts[-1]) == media else "accepts"
    return getattr(control, part, Limits())


def _visible(request: HttpRequest) -> AssetQuerySet:
    return Asset.objects.visible_to(request.user).of_team(team_of(request)).kept()


def _found(request: HttpRequest, kind: str, everywhere: bool) -> AssetQuerySet:
    assets = _visible(request).filter(kind=kind)
    if not everywhere:
        assets = assets.of_project(project_of(request))
    for word in request.GET.get("q", "")[:200].split():
        assets = assets.filter(name__icontains=word)
    return assets.before(_cursor(request)) if request.GET.get("before") else assets


def _cursor(request: HttpRequest) -> Cursor:
    try:
        return Cursor.parse(request.GET["before"])
    except BadCursor as error:
        raise Http404(str(error)) from error


def _tile(wanted: Wanted, asset: Asset) -> Tile:
    takes = wanted.takes(asset)
    can_be_cut = wanted.media == "image" and asset.kind in ("image", "video")
    cut = f"{reverse('create-source', args=[asset.pk])}?{wanted.query}" if can_be_cut else ""
    return Tile(asset, wanted.fault(asset) if takes else "", cut, takes)


def _older(wanted: Wanted, query: dict[str, str], last: Asset) -> str:
    return f"{reverse('create-sources')}?{wanted.query}&{urlencode(query | {'before': Cursor.of(last)})}"


def _shapes(request: HttpRequest, choice: Choice | None, wanted: Wanted, asset: Asset) -> list[Shape]:
    """The shapes that the route takes, and those of the pictures `beside`, by their ids."""
    beside = _visible(request).with_ids(request.GET.getlist("beside")).exclude(pk=asset.pk)
    return shapes_for(choice.route if choice else None, list(beside), wanted.accepts)
