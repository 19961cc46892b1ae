"""Whose turn it is on an account: slots, fairness, priority and order; and what slows down when a provider says so."""

import asyncio
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied
from django.db import connection

from studio.accounts import keyring
from studio.accounts.models import ProviderKey
from studio.core import clock
from studio.jobs import actions, lanes
from studio.jobs.accounts import starts_of
from studio.jobs.lanes import Brake, Lane, brake, give, lane_of
from studio.jobs.machine import State
from studio.jobs.models import Job
from studio.jobs.order import NotInLine
from studio.providers import pacing, registry

from .conftest import TOY_RECIPE
from .toy import NOTHING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unbraked():
    brake.release()
    yield
    brake.release()


@pytest.fixture
def key(team):
    return ProviderKey.objects.create(team=team, provider="runware", sealed="x", hook_token="hers", parallel=3)


@pytest.fixture
def jobs(team, project, key):
    """jobs(alice, 4, …) -> so many of her jobs that wait, the oldest first."""

    def jobs(owner, count: int = 1, **facts) -> list[Job]:
        shared = {"team": team, "project": project, "account": key, "recipe": TOY_RECIPE.as_json(), "owner": owner}
        shared |= {"model": TOY_RECIPE.model, "task": TOY_RECIPE.task, "provider": "runware", "title": "A job"}
        ranks = (clock.now().timestamp() for _ in range(count))
        rows = [Job(**shared | facts, rank=rank, idempotency_key=uuid.uuid4().hex) for rank in ranks]
        return Job.objects.bulk_create(rows)

    return jobs


def names(given: list[Job]) -> list[str]:
    return [job.owner.name.split()[0] for job in given]


# Slots


def test_an_account_has_as_many_slots_as_somebody_set_or_as_its_adapter_says(jobs, alice, key):
    waiting = jobs(alice, 40)
    lane = lane_of(waiting[0])

    assert [job.pk for job in give(lane)] == [job.pk for job in waiting[:3]]
    assert give(lane) == []
    ProviderKey.objects.update(parallel=None)
    assert len(give(lane)) == 12, "Runware's adapter says 15"
    ProviderKey.objects.update(parallel=2000)
    assert len(give(lane)) == 25


def test_a_job_has_its_slot_until_it_is_over_there(jobs, alice):
    waiting = jobs(alice, 8)
    lane = lane_of(waiting[0])
    give(lane)

    for state in (State.SENDING, State.RUNNING):
        Job.objects.filter(pk__in=[job.pk for job in waiting[:3]]).update(state=state)
        assert give(lane) == []
    for state in (State.FETCHING, State.UNKNOWN):
        Job.objects.filter(pk=waiting[0].pk).update(state=state)
        assert len(give(lane)) == 1
        Job.objects.filter(slot_at__isnull=False, state="queued").update(state=State.FETCHING)


def test_slots_are_shared_by_the_people_who_wait_and_one_alone_may_have_all(jobs, alice, bob):
    hers, _ = jobs(alice, 6), jobs(bob, 2)
    lane = lane_of(hers[0])

    assert names(give(lane)) == ["Alice", "Bob", "Alice"]
    Job.objects.filter(owner=bob).delete()
    assert names(give(lane)) == ["Alice"]


def test_what_is_held_put_off_or_of_another_account_has_to_wait(jobs, alice, team):
    later = clock.now() + timedelta(minutes=1)
    other = ProviderKey.objects.create(team=team, provider="runware", sealed="x", hook_token="other")
    held, put_off, elsewhere, free = (
        jobs(alice, **facts)[0] for facts in ({"held_because": "Wait"}, {"not_before": later}, {"account": other}, {})
    )

    assert [job.pk for job in give(lane_of(free))] == [free.pk]
    assert [job.pk for job in give(lane_of(elsewhere))] == [elsewhere.pk]
    Job.objects.update(not_before=clock.now())
    assert [job.pk for job in give(lane_of(free))] == [put_off.pk]
    assert lanes.all_waiting() == []
    assert held.pk not in [job.pk for job in Job.objects.to_be_driven()]


@pytest.mark.django_db(transaction=True)
def test_two_who_give_at_the_same_moment_give_no_slot_twice(jobs, alice):
    lane = lane_of(jobs(alice, 20)[0])

    def hand(_):
        try:
            return len(give(lane))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        given = list(hands.map(hand, range(8)))

    assert sum(given) == 3


def test_the_next_of_a_thousand_is_found_quickly(jobs, alice, bob, key):
    ProviderKey.objects.update(parallel=5)
    lane = lane_of(jobs(alice, 990)[0])
    jobs(bob, 10)

    began = time.perf_counter()
    given = give(lane)
    took_s = time.perf_counter() - began

    assert Counter(names(given)) == {"Alice": 3, "Bob": 2}
    assert took_s < 1


# The order


def test_the_order_is_changed_within_a_persons_line(jobs, alice, bob):
    ProviderKey.objects.update(parallel=1)
    first, second, third = jobs(bob, 3)
    [hers] = jobs(alice, held_because="Not yet")

    actions.move_first(bob, third)
    actions.reorder(bob, first, before=None)

    actions.reorder(bob, second, before=third)
    assert line(bob) == [second.pk, third.pk, first.pk]
    with pytest.raises(NotInLine, match="does not wait in the same line"):
        actions.reorder(bob, second, before=hers)
    assert names(give(lane_of(first))) == ["Bob"]
    assert Job.objects.get(slot_at__isnull=False) == second


