"""Migrations: every model has its own, and what they make is what the tests run on, which is made from the models."""

import re
import sqlite3
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from .conftest import HOME


@pytest.fixture
def with_migrations(db, settings):
    """As in a studio; the tests' own database is made without (pyproject.toml), which is quicker by a second."""
    settings.MIGRATION_MODULES = {}


def test_every_model_has_its_migration(with_migrations):
    said = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert "No changes detected" in said.getvalue()


def test_migrations_have_names_that_say_something():
    nameless = [
        path.name
        for path in (HOME / "studio").glob("*/migrations/0*.py")
        if re.search(r"_(initial|auto_\w*)\.py$", path.name)
    ]

    assert nameless == []


@pytest.fixture
def migrated(settings, django_db_setup, django_db_blocker, tmp_path):
    """A database that has gone through every migration."""
    settings.MIGRATION_MODULES = {}
    path = tmp_path / "migrated.sqlite3"
    connections.settings["migrated"] = connections.settings["default"] | {"NAME": str(path)}
    with django_db_blocker.unblock():
        call_command("migrate", database="migrated", verbosity=0)
        connections["migrated"].close()
    del connections["migrated"], connections.settings["migrated"]
    return path


def test_migrations_make_the_tables_of_the_models(migrated, settings):
    ours = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if is_ours(model)]

    made = {table: written(migrated, table) for table in ours}

    assert made == {table: written(settings.DATABASES["default"]["TEST"]["NAME"], table) for table in ours}
    assert len(ours) >= 15
    assert all(made.values())
    assert refuses_to_forget(migrated)


def refuses_to_forget(path) -> bool:
    """Whether a line of the log can be taken out. Its triggers are the migrations' own: no table is emptied with them,
    and the tests' own database is emptied again and again."""
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO accounts_activity VALUES (1, '2026-11-20', 1, 1, 'Alice', 'x', '', '', 1, '')")
        try:
            database.execute("DELETE FROM accounts_activity")
        except sqlite3.IntegrityError as refusal:
            return "only added to" in str(refusal)
    return False


def is_ours(model) -> bool:
    return model.__module__.startswith("studio.")


def written(path, table: str) -> set[str]:
    """How SQLite wrote a table down: its columns, constraints and indexes, in whatever order they were added."""
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql > '' AND type != 'trigger'", [table]
        )
        return set().union(*(parts(sql) for (sql,) in rows))


def parts(sql: str) -> list[str]:
    """A table's definition is split at the commas outside of brackets; an index stays as it is."""
    if not sql.startswith("CREATE TABLE"):
        return [sql]
    found, depth = [""], 0
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        found += [""] if letter == "," and not depth else []
        found[-1] += letter
    return [part.strip(", ") for part in found]
