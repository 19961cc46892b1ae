"""Prompts to write again: earlier ones, the team's with variables, worked examples with their source, dialogue."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.jobs.models import Filling, SavedPrompt
from studio.pages.worked_examples import EXAMPLES
from studio.pages.writing import Line, dialogue, filled, variables
from tests.live.making import make_job

HTMX = {"headers": {"HX-Request": "true"}}
RAIN = "A [place] in the rain, [mood], [mood] again"


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def keep(client, name: str, text: str):
    return client.post("/create/prompts/new/", {"name": name, "text": text}, **HTMX)


def chosen(html: str) -> str:
    """What <use-prompt> gives to the composer."""
    return unescape(re.search(r"<use-prompt[^>]*><textarea[^>]*>\n?(.*?)</textarea>", html, re.S)[1])


# Variables


def test_variables_are_words_in_brackets_each_once():
    assert variables("[who] in [a place] by [who]; [1] [] [a,b] [x]") == ["who", "a place", "x"]


def test_what_is_filled_in_is_text_as_it_is_and_what_is_empty_keeps_its_brackets():
    assert filled("[a] and [b], [c]", {"a": "[b]", "b": "<b> & \\1", "c": " "}) == "[b] and <b> & \\1, [c]"


@given(st.text(max_size=60), st.dictionaries(st.text(max_size=5), st.text(max_size=10), max_size=3))
def test_a_text_without_variables_is_never_changed(text, values):
    if not variables(text):
        assert filled(text, values) == text


# The team's


def test_a_prompt_of_the_team_is_filled_in_used_and_its_values_are_kept_for_each(client, hers, bob):
    keep(hers, "Rain", RAIN)
    row = SavedPrompt.objects.get()
    client.force_login(bob)

    values = {"of": str(row.pk), "value-place": "<b>pier</b>", "value-mood": "[quiet]"}
    answer = client.post("/create/prompts/filling/", values, **HTMX).content.decode()

    assert chosen(answer) == "A <b>pier</b> in the rain, [quiet], [quiet] again"
    sheet = client.get("/create/prompts/?tab=team", **HTMX).content.decode()
    assert 'value="&lt;b&gt;pier&lt;/b&gt;"' in sheet
    assert Filling.objects.get().owner == bob


def test_a_prompt_needs_words_takes_its_first_ones_as_its_name_and_keeps_what_was_written(hers):
    refused = keep(hers, "Empty", "  ")
    keep(hers, "", "A lighthouse in the storm, and then some more words about it")

    assert refused.status_code == 422
    assert "There are no words to keep" in refused.content.decode()
    assert SavedPrompt.objects.get().name == "A lighthouse in the storm, and then some"


def test_a_prompt_is_changed_deleted_and_taken_back_by_whoever_made_it_or_runs_the_team(client, hers, bob, charlie):
    client.force_login(bob)
    keep(client, "Bob’s", "Fog")
    pk = SavedPrompt.objects.get().pk
    client.force_login(charlie)
    assert client.post(f"/create/prompts/{pk}/deletion/", **HTMX).status_code == 404
    client.force_login(SavedPrompt.objects.get().team.members.get(name="Alice Archer"))

    client.post(f"/create/prompts/{pk}/change/", {"name": "Fog", "text": "Thick fog"}, **HTMX)
    gone = client.post(f"/create/prompts/{pk}/deletion/", **HTMX).content.decode()

    assert "Fog is deleted." in gone and "Undo" in gone and "Thick fog" not in gone
    assert "Thick fog" in client.post(f"/create/prompts/{pk}/restoration/", **HTMX).content.decode()


def test_the_sheet_is_a_page_where_scripts_do_not_run(hers):
    for tab in ("earlier", "team", "examples", "dialogue", "made-up"):
        assert "</html>" in hers.get(f"/create/prompts/?tab={tab}").content.decode()


# Earlier


def test_ones_own_prompts_are_found_again_newest_first_each_once(client, hers, alice, bob):
    for words in ("Rain", "Fog", "Rain"):
        make_job(alice, recipe=_recipe(prompt=words))
    make_job(alice, recipe=_recipe(shots=[{"prompt": "Wide", "duration": 3}, {"prompt": "Close", "duration": 3}]))
    make_job(bob, recipe=_recipe(prompt="Bob’s words"))

    assert hers.get("/create/prompts/earlier/").json() == {"prompts": ["Wide", "Close", "Rain", "Fog"]}


def _recipe(**values: object) -> dict:
    return {"model": "kling-3.0-pro", "task": "text-to-video", "provider": "animatic", "values": values}


# Examples


def test_every_example_names_its_line_and_fills_in_the_words_of_its_source(hers):
    html = unescape(hers.get("/create/prompts/?tab=examples", **HTMX).content.decode())

    for example in EXAMPLES:
        assert str(example.source) in html
        assert set(example.usual) == set(variables(example.text)), example.slug
    assert {example.source.document.split(":")[0] for example in EXAMPLES} == {"Scenario", "Runware", "fal"}


def test_an_example_is_used_with_words_of_ones_own(hers):
    form = {"of": "close-up", "value-what": "a watch", "add": "1"}

    answer = hers.post("/create/prompts/filling/", form, **HTMX).content.decode()

    assert chosen(answer) == "Cinematic close-up of a watch with shallow depth of field"
    assert "<use-prompt add>" in answer


def test_a_prompt_that_is_gone_is_not_found(hers):
    assert hers.post("/create/prompts/filling/", {"of": "made-up"}, **HTMX).status_code == 404


# Dialogue


def test_dialogue_is_written_as_the_providers_example_has_it():
    lines = [
        Line(speaker="Short-haired female singer", tone="heartfelt voice", verb="sings", words='"And I will try"'),
        Line(speaker="[Tom]", tone="", verb="hisses", words="Hush."),
        Line(speaker="Nobody", tone="", verb="says", words=" "),
    ]

    written = dialogue("In a livehouse, bathed in blue light", lines, "The sound of clinking glasses.")

    assert written == (
        "Visual: In a livehouse, bathed in blue light. "
        'Dialog: [Short-haired female singer, heartfelt voice] sings: "And I will try" [Tom] says: "Hush." '
        "Background: The sound of clinking glasses."
    )


def test_the_dialogue_form_is_kept_as_one_types_and_has_one_empty_row_more(hers):
    form = {"picture": "A pier", "speaker": ["Anna", ""], "tone": ["warm", ""], "verb": ["says", "says"]}
    form |= {"words": ["I came back.", ""], "background": ""}

    html = hers.post("/create/prompts/dialogue/", form, **HTMX).content.decode()

    assert html.count('name="speaker"') == 2
    again = hers.get("/create/prompts/?tab=dialogue", **HTMX).content.decode()
    assert 'value="Anna"' in again
    used = hers.post("/create/prompts/dialogue/", form | {"use": "1"}, **HTMX).content.decode()
    assert chosen(used) == 'Visual: A pier. Dialog: [Anna, warm] says: "I came back."'
