"""A change is answered with what the page has not: no more, and never less."""

import re
from html import unescape

import pytest

from studio.catalog import registry
from studio.pages.composing import offered
from tests.walks import walk

pytestmark = pytest.mark.django_db
HTMX = {"headers": {"HX-Request": "true"}}
SHOWN = "kling-3.0-pro text-to-video animatic"
TOP = re.compile(r'hx-swap-oob="morph"')


def form(shown: str = SHOWN, **changes) -> dict[str, str]:
    model, task, provider = shown.split()
    here = {"shown": shown, "model": model, "task": task, "via": provider, "page": "p1"}
    return here | {"prompt": "A pier", "duration": "5"} | changes


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def change(hers):
    """change(**what is posted) -> the ids of the parts that come back, and the answer.

    It goes on as a page that takes each answer.
    """
    page = {"has": "", "draft": ""}

    def change(**posted) -> tuple[list[str], str]:
        answer = hers.post("/create/draft/", form(**page | posted), **HTMX).content.decode()
        page.update({name: _value(answer, name) for name in page})
        return parts_of(answer), answer

    return change


def _value(html: str, name: str) -> str:
    return unescape(re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', html)[1])


def parts_of(answer: str) -> list[str]:
    tags = (tag for tag in re.findall(r"<[a-z-]+ [^>]*>", answer) if TOP.search(tag))
    return [re.search(r'\bid="([^"]*)"', tag)[1] for tag in tags]


def test_who_does_not_say_what_it_has_gets_everything(change):
    found, answer = change()

    assert found[0] == "inputs" and {"tasks", "benches", "dock", "sent", "has"} <= set(found)
    assert {name.partition(":")[0] for name in _value(answer, "has").split()} > {"about", "group-prompt", "generate"}


def test_a_word_more_is_answered_with_the_book_keeping_alone(change):
    change(prompt="A pier")
    whole = len(change(prompt="A pier", has="")[1])

    found, answer = change(prompt="A pier in fog")

    assert found == ["book", "has"]
    assert len(answer) < whole / 10


def test_what_a_change_touches_comes_and_nothing_else(change):
    change(prompt="A pier", shown="kling-3.0-pro text-to-video fal")

    found, answer = change(prompt="A pier", shown="kling-3.0-pro text-to-video fal", duration="10")

    assert set(found) == {"book", "about", "group-sound", "group-output", "generate", "has"}
    assert "Generate" in answer


def test_a_text_that_is_too_long_is_said_at_its_field_and_taken_back(change):
    change()

    found, answer = change(prompt="x" * 3000)
    assert "group-prompt" in found and 'aria-invalid="true"' in answer

    found, answer = change(prompt="x")
    assert "group-prompt" in found and "aria-invalid" not in answer


def test_another_route_is_drawn_whole_though_its_parts_are_called_the_same(change):
    change()

    assert "inputs" in change(model="kling-3.0-standard")[0]


def test_a_section_that_comes_or_goes_draws_everything(change):
    change()
    had = _value(change()[1], "has")

    assert "inputs" in change(has=re.sub(r"group-prompt:\w+ ?", "", had))[0]
    assert "inputs" in change(has=f"{had} group-more:00")[0]


@pytest.mark.parametrize("nonsense", ["x", ":", "a:b a:b", "group-prompt", "<script>", "é:1 " * 900])
def test_what_cannot_be_read_counts_as_nothing_known(change, nonsense):
    assert change(has=nonsense)[0][0] == "inputs"


def test_shots_that_are_made_of_a_list_come_though_nobody_typed_them(change, hers):
    _, answer = change(shot_list="1) 3s One\n2) 4s Two")
    posted = form(shot_list="1) 3s One\n2) 4s Two", read="list", has=_value(answer, "has"))

    made = hers.post("/create/shots/", posted, **HTMX).content.decode()

    assert "dock" in parts_of(made) and "One" in made and "Two" in made


def _routes() -> list[str]:
    """Of each task the first route."""
    return [f"{slug} {task} {ways[0]}" for task, models in offered().items() for slug, ways in list(models.items())[:1]]


@walk(("shown",), _routes())
def test_what_did_not_change_is_not_drawn_again(shown, hers):
    assert registry.get(shown.split()[0])
    first = hers.post("/create/draft/", form(shown), **HTMX).content.decode()
    again = {name: _value(first, name) for name in ("has", "draft")}

    answer = hers.post("/create/draft/", form(shown, **again), **HTMX).content.decode()

    assert parts_of(answer) == ["book", "has"]
