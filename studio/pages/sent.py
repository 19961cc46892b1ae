"""What will be sent: the exact requests of a composition, in three forms, and beside them those of another provider.

The panel is a part of the form: a switch opens it, radios choose the form, and it comes back with every change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from studio.accounts.models import Team
from studio.catalog.mentions import Mention, names
from studio.catalog.recipe import media_values
from studio.catalog.tasks import PROVIDERS
from studio.jobs.material import stored
from studio.library.models import Asset
from studio.library.queries import as_id
from studio.providers import registry
from studio.providers.base import Provider
from studio.providers.errors import ProviderError
from studio.providers.templates import Step
from studio.providers.written import FORMS, Sheet

from .composing import Composition, bound
from .media import file_name

OPEN, FORM, BESIDE = "sent_open", "sent_form", "sent_beside"  #: the form's fields


@dataclass(frozen=True, slots=True)
class Sent:
    """What one provider would get, so many `times`; `text` is empty where nothing would be sent, and `why` says so."""

    provider: str
    name: str
    text: str
    count: int
    why: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Panel:
    """The open panel. `forms` are (slug, name); `others` the providers that can be compared with; `names` what each
    name becomes in a prompt, at each of those that are shown.
    """

    form: str
    shown: tuple[Sent, ...]
    others: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    forms: tuple[tuple[str, str], ...] = tuple((slug, name) for slug, (name, _) in FORMS.items())

    @property
    def beside(self) -> str:
        """The provider that is compared with, if there is one."""
        return self.shown[1].provider if len(self.shown) > 1 else ""


def panel(composition: Composition, asked: Mapping[str, str], ways: list[str], team: Team) -> Panel | None:
    """The panel as the page asks for it; None while it is closed. `ways` are the providers that take this job."""
    if not asked.get(OPEN):
        return None
    form = asked.get(FORM) if asked.get(FORM) in FORMS else next(iter(FORMS))
    here = composition.choice.provider
    others = tuple((slug, PROVIDERS[slug]) for slug in ways if slug != here and registry.needs_key(slug))
    sides = [composition]
    if asked.get(BESIDE) in dict(others):
        sides.append(composition.through(asked[BESIDE]))
    return Panel(form, tuple(_sent(side, form, team) for side in sides), others, _names(sides))


def _sent(composition: Composition, form: str, team: Team) -> Sent:
    """The requests of a composition that could be sent; otherwise what is missing, or that nothing leaves."""
    slug, name = composition.choice.provider, PROVIDERS[composition.choice.provider]
    composition = bound(replace(composition, values=dict(composition.values)), submitted=True)
    if composition.form.errors:
        first = next(iter(composition.form.errors.values()))[0]
        return Sent(slug, name, "", 0, f"Not yet: {first}")
    if not registry.needs_key(slug):
        return Sent(slug, name, "", 0, "Nothing leaves this machine: it is drawn here.")
    try:
        sheet = _sheet(composition, team)
    except ProviderError as error:
        return Sent(slug, name, "", 0, error.message)
    return Sent(slug, name, FORMS[form][1](sheet), len(sheet.steps), times=composition.jobs)


def _sheet(composition: Composition, team: Team) -> Sheet:
    adapter = registry.get(composition.choice.provider)
    values = composition.form.recipe().values
    return sheet(adapter, adapter.steps(composition.choice.route, values), values, team)


def sheet(adapter: Provider, steps: Sequence[Step], values: Mapping[str, object], team: Team) -> Sheet:
    """The requests of these values, with the team's files that they name."""
    found = Asset.objects.of_team(team).in_bulk(_ids(values))
    files = {str(pk): stored(asset) for pk, asset in found.items()}
    return Sheet(
        steps=steps,
        files=files,
        names={str(pk): file_name(asset) + files[str(pk)].path.suffix for pk, asset in found.items()},
        file_form=adapter.file_form,
        authorization=adapter.shown_authorization,
        origins=adapter.origins,
    )


def _ids(values: Mapping[str, object]) -> list[UUID]:
    return [key for media in media_values(values) if (key := as_id(media.get("asset")))]


def _names(sides: list[Composition]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """`@coat` -> `<<<image_1>>>`: the names that were given, and how each side is told of what they mean."""
    known = names(sides[0].values)
    given = ((name, meant) for name, meant in known.items() if name != str(meant))
    return tuple((f"@{name}", tuple(_told(side, meant) for side in sides)) for name, meant in given)


def _told(composition: Composition, meant: Mention) -> str:
    choice = composition.choice
    return registry.get(choice.provider).mention(choice.route, meant)
