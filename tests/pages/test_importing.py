"""The door for files from elsewhere: a page, rows for a script, and what is seen of it afterwards."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from studio.library.models import Asset, Foreign
from tests.core import making
from tests.library import foreign_files
from tests.library.making import RECIPE
from tests.pages.visiting import visit


def give(user, *files: tuple[str, bytes], rows: bool = False, paths=None):
    given = [SimpleUploadedFile(name, data) for name, data in files]
    fields = {"files": given} | ({"paths": json.dumps(paths)} if paths else {})
    return visit(user).post(reverse("library-import"), fields, headers={"X-Answer": "rows"} if rows else {})


@async_to_sync
async def told(response) -> list[str]:
    text = "".join([piece.decode() async for piece in response.streaming_content])
    return text.splitlines()


@pytest.fixture
def picture(tmp_path):
    return making.picture(tmp_path).read_bytes()


def test_without_a_script_the_page_says_what_became_of_each(alice, picture, storage):
    page = give(alice, ("one.jpg", picture), ("two.jpg", picture), ("notes.txt", b"Buy milk.")).content.decode()

    assert page.count('data-state="taken"') == 1
    assert page.count('data-state="known"') == 1
    assert page.count('<li class="imported" data-state="refused"') == 2  # one of them is the template's
    assert "Buy milk" not in page
    assert not list((storage / "incoming").iterdir())


def test_a_script_gets_a_line_for_each_as_it_comes(alice, picture):
    files = (("one.jpg", picture), ("<b>.mp4", b"nothing"))
    lines = told(give(alice, *files, rows=True, paths=["shots/one.jpg", "shots/<b>.mp4"]))

    assert [line[:40] for line in lines] == [
        '<li class="imported" data-state="taken">',
        '<li class="imported" data-state="refused',
    ]
    assert "shots/one.jpg" in lines[0]
    assert "&lt;b&gt;.mp4" in lines[1] and "<b>.mp4" not in lines[1]


@pytest.mark.parametrize("paths", ["nonsense", ["one"], [1, 2], {"a": 1}, [None, "../../x"]])
def test_folders_that_make_no_sense_do_no_harm(paths, alice, picture, storage):
    give(alice, ("one.jpg", picture), ("two.mp4", b"x"), paths=paths)

    assert Asset.objects.count() == 1
    assert not list((storage / "incoming").iterdir())


def test_nothing_given_is_a_page_with_nothing(alice):
    assert give(alice).status_code == 200


def test_what_another_program_wrote_is_shown_word_for_word_and_inert(alice):
    graph = {"1": {"class_type": "X", "inputs": {"text": "</pre><b>bold</b>"}}}
    give(alice, ("c.png", foreign_files.png(prompt=json.dumps(graph))))

    page = visit(alice).get(Asset.objects.get().get_absolute_url()).content.decode()

    assert "ComfyUI" in page
    assert "&lt;/pre&gt;&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page


def test_an_imported_recipe_can_be_looked_at_and_remixed(alice, picture):
    give(alice, ("one.jpg", picture), ("one.json", json.dumps(RECIPE).encode()))
    asset = Asset.objects.get()

    page = visit(alice).get(asset.get_absolute_url())
    remix = visit(alice).get(reverse("create"), {"remix": asset.pk})

    assert "A harbour at dusk" in page.content.decode()
    assert "A harbour at dusk" in remix.content.decode()


def test_a_stranger_sees_nothing_of_it(alice, charlie, picture):
    give(alice, ("c.png", foreign_files.png(parameters=foreign_files.PARAMETERS)))
    asset = Foreign.objects.get().asset

    assert visit(charlie).get(asset.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["reviewer", "guest"])
def test_who_only_looks_brings_in_nothing(bob, picture, role):
    bob.memberships.update(role=role)

    assert give(bob, ("a.jpg", picture)).status_code == 403
    assert reverse("library-import") not in visit(bob).get("/library/").content.decode()
    assert not Asset.objects.exists()
