"""What people decided, beside what was read and never in it.

A judgement is a row of its own: never changed, and undone by another row. It speaks of
documents, attributions and actors by their keys, which a newer model's reading shares as far
as it finds the same words; so judgements hold when a document is read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import islice
from typing import Any

import sqlalchemy as sa

from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import rows, schema
from sayso.ledger.keys import digest
from sayso.ledger.ledger import Ledger, asking, writing
from sayso.ledger.write import next_id, now

VERDICTS = ("accept", "reject", "correct", "same", "different", "undo")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision.

    Attributes:
        at: when, in UTC.
        key: a hash of all the rest.
        verdict: accept or reject the target; correct it (``value`` says how); it is the same
            as or different from ``other``; undo an earlier judgement.
        kind: of the target: "attribution", "actor", "document", "claim", …
        target: its key.
        other: the second key of same and different.
        value: field -> right value, of correct; any JSON values.
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
    """Record a judgement.

    Args:
        ledger: where to.
        verdict: "accept", "reject", "correct", "same" or "different".
        target: the key of what is judged.
        kind: what it is.
        other: with same and different, the key of the other one; their order is no matter.
        value: with correct, the right values by field.
        by: who judges.

    Raises:
        NotInLedger: the target (or the other) is a document, attribution or actor that no
            reading in the ledger has.
        LedgerError: the verdict does not go with what was given.
    """
    if other is not None and other < target:
        target, other = other, target
    made = _made(verdict, kind, target, by, other=other, value=value)
    with writing(ledger) as connection:
        for key in (target, other):
            if key is not None:
                _check_target(connection, kind, key)
        _insert(connection, [made])
    return made


def undo(ledger: Ledger, key: str, *, by: str) -> Judgement:
    """Take a judgement back by adding one that says so; what was decided stays on record.

    Raises:
        NotInLedger: there is no such judgement in force.
    """
    with writing(ledger) as connection:
        found = _of(connection.execute(in_force().where(schema.judgement.c.key == key)))
        if not found:
            raise NotInLedger(
                f"no judgement {key} in force in {ledger.url}; perhaps it was undone already",
                subject=key,
            )
        told = found[0]
        made = _made("undo", told.kind, told.target, by, other=told.other, undoes=key)
        _insert(connection, [made])
    return made


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
        return _of(connection.execute(query.order_by(table.c.at, table.c.key)))


def about(key: str) -> sa.ColumnElement[bool]:
    """Return the condition that a judgement is about a key, or a part of that document."""
    table = schema.judgement
    # "." is what comes behind "-": a range, which an index answers, unlike LIKE in every locale.
    return sa.or_(*(
        sa.or_(column == key, sa.and_(column >= f"{key}-", column < f"{key}."))
        for column in (table.c.target, table.c.other)
    ))  # fmt: skip


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
            count += len(fresh)
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
    needs = {"other": verdict in {"same", "different"}, "value": verdict == "correct",
             "undoes": verdict == "undo"}  # fmt: skip
    for name, needed in needs.items():
        given = getattr(judgement, name) is not None
        if given != needed and not (name == "other" and verdict == "undo"):
            raise LedgerError(
                f"{verdict!r} {'needs' if needed else 'takes no'} {name!r}", subject=verdict
            )
    if not judgement.by or not judgement.target:
        raise LedgerError("a judgement needs a target and somebody who judges (by)")


def _check_target(connection: sa.Connection, kind: str, key: str) -> None:
    """Refuse a key that nothing has: most likely it was mistyped."""
    if kind not in {"document", "attribution", "actor"}:
        return
    document, _, mark = key.partition("-")
    query = sa.select(schema.document.c.id).where(schema.document.c.key == document)
    if kind != "document":
        table = {"attribution": schema.attribution, "actor": schema.actor}[kind]
        query = (
            query.join(schema.reading, schema.reading.c.document == schema.document.c.id)
            .join(table, table.c.reading == schema.reading.c.id)
            .where(table.c.mark == mark)
        )
    if connection.execute(query.limit(1)).first() is None:
        raise NotInLedger(f"there is no {kind} {key} in the ledger; check its key", subject=key)


def in_force() -> sa.Select[Any]:
    """Return the query for all judgements but undone ones and undoings."""
    table, later = schema.judgement, schema.judgement.alias()
    undone = sa.exists().where(later.c.undoes == table.c.key)
    return table.select().where(table.c.verdict != "undo").where(~undone)


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


def _of(found: Iterable[sa.Row[Any]]) -> list[Judgement]:
    return [
        Judgement(
            **{field.name: rows.given(getattr(row, field.name)) for field in fields(Judgement)}
            | {"value": None if row.value is None else json.loads(row.value)}
        )
        for row in found
    ]


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
