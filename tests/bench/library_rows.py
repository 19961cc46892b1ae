"""Pours a library of any size into a database: results of many kinds, a second apart, with their words.

One asset is made by the studio's own code; the others differ from it in few columns and go in as plain rows, so that
100,000 take seconds. What was poured as the words of the last is compared with what the studio would have written.
"""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice

BATCH = 5_000

CACHE_KIB = 400_000
"""So much memory SQLite may take while so much is written: its rows come to random places of nineteen indexes."""

MODELS = (
    ("kling-3.0-pro", "text-to-video"),
    ("kling-2.5-turbo-pro", "image-to-video"),
    ("kling-o1-pro", "reference-to-video"),
    ("kling-image-3.0", "text-to-image"),
)
PROVIDERS = ("animatic", "fal", "kling", "runware", "scenario")
NAME = "Shot {}"


def prompt(n: int) -> str:
    """One file of 20 says lighthouse, one of 500 zeppelin, all of them harbour and dusk."""
    said = ("A harbour at dusk", "a lighthouse" if n % 20 == 0 else "", "a zeppelin" if n % 500 == 0 else "")
    return ", ".join(filter(None, said))


def fill(owner, size: int, **columns) -> None:
    """So many results of the owner's, the oldest first, the newest now; in `columns`, what is the same in all."""
    from django.db import connection, transaction

    from studio.library.indexing import EDITION
    from studio.library.models import Asset, Words
    from tests.library.making import row

    first = row(owner, owner.teams.get(), indexed=EDITION, **columns)
    if connection.vendor == "sqlite":
        connection.cursor().execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    with transaction.atomic():
        oldest_first = range(size - 1, -1, -1)
        ids = poured(Asset, first, (differing(first, n) | columns for n in oldest_first))
        texts = written(first)
        poured(Words, Words(), ({"asset_id": pk, "text": texts(n)} for n, pk in zip(oldest_first, ids, strict=True)))
    check(owner)
    connection.close()  # whoever reads has the usual memory again


def differing(first, n: int) -> dict[str, object]:
    """What the nth result has of its own, by column."""
    model, task = MODELS[n % len(MODELS)]
    recipe = first.recipe | {"model": model, "task": task, "provider": PROVIDERS[n % len(PROVIDERS)]}
    return {
        "id": uuid.uuid4(),
        "job_id": uuid.uuid4(),
        "name": NAME.format(n),
        "kind": "image" if task.endswith("image") else "video",
        "recipe": recipe | {"values": {"prompt": prompt(n)}},
        "created_at": first.created_at - timedelta(seconds=n),
        "stars": n % 6,
        "flag": ("", "", "pick", "reject")[n % 4],
        "has_sound": n % 3 == 0,
        "duration_s": float(n % 40) or None,
        "billed_amount": Decimal(n % 12) / 4,
        "billed_currency": "USD",
        "likeness": hash(str(n)) >> 1,
    }


def written(first):
    """written(first)(n): the words of the nth result, made by the studio once for each prompt."""
    from studio.library.search import text_of

    made = {prompt(n): text_of(first.team_id, first.owner_id, [NAME.format(0), prompt(n)]) for n in (0, 20, 1, 500)}
    return lambda n: made[prompt(n)].replace("shot 0", f"shot {n}", 1)


def check(owner) -> None:
    """Raises SystemExit unless the words of the oldest are those that the studio writes."""
    from studio.library.indexing import said_of
    from studio.library.models import Asset
    from studio.library.search import text_of

    last = Asset.objects.filter(owner=owner).order_by("created_at").first()
    wanted = text_of(last.team_id, last.owner_id, said_of(last))
    if last.words.text != wanted:
        raise SystemExit(f"The bench pours {last.words.text!r}, where the studio writes {wanted!r}.")


def poured(model: type, first, rows: Iterator[dict[str, object]]) -> list[object]:
    """Writes rows that differ from `first` in what they hold, by attribute; gives their ids."""
    from django.db import connection

    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    fields = [field for field in fields if first.pk or not field.primary_key]
    same = {field.attname: getattr(first, field.attname) for field in fields}
    names = ", ".join(f'"{field.column}"' for field in fields)
    write = {"sqlite": by_statement, "postgresql": by_copy}[connection.vendor]
    ids = []
    while batch := list(islice(rows, BATCH)):
        full = (same | own for own in batch)
        values = [[field.get_db_prep_save(row[field.attname], connection) for field in fields] for row in full]
        with connection.cursor() as cursor:
            write(cursor, model._meta.db_table, names, values)
        ids += [own.get("id") for own in batch]
    return ids


def by_statement(cursor, table: str, names: str, rows: list[list]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)


def by_copy(cursor, table: str, names: str, rows: list[list]) -> None:
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([json.dumps(value.obj) if hasattr(value, "obj") else value for value in row])
