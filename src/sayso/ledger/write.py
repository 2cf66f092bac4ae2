"""The write path: runs, and readings in transactions of whole documents.

A document goes in with its whole reading or not at all, so a program that is killed leaves a
ledger that only lacks what came last. Everything is known by its key: adding again changes
nothing, and a newer producer's reading stands beside the older one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, fields
from itertools import islice
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from sayso.ledger import fulltext, rows, schema, tally
from sayso.ledger.insert import (
    Made,
    New,
    index_new,
    insert,
    insert_parts,
    next_id,
    now,
    prepared,
)
from sayso.ledger.keys import digest, producer_key
from sayso.ledger.ledger import Ledger, asking, writing
from sayso.ledger.revise import revise_new
from sayso.records import Reading, Skipped
from sayso.version import __version__

_AT_ONCE = 900  # values in one IN (…)
_COUNTED = 5  # batches after which what came in is counted, while more comes


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

    While a transaction comes to its end, which is the database's own work, the next items are
    asked for and their rows made; so a slow reader keeps nobody waiting. If that fails or is
    interrupted, what has been read is stored first.

    Args:
        ledger: where to.
        run: from ``start_run``.
        items: readings and skipped inputs as they come.
        batch: how many items a transaction takes.

    Raises:
        LedgerError: the database refuses; all batches before are stored, nothing of this one.
    """
    counts, ending = Counts(), Future[None]()
    ending.set_result(None)
    with ThreadPoolExecutor(1) as beside:
        try:
            for number, some in enumerate(_batches(items, batch), 1):
                made = [prepared(item) for item in some if isinstance(item, Reading)]
                skipped = [item for item in some if isinstance(item, Skipped)]
                ending.result()
                new, end = _store(ledger, run, made, skipped)
                ending = beside.submit(end)
                counts += new
                if number % _COUNTED == 0:
                    ending.result()
                    tally.update_counts(ledger)
        finally:
            ending.result()
    tally.update_counts(ledger)
    return counts


def _batches(items: Iterable[Reading | Skipped], size: int) -> Iterator[list[Reading | Skipped]]:
    """Yield items some at a time; if they end early, first those there are."""
    pending: list[Reading | Skipped] = []
    try:
        for item in items:
            pending.append(item)
            if len(pending) >= size:
                ready, pending = pending, []
                yield ready
    finally:
        if pending:
            yield pending


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


def _matching(
    ledger: Ledger, query: sa.Select[Any], column: sa.Column[str], values: Iterable[str]
) -> Iterator[str]:
    with asking(ledger) as connection:
        for row in _chosen(connection, query, column, values):
            yield row[0]


def _store(
    ledger: Ledger, run: int, made: Collection[Made], skipped: Collection[Skipped]
) -> tuple[Counts, Callable[[], None]]:
    """Store one batch; what is returned beside the counts ends its transaction, in any thread."""
    with ExitStack() as stack:
        connection = stack.enter_context(writing(ledger))
        counts, documents = _store_readings(connection, run, made)
        counts += Counts(skipped=_store_skipped(connection, run, skipped))
        transaction = stack.pop_all()

    def end() -> None:
        with transaction:
            if documents:
                fulltext.index_documents(connection, documents[0], documents[-1])

    return counts, end


def _store_readings(
    connection: sa.Connection, run: int, made: Collection[Made]
) -> tuple[Counts, list[int]]:
    """Store the readings that are new; older ones give way to them in the index.

    Returns:
        How many, and the ids of the new documents, whose text is still to be indexed.
    """
    new = list(_new_readings(connection, made)) if made else []
    newest = {one.document: one.id for one in new}
    again = {one.document: one.id for one in new if not one.first}
    _unindex_newest(connection, again)
    tally.discount(connection, again)
    tally.put_off(connection, newest)
    documents = [
        {**one.rows.document, "id": one.document, "run": run, "reading": newest[one.document]}
        for one in new if one.first
    ]  # fmt: skip
    columns = schema.document.columns.keys()
    insert(connection, schema.document, list(map(itemgetter(*columns), documents)))
    insert(connection, schema.reading, [
        (one.id, one.document, one.producer, run) for one in new
    ])  # fmt: skip
    _point_to(connection, again)
    insert_parts(connection, new)
    index_new(connection, [one for one in new if newest[one.document] == one.id])
    revise_new(connection, dict.fromkeys(one.rows.document["key"] for one in new))
    attributions = sum(len(one.rows.attributions) for one in new)
    counts = Counts(len(documents), len(new), attributions, len(made) - len(new))
    return counts, [row["id"] for row in documents]


def _new_readings(connection: sa.Connection, made: Collection[Made]) -> Iterator[New]:
    """Yield the readings the ledger lacks, ids given out in their order."""
    producers = _producers(connection, made)
    documents = _ids(connection, schema.document, (one.rows.document["key"] for one in made))
    known_already = _made(connection, documents.values())
    next_document = next_id(connection, schema.document)
    next_reading = next_id(connection, schema.reading)
    next_attribution = next_id(connection, schema.attribution)
    for one in made:
        document = documents.setdefault(one.rows.document["key"], next_document)
        producer = producers[one.producer]
        if (document, producer) in known_already:
            continue
        known_already.add((document, producer))
        first = document == next_document
        yield New(next_reading, document, first, producer, next_attribution, one)
        next_reading += 1
        next_attribution += len(one.rows.attributions)
        next_document += first


def _producers(connection: sa.Connection, made: Iterable[Made]) -> dict[str, int]:
    """Return the ids of what made the readings, by key; new ones are stored."""
    wanted = {one.producer: one.rows.produced_by for one in made}
    ids = _ids(connection, schema.producer, wanted)
    start = next_id(connection, schema.producer)
    fresh = {key: start + n for n, key in enumerate(key for key in wanted if key not in ids)}
    insert(connection, schema.producer, [
        (number, key, rows.stored_json(wanted[key]))
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
        (number, key, rows.kept(wanted[key].uri), rows.kept(wanted[key].reason), run, now())
        for number, key in enumerate((key for key in wanted if key not in ids), start)
    ]  # fmt: skip
    insert(connection, schema.skipped, fresh)
    return len(fresh)


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
