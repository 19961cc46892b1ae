"""The team's elements, voices and newest pictures as a control of the composer can take them: a menu beside it.

Where the chosen provider keeps one for the account that the job would go through, and the control takes ids, the id is
what is put in: it is not made, and paid for, a second time.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch

from studio.accounts.models import ProviderKey, Team
from studio.catalog.cast_controls import Elements, Voices
from studio.catalog.controls import Control
from studio.catalog.media_controls import ReferenceImages
from studio.catalog.tasks import PROVIDERS
from studio.jobs.accounts import NoAccount, account_of
from studio.jobs.making import fitted, said_of
from studio.library.models import Asset, Element, Handle, Voice

from .castforms import LANGUAGES
from .naming import is_name, name_for

RECENT = 12
"""So many of the library's newest pictures are offered beside a tray and in a prompt's menu."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CastChoice:
    """One line of the menu. `value` is what is put in; `fault` says why it cannot be, and then it is no button.

    `sound` is a recording of ours that can be heard, `sample` an address at the provider where it can.
    """

    name: str
    words: str
    value: Mapping[str, object]
    picture: str = ""
    sound: str = ""
    sample: str = ""
    fault: str = ""

    @property
    def json(self) -> str:
        return json.dumps(self.value)


@singledispatch
def choices_for(control: Control, team: Team, provider: str) -> list[CastChoice]:
    """What the team has for a control; nothing for most."""
    return []


@choices_for.register
def _(control: Elements, team: Team, provider: str) -> list[CastChoice]:
    own = Element.objects.of_team(team).select_related("front", "clip", "voice").order_by("name")
    kept = _handles(team, provider, "element") if control.handles else {}
    found = [_element(control, each, kept.pop(each.pk, None), provider) for each in own]
    return [*found, *_only_there(kept, provider)]


@choices_for.register
def _(control: Voices, team: Team, provider: str) -> list[CastChoice]:
    return _voices(team, provider)


@choices_for.register
def _(control: ReferenceImages, team: Team, provider: str) -> list[CastChoice]:
    recent = Asset.objects.of_team(team).shared().kept().filter(kind="image").newest_first()[:RECENT]
    used: set[str] = set()
    return [_picture(each, used) for each in recent]


def voices_for(control: Control, team: Team, provider: str) -> list[CastChoice]:
    """The voices that an element in a row of the control can have: kept ones, each with the consent of who is heard."""
    return _voices(team, provider) if isinstance(control, Elements) and control.voices else []


def _voices(team: Team, provider: str) -> list[CastChoice]:
    own = Voice.objects.of_team(team).select_related("recording").order_by("name")
    kept = _handles(team, provider, "voice")
    found = [_voice(each, kept.pop(each.pk, None), provider) for each in own]
    return [*found, *_only_there(kept, provider)]


def _picture(asset: Asset, used: set[str]) -> CastChoice:
    name = name_for(asset.name, "image", used)
    used.add(name)
    value = {"asset": str(asset.pk), "name": name}
    return CastChoice(name=name, words=asset.title, value=value, picture=asset.poster_url or "")


def _element(control: Elements, own: Element, handle: Handle | None, provider: str) -> CastChoice:
    picture = own.seen_by.poster_url or ""
    if handle:
        return CastChoice(name=own.name, words=_kept_at(provider), value=_by_id(own.name, handle), picture=picture)
    value = fitted(control, own.as_value())
    without = [key for key in ("voice", "description") if key in own.as_value() and key not in value]
    words = f"without its {' and '.join(without)}" if without else "sent with the job"
    fault = said_of(own, control.element_fault(1, value, None) or "")
    return CastChoice(name=own.name, words=words, value=value, picture=picture, fault=fault)


def _voice(own: Voice, handle: Handle | None, provider: str) -> CastChoice:
    words, value = (_kept_at(provider), _by_id(own.name, handle)) if handle else ("made with the job", own.as_value())
    language = dict(LANGUAGES).get(own.language, "") if own.language else ""
    words = ", ".join(filter(None, (language, f"{own.recording.duration_s:.0f} s", words)))
    return CastChoice(name=own.name, words=words, value=value, sound=own.recording.original_url)


def _only_there(kept: Mapping[object, Handle], provider: str) -> Iterator[CastChoice]:
    """Those that the account keeps and nobody here has a row of."""
    for handle in kept.values():
        if handle.own is None:
            name = {"name": handle.name} if handle.name and is_name(handle.name) else {}
            value = {"handle": handle.its_id, **name}
            yield CastChoice(name=str(handle), words=_kept_at(provider), value=value, sample=handle.sample_url)


def _by_id(name: str, handle: Handle) -> dict[str, str]:
    return {"name": name, "handle": handle.its_id}


def _kept_at(provider: str) -> str:
    return f"kept at {PROVIDERS[provider]}"


def _handles(team: Team, provider: str, kind: str) -> dict[object, Handle]:
    """Id of the row here, or of the handle where there is none -> what the account keeps. The newest of one row."""
    account = _account(team, provider)
    usable = Handle.objects.usable().filter(account=account, kind=kind) if account else Handle.objects.none()
    usable = usable.select_related("voice", "element").order_by("made_at")
    return {(handle.own.pk if handle.own else f"handle {handle.pk}"): handle for handle in usable}


def _account(team: Team, provider: str) -> ProviderKey | None:
    try:
        return account_of(team, provider)
    except NoAccount:
        return None
