"""Find events across documents: who did what to whom, according to whom.

1. What few documents pass (an actor, an outlet, some days) gives these documents; their events
   are looked at, the newest documents first.
2. Where many pass each of what is asked for, all documents are looked through, a bounded number
   for one page: it may then have fewer events than asked for, and a cursor to go on with.

Newest means taken in last, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from sayso.ledger import match, rows, schema
from sayso.ledger.actors import with_words
from sayso.ledger.counting import day_of, names_in
from sayso.ledger.cursor import Asked
from sayso.ledger.facets import Facets, facets_of
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.page import Page, among
from sayso.ledger.rows import Stored
from sayso.ledger.tally import words_of_name
from sayso.outlets import name_of
from sayso.records import Event

_FEW: Final = 5_000  # documents that are looked at one by one
_NAMES: Final = 500  # actors that words may stand for before all events are looked through
_WINDOW: Final = 4_000  # documents looked through for one page
_FIRST, _LARGEST = 20, 1_000  # documents whose events are fetched at a time

_DAY = schema.event_day
_EVENT = schema.event
_DOCUMENT = schema.document


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events; what is None or empty does not matter.

    Attributes:
        types: PLOVER's.
        actor, recipient: words that all stand in a name of that side, or the three letters of
            its country.
        party: the same of either side.
        outlet: the name of who published it, all of it; other names of that outlet count too.
        since, until: of the event, else of the report: a year, a month or a day.
        polarity: "+", or "-" for what is said not to have happened.
        modality: "actual", "planned" or "possible".
    """

    types: tuple[str, ...] = ()
    actor: str | None = None
    recipient: str | None = None
    party: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    polarity: str | None = None
    modality: str | None = None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event, with whose word it is.

    Attributes:
        document: the key of its document; the next four are of it too.
        number: its place in the list of the reading's events.
        by: whose word it is: the speaker, or the outlet where the document itself says so.
        chain: the names of the stations it came through, the outlet first; None: unknown.
        statement: the key of the attribution it stands in; None: the document's own voice.
        text: the words that tell of it, pieces joined by " … ".
        day: of the event, else of the report; None if neither is known.
    """

    document: str
    uri: str | None
    outlet: str | None
    title: str | None
    published: str | None
    number: int
    event: Event
    by: str | None
    chain: tuple[str | None, ...]
    statement: str | None
    text: str
    day: str | None


def find_events(
    ledger: Ledger,
    wanted: EventFilter = EventFilter(),
    *,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[FoundEvent]:
    """Return a page of events, those of the documents taken in last first.

    Raises:
        LedgerError: a date is none, there is no word in the words, or the cursor is not of this
            list.
    """
    asked = Asked("events", wanted, limit, cursor)
    behind = asked.begins_behind(int, int)
    with asking(ledger) as connection:
        search = _search_of(connection, wanted, behind)
        chosen = list(islice(search.rows(), limit + 1))
        items = tuple(found_events(connection, chosen[:limit]))
    if len(chosen) > limit:
        last = chosen[limit - 1]
        return Page(items, asked.ends_at((last["document"], last["number"])))
    return Page(items, asked.ends_at((search.end, -1)) if search.end else None)


def event_facets(ledger: Ledger, wanted: EventFilter = EventFilter()) -> Facets:
    """Return how often each type, outlet, year, polarity and modality stands among events.

    Counted among the newest 1,000 that are wanted, of the newest 4,000 documents where many
    pass: ``Facets.exact`` tells.

    Raises:
        LedgerError: as ``find_events``.
    """
    with asking(ledger) as connection:
        search = _search_of(connection, wanted, None)
        found = facets_of(
            ("type", "outlet", "year", "polarity", "modality"), map(_facet, search.rows())
        )
    return Facets(found.of, found.exact and search.end is None, found.counts)


def _facet(row: Any) -> dict[str, Any]:
    given = {name: rows.given(row[name]) for name in ("type", "polarity", "modality")}
    outlet = rows.given(row["document_outlet"])
    return given | {"outlet": outlet and name_of(outlet), "year": row["day"][:4] or None}


# Which events


@dataclass(slots=True)
class _Search:
    """A walk through events, the newest documents first.

    Attributes:
        connection: where to look.
        wanted: which.
        which: conditions on ``event_day``.
        documents: those that are looked at, the newest first; None: all, from ``below`` on.
        behind: document and number of the event the page before ended with.
        end: the document from which the next page has to go on, where this walk stops early.
    """

    connection: sa.Connection
    wanted: EventFilter
    which: list[sa.ColumnElement[bool]]
    documents: list[int] | None
    behind: tuple[int, int] | None
    end: int | None = None

    def rows(self) -> Iterator[Any]:
        """Yield the rows of the events that are wanted."""
        steps = self._listed() if self.documents is not None else self._windows()
        for step in steps:
            for row in self.connection.execute(_of_documents(self.which).where(step)).mappings():
                if _is_behind(row, self.behind) and _holds(row, self.wanted):
                    yield row

    def _listed(self) -> Iterator[sa.ColumnElement[bool]]:
        listed, start, size = self.documents or [], 0, _FIRST
        while start < len(listed):
            yield among(_DAY.c.document, listed[start : start + size])
            start, size = start + size, min(4 * size, _LARGEST)

    def _windows(self) -> Iterator[sa.ColumnElement[bool]]:
        newest = self.connection.execute(sa.select(sa.func.max(_DAY.c.document))).scalar() or 0
        high = self.behind[0] if self.behind else newest
        last, size = max(high - _WINDOW, 0), _FIRST
        while high > last:
            low = max(high - size, last)
            yield _DAY.c.document.between(low + 1, high)
            high, size = low, min(4 * size, _LARGEST)
        self.end = high or None


def _search_of(
    connection: sa.Connection, wanted: EventFilter, behind: Sequence[int] | None
) -> _Search:
    which: list[sa.ColumnElement[bool]] = []
    if wanted.types:
        which.append(_DAY.c.type.in_([rows.kept(one) for one in wanted.types]))
    period = match.period_of(wanted.since, wanted.until)
    if period.first or period.last:
        low, high = match.string_range(period)
        which += [_DAY.c.day >= low, _DAY.c.day < high]
    place = (behind[0], behind[1]) if behind else None
    documents = _documents(connection, wanted, which)
    if documents is not None and place:
        documents = [one for one in documents if one <= place[0]]
    if wanted.outlet is not None:
        outlets = outlets_named(connection, wanted.outlet)
        places = schema.outlet_document
        there = (places.c.document == _DAY.c.document) & places.c.outlet.in_(outlets)
        which.append(sa.exists().where(there))
    return _Search(connection, wanted, which, documents, place)


def _documents(
    connection: sa.Connection, wanted: EventFilter, which: Sequence[sa.ColumnElement[bool]]
) -> list[int] | None:
    """Return the documents that can have such events, the newest first; None if they are many."""
    sides = filter(None, (wanted.actor, wanted.recipient, wanted.party))
    found = [_told_of(connection, words) for words in sides]
    if wanted.outlet is not None:
        places = schema.outlet_document
        named = places.c.outlet.in_(outlets_named(connection, wanted.outlet))
        found.append(_few(connection, sa.select(places.c.document).where(named)))
    if which:
        found.append(_few(connection, sa.select(_DAY.c.document).distinct().where(*which)))
    few = [one for one in found if one is not None]
    return sorted(set.intersection(*few), reverse=True) if few else None


def _few(connection: sa.Connection, documents: sa.Select[Any]) -> set[int] | None:
    found = {row[0] for row in connection.execute(documents.limit(_FEW + 1))}
    return found if len(found) <= _FEW else None


def _told_of(connection: sa.Connection, words: str) -> set[int] | None:
    """Return the documents with events of somebody, if the words stand for few.

    What may be the code of a country stands for anybody of it.
    """
    count, places = schema.actor_count, schema.actor_document
    if _is_code(words):
        return None
    who = sa.select(count.c.id).where(*with_words(connection, words), count.c.told > 0)
    actors = connection.execute(who.limit(_NAMES + 1)).scalars().all()
    if len(actors) > _NAMES:
        return None
    there = sa.select(places.c.document).distinct()
    return _few(connection, there.where(places.c.actor.in_(actors), places.c.told > 0))


def _is_code(words: str) -> bool:
    return len(words) == len("SYR") and words.isascii() and words.isupper()


def outlets_named(connection: sa.Connection, name: str) -> list[int]:
    """Return the ids of the outlets that have the same one name as an outlet's name."""
    table = schema.outlet_count
    query = sa.select(table.c.id).where(table.c.name == name_of(match.clean(name)))
    return list(connection.execute(query).scalars())


