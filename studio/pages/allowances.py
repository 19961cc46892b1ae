"""The first limits of a studio, set while it is set up: a month's money, each person's, and when to ask again."""

from decimal import Decimal

from django import forms
from django.db import transaction
from django.http import HttpRequest

from studio.accounts.current import team_of
from studio.accounts.models import Budget, Team, User

USUAL = {"monthly": Decimal(200), "each": Decimal(50), "ask_above": Decimal(2)}
"""What stands there before anybody has said anything: the mock's, and `behaviour.md` c.10 for the last."""

CENTS = Decimal("0.01")


class Dollars(forms.DecimalField):
    """An amount to the cent that a budget's column holds, or nothing."""

    def __init__(self, **options) -> None:
        more = "Give less than 100 million, or leave it empty for no limit."
        words = {"min_value": "Give 0 or more, or leave it empty for no limit."}
        words |= {"max_digits": more, "max_whole_digits": more}
        ways = {"required": False, "min_value": 0, "max_digits": 10, "decimal_places": 2}
        super().__init__(**ways, error_messages=words, **options)


class AllowancesForm(forms.Form):
    """Dollars; an empty field is no limit."""

    monthly = Dollars(label="The team may spend a month")
    each = Dollars(label="Each person may spend a month")
    ask_above = Dollars(label="Ask me again above")


def _kind(team: Team, person: User | None) -> dict:
    return {"team": team, "person": person, "project": None, "period": Budget.Period.MONTH, "currency": "USD"}


def as_it_is(team: Team, user: User) -> dict[str, Decimal | None]:
    """What holds now; the usual where nothing was ever said."""
    budgets = Budget.objects.filter(team=team, project=None, period=Budget.Period.MONTH, currency="USD")
    if not budgets.exists() and user.confirm_above is None:
        return dict(USUAL)
    mine = {person: amount.quantize(CENTS) for person, amount in budgets.values_list("person", "amount")}
    return {"monthly": mine.get(None), "each": mine.get(user.pk), "ask_above": user.confirm_above}


@transaction.atomic
def keep(team: Team, by: User, given: dict[str, Decimal | None]) -> None:
    """The limits as they are wanted: of the team, of everybody on it, and whoever sets them is asked above theirs.

    Who was given a limit of their own, other than what this form showed as everybody's, keeps it.
    """
    _limit(_kind(team, None), given["monthly"], by)
    shown = _amount(team, by)
    for person in team.members.all():
        if _amount(team, person) in (None, shown):
            _limit(_kind(team, person), given["each"], by)
    by.confirm_above = given["ask_above"]
    by.save(update_fields=["confirm_above"])


def _amount(team: Team, person: User) -> Decimal | None:
    return Budget.objects.filter(**_kind(team, person)).values_list("amount", flat=True).first()


def _limit(kind: dict, amount: Decimal | None, by: User) -> None:
    if amount is None:
        Budget.objects.filter(**kind).delete()
    else:
        Budget.objects.update_or_create(**kind, defaults={"amount": amount, "set_by": by})


def context_of(request: HttpRequest) -> dict:
    """What the step shows."""
    return {"form": AllowancesForm(initial=as_it_is(team_of(request), request.user))}


def save(request: HttpRequest) -> dict | None:
    """Keep what was posted; the step again, with its errors, where something is wrong."""
    form = AllowancesForm(request.POST)
    if not form.is_valid():
        return {"form": form}
    keep(team_of(request), request.user, form.cleaned_data)
    return None
