"""Voices and elements that a provider keeps for an account: what they are, not how they are asked for."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["voice", "element"]
KINDS: tuple[Kind, ...] = ("voice", "element")


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """One voice or element there. `sample_url` lets it be heard or seen; a preset belongs to the provider itself."""

    kind: Kind
    id: str
    name: str = ""
    sample_url: str = ""
    is_preset: bool = False
