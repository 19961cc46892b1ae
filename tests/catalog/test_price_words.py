"""Price lists in words."""

import pytest

from studio.catalog import registry
from studio.catalog.price_words import from_words, list_words, rate_words
from studio.catalog.pricing import CLIP, FREE, GIVEN, IMAGE, SECOND, PriceList, Rate
from studio.catalog.sources import runware_pages


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Rate("0.168", SECOND, {"sound": True}), "$0.168 / s with sound"),
        (Rate("0.084", SECOND, {"sound": False}), "$0.084 / s silent"),
        (Rate("0.168", SECOND, {"voices": GIVEN}), "$0.168 / s with voices"),
        (Rate("0.126", SECOND, {"reference_video": GIVEN}), "$0.126 / s with a reference clip"),
        (Rate("0.0370", SECOND), "$0.037 / s"),
        (Rate("0.1848", CLIP, {"duration": 5}), "$0.1848 a clip for 5 s"),
        (Rate("0.056", IMAGE, {"resolution": "4k"}), "$0.056 a picture in 4k"),
        (Rate("0.0092", SECOND, first=("0.0924", 10)), "$0.0924 for 10 s, then $0.0092 / s"),
        (Rate("0.5", CLIP, within=5), "$0.50 a clip up to 5 s"),
    ],
)
def test_a_rate_says_what_it_depends_on_with_every_digit(rate, words):
    assert rate_words(rate) == words


def test_the_last_rate_of_several_is_for_everything_else():
    prices = PriceList(
        rates=(Rate("0.14", SECOND, {"sound": True}), Rate("0.07", SECOND)), source=runware_pages("price")
    )

    assert list_words(prices) == ("$0.14 / s with sound", "$0.07 / s otherwise")


def test_a_long_list_is_its_first_and_its_last_step():
    prices = PriceList(
        rates=tuple(Rate(f"0.{step}", CLIP, within=step) for step in range(1, 10)), source=runware_pages("price")
    )

    assert list_words(prices) == ("$0.10 a clip up to 1 s", "… 9 steps …", "$0.90 a clip up to 9 s")


def test_the_summary_spans_all_rates_and_an_unknown_price_is_never_free():
    def through(slug: str, *providers: str) -> str:
        return from_words(route for route in registry.get(slug).routes if route.provider in providers)

    assert through("kling-3.0-pro", "runware") == "$0.112–0.168 / s"
    assert through("kling-1.0-pro", "kling", "runware") == "unknown"
    assert through("kling-1.0-pro", "animatic") == "free"
    assert list_words(FREE) == ("free",)
