"""Which result is the next version of which: by what its recipe does, counted once also when two come together."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.db import connections

from studio.accounts.changes import changed
from studio.accounts.models import Project
from studio.catalog.recipe import Recipe
from studio.core import clock
from studio.library import versions
from studio.library.keep import create, result_columns
from studio.library.models import Asset
from tests.library.making import RECIPE, row


@pytest.fixture
def first(alice):
    made = row(alice)
    made.save()
    return made


def recipe(words: str = "A harbour at noon", task: str = "text-to-video", **values) -> dict:
    return RECIPE | {"task": task, "values": RECIPE["values"] | {"prompt": words} | values}


def made_from(original: Asset, made: dict, **columns) -> Asset:
    """A result of this recipe, derived from the original, written as keep.py writes it."""
    about = {
        "job_id": uuid.uuid4(),
        "team_id": original.team_id,
        "project_id": original.project_id,
        "owner_id": original.owner_id,
        "recipe": made | {"derived_from": str(original.pk)},
        "name": "A harbour",
    }
    plain = row(original.owner)
    facts = {name: getattr(plain, name) for name in ("kind", "format", "mime", "bytes", "sha256", "width", "height")}
    more = {"job_id": about["job_id"], "output_index": 0} | facts | columns
    return async_to_sync(create)(result_columns(about) | more, {"pk": None})


def numbers(asset: Asset) -> list[tuple]:
    return sorted((str(each.stack == asset.pk), each.version) for each in versions.everything(asset))


def test_another_try_is_the_next_version_of_the_stack_of_the_first(first):
    second = made_from(first, recipe("Warmer"))
    third = made_from(second, recipe("Warmer still"))
    beside = made_from(first, recipe("Colder"))

    first.refresh_from_db()
    assert [(each.stack, each.version) for each in (first, second, third, beside)] == [
        (first.pk, 1),
        (first.pk, 2),
        (first.pk, 3),
        (first.pk, 4),
    ]


def test_what_is_derived_from_nothing_is_a_first_version_without_a_stack(first):
    assert (first.stack, first.version) == (None, 1)
    assert versions.of(first, first.owner).get() == first


def test_the_same_recipe_from_the_same_file_again_is_a_take_of_the_same_version(first):
    one, other = made_from(first, recipe("Warmer")), made_from(first, recipe("Warmer"))
    after = made_from(one, recipe("Warmer"))

    assert [each.version for each in (one, other, after)] == [2, 2, 3]


TABLE = [
    ("text-to-video", {}, "video", True),
    ("image-to-video", {"first_frame": {"asset": "other"}}, "video", True),
    ("image-to-video", {"first_frame": {"asset": "itself"}}, "video", False),
    ("motion-control", {"reference_video": {"asset": "itself"}}, "video", False),
    ("reference-to-video", {"elements": [{"views": [{"asset": "itself"}]}]}, "video", False),
    ("extend", {"input_video": {"asset": "other"}}, "video", False),
    ("extend", {"input_video": {"asset": "itself"}}, "video", False),
    ("edit-video", {"input_video": {"asset": "itself"}}, "video", True),
    ("lip-sync", {"input_video": {"asset": "itself"}}, "video", True),
    ("text-to-image", {}, "image", False),
]


@pytest.mark.parametrize(("task", "values", "kind", "is_one"), TABLE)
def test_the_table_says_what_is_a_version(first, task, values, kind, is_one):
    text = json.dumps(values).replace("itself", str(first.pk)).replace("other", str(uuid.uuid4()))
    given = Recipe("kling-o1-pro", task, "runware", json.loads(text), str(first.pk))

    assert versions.is_revision(given, first, kind) is is_one


def test_goes_on_and_works_over_are_tasks_of_the_catalog():
    from studio.catalog.tasks import TASKS

    assert set(TASKS) >= versions.GOES_ON | versions.WORKS_OVER


def test_a_number_is_not_given_again_when_a_version_is_binned(first):
    second = made_from(first, recipe("Warmer"))
    Asset.objects.filter(pk=second.pk).update(binned_at=clock.now())
    third = made_from(first, recipe("Colder"))

    assert third.version == 3
    assert [each.version for each in versions.of(first, first.owner)] == [3, 1]


def test_a_file_of_another_team_or_of_somebodys_own_project_has_no_next_version(first, bob, charlie):
    strange = row(charlie)
    strange.save()
    made = {"recipe_hash": "x", "recipe": recipe() | {"derived_from": str(first.pk)}, "kind": "video"}
    given = made | {"derived_from": first.pk, "team_id": strange.team_id, "owner_id": charlie.pk}
    assert versions.place_of(given) == versions.ALONE

    own = Project.objects.create(team=first.team, name="Mine", made_by=first.owner, visibility="private")
    Asset.objects.filter(pk=first.pk).update(project=own)
    hers = made | {"derived_from": first.pk, "team_id": first.team_id}
    assert versions.place_of(hers | {"owner_id": bob.pk}) == versions.ALONE
    assert versions.place_of(hers | {"owner_id": first.owner_id}).version == 2


def test_what_is_gone_has_no_next_version(first):
    pk = first.pk
    first.delete()
    first.pk = pk
    assert made_from(first, recipe()).stack is None


def test_newer_is_the_newest_that_one_sees(first, bob, charlie):
    second = made_from(first, recipe("Warmer"))
    assert versions.newer(first, bob) == second
    assert versions.newer(second, bob) is None
    assert versions.newer(first, charlie) is None


def test_a_new_version_is_told_once_it_is_written(first, django_capture_on_commit_callbacks):
    told = []
    hear = lambda sender, kind, pk, **_: told.append((kind, pk))  # noqa: E731
    changed.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            second = made_from(first, recipe("Warmer"))
    finally:
        changed.disconnect(hear)
    assert ("version", str(second.pk)) in told


@pytest.mark.django_db(transaction=True)
def test_results_that_come_at_the_same_moment_get_numbers_of_their_own(first):
    def come(number: int) -> int:
        try:
            return made_from(first, recipe(f"Try {number}")).version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(come, range(16)))
    assert sorted(given) == list(range(2, 18))
