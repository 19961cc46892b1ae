"""What every template may use."""

from django.http import HttpRequest

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Project, User


def studio(request: HttpRequest) -> dict:
    """csp_nonce, theme; and for somebody signed in: team, project, projects."""
    user = getattr(request, "user", None)
    context = {"csp_nonce": getattr(request, "csp_nonce", None), "theme": User.Theme.DARK.value}
    if user is None or not user.is_authenticated:
        return context
    projects = Project.objects.visible_to(user).order_by("name", "pk")
    return context | {
        "theme": user.theme,
        "team": team_of(request),
        "project": project_of(request),
        "projects": projects,
    }
