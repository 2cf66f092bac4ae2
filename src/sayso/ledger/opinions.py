"""Who thinks what of an attribution: each person's judgements together, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import sqlalchemy as sa

from sayso.ledger import rows, schema
from sayso.ledger.corrections import fields_of
from sayso.ledger.judgement import Judgement, in_force, judgements_of
from sayso.ledger.ledger import Ledger, asking
from sayso.ledger.values import SAMPLE

_AT_ONCE: Final = 500  # values in one IN (…)


@dataclass(frozen=True, slots=True)
class Entry:
    """A judgement in the history of what it is about.

    Attributes:
        judgement: the judgement.
        undone: who took it back and when, if somebody has.
    """

    judgement: Judgement
    undone: Judgement | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person's judgements in force about an attribution come to.

    Attributes:
        by: who.
        verdict: "accept", "reject", "correct" or "add".
        values: what he takes for right, by field; JSON values.
        at: when he last judged.
        given: when he gave the value of a field.
        blind: he judged it for a sample, and did not see what others say.
    """

    by: str
    verdict: str
    values: Mapping[str, Any]
    at: str
    given: Mapping[str, str]
    blind: bool = False

    def rejects(self) -> bool:
        """Tell whether he takes it for no attribution."""
        return self.verdict == "reject"


def history(ledger: Ledger, target: str) -> tuple[Entry, ...]:
    """Return every judgement about exactly this key, undone ones too, in the order of time.

    Args:
        ledger: where to look.
        target: the whole key of an attribution, actor, claim or document.
    """
    table, target = schema.judgement, rows.kept(target) or ""
    query = table.select().where(sa.or_(table.c.target == target, table.c.other == target))
    with asking(ledger) as connection:
        found = judgements_of(connection.execute(query.order_by(table.c.at, table.c.key)))
    undone = {one.undoes: one for one in found if one.undoes is not None}
    return tuple(Entry(one, undone.get(one.key)) for one in found if one.verdict != "undo")


def opinions_of(judgements: Iterable[Judgement]) -> dict[str, Opinion]:
    """Return what each person thinks of one attribution, by name, whoever came first first.

    Args:
        judgements: those in force about it.
    """
    by_person: dict[str, list[Judgement]] = {}
    for one in sorted(judgements, key=lambda one: (one.at, one.key)):
        by_person.setdefault(one.by, []).append(one)
    return {by: _opinion(by, some) for by, some in by_person.items()}


def _opinion(by: str, judgements: Sequence[Judgement]) -> Opinion:
    values: dict[str, Any] = {}
    given: dict[str, str] = {}
    for one in judgements:
        for name in fields_of(one):
            values[name], given[name] = (one.value or {})[name], one.at
    verdict, first = judgements[-1].verdict, judgements[0].verdict
    if verdict == "accept" and values:  # of what he had corrected
        verdict = "add" if first == "add" else "correct"
    blind = SAMPLE in (judgements[-1].value or {})
    return Opinion(by, verdict, values, judgements[-1].at, given, blind)


def disagreement(opinions: Iterable[Opinion]) -> tuple[str, ...]:
    """Return what people differ about: "verdict", and fields.

    Who accepts an attribution before another corrects it takes its fields for right; who does
    so afterwards takes the corrected ones for right, but for who judged a sample and saw none.
    """
    found: dict[str, None] = {}
    for one, other in combinations(opinions, 2):
        if one.rejects() != other.rejects():
            found["verdict"] = None
        elif not one.rejects():
            found |= dict.fromkeys(_differing(one, other))
    return tuple(found)


def _differing(one: Opinion, other: Opinion) -> Iterator[str]:
    for name in dict.fromkeys((*one.values, *other.values)):
        if name in one.values and name in other.values:
            differ = _same(one.values[name]) != _same(other.values[name])
        else:
            giver, taker = (one, other) if name in one.values else (other, one)
            differ = taker.blind or taker.at < giver.given[name]
        if differ:
            yield name


def _same(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def opinions_about(ledger: Ledger, keys: Sequence[str]) -> dict[str, dict[str, Opinion]]:
    """Return what people think of some attributions, by key and person.

    Args:
        ledger: where to look.
        keys: of attributions, any number.
    """
    table = schema.judgement
    found: dict[str, list[Judgement]] = {}
    with asking(ledger) as connection:
        for start in range(0, len(keys), _AT_ONCE):
            query = in_force().where(table.c.kind == "attribution")
            some = query.where(table.c.target.in_(keys[start : start + _AT_ONCE]))
            for one in judgements_of(connection.execute(some)):
                found.setdefault(one.target, []).append(one)
    return {key: opinions_of(some) for key, some in found.items()}
