"""What each model can do, as a page: nothing of the catalog is missing, each mark leads where it says."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from studio.catalog import registry
from studio.catalog.animatic import ENDPOINT
from studio.catalog.capabilities import CAPABILITIES, CHIPS, can
from studio.catalog.matrix import SECTIONS, rows, rows_by_provider
from studio.catalog.notes import NUMBERED, notes_of
from studio.catalog.quotes import QUOTES
from studio.catalog.tasks import PROVIDERS, TASKS
from studio.pages.composing import Choice, is_offered, offered, settled

pytestmark = pytest.mark.django_db

ROUTES = [(model, route) for model in registry.MODELS for route in model.routes]
DISTANT = [(model, route) for model, route in ROUTES if route.endpoint != ENDPOINT]
HTMX = {"headers": {"HX-Request": "true"}}
DOCUMENTS = {source.document for source in QUOTES}


@pytest.fixture
def matrix(client, alice):
    """matrix("?via=each") -> its HTML, as Alice sees it."""
    client.force_login(alice)

    def get(query: str = "") -> str:
        answer = client.get(f"/models/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def links(html: str) -> set[tuple[str, str, str]]:
    """(model, task, via) of every link to the composer."""
    queries = [parse_qs(urlsplit(unescape(href)).query) for href in re.findall(r'href="(/create/\?[^"]+)"', html)]
    return {(query["model"][0], query["task"][0], query["via"][0]) for query in queries}


def models_on(html: str) -> list[str]:
    """The names at the heads of the rows, in order."""
    return re.findall(r'<tr[^>]*><th scope="row">(?:<a[^>]*>)?([^<]+)', html)


# Nothing is missing


def test_every_task_stands_in_one_section():
    placed = [task for section in SECTIONS for task in section.tasks]

    assert sorted(placed) == sorted(TASKS)


def test_every_route_of_the_catalog_has_its_cell():
    by_provider = [row for section in SECTIONS for row in rows_by_provider(section)]
    by_provider += [row for section in SECTIONS for row in rows(section, "", "animatic")]
    shown = {
        id(route) for row in by_provider for cell in row.cells if cell.column.kind == "task" for route in cell.routes
    }
    named = {(row.model.slug, cell.column.slug) for row in by_provider for cell in row.cells if cell.state == "named"}

    composable = [(model, route) for model, route in ROUTES if route.composable]
    assert len(composable) > 300
    assert all(id(route) in shown for _, route in composable)
    assert named == {(model.slug, route.task) for model, route in ROUTES if not route.composable}


def test_every_route_that_can_be_composed_is_a_link_to_the_composer_set_to_it(matrix):
    wanted = {(model.slug, route.task, route.provider) for model, route in DISTANT if is_offered(route)}
    drawn_here = {(model.slug, r.task, r.provider) for model, r in ROUTES if r.endpoint == ENDPOINT and is_offered(r)}

    assert len(wanted) > 150
    assert links(matrix("?via=each")) == wanted
    assert links(matrix("?via=animatic")) == drawn_here


def test_every_link_of_every_view_means_a_route_and_the_composer_stays_with_it(matrix):
    found = set().union(*(links(matrix(f"?via={view}")) for view in ("", "each", *PROVIDERS)))

    assert found == {
        (slug, task, via) for task, models in offered().items() for slug, ways in models.items() for via in ways
    }
    assert all(settled(model, task, via) == Choice(model, task, via) for model, task, via in found)


def test_a_link_of_each_kind_opens_the_composer(matrix, client):
    for model, task, via in {
        (task, via): (model, task, via) for model, task, via in links(matrix("?via=each"))
    }.values():
        answer = client.get(f"/create/?model={model}&task={task}&via={via}")

        assert answer.status_code == 200
        assert f'value="{model} {task} {via}"' in answer.content.decode()


def test_all_models_stand_on_the_page_and_each_section_counts_its_own(matrix):
    html = matrix()

    assert len(models_on(html)) == sum(len(rows(section)) for section in SECTIONS)
    assert set(models_on(html)) == {model.name.removeprefix("Kling ") for model in registry.MODELS}
    assert f"{len(registry.MODELS)} models, {len(DISTANT)} routes" in html


def test_every_capability_has_a_chip_or_a_column_and_some_route_that_has_it():
    able = frozenset().union(*(can(model.slug, route.task, route.provider) for model, route in ROUTES))

    assert all(capability.words or capability.column for capability in CAPABILITIES)
    assert able == {capability.slug for capability in CAPABILITIES}


# What the sources say


def test_every_note_of_the_catalog_is_on_the_page_with_its_sources(matrix):
    text = unescape(re.sub(r"</?code>", "`", matrix()))
    notes = {note for _, route in DISTANT for note in notes_of(route)}

    assert len(notes) == len(NUMBERED) > 100
    for note in notes:
        assert note.decision in text
        assert all(str(source) in text for source in note.sources)


def test_every_mark_leads_to_a_note_on_the_page(matrix):
    for query in ("", "?via=each", "?task=image-to-video&can=last-frame", "?q=1.6"):
        html = matrix(query)
        marks = {number for numbers in re.findall(r'data-notes="([\d ]+)"', html) for number in numbers.split()}

        assert marks
        assert marks == set(re.findall(r'id="note-(\d+)"', html))


def test_the_places_of_the_documents_that_notes_cite_are_quoted():
    cited = {source for _, route in DISTANT for note in route.notes for source in note.sources}
    cited = {source for source in cited if source.document in DOCUMENTS}

    assert len(cited) > 100
    assert not cited - QUOTES.keys(), "these have no quote"
    assert not QUOTES.keys() - cited, "nobody cites these"


def test_both_sides_of_a_contradiction_stand_beside_their_lines(matrix):
    html = unescape(matrix("?q=kling-1.6-pro"))

    note = re.search(r'<li class="said" id="note-\d+" value="\d+"><h3[^>]*>Last frame</h3>.*?</li>', html)[0]
    assert "Supports first frame for frameImages.”</blockquote><figcaption>Runware: KlingAI provider, line 385" in note
    assert "includes support for both first- and last-frame conditioning.”</blockquote><figcaption>Scenario" in note
    assert "<b>Here:</b> Kling's map, Scenario and fal have one for 1.6 Pro" in note


def test_what_is_retired_says_when_and_who_says_so_and_can_still_be_composed(matrix):
    html = matrix("?via=kling&family=1.5")

    assert "retired 2026-09-15" not in html.split("<tbody>")[0]
    assert re.search(r"<th[^>]*>.*?1\.5 Standard.*?<small>retired 2026-09-15</small>", html)
    assert re.search(
        r'data-mark="retired" href="/create/\?model=kling-1.5-pro&amp;task=image-to-video&amp;via=kling"', html
    )
    assert "Kling stopped serving it on 2026-09-15. It can still be composed." in html


def test_what_is_only_named_is_no_link_and_says_why(matrix):
    html = matrix("?via=scenario&q=kling-2.0-master")

    assert re.search(r'<span class="mark" data-mark="named" role="img" aria-label="Image to video, 2.0 Master', html)
    assert "publishes neither its id nor its parameters" in html
    assert ("kling-2.0-master", "image-to-video", "scenario") not in links(html)


# Prices


def test_a_price_has_its_source_and_date_and_an_unknown_one_says_so(matrix):
    html = unescape(matrix("?via=each&q=kling-1.6-pro"))

    assert "$0.095 / s <small>fal: Kling 1.6 Pro, line 658, 2026-11</small>" in html
    assert "<span>unknown</span>" in html
    assert "free" in matrix("?via=animatic&q=kling-1.6-pro")


def test_the_summary_of_a_price_leads_to_its_rates_by_provider(matrix):
    assert re.search(r'href="/models/\?q=kling-3.0-pro&amp;via=each"[^>]*>\$0\.112–0\.196 / s<', matrix())


# Filters


def test_chips_hold_together_in_one_route(matrix):
    html = matrix("?task=image-to-video&can=last-frame&can=sound&via=each")
    wanted = {
        (model.slug, route.provider)
        for model, route in DISTANT
        if route.task == "image-to-video" and {"first_frame", "last_frame", "sound"} <= route.values
    }

    assert wanted
    assert {(slug, via) for slug, _, via in links(html)} == wanted


@pytest.mark.parametrize("chip", [chip.slug for chip in CHIPS])
def test_each_chip_leaves_some_models_and_takes_others_away(matrix, chip):
    assert 0 < len(set(models_on(matrix(f"?can={chip}")))) < len(registry.MODELS)


def test_words_look_for_names_families_and_what_a_model_can_do(matrix):
    assert set(models_on(matrix("?q=2.6"))) == {"2.6 Pro", "2.6 Standard"}
    assert set(models_on(matrix("?q=lip-sync"))) == {"Lip-sync"}
    assert "1.5 Pro" in models_on(matrix("?q=motion+brush"))
    assert set(models_on(matrix("?q=3.0+omni"))) == {"O3 4K", "O3 Pro", "O3 Standard"}


def test_a_task_shows_its_section_only_and_what_its_routes_can_do(matrix):
    html = matrix("?task=avatar")

    assert re.findall(r'data-section="(\w+)"', html) == ["people"]
    assert set(models_on(html)) == {m.name.removeprefix("Kling ") for m in registry.MODELS if "avatar" in m.tasks}


def test_what_no_model_does_is_said_with_a_way_back(matrix):
    html = matrix("?can=motion-brush&can=4k")

    assert "No model does all of that" in html
    assert 'href="/models/">Show all models' in html


def test_words_that_name_nothing_ask_for_nothing(matrix):
    assert models_on(matrix("?task=cook&family=oven&via=mail&can=fly")) == models_on(matrix())


def test_htmx_gets_the_tables_only_and_the_shortest_address(client, alice):
    client.force_login(alice)

    answer = client.get("/models/?q=&via=&task=avatar&family=&can=voices", **HTMX)

    assert answer["HX-Replace-Url"] == "/models/?task=avatar&can=voices"
    assert b"<html" not in answer.content
    assert b'id="found-count"' in answer.content


def test_the_policy_allows_every_line_of_the_page(matrix):
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", matrix("?via=each"))


def test_nobody_reads_it_without_signing_in(client):
    assert client.get("/models/").status_code == 302
