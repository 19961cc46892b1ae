"""The team and the project that a person is working in right now: kept in the session, looked up once a request."""

from django.http import HttpRequest

from .models import Project, Team, User

TEAM, PROJECT = "team", "project"


def teams_of(user: User) -> list[int]:
    """The ids of the teams the user is on, oldest membership first."""
    return list(user.memberships.order_by("created_at", "pk").values_list("team_id", flat=True))


def team_of(request: HttpRequest) -> Team | None:
    """The team chosen in this session, else the first one; None for somebody on no team."""
    if not hasattr(request, "current_team"):
        teams = Team.objects.filter(members=request.user).order_by("memberships__created_at", "pk")
        request.current_team = _chosen_or_first(teams, request.session.get(TEAM))
    return request.current_team


def project_of(request: HttpRequest) -> Project | None:
    """The project chosen in this session, else the first one of the current team."""
    if not hasattr(request, "current_project"):
        projects = Project.objects.filter(team=team_of(request)).open_to(request.user).order_by("created_at", "pk")
        request.current_project = _chosen_or_first(projects, request.session.get(PROJECT))
    return request.current_project


def choose(request: HttpRequest, project: Project) -> None:
    """From now on this session works in `project` and its team."""
    request.session[TEAM], request.session[PROJECT] = project.team_id, project.pk
    request.current_team, request.current_project = project.team, project


def _chosen_or_first(rows, chosen: int | None):
    return (chosen and rows.filter(pk=chosen).first()) or rows.first()
