"""Who speaks in each attribution.

Whose words they are is looked for in this order; the first that gives an actor decides:

1. the source: its actor; "I" and "we" inside a quotation are its speaker, or the body he
   speaks for;
2. no source, no cue: a quotation that goes on, so the speaker of the one before it in the
   same or the preceding paragraph, else of the one behind it;
3. "reportedly": the outlet or document reported before, if one was;
4. a cue in the active voice: the subject of its verb, which the source was not found for.

Anything else is unstated: a passive without an agent, a noun without an owner.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from sayso.attribute.actors.actor import Cast, actor_of
from sayso.attribute.actors.phrase import read_phrase
from sayso.attribute.actors.sighting import PRONOUNS, mentions_headed_in
from sayso.attribute.statement.cue import is_hearsay
from sayso.countries import is_state
from sayso.records import Actor, Annotated, Attribution, Span
from sayso.text import contains

_BE: Final = re.compile(r"(?i)\b(?:is|are|was|were|be|been|being|gets?|got|['’]m|['’]re)\b")
_NOBODY_SAYS: Final = re.compile(  # it is feared, it emerged
    r"(?i)\b(?:is|was|has been|been|became|become|becomes) (?:\w+ly )?(?:\w+ed|known|thought|said"
    r"|clear|understood)\b|\b(?:emerge[sd]?|transpire[sd]?|turn(?:s|ed) out|seem(?:s|ed)"
    r"|appear(?:s|ed))\b"
)
_ANONYMOUS: Final = re.compile(
    r"(?i)\bcondition(?:s)? of anonymity\b|\bnot to be (?:named|identified)\b|\banonymously\b"
    r"|\b(?:not|n['’]t) authori[sz]ed to (?:speak|talk|comment|discuss)\b"
    r"|\b(?:asked|requested|wished|preferred) (?:for )?(?:anonymity|to remain anonymous)\b"
)
_NEXT_ANONYMOUS: Final = re.compile(r"(?:He|She|They|The (?:official|source|person|officer)s?)\b")


class Voice(NamedTuple):
    """Who speaks, and why; ``name`` is None if the report does not tell."""

    name: str | None
    identity: str
    kind: str
    why: str = ""


UNSTATED: Final = Voice(None, "unstated", "unknown")


@dataclass(frozen=True, slots=True)
class Talk:
    """All attributions of a document in text order, and the voices known so far.

    Attributes:
        annotated: the document.
        cast: its actors.
        order: the attributions.
        place: the place of each attribution in ``order`` by its id.
        actors: the actors by name.
        voices: who speaks, by the id of the attribution; filled from first to last.
    """

    annotated: Annotated
    cast: Cast
    order: Sequence[Attribution]
    place: Mapping[str, int]
    actors: Mapping[str, Actor]
    voices: dict[str, Voice]

    def text(self, span: Span) -> str:
        """Return the words of a span."""
        return self.annotated.document.text[slice(*span)]


def with_speakers(
    annotated: Annotated, attributions: Sequence[Attribution], cast: Cast
) -> tuple[Attribution, ...]:
    """Set speaker, identity and kind of each attribution.

    Args:
        annotated: the document.
        attributions: in any order; parents set.
        cast: the actors, found with the sources as phrases.
    """
    order = sorted(attributions, key=_place)
    place = {one.id: index for index, one in enumerate(order)}
    actors = {actor.name: actor for actor in reversed(cast.actors)}
    talk = Talk(annotated, cast, order, place, actors, {})
    for index, one in enumerate(order):
        talk.voices[one.id] = _voice(talk, index)
    for index in range(len(order) - 1, -1, -1):  # a quotation before its first "X said"
        one = order[index]
        if one.source or one.cue:
            continue
        if talk.voices[one.id].name is None or _leads_on(talk, index):
            talk.voices[one.id] = _from_behind(talk, index)
    return tuple(_filled(one, talk.voices[one.id]) for one in attributions)


def _place(one: Attribution) -> tuple[Span, Span]:
    """Order by where the content starts, then by the cue."""
    return (one.content[0] if one.content else (0, 0), one.cue[0] if one.cue else (0, 0))


def _filled(one: Attribution, voice: Voice) -> Attribution:
    why = (*one.why, f"speaker: {voice.why}") if voice.why else one.why
    return replace(one, speaker=voice.name, identity=voice.identity, kind=voice.kind, why=why)


def _voice(talk: Talk, index: int) -> Voice:
    """Return who speaks in one attribution, those before it being known."""
    one = talk.order[index]
    if one.source:
        if PRONOUNS.get(talk.text(one.source[0]).lower()) in {"i", "we"}:
            return _first_person(talk, index)
        return _from_source(talk, one)
    if not one.cue:
        return _from_before(talk, index)
    if is_hearsay(talk.annotated.document.text, one.cue[0]):
        return _from_report(talk, index)
    return _from_subject(talk, one)


# -- 1. the source --------------------------------------------------------------------------


def _from_source(talk: Talk, one: Attribution) -> Voice:
    """Return the actor of a source; of a split one the cue's subject, else who stands nearest."""
    lone = talk.text(one.source[0]).lower() == "it" and one.cue
    if lone and _NOBODY_SAYS.search(talk.text(one.cue[0])):
        return UNSTATED
    found = [(actor_of(talk.cast, talk.annotated, span), span) for span in one.source]
    known = [(actor, span) for actor, span in found if actor is not None]
    if not known:
        return UNSTATED
    verbs = _verbs(talk.annotated, one.cue[0]) if one.cue and len(known) > 1 else []
    subject = _subject(talk.annotated, verbs[-1]) if verbs else None
    at = one.cue[0][0] if one.cue else one.content[0][0]
    actor, span = min(
        known,
        key=lambda it: (
            subject is None or not contains(it[1], subject),
            it[0].kind in {"unknown", "document"},
            abs(it[1][1] - at),
        ),
    )
    return _of_actor(talk, actor, span, one)


