"""Whether what a word tells is an event: enough of it told, done by somebody, of public life."""

from __future__ import annotations

from typing import Final

from sayso.attribute.event.ground import Ground
from sayso.attribute.event.party import Named, is_animate, is_body
from sayso.attribute.event.trigger import Trigger

_AIMED: Final = frozenset({"ACCUSE", "AID", "COOPERATE", "SANCTION", "COERCE", "CONSULT"})


def is_event(ground: Ground, trigger: Trigger, doers: list[Named], recipients: list[Named]) -> bool:
    """Tell whether a word with those who take part in it is an event."""
    if not (doers or recipients) or _is_of_things(ground, trigger, doers):
        return False
    if not _is_whole(ground, trigger, doers, recipients):
        return False
    bare = trigger.light is None and ground.tree.tag[trigger.word] == "NOUN"
    if bare and not _is_plain(ground, trigger, doers, recipients):
        return False
    return _is_political(ground, trigger, doers, recipients)


def _is_plain(
    ground: Ground, trigger: Trigger, doers: list[Named], recipients: list[Named]
) -> bool:
    """Tell whether a noun without a verb to carry it tells enough: who, or to whom."""
    if trigger.sense.type == "REQUEST" and doers:
        return any(ground.tree.relation[k] == "acl" for k in ground.tree.below[trigger.word])
    if trigger.sense.type in {"ASSAULT", "COERCE"} and recipients:
        return any(slot in {"of", "on", "against"} for slot in trigger.roles.slots)
    return bool(doers and recipients)


def _is_whole(
    ground: Ground, trigger: Trigger, doers: list[Named], recipients: list[Named]
) -> bool:
    """Tell whether enough is told: nobody asks without an asker, gives without a receiver."""
    kind = trigger.sense.type
    if kind in _OWN and not doers:
        return False
    if doers and {one.name for one in doers} == {one.name for one in recipients}:
        return len({one.name for one in doers}) > 1  # nobody works with himself
    objects = trigger.roles.slots.get("o", ())
    if recipients or (doers and any(ground.tree.tag[k] in _ELIDED for k in objects)):
        return True
    if kind == "ACCUSE":
        return trigger.sense.mode == "investigate" and _has_aim(trigger)
    return kind not in _DYADIC and (kind not in _AIMED or _has_aim(trigger))


_ELIDED: Final = frozenset({"NUM", "ADJ"})  # "and saved 200 more"
_OWN: Final = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT"})
_DYADIC: Final = frozenset({"AID", "COOPERATE", "SANCTION"})


def _has_aim(trigger: Trigger) -> bool:
    """Tell whether what is done has an object, if nobody: "declared an emergency"."""
    return any(trigger.roles.slots.get(slot) for slot in ("o", *trigger.sense.recipient))


def _is_political(
    ground: Ground, trigger: Trigger, doers: list[Named], recipients: list[Named]
) -> bool:
    """Tell whether talk and consent concern a body or an official, and no medium.

    That commanders spoke with an outlet is how a report came about, no event.
    """
    kind = trigger.sense.type
    if kind not in {"CONSULT", "AGREE"}:
        return True
    if kind == "CONSULT" and (not doers or (not recipients and len(doers) < 2)):
        return False
    actors = [ground.actor(one.word) for one in (*doers, *recipients)]
    if kind == "AGREE" and any(actor and actor.country for actor in actors):
        return True
    if kind == "CONSULT" and any(a and a.kind in {"outlet", "document"} for a in actors):
        return False
    return any(is_body(ground, one) for one in (*doers, *recipients))


def _is_of_things(ground: Ground, trigger: Trigger, doers: list[Named]) -> bool:
    """Tell whether it is a thing that does it: a storm, a law, a report."""
    words = trigger.roles.doer
    return bool(words) and not doers and not any(is_animate(ground, word) for word in words)
