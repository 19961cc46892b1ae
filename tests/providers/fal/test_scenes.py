"""The 197 scenes of fal's page, one by one, in every version that has effects."""

from studio.catalog.registry import route
from studio.providers.quote import quote
from tests.providers.fal.composing import QUEUE, A, B, at
from tests.sources.fal_words import NEWER_SCENES, SCENES
from tests.walks import walk

VERSIONS = {
    "kling-1.0-standard": "v1/standard",
    "kling-1.5-pro": "v1.5/pro",
    "kling-1.6-standard": "v1.6/standard",
    "kling-1.6-pro": "v1.6/pro",
    "kling-effects": "v1.6/pro",
}
OF_THE_PAGE = {"kling-1.6-pro", "kling-effects"}


def effect(slug, scene, **more):
    values = {"effect": scene, **more}
    return quote({"model": slug, "task": "effects", "provider": "fal", "values": values})


def test_there_are_197_scenes_and_one_that_is_newer():
    assert len(SCENES) == len(set(SCENES)) == 197
    assert [*SCENES, "korean_baseball"] == NEWER_SCENES
    for slug in VERSIONS:
        offered = route(slug, "effects", "fal").control("effect").options
        assert list(offered) == (SCENES if slug in OF_THE_PAGE else NEWER_SCENES)


@walk(("scene",), SCENES)
def test_a_scene_can_be_composed_in_every_version(scene):
    for slug, version in VERSIONS.items():
        found = effect(slug, scene, reference_images=[at(A), at(B)], duration=10)

        (request,) = found["requests"]
        assert request["url"] == f"{QUEUE}fal-ai/kling-video/{version}/effects"
        assert request["json"] == {"effect_scene": scene, "input_image_urls": [A, B], "duration": "10"}


def test_the_newer_scene_is_not_in_the_page_of_1_6_pro():
    valid = {slug: effect(slug, "korean_baseball")["valid"] for slug in VERSIONS}

    assert valid == {slug: slug not in OF_THE_PAGE for slug in VERSIONS}


def test_pictures_may_be_left_out_as_in_the_page_s_own_example():
    assert effect("kling-1.6-pro", "hug")["requests"][0]["json"] == {"effect_scene": "hug"}
    assert not effect("kling-1.6-pro", "hug", reference_images=[at(A)] * 3)["valid"]
