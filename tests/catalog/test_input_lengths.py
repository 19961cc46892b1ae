"""What depends on the files that go in: prices by their length, and limits that change beside another value."""

from decimal import Decimal

import pytest

from studio.catalog.media_controls import Limits, reference_video
from studio.catalog.pricing import CLIP, GIVEN, IMAGE, SECOND, PriceList, Rate
from studio.catalog.sources import Source
from studio.core.media import MediaFacts

SOURCE = Source("a list", "", "2026-11")
STEPS = PriceList(
    rates=(
        Rate("0.0462", CLIP, within=5),
        Rate("0.0924", CLIP, within=10),
        Rate("0.0092", SECOND, first=("0.0924", 10)),
    ),
    source=SOURCE,
    length_of="audio",
)


def facts(seconds: float | None, kind: str = "audio") -> MediaFacts:
    return MediaFacts(
        kind=kind, format="mp3", mime="audio/mpeg", bytes=1000, sha256="0" * 64, width=None, height=None,
        duration_s=seconds, fps=None, frames=None, has_sound=True, codec=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "amount"), [(2, "0.0462"), (5, "0.0462"), (5.1, "0.0924"), (10, "0.0924"), (60, "0.5524")]
)
def test_a_price_by_steps_follows_the_length_of_the_file(seconds, amount):
    found = STEPS.estimate({"audio": {"asset": "a"}}, {"a": facts(seconds)}.get)

    assert found.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("value", "media"),
    [
        ({"handle": "x"}, {"x": facts(5)}.get),
        ({"asset": "a"}, None),
        ({"asset": "a"}, {}.get),
        ({"asset": "a"}, {"a": facts(None)}.get),
    ],
)
def test_a_file_that_nobody_measured_has_no_price(value, media):
    assert STEPS.estimate({"audio": value}, media) is None


def test_a_rate_may_ask_for_any_of_several_values_or_for_the_value_at_all():
    rates = (Rate("3", IMAGE, {"video": GIVEN}), Rate("2", IMAGE, {"width": (4096, 4992)}), Rate("1", IMAGE))
    prices = PriceList(rates=rates, source=SOURCE)

    amounts = [prices.estimate(values).amount for values in ({"video": {}}, {"width": 4992}, {"width": 1024})]

    assert amounts == [3, 2, 1]
    assert prices.as_json()["rates"][1] == {"amount": "2", "per": "image", "when": {"width": [4096, 4992]}}


def test_limits_may_change_beside_another_value():
    control = reference_video(Limits(seconds=(3, 30)), beside=(("orientation", "image", Limits(seconds=(3, 10))),))
    value = {"reference_video": {"asset": "a"}}

    def words(**others: str) -> list[str]:
        return [problem.message for problem in control.problems(value | others, {"a": facts(20, "video")}.get)]

    assert words() == words(orientation="video") == []
    assert "3 to 10 s" in words(orientation="image")[0]


def test_a_wider_control_takes_what_any_of_its_limits_took():
    control = reference_video(Limits(seconds=(3, 10)), beside=(("fast", True, Limits(seconds=(6, 20))),))

    assert control.widen(control).accepts.seconds == (3, 20)


def test_a_clip_may_stand_for_its_sound_where_that_is_taken():
    limits = Limits(kinds=("video",))
    control = reference_video(limits, label="Voice")

    assert list(control.problems({"reference_video": {"asset": "a"}}, {"a": facts(9, "video")}.get)) == []
    assert limits.widen(Limits()).kinds == ("video",)
