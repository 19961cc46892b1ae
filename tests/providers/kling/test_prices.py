"""Kling's list prices, job by job; and no price where no source is sure of one."""

from decimal import Decimal

import pytest

from studio.catalog.registry import MODELS, route
from studio.core.media import MediaFacts
from tests.sources.kling_prices import PRICES, UNKNOWN


def facts(seconds: float) -> MediaFacts:
    return MediaFacts(
        kind="video", format="mp4", mime="video/mp4", bytes=1000, sha256="0" * 64, width=1280, height=720,
        duration_s=seconds, fps="24", frames=None, has_sound=True, codec="h264",
    )  # fmt: skip


def test_every_row_is_here():
    assert (len(PRICES), len(UNKNOWN)) == (53, 15)


@pytest.mark.parametrize(("model", "task", "values", "seconds", "amount"), PRICES)
def test_a_job_costs_what_the_list_says(model, task, values, seconds, amount):
    prices = route(model, task, "kling").price
    media = {"file": facts(seconds)}.get if seconds else None
    files = {prices.length_of: {"asset": "file"}} if prices.length_of else {}

    found = prices.estimate(values | files, media)

    assert found.amount == Decimal(amount)
    assert (found.currency, found.exact, found.as_of) == ("USD", False, "2026-09")


@pytest.mark.parametrize(("model", "task", "values"), UNKNOWN)
def test_what_no_source_is_sure_of_has_no_price(model, task, values):
    prices = route(model, task, "kling").price

    assert prices is None or prices.estimate(values) is None


def test_every_model_that_has_a_price_is_in_the_table():
    priced = {model.slug for model in MODELS for r in model.routes if r.provider == "kling" and r.price}

    assert {model for model, *_ in PRICES} == priced
