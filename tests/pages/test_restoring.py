"""An exported file or its `.json` brings its recipe back into the composer, also in another installation."""

import json
import shutil
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studio.core import media
from studio.jobs.models import Draft
from studio.library import store
from studio.library.keep import keep_upload
from studio.library.models import Asset
from tests.core import making
from tests.library.making import RECIPE, made, uploaded
from tests.pages.visiting import visit
from tests.walks import walk

FRAMED = {
    "model": "kling-3.0-pro",
    "task": "image-to-video",
    "provider": "animatic",
    "values": {
        "prompt": "It begins to rain",
        "first_frame": {"asset": "0" * 8 + "-0000-4000-8000-" + "0" * 12},
        "duration": 5,
    },
}


def give(user, data: bytes, name: str = "dusk.recipe.json"):
    return visit(user).post(reverse("create-restoring"), {"file": SimpleUploadedFile(name, data)})


def opened(user, recipe: dict) -> str:
    answer = give(user, json.dumps(recipe).encode())
    assert answer.status_code == 201, answer.content
    return visit(user).get(answer.json()["url"]).content.decode()


def exported(asset: Asset, folder: Path) -> Path:
    """The file as a download has it: with its recipe inside."""
    copy = Path(shutil.copy(store.path_of(asset), folder / "source"))
    text = json.dumps(asset.recipe)
    return async_to_sync(media.embed_recipe)(copy, asset.facts, text, folder)


def offered(user, asset: Asset) -> str:
    shown = {"asset": str(asset.pk), "shown": "kling-3.0-pro text-to-video animatic"}
    return visit(user).get(reverse("create-drops"), shown).content.decode()


def test_a_recipe_opens_in_the_composer_with_everything_that_it_asks_for(alice):
    page = opened(alice, RECIPE)

    assert "From dusk.recipe.json" in page
    assert "A harbour at dusk" in page
    assert "Everything that was asked for is here" in page


def test_files_that_are_not_here_are_named_in_a_sentence(alice):
    page = opened(alice, FRAMED)

    assert "its file is not in this library" in page
    assert "Everything that was asked for is here" not in page
    assert "It begins to rain" in page


def test_a_file_that_is_here_under_another_id_is_known_by_its_content(alice, tmp_path):
    here = async_to_sync(uploaded)(making.picture(tmp_path), alice)
    media_value = FRAMED["values"]["first_frame"] | {"sha256": here.sha256}

    page = opened(alice, FRAMED | {"values": FRAMED["values"] | {"first_frame": media_value}})

    assert str(here.pk) in page
    assert "not in this library" not in page


BAD = {
    "nothing": b"",
    "words": b"Buy milk.",
    "half a recipe": json.dumps(RECIPE).encode()[:40],
    "a list": b"[1]",
    "another program's": b'{"nodes": []}',
    "values that are none": json.dumps(RECIPE | {"values": 3}).encode(),
    "a model of tomorrow": json.dumps(RECIPE | {"model": "kling-99"}).encode(),
    "no letters": b"\xff\xfe\x00",
    "what nests too deep": b"[" * 200_000,
    "more than any recipe": b" " * 1_000_001,
}


@walk(("words",), BAD)
def test_what_is_no_recipe_says_why_and_keeps_nothing(words, alice):
    answer = give(alice, BAD[words])

    assert answer.status_code == 422
    assert answer.json()["error"].startswith("“dusk.recipe.json” ")
    assert answer.json()["error"].endswith(".")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("strange", ["\0", "\ud83d"], ids=["NUL", "half a letter"])
def test_letters_that_no_database_takes_are_refused_in_a_sentence(strange, alice):
    recipe = RECIPE | {"values": {"prompt": f"A harbour {strange}"}}

    answer = give(alice, json.dumps(recipe).encode())

    assert answer.status_code == 422
    assert "letters that are none" in answer.json()["error"]


def test_a_dropped_recipe_is_its_owners_alone(alice, bob):
    url = give(alice, json.dumps(RECIPE).encode()).json()["url"]

    assert visit(bob).get(url).status_code == 404


@pytest.mark.parametrize("make", [making.film, making.picture, lambda at: making.picture(at, "png")])
def test_an_exported_file_brings_its_recipe_along_to_another_team(make, alice, charlie, tmp_path):
    hers = async_to_sync(made)(make(tmp_path), alice)
    file = exported(hers, tmp_path)
    team = charlie.teams.get()
    whose = {"user": charlie, "team": team, "project": team.projects.first()}
    his = async_to_sync(keep_upload)(file, file.name, **whose)

    page = offered(charlie, his)

    his.refresh_from_db()
    assert his.recipe == hers.recipe
    assert f"?remix={his.pk}" in page
    assert "A harbour at dusk" in visit(charlie).get(reverse("create"), {"remix": his.pk}).content.decode()


def test_a_file_without_a_recipe_offers_none(alice, tmp_path):
    plain = async_to_sync(uploaded)(making.picture(tmp_path), alice)

    assert "?remix=" not in offered(alice, plain)
