"""Record what people decide, and take it back; what was read of it is made anew at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import islice
from typing import Any

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import rows, schema
from sayso.ledger.corrections import Decision, added_key, as_added, likeness
from sayso.ledger.insert import next_id, now
from sayso.ledger.judgement import VERDICTS, Judgement, in_force, judgements, judgements_of
from sayso.ledger.keys import digest
from sayso.ledger.ledger import Ledger, writing
from sayso.ledger.revise import revise, standing
from sayso.ledger.tally import update_counts
from sayso.ledger.values import BESIDE, check_note, values_of
from sayso.records import Document

_AT_ONCE = 500
_GIVING = frozenset({"correct", "add"})  # verdicts that give values


def judge(
    ledger: Ledger,
    verdict: str,
    target: str,
    *,
    kind: str = "attribution",
    other: str | None = None,
    value: Mapping[str, Any] | None = None,
    by: str,
) -> Judgement:
    """Record a judgement, and apply it where it is about an attribution.

    Args:
        ledger: where to.
        verdict: "accept", "reject", "correct", "add", "same" or "different".
        target: the key of what is judged; of the document, to add an attribution to it.
        kind: what it is.
        other: with same and different, the key of the other one; their order is no matter.
        value: with correct and add, the right values by field (docs/review.md); with each
            verdict, perhaps a ``note``: why.
        by: who judges.

    Raises:
        NotInLedger: the target (or the other) is a document, attribution or actor that no
            reading in the ledger has.
        LedgerError: the verdict does not go with what was given, or a value cannot be one.
    """
    if other is not None and other < target:
        target, other = other, target
    made = _made(verdict, kind, target, by, other=other, value=value)
    with writing(ledger) as connection:
        for key in (target, other):
            if key is not None:
                adds = verdict == "add" and kind == "attribution"
                _check_target(connection, "document" if adds else kind, key)
        if kind == "attribution" and verdict in _GIVING:
            made = _fitting(connection, made)
        _insert(connection, [made])
        revise(connection, [made])
    update_counts(ledger)
    return made


def undo(ledger: Ledger, key: str, *, by: str) -> Judgement:
    """Take a judgement back by adding one that says so; what was decided stays on record.

    Raises:
        NotInLedger: there is no such judgement in force.
    """
    with writing(ledger) as connection:
        found = connection.execute(in_force().where(schema.judgement.c.key == rows.kept(key)))
        told = next(iter(judgements_of(found)), None)
        if told is None:
            raise NotInLedger(
                f"no judgement {key} in force in {ledger.url}; perhaps it was undone already",
                subject=key,
            )
        made = _made("undo", told.kind, told.target, by, other=told.other, undoes=key)
        _insert(connection, [made])
        revise(connection, [made])
    update_counts(ledger)
    return made


def write_judgements(ledger: Ledger) -> Iterator[str]:
    """Yield all judgements, undone ones too, as sorted lines of JSON."""
    lines = [_line(judgement) for judgement in judgements(ledger, undone=True)]
    yield from sorted(lines)


def read_judgements(ledger: Ledger, lines: Iterable[str]) -> int:
    """Take in judgements as ``write_judgements`` gives them; return how many were new.

    What they are about need not be in the ledger (yet).

    Raises:
        LedgerError: a line is no judgement, or was changed; nothing of its batch is taken in.
    """
    count, found = 0, (_parsed(line, n) for n, line in enumerate(lines, 1) if line.strip())
    while some := {one.key: one for one in islice(found, _AT_ONCE)}:
        with writing(ledger) as connection:
            table = schema.judgement
            query = sa.select(table.c.key).where(table.c.key.in_(some))
            there = set(connection.execute(query).scalars())
            fresh = [one for key, one in some.items() if key not in there]
            _insert(connection, fresh)
            revise(connection, fresh)
            count += len(fresh)
    update_counts(ledger)
    return count


def _made(
    verdict: str,
    kind: str,
    target: str,
    by: str,
    *,
    other: str | None = None,
    value: Mapping[str, Any] | None = None,
    undoes: str | None = None,
) -> Judgement:
    plain = None if value is None else json.loads(json.dumps(dict(value)))
    made = Judgement(now(), "", verdict, kind, target, other, plain, undoes, by)
    _check(made)
    return _keyed(made)


def _keyed(made: Judgement) -> Judgement:
    return replace(made, key=_key(made))


def _key(judgement: Judgement) -> str:
    return digest({**asdict(judgement), "key": None})


def _check(judgement: Judgement) -> None:
    """Refuse a verdict without what it needs, or with what it has no use for."""
    verdict = judgement.verdict
    if verdict not in VERDICTS:
        raise LedgerError(
            f"{verdict!r} is no verdict; give one of {', '.join(VERDICTS)}", subject=verdict
        )
    needs = {"other": verdict in {"same", "different"}, "value": verdict in _GIVING,
             "undoes": verdict == "undo"}  # fmt: skip
    given = {name: getattr(judgement, name) is not None for name in needs}
    if judgement.value is not None and set(judgement.value) <= BESIDE:
        given["value"] = needs["value"] and verdict != "correct"  # a note goes with each
    for name, needed in needs.items():
        if given[name] != needed and not (name == "other" and verdict == "undo"):
            raise LedgerError(
                f"{verdict!r} {'needs' if needed else 'takes no'} {name!r}", subject=verdict
            )
    check_note(judgement.value or {})
    if not judgement.by or not judgement.target:
        raise LedgerError("a judgement needs a target and somebody who judges (by)")


def _check_target(connection: sa.Connection, kind: str, key: str) -> None:
    """Refuse a key that nothing has: most likely it was mistyped."""
    if kind not in {"document", "attribution", "actor"}:
        return
    document, _, mark = key.partition("-")
    query = sa.select(schema.document.c.id).where(schema.document.c.key == rows.kept(document))
    if kind != "document":
        table = {"attribution": schema.attribution, "actor": schema.actor}[kind]
        query = (
            query.join(schema.reading, schema.reading.c.document == schema.document.c.id)
            .join(table, table.c.reading == schema.reading.c.id)
            .where(table.c.mark == rows.kept(mark))
        )
    elif mark:
        raise NotInLedger(f"there is no document {key} in the ledger; check its key", subject=key)
    if connection.execute(query.limit(1)).first() is None:
        raise NotInLedger(f"there is no {kind} {key} in the ledger; check its key", subject=key)


def _fitting(connection: sa.Connection, made: Judgement) -> Judgement:
    """Return a judgement that gives values, if they can be those of its document's text.

    One that adds an attribution gets the key of that for its target.
    """
    table = schema.document
    query = table.select().where(table.c.key == made.target.partition("-")[0])
    document = rows.document_of(connection.execute(query).mappings().one())
    values = values_of(made.value or {}, document.text)
    if made.verdict == "add":
        return _adding(connection, made, document, values)
    if values.get("content", True) == ():
        raise LedgerError("a content cannot be empty; reject the attribution instead",
                          subject=made.target)  # fmt: skip
    if values.get("parent") in {made.target, made.target.partition("-")[2]}:
        raise LedgerError("an attribution cannot be its own parent", subject=made.target)
    return made


def _adding(
    connection: sa.Connection, made: Judgement, document: Document, values: Mapping[str, Any]
) -> Judgement:
    if not values.get("content"):
        raise LedgerError("'add' needs a content: spans of the words that are attributed",
                          subject=made.target)  # fmt: skip
    found = replace(made, target=added_key(document, values))
    mine = as_added(Decision(found.target, (found,)), document)
    for key, one in standing(connection, made.target).items():
        if key == found.target or (mine and likeness(mine, one, strict=True)):
            raise LedgerError(f"{key} is there already, in the same place; correct it", subject=key)
    return _keyed(found)


def _insert(connection: sa.Connection, made: Iterable[Judgement]) -> None:
    start = next_id(connection, schema.judgement)
    found = [
        {**{name: rows.kept(text) for name, text in asdict(one).items() if name != "value"},
         "id": number, "value": _stored(one.value)}
        for number, one in enumerate(made, start)
    ]  # fmt: skip
    if found:
        connection.execute(schema.judgement.insert(), found)


def _stored(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else rows.stored_json(dict(value))


def _line(judgement: Judgement) -> str:
    """Return a line of JSON; ``at`` comes first, so that sorted lines are in order of time."""
    return rows.stored_json(asdict(judgement))


def _parsed(line: str, number: int) -> Judgement:
    try:
        judgement = Judgement(**json.loads(line))
        _check(judgement)
    except (ValueError, TypeError, LedgerError) as error:
        raise LedgerError(f"line {number} is no judgement: {error}", subject=line) from error
    if _key(judgement) != judgement.key:
        raise LedgerError(
            f"line {number}: its key does not fit what it says; it was changed by hand",
            subject=line,
        )
    return judgement
