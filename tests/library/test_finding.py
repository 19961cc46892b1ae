"""Searching the library: what an address says, what each facet leaves, in which order, and what that costs."""

import uuid
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.core import clock
from studio.library import finding, indexing
from studio.library.facets import FACETS, Scope
from studio.library.finding import Query, facet_counts
from studio.library.models import Asset, Collected, Collection, Tag, Tagging
from studio.library.queries import BadCursor
from studio.library.sorting import SORTS
from tests.library.making import RECIPE, row, rows
from tests.walks import walk


def scope(alice) -> Scope:
    return Scope(team=alice.teams.get(), user=alice)


def read(text: str, alice) -> tuple[Query, list[str]]:
    return Query.parse(QueryDict(text), scope(alice))


def found(text: str, alice) -> set[str]:
    """The names of what the search leaves of Alice's library."""
    query, faults = read(text, alice)
    assert faults == []
    return set(query.matching(Asset.objects.of_team(alice.teams.get()), scope(alice)).values_list("name", flat=True))


# The address


class Anybody:
    """A scope in which everything of the team's is known by its own words."""

    team = user = None
    today = clock.now().date()
    projects = people = tags = collections = {"7": "Seven", "été & nuit": "Été & nuit"}

    def tag(self, key: str) -> str | None:
        return self.tags.get(key)

    collection = tag

    def file(self, text: str) -> Asset | None:
        return Asset(name="A file") if text else None


VALUES = {facet.slug: list(facet.options(Anybody())) for facet in FACETS.values()} | {
    "since": ["2026-11-03", "2024-02-29"],
    "until": ["2026-11-03"],
    "like": [str(uuid.UUID(int=1))],
    "recipe": [str(uuid.UUID(int=2))],
}


WORDS = st.text(max_size=40).map(lambda text: " ".join(text.split()))
CHOSEN = {slug: st.lists(st.sampled_from(values), max_size=2) for slug, values in VALUES.items()}


def query_of(text: str, sort: str, chosen: dict[str, list[str]]) -> Query:
    query = Query(text=text, sort=sort)
    for slug, values in chosen.items():
        query = query.choosing(slug, values)
    return query


QUERIES = st.builds(query_of, WORDS, st.sampled_from(list(SORTS)), st.fixed_dictionaries(CHOSEN))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUERIES)
def test_a_search_reads_back_what_it_wrote(query):
    assert Query.parse(QueryDict(urlencode(query.params)), Anybody()) == (query, [])


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from([*FACETS, "q", "sort", "other"]), st.lists(st.text(max_size=20), max_size=4)))
def test_any_address_can_be_read_and_what_was_read_is_known(given_params):
    pairs = [(name, value) for name, values in given_params.items() for value in values]

    query, faults = Query.parse(QueryDict(urlencode(pairs)), Anybody())

    assert all(faults)
    assert Query.parse(QueryDict(urlencode(query.params)), Anybody()) == (query, [])


UNKNOWN = (
    ("model=gpt-9", "Model “gpt-9” is not known here"),
    ("stars=6", "Stars “6” is not known here"),
    ("project=1e3", "Project “1e3” is not known here"),
    ("tag=unheard", "Tag “unheard” is not known here"),
    ("collection=x", "Collection “x” is not known here"),
    ("since=yesterday", "Since “yesterday” is not known here"),
    ("since=20261103", "Since “20261103” is not known here"),
    ("until=9999-12-31", "Until “9999-12-31” is not known here"),
    ("like=x", "Like “x” is not known here"),
    (f"recipe={uuid.UUID(int=1)}", "is not known here"),
    ("sort=prettiest", "no order called “prettiest”"),
)


@walk(("text", "words"), UNKNOWN, lambda text, words: text)
def test_what_is_not_known_gets_a_sentence_and_is_dropped(text, words, alice):
    query, faults = read(f"{text}&type=video", alice)

    assert query == Query(chosen=(("type", ("video",)),))
    assert len(faults) == 1
    assert words in faults[0]


def test_things_of_another_team_are_not_known(alice, charlie):
    theirs = charlie.teams.get()
    shelf = Collection.objects.create(team=theirs, owner=charlie, name="Theirs")
    Tag.objects.create(team=theirs, name="theirs", key="theirs")
    (file,) = rows(charlie, 1)
    named = f"project={theirs.projects.get().pk}&person={charlie.pk}&tag=theirs&collection={shelf.pk}&like={file.pk}"

    query, faults = read(named, alice)

    assert query == Query()
    assert len(faults) == 5


# What is found


