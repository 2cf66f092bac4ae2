"""Runs: what took documents in, when, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from sayso.errors import NotInLedger
from sayso.ledger import rows, schema
from sayso.ledger.cursor import Asked
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Page

MOST: Final = 10_000  # things of one run that are counted


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `sayso add` and the like.

    Attributes:
        id: its number.
        started, finished: UTC; ``finished`` is None while it runs, or if it was stopped.
        version: of sayso.
        settings: as they were.
        command: as it was typed.
        documents: new documents it took in.
        readings: readings it made, of these and of documents that were known; copies of them
            that people have corrected count too.
        skipped: inputs it was the first to meet that gave no document.

    The three counts go to 10,001, which stands for more than 10,000.
    """

    id: int
    started: str
    finished: str | None
    version: str
    settings: dict[str, Any]
    command: str | None
    documents: int
    readings: int
    skipped: int


def find_runs(ledger: Ledger, *, limit: int = 20, cursor: str | None = None) -> Page[Run]:
    """Return a page of runs, the newest first.

    Raises:
        LedgerError: the cursor is not of this list.
    """
    asked = Asked("runs", {}, limit, cursor)
    behind = asked.begins_behind(int)
    table = schema.run
    query = table.select().order_by(table.c.id.desc()).limit(limit + 1)
    if behind:
        query = query.where(table.c.id < behind[0])
    with asking(ledger) as connection:
        found = connection.execute(query).mappings().all()
        items = tuple(_run_of(connection, row) for row in found[:limit])
    return Page(items, asked.ends_at((items[-1].id,)) if len(found) > limit else None)


def get_run(ledger: Ledger, number: int) -> Run:
    """Return a run by its number.

    Raises:
        NotInLedger: there is none.
    """
    table = schema.run
    with asking(ledger) as connection:
        query = table.select().where(table.c.id == number)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise NotInLedger(f"no run {number} in {ledger.url}", subject=str(number))
        return _run_of(connection, row)


def _run_of(connection: sa.Connection, row: rows.Stored) -> Run:
    number = row["id"]
    return Run(
        **{name: row[name] for name in ("id", "started", "finished", "version")},
        settings=json.loads(row["settings"]),
        command=rows.given(row["command"]),
        documents=_size(connection, schema.document.c.run, number),
        readings=_size(connection, schema.reading.c.run, number),
        skipped=_size(connection, schema.skipped.c.run, number),
    )


def _size(connection: sa.Connection, column: sa.Column[int], run: int) -> int:
    some = sa.select(column).where(column == run).limit(MOST + 1).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar() or 0
