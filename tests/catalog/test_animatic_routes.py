"""The animatic accepts whatever any provider of the model would take, and a size beside a frame."""

from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.catalog.registry import MODELS, route
from tests.catalog.routes import DIFFERENT, its_model, named
from tests.catalog.strategies import examples, values_for
from tests.walks import walk

DRAWN = [(slug, real) for slug, real in DIFFERENT if real.provider != "animatic" and real.output in {"video", "image"}]


@walk(("slug", "real"), DRAWN, named, by=its_model)
@examples(10)
@given(data=st.data())
def test_whatever_a_provider_takes_can_be_previewed(slug, real, data):
    values = data.draw(values_for(real))

    assert check(Recipe(slug, real.task, "animatic", values)).errors == ()


def test_every_task_that_makes_pictures_can_be_previewed():
    for model in MODELS:
        for task in model.tasks:
            pictures = model.for_task(task)[0].output in {"video", "image"}
            assert (route(model.slug, task, "animatic") is not None) == pictures


def test_a_size_may_stand_beside_a_frame():
    values = {"first_frame": {"handle": "a"}, "width": 1920, "height": 1080, "shots": [{"prompt": "a", "duration": 3}]}

    assert check(Recipe("kling-3.0-pro", "image-to-video", "animatic", values)).errors == ()
    assert check(Recipe("kling-3.0-pro", "image-to-video", "runware", values)).errors != ()
