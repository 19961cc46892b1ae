"""The door of a share link: who is let in, by password where it has one, and what everybody else is told.

Whoever was let in is known by the session of their browser (review/visitors.py), not by the address: an address of a
page or a file opens nothing in another browser.
"""

from functools import wraps
from http import HTTPStatus
from uuid import UUID

from allauth.core import ratelimit
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from studio.accounts.permissions import View
from studio.review import sharing
from studio.review.actions import CannotSay
from studio.review.models import Guest, ShareLink
from studio.review.visitors import Visitor, is_open, let_in, visitor_of

DOOR, ENDED = "shared/door.html", "shared/ended.html"
GUESSING = "login_failed"  #: what allauth counts, and how much of it is too much, is the same as at signing in


class NotIn(Exception):
    """This browser is not let in. `link` is None for an address that is none of ours."""

    def __init__(self, link: ShareLink | None) -> None:
        self.link = link


def visitor(request: HttpRequest, link: ShareLink | None) -> Visitor:
    """Who looks. Raises NotIn."""
    found = link and visitor_of(request.session, link)
    if not found or not found.is_named:
        raise NotIn(link)
    return found


def by_address(view: View) -> View:
    """For who was let in by the link whose token is in the address; the view gets them as `seen_by`."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: object) -> HttpResponse:
        link = sharing.found(token)
        try:
            seen_by = visitor(request, link)
        except NotIn:
            return told_why_not(request, link)
        return view(request, token, seen_by=seen_by, **kwargs)

    guarded.permission = "share link"
    return guarded


def for_files(view: View) -> View:
    """The same for addresses of files, which hold the link's id and nothing that opens it. Everybody else gets 404."""

    def seen_by(request: HttpRequest, pk: UUID) -> Visitor:
        link = ShareLink.objects.filter(pk=pk).select_related("made_by", "asset").first()
        try:
            return visitor(request, link)
        except NotIn:
            raise Http404("There is no such file, or not any more.") from None

    def guarded(request: HttpRequest, pk: UUID, **kwargs: object) -> HttpResponse:
        return view(request, seen_by=seen_by(request, pk), **kwargs)

    async def async_guarded(request: HttpRequest, pk: UUID, **kwargs: object) -> HttpResponse:
        return await view(request, seen_by=await sync_to_async(seen_by)(request, pk), **kwargs)

    chosen = wraps(view)(async_guarded if iscoroutinefunction(view) else guarded)
    chosen.permission = "share link"
    return chosen


def told_why_not(request: HttpRequest, link: ShareLink | None) -> HttpResponse:
    """The door, as long as the link opens; afterwards whom to ask, and nothing else."""
    if link and is_open(link):
        return door(request, link)
    status = HTTPStatus.GONE if link else HTTPStatus.NOT_FOUND
    return render(request, ENDED, {"link": link}, status=status)


def door(request: HttpRequest, link: ShareLink, wrong: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
    """What has to be given before one sees anything."""
    known = visitor_of(request.session, link)
    if status == HTTPStatus.OK and request.method == "POST":
        status = HTTPStatus.FORBIDDEN  # something was to be done by who is not in
    asked = {"asks_password": bool(link.password) and not known, "asks_name": link.has_watermark}
    given = {"name": request.POST.get("name", "")}
    return render(request, DOOR, {"link": link, "wrong": wrong, **asked, **given}, status=status)


def open_door(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """Lets this browser in, or says why not."""
    try:
        if not visitor_of(request.session, link):
            _check_password(request, link)
        guest = _named(request, link)
        _count(request, link)
    except CannotSay as fault:
        return door(request, link, str(fault), HTTPStatus.UNPROCESSABLE_ENTITY)
    let_in(request.session, link, guest)
    return redirect(request.path)


def _check_password(request: HttpRequest, link: ShareLink) -> None:
    """Wrong ones are counted, by link and by address, as those at signing in are. Raises CannotSay."""
    counted: dict[str, str] = {"action": GUESSING, "key": f"share:{link.pk}"}
    if link.password and not ratelimit.consume(request, **counted, dry_run=True):
        raise CannotSay("That were too many tries. Wait five minutes, and ask for the password meanwhile.")
    if not sharing.opens_with(link, request.POST.get("password", "")):
        ratelimit.consume(request, **counted)
        raise CannotSay("That is not the password of this link. It came from whoever sent you the link.")


def _named(request: HttpRequest, link: ShareLink) -> Guest | None:
    """Who it is, where the picture is to say so. Raises CannotSay."""
    return sharing.introduce(link, request.POST.get("name", "")) if link.has_watermark else None


def _count(request: HttpRequest, link: ShareLink) -> None:
    """Raises CannotSay where the link has let in as many browsers as it may."""
    if not visitor_of(request.session, link) and not sharing.opened(link):
        raise CannotSay(f"This link was opened as often as it may be. Ask {link.made_by} for a new one.")
