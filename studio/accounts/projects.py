"""Settings, Projects: made, renamed, opened to the team or kept to oneself; and the one that a person works in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from studio.core.numbers import whole

from .activity import record
from .current import choose, team_of
from .forms import ProjectForm, RenameForm
from .models import Project, Team, User
from .permissions import MANAGERS, may_manage, member, require_maker

PROOFS = "proofs"  #: the form's field: `yes` or `no`
TEAM, PRIVATE = Project.Visibility.TEAM, Project.Visibility.PRIVATE


class CannotHide(ValueError):
    """A project cannot be kept to oneself; the message says why, and what to do."""


@transaction.atomic
def make(form: ProjectForm, by: User) -> Project:
    """A new project of the person's."""
    form.instance.made_by = by
    made = form.save()
    record("project-made", team=made.team_id, by=by, of=made)
    return made


@transaction.atomic
def rename(form: RenameForm, by: User) -> None:
    """Another name."""
    was = Project.objects.get(pk=form.instance.pk).name
    now = form.save()
    if now.name != was:
        record("project-renamed", team=now.team_id, by=by, of=now, words=f"{was}, now {now.name}")


@transaction.atomic
def show_to(project: Project, visibility: str, by: User) -> None:
    """Open it to the team, or keep it to oneself. Raises CannotHide.

    Nobody loses sight of their own work: a project goes out of the others' sight only while nobody else has made
    anything in it. And a team keeps one that all of it sees, so that everybody has a place to work in.
    """
    Team.objects.select_for_update().get(pk=project.team_id)  # of two who hide the last two, the second is told
    now = Project.objects.select_for_update().get(pk=project.pk)
    if now.visibility == visibility:
        return
    if visibility == PRIVATE:
        _require_hidable(now, by)
    now.visibility = visibility
    now.save(update_fields=["visibility"])
    record("project-hidden" if visibility == PRIVATE else "project-shown", team=now.team_id, by=by, of=now)


@transaction.atomic
def want_proofs(project: Project, wanted: bool, by: User) -> None:
    """Whether only what was approved as a proof may be made at the final tier there; owners and producers say so."""
    if Project.objects.filter(pk=project.pk, proof_first=not wanted).update(proof_first=wanted):
        record("proofs-wanted" if wanted else "proofs-not-wanted", team=project.team_id, by=by, of=project)


def _require_hidable(project: Project, by: User) -> None:
    if project.made_by_id != by.pk:
        raise CannotHide(f"Only {project.made_by or 'who made it'} could make {project.name} private.")
    if project.is_sample or not Project.objects.filter(team=project.team, visibility=TEAM).exclude(pk=project.pk):
        raise CannotHide(f"{project.name} stays the team's: everybody needs a project to work in. Add another first.")
    if others := _others_in(project, by):
        names = ", ".join(map(str, others))
        raise CannotHide(f"{names} made work in {project.name} and would not see it any more. Move it first.")


def _others_in(project: Project, by: User) -> list[User]:
    """Who else has jobs or files there."""
    at_work = (getattr(project, rows).exclude(owner=by).values("owner") for rows in ("jobs", "assets"))
    return list(User.objects.filter(pk__in={row["owner"] for rows in at_work for row in rows}).order_by("name"))


# Pages


@require_http_methods(["GET", "POST"])
@member
def projects(request: HttpRequest) -> HttpResponse:
    """The projects that this person sees; a new one becomes the one they work in."""
    if request.method == "POST":
        require_maker(request.user, team_of(request))
    form = ProjectForm(request.POST or None, instance=Project(team=team_of(request)))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/projects.html", _context(request, form), status=status)
    choose(request, make(form, request.user))
    return redirect("projects")


def _context(request: HttpRequest, form: ProjectForm) -> dict:
    mine = Project.objects.visible_to(request.user).select_related("team", "made_by")
    managed = request.user.memberships.filter(role__in=MANAGERS).values_list("team", flat=True)
    return {"form": form, "shown": mine.order_by("team__name", "name", "pk"), "managed": set(managed)}


@require_POST
@member
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, and who sees it; that is for who made it to say."""
    project = get_object_or_404(Project.objects.visible_to(request.user).select_related("team"), pk=pk)
    require_maker(request.user, project.team)
    form = RenameForm(request.POST, instance=project)
    if not form.is_valid():
        messages.error(request, f"A project is called by 1 to 120 characters; {project.name} keeps its name.")
        return redirect("projects")
    rename(form, request.user)
    if PROOFS in request.POST and may_manage(request.user, project.team):
        want_proofs(project, request.POST[PROOFS] == "yes", request.user)
    try:
        show_to(project, _wanted(request, project), request.user)
    except CannotHide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{form.instance.name} is saved.")
    return redirect("projects")


def _wanted(request: HttpRequest, project: Project) -> str:
    wanted = request.POST.get("visibility")
    return wanted if wanted in Project.Visibility.values else project.visibility


@require_POST
@member
def current_project(request: HttpRequest) -> HttpResponse:
    """Work in another project from now on."""
    pk = whole(request.POST.get("project"))
    choose(request, get_object_or_404(Project.objects.visible_to(request.user), pk=pk))
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "projects")
