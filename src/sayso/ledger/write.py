"""The write path: runs, and readings in transactions of whole documents.

A document goes in with its whole reading or not at all, so a program that is killed leaves a
ledger that only lacks what came last. Everything is known by its key: adding again changes
nothing, and a newer producer's reading stands beside the older one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import chain, count, islice
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from sayso.ledger import fulltext, rows, schema
from sayso.ledger.keys import digest, producer_key
from sayso.ledger.ledger import Ledger, asking, writing
from sayso.records import Reading, Skipped
from sayso.version import __version__

_AT_ONCE = 900  # values in one IN (…)


@dataclass(frozen=True, slots=True)
class Counts:
    """What an addition came to.

    Attributes:
        documents: new documents.
        readings: new readings (of new or known documents).
        attributions: in the new readings.
        known: readings that the ledger had already.
        skipped: inputs newly noted as skipped.
    """

    documents: int = 0
    readings: int = 0
    attributions: int = 0
    known: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))


def start_run(
    ledger: Ledger, *, settings: Mapping[str, Any] | None = None, command: str | None = None
) -> int:
    """Record that a run begins, and return its id.

    Args:
        ledger: where to.
        settings: the run's settings, JSON values.
        command: the command as it was given.
    """
    with writing(ledger) as connection:
        key = next_id(connection, schema.run)
        connection.execute(
            schema.run.insert(),
            {
                "id": key,
                "started": now(),
                "version": __version__,
                "settings": rows.stored_json(dict(settings or {})),
                "command": rows.kept(command),
            },
        )
    return key


def finish_run(ledger: Ledger, run: int) -> None:
    """Record that a run came to its end."""
    with writing(ledger) as connection:
        change = schema.run.update().where(schema.run.c.id == run)
        connection.execute(change.values(finished=now()))


def add_readings(
    ledger: Ledger, run: int, items: Iterable[Reading | Skipped], *, batch: int = 200
) -> Counts:
    """Store readings and skipped inputs, a batch to a transaction.

    The next items are asked for between transactions, so a slow reader keeps nobody waiting.
    If that fails or is interrupted, what has been read is stored first.

    Args:
        ledger: where to.
        run: from ``start_run``.
        items: readings and skipped inputs as they come.
        batch: how many items a transaction takes.

    Raises:
        LedgerError: the database refuses; all batches before are stored, nothing of this one.
    """
    counts = Counts()
    pending: list[Reading | Skipped] = []
    try:
        for item in items:
            pending.append(item)
            if len(pending) >= batch:
                ready, pending = pending, []
                counts += _store(ledger, run, ready)
    finally:
        if pending:
            counts += _store(ledger, run, pending)
    return counts


def known(
    ledger: Ledger, keys: Iterable[str], *, produced_by: Mapping[str, str] | None = None
) -> set[str]:
    """Return those of some document keys that need not be read again.

    Args:
        ledger: where to look.
        keys: of documents (``document_key``), any number.
        produced_by: only those that this producer has read; by default any.
    """
    document, reading, producer = schema.document, schema.reading, schema.producer
    query = sa.select(document.c.key)
    if produced_by is not None:
        query = query.where(
            sa.exists()
            .where(reading.c.document == document.c.id)
            .where(reading.c.producer == producer.c.id)
            .where(producer.c.key == producer_key(produced_by))
        )
    return set(_matching(ledger, query, document.c.key, keys))


def known_texts(ledger: Ledger, hashes: Iterable[str]) -> set[str]:
    """Return those of some texts' hashes (``Document.sha256``) that are the text of a document."""
    document = schema.document
    return set(_matching(ledger, sa.select(document.c.sha256), document.c.sha256, hashes))


