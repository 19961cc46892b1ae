"""The registry finds every family, refuses what is given twice, and everything in it is named and sourced."""

import json
import subprocess
import sys

import pytest

from studio.catalog import registry
from studio.catalog.describe import describe
from studio.catalog.schema import Model, Route
from studio.catalog.tasks import PROVIDERS, TASKS
from tests.catalog.routes import EVERY, named
from tests.walks import walk


def test_a_route_given_twice_is_refused_at_import():
    twice = Route(provider="runware", task="text-to-video", endpoint="x")

    with pytest.raises(ValueError, match="twice"):
        registry._checked(Model(slug="m", name="M", family="f", blurb="", routes=(twice, twice)))


@walk(("slug", "route"), EVERY, named)
def test_every_route_uses_the_vocabulary_and_names_its_sources(slug, route):
    assert route.task in TASKS
    assert route.provider in PROVIDERS
    assert route.sources
    assert all(note.sources for note in route.notes)
    assert route.composable or route.reason


@walk(("slug", "route"), EVERY, named)
def test_every_price_has_a_source_and_a_date(slug, route):
    if route.price and route.provider != "animatic":
        assert route.price.source.document
        assert route.price.source.as_of


@walk(("slug", "route"), EVERY, named)
def test_no_two_controls_of_a_route_own_the_same_value(slug, route):
    owned = [value for control in route.controls for value in control.values]

    assert len(owned) == len(set(owned))


def test_searching_finds_by_every_word():
    found = {model.slug for model in registry.search("3.0 pro 1080p")}

    assert "kling-3.0-pro" in found
    assert "kling-1.5-pro" not in found
    assert registry.search("no such thing") == ()


def test_the_whole_catalog_is_described_as_json():
    described = {model["slug"]: model for model in json.loads(json.dumps(describe()))["models"]}

    assert list(described) == [model.slug for model in registry.MODELS]
    pro = described["kling-3.0-pro"]
    assert set(pro) == {"slug", "name", "family", "status", "routes"}
    runware = next(r for r in pro["routes"] if (r["provider"], r["task"]) == ("runware", "text-to-video"))
    shots = next(control for control in runware["controls"] if control["kind"] == "shots")
    assert (shots["name"], shots["most"], shots["totals"]) == ("shots", 6, list(range(3, 16)))
    assert runware["price"]["rates"][0] == {"amount": "0.168", "per": "second", "when": {"sound": True}}


def test_the_catalog_imports_nothing_of_django():
    code = "import sys, studio.catalog.registry, studio.catalog.check; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
