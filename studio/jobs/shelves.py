"""What a provider keeps for an account: voices and elements, as they are made, listed and deleted there.

A job, or a helper before one, that makes a voice or an element leaves a Handle behind, so that it is paid for once.
"""

from collections.abc import Iterable, Mapping

from asgiref.sync import sync_to_async
from django.db import transaction

from studio.accounts.models import ProviderKey, User
from studio.accounts.permissions import require_maker
from studio.core import clock
from studio.library.models import Element, Handle, Voice
from studio.providers import registry
from studio.providers.client import Client
from studio.providers.errors import Gone, ProviderError, Refused
from studio.providers.things import Thing

from .models import Attempt, Job

ANSWERS = {"voice_id": "voice", "element_id": "element"}
"""What a helper's answer names -> the kind that it is."""


# Made


def remember(attempt: Attempt, answer: Mapping[str, object]) -> None:
    """Keep the ids of what was just made at the account. The same answer again changes nothing."""
    for field, kind in ANSWERS.items():
        its_id = str(answer.get(field) or "")
        if its_id and attempt.account_id:
            own = _own(attempt.job, kind)
            Handle.objects.get_or_create(
                account_id=attempt.account_id,
                kind=kind,
                its_id=its_id[:200],
                defaults={"made_by": attempt.job_id, "name": own.name if own else "", kind: own},
            )


def _own(job: Job, kind: str) -> Voice | Element | None:
    """The row here that the job made it of, where it is plain which one that was."""
    values = job.recipe["values"]
    if kind == "element":
        names = [element.get("name") for element in values.get("elements", ()) if "handle" not in element]
        return Element.objects.of_team(job.team).filter(name=names[0]).first() if len(names) == 1 else None
    sounds = [media["asset"] for media in _sounds(values) if "asset" in media]
    return Voice.objects.of_team(job.team).filter(recording=sounds[0]).first() if len(sounds) == 1 else None


def _sounds(values: Mapping[str, object]) -> Iterable[Mapping[str, object]]:
    """The recordings that voices are made of."""
    given = [*values.get("voices", ()), values.get("audio")]
    return [media for media in given if isinstance(media, Mapping)]


# Listed


async def presets(account: ProviderKey, kind: str, client: Client) -> tuple[Thing, ...]:
    """What the provider has for all. Raises ProviderError."""
    return await _asked(account, kind, client, presets=True)


async def refresh(account: ProviderKey, client: Client) -> None:
    """Ask what is on the account's shelves, and write down what came and what is gone. Raises ProviderError."""
    for kind in registry.get(account.provider).things:
        there = await _asked(account, kind, client, presets=False)
        await sync_to_async(_seen)(account, kind, there)
    await ProviderKey.objects.filter(pk=account.pk).aupdate(listed_at=clock.now())


async def _asked(account: ProviderKey, kind: str, client: Client, *, presets: bool) -> tuple[Thing, ...]:
    provider = registry.get(account.provider)
    asking = client.acting_for(str(account.pk))
    request = provider.build_things(kind, presets=presets)
    return await asking.ask(provider, request, lambda got: provider.parse_things(got, kind, presets=presets))


@transaction.atomic
def _seen(account: ProviderKey, kind: str, there: tuple[Thing, ...]) -> None:
    now = clock.now()
    for thing in there:
        told = {"sample_url": thing.sample_url[:2000], "seen_at": now, "gone_at": None}
        told |= {"name": thing.name[:120]} if thing.name else {}
        Handle.objects.update_or_create(
            account=account, kind=kind, its_id=thing.id[:200], defaults=told, create_defaults=told | {"made_at": now}
        )
    known = Handle.objects.filter(account=account, kind=kind, gone_at=None)
    known.exclude(its_id__in=[thing.id[:200] for thing in there]).update(gone_at=now)


# Deleted


async def remove(user: User, handle: Handle, client: Client) -> None:
    """Delete it at the provider, which no recipe can use from then on. One that is gone already is no error.

    Raises PermissionDenied, ProviderError.
    """
    account = await ProviderKey.objects.select_related("team").aget(pk=handle.account_id)
    await sync_to_async(require_maker)(user, account.team)
    provider = registry.get(account.provider)
    request = provider.build_removal(handle.kind, handle.its_id)
    try:
        await client.acting_for(str(account.pk)).submit(provider, request, provider.parse_removal)
    except (Refused, Gone):
        if await _is_there(account, handle, client):
            raise
    await Handle.objects.filter(pk=handle.pk).aupdate(gone_at=clock.now())


async def _is_there(account: ProviderKey, handle: Handle, client: Client) -> bool:
    """Whether the provider still lists it; where it cannot be asked, it is believed to be."""
    try:
        return handle.its_id in {thing.id for thing in await _asked(account, handle.kind, client, presets=False)}
    except ProviderError:
        return True
