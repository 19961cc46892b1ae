"""A form that was just opened asks for what is missing and complains about nothing that it set itself."""

from studio.forms.builder import form_class
from studio.forms.fields import default
from tests.catalog.routes import COMPOSABLE, named
from tests.walks import walk

CLIP = {"handle": "https://media.example/clip.mp4"}


@walk(("slug", "route"), COMPOSABLE, named)
def test_what_a_fresh_form_sets_is_never_an_error(slug, route):
    values = {}
    for control in route.controls:
        values |= default(control)

    form = form_class(slug, route.task, route.provider).bound(values)

    form.is_valid()
    assert [problem for problem in form.checked.errors if problem.field in form.values()] == []


def test_a_switch_that_speaks_of_what_is_not_there_says_nothing():
    form = form_class("kling-o3-pro", "reference-to-video", "kling")

    without, beside = form.bound({}), form.bound({"reference_video": CLIP})
    without.is_valid()
    beside.is_valid()

    assert "keep_original_sound" not in without.values()
    assert beside.values()["keep_original_sound"] is False
