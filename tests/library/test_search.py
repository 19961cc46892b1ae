"""Full text: the same search finds the same in SQLite and in Postgres."""

import os
import uuid

import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.core.management import call_command
from django.db import connection, connections, transaction

from studio.accounts.models import Membership, Team, User
from studio.library import indexing, search
from studio.library.models import Asset, Use, Words
from tests.library.making import RECIPE, row, rows
from tests.walks import walk

POSTGRES = {
    "HOST": os.environ.get("PGHOST", "127.0.0.1"),
    "PORT": os.environ.get("PGPORT", "5432"),
    "USER": os.environ.get("PGUSER", "postgres"),
    "PASSWORD": os.environ.get("PGPASSWORD", ""),
}

FILES = {
    "harbour": "A harbour at dusk, red boats",
    "dusk": "Dusk at a harbour",
    "opera": "Été à l’Opéra, prise 2",
    "fuji": "富士山の朝 in 4K",
    "code": "shot_12-final.mp4",
    "odd": "It's 'quoted' \\ : & | ! <-> (*) § \U0001f3ac OR",
    "long": "word " * 9_000 + "needle",
}
"""Alice's files by their prompts; each is called by its key. Bob's one file is of the same team, Charlie's is not."""

SEARCHES = (
    ("harbour", "harbour dusk"),
    ("HARB", "harbour dusk"),
    ("harb dusk", ""),
    ("dusk harb", "harbour dusk"),
    ('"at dusk"', "harbour"),
    ('"at a"', "dusk"),
    ('"at du"', ""),
    ("opera ete", "opera"),
    ("OPÉRA", "opera"),
    ("l'opéra", "opera"),
    ('"prise 2"', "opera"),
    ("2", "opera"),
    ("富士", "fuji"),
    ("士山", "fuji"),
    ("山", "fuji"),
    ("朝", "fuji"),
    ("山の", "fuji"),
    ("士富", ""),
    ("4k", "fuji"),
    ("shot_12", "code"),
    ("shot 12 final", "code"),
    ("12-fin", "code"),
    ("mp4", "code"),
    ("quoted it", "odd"),
    ("' quoted '", "odd"),
    ("or", "odd"),
    ("\\ : & | ! <-> (*) §", "harbour dusk opera fuji code odd long bobs"),
    ("", "harbour dusk opera fuji code odd long bobs"),
    ('"', "harbour dusk opera fuji code odd long bobs"),
    ("needle", ""),  # beyond the words that are kept of one file
    ("bob", "bobs"),
    ("baker", "bobs"),
    ('"bob baker"', "bobs"),
    ("alice dusk", "harbour dusk"),
    ("bo", "harbour bobs"),  # boats, Bob
    ("charlie", ""),
    ("t1", ""),
    ("secret", ""),
)


def people(alias: str) -> tuple[Team, User, User, Team, User]:
    """Alice and Bob on a team, Charlie on another."""
    users = User.objects.using(alias)
    alice, bob, charlie = (
        users.create(email=f"{name}@example.com".lower(), name=name)
        for name in ("Alice Archer", "Bob Baker", "Charlie Cole")
    )
    teams = [Team.objects.using(alias).create(name=name) for name in ("Ours", "Theirs")]
    for user, team in ((alice, teams[0]), (bob, teams[0]), (charlie, teams[1])):
        Membership.objects.using(alias).create(user=user, team=team, role="owner")
    for team in teams:
        team.projects.create(name="First")
    return teams[0], alice, bob, teams[1], charlie


def kept(alias: str, team: Team, owner: User, name: str, prompt: str) -> Asset:
    """A result with its words, in that database."""
    asset = row(owner, team, name=name, recipe=RECIPE | {"values": {"prompt": prompt}})
    asset.save(using=alias)
    Words.objects.using(alias).create(asset=asset, text=search.text_of(team.pk, owner.pk, indexing.said_of(asset)))
    return asset


def filled(alias: str) -> Team:
    team, alice, bob, theirs, charlie = people(alias)
    for name, prompt in FILES.items():
        kept(alias, team, alice, f"«{name}»" if name not in ("harbour", "dusk") else "✨" + "x" * len(name), prompt)
    kept(alias, team, bob, "clip", "nothing to see")
    kept(alias, theirs, charlie, "secret", "A harbour at dusk")
    return team


PROMPTS = {prompt: name for name, prompt in FILES.items()} | {"nothing to see": "bobs"}


def found(alias: str, team: Team, words: str) -> set[str]:
    assets = search.narrowed(Asset.objects.using(alias).of_team(team), words, team)
    return {PROMPTS[asset.recipe["values"]["prompt"]] for asset in assets}


@walk(("words", "expected"), SEARCHES, lambda words, expected: repr(words))
@pytest.mark.parametrize("few", [500, 0], ids=["by ids", "by the list"])
def test_a_search_finds_what_it_says(db, library_of_files, few, monkeypatch, words, expected):
    monkeypatch.setattr(search, "FEW", few)

    assert found("default", library_of_files, words) == set(expected.split())


@pytest.fixture
def library_of_files(db):
    return filled("default")


