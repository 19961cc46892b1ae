"""`@name` in a prompt becomes the provider's syntax; everything else stays as it was written."""

from studio.catalog.check import check
from studio.catalog.mentions import printed, spoken, twins
from studio.catalog.recipe import Recipe

VALUES = {
    "reference_images": [{"handle": "a", "name": "Mara"}, {"handle": "b"}],
    "voices": [{"handle": "v", "name": "Anna"}],
    "elements": [{"name": "red-bike", "handle": "7"}],
}


def said(text: str) -> str:
    return printed(text, VALUES, lambda mention: f"<<<{mention}>>>")


def test_a_name_becomes_its_place_among_its_kind():
    assert said("@Mara on @red-bike says in @Anna") == "<<<image_1>>> on <<<element_1>>> says in <<<voice_1>>>"


def test_a_file_without_a_name_is_called_by_its_place():
    assert said("like @image_2.") == "like <<<image_2>>>."


def test_what_is_no_name_stays_as_it_is():
    text = "mail me@example.com, @nobody, <<<image_1>>> and @Image1"

    assert said(text) == text


def test_a_name_ends_where_the_word_ends():
    assert said("@Mara's coat, @Mara- and @Marathon") == "<<<image_1>>>'s coat, <<<image_1>>>- and @Marathon"


def test_shots_are_spoken_too():
    values = VALUES | {"shots": [{"prompt": "@Mara", "duration": 3}]}

    assert spoken(values, str)["shots"] == [{"prompt": "image_1", "duration": 3}]


def test_a_name_that_two_kinds_have_is_refused_where_it_stands_second():
    values = {
        "reference_images": [{"asset": "a", "name": "Mara"}, {"asset": "b"}],
        "elements": [{"handle": "7", "name": "Mara"}],
    }

    found = check(
        Recipe("kling-o3-pro", "reference-to-video", "kling", {"prompt": "@Mara", "aspect_ratio": "16:9", **values})
    )

    assert list(twins(values)) == [("elements", "Mara")]
    assert [problem.message for problem in found.errors if problem.field == "elements"] == [
        "Two things are called Mara, and a prompt cannot mean both. Give each its own name."
    ]