def _of_actor(talk: Talk, actor: Actor, span: Span, one: Attribution) -> Voice:
    """Return the voice of an actor under the words that stand for him here."""
    said = talk.text(span)
    identity, kind = actor.identity or "role", actor.kind or "unknown"
    if identity == "role" and _is_withheld(talk.annotated, span):
        identity = "anonymous"
    if one.act == "report" and identity == "named" and said[:4].lower() == "the ":
        kind = "outlet" if kind in {"person", "organisation", "unknown"} else kind
    why = f"“{said}” is {actor.name}{_reason(said, actor)}" if actor.name not in said else ""
    return Voice(actor.name, identity, kind, why)


def _reason(said: str, actor: Actor) -> str:
    """Say in a few words why a phrase stands for an actor."""
    pronoun = PRONOUNS.get(said.lower())
    if pronoun in {"he", "she"} and actor.kind == "person":
        return f", the last {'man' if pronoun == 'he' else 'woman'} it may be"
    if pronoun:
        return ", spoken of before"
    if actor.kind == "person" and said.rsplit(maxsplit=1)[-1] in actor.name.split():
        return ", as the text calls them elsewhere"
    return ""


def _is_withheld(annotated: Annotated, span: Span) -> bool:
    """Tell whether the sentence of a source, or the next, says that a name is kept back."""
    text, sentences = annotated.document.text, annotated.sentences
    at = bisect_right(sentences, span[0], key=lambda sentence: sentence[0]) - 1
    if at < 0:
        return False
    if _ANONYMOUS.search(text[slice(*sentences[at])]):
        return True
    after = text[slice(*sentences[at + 1])] if at + 1 < len(sentences) else ""
    return bool(_NEXT_ANONYMOUS.match(after) and _ANONYMOUS.search(after))


def _first_person(talk: Talk, index: int) -> Voice:
    """Return whom "I" or "we" stands for: the speaker around it, or the body he speaks for."""
    one = talk.order[index]
    at = talk.place.get(one.parent or "")
    outer = None if at is None else talk.order[at]
    for before in talk.order[max(0, index - _BACK) : index] if outer is None else ():
        if any(contains(span, one.source[0]) for span in before.content):
            outer = before
    voice = talk.voices.get(outer.id, UNSTATED) if outer else UNSTATED
    if voice.name is None:
        return UNSTATED
    said = talk.text(one.source[0])
    state = _state_of(talk, voice.name) if said.lower() == "we" and voice.kind == "person" else ""
    if state:
        return Voice(state, "named", "government", f"“{said}” is whom {voice.name} speaks for")
    return voice._replace(why=f"“{said}” is {voice.name}, whose words these are")


def _state_of(talk: Talk, name: str) -> str:
    """Return the state a person speaks for: "Niger's prime minister"."""
    actor = talk.actors.get(name)
    for span in actor.mentions[:_MENTIONS] if actor else ():
        owner = read_phrase(talk.text(span)).owner
        if owner and is_state(owner):
            return owner
    return ""


_MENTIONS: Final = 20  # places where somebody's post is looked for
_BACK: Final = 8  # attributions looked at before one


# -- 2. quotations that go on ----------------------------------------------------------------


def _paragraphs(text: str, low: int, high: int) -> int:
    """Return how many paragraphs on one place is from another, captions and links aside."""
    lines = text[min(low, high) : max(low, high)].split("\n")
    return len(lines) - 1 - sum(not line.rstrip().endswith(_STOPS) for line in lines[1:-1])


_STOPS: Final = (".", "!", "?", ":", "”", '"', "’", "'")


def _end(one: Attribution) -> int:
    return max(end for _, end in (*one.content, *one.cue, *one.source))


def _from_before(talk: Talk, index: int) -> Voice:
    """Return the speaker of the speech a quotation continues.

    What somebody thinks or wants in the report's own words is no speech: it comes last.
    """
    here, text = talk.order[index].content[0], talk.annotated.document.text
    thought = UNSTATED
    for before in reversed(talk.order[max(0, index - _BACK) : index]):
        if before.parent is not None or contains(before.content[0], here):
            continue
        if _end(before) <= here[0] and _paragraphs(text, _end(before), here[0]) > 1:
            break
        voice = talk.voices[before.id]
        if voice.name is None:
            continue
        voice = voice._replace(why=f"goes on with {voice.name} of {before.id}")
        if before.mode != "indirect" or before.act not in {"believe", "want"}:
            return voice
        thought = thought if thought.name else voice
    return thought


