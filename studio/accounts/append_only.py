"""A table that is only ever added to: the database refuses to change, replace, delete or empty what stands in it.

The triggers are made by a migration. Whoever owns the database can take them away again; nobody gets past them by
accident, through the studio, or with a statement of their own that the studio would run.
"""

from collections.abc import Callable, Iterator

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "This table is only added to."

SQLITE = (
    """CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
    """CREATE TRIGGER {table}_undeleted BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
    # INSERT OR REPLACE deletes the old row without the trigger above
    """CREATE TRIGGER {table}_unreplaced BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, '{refusal}'); END""",
)
POSTGRES = (
    """CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$""",
    """CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    """CREATE TRIGGER {table}_unemptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
)
GUARDS = {"sqlite": SQLITE, "postgresql": POSTGRES}
UNDOING = {
    "sqlite": tuple(f"DROP TRIGGER {{table}}_{name}" for name in ("unchanged", "undeleted", "unreplaced")),
    "postgresql": ("DROP FUNCTION {table}_refuse() CASCADE",),
}
"""By the database's kind. A kind without its rows is refused: the promise would not hold there."""

Act = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def guard(table: str) -> tuple[Act, Act]:
    """What a migration runs forwards and backwards."""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, GUARDS, table)

    def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, UNDOING, table)

    return forwards, backwards


def _run(editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]], table: str) -> None:
    for statement in _written(statements[editor.connection.vendor], table):
        editor.execute(statement, params=None)


def _written(statements: tuple[str, ...], table: str) -> Iterator[str]:
    return (statement.format(table=table, refusal=REFUSAL) for statement in statements)
