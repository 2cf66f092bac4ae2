"""Who does something and to whom, by the slots that a word's sense names.

Where a passive or a noun does not say, it may still be plain: see ``_implied``.
"""

from __future__ import annotations

from typing import Final

from sayso.attribute.event.ground import Ground
from sayso.attribute.event.party import Named, names_of, owners
from sayso.attribute.event.roles import noun_roles, verb_roles
from sayso.attribute.event.trigger import Trigger
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import find_country
from sayso.records import Attribution


def sides_of(
    ground: Ground, trigger: Trigger, voice: Attribution | None
) -> tuple[list[Named], list[Named]]:
    """Return who does it and to whom."""
    doers = _doers(ground, trigger, voice)
    recipients: list[Named] = []
    for slot in trigger.sense.recipient:
        recipients = _of_slot(ground, trigger, slot, voice, doers)
        if recipients:
            break
    if not recipients and trigger.sense.type == "REQUEST":
        recipients = _answering(ground, trigger, voice)
    if "from>" in trigger.sense.recipient:
        given = _of_slot(ground, trigger, "from", voice, [])
        return given, doers
    if trigger.suffered:
        if not doers and trigger.light is not None:
            sufferers = verb_roles(ground.tree, trigger.light).slots.get("o", ())
            doers = names_of(ground, sufferers, voice)
        by = _of_slot(ground, trigger, "from", voice, []) or _of_slot(
            ground, trigger, "by", voice, []
        )
        return by, doers
    doers = doers or _implied(ground, trigger, voice)
    return doers, [one for one in recipients if one.name not in {d.name for d in doers}] or (
        recipients if "both" in trigger.sense.recipient else []
    )


def _answering(ground: Ground, trigger: Trigger, voice: Attribution | None) -> list[Named]:
    """Return who complies with a request, or rejects it: it was made to him."""
    tree, above = ground.tree, ground.tree.head[trigger.word]
    if (
        above < 0
        or tree.tag[trigger.word] != "NOUN"
        or lemma(tree.low[above], "VERB") not in _ANSWERS
    ):
        return []
    return names_of(ground, verb_roles(tree, above).doer, voice)


_ANSWERS: Final = frozenset(
    "comply reject refuse grant accept meet ignore rebuff honour honor deny".split()
)


def _implied(ground: Ground, trigger: Trigger, voice: Attribution | None) -> list[Named]:
    """Return who must have done it where a passive does not say.

    1. what one was provided with is from somebody; 2. a visa to a country is refused by it;
    3. an army that is put on alert is so by those whose it is.
    """
    slots = trigger.roles.slots
    if trigger.sense.type in {"AID", "COOPERATE"} and trigger.roles.passive:
        givers = [k for w in slots.get("with", ()) for k in owners(ground, w)]
        return names_of(ground, slots.get("from", ()) or tuple(givers), voice)
    if trigger.sense.type == "MOBILIZE":
        moved = slots.get("o", ())
        owned = tuple(k for w in moved for k in owners(ground, w))
        return names_of(ground, owned, voice) or names_of(ground, moved, voice)
    if trigger.sense.type == "REJECT" and trigger.sense.items and trigger.roles.passive:
        return names_of(ground, _entered(ground, trigger.word), voice)
    return []


def _entered(ground: Ground, verb: int) -> tuple[int, ...]:
    """Return the country that "to enter" or "entry to" behind a verb names."""
    tree = ground.tree
    for k in range(verb + 1, min(verb + 8, tree.around[verb].stop)):
        if tree.low[k] in {"enter", "entering"}:
            return verb_roles(tree, k).slots.get("o", ())
        if tree.low[k] in {"entry", "admission", "visa"}:
            found = noun_roles(tree, k, None).slots
            if found.get("to") or found.get("into"):
                return found.get("to") or found.get("into", ())
    return ()


def _doers(ground: Ground, trigger: Trigger, voice: Attribution | None) -> list[Named]:
    found = names_of(ground, trigger.roles.doer, voice)
    if not found and trigger.roles.doer:
        found = names_of(ground, owners(ground, trigger.roles.doer[0]), voice)
    if not found and (before := _before_relative(ground, trigger)) is not None:
        found = names_of(ground, (before,), voice)
    if not found and ground.tree.tag[trigger.word] == "NOUN" and trigger.light is None:
        own = (k for k in trigger.roles.slots.get("comp", ()) if _is_name(ground, k))
        found = names_of(ground, tuple(own), voice)
    return found


def _is_name(ground: Ground, word: int) -> bool:
    """Tell whether a word before a noun names somebody: "Israeli raids", "a police search"."""
    tree = ground.tree
    text = ground.text()[tree.start[word] : tree.end[word]]
    named = tree.tag[word] == "PROPN" or find_country(text) is not None
    return named or tree.low[word] in {"police", "army", "government", "rebel", "militant"}


def _before_relative(ground: Ground, trigger: Trigger) -> int | None:
    """Return the noun right before ", which": a clause may be hung on one further off."""
    tree = ground.tree
    for k in tree.below[trigger.word]:
        if tree.relation[k] == "nsubj" and tree.low[k] in {"which", "who"} and k > 1:
            at = k - 2 if tree.low[k - 1] == "," else k - 1
            return at if tree.tag[at] in {"NOUN", "PROPN"} else None
    return None


def _of_slot(
    ground: Ground, trigger: Trigger, slot: str, voice: Attribution | None, doers: list[Named]
) -> list[Named]:
    """Return who stands in a slot; where it is nobody, whose it is."""
    roles = trigger.roles
    if slot == "o" and trigger.sense.mode == "abduct":
        words = tuple(w for w in roles.slots.get("o", ()) if ground.base(w) not in _TAKEN)
        return names_of(ground, words, voice)
    if slot == "both":
        words = roles.slots.get("between", ()) or roles.slots.get("with", ())
        inside = names_of(ground, words or _between_below(ground, trigger), voice)
        if not inside and len(doers) > 1:
            return doers if trigger.sense.type in _MUTUAL else []
        if not doers:
            doers.extend(inside)
            return inside if trigger.sense.type in _MUTUAL else []
        return inside
    if slot == "from>":
        return []
    words = roles.slots.get(slot, ())
    found = names_of(ground, words, voice)
    if found:
        return found
    for word in words:
        found = names_of(ground, owners(ground, word), voice)
        if found:
            return found
    return []


_MUTUAL: Final = frozenset({"COOPERATE", "ASSAULT"})
_TAKEN: Final = frozenset({"hostage", "captive", "prisoner"})


def _between_below(ground: Ground, trigger: Trigger) -> tuple[int, ...]:
    """Return those named by a "between" or "of" one noun below."""
    tree = ground.tree
    for words in trigger.roles.slots.values():
        for word in words:
            for k in tree.below[word]:
                if any(tree.low[c] in {"between", "with"} for c in tree.below[k]):
                    return (k, *(j for j in tree.below[k] if tree.relation[j] == "conj"))
    return ()
