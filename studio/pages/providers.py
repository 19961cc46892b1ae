"""Settings, Providers: a team's keys. Added and changed after a free call, limited, taken back; never shown again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.activity import record
from studio.accounts.current import team_of
from studio.accounts.keyring import Locked
from studio.accounts.models import ProviderKey, Team
from studio.accounts.permissions import manager, managers_of, member, require_maker
from studio.catalog.tasks import PROVIDERS
from studio.jobs import keys
from studio.jobs.hooks import account_address
from studio.jobs.keys import Tested
from studio.providers import registry
from studio.providers.base import Provider

from .keyforms import KeyForm, LimitsForm

UNTESTED = "untested"
TONES: Mapping[bool | None, tuple[str, str, str]] = {
    True: ("ok", "ready", "Works."),
    False: ("bad", "failed", "Does not work."),
    None: ("warn", "alert", "Not tested."),
}
"""By what the last test told: tone, icon, word."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """One key as it is shown: never itself, but everything about it. `change` is open once it was posted."""

    key: ProviderKey
    change: KeyForm
    limits: LimitsForm
    waiting: int
    on_their_way: int

    @property
    def tone(self) -> str:
        return TONES[self.key.works][0]

    @property
    def icon(self) -> str:
        return TONES[self.key.works][1]

    @property
    def word(self) -> str:
        return TONES[self.key.works][2]

    @property
    def hook(self) -> str:
        """The address to paste at a provider that calls one for all jobs; empty where each job has its own."""
        return account_address(self.key) if settings.HOOKS_URL else ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One provider: its keys in use, those that were taken back and are still needed, and the form for a first one."""

    provider: Provider
    accounts: list[Account]
    leaving: list[Account]
    form: KeyForm


@dataclass(kw_only=True)
class Posted:
    """What was posted and is shown again with its errors: a form to add, or one of a key (by its id)."""

    add: KeyForm | None = None
    change: dict[UUID, KeyForm] = field(default_factory=dict)
    limits: dict[UUID, LimitsForm] = field(default_factory=dict)


# Reading


@require_GET
@member
def providers(request: HttpRequest) -> HttpResponse:
    """The team's keys, provider by provider; for reviewers and guests nothing of it."""
    require_maker(request.user, team_of(request))
    return render(request, "providers/page.html", _page(request))


def _page(request: HttpRequest, **sections: Section) -> dict:
    """The whole page; a section that was just posted is given."""
    return {
        "sections": sections_of(request, **sections),
        "managers": managers_of(team_of(request)),
        "hooks_url": settings.HOOKS_URL,
    }


def sections_of(request: HttpRequest, **posted: Section) -> list[Section]:
    """One for each provider that wants a key."""
    team = team_of(request)
    return [posted.get(provider.slug) or section_of(team, provider) for provider in with_keys()]


def with_keys() -> list[Provider]:
    """The providers that want a key, in the order in which people know them."""
    return [registry.get(slug) for slug in PROVIDERS if registry.needs_key(slug)]


def section_of(team: Team, provider: Provider, posted: Posted | None = None) -> Section:
    """One provider, as this team has it."""
    posted = posted or Posted()
    rows = ProviderKey.objects.filter(team=team, provider=provider.slug).exclude(sealed="")
    rows = [_account(key, provider, posted) for key in rows.select_related("added_by").order_by("-added_at")]
    return Section(
        provider=provider,
        accounts=[row for row in rows if row.key.revoked_at is None],
        leaving=[row for row in rows if row.key.revoked_at],
        form=posted.add or KeyForm(provider),
    )


def _account(key: ProviderKey, provider: Provider, posted: Posted) -> Account:
    return Account(
        key=key,
        change=posted.change.get(key.pk) or _change_form(key, provider),
        limits=posted.limits.get(key.pk) or _limits_form(key, provider),
        waiting=keys.waiting(key).count(),
        on_their_way=keys.on_their_way(key).count(),
    )


def _change_form(key: ProviderKey, provider: Provider, data=None) -> KeyForm:
    return KeyForm(provider, data, prefix=f"key-{key.pk}", named=False)


def _limits_form(key: ProviderKey, provider: Provider, data=None) -> LimitsForm:
    return LimitsForm(data, instance=key, prefix=f"limits-{key.pk}", usual=provider.at_once)


