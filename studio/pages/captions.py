"""Captions of a clip or a recording: served to the player, given as a file, or typed."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.accounts.permissions import member, require_maker
from studio.core import clock
from studio.library.captions import LONGEST, BadCaptions, Captions, laid_out, parse, spoken, written
from studio.library.models import Asset

HEAVIEST = 4 * LONGEST  #: bytes; a letter of UTF-8 has at most four
EXAMPLE = "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n"


@member
@require_GET
def vtt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """WebVTT, as the player reads it."""
    said = get_object_or_404(Captions, asset=_asset(request, pk))
    return HttpResponse(
        said.text, content_type="text/vtt; charset=utf-8", headers={"Cache-Control": "private, no-cache"}
    )


@member
@require_http_methods(["GET", "POST"])
def captions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Captions are typed, or given as a .vtt or .srt file, which goes before what is typed."""
    asset = _asset(request, pk)
    if request.method == "GET":
        return _page(request, asset, _now(asset))
    require_maker(request.user, asset.team)
    given = request.FILES.get("file")
    try:
        text = _read(given) if given else request.POST.get("text", "")
        cues = parse(text)
    except BadCaptions as refusal:
        return _page(request, asset, request.POST.get("text", ""), str(refusal))
    kind = Captions.Source.FILE if given else Captions.Source.TYPED
    if not given and spoken(asset.recipe) and text.strip() == _drafted(asset).strip():
        kind = Captions.Source.RECIPE
    about = {"text": written(cues), "source": kind, "language": _language(request), "by": request.user}
    Captions.objects.update_or_create(asset=asset, defaults=about | {"changed_at": clock.now()})
    messages.success(request, f"Captions are kept: {len(cues)} line{'s' if len(cues) > 1 else ''}.")
    return redirect(asset)


@member
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take them away."""
    asset = _asset(request, pk)
    require_maker(request.user, asset.team)
    Captions.objects.filter(asset=asset).delete()
    messages.success(request, "The captions are taken away.")
    return redirect("asset-captions", pk=asset.pk)


def shown_of(asset: Asset) -> dict[str, object]:
    """For the viewer: where the captions are, and what they say."""
    said = Captions.objects.filter(asset=asset).first()
    url = f"{reverse('asset-vtt', args=[asset.pk])}?v={said.changed_at.timestamp():.0f}" if said else ""
    return {"captions": url, "said": said, "spoken": "" if said else spoken(asset.recipe)}


def _asset(request: HttpRequest, pk: UUID) -> Asset:
    """Something that can be heard."""
    asset = get_object_or_404(Asset.objects.visible_to(request.user).select_related("team"), pk=pk)
    if asset.kind not in ("video", "audio"):
        raise Http404("Only what is heard has captions.")
    return asset


def _page(request: HttpRequest, asset: Asset, text: str, refusal: str = "") -> HttpResponse:
    said = Captions.objects.filter(asset=asset).first()
    context = {"asset": asset, "text": text, "said": said, "refusal": refusal}
    context |= {"is_drafted": bool(not said and not refusal and spoken(asset.recipe))}
    context |= {"language": request.POST.get("language", "")[:12] or (said.language if said else "en")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "captions/page.html", context, status=status)


def _now(asset: Asset) -> str:
    """What the page begins with: the captions that are there, else what the recipe had spoken."""
    said = Captions.objects.filter(asset=asset).first()
    return said.text if said else (_drafted(asset) or EXAMPLE)


def _drafted(asset: Asset) -> str:
    words = spoken(asset.recipe)
    return written(laid_out(words, asset.duration_s)) if words and asset.duration_s else ""


def _read(given) -> str:
    if given.size > HEAVIEST:
        raise BadCaptions(f"A file of captions has at most {HEAVIEST:,} bytes; this one has {given.size:,}.")
    try:
        return given.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadCaptions("This file is no text in UTF-8. Save the captions as UTF-8 and give them again.") from error


def _language(request: HttpRequest) -> str:
    text = request.POST.get("language", "").strip()[:12]
    return text if text.replace("-", "").isalnum() and text.isascii() else "en"
