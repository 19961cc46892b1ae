"""Prices through Runware: those of its pages, and none where no page gives one."""

from decimal import Decimal

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS, get, route
from studio.core.media import MediaFacts
from tests.sources.runware_prices import PRICES, UNKNOWN
from tests.walks import walk


def facts(seconds: float) -> MediaFacts:
    return MediaFacts(
        kind="video", format="mp4", mime="video/mp4", bytes=1000, sha256="0" * 64, width=1280, height=720,
        duration_s=seconds, fps="24", frames=None, has_sound=True, codec="h264",
    )  # fmt: skip


@walk(("slug", "task", "values", "seconds", "amount"), PRICES, "{} {} {} {}: {}".format)
def test_a_job_costs_what_the_page_says(slug, task, values, seconds, amount):
    listed = route(slug, task, "runware").price
    billed = {listed.length_of: {"asset": "a"}} if seconds else {}
    if task == "reference-to-video":
        billed = {"reference_video": {"handle": "x"}}

    price = listed.estimate(values | billed, {"a": facts(seconds or 1)}.get)

    assert price.amount == Decimal(amount)
    assert (price.currency, price.exact, price.as_of) == ("USD", False, "2026-11")


def test_every_model_at_runware_is_priced_or_known_to_be_unknown():
    here = {model.slug for model in MODELS if any(r.provider == "runware" for r in model.routes)}

    assert {slug for slug, *_ in PRICES} | set(UNKNOWN) == here
    assert len(PRICES) == 46


@walk(("slug",), UNKNOWN)
def test_where_no_page_gives_a_price_it_is_unknown_and_said(slug):
    for found in (r for r in get(slug).routes if r.provider == "runware"):
        assert found.price is None
    values = {"first_frame": {"handle": "x"}, "prompt": "A pier in fog"}
    if route(slug, "image-to-video", "runware"):
        checked = check(Recipe(slug, "image-to-video", "runware", values))
        assert checked.price is None
        assert any("price is not known" in warning for warning in checked.warnings)


def test_references_without_a_video_cost_no_surcharge_on_o3():
    listed = route("kling-o3-standard", "reference-to-video", "runware").price

    assert listed.estimate({"duration": 10, "reference_images": [{"handle": "x"}]}).amount == Decimal("0.84")
