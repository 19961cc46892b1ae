"""Money of private projects as those see it who keep the team's: whose, when and how much, and nothing of what for.

Only what is drawn is changed, and never saved: give it rows that are read for a page.
"""

from collections.abc import Iterable

from studio.accounts.models import Project, User

from .models import Job

TITLE, PLACE = "A private job", "a private project"
UNSAID = ("error", "error_field", "words", "fetch_error")


def masked(jobs: Iterable[Job], viewer: User) -> list[Job]:
    """The same jobs; those in projects that are not the viewer's to see without their words and inputs. Give them with
    their project (`select_related`)."""
    return [job if is_open(job.project, viewer) else _masked(job) for job in jobs]


def is_open(project: Project | None, viewer: User) -> bool:
    """Whether the viewer, who is on its team, sees the project."""
    return project is None or not project.is_private or project.made_by_id == viewer.pk


def _masked(job: Job) -> Job:
    job.title, job.project = TITLE, mask(job.project)
    job.recipe = {"model": job.model, "task": job.task, "provider": job.provider, "values": {}}
    for name in UNSAID:
        setattr(job, name, "")
    return job


def mask(project: Project) -> Project:
    """Without its name."""
    return Project(pk=project.pk, team_id=project.team_id, name=PLACE, visibility=project.visibility)
