"""Acting on many files of the library at once, and taking it back."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from studio.accounts.models import Membership
from studio.core import clock
from studio.library.models import Act, Asset, Collection, Tag
from tests.library.making import rows
from tests.walks import walk

HTMX = {"HX-Request": "true"}


def act(user, verb: str, assets=(), **fields):
    client = Client()
    client.force_login(user)
    ids = {"ids": [str(asset.pk) for asset in assets]}
    return client.post(reverse("library-act", args=[verb]), ids | fields, headers=HTMX)


def take_back(user):
    client = Client()
    client.force_login(user)
    return client.post(reverse("library-undo", args=[Act.objects.latest("done_at").pk]), headers=HTMX)


def state(assets) -> list[tuple]:
    """All that an act may change of the files."""
    fresh = Asset.objects.in_bulk([asset.pk for asset in assets])
    return [
        (
            each.stars,
            each.flag,
            each.project_id,
            each.binned_at is None,
            sorted(each.taggings.values_list("tag__name", flat=True)),
            sorted(each.collected.values_list("collection__name", "place")),
        )
        for each in (fresh[asset.pk] for asset in assets)
    ]


@pytest.fixture
def elsewhere(team):
    return team.projects.create(name="Elsewhere")


@pytest.fixture
def shelf(team, alice):
    return Collection.objects.create(team=team, owner=alice, name="Best of")


ACTS = (
    ("rate", {"stars": "4"}, "2 files rated: 4 stars."),
    ("flag", {"flag": "pick"}, "2 files picked."),
    ("tag", {"tag": "Dusk"}, "2 files tagged Dusk."),
    ("move", {"project": "elsewhere"}, "2 files moved to Elsewhere."),
    ("collect", {"collection": "shelf"}, "2 files added to Best of."),
    ("collect", {"new": "Night"}, "2 files added to Night."),
    ("bin", {}, "2 files put in the bin."),
)


@walk(("verb", "fields", "words"), ACTS, lambda verb, fields, words: f"{verb} {fields}")
def test_an_act_changes_the_files_says_so_and_can_be_taken_back(verb, fields, words, alice, elsewhere, shelf):
    assets = rows(alice, 2)
    before = state(assets)
    places = {"elsewhere": str(elsewhere.pk), "shelf": str(shelf.pk)}

    answer = act(alice, verb, assets, **{name: places.get(value, value) for name, value in fields.items()})
    after = state(assets)

    assert words in answer.content.decode()
    assert all(now != was for now, was in zip(after, before, strict=True))
    assert "2 files as before." in take_back(alice).content.decode()
    assert state(assets) == before
    assert "nothing to take back" in take_back(alice).content.decode()


def test_what_was_taken_off_or_out_comes_back_in_its_place(alice, team, shelf):
    assets = rows(alice, 3)
    act(alice, "tag", assets, tag="Dusk")
    act(alice, "collect", assets, collection=str(shelf.pk))
    act(alice, "bin", assets[:1])
    before = state(assets)

    for verb, fields in (("untag", {"tag": "DÚSK"}), ("drop", {"collection": str(shelf.pk)}), ("restore", {})):
        act(alice, verb, assets, **fields)
        assert state(assets) != before
        take_back(alice)
        assert state(assets) == before


def test_what_somebody_changed_since_is_left_to_them(alice, bob):
    first, second = rows(alice, 2)
    act(alice, "rate", [first, second], stars="2")
    mine = Act.objects.get()
    act(bob, "rate", [second], stars="5")

    client = Client()
    client.force_login(alice)
    answer = client.post(reverse("library-undo", args=[mine.pk]), headers=HTMX)

    assert "1 file as before." in answer.content.decode()
    assert [each[0] for each in state([first, second])] == [0, 5]


def test_a_stranger_changes_nothing_and_learns_nothing(alice, charlie):
    (mine,) = rows(alice, 1)
    (his,) = rows(charlie, 1)

    assert act(charlie, "rate", [mine], stars="1").status_code == 404
    answer = act(charlie, "rate", [mine, his], stars="1")

    assert "1 file rated: 1 star. 1 was not found." in answer.content.decode()
    assert [each[0] for each in state([mine, his])] == [0, 1]


def test_nobody_takes_back_the_act_of_another(alice, bob, charlie):
    act(alice, "rate", rows(alice, 1), stars="1")

    assert [take_back(user).status_code for user in (bob, charlie)] == [404, 404]
    assert Asset.objects.get().stars == 1


BAD = (
    ("rate", {"stars": "6"}, "Stars go from 0 to 5"),
    ("rate", {}, "Stars go from 0 to 5"),
    ("rate", {"stars": "²"}, "Stars go from 0 to 5"),
    ("flag", {"flag": "maybe"}, "pick or reject"),
    ("tag", {"tag": "  ✨ "}, "1 to 40 characters"),
    ("tag", {"tag": "a" * 41}, "1 to 40 characters"),
    ("untag", {"tag": "unheard"}, "no tag called"),
    ("move", {"project": "99999"}, "no such project"),
    ("move", {"project": "²"}, "no such project"),
    ("collect", {"collection": "nonsense"}, "no such collection"),
    ("collect", {"new": "a" * 81}, "1 to 80 characters"),
)


@walk(("verb", "fields", "words"), BAD, lambda verb, fields, words: f"{verb} {fields}")
def test_what_cannot_be_done_gets_a_sentence_and_nothing_changes(verb, fields, words, alice):
    assets = rows(alice, 1)
    before = state(assets)

    answer = act(alice, verb, assets, **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert state(assets) == before
    assert not Act.objects.exists()


def test_things_of_another_team_cannot_be_named(alice, charlie):
    theirs = Collection.objects.create(team=charlie.teams.get(), owner=charlie, name="Theirs")
    Tag.objects.create(team=charlie.teams.get(), name="theirs", key="theirs")
    assets = rows(alice, 1)

    answers = (
        act(alice, "move", assets, project=str(charlie.teams.get().projects.get().pk)),
        act(alice, "collect", assets, collection=str(theirs.pk)),
        act(alice, "untag", assets, tag="theirs"),
    )

    assert [answer.status_code for answer in answers] == [422, 422, 422]


ALLOWED = {
    Membership.Role.OWNER: (200, 200),
    Membership.Role.PRODUCER: (200, 200),
    Membership.Role.ARTIST: (200, 200),
    Membership.Role.REVIEWER: (200, 403),
    Membership.Role.GUEST: (403, 403),
}


@walk(("role", "statuses"), ALLOWED.items(), lambda role, statuses: role)
def test_reviewers_rate_and_guests_only_look(role, statuses, alice, bob):
    assets = rows(alice, 1)
    bob.memberships.update(role=role)

    answers = act(bob, "rate", assets, stars="3"), act(bob, "bin", assets)

    assert tuple(answer.status_code for answer in answers) == statuses


def test_more_files_than_a_form_may_have_fields_are_named_in_one_field(alice, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assets = rows(alice, 12)

    answer = act(alice, "rate", stars="1", ids=",".join(str(asset.pk) for asset in assets))

    assert "12 files rated" in answer.content.decode()


def test_an_unknown_act_is_not_found(alice):
    assert act(alice, "burn", rows(alice, 1)).status_code == 404


def test_the_answer_marks_the_tiles_and_takes_away_what_is_gone(alice):
    (asset,) = rows(alice, 1)

    rated = act(alice, "rate", [asset], stars="3").content.decode()
    binned = act(alice, "bin", [asset]).content.decode()

    assert f'id="marks-{asset.pk}" data-stars="3" data-flag="" hx-swap-oob="true"' in rated
    assert f'<div id="asset-{asset.pk}" hx-swap-oob="delete">' in binned


def test_without_scripts_one_comes_back_to_the_page_and_never_to_another_site(alice):
    (asset,) = rows(alice, 1)
    client = Client()
    client.force_login(alice)
    fields = {"ids": str(asset.pk), "stars": "1"}

    led = [
        client.post(reverse("library-act", args=["rate"]), fields | {"next": wanted})["Location"]
        for wanted in ("/library/?in=mine", "https://elsewhere.example/", "//elsewhere.example")
    ]

    assert led == ["/library/?in=mine", "/library/", "/library/"]


def test_an_act_can_be_kept_as_json(alice):
    (asset,) = rows(alice, 1, binned_at=clock.now())

    act(alice, "restore", [asset])

    assert json.loads(json.dumps(Act.objects.get().before))[0][1] == [asset.pk.hex]
