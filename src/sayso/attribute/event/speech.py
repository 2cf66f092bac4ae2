"""Acts of speech that are events of their speaker: accusing, demanding, threatening.

A cue whose own word tells of an event ("accused", "urged") is found as any other word; here
are those whose act only the sentence tells: "said that Sudan must return the helicopter".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sayso.attribute.event.ground import Found, Ground
from sayso.attribute.event.party import has_post, names_of
from sayso.attribute.event.roles import is_passive
from sayso.attribute.event.trigger import senses_of
from sayso.attribute.grammar.clause import top_of, words_inside
from sayso.records import Attribution, Event, Spans

_TYPES: Final = {
    "accuse": ("ACCUSE", "disapprove"),
    "demand": ("REQUEST", None),
    "threaten": ("THREATEN", None),
    "promise": ("AGREE", None),
    "praise": ("SUPPORT", None),
}
# That a source asked not to be named is how a report came about, no event.
_UNNAMED: Final = re.compile(r"(?i)\b(?:be|remain) (?:named|identified|quoted|anonymous)\b")


def speech_events(ground: Ground, known: Sequence[Found]) -> list[Found]:
    """Return the events that attributions are by what is done with them.

    Args:
        ground: the document.
        known: events found at words.
    """
    out = []
    taken = {ground.cue_of[one.word] for one in known if one.word in ground.cue_of}
    taken |= {  # the demand itself stands in his words: "we urge"
        at
        for one in known
        if (at := ground.inside[one.word]) >= 0
        and one.event.attribution != ground.attributions[at].id
    }
    hostile = _hostile(known)
    for number, one in enumerate(ground.attributions):
        told = hostile.get(one.id, ()) if one.act in {"claim", "accuse"} else ()
        if number in taken or not one.cue or one.speaker is None:
            continue
        if one.act not in _TYPES and not told:
            continue
        words = words_inside(ground.annotated, one.cue[0])
        event = _event(ground, one, words, tuple(name for name in told if name != one.speaker))
        if event is not None and len(words):
            out.append(Found(event, words[0]))
    return out


def _hostile(known: Sequence[Found]) -> dict[str | None, tuple[str, ...]]:
    """Return whom each attribution says to have done harm: to claim so is to accuse them."""
    return {
        one.event.attribution: one.event.actor
        for one in reversed(known)
        if one.event.type in _HARM and one.event.polarity == "+" and one.event.actor
    }


_HARM: Final = frozenset({"ASSAULT", "COERCE", "SANCTION"})


def _event(ground: Ground, one: Attribution, cue: range, harming: tuple[str, ...]) -> Event | None:
    """Return the event an attribution is by its act.

    Args:
        ground: the document.
        one: the attribution.
        cue: the words of its cue.
        harming: others than the speaker that he says to have done harm.
    """
    kind, mode = _TYPES.get(one.act or "", _TYPES["accuse"])
    outer = ground.voice(cue[0]) if len(cue) else None
    if any(is_passive(ground.tree, word) for word in cue):
        return None  # people were encouraged: not they have asked
    if _tells_otherwise(ground, cue, kind):
        return None
    said = " ".join(ground.text()[slice(*span)] for span in one.content[:1])
    if kind == "REQUEST" and _UNNAMED.search(said):
        return None
    if kind == "AGREE" and not _is_political(ground, one):
        return None
    recipient = _recipient(ground, one, kind)
    if kind == "ACCUSE":
        recipient = harming or (recipient if one.act == "accuse" else ())
    if not recipient and kind in {"ACCUSE", "SUPPORT"}:
        return None
    evidence: Spans = tuple(sorted({*one.source[:1], *one.cue[:1], *one.content[:1]}))
    return Event(
        type=kind,
        mode=mode,
        actor=(one.speaker or "",),
        recipient=recipient,
        items=(),
        place=None,
        date=one.said,
        evidence=evidence,
        attribution=outer.id if outer else None,
        polarity="+",
        modality="actual",
        trigger=one.cue[0],
    )


_DONE: Final = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "AID", "PROTEST", "-"})


def _tells_otherwise(ground: Ground, cue: range, kind: str) -> bool:
    """Tell whether a cue's verb is that of another event: "has banned" is no demand."""
    senses = [sense for k in cue if ground.tree.tag[k] == "VERB"
              for sense in senses_of(ground.tree.low[k])]  # fmt: skip
    return bool(senses) and {sense.type for sense in senses} <= _DONE - {kind}


def _is_political(ground: Ground, one: Attribution) -> bool:
    """Tell whether a speaker is a state, a body or an official: others promise in private."""
    if one.kind in {"government", "organisation", "armed-group"}:
        return True
    actor = next((actor for actor in ground.cast.actors if actor.name == one.speaker), None)
    return bool(actor and (actor.country or has_post(ground, actor)))


def _recipient(ground: Ground, one: Attribution, kind: str) -> tuple[str, ...]:
    """Return who is asked, accused or praised: the subject of the first clause said."""
    words = [w for span in one.content for w in words_inside(ground.annotated, span)]
    top = top_of(ground.annotated, words) if words else None
    if top is None:
        return ()
    tree = ground.tree
    subjects = [k for k in tree.below[top] if tree.relation[k] == "nsubj"]
    found = names_of(ground, tuple(subjects), one)
    names = tuple(dict.fromkeys(n.name for n in found if n.name != one.speaker))
    return names if kind in {"ACCUSE", "REQUEST", "SUPPORT"} else ()
