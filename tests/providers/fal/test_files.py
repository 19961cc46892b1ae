"""What fal says of the files that go in is measured before they are sent; and what goes into an element."""

import pytest

from studio.catalog.check import check
from studio.catalog.recipe import Recipe
from studio.core.media import MediaFacts
from tests.providers.fal.composing import CLIP, REACHED, A, B, C, D, at, base, blamed, quoted, value_of
from tests.sources.fal_endpoints import ENDPOINTS, ROWS, TYPES
from tests.walks import walk

LIMITED = [(endpoint, row) for endpoint, row in ROWS if row.type == "file" and row.limits]
KINDS = {"image": "image", "video": "video", "audio": "audio", "voice": "audio"}
FORMATS = {"image": "png", "video": "mp4", "audio": "mp3"}
OUTSIDE = {"image": "webp", "video": "webm", "audio": "flac"}
"""A format that no limit names, where there is one."""

LISTS = [(endpoint, row) for endpoint, row in ROWS if row.name == "elements"]


def facts(kind, **found):
    """A sound file of that kind: 1200 x 1000 px, 5 s, 1 MB."""
    size = {} if kind == "audio" else {"width": 1200, "height": 1000}
    length = {} if kind == "image" else {"duration_s": 5.0}
    known = {"kind": kind, "format": FORMATS[kind], "mime": f"{kind}/x", "bytes": 1_000_000, "sha256": "0" * 64}
    rest = {"width": None, "height": None, "duration_s": None, "fps": None, "frames": None, "codec": None}
    return MediaFacts(**{"has_sound": False, **rest, **known, **size, **length, **found})


def violations(kind, limits):
    """One file for each limit, which breaks that one only."""
    if "formats" in limits:
        yield facts(kind, format=OUTSIDE[kind])
    if "megabytes" in limits:
        yield facts(kind, bytes=limits["megabytes"] * 1_000_000 + 1)
    if "side" in limits:
        least, most = limits["side"]
        yield facts(kind, width=least - 1, height=least - 1)
        if most:
            yield facts(kind, width=most + 2, height=most + 2)
    if "ratio" in limits:
        yield facts(kind, width=3000, height=1000)
        yield facts(kind, width=1000, height=3000)
    if isinstance(limits.get("seconds"), tuple):
        least, most = limits["seconds"]
        yield facts(kind, duration_s=least - 0.5)
        yield facts(kind, duration_s=most + 0.5)


def edges(kind, limits):
    """Files that just keep each limit."""
    yield from (facts(kind, format=name) for name in limits.get("formats", "").split() if kind != "audio")
    if "megabytes" in limits:
        yield facts(kind, bytes=limits["megabytes"] * 1_000_000)
    for side in filter(None, limits.get("side", ())):
        yield facts(kind, width=side, height=side)
    for ratio in limits.get("ratio", ()):
        yield facts(kind, width=round(1000 * ratio), height=1000)
    if isinstance(limits.get("seconds"), tuple):
        yield from (facts(kind, duration_s=seconds) for seconds in limits["seconds"])


def judged(slug, route, values, found):
    """The fields that are refused when the file `f` is what was found."""
    checked = check(Recipe(slug, route.task, "fal", values), lambda asset: found)
    return [error.field for error in checked.errors]


@walk(("endpoint", "row"), LIMITED, lambda endpoint, row: f"{endpoint} {row.name}")
def test_a_file_at_a_limit_is_taken_and_one_outside_is_refused_at_its_value(endpoint, row):
    kind = KINDS[row.name.split("_")[-2]] if "_" in row.name else "image"
    for slug, route in REACHED[endpoint]:
        name = value_of(row, route.task)
        mine = {"asset": "f"}
        values = base(endpoint, route.task) | {name: [mine] if name == "reference_images" else mine}
        kept, broken = list(edges(kind, row.limits)), list(violations(kind, row.limits))

        assert [judged(slug, route, values, found) for found in kept] == [[]] * len(kept)
        assert [judged(slug, route, values, found) for found in broken] == [[name]] * len(broken)


