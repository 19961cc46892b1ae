"""The command palette: pages, tasks, models, recent results and what can be done, in one list to search.

The list is asked for when the palette is opened; static/js/elements/command-palette.js narrows it down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from studio.accounts.current import team_of
from studio.accounts.permissions import may_make, may_manage, member
from studio.accounts.templatetags.people import MAKES, MANAGES, REHEARSES, SETTINGS
from studio.catalog import registry
from studio.catalog.tasks import TASKS
from studio.library.models import Asset

from .composing import offered
from .keyboard import SCOPES, SHORTCUTS, keys_of
from .templatetags.dailies import sections

RECENT = 24  #: results


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One line: where it leads, or the shortcut that it runs. `also` are words that find it and are not shown."""

    group: str
    icon: str
    title: str
    words: str = ""
    also: str = ""
    url: str = ""
    runs: str = ""
    page: str = ""
    keys: str = ""
    picture: str = ""


@require_GET
@member
@vary_on_headers("HX-Request")
def commands(request: HttpRequest) -> HttpResponse:
    """All commands by group; a sheet over the page that asks, else a page of links."""
    template = "commands/page.html#sheet" if request.htmx else "commands/page.html"
    groups = [(name, list(rows)) for name, rows in groupby(_all(request), lambda command: command.group)]
    return render(request, template, {"groups": groups})


def _all(request: HttpRequest) -> Iterator[Command]:
    yield from _actions(request)
    yield from _pages(request)
    yield from _tasks()
    yield from _models()
    yield from _results(request)


def _actions(request: HttpRequest) -> Iterator[Command]:
    """What the keyboard can do, for those that do something by themselves; the page shows those that it can do."""
    keys = keys_of(request.user)
    for each in (each for each in SHORTCUTS if each.does and each.palette):
        page = SCOPES[each.scope].at
        yield Command(group="Do", icon="arrow", title=each.words, runs=each.slug, page=page, keys=keys[each.slug])


def _pages(request: HttpRequest) -> Iterator[Command]:
    keys = {each.to: keys_of(request.user)[each.slug] for each in reversed(SHORTCUTS) if each.does == "go"}
    for place in sections({"request": request}):
        name = place["name"]
        yield Command(group="Go to", icon=name, title=place["label"], url=place["url"], keys=keys.get(name, ""))
    yield Command(group="Go to", icon="info", title="Models", words="what each can do", url=reverse("models"))
    yield Command(group="Go to", icon="compare", title="Bake-offs", words="unnamed votes", url=reverse("bake-offs"))
    yield Command(group="Go to", icon="info", title="Ledger", words="what was billed", url=reverse("ledger"))
    yield Command(group="Go to", icon="info", title="History", words="every job ever", url=reverse("history"))
    whose = (request.user, team_of(request))
    conditions = {MAKES: may_make(*whose), MANAGES: may_manage(*whose), REHEARSES: settings.REHEARSES}
    for name, label, _, needs in SETTINGS:
        if all(conditions.get(need) for need in needs):
            yield Command(group="Go to", icon="settings", title=label, words="Settings", url=reverse(name))


def _tasks() -> Iterator[Command]:
    for slug, models in offered().items():
        task = TASKS[slug]
        count = f"{len(models)} model{'s' * (len(models) != 1)}"
        yield Command(group="Make", icon=_icon(task.output), title=task.title, words=count, url=_create(task=slug))


def _models() -> Iterator[Command]:
    for slug in dict.fromkeys(model for models in offered().values() for model in reversed(models)):
        model = registry.get(slug)
        also = f"{model.family} {model.search}"
        yield Command(
            group="Use a model", icon="create", title=model.name, words=model.blurb, also=also, url=_create(model=slug)
        )


def _results(request: HttpRequest) -> Iterator[Command]:
    assets = Asset.objects.visible_to(request.user).of_team(team_of(request)).kept().results().newest_first()
    for asset in assets.for_tiles()[:RECENT]:
        facts = {"icon": _icon(asset.kind), "picture": asset.poster_url or ""}
        yield Command(group="Recent results", title=asset.name, url=asset.get_absolute_url(), **facts)


def _create(**asked: str) -> str:
    return f"{reverse('create')}?{urlencode(asked)}"


def _icon(kind: str) -> str:
    return {"video": "film", "image": "image", "audio": "sound"}.get(kind, "create")