def now() -> str:
    """Return the time as the ledger writes it: UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def next_id(connection: sa.Connection, table: sa.Table) -> int:
    """Return the id behind the last one; writers take turns, so nobody else does."""
    return (connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0) + 1


def _matching(
    ledger: Ledger, query: sa.Select[Any], column: sa.Column[str], values: Iterable[str]
) -> Iterator[str]:
    with asking(ledger) as connection:
        for row in _chosen(connection, query, column, values):
            yield row[0]


def _store(ledger: Ledger, run: int, items: Collection[Reading | Skipped]) -> Counts:
    """Store one batch; its rows are made before the others have to wait."""
    made = [rows.reading_rows(item) for item in items if isinstance(item, Reading)]
    skipped = [item for item in items if isinstance(item, Skipped)]
    with writing(ledger) as connection:
        counts = _store_readings(connection, run, made) if made else Counts()
        return counts + Counts(skipped=_store_skipped(connection, run, skipped) if skipped else 0)


class _New(NamedTuple):
    """A reading the ledger does not have, with the ids its rows will have."""

    id: int
    document: int
    first: bool  # of its document, which is new too
    producer: int
    rows: rows.ReadingRows


def _store_readings(
    connection: sa.Connection, run: int, made: Collection[rows.ReadingRows]
) -> Counts:
    """Store the readings that are new; older ones give way to them in the index."""
    new = list(_new_readings(connection, made))
    newest = {one.document: one.id for one in new}
    again = {one.document: one.id for one in new if not one.first}
    _unindex_newest(connection, again)
    documents = [
        {**one.rows.document, "id": one.document, "run": run, "reading": newest[one.document]}
        for one in new if one.first
    ]  # fmt: skip
    _insert(connection, schema.document, documents)
    _insert(connection, schema.reading, [
        {"id": one.id, "document": one.document, "producer": one.producer, "run": run}
        for one in new
    ])  # fmt: skip
    _point_to(connection, again)
    attributions = _insert_parts(connection, new)
    _index(connection, documents, [one for one in new if newest[one.document] == one.id])
    return Counts(len(documents), len(new), attributions, len(made) - len(new))


def _new_readings(connection: sa.Connection, made: Collection[rows.ReadingRows]) -> Iterator[_New]:
    """Yield the readings the ledger lacks, ids given out in their order."""
    producers = _producers(connection, made)
    documents = _ids(connection, schema.document, (one.document["key"] for one in made))
    known_already = _made(connection, documents.values())
    next_document = next_id(connection, schema.document)
    next_reading = next_id(connection, schema.reading)
    for one in made:
        document = documents.setdefault(one.document["key"], next_document)
        producer = producers[producer_key(one.produced_by)]
        if (document, producer) in known_already:
            continue
        known_already.add((document, producer))
        yield _New(next_reading, document, document == next_document, producer, one)
        next_reading += 1
        next_document += document == next_document


def _insert_parts(connection: sa.Connection, new: Collection[_New]) -> int:
    """Insert what readings are made of; return how many attributions."""
    ids = count(next_id(connection, schema.attribution))
    for one in new:
        for row in one.rows.attributions:
            row["id"] = next(ids)
        for row in chain(*_parts(one)):
            row["reading"] = one.id
    tables = (schema.attribution, schema.actor, schema.response, schema.event)
    for number, table in enumerate(tables):
        _insert(connection, table, [row for one in new for row in _parts(one)[number]])
    return sum(len(one.rows.attributions) for one in new)


def _parts(one: _New) -> tuple[list[rows.Row], ...]:
    return one.rows.attributions, one.rows.actors, one.rows.responses, one.rows.events


def _index(connection: sa.Connection, documents: list[rows.Row], newest: Collection[_New]) -> None:
    if documents:
        fulltext.index_documents(connection, documents[0]["id"], documents[-1]["id"])
    fulltext.index_entries(connection, [
        entry
        for one in newest if one.first
        for entry in fulltext.entries_of(
            one.rows.document, one.rows.attributions, one.rows.responses)
    ])  # fmt: skip
    fulltext.index_readings(connection, [one.id for one in newest if not one.first])


def _producers(connection: sa.Connection, made: Iterable[rows.ReadingRows]) -> dict[str, int]:
    """Return the ids of what made the readings, by key; new ones are stored."""
    wanted = {producer_key(one.produced_by): one.produced_by for one in made}
    ids = _ids(connection, schema.producer, wanted)
    start = next_id(connection, schema.producer)
    fresh = {key: start + n for n, key in enumerate(key for key in wanted if key not in ids)}
    _insert(connection, schema.producer, [
        {"id": number, "key": key, "produced_by": rows.stored_json(wanted[key])}
        for key, number in fresh.items()
    ])  # fmt: skip
    return ids | fresh


def _made(connection: sa.Connection, documents: Iterable[int]) -> set[tuple[int, int]]:
    """Return who has read some documents already, as (document, producer)."""
    table = schema.reading
    query = sa.select(table.c.document, table.c.producer)
    found = _chosen(connection, query, table.c.document, documents)
    return {(row.document, row.producer) for row in found}


def _unindex_newest(connection: sa.Connection, documents: Iterable[int]) -> None:
    """Take the readings that have been the newest of some documents out of the index."""
    table = schema.document
    found = _chosen(connection, sa.select(table.c.reading), table.c.id, documents)
    fulltext.unindex_readings(connection, {row.reading for row in found})


def _point_to(connection: sa.Connection, newest: Mapping[int, int]) -> None:
    if newest:
        table = schema.document
        change = table.update().where(table.c.id == sa.bindparam("of"))
        values = [{"of": document, "to": reading} for document, reading in newest.items()]
        connection.execute(change.values(reading=sa.bindparam("to")), values)


def _store_skipped(connection: sa.Connection, run: int, items: Iterable[Skipped]) -> int:
    wanted = {digest(rows.kept(item.uri), item.reason): item for item in items}
    ids = _ids(connection, schema.skipped, wanted)
    start = next_id(connection, schema.skipped)
    fresh = [
        {"id": number, "key": key, "uri": rows.kept(wanted[key].uri),
         "reason": rows.kept(wanted[key].reason), "run": run, "at": now()}
        for number, key in enumerate((key for key in wanted if key not in ids), start)
    ]  # fmt: skip
    _insert(connection, schema.skipped, fresh)
    return len(fresh)


def _insert(connection: sa.Connection, table: sa.Table, found: list[rows.Row]) -> None:
    """Insert rows; past SQLAlchemy's care for each value, which takes half of all the time."""
    if found:
        compiled = table.insert().compile(dialect=connection.dialect)
        order = compiled.positiontup
        values = list(map(itemgetter(*order), found)) if order else found
        connection.exec_driver_sql(str(compiled), values)


def _ids(connection: sa.Connection, table: sa.Table, keys: Iterable[str]) -> dict[str, int]:
    """Return the ids of those keys that a table has."""
    found = _chosen(connection, sa.select(table.c.key, table.c.id), table.c.key, set(keys))
    return {row.key: row.id for row in found}


def _chosen(
    connection: sa.Connection, query: sa.Select[Any], column: sa.Column[Any], values: Iterable[Any]
) -> Iterator[sa.Row[Any]]:
    """Yield the rows where a column has one of some values, however many."""
    waiting = iter(values)
    while some := list(islice(waiting, _AT_ONCE)):
        yield from connection.execute(query.where(column.in_(some)))
