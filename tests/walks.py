"""One test that walks many rows: what parametrising asks of each of them, without the cost of thousands of tests.

    @walk(("slug", "route"), COMPOSABLE, named)
    def test_every_price_has_a_source(slug, route): ...

The test is called once for each row, whatever became of the rows before, and fails once, with the name and the
traceback of every row that failed. The rows of a walk share its fixtures. Its report says as the property `rows` how
many it walked: the gate counts rows, not tests.
"""

import inspect
from collections.abc import Callable, Iterable

import pytest
from hypothesis import is_hypothesis_test, seed, settings

IN_FULL = 12
"""So many failures are shown with their tracebacks; of the others the names alone."""

Faults = list[tuple[str, BaseException]]


def walk(names: tuple[str, ...], rows: Iterable, named: Callable = str, *, by: Callable | None = None) -> Callable:
    """Decorates a test that takes the values of a row under these names, and fixtures besides.

    A row is a tuple as long as `names`; with one name, the value itself. `named(*row)` is what the report calls it.
    Walks that take long are divided: all rows of which `by(*row)` gives one word make one test, called by that word.
    """
    parts: dict[str, list[tuple]] = {}
    for row in (row if len(names) > 1 else (row,) for row in rows):
        parts.setdefault(by(*row) if by else "all", []).append(row)
    if not parts:
        raise ValueError("There are no rows to walk; a walk of none would prove nothing.")

    def decorate(test: Callable) -> Callable:
        def walked(part: list[tuple], record_property: Callable, **fixtures: object) -> None:
            record_property("rows", len(part))
            faults: Faults = []
            for row in part:
                values = dict(zip(names, row, strict=True))
                if fault := _fault(test, named(*row), values | fixtures):
                    faults.append((named(*row), fault))
            if faults:
                pytest.fail(told(faults, len(part)), pytrace=False)

        return pytest.mark.parametrize("part", parts.values(), ids=list(parts))(_called_as(test, walked, names))

    return decorate


def _called_as(test: Callable, walked: Callable, names: tuple[str, ...]) -> Callable:
    """The walk under the test's name and marks; it asks pytest for the fixtures of the test."""
    if inspect.iscoroutinefunction(test):
        raise TypeError(f"{test.__name__} is async and would never be awaited; a walk takes plain tests.")
    own = inspect.signature(walked).parameters
    fixtures = [name for name in inspect.signature(test).parameters if name not in names]
    wanted = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in fixtures]
    walked.__signature__ = inspect.Signature([own["part"], own["record_property"], *wanted])
    walked.__name__, walked.__doc__, walked.__wrapped__ = test.__name__, test.__doc__, test
    walked.pytestmark = list(getattr(test, "pytestmark", ()))
    return walked


def _fault(test: Callable, name: str, values: dict[str, object]) -> BaseException | None:
    """What a row failed with."""
    if is_hypothesis_test(test):
        _draw_for(test, name)
    try:
        test(**values)
    except (Exception, pytest.fail.Exception) as fault:
        return fault
    return None


def _draw_for(test: Callable, name: str) -> None:
    """Each row has examples of its own, also where hypothesis draws the same every time, and remembers its failures.

    Without a key hypothesis makes one of the test's source at every call, which takes longer than to draw an example.
    """
    test._hypothesis_internal_database_key = f"{test.__module__}.{test.__qualname__} {name}".encode()
    if settings.default.derandomize:
        seed(name)(test)


def told(faults: Faults, walked: int) -> str:
    """The names of all rows that failed, then their tracebacks."""
    names = "\n".join(f"  {name}" for name, _ in faults)
    shown = [f"{name}\n{_traceback(fault)}" for name, fault in faults[:IN_FULL]]
    return "\n\n".join([f"{len(faults)} of {walked} failed:\n{names}", *shown])


def _traceback(fault: BaseException) -> str:
    """The frames of the test and below, and what hypothesis noted: the example that failed."""
    info = pytest.ExceptionInfo.from_exception(fault)
    inner = info.traceback.filter(lambda frame: str(frame.path) != __file__)
    info.traceback = inner or info.traceback
    return str(info.getrepr(style="short"))
