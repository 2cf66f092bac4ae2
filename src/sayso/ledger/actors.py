"""Questions about actors across documents: which there are, and what one has part in.

An actor here is a name with a kind, as documents give them (``tally``). Whether two names are one
actor's is another question: ``sayso.views.resources.actors`` answers it for one at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from sayso.errors import NotInLedger
from sayso.ledger import match, query, rows, schema
from sayso.ledger.cursor import Asked
from sayso.ledger.facets import AMONG, Facets, facets_of
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Page, among
from sayso.ledger.query import Found

FEW: Final = 5_000  # names that are sorted; of more, those with most statements are looked through
LOOKED: Final = 20_000  # of an actor's newest documents, counted by month

_COUNT = schema.actor_count
_WORD = schema.actor_word
_PLACE = schema.actor_document


@dataclass(frozen=True, slots=True)
class ActorFilter:
    """Which actors; nothing given is all.

    Attributes:
        words: that all stand in the name, or its initials; the last may end in "*".
        kind: "person", "government", …; "unknown" for those of no known kind.
        named: only those that some document has as a proper name.
    """

    words: str | None = None
    kind: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class CountedActor:
    """A name with a kind, and what it has part in over all documents.

    Attributes:
        id: number of the row; not the same in another ledger.
        named: in how many documents it is a proper name.
        statements: that are attributed to it.
        told: events and labels it stands in.
        answers: its responses.
        first, last: days of publication.
    """

    id: int
    name: str
    kind: str | None
    documents: int
    named: int
    statements: int
    told: int
    answers: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """What an actor or outlet has part in, in the documents of a month ("2016-01")."""

    month: str | None
    documents: int
    statements: int
    told: int = 0


def find_actors(
    ledger: Ledger,
    wanted: ActorFilter = ActorFilter(),
    *,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[CountedActor]:
    """Return a page of actors, those with most statements first.

    Raises:
        LedgerError: there is no word in the words, or the cursor is not of this list.
    """
    asked = Asked("actors", wanted, limit, cursor)
    behind = asked.begins_behind(int, int)
    with asking(ledger) as connection:
        which = _which(connection, wanted)
        chosen = _COUNT.select().where(*which)
        if behind:
            place = sa.tuple_(_COUNT.c.statements, _COUNT.c.id)
            chosen = chosen.where(place < sa.tuple_(*map(sa.literal, behind)))
        chosen = chosen.order_by(_COUNT.c.statements.desc(), _COUNT.c.id.desc())
        found = [_counted(row) for row in connection.execute(chosen.limit(limit + 1)).mappings()]
    if len(found) <= limit:
        return Page(tuple(found))
    return Page(
        tuple(found[:limit]), asked.ends_at((found[limit - 1].statements, found[limit - 1].id))
    )


def actor_facets(ledger: Ledger, wanted: ActorFilter = ActorFilter()) -> Facets:
    """Return how often each kind stands among actors: the 1,000 with most statements.

    Raises:
        LedgerError: there is no word in the words.
    """
    with asking(ledger) as connection:
        chosen = sa.select(_COUNT.c.kind).where(*_which(connection, wanted))
        ordered = chosen.order_by(_COUNT.c.statements.desc(), _COUNT.c.id.desc())
        found = connection.execute(ordered.limit(AMONG + 1)).scalars()
        return facets_of(("kind",), ({"kind": kind or None} for kind in found))


def actors_named(ledger: Ledger, name: str, kind: str | None = None) -> tuple[CountedActor, ...]:
    """Return the actors of exactly a name, one for each kind, those with most statements first.

    Args:
        ledger: where to look.
        name: all of it.
        kind: only this; "unknown" for no known kind.

    Raises:
        NotInLedger: nobody has it.
    """
    chosen = _COUNT.select().where(_COUNT.c.name == (rows.kept(name) or ""))
    if kind is not None:
        chosen = chosen.where(_of_kind(kind))
    with asking(ledger) as connection:
        ordered = chosen.order_by(_COUNT.c.statements.desc(), _COUNT.c.id)
        found = tuple(_counted(row) for row in connection.execute(ordered).mappings())
    if not found:
        raise NotInLedger(
            f"nobody named {name} speaks, answers or acts in {ledger.url}; "
            "look for a part of the name", subject=name,
        )  # fmt: skip
    return found


def _which(connection: sa.Connection, wanted: ActorFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.kind is not None:
        found.append(_of_kind(wanted.kind))
    if wanted.named:
        found.append(_COUNT.c.named > 0)
    if wanted.words is not None:
        found += with_words(connection, wanted.words)
    return found


def _of_kind(kind: str) -> sa.ColumnElement[bool]:
    return _COUNT.c.kind == ("" if kind == "unknown" else rows.kept(kind) or "")


def with_words(connection: sa.Connection, words: str) -> list[sa.ColumnElement[bool]]:
    """Return conditions that some words stand in a name.

    1. A few names have them all: these.
    2. Many have: then those with most statements are looked through, and soon enough.
    """
    rarest, *others = sorted(_pieces(words), key=lambda word: _size(connection, word))
    ids = sa.select(_WORD.c.actor).distinct().where(_is(_WORD, rarest))
    for word in others:
        ids = ids.where(_of_actor(word, _WORD.c.actor))
    few = connection.execute(ids.limit(FEW + 1)).scalars().all()
    if len(few) <= FEW:
        return [among(_COUNT.c.id, few)]
    return [_of_actor(word, _COUNT.c.id) for word in (rarest, *others)]


def _pieces(words: str) -> list[match.Term]:
    """Return the single words that are asked for."""
    found: list[match.Term] = []
    for term in match.terms_of(words):
        *whole, last = match.tokens(term.text) or [term.text]
        found += [match.Term(word) for word in whole] + [match.Term(last, term.prefix)]
    return found


def _is(table: sa.FromClause, word: match.Term) -> sa.ColumnElement[bool]:
    column = table.c.word
    if word.prefix:
        return (column >= word.text) & (column <= word.text + "\U0010fffd")
    return column == word.text


def _size(connection: sa.Connection, word: match.Term) -> int:
    some = sa.select(_WORD.c.actor).where(_is(_WORD, word)).limit(FEW + 1).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar() or 0


def _of_actor(word: match.Term, actor: sa.Column[int]) -> sa.ColumnElement[bool]:
    """Return the condition that an actor's name has a word."""
    there = _WORD.alias()
    return sa.exists().where(there.c.actor == actor, _is(there, word))


