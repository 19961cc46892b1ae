"""Tags for the first days of a studio: four things to try, and the test clips of the sample project."""

from django import template

from studio.pages import first_job, sample, trying
from studio.pages.first_job import FirstJob
from studio.pages.trying import Row

register = template.Library()


@register.simple_tag(takes_context=True)
def first_steps(context: template.Context) -> list[Row]:
    """What is left to try; nothing once all is done or the list was closed."""
    return trying.rows(context["request"])


@register.simple_tag(takes_context=True)
def first_real_job(context: template.Context) -> FirstJob | None:
    """The cheapest job through the team's keys."""
    return first_job.first_job(context["request"])


@register.simple_tag(takes_context=True)
def sample_clips(context: template.Context) -> dict | None:
    """The test clips, where the project is the sample."""
    project = context.get("project")
    return sample.shown(sample.clips_of(project)) if project and project.is_sample else None
