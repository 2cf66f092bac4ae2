"""What documents tell of an actor: events, labels, responses, and who he is among their actors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from sayso.ledger import rows, schema
from sayso.ledger.actors import CountedActor, places_of
from sayso.ledger.counting import names_in
from sayso.ledger.events import FoundEvent, event_rows, found_events
from sayso.ledger.judgement import in_force
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.rows import Stored
from sayso.records import Label, Reading, Response

NEWEST: Final = 40  # documents of an actor that are looked at for what is told of him

_JUDGED: Final = 200  # judgements of actors that are looked at
_DOCUMENT = schema.document
Verdict = Literal["same", "different"]


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """How a voice calls an actor, in a document; ``statement`` is the key of an attribution."""

    document: str
    outlet: str | None
    published: str | None
    label: Label
    statement: str | None


@dataclass(frozen=True, slots=True)
class FoundResponse:
    """What an actor did about a statement, in a document.

    ``statement`` is the key of that attribution, ``content`` its words; None if it is about none.
    """

    document: str
    outlet: str | None
    published: str | None
    response: Response
    statement: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the newest documents tell of an actor, the newest first.

    Attributes:
        of: how many documents were looked at.
        exact: whether these are all.
    """

    events: tuple[FoundEvent, ...]
    labels: tuple[FoundLabel, ...]
    responses: tuple[FoundResponse, ...]
    of: int
    exact: bool


def told_of(ledger: Ledger, actors: Sequence[CountedActor]) -> Told:
    """Return what is told of actors and how they respond, in their newest 40 documents each."""
    names = {one.name for one in actors}
    stored = {rows.kept(name) for name in names}
    with asking(ledger) as connection:
        told = places_of(connection, actors, "told", limit=NEWEST + 1)
        answers = places_of(connection, actors, "answers", limit=NEWEST + 1)
        events = [
            row for row in event_rows(connection, told[:NEWEST])
            if not stored.isdisjoint((*names_in(row["actor"]), *names_in(row["recipient"])))
        ]  # fmt: skip
        return Told(
            tuple(found_events(connection, events)),
            tuple(_labels(connection, names, told[:NEWEST])),
            tuple(_responses(connection, names, answers[:NEWEST])),
            len({*told[:NEWEST], *answers[:NEWEST]}),
            len(told) <= NEWEST and len(answers) <= NEWEST,
        )


def _labels(
    connection: sa.Connection, names: Collection[str], documents: Sequence[int]
) -> Iterator[FoundLabel]:
    for row in _of_actor(connection, schema.label, "attribution", names, documents):
        yield FoundLabel(
            row["key"],
            rows.given(row["outlet"]),
            rows.given(row["published"]),
            rows.label_of(row),
            row["mark"] and f"{row['key']}-{row['mark']}",
        )


def _responses(
    connection: sa.Connection, names: Collection[str], documents: Sequence[int]
) -> Iterator[FoundResponse]:
    for row in _of_actor(connection, schema.response, "about", names, documents):
        text = rows.given(row["text"])
        words = " … ".join(text[start:end] for start, end in rows.spans_of(row["content"]))
        yield FoundResponse(
            row["key"],
            rows.given(row["outlet"]),
            rows.given(row["published"]),
            rows.response_of(row),
            row["mark"] and f"{row['key']}-{row['mark']}",
            words or None,
        )


def _of_actor(
    connection: sa.Connection,
    table: sa.Table,
    pointer: str,
    names: Collection[str],
    documents: Sequence[int],
) -> Iterator[Stored]:
    """Yield an actor's rows of a table in some documents, with the statement each points to."""
    said = schema.attribution
    query = (
        sa.select(
            table, _DOCUMENT.c.key, _DOCUMENT.c.outlet, _DOCUMENT.c.published, _DOCUMENT.c.text,
            said.c.mark, said.c.content,
        )
        .select_from(_DOCUMENT)
        .join(table, table.c.reading == _DOCUMENT.c.reading)
        .outerjoin(
            said, (said.c.reading == table.c.reading) & (said.c.local == table.c[pointer])
        )
        .where(_DOCUMENT.c.id.in_(documents))
        .where(table.c.actor.in_([rows.kept(name) for name in names]))
        .order_by(_DOCUMENT.c.id.desc(), table.c.number)
    )  # fmt: skip
    return iter(connection.execute(query).mappings())


