"""Find statements and skipped inputs: typed questions, frozen answers, page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import sqlalchemy as sa

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
from sayso.ledger.readings import judged, judged_of
from sayso.records import Attribution, Response, Spans


@dataclass(frozen=True, slots=True)
class Found:
    """One statement.

    Attributes:
        key: of the attribution.
        document: the key of its document; the next four are of it too.
        chain: the names of the stations it came through, the outlet first; None: unknown.
        source, content: their words, pieces joined by " … ".
        snippet: what the report says there, with some words before and behind.
        responses: who did what about it.
        attribution: all of it, with its spans.
    """

    key: str
    document: str
    uri: str | None
    outlet: str | None
    title: str | None
    published: str | None
    speaker: str | None
    identity: str | None
    kind: str | None
    chain: tuple[str | None, ...]
    act: str | None
    mode: str
    factuality: str | None
    said: str | None
    source: str
    content: str
    snippet: str
    confidence: float
    responses: tuple[Response, ...]
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class SkippedInput:
    """An input that gave no document, why, and when it was first met (UTC)."""

    uri: str
    reason: str
    at: str


def find_statements(
    ledger: Ledger,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    **paging: Unpack[Paging],
) -> Page[Found]:
    """Return a page of statements.

    Args:
        ledger: where to look.
        wanted: which.
        paging: which page of them; the best are those with the words in content, names, outlet.

    Raises:
        LedgerError: a date is none, there is no word in the words, or the cursor is not of
            this list.
    """
    listing = Listing("statements", wanted, **paging)
    with asking(ledger) as connection:
        condition = _condition(connection, wanted)
        if condition is None:
            return Page(())

        def newest(below: int | None) -> Iterator[Any]:
            return _statement_rows(connection, wanted, condition, below, listing.batch)

        chosen, following = page_of(listing, newest, _statement_words)
        return Page(tuple(found_of(connection, chosen)), following)


def narrow_rows(connection: sa.Connection, wanted: Filter, batch: int) -> Iterator[Any]:
    """Yield values of the newest statements that are wanted, without their words: for counting.

    Args:
        connection: where to look.
        wanted: which.
        batch: how many are looked up at first.
    """
    condition = _condition(connection, wanted)
    if condition is not None:
        yield from _statement_rows(connection, wanted, condition, None, batch, _NARROW)


def find_skipped(
    ledger: Ledger, *, run: int | None = None, limit: int = 100, cursor: str | None = None
) -> Page[SkippedInput]:
    """Return a page of the inputs that gave no document, the newest first.

    Args:
        ledger: where to look.
        run: only those that this run met first.
        limit: how many to a page.
        cursor: of the page before.

    Raises:
        LedgerError: the cursor is not of this list.
    """
    name = "skipped" if run is None else f"skipped by {run}"
    listing = Listing(name, Filter(), "newest", limit, cursor)
    table = schema.skipped
    with asking(ledger) as connection:

        def newest(below: int | None) -> Iterator[Any]:
            query = table.select().order_by(table.c.id.desc()).limit(listing.batch)
            if below is not None:
                query = query.where(table.c.id < below)
            if run is not None:
                query = query.where(table.c.run == run)
            return iter(connection.execute(query).mappings())

        chosen, following = page_of(listing, newest, None)
    found = (SkippedInput(rows.given(r["uri"]), rows.given(r["reason"]), r["at"]) for r in chosen)
    return Page(tuple(found), following)


_ATTRIBUTION = schema.attribution
_DOCUMENT = schema.document
_KEPT = ("key", "given_id", "uri", "outlet", "title", "published", "language", "text")
COLUMNS = (
    *_ATTRIBUTION.c, *(_DOCUMENT.c[name].label(f"document_{name}") for name in _KEPT),
)  # fmt: skip
STATEMENTS = (
    sa.select(*COLUMNS)
    .join(schema.reading, schema.reading.c.id == _ATTRIBUTION.c.reading)
    .join(_DOCUMENT, _DOCUMENT.c.id == schema.reading.c.document)
)
CURRENT = STATEMENTS.where(_DOCUMENT.c.reading == schema.reading.c.id)
_NARROW = STATEMENTS.with_only_columns(
    *(_ATTRIBUTION.c[name] for name in
      ("id", "speaker", "act", "mode", "identity", "kind", "factuality")),
    *(_DOCUMENT.c[name].label(f"document_{name}") for name in ("outlet", "published")),
)  # fmt: skip


def _condition(connection: sa.Connection, wanted: Filter) -> str | sa.ColumnElement[Any] | None:
    """Return a filter as the index takes it ("" if all is wanted); None if nothing can match."""
    dates: list[str] = []
    period = match.period_of(wanted.since, wanted.until)
    if period.first or period.last:
        dates = match.date_words(connection, period)
        if not dates:
            return None
    terms = match.terms_of(wanted.words) if wanted.words is not None else ()
    if connection.dialect.name == "sqlite":
        return _fts5(connection, wanted, terms, dates)
    return _tsquery(wanted, terms, dates)


def _fts5(
    connection: sa.Connection, wanted: Filter, terms: Sequence[match.Term], dates: list[str]
) -> str:
    """Return one FTS5 expression, which finds all that fits and little else: see ``_holds``."""
    parts = []
    if wanted.speaker is not None:
        parts.append(f"speaker : {match.quoted(named(wanted.speaker))}")
    for term in terms:
        found = match.fts5_term(connection, "attribution_fts", term)
        parts.append(f"- marks : {found}" if term.prefix else found)
    if wanted.outlet is not None:
        parts.append(match.fts5_outlet(named(wanted.outlet)))
    if dates:
        parts.append(f"({' OR '.join(map(match.quoted, dates))})")
    parts.extend(match.quoted(mark) for mark in _marks(wanted))
    return " AND ".join(parts)


def _tsquery(
    wanted: Filter, terms: Sequence[match.Term], dates: list[str]
) -> sa.ColumnElement[Any] | str:
    queries = [match.tsquery(term) for term in terms]
    names = [named(name) for name in (wanted.speaker, wanted.outlet) if name is not None]
    queries += [sa.func.phraseto_tsquery("simple", text) for text in (*names, *_marks(wanted))]
    if dates:
        queries.append(sa.func.to_tsquery("simple", " | ".join(dates)))
    if not queries:
        return ""
    words: sa.ColumnElement[Any] = sa.literal_column("f.words")
    return sa.and_(*(words.op("@@")(query) for query in queries))


def _marks(wanted: Filter) -> Iterator[str]:
    """Yield the index's words for the values that are asked for, the rarest kinds first."""
    responses = [wanted.response] if wanted.response is not None else []
    for response in (*responses, *(["denied"] if wanted.denied else [])):
        yield f"response{_plain(response)}"
    identities = [wanted.identity] if wanted.identity is not None else []
    for identity in (*identities, *(["anonymous"] if wanted.anonymous else [])):
        yield f"identity{_plain(identity)}"
    for name in ("act", "kind", "mode"):
        value = getattr(wanted, name)
        if value is not None:
            yield f"{name}{_plain(value)}"


