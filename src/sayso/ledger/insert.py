"""Insert readings into the tables: the steps that taking in and judging have in common."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from sayso.ledger import fulltext, rows, schema
from sayso.ledger.keys import producer_key
from sayso.records import Reading


def now() -> str:
    """Return the time as the ledger writes it: UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def next_id(connection: sa.Connection, table: sa.Table) -> int:
    """Return the id behind the last one; writers take turns, so nobody else does."""
    return (connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0) + 1


class Made(NamedTuple):
    """All that a reading becomes, and the key of what made it."""

    producer: str
    rows: rows.ReadingRows
    entries: list[rows.Row]


def prepared(reading: Reading) -> Made:
    """Return all that a reading becomes."""
    found = rows.reading_rows(reading)
    return Made(producer_key(found.produced_by), found, fulltext.entries_of(reading, found))


class New(NamedTuple):
    """A reading the ledger does not have, with the ids its rows will have."""

    id: int
    document: int
    first: bool  # of its document, which is new too
    producer: int
    attribution: int  # the first one's; the others follow
    made: Made

    @property
    def rows(self) -> rows.ReadingRows:
        """Return its rows."""
        return self.made.rows


def insert_parts(connection: sa.Connection, new: Collection[New]) -> None:
    """Insert what readings are made of."""
    insert(connection, schema.attribution, [
        (number, one.id, *row)
        for one in new
        for number, row in enumerate(one.rows.attributions, one.attribution)
    ])  # fmt: skip
    for name in ("actor", "response", "event", "label"):
        table = schema.metadata.tables[name]
        insert(connection, table, [
            (one.id, *row) for one in new for row in getattr(one.rows, f"{name}s")
        ])  # fmt: skip
    insert(connection, schema.proposition, [
        (one.id, one.rows.propositions) for one in new if one.rows.propositions is not None
    ])  # fmt: skip


def index_new(connection: sa.Connection, newest: Collection[New]) -> None:
    """Index the attributions of readings that are their documents' newest."""
    fulltext.index_entries(connection, [
        (number, *entry)
        for one in newest if one.first
        for number, entry in enumerate(one.made.entries, one.attribution)
    ])  # fmt: skip
    fulltext.index_readings(connection, [one.id for one in newest if not one.first])


def insert(connection: sa.Connection, table: sa.Table, found: list[rows.Row]) -> None:
    """Insert rows; past SQLAlchemy's care for each value, which takes half of all the time."""
    if found:
        connection.exec_driver_sql(_insertion(table, connection.dialect), found)


@lru_cache
def _insertion(table: sa.Table, dialect: sa.Dialect) -> str:
    names = map(dialect.identifier_preparer.format_column, table.columns)
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * len(table.columns))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - ours
