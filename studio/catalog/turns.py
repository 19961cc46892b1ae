"""What one job cannot do in one go is done in turn: a recipe as the jobs that it needs, each on the result of the last.

Kling moves one face a job: two faces that speak are two jobs, the second on the clip that the first has made. Its
length is that of the first, so each part is judged and priced with the clip that is there already.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from studio.catalog.cast_controls import Faces
from studio.catalog.check import Checked, check, listed
from studio.catalog.pricing import Price, Prices
from studio.catalog.problems import Lookup
from studio.catalog.recipe import Recipe
from studio.catalog.registry import route as find_route

MOST = 4
"""So many faces are offered to speak in turn; no source gives a number."""


@dataclass(frozen=True, slots=True)
class Turns:
    """The jobs in order. Each after the first has the result of the one before as its `works_on`."""

    recipes: tuple[Recipe, ...]
    works_on: str = ""


def in_turn(recipe: Recipe) -> Turns:
    """The jobs that a recipe needs; itself alone where one does."""
    route = find_route(recipe.model, recipe.task, recipe.provider)
    control = route.control("faces") if route else None
    faces = recipe.values.get("faces")
    if not isinstance(control, Faces) or not isinstance(faces, list) or not control.most < len(faces) <= MOST:
        return Turns((recipe,))
    return Turns(tuple(_parts(recipe, faces, control.most)), works_on="input_video")


def _parts(recipe: Recipe, faces: list, most: int) -> Iterator[Recipe]:
    for at in range(0, len(faces), most):
        yield replace(recipe, values={**recipe.values, "faces": faces[at : at + most]})


def check_in_turn(recipe: Recipe, media: Lookup | None = None, prices: Prices = listed) -> Checked:
    """As `check`, of all jobs together: every problem once, the prices added up."""
    found = [check(part, media, prices) for part in in_turn(recipe).recipes]
    if len(found) == 1:
        return found[0]
    errors = tuple(dict.fromkeys(problem for each in found for problem in each.errors))
    warnings = tuple(dict.fromkeys(words for each in found for words in each.warnings))
    return Checked(errors, warnings, together([each.price for each in found]), found[0].route)


def together(prices: list[Price | None]) -> Price | None:
    """The sum; None where one of them is not known."""
    if None in prices:
        return None
    return replace(prices[0], amount=sum(price.amount for price in prices), exact=all(price.exact for price in prices))
