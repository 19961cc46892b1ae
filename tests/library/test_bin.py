"""The bin keeps for 30 days; bytes go with the last row that has them."""

import os
import time
from datetime import timedelta

import pytest

from studio.core import clock
from studio.library import bin, store
from studio.library.models import Act, Asset, Element, Voice
from tests.library.making import rows

LONG_AGO = timedelta(days=bin.KEPT_DAYS, minutes=1)


@pytest.fixture
def stored(storage):
    """stored(asset) -> its original and its poster are in the store, since yesterday."""

    def stored(asset: Asset) -> Asset:
        for variant in ("original", "poster"):
            path = store.path_of(asset, variant)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"bytes")
            os.utime(path, (time.time() - 86_400,) * 2)
        return asset

    return stored


def binned(user, ago: timedelta, **columns) -> Asset:
    return rows(user, 1, binned_at=clock.now() - ago, **columns)[0]


def test_what_was_binned_long_ago_is_gone_with_its_files(alice, stored):
    old = stored(binned(alice, LONG_AGO))
    young = stored(binned(alice, timedelta(days=bin.KEPT_DAYS - 1)))

    assert bin.purge() == 1

    assert list(Asset.objects.all()) == [young]
    assert not store.path_of(old).exists()
    assert not store.path_of(old, "poster").exists()
    assert store.path_of(young).exists()
    assert bin.purge() == 0


def test_bytes_stay_that_another_row_has_even_of_another_team(alice, charlie, stored):
    old = stored(binned(alice, LONG_AGO))
    (his,) = rows(charlie, 1, sha256=old.sha256)

    assert bin.purge() == 1
    assert store.path_of(his).exists()


def test_bytes_that_somebody_keeps_anew_just_now_stay(alice, stored, tmp_path):
    old = stored(binned(alice, LONG_AGO))
    again = tmp_path / "again"
    again.write_bytes(b"bytes")
    store.put(again, old.sha256, ".mp4")

    assert bin.purge() == 0
    assert store.path_of(old).exists()

    os.utime(store.path_of(old), (time.time() - 86_400,) * 2)
    assert bin.purge() == 1
    assert not store.path_of(old).exists()


def test_what_voices_and_elements_are_made_of_stays(alice, team, stored):
    recording, front, view, other = (stored(binned(alice, LONG_AGO)) for _ in range(4))
    whose = {"team": team, "owner": alice}
    Voice.objects.create(**whose, name="Anna", recording=recording, consent_name="Anna", consent_at=clock.now())
    Element.objects.create(**whose, name="Mara", front=front, views=[str(view.pk)])

    assert bin.purge() == 1
    assert set(Asset.objects.all()) == {recording, front, view}
    assert not store.path_of(other).exists()


def test_acts_are_forgotten_after_a_day(alice, team):
    for age in (timedelta(hours=1), bin.ACTS_KEPT + timedelta(hours=1)):
        Act.objects.create(team=team, user=alice, verb="bin", done_at=clock.now() - age)

    bin.purge()

    assert Act.objects.count() == 1


@pytest.mark.parametrize(("days", "left"), [(0, 30), (1, 29), (29, 1), (30, 0), (45, 0)])
def test_the_bin_says_how_many_days_are_left(alice, days, left):
    assert bin.days_left(binned(alice, timedelta(days=days, minutes=1))) == left
