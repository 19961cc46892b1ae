"""Files from elsewhere: each is taken, known or refused with a reason; none stops the rest, and nothing is left."""

import json
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync

from studio.core import archives
from studio.core.archives import BadArchive
from studio.library.foreign import Foreign
from studio.library.imports import bringing
from studio.library.imports.bringing import KNOWN, REFUSED, TAKEN, Given, Outcome, Place, bring
from studio.library.models import Asset
from studio.library.zip_names import Template
from studio.library.zips import pack
from tests.core import making
from tests.library import foreign_files
from tests.library.foreign_files import ARCHIVES, CLEAR, SILENT, TOLD, broken, packed, png, saved
from tests.library.making import RECIPE, made, uploaded


@pytest.fixture
def place(alice, team, project):
    return Place(alice, team, project)


def given(folder: Path, files: list[tuple[str, bytes]]) -> list[Given]:
    """Files as the door hands them over: under a number, with the names that they came by."""
    folder.mkdir(exist_ok=True)
    found = [Given(folder / f"given-{n}", name) for n, (name, _) in enumerate(files)]
    for each, (_, data) in zip(found, files, strict=True):
        each.path.write_bytes(data)
    return found


@async_to_sync
async def brought(files: list[Given], place: Place) -> list[Outcome]:
    return [outcome async for outcome in bring(files, place)]


def bring_in(place: Place, storage: Path, *files: tuple[str, bytes]) -> list[Outcome]:
    return brought(given(storage / "incoming", list(files)), place)


def left(storage: Path) -> list[Path]:
    return list((storage / "incoming").iterdir())


