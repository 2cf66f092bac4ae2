"""Questions about outlets: what they publish, whom they cite, and whose text they carry.

An outlet goes by its one name (``sayso.outlets.name_of``), whatever documents call it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import match, rows, schema
from sayso.ledger.actors import LOOKED, Month
from sayso.ledger.counting import host_of
from sayso.ledger.cursor import Asked
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Page, among, name_holds, named
from sayso.outlets import name_of

SHARING: Final = 1_000  # an outlet's newest documents that are looked at for texts of others
_LINKS: Final = 50  # outlets it cites, and that cite it, that are told
_LOOKED: Final = 500  # of these that are looked at for circles
_CIRCLES: Final = 20  # circles of two, and of three, that are told
_NAMES: Final = 10_000  # outlets that some words may stand for

_COUNT = schema.outlet_count
_CITING = schema.citing


@dataclass(frozen=True, slots=True)
class CountedOutlet:
    """An outlet over all documents.

    Attributes:
        name: its one name.
        given: the names that documents give it.
        documents: that it published; 0 for who is only cited.
        statements: in these.
        cited: statements of others that came through it.
        first, last: days of publication.
    """

    name: str
    given: tuple[str, ...]
    documents: int
    statements: int
    cited: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """How often an outlet has what it reports from another."""

    name: str
    documents: int
    statements: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """Texts that an outlet shares with another (or with itself).

    Attributes:
        name: the other.
        documents: pairs of documents.
        kinds: how many of each kind: "copy", "excerpt", "rewrite", "passage".
    """

    name: str | None
    documents: int
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ShownOutlet:
    """An outlet with whom it cites, who cites it and whose text it carries.

    Attributes:
        cites, cited_by: the most frequent first, 50 at most.
        cycles: outlets that cite each other in a circle, this one first: 20 of two and 20 of
            three at most, those first in which each is cited most.
        shares: the most frequent first.
        looked: how many of its newest documents were looked at for ``shares``.
        months: what it published by month.
    """

    outlet: CountedOutlet
    cites: tuple[Link, ...]
    cited_by: tuple[Link, ...]
    cycles: tuple[tuple[str, ...], ...]
    shares: tuple[Sharing, ...]
    looked: int
    months: tuple[Month, ...]


def find_outlets(
    ledger: Ledger, *, words: str | None = None, limit: int = 20, cursor: str | None = None
) -> Page[CountedOutlet]:
    """Return a page of outlets: those of most documents first, then those most cited.

    Args:
        ledger: where to look.
        words: that stand in the name next to each other, or in one that documents give it.
        limit: how many to a page.
        cursor: of the page before.

    Raises:
        LedgerError: there is no word in the words, they stand for more than 10,000 outlets, or
            the cursor is not of this list.
    """
    asked = Asked("outlets", {"words": words}, limit, cursor)
    behind = asked.begins_behind(int, int, str)
    with asking(ledger) as connection:
        names = None if words is None else _names_with(connection, named(words))
        places = connection.execute(_ordered(names, behind).limit(limit + 1)).all()
        chosen = _COUNT.c.name.in_([row.name for row in places[:limit]])
        found = _grouped(connection.execute(_COUNT.select().where(chosen)).mappings())
    found.sort(key=lambda one: (-one.documents, -one.cited, rows.kept(one.name) or ""))
    if len(places) <= limit:
        return Page(tuple(found))
    last = places[limit - 1]
    return Page(tuple(found), asked.ends_at((int(last.documents), int(last.cited), last.name)))


def _ordered(names: Sequence[str] | None, behind: Sequence[Any] | None) -> sa.Select[Any]:
    """Return the query for names of outlets in their order, from behind a place on."""
    documents, cited = sa.func.sum(_COUNT.c.documents), sa.func.sum(_COUNT.c.cited)
    query = sa.select(_COUNT.c.name, documents.label("documents"), cited.label("cited"))
    query = query.group_by(_COUNT.c.name).order_by(documents.desc(), cited.desc(), _COUNT.c.name)
    if names is not None:
        query = query.where(_COUNT.c.name.in_(names))
    if behind is None:
        return query
    most, often, name = behind
    same = (documents == most) & ((cited < often) | ((cited == often) & (_COUNT.c.name > name)))
    return query.having((documents < most) | same)


def _names_with(connection: sa.Connection, wanted: str) -> list[str]:
    """Return the one names of outlets that have some words in it, or in a name they are given.

    Raises:
        LedgerError: they are too many.
    """
    found = {
        row.name
        for row in connection.execute(sa.select(_COUNT.c.name, _COUNT.c.given))
        if name_holds(row.name, wanted) or name_holds(row.given, wanted)
    }
    if len(found) > _NAMES:
        raise LedgerError(f"{wanted!r} stands for {len(found)} outlets; give more of the name",
                          subject=wanted)  # fmt: skip
    return sorted(found)


def _grouped(found: Any) -> list[CountedOutlet]:
    """Return the outlets of rows, those with the same name as one."""
    by_name: dict[str, list[Any]] = {}
    for row in found:
        by_name.setdefault(row["name"], []).append(row)
    return [_outlet(name, some) for name, some in by_name.items()]


def _outlet(name: str, some: Sequence[Any]) -> CountedOutlet:
    days = sorted(row[end] for row in some for end in ("first", "last") if row[end])
    ordered = sorted(some, key=lambda row: (-row["documents"], row["given"]))
    return CountedOutlet(
        rows.given(name),
        tuple(rows.given(row["given"]) for row in ordered),
        documents=sum(row["documents"] for row in some),
        statements=sum(row["statements"] for row in some),
        cited=sum(row["cited"] for row in some),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def get_outlet(ledger: Ledger, name: str) -> ShownOutlet:
    """Return an outlet by any of its names.

    Raises:
        NotInLedger: no document is of it, and none cites it.
    """
    one_name = name_of(match.clean(name))
    with asking(ledger) as connection:
        query = _COUNT.select().where(_COUNT.c.name == one_name)
        found = connection.execute(query).mappings().all()
        if not found:
            raise NotInLedger(f"no outlet {name} in {ledger.url}", subject=name)
        ids = [row["id"] for row in found]
        cites = _links(connection, ids, _CITING.c.outlet, _CITING.c.station)
        cited_by = _links(connection, ids, _CITING.c.station, _CITING.c.outlet)
        shares, looked = _shares(connection, ids)
        return ShownOutlet(
            _outlet(one_name, found),
            tuple(one for one in cites if one.name != one_name)[:_LINKS],
            tuple(one for one in cited_by if one.name != one_name)[:_LINKS],
            _cycles(connection, one_name, cites, cited_by),
            shares,
            looked,
            _months(connection, ids),
        )


def _links(
    connection: sa.Connection, ids: Collection[int], own: sa.Column[int], other: sa.Column[int]
) -> list[Link]:
    """Return who stands at the other end of an outlet's citing, the most frequent first."""
    sums = (sa.func.sum(_CITING.c.documents), sa.func.sum(_CITING.c.statements))
    query = (
        sa.select(_COUNT.c.name, *sums)
        .join(_COUNT, _COUNT.c.id == other)
        .where(own.in_(ids))
        .group_by(_COUNT.c.name)
        .order_by(sums[1].desc(), _COUNT.c.name)
        .limit(_LOOKED)
    )
    return [Link(rows.given(row[0]), int(row[1]), int(row[2])) for row in connection.execute(query)]


