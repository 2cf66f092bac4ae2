"""Questions about claims: which there are, and one with all that is known of it.

``sayso.claims.update_claims`` makes them; what is found here is what it left.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import schema
from sayso.ledger.claimrows import claim_of, words_of
from sayso.ledger.ledger import Ledger, asking
from sayso.records import Claim


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Some claims, and the cursor the next page is asked for with; None on the last."""

    claims: tuple[Claim, ...]
    cursor: str | None = None


def find_claims(
    ledger: Ledger,
    *,
    about: str | None = None,
    actor: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> ClaimPage:
    """Return claims, those of most documents first.

    Args:
        ledger: where to look.
        about: words that all stand in the claim or in what its members say.
        actor: words that all stand in the name of a speaker or an origin.
        limit: claims on a page.
        cursor: of the page before.

    Raises:
        LedgerError: the cursor is none of a list of claims.
    """
    table = schema.claim
    query = sa.select(table.c.id, table.c.documents, table.c.found)
    for kind, text in (("text", about), ("name", actor)):
        for word in sorted(words_of(text or "")):
            query = query.where(_has(kind, word))
    if cursor is not None:
        documents, number = _place(cursor)
        query = query.where(
            (table.c.documents < documents)
            | ((table.c.documents == documents) & (table.c.id < number))
        )
    query = query.order_by(table.c.documents.desc(), table.c.id.desc()).limit(limit + 1)
    with asking(ledger) as connection:
        found = connection.execute(query).all()
    last = f"{found[limit - 1].documents}-{found[limit - 1].id}" if len(found) > limit else None
    return ClaimPage(tuple(claim_of(row.found) for row in found[:limit]), last)


def _place(cursor: str) -> tuple[int, int]:
    documents, mark, number = cursor.partition("-")
    if not (mark and documents.isdecimal() and number.isdecimal()):
        raise LedgerError(
            f"{cursor!r} is no cursor of a list of claims; give the one the last page ended with",
            subject=cursor,
        )
    return int(documents), int(number)


def _has(kind: str, word: str) -> sa.ColumnElement[bool]:
    table = schema.claim_word
    there = (table.c.claim == schema.claim.c.id) & (table.c.kind == kind) & (table.c.word == word)
    return sa.exists().where(there)


def get_claim(ledger: Ledger, key: str) -> Claim:
    """Return a claim by its id, or by the first characters of it that no other has.

    Raises:
        NotInLedger: there is none, or several begin so.
    """
    table = schema.claim
    query = sa.select(table.c.key, table.c.found).where(
        table.c.key >= key, table.c.key < f"{key}g"
    )  # keys are hexadecimal
    with asking(ledger) as connection:
        found = connection.execute(query.limit(2)).all()
    if len(found) != 1:
        how = "several claims begin with" if found else "there is no claim"
        raise NotInLedger(f"{how} {key} in {ledger.url}; `sayso claims` lists them", subject=key)
    return claim_of(found[0].found)
