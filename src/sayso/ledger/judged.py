"""Judgements as a list, the last first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sayso.errors import NotInLedger
from sayso.ledger import rows, schema
from sayso.ledger.judgement import Judgement, about, in_force, judgements_of
from sayso.ledger.keys import digest
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Filter, Listing, Page, page_of


@dataclass(frozen=True, slots=True)
class JudgementFilter:
    """Which judgements; nothing given is all in force.

    Attributes:
        target: the key of what they are about; a document's brings those about its parts too.
        kind: "attribution", "actor", "claim", …
        by: who decided.
        undone: those that were undone, and the undoing, too.
    """

    target: str | None = None
    kind: str | None = None
    by: str | None = None
    undone: bool = False


def find_judgements(
    ledger: Ledger,
    wanted: JudgementFilter = JudgementFilter(),
    *,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[Judgement]:
    """Return a page of judgements, the last first.

    Raises:
        LedgerError: the cursor is not of this list.
    """
    mark = digest(wanted.target, wanted.kind, wanted.by, wanted.undone)
    listing = Listing(f"judgements {mark}", Filter(), "newest", limit, cursor)
    with asking(ledger) as connection:

        def newest(below: int | None) -> Iterator[Any]:
            query = _query(wanted).order_by(schema.judgement.c.id.desc()).limit(listing.batch)
            if below is not None:
                query = query.where(schema.judgement.c.id < below)
            return iter(connection.execute(query).mappings())

        chosen, following = page_of(listing, newest, None)
        ids = [row["id"] for row in chosen]
        table = schema.judgement
        query = table.select().where(table.c.id.in_(ids)).order_by(table.c.id.desc())
        return Page(tuple(judgements_of(connection.execute(query))), following)


def get_judgement(ledger: Ledger, key: str) -> Judgement:
    """Return a judgement by its key, undone or not.

    Raises:
        NotInLedger: there is none.
    """
    table = schema.judgement
    query = table.select().where(table.c.key == rows.kept(key))
    with asking(ledger) as connection:
        found = judgements_of(connection.execute(query))
    if not found:
        raise NotInLedger(f"no judgement {key} in {ledger.url}", subject=key)
    return found[0]


def undoing_of(ledger: Ledger, key: str) -> Judgement | None:
    """Return the judgement that has taken one back, if there is one.

    Raises:
        NotInLedger: there is no such judgement.
    """
    get_judgement(ledger, key)
    table = schema.judgement
    query = table.select().where(table.c.undoes == rows.kept(key)).order_by(table.c.id).limit(1)
    with asking(ledger) as connection:
        return next(iter(judgements_of(connection.execute(query))), None)


def _query(wanted: JudgementFilter) -> Any:
    table = schema.judgement
    query = table.select() if wanted.undone else in_force()
    if wanted.target is not None:
        query = query.where(about(wanted.target))
    for column, value in ((table.c.kind, wanted.kind), (table.c.by, wanted.by)):
        if value is not None:
            query = query.where(column == rows.kept(value))
    return query
