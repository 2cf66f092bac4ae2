"""Keep the full text index in step with documents and current readings.

What is indexed of an attribution is what the view ``statement`` says: entries are made from
it, taken away by the same words, and checked against it. Only for new documents, which are
nearly all, are they made here, of rows still at hand, in a tenth of the time; tests hold the
two together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice
from operator import itemgetter

import sqlalchemy as sa

from sayso.errors import LedgerBusy
from sayso.ledger import schema
from sayso.ledger.ledger import Ledger, asking, translated, writing
from sayso.ledger.rows import ReadingRows, Row
from sayso.records import Reading, Spans

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

# Per dialect. A tsvector holds one megabyte at most, and a character has up to four bytes.
_ADD_DOCUMENTS = {
    "sqlite": """
INSERT INTO document_fts (rowid, title, text)
SELECT id, title, text FROM document WHERE id BETWEEN :first AND :last""",
    "postgresql": """
INSERT INTO document_fts (id, words)
SELECT id, setweight(to_tsvector('simple', coalesce(title, '')), 'A')
  || setweight(to_tsvector('simple', left(text, 200000)), 'B')
FROM document WHERE id BETWEEN :first AND :last""",
}
_VECTOR = """
  setweight(to_tsvector('simple', coalesce(left({content}, 200000), '')), 'A')
  || setweight(to_tsvector('simple', coalesce(left({source}, 10000), '')), 'B')
  || setweight(to_tsvector('simple', coalesce(left({speaker}, 10000), '')), 'C')
  || setweight(to_tsvector('simple', coalesce(left({outlet}, 10000), '') || ' ' || {marks}), 'D')"""
_PARTS = ("content", "source", "speaker", "outlet", "marks")
_NAMES = ", ".join(_PARTS)
_ADD_ENTRIES = {
    "sqlite": f"INSERT INTO attribution_fts (rowid, {_NAMES}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
    "postgresql": "INSERT INTO attribution_fts (id, words) VALUES (%s, "  # noqa: S608
    + _VECTOR.format(**dict.fromkeys(_PARTS, "%s"))
    + ")",
}
_ADD_ATTRIBUTIONS = {
    "sqlite": f"""
INSERT INTO attribution_fts (rowid, {_NAMES})
SELECT id, {_NAMES} FROM statement WHERE reading IN :ids""",  # noqa: S608 - our own words
    "postgresql": "INSERT INTO attribution_fts (id, words) SELECT id, "  # noqa: S608
    + _VECTOR.format(**{part: part for part in _PARTS})
    + " FROM statement WHERE reading IN :ids",
}
_DROP_DOCUMENTS = {
    "sqlite": """
INSERT INTO document_fts (document_fts, rowid, title, text)
SELECT 'delete', id, title, text FROM document WHERE id IN :ids""",
    "postgresql": "DELETE FROM document_fts WHERE id IN :ids",
}
_DROP_ATTRIBUTIONS = {
    "sqlite": f"""
INSERT INTO attribution_fts (attribution_fts, rowid, {_NAMES})
SELECT 'delete', id, {_NAMES} FROM statement WHERE reading IN :ids""",  # noqa: S608
    "postgresql": """
DELETE FROM attribution_fts
WHERE id IN (SELECT id FROM attribution WHERE reading IN :ids)""",
}


_FAULTS = {
    "document_fts": """
SELECT coalesce(d.id, f.id), CASE WHEN f.id IS NULL THEN 'missing' ELSE 'left over' END
FROM document AS d FULL JOIN document_fts AS f ON f.id = d.id
WHERE d.id IS NULL OR f.id IS NULL ORDER BY 1""",
    "attribution_fts": """
SELECT coalesce(s.id, f.id), CASE WHEN f.id IS NULL THEN 'missing'
  WHEN s.id IS NULL THEN 'left over' ELSE 'different' END
FROM statement AS s FULL JOIN attribution_fts AS f ON f.id = s.id
WHERE s.id IS NULL OR f.id IS NULL OR f.words <> """
    + _VECTOR.format(**{part: part for part in _PARTS})
    + " ORDER BY 1",
}
# Of a row of ``attribution`` without id and reading.
_COLUMNS = schema.attribution.columns.keys()[2:]
_ASKED = itemgetter(
    *map(_COLUMNS.index, ("local", "speaker", "mode", "act", "identity", "kind", "said"))
)
_PURGED = 2000  # pages merged at a time
_AT_ONCE = 900  # values in one IN (…)


def index_documents(connection: sa.Connection, first: int, last: int) -> None:
    """Index the documents first..last, which are new."""
    query = sa.text(_ADD_DOCUMENTS[connection.dialect.name])
    connection.execute(query, {"first": first, "last": last})


def index_readings(connection: sa.Connection, ids: Collection[int]) -> None:
    """Index the attributions of readings that have become their documents' newest."""
    _run(connection, _ADD_ATTRIBUTIONS, ids)


