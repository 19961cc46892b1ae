"""What providers keep for the team's accounts: asked for anew, looked through, and deleted there."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.current import team_of
from studio.accounts.models import ProviderKey
from studio.accounts.permissions import member, require_maker
from studio.jobs import shelves
from studio.jobs.accounts import key_of
from studio.library.models import Handle
from studio.providers import registry
from studio.providers.client import Client, for_studio
from studio.providers.errors import ProviderError, Unreachable

T = TypeVar("T")
PATIENCE_S = 20.0
"""How long a person waits for a provider's answer."""


@require_POST
@member
def refresh(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask the provider what it keeps for an account."""
    require_maker(request.user, team_of(request))
    account, name = _account(request, pk)
    try:
        _asked(name, lambda client: shelves.refresh(account, client))
        messages.success(request, f"{name} was asked: this is what it keeps.")
    except ProviderError as error:
        messages.error(request, error.message)
    return redirect("elements")


@require_GET
@member
def presets(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """What the provider has for all, by itself where it is put into the page."""
    require_maker(request.user, team_of(request))
    account, name = _account(request, pk)
    if kind not in registry.get(account.provider).things:
        raise Http404(f"{name} lists no {kind}s.")
    found, words = (), ""
    try:
        found = _asked(name, lambda client: shelves.presets(account, kind, client))
    except ProviderError as error:
        words = error.message
    context = {"presets": found, "words": words, "kind": kind, "provider_name": name}
    return render(request, "elements/presets.html" + ("#list" if request.htmx else ""), context)


@require_POST
@member
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one at the provider."""
    handles = Handle.objects.filter(account__team=team_of(request), account__revoked_at=None)
    handle = get_object_or_404(handles.select_related("account__team"), pk=pk)
    require_maker(request.user, handle.account.team)
    name = registry.get(handle.account.provider).name
    try:
        _asked(name, lambda client: shelves.remove(request.user, handle, client))
        messages.success(request, f"{handle} is deleted at {name}.")
    except ProviderError as error:
        messages.error(request, f"{handle} was not deleted. {error.message}")
    return redirect("elements")


def _account(request: HttpRequest, pk: uuid.UUID) -> tuple[ProviderKey, str]:
    """An account of the team's that is in use, and the provider's name."""
    account = get_object_or_404(ProviderKey.objects.usable().filter(team=team_of(request)), pk=pk)
    return account, registry.get(account.provider).name


def _asked(name: str, ask: Callable[[Client], Awaitable[T]]) -> T:
    """The answer, within a person's patience. Raises ProviderError."""

    async def asked() -> T:
        client = for_studio(settings.DATA, keys=key_of, rehearsal=settings.REHEARSAL)
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await ask(client)
        except TimeoutError as error:
            raise Unreachable(f"{name} did not answer within {PATIENCE_S:g} s.") from error
        finally:
            await client.close()

    return async_to_sync(asked)()
