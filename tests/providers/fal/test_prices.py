"""What a job through fal costs, where a source gives a price; everywhere else the price is unknown."""

import pytest

from tests.providers.fal.composing import REACHED, A, at, base, quoted

VOICED = [{"front": at(A), "views": [at(A)], "voice": at("829824295735410756")}]
VIDEO = "fal-ai/kling-video/"

PER_SECOND = {
    **{f"v1.6/pro/{task}": "0.095" for task in ("text-to-video", "image-to-video", "elements", "effects")},
    **{f"v2.5-turbo/pro/{task}": "0.07" for task in ("text-to-video", "image-to-video")},
    **{f"{family}/4k/{task}": "0.42" for family in ("v3", "o3") for task in ("text-to-video", "image-to-video")},
    "o3/4k/reference-to-video": "0.42",
}
"""One price whatever is heard."""

WITH_SOUND = {
    "v2.6/pro/text-to-video": ("0.07", "0.14"),
    "v2.6/pro/image-to-video": ("0.07", "0.14"),
    "v3/standard/text-to-video": ("0.084", "0.126"),
    "v3/standard/image-to-video": ("0.084", "0.126"),
    "v3/pro/text-to-video": ("0.112", "0.168"),
    "v3/pro/image-to-video": ("0.112", "0.168"),
    "o3/pro/image-to-video": ("0.112", "0.14"),
}
"""Silent, and with sound."""

WITH_VOICE = {
    "v2.6/pro/image-to-video": ({"voices": [at("829824295735410756")]}, "0.168"),
    "v3/standard/image-to-video": ({"elements": VOICED}, "0.154"),
    "v3/pro/image-to-video": ({"elements": VOICED}, "0.196"),
}
SILENT_BY_ITSELF = {"o3/pro/image-to-video"}
PRICED = {*PER_SECOND, *WITH_SOUND}


def tens(amount):
    """What ten seconds cost, as it is printed."""
    return f"{float(amount) * 10:g}"


def amounts(endpoint, **more):
    """What ten seconds cost through each route that asks an endpoint."""
    for slug, route in REACHED[VIDEO + endpoint]:
        price = quoted(slug, route, base(VIDEO + endpoint, route.task) | {"duration": 10, **more})["price"]
        yield price["amount"]


def test_all_prices_are_here():
    assert (len(PER_SECOND), len(WITH_SOUND), len(WITH_VOICE)) == (11, 7, 3)
    unknown = set(REACHED) - {VIDEO + endpoint for endpoint in PRICED}
    assert len(unknown) == 56
    for endpoint in unknown:
        for slug, route in REACHED[endpoint]:
            found = quoted(slug, route, base(endpoint, route.task))
            assert found["price"] is None
            assert any("price is not known" in warning for warning in found["warnings"])


@pytest.mark.parametrize("endpoint", PER_SECOND)
def test_a_second_costs_the_same_whatever_is_heard(endpoint):
    assert set(amounts(endpoint)) == {tens(PER_SECOND[endpoint])}


@pytest.mark.parametrize("endpoint", WITH_SOUND)
def test_sound_costs_more_and_is_reckoned_with_where_fal_adds_it_by_itself(endpoint):
    silent, heard = WITH_SOUND[endpoint]

    assert list(amounts(endpoint, sound=False)) == [tens(silent)]
    assert list(amounts(endpoint, sound=True)) == [tens(heard)]
    assert list(amounts(endpoint)) == [tens(silent if endpoint in SILENT_BY_ITSELF else heard)]


@pytest.mark.parametrize("endpoint", WITH_VOICE)
def test_a_voice_costs_more_and_only_with_sound(endpoint):
    given, amount = WITH_VOICE[endpoint]

    assert list(amounts(endpoint, **given)) == [tens(amount)]
    assert list(amounts(endpoint, **given, sound=False)) == [tens(WITH_SOUND[endpoint][0])]


def test_shots_are_paid_by_their_sum():
    for slug, route in REACHED[VIDEO + "v3/pro/text-to-video"]:
        shots = [{"prompt": "Wide", "duration": 3}, {"prompt": "Close", "duration": 4}]
        price = quoted(slug, route, {"shots": shots, "sound": True})["price"]

        assert price["amount"] == "1.176"
