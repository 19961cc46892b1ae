"""Charts as numbers: nothing leaves the room it is drawn in, heights keep their proportion, lines are few and round."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from studio.pages import charts

AMOUNTS = st.lists(st.decimals("0", "10000000", places=6), min_size=1, max_size=400)


def points(amounts):
    return [(date(2026, 1, 1) + timedelta(days=n), amount) for n, amount in enumerate(amounts)]


@given(AMOUNTS)
def test_bars_stay_in_their_room_and_keep_their_proportion(amounts):
    drawn = charts.days(points(amounts), "USD")

    assert len(drawn.bars) == len(amounts)
    highest = max(amounts)
    tallest = max(bar.height for bar in drawn.bars)
    for bar, amount in zip(drawn.bars, amounts, strict=True):
        assert charts.TOP <= bar.y <= charts.BASE
        assert abs(bar.y + bar.height - charts.BASE) <= Decimal("0.002")
        if highest:
            assert abs(bar.height - tallest * amount / highest) < Decimal("0.01")


@given(st.decimals("0.000001", "10000000", places=6))
def test_lines_to_read_by_are_few_and_the_last_is_not_below_the_highest(highest):
    step = charts.step_of(highest)

    assert 1 <= len(charts.days(points([highest]), "USD").lines) <= charts.LINES
    assert step * charts.LINES >= highest


def test_days_without_money_are_drawn_without_bars():
    drawn = charts.days(points([Decimal(0)] * 7), "USD")

    assert {bar.height for bar in drawn.bars} == {0}
    assert "Nothing on any day" in drawn.words


def test_the_highest_and_the_last_day_are_told():
    drawn = charts.days(points(map(Decimal, ("1", "38.22", "4", "17.12"))), "USD")

    assert [bar.said for bar in drawn.bars] == ["", "$38.22", "", "$17.12"]
    assert drawn.words == "1 Jan 2026 to 4 Jan 2026. Highest 2 Jan, $38.22; last 4 Jan, $17.12."


def test_few_days_are_named_all_and_many_are_named_in_part():
    assert [bar.label for bar in charts.days(points([Decimal(1)] * 4), "USD").bars] == ["1 Jan", "2", "3", "4"]
    assert sum(bool(bar.label) for bar in charts.days(points([Decimal(1)] * 366), "USD").bars) <= charts.LABELS


def test_numbers_are_written_plainly():
    drawn = charts.days(points([Decimal("1E+3"), Decimal("0.000001")]), "USD")

    assert not any("E" in f"{value}" for bar in drawn.bars for value in (bar.x, bar.width, bar.y, bar.height))


def test_a_stretch_is_drawn_on_a_scale_that_holds_it():
    most = charts.longest([None, 61.0, 119.0])

    assert most == 120
    assert charts.stretch(30, 60, 119, most).middle == 50
    assert charts.stretch(0, 0, 0, 0) is None
