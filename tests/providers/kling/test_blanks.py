"""What stands open in Kling's requests until a job is sent, and what it is filled with."""

import base64
import json
from pathlib import Path

import pytest

from studio.providers.errors import Unsupported
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.templates import Step, file, flipped, link, milliseconds, own_id

MEDIA = {"asset": "a"}


def filled(value: object, tmp_path: Path, **facts: object) -> object:
    """The value of one field of a request, filled for a file of ours with these facts."""
    path = tmp_path / "picture"
    path.write_bytes(b"bytes")
    stored = StoredFile(path=path, mime="image/png", **facts)
    step = Step(purpose="submit", method="POST", url="https://kling.example", json={"field": value})
    filling = Filling(our_id="ours", file_form="base64", files={"a": stored}, answers={})
    return json.loads(fill(step, filling).content)["field"]


def test_a_file_is_plain_base64_without_a_prefix(tmp_path):
    assert filled(file(MEDIA), tmp_path) == base64.b64encode(b"bytes").decode()


def test_a_row_counted_from_the_top_is_counted_from_the_bottom_of_the_picture(tmp_path):
    assert filled(flipped(120, MEDIA), tmp_path, height=720) == 600
    assert filled(flipped(0, MEDIA), tmp_path, height=720) == 720


def test_a_length_is_told_in_milliseconds(tmp_path):
    assert filled(milliseconds(MEDIA), tmp_path, duration_s=3.25) == 3250


def test_an_address_and_the_providers_own_id_are_filled_where_there_are_any(tmp_path):
    assert filled(link(MEDIA), tmp_path, url="https://studio.example/clip") == "https://studio.example/clip"
    assert filled(own_id(MEDIA), tmp_path, id="8430") == "8430"


def test_a_handle_stands_as_it_is():
    assert [form({"handle": "8430"}) for form in (file, link, own_id)] == ["8430"] * 3


@pytest.mark.parametrize(
    ("blank", "words"),
    [
        (flipped(5, MEDIA), "height"),
        (milliseconds(MEDIA), "length"),
        (link(MEDIA), "address"),
        (own_id(MEDIA), "clips that it made itself"),
        (flipped(5, {"handle": "https://elsewhere.example/a.png"}), "from the library"),
    ],
)
def test_what_is_not_known_is_refused_with_a_sentence(blank, words, tmp_path):
    with pytest.raises(Unsupported, match=words):
        filled(blank, tmp_path)
