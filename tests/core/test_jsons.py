"""JSON from outside."""

import pytest

from studio.core import jsons


def test_json_is_read():
    assert jsons.loads('[{"prompt": "\\ud83c\\udfac caf\\u00e9 \\u0000", "duration": 3.5, "a": null}]') == [
        {"prompt": "🎬 café \0", "duration": 3.5, "a": None}
    ]


def test_half_a_character_becomes_a_question_mark():
    assert jsons.loads('{"prompt": "A pier \\ud83c"}') == {"prompt": "A pier ?"}


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", '{"a": -Infinity}', "1e999", "9" * 5000])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011, three kinds of it
        jsons.loads(text)
