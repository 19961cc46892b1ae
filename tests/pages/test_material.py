"""What a note shows becomes material: what is offered where, what is made, and how it gets into the draft."""

from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from PIL import Image

from studio.catalog import registry
from studio.jobs.models import Draft
from studio.library import store
from studio.library.models import Asset, Use
from studio.pages import material
from studio.pages.composing import Choice
from studio.review import actions
from studio.review.actions import Said
from studio.review.shapes import Drawn, Shape
from tests.core import making
from tests.library.making import RECIPE, made
from tests.pages.test_revising import form, post
from tests.pages.visiting import visit

BOX = Shape(kind="box", colour=1, points=((0.75, 0.5), (0.25, 0.25)))
ARROW = Shape(kind="arrow", colour=2, points=((0.5, 0.5), (0.75, 0.5)))
WITH_BRUSH = Choice("kling-1.5-pro", "image-to-video", "kling")


@pytest.fixture
def clip(alice, tmp_path):
    """25 frames of 64 by 48 pixels."""
    recipe = RECIPE | {"model": "kling-3.0-standard"}
    return async_to_sync(made)(making.film(tmp_path), alice, recipe=recipe)


def note_on(clip, by, *drawn: Shape, frame: int | None = 12):
    drawings = (Drawn(frame, drawn),) if drawn else ()
    return actions.write(by, clip, Said(id=uuid4(), words="Here", frame=frame, drawings=drawings))


def words(note, choice: Choice) -> list[str]:
    return [each.words for each in material.ways(note, choice)]


def opened(person, note, what: str, place: str, task: str = "image-to-video") -> str:
    """Where the composer is opened with what was made."""
    answer = post(person, f"/notes/{note.pk}/material/{what}/?place={place}&task={task}", {})
    assert answer.status_code == 200, answer.content
    return answer["HX-Redirect"]


def test_the_catalog_decides_what_is_offered(clip, alice):
    plain, boxed = note_on(clip, alice), note_on(clip, alice, BOX)
    arrow = note_on(clip, alice, ARROW)
    text = Choice("kling-3.0-standard", "text-to-video", "animatic")

    assert words(plain, text) == ["Its frame as the start frame"]
    assert words(boxed, text) == ["Its frame as the start frame", "The box as the start frame"]
    assert words(arrow, WITH_BRUSH) == ["Its frame as the start frame", "The arrow as a motion path"]
    assert "The arrow as a motion path" not in words(arrow, text)
    reference = Choice("kling-o1-pro", "reference-to-video", "kling")
    assert "Its frame as a reference" in words(plain, reference)
    assert words(note_on(clip, alice, frame=None), reference) == []


def test_every_kind_goes_into_a_control_of_the_catalog():
    for kind in material.KINDS:
        assert registry.control_of(kind.control)
        assert kind.what in material.MADE


def test_a_frame_becomes_the_start_frame_and_the_draft_goes_on(clip, alice):
    note = note_on(clip, alice)
    post(alice, "/create/draft/", form(clip.pk, revised=str(note.pk)))
    address = opened(alice, note, "frame", "first_frame")

    picture = Asset.objects.get(kind="image")
    assert address == f"/create/?use={picture.pk}~first_frame~image-to-video"
    assert Use.objects.filter(result=picture, used=clip.pk).exists()
    html = visit(alice).get(address).content.decode()
    assert str(picture.pk) in html
    assert "Becomes v2" in html
    assert f'value="{note.pk}" checked' in html
    assert ">\nA harbour at noon</textarea>" in html


def test_a_box_becomes_the_part_inside_it(clip, alice):
    post(alice, "/create/draft/", form(clip.pk))
    opened(alice, note_on(clip, alice, BOX), "box", "first_frame")
    sizes = set(Asset.objects.filter(kind="image").values_list("width", "height"))
    assert sizes == {(64, 48), (32, 12)}


def test_an_arrow_becomes_a_path_on_its_frame(clip, alice):
    post(alice, "/create/draft/", form(clip.pk, model=WITH_BRUSH.model, task=WITH_BRUSH.task, via=WITH_BRUSH.provider))
    note = note_on(clip, alice, BOX, ARROW)
    address = opened(alice, note, "arrow", "motion_brush")

    assert visit(alice).get(address).status_code == 200
    frame = Asset.objects.get(kind="image", name__contains="frame 12")
    mask = Asset.objects.get(kind="image", name__contains="arrow")
    assert address == f"/create/?moves={note.pk}~{frame.pk}~{mask.pk}~motion_brush~image-to-video"
    with Image.open(store.path_of(mask)) as painted:
        assert painted.size == (64, 48)
        assert painted.convert("L").getbbox() == (16, 12, 48, 24)
    html = visit(alice).get(address).content.decode()
    assert "[[32, 24], [48, 24]]" in html.replace("&quot;", '"')
    assert not Draft.objects.filter(values__typed__has_key="motion_brush").exists(), "nothing is saved by looking"


def test_what_is_not_drawn_is_not_made_and_a_stranger_makes_nothing(clip, alice, charlie):
    note = note_on(clip, alice)
    answer = post(alice, f"/notes/{note.pk}/material/box/?place=first_frame&task=image-to-video", {})
    assert "No box is drawn" in answer["HX-Trigger"]
    for address in ("box/?place=motion_brush&task=image-to-video", "frame/?place=first_frame&task=x", "tea/"):
        assert post(alice, f"/notes/{note.pk}/material/{address}", {}).status_code == 404
    wanted = f"/notes/{note.pk}/material/frame/?place=first_frame&task=image-to-video"
    assert post(charlie, wanted, {}).status_code == 404
    assert not Asset.objects.filter(kind="image").exists()
