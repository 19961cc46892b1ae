"""What came of what: trimmed, joined and continued clips are new files that name their sources, in both directions."""

import uuid

import pytest
from asgiref.sync import sync_to_async

from studio.core.media import BadMedia, NeedsEncoding
from studio.library import continuing, lineage, store, trimming
from studio.library.models import Asset, Origin, Use
from tests.browser.numbered import numbered
from tests.core import making
from tests.core.test_trims import numbers
from tests.library.making import RECIPE, made, row, uploaded


def names(nodes) -> list:
    """[name, [children]] of a tree; None for a file that is not shown."""
    return [[node.asset.name if node.asset else None, names(node.children)] for node in nodes]


async def clip(alice, tmp_path, name="A", frames=48):
    return await made(numbered(tmp_path / f"{name}.mp4", frames, "24"), alice, name=name, job_id=uuid.uuid4())


async def team_of(alice):
    return await alice.teams.afirst()


async def whose(alice) -> dict:
    return {"user": alice, "project": await (await alice.teams.afirst()).projects.afirst()}


async def test_a_trimmed_clip_is_a_new_file_that_names_its_source_and_the_same_once_more_is_the_same(alice, tmp_path):
    source = await clip(alice, tmp_path)

    first = await trimming.trimmed(source, (24, 47), exactly=False, **await whose(alice))
    again = await trimming.trimmed(source, (24, 47), exactly=False, **await whose(alice))

    assert again.pk == first.pk != source.pk
    assert (first.origin, first.recipe, first.billed, first.frames) == (Origin.RESULT, None, "no", 24)
    assert [use.used async for use in Use.objects.filter(result=first)] == [source.pk]
    tree = await sync_to_async(lineage.of)(first, alice)
    assert names(tree.sources) == [["A", []]]
    assert names((await sync_to_async(lineage.of)(source, alice)).results) == [[first.name, []]]


async def test_where_a_copy_cannot_be_cut_nothing_is_kept_until_it_may_be_encoded(alice, tmp_path, storage):
    source = await clip(alice, tmp_path)

    with pytest.raises(NeedsEncoding):
        await trimming.trimmed(source, (5, 30), exactly=False, **await whose(alice))
    assert await Asset.objects.acount() == 1

    cut = await trimming.trimmed(source, (5, 30), exactly=True, **await whose(alice))
    assert numbers(store.path_of(cut)) == list(range(5, 31))
    assert not list((storage / "incoming").iterdir())


async def test_joined_clips_are_one_new_file_with_all_of_them_as_sources(alice, tmp_path):
    one, other = await clip(alice, tmp_path, "A"), await clip(alice, tmp_path, "B", frames=24)

    film = await trimming.joined([one, other], exactly=False, **await whose(alice))

    assert numbers(store.path_of(film)) == [*range(48), *range(24)]
    assert names((await sync_to_async(lineage.of)(film, alice)).sources) == [["A", []], ["B", []]]
    with pytest.raises(BadMedia, match="2 to 20 clips"):
        await trimming.joined([one], exactly=False, **await whose(alice))


async def test_the_last_frames_are_known_by_number_and_the_chosen_one_names_its_clip(alice, tmp_path):
    source = await clip(alice, tmp_path)

    frames = await continuing.ending(source)
    picture = await continuing.picked(source, 44, team=await team_of(alice), **await whose(alice))

    assert [frame.number for frame in frames] == list(range(24, 48))
    assert continuing.sheet_of(source).is_file()
    assert picture.name == "A, frame 44.png"
    assert names((await sync_to_async(lineage.of)(picture, alice)).sources) == [["A", []]]


async def test_clips_that_go_on_from_each_other_are_found_from_each_of_them(alice, tmp_path):
    whole = []
    for name in "ABC":
        recipe = RECIPE
        if whole:
            picture = await continuing.picked(
                whole[-1], 40 + len(whole), team=await team_of(alice), **await whose(alice)
            )
            recipe = {**RECIPE, "task": "image-to-video"}
            recipe = recipe | {"values": {**RECIPE["values"], "first_frame": {"asset": str(picture.pk)}}}
        path = numbered(tmp_path / f"{name}.mp4", 48, "24", begin=len(whole))
        whole.append(await made(path, alice, name=name, recipe=recipe, job_id=uuid.uuid4()))

    for each in whole:
        assert [found.name for found in await sync_to_async(continuing.chain_of)(each, alice)] == ["A", "B", "C"]
    tree = await sync_to_async(lineage.of)(whole[2], alice)
    assert names(tree.sources) == [["B, frame 42.png", [["B", [["A, frame 41.png", [["A", []]]]]]]]]


def test_what_is_gone_has_its_place_and_what_is_not_ones_own_no_name(alice, bob, charlie):
    theirs = row(charlie, name="Theirs")
    mine, result = row(alice, name="Mine"), row(alice, name="Result")
    Asset.objects.bulk_create([theirs, mine, result])
    Use.objects.bulk_create(Use(result=result, used=pk) for pk in (mine.pk, theirs.pk, uuid.uuid4()))

    assert names(lineage.of(result, bob).sources) == [["Mine", []], [None, []], [None, []]]


def test_a_circle_ends_and_a_file_that_stands_twice_is_unfolded_once(alice):
    a, b, c = (row(alice, name=name) for name in "ABC")
    Asset.objects.bulk_create([a, b, c])
    Use.objects.bulk_create(Use(result=x, used=y.pk) for x, y in ((a, b), (a, c), (b, c), (c, a)))

    tree = lineage.of(a, alice)

    assert names(tree.sources) == [["B", [["C", [["A", []]]]]], ["C", []]]


def test_an_earlier_version_counts_as_a_source(alice):
    old, new = row(alice, name="Old"), row(alice, name="New")
    new.derived_from = old.pk
    Asset.objects.bulk_create([old, new])

    assert names(lineage.of(new, alice).sources) == [["Old", []]]
    assert names(lineage.of(old, alice).results) == [["New", []]]


async def test_flashes_are_kept_with_a_clip_and_not_with_a_picture(alice, tmp_path):
    steady = await clip(alice, tmp_path)
    picture = await uploaded(making.picture(tmp_path), alice)

    assert (steady.flashes is not None, steady.is_flashing, picture.flashes) == (True, False, None)
