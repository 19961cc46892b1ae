"""The crash harness sees what must not be: each kind of it is planted in books that are otherwise right."""

import json
import sqlite3
from contextlib import closing

import pytest

from .books import Books

PLAN = json.dumps({"fate": "done"})
SUBMITTED = {"j1", "j2"}


@pytest.fixture
def books(tmp_path):
    """books(*changes) -> the books after these statements: job j1 is ready at kling, j2 unknown at fal; both cost 1."""
    there, here = tmp_path / "rehearsal.sqlite3", tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(there)) as base:
        base.executescript(
            f"""
            create table tasks (provider, id, our_id, about, plan);
            create table charges (provider, their_id, amount, currency, refunded);
            insert into tasks values ('kling', 't1', 'a1', '{{}}', '{PLAN}'), ('fal', 't2', '', '{{"prompt": "Job 2"}}', '{PLAN}');
            insert into charges values ('kling', 't1', '1', 'units', null), ('fal', 't2', '1', 'USD', null);
            """  # noqa: E501
        )
    with closing(sqlite3.connect(here)) as base:
        base.executescript(
            """
            create table jobs_job (id, provider, state, title, error, estimate_amount, estimate_currency);
            create table jobs_attempt (id, job_id, number, state, ticket, billed_state, billed_amount, billed_currency);
            create table library_asset (job_id);
            insert into jobs_job values
                ('j1', 'kling', 'ready', 'Job 1', '', 1, 'units'), ('j2', 'fal', 'unknown', 'Job 2', '', 1, 'USD');
            insert into jobs_attempt values ('a1', 'j1', 1, 'accepted', '{"id": "t1"}', 'yes', 1, 'units'),
                ('a2', 'j2', 1, 'uncertain', null, 'unknown', null, '');
            insert into library_asset values ('j1');
            """
        )

    def books(*changes: str) -> Books:
        for path in (there, here):
            with closing(sqlite3.connect(path)) as base, base:
                tables = {name for (name,) in base.execute("select name from sqlite_master")}
                for change in changes:
                    if tables & set(change.split()):
                        base.execute(change)
        return Books(tmp_path, tmp_path)

    return books


def wrong(books: Books) -> list[str]:
    return [sentence.partition(":")[0] for sentence in books.wrong(SUBMITTED, ("kling",))]


def test_what_is_right_is_not_complained_about_and_is_summed_up(books):
    right = books()

    assert wrong(right) == []
    assert right.bills() == {"kling units": ("1.00", "1.00")}
    assert right.parked() == {"taken there": 1, "not taken": 0}


@pytest.mark.parametrize(
    "change, sentence",
    [
        (f"insert into tasks values ('kling', 't3', 'a1', '{{}}', '{PLAN}')", "submitted twice"),
        (f"insert into tasks values ('fal', 't3', '', '{{\"prompt\": \"Job 2\"}}', '{PLAN}')", "submitted twice"),
        (f"insert into tasks values ('fal', 't3', '', '{{\"prompt\": \"Job 3\"}}', '{PLAN}')", "nobody's"),
        ("delete from jobs_job where id = 'j2'", "lost"),
        ("update jobs_job set state = 'failed' where id = 'j1'", "lost"),
        ("update jobs_job set state = 'fetching' where id = 'j1'", "lost"),
        ("update jobs_job set state = 'failed' where id = 'j2'", "taken there, and neither known nor parked here"),
        ("update jobs_job set provider = 'kling' where id = 'j2'", "could be found"),
        ("delete from tasks where id = 't1'", "known here alone"),
        ("insert into library_asset values ('j1')", "kept 2 times"),
        ("insert into jobs_attempt select 'a3', 'j1', 2, state, ticket, '', 0, '' from jobs_attempt where id = 'a1'",
         "sent again"),
        ("update charges set amount = '1.01' where their_id = 't1'", "the bills of kling units differ"),
        ("update jobs_attempt set billed_amount = 0.99 where id = 'a1'", "billed otherwise"),
    ],
)  # fmt: skip
def test_each_thing_that_must_not_be_is_seen(books, change, sentence):
    assert sentence in wrong(books(change))
