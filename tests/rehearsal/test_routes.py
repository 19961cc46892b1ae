"""Every route through Runware and Scenario: drawn values, the adapter's own requests, the stand-in's own judgement."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.providers import registry
from studio.providers.base import Phase
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.keys import Key
from tests.catalog.routes import named, through
from tests.catalog.strategies import examples, values_for

KEY = Key(key="rehearsal-key-w4lk", secret="secret")
ROUTES = [row for provider in ("runware", "scenario") for row in through(provider)]


def stored(value: object) -> object:
    """Handles become files of ours, so that uploads are rehearsed, too."""
    if isinstance(value, Mapping):
        kept = {name: stored(inner) for name, inner in value.items() if name != "handle"}
        return kept | ({"asset": "a1"} if "handle" in value else {})
    return [stored(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "a.png"
    path.write_bytes(b"a picture")
    return {"a1": StoredFile(path=path, mime="image/png", height=720, duration_s=5)}


@pytest.fixture
def ask(stage):
    """ask(provider, request) -> the answer to the signed request; it belongs to the unsigned one."""

    def ask(provider, request):
        signed = provider.sign(request, KEY, datetime.now(UTC))
        found = stage.ask(signed.method, str(signed.url), content=signed.read(), headers=signed.headers)
        return httpx.Response(found.status_code, headers=found.headers, content=found.content, request=request)

    return ask


@pytest.fixture
def rehearse(ask, files):
    """rehearse(route, values) -> the update of the job that came of it. All steps are sent in their order."""

    def rehearse(route, values):
        provider, answers = registry.get(route.provider), {}
        for number, step in enumerate(provider.steps(route, values), 1):
            filling = Filling(our_id=str(uuid4()), files=files, answers=answers, file_form=provider.file_form)
            answer = ask(provider, fill(step, filling))
            if step.purpose != "submit":
                answers[number] = provider.parse_answer(step, answer)
        ticket = provider.parse_submit(answer)
        update = provider.parse_status(ask(provider, provider.build_status(ticket)), ticket)
        request = provider.build_result(ticket, update)
        return provider.parse_result(ask(provider, request), ticket, update) if request else update

    return rehearse


@given(data=st.data())
@examples(5)
def test_what_the_catalog_allows_the_stand_in_takes_finishes_and_bills_as_told(stage, rehearse, data):
    sent = Counter()
    for slug, route in ROUTES:
        values = data.draw(values_for(route))
        recipe = {"model": slug, "task": route.task, "provider": route.provider, "values": values}
        if not check(Recipe.from_json(recipe)).valid:
            continue

        update = rehearse(route, stored(values))

        assert update.phase is Phase.DONE, (named(slug, route), update)
        assert len(update.outputs) == values.get("takes", 1)
        charged = stage.charges(route.provider)[-1]
        assert (update.billed.amount, update.billed.currency) == (Decimal(charged["amount"]), charged["currency"])
        sent[route.provider] += 1
    assert min(sent[provider] for provider in ("runware", "scenario")) > 10