@pytest.fixture(scope="module")
def on_postgres(django_db_setup, django_db_blocker):
    """A database of Postgres that has gone through every migration, with the same files; gone afterwards."""
    from django.conf import settings

    name = f"dailies_tests_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(
            host=POSTGRES["HOST"],
            port=POSTGRES["PORT"],
            user=POSTGRES["USER"],
            password=POSTGRES["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        )
    except psycopg.OperationalError:
        pytest.skip(f"no Postgres at {POSTGRES['HOST']}:{POSTGRES['PORT']} (set PGHOST, PGPORT, PGUSER, PGPASSWORD)")
    admin.execute(f'CREATE DATABASE "{name}"')
    own = {"ENGINE": "django.db.backends.postgresql", "NAME": name, "OPTIONS": {}} | POSTGRES
    connections.settings["postgres"] = connections.settings["default"] | own
    modules, settings.MIGRATION_MODULES = settings.MIGRATION_MODULES, {}
    try:
        with django_db_blocker.unblock():
            call_command("migrate", database="postgres", verbosity=0)
            with transaction.atomic(using="postgres"):
                team = filled("postgres")
            yield team
            connections["postgres"].close()
    finally:
        settings.MIGRATION_MODULES = modules
        del connections["postgres"], connections.settings["postgres"]
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.close()


@pytest.mark.services
@walk(("words", "expected"), SEARCHES, lambda words, expected: repr(words))
@pytest.mark.parametrize("few", [500, 0], ids=["by ids", "by the list"])
def test_the_same_search_finds_the_same_on_postgres(on_postgres, few, monkeypatch, words, expected):
    monkeypatch.setattr(search, "FEW", few)

    assert found("postgres", on_postgres, words) == set(expected.split())


# Kept up


def test_words_are_written_with_the_asset_and_go_with_it(alice, team):
    asset = Asset.objects.bulk_create([row(alice, name="A lighthouse")])[0]
    indexing.write([asset])

    def hits() -> int:
        return search.narrowed(Asset.objects.all(), "lighthouse", team).count()

    assert hits() == 1
    asset.name = "A windmill"
    indexing.write([asset])
    assert hits() == 0
    assert search.narrowed(Asset.objects.all(), "windmill", team).count() == 1
    asset.delete()
    assert search.narrowed(Asset.objects.all(), "windmill", team).count() == 0


def test_a_person_is_found_by_the_name_that_they_have_now(alice, team):
    indexing.write(Asset.objects.bulk_create([row(alice)]))
    User.objects.filter(pk=alice.pk).update(name="Alice Ashdown")

    assert search.narrowed(Asset.objects.all(), "ashdown", team).count() == 1
    assert search.narrowed(Asset.objects.all(), "archer", team).count() == 0


def test_everything_that_was_said_in_a_recipe_is_found_and_its_files_are_known(alice, team):
    used = uuid.uuid4()
    values = {
        "negative_prompt": "fog",
        "shots": [{"prompt": "A lighthouse", "duration": 3}, {"prompt": 7}, "nonsense"],
        "elements": [{"name": "Mara", "front": {"asset": str(used)}}],
        "first_frame": {"asset": str(used)},
        "last_frame": {"asset": "no id"},
    }
    asset = Asset.objects.bulk_create([row(alice, name="n", recipe=RECIPE | {"values": values})])[0]

    indexing.write([asset])

    for word in ("fog", "lighthouse", "mara"):
        assert search.narrowed(Asset.objects.all(), word, team).count() == 1, word
    assert list(Use.objects.values_list("result", "used")) == [(asset.pk, used)]


def test_assets_of_an_older_edition_are_read_again_a_few_at_a_time(alice, team, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    Asset.objects.bulk_create([row(alice, name=f"Lantern {n}") for n in range(3)])

    rounds = [async_to_sync(indexing.catch_up)() for _ in range(3)]

    assert rounds == [True, True, False]
    assert Words.objects.count() == 3
    assert not Asset.objects.filter(indexed__lt=indexing.EDITION).exists()


# However many hold the words


def test_counting_stops_at_its_limit_and_is_right_below_it_whatever_else_narrows(alice, team, monkeypatch):
    monkeypatch.setattr(search, "FEW", 2)
    indexing.write(Asset.objects.bulk_create([row(alice, name=f"Lantern {n}", stars=n % 2) for n in range(7)]))

    lanterns = search.narrowed(Asset.objects.of_team(team), "lantern", team)

    assert [lanterns.count_up_to(limit) for limit in (1, 3, 4, 7, 9)] == [1, 3, 4, 7, 7]
    assert [lanterns.filter(stars=1).count_up_to(limit) for limit in (1, 3, 9)] == [1, 3, 3]
    assert lanterns.filter(stars=5).count_up_to(3) == 0


def test_chosen_files_are_looked_up_by_their_ids_in_a_large_library(alice, team):
    made = rows(alice, 300)
    search.learn_sizes(connection)

    plan = Asset.objects.of_team(team).kept().results().with_ids([str(asset.pk) for asset in made]).explain()

    assert "library_asset USING INDEX sqlite_autoindex_library_asset_1" in plan
    assert Asset.objects.of_team(team).with_ids([str(made[0].pk), "no id", None]).get() == made[0]
    assert not Asset.objects.with_ids([]).exists()
