"""The viewer: one asset, what it is and how it was made; and its downloads."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import aget_object_or_404, get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from studio.accounts import first_steps
from studio.accounts.current import team_of
from studio.accounts.permissions import member
from studio.core import media
from studio.core.formats import OTHER, format_of
from studio.library import readable, stacks, store
from studio.library.models import Asset, Origin
from studio.library.queries import as_id
from studio.library.readable import Input
from studio.review.models import ReviewList
from studio.review.walking import Walk

from . import captions, notes, versions
from .asset_facts import estimated, facts
from .asset_sent import sent
from .comparing import partners
from .library import Listing, chosen, listings
from .media import File, chunks, file_name, file_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """An input of the recipe, with its asset where that is still there and the viewer's to see."""

    input: Input
    asset: Asset | None


@member
@require_GET
def asset(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The viewer. `?in=` says which list of the library is walked with the keys, `?list=` which review list."""
    shown = get_object_or_404(Asset.objects.visible_to(request.user).select_related("owner", "project"), pk=pk)
    first_steps.took(request.user, "open")
    listing = _listing(request, shown)
    newer, older = listing.around(shown)
    reading = readable.read(shown.recipe) if shown.recipe else None
    context = {
        "asset": shown,
        "listing": listing,
        "back": listing.page_with(shown, newer),
        "newer": newer,
        "older": older,
        "is_there": store.path_of(shown).is_file(),
        "takes": list(shown.other_outputs().open_to(request.user)),
        "reading": reading,
        "inputs": list(_inputs(request, reading.inputs)) if reading else [],
        "recipe_json": json.dumps(shown.recipe, indent=2, ensure_ascii=False) if reading else "",
        "facts": [*facts(shown), *estimated(shown)],
        "carries_recipe": carries_recipe(shown),
        "sent": sent(shown, request.user),
        "beside": list(partners(shown, request.user)),
        "alike": stacks.links(shown, request.user, reverse("library")),
        **_player(shown),
        **notes.panel(shown, request.user),
        **versions.panel(shown, request.user),
    }
    return render(request, "asset/page.html", context)


def _player(shown: Asset) -> dict[str, object]:
    """What the player needs beside the file."""
    still = reverse("asset-still", args=[shown.pk, 0])
    return {
        "waveform": reverse("asset-waveform", args=[shown.pk]) if shown.has_sound else "",
        **captions.shown_of(shown),
        "still_place": still.removesuffix("0.png") + "{frame}.png",
        "loops": [("gif", "GIF"), ("webp", "WebP")],
        "longest_loop_s": media.LONGEST_LOOP_S,
    }


@member
@require_GET
async def download(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """The file itself, with its recipe inside where its format has a place for one."""
    shown = await _visible(request, pk)
    file = file_of(shown, store.ORIGINAL)
    inside = shown.recipe and carries_recipe(shown)
    opened, size = await with_recipe(shown, file) if inside else (partial(file.path.open, "rb"), file.size)
    response = StreamingHttpResponse(chunks(opened, range(size)), content_type=file.mime)
    response["Content-Length"] = str(size)
    response["Content-Disposition"] = _attachment(shown, format_of(shown.format).suffix)
    return response


@member
@require_GET
async def recipe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The recipe as a file of its own."""
    shown = await _visible(request, pk)
    if shown.recipe is None:
        raise Http404("This file was not made from a recipe.")
    text = json.dumps(shown.recipe, indent=2, ensure_ascii=False)
    disposition = {"Content-Disposition": _attachment(shown, ".json")}
    return HttpResponse(text + "\n", content_type="application/json", headers=disposition)


async def _visible(request: HttpRequest, pk: UUID) -> Asset:
    return await aget_object_or_404(Asset.objects.visible_to(await request.auser()), pk=pk)


def carries_recipe(shown: Asset) -> bool:
    """Whether a downloaded copy can have its recipe inside."""
    return shown.format != "avif" and shown.kind != OTHER.kind


async def with_recipe(shown: Asset, file: File) -> tuple[Callable[[], BinaryIO], int]:
    """A copy that carries the recipe: how to open it, once, and its bytes.

    The copy has lost its name before it is read, so nothing of it stays on the disk however the download ends. Where
    the copy cannot be made the file itself is sent: somebody wants it, and the recipe can be had on its own.
    """
    text = json.dumps(shown.recipe, ensure_ascii=False)
    with store.workplace() as folder:
        try:
            copy = (await media.embed_recipe(file.path, shown.facts, text, folder)).open("rb")
        except media.CannotCarry:
            return partial(file.path.open, "rb"), file.size
        except media.BadMedia as error:
            logger.warning("asset %s: downloaded without its recipe: %s", shown.pk, error)
            return partial(file.path.open, "rb"), file.size
    return lambda: copy, os.fstat(copy.fileno()).st_size


def _attachment(shown: Asset, suffix: str) -> str:
    """RFC 6266; a name with other than ASCII letters is encoded as in RFC 5987."""
    return content_disposition_header(as_attachment=True, filename=file_name(shown) + suffix)


def _listing(request: HttpRequest, shown: Asset) -> Listing | Walk:
    """The list that the viewer walks: the one it was opened from, else the one that the asset is in."""
    if named := request.GET.get("list"):
        made = get_object_or_404(ReviewList.objects.of_team(team_of(request)), pk=as_id(named))
        return Walk(made, request.user)
    lists = listings(request)
    own = "all" if shown.origin == Origin.RESULT else "uploads"
    return chosen(request, lists) if "in" in request.GET else lists[own]


def _inputs(request: HttpRequest, inputs: tuple[Input, ...]) -> Iterator[Shown]:
    assets = Asset.objects.visible_to(request.user).with_ids(input.asset for input in inputs).in_bulk()
    for input in inputs:
        yield Shown(input, assets.get(as_id(input.asset)))
