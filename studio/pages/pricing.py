"""What the composer says about the price: by the list, or as the provider has quoted it."""

from dataclasses import dataclass

from studio.accounts.models import Team
from studio.catalog.pricing import Price
from studio.catalog.recipe import Recipe
from studio.jobs import quotes

from .composing import Composition
from .offers import Sum, Way, for_all, recipe_of, sum_of, ways


@dataclass(frozen=True, kw_only=True, slots=True)
class Money:
    """The price of a composition, how it comes about, what the other providers want, and whether one can ask."""

    price: Price | None
    sum: Sum
    ways: list[Way]
    can_ask: bool


def money_of(composition: Composition, team: Team) -> Money:
    """As it stands now."""

    def quoted(recipe: Recipe) -> Price | None:
        quote = quotes.known_to(recipe, team)
        return quote.price if quote else None

    recipe, listed = recipe_of(composition), composition.form.price
    quote = quoted(recipe)
    return Money(
        price=for_all(composition, quote or listed),
        sum=sum_of(composition, listed, quote),
        ways=ways(composition, quoted),
        can_ask=quote is None and not composition.form.errors and quotes.can_ask(recipe, team),
    )
