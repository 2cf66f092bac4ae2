"""Make the readings that people have judged: a machine's reading with their corrections in it.

Such a reading is stored beside the machine's, as its document's newest one, so that whatever asks
the ledger (the index, lists, claims) finds the corrected values. It is derived: made anew with
each judgement, and when a newer machine's reading comes in; taken out when nothing that was judged
is left. Machines' readings stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import sqlalchemy as sa

from sayso.ledger import fulltext, rows, schema, tally
from sayso.ledger.corrections import JUDGED, Seen, corrected, decisions_of
from sayso.ledger.derived import delete
from sayso.ledger.insert import New, insert, insert_parts, next_id, prepared
from sayso.ledger.judgement import Judgement
from sayso.ledger.keys import producer_key
from sayso.ledger.ledger import Ledger, asking, writing
from sayso.ledger.readings import document_row, judged_in, parts_of, put_together
from sayso.ledger.rows import Stored
from sayso.records import Attribution, Reading

_AT_ONCE: Final = 500  # values in one IN (…)
_PARTS = (
    schema.attribution, schema.actor, schema.response, schema.event, schema.label,
    schema.proposition, schema.resolved,
)  # fmt: skip


def revise(connection: sa.Connection, made: Iterable[Judgement]) -> None:
    """Bring the readings up to date that some judgements are about."""
    keys = {one.target.partition("-")[0] for one in made if one.kind == "attribution"}
    for key in sorted(keys):
        query = schema.document.select().where(schema.document.c.key == key)
        row = connection.execute(query).mappings().first()
        if row is not None:  # judgements may come before what they are about
            _revise(connection, row)


def revise_new(connection: sa.Connection, documents: Iterable[str]) -> None:
    """Bring the readings of documents (by their keys) up to date that were just stored."""
    table, document = schema.judgement, schema.document
    anything = sa.select(table.c.id).where(table.c.kind == "attribution").limit(1)
    if connection.execute(anything).first() is None:
        return
    judged = sa.exists().where(
        table.c.target >= document.c.key + "-", table.c.target < document.c.key + "."
    )
    waiting = iter(documents)
    while some := list(islice(waiting, _AT_ONCE)):
        query = document.select().where(document.c.key.in_(some), judged)
        for row in connection.execute(query).mappings().all():
            _revise(connection, row)


def revise_all(ledger: Ledger) -> int:
    """Make all judged readings anew, one document to a transaction; return how many there are.

    Needed only where judgements came in by other ways than ``judge``, ``undo`` and
    ``read_judgements``: from versions of sayso that recorded them only.
    """
    table = schema.judgement
    with asking(ledger) as connection:
        query = sa.select(table.c.target).where(table.c.kind == "attribution").distinct()
        keys = {target.partition("-")[0] for target in connection.execute(query).scalars()}
    for key in sorted(keys):
        with writing(ledger) as connection:
            revise(connection, judged_in(connection, key)[:1])
    tally.update_counts(ledger)
    return len(keys)


def standing(connection: sa.Connection, document: str) -> dict[str, Attribution]:
    """Return the attributions that the newest reading of a document has, by their keys."""
    table, said = schema.document, schema.attribution
    query = (
        said.select().join(table, table.c.reading == said.c.reading).where(table.c.key == document)
    )
    found = connection.execute(query.order_by(said.c.id)).mappings()
    return {f"{document}-{row['mark']}": rows.attribution_of(row) for row in found}


def machine_reading(ledger: Ledger, document: str) -> Reading:
    """Return the newest reading of a document that no person had part in.

    Raises:
        NotInLedger: there is no such document.
    """
    with asking(ledger) as connection:
        row = document_row(connection, ledger, document)
        made = _made(connection, row["id"])
        number = made.base if made.base is not None else row["reading"]
        return put_together(row, number, parts_of(connection, [number]))


def is_as_judged(connection: sa.Connection, row: Stored) -> bool:
    """Tell whether the newest reading of a document is what the judgements in force come to.

    Args:
        connection: where to look.
        row: of the document.
    """
    made = _made(connection, row["id"])
    if made.base is None:
        return True
    found = put_together(row, row["reading"], parts_of(connection, [row["reading"]]))
    return _expected(connection, row, made)[1] == found


@dataclass(frozen=True, slots=True)
class _Made:
    """The readings of a document: those of machines, oldest first, and those that were judged."""

    machines: tuple[int, ...]
    judged: tuple[int, ...]

    @property
    def base(self) -> int | None:
        return self.machines[-1] if self.machines else None


def _made(connection: sa.Connection, document: int) -> _Made:
    table, maker = schema.reading, schema.producer
    query = (
        sa.select(table.c.id, maker.c.produced_by)
        .join(maker, maker.c.id == table.c.producer)
        .where(table.c.document == document)
        .order_by(table.c.id)
    )
    found = [(row.id, JUDGED in json.loads(row.produced_by)) for row in connection.execute(query)]
    return _Made(
        tuple(number for number, judged in found if not judged),
        tuple(number for number, judged in found if judged),
    )


def _revise(connection: sa.Connection, row: Stored) -> None:
    made = _made(connection, row["id"])
    if made.base is None:
        return
    base, found = _expected(connection, row, made)
    if found is base and not made.judged:
        return
    before = put_together(row, row["reading"], parts_of(connection, [row["reading"]]))
    if before == found and row["reading"] in made.judged:
        return
    compared = _plain(before) == _plain(found) and _is_compared(connection, row)
    _take_out(connection, row, made)
    number = made.base if found is base else _store(connection, row["id"], made.base, found)
    table = schema.document
    connection.execute(table.update().where(table.c.id == row["id"]).values(reading=number))
    fulltext.index_readings(connection, [number])
    tally.put_off(connection, [row["id"]])
    if compared:
        done = {"document": row["id"], "reading": number}
        connection.execute(schema.resolved.insert(), done)


def _expected(connection: sa.Connection, row: Stored, made: _Made) -> tuple[Reading, Reading]:
    """Return the newest machine's reading of a document, and what it comes to when judged."""
    number = made.machines[-1]
    base = put_together(row, number, parts_of(connection, [number]))
    judgements = judged_in(connection, row["key"])
    seen = _seen(connection, row["key"], made, judgements)
    return base, corrected(base, judgements, seen)


