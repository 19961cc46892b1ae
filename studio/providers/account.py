"""What a key to a provider is made of, and what a free call tells about the account behind it. Data only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyField:
    """One part of a key, as a person is asked for it; of the first part the last four characters are shown later.

    Parts with the same `way` belong together, and one way is enough; those without one belong to every way. `choices`
    are (value, label), the first taken for granted; a part without any is a secret, and never shown again. One that is
    `optional` may hold several, with spaces between.
    """

    name: str
    label: str
    way: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    optional: bool = False

    @property
    def is_secret(self) -> bool:
        return not self.choices


def ways_of(fields: Iterable[KeyField]) -> tuple[str, ...]:
    """The different ways to give a key; none where there is only one."""
    return tuple(dict.fromkeys(field.way for field in fields if field.way))


@dataclass(frozen=True, slots=True)
class Left:
    """What is left in an account, as of now and in one currency: so much can still be spent."""

    amount: Decimal
    currency: str = "USD"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """What a provider really told: `words` are a sentence; `balance` is empty where it told none. `left` is the same as
    a number, only where a job can be held against it."""

    words: str
    balance: str = ""
    left: Left | None = None


def number(amount: Decimal) -> str:
    """`4,120`, `812.5`: an amount of units as people write it."""
    return f"{amount.normalize():,f}"


def dollars(amount: Decimal) -> str:
    """`$2,450.75`."""
    return f"${amount:,.2f}"
