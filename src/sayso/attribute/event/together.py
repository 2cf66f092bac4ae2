"""The events of a document together: what one lacks and another tells, what is told twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sayso.attribute.event.ground import Found, Ground
from sayso.attribute.event.roles import verb_roles
from sayso.attribute.event.trigger import HARM
from sayso.attribute.grammar.lemma import lemma
from sayso.records import Event, Spans
from sayso.text import merged

_SPOKEN: Final = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT", "AGREE"})
_JUDGED: Final = frozenset({"ACCUSE", "SUPPORT"})
_VERBAL: Final = frozenset({"xcomp", "ccomp", "advcl", "acl"})


def put_together(ground: Ground, found: Sequence[Found]) -> tuple[Event, ...]:
    """Return the events of a document in text order, each once and as whole as it is told."""
    ordered = sorted(found, key=lambda one: one.word)
    offered = _with_recipients(ground, _with_elided(ground, ordered))
    whole = [
        one
        for one in _completed(ground, _without_embedded(ground, offered))
        if one.event.type != "AID" or one.event.actor or _is_passive(ground, one.word)
    ]
    return tuple(_joined(_with_consequences(ground, whole)))


def _with_consequences(ground: Ground, found: Sequence[Found]) -> list[Found]:
    """Join an attack with whom it killed: "bombed the town, killing 12" is one event.

    So where both stand in one sentence and one voice, and no two doers are told.
    """
    out: list[Found] = []
    for one in found:
        last = out[-1] if out else None
        if last is not None and _is_one_attack(ground, last, one):
            main, rest = (one, last) if _is_harm(ground, last) else (last, one)
            event = _both(main.event, rest.event)
            event = replace(event, actor=main.event.actor or rest.event.actor)
            out[-1] = Found(event, main.word)
        else:
            out.append(one)
    return out


def _is_passive(ground: Ground, word: int) -> bool:
    """Tell whether a word is a verb that need not say who does it, or a noun."""
    return ground.tree.tag[word] == "NOUN" or verb_roles(ground.tree, word).passive


def _is_harm(ground: Ground, one: Found) -> bool:
    return ground.base(one.word) in HARM


def _is_one_attack(ground: Ground, one: Found, other: Found) -> bool:
    if not (_is_harm(ground, one) or _is_harm(ground, other)):
        return False
    a, b = one.event, other.event
    if ground.tree.sentence[one.word] != ground.tree.sentence[other.word]:
        return False
    actors = not a.actor or not b.actor or set(a.actor) == set(b.actor)
    same = a.type == b.type == "ASSAULT" and actors and a.attribution == b.attribution
    return same and (a.polarity, a.modality) == (b.polarity, b.modality)


def _without_embedded(ground: Ground, found: Sequence[Found]) -> list[Found]:
    """Leave out what is only asked for, refused or agreed to in the same breath.

    "Agreed to send troops" is one AGREE; inside somebody's words what he asks for is told.
    """
    spoken = {one.word: one for one in found if one.event.type in _SPOKEN | _JUDGED}
    inner = {_governor(ground, one.word) for one in found}
    kept = []
    for one in found:
        if one.word in inner and ground.base(one.word) in {"force", "compel"}:
            continue
        above = _governor(ground, one.word)
        other = spoken.get(above) if above is not None else None
        same = other and ground.inside[other.word] == ground.inside[one.word]
        reason = other and other.event.type in _JUDGED and ground.tree.low[one.word].endswith("ing")
        if not (same and (one.event.modality != "actual" or reason)):
            kept.append(one)
    return kept


def _governor(ground: Ground, word: int) -> int | None:
    tree, at = ground.tree, word
    for _ in range(4):
        above = tree.head[at]
        if above < 0:
            return None
        if tree.relation[at] in _VERBAL or (tree.relation[at] == "nmod" and tree.tag[at] == "VERB"):
            return above
        if tree.relation[at] not in {"obj", "conj", "obl", "nmod"}:
            return None
        if tree.relation[at] == "obj" and tree.tag[above] == "VERB" and at == word:
            return above
        at = above
    return None


def _with_recipients(ground: Ground, found: Sequence[Found]) -> list[Found]:
    """Give an offer, threat or refusal the recipient of what is offered or refused."""
    inner = {_governor(ground, one.word): one.event.recipient for one in reversed(found)}
    return [
        replace(one, event=replace(one.event, recipient=inner.get(one.word, ())))
        if one.event.type in _OFFERED and not one.event.recipient
        else one
        for one in found
    ]


_OFFERED: Final = frozenset({"AGREE", "THREATEN", "REJECT"})


def _with_elided(ground: Ground, found: Sequence[Found]) -> list[Found]:
    """Give "and the navy saved 200 more" the recipient of the like event before it."""
    out: list[Found] = []
    for one in found:
        event, slots = one.event, verb_roles(ground.tree, one.word).slots
        counted = any(ground.tree.tag[k] in {"NUM", "ADJ"} for k in slots.get("o", ()))
        if counted and not event.recipient and out:
            last, sentence = out[-1].event, ground.tree.sentence
            if last.type == event.type and sentence[out[-1].word] == sentence[one.word]:
                event = replace(event, recipient=last.recipient)
        out.append(Found(event, one.word))
    return out


def _completed(ground: Ground, found: Sequence[Found]) -> list[Found]:
    """Give an event that lacks a side the one of the like event told before it.

    1. "Russia arms X … they are receiving weapons": X has them from whom it was said to;
    2. "they jailed me … I was forced to work": in one speaker's words they did that too;
    3. "the attack was launched by Y": it is the attack spoken of before;
    4. who fights, fights whom he fought before; 5. criticism of the attack is of who did it;
    6. who denies it is who was said to have done it.
    """
    out: list[Found] = []
    for one in found:
        event = one.event
        before = [o.event for o in reversed(out[-_BACK:])]
        if not event.actor and event.recipient:
            event = _with_actor(ground, event, before)
        if not event.recipient and event.type in _HOSTILE:
            event = _with_victim(ground, one.word, event, before)
        if not event.recipient and event.type in {"ACCUSE", "SUPPORT"}:
            event = _with_author(ground, one.word, event, before)
        out.append(Found(event, one.word))
    return out


_BACK: Final = 8
_HOSTILE: Final = frozenset({"ASSAULT", "COERCE", "THREATEN"})


def _with_actor(ground: Ground, event: Event, before: Sequence[Event]) -> Event:
    for other in before:
        if not (other.actor and other.recipient and _share(other.recipient, event.recipient)):
            continue
        if event.type == "AID" == other.type and event.mode == other.mode:  # 1
            return replace(event, actor=other.actor, recipient=other.recipient)
        speaker = ground.speakers.get(event.attribution)
        same = speaker is not None and speaker == ground.speakers.get(other.attribution)
        denied = event.polarity == "-" and speaker in other.actor
        same = same or denied  # 6
        if same and {event.type, other.type} <= _HOSTILE:  # 2
            return replace(event, actor=other.actor)
    return event


def _with_victim(ground: Ground, word: int, event: Event, before: Sequence[Event]) -> Event:
    tree = ground.tree
    definite = any(tree.low[k] in {"the", "this"} for k in tree.below[word] if k < word)
    for other in before:
        if not other.recipient or other.type not in _HOSTILE:
            continue
        if tree.tag[word] == "NOUN":  # 3
            if definite and _root(ground, other) == ground.base(word):
                return replace(event, type=other.type, mode=other.mode, recipient=other.recipient)
        elif event.actor and _share(other.actor, event.actor):  # 4
            rest = tuple(one for one in other.recipient if one not in event.actor)
            if rest and event.type != "COERCE":
                return replace(event, recipient=rest)
    return event


def _with_author(ground: Ground, word: int, event: Event, before: Sequence[Event]) -> Event:
    """Give criticism of "the attack" the author of the attack as its recipient (5)."""
    slots = verb_roles(ground.tree, word).slots
    objects = [k for slot in ("o", "of", "for", "over") for k in slots.get(slot, ())]
    for other in before:
        for k in objects:
            root = lemma(ground.tree.low[k], "NOUN")
            if other.actor and _root(ground, other) == root:
                return replace(event, recipient=other.actor)
    return event


def _root(ground: Ground, event: Event) -> str:
    word = ground.text()[slice(*event.trigger)] if event.trigger else ""
    return lemma(word, "VERB")


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(_meets(a, b) for a in one for b in other)


def _meets(one: str, other: str) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return a <= b or b <= a


def _joined(found: Sequence[Found]) -> Iterator[Event]:
    """Yield the events, what one voice tells twice as one."""
    out: list[Event] = []
    for one in found:
        for at in range(max(0, len(out) - _AGAIN), len(out)):
            if _is_again(out[at], one.event):
                out[at] = _both(out[at], one.event)
                break
        else:
            out.append(one.event)
    return iter(out)


_AGAIN: Final = 60  # events among which one that is told again is looked for


def _is_again(one: Event, other: Event) -> bool:
    same = (
        one.type == other.type
        and one.attribution == other.attribution
        and one.polarity == other.polarity
        and one.modality == other.modality
    )
    if not same or not (one.mode == other.mode or _is_near(one.evidence, other.evidence)):
        return False
    if one.date and other.date and one.date != other.date:
        return False
    if one.items and other.items and not set(one.items) & set(other.items):
        return False
    if one.actor == other.actor and bool(one.recipient) != bool(other.recipient):
        return _is_near(one.evidence, other.evidence)
    sides = ((one.actor, other.actor), (one.recipient, other.recipient))
    return all(_covers(a, b) for a, b in sides)


def _is_near(one: Spans, other: Spans) -> bool:
    """Tell whether two events stand in one breath: "launched a petition asking the state to"."""
    return abs(one[-1][1] - other[0][0]) <= _BREATH or bool(
        merged((*one, *other)) == merged(one) or merged((*one, *other)) == merged(other)
    )


_BREATH: Final = 80  # characters


def _covers(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two lists may stand for the same: equal, or one short for the other."""
    if set(one) == set(other):
        return True
    return len(one) == len(other) == 1 and _meets(one[0], other[0])


def _both(one: Event, other: Event) -> Event:
    return replace(
        one,
        mode=one.mode or other.mode,
        recipient=one.recipient or other.recipient,
        items=tuple(dict.fromkeys((*one.items, *other.items))),
        place=one.place or other.place,
        date=one.date or other.date,
        evidence=merged((*one.evidence, *other.evidence)),
    )
