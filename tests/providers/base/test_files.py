"""Templates are filled with ids, answers and files; what people typed is never touched."""

import base64
import json

import pytest

from studio.providers.errors import Unsupported
from studio.providers.files import Filling, StoredFile, fill
from studio.providers.templates import OUR_ID, Blank, Step, answer, file

ASSET = "0b1f6d0c-1111-4222-8333-444455556666"


@pytest.fixture
def filling(tmp_path):
    """filling(file_form) -> one file, an id, and the answer of step 1."""
    path = tmp_path / "frame.png"
    path.write_bytes(b"PNG bytes")

    def make(file_form: str = "data-uri") -> Filling:
        return Filling(
            our_id="our-id",
            file_form=file_form,
            files={ASSET: StoredFile(path=path, mime="image/png")},
            answers={1: {"mediaUUID": "there-7", "faces": [{"id": 3}], "data": {"url": "http://toy/7"}}},
        )

    return make


def step(json_body: object, **more) -> Step:
    return Step(purpose="submit", method="POST", url="http://toy/jobs", json=json_body, **more)


def body(request) -> object:
    return json.loads(request.content)


def test_ids_and_answers_are_filled_at_any_depth(filling):
    template = {"id": OUR_ID, "inputs": [{"image": answer(1, "mediaUUID")}], "url": answer(1, "data.url")}

    request = fill(step(template), filling())

    assert body(request) == {"id": "our-id", "inputs": [{"image": "there-7"}], "url": "http://toy/7"}


def test_a_whole_placeholder_becomes_whatever_was_answered(filling):
    assert body(fill(step({"faces": answer(1, "faces")}), filling())) == {"faces": [{"id": 3}]}


def test_placeholders_are_filled_in_addresses_and_headers(filling):
    template = step({}, headers={"x-id": OUR_ID})

    request = fill(Step(**{**_fields(template), "url": Blank("http://toy/{{uuid}}/{{1.mediaUUID}}")}), filling())

    assert str(request.url) == "http://toy/our-id/there-7"
    assert request.headers["x-id"] == "our-id"


def _fields(template: Step) -> dict:
    return {name: getattr(template, name) for name in Step.__dataclass_fields__}


@pytest.mark.parametrize("typed", ["{{uuid}}", f"{{{{file:{ASSET}}}}}", "{{1.mediaUUID}} and {{9.nothing}}"])
def test_what_a_person_typed_is_never_filled(filling, typed):
    assert body(fill(step({"prompt": typed}), filling())) == {"prompt": typed}


def test_a_template_prints_as_plain_json():
    assert json.dumps({"id": OUR_ID, "image": file({"asset": "a"})}) == '{"id": "{{uuid}}", "image": "{{file:a}}"}'


def test_a_file_becomes_what_the_adapter_says(filling, tmp_path):
    template = step({"image": file({"asset": ASSET})})
    encoded = base64.b64encode(b"PNG bytes").decode()

    assert body(fill(template, filling("path"))) == {"image": str(tmp_path / "frame.png")}
    assert body(fill(template, filling("data-uri"))) == {"image": f"data:image/png;base64,{encoded}"}


def test_a_file_can_be_the_whole_body(filling):
    request = fill(Step(purpose="upload", method="PUT", url="http://toy/up", content=file({"asset": ASSET})), filling())

    assert request.content == b"PNG bytes"


def test_a_providers_own_handle_goes_as_it_is(filling):
    assert body(fill(step({"image": file({"handle": "{{uuid}}"})}), filling())) == {"image": "{{uuid}}"}


@pytest.mark.parametrize("blank", [answer(2, "id"), answer(1, "nothing"), answer(1, "mediaUUID.id"), Blank("{{else}}")])
def test_a_blank_that_stays_open_is_refused_before_anything_is_sent(filling, blank):
    with pytest.raises(Unsupported):
        fill(step({"image": blank}), filling())


def test_a_file_that_is_not_the_recipes_is_refused(filling):
    with pytest.raises(Unsupported, match="Choose it again"):
        fill(step({"image": file({"asset": "another"})}), filling())
