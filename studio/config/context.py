"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Project, User
from studio.accounts.permissions import may_make, may_manage


def studio(request: HttpRequest) -> dict:
    """csp_nonce, theme and whether the studio rehearses; for somebody signed in also team, project, the projects to
    choose from, `makes`: whether jobs are theirs to make, and `manages`: whether the team's money and people are theirs
    to decide about."""
    nonce = getattr(request, "csp_nonce", "")
    context = {"csp_nonce": str(nonce), "theme": User.Theme.DARK.value}  # as text: unused, django-csp's nonce is false
    context["rehearses"] = settings.REHEARSES
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "theme": user.theme,
        "team": team_of(request),
        "project": project_of(request),
        "makes": may_make(user, team_of(request)),
        "manages": may_manage(user, team_of(request)),
        "projects": Project.objects.visible_to(user).select_related("team").order_by("team__name", "name", "pk"),
    }
