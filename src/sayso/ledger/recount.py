"""Check the counts of actors, outlets and events against what they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from sayso.ledger import schema
from sayso.ledger.counting import Counted, counted
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import among
from sayso.ledger.readings import pages

# Rows whose sums are not those of their documents.
_SUMS: Final = """
SELECT c.id FROM {count} AS c LEFT JOIN (
  SELECT {owner} AS id, count(*) AS documents, {sums} FROM {places} GROUP BY 1
) AS p ON p.id = c.id
WHERE c.documents <> coalesce(p.documents, 0) OR {differ} ORDER BY 1"""
_TABLES: Final = (
    ("actor_count", "actor", "actor_document", ("statements", "told", "answers")),
    ("outlet_count", "outlet", "outlet_document", ("statements",)),
)


def faults(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield what is wrong in the counts: of which document or table, and what.

    1. What each document has part in stands in the tables, but for those still uncounted.
    2. There is nothing else in these; where others write meanwhile, nobody can tell.
    3. The sums are those of the documents.
    """
    whole: Counter[str] = Counter()
    with asking(ledger) as connection:
        before = _state(connection)
    for connection, page in pages(ledger):
        table = schema.uncounted
        ids = [row["id"] for row in page]
        waiting = connection.execute(
            sa.select(table.c.document).where(among(table.c.document, ids))
        )
        keys = {row["id"]: row["key"] for row in page}
        for number in waiting.scalars():
            del keys[number]
        found, broken = _counted(connection, list(keys))
        for number, what in (*broken, *_page_faults(connection, found, whole)):
            yield keys[number], what
    with asking(ledger) as connection:
        yield from _sum_faults(connection)
        if _state(connection) == before:
            yield from _whole_faults(connection, whole)


def _state(connection: sa.Connection) -> tuple[Any, ...]:
    """Return what changes whenever documents come, change or go."""
    count, document = sa.func.count(), schema.document
    return tuple(
        connection.execute(query).scalar()
        for query in (
            sa.select(count).select_from(document), sa.select(sa.func.max(document.c.id)),
            sa.select(sa.func.max(schema.reading.c.id)),
            sa.select(count).select_from(schema.uncounted),
        )
    )  # fmt: skip


def _counted(
    connection: sa.Connection, ids: Sequence[int]
) -> tuple[list[Counted], list[tuple[int, str]]]:
    """Return what is counted of some documents, and of which ones it cannot be told."""
    try:
        return counted(connection, ids), []
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if len(ids) == 1:
            return [], [(ids[0], f"cannot be counted: {error!r}")]
        found: list[Counted] = []
        broken: list[tuple[int, str]] = []
        for one in ids:
            some, faulty = _counted(connection, [one])
            found += some
            broken += faulty
        return found, broken


def _page_faults(
    connection: sa.Connection, found: Sequence[Counted], whole: Counter[str]
) -> Iterator[tuple[int, str]]:
    """Yield the documents of a page whose rows are not as they should be; count what they have."""
    actors, outlets, events = (
        _there(connection, found, ask) for ask in (_actors, _outlets, _events)
    )
    for one in found:
        parts = {(*key, one.day, p.statements, p.told, p.answers) for key, p in one.actors.items()}
        outlet = {(one.outlet, one.day, one.statements)} if one.outlet else set()
        for name, there, expected in (
            ("actors", actors, parts), ("outlet", outlets, outlet),
            ("events", events, {*one.events}),
        ):  # fmt: skip
            whole[name] += len(expected)
            if there.get(one.document, set()) != expected:
                yield one.document, f"what is counted of its {name} is not what it has"
        if one.outlet:
            whole["stations"] += len(one.stations)
            whole["citing"] += one.stations.total()
        whole["cited"] += one.stations.total()


def _there(
    connection: sa.Connection, found: Sequence[Counted], ask: Any
) -> Mapping[int, set[tuple[Any, ...]]]:
    rows: dict[int, set[tuple[Any, ...]]] = {}
    for number, *values in connection.execute(ask(found)):
        rows.setdefault(number, set()).add(tuple(values))
    return rows


def _actors(found: Sequence[Counted]) -> sa.Select[Any]:
    """Ask by name: there is no index by document."""
    count, places = schema.actor_count, schema.actor_document
    names = {name for one in found for name, _ in one.actors}
    parts = (places.c.day, places.c.statements, places.c.told, places.c.answers)
    return (
        sa.select(places.c.document, count.c.name, count.c.kind, *parts)
        .join(places, places.c.actor == count.c.id)
        .where(count.c.name.in_(names))
        .where(among(places.c.document, [one.document for one in found]))
    )


def _outlets(found: Sequence[Counted]) -> sa.Select[Any]:
    count, places = schema.outlet_count, schema.outlet_document
    return (
        sa.select(places.c.document, count.c.given, places.c.day, places.c.statements)
        .join(count, count.c.id == places.c.outlet)
        .where(among(places.c.document, [one.document for one in found]))
    )


def _events(found: Sequence[Counted]) -> sa.Select[Any]:
    table = schema.event_day
    values = (table.c.document, table.c.number, table.c.type, table.c.day)
    return sa.select(*values).where(among(table.c.document, [one.document for one in found]))


def _sum_faults(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    for count, owner, places, names in _TABLES:
        sql = _SUMS.format(
            count=count, owner=owner, places=places,
            sums=", ".join(f"sum({name}) AS {name}" for name in names),
            differ=" OR ".join(f"c.{name} <> coalesce(p.{name}, 0)" for name in names),
        )  # fmt: skip
        for (number,) in connection.exec_driver_sql(sql):
            yield count, f"row {number} is not the sum of its documents"


def _whole_faults(connection: sa.Connection, whole: Counter[str]) -> Iterator[tuple[str, str]]:
    for table, what, name in (
        ("actor_document", "count(*)", "actors"), ("outlet_document", "count(*)", "outlet"),
        ("event_day", "count(*)", "events"), ("citing", "sum(documents)", "stations"),
        ("citing", "sum(statements)", "citing"), ("outlet_count", "sum(cited)", "cited"),
    ):  # fmt: skip
        query = f"SELECT {what} FROM {table}"  # noqa: S608 - ours
        there = int(connection.exec_driver_sql(query).scalar() or 0)
        if there != whole[name]:
            yield table, f"its {what} is {there}, not {whole[name]}"
