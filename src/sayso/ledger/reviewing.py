"""What review asks of a ledger: attributions as machines read them, and those to look at next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from sayso.errors import LedgerError
from sayso.ledger import match, schema
from sayso.ledger.corrections import JUDGED
from sayso.ledger.judgement import Judgement, in_force, judgements_of
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Page
from sayso.ledger.query import CURRENT, STATEMENTS, Found, found_of

WINDOW: Final = 2000  # attributions taken in last among which the least sure are looked for
_AT_ONCE: Final = 100  # keys in one question


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an attribution stands in the queue: the least sure first, then by key."""

    confidence: float
    key: str

    @property
    def cursor(self) -> str:
        """Return it as a cursor."""
        return f"{self.confidence!r}:{self.key}"


def place_of(cursor: str) -> Place:
    """Return the place that a cursor names.

    Raises:
        LedgerError: it is none.
    """
    confidence, _, key = cursor.partition(":")
    try:
        return Place(float(confidence), key)
    except ValueError:
        raise LedgerError(
            f"{cursor!r} is no cursor of this list; ask for the first page without one",
            subject=cursor,
        ) from None


def least_sure(ledger: Ledger, *, limit: int = 20, cursor: str | None = None) -> Page[Found]:
    """Return attributions nobody has judged, those the reader is least sure of first.

    Args:
        ledger: where to look: among the ``WINDOW`` attributions taken in last, since a ledger
            may have a million.
        limit: how many.
        cursor: of the page before.

    Raises:
        LedgerError: the cursor is none.
    """
    after = None if cursor is None else place_of(cursor)
    places = [one for one in _window(ledger) if after is None or one > after]
    chosen = list(islice(_unjudged(ledger, places), limit + 1))
    found = _current(ledger, [one.key for one in chosen[:limit]])
    items = tuple(found[one.key] for one in chosen[:limit] if one.key in found)
    return Page(items, chosen[limit - 1].cursor if len(chosen) > limit else None)


def beside(ledger: Ledger, place: Place) -> tuple[str | None, str | None]:
    """Return the keys of what stands before and behind a place in the queue, if anything does."""
    places = _window(ledger)
    before = [one for one in reversed(places) if one < place]
    behind = [one for one in places if one > place]
    keys = [next((one.key for one in _unjudged(ledger, some)), None) for some in (before, behind)]
    return keys[0], keys[1]


def machine_statements(ledger: Ledger, keys: Sequence[str]) -> dict[str, Found]:
    """Return attributions as the newest machine's reading that has them gave them, by key."""
    reading, maker = schema.reading, schema.producer
    query = STATEMENTS.join(maker, maker.c.id == reading.c.producer)
    query = query.where(~maker.c.produced_by.like(f'%"{JUDGED}"%')).order_by(reading.c.id)
    return _by_key(ledger, query, keys)


def pairs_judged(ledger: Ledger, kind: str, *, limit: int = 50) -> list[Judgement]:
    """Return the newest judgements in force that two things of a kind are the same or different."""
    table = schema.judgement
    query = (
        in_force()
        .where(table.c.kind == kind, table.c.verdict.in_(("same", "different")))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    with asking(ledger) as connection:
        return judgements_of(connection.execute(query))


def judgements_named(ledger: Ledger, beginning: str) -> list[Judgement]:
    """Return the judgements in force whose keys begin so, ten at most."""
    table = schema.judgement
    first = match.clean(beginning)
    behind = f"{first}g"  # behind all hex digits
    query = in_force().where(table.c.key >= first, table.c.key < behind).limit(10)
    with asking(ledger) as connection:
        return judgements_of(connection.execute(query))


def _window(ledger: Ledger) -> list[Place]:
    said, document = schema.attribution, schema.document
    query = CURRENT.with_only_columns(said.c.confidence, document.c.key, said.c.mark)
    with asking(ledger) as connection:
        found = connection.execute(query.order_by(said.c.id.desc()).limit(WINDOW))
        return sorted(Place(row.confidence, f"{row.key}-{row.mark}") for row in found)


def _unjudged(ledger: Ledger, places: Sequence[Place]) -> Iterator[Place]:
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        judged = _judged(ledger, {one.key for one in some})
        yield from (one for one in some if one.key not in judged)


def _judged(ledger: Ledger, keys: Collection[str]) -> set[str]:
    table = schema.judgement
    query = in_force().with_only_columns(table.c.target).where(table.c.target.in_(keys))
    with asking(ledger) as connection:
        return set(connection.execute(query).scalars())


def _current(ledger: Ledger, keys: Sequence[str]) -> dict[str, Found]:
    return _by_key(ledger, CURRENT, keys)


def _by_key(ledger: Ledger, query: sa.Select[Any], keys: Sequence[str]) -> dict[str, Found]:
    said, document = schema.attribution, schema.document
    found: dict[str, Found] = {}
    for start in range(0, len(keys), _AT_ONCE):
        halves = [key.partition("-") for key in keys[start : start + _AT_ONCE]]
        wanted = query.where(
            document.c.key.in_([key for key, _, _ in halves]),
            said.c.mark.in_([mark for _, _, mark in halves]),
        )
        with asking(ledger) as connection:
            rows = list(connection.execute(wanted).mappings())
            found |= {one.key: one for one in found_of(connection, rows)}
    return {key: found[key] for key in keys if key in found}
