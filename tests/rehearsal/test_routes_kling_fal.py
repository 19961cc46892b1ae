"""Every route through Kling and fal: drawn values, the adapter's own requests, the stand-in's own judgement."""

import os
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.providers.base import Phase
from studio.providers.files import StoredFile
from studio.providers.keys import Key
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for
from tests.rehearsal.asking import KEY, TEXT, Kling
from tests.rehearsal.walk import Walker, stored

EVERY = [row for provider in ("kling", "fal") for row in through(provider)]
ONE_EACH = list({(route.endpoint, route.task): (slug, route) for slug, route in EVERY}.values())
ROUTES = EVERY if os.environ.get("CI") else ONE_EACH
"""While one works, one route of each endpoint and task will do."""
FIRST_FACE = 1


@pytest.fixture
def walker(stage, tmp_path):
    """With a picture that is also a clip at an address, and one that Kling made itself."""
    path = tmp_path / "a.png"
    path.write_bytes(b"a picture")
    video = Kling(stage).made("/v1/videos/text2video", TEXT)["task_result"]["videos"][0]["id"]
    url = "https://media.example/a.mp4"
    file = StoredFile(path=path, mime="image/png", height=720, duration_s=5, url=url, id=video)
    return Walker(stage, Key(key=KEY), {"a1": file})


def sent(values: dict) -> dict:
    """The values as they are sent: with files, and with a face that was found."""
    ready = stored(values)
    for face in ready.get("faces", ()):
        face["face"] = FIRST_FACE
    return ready


@given(data=st.data())
@examples(5)
def test_what_the_catalog_allows_the_stand_in_takes_finishes_and_bills_as_told(stage, walker, data):
    counted = Counter()
    for slug, route in ROUTES:
        values = data.draw(values_for(route))
        recipe = {"model": slug, "task": route.task, "provider": route.provider, "values": values}
        if not check(Recipe.from_json(recipe)).valid:
            continue

        ticket, update = walker.send(route, sent(values))

        assert update.phase is Phase.DONE, (named(slug, route), update)
        assert update.outputs or update.answer, named(slug, route)
        charged = stage.frame.store.charges(route.provider, ticket.id)
        amounts = {(Decimal(row.amount), row.currency) for row in charged}
        if route.provider == "kling" and charged and update.billed.state == "yes":
            assert {(update.billed.amount, update.billed.currency)} == amounts, named(slug, route)
        counted[route.provider] += 1
    assert min(counted[provider] for provider in ("kling", "fal")) > 20
