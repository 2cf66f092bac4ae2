"""Read documents and readings back, exactly as they were stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import sqlalchemy as sa

from sayso.errors import NotInLedger
from sayso.ledger import rows, schema
from sayso.ledger.corrections import JUDGED, decisions_of
from sayso.ledger.judgement import Judgement, in_force, judgements_of
from sayso.ledger.keys import digest
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.packed import unpack
from sayso.ledger.rows import Stored
from sayso.records import Attribution, Document, Judged, Reading, Skipped

_AT_ONCE = 200  # documents read at a time: what memory holds of a ledger of any size


def get_document(ledger: Ledger, key: str) -> Document:
    """Return a document by its key, or by the id its input gave it.

    Raises:
        NotInLedger: there is none.
    """
    with asking(ledger) as connection:
        return rows.document_of(document_row(connection, ledger, key))


def get_reading(ledger: Ledger, key: str, *, reading: str | None = None) -> Reading:
    """Return a reading of a document, by default the newest.

    Args:
        ledger: where to look.
        key: of the document.
        reading: the key of one of its readings (see ``reading_keys``).

    Raises:
        NotInLedger: there is no such document or reading.
    """
    with asking(ledger) as connection:
        row = document_row(connection, ledger, key)
        number = row["reading"]
        if reading is not None:
            number = readings_of(connection, [row])[row["id"]].get(reading)
        if number is None:
            raise NotInLedger(f"document {key} has no reading {reading or ''}", subject=key)
        return put_together(row, number, parts_of(connection, [number]))


def get_readings(ledger: Ledger, keys: Collection[str]) -> dict[str, Reading]:
    """Return the newest readings of some documents by the keys asked for; what is not there lacks.

    Much quicker than one after the other. As with ``get_reading``, ids that inputs gave will do.
    """
    table = schema.document
    wanted = list(dict.fromkeys(map(rows.kept, keys)))
    found: dict[str, Reading] = {}
    with asking(ledger) as connection:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            which = table.c.key.in_(some) | table.c.given_id.in_(some)
            query = table.select().where(which, table.c.reading.is_not(None)).order_by(table.c.id)
            page = connection.execute(query).mappings().all()
            parts = parts_of(connection, [row["reading"] for row in page])
            for row in page:
                reading = put_together(row, row["reading"], parts)
                found.setdefault(rows.given(row["given_id"]) or row["key"], reading)
                found[row["key"]] = reading  # a key goes before an id that is the same
    return {key: found[key] for key in keys if key in found}


def reading_keys(ledger: Ledger, key: str) -> list[str]:
    """Return the keys of all readings of a document, the oldest first.

    Raises:
        NotInLedger: there is no such document.
    """
    with asking(ledger) as connection:
        row = document_row(connection, ledger, key)
        return list(readings_of(connection, [row])[row["id"]])


def version_keys(ledger: Ledger, key: str) -> list[str]:
    """Return the keys of all versions of a document's article, in the order of taking in.

    Raises:
        NotInLedger: there is no such document.
    """
    table = schema.document
    with asking(ledger) as connection:
        row = document_row(connection, ledger, key)
        if row["article"] is None:
            return [row["key"]]
        query = sa.select(table.c.key).where(table.c.article == row["article"])
        return list(connection.execute(query.order_by(table.c.id)).scalars())


def all_skipped(ledger: Ledger) -> list[Skipped]:
    """Return the inputs that gave no document, each with its reason, in the order of meeting."""
    table = schema.skipped
    with asking(ledger) as connection:
        found = connection.execute(sa.select(table.c.uri, table.c.reason).order_by(table.c.id))
        return [Skipped(rows.given(row.uri), rows.given(row.reason)) for row in found]


def all_documents(ledger: Ledger) -> Iterator[Document]:
    """Yield every document in the order of taking in; memory does not grow with the ledger."""
    for _, page in pages(ledger):
        for row in page:
            yield rows.document_of(row)


def all_readings(ledger: Ledger, *, older: bool = False) -> Iterator[Reading]:
    """Yield the newest reading of every document; memory does not grow with the ledger.

    Args:
        ledger: which.
        older: yield the readings that newer ones have replaced too, oldest first.
    """
    for connection, page in pages(ledger):
        if older:
            of = readings_of(connection, page)
            chosen = [(row, number) for row in page for number in of[row["id"]].values()]
        else:
            chosen = [(row, row["reading"]) for row in page]
        parts = parts_of(connection, [number for _, number in chosen])
        for row, number in chosen:
            yield put_together(row, number, parts)


def readings_with_events(
    ledger: Ledger, *, types: Collection[str] = (), since: str | None = None
) -> Iterator[Reading]:
    """Yield the newest readings that have certain events, in the order of taking in.

    Only these are read from the ledger; in memory it holds no more of all than their numbers.

    Args:
        ledger: which.
        types: one of these, by default any.
        since: ISO date, as precise as wanted: told to be of then or later, or in a report
            that is. As an event has one of the two dates, some are yielded that are older.
    """
    with asking(ledger) as connection:
        found = list(connection.execute(_with_events(types, since)).scalars())
    table = schema.document
    for start in range(0, len(found), _AT_ONCE):
        query = table.select().where(table.c.id.in_(found[start : start + _AT_ONCE]))
        with asking(ledger) as connection:
            page = connection.execute(query.order_by(table.c.id)).mappings().all()
            parts = parts_of(connection, [row["reading"] for row in page])
        for row in page:
            yield put_together(row, row["reading"], parts)


def _with_events(types: Collection[str], since: str | None) -> sa.Select[tuple[int]]:
    """Return the query for documents whose newest reading has certain events."""
    event, reading, document = schema.event, schema.reading, schema.document
    query = (
        sa.select(document.c.id)
        .distinct()
        .join(reading, (reading.c.document == document.c.id) & (reading.c.id == document.c.reading))
        .join(event, event.c.reading == reading.c.id)
        .order_by(document.c.id)
    )
    if types:
        query = query.where(event.c.type.in_(types))
    if since:
        query = query.where(_from(event.c.date, since) | _from(document.c.published, since))
    return query


def _from(date: sa.Column[str], since: str) -> sa.ColumnElement[bool]:
    """Compare as precisely as both are.

    The marks "/", "~" and "?" behind a date sort behind the "-" of a more precise one, so that
    "2016-01~" may be since 2016-01-14; "%" is made to.
    """
    day, told = since[:10], sa.func.replace(date, "%", "~")
    least = sa.func.substr(sa.literal(day, schema.Text), 1, sa.func.length(told))
    return sa.func.substr(told, 1, len(day)) >= least


def pages(ledger: Ledger) -> Iterator[tuple[sa.Connection, Sequence[Stored]]]:
    """Yield all documents some at a time, each page from a transaction of its own.

    One over millions of rows would keep SQLite from ever emptying its log.
    """
    table, last = schema.document, 0
    query = table.select().order_by(table.c.id).limit(_AT_ONCE)
    while True:
        with asking(ledger) as connection:
            page = connection.execute(query.where(table.c.id > last)).mappings().all()
            if not page:
                return
            yield connection, page
        last = page[-1]["id"]


def document_row(connection: sa.Connection, ledger: Ledger, key: str) -> Stored:
    """Return the row of a document by its key, or by the id its input gave it.

    Raises:
        NotInLedger: there is none.
    """
    table = schema.document
    for column in (table.c.key, table.c.given_id):
        query = table.select().where(column == rows.kept(key)).limit(1)
        row = connection.execute(query).mappings().first()
        if row is not None:
            return row
    raise NotInLedger(f"no document {key} in {ledger.url}", subject=key)


def readings_of(
    connection: sa.Connection, documents: Sequence[Stored]
) -> dict[int, dict[str, int]]:
    """Return the ids of documents' readings by their keys, the oldest first, by document."""
    table, maker = schema.reading, schema.producer
    found: dict[int, dict[str, int]] = {row["id"]: {} for row in documents}
    keys = {row["id"]: row["key"] for row in documents}
    query = (
        sa.select(table.c.id, table.c.document, maker.c.key)
        .join(maker, maker.c.id == table.c.producer)
        .where(table.c.document.in_(keys))
        .order_by(table.c.id)
    )
    for row in connection.execute(query):
        found[row.document][digest(keys[row.document], row.key)] = row.id
    return found


