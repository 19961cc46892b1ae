"""What would be sent for what a page holds now: the newest draft, quoted."""

from playwright.sync_api import Page, expect

from studio.catalog.recipe import Recipe
from studio.catalog.turns import in_turn
from studio.jobs.models import Draft
from studio.library.lookup import media_lookup
from studio.providers.quote import quote
from tests.browser.people import in_a_thread


def recipes(page: Page) -> list[dict]:
    """The recipes of the newest draft, one a job, once everything is saved."""
    expect(page.locator("#compose.htmx-request")).to_have_count(0)
    draft = in_a_thread(lambda: Draft.objects.select_related("team").newest_first().first())
    whole = Recipe(draft.model, draft.task, draft.provider, draft.values["typed"])
    return [part.as_json() for part in in_turn(whole).recipes]


def values(page: Page) -> dict:
    """The values of the only recipe, without the names that files are given for prompts."""
    [recipe] = recipes(page)
    return recipe["values"]


def quotes(page: Page) -> list[dict]:
    """As `manage.py quote` prints them, with the files measured."""
    draft = in_a_thread(lambda: Draft.objects.select_related("team").newest_first().first())
    return [in_a_thread(lambda each=each: quote(each, media_lookup(draft.team, draft.owner))) for each in recipes(page)]
