"""Forget a document, and back a ledger up."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import fulltext, rows, schema, tally
from sayso.ledger.derived import withdraw
from sayso.ledger.judgement import about
from sayso.ledger.keys import article_key
from sayso.ledger.ledger import Ledger, translated, writing

_INSTEAD = "[forgotten]"


def forget(ledger: Ledger, *names: str) -> dict[str, int]:
    """Remove documents and all traces of them, from the disk too.

    With an address goes every version of that article, with its readings, judgements about
    any of it, notes that it was skipped, and its mention in the commands of runs. Nothing is
    left of its words in a SQLite file; PostgreSQL's own log and backups are beyond our reach,
    as are all copies made before.

    Args:
        ledger: where from.
        names: addresses (or files' paths) as they were taken in, documents' keys, or the ids
            their inputs gave them. Several at once take little longer than one: what takes
            time is to merge the index.

    Returns:
        How many rows of each table were removed ("run": changed).

    Raises:
        NotInLedger: there is nothing of one of the names; then all stays as it was.
    """
    removed: Counter[str] = Counter()
    with writing(ledger) as connection:
        for name in names:
            of_name = _forget(connection, name)
            if not any(of_name.values()):
                raise NotInLedger(f"nothing of {name} in {ledger.url}", subject=name)
            removed.update(of_name)
    fulltext.purge(ledger)
    return dict(removed)


def _forget(connection: sa.Connection, name: str) -> dict[str, int]:
    found = _documents(connection, name)
    names = {name, *(rows.given(row.uri) for row in found if row.uri is not None)}
    removed = _remove_documents(connection, [row.id for row in found])
    removed["judgement"] = _remove_judgements(connection, [row.key for row in found])
    removed["skipped"] = _remove(connection, schema.skipped.c.uri, set(map(rows.kept, names)))
    known = found or removed["skipped"]
    removed["run"] = _blacken_commands(connection, names) if known else 0
    return removed


def backup(ledger: Ledger, path: str | Path) -> None:
    """Copy a ledger as it is at this moment; others may read and write meanwhile.

    Args:
        ledger: which; in SQLite.
        path: the new file. It appears when it is complete.

    Raises:
        LedgerError: the ledger is in PostgreSQL, or something is at the path, or it cannot
            be written.
    """
    if ledger.dialect != "sqlite":
        raise LedgerError(
            "a ledger in PostgreSQL is backed up by PostgreSQL's own program: "
            f"pg_dump --format=custom --file=FILE {ledger.url}",
            subject=ledger.url,
        )
    target, part = Path(path), Path(f"{path}.part")
    if target.exists():
        raise LedgerError(f"{target} is there already; give the path of a new file",
                          subject=str(target))  # fmt: skip
    try:
        with translated(str(target)):
            _copy(ledger, part)
        part.rename(target)
    except OSError as error:
        raise LedgerError(f"{target}: {error.strerror}", subject=str(target)) from error
    finally:
        part.unlink(missing_ok=True)


def _copy(ledger: Ledger, path: Path) -> None:
    path.unlink(missing_ok=True)
    copy = sqlite3.connect(path)
    try:
        with translated(ledger.url), ledger.engine.connect() as connection:
            # In one step: it then sees one moment, and starts over for no writer.
            connection.connection.driver_connection.backup(copy, pages=-1)  # type: ignore[union-attr]
    finally:
        copy.close()
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _documents(connection: sa.Connection, name: str) -> list[sa.Row[Any]]:
    table, kept = schema.document, rows.kept(name)
    wanted = sa.or_(table.c.key == kept, table.c.given_id == kept,
                    table.c.article == article_key(name))  # fmt: skip
    return list(connection.execute(sa.select(table.c.id, table.c.key, table.c.uri).where(wanted)))


def _remove_documents(connection: sa.Connection, ids: Collection[int]) -> dict[str, int]:
    reading = schema.reading
    query = sa.select(reading.c.id).where(reading.c.document.in_(ids))
    readings = list(connection.execute(query).scalars())
    fulltext.unindex_readings(connection, readings)
    fulltext.unindex_documents(connection, ids)
    withdraw(connection, ids)
    tally.discount(connection, ids)
    parts = (
        schema.attribution, schema.actor, schema.response, schema.event, schema.label,
        schema.proposition,
    )  # fmt: skip
    removed = {str(table.name): _remove(connection, table.c.reading, readings) for table in parts}
    removed["reading"] = _remove(connection, reading.c.id, readings)
    removed["document"] = _remove(connection, schema.document.c.id, ids)
    return removed


def _remove_judgements(connection: sa.Connection, keys: Collection[str]) -> int:
    return sum(
        connection.execute(schema.judgement.delete().where(about(key))).rowcount for key in keys
    )


def _remove(connection: sa.Connection, column: sa.Column[Any], values: Collection[Any]) -> int:
    if not values:
        return 0
    return connection.execute(column.table.delete().where(column.in_(values))).rowcount


def _blacken_commands(connection: sa.Connection, names: Collection[str]) -> int:
    """Take the names out of the commands that runs were started by."""
    table, changed = schema.run, 0
    for name in names:
        there = sa.func.replace(table.c.command, rows.kept(name), _INSTEAD)
        change = table.update().where(there != table.c.command).values(command=there)
        changed += connection.execute(change).rowcount
    return changed
