"""Show one thing by any id it goes by, and what changed between versions of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import match, query, rows, schema
from sayso.ledger.judgement import Judgement, judgements
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.query import Found
from sayso.ledger.readings import get_reading
from sayso.records import Actor, Document, Reading

_SHORTEST = 6  # characters of an id that may stand for all of it
_NAMED = 10  # things an error names
# A sentence ends at a line's end, or behind a mark, with any quotation marks, before a space.
_END = re.compile(r"\n+|(?<=[.!?…])[”’\"')\]]*\s+")


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """An attribution where it stands: its document, and what people decided about it."""

    found: Found
    document: Document
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class ShownActor:
    """An actor of a document, with all that is attributed to it there."""

    key: str
    actor: Actor
    document: Document
    statements: tuple[Found, ...]
    judgements: tuple[Judgement, ...]


Shown = Reading | ShownStatement | ShownActor


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: a document, when it is from, when it was taken in (UTC)."""

    key: str
    uri: str | None
    title: str | None
    published: str | None
    taken_in: str


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that one version has and the other lacks."""

    what: Literal["removed", "added"]
    sentence: str


def show(ledger: Ledger, name: str) -> Shown:
    """Return what an id stands for.

    Args:
        ledger: where to look.
        name: the key of a document, an attribution or an actor, the id that a document was
            given by its input, or the first six or more characters of one of these.

    Returns:
        The newest reading of a document; an attribution or an actor with its document.

    Raises:
        NotInLedger: there is no such thing.
        LedgerError: it stands for several things, which are named.
    """
    target = _target(ledger, name)
    if target.mark is None:
        return get_reading(ledger, target.document)
    if target.kind == "actor":
        return _actor(ledger, target)
    return _statement(ledger, target)


def versions(ledger: Ledger, name: str) -> tuple[Version, ...]:
    """Return the versions of a document's article, in the order of taking in.

    Args:
        ledger: where to look.
        name: as in ``show``; of one of the versions, or of something in it.

    Raises:
        NotInLedger: there is no such document.
        LedgerError: the name stands for several things.
    """
    table, run = schema.document, schema.run
    key = _target(ledger, name).document
    own = sa.select(table.c.article).where(table.c.key == key).scalar_subquery()
    wanted = (
        sa.select(table.c.key, table.c.uri, table.c.title, table.c.published, run.c.started)
        .join(run, run.c.id == table.c.run)
        .where(sa.or_(table.c.key == key, table.c.article == own))
        .order_by(table.c.id)
    )
    with asking(ledger) as connection:
        return tuple(Version(*map(rows.given, row)) for row in connection.execute(wanted))


def changes(ledger: Ledger, old: str, new: str) -> tuple[Change, ...]:
    """Return the sentences that were removed and added from one document to another, in order.

    Args:
        ledger: where to look.
        old: the earlier version, as in ``show``.
        new: the later one.

    Raises:
        NotInLedger: there is no such document.
        LedgerError: a name stands for several things.
    """
    texts = [get_reading(ledger, _target(ledger, name).document).document.text
             for name in (old, new)]  # fmt: skip
    return tuple(_changes(*map(_sentences, texts)))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for step, old_start, old_end, new_start, new_end in steps:
        if step != "equal":
            yield from (Change("removed", line) for line in old[old_start:old_end])
            yield from (Change("added", line) for line in new[new_start:new_end])


def _sentences(text: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [sentence for sentence in (*found, text[start:].strip()) if sentence]


# Which thing


@dataclass(frozen=True, slots=True)
class _Target:
    """What a name stands for: a document, or by its mark something in a reading of it."""

    document: str
    kind: str = "document"
    mark: str | None = None
    reading: int | None = None

    @property
    def key(self) -> str:
        return self.document if self.mark is None else f"{self.document}-{self.mark}"


def _target(ledger: Ledger, name: str) -> _Target:
    """Return the one thing a name stands for.

    1. All of a document's key or given id.
    2. All of an attribution's or actor's key.
    3. The beginning of any of these.
    """
    name = match.clean(name.strip())
    with asking(ledger) as connection:
        found = _documents(connection, name, whole=True) or _parts(connection, name, whole=True)
        if not found and len(name) >= _SHORTEST:
            found = _documents(connection, name, whole=False)
            found += _parts(connection, name, whole=False)
    if not found:
        short = f"; give {_SHORTEST} or more characters of it" if len(name) < _SHORTEST else ""
        raise NotInLedger(f"nothing in {ledger.url} has the id {name}{short}", subject=name)
    if len(found) > 1:
        several = ", ".join(f"{one.kind} {one.key}" for one in found[:_NAMED])
        more = ", …" if len(found) > _NAMED else ""
        raise LedgerError(f"{name} stands for several: {several}{more}; give more of it",
                          subject=name)  # fmt: skip
    return found[0]


def _documents(connection: sa.Connection, name: str, *, whole: bool) -> list[_Target]:
    table = schema.document
    kept = rows.kept(name) or ""
    found: dict[str, None] = {}
    for column in (table.c.key, table.c.given_id):
        chosen = sa.select(table.c.key).where(_is(column, kept, whole=whole))
        found |= dict.fromkeys(connection.execute(chosen.limit(_NAMED + 1)).scalars())
        if whole and found:
            break
    return [_Target(key) for key in list(found)[: 1 if whole else None]]


def _parts(connection: sa.Connection, name: str, *, whole: bool) -> list[_Target]:
    """Return attributions and actors by the key of their document, a hyphen and their mark."""
    key, hyphen, mark = name.rpartition("-")
    if not hyphen or not mark:
        return []
    document, reading = schema.document, schema.reading
    found: dict[tuple[str, str, str], int] = {}
    for kind, table in (("attribution", schema.attribution), ("actor", schema.actor)):
        chosen = (
            sa.select(document.c.key, table.c.mark, sa.func.max(table.c.reading))
            .join(reading, reading.c.document == document.c.id)
            .join(table, table.c.reading == reading.c.id)
            .where(_is(document.c.key, key, whole=whole or len(key) < _SHORTEST))
            .where(_is(table.c.mark, mark, whole=whole))
            .group_by(document.c.key, table.c.mark)
        )
        for row in connection.execute(chosen.limit(_NAMED + 1)).all():
            found[row[0], kind, row[1]] = row[2]
    return [_Target(key, kind, mark, number) for (key, kind, mark), number in found.items()]


def _is(column: sa.Column[Any], value: str, *, whole: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a column is a value, or begins with it: a range of its index."""
    if whole:
        return column == value
    return sa.and_(column >= value, column < value[:-1] + chr(ord(value[-1]) + 1))