def is_sentence(words: str) -> bool:
    return len(words) > 15 and words[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ" and words.endswith(".")


def test_of_two_hundred_broken_files_each_is_listed_with_its_reason_and_stops_no_other(place, storage, tmp_path):
    """The whole ones stand before, between and behind them."""
    cases = list(broken(tmp_path))
    files = [("first.png", saved("PNG", 1))]
    for number, (_, name, data) in enumerate(cases):
        files.append((f"{number}/{name}", data))
    files[len(files) // 2 : len(files) // 2] = [("middle.png", saved("PNG", 2))]
    files.append(("last.png", saved("PNG", 3)))

    outcomes = bring_in(place, storage, *files)

    by_name = {outcome.name: outcome for outcome in outcomes}
    taken = [words for number, (words, name, _) in enumerate(cases) if by_name[f"{number}/{name}"].state != REFUSED]
    mute = [(o.name, o.words) for o in outcomes if o.state == REFUSED and not is_sentence(o.words)]
    assert taken == []
    assert mute == []
    assert len(outcomes) == len(files)
    assert len(cases) + len(ARCHIVES) >= 200
    assert [by_name[f"{name}.png"].state for name in ("first", "middle", "last")] == [TAKEN] * 3
    assert Asset.objects.count() == 3
    assert left(storage) == []


@pytest.mark.parametrize("case", ARCHIVES)
def test_an_archive_that_holds_only_harm_is_refused_file_by_file_and_leaves_nothing(case, place, storage):
    outcomes = bring_in(place, storage, ("all.zip", ARCHIVES[case]))

    assert {outcome.state for outcome in outcomes} == {REFUSED}
    assert all(is_sentence(outcome.words) for outcome in outcomes), outcomes
    assert left(storage) == []
    assert not Asset.objects.exists()


def test_what_is_whole_in_an_archive_is_taken_beside_what_is_not(place, storage):
    inside = {"shots/one.png": saved("PNG", 1), "../climbs.png": saved("PNG", 2), "notes.txt": b"Buy milk."}

    outcomes = bring_in(place, storage, ("all.zip", packed(inside | {"shots\\two.png": saved("PNG", 3)})))

    assert {outcome.name: outcome.state for outcome in outcomes} == {
        "shots/one.png": TAKEN,
        "shots/two.png": TAKEN,
        "../climbs.png": REFUSED,
        "notes.txt": REFUSED,
    }
    assert set(Asset.objects.values_list("name", flat=True)) == {"one.png", "two.png"}


async def test_an_archive_gives_no_more_bytes_and_files_than_are_allowed(tmp_path, monkeypatch):
    path = tmp_path / "all.zip"
    path.write_bytes(packed({f"{n}.bin": bytes(1000) for n in range(5)}))
    monkeypatch.setattr(archives, "MOST_FILES", 4)

    members = await archives.unpack(path, "all.zip", tmp_path, most_bytes=2500)

    assert [bool(member.path) for member in members] == [True, True, False, False, False]
    assert "together are larger" in members[2].refused
    assert "4 files are taken" in members[4].refused


async def test_of_an_archive_with_too_many_files_the_rest_is_counted_and_not_named_one_by_one(tmp_path, monkeypatch):
    path = tmp_path / "all.zip"
    path.write_bytes(packed({f"{n}.bin": b"1" for n in range(3000)}))
    monkeypatch.setattr(archives, "MOST_FILES", 2)

    members = await archives.unpack(path, "all.zip", tmp_path)

    assert len(members) == 3
    assert members[2].refused == "was left out, and 2,997 more after it: 2 files are taken of one archive."


async def test_an_archive_that_is_none_says_so(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(100))

    with pytest.raises(BadArchive, match="“all.zip” is damaged"):
        await archives.unpack(path, "all.zip", tmp_path)


def test_the_same_bytes_are_known_be_they_an_upload_or_a_result_and_leave_the_bin(place, alice, storage, tmp_path):
    upload = async_to_sync(uploaded)(making.picture(tmp_path), alice)
    result = async_to_sync(made)(making.film(tmp_path), alice)
    Asset.objects.filter(pk=upload.pk).update(binned_at=upload.created_at)

    outcomes = bring_in(
        place,
        storage,
        ("mine.jpg", making.picture(tmp_path).read_bytes()),
        ("film.mp4", making.film(tmp_path).read_bytes()),
    )

    assert [(outcome.state, outcome.asset.pk) for outcome in outcomes] == [(KNOWN, upload.pk), (KNOWN, result.pk)]
    upload.refresh_from_db()
    assert upload.binned_at is None
    assert Asset.objects.count() == 2


def test_what_a_colleague_keeps_to_themselves_is_not_known(place, bob, team, storage, tmp_path):
    theirs = team.projects.create(name="Mine", visibility="private", made_by=bob)
    hidden = async_to_sync(uploaded)(making.picture(tmp_path), bob)
    Asset.objects.filter(pk=hidden.pk).update(project=theirs)

    (outcome,) = bring_in(place, storage, ("mine.jpg", making.picture(tmp_path).read_bytes()))

    assert outcome.state == TAKEN
    assert outcome.asset.pk != hidden.pk


# Recipes


@pytest.mark.parametrize("case", TOLD)
def test_what_another_program_wrote_is_kept_as_what_it_is(case, place, storage):
    name, make, source = TOLD[case]

    (outcome,) = bring_in(place, storage, (name, make()))

    kept = Foreign.objects.get()
    assert (outcome.state, kept.asset_id, kept.source) == (TAKEN, outcome.asset.pk, source)
    assert str(kept) in outcome.words
    assert outcome.asset.recipe is None
    assert (kept.prompt, kept.left_out, kept.seed, kept.model) == CLEAR.get(case, ("", "", "", ""))


@pytest.mark.parametrize("case", SILENT)
def test_a_picture_that_says_nothing_known_is_taken_without_words(case, place, storage):
    (outcome,) = bring_in(place, storage, ("picture", SILENT[case]()))

    assert (outcome.state, outcome.words) == (TAKEN, "")
    assert not Foreign.objects.exists()


def test_the_words_of_another_program_find_its_picture(place, storage, alice, client):
    bring_in(place, storage, ("c.png", png(prompt=json.dumps(foreign_files.GRAPH))))
    client.force_login(alice)

    found = client.get("/library/", {"in": "uploads", "q": "lighthouse storm"}).content.decode()

    assert "c.png" in found
    assert "1 file" in found


def test_a_recipe_beside_a_file_becomes_its_recipe(place, storage):
    text = json.dumps(RECIPE).encode()

    outcomes = bring_in(place, storage, ("a/one.png", saved("PNG")), ("a/one.recipe.json", text), ("b/one.json", text))

    assert [(outcome.name, outcome.state) for outcome in outcomes] == [("a/one.png", TAKEN), ("b/one.json", REFUSED)]
    kept = Asset.objects.get()
    assert kept.recipe == RECIPE
    assert kept.recipe_hash
    kept.refresh_from_db()
    assert kept.model == "kling-3.0-pro"


def test_what_was_downloaded_as_a_zip_comes_back_with_its_recipes_and_without_the_contact_sheet(
    place, alice, storage, tmp_path
):
    film = async_to_sync(made)(making.film(tmp_path), alice)
    data = b"".join(pack(Asset.objects.all(), Template(""), lambda asset: "Film", "All"))
    Asset.objects.all().delete()

    outcomes = bring_in(place, storage, ("all.zip", data))

    assert [(outcome.state, outcome.words) for outcome in outcomes if outcome.asset] == [(TAKEN, "With its recipe.")]
    kept = Asset.objects.get()
    assert (kept.sha256, kept.recipe) == (film.sha256, film.recipe)


def test_a_file_that_was_here_without_its_recipe_gets_it(place, alice, storage, tmp_path):
    known = async_to_sync(uploaded)(making.picture(tmp_path), alice)

    (outcome,) = bring_in(
        place,
        storage,
        ("one.jpg", making.picture(tmp_path).read_bytes()),
        ("one.json", json.dumps(RECIPE).encode()),
    )

    known.refresh_from_db()
    assert (outcome.state, known.recipe) == (KNOWN, RECIPE)


@pytest.mark.parametrize("strange", ["\0", "\ud83d"], ids=["NUL", "half a letter"])
def test_a_recipe_with_letters_that_no_database_takes_stops_no_other_file(strange, place, storage):
    recipe = RECIPE | {"values": {"prompt": f"A harbour {strange}"}}
    files = (("one.png", saved("PNG", 1)), ("one.json", json.dumps(recipe).encode()), ("two.png", saved("PNG", 2)))

    outcomes = bring_in(place, storage, *files)

    assert [outcome.state for outcome in outcomes] == [TAKEN, TAKEN]
    assert list(Asset.objects.values_list("recipe", flat=True)) == [None, None]


def test_nobody_writes_a_recipe_onto_what_somebody_else_gave(place, alice, bob, storage, tmp_path):
    hers = async_to_sync(uploaded)(making.picture(tmp_path), alice)

    (outcome,) = bring_in(
        Place(bob, place.team, place.project),
        storage,
        ("one.jpg", making.picture(tmp_path).read_bytes()),
        ("one.json", json.dumps(RECIPE).encode()),
    )

    hers.refresh_from_db()
    assert (outcome.state, hers.recipe) == (KNOWN, None)


def test_what_nobody_foresaw_of_one_file_stops_no_other(place, storage, monkeypatch, caplog):
    told = bringing.media.carried

    async def surprised(path):
        if path.read_bytes() == saved("PNG", 1):
            raise RuntimeError("of a kind that nobody foresaw")
        return await told(path)

    monkeypatch.setattr(bringing.media, "carried", surprised)

    first, second = bring_in(place, storage, ("one.png", saved("PNG", 1)), ("two.png", saved("PNG", 2)))

    assert (first.state, second.state) == (REFUSED, TAKEN)
    assert is_sentence(first.words)
    assert "nobody foresaw" in caplog.text
    assert not left(storage)