# Who he is


def newest_documents(ledger: Ledger, actors: Sequence[CountedActor], limit: int) -> list[int]:
    """Return the newest documents in which actors speak, act or answer; at most so many."""
    with asking(ledger) as connection:
        found = {
            number
            for part in ("statements", "told", "answers")
            for number in places_of(connection, actors, part, limit=limit)
        }
    return sorted(found, reverse=True)[:limit]


def casts(ledger: Ledger, documents: Collection[int]) -> Iterator[Reading]:
    """Yield the newest readings of some documents with their actors only, the newest first."""
    table = schema.actor
    with asking(ledger) as connection:
        query = _DOCUMENT.select().where(_DOCUMENT.c.id.in_(documents))
        heads = connection.execute(query.order_by(_DOCUMENT.c.id.desc())).mappings().all()
        readings = [row["reading"] for row in heads]
        actors: dict[int, list[Stored]] = {number: [] for number in readings}
        chosen = table.select().where(table.c.reading.in_(readings))
        for row in connection.execute(chosen.order_by(table.c.reading, table.c.number)).mappings():
            actors[row["reading"]].append(row)
    for row in heads:
        cast = tuple(map(rows.actor_of, actors[row["reading"]]))
        yield Reading(rows.document_of(row), (), cast)


def outlets_telling(ledger: Ledger, documents: Iterable[int]) -> list[tuple[str, int]]:
    """Return which outlets some documents are of, and how many of each, the most first."""
    table, places = schema.outlet_count, schema.outlet_document
    count = sa.func.count()
    with asking(ledger) as connection:
        query = (
            sa.select(table.c.name, count)
            .join(places, places.c.outlet == table.c.id)
            .where(places.c.document.in_(list(documents)))
            .group_by(table.c.name)
        )
        found = connection.execute(query.order_by(count.desc(), table.c.name)).all()
    return [(rows.given(row[0]), row[1]) for row in found]


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two actors of documents that a person has judged the same or different.

    Attributes:
        keys: of the two.
        names: theirs.
        documents: numbers of theirs.
    """

    keys: tuple[str, str]
    names: tuple[str, str]
    documents: tuple[int, int]
    verdict: Verdict


def judged_pairs(ledger: Ledger, names: Collection[str]) -> list[JudgedPair]:
    """Return what people have judged of actors of some names: among the newest 200 of all."""
    table = schema.judgement
    query = in_force().where(table.c.kind == "actor", table.c.verdict.in_(("same", "different")))
    with asking(ledger) as connection:
        found = connection.execute(query.order_by(table.c.id.desc()).limit(_JUDGED)).all()
        known = _actors_of(connection, {key for row in found for key in (row.target, row.other)})
    return [
        JudgedPair((row.target, row.other), (a[0], b[0]), (a[1], b[1]), row.verdict)
        for row in found
        if (a := known.get(row.target)) and (b := known.get(row.other))
        and not {a[0], b[0]}.isdisjoint(names)
    ]  # fmt: skip


def _actors_of(connection: sa.Connection, keys: Collection[str]) -> dict[str, tuple[str, int]]:
    """Return names and numbers of documents by the keys of actors."""
    table, marks = schema.actor, {key.rpartition("-")[2] for key in keys}
    query = (
        sa.select(_DOCUMENT.c.key, _DOCUMENT.c.id, table.c.mark, table.c.name)
        .join(table, table.c.reading == _DOCUMENT.c.reading)
        .where(_DOCUMENT.c.key.in_({key.rpartition("-")[0] for key in keys}))
        .where(table.c.mark.in_(marks))
    )
    found = {
        f"{row.key}-{row.mark}": (rows.given(row.name), row.id) for row in connection.execute(query)
    }
    return {key: found[key] for key in keys if key in found}
