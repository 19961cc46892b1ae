"""How a voice or an element stands with each provider: kept there, to be made there, sent with each job, or not taken.

Told from the catalog's routes and the handles that are usable; no provider is named here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from studio.accounts.models import ProviderKey
from studio.catalog.cast_controls import Elements, Voices
from studio.catalog.controls import Control
from studio.catalog.pricing import Price
from studio.catalog.registry import MODELS
from studio.catalog.tasks import PROVIDERS
from studio.library.models import Element, Handle
from studio.providers import registry

from .making import TASKS, Own, Plan, fitted, kind_of, plan, said_of, under_way
from .models import Job

Word = Literal["ready", "making", "to-make", "sent", "unfit", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One provider. `why` says what has to change where it is unfit; `account` is who it would be made for, if any."""

    provider: str
    word: Word
    why: str = ""
    handle: Handle | None = None
    job: Job | None = None
    plan: Plan | None = None
    account: ProviderKey | None = None

    @property
    def name(self) -> str:
        return PROVIDERS[self.provider]

    @property
    def price(self) -> Price | None:
        return self.plan.checked.price if self.plan else None


def standings(own: Own) -> list[Standing]:
    """Every provider that wants a key, in the order in which people know them."""
    keys = ProviderKey.objects.usable().filter(team=own.team).order_by("added_at")
    accounts = {key.provider: key for key in keys}
    handles = {handle.account.provider: handle for handle in own.handles.usable().select_related("account")}
    jobs = under_way(own)
    return [
        _standing(own, slug, handles.get(slug), jobs.get(slug), accounts.get(slug))
        for slug in PROVIDERS
        if registry.needs_key(slug)
    ]


def _standing(own: Own, slug: str, handle: Handle | None, job: Job | None, account: ProviderKey | None) -> Standing:
    if handle or job:
        return Standing(provider=slug, word="ready" if handle else "making", handle=handle, job=job, account=account)
    if found := plan(own, slug):
        word = "unfit" if found.problem else "to-make"
        return Standing(provider=slug, word=word, why=said_of(own, found.problem), plan=found, account=account)
    controls = taking(kind_of(own), slug)
    faults = [_fault(control, own) for control in controls]
    if not faults:
        return Standing(provider=slug, word="none")
    is_taken = None in faults
    return Standing(provider=slug, word="sent" if is_taken else "unfit", why="" if is_taken else faults[0])


def _fault(control: Control, own: Own) -> str | None:
    """Why a control does not take it as it is."""
    if not isinstance(own, Element):
        return None
    fault = control.element_fault(1, fitted(control, own.as_value()), None)
    return said_of(own, fault) if fault else None


@cache
def taking(kind: str, provider: str) -> tuple[Control, ...]:
    """The controls of a provider's routes that take one of this kind from the library, each once."""
    return tuple(dict.fromkeys(_taking(kind, provider)))


def _taking(kind: str, provider: str) -> Iterator[Control]:
    for model in MODELS:
        for route in model.routes:
            if route.provider == provider and route.composable and route.task not in TASKS.values():
                yield from (control for control in route.controls if TAKES[kind](control))


def _takes_voices(control: Control) -> bool:
    return isinstance(control, Voices) or (isinstance(control, Elements) and control.voices)


TAKES = {"voice": _takes_voices, "element": lambda control: isinstance(control, Elements)}
