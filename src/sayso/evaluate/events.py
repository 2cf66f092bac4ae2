"""Events against gold: one to one, by type, actor and recipient; then who claims them.

Two events are the same if their types are, if they share an actor and a recipient (or
neither has any) and if their evidence overlaps. A name agrees with another if it is equal
or all its words stand in it ("Montalvo", "Daniel Montalvo"), titles and numbers aside:
gold and reader cut descriptions differently. How many agree to the letter is counted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.evaluate.score import PRF, Accuracy, same_name
from sayso.records import Event, Spans
from sayso.text import overlap

Twins = Mapping[str, str]  # id of a gold attribution -> id of the one that was found for it

_WORD: Final = re.compile(r"[^\W_]+")
_LOOSE: Final = frozenset(
    """the a an of in at on for and s his her its their some several many two three four five
    over more than about at least mr mrs ms president""".split()
)
ASIDE: Final = ("claimant", "items", "mode", "place", "date", "polarity", "modality")


@dataclass(frozen=True, slots=True)
class EventScores:
    """Events counted, for one document or, added up, for many.

    Attributes:
        whole: type, one actor and one recipient right.
        same_names: those whose shared names are equal to the letter, too.
        typed: right type at overlapping evidence, whoever takes part.
        aside: how often the other fields are right among the whole ones.
        types: ``whole`` by type.
    """

    whole: PRF = field(default_factory=PRF)
    same_names: PRF = field(default_factory=PRF)
    typed: PRF = field(default_factory=PRF)
    aside: Mapping[str, Accuracy] = field(default_factory=dict)
    types: Mapping[str, PRF] = field(default_factory=dict)

    def __add__(self, other: EventScores) -> EventScores:
        aside = {**self.aside, **other.aside}
        types = {**self.types, **other.types}
        none, nothing = Accuracy(), PRF()
        return EventScores(
            self.whole + other.whole,
            self.same_names + other.same_names,
            self.typed + other.typed,
            {k: self.aside.get(k, none) + other.aside.get(k, none) for k in aside},
            {k: self.types.get(k, nothing) + other.types.get(k, nothing) for k in types},
        )


def score_events(gold: Sequence[Event], predicted: Sequence[Event], twins: Twins) -> EventScores:
    """Score the events of one document.

    Args:
        gold: events of the gold.
        predicted: events to be judged.
        twins: which attribution was found for each of the gold.
    """
    pairs = pair_events(gold, predicted, twins)
    typed = _greedy(((_far(one, other),), i, j) for i, one in enumerate(gold)
                    for j, other in enumerate(predicted)
                    if one.type == other.type and _meets(one.evidence, other.evidence))  # fmt: skip
    matched = [(gold[i], predicted[j]) for i, j in pairs]
    exact = sum(_exact(one, other) for one, other in matched)

    def counted(right: int) -> PRF:
        return PRF(right, len(predicted) - right, len(gold) - right)

    return EventScores(
        whole=counted(len(pairs)),
        same_names=counted(exact),
        typed=counted(len(typed)),
        aside={name: _accuracy(name, matched, twins) for name in ASIDE},
        types=_types(gold, predicted, matched),
    )


def pair_events(
    gold: Sequence[Event], predicted: Sequence[Event], twins: Twins
) -> list[tuple[int, int]]:
    """Pair the events that are the same one to one; equal claimants and items first."""
    return _greedy(
        ((not _claimed(one, other, twins), not _items(one, other), _far(one, other)), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(predicted)
        if is_same(one, other)
    )


def is_same(one: Event, other: Event) -> bool:
    """Tell whether two events are the same happening as the module has it."""
    return (
        one.type == other.type
        and _shares(one.actor, other.actor)
        and _shares(one.recipient, other.recipient)
        and _meets(one.evidence, other.evidence)
    )


def agree(one: str, other: str) -> bool:
    """Tell whether two names may be one's: equal, or all words of one stand in the other."""
    if same_name(one) == same_name(other):
        return True
    a, b = _words(one), _words(other)
    return bool(a and b) and (a <= b or b <= a)


def _words(name: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(name))
    found = frozenset(word for word in words if word not in _LOOSE and not word.isdigit())
    return frozenset(word.removesuffix("s") for word in found)


def _shares(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return not one and not other
    return any(agree(a, b) for a in one for b in other)


def _exact(one: Event, other: Event) -> bool:
    sides = ((one.actor, other.actor), (one.recipient, other.recipient))
    return all(
        (not a and not b) or {same_name(x) for x in a} & {same_name(y) for y in b} for a, b in sides
    )


def _meets(one: Spans, other: Spans) -> bool:
    return any(overlap(a, b) for a in one for b in other)


def _far(one: Event, other: Event) -> int:
    return abs(one.evidence[0][0] - other.evidence[0][0])


def _greedy(candidates: Iterable[tuple[tuple[int, ...], int, int]]) -> list[tuple[int, int]]:
    chosen: list[tuple[int, int]] = []
    for _, i, j in sorted(candidates):
        if all(i != a and j != b for a, b in chosen):
            chosen.append((i, j))
    return chosen


def _types(
    gold: Sequence[Event], predicted: Sequence[Event], matched: Sequence[tuple[Event, Event]]
) -> dict[str, PRF]:
    out = {}
    for name in sorted({event.type for event in (*gold, *predicted)}):
        right = sum(one.type == name for one, _ in matched)
        got = sum(event.type == name for event in predicted)
        wanted = sum(event.type == name for event in gold)
        out[name] = PRF(right, got - right, wanted - right)
    return out


def _accuracy(name: str, matched: Sequence[tuple[Event, Event]], twins: Twins) -> Accuracy:
    total = Accuracy()
    for one, other in matched:
        if name == "claimant":
            total += Accuracy(int(_claimed(one, other, twins)), 1, 1)
            continue
        wanted, got = getattr(one, name) or None, getattr(other, name) or None
        if wanted is None and got is None:
            total += Accuracy(silent=1)
        else:
            right = _items(one, other) if name == "items" else _text(wanted, got)
            total += Accuracy(int(right), 1, int(got is not None))
    return total


def _claimed(one: Event, other: Event, twins: Twins) -> bool:
    if one.attribution is None or other.attribution is None:
        return one.attribution == other.attribution
    return twins.get(one.attribution) == other.attribution


def _items(one: Event, other: Event) -> bool:
    """Tell whether each item of the gold has one that agrees, and none is missing or over."""
    return len(one.items) == len(other.items) and all(
        any(agree(a, b) for b in other.items) for a in one.items
    )


def _text(wanted: object, got: object) -> bool:
    if isinstance(wanted, str) and isinstance(got, str):
        return wanted == got or agree(wanted, got)
    return wanted == got
