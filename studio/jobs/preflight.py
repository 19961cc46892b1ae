"""Before a job is made: whether the account it goes through has the credit for it, as far as that is known.

The balance is what the last free call told, less what was sent since. Where that is too low the provider is asked again
before anybody is bothered: somebody may have topped it up.
"""

from decimal import Decimal

from studio.accounts.models import ProviderKey
from studio.catalog.pricing import Price
from studio.core import money
from studio.providers import registry

from . import keys
from .budgets import DOUBTFUL
from .consent import Question
from .models import Attempt
from .sums import amount, millionths


def question(account: ProviderKey | None, price: Price | None) -> Question | None:
    """What is to be asked where the account cannot pay; None where it can, and where nobody knows. May take a call."""
    if account is None or price is None or _can_pay(account, price):
        return None
    keys.test_again(account)
    account.refresh_from_db()
    if _can_pay(account, price):
        return None
    name, left = registry.get(account.provider).name, money.words(left_in(account), account.left_currency)
    words = (
        f"{left} is left in the account {account.hint and f'····{account.hint} '}at {name}, and this job is {price}."
    )
    advice = f"{name} would refuse it, unbilled. Top the account up there, or choose another provider."
    return Question("short_of_credit", f"{words} {advice}", "Not enough credit", "yes", f"Send it anyway · {price}")


def _can_pay(account: ProviderKey, price: Price) -> bool:
    """Also where the balance is not known, or in another currency."""
    known = account.left_amount is not None and account.left_currency == price.currency
    return not known or price.amount <= left_in(account)


def left_in(account: ProviderKey) -> Decimal:
    """The balance that was told, less the bills of what was sent since, and the estimates of what is not billed yet."""
    since = Attempt.objects.filter(account=account, sent_at__gt=account.tested_at)
    billed = since.filter(billed_state="yes", billed_currency=account.left_currency)
    spent = billed.aggregate(sum=millionths("billed_amount"))["sum"]
    coming = since.filter(DOUBTFUL, purpose="submit", job__estimate_currency=account.left_currency)
    reserved = coming.aggregate(sum=millionths("job__estimate_amount"))["sum"]
    return max(account.left_amount - amount(spent + reserved), Decimal(0))
