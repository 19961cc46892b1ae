"""Settings, Budgets: what may be spent by whom, how that stands, and the jobs that wait for an approval."""

import calendar
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from studio.accounts.activity import record
from studio.accounts.current import team_of
from studio.accounts.models import Budget, Project, Team, User
from studio.accounts.permissions import manager, managers_of, may_manage, member, require_maker
from studio.core import clock
from studio.jobs import budgets as reading
from studio.jobs.budgets import CURRENCIES, Use
from studio.jobs.card import cards
from studio.jobs.masking import is_open, mask, masked
from studio.jobs.models import Job

MOST_WAITING = 100
"""Held jobs on the page, those that have waited longest; the rest are counted."""

AMOUNT = {
    "label": "Amount",
    "min_value": 0,
    "max_digits": 14,
    "decimal_places": 2,
    "widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    "error_messages": {"invalid": "This is no amount: write it like 500 or 49.50."},
}


class AmountForm(forms.ModelForm):
    """Another amount for a budget."""

    amount = forms.DecimalField(**AMOUNT)

    class Meta:
        model = Budget
        fields = ["amount"]


class BudgetForm(forms.ModelForm):
    """A new budget of a team's."""

    person = forms.ModelChoiceField(User.objects.none(), label="Whose", required=False, empty_label="Everybody's")
    project = forms.ModelChoiceField(Project.objects.none(), label="On", required=False, empty_label="Every project")
    amount = forms.DecimalField(**AMOUNT)
    currency = forms.ChoiceField(label="In", choices=list(CURRENCIES.items()))
    period = forms.ChoiceField(label="For", choices=[("month", "Each month"), ("ever", "All time")])

    class Meta:
        model = Budget
        fields = ["person", "project", "amount", "currency", "period"]

    def __init__(self, data=None, *, team: Team, by: User) -> None:
        super().__init__(data, instance=Budget(team=team))
        self.fields["person"].queryset = team.members.order_by("name")
        self.fields["project"].queryset = team.projects.open_to(by).order_by("name")

    def clean(self) -> dict:
        kind = {name: self.cleaned_data.get(name) for name in ("person", "project", "currency", "period")}
        if Budget.objects.filter(team=self.instance.team, **kind).exists():
            raise forms.ValidationError("There is a budget of this kind already: change its amount.")
        return super().clean()


# Showing


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: where it begins and how long it is, in per cent; `kind` says which colour it has."""

    kind: str
    start: Decimal
    width: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A budget on the page, with the form that changes it."""

    use: Use
    form: AmountForm

    @property
    def budget(self) -> Budget:
        return self.use.budget

    @property
    def name(self) -> str:
        words = reading.named(self.budget)
        return words[0].upper() + words[1:]

    @property
    def when(self) -> str:
        """`November, 16 days left`, `All time`."""
        since = reading.begin_of(self.budget)
        if since is None:
            return "All time"
        left = calendar.monthrange(since.year, since.month)[1] - clock.now().day
        return f"{since:%B}, {left} day{'' if left == 1 else 's'} left" if left else f"{since:%B}, its last day"

    @property
    def over(self) -> Decimal:
        """What was spent beyond it."""
        return max(-self.use.left, Decimal(0))

    @property
    def bar(self) -> list[Part]:
        """Billed, reserved, not known; of a budget that was passed, of all that was spent."""
        use, whole = self.use, max(self.budget.amount, self.use.used)
        parts, start = [], Decimal(0)
        for kind, amount in (("billed", use.billed), ("reserved", use.reserved), ("perhaps", use.perhaps)):
            width = (amount * 100 / whole).quantize(Decimal("0.01")) if whole else Decimal(0)
            parts += [Part(kind, start, width)] if width else []
            start += width
        return parts


@require_GET
@member
def budgets(request: HttpRequest) -> HttpResponse:
    """How they stand: the team's for who manages it, for artists those that count for them, for nobody else."""
    require_maker(request.user, team_of(request))
    return _page(request)


def _page(request: HttpRequest, form: BudgetForm | None = None, changed: AmountForm | None = None) -> HttpResponse:
    """The page, with a form that was posted and cannot be kept."""
    team, manages = team_of(request), may_manage(request.user, team_of(request))
    uses = reading.of_team(team, None if manages else request.user)
    for use in uses:
        if not is_open(use.budget.project, request.user):
            use.budget.project = mask(use.budget.project)
    waiting = Job.objects.decided_by(request.user, team).awaiting_approval().select_related("owner", "project")
    waiting = (waiting if manages else waiting.filter(owner=request.user)).order_by("held_at")
    forms_ = {changed.instance.pk: changed} if changed else {}
    context = {
        "budgets": [Shown(use=use, form=forms_.get(use.budget.pk) or _amount_form(use.budget)) for use in uses],
        "waiting": cards(masked(waiting[:MOST_WAITING], request.user)),
        "more": max(waiting.count() - MOST_WAITING, 0),
        "form": form or BudgetForm(team=team, by=request.user),
        "managers": managers_of(team),
    }
    return render(request, "budgets/page.html", context, status=422 if form or changed else 200)


def _amount_form(budget: Budget, data=None) -> AmountForm:
    """Each on the page has ids of its own."""
    initial = {"amount": f"{budget.amount:.2f}"}
    return AmountForm(data, instance=budget, initial=initial, auto_id=f"budget-{budget.pk}-%s")


# Changing


@require_POST
@manager
def add(request: HttpRequest) -> HttpResponse:
    """A new budget. It counts at once, also what was spent of its period before."""
    form = BudgetForm(request.POST, team=team_of(request), by=request.user)
    if not form.is_valid():
        return _page(request, form)
    form.instance.set_by = request.user
    made = _set(request, form)
    messages.success(request, f"From now on {reading.named(made)} {reading.period_words(made)} is {reading.of(made)}.")
    return redirect("budgets")


@require_POST
@manager
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another amount. Jobs that wait for an approval go on waiting."""
    form = _amount_form(_budget(request, pk), request.POST)
    if not form.is_valid():
        return _page(request, changed=form)
    form.instance.set_by, form.instance.set_at = request.user, clock.now()
    budget = _set(request, form)
    messages.success(request, f"{Shown(use=reading.use_of(budget), form=form).name} is {reading.of(budget)} now.")
    return redirect("budgets")


@require_POST
@manager
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """No such limit any more."""
    budget = _budget(request, pk)
    words = reading.named(budget)
    with transaction.atomic():
        record("budget-removed", team=budget.team, by=request.user, of=budget, words=words)
        budget.delete()
    messages.success(request, f"{words[0].upper()}{words[1:]} is removed: nothing is held back by it any more.")
    return redirect("budgets")


@transaction.atomic
def _set(request: HttpRequest, form: BudgetForm | AmountForm) -> Budget:
    budget = form.save()
    words = f"{reading.named(budget)} {reading.period_words(budget)} to {reading.of(budget)}"
    record("budget-set", team=budget.team, by=request.user, of=budget, words=words)
    return budget


def _budget(request: HttpRequest, pk: int) -> Budget:
    return get_object_or_404(Budget.objects.select_related("team", "person", "project"), pk=pk, team=team_of(request))
