"""The ledger as people read it: which lines there are, for whom, and what they add up to."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from studio.accounts.models import Membership, Project
from studio.jobs import statement
from studio.jobs.budgets import use_of
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.jobs.settling import settle_bill
from studio.jobs.statement import Filters, Line, lines, rows_of, sums
from studio.jobs.updates import apply_update
from studio.providers.base import Billed, Output, Phase, Update
from tests.library.making import rows as assets

from .spending import budget, last_month, priced, sent

pytestmark = pytest.mark.django_db


def shown(user, team, **wanted) -> list[Line]:
    return lines(rows_of(user, team).filter(Filters(**wanted).as_q()), 50, viewer=user)


# Which lines


def test_every_request_that_may_have_cost_is_a_line_and_nothing_else(alice, team):
    job = priced(alice, State.READY)
    helper = sent(job, bill="0.07", purpose="helper", ticket=None, answer={})
    billed = sent(job, bill="1.10")
    refused = sent(priced(alice, State.REFUSED), "refused", billed_state="no")
    lost = sent(priced(alice, State.UNKNOWN), "uncertain")
    dear = sent(priced(alice, State.READY, "0"), bill="0.50")
    sent(priced(alice, State.READY), purpose="upload", answer={})
    sent(priced(alice, State.QUEUED), "prepared", sent_at=None)
    sent(priced(alice, State.READY, "0"), billed_state="no")

    assert {line.attempt.pk for line in shown(alice, team)} == {row.pk for row in (helper, billed, refused, lost, dear)}


def test_a_line_says_what_was_estimated_what_was_billed_and_how_far_apart_they_are(alice, team):
    written = {
        "dearer": sent(priced(alice, State.READY), bill="1.10"),
        "cheaper": sent(priced(alice, State.READY), bill="0.98"),
        "same": sent(priced(alice, State.READY), bill="1"),
        "other": sent(priced(alice, State.READY), bill="5", currency="units"),
        "untold": sent(priced(alice, State.READY), billed_state="yes"),
        "free": sent(priced(alice, State.REFUSED), "refused", billed_state="no"),
        "lost": sent(priced(alice, State.UNKNOWN), "uncertain"),
        "running": sent(priced(alice, State.RUNNING)),
        "helper": sent(priced(alice), bill="0.07", purpose="helper", doing="finding the faces"),
    }

    read = {name: Line(attempt) for name, attempt in written.items()}

    assert {name: (line.billed_words, line.difference_words, line.is_far) for name, line in read.items()} == {
        "dearer": ("$1.10", "+$0.10", True),
        "cheaper": ("$0.98", "−$0.02", False),
        "same": ("$1.00", "", False),
        "other": ("5.00 units", "", False),
        "untold": ("Billed, amount not told", "", False),
        "free": ("Not billed", "", False),
        "lost": ("Not known", "", False),
        "running": ("Not billed yet", "", False),
        "helper": ("$0.07", "", False),
    }
    assert read["helper"].estimate is None
    assert read["helper"].task.endswith(": finding the faces")


def test_an_artist_reads_their_own_lines_and_a_manager_the_teams(alice, bob, charlie, team):
    hers, his = sent(priced(alice, State.READY), bill="1"), sent(priced(bob, State.READY), bill="1")
    sent(priced(charlie, State.READY), bill="1")

    assert [line.attempt for line in shown(bob, team)] == [his]
    assert {line.attempt for line in shown(alice, team)} == {hers, his}
    Membership.objects.filter(user=bob).update(role=Membership.Role.PRODUCER)
    assert len(shown(bob, team)) == 2


def test_lines_are_found_by_person_project_provider_and_month(alice, bob, team):
    other = Project.objects.create(team=team, name="Other")
    one = sent(priced(alice, State.READY, provider="kling"), bill="1")
    two = sent(priced(bob, State.READY, provider="fal"), bill="1", sent_at=last_month())
    Job.objects.filter(pk=two.job_id).update(project=other)

    found = [
        shown(alice, team, person=bob.pk),
        shown(alice, team, project=other.pk),
        shown(alice, team, provider="fal"),
        shown(alice, team, month=statement.month_of(two.sent_at)),
    ]

    assert [[line.attempt for line in each] for each in found] == [[two]] * 4
    assert [line.attempt for line in shown(alice, team, month=statement.month_of(one.sent_at))] == [one]


def test_a_month_ends_where_the_next_one_begins():
    assert statement.next_month(datetime(2026, 12, 1, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)
    assert statement.next_month(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 2, 1, tzinfo=UTC)


def test_pages_hold_every_line_once_also_those_of_one_moment(alice, team):
    at = last_month()
    for _ in range(7):
        sent(priced(alice, State.READY), bill="1", sent_at=at)

    parts = list(statement.all_lines(rows_of(alice, team), alice, at_once=3))

    assert [len(part) for part in parts] == [3, 3, 1]
    assert len({line.attempt.pk for part in parts for line in part}) == 7


# Sums


def test_sums_are_by_currency_and_compare_only_what_can_be_compared(alice, team):
    sent(priced(alice, State.READY), bill="1.10")
    sent(priced(alice, State.READY), bill="0.07", purpose="helper")
    sent(priced(alice, State.READY, None), bill="2")
    sent(priced(alice, State.READY, "3"))
    sent(priced(alice, State.READY, "4"), billed_state="yes")
    sent(priced(alice, State.READY, "7.25", "CU"), bill="7.25", currency="CU")
    sent(priced(alice, State.READY), bill="5", currency="units")
    sent(priced(alice, State.READY, None))

    by_currency = {sum.currency: sum for sum in sums(rows_of(alice, team))}

    dollars = by_currency["USD"]
    assert (dollars.billed, dollars.billed_lines) == (Decimal("3.17"), 3)
    assert (dollars.compared, dollars.estimated, dollars.difference_words) == (Decimal("1.10"), 1, "+$0.10")
    assert (dollars.open, dollars.open_lines) == (7, 2)
    assert (by_currency["CU"].billed, by_currency["units"].billed) == (Decimal("7.25"), 5)
    assert list(by_currency) == ["USD", "CU", "units"]
    assert statement.unpriced(rows_of(alice, team)) == 1


# A bill that a person enters


def test_a_bill_that_was_read_at_the_provider_settles_line_job_budget_and_files(alice, team):
    mine = budget(team)
    attempt = sent(priced(alice, State.READY))
    [asset] = assets(alice, 1, billed="unknown")
    asset.job_id = attempt.job_id
    asset.save()

    after = settle_bill(alice, attempt, Decimal("0.84"))

    job = Job.objects.get(pk=attempt.job_id)
    asset.refresh_from_db()
    assert (after.billed_state, after.billed_amount) == ("yes", Decimal("0.84"))
    assert after.billed_reason == "Alice Archer read it at the provider."
    assert (job.billed_amount, asset.billed_amount, asset.billed) == (Decimal("0.84"), Decimal("0.84"), "yes")
    assert job.events.last().words == "Alice Archer entered the bill of attempt 1: $0.84."
    assert (use_of(mine).billed, use_of(mine).perhaps) == (Decimal("0.84"), 0)


def test_a_bill_that_was_entered_outlasts_the_same_end_told_again(alice):
    attempt = sent(priced(alice, State.READY), billed_state="yes")
    settle_bill(alice, attempt, Decimal("0.84"))
    untold = Billed(state="yes", reason="fal names no amount with the result.")

    job = apply_update(attempt.pk, Update(phase=Phase.DONE, outputs=(Output(url="http://x/y"),), billed=untold))

    attempt.refresh_from_db()
    assert (attempt.billed_amount, attempt.billed_reason) == (Decimal("0.84"), "Alice Archer read it at the provider.")
    assert (job.billed_state, job.billed_amount) == ("yes", Decimal("0.84"))


def test_that_nothing_was_billed_frees_the_reservation(alice, team):
    mine = budget(team)

    after = settle_bill(alice, sent(priced(alice, State.FAILED), "uncertain"), None)

    assert (after.billed_state, use_of(mine).left) == ("no", 10)


def test_what_is_known_or_may_still_come_is_not_entered_and_an_artist_enters_nothing(alice, bob, team):
    known, running = sent(priced(alice, State.READY), bill="1"), sent(priced(alice, State.RUNNING))

    assert settle_bill(alice, known, Decimal("9")).billed_amount == 1
    assert settle_bill(alice, running, Decimal("9")).billed_state == "unknown"
    with pytest.raises(PermissionDenied):
        settle_bill(bob, sent(priced(bob, State.READY)), Decimal("9"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases plan by their own statistics")
def test_the_newest_lines_are_found_by_the_index_of_when_they_were_sent(alice, bob, team, project):
    rows = rows_of(alice, team)
    wanted = Filters(person=bob.pk, project=project.pk, month=statement.month_of(last_month())).as_q()

    for asked in (rows, rows_of(bob, team), rows.filter(wanted)):
        plan = asked.filter(sent_at__lte=last_month()).order_by("-sent_at", "-pk")[:100].explain()

        assert "attempt_last_sent" in plan
        assert "TEMP B-TREE" not in plan