@pytest.fixture
def shelf(alice, bob, team):
    """A library in which every facet tells two files apart."""
    other = team.projects.create(name="Other")
    recipe = RECIPE | {"values": {"prompt": "Fog over a bay"}}
    bay = row(
        alice,
        name="bay",
        recipe=recipe,
        recipe_hash="r1",
        stars=4,
        flag="pick",
        has_sound=True,
        duration_s=5.0,
        billed_amount=Decimal("0.56"),
        billed_currency="USD",
        likeness=-1,
        created_at=clock.now() - timedelta(days=3),
    )
    own = {"prompt": "A portrait", "first_frame": {"asset": str(bay.pk)}}
    portrait = row(
        bob,
        team,
        name="portrait",
        kind="image",
        format="png",
        duration_s=None,
        project=other,
        recipe={"model": "kling-image-3.0", "task": "text-to-image", "provider": "fal", "values": own},
        recipe_hash="r2",
        likeness=0,
        billed_amount=Decimal(7),
        billed_currency="CU",
    )
    again = row(alice, name="again", recipe=recipe, recipe_hash="r1", likeness=-2, duration_s=12.0, flag="reject")
    made = Asset.objects.bulk_create([bay, portrait, again])
    indexing.write(made)
    tag = Tag.objects.create(team=team, name="Dusk", key="dusk")
    best = Collection.objects.create(team=team, owner=alice, name="Best of")
    Tagging.objects.create(tag=tag, asset=bay)
    Collected.objects.create(collection=best, asset=portrait, place=0)
    return {"bay": bay, "portrait": portrait, "other": other, "bob": bob, "best": best}


FOUND = (
    ("", "bay portrait again"),
    ("q=fog", "bay again"),
    ("q=portrait", "portrait"),
    ("q=bob", "portrait"),
    ("type=image", "portrait"),
    ("type=image&type=video", "bay portrait again"),
    ("model=kling-image-3.0", "portrait"),
    ("task=text-to-video", "bay again"),
    ("provider=fal", "portrait"),
    ("project={other}", "portrait"),
    ("person={bob}", "portrait"),
    ("stars=4", "bay"),
    ("stars=5", ""),
    ("stars=1", "bay"),
    ("stars=0", "portrait again"),
    ("flag=pick", "bay"),
    ("flag=none", "portrait"),
    ("flag=pick&flag=reject", "bay again"),
    ("tag=dusk", "bay"),
    ("collection={best}", "portrait"),
    ("sound=with", "bay"),
    ("sound=without", "portrait again"),
    ("length=to-5", "bay"),
    ("length=10-30", "again"),
    ("length=still", "portrait"),
    ("cost=0.5-2", "bay"),
    ("cost=free", "portrait again"),
    ("date=0", "portrait again"),
    ("date=6", "bay portrait again"),
    ("since={yesterday}", "portrait again"),
    ("until={yesterday}", "bay"),
    ("used=yes", "bay"),
    ("used=no", "portrait again"),
    ("like={bay}", "bay again"),
    ("like={portrait}", "portrait"),
    ("recipe={bay}", "bay again"),
    ("q=fog&flag=reject&length=10-30", "again"),
    ("q=fog&type=image", ""),
)


@walk(("text", "expected"), FOUND, lambda text, expected: text or "nothing")
def test_each_facet_leaves_what_it_says(text, expected, alice, shelf):
    names = {name: getattr(each, "pk", each) for name, each in shelf.items()}
    names["yesterday"] = (clock.now() - timedelta(days=1)).date()

    assert found(text.format(**names), alice) == set(expected.split())


def test_every_facet_is_tried():
    tried = {part.split("=")[0] for text, _ in FOUND for part in text.split("&")}

    assert set(FACETS) <= tried


def test_what_is_chosen_reads_as_words_and_each_can_be_taken_away(alice, shelf):
    query, _ = read(f"type=image&stars=4&flag=pick&since=2026-11-03&like={shelf['bay'].pk}&q=fog", alice)

    chips = list(query.chips(scope(alice)))

    said = ["Type: Picture", "Stars: 4 and more", "Picked", "Since 3 Nov 2026", "Like bay"]
    assert [chip.words for chip in chips] == said
    assert chips[0].without.params == [pair for pair in query.params if pair[0] != "type"]


# Counts


def counts(slug: str, alice, text: str = "") -> dict[str, str]:
    query, _ = read(text, alice)
    assets = Asset.objects.of_team(alice.teams.get())
    return {each.words: each.count for each in facet_counts(assets, FACETS[slug], query, scope(alice))}


