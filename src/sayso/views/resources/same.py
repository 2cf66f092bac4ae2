"""Which actors of documents are one, for one at a time: his cards and those of similar names.

A card is what one document says of one actor (docs/same-actor.md). All cards of a ledger are far
too many to compare, so some are: of his newest documents, of those of names that share its last
word or its initials, and those that people have judged to be him or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from sayso.errors import LedgerError
from sayso.ledger import Ledger, actor_keys
from sayso.ledger.actors import ActorFilter, CountedActor, find_actors
from sayso.ledger.match import tokens
from sayso.ledger.told import casts, judged_pairs, newest_documents
from sayso.records import Reading
from sayso.resolve.actor import ActorCard, cards_of
from sayso.resolve.grouping import ActorGroup, group_actors
from sayso.resolve.naming import acronym

_OWN: Final = 5  # of his newest documents whose cards are compared
_OTHERS: Final = 5  # names that are compared
_EACH: Final = 1  # documents of each


def same_payload(ledger: Ledger, actors: Sequence[CountedActor]) -> dict[str, Any]:
    """Return which cards are one actor's.

    Keys: ``documents``, how many were compared; ``groups``, those with a card of his name first,
    each with ``name``, ``names`` (with how many cards), ``cards`` (ids of actors) and ``merges``:
    ``a``, ``b``, ``score`` (0 to 1) and ``why``.

    Args:
        ledger: where to look.
        actors: one name, by kind.
    """
    others = _similar(ledger, actors[0])
    documents = set(newest_documents(ledger, actors, _OWN))
    for one in others:
        documents |= set(newest_documents(ledger, [one], _EACH))
    judged = judged_pairs(ledger, {actors[0].name})
    names = {actors[0].name, *(one.name for one in others)}
    for pair in judged:
        names.update(pair.names)
        documents.update(pair.documents)
    cards = {card.key: card for card in _cards(casts(ledger, documents), names)}
    groups = group_actors(cards.values(), [(*pair.keys, pair.verdict) for pair in judged])
    shown = [_group(group, cards) for group in groups]
    own = actors[0].name
    shown.sort(key=lambda group: (own not in group["names"], -len(group["cards"]), group["name"]))
    return {"documents": len(documents), "groups": shown}


def _similar(ledger: Ledger, actor: CountedActor) -> list[CountedActor]:
    """Return the most frequent actors whose names may stand for the same."""
    initials = acronym(actor.name) or ""
    found: dict[int, CountedActor] = {}
    for word in dict.fromkeys((*tokens(actor.name)[-1:], *tokens(initials))):
        try:
            page = find_actors(ledger, ActorFilter(words=word), limit=_OTHERS + 1)
        except LedgerError:  # no word to look for
            continue
        found |= {one.id: one for one in page.items if one.name != actor.name}
    return sorted(found.values(), key=lambda one: (-one.statements, one.id))[:_OTHERS]


def _cards(readings: Iterable[Reading], names: set[str]) -> Iterator[ActorCard]:
    """Yield the cards of some names, under the keys that judgements go by."""
    for reading in readings:
        keys = actor_keys(reading)
        cards = cards_of(reading.document, reading.actors)
        for actor, key, card in zip(reading.actors, keys, cards, strict=True):
            if actor.name in names:
                yield replace(card, key=key)


def _group(group: ActorGroup, cards: dict[str, ActorCard]) -> dict[str, Any]:
    names: dict[str, int] = {}
    for key in group.members:
        names[cards[key].name] = names.get(cards[key].name, 0) + 1
    merges = [asdict(merge) | {"why": list(merge.why)} for merge in group.merges]
    return {"name": group.name, "names": names, "cards": list(group.members), "merges": merges}
