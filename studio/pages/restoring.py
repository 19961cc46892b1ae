"""A recipe that is a file of its own, `.json` as it is downloaded here or elsewhere: opened in the composer.

The recipe inside a clip or picture needs no door: the file is kept as an upload, and with it its recipe.
"""

from http import HTTPStatus

from asgiref.sync import async_to_sync
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from studio.accounts.current import project_of, team_of
from studio.accounts.permissions import member
from studio.catalog import registry
from studio.catalog.recipe import BadRecipe, Recipe
from studio.core import media
from studio.core.formats import OTHER
from studio.jobs import drafts
from studio.library import store
from studio.library.imports.bringing import recipe_of, written
from studio.library.keep import shown_name
from studio.library.models import Asset

from .composing import settled
from .recall import GIVEN

MOST = 1_000_000  #: bytes


class NoRecipe(ValueError):
    """The file is no recipe that could be opened; the message is fit to show."""


@require_POST
@member
def restoring(request: HttpRequest) -> JsonResponse:
    """Keeps the recipe in `file` as a draft, and answers with where the composer opens it: {"url"}, else {"error"}."""
    file = request.FILES.get("file")
    try:
        recipe = _read(file.read(MOST + 1) if file else b"", file.name if file else "The file")
    except NoRecipe as refusal:
        return JsonResponse({"error": str(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    choice = settled(recipe.model, recipe.task, recipe.provider)
    given = {"name": shown_name(file.name), "recipe": recipe.as_json()}
    values = {"typed": {}, "kept": {}, GIVEN: given}
    typed = drafts.Typed(model=choice.model, task=choice.task, provider=choice.provider, values=values)
    draft = drafts.start(request.user, team_of(request), project_of(request), typed)
    return JsonResponse({"url": f"{reverse('create')}?restore={draft.pk}"}, status=HTTPStatus.CREATED)


def _read(data: bytes, name: str) -> Recipe:
    """Raises NoRecipe, with what was given and what to do."""
    if len(data) > MOST:
        raise NoRecipe(f"“{name}” is larger than any recipe: up to {MOST // 1_000_000} MB are read. Choose another.")
    try:
        recipe = Recipe.from_text(data.decode("utf-8-sig"))
    except (ValueError, RecursionError, BadRecipe) as error:
        why = f" {error}" if isinstance(error, BadRecipe) else ""
        raise NoRecipe(
            f"“{name}” is no recipe of Dailies.{why} Drop a file that was downloaded as a recipe."
        ) from error
    if registry.get(recipe.model) is None:
        raise NoRecipe(f"“{name}” is for {recipe.model[:60]!r}, a model that this studio does not know.")
    return recipe


def with_recipe(asset: Asset) -> Asset:
    """The same upload, with the recipe that it carries inside written down where there is one."""
    if asset.recipe is None and asset.kind != OTHER.kind:
        text, foreign = async_to_sync(media.carried)(store.path_of(asset))
        written(asset, recipe_of(text), foreign)
    return asset