COUNTS = (
    ("type", "", {"Video": "2", "Picture": "1"}),
    ("type", "q=fog", {"Video": "2"}),
    ("type", "type=image", {"Video": "2", "Picture": "1"}),  # of a facet itself nothing is taken away
    ("type", "flag=pick&type=image", {"Video": "1", "Picture": "0"}),
    ("stars", "", {"4 and more": "1", "3 and more": "1", "2 and more": "1", "1 and more": "1", "None": "2"}),
    ("flag", "", {"Picked": "1", "Rejected": "1", "No flag": "1"}),
    ("tag", "", {"Dusk": "1"}),
    ("tag", "q=nothing", {}),
    ("collection", "", {"Best of": "1"}),
    ("used", "", {"Used as an input": "1", "Never used": "2"}),
    ("person", "", {"Alice Archer": "2", "Bob Baker": "1"}),
    ("length", "", {"Up to 5 s": "1", "10 to 30 s": "1", "No length": "1"}),
)


@walk(("slug", "text", "expected"), COUNTS, lambda slug, text, expected: f"{slug} with {text}")
def test_counts_say_what_each_option_would_leave(slug, text, expected, alice, shelf):
    assert counts(slug, alice, text) == expected


def test_counts_stop_and_are_asked_at_once(alice, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(finding, "COUNTED", 3)
    rows(alice, 5)
    where = scope(alice)

    with django_assert_num_queries(1):
        (choice,) = facet_counts(Asset.objects.all(), FACETS["type"], Query(), where)

    assert (choice.words, choice.count) == ("Video", "3+")


# Order


@walk(("slug",), SORTS)
@pytest.mark.parametrize("backwards", [False, True], ids=["on", "back"])
def test_pages_of_every_order_meet_without_a_gap(slug, backwards, alice):
    moment = clock.now()
    Asset.objects.all().delete()
    Asset.objects.bulk_create(
        row(
            alice,
            stars=n % 3,
            duration_s=[None, 5.0, 2.5][n % 3],
            billed_amount=[None, Decimal("0.10"), Decimal("1.5")][n % 3],
            billed_currency="USD",
            created_at=moment - timedelta(seconds=n // 4),
        )
        for n in range(20)
    )
    sort, assets = SORTS[slug], Asset.objects.all()
    expected = list(sort.ordered(assets, backwards=backwards))

    seen, place = [], ""
    while page := list(
        sort.ordered(sort.beyond(assets, place, backwards=backwards) if place else assets, backwards=backwards)[:3]
    ):
        seen += page
        place = sort.place(page[-1])

    assert seen == expected
    assert sort.next_to(assets, expected[4], backwards=backwards) == expected[5]
    assert sort.next_to(assets, expected[5], backwards=not backwards) == expected[4]
    assert sort.next_to(assets, expected[-1], backwards=backwards) is None


NO_PLACES = ("", "~", "4", "x~20261120T101500.123456Z~" + "0" * 32, "nan~20261120T101500.1Z~" + "0" * 32)


@walk(("slug", "text"), [(slug, text) for slug in SORTS for text in NO_PLACES], lambda slug, text: f"{slug} {text}")
def test_a_text_that_is_no_place_is_refused(slug, text, db):
    with pytest.raises(BadCursor):
        SORTS[slug].beyond(Asset.objects.all(), text)


# What it costs

SEEKS = {
    "": "asset_newest_of_team",
    "type=image": "asset_by_kind",
    "model=kling-3.0-pro": "asset_by_model",
    "task=text-to-video": "asset_by_task",
    "provider=fal": "asset_by_provider",
    "stars=0": "asset_by_stars",
    "flag=pick": "asset_by_flag",
    "sound=with": "asset_by_sound",
    "sort=oldest": "asset_newest_of_team",
    "sort=stars": "asset_by_stars",
    "sort=longest": "asset_by_length",
    "sort=dearest": "asset_by_cost",
}


@walk(("text", "index"), SEEKS.items(), lambda text, index: text or "newest")
def test_a_page_of_one_facet_or_order_is_one_range_of_an_index_and_nothing_is_sorted(text, index, alice):
    query, _ = read(text, alice)
    sort = query.order
    everything = Asset.objects.of_team(alice.teams.get()).kept().results()
    (asset,) = rows(alice, 1)
    assets = sort.beyond(query.matching(everything, scope(alice)), sort.place(Asset.objects.get(pk=asset.pk)))

    plan = sort.ordered(assets)[:49].explain()

    assert connection.vendor != "sqlite" or f"USING INDEX {index}" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "SCAN" not in plan, plan
