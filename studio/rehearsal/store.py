"""What a rehearsal remembers, in one SQLite file: tasks, charges, uploads, and whatever else a stand-in keeps.

Everything is written before it is answered, so a killed rehearsal goes on where it was. One process, one connection.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from studio.rehearsal import lives
from studio.rehearsal.lives import Task

SCHEMA = """
create table if not exists tasks (provider text, id text, account text, our_id text, endpoint text, about text,
    plan text, created real, cancelled real, primary key (provider, id)) without rowid;
create index if not exists tasks_by_our_id on tasks (provider, our_id);
create index if not exists tasks_by_age on tasks (provider, account, created);
create table if not exists charges (number integer primary key, provider text, account text, our_id text,
    their_id text, amount text, currency text, created real, refunded real);
create index if not exists charges_by_task on charges (provider, their_id);
create table if not exists things (provider text, kind text, id text, account text, created real, about text,
    primary key (provider, kind, id)) without rowid;
create table if not exists hooks (number integer primary key, provider text, task_id text, url text, due real,
    tries integer default 0, told text default '', ended integer default 0, about text);
create index if not exists hooks_by_due on hooks (ended, due);
create table if not exists settings (name text primary key, value text) without rowid;
"""

LONGEST_S = 86400
"""No task takes longer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """One row of a provider's own bill. `account` is the last four characters of the key that paid; `amount` as text;
    `refunded`: the time from which it does not count any more."""

    provider: str
    account: str
    our_id: str
    their_id: str
    amount: str
    currency: str
    created: float
    refunded: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """What a stand-in keeps besides tasks: an upload, an asset, an element, a voice, a webhook endpoint."""

    provider: str
    kind: str
    id: str
    account: str
    created: float
    about: Mapping[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hook:
    """A webhook: due at a time, tried so often, ended or not, and what came of the last try."""

    number: int
    provider: str
    task_id: str
    url: str
    due: float
    tries: int
    told: str
    ended: bool
    about: Mapping[str, object]


class Store:
    """The file. Survives a killed process; a power cut it need not survive."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
        self._base.row_factory = sqlite3.Row
        for pragma in ("journal_mode=wal", "synchronous=off", "busy_timeout=20000"):
            self._base.execute(f"pragma {pragma}")
        self._base.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All or nothing."""
        self._base.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._base.execute("rollback")
            raise
        self._base.execute("commit")

    # Tasks

    def add_task(self, task: Task) -> None:
        """Raises sqlite3.IntegrityError for an id that is there already."""
        row = (task.provider, task.id, task.account, task.our_id, task.endpoint, json.dumps(dict(task.about)))
        plan = json.dumps(lives.as_json(task.plan))
        words = "insert into tasks values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._base.execute(words, (*row, plan, task.plan.accepted, task.cancelled))

    def task(self, provider: str, task_id: str) -> Task | None:
        """By the provider's id."""
        rows = self._base.execute("select * from tasks where provider=? and id=?", (provider, task_id))
        return next(map(_task, rows), None)

    def task_by_our_id(self, provider: str, account: str, our_id: str) -> Task | None:
        """By the id that the caller gave; the newest if there are several."""
        words = "select * from tasks where provider=? and our_id=? and account=? order by created desc limit 1"
        return next(map(_task, self._base.execute(words, (provider, our_id, account))), None)

    def tasks(self, provider: str, account: str, *, skip: int = 0, most: int = 100) -> list[Task]:
        """An account's tasks, newest first."""
        words = "select * from tasks where provider=? and account=? order by created desc, id limit ? offset ?"
        return [_task(row) for row in self._base.execute(words, (provider, account, most, skip))]

    def unfinished(self, provider: str, account: str, now: float) -> int:
        """How many of an account's tasks are not over."""
        words = (
            "select count(*) from tasks where provider=? and account=? and created>? and cancelled is null"
            " and json_extract(plan, '$.ends')>?"
        )
        return self._base.execute(words, (provider, account, now - LONGEST_S, now)).fetchone()[0]

    def cancel_task(self, provider: str, task_id: str, now: float) -> None:
        """The first time counts."""
        words = "update tasks set cancelled=? where provider=? and id=? and cancelled is null"
        self._base.execute(words, (now, provider, task_id))

    # Charges

    def add_charge(self, charge: Charge) -> None:
        row = asdict(charge)
        names = ", ".join(row)
        self._base.execute(f"insert into charges ({names}) values ({', '.join('?' * len(row))})", tuple(row.values()))

    def refund(self, provider: str, their_id: str, now: float) -> None:
        """What this task cost does not count from now on."""
        words = "update charges set refunded=? where provider=? and their_id=? and (refunded is null or refunded>?)"
        self._base.execute(words, (now, provider, their_id, now))

    def charges(self, provider: str | None = None, their_id: str | None = None) -> list[Charge]:
        """All of them in order, or a provider's, or a task's."""
        words = "select * from charges where provider=coalesce(?, provider) and their_id=coalesce(?, their_id)"
        rows = self._base.execute(words + " order by number", (provider, their_id))
        return [Charge(**{name: row[name] for name in Charge.__dataclass_fields__}) for row in rows]

    def spent(self, provider: str, account: str) -> Decimal:
        """What an account has paid altogether, and was not promised back, to a millionth."""
        words = "select sum(cast(amount as real)) from charges where provider=? and account=? and refunded is null"
        total = self._base.execute(words, (provider, account)).fetchone()[0]
        return Decimal(str(round(total or 0, 6)))

    # Things

    def put_thing(self, thing: Thing) -> None:
        """Add it, or write it anew."""
        row = (thing.provider, thing.kind, thing.id, thing.account, thing.created, json.dumps(dict(thing.about)))
        self._base.execute("insert or replace into things values (?, ?, ?, ?, ?, ?)", row)

    def thing(self, provider: str, kind: str, thing_id: str) -> Thing | None:
        words = "select * from things where provider=? and kind=? and id=?"
        return next(map(_thing, self._base.execute(words, (provider, kind, thing_id))), None)

    def things(self, provider: str, kind: str, account: str | None = None) -> list[Thing]:
        """Newest first; of all accounts where none is named."""
        words = "select * from things where provider=? and kind=? and account=coalesce(?, account)"
        rows = self._base.execute(words + " order by created desc, id", (provider, kind, account))
        return list(map(_thing, rows))

    def drop_thing(self, provider: str, kind: str, thing_id: str) -> bool:
        """Whether it was there."""
        words = "delete from things where provider=? and kind=? and id=?"
        return self._base.execute(words, (provider, kind, thing_id)).rowcount == 1

    # Webhooks

    def add_hook(self, provider: str, task_id: str, url: str, due: float, about: Mapping[str, object]) -> None:
        words = "insert into hooks (provider, task_id, url, due, about) values (?, ?, ?, ?, ?)"
        self._base.execute(words, (provider, task_id, url, due, json.dumps(dict(about))))

    def due_hooks(self, now: float, most: int) -> list[Hook]:
        """Those that wait and are due, the oldest first."""
        words = "select * from hooks where ended=0 and due<=? order by due limit ?"
        return list(map(_hook, self._base.execute(words, (now, most))))

    def hooks(self, provider: str | None = None) -> list[Hook]:
        words = "select * from hooks where provider=coalesce(?, provider) order by number"
        return list(map(_hook, self._base.execute(words, (provider,))))

    def end_hook(self, number: int, told: str) -> None:
        """It is over, whatever came of it."""
        self._base.execute("update hooks set ended=1, tries=tries+1, told=? where number=?", (told, number))

    def again_hook(self, number: int, due: float, told: str) -> None:
        """It will be tried again."""
        words = "update hooks set ended=0, tries=tries+1, due=?, told=? where number=?"
        self._base.execute(words, (due, told, number))

    # Settings

    def setting(self, name: str) -> str | None:
        row = self._base.execute("select value from settings where name=?", (name,)).fetchone()
        return row and row["value"]

    def set(self, name: str, value: str) -> None:
        self._base.execute("insert or replace into settings values (?, ?)", (name, value))


def _task(row: sqlite3.Row) -> Task:
    named = {name: row[name] for name in ("provider", "id", "account", "our_id", "endpoint", "cancelled")}
    return Task(**named, about=json.loads(row["about"]), plan=lives.from_json(json.loads(row["plan"])))


def _hook(row: sqlite3.Row) -> Hook:
    return Hook(**dict(row) | {"ended": bool(row["ended"]), "about": json.loads(row["about"])})


def _thing(row: sqlite3.Row) -> Thing:
    named = {name: row[name] for name in ("provider", "kind", "id", "account", "created")}
    return Thing(**named, about=json.loads(row["about"]))
