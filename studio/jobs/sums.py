"""Amounts of money added up by the database, exactly: SQLite keeps decimals as binary fractions, and their sum drifts.

Each amount is rounded to a whole number of millionths (the six places that our columns have), and those are added.
"""

from decimal import Decimal

from django.db.models import BigIntegerField, DecimalField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import Cast, Round
from django.db.models.lookups import Exact

PLACES = 6


def millionths(column: str, *, where: Q | None = None) -> Sum:
    """The sum of a column of money, for `aggregate` and `annotate`; to be read with `amount`. 0 where there is none."""
    scaled = ExpressionWrapper(F(column) * 10**PLACES, output_field=DecimalField(max_digits=20, decimal_places=PLACES))
    return Sum(Cast(Round(scaled), BigIntegerField()), filter=where, default=0)


def amount(counted: int) -> Decimal:
    """So many millionths as money: 840000 -> 0.840000."""
    return Decimal(counted).scaleb(-PLACES)


def job_has(**ids: int | None) -> Q:
    """Of requests: those whose job has this team, owner or project, where one is named.

    Written so that no index of the jobs answers it, and requests are read by when they were sent. SQLite, which knows
    nothing of how many rows there are, would else collect all jobs of a team to find the newest hundred requests.
    """
    found = Q()
    for name, pk in ids.items():
        found &= Q(Exact(F(f"job__{name}_id") + 0, pk)) if pk is not None else Q()
    return found
