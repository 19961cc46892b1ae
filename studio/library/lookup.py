"""How forms and checks learn what a file is, without knowing assets."""

from collections.abc import Callable
from functools import cache

from studio.accounts.models import Team, User
from studio.core.media import MediaFacts

from .models import Asset


def media_lookup(team: Team, viewer: User | None) -> Callable[[str], MediaFacts | None]:
    """A function from an asset's id, as a recipe writes it, to the file's facts.

    None for what is not the team's, what somebody else than the viewer keeps to themselves, and what is no id. Without
    a viewer it is the studio itself that looks. Each id is asked for once, so a lookup lives as long as one request.
    Its queries are synchronous.
    """

    @cache
    def facts_of(asset_id: str) -> MediaFacts | None:
        asset = find(team, asset_id, viewer)
        return asset.facts if asset else None

    return facts_of


def find(team: Team, asset_id: str, viewer: User | None) -> Asset | None:
    """The team's asset of that id; None for a stranger's, an unknown one, and for text that is not written as an id.
    Somebody else's private one is unknown to the viewer.

    Another spelling of an id (capitals, no dashes) is none: a recipe's files are compared by their ids as text.
    """
    known = Asset.objects.of_team(team)
    found = (known.open_to(viewer) if viewer else known).with_ids([asset_id]).first()
    return found if found and str(found.pk) == asset_id else None
