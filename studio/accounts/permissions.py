"""Who may open a view. Every page wears one of these; the permission table is printed from `view.permission`."""

from collections.abc import Callable
from functools import wraps

from asgiref.sync import iscoroutinefunction
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def member(view: View) -> View:
    """Signed in and on a team. Anonymous people are sent to sign in; people without a team get 404."""

    def refusal(request: HttpRequest, user) -> HttpResponse | None:
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not user.memberships.exists():
            raise Http404("Only for members of a team.")
        return None

    return _guarded(view, refusal, "member")


def everybody(view: View) -> View:
    """Open to all, signed in or not."""
    view.permission = "everybody"
    return view


def _guarded(view: View, refusal: Callable, name: str) -> View:
    from asgiref.sync import sync_to_async

    if iscoroutinefunction(view):

        @wraps(view)
        async def guarded(request, *args, **kwargs):
            user = await request.auser()
            refused = await sync_to_async(refusal)(request, user)
            return refused or await view(request, *args, **kwargs)
    else:

        @wraps(view)
        def guarded(request, *args, **kwargs):
            return refusal(request, request.user) or view(request, *args, **kwargs)

    guarded.permission = name
    return guarded