Marks = Mapping[str, tuple[Judged, ...]]  # the mark of an attribution -> what people decided


class Parts(NamedTuple):
    """The rows of some readings, by the readings' ids."""

    attributions: dict[int, list[Stored]]
    actors: dict[int, list[Stored]]
    responses: dict[int, list[Stored]]
    events: dict[int, list[Stored]]
    labels: dict[int, list[Stored]]
    propositions: dict[int, bytes]
    produced_by: dict[int, dict[str, str]]
    judged: Mapping[int, Marks]


def parts_of(connection: sa.Connection, ids: Collection[int]) -> Parts:
    """Return what some readings are made of."""
    table = schema.attribution
    return Parts(
        _by_reading(connection, table, table.c.id, ids),
        _by_reading(connection, schema.actor, schema.actor.c.number, ids),
        _by_reading(connection, schema.response, schema.response.c.number, ids),
        _by_reading(connection, schema.event, schema.event.c.number, ids),
        _by_reading(connection, schema.label, schema.label.c.number, ids),
        _packed(connection, ids),
        _produced_by(connection, ids),
        judged_of(connection, ids),
    )


def put_together(document: Stored, reading: int, parts: Parts) -> Reading:
    """Return a reading made of its rows."""
    return Reading(
        document=rows.document_of(document),
        attributions=tuple(_attributions(reading, parts)),
        actors=tuple(map(rows.actor_of, parts.actors.get(reading, ()))),
        responses=tuple(map(rows.response_of, parts.responses.get(reading, ()))),
        events=tuple(map(rows.event_of, parts.events.get(reading, ()))),
        produced_by=parts.produced_by[reading],
        labels=tuple(map(rows.label_of, parts.labels.get(reading, ()))),
        propositions=unpack(parts.propositions.get(reading)),
    )


