"""One suite over every endpoint of every adapter: what recorded answers mean, and that nothing else is ever raised.

What the answers mean stands beside them in `<provider>/answers/*.json`, with the place of the reference they are from.
"""

from collections import Counter

import pytest

from studio.catalog.registry import MODELS
from tests.providers.recorded import REAL, Record, records, told, understood

RECORDS = records()


def endpoints() -> dict[tuple[str, str], str]:
    """(provider, endpoint) -> the task that it does, for every endpoint that a route of the catalog may ask."""
    found = {}
    for model in MODELS:
        for route in (route for route in model.routes if route.composable and route.provider in REAL):
            for endpoint in (route.endpoint, *route.wire.get("beside", {}).values()):
                found[route.provider, endpoint] = route.task
    return found


ENDPOINTS = endpoints()


# Recorded answers


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_a_recorded_answer_means_what_it_must(record: Record):
    assert told(understood(record), record.means) == record.means


@pytest.mark.parametrize("record", RECORDS, ids=str)
def test_every_record_names_its_place_in_a_reference(record: Record):
    assert record.origin.endswith(".md")
    assert record.lines[0].isdigit()
    assert record.means


def test_the_names_of_records_are_theirs_alone():
    assert [name for name, count in Counter(map(str, RECORDS)).items() if count > 1] == []


@pytest.mark.parametrize("slug", sorted({record.provider for record in RECORDS}))
@pytest.mark.parametrize("call", ["submit", "status"])
def test_every_adapter_has_records_of_every_call(slug, call):
    assert [record for record in RECORDS if (record.provider, record.call) == (slug, call)]
