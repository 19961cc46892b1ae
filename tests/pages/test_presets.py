"""Presets, and bringing values back: everything or a part, onto the model that one has, with what it cannot take."""

import json
import re
from html import unescape

import pytest

from studio.jobs.models import Draft, Preset
from tests.library.making import row

HTMX = {"headers": {"HX-Request": "true"}}
PRO = "kling-3.0-pro text-to-video animatic"
SHOTS = [{"prompt": "Wide: the sea", "duration": 3}, {"prompt": "Close: the lamp", "duration": 4}]


@pytest.fixture
def hers(client, alice):
    client.force_login(alice)
    return client


def composed(shown: str = PRO, **values: str) -> dict[str, str]:
    """What the composer posts for a route."""
    model, task, provider = shown.split()
    return {"shown": shown, "model": model, "task": task, "via": provider, "page": "p1"} | values


def keep(client, name: str, shared: bool = False, **form: str):
    box = {"preset_shared": "on"} if shared else {}
    return client.post("/create/presets/new/", composed(**form) | {"preset_name": name} | box, **HTMX)


def prompt_of(html: str) -> str:
    return unescape(re.search(r'<textarea[^>]* name="prompt"[^>]*>\n?([^<]*)</textarea>', html)[1])


def ribbon_of(html: str) -> str:
    """The words of the ribbon."""
    inside = re.search(r'id="ribbon">(.*?)</div></section>', html, re.S)[1]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", inside).split()))


def links_of(html: str) -> dict[str, str]:
    """Words -> address, of the ribbon's other ways."""
    inside = re.search(r'class="ribbon__ways">(.*?)</p>', html, re.S)
    return {words: unescape(url) for url, words in re.findall(r'href="([^"]+)">([^<]+)<', inside[1] if inside else "")}


# Keeping


def test_what_the_composer_holds_is_kept_under_a_name_and_applied(hers):
    keep(hers, "Storm", prompt="A lighthouse", duration="10", size="1920x1080", guidance="0.7")

    preset = Preset.objects.get()
    assert (preset.name, preset.model, preset.values["duration"]) == ("Storm", "kling-3.0-pro", 10)
    html = hers.get(f"/create/?preset={preset.pk}").content.decode()
    assert prompt_of(html) == "A lighthouse"
    assert "From Storm" in ribbon_of(html)
    assert Draft.objects.count() == 0  # the next change begins one; those that are there stay as they are