def _statement(ledger: Ledger, target: _Target) -> ShownStatement:
    with asking(ledger) as connection:
        table = schema.attribution
        chosen = query.STATEMENTS.where(table.c.reading == target.reading)
        row = connection.execute(chosen.where(table.c.mark == target.mark)).mappings().one()
        (found,) = query.found_of(connection, [row])
        document = _document(connection, target)
    return ShownStatement(found, document, tuple(judgements(ledger, target.key)))


def _actor(ledger: Ledger, target: _Target) -> ShownActor:
    with asking(ledger) as connection:
        table, said = schema.actor, schema.attribution
        chosen = table.select().where(table.c.reading == target.reading)
        row = connection.execute(chosen.where(table.c.mark == target.mark)).mappings().one()
        theirs = query.STATEMENTS.where(said.c.reading == target.reading)
        spoken = theirs.where(said.c.speaker == row["name"]).order_by(said.c.id)
        statements = list(connection.execute(spoken).mappings())
        found = tuple(query.found_of(connection, statements))
        document = _document(connection, target)
    about = tuple(judgements(ledger, target.key))
    return ShownActor(target.key, rows.actor_of(row), document, found, about)


def _document(connection: sa.Connection, target: _Target) -> Document:
    table = schema.document
    chosen = table.select().where(table.c.key == target.document)
    return rows.document_of(connection.execute(chosen).mappings().one())
