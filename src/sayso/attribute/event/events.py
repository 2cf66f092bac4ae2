"""Events of a document: who did what to whom, each under the voice that asserts it.

1. words that tell of one (``trigger``), with who takes part (``roles``, ``party``, ``sides``);
2. acts of speech whose type is one of PLOVER's: an accusation is an ACCUSE of its speaker;
3. whose word it is: the innermost attribution whose content holds it, else the document's;
4. whether it happened (``stand``); what, where and when (``detail``);
5. what is told twice by one voice is one event (``together``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sayso.attribute.event.code import party_of
from sayso.attribute.event.context import contexts_of
from sayso.attribute.event.counted import counts_of
from sayso.attribute.event.detail import date_of, evidence_of, items_of, place_of, place_text
from sayso.attribute.event.enough import is_event
from sayso.attribute.event.ground import Found, Ground
from sayso.attribute.event.locate import locate
from sayso.attribute.event.party import Named, side_of
from sayso.attribute.event.sides import sides_of
from sayso.attribute.event.speech import speech_events
from sayso.attribute.event.stand import Stand, stand_of
from sayso.attribute.event.together import put_together
from sayso.attribute.event.trigger import Trigger, find_triggers
from sayso.countries import find_country
from sayso.records import Attribution, Event, Party

_SPOKEN: Final = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT", "AGREE"})
_WILLED: Final = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})


def find_events(ground: Ground) -> tuple[Event, ...]:
    """Return the events of a document, in text order."""
    triggers = (one for one in find_triggers(ground) if not _in_heading(ground, one.word))
    found = [one for trigger in triggers for one in _told(ground, trigger)]
    found += [one for one in speech_events(ground, found) if not _in_heading(ground, one.word)]
    return tuple(_detailed(ground, event) for event in put_together(ground, found))


def _detailed(ground: Ground, event: Event) -> Event:
    """Return an event with its contexts, counts, coded parties and the place looked up."""
    word = ground.word_at(event.trigger[0]) if event.trigger else 0
    return replace(
        event,
        contexts=contexts_of(ground, word),
        counts=counts_of(ground, event, word),
        parties=tuple(
            _party(ground, name) for name in dict.fromkeys((*event.actor, *event.recipient))
        ),
        where=locate(event.place, ground.spoken_of) if event.place else None,
    )


def _party(ground: Ground, name: str) -> Party:
    actor = ground.by_name.get(name)
    spans = actor.mentions[:_MENTIONS] if actor else ()
    title = " ".join(ground.text()[slice(*span)] for span in spans)
    return party_of(name, actor, title)


_MENTIONS: Final = 6  # of an actor that are read for his post


def _in_heading(ground: Ground, word: int) -> bool:
    """Tell whether a word stands in a headline, heading or caption: a line without a stop.

    A text of one line has none.
    """
    text, at = ground.text(), ground.tree.start[word]
    low, high = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    if high < 0:
        high = len(text)
    line = text[low:high].rstrip()
    whole = low == 0 and high == len(text)
    return not whole and len(line) <= _LINE and line[-1:] not in _STOPS


_LINE: Final = 160  # characters; a longer line is no heading
_STOPS: Final = ".!?…:;,”\"'’)"


def _told(ground: Ground, trigger: Trigger) -> Iterator[Found]:
    """Yield the event a word tells of, if somebody takes part in it."""
    said_in = ground.voice(trigger.word)
    doers, recipients = sides_of(ground, trigger, said_in)
    voice = _asserting(ground, trigger, said_in)
    if voice is not said_in and said_in is not None and said_in.speaker:
        doers = [Named(said_in.speaker, doers[0].word)] if doers else []
    if not is_event(ground, trigger, doers, recipients):
        return
    trigger = _as_tested(ground, trigger, recipients)
    stand = stand_of(ground, trigger.word, trigger.light, voice)
    if not doers and stand.modality == "planned" and voice is not None:
        doers = _official(ground, trigger, voice)
    if stand.modality == "possible" and stand.polarity == "-":
        return  # what one cannot do is no event
    if stand.denied and (voice is None or voice.act != "deny"):
        return  # it would be the word of another than who denies it
    recipients, left = _left(ground, trigger, recipients)
    items = items_of(ground, trigger, (*doers, *recipients))
    evidence = evidence_of(ground, trigger, (*doers, *recipients), voice)
    at = left if left is not None else place_of(ground, trigger, (*doers, *recipients))
    event = Event(
        type=trigger.sense.type,
        mode=trigger.sense.mode,
        actor=tuple(dict.fromkeys(one.name for one in doers)),
        recipient=tuple(dict.fromkeys(one.name for one in recipients)),
        items=items,
        place=None if at is None else place_text(ground, at),
        date=date_of(ground, trigger, evidence[0], voice),
        evidence=evidence,
        attribution=voice.id if voice else None,
        polarity=stand.polarity,
        modality=stand.modality,
        trigger=(ground.tree.start[trigger.word], ground.tree.end[trigger.word]),
    )
    willed = _as_private(ground, _as_willed(event, stand, voice), (*doers, *recipients))
    for one in _each(ground, trigger, willed):
        yield Found(one, trigger.word)


def _left(
    ground: Ground, trigger: Trigger, recipients: list[Named]
) -> tuple[list[Named], int | None]:
    """Take the town that troops withdraw from for the place; a state they leave is who it is."""
    one = recipients[0] if len(recipients) == 1 else None
    if trigger.sense.mode != "withdraw" or one is None or find_country(one.name):
        return recipients, None
    return (recipients, None) if ground.kind(one.word) == "person" else ([], one.word)


def _as_tested(ground: Ground, trigger: Trigger, recipients: list[Named]) -> Trigger:
    """Take a missile fired at nobody for a show of force: PLOVER's MOBILIZE, weapons."""
    objects = {ground.base(k) for k in trigger.roles.slots.get("o", ())}
    if trigger.sense.type != "ASSAULT" or recipients or not objects & {"missile", "rocket"}:
        return trigger
    return replace(trigger, sense=replace(trigger.sense, type="MOBILIZE", mode="weapons"))


