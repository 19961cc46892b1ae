"""Reading answers that may be anything: money, texts, addresses, waits, rows of tables."""

from decimal import Decimal

import httpx
import pytest

from studio.providers.answers import (
    ErrorTable,
    Fault,
    Row,
    address,
    amount,
    asked,
    field_named,
    fields_of,
    retry_after_s,
    short,
    sum_of,
    text,
    whole,
)
from studio.providers.errors import BadAnswer, BadInput, RateLimited, Unreachable
from studio.providers.payload import Place

TABLE = ErrorTable(
    "some",
    "Some",
    (
        Row(codes=("invalid*",), kind=BadInput, words="Some does not accept a value.", source="line 1"),
        Row(codes=("slow",), kind=RateLimited, words="Some asks to wait.", source="line 2", least_s=2),
        Row(codes=("500",), kind=Unreachable, words="Some has trouble.", source="line 3"),
    ),
)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (0.1848, Decimal("0.184800")),
        ("3.5", Decimal("3.500000")),
        (7, Decimal(7)),
        (0, Decimal(0)),
        ("0.0000004", Decimal(0)),
    ],
)
def test_an_amount_is_read_to_a_millionth(told, meant):
    assert amount(told) == meant


@pytest.mark.parametrize(
    "told", [None, True, -1, "", "much", "NaN", "Infinity", 1e30, "1e999999", [], {}, float("nan")]
)
def test_what_is_no_amount_is_none(told):
    assert amount(told) is None


def test_a_sum_is_only_known_where_every_part_is():
    assert sum_of([Decimal(1), Decimal(2)]) == 3
    assert sum_of([Decimal(1), None]) is None
    assert sum_of([]) is None


def test_text_holds_nothing_that_a_database_cannot():
    assert text("a\0b\ud800c") == "ab?c"
    assert text(829836802793406551) == "829836802793406551"
    assert [text(told) for told in (None, True, 1.5, [], 10**30)] == [""] * 5


@pytest.mark.parametrize(
    "told", ["", "ftp://x/a", "javascript:alert(1)", "file:///etc/passwd", "//x/a", "https://", "https:///a", None, 7]
)
def test_what_is_no_address_of_the_web_is_none(told):
    assert address(told) == ""


def test_a_count_is_a_whole_number_from_0():
    assert [whole(told) for told in (0, 9, -1, True, 1.0, "1", None, 1 << 40)] == [0, 9, *[None] * 6]


def waiting(**headers) -> float | None:
    return retry_after_s(httpx.Response(429, headers={name.replace("_", "-"): it for name, it in headers.items()}))


def test_a_wait_is_read_in_seconds_and_is_never_longer_than_an_hour():
    assert [waiting(retry_after=wish) for wish in ("7", "0.5", "86400")] == [7.0, 0.5, 3600.0]


def test_a_date_to_wait_for_counts_from_the_answers_own_date_because_clocks_differ():
    date = "Fri, 20 Nov 2026 12:00:00 GMT"

    assert waiting(retry_after="Fri, 20 Nov 2026 12:00:30 GMT", date=date) == 30
    assert waiting(retry_after="Fri, 20 Nov 2026 11:00:00 GMT", date=date) == 0
    assert waiting(retry_after="Fri, 20 Nov 2026 12:00:30 GMT") is None


@pytest.mark.parametrize("wish", ["", "-1", "nan", "inf", "soon", "1e9", "٣"])
def test_a_wait_that_makes_no_sense_is_none(wish):
    response = httpx.Response(429, headers=[(b"retry-after", wish.encode())])

    assert retry_after_s(response) is None


def test_what_was_asked_is_read_from_the_request_and_is_empty_without_one():
    request = httpx.Request("POST", "https://x.example/", json=[{"taskUUID": "7"}])

    assert asked(httpx.Response(200, request=request)) == {"taskUUID": "7"}
    assert asked(httpx.Response(200)) == {}
    assert asked(httpx.Response(200, request=httpx.Request("GET", "https://x.example/"))) == {}


def test_a_field_is_our_value_by_the_longest_beginning_that_is_known():
    fields = fields_of({"sound": Place("settings.sound"), "shots": Place("multi")}, frames="first_frame")

    assert field_named("settings.sound", fields) == "sound"
    assert field_named("multi[2].prompt", fields) == "shots"
    assert field_named("frames/0", fields) == "first_frame"
    assert field_named("settings", fields) == ""
    assert field_named("", fields) == ""


def test_a_fault_becomes_the_error_of_its_row_with_both_their_words_and_ours():
    error = TABLE.error(Fault(code="invalidModel", words=" No such model. ", field="model", raw={"a": 1}))

    assert (type(error), error.field, error.provider, error.raw) == (BadInput, "model", "some", {"a": 1})
    assert error.message == "Some does not accept a value. Some: “No such model.”"


def test_a_wait_is_at_least_as_long_as_the_row_says():
    assert TABLE.error(Fault(code="slow")).retry_after_s == 2
    assert TABLE.error(Fault(code="slow", retry_after_s=9)).retry_after_s == 9


def test_a_fault_without_a_row_is_an_answer_that_nobody_understands():
    assert type(TABLE.error(Fault(code="moonIsFull"))) is BadAnswer


def test_the_first_code_that_is_known_counts_else_the_first_that_is_there():
    assert TABLE.known("moonIsFull", "", "500") == "500"
    assert TABLE.known("", "moonIsFull", "418") == "moonIsFull"
    assert TABLE.known(None, "") == ""


def test_what_is_kept_of_an_answer_is_short():
    assert short({"a": 1}) == {"a": 1}
    assert len(short({"a": "x" * 10_000})) == 4000
    assert short({"a": object()}) is None
