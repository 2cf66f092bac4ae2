"""Keep the counts of actors, outlets and events in step with the newest readings.

Adding readings only notes their documents as uncounted. ``update_counts`` counts these, many in
one transaction, since each touches places all over the tables. What is forgotten or read anew is
taken out of the counts in the very transaction that removes or replaces it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from sayso.ledger import match, schema
from sayso.ledger.counting import Counted, Name, Part, counted
from sayso.ledger.ledger import Ledger, asking, writing
from sayso.ledger.rows import given
from sayso.outlets import name_of

_BATCH: Final = 500  # documents counted in one transaction
_AT_ONCE: Final = 500  # values in one IN (…)
_SHORTEST: Final = 2  # words of a name that has initials

Progress = Callable[[int, int], None]


def update_counts(ledger: Ledger, *, progress: Progress | None = None) -> int:
    """Count the documents that are still uncounted; return how many there were.

    Args:
        ledger: which.
        progress: called after each batch with how many documents are done, and of how many.

    Raises:
        LedgerError: the database refuses; what was counted before is kept.
    """
    done, whole = 0, count_uncounted(ledger)
    table = schema.uncounted
    while whole:
        with writing(ledger) as connection:
            query = sa.select(table.c.document).order_by(table.c.document).limit(_BATCH)
            documents = list(connection.execute(query).scalars())
            if not documents:
                break
            _apply(connection, counted(connection, documents), 1)
            _delete(connection, table.c.document, documents)
        done += len(documents)
        if progress:
            progress(done, max(whole, done))
    return done


def count_uncounted(ledger: Ledger) -> int:
    """Return how many documents are not in the counts yet."""
    with asking(ledger) as connection:
        query = sa.select(sa.func.count()).select_from(schema.uncounted)
        return connection.execute(query).scalar() or 0


def put_off(connection: sa.Connection, new: Collection[int]) -> None:
    """Note documents, none of which is counted, as uncounted."""
    if new:
        connection.execute(schema.uncounted.insert(), [{"document": one} for one in new])


def discount(connection: sa.Connection, documents: Collection[int]) -> None:
    """Take documents out of the counts, while their newest readings are still what was counted."""
    table = schema.uncounted
    waiting = {
        number
        for some in _some(documents)
        for number in connection.execute(
            sa.select(table.c.document).where(table.c.document.in_(some))
        ).scalars()
    }
    for some in _some(set(documents) - waiting):
        _apply(connection, counted(connection, some), -1)
    _delete(connection, table.c.document, waiting)


# Many documents as one change of the tables


@dataclass(slots=True)
class _Outlet:
    """What changes of an outlet: by the documents it published, by those that cite it."""

    documents: int = 0
    statements: int = 0
    cited: int = 0
    days: list[str] = field(default_factory=list)


def _apply(connection: sa.Connection, found: Sequence[Counted], sign: int) -> None:
    """Add documents to all counts (``sign`` 1), or take them out (-1)."""
    _apply_actors(connection, found, sign)
    _apply_outlets(connection, found, sign)
    table = schema.event_day
    if sign > 0:
        _insert(connection, table, [
            (one.document, *event) for one in found for event in one.events
        ])  # fmt: skip
    else:
        _delete(connection, table.c.document, [one.document for one in found])


def _apply_actors(connection: sa.Connection, found: Sequence[Counted], sign: int) -> None:
    places: dict[Name, list[tuple[Counted, Part]]] = defaultdict(list)
    for one in found:
        for key, part in one.actors.items():
            places[key].append((one, part))
    known = _known_actors(connection, places)
    if sign > 0:
        fresh = _numbered(
            connection, schema.actor_count, [key for key in places if key not in known]
        )
        new = {key: _blank(key, number) for key, number in fresh.items()}
        _insert(connection, schema.actor_count, [tuple(row.values()) for row in new.values()])
        _insert(connection, schema.actor_word, [
            (word, number) for (name, _), number in fresh.items() for word in words_of_name(name)
        ])  # fmt: skip
        known |= new
        _insert(connection, schema.actor_document, [
            (known[key]["id"], one.document, one.day, part.statements, part.told, part.answers)
            for key, some in places.items() for one, part in some
        ])  # fmt: skip
    else:
        _delete_pairs(connection, schema.actor_document, [
            (known[key]["id"], one.document) for key, some in places.items() for one, _ in some
        ])  # fmt: skip
    for key, some in places.items():
        _change_actor(known[key], some, sign)
    days = {known[key]["id"]: [one.day for one, _ in some] for key, some in places.items()}
    gone = _store(connection, schema.actor_document, list(known.values()), days, sign)
    _delete(connection, schema.actor_word.c.actor, gone)
    _delete(connection, schema.actor_count.c.id, gone)


def _known_actors(connection: sa.Connection, names: Collection[Name]) -> dict[Name, dict[str, Any]]:
    table = schema.actor_count
    rows = _rows(connection, table, table.c.name, {name for name, _ in names})
    return {key: row for row in rows if (key := (row["name"], row["kind"])) in names}


def _blank(key: Name, number: int) -> dict[str, Any]:
    values = (number, *key, 0, 0, 0, 0, 0, None, None)
    return dict(zip(schema.actor_count.columns.keys(), values, strict=True))


def _change_actor(row: dict[str, Any], some: Iterable[tuple[Counted, Part]], sign: int) -> None:
    for _, part in some:
        row["documents"] += sign
        for name in ("named", "statements", "told", "answers"):
            row[name] += sign * int(getattr(part, name))


def _apply_outlets(connection: sa.Connection, found: Sequence[Counted], sign: int) -> None:
    changes: dict[str, _Outlet] = defaultdict(_Outlet)
    pairs: dict[tuple[str | None, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in found:
        if one.outlet:
            own = changes[one.outlet]
            own.documents += 1
            own.statements += one.statements
            own.days.append(one.day)
        for station, times in one.stations.items():
            changes[station].cited += times
            pairs[one.outlet, station][0] += 1
            pairs[one.outlet, station][1] += times
    known = _outlets(connection, changes, new=sign > 0)
    _apply_documents(connection, found, known, sign)
    _apply_citing(connection, pairs, known, sign)
    for given_name, change in changes.items():
        for name in ("documents", "statements", "cited"):
            known[given_name][name] += sign * getattr(change, name)
    days = {known[name]["id"]: change.days for name, change in changes.items()}
    gone = _store(connection, schema.outlet_document, list(known.values()), days, sign)
    _delete(connection, schema.outlet_count.c.id, gone)


def _outlets(
    connection: sa.Connection, names: Collection[str], *, new: bool
) -> dict[str, dict[str, Any]]:
    """Return the rows of outlets by the names that documents give; make those that are new."""
    table = schema.outlet_count
    known = {row["given"]: row for row in _rows(connection, table, table.c.given, names)}
    if new:
        fresh = _numbered(connection, table, [name for name in names if name not in known])
        columns = table.columns.keys()
        made = {
            name: dict(
                zip(columns, (number, name, _one_name(name), 0, 0, 0, None, None), strict=True)
            )
            for name, number in fresh.items()
        }
        _insert(connection, table, [tuple(row.values()) for row in made.values()])
        known |= made
    return known


def _one_name(given_name: str) -> str:
    """Return the one name of an outlet; what is stored escaped stays as it is."""
    return given_name if given(given_name) != given_name else name_of(given_name)


def _apply_documents(
    connection: sa.Connection, found: Sequence[Counted], known: Mapping[str, Any], sign: int
) -> None:
    rows = [
        (known[one.outlet]["id"], one.document, one.day, one.statements)
        for one in found if one.outlet
    ]  # fmt: skip
    if sign > 0:
        _insert(connection, schema.outlet_document, rows)
    else:
        _delete_pairs(connection, schema.outlet_document, [row[:2] for row in rows])


def _apply_citing(
    connection: sa.Connection,
    pairs: Mapping[tuple[str | None, str], Sequence[int]],
    known: Mapping[str, Any],
    sign: int,
) -> None:
    """Change whom outlets cite; a document without outlet cites for nobody."""
    changed = [
        (known[outlet]["id"], known[station]["id"], *counts)
        for (outlet, station), counts in pairs.items() if outlet
    ]  # fmt: skip
    if not changed:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    one = f"outlet = {mark} AND station = {mark}"
    if sign > 0:
        sql = (f"INSERT INTO citing VALUES ({', '.join([mark] * 4)}) "  # noqa: S608 - ours
               "ON CONFLICT (outlet, station) DO UPDATE SET "
               "documents = citing.documents + excluded.documents, "
               "statements = citing.statements + excluded.statements")  # fmt: skip
        connection.exec_driver_sql(sql, changed)
        return
    sql = (f"UPDATE citing SET documents = documents - {mark}, "  # noqa: S608 - ours
           f"statements = statements - {mark} WHERE {one}")  # fmt: skip
    connection.exec_driver_sql(sql, [(*row[2:], *row[:2]) for row in changed])
    sql = f"DELETE FROM citing WHERE {one} AND documents <= 0"  # noqa: S608 - ours
    connection.exec_driver_sql(sql, [row[:2] for row in changed])


def _store(
    connection: sa.Connection,
    places: sa.Table,
    rows: Sequence[dict[str, Any]],
    days: Mapping[int, Sequence[str]],
    sign: int,
) -> list[int]:
    """Store changed rows with their first and last days; return the ids of those that are empty.

    Args:
        connection: where.
        places: the table of their documents.
        rows: of ``actor_count`` or ``outlet_count``.
        days: that are added or taken out, by id.
        sign: which of the two.
    """
    table = schema.actor_count if places is schema.actor_document else schema.outlet_count
    gone = [row["id"] for row in rows if not (row["documents"] or row.get("cited"))]
    for row in rows:
        known = sorted(day for day in days.get(row["id"], ()) if day)
        if sign > 0 and known:
            row["first"] = min(row["first"] or known[0], known[0])
            row["last"] = max(row["last"] or known[-1], known[-1])
        elif known and (known[0] == row["first"] or known[-1] == row["last"]):
            row["first"], row["last"] = _bounds(connection, places, row["id"])
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        changes = ", ".join(f"{name} = {mark}" for name in list(rows[0])[1:])
        sql = f"UPDATE {table.name} SET {changes} WHERE id = {mark}"  # noqa: S608 - ours
        changed = [(*list(row.values())[1:], row["id"]) for row in rows]
        connection.exec_driver_sql(sql, changed)
    return gone


def _bounds(
    connection: sa.Connection, places: sa.Table, number: int
) -> tuple[str | None, str | None]:
    owner, day = places.columns.values()[0], places.c.day
    query = sa.select(sa.func.min(day), sa.func.max(day)).where(owner == number, day != "")
    first, last = connection.execute(query).one()
    return first, last


def words_of_name(name: str) -> set[str]:
    """Return what an actor is found by: the words of a name, and the initials of several words."""
    words = match.tokens(given(name))
    capitals = [word[0] for word in given(name).split() if word[:1].isupper()]
    initials = {"".join(capitals).lower()} if len(capitals) > _SHORTEST else set()
    return {word for word in (*words, *initials) if match.clean(word) == word}


# Rows


def _numbered(connection: sa.Connection, table: sa.Table, keys: Iterable[Any]) -> dict[Any, int]:
    last = connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
    return {key: number for number, key in enumerate(keys, last + 1)}


def _rows(
    connection: sa.Connection, table: sa.Table, column: sa.Column[Any], values: Iterable[Any]
) -> Iterator[dict[str, Any]]:
    names = table.columns.keys()
    for some in _some(values):
        for row in connection.execute(table.select().where(column.in_(some))):
            yield dict(zip(names, row, strict=True))


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows past SQLAlchemy's care for each value, which takes half of all the time."""
    if rows:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        names, marks = ", ".join(table.columns.keys()), ", ".join([mark] * len(table.columns))
        sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - ours
        connection.exec_driver_sql(sql, list(rows))


def _delete(connection: sa.Connection, column: sa.Column[Any], values: Iterable[Any]) -> None:
    for some in _some(values):
        connection.execute(column.table.delete().where(column.in_(some)))


def _delete_pairs(
    connection: sa.Connection, table: sa.Table, pairs: Sequence[tuple[int, ...]]
) -> None:
    owner, document = table.columns.values()[:2]
    if pairs:
        one = (owner == sa.bindparam("a")) & (document == sa.bindparam("b"))
        connection.execute(table.delete().where(one), [{"a": a, "b": b} for a, b in pairs])


def _some(values: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(values)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