def _official(ground: Ground, trigger: Trigger, voice: Attribution) -> list[Named]:
    """Return the state of an official who tells of its plans: "talks will be held", he said."""
    side = side_of(ground, voice, plural=True)
    told = trigger.roles.passive or trigger.light is not None
    if side is None or side == voice.speaker or not told:
        return []
    return [Named(side, trigger.word)]


def _asserting(ground: Ground, trigger: Trigger, voice: Attribution | None) -> Attribution | None:
    """Return under whose voice an event stands.

    "We urge them to leave", in quotation marks, is no claim that somebody urges but the
    urging itself: an event of its speaker, told by whoever quotes him.
    """
    if voice is None or trigger.sense.type not in _SPOKEN or voice.mode == "indirect":
        return voice
    own = [k for k in trigger.roles.doer if ground.tree.low[k] in {"we", "i"}]
    if not own or ground.tree.tag[trigger.word] != "VERB":
        return voice
    return next((one for one in ground.attributions if one.id == voice.parent), None)


def _each(ground: Ground, trigger: Trigger, event: Event) -> Iterator[Event]:
    """Yield an event for each of "both the army and the rebels": they are told apart."""
    tree = ground.tree
    words = [w for ws in trigger.roles.slots.values() for w in ws]
    both = any(tree.low[k] == "both" for w in words for k in tree.below[w])
    if both and len(event.recipient) == 2:
        yield from (replace(event, recipient=(one,)) for one in event.recipient)
    else:
        yield event


def _as_private(ground: Ground, event: Event, parties: Sequence[Named]) -> Event:
    """Take what a private person gives back or gives himself up to for a concession.

    PLOVER's RETREAT is of states and armed groups, and of officials who resign.
    """
    if event.type != "RETREAT" or event.mode is not None:
        return event
    political = any(_is_side(ground, one) for one in parties)
    return event if political else replace(event, type="CONCEDE")


def _is_side(ground: Ground, named: Named) -> bool:
    actor = ground.actor(named.word)
    if find_country(named.name) or (actor and actor.kind in {"government", "armed-group"}):
        return True
    return any(word in _ARMED for word in named.name.lower().split())


_ARMED: Final = frozenset(
    """rebels rebel troops forces army militants fighters soldiers guerrillas insurgents militia
    police taliban captors kidnappers hostages prisoners""".split()
)


def _as_willed(event: Event, stand: Stand, voice: Attribution | None) -> Event:
    """Take a cooperative act that is but willed for consent to it, as PLOVER has it.

    So only where nobody is said to have said so: under an attribution it is a plan, and its
    speaker's consent an event of its own (``speech``).
    """
    if event.type in _WILLED and stand.willed and voice is None and stand.polarity == "+":
        return replace(event, type="AGREE", mode=event.type.lower())
    return event
