"""Before a job is made: an account without the credit for it is said to be so, once the provider was asked again."""

from decimal import Decimal

import pytest

from studio.accounts import keyring
from studio.accounts.models import ProviderKey
from studio.core import clock
from studio.jobs import actions, keys, preflight
from studio.jobs.consent import Consent
from studio.jobs.machine import State
from tests.planted import planted
from tests.rehearsal.conftest import staged

from .conftest import TOY_RECIPE as PICTURE
from .spending import priced, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    with staged(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def account(team, stage, settings, tmp_path) -> ProviderKey:
    """Alice's team's account at the stand-in for Runware; nothing is known of its balance yet."""
    settings.REHEARSAL, settings.KEYS = stage.origin, tmp_path
    stage.turn()
    return keyring.add(team, "runware", {"key": f"{planted('runware', 'key')}-{tmp_path.name[-6:]}"})


def remembers(account: ProviderKey, left: str, currency: str = "USD") -> None:
    """What the last free call told."""
    account.left_amount, account.left_currency, account.tested_at = Decimal(left), currency, clock.now()
    account.save()


@pytest.fixture
def press(alice, team, project):
    return lambda **consent: actions.submit(alice, team, project, PICTURE, "one", Consent(**consent))


def test_a_test_of_a_key_remembers_what_is_left_as_a_number(account, stage):
    stage.turn(balance=12.5)

    keys.test_again(account)

    account.refresh_from_db()
    assert (account.left_amount, account.left_currency) == (Decimal("12.5"), "USD")


def test_with_too_little_left_it_is_asked_first_and_may_be_sent_all_the_same(account, press, stage):
    stage.turn(balance=0.01)
    remembers(account, "0.02")

    with pytest.raises(actions.CannotSubmit) as refused:
        press()

    [question] = refused.value.problems
    assert (question.field, question.button) == ("short_of_credit", "Send it anyway · ~$0.028")
    assert question.message.startswith("$0.01 is left in the account ····")
    assert press(short_of_credit=True).state == State.QUEUED


def test_what_somebody_has_topped_up_since_is_asked_for_before_anybody_is_bothered(account, press, stage):
    stage.turn(balance=50)
    remembers(account, "0.02")

    assert press().state == State.QUEUED
    account.refresh_from_db()
    assert account.left_amount == 50


def test_nothing_is_asked_where_the_balance_is_not_known_is_enough_or_in_another_currency(account, press, monkeypatch):
    monkeypatch.setattr(keys, "test_again", lambda account: pytest.fail("the provider was asked"))

    for left in (None, ("0.028",), ("0", "CU")):
        if left:
            remembers(account, *left)
        assert preflight.question(account, actions.check(PICTURE).price) is None
    assert preflight.question(None, actions.check(PICTURE).price) is None
    assert preflight.question(account, None) is None


def test_what_was_sent_since_the_balance_was_told_is_gone_from_it(alice, account):
    remembers(account, "10")
    sent(priced(alice, State.READY, "1"), bill="1.25", account=account)
    sent(priced(alice, State.RUNNING, "2"), account=account)
    sent(priced(alice, State.REFUSED, "4"), "refused", billed_state="no", account=account)
    sent(priced(alice, State.READY, "1"), bill="1")

    assert preflight.left_in(account) == Decimal("6.75")
    remembers(account, "3")
    assert preflight.left_in(account) == 3