def _plain(value: str) -> str:
    return match.clean(value).replace("-", "")


def _statement_rows(
    connection: sa.Connection,
    wanted: Filter,
    condition: str | sa.ColumnElement[Any],
    below: int | None,
    batch: int,
    columns: sa.Select[Any] = STATEMENTS,
) -> Iterator[Any]:
    """Yield the statements that match, the newest first, from below an id.

    The index has those of the newest readings only; to ask for that again would mislead
    PostgreSQL about how many there are.
    """
    while True:
        ids = _statement_ids(connection, condition, below, batch)
        for row in of_ids(connection, columns, _ATTRIBUTION.c.id, ids):
            if _holds(row, wanted):
                yield row
        if len(ids) < batch:
            return
        below, batch = ids[-1], min(batch * 4, 500)


def _statement_ids(
    connection: sa.Connection,
    condition: str | sa.ColumnElement[Any],
    below: int | None,
    limit: int,
) -> list[int]:
    """Return the ids of the newest attributions that match, below an id."""
    if isinstance(condition, str) and not condition:
        if connection.dialect.name == "postgresql":
            return _tsquery_ids(connection, "attribution_fts", sa.true(), below, limit)
        query = CURRENT.with_only_columns(_ATTRIBUTION.c.id).order_by(_ATTRIBUTION.c.id.desc())
        if below is not None:
            query = query.where(_ATTRIBUTION.c.id < below)
        return list(connection.execute(query.limit(limit)).scalars())
    if isinstance(condition, str):
        return fts5_ids(connection, "attribution_fts", condition, below, limit)
    return _tsquery_ids(connection, "attribution_fts", condition, below, limit)


