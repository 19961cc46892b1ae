"""What a person says yes to beside pressing the button: an unknown price, a high one, waiting for an approval.

What is missing is asked as a Question, which is a Problem with an answer: the form is posted again with it, and nothing
that was typed is lost. Every answer is checked here against the price as it is now.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from studio.accounts.models import User
from studio.catalog.pricing import Price
from studio.catalog.problems import Problem
from studio.core import money

THRESHOLD = "USD"
"""The currency of `User.confirm_above`."""

MANY = 4
"""Who wants to be asked again is asked about more results than these at once, too (behaviour.md c.10)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """`confirmed` is the amount that was seen, as `amount_of` has it. `approval`: hold it, if a budget is reached.
    `short_of_credit`: send it though the account's balance seems too low."""

    unknown_price: bool = False
    confirmed: str = ""
    approval: bool = False
    short_of_credit: bool = False

    @classmethod
    def read(cls, post: Mapping[str, str]) -> "Consent":
        """What a form says; each answer under its own name."""
        return cls(
            unknown_price=bool(post.get("unknown_price")),
            confirmed=post.get("confirmed", ""),
            approval=bool(post.get("approval")),
            short_of_credit=bool(post.get("short_of_credit")),
        )

    @property
    def given(self) -> dict[str, str]:
        """What was said, as a form says it."""
        said = asdict(self)
        return {name: answer if isinstance(answer, str) else "yes" for name, answer in said.items() if answer}


@dataclass(frozen=True, slots=True)
class Question(Problem):
    """A problem that a person can answer: `field` given as `value` is the yes, and `button` the words on it."""

    title: str = ""
    value: str = "yes"
    button: str = ""


def question(
    user: User, price: Price | None, consent: Consent, *, is_counted: bool = True, results: int | None = 1
) -> Question | None:
    """What the price itself has to be asked about, or None. `is_counted`: by a budget, if there are any.

    `results`: how many come of it; None where the model decides.
    """
    if price is None:
        return None if consent.unknown_price else UNKNOWN_PRICE
    words = _why_asked(user, price, is_counted, results)
    if not words or consent.confirmed == amount_of(price):
        return None
    return Question("confirmed", words, f"This costs {price}", amount_of(price), f"Generate · {price}")


def _why_asked(user: User, price: Price, is_counted: bool, results: int | None) -> str:
    """Empty where nothing is to be asked."""
    uncounted = "" if is_counted else f"No budget counts {price.currency}: this job uses up none of them."
    return " ".join(filter(None, (_above(user, price), _many(user, price, results), uncounted)))


def _above(user: User, price: Price) -> str:
    if not asks_above(user, price):
        return ""
    unlike = f", and nobody knows what that is in {price.currency}" if price.currency != THRESHOLD else ""
    return f"You asked to be asked above {money.words(user.confirm_above, THRESHOLD)}{unlike}."


def _many(user: User, price: Price, results: int | None) -> str:
    """Of what costs nothing there may be as many as one likes."""
    if user.confirm_above is None or not price.amount or (results is not None and results <= MANY):
        return ""
    return f"These are {results} results at once." if results else "The model decides how many results these are."


def asks_above(user: User, price: Price) -> bool:
    """Whether the person wants to be asked. What cannot be compared with the limit is asked about too."""
    if user.confirm_above is None or not price.amount:
        return False
    return price.currency != THRESHOLD or price.amount > user.confirm_above


def amount_of(price: Price) -> str:
    """The amount as it is confirmed: every digit, with its currency."""
    return f"{price.amount.normalize():f} {price.currency}"


UNKNOWN_PRICE = Question(
    "unknown_price",
    "No source gives a price for this job. It is billed as the provider sees fit, and counts as unknown.",
    "The price is not known",
    "yes",
    "Generate at an unknown price",
)


def approval(words: str, price: Price | None) -> Question:
    """A budget is reached: `words` say which, how much is left, and who can raise it."""
    button = f"Send for approval · {price or 'price ?'}"
    return Question("approval", words, "This would pass a budget", "yes", button)