# Acting


@require_POST
@manager
def add(request: HttpRequest, provider: str) -> HttpResponse:
    """Keep a key, once it works."""
    adapter = _adapter(provider)
    form = KeyForm(adapter, request.POST)
    about = {"label": form.cleaned_data["label"]} if form.is_valid() else {}
    if not _kept(request, form, partial(keys.add, team_of(request), provider, **about)):
        return _refused(request, adapter, Posted(add=form))
    return _done(request, adapter, f"The key to {adapter.name} is kept.")


@require_POST
@manager
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another key to the same account, once it works; until then the old one stays in use."""
    key, adapter = _mine(request, pk)
    form = _change_form(key, adapter, request.POST)
    if not _kept(request, form, partial(keys.change, key)):
        return _refused(request, adapter, Posted(change={pk: form}))
    return _done(request, adapter, f"The key to {adapter.name} is changed.")


@require_POST
@manager
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the provider again, free of charge."""
    key, adapter = _mine(request, pk)
    keys.test_again(key)
    return _done(request, adapter, f"{adapter.name} was asked.")


@require_POST
@manager
def test_all(request: HttpRequest) -> HttpResponse:
    """Ask all providers again."""
    for key in ProviderKey.objects.usable().filter(team=team_of(request)):
        keys.test_again(key)
    return redirect("providers")


@require_POST
@manager
def limits(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How much is asked of this account at once."""
    key, adapter = _mine(request, pk)
    form = _limits_form(key, adapter, request.POST)
    if not form.is_valid():
        return _refused(request, adapter, Posted(limits={pk: form}))
    with transaction.atomic():
        form.save()
        record("key-limited", team=key.team_id, by=request.user, of=key)
    return _done(request, adapter, f"The limits of {adapter.name} are saved.")


@require_POST
@manager
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a key back; with `at_once`, whatever is on its way."""
    key, adapter = _mine(request, pk)
    keys.revoke(key, request.user, at_once=bool(request.POST.get("at_once")))
    return _done(request, adapter, f"The key …{key.hint} to {adapter.name} is revoked.")


def _adapter(slug: str) -> Provider:
    if slug not in registry.PROVIDERS or not registry.needs_key(slug):
        raise Http404(f"There is no key for {slug}.")
    return registry.get(slug)


def _mine(request: HttpRequest, pk: UUID) -> tuple[ProviderKey, Provider]:
    """A key of the team that is not erased, and its adapter."""
    found = ProviderKey.objects.filter(team=team_of(request)).exclude(sealed="")
    key = get_object_or_404(found, pk=pk)
    return key, _adapter(key.provider)


def _kept(request: HttpRequest, form: KeyForm, keep: Callable[..., object]) -> bool:
    """Whether the key was tested and kept; where it was not, the form says why."""
    tested = _tested(request, form)
    if tested is None:
        return False
    try:
        keep(form.given(), tested, by=request.user)
    except Locked as error:
        form.refuse(str(error))
        return False
    return True


def _tested(request: HttpRequest, form: KeyForm) -> Tested | None:
    """What the free call told of a key that may be kept; None for one that may not, and the form says why.

    A provider that cannot be asked is no reason against a key: it is kept if the person says so.
    """
    if not form.is_valid():
        return None
    tested = keys.test(form.provider.slug, form.given())
    if tested.works or (tested.works is None and request.POST.get(UNTESTED)):
        return tested
    form.not_reached = tested.works is None
    form.refuse(tested.words)
    return None


# Answering


def _done(request: HttpRequest, provider: Provider, words: str) -> HttpResponse:
    """The provider's section as it is now; without JavaScript, the page one came from."""
    if request.htmx:
        return _part(request, section_of(team_of(request), provider), said=words)
    messages.success(request, words)
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "providers")


def _refused(request: HttpRequest, provider: Provider, posted: Posted) -> HttpResponse:
    section = section_of(team_of(request), provider, posted)
    if request.htmx:
        return _part(request, section, status=422)
    return render(request, "providers/page.html", _page(request, **{provider.slug: section}), status=422)


def _part(request: HttpRequest, section: Section, *, said: str = "", status: int = 200) -> HttpResponse:
    context = {"section": section, "said": said, "hooks_url": settings.HOOKS_URL}
    return render(request, "providers/page.html#provider", context, status=status)
