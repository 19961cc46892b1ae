"""The price list as a team uses it: corrected by its owner, and flagged where bills differ."""

from decimal import Decimal

import pytest

from studio.accounts.models import Activity
from studio.catalog.check import check, listed
from studio.catalog.recipe import Recipe
from studio.jobs import rates
from studio.jobs.models import Job
from studio.jobs.rates import BadRate, correct, prices_of, rows, take_back

pytestmark = pytest.mark.django_db

SILENT = Recipe("kling-2.5-turbo-pro", "text-to-video", "kling", {"prompt": "A pier", "duration": 5})


def row(team, recipe=SILENT):
    """The row of the rate that holds for a recipe."""
    key = listed(recipe.model, recipe.task, recipe.provider).rate_for(recipe.values).key
    return next(
        r
        for r in rows(team)
        if (r.model, r.provider, r.key) == (recipe.model, recipe.provider, key) and recipe.task in r.tasks
    )


def price(team, recipe=SILENT):
    return check(recipe, prices=prices_of(team)).price


def test_every_rate_of_the_catalog_that_costs_is_a_row_with_its_source_or_says_that_none_gives_it(team):
    found = rows(team)

    assert len({each.id for each in found}) == len(found) > 150
    assert {each.provider for each in found} == {"kling", "runware", "fal", "scenario"}
    for each in found:
        for task in each.tasks:
            prices = listed(each.model, task, each.provider)
            assert prices is None if each.rate is None else each.rate in prices.rates
        assert (each.source is None) == (each.rate is None)


def test_a_corrected_rate_is_what_the_next_price_follows_for_this_team_alone(alice, team, charlie):
    before = price(team)
    correct(alice, team, row(team), Decimal("0.5"))

    now = price(team)
    assert (now.amount, now.exact) == (Decimal("2.5"), False)
    assert "Alice Archer, set here" in now.source
    assert price(charlie.teams.get()) == before
    assert row(team).said.by == alice

    take_back(alice, team, row(team))
    assert price(team) == before
    assert row(team).said is None
    assert [each.verb for each in Activity.objects.filter(team_id=team.pk).order_by("pk")][-2:] == [
        "rate-corrected",
        "rate-restored",
    ]


def test_a_correction_holds_for_all_tasks_that_have_the_same_list_and_for_no_other_rate(alice, team):
    wanted = row(team)
    correct(alice, team, wanted, Decimal("0.5"))

    others = [each for each in rows(team) if each.id != wanted.id]
    assert all(each.said is None for each in others)
    for task in wanted.tasks:
        changed = prices_of(team)(wanted.model, task, wanted.provider)
        assert [rate.amount for rate in changed.rates if rate.key == wanted.key] == ["0.500000"]


def test_where_no_source_gives_a_price_an_owner_may(alice, team):
    unknown = next(each for each in rows(team) if each.rate is None)
    with pytest.raises(BadRate, match="Say per what"):
        correct(alice, team, unknown, Decimal("1"))

    correct(alice, team, unknown, Decimal("1.25"), "clip", "USD")

    prices = prices_of(team)(unknown.model, unknown.tasks[0], unknown.provider)
    assert prices.estimate({}).amount == Decimal("1.25")


@pytest.mark.parametrize("amount", ["-1", "NaN", "Infinity", "1000000"])
def test_what_is_no_price_is_refused_and_nothing_is_kept(alice, team, amount):
    with pytest.raises(BadRate, match="is no price"):
        correct(alice, team, row(team), Decimal(amount))
    assert row(team).said is None


@pytest.mark.parametrize(("billed", "far"), [("0.70", 0), ("0.735", 0), ("0.74", 1), ("0.665", 0), ("0.60", 1)])
def test_a_bill_that_is_more_than_a_twentieth_apart_flags_its_rate(alice, team, project, billed, far):
    Job.objects.create(
        team=team,
        project=project,
        owner=alice,
        idempotency_key="k",
        recipe=SILENT.as_json(),
        model=SILENT.model,
        task=SILENT.task,
        provider=SILENT.provider,
        title="A pier",
        estimate_amount=Decimal("0.70"),
        estimate_currency="USD",
        billed_amount=Decimal(billed),
        billed_currency="USD",
        billed_state="yes",
    )

    assert row(team).far == far
    assert sum(each.far for each in rows(team)) == far
    assert Decimal("0.05") == rates.FAR
