"""Take out of a ledger what is derived from documents: claims and all that leads to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

import sqlalchemy as sa

from sayso.ledger import schema
from sayso.ledger.ledger import Ledger, asking

_AT_ONCE: Final = 500  # values in one IN (…)


def waiting() -> sa.Select[Any]:
    """Return the query for documents whose newest reading has not been compared with others."""
    table, done = schema.document, schema.resolved
    return (
        sa.select(table.c.id, table.c.reading)
        .outerjoin(done, (done.c.document == table.c.id) & (done.c.reading == table.c.reading))
        .where(table.c.reading.is_not(None), done.c.document.is_(None))
        .order_by(table.c.id)
    )


def count_waiting(ledger: Ledger) -> int:
    """Return how many documents have not been compared."""
    with asking(ledger) as connection:
        query = sa.select(sa.func.count()).select_from(waiting().subquery())
        return connection.execute(query).scalar() or 0


def withdraw(connection: sa.Connection, documents: Collection[int]) -> None:
    """Take out all that documents had part in; what else had part in it is compared again."""
    others = take_back(connection, documents)
    delete(connection, schema.resolved.c.document, {*documents, *(one for one, _ in others)})


def take_back(connection: sa.Connection, documents: Collection[int]) -> set[tuple[int, int]]:
    """Take out all that documents had part in, before they are compared again.

    Returns:
        The propositions, as document and place, of other documents whose claims are gone.
    """
    member = schema.claim_member
    claims = values_of(connection, member.c.claim, member.c.document, documents)
    members = chosen(connection, member.select(), member.c.claim, claims)
    left = {(row.document, row.proposition) for row in members if row.document not in documents}
    drop_claims(connection, claims)
    for column in (
        schema.telling.c.document, schema.fingerprint.c.document, schema.syndication.c.first,
        schema.syndication.c.second, schema.alike.c.document, schema.alike.c.other,
        schema.resolved.c.document,
    ):  # fmt: skip
        delete(connection, column, documents)
    return left


def drop_claims(connection: sa.Connection, claims: Collection[int]) -> None:
    """Remove claims with their members and words."""
    for column in (schema.claim_word.c.claim, schema.claim_member.c.claim, schema.claim.c.id):
        delete(connection, column, claims)


def values_of(
    connection: sa.Connection,
    wanted: sa.Column[int],
    column: sa.Column[int],
    values: Collection[int],
) -> set[int]:
    """Return what stands in one column where another has one of some values."""
    return {row[0] for row in chosen(connection, sa.select(wanted), column, values)}


def chosen(
    connection: sa.Connection, query: sa.Select[Any], column: sa.Column[int], values: Iterable[int]
) -> Iterator[sa.Row[Any]]:
    """Yield the rows of a query where a column has one of any number of values."""
    for some in _some(sorted(set(values))):
        yield from connection.execute(query.where(column.in_(some)))


def delete(connection: sa.Connection, column: sa.Column[int], values: Iterable[int]) -> None:
    """Delete the rows where a column has one of some values."""
    for some in _some(sorted(set(values))):
        connection.execute(column.table.delete().where(column.in_(some)))


def _some(values: Sequence[int]) -> Iterator[Sequence[int]]:
    return (values[n : n + _AT_ONCE] for n in range(0, len(values), _AT_ONCE))