def _tsquery_ids(
    connection: sa.Connection,
    table: str,
    condition: sa.ColumnElement[Any],
    below: int | None,
    limit: int,
) -> list[int]:
    number: sa.ColumnElement[int] = sa.literal_column("f.id")
    query = sa.select(number).select_from(sa.text(f"{table} AS f")).where(condition)
    if below is not None:
        query = query.where(number < below)
    return list(connection.execute(query.order_by(number.desc()).limit(limit)).scalars())


def _holds(row: Any, wanted: Filter) -> bool:
    """Tell whether a row is what was asked for; the index may mix up what only looks alike."""
    for name in ("act", "mode", "identity", "kind"):
        value = getattr(wanted, name)
        if value is not None and row[name] != rows.kept(value):
            return False
    if wanted.anonymous and row["identity"] != "anonymous":
        return False
    return name_holds(row["speaker"], wanted.speaker) and name_holds(
        row["document_outlet"], wanted.outlet
    )


def found_of(connection: sa.Connection, chosen: Sequence[Any]) -> Iterator[Found]:
    """Yield rows of statements as records."""
    readings = {row["reading"] for row in chosen}
    responses, marks = _responses(connection, readings), judged_of(connection, readings)
    for row in chosen:
        text, decided = rows.given(row["document_text"]), marks.get(row["reading"])
        attribution = rows.attribution_of(row) if decided is None else judged(row, decided)
        yield Found(
            key=f"{row['document_key']}-{row['mark']}",
            document=row["document_key"],
            **{name: rows.given(row[f"document_{name}"])
               for name in ("uri", "outlet", "title", "published")},
            **{name: getattr(attribution, name)
               for name in ("speaker", "identity", "kind", "act", "mode", "factuality", "said")},
            chain=tuple(hop.name for hop in attribution.chain),
            source=_joined(text, attribution.source),
            content=_joined(text, attribution.content),
            snippet=snippet_of(text, (*attribution.source, *attribution.cue, *attribution.content)),
            confidence=attribution.confidence,
            responses=responses.get((row["reading"], row["local"]), ()),
            attribution=attribution,
        )  # fmt: skip


def _responses(
    connection: sa.Connection, readings: Collection[int]
) -> dict[tuple[int, str], tuple[Response, ...]]:
    """Return the responses of some readings, by reading and attribution."""
    table = schema.response
    found: dict[tuple[int, str], tuple[Response, ...]] = {}
    if not readings:
        return found
    query = table.select().where(table.c.reading.in_(readings))
    for row in connection.execute(query.order_by(table.c.reading, table.c.number)).mappings():
        if row["about"] is not None:
            place = row["reading"], row["about"]
            found[place] = (*found.get(place, ()), rows.response_of(row))
    return found


def _joined(text: str, spans: Spans) -> str:
    return " … ".join(text[max(start, 0) : max(end, 0)] for start, end in spans)


def _statement_words(row: Any) -> str:
    """Return the words by which a statement is ranked."""
    text, content = rows.given(row["document_text"]), rows.spans_of(row["content"])
    parts = (_joined(text, content), _joined(text, rows.spans_of(row["source"])),
             row["speaker"], row["document_outlet"])  # fmt: skip
    return " ".join(part for part in parts if part)
