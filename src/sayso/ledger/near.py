"""Which documents share telling words with one: a bounded look into a ledger of any size.

The database counts and groups: of the thousands of places where words stand, only the few
documents that share several come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from sayso.ledger import schema

Days = tuple[int, int]  # the first and the last
_EVER: Days = (0, 1 << 40)
_MOST_WORDS = 62  # bits of a sum


class Sharing(NamedTuple):
    """A document that shares telling words with another, and its day if that is known."""

    document: int
    day: int | None
    words: tuple[str, ...]


class Bounds(NamedTuple):
    """How far to look.

    Attributes:
        wide: the days to look at; None is all.
        near: where more than ``common`` documents have a word, those to look at instead.
        common: a word that even then more documents have tells nothing.
        least: words a document shares at least.
        most: documents to return at most, those that share most.
    """

    wide: Days | None
    near: Days | None
    common: int
    least: int
    most: int


def sharing(
    connection: sa.Connection, words: Sequence[str], bounds: Bounds
) -> tuple[dict[str, int], list[Sharing]]:
    """Return in how many documents each word stands, itself included, and which share some.

    Args:
        connection: to the ledger.
        words: what is looked for, 62 at most.
        bounds: how far.
    """
    words, common = words[:_MOST_WORDS], bounds.common
    days = dict.fromkeys(words, bounds.wide or _EVER)
    counts = _counts(connection, days, common)
    many = [word for word in words if counts[word] > common]
    if bounds.near is not None and many:
        closer = _counts(connection, dict.fromkeys(many, bounds.near), common)
        days |= dict.fromkeys(closer, bounds.near)
        counts |= {word: min(common - 1, n) if n <= common else n for word, n in closer.items()}
    telling = {word: days[word] for word in words if counts[word] <= common}
    return {word: n + 1 for word, n in counts.items()}, _shared(connection, telling, bounds)


def _counts(connection: sa.Connection, days: dict[str, Days], common: int) -> dict[str, int]:
    """Return how many documents of its days have each word, one more than ``common`` at most."""
    if not days:
        return {}
    found = connection.execute(_counting(len(days)), _values(days) | {"most": common + 1})
    words = list(days)
    return {words[n]: count for n, count in found}


def _shared(connection: sa.Connection, days: dict[str, Days], bounds: Bounds) -> list[Sharing]:
    if not days:
        return []
    values = _values(days) | {"least": bounds.least, "most": bounds.most}
    words = list(days)
    return [
        Sharing(document, day or None, tuple(w for n, w in enumerate(words) if int(bits) >> n & 1))
        for document, day, bits in connection.execute(_grouping(len(days)), values)
    ]


def _values(days: dict[str, Days]) -> dict[str, str | int]:
    values: dict[str, str | int] = {}
    for n, (word, (low, high)) in enumerate(days.items()):
        values |= {f"w{n}": word, f"l{n}": low, f"h{n}": high}
    return values


_PLACES = (
    "SELECT {what} FROM {table} WHERE word = :w{n} AND (day BETWEEN :l{n} AND :h{n} OR day = 0)"
)


def _places(n: int, what: str) -> str:
    return _PLACES.format(n=n, what=what, table=schema.telling.name)


@cache
def _counting(size: int) -> sa.TextClause:
    """Return one question for so many words: asked one by one they cost ten times as much."""
    parts = (
        f"SELECT {n}, count(*) FROM ({_places(n, 'document')} LIMIT :most) AS t{n}"  # noqa: S608 - no value in it
        for n in range(size)
    )
    return sa.text(" UNION ALL ".join(parts))


@cache
def _grouping(size: int) -> sa.TextClause:
    """Return the question for documents by how many of so many words they have, as bits."""
    parts = (_places(n, f"document, day, {1 << n} AS bit") for n in range(size))
    return sa.text(
        f"SELECT document, day, sum(bit) FROM ({' UNION ALL '.join(parts)}) AS places "  # noqa: S608 - no value in it
        "GROUP BY document, day HAVING count(*) >= :least "
        "ORDER BY count(*) DESC, document DESC LIMIT :most"
    )
