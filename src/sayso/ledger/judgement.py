"""What people decided, beside what was read and never in it.

A judgement is a row of its own: never changed, and undone by another row. It speaks of
documents, attributions and actors by their keys, which a newer model's reading shares as far
as it finds the same words; so judgements hold when a document is read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from sayso.ledger import rows, schema
from sayso.ledger.ledger import Ledger, asking

VERDICTS = ("accept", "reject", "correct", "add", "same", "different", "undo")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision.

    Attributes:
        at: when, in UTC.
        key: a hash of all the rest.
        verdict: accept or reject the target; correct it (``value`` says how); add it, since the
            machine missed it; it is the same as or different from ``other``; undo an earlier
            judgement.
        kind: of the target: "attribution", "actor", "document", "claim", …
        target: its key.
        other: the second key of same and different.
        value: field -> right value, of correct and add; any JSON values. With each verdict it
            may hold a ``note``, in words.
        undoes: the key of the judgement that an undo takes back.
        by: who decided.
    """

    at: str
    key: str
    verdict: str
    kind: str
    target: str
    other: str | None
    value: Mapping[str, Any] | None
    undoes: str | None
    by: str


def judgements(
    ledger: Ledger, target: str | None = None, *, undone: bool = False
) -> list[Judgement]:
    """Return the judgements about something, in the order of their making.

    Args:
        ledger: where to look.
        target: a key of any kind; a document's brings those about its attributions and
            actors too. By default, all judgements.
        undone: include what was undone, and the undoing.
    """
    table = schema.judgement
    query = table.select() if undone else in_force()
    if target is not None:
        query = query.where(about(target))
    with asking(ledger) as connection:
        return judgements_of(connection.execute(query.order_by(table.c.at, table.c.key)))


def about(key: str) -> sa.ColumnElement[bool]:
    """Return the condition that a judgement is about a key, or a part of that document."""
    table = schema.judgement
    # "." is what comes behind "-": a range, which an index answers, unlike LIKE in every locale.
    return sa.or_(*(
        sa.or_(column == key, sa.and_(column >= f"{key}-", column < f"{key}."))
        for column in (table.c.target, table.c.other)
    ))  # fmt: skip


def in_force() -> sa.Select[Any]:
    """Return the query for all judgements but undone ones and undoings."""
    table, later = schema.judgement, schema.judgement.alias()
    undone = sa.exists().where(later.c.undoes == table.c.key)
    return table.select().where(table.c.verdict != "undo").where(~undone)


def judgements_of(found: Iterable[sa.Row[Any]]) -> list[Judgement]:
    """Return rows of ``judgement`` as records."""
    return [
        Judgement(
            **{field.name: rows.given(getattr(row, field.name)) for field in fields(Judgement)}
            | {"value": None if row.value is None else json.loads(row.value)}
        )
        for row in found
    ]
