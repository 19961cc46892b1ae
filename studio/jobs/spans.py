"""A span of whole days, in UTC, and what databases say of moments: their day, the seconds between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import FloatField, Func, Q, TextField

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last, both counted."""

    first: date
    last: date

    @classmethod
    def back_from(cls, last: date, days: int) -> "Span":
        """So many days, of which `last` is the last."""
        return cls(last - (days - 1) * DAY, last)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + n * DAY for n in range(self.days))

    def as_q(self, column: str) -> Q:
        """The rows in which this moment lies in the span."""
        first, after = (datetime.combine(day, time.min, UTC) for day in (self.first, self.last + DAY))
        return Q(**{f"{column}__gte": first, f"{column}__lt": after})


class DayOf(Func):
    """The day of a moment, as text: `2026-11-20`. By the database's own functions; Django's are Python on SQLite."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 10)", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
        return self.as_sql(compiler, connection, template=template, **context)


class SecondsBetween(Func):
    """Seconds from the first moment to the second, to the millisecond; null where either is not known."""

    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler, connection, **context):
        return self._said("(JULIANDAY({1}) - JULIANDAY({0})) * 86400.0", compiler)

    def as_postgresql(self, compiler, connection, **context):
        return self._said("EXTRACT(EPOCH FROM {1} - {0})::float", compiler)

    def _said(self, template: str, compiler) -> tuple[str, tuple]:
        (began, its), (ended, others) = (compiler.compile(each) for each in self.get_source_expressions())
        return template.format(began, ended), (*others, *its)