def _leads_on(talk: Talk, index: int) -> bool:
    """Tell whether "said X" right behind a quotation was found for the next one only."""
    if index + 1 >= len(talk.order):
        return False
    text, end = talk.annotated.document.text, talk.order[index].content[-1][1]
    after = talk.order[index + 1]
    signals = [span[0] for span in (*after.cue, *after.source) if span[0] >= end]
    gap = text[end : min(signals)] if signals else "."
    stopped = text[max(0, end - 2) : end].strip("”\"’'")[-1:] in {".", "!", "?"}
    return not stopped and not gap.strip(" ,”\"’'")


def _from_behind(talk: Talk, index: int) -> Voice:
    """Return the speaker of the quotation that follows one nobody was named for."""
    if index + 1 >= len(talk.order) or talk.order[index + 1].mode == "indirect":
        return UNSTATED
    after, end = talk.order[index + 1], _end(talk.order[index])
    if _paragraphs(talk.annotated.document.text, end, after.content[0][0]) > 1:
        return UNSTATED
    voice = talk.voices[after.id]
    return voice._replace(why=f"leads to {voice.name} of {after.id}") if voice.name else UNSTATED


# -- 3. reportedly, 4. cues without their source ----------------------------------------------


def _from_report(talk: Talk, index: int) -> Voice:
    """Return the outlet or document "reportedly" takes up again."""
    cue = talk.order[index].cue[0]
    for before in reversed(talk.order[max(0, index - _BACK) : index]):
        end = min(_end(before), cue[0])
        if _paragraphs(talk.annotated.document.text, end, cue[0]) > 1:
            break
        voice = talk.voices[before.id]
        if voice.name is not None and voice.kind in {"outlet", "document"}:
            why = f"“{talk.text(cue)}” takes up what {voice.name} reports"
            return voice._replace(why=why)
    return UNSTATED


def _from_subject(talk: Talk, one: Attribution) -> Voice:
    """Return the subject of a cue's verb where its source was not found."""
    if _BE.search(talk.text(one.cue[0])):
        return UNSTATED
    verbs = _verbs(talk.annotated, one.cue[0])
    span = _subject(talk.annotated, verbs[-1]) if verbs else None
    actor = actor_of(talk.cast, talk.annotated, span) if span else None
    if actor is None or span is None or any(contains(part, span) for part in one.content):
        return _from_same_breath(talk, one)
    voice = _of_actor(talk, actor, span, one)
    return voice._replace(why=f"“{talk.text(span)}” is the subject of the cue")


def _from_same_breath(talk: Talk, one: Attribution) -> Voice:
    """Return the speaker of the cue before "adding" and the like, in the same paragraph."""
    cue = one.cue[0]
    if not _ADDING.match(talk.text(cue)):
        return UNSTATED
    index = talk.place[one.id]
    near = talk.order[max(0, index - _BACK) : index]
    before = [other for other in near if other.cue and other.cue[0][1] <= cue[0]]
    last = max(before, key=lambda other: other.cue[0], default=None)
    if last is None or "\n" in talk.text((last.cue[0][1], cue[0])):
        return UNSTATED
    voice = talk.voices[last.id]
    return voice._replace(why=f"“{talk.text(cue)}” goes on with {last.id}") if voice.name else voice


_ADDING: Final = re.compile(
    r"(?i)(?:and )?(?:also )?(?:add(?:ed|ing|s)|say(?:ing|s)|noting|went on)\b"
)


def _verbs(annotated: Annotated, cue: Span) -> list[int]:
    """Return the verbs of a cue."""
    words = annotated.words
    first, last = np.searchsorted(words.start, cue).tolist()
    return [at for at in range(first, last) if words.tags[words.tag[at]] == "VERB"]


def _subject(annotated: Annotated, verb: int) -> Span | None:
    """Return the mention that is the subject of a verb or of one it is joined to by "and".

    None of a passive: its subject says nothing.
    """
    words = annotated.words
    for _ in range(3):
        first, last = np.searchsorted(words.sentence, words.sentence[verb] + np.arange(2)).tolist()
        children = (first + np.flatnonzero(words.head[first:last] == verb)).tolist()
        relations = {child: words.relations[words.relation[child]] for child in children}
        helpers = [child for child in children if relations[child] == "aux"]
        if any(_word(annotated, child) in _PASSIVE for child in helpers):
            return None
        subject = next((child for child in children if relations[child] == "nsubj"), None)
        if subject is not None:
            span = (int(words.start[subject]), int(words.end[subject]))
            found = mentions_headed_in(annotated, span)
            return annotated.mentions[found[0]].span if found else None
        if words.relations[words.relation[verb]] != "conj":
            return None
        verb = int(words.head[verb])
    return None


_PASSIVE: Final = frozenset("was were been be is are".split())


def _word(annotated: Annotated, at: int) -> str:
    words = annotated.words
    return annotated.document.text[words.start[at] : words.end[at]].lower()