def test_a_name_is_needed_and_is_taken_once_and_what_was_written_stays(hers):
    keep(hers, "Storm", prompt="A")

    answers = [keep(hers, name, prompt="B") for name in ("  ", "storm", "x" * 81)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    words = [answer.content.decode() for answer in answers]
    assert "It needs a name" in words[0]
    assert "There is another one called storm" in words[1] and 'value="storm"' in words[1]
    assert "81 characters; 80 at most" in words[2]
    assert Preset.objects.count() == 1


def test_a_preset_is_ones_own_unless_it_is_shared_and_the_team_s_alone(client, hers, bob, charlie):
    keep(hers, "Mine", prompt="A")
    keep(hers, "Ours", shared=True, prompt="B")

    mine, ours = Preset.objects.get(name="Mine"), Preset.objects.get(name="Ours")
    client.force_login(bob)
    assert "Ours" in client.get("/create/presets/").content.decode()
    assert "Mine" not in client.get("/create/presets/").content.decode()
    assert client.get(f"/create/?preset={mine.pk}").status_code == 404
    assert client.post(f"/create/presets/{ours.pk}/deletion/").status_code == 403
    client.force_login(charlie)
    assert client.get(f"/create/?preset={ours.pk}").status_code == 404
    assert client.post(f"/create/presets/{ours.pk}/change/", {"name": "X"}).status_code == 404


def test_a_preset_is_renamed_shared_deleted_and_taken_back(hers):
    keep(hers, "Storm", prompt="A")
    pk = Preset.objects.get().pk

    hers.post(f"/create/presets/{pk}/change/", {"name": "Calm", "shared": "on"}, **HTMX)
    assert (Preset.objects.get().name, Preset.objects.get().is_shared) == ("Calm", True)
    deleted = hers.post(f"/create/presets/{pk}/deletion/", **HTMX).content.decode()
    assert "Calm is deleted." in deleted and f"/create/presets/{pk}/restoration/" in deleted
    keep(hers, "Calm", prompt="B")
    hers.post(f"/create/presets/{pk}/restoration/", **HTMX)

    assert sorted(Preset.objects.kept().values_list("name", flat=True)) == ["Calm", "Calm 2"]


def test_without_the_composer_there_is_nothing_to_keep_and_it_says_where(hers):
    answer = hers.post("/create/presets/new/", {"preset_name": "Storm"}, **HTMX)

    assert answer.status_code == 422
    assert "Open this from Create" in answer.content.decode()


# Bringing back


@pytest.fixture
def result(alice):
    recipe = {
        "model": "kling-3.0-pro",
        "task": "text-to-video",
        "provider": "animatic",
        "values": {"shot_style": "customize", "shots": SHOTS, "sound": True, "width": 1920, "height": 1080},
    }
    made = row(alice, recipe=recipe, name="The pier")
    made.save()
    return made


@pytest.fixture
def draft(hers):
    hers.post("/create/draft/", composed("kling-1.6-standard text-to-video animatic", prompt="My own words"), **HTMX)
    return Draft.objects.get()


def test_a_result_comes_back_with_its_own_model_and_a_ribbon_that_says_so(hers, result, draft):
    html = hers.get(f"/create/?remix={result.pk}").content.decode()

    assert ribbon_of(html).startswith("From The pier Made with Kling 3.0 Pro. Everything that was asked for is here.")
    assert set(links_of(html)) == {"Everything, for Kling 1.6 Standard", "Only the words"}


def test_one_s_own_model_is_not_offered_where_it_is_the_same(hers, result):
    hers.post("/create/draft/", composed(prompt="My own words"), **HTMX)

    html = hers.get(f"/create/?remix={result.pk}").content.decode()

    assert set(links_of(html)) == {"Only the words"}


def test_everything_for_the_model_that_one_has_lists_what_it_cannot_take(hers, result, draft):
    first = hers.get(f"/create/?remix={result.pk}").content.decode()

    html = hers.get(links_of(first)["Everything, for Kling 1.6 Standard"]).content.decode()

    said = ribbon_of(html)
    assert "Kling 1.6 Standard does not take all of it; kept, not sent:" in said
    assert "Shots" in said and "sound" in said.lower()
    kept = json.loads(unescape(re.search(r'name="kept"[^>]* value="([^"]*)"', html)[1]))
    assert kept["shots"] == SHOTS


def test_a_part_is_laid_over_what_one_has_and_the_draft_stays_as_it_was(hers, alice, draft):
    recipe = {
        "model": "kling-1.6-pro",
        "task": "text-to-video",
        "provider": "animatic",
        "values": {"prompt": "Their words", "duration": 10},
    }
    theirs = row(alice, recipe=recipe)
    theirs.save()

    html = hers.get(f"/create/?remix={theirs.pk}&take=prompt&onto={draft.pk}").content.decode()

    assert prompt_of(html) == "Their words"
    assert 'name="shown" data-own value="kling-1.6-standard text-to-video animatic"' in html
    assert 'name="draft" data-own value=""' in html  # what is typed next is a draft of its own
    assert Draft.objects.get().values["typed"]["prompt"] == "My own words"


def test_the_ribbon_stays_while_one_types_and_goes_quietly_with_its_result(hers, result):
    said = {"recalled": f"remix={result.pk}"}
    form = composed(prompt="A") | said
    assert "From The pier" in hers.post("/create/draft/", form, **HTMX).content.decode()
    result.delete()

    answer = hers.post("/create/draft/", form, **HTMX)

    assert answer.status_code == 200
    assert "ribbon-title" not in answer.content.decode()


def test_drafts_are_saved_to_the_project_that_is_chosen(hers, alice, team):
    from studio.accounts.models import Project

    other = Project.objects.create(team=team, name="Other")
    hers.post("/create/draft/", composed(prompt="In the first"), **HTMX)
    hers.post("/settings/projects/current/", {"project": other.pk})

    assert prompt_of(hers.get("/create/").content.decode()) == ""
    hers.post("/create/draft/", composed(prompt="In the other") | {"page": "p2"}, **HTMX)
    assert {draft.project.name: draft.values["typed"]["prompt"] for draft in Draft.objects.all()} == {
        "First project": "In the first",
        "Other": "In the other",
    }
