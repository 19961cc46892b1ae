"""What a model lacks beside a first frame is said in one line, with the way to the nearest that has it."""

from studio.catalog.registry import route
from studio.pages.composing import Choice, offered
from studio.pages.lacking import LOOKED_FOR, lacks
from tests.walks import walk

CHOICES = [
    Choice(model, task, provider)
    for task, models in offered().items()
    for model, providers in models.items()
    for provider in providers
]


def said(model: str, provider: str, task: str = "image-to-video", known=()) -> list[tuple[str, str]]:
    return [(lack.words, lack.way.words) for lack in lacks(Choice(model, task, provider), known)]


def test_a_model_without_a_brush_or_a_last_frame_says_who_has_one():
    assert said("kling-3.0-pro", "kling") == [
        ("Motion brush: Kling 3.0 Pro has none. Kling 1.6 Pro has.", "Use Kling 1.6 Pro through fal")
    ]
    assert ("Last frame: Kling 1.5 Standard has none. Kling 1.5 Pro has.", "Use Kling 1.5 Pro") in said(
        "kling-1.5-standard", "kling"
    )


def test_a_model_that_has_it_elsewhere_is_not_said_to_have_none():
    [(words, way)] = said("kling-1.6-pro", "kling")

    assert words == "Motion brush: Kling 1.6 Pro has none through Kling. Through fal it has."
    assert way == "Use fal"


def test_what_is_kept_says_so_itself_and_is_not_said_twice():
    assert said("kling-3.0-pro", "kling", known={"motion_brush": {}}) == []
    assert said("kling-3.0-pro", "kling", task="text-to-video") == []


@walk(("choice",), CHOICES)
def test_a_lack_is_said_exactly_where_a_route_has_none_and_leads_to_one_that_has(choice):
    has = choice.route.control
    missing = [name for name, beside in LOOKED_FOR.items() if has(beside) and not has(name)]

    found = lacks(choice, ())

    assert [lack.name for lack in found] == missing
    for lack in found:
        to = lack.way.target
        assert route(to.model, to.task, to.provider).control(lack.name)
        assert to.provider in offered()[to.task][to.model]
