"""A stretch of a clip, kept as a clip of its own."""

from http import HTTPStatus
from uuid import UUID

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from studio.accounts.permissions import member
from studio.core.media import BadMedia, NeedsEncoding
from studio.core.numbers import whole
from studio.library import trimming
from studio.library.models import Asset

from .onward import clip_of, maker_in


@member
@require_http_methods(["GET", "POST"])
async def trim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`from` and `to` are frames, counted from 0, both kept; `exactly` lets the picture be encoded once more."""
    clip = await sync_to_async(clip_of)(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    ends = (("from", 0), ("to", clip.last_frame))
    span = tuple(whole(given.get(name, str(end))) for name, end in ends)
    if request.method == "GET":
        return await _page(request, clip, span)
    user, _, project = await sync_to_async(maker_in)(request)
    try:
        if None in span or span[0] > span[1]:
            raise BadMedia("A stretch goes from one frame to the same or a later one, by their numbers. Give both.")
        exactly = given.get("exactly") == "yes"
        made = await trimming.trimmed(clip, span, exactly=exactly, user=user, project=project)
    except BadMedia as refusal:
        return await _page(request, clip, span, refusal)
    return redirect(made)


async def _page(
    request: HttpRequest, clip: Asset, span: tuple[int | None, ...], refusal: BadMedia | None = None
) -> HttpResponse:
    first, last = (end if number is None else number for number, end in zip(span, (0, clip.last_frame), strict=True))
    context = {"asset": clip, "first": first, "last": last, "refusal": str(refusal or "")}
    context |= {"may_encode": isinstance(refusal, NeedsEncoding)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return await sync_to_async(render)(request, "trimming/page.html", context, status=status)
