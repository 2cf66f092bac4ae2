"""Check a ledger: that every text is what was hashed, every span stands in it, nothing is loose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from sayso.errors import LedgerDamaged
from sayso.ledger import fulltext, recount, rows
from sayso.ledger.keys import article_key, document_key
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.readings import Parts, pages, parts_of, put_together, readings_of
from sayso.ledger.revise import is_as_judged
from sayso.ledger.rows import Stored
from sayso.records import Attribution, Document, Reading, Spans
from sayso.text import contains, sha256


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a ledger that should not be so.

    Attributes:
        subject: the key of the document or attribution, or a table's name.
        what: what is wrong with it.
    """

    subject: str
    what: str


def verify(ledger: Ledger) -> Iterator[Problem]:
    """Check everything in a ledger and yield what is wrong; memory does not grow with it.

    1. The database's own checks: its file, and that no row points to one that is not there.
    2. Each document: the hash of its text, its key, and which reading is its newest.
    3. Each reading: every span inside the text and not empty, quoted words inside the content,
       names that stand for another part of the reading, marks; of one that people have judged,
       that it is what the judgements come to.
    4. The full text index against what it indexes.
    5. The counts of actors, outlets and events against what they count.
    """
    yield from _database(ledger)
    for connection, page in pages(ledger):
        of = readings_of(connection, page)
        parts = parts_of(connection, [number for made in of.values() for number in made.values()])
        for row in page:
            yield from _document(row, list(of[row["id"]].values()), parts)
            yield from _judged(connection, row, parts)
    yield from _index(ledger)
    yield from (Problem(subject, what) for subject, what in recount.faults(ledger))


def _database(ledger: Ledger) -> Iterator[Problem]:
    if ledger.dialect != "sqlite":  # PostgreSQL has no row without the row it points to
        return
    with asking(ledger) as connection:
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield Problem("database", said)
        for table, row, target, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Problem(table, f"row {row} points to a row that {target} does not have")


def _document(row: Stored, readings: list[int], parts: Parts) -> Iterator[Problem]:
    key = row["key"]
    try:
        document = rows.document_of(row)
        for what in _document_faults(document, row, readings):
            yield Problem(key, what)
        for number in readings:
            reading = put_together(row, number, parts)
            yield from _reading(key, reading, parts.attributions.get(number, []))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        yield Problem(key, f"cannot be read back: {error!r}")


def _judged(connection: sa.Connection, row: Stored, parts: Parts) -> Iterator[Problem]:
    if row["reading"] in parts.judged and not is_as_judged(connection, row):
        yield Problem(row["key"], "its newest reading is not what people judged of it comes to; "
                      "sayso.ledger.revise_all makes it anew")  # fmt: skip


def _document_faults(document: Document, row: Stored, readings: list[int]) -> Iterator[str]:
    if sha256(document.text) != document.sha256:
        yield "its text is not the one that was hashed"
    if document_key(document) != row["key"]:
        yield "its key is not that of its address and text"
    if article_key(document.uri) != row["article"]:
        yield "its article is not that of its address"
    if row["reading"] != max(readings, default=None):
        yield f"its newest reading is {max(readings, default=None)}, not {row['reading']}"


def _reading(key: str, reading: Reading, stored: list[Stored]) -> Iterator[Problem]:
    size = len(reading.document.text)
    names = {attribution.id for attribution in reading.attributions}
    marks = [mark for mark, *_ in rows.attribution_rows(reading)]
    for attribution, row, mark in zip(reading.attributions, stored, marks, strict=True):
        for what in _attribution_faults(attribution, size, names):
            yield Problem(f"{key}-{row['mark']}", what)
        if row["mark"] != mark:
            yield Problem(f"{key}-{row['mark']}", f"its mark should be {mark}")
    for name, spans, about in _others(reading):
        if not _stand(spans, size):
            yield Problem(key, f"{name}: {spans} is not inside the text")
        if about is not None and about not in names:
            yield Problem(key, f"{name}: there is no attribution {about!r}")


def _attribution_faults(attribution: Attribution, size: int, names: set[str]) -> Iterator[str]:
    for part in ("source", "cue", "content", "addressee", "verbatim"):
        spans = getattr(attribution, part)
        if not _stand(spans, size):
            yield f"{part} {spans} is not inside the text of {size} characters"
    for hop in attribution.chain:
        if not _stand(hop.evidence, size):
            yield f"chain: {hop.evidence} is not inside the text of {size} characters"
    for span in attribution.verbatim:
        if not any(contains(piece, span) for piece in attribution.content):
            yield f"verbatim {span} is not inside the content {attribution.content}"
    if attribution.parent is not None and attribution.parent not in names:
        yield f"its parent {attribution.parent!r} is not in the reading"


def _others(reading: Reading) -> Iterator[tuple[str, Spans, str | None]]:
    """Yield name, spans and attribution pointed at of all else in a reading."""
    for actor in reading.actors:
        yield f"actor {actor.id}", actor.mentions, None
    for response in reading.responses:
        yield f"response of {response.actor}", response.evidence, response.about
    for event in reading.events:
        trigger = () if event.trigger is None else (event.trigger,)
        yield f"event {event.type}", (*event.evidence, *trigger), event.attribution
    for label in reading.labels:
        yield f"label of {label.actor}", label.evidence, label.attribution
    for one in reading.propositions:
        yield f"proposition {one.id}", one.evidence, one.attribution


def _stand(spans: Spans, size: int) -> bool:
    """Tell whether spans are inside a text of that size, and none is empty."""
    return all(0 <= start < end <= size for start, end in spans)


def _index(ledger: Ledger) -> Iterator[Problem]:
    for table in ("document_fts", "attribution_fts"):
        try:
            yield from (Problem(table, what) for what in fulltext.faults(ledger, table))
        except LedgerDamaged as error:
            yield Problem(table, f"does not fit what it indexes: {error}")
