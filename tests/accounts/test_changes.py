"""The one signal: told on commit, to whoever listens, and never in the way."""

import pytest
from django.db import transaction

from studio.accounts.changes import announce, changed


@pytest.fixture
def heard():
    """What a listener hears, as (kind, pk, team_id, version)."""
    notes = []

    def listen(sender, kind, pk, team_id, version, **_):
        notes.append((kind, pk, team_id, version))

    changed.connect(listen)
    yield notes
    changed.disconnect(listen)


def test_a_change_is_told_once_it_is_committed(db, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        announce("job", "a1", 7, version=3)
        assert heard == []

    assert heard == [("job", "a1", 7, 3)]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_rolled_back_is_not_told(heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        announce("job", "a1", 7)
        raise ZeroDivisionError

    assert heard == []


def test_a_listener_that_fails_is_in_nobodys_way(db, heard, django_capture_on_commit_callbacks, caplog):
    def fail(sender, **_):
        raise RuntimeError("no wire")

    changed.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        announce("asset", "b2", 7)
    changed.disconnect(fail)

    assert heard == [("asset", "b2", 7, 0)]
    assert "no wire" in caplog.text
