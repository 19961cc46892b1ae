"""What can be done with a clip from here on, in words and addresses; and whose clip a page of these works with."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from studio.accounts.current import project_of, team_of
from studio.accounts.models import Project, Team, User
from studio.accounts.permissions import require_maker
from studio.catalog import registry
from studio.catalog.schema import Route
from studio.catalog.tasks import PROVIDERS
from studio.jobs.models import Job
from studio.library import store
from studio.library.models import Asset
from studio.providers import registry as providers

from .composing import Choice, settled

FRAME, NEXT, EXTEND = "first_frame", "image-to-video", "extend"


@dataclass(frozen=True, slots=True)
class Extension:
    """The provider's own way to go on with a clip: where it is open and what is to be known, else why not."""

    url: str
    words: str


def clip_of(request: HttpRequest, pk: UUID) -> Asset:
    """A clip of the team one works in, whose file is there. Raises Http404."""
    clips = Asset.objects.visible_to(request.user).of_team(team_of(request)).filter(kind="video")
    clip = clips.select_related("owner", "team", "project").filter(pk=pk).first()
    if clip is None or not store.path_of(clip).is_file():
        raise Http404("There is no such clip.")
    return clip


def maker_in(request: HttpRequest) -> tuple[User, Team, Project]:
    """Who makes a file, and where it goes. Raises PermissionDenied for somebody who makes nothing here."""
    team = team_of(request)
    require_maker(request.user, team)
    return request.user, team, project_of(request)


def next_choice(clip: Asset) -> Choice:
    """The route that makes the clip after it: the same model and provider where they take a first frame."""
    recipe = clip.recipe or {}
    return settled(recipe.get("model"), NEXT, recipe.get("provider"))


def next_words(clip: Asset) -> str:
    """What the composer will open with, and why where that is not the clip's own model."""
    choice, recipe = next_choice(clip), clip.recipe or {}
    name = registry.get(choice.model).name
    if not recipe:
        return f"This clip has no recipe, so the composer opens with {name}."
    if (choice.model, choice.provider) == (recipe.get("model"), recipe.get("provider")):
        return f"The composer opens with {name} and the same recipe; nothing is sent before you say so."
    before, through = registry.get(recipe.get("model", "")), PROVIDERS.get(recipe.get("provider", ""))
    own = f"{before.name} via {through}" if before and through else "Its model"
    return f"{own} takes no first frame, so the composer opens with {name} via {PROVIDERS[choice.provider]}."


def extension(clip: Asset) -> Extension:
    """Whether the provider that made the clip can lengthen it itself."""
    recipe = clip.recipe or {}
    model, slug = registry.get(recipe.get("model", "")), recipe.get("provider", "")
    if model is None or slug not in PROVIDERS or not providers.needs_key(slug):
        return Extension("", "Only a clip that a provider made can be extended there. Continue from a frame instead.")
    route = registry.route(model.slug, EXTEND, slug)
    words = _why_not(clip, route, model.name, PROVIDERS[slug])
    if words:
        return Extension("", words)
    retired = f" It was {route.retired}, so it may refuse." if route.retired else ""
    length = f"{PROVIDERS[slug]} lengthens its own clip by some seconds, and the result holds both.{retired}"
    return Extension(f"{reverse('create')}?extend={clip.pk}", length)


def _why_not(clip: Asset, route: Route | None, model: str, provider: str) -> str:
    if route is None or not route.composable:
        return f"{provider} has no extension for {model}. Continue from a frame instead."
    if not clip.provider_id:
        return f"{provider} gave no id for this clip, so it cannot find it again. Continue from a frame instead."
    made = Job.objects.filter(pk=clip.job_id, provider=route.provider, account__revoked_at=None)
    if not made.exclude(account=None).exists():
        return f"The {provider} account that made this clip is not in use any more. Continue from a frame instead."
    fault = next(route.control("input_video").accepts.faults(clip.facts, ""), "")
    return fault.removeprefix(": ") and f"{provider} would not take it: {fault.removeprefix(': ')}"
