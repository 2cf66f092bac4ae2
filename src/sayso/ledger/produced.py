"""Readings as a list: what was read when, by which version and model."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sayso.ledger import rows, schema
from sayso.ledger.corrections import JUDGED
from sayso.ledger.keys import digest
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Filter, Listing, Page, page_of

_READING, _DOCUMENT, _MAKER = schema.reading, schema.document, schema.producer
_FOUND = (
    sa.select(
        _READING.c.id, _READING.c.run, _DOCUMENT.c.key, _DOCUMENT.c.outlet, _DOCUMENT.c.title,
        _DOCUMENT.c.reading, _MAKER.c.key.label("maker"), _MAKER.c.produced_by,
    )
    .join(_DOCUMENT, _DOCUMENT.c.id == _READING.c.document)
    .join(_MAKER, _MAKER.c.id == _READING.c.producer)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundReading:
    """One reading.

    Attributes:
        key: of the reading.
        document: the key of its document.
        newest: it is the one that lists and pages show.
        version, model: of sayso that made it.
        judged: it is that with what people have corrected in it.
        run: the number of the run it was made in.
        attributions: how many it has.
    """

    key: str
    document: str
    outlet: str | None
    title: str | None
    newest: bool
    version: str | None
    model: str | None
    judged: bool
    run: int
    attributions: int


def find_readings(
    ledger: Ledger, *, document: str | None = None, limit: int = 20, cursor: str | None = None
) -> Page[FoundReading]:
    """Return a page of readings, those made last first.

    Args:
        ledger: where to look.
        document: only those of the document with this key.
        limit: how many to a page.
        cursor: of the page before.

    Raises:
        LedgerError: the cursor is not of this list.
    """
    listing = Listing(f"readings {document or ''}", Filter(), "newest", limit, cursor)
    with asking(ledger) as connection:

        def newest(below: int | None) -> Iterator[Any]:
            query = _FOUND.order_by(_READING.c.id.desc()).limit(listing.batch)
            if document is not None:
                query = query.where(_DOCUMENT.c.key == rows.kept(document))
            if below is not None:
                query = query.where(_READING.c.id < below)
            return iter(connection.execute(query).mappings())

        chosen, following = page_of(listing, newest, None)
        counts = counts_of(connection, [row["id"] for row in chosen])
    return Page(tuple(_found(row, counts.get(row["id"], 0)) for row in chosen), following)


def counts_of(connection: sa.Connection, readings: Collection[int]) -> dict[int, int]:
    """Return how many attributions some readings have."""
    column = schema.attribution.c.reading
    query = sa.select(column, sa.func.count()).where(column.in_(readings)).group_by(column)
    return {row[0]: row[1] for row in connection.execute(query)}


def _found(row: Any, attributions: int) -> FoundReading:
    made = json.loads(row["produced_by"])
    return FoundReading(
        key=digest(row["key"], row["maker"]),
        document=row["key"],
        outlet=rows.given(row["outlet"]),
        title=rows.given(row["title"]),
        newest=row["reading"] == row["id"],
        version=made.get("version"),
        model=made.get("model"),
        judged=JUDGED in made,
        run=row["run"],
        attributions=attributions,
    )
