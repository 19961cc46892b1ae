"""A recipe put into a file and read back; picture and sound stay as they are, bit by bit."""

import json
from dataclasses import replace

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from studio.core import media, recipes
from studio.core.media import CannotCarry
from tests.catalog.strategies import examples
from tests.core import inside, making

RECIPE = {
    "model": "kling-3.0-pro",
    "task": "text-to-video",
    "provider": "animatic",
    "values": {"prompt": "<script>雨の夜</script> & “quotes”", "duration": 5},
}
MAKERS = {
    **{format: lambda at, f=format: making.picture(at, f) for format in making.PICTURES if format != "avif"},
    **{format: lambda at, f=format: making.film(at, f, sound=True) for format in making.FILMS},
    **{format: lambda at, f=format: making.sound(at, f) for format in making.SOUNDS},
    "animated gif": lambda at: making.animation(at, "gif"),
    "animated webp": lambda at: making.animation(at, "webp"),
    "lossless webp": lambda at: making.picture(at, "webp", lossless=True),
}


def _packets(path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux() if packet.size]


def _pixels(path) -> bytes:
    with Image.open(path) as picture:
        return picture.convert("RGBA").tobytes()


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_recipe_is_read_back_from_a_file_that_is_otherwise_the_same(make, tmp_path):
    path = make(tmp_path)
    facts = inside.probe(path)

    carrying = _carrying(path, facts, tmp_path)

    assert json.loads(inside.act("read", carrying)["recipe"]) == RECIPE
    assert inside.act("read", path)["recipe"] is None
    assert _without_bytes(inside.probe(carrying)) == _without_bytes(facts)
    same = _pixels if facts.kind == "image" else _packets
    assert same(carrying) == same(path)


def _carrying(path, facts, folder):
    recipe = recipes.plain(json.dumps(RECIPE))
    inside.act("embed", path, facts=facts.as_json(), recipe=recipe, into=str(folder))
    return folder / f"with-recipe{facts.suffix}"


def _without_bytes(facts):
    return replace(facts, bytes=0, sha256="")


async def test_a_recipe_travels_in_a_film_and_nothing_else_is_left(tmp_path):
    path = making.film(tmp_path)

    carrying = await media.embed_recipe(path, await media.probe(path, path.name), json.dumps(RECIPE), tmp_path)

    assert json.loads(await media.read_recipe(carrying)) == RECIPE
    assert set(tmp_path.iterdir()) == {path, carrying}


def test_an_mp4_with_its_recipe_has_its_index_in_front(tmp_path):
    path = making.film(tmp_path)

    data = _carrying(path, inside.probe(path), tmp_path).read_bytes()

    assert data.index(b"moov") < data.index(b"mdat")


def test_a_phone_film_stays_turned(tmp_path):
    path = making.turned_film(making.film(tmp_path))

    assert inside.probe(_carrying(path, inside.probe(path), tmp_path)).height == 64


@pytest.mark.parametrize(
    ("format", "recipe"), [("avif", RECIPE), ("jpeg", RECIPE | {"values": {"prompt": "long " * 14_000}})]
)
async def test_a_file_that_has_no_room_for_a_recipe_says_so(format, recipe, tmp_path):
    path = making.picture(tmp_path, format)

    with pytest.raises(CannotCarry, match="a file of its own"):
        await media.embed_recipe(path, await media.probe(path, path.name), json.dumps(recipe), tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_photographers_own_comment_is_no_recipe(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(making.jpeg_with_comment(b'{"camera": "M6"}'))

    assert inside.act("read", path)["recipe"] is None


JPEG = making.jpeg_with_comment(b"mine")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@examples(25)
@given(values=st.dictionaries(st.text(), json_values))
def test_any_recipe_comes_back_from_a_picture(values):
    recipe = {"model": "m", "task": "t", "values": values}
    text = recipes.plain(json.dumps(recipe))

    assert json.loads(recipes.read_jpeg(recipes.put_jpeg(JPEG, text))) == recipe
    assert text.isascii()
    assert "<" not in text
