"""Saving what somebody types, so that two browsers cannot lose each other's words.

The rule: a save names the page that it comes from (a random word made when the page was drawn) and the version that the
page last saw.

1. If nobody else has written since, it is saved in place. The page's own earlier saves do not count as somebody else,
   even those whose answer it never saw because it typed on.
2. If another page has written since, nothing of it is touched: the words go into a new draft, a copy, and the page goes
   on there (`draft.copied_from` says so). Both drafts are there, with every word.
3. A save of the same page that comes late, overtaken by a newer one, is dropped: `typed` counts the page's keystrokes.

Values of a draft only ever grow: what a form does not show is kept as it was, for the model that can take it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q

from studio.accounts.models import Project, Team, User
from studio.core import clock

from .models import Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """What a page sends: the choice of model, task and provider, and all values that its form shows.

    `page` is the page's random word, `seen` the version that it last saw, `count` its keystrokes so far.
    """

    model: str
    task: str
    provider: str
    values: Mapping[str, object] = field(default_factory=dict)
    page: str = ""
    seen: int = 0
    count: int = 0


def start(user: User, team: Team, project: Project, typed: Typed) -> Draft:
    """A new draft."""
    return Draft.objects.create(owner=user, team=team, project=project, **_columns(typed, dict(typed.values)))


@transaction.atomic
def save(draft: Draft, typed: Typed) -> Draft:
    """Keep what was typed, by the rule above. Answers with the draft that the page goes on with."""
    now = Draft.objects.select_for_update().get(pk=draft.pk)
    if typed.page == now.page and typed.count < now.typed:
        return now
    columns = _columns(typed, {**now.values, **typed.values})
    mine = Q(version=typed.seen) | Q(page=typed.page) & ~Q(page="")
    if Draft.objects.filter(mine, pk=now.pk).update(version=F("version") + 1, updated_at=clock.now(), **columns):
        now.refresh_from_db()
        return now
    return _copy(now, typed, columns)


def _copy(of: Draft, typed: Typed, columns: dict[str, object]) -> Draft:
    """The page's own draft from now on. The same page again finds the copy that it made."""
    made = Draft.objects.filter(owner=of.owner_id, copied_from=of.pk, page=typed.page).exclude(page="").first()
    if made:
        return save(made, typed)
    same = {"owner_id": of.owner_id, "team_id": of.team_id, "project_id": of.project_id}
    return Draft.objects.create(id=uuid.uuid4(), copied_from=of.pk, **same, **columns)


def _columns(typed: Typed, values: dict[str, object]) -> dict[str, object]:
    chosen = {"model": typed.model, "task": typed.task, "provider": typed.provider}
    return chosen | {"values": values, "page": typed.page, "typed": typed.count}
