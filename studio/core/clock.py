"""What time it is. The only place that asks, so that a test can say otherwise."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
