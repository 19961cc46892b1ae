"""Which of a team's accounts at a provider a job goes through, and with which key."""

import time

from studio.accounts import keyring
from studio.accounts.models import ProviderKey, Team
from studio.catalog.tasks import PROVIDERS
from studio.providers import registry
from studio.providers.client import Client
from studio.providers.errors import BadKey
from studio.providers.keys import Key

from .models import Attempt, Job


class NoAccount(LookupError):
    """The team has no key to the provider; the message says where to add one."""


def account_of(team: Team, slug: str) -> ProviderKey | None:
    """The team's newest usable key to a provider; None for a provider that needs none. Raises NoAccount."""
    if not registry.needs_key(slug):
        return None
    key = ProviderKey.objects.usable().filter(team=team, provider=slug).order_by("-added_at").first()
    if key is None:
        raise NoAccount(
            f"{team} has no key to {PROVIDERS[slug]} yet. An owner adds one under Settings, Providers; "
            "Animatic draws a free preview without."
        )
    return key


OPEN_S = 2.0
"""For so long a key that was opened is good for further requests: many jobs are asked after in a second."""

_opened: dict[tuple[str, str], tuple[float, Key]] = {}


async def key_of(slug: str, account: str) -> Key | None:
    """The key of one of the teams' accounts. Raises BadKey with what to do."""
    at, key = _opened.get((slug, account), (float("-inf"), None))
    if time.monotonic() - at < OPEN_S:
        return key
    _opened.pop((slug, account), None)
    try:
        parts = await keyring.key_of(slug, account)
    except keyring.Locked as error:
        raise BadKey(str(error), provider=slug) from error
    if parts is None:
        return None
    _opened[slug, account] = time.monotonic(), Key(**parts)
    return _opened[slug, account][1]


def acting_for(whose: Job | Attempt, client: Client) -> Client:
    """The client with the key that this job, or this attempt, goes through."""
    return client.acting_for(str(whose.account_id or ""))


async def starts_of(slug: str, account: str) -> float | None:
    """How many jobs may be started in a second through an account, or where none is needed; None without a limit."""
    own = ProviderKey.objects.filter(pk=account or None).values_list("starts_per_s", flat=True)
    return await own.afirst() or registry.get(slug).starts_per_s


def can_send(team: Team, slug: str) -> bool:
    """Whether a job of this team can be sent through a provider."""
    try:
        account_of(team, slug)
    except NoAccount:
        return False
    return registry.sends(slug)
