"""Who may open a view. Every view wears one of these; the permission table is read from `view.permission`."""

from collections.abc import Callable
from functools import wraps

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
Refusal = Callable[[HttpRequest], HttpResponse | None]


def everybody(view: View) -> View:
    """Open to all, signed in or not."""
    view.permission = "everybody"
    return view


def signed_in(view: View) -> View:
    """For people with an account; anonymous ones are sent to sign in and come back afterwards."""
    return _guarded(view, _anonymous, "signed in")


def member(view: View) -> View:
    """For people on a team; those without one get 404, anonymous ones are sent to sign in."""
    return _guarded(view, _on_no_team, "member")


def _anonymous(request: HttpRequest) -> HttpResponse | None:
    return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())


def _on_no_team(request: HttpRequest) -> HttpResponse | None:
    refused = _anonymous(request)
    if refused is None and not request.user.memberships.exists():
        raise Http404("Only members of a team may open this.")
    return refused


def _guarded(view: View, refusal: Refusal, permission: str) -> View:
    guarded = _async_guard(view, refusal) if iscoroutinefunction(view) else _guard(view, refusal)
    guarded.permission = permission
    return guarded


def _guard(view: View, refusal: Refusal) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs):
        return refusal(request) or view(request, *args, **kwargs)

    return guarded


def _async_guard(view: View, refusal: Refusal) -> View:
    @wraps(view)
    async def guarded(request: HttpRequest, *args, **kwargs):
        return await sync_to_async(refusal)(request) or await view(request, *args, **kwargs)

    return guarded