def test_no_limit_of_a_file_is_missing():
    assert len(LIMITED) == 20
    limits = [limit for _, row in LIMITED for limit in row.limits]
    assert len(limits) == 62


@pytest.mark.parametrize("tier", ["kling-2.6-standard", "kling-2.6-pro", "kling-3.0-standard", "kling-3.0-pro"])
@pytest.mark.parametrize(("facing", "longest"), [("image", 10), ("video", 30)])
def test_how_long_a_driving_clip_may_be_depends_on_who_leads(tier, facing, longest):
    values = {"input_image": at(A), "reference_video": {"asset": "f"}, "character_orientation": facing}
    recipe = Recipe(tier, "motion-control", "fal", values)

    assert check(recipe, lambda asset: facts("video", duration_s=longest)).valid
    assert not check(recipe, lambda asset: facts("video", duration_s=longest + 0.5)).valid


# Elements


def test_the_types_of_elements_are_all_known():
    assert len(LISTS) == 5 + 2 + 2 + 2 + 3 + 2 + 2 + 3 + 2
    assert len(TYPES) == 7
    assert sum(len(rows) for rows in TYPES.values()) == 16


def element_of(row):
    """What one element may be made of: the rows of its type by name."""
    return {each.name: each for each in TYPES[row.type.removeprefix("list of ")]}


@walk(("endpoint", "row"), LISTS, lambda endpoint, row: endpoint)
def test_an_element_is_made_of_what_its_type_takes(endpoint, row):
    takes = element_of(row)
    least, most = takes["reference_image_urls"].limits["between"]
    for slug, route in REACHED[endpoint]:
        beside = base(endpoint, route.task)

        def sent(element, slug=slug, route=route, beside=beside):
            return quoted(slug, route, beside | {"elements": [element]})

        full = sent({"front": at(A), "views": [at(B), at(C), at(D)]})
        assert full["requests"][0]["json"]["elements"] == [{"frontal_image_url": A, "reference_image_urls": [B, C, D]}]
        assert sent({"front": at(A), "views": [at(B)] * least})["valid"]
        assert blamed(sent({"front": at(A), "views": [at(B)] * (most + 1)})) == ["elements"]
        if least:
            assert blamed(sent({"front": at(A)})) == ["elements"]
        assert blamed(sent({"handle": "kept-elsewhere"})) == ["elements"]  # fal keeps none: they are sent whole

        clip = sent({"video": at(CLIP), "voice": at("829824295735410756")})
        if "video_url" in takes:
            made = clip["requests"][0]["json"]["elements"]
            assert made == [{"video_url": CLIP, "voice_id": "829824295735410756"}]
            two = quoted(slug, route, beside | {"elements": [{"video": at(CLIP)}] * 2})
            assert blamed(two) == ["elements"]
        else:
            assert blamed(clip) == ["elements"]


def test_a_shot_lasts_whole_seconds_of_its_type_and_has_words():
    seconds, prompt = TYPES["KlingV3MultiPromptElement"]
    (slug, route), *_ = REACHED["fal-ai/kling-video/v3/pro/text-to-video"]

    assert prompt.required
    for option in seconds.options[2:]:
        found = quoted(slug, route, {"shots": [{"prompt": "Wide", "duration": int(option)}]})
        assert found["requests"][0]["json"] == {"multi_prompt": [{"prompt": "Wide", "duration": option}]}
    for short in seconds.options[:2]:  # as one of several
        shots = [{"prompt": "Wide", "duration": int(short)}, {"prompt": "Close", "duration": 3}]
        assert quoted(slug, route, {"shots": shots})["valid"]
    assert blamed(quoted(slug, route, {"shots": [{"prompt": "", "duration": 5}]})) == ["shots"]
    assert blamed(quoted(slug, route, {"shots": [{"prompt": "Wide", "duration": 16}]})) == ["shots"]


def test_every_list_of_elements_has_a_type_that_is_known():
    assert {row.type.removeprefix("list of ") for _, row in LISTS} <= set(TYPES)
    assert all(endpoint in ENDPOINTS for endpoint, _ in LISTS)
