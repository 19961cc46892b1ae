"""`python manage.py quote < recipe.json`: what a recipe costs and what would be sent. Sends nothing."""

import json
import sys
from collections.abc import Iterator

from django.core.management.base import BaseCommand

from studio.catalog.problems import Problem
from studio.catalog.recipe import BadRecipe
from studio.providers.quote import quote, refusal


class Command(BaseCommand):
    """Reads one recipe, or many as JSON Lines; prints one quote a line. Exits 0 when all are valid, 1 otherwise."""

    help = "Quote recipes from standard input: validity, price and the exact requests. Needs no key and no database."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        quotes = [one(text) for text in recipes(sys.stdin.read())]
        for line in quotes:
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        sys.exit(0 if quotes and all(line["valid"] for line in quotes) else 1)


def one(text: str) -> dict[str, object]:
    """The quote of one recipe given as text; what is no JSON gets a sentence."""
    try:
        return quote(parsed(text))
    except BadRecipe as bad:
        return refusal(bad.problems)


def parsed(text: str) -> object:
    """The JSON of one recipe. Raises BadRecipe where it is none."""
    try:
        return json.loads(text, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        raise BadRecipe([Problem("recipe", f"This is no JSON: {error}. Give one recipe, or one a line.")]) from error


def recipes(text: str) -> Iterator[str]:
    """The recipes in a text: the whole of it where it is one JSON value, else its lines. An empty text is one."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
        yield from lines if len(lines) > 1 else [text]
    else:
        yield text


def _no_such_number(word: str) -> None:
    raise ValueError(f"{word} is no number")