def index_entries(connection: sa.Connection, entries: list[Row]) -> None:
    """Index attributions by the words of ``entries_of``, their ids before them."""
    if entries:
        connection.exec_driver_sql(_ADD_ENTRIES[connection.dialect.name], entries)


def unindex_documents(connection: sa.Connection, ids: Collection[int]) -> None:
    """Take documents out of the index; they must still be in their table."""
    _run(connection, _DROP_DOCUMENTS, ids)


def unindex_readings(connection: sa.Connection, ids: Collection[int]) -> None:
    """Take attributions out of the index; their readings must still be their documents' newest."""
    _run(connection, _DROP_ATTRIBUTIONS, ids)


def faults(ledger: Ledger, table: str) -> Iterator[str]:
    """Yield how an index differs from what it indexes.

    SQLite checks this itself, as a writer: not in a ledger opened for reading only.

    Raises:
        LedgerDamaged: it differs (SQLite says no more).
    """
    if ledger.dialect == "postgresql":
        with asking(ledger) as connection:
            found = connection.execute(sa.text(_FAULTS[table])).all()
        yield from (f"row {row} is {what}" for row, what in found)
    elif not ledger.read_only:
        with writing(ledger) as connection:
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            )


def purge(ledger: Ledger) -> None:
    """Make what was taken out of the index, or out of any table, disappear from the disk.

    SQLite's index only notes that something is gone until its segments are merged; they are,
    some pages at a time, so that others may write in between.
    """
    if ledger.dialect == "postgresql":
        with translated(ledger.url), ledger.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
        return
    for table in ("document_fts", "attribution_fts"):
        pages = -_PURGED
        while _merge(ledger, table, pages):
            pages = _PURGED
    with translated(ledger.url), ledger.engine.connect() as connection:
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        raise LedgerBusy(
            f"{ledger.url}: what was removed is gone, but its words stay in the file ending in "
            "-wal while another program reads; they go when that ends",
            subject=ledger.url,
        )


def _merge(ledger: Ledger, table: str, pages: int) -> bool:
    """Merge some pages; tell whether there were any to merge."""
    count = "SELECT total_changes()"
    with writing(ledger) as connection:
        before = connection.exec_driver_sql(count).scalar_one()
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {pages})"  # noqa: S608
        )
        # The command itself is a change; fewer than two, and there was nothing to do.
        return bool(connection.exec_driver_sql(count).scalar_one() - before >= 2)


def entries_of(reading: Reading, made: ReadingRows) -> list[Row]:
    """Return the entries for the attributions of a reading, as ``statement`` has them, without ids.

    Args:
        reading: whose they are.
        made: its rows, which say how its texts are stored.
    """
    text, outlet = made.document["text"], made.document["outlet"]
    dated = _dated(made.document["published"], "")
    answers: dict[str, str] = {}
    for _, _, response, about, _ in made.responses:
        answers[about] = f"{answers.get(about, '')} response{response.replace('-', '')}"
    found = []
    for one, row in zip(reading.attributions, map(_ASKED, made.attributions), strict=True):
        local, speaker, mode, act, identity, kind, said = row
        marks = _valued(mode, act, identity, kind) + answers.get(local, "")
        marks += dated + _dated(said, "s")
        content, source = _words(text, one.content), _words(text, one.source)
        found.append((content, source, speaker, outlet, marks))
    return found


def _words(text: str, spans: Spans) -> str | None:
    if len(spans) == 1:  # as nearly always
        ((start, end),) = spans
        return text[max(start, 0) : max(end, 0)]
    return " … ".join([text[max(start, 0) : max(end, 0)] for start, end in spans]) or None


@lru_cache(10_000)
def _valued(mode: str, act: str | None, identity: str | None, kind: str | None) -> str:
    named = (("act", act), ("identity", identity), ("kind", kind and kind.replace("-", "")))
    return f"mode{mode}" + "".join(f" {name}{value}" for name, value in named if value is not None)


@lru_cache(10_000)
def _dated(date: str | None, kind: str) -> str:
    """Return words for the year, month and day of a date: y2016 m201601 d20160114."""
    found = _DATE.match(date or "")
    if not found:
        return ""
    year, month, day = found.groups()
    words = f" {kind}y{year}"
    if month:
        words += f" {kind}m{year}{month}"
    if day:
        words += f" {kind}d{year}{month}{day}"
    return words


def _run(connection: sa.Connection, sql: dict[str, str], ids: Collection[int]) -> None:
    query, waiting = sa.text(sql[connection.dialect.name]), iter(ids)
    while some := tuple(islice(waiting, _AT_ONCE)):
        connection.execute(query.bindparams(sa.bindparam("ids", some, expanding=True)))
