"""What a recipe costs and what would be sent for it. Sends nothing, needs no key and no database."""

from studio.catalog.check import Checked, check
from studio.catalog.problems import Lookup, Problem
from studio.catalog.recipe import BadRecipe, Recipe
from studio.providers import registry
from studio.providers.templates import Step

HIDDEN = {"authorization"}


def quote(data: object, media: Lookup | None = None) -> dict[str, object]:
    """The quote of one recipe as JSON: `{"valid", "errors", "warnings", "price", "requests"}`."""
    try:
        recipe = Recipe.from_json(data)
    except BadRecipe as bad:
        return refusal(bad.problems)
    checked = check(recipe, media)
    return {
        "valid": checked.valid,
        "errors": _errors(checked.errors),
        "warnings": list(checked.warnings),
        "price": checked.price.as_json() if checked.price else None,
        "requests": requests(recipe, checked) if checked.valid else [],
    }


def requests(recipe: Recipe, checked: Checked) -> list[dict[str, object]]:
    """The requests in order, as they would leave this machine. What stays on it is not a request."""
    steps = registry.get(recipe.provider).steps(checked.route, recipe.values)
    return [_request(step) for step in steps if not step.url.startswith("local://")]


def _request(step: Step) -> dict[str, object]:
    headers = {name: value for name, value in step.headers.items() if name.lower() not in HIDDEN}
    return {"method": step.method, "url": step.url, "headers": headers, "json": step.json}


def refusal(problems: tuple[Problem, ...]) -> dict[str, object]:
    """The quote of what is no recipe."""
    return {"valid": False, "errors": _errors(problems), "warnings": [], "price": None, "requests": []}


def _errors(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [{"field": problem.field, "message": problem.message} for problem in problems]
