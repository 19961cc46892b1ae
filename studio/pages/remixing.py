"""Values of a stored recipe, brought back into a form: each file is found by its id, else by its content."""

from collections.abc import Mapping

from studio.accounts.models import Team
from studio.library.lookup import find
from studio.library.models import Asset


def restored(values: object, team: Team) -> object:
    """The same values; a file that the team does not have under that id is looked for by its sha256.

    A file that is not there at all keeps its id: the form then says that it is missing.
    """
    if isinstance(values, Mapping):
        if "asset" in values:
            return _media(values, team)
        return {key: restored(value, team) for key, value in values.items()}
    return [restored(value, team) for value in values] if isinstance(values, list) else values


def _media(value: Mapping, team: Team) -> dict:
    asset = find(team, value["asset"]) or _same_content(value.get("sha256"), team)
    plain = {key: value[key] for key in ("asset", "name") if key in value}
    return plain | ({"asset": str(asset.pk)} if asset else {})


def _same_content(sha256: str | None, team: Team) -> Asset | None:
    return Asset.objects.of_team(team).with_content(sha256).newest_first().first() if sha256 else None
