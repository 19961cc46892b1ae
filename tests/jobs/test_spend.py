"""What was spent, checked against rows written by hand: every way adds up to the same, and to the last millionth."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.accounts.models import Project
from studio.jobs import reliability
from studio.jobs.machine import State
from studio.jobs.spans import Span
from studio.jobs.spend import WAYS, spent

from .spending import priced, sent

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 1)
WEEK = Span(FIRST, date(2026, 11, 7))


def on(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def billed(found, way: str, currency: str = "USD") -> dict[str, str]:
    return {row.key: f"{row.billed.normalize():f}" for row in found.rows(way, currency)}


def test_the_same_money_is_added_up_by_day_person_project_model_and_provider(alice, bob, team, project):
    second = Project.objects.create(team=team, name="Second", made_by=alice)
    sent(priced(alice, State.READY, provider="fal"), bill="1.10", sent_at=on(1))
    sent(priced(bob, State.READY, provider="fal", project=second), bill="0.20", sent_at=on(1, 23))
    sent(priced(bob, State.READY, provider="runware", model="kling-o1-pro"), bill="0.03", sent_at=on(3))

    found = spent(alice, team, WEEK)

    assert billed(found, "day") == {"2026-11-01": "1.3", "2026-11-03": "0.03"}
    assert billed(found, "person") == {str(alice.pk): "1.1", str(bob.pk): "0.23"}
    assert billed(found, "project") == {str(project.pk): "1.13", str(second.pk): "0.2"}
    assert billed(found, "model") == {"kling-3.0-pro": "1.3", "kling-o1-pro": "0.03"}
    assert billed(found, "provider") == {"fal": "1.3", "runware": "0.03"}


def test_only_the_days_that_are_asked_for_count_the_first_and_the_last_among_them(alice, team):
    moments = (datetime(2026, 10, 31, 23, 59, 59, 999999, UTC), on(1, 0), on(7, 23), on(8, 0))
    for moment, bill in zip(moments, ("1", "2", "4", "8"), strict=True):
        sent(priced(alice, State.READY), bill=bill, sent_at=moment)

    assert spent(alice, team, WEEK).total("USD").billed == 6


def test_a_bill_that_nobody_knows_is_counted_told_by_its_estimate_and_never_added(alice, team):
    sent(priced(alice, State.READY), bill="1", sent_at=on(1))
    sent(priced(alice, State.UNKNOWN, "2.50"), "uncertain", sent_at=on(1))
    sent(priced(alice, State.READY, "0.30"), billed_state="yes", sent_at=on(2))
    sent(priced(alice, State.UNKNOWN, None), "uncertain", sent_at=on(2))
    sent(priced(alice, State.REFUSED, "9"), "refused", billed_state="no", sent_at=on(2))

    found = spent(alice, team, WEEK)

    total = found.total("USD")
    assert (total.billed, total.bills) == (1, 1)
    assert (total.open, total.opens, total.unpriced) == (Decimal("2.80"), 2, 0)
    assert found.nowhere == 1


def test_estimates_are_compared_with_bills_in_the_same_currency_only(alice, team):
    sent(priced(alice, State.READY, provider="fal"), bill="1.10", sent_at=on(1))
    sent(priced(alice, State.READY, provider="fal"), bill="5", currency="units", sent_at=on(1))
    helped = priced(alice, State.READY, provider="fal")
    sent(helped, bill="0.07", purpose="helper", ticket=None, answer={}, sent_at=on(1))

    [row] = spent(alice, team, WEEK).rows("provider", "USD")

    assert (row.comparisons, row.estimated, row.compared) == (1, 1, Decimal("1.10"))
    assert (row.billed, row.bills) == (Decimal("1.17"), 2)
    assert (row.apart, row.is_far) == (Decimal("0.1"), True)
    assert spent(alice, team, WEEK).total("units").apart is None


def test_currencies_are_never_added_to_each_other(alice, team):
    for bill, currency in (("1", "USD"), ("7", "CU"), ("40", "units"), ("2", "USD")):
        sent(priced(alice, State.READY, "1", currency), bill=bill, currency=currency, sent_at=on(1))

    found = spent(alice, team, WEEK)

    assert found.currencies == ["USD", "CU", "units"]
    assert {each: found.total(each).billed for each in found.currencies} == {"USD": 3, "CU": 7, "units": 40}


def test_who_does_not_manage_reads_their_own(alice, bob, team, charlie):
    sent(priced(alice, State.READY), bill="1", sent_at=on(1))
    sent(priced(bob, State.READY), bill="2", sent_at=on(1))

    assert spent(bob, team, WEEK).total("USD").billed == 2
    assert spent(alice, team, WEEK).total("USD").billed == 3
    assert spent(charlie, charlie.teams.get(), WEEK).currencies == []


def test_what_another_keeps_private_is_counted_and_not_named(alice, bob, team, project):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    sent(priced(bob, State.READY, project=secret), bill="2", sent_at=on(1))
    sent(priced(alice, State.READY), bill="1", sent_at=on(1))

    found = spent(alice, team, WEEK)

    assert billed(found, "project") == {"": "2", str(project.pk): "1"}
    assert billed(found, "clips") == {"2026-11-01": "1"}
    assert billed(spent(bob, team, WEEK), "project") == {str(secret.pk): "2"}


BILLS = st.lists(
    st.tuples(
        st.integers(1, 7),
        st.sampled_from(("USD", "CU", "units")),
        st.decimals("0.000001", "99999.999999", places=6),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BILLS)
def test_every_way_adds_up_to_what_was_written_to_the_last_millionth(alice, bob, team, bills):
    alice.jobs.all().delete()
    bob.jobs.all().delete()
    expected = defaultdict(Decimal)
    for day, currency, bill, is_hers in bills:
        sent(
            priced(alice if is_hers else bob, State.READY, currency=currency),
            bill=str(bill),
            currency=currency,
            sent_at=on(day),
        )
        expected[currency] += bill

    found = spent(alice, team, WEEK)

    assert set(found.currencies) == set(expected)
    for way in WAYS:
        assert {each: found.total(each, way).billed for each in expected} == expected


# Providers


def ended(owner, state: State, seconds: float | None = None, **facts):
    began = on(2)
    took = {} if seconds is None else {"started_at": began, "finished_at": began + timedelta(seconds=seconds)}
    return priced(owner, state, **{"provider": "fal", "created_at": began} | took | facts)


@pytest.mark.parametrize(
    ("times", "quarters"),
    [
        ((), (None, None, None)),
        ((5,), (5, 5, 5)),
        ((4, 1), (1, 2.5, 4)),
        ((1, 2, 9), (1, 2, 9)),
        ((8, 1, 2, 3), (1, 2.5, 3)),
        ((50, 10, 40, 20, 30), (20, 30, 40)),
    ],
)
def test_the_median_is_the_middle_time_of_what_came_to_something(alice, team, times, quarters):
    for time in times:
        ended(alice, State.READY, time)
    ended(alice, State.FAILED, 1000)

    [record] = reliability.records(alice, team, WEEK)

    found = (record.lower_s, record.median_s, record.upper_s)
    assert found == (quarters if not times else pytest.approx(quarters, abs=0.002))
    assert record.timed == len(times)


def test_failures_are_counted_apart_from_refusals_and_what_was_called_off_is_neither(alice, team):
    for state in (State.READY,) * 3 + (State.FAILED, State.REFUSED, State.REFUSED, State.CANCELLED, State.UNKNOWN):
        ended(alice, state)
    ended(alice, State.FAILED, created_at=on(20))

    [record] = reliability.records(alice, team, WEEK)

    assert (record.jobs, record.ready, record.failed, record.refused, record.cancelled) == (8, 3, 1, 2, 1)
    assert (record.under_way, record.share) == (1, 0.5)


def test_jobs_that_another_keeps_private_are_not_counted(alice, bob, team):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    ended(bob, State.FAILED, project=secret)
    ended(bob, State.READY)

    assert [record.failed for record in reliability.records(alice, team, WEEK)] == [0]
    assert [record.failed for record in reliability.records(bob, team, WEEK)] == [1]
