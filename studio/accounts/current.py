"""The team and the project that a person is working in right now; kept in the session."""

from django.http import HttpRequest

from .models import Project, Team, User

TEAM, PROJECT = "team", "project"


def teams_of(user: User) -> list[int]:
    """The ids of the teams the user is on, oldest membership first."""
    return list(user.memberships.order_by("created_at", "pk").values_list("team_id", flat=True))


def team_of(request: HttpRequest) -> Team | None:
    """The team chosen in this session, else the first one; None for somebody on no team."""
    teams = Team.objects.filter(members=request.user).order_by("memberships__created_at", "pk")
    chosen = request.session.get(TEAM)
    return (chosen and teams.filter(pk=chosen).first()) or teams.first()


def project_of(request: HttpRequest) -> Project | None:
    """The project chosen in this session, else the first one of the current team."""
    projects = Project.objects.filter(team=team_of(request)).order_by("created_at", "pk")
    chosen = request.session.get(PROJECT)
    return (chosen and projects.filter(pk=chosen).first()) or projects.first()


def choose(request: HttpRequest, project: Project) -> None:
    """From now on this session works in `project` and its team."""
    request.session[TEAM], request.session[PROJECT] = project.team_id, project.pk
