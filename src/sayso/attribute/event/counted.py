"""How many people and things an event concerns."""

from __future__ import annotations

from typing import Final

from sayso.attribute.event.amount import count_of, find_casualties
from sayso.attribute.event.ground import Ground
from sayso.records import Count, Event

_TAKEN: Final = {"ASSAULT": ("killed", "wounded", "missing", "detained", "displaced"),
                 "COERCE": ("detained", "displaced"), "RETREAT": (), "AID": ()}  # fmt: skip


def counts_of(ground: Ground, event: Event, word: int) -> tuple[Count, ...]:
    """Return the casualties told beside an event, and how many of its items there were.

    Casualties are looked for in the sentence of its trigger, in the words of its voice.
    """
    found = [count for item in event.items if (count := count_of(item))]
    for what in _TAKEN.get(event.type, ()):
        found += [count for at, count in _casualties(ground, event, word) if count.what == what]
    return tuple(dict.fromkeys(found))


def _casualties(ground: Ground, event: Event, word: int) -> list[tuple[int, Count]]:
    tree, around = ground.tree, ground.tree.around[word]
    start, end = tree.start[around.start], tree.end[around.stop - 1]
    inside = ground.inside[word]
    return [
        (span[0], count)
        for span, count in find_casualties(ground.text(), start, end)
        if ground.inside[ground.word_at(span[0])] == inside or event.attribution is None
    ]
