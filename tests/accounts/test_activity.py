"""Who did what when: written once for each act, seen by those whom it concerns, and changed by nobody."""

import uuid

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction

from studio.accounts.activity import GROUPS, TABLE, VERBS, record
from studio.accounts.append_only import GUARDS, REFUSAL
from studio.accounts.models import Activity, Project

LOG = Activity._meta.db_table


def said(**wanted) -> list[tuple[str, str, str]]:
    """(who, verb, words) of every line, the oldest first."""
    return list(Activity.objects.filter(**wanted).order_by("pk").values_list("person", "verb", "words"))


@pytest.fixture
def guarded(db):
    """The table as a migrated studio has it: the tests' own database is made from the models."""
    with connection.cursor() as cursor:
        for statement in GUARDS["sqlite"]:
            cursor.execute(statement.format(table=LOG, refusal=REFUSAL))


# Written


def test_every_verb_stands_once_in_the_table_and_belongs_to_a_group():
    assert len(VERBS) == len(TABLE)
    assert {verb.group for verb in TABLE} == set(GROUPS)


def test_a_line_says_who_did_what_to_what_and_where(alice, team, project):
    record("project-renamed", team=team, by=alice, of=project, words="First project, now Harbour")

    [line] = Activity.objects.filter(verb="project-renamed")
    assert (line.person, line.person_id, line.team_id) == ("Alice Archer", alice.pk, team.pk)
    assert (line.kind, line.subject, line.project_id) == ("project", str(project.pk), project.pk)
    assert line.words == "First project, now Harbour"


def test_a_line_that_is_not_in_the_table_is_refused(alice, team):
    with pytest.raises(KeyError, match="project-eaten"):
        record("project-eaten", team=team, by=alice)


def test_what_is_undone_with_its_transaction_leaves_no_line(alice, team, project):
    with pytest.raises(RuntimeError), transaction.atomic():
        record("project-made", team=team, by=alice, of=project)
        raise RuntimeError

    assert said(verb="project-made") == []


def test_signing_in_and_out_is_written_down_for_every_team(client, alice, enter):
    enter(client)
    client.post("/accounts/logout/")

    assert [verb for _, verb, _ in said(person_id=alice.pk)] == ["signed-in", "signed-out"]


def test_a_wrong_password_signs_nobody_in(client, alice, enter):
    enter(client, password="wrong horse battery")

    assert said() == []


def test_changes_of_an_account_and_of_a_team_are_written_down(me, alice, bob):
    me.post("/settings/email/", {"email": "alice@elsewhere.example"})
    me.post(f"/settings/team/{bob.memberships.get().pk}/role/", {"role": "producer"})
    me.post("/settings/team/invitations/", {"name": "Dana", "email": "dana@example.com", "role": "artist"})

    lines = [(verb, words) for _, verb, words in said(person_id=alice.pk)][1:]
    assert lines == [
        ("email-changed", ""),
        ("role-changed", "Bob Baker: artist, now producer"),
        ("person-invited", "Dana as artist"),
        ("link-made", "Dana"),
    ]


# Seen


def test_a_line_is_seen_on_its_team_and_by_no_stranger(alice, bob, charlie, team, project):
    record("project-made", team=team, by=alice, of=project)

    for person, count in ((alice, 1), (bob, 1), (charlie, 0)):
        assert Activity.objects.visible_to(person).filter(verb="project-made").count() == count


def test_what_is_done_in_a_private_project_is_seen_by_its_maker_alone(alice, bob, team):
    secret = Project.objects.create(team=team, name="Secret", made_by=bob, visibility="private")

    record("project-made", team=team, by=bob, of=secret)

    assert Activity.objects.visible_to(bob).filter(verb="project-made").exists()
    assert not Activity.objects.visible_to(alice).filter(verb="project-made").exists()


# Never changed


def test_no_line_can_be_changed_deleted_or_replaced(guarded, alice, team, project):
    record("project-made", team=team, by=alice, of=project)
    line = Activity.objects.get(verb="project-made")
    for attempt in ATTEMPTS:
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            attempt(line)

    assert said(verb="project-made") == [("Alice Archer", "project-made", "First project")]


def by_hand(sql: str):
    def run(line: Activity) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(sql.format(log=LOG, pk=line.pk))

    return run


ATTEMPTS = (
    lambda line: Activity.objects.filter(pk=line.pk).update(words="Nothing"),
    lambda line: line.save(),
    lambda line: line.delete(),
    lambda line: Activity.objects.all().delete(),
    by_hand("UPDATE {log} SET person = 'Bob Baker'"),
    by_hand("DELETE FROM {log}"),
    by_hand("INSERT OR REPLACE INTO {log} SELECT * FROM {log} WHERE id = {pk}"),
)


def test_lines_outlive_the_people_and_projects_that_they_name(guarded, alice, bob, team):
    place = Project.objects.create(team=team, name="Harbour")
    record("project-made", team=team, by=bob, of=place)

    place.delete()
    bob.delete()

    assert said(verb="project-made") == [("Bob Baker", "project-made", "Harbour")]


POSTGRES_ATTEMPTS = (
    f"UPDATE {LOG} SET person = 'Bob Baker'",
    f"DELETE FROM {LOG}",
    f"TRUNCATE {LOG}",
    f"INSERT INTO {LOG} (id, at, person, verb, kind, subject, words) VALUES (1, now(), 'Bob', 'x', '', '', '') "
    "ON CONFLICT (id) DO UPDATE SET person = 'Bob'",
)


@pytest.mark.services
@pytest.mark.parametrize("attempt", POSTGRES_ATTEMPTS)
def test_no_line_can_be_changed_deleted_or_emptied_on_postgres(postgres_log, attempt):
    with pytest.raises(psycopg.errors.RaiseException, match="only added to"):
        postgres_log.execute(attempt)

    assert postgres_log.execute(f"SELECT person FROM {LOG}").fetchall() == [("Alice Archer",)]


@pytest.fixture
def postgres_log():
    """The log's table in a database of its own, guarded, with one line."""
    from tests.library.test_search import POSTGRES

    name = f"dailies_log_{uuid.uuid4().hex[:12]}"
    where = {key.lower(): POSTGRES[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
    try:
        admin = psycopg.connect(**where, dbname="postgres", autocommit=True)
    except psycopg.OperationalError:
        pytest.skip(f"no Postgres at {POSTGRES['HOST']}:{POSTGRES['PORT']} (set PGHOST, PGPORT, PGUSER, PGPASSWORD)")
    admin.execute(f'CREATE DATABASE "{name}"')
    log = psycopg.connect(**where, dbname=name, autocommit=True)
    log.execute(
        f"CREATE TABLE {LOG} (id bigint PRIMARY KEY, at timestamptz, person text, verb text, kind text, "
        "subject text, words text)"
    )
    for statement in GUARDS["postgresql"]:
        log.execute(statement.format(table=LOG, refusal=REFUSAL))
    log.execute(f"INSERT INTO {LOG} VALUES (1, now(), 'Alice Archer', 'signed-in', '', '', '')")
    yield log
    log.close()
    admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.close()