def _of_documents(which: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    return (
        sa.select(_EVENT, _DAY.c.document, _DAY.c.day, _DOCUMENT.c.outlet.label("document_outlet"))
        .select_from(_DAY)
        .join(_DOCUMENT, _DOCUMENT.c.id == _DAY.c.document)
        .join(
            _EVENT, (_EVENT.c.reading == _DOCUMENT.c.reading) & (_EVENT.c.number == _DAY.c.number)
        )
        .where(*which)
        .order_by(_DAY.c.document.desc(), _DAY.c.number)
    )


def _is_behind(row: Any, place: tuple[int, int] | None) -> bool:
    return place is None or row["document"] < place[0] or row["number"] > place[1]


def _holds(row: Any, wanted: EventFilter) -> bool:
    if wanted.polarity is not None and row["polarity"] != wanted.polarity:
        return False
    if wanted.modality is not None and row["modality"] != wanted.modality:
        return False
    sides = ((wanted.actor, ("actor",)), (wanted.recipient, ("recipient",)),
             (wanted.party, ("actor", "recipient")))  # fmt: skip
    return all(
        any(_is_called(name, words, row) for side in columns for name in names_in(row[side]))
        for words, columns in sides if words is not None
    )  # fmt: skip


def _is_called(name: str, words: str, row: Any) -> bool:
    """Tell whether a name has all words, the last perhaps only begun, or is of that country."""
    if _is_code(words) and any(
        party.name == rows.given(name) and party.country == words
        for party in rows.event_of(row).parties
    ):
        return True
    known = _known(name)
    return all(_stands(term, known) for term in _terms(words))


@lru_cache(maxsize=1 << 12)
def _known(name: str) -> frozenset[str]:
    return frozenset(words_of_name(name))


@lru_cache(maxsize=64)
def _terms(words: str) -> tuple[match.Term, ...]:
    return match.terms_of(words)


def _stands(term: match.Term, known: frozenset[str]) -> bool:
    *whole, last = match.tokens(term.text) or [term.text]
    begun = any(word.startswith(last) for word in known) if term.prefix else last in known
    return begun and known.issuperset(whole)


# What is shown of them


def event_rows(connection: sa.Connection, documents: Sequence[int]) -> Iterator[Stored]:
    """Yield the rows of all events of some documents, the newest first, for ``found_events``."""
    query = _of_documents([among(_DAY.c.document, documents)])
    return iter(connection.execute(query).mappings())


def found_events(connection: sa.Connection, chosen: Sequence[Stored]) -> Iterator[FoundEvent]:
    """Yield rows of events as records."""
    documents = {row["document"] for row in chosen}
    query = _DOCUMENT.select().where(_DOCUMENT.c.id.in_(documents))
    heads = {row["id"]: row for row in connection.execute(query).mappings()}
    voices = _voices(connection, {(row["reading"], row["attribution"]) for row in chosen})
    for row in chosen:
        head, event = heads[row["document"]], rows.event_of(row)
        voice = voices.get((row["reading"], row["attribution"]))
        told = voice and rows.attribution_of(voice)
        given = {name: rows.given(head[name]) for name in ("uri", "outlet", "title", "published")}
        text = rows.given(head["text"])
        yield FoundEvent(
            document=head["key"],
            **given,
            number=row["number"],
            event=event,
            by=told.speaker if told else given["outlet"],
            chain=tuple(hop.name for hop in told.chain) if told else (given["outlet"],),
            statement=f"{head['key']}-{voice['mark']}" if voice else None,
            text=" … ".join(text[start:end] for start, end in event.evidence),
            day=row["day"] or day_of(event.date) or None,
        )


def _voices(
    connection: sa.Connection, wanted: set[tuple[int, str | None]]
) -> dict[tuple[int, str], Stored]:
    table = schema.attribution
    names = {name for _, name in wanted if name is not None}
    if not names:
        return {}
    query = table.select().where(
        table.c.reading.in_({reading for reading, _ in wanted}), table.c.local.in_(names)
    )
    return {(row["reading"], row["local"]): row for row in connection.execute(query).mappings()}