def line(user) -> list:
    return list(Job.objects.filter(owner=user).order_by("rank").values_list("pk", flat=True))


def test_step_by_step_a_job_goes_earlier_and_later_and_stays_at_either_end(jobs, bob):
    first, second, third = jobs(bob, 3)
    walked = []
    for by in (-1, -1, -1, 1, 1, 1):
        actions.shift(bob, third, by)
        walked.append(line(bob).index(third.pk))

    assert walked == [1, 0, 0, 1, 2, 2]
    assert line(bob) == [first.pk, second.pk, third.pk]


def test_what_is_made_later_waits_behind_what_was_moved_before(jobs, bob):
    first, second = jobs(bob, 2)
    actions.move_first(bob, second)
    [third] = jobs(bob)

    assert line(bob) == [second.pk, first.pk, third.pk]


def test_a_place_between_two_is_found_however_often_it_is_asked_for(jobs, bob):
    first, *others, last = jobs(bob, 4)
    for _ in range(60):
        for each in others:
            actions.reorder(bob, each, before=last)
            assert line(bob)[-2:] == [each.pk, last.pk]

    assert line(bob) == [first.pk, *(each.pk for each in others), last.pk]


def test_higher_priority_goes_before_the_jobs_of_others_and_only_producers_give_it(jobs, alice, bob):
    ProviderKey.objects.update(parallel=1)
    jobs(alice, 3)
    [urgent] = jobs(bob)

    with pytest.raises(PermissionDenied):
        actions.prioritise(bob, urgent, 5)
    actions.prioritise(alice, urgent, 5)

    assert [job.pk for job in give(lane_of(urgent))] == [urgent.pk]


def test_a_held_job_is_not_driven_until_it_is_released(jobs, alice, bob):
    [job] = jobs(bob)

    held = actions.hold(alice, job)
    again = actions.hold(alice, job)

    assert (held.held_because, again.version, held.says().label) == ("Held by Alice Archer.", held.version, "Held")
    assert give(lane_of(job)) == []
    released = actions.release(bob, job)
    assert (released.held_because, released.released_by) == ("", bob)
    assert [job.pk for job in give(lane_of(job))] == [job.pk]


def test_a_job_that_is_held_in_the_moment_of_its_turn_is_not_sent(submit, drive, toy, alice, read):
    job = submit()
    give(lane_of(job))
    old = read(job)

    actions.hold(alice, job)

    assert drive(old).state == State.QUEUED
    assert (toy.seen, read(job).slot_at) == ([], None)


def test_what_waits_for_an_approval_is_released_by_who_may_approve(jobs, alice, bob):
    [job] = jobs(bob, held_because="The budget is reached.", needs_approval=True)

    with pytest.raises(PermissionDenied):
        actions.release(bob, job)
    assert actions.release(alice, job).held_because == ""


# Slowing down


def test_a_provider_that_asks_to_wait_slows_its_account_and_no_other(submit, drive, toy, promised, jobs, alice):
    promised(NOTHING)
    toy.faults.append(("/jobs", "status", 429))
    job = drive(submit(), runs=1)
    other = jobs(alice)

    assert job.state == State.QUEUED
    assert brake.eased(lane_of(job), 8) == 0
    assert give(lane_of(job)) == []
    assert [one.pk for one in give(lane_of(other[0]))] == [other[0].pk]


def test_a_storm_is_one_wish_and_wears_off(monkeypatch):
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    lane, slowed = Lane("runware", None), Brake()

    for _ in range(50):
        until = slowed.pull(lane, None)
    assert (until - now, slowed.eased(lane, 8)) == (timedelta(seconds=1), 0)
    now += timedelta(seconds=1)
    assert slowed.eased(lane, 8) == 4
    assert slowed.pull(lane, None) - now == timedelta(seconds=2)
    assert slowed.pull(lane, 30) - now == timedelta(seconds=30)
    now += timedelta(seconds=30)
    assert [slowed.eased(lane, 8), slowed.eased(lane, 1)] == [2, 1]

    for left in (4, 8, 8):
        slowed.loosen(lane)
        assert slowed.eased(lane, 8) == left


def test_jobs_are_started_no_faster_than_an_account_may():
    async def rate(slug: str, account: str) -> float | None:
        return {"slow": 50.0}.get(account)

    async def start_all() -> dict[str, float]:
        turns, took = pacing.Turns(rate), {}

        async def start(account: str) -> None:
            async with turns.turn(("runware", account), is_start=True):
                pass

        for account in ("slow", "free"):
            began = time.monotonic()
            await asyncio.gather(*(start(account) for _ in range(11)))
            took[account] = time.monotonic() - began
        return took

    took = async_to_sync(start_all)()

    assert took["slow"] >= 0.2
    assert took["free"] < 0.1


@pytest.mark.parametrize(("own", "starts"), [(None, 1.5), (4.0, 4.0)])
def test_an_account_starts_as_many_in_a_second_as_it_was_set_to_and_none_as_its_provider(
    own, starts, team, monkeypatch
):
    monkeypatch.setattr(type(registry.get("fal")), "starts_per_s", 1.5)
    key = keyring.add(team, "fal", {"key": "some-id:some-secret"})
    ProviderKey.objects.update(starts_per_s=own)

    assert async_to_sync(starts_of)("fal", str(key.pk)) == starts
    assert async_to_sync(starts_of)("fal", "") == 1.5
