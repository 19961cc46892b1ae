"""What every template may use."""

from django.http import HttpRequest

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Project, User


def studio(request: HttpRequest) -> dict:
    """csp_nonce and theme; for somebody signed in also team, project and the projects to choose from."""
    nonce = getattr(request, "csp_nonce", "")
    context = {"csp_nonce": str(nonce), "theme": User.Theme.DARK.value}  # as text: unused, django-csp's nonce is false
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | {
        "theme": user.theme,
        "team": team_of(request),
        "project": project_of(request),
        "projects": Project.objects.visible_to(user).select_related("team").order_by("team__name", "name", "pk"),
    }