def _attributions(reading: int, parts: Parts) -> Iterator[Attribution]:
    marks = parts.judged.get(reading)
    for row in parts.attributions.get(reading, ()):
        yield rows.attribution_of(row) if marks is None else judged(row, marks)


def judged(row: Stored, marks: Marks) -> Attribution:
    """Return the attribution of a row of a judged reading, with what people decided about it."""
    mark = row["mark"]
    return replace(rows.attribution_of(row), judged=marks.get(mark, ()), mark=mark)


def judged_of(connection: sa.Connection, ids: Collection[int]) -> dict[int, Marks]:
    """Return of those readings that people had part in what they decided, by reading."""
    table, maker, document = schema.reading, schema.producer, schema.document
    query = (
        sa.select(table.c.id, document.c.key)
        .join(maker, maker.c.id == table.c.producer)
        .join(document, document.c.id == table.c.document)
        .where(table.c.id.in_(ids), maker.c.produced_by.like(f'%"{JUDGED}"%'))
    )
    return {
        row.id: {
            one.target.rpartition("-")[2]: one.shown()
            for one in decisions_of(judged_in(connection, row.key))
        }
        for row in connection.execute(query).all()
    }


def judged_in(connection: sa.Connection, document: str) -> list[Judgement]:
    """Return the judgements in force about a document's attributions, in the order of time."""
    table = schema.judgement
    query = (
        in_force()
        .where(table.c.target >= f"{document}-", table.c.target < f"{document}.")
        .where(table.c.kind == "attribution")
        .order_by(table.c.at, table.c.key)
    )
    return judgements_of(connection.execute(query))


def _by_reading(
    connection: sa.Connection, table: sa.Table, order: sa.Column[int], ids: Collection[int]
) -> dict[int, list[Stored]]:
    found: dict[int, list[Stored]] = {}
    query = table.select().where(table.c.reading.in_(ids)).order_by(table.c.reading, order)
    for row in connection.execute(query).mappings():
        found.setdefault(row["reading"], []).append(row)
    return found


def _packed(connection: sa.Connection, ids: Collection[int]) -> dict[int, bytes]:
    table = schema.proposition
    found = connection.execute(table.select().where(table.c.reading.in_(ids)))
    return {row.reading: row.packed for row in found}


def _produced_by(connection: sa.Connection, ids: Collection[int]) -> dict[int, dict[str, str]]:
    table, maker = schema.reading, schema.producer
    query = sa.select(table.c.id, maker.c.produced_by).join(maker, maker.c.id == table.c.producer)
    found = connection.execute(query.where(table.c.id.in_(ids)))
    return {row.id: json.loads(row.produced_by) for row in found}
