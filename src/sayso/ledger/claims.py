"""Questions about claims: which there are, and one with all that is known of it.

``sayso.claims.update_claims`` makes them; what is found here is what it left.

A list walks through an index that has all it is narrowed by, in its order. Where what is asked
for is rare (a word, an outlet, many origins), the few claims that have it are sorted instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isqrt
from typing import Any, Final, Literal

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import match, rows, schema
from sayso.ledger.claimrows import claim_of, words_of
from sayso.ledger.cursor import Asked
from sayso.ledger.facets import Facets, facets_of
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import among
from sayso.outlets import name_of
from sayso.records import Claim

Order = Literal["documents", "newest", "origins"]

_FEW: Final = 4_000  # claims that are sorted at most; else the first are looked for in their order
_COUNTED: Final = 200  # claims whose values are counted
_BETWEEN: Final = "\x1f"  # names that come in one row: each row is a turn among threads
_MANY_ORIGINS: Final = 5  # from which on numbers of origins are counted as one value
_TABLE = schema.claim
_WORD = schema.claim_word


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims, and in which order; what is None does not matter.

    Attributes:
        about: words that all stand in the claim or in what its members say.
        actor: words that all stand in the names of its speakers and origins.
        outlet: the name of who published a member, all of it; its other names count too.
        denied: only claims that an origin denies (True), or that none does (False).
        least, most: how many origins state or doubt it.
        since, until: told then, by its first and last member: a year, a month or a day.
        order: those of most "documents" first, of most "origins", or the "newest" by its last
            member.
    """

    about: str | None = None
    actor: str | None = None
    outlet: str | None = None
    denied: bool | None = None
    least: int | None = None
    most: int | None = None
    since: str | None = None
    until: str | None = None
    order: Order = "documents"


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Some claims, and the cursor the next page is asked for with; None on the last."""

    claims: tuple[Claim, ...]
    cursor: str | None = None


def find_claims(
    ledger: Ledger,
    wanted: ClaimFilter = ClaimFilter(),
    *,
    about: str | None = None,
    actor: str | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> ClaimPage:
    """Return a page of claims.

    Args:
        ledger: where to look.
        wanted: which.
        about: short for the same in ``wanted``.
        actor: likewise.
        limit: claims on a page.
        cursor: of the page before.

    Raises:
        LedgerError: a date or order is none, or the cursor is not of this list.
    """
    wanted = replace(wanted, about=about or wanted.about, actor=actor or wanted.actor)
    asked = Asked("claims", wanted, limit, cursor)
    column = _column(wanted)
    behind = asked.begins_behind(str if column.nullable else int, int)
    with asking(ledger) as connection:
        found = _listed(connection, wanted, behind, limit + 1)
        shown = _claims(connection, [row.id for row in found[:limit]])
    if len(found) <= limit:
        return ClaimPage(shown)
    last = found[limit - 1]
    return ClaimPage(shown, asked.ends_at((getattr(last, column.name), last.id)))


def claim_facets(ledger: Ledger, wanted: ClaimFilter = ClaimFilter()) -> Facets:
    """Return how often claims are denied, how many origins they have, outlets and years.

    Counted among the first 200 in their order: exactly, if there are no more. Five origins and
    more are "5+"; the year is that of the first member.

    Raises:
        LedgerError: a date or order is none.
    """
    with asking(ledger) as connection:
        found = _listed(connection, wanted, None, _COUNTED + 1)
        outlets = _outlets_of(connection, [row.id for row in found])
    facts = (
        {
            "denied": "yes" if row.denials else "no",
            "origins": str(row.origins) if row.origins < _MANY_ORIGINS else f"{_MANY_ORIGINS}+",
            "year": (row.first or "")[:4] or None,
            "outlet": outlets.get(row.id, [None]),
        }
        for row in found
    )
    return facets_of(("denied", "origins", "outlet", "year"), facts, _COUNTED)


def _outlets_of(connection: sa.Connection, claims: Sequence[int]) -> dict[int, list[str]]:
    """Return the outlets of the members of some claims, by their one names."""
    words = sa.func.aggregate_strings(_WORD.c.word, _BETWEEN).label("words")
    query = sa.select(_WORD.c.claim, words).where(_WORD.c.kind == "outlet").group_by(_WORD.c.claim)
    found = connection.execute(query.where(among(_WORD.c.claim, claims)))
    return {
        row.claim: sorted({name_of(rows.given(word)) for word in row.words.split(_BETWEEN)})
        for row in found
    }


def _column(wanted: ClaimFilter) -> sa.Column[Any]:
    columns = {"documents": "documents", "newest": "last", "origins": "origins"}
    if wanted.order not in columns:
        raise LedgerError(
            f"{wanted.order!r} is no order of claims; give {', '.join(columns)}",
            subject=wanted.order,
        )
    return _TABLE.c[columns[wanted.order]]


# Which claims

_NARROW: Final = tuple(
    _TABLE.c[name] for name in ("id", "documents", "origins", "denials", "first", "last")
)


def _listed(
    connection: sa.Connection, wanted: ClaimFilter, behind: Sequence[Any] | None, limit: int
) -> list[sa.Row[Any]]:
    """Return the first claims that are wanted, from behind a place on; without what they hold."""
    column, which = _column(wanted), list(_on_columns(wanted))
    words = list(_on_words(connection, wanted))
    few = _few(connection, wanted, words, which, limit)
    query = sa.select(*_NARROW).where(*which)
    if few is None:
        return _walk(connection, column, query.where(*map(_has, words)), behind, limit)
    query = query.where(among(_TABLE.c.id, few), *map(_has, words))
    found = list(connection.execute(query))

    def place(value: Any, number: int) -> tuple[bool, Any, int]:
        return value is not None, value if value is not None else 0, number

    name = column.name
    found.sort(key=lambda row: place(getattr(row, name), row.id), reverse=True)
    if behind is not None:
        last = place(*behind)
        found = [row for row in found if place(getattr(row, name), row.id) < last]
    return found[:limit]


def _walk(
    connection: sa.Connection,
    column: sa.Column[Any],
    query: sa.Select[Any],
    behind: Sequence[Any] | None,
    limit: int,
) -> list[sa.Row[Any]]:
    """Return claims in the order of an index, the highest first; those without a value last."""
    number, found = _TABLE.c.id, list[sa.Row[Any]]()
    place, last = behind or (None, None)
    if behind is None or place is not None:
        known = query.where(column.is_not(None)).order_by(column.desc(), number.desc())
        if place is not None:
            known = known.where((column < place) | ((column == place) & (number < last)))
        found += connection.execute(known.limit(limit)).all()
    if column.nullable and len(found) < limit:
        unknown = query.where(column.is_(None)).order_by(number.desc())
        if behind is not None and place is None:
            unknown = unknown.where(number < last)
        found += connection.execute(unknown.limit(limit - len(found))).all()
    return found


def _on_columns(wanted: ClaimFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.denied is not None:
        yield _TABLE.c.denials > 0 if wanted.denied else _TABLE.c.denials == 0
    if wanted.least is not None:
        yield _TABLE.c.origins >= wanted.least
    if wanted.most is not None:
        yield _TABLE.c.origins <= wanted.most
    period = match.period_of(wanted.since, wanted.until)
    if period.first or period.last:
        low, high = match.string_range(period)
        yield _TABLE.c.last >= low
        yield _TABLE.c.first < high


@dataclass(frozen=True, slots=True)
class _Word:
    """One of some words of a kind that a claim must have."""

    kind: str
    words: tuple[str, ...]

    def on(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """Return the condition on ``claim_word``."""
        return (table.c.kind == self.kind) & table.c.word.in_(self.words)


def _on_words(connection: sa.Connection, wanted: ClaimFilter) -> Iterator[_Word]:
    for kind, text in (("text", wanted.about), ("name", wanted.actor)):
        for word in sorted(words_of(match.clean(text or ""))):
            yield _Word(kind, (word,))
    if wanted.outlet is not None:
        table, name = schema.outlet_count, name_of(match.clean(wanted.outlet))
        query = sa.select(table.c.given).where(table.c.name == name)
        yield _Word("outlet", (name, *connection.execute(query).scalars()))


def _few(
    connection: sa.Connection,
    wanted: ClaimFilter,
    words: Sequence[_Word],
    which: Sequence[sa.ColumnElement[bool]],
    limit: int,
) -> list[int] | None:
    """Return the claims that have all words, or many origins, if it is quicker to sort these.

    Looking through all in their order takes the longer the rarer they are, sorting the shorter.
    """
    last = connection.execute(sa.select(sa.func.max(_TABLE.c.id))).scalar() or 0
    most = min(_FEW, isqrt(limit * last) // 2)
    if words:
        rarest, *others = sorted(words, key=lambda word: _size(connection, word))
        query = sa.select(_WORD.c.claim).distinct().where(rarest.on(_WORD))
        query = query.where(*(_has(word, _WORD.c.claim) for word in others))
        found = list(connection.execute(query.limit(most + 1)).scalars())
        if len(found) <= most:
            return found
    if wanted.least is not None and wanted.least > 1:
        query = sa.select(_TABLE.c.id).where(*which)
        found = list(connection.execute(query.limit(most + 1)).scalars())
        return found if len(found) <= most else None
    return None


def _size(connection: sa.Connection, word: _Word) -> int:
    some = sa.select(_WORD.c.claim).where(word.on(_WORD)).limit(_FEW + 1).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar() or 0


def _has(word: _Word, claim: sa.Column[int] = _TABLE.c.id) -> sa.ColumnElement[bool]:
    there = _WORD.alias()
    return sa.exists().where(there.c.claim == claim, word.on(there))


def _claims(connection: sa.Connection, numbers: Sequence[int]) -> tuple[Claim, ...]:
    query = sa.select(_TABLE.c.id, _TABLE.c.found).where(_TABLE.c.id.in_(numbers))
    found = {row.id: claim_of(row.found) for row in connection.execute(query)}
    return tuple(found[number] for number in numbers)


def get_claim(ledger: Ledger, key: str) -> Claim:
    """Return a claim by its id, or by the first characters of it that no other has.

    Raises:
        NotInLedger: there is none, or several begin so.
    """
    query = sa.select(_TABLE.c.key, _TABLE.c.found).where(
        _TABLE.c.key >= key, _TABLE.c.key < f"{key}g"
    )  # keys are hexadecimal
    with asking(ledger) as connection:
        found = connection.execute(query.limit(2)).all()
    if len(found) != 1:
        how = "several claims begin with" if found else "there is no claim"
        raise NotInLedger(f"{how} {key} in {ledger.url}; `sayso claims` lists them", subject=key)
    return claim_of(found[0].found)
