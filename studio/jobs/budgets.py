"""Budgets: what has been spent of each, what is spoken for, and whether one more job fits. Nothing here changes a job.

A budget counts in its own currency only; dollars, Scenario's CU and Kling's units are never added together. A price in
a currency that none of a person's budgets counts is judged as one that is not known. Of each request that was sent in
its period counts

    billed      what the provider told
    reserved    the estimate, while the job is under way: also of what is not sent yet, in the present period
    perhaps     the estimate, where nobody knows the bill, or only in another currency: until it is settled

A job that waits for an approval counts once it is released. One without a known price is counted, and never taken as 0.
`reached` is asked in the transaction that makes the job: the estimate is reserved with the row itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from studio.accounts.models import Budget, Project, Team, User
from studio.accounts.permissions import managers_of
from studio.catalog.pricing import Price
from studio.catalog.problems import listed
from studio.core import clock, money

from . import billing, ledger
from .machine import State
from .models import Attempt, Job
from .sums import amount, job_has, millionths

DOUBTFUL = Q(billed_state="unknown", state__in=billing.DOUBTFUL)
"""Requests that may yet turn out to be billed."""

CURRENCIES = {
    "USD": "US dollars",
    "CU": "Scenario's creative units (CU)",
    "units": "Kling's package units",
    "CNY": "Chinese yuan",
}
"""What providers bill in; a budget counts one of them."""

UNDER_WAY = Q(
    state__in=(ledger.SENDING, ledger.ACCEPTED), job__state__in=(State.SENDING, State.RUNNING, State.FETCHING)
)
"""Of those, the ones whose bill is only to come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """How a budget stands, in its currency. `perhaps_jobs` and `unpriced` are counts of requests."""

    budget: Budget
    billed: Decimal
    reserved: Decimal
    perhaps: Decimal
    perhaps_jobs: int
    unpriced: int

    @property
    def used(self) -> Decimal:
        return self.billed + self.reserved + self.perhaps

    @property
    def left(self) -> Decimal:
        """Below 0 where a bill was higher than its estimate, or somebody let a job through."""
        return self.budget.amount - self.used

    @property
    def words(self) -> str:
        """`Bob Baker's budget for November has $12.00 of $50.00 left`."""
        left = f"has {money.words(self.left, self.budget.currency)} of {of(self.budget)} left"
        used_up = f"is used up: {money.words(self.used, self.budget.currency)} of {of(self.budget)}"
        return f"{named(self.budget)} {period_words(self.budget)} {left if self.left > 0 else used_up}"

    def has_room(self, price: Price | None) -> bool:
        """Whether a job of this price fits. Of an unknown price, or in another currency: whether anything is left."""
        is_comparable = price is not None and price.currency == self.budget.currency
        return price.amount <= self.left if is_comparable else self.left > 0


# Reading


def applying(team: Team, person: User, project: Project) -> QuerySet[Budget]:
    """The budgets that a job of this person on this project counts against."""
    whose = Q(person=None) | Q(person=person)
    what = Q(project=None) | Q(project=project)
    return Budget.objects.filter(whose, what, team=team).order_by("pk")


def use_of(budget: Budget) -> Use:
    """How it stands now."""
    return uses_of([budget])[0]


def uses_of(budgets: Sequence[Budget]) -> list[Use]:
    """How several of one team stand now: two queries, however many they are."""
    sums = _sums_of(budgets) if budgets else []
    return [_use(budget, sums) for budget in budgets]


def _sums_of(budgets: Sequence[Budget]) -> list["Sum"]:
    """What these budgets of one team add up; of older months only where one of them holds for ever."""
    team, is_monthly = budgets[0].team_id, all(map(begin_of, budgets))
    return [*_sums_of_requests(team, is_monthly=is_monthly), *_sums_of_what_comes(team)]


def begin_of(budget: Budget) -> datetime | None:
    """When the present period began; None for a budget that holds for ever."""
    return month_began() if budget.period == Budget.Period.MONTH else None