def _plain(reading: Reading) -> Reading:
    """Return a reading without what claims do not depend on."""
    plain = tuple(replace(one, judged=(), mark=None, why=()) for one in reading.attributions)
    return replace(reading, attributions=plain, produced_by={})


def _is_compared(connection: sa.Connection, row: Stored) -> bool:
    """Tell whether the claims are up to date with the newest reading of a document."""
    table = schema.resolved
    query = table.select().where(table.c.document == row["id"], table.c.reading == row["reading"])
    return connection.execute(query).first() is not None


def _take_out(connection: sa.Connection, row: Stored, made: _Made) -> None:
    """Take the newest reading out of index and counts, and judged ones out of the tables."""
    tally.discount(connection, [row["id"]])
    fulltext.unindex_readings(connection, [row["reading"]])
    delete(connection, schema.resolved.c.document, [row["id"]])
    table = schema.document
    connection.execute(table.update().where(table.c.id == row["id"]).values(reading=made.base))
    for part in _PARTS:
        delete(connection, part.c.reading, made.judged)
    delete(connection, schema.reading.c.id, made.judged)


def _store(connection: sa.Connection, document: int, base: int, found: Reading) -> int:
    """Store a judged reading, of the run that its machine's reading is of; return its id."""
    table = schema.reading
    run = connection.execute(sa.select(table.c.run).where(table.c.id == base)).scalar_one()
    number, made = next_id(connection, table), prepared(found)
    producer = _producer(connection, found.produced_by)
    insert(connection, table, [(number, document, producer, run)])
    first = next_id(connection, schema.attribution)
    insert_parts(
        connection, [New(number, document, first=False, producer=producer, attribution=first,
                         made=made)]
    )  # fmt: skip
    return number


def _producer(connection: sa.Connection, produced_by: Mapping[str, str]) -> int:
    table, key = schema.producer, producer_key(produced_by)
    known = connection.execute(sa.select(table.c.id).where(table.c.key == key)).scalar()
    if known is not None:
        return int(known)
    number = next_id(connection, table)
    insert(connection, table, [(number, key, rows.stored_json(dict(produced_by)))])
    return number


def _seen(
    connection: sa.Connection, document: str, made: _Made, judgements: Iterable[Judgement]
) -> dict[str, Seen]:
    """Return attributions that were judged and that only earlier readings have, by their keys."""
    marks = {one.target.rpartition("-")[2] for one in decisions_of(judgements)}
    table = schema.attribution
    query = sa.select(table.c.reading, table.c.mark).where(
        table.c.reading.in_(made.machines), table.c.mark.in_(marks)
    )
    newest: dict[str, int] = {}
    for row in connection.execute(query.order_by(table.c.reading)):
        newest[row.mark] = row.reading
    wanted = {mark: number for mark, number in newest.items() if number != made.base}
    found = {}
    for number in set(wanted.values()):
        for mark, one in _seen_in(connection, document, number):
            if wanted.get(mark) == number:
                found[f"{document}-{mark}"] = one
    return found


def _seen_in(connection: sa.Connection, document: str, reading: int) -> Iterator[tuple[str, Seen]]:
    table = schema.attribution
    query = table.select().where(table.c.reading == reading).order_by(table.c.id)
    stored = connection.execute(query).mappings().all()
    keys = {row["local"]: f"{document}-{row['mark']}" for row in stored}
    for row in stored:
        yield row["mark"], Seen(rows.attribution_of(row), keys.get(row["parent"] or ""))
