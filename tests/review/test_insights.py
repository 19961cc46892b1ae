"""Cost per approved second, checked by hand; and how much each project holds."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from studio.accounts.models import Project
from studio.jobs.machine import State
from studio.jobs.spans import Span
from studio.jobs.spend import spent
from studio.review.insights import approved, holdings, whole
from studio.review.models import Verdict, Word
from tests.jobs.spending import priced, sent
from tests.library.making import row

pytestmark = pytest.mark.django_db
SPAN = Span(date(2026, 11, 2), date(2026, 11, 15))  # two weeks, from Monday on


def clip(owner, day: int, *words: Word, bill: str | None = "1", by=None, currency: str = "USD", **facts):
    """A clip of 5 s of that day with its job's request, its bill, and what was said of it."""
    at = datetime(2026, 11, day, 12, tzinfo=UTC)
    told = (
        {"billed": "yes", "billed_amount": Decimal(bill), "billed_currency": currency}
        if bill
        else {"billed": "unknown"}
    )
    about = {"project": facts["project"]} if "project" in facts else {}
    sent(priced(owner, State.READY, currency=currency, **about), bill=bill, currency=currency, sent_at=at)
    asset = row(owner, created_at=at, **told | facts)
    asset.save()
    for word in words:
        Verdict.objects.create(asset=asset, reviewer=by or owner, word=word)
    return asset


def weeks(user, team, currency: str = "USD"):
    return approved(user, team, SPAN).weeks(spent(user, team, SPAN), currency)


def test_takes_that_were_done_again_are_paid_for_by_the_seconds_that_were_approved(alice, team):
    clip(alice, 2, Word.APPROVED, bill="1")
    clip(alice, 3, Word.REJECTED, bill="2")
    clip(alice, 4, bill="0.50")
    clip(alice, 9, Word.FINAL, bill="4", duration_s=10.0)

    first, second = weeks(alice, team)

    assert (first.first, first.billed, first.seconds, first.per_second) == (
        date(2026, 11, 2),
        Decimal("3.5"),
        5,
        Decimal("0.7"),
    )
    assert (second.billed, second.seconds, second.per_second) == (4, 10, Decimal("0.4"))
    assert whole([first, second]).per_second == Decimal("0.5")


def test_one_word_against_it_and_a_clip_is_not_approved(alice, bob, team):
    clip(alice, 2, Word.APPROVED)
    disputed = clip(alice, 2, Word.APPROVED)
    Verdict.objects.create(asset=disputed, reviewer=bob, word=Word.CHANGES)
    taken_back = clip(alice, 2, Word.APPROVED, Word.IN_REVIEW)
    assert taken_back.verdicts.count() == 2

    assert whole(weeks(alice, team)).seconds == 5


def test_where_nothing_is_approved_a_second_has_no_price(alice, team):
    clip(alice, 2, Word.REJECTED)

    assert whole(weeks(alice, team)).per_second is None


def test_seconds_go_with_the_money_of_their_own_currency(alice, team):
    clip(alice, 2, Word.APPROVED, bill="3")
    clip(alice, 2, Word.APPROVED, bill="40", currency="units")

    assert [week.per_second for week in weeks(alice, team)] == [Decimal("0.6")]
    assert [week.per_second for week in weeks(alice, team, "units")] == [8]


def test_what_was_free_or_has_a_bill_that_nobody_knows_makes_no_second_cheaper(alice, team):
    clip(alice, 2, Word.APPROVED, bill="3")
    clip(alice, 2, Word.APPROVED, bill=None)

    found = approved(alice, team, SPAN)

    assert found.unbilled == 5
    assert whole(found.weeks(spent(alice, team, SPAN), "USD")).per_second == Decimal("0.6")


def test_pictures_and_what_is_in_the_bin_have_no_seconds(alice, team):
    clip(alice, 2, Word.APPROVED, kind="image")
    clip(alice, 2, Word.APPROVED, binned_at=datetime(2026, 11, 3, tzinfo=UTC))

    assert whole(weeks(alice, team)).seconds == 0


def test_an_artist_reads_their_own_seconds_and_nobody_those_in_anothers_private_project(alice, bob, team):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    clip(alice, 2, Word.APPROVED)
    clip(bob, 2, Word.APPROVED, bill="2")
    clip(bob, 2, Word.APPROVED, bill="7", project=secret)

    assert (whole(weeks(alice, team)).billed, whole(weeks(alice, team)).seconds) == (3, 10)
    assert (whole(weeks(bob, team)).billed, whole(weeks(bob, team)).seconds) == (9, 10)


def test_a_project_holds_what_its_files_weigh_the_bin_included(alice, bob, team):
    secret = Project.objects.create(team=team, name="Submarine", made_by=bob, visibility="private")
    row(alice, bytes=100).save()
    row(alice, bytes=20, binned_at=datetime(2026, 11, 3, tzinfo=UTC)).save()
    row(bob, bytes=7, project=secret).save()

    assert [(each.project, each.files, each.bytes, each.binned) for each in holdings(alice, team)] == [
        ("First project", 2, 120, 20)
    ]
    assert [each.project for each in holdings(bob, team)] == ["First project", "Submarine"]