def month_began() -> datetime:
    return clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """What the requests of one person on one project come to: `amount` in `currency`, as one of the words of Use.

    `since` this month, or before it (False); None for what counts in every period. A doubtful amount that was billed in
    another currency (`but`) is not counted by a budget in that one.
    """

    person: int
    project: int
    kind: str
    amount: int = 0
    count: int = 0
    currency: str = ""
    but: str = ""
    since: bool | None = None

    def counts_in(self, budget: Budget) -> bool:
        """Whether it does; `unpriced` counts in every currency."""
        whose = budget.person_id in (None, self.person) and budget.project_id in (None, self.project)
        when = self.since is not False or budget.period != Budget.Period.MONTH
        return whose and when and self.currency in ("", budget.currency) and self.but != budget.currency


def _use(budget: Budget, sums: Sequence[Sum]) -> Use:
    mine = [one for one in sums if one.counts_in(budget)]
    told = {kind: amount(sum(one.amount for one in mine if one.kind == kind)) for kind in KINDS}
    counted = {kind: sum(one.count for one in mine if one.kind == kind) for kind in ("perhaps", "unpriced")}
    return Use(budget=budget, perhaps_jobs=counted["perhaps"], unpriced=counted["unpriced"], **told)


KINDS = ("billed", "reserved", "perhaps")
PAID = Q(purpose="submit")
TOLD, UNTOLD = (Q(billed_state="yes", billed_amount__isnull=empty) for empty in (False, True))
PRICED, UNPRICED = Q(job__estimate_amount__gt=0), Q(job__estimate_amount=None)
IN_DOUBT = PAID & PRICED & (UNTOLD | (DOUBTFUL & ~UNDER_WAY))
ELSEWHERE = PAID & PRICED & TOLD
"""Billed in a currency that is perhaps not the estimate's: to a budget in the estimate's, it may be all of that."""


def _sums_of_requests(team: int, *, is_monthly: bool) -> Iterator[Sum]:
    """What was sent: of each person, project and pair of currencies."""
    began = month_began()
    sent = Attempt.objects.filter(job_has(team=team), sent_at__isnull=False)
    if is_monthly:
        sent = sent.filter(sent_at__gte=began)
    kept = {"person": F("job__owner"), "project": F("job__project"), "since": Q(sent_at__gte=began)}
    groups = sent.order_by().annotate(**kept).values(*kept, "billed_currency", "job__estimate_currency")
    rows = groups.annotate(
        billed=millionths("billed_amount", where=TOLD),
        reserved=millionths("job__estimate_amount", where=PAID & PRICED & DOUBTFUL & UNDER_WAY),
        perhaps=millionths("job__estimate_amount", where=IN_DOUBT),
        perhaps_count=Count("pk", filter=IN_DOUBT),
        elsewhere=millionths("job__estimate_amount", where=ELSEWHERE),
        elsewhere_count=Count("pk", filter=ELSEWHERE),
        unpriced=Count("pk", filter=PAID & UNPRICED & (DOUBTFUL | UNTOLD)),
    )
    for row in rows:
        yield from _sums(row, {name: row[name] for name in kept})


def _sums(row: Mapping[str, object], of: Mapping[str, object]) -> Iterator[Sum]:
    """One group as sums; those of nothing as well."""
    billed, estimated = row["billed_currency"], row["job__estimate_currency"]
    yield Sum(kind="billed", amount=row["billed"], currency=billed or NO_CURRENCY, **of)
    yield Sum(kind="reserved", amount=row["reserved"], currency=estimated or NO_CURRENCY, **of)
    in_estimate = {"kind": "perhaps", "currency": estimated or NO_CURRENCY}
    yield Sum(amount=row["perhaps"], count=row["perhaps_count"], **in_estimate, **of)
    yield Sum(amount=row["elsewhere"], count=row["elsewhere_count"], but=billed, **in_estimate, **of)
    yield Sum(kind="unpriced", count=row["unpriced"], **of)


NO_CURRENCY = "none"
"""Of sums of nothing: no budget counts it."""


