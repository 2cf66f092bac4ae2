"""Find documents by their words, outlet and date of publication."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any, Unpack

import sqlalchemy as sa

from sayso.errors import LedgerError
from sayso.ledger import match, rows, schema
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import (
    Filter,
    Listing,
    Page,
    Paging,
    fts5_ids,
    name_holds,
    named,
    of_ids,
    page_of,
    snippet_of,
)

_WANTED_OUTLETS = 200  # names of outlets that one question may stand for
_FEW = 400  # documents that are looked up one by one
_WALKED = 1_000  # of the newest documents, looked through one by one: some milliseconds
_OPENING = 80  # characters of a text that stand for it where none of the words does
_DOCUMENT = schema.document


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """One document; ``given_id`` is the id its input gave, ``attributions`` how many it has."""

    key: str
    given_id: str | None
    uri: str | None
    outlet: str | None
    title: str | None
    published: str | None
    language: str | None
    attributions: int
    snippet: str


def find_documents(
    ledger: Ledger,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    **paging: Unpack[Paging],
) -> Page[FoundDocument]:
    """Return a page of documents.

    Args:
        ledger: where to look.
        wanted: which; words (of text and title), outlet, since and until only.
        paging: which page of them.

    Raises:
        LedgerError: as in ``find_statements``, or something is asked that only statements have.
    """
    _only_of_documents(wanted)
    listing = Listing("documents", wanted, **paging)
    with asking(ledger) as connection:
        which = _document_filter(connection, wanted)
        if which is None:
            return Page(())
        words = _document_words(connection, wanted)

        def newest(below: int | None) -> Iterator[Any]:
            return _document_rows(connection, which, words, below, listing.batch)

        chosen, following = page_of(listing, newest, _words_of_document)
        return Page(tuple(_documents_of(connection, chosen, wanted.words)), following)


def _only_of_documents(wanted: Filter) -> None:
    allowed = {"words", "outlet", "since", "until"}
    wrong = [
        field.name for field in fields(Filter)
        if field.name not in allowed and getattr(wanted, field.name) not in {None, False}
    ]  # fmt: skip
    if wrong:
        raise LedgerError(
            f"documents have no {', '.join(wrong)}; ask for statements, or only for words, "
            "outlet, since and until"
        )


def _document_filter(
    connection: sa.Connection, wanted: Filter
) -> list[sa.ColumnElement[bool]] | None:
    """Return conditions on ``document``; None if nothing can match."""
    found: list[sa.ColumnElement[bool]] = []
    if wanted.outlet is not None:
        names = _outlets(connection, wanted.outlet)
        if not names:
            return None
        found.append(_DOCUMENT.c.outlet.in_(names))
    period = match.period_of(wanted.since, wanted.until)
    if period.first or period.last:
        low, high = match.string_range(period)
        found += [_DOCUMENT.c.published >= low, _DOCUMENT.c.published < high]
    return found


def _outlets(connection: sa.Connection, name: str) -> list[str]:
    """Return the names of outlets that a name stands for, each by one look-up in their index."""
    query = sa.text(
        "WITH RECURSIVE name (outlet) AS (SELECT min(outlet) FROM document UNION ALL "
        "SELECT (SELECT min(outlet) FROM document WHERE outlet > name.outlet) FROM name "
        "WHERE outlet IS NOT NULL) SELECT outlet FROM name WHERE outlet IS NOT NULL"
    )
    wanted = named(name)
    found = [row for row in connection.execute(query).scalars() if name_holds(row, wanted)]
    if len(found) > _WANTED_OUTLETS:
        raise LedgerError(f"{name!r} stands for {len(found)} outlets; give more of the name",
                          subject=name)  # fmt: skip
    return found


def _document_words(
    connection: sa.Connection, wanted: Filter
) -> str | sa.ColumnElement[Any] | None:
    if wanted.words is None:
        return None
    terms = match.terms_of(wanted.words)
    if connection.dialect.name == "sqlite":
        return " AND ".join(match.fts5_term(connection, "document_fts", term) for term in terms)
    words: sa.ColumnElement[Any] = sa.literal_column("document_fts.words")
    return sa.and_(*(words.op("@@")(match.tsquery(term)) for term in terms))


def _document_rows(
    connection: sa.Connection,
    which: Sequence[sa.ColumnElement[bool]],
    words: str | sa.ColumnElement[Any] | None,
    below: int | None,
    batch: int,
) -> Iterator[Any]:
    while True:
        ids = list(islice(_document_ids(connection, which, words, below, batch), batch))
        yield from of_ids(connection, _DOCUMENT.select(), _DOCUMENT.c.id, ids)
        if len(ids) < batch:
            return
        below, batch = ids[-1], min(batch * 4, 500)


def _document_ids(
    connection: sa.Connection,
    which: Sequence[sa.ColumnElement[bool]],
    words: str | sa.ColumnElement[Any] | None,
    below: int | None,
    limit: int,
) -> Iterator[int]:
    """Yield the ids of the newest documents that match, below an id."""
    number = _DOCUMENT.c.id
    query = sa.select(number).where(*which).order_by(number.desc())
    if below is not None:
        query = query.where(number < below)
    if isinstance(words, str):
        yield from _worded_ids(connection, query, words, below, limit, narrowed=bool(which))
        return
    if which and words is None:
        yield from _filtered_ids(connection, query, below, limit)
        return
    if words is not None:
        fts = sa.table("document_fts", sa.column("id"))
        query = query.join_from(_DOCUMENT, fts, fts.c.id == number).where(words)
    yield from connection.execute(query.limit(limit)).scalars()


def _filtered_ids(
    connection: sa.Connection, query: sa.Select[Any], below: int | None, limit: int
) -> Sequence[int]:
    """Return ids of documents by outlet and date.

    1. Those among the newest, if they are enough: then many documents pass.
    2. Else all that pass, sorted.
    """
    number = _DOCUMENT.c.id
    last = below or (connection.execute(sa.select(sa.func.max(number))).scalar() or 0) + 1
    near = query.where(number >= last - _WALKED).limit(limit)
    found = connection.execute(near).scalars().all()
    if len(found) == limit:
        return found
    # Adding nothing keeps the database from walking through all, from the newest on.
    sorted_ = query.order_by(None).order_by((number + 0).desc()).limit(limit)
    return connection.execute(sorted_).scalars().all()


def _worded_ids(
    connection: sa.Connection,
    query: sa.Select[Any],
    words: str,
    below: int | None,
    limit: int,
    *,
    narrowed: bool,
) -> Iterator[int]:
    """Yield ids of documents by words in SQLite.

    1. Words alone: the index's own order.
    2. A filter that few documents pass: those, each looked up in the index.
    3. Else the matches of the words, each looked up in the table, until there are enough.
    """
    if not narrowed:
        yield from fts5_ids(connection, "document_fts", words, below, limit)
        return
    few = list(connection.execute(query.order_by(None).limit(_FEW + 1)).scalars())
    if len(few) <= _FEW:
        look = "SELECT rowid FROM document_fts WHERE document_fts MATCH ? AND rowid = ?"
        for one in sorted(few, reverse=True):
            yield from connection.exec_driver_sql(look, (words, one)).scalars()
        return
    size = 200
    while ids := fts5_ids(connection, "document_fts", words, below, size):
        chosen = query.where(_DOCUMENT.c.id.in_(ids))
        yield from connection.execute(chosen).scalars()
        below, size = ids[-1], min(size * 2, 5000)


def _words_of_document(row: Any) -> str:
    return f"{rows.given(row['title']) or ''} {rows.given(row['text'])}"


def _documents_of(
    connection: sa.Connection, chosen: Sequence[Any], words: str | None
) -> Iterator[FoundDocument]:
    counts = _counts(connection, {row["reading"] for row in chosen})
    terms = match.terms_of(words) if words is not None else ()
    for row in chosen:
        text = rows.given(row["text"])
        place = _first(text, terms)
        yield FoundDocument(
            key=row["key"],
            **{name: rows.given(row[name]) for name in
               ("given_id", "uri", "outlet", "title", "published", "language")},
            attributions=counts.get(row["reading"], 0),
            snippet=snippet_of(text, (place,)),
        )  # fmt: skip


def _first(text: str, terms: Sequence[match.Term]) -> tuple[int, int]:
    """Return where one of the words stands first; the beginning if none is found as it is."""
    small = text.lower()
    if len(small) == len(text):
        for term in terms:
            at = small.find(term.text.lower())
            if at >= 0:
                return at, at + len(term.text)
    return 0, min(len(text), _OPENING)


def _counts(connection: sa.Connection, readings: Collection[int]) -> dict[int, int]:
    """Return how many attributions some readings have."""
    column = schema.attribution.c.reading
    query = sa.select(column, sa.func.count()).where(column.in_(readings)).group_by(column)
    return {row[0]: row[1] for row in connection.execute(query)}
