"""The clock."""

from datetime import UTC, datetime, timedelta

from studio.core import clock


def test_now_is_this_moment_and_knows_its_zone():
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
