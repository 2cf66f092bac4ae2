"""Which documents share telling words with one: a bounded look into a ledger of any size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa

from sayso.ledger import schema

Days = tuple[int, int]  # the first and the last


class Sharing(NamedTuple):
    """A document that shares telling words with another, and its day if that is known."""

    document: int
    day: int | None
    words: tuple[str, ...]


def sharing(
    connection: sa.Connection, words: Sequence[str], *, wide: Days | None, near: Days | None,
    most: int,
) -> tuple[dict[str, int], list[Sharing]]:  # fmt: skip
    """Return in how many documents each word stands, and which documents have which of them.

    Args:
        connection: to the ledger.
        words: what is looked for.
        wide: the days to look at; None is all.
        near: where more than ``most`` documents have a word, those to look at instead.
        most: a word that even then more documents have tells nothing.
    """
    found = _found(connection, words, wide, most)
    common = [word for word in words if len(found[word]) > most]
    counts = {word: len(found[word]) + 1 for word in words}
    if near is not None and common:
        closer = _found(connection, common, near, most)
        counts |= {word: min(most, len(some) + 1) for word, some in closer.items()}
        found |= closer
    shared: dict[tuple[int, int], list[str]] = {}
    for word in words:
        for place in found[word] if len(found[word]) <= most else ():
            shared.setdefault(place, []).append(word)
    return counts, [Sharing(one, day or None, tuple(some)) for (one, day), some in shared.items()]


def _found(
    connection: sa.Connection, words: Sequence[str], days: Days | None, most: int
) -> dict[str, list[tuple[int, int]]]:
    """Return documents and days by word, one more than ``most`` at the most."""
    found: dict[str, list[tuple[int, int]]] = {word: [] for word in words}
    if words:
        low, high = days or (0, 1 << 40)
        values: dict[str, str | int] = {f"w{n}": word for n, word in enumerate(words)}
        values |= {"low": low, "high": high, "most": most + 1}
        for number, document, day in connection.execute(_query(len(words)), values):
            found[words[number]].append((document, day))
    return found


@cache
def _query(size: int) -> sa.TextClause:
    """Return one question for so many words: asked one by one they cost ten times as much."""
    table = schema.telling.name
    parts = (
        f"SELECT {n}, document, day FROM (SELECT document, day FROM {table} WHERE word = :w{n} "  # noqa: S608 - no value in it
        f"AND (day BETWEEN :low AND :high OR day = 0) LIMIT :most) AS t{n}"
        for n in range(size)
    )
    return sa.text(" UNION ALL ".join(parts))
