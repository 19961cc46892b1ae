"""Who may open a view. Every view wears one of these; the permission table is read from `view.permission`."""

from collections.abc import Callable
from functools import wraps

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from .current import team_of
from .models import Membership, Team, User

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


def manager(view: View) -> View:
    """For owners and producers of the team one works in: what spends its money, and who is on it."""
    return _guarded(view, _no_manager, "owner or producer")


MANAGERS = (Membership.Role.OWNER, Membership.Role.PRODUCER)
"""The roles that may change a team's keys, limits and people."""


MAKERS = (*MANAGERS, Membership.Role.ARTIST)
"""The roles that may make jobs and projects, and act on their team's."""


def managers_of(team: Team) -> list[User]:
    """Who can grant what others may not do, the first of the team first."""
    return list(User.objects.filter(memberships__team=team, memberships__role__in=MANAGERS).order_by("memberships__pk"))


def may_manage(user: User, team: Team) -> bool:
    """Whether this person is one of them."""
    return Membership.objects.filter(user=user, team=team, role__in=MANAGERS).exists()


def may_make(user: User, team: Team) -> bool:
    """Whether this person is one of those who make things."""
    return Membership.objects.filter(user=user, team=team, role__in=MAKERS).exists()


def require_maker(user: User, team: Team) -> None:
    """Raises PermissionDenied."""
    if not may_make(user, team):
        raise PermissionDenied("Only owners, producers and artists of the team may do this.")


def _anonymous(request: HttpRequest) -> HttpResponse | None:
    return None if request.user.is_authenticated else redirect_to_login(request.get_full_path())


def _on_no_team(request: HttpRequest) -> HttpResponse | None:
    refused = _anonymous(request)
    if refused is None and not request.user.memberships.exists():
        raise Http404("Only members of a team may open this.")
    return refused


def _no_manager(request: HttpRequest) -> HttpResponse | None:
    refused = _on_no_team(request)
    if refused is None and not may_manage(request.user, team_of(request)):
        names = " or ".join(map(str, managers_of(team_of(request))))
        raise PermissionDenied(f"This is for the owners and producers of the team. Ask {names}.")
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