def _cycles(
    connection: sa.Connection, name: str, cites: Sequence[Link], cited_by: Sequence[Link]
) -> tuple[tuple[str, ...], ...]:
    """Return circles of two and three, those first whose rarest citing is most frequent.

    Circles of three are looked for among the 50 that an outlet cites most, and that cite it most.
    """
    forth = {one.name: one.statements for one in cites if one.name != name}
    back = {one.name: one.statements for one in cited_by if one.name != name}
    two = {(name, one): min(forth[one], back[one]) for one in forth.keys() & back.keys()}
    steps = _steps(connection, list(forth)[:_LINKS], list(back)[:_LINKS])
    three = {(name, a, b): min(forth[a], often, back[b]) for (a, b), often in steps.items()}
    return tuple(
        circle
        for circles in (two, three)
        for circle in sorted(circles, key=lambda one: (-circles[one], one))[:_CIRCLES]
    )


def _steps(
    connection: sa.Connection, from_: Sequence[str], to: Sequence[str]
) -> dict[tuple[str, str], int]:
    """Return how often some outlets cite some others."""
    names = {
        row.id: row.name
        for row in connection.execute(
            sa.select(_COUNT.c.id, _COUNT.c.name).where(
                _COUNT.c.name.in_([rows.kept(one) for one in {*from_, *to}])
            )
        )
    }
    first = [number for number, name in names.items() if rows.given(name) in from_]
    second = [number for number, name in names.items() if rows.given(name) in to]
    query = _CITING.select().where(_CITING.c.outlet.in_(first), _CITING.c.station.in_(second))
    found: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(query):
        pair = rows.given(names[row.outlet]), rows.given(names[row.station])
        if pair[0] != pair[1]:
            found[pair] += row.statements
    return dict(found)


def _shares(connection: sa.Connection, ids: Collection[int]) -> tuple[tuple[Sharing, ...], int]:
    """Return whose texts the newest documents of an outlet share, and how many were looked at."""
    places, table, document = schema.outlet_document, schema.syndication, schema.document
    query = sa.select(places.c.document).where(places.c.outlet.in_(ids))
    own = (
        connection.execute(query.order_by(places.c.document.desc()).limit(SHARING)).scalars().all()
    )
    kinds: dict[str | None, Counter[str]] = {}
    for here, there in ((table.c.first, table.c.second), (table.c.second, table.c.first)):
        pairs = (
            sa.select(document.c.outlet, document.c.uri, table.c.found)
            .join(document, document.c.id == there)
            .where(among(here, own))
        )
        for row in connection.execute(pairs):
            given_name = rows.given(row.outlet or host_of(rows.given(row.uri)))
            other = given_name and name_of(given_name)
            kinds.setdefault(other, Counter())[json.loads(row.found)["kind"]] += 1
    found = [Sharing(name, count.total(), dict(count)) for name, count in kinds.items()]
    return tuple(sorted(found, key=lambda one: (-one.documents, one.name or ""))), len(own)


def _months(connection: sa.Connection, ids: Collection[int]) -> tuple[Month, ...]:
    places = schema.outlet_document
    newest = places.select().where(places.c.outlet.in_(ids)).order_by(places.c.document.desc())
    some = newest.limit(LOOKED).subquery()
    month = sa.func.substr(some.c.day, 1, 7)
    query = sa.select(month, sa.func.count(), sa.func.sum(some.c.statements))
    found = connection.execute(query.group_by(month).order_by(month)).all()
    return tuple(Month(row[0] or None, int(row[1]), int(row[2])) for row in found)
