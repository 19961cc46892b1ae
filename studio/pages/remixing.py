"""Values of a stored recipe, brought back into a form: each file is found by its id, else by its content."""

from collections.abc import Iterator, Mapping

from studio.accounts.models import Team, User
from studio.catalog import registry
from studio.catalog.recipe import media_values
from studio.library.lookup import find
from studio.library.models import Asset


def restored(values: object, team: Team, viewer: User) -> object:
    """The same values; a file that the team does not have under that id, or not for this person to see, is looked for
    by its sha256.

    A file that is not there at all keeps its id: the form then says that it is missing.
    """
    if isinstance(values, Mapping):
        if "asset" in values:
            return _media(values, team, viewer)
        return {key: restored(value, team, viewer) for key, value in values.items()}
    return [restored(value, team, viewer) for value in values] if isinstance(values, list) else values


def _media(value: Mapping, team: Team, viewer: User) -> dict:
    asset = find(team, value["asset"], viewer) or _same_content(value.get("sha256"), team, viewer)
    plain = {key: value[key] for key in ("asset", "name") if key in value}
    return plain | ({"asset": str(asset.pk)} if asset else {})


def _same_content(sha256: str | None, team: Team, viewer: User) -> Asset | None:
    seen = Asset.objects.of_team(team).open_to(viewer)
    return seen.with_content(sha256).newest_first().first() if sha256 else None


def missing_from(values: Mapping[str, object], team: Team, viewer: User) -> Iterator[str]:
    """A sentence for each value that holds files which are not here, as a recipe from another installation may."""
    for name, value in values.items():
        assets = [media for media in media_values(value) if "asset" in media]
        gone = [media for media in assets if not find(team, media["asset"], viewer)]
        if gone:
            called = ", ".join(f"@{media['name']}" for media in gone if media.get("name"))
            many = f"{len(gone)} of its {len(assets)} files are" if len(gone) > 1 else "its file is"
            yield f"{registry.control_of(name).label}: {many} not in this library{f' ({called})' if called else ''}."