def _counted(row: Any) -> CountedActor:
    values = {name: rows.given(row[name]) for name in CountedActor.__slots__}
    return CountedActor(**values | {"kind": values["kind"] or None})


# What one has part in


def places_of(
    connection: sa.Connection,
    actors: Collection[CountedActor],
    part: str,
    *,
    below: int | None = None,
    limit: int,
) -> list[int]:
    """Return the newest documents in which actors have part in something, below a number.

    Args:
        connection: where to look.
        actors: a few.
        part: "statements", "told" or "answers".
        below: only documents taken in before this one.
        limit: how many at most.
    """
    chosen = (
        sa.select(_PLACE.c.document)
        .distinct()
        .where(_PLACE.c.actor.in_([one.id for one in actors]), _PLACE.c[part] > 0)
    )
    if below is not None:
        chosen = chosen.where(_PLACE.c.document < below)
    ordered = chosen.order_by(_PLACE.c.document.desc()).limit(limit)
    return list(connection.execute(ordered).scalars())


def statements_of(
    ledger: Ledger,
    actors: Sequence[CountedActor],
    *,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[Found]:
    """Return a page of what is attributed to actors, of the documents taken in last first.

    Raises:
        LedgerError: the cursor is not of this list.
    """
    asked = Asked("statements of", {"of": sorted(one.id for one in actors)}, limit, cursor)
    below, done = asked.begins_behind(int, int) or (None, 0)
    with asking(ledger) as connection:
        # One more tells whether another page follows; of the first, all may have been shown.
        documents = places_of(connection, actors, "statements", below=below, limit=limit + 2)
        found = list(_spoken(connection, actors, documents))
        # The page before may have ended amid the first document; unless it was forgotten since.
        start = done if found and found[0]["document_id"] + 1 == below else 0
        chosen = found[start : start + limit]
        items = tuple(query.found_of(connection, chosen))
    if len(found) <= start + limit:
        return Page(items)
    last = chosen[-1]["document_id"]
    shown = sum(row["document_id"] == last for row in found[: start + limit])
    return Page(items, asked.ends_at((last + 1, shown)))


def _spoken(
    connection: sa.Connection, actors: Sequence[CountedActor], documents: Sequence[int]
) -> Iterator[Any]:
    """Yield the statements of actors in some documents, in the documents' order."""
    names = {rows.kept(one.name) for one in actors}
    table, document = schema.attribution, schema.document
    chosen = (
        sa.select(*query.COLUMNS, document.c.id.label("document_id"))
        .select_from(document)
        .join(table, table.c.reading == document.c.reading)
        .where(document.c.id.in_(documents), table.c.speaker.in_(names))
        .order_by(document.c.id.desc(), table.c.id)
    )
    return iter(connection.execute(chosen).mappings())


def months_of(ledger: Ledger, actors: Collection[CountedActor]) -> tuple[Month, ...]:
    """Return what actors have part in by month, the earliest first; of at most ``LOOKED`` places.

    The month is that of publication; None where that is not known.
    """
    some = (
        _PLACE.select()
        .where(_PLACE.c.actor.in_([one.id for one in actors]))
        .order_by(_PLACE.c.document.desc())
        .limit(LOOKED)
        .subquery()
    )
    month = sa.func.substr(some.c.day, 1, 7)
    sums = (sa.func.count(some.c.document.distinct()), sa.func.sum(some.c.statements),
            sa.func.sum(some.c.told))  # fmt: skip
    with asking(ledger) as connection:
        found = connection.execute(sa.select(month, *sums).group_by(month).order_by(month)).all()
    return tuple(Month(row[0] or None, *map(int, row[1:])) for row in found)