def _sums_of_what_comes(team: int) -> Iterator[Sum]:
    """Jobs whose paid request has not left yet: they count in the present period."""
    sending = Attempt.objects.filter(job=OuterRef("pk"), purpose="submit", state=ledger.SENDING)
    waiting = Q(state=State.QUEUED) | (Q(state=State.SENDING) & ~Exists(sending))
    allowed = Q(needs_approval=False) | Q(held_because="")
    rows = Job.objects.filter(waiting, allowed, team=team).order_by().values("owner", "project", "estimate_currency")
    priced = millionths("estimate_amount")
    for row in rows.annotate(reserved=priced, unpriced=Count("pk", filter=Q(estimate_amount=None))):
        of = {"person": row["owner"], "project": row["project"]}
        yield Sum(kind="reserved", amount=row["reserved"], currency=row["estimate_currency"] or NO_CURRENCY, **of)
        yield Sum(kind="unpriced", count=row["unpriced"], **of)


# Judging


def reached(team: Team, person: User, project: Project, price: Price | None) -> list[Use]:
    """The budgets in which a job of this price has no room. Call it in the transaction that makes the job.

    Two that ask at the same moment ask one after the other: SQLite's transactions are IMMEDIATE, elsewhere the rows of
    the budgets are locked, always in the same order.
    """
    if price is not None and not price.amount:
        return []
    budgets = list(applying(team, person, project).select_for_update())
    counting = [budget for budget in budgets if price is not None and budget.currency == price.currency]
    return [use for use in uses_of(counting or budgets) if not use.has_room(price)]


def counts(team: Team, person: User, project: Project, price: Price | None) -> bool:
    """Whether a budget counts this price, as far as there are budgets, and a price above 0."""
    if price is None or not price.amount:
        return True
    currencies = set(applying(team, person, project).values_list("currency", flat=True))
    return not currencies or price.currency in currencies


FRESH_S = 15
"""For so long what was added up is good to be shown beside every page. Whether a job fits is always added up anew."""


def tightest(team: Team, person: User, project: Project, *, anew: bool = False) -> Use | None:
    """The budget for this person's jobs on this project of which the smallest share is left."""
    budgets = list(applying(team, person, project).select_related("person", "project"))
    key = f"budget-sums-{team.pk}-{all(map(begin_of, budgets))}"
    sums = None if anew or not budgets else cache.get(key)
    if sums is None and budgets:
        cache.set(key, sums := _sums_of(budgets), FRESH_S)
    uses = [_use(budget, sums) for budget in budgets]
    return max(uses, key=lambda use: use.used / use.budget.amount if use.budget.amount else 1, default=None)


# Words


def named(budget: Budget) -> str:
    """`Bob Baker's budget for First project`, `the team's budget`."""
    if budget.person and budget.project:
        return f"{budget.person}'s budget for {budget.project}"
    if budget.person:
        return f"{budget.person}'s budget"
    return f"the budget of {budget.project}" if budget.project else "the team's budget"


def period_words(budget: Budget) -> str:
    """`for November`, `in all`."""
    since = begin_of(budget)
    return f"for {since:%B}" if since else "in all"


def of(budget: Budget) -> str:
    """How much it is: `$500.00`."""
    return money.words(budget.amount, budget.currency)


def raisers(team: Team) -> str:
    """Who can raise a budget: `Alice Archer or Sam Reyes`."""
    people = managers_of(team)
    return listed(people) if people else "nobody on the team"


def reached_words(uses: list[Use], price: Price | None, called: str = "") -> str:
    """What budget, how much is left, and who can help. At most so long as a job can keep (`held_because`).

    `called`: what several jobs are, of which this is the price together.
    """
    use, *others = uses
    which, costs = (f"the {called}", f"Together the {called} are") if called else ("this job", "This job is")
    priced = f"{costs} {price}" if price else f"The price of {which} is not known"
    more = f" {len(others)} more budget{'s' * (len(others) > 1)} ha{'ve' if len(others) > 1 else 's'} no room either."
    words = f"{priced}, and {use.words}.{more if others else ''}"
    return f"{words} {raisers(use.budget.team)} can raise it or let {which} through."[:500]


def of_team(team: Team, person: User | None = None) -> list[Use]:
    """All budgets of a team; those that apply to one person, if one is given."""
    mine = Budget.objects.filter(team=team).select_related("team", "person", "project")
    if person:
        mine = mine.filter(Q(person=None) | Q(person=person))
    ordered = mine.order_by(F("project__name").asc(nulls_first=True), F("person__name").asc(nulls_first=True), "pk")
    return uses_of(ordered)
