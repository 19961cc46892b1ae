"""Two to four clips or pictures side by side, one over the other, and what differs in how they were made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from studio.accounts.models import User
from studio.accounts.permissions import member
from studio.library import readable, store
from studio.library.models import Asset
from studio.library.queries import AssetQuerySet, as_id

from . import recipe_diff
from .asset_facts import facts

LEAST, MOST = 2, 4
KINDS = ("video", "image")
LETTERS = "ABCD"
MODES = {
    "side": "Side by side",
    "wipe": "Wipe",
    "overlay": "Overlay",
    "flicker": "Flicker",
    "difference": "Difference",
}
APART = {"Billed", "File"}
"""Facts that differ between any two files, and are told at each side."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of those that are compared. `texts` is how it was made, label -> words."""

    letter: str
    asset: Asset
    is_there: bool
    texts: dict[str, str]
    told: dict[str, str]

    @property
    def is_clip(self) -> bool:
        return self.is_there and self.asset.kind == "video"


@member
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """`?ids=` names them, with commas between or repeated; how they are looked at stands there too, for the script."""
    asked = list(dict.fromkeys(filter(None, ",".join(request.GET.getlist("ids")).split(","))))
    if not LEAST <= len(asked) <= MOST:
        return _refused(request, f"{_counted(len(asked))} to compare: choose two, three or four clips or pictures.")
    assets = _assets(request, asked)
    if others := [asset.title for asset in assets if asset.kind not in KINDS]:
        return _refused(request, f"Only clips and pictures are compared, and “{others[0]}” is neither.")
    sides = _sides(request, assets)
    found = recipe_diff.lines([side.texts for side in sides])
    context = {
        "sides": sides,
        "modes": MODES.items(),
        "mode": request.GET.get("mode") if request.GET.get("mode") in MODES else next(iter(MODES)),
        "differing": [line for line in found if line.differs],
        "same": [line for line in found if not line.differs],
        "clips": [side for side in sides if side.is_clip],
        "sounds": [side for side in sides if side.is_clip and side.asset.has_sound],
        "swapped": address([*reversed(assets)]),
        "title": _title(assets),
    }
    return render(request, "compare/page.html", context)


def address(assets: Sequence[Asset]) -> str:
    """Where these are compared."""
    return f"{reverse('compare')}?{urlencode({'ids': ','.join(str(asset.pk) for asset in assets)}, safe=',')}"


@dataclass(frozen=True, slots=True)
class Partner:
    """What a result can be compared with, and where."""

    words: str
    url: str


MOST_PARTNERS = 8


def partners(shown: Asset, viewer: User) -> Iterator[Partner]:
    """Other takes of its job, what it was made from, and other results of the same recipe."""
    if shown.kind not in KINDS:
        return
    mine = Asset.objects.visible_to(viewer).of_team(shown.team).kept().filter(kind__in=KINDS).exclude(pk=shown.pk)
    for words, found in (
        ("another take: {}", mine.filter(job_id=shown.job_id) if shown.job_id else mine.none()),
        ("what it was made from: {}", mine.filter(pk=shown.derived_from)),
        ("the same recipe again: {}", _made_alike(mine, shown)),
    ):
        for each in found.for_tiles().newest_first()[:MOST_PARTNERS]:
            yield Partner(words.format(each.title), address([shown, each]))


def _made_alike(mine: AssetQuerySet, shown: Asset) -> AssetQuerySet:
    """By other jobs."""
    alike = mine.filter(recipe_hash=shown.recipe_hash).exclude(job_id=shown.job_id)
    return alike if shown.recipe_hash else mine.none()


def _counted(count: int) -> str:
    return {0: "Nothing is chosen", 1: "Only one is chosen"}.get(count, f"{count} are too many")


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "compare/page.html", {"refusal": words}, status=HTTPStatus.BAD_REQUEST)


def _assets(request: HttpRequest, asked: list[str]) -> list[Asset]:
    """In the order asked for. Raises Http404 where one is no asset, or not the viewer's to see."""
    ids: list[UUID | None] = [as_id(text) for text in asked]
    found = Asset.objects.visible_to(request.user).select_related("owner").in_bulk([pk for pk in ids if pk])
    if None in ids or len(found) < len(set(ids)):
        raise Http404("One of these is not there.")
    return [found[pk] for pk in dict.fromkeys(ids)]


def _sides(request: HttpRequest, assets: list[Asset]) -> list[Side]:
    readings = [readable.read(asset.recipe) if asset.recipe else None for asset in assets]
    used = [each.asset for reading in readings if reading for each in reading.inputs]
    names = {str(each.pk): each.name for each in Asset.objects.visible_to(request.user).with_ids(used)}
    return [_side(*each, names) for each in zip(LETTERS, assets, readings, strict=False)]


def _side(letter: str, asset: Asset, reading: readable.Reading | None, names: dict[str, str]) -> Side:
    about = dict(facts(asset))
    texts = recipe_diff.texts(reading, names, [fact for fact in about.items() if fact[0] not in APART])
    via = f"{reading.model} via {reading.provider}" if reading else "given"
    told = {"Made": via, **{label: about[label] for label in ("Billed",) if label in about}}
    return Side(letter, asset, store.path_of(asset).is_file(), texts, told)


def _title(assets: list[Asset]) -> str:
    """`A harbour at dusk beside A harbour at dusk, take 2`; three and more are counted."""
    first, *others = assets
    return f"{first.title} beside {others[0].title if len(others) == 1 else f'{len(others)} others'}"
