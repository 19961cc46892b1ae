"""The order that people give a collection: moved, taken back, read page by page, and nobody else's."""

import random

import pytest

from studio.accounts.actions import make_owner
from studio.library import acts
from studio.library.acts import VERBS, Asked, BadAct
from studio.library.models import Act, Asset, Collected, Collection
from studio.library.sorting import NEWEST, Arranged
from tests.library.making import rows


@pytest.fixture
def shots(alice):
    return rows(alice, 8)


@pytest.fixture
def reel(alice, team, shots):
    made = Collection.objects.create(team=team, owner=alice, name="Reel")
    Collected.objects.bulk_create(Collected(collection=made, asset=shot, place=3 * n) for n, shot in enumerate(shots))
    return made


def order(reel, shots) -> str:
    """By the number of each shot: "01234567"."""
    numbers = {shot.pk: str(n) for n, shot in enumerate(shots)}
    return "".join(numbers[pk] for pk in reel.members.order_by("place", "id").values_list("asset", flat=True))


@pytest.fixture
def arrange(alice, team, reel, shots):
    """arrange("35", "1") puts shots 3 and 5 before shot 1; "" puts them at the end."""

    def arrange(moved: str, before: str, by=alice) -> Act:
        fields = {"collection": str(reel.pk), "before": str(shots[int(before)].pk) if before else ""}
        ids = [shots[int(n)].pk for n in moved]
        return acts.act(VERBS["arrange"], Asked(by, team, fields), Asset.objects.filter(pk__in=ids))

    return arrange


@pytest.mark.parametrize(
    ("moved", "before", "then"),
    [
        ("3", "1", "03124567"),
        ("0", "", "12345670"),
        ("53", "1", "03512467"),
        ("07", "4", "12307456"),
        ("2", "3", "01234567"),
        ("34", "4", "01256734"),
    ],
)
def test_files_stand_where_they_are_put_in_the_order_that_they_had_and_go_back(
    arrange, reel, shots, moved, before, then
):
    done = arrange(moved, before)

    assert order(reel, shots) == then
    acts.undo(done)
    assert order(reel, shots) == "01234567"


def test_any_number_of_moves_is_taken_back_one_after_another(arrange, reel, shots):
    dice, done, were = random.Random(7), [], [order(reel, shots)]
    for _ in range(30):
        moved = "".join(dice.sample("01234567", dice.randint(1, 5)))
        done.append(arrange(moved, dice.choice([*set("01234567") - set(moved), ""])))
        were.append(order(reel, shots))

    for act, was in zip(reversed(done), reversed(were[:-1]), strict=True):
        acts.undo(act)
        assert order(reel, shots) == was


def test_what_stands_where_it_is_put_is_nothing_to_do_and_nothing_to_undo(arrange):
    done = arrange("2", "3")

    assert acts.touched(done) == []


def test_only_what_was_moved_is_counted(arrange):
    assert len(acts.touched(arrange("0", ""))) == 1


def test_a_file_of_another_collection_or_team_is_refused_in_a_sentence(alice, team, reel, shots, arrange):
    other = make_owner("dora@example.com", "Dora", "correct horse battery")
    with pytest.raises(BadAct, match="no such collection"):
        fields = {"collection": str(reel.pk)}
        acts.act(VERBS["arrange"], Asked(other, other.teams.first(), fields), Asset.objects.filter(pk=shots[0].pk))
    reel.members.filter(asset=shots[1]).delete()
    with pytest.raises(BadAct, match="not in the collection any more"):
        arrange("3", "1")


def test_no_more_is_moved_at_once_than_one_statement_holds(alice, team, reel):
    with pytest.raises(BadAct, match="At most 500"):
        rows(alice, 501)
        acts.act(VERBS["arrange"], Asked(alice, team, {"collection": str(reel.pk)}), Asset.objects.all())


def test_the_order_goes_on_page_by_page_in_both_directions(reel, shots, arrange):
    arrange("71", "3")
    sort, held = Arranged(collection=str(reel.pk)), Asset.objects.filter(collected__collection=reel)
    wanted = list(sort.ordered(held))
    seen, place = [], ""

    for _ in range(4):
        seen += (page := list(sort.ordered(sort.beyond(held, place) if place else held)[:2]))
        place = sort.place(page[-1])

    assert seen == wanted
    assert [shots.index(asset) for asset in wanted] == [0, 2, 1, 7, 3, 4, 5, 6]
    assert sort.next_to(held, wanted[3]) == wanted[4]
    assert sort.next_to(held, wanted[3], backwards=True) == wanted[2]


def test_the_order_is_offered_only_while_one_collection_is_open(client, alice, reel, shots):
    client.force_login(alice)
    arranged = client.get("/library/", {"collection": reel.pk, "sort": "arranged"}).content.decode()
    without = client.get("/library/", {"sort": "arranged"}).content.decode()

    assert '<option value="arranged" selected>' in arranged
    assert f'data-collection="{reel.pk}" data-arranged' in arranged
    assert 'value="arranged"' not in without
    assert f'<option value="{NEWEST.slug}" selected>' in without
    numbers = [arranged.index(f'id="asset-{shot.pk}"') for shot in shots]
    assert numbers == sorted(numbers)
