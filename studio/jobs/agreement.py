"""What is agreed to about money before anything is made: of one job, or of several that are priced together."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from studio.accounts.models import Project, User
from studio.catalog.pricing import Price
from studio.catalog.problems import Problem
from studio.core import clock

from . import budgets
from .consent import Consent, approval, question


class CannotSubmit(ValueError):
    """The job was not made, nothing was sent. `problems` says why, with the field that each is about."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """What is agreed to at once: its price and how many results come of it, None where nobody knows; what several jobs
    are called together (`shots`), nothing for one."""

    price: Price | None
    results: int | None = 1
    called: str = ""


def agreed(user: User, project: Project, whole: Whole, consent: Consent) -> dict[str, object]:
    """What was agreed to, as columns of each job: where a budget has no room, it is held until that is approved.

    Call it in the transaction that makes the jobs. Raises CannotSubmit with what is to be asked; PermissionDenied for a
    project that somebody else keeps to themselves.
    """
    if project.is_private and project.made_by_id != user.pk:
        raise PermissionDenied("This project is its maker's alone.")
    price, team = whole.price, project.team
    columns = {"unknown_price_accepted": price is None and consent.unknown_price}
    about = {"is_counted": budgets.counts(team, user, project, price), "results": whole.results}
    asked = question(user, price, consent, **about)
    if asked and price is None:
        raise CannotSubmit(asked)
    if reached := budgets.reached(team, user, project, price):
        words = budgets.reached_words(reached, price, whole.called)
        if not consent.approval:
            raise CannotSubmit(approval(words, price))
        return columns | {"held_because": words, "held_at": clock.now(), "needs_approval": True}
    if asked:
        raise CannotSubmit(asked)
    return columns
