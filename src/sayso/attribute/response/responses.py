"""What actors did about a claim: confirmed it, denied it, have not denied it, kept silent.

``find_responses`` is a cascade:

1. the places where a sentence tells of an answer or of none (``find_answers``);
2. the attributions that deny or confirm, where no such place stands in their cue;
3. whose answer it is: the speaker of the attribution, else whom the phrase stands for; of
   "I" and "it" in somebody's words that speaker; of a check with nobody named the outlet;
4. what it answers (``find_answered``);
5. a confirmation of nothing said before is none, and what an actor goes on to say of the
   same is no second response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sayso.attribute.certainty.factuality import rows
from sayso.attribute.grammar.clause import (
    base,
    children,
    head,
    low,
    phrase_of,
    relation,
    span_of,
    subtree,
    tag,
    top_of,
    words_inside,
)
from sayso.attribute.grammar.lemma import forms
from sayso.attribute.response.answer import find_answers
from sayso.attribute.response.answered import (
    Answered,
    NameOf,
    Told,
    find_answered,
    is_contrary,
    words_told,
)
from sayso.attribute.response.answering import Answer, heads_of, is_of, is_told
from sayso.attribute.statement.act import lexicon
from sayso.records import Annotated, Attribution, Response, Span, Spans
from sayso.text import contains, covered, overlap

UNNAMED_OUTLET = "the outlet"  # whose check it was, in a document of no known outlet

_RESPONSE_OF_ACT = {"deny": "denied", "confirm": "confirmed"}
_SAYING = frozenset("say claim".split())
_FIRST = frozenset("i we".split())
_THIRD = frozenset("he she it they".split())
_CLOSED = re.compile(r"[.!?]\)")  # a sentence in brackets ends
_GAP = 60  # characters between the parts of an answer
_ENDS = re.compile(r"[.!?]\W|\n")
_NO_COMMENT = re.compile(r"(?i)\W*no comment\W*")
_NEAR = 2  # sentences within which a second answer of an actor only goes on
_EDGES = frozenset(", ; . : but and or nor while although".split())
_CLIMBED = frozenset("xcomp ccomp csubj nsubj obj advcl acl nmod obl".split())


def find_responses(
    annotated: Annotated, attributions: Sequence[Attribution], name_of: NameOf
) -> tuple[Response, ...]:
    """Return the responses a document tells of, in text order, each once.

    Args:
        annotated: the document.
        attributions: all of its attributions, with act, speaker, kind and parent and, where
            known, the chain: its first hop names the outlet.
        name_of: the canonical name of whom a phrase stands for, None if unknown.
    """
    answers = find_answers(annotated)
    told = [
        *_from_answers(annotated, attributions, answers, name_of),
        *_from_attributions(annotated, attributions, {answer.at for answer in answers}),
    ]
    found: list[tuple[Told, Answered]] = []
    for one in sorted(told, key=lambda one: (one.evidence, one.at)):
        answered = find_answered(annotated, attributions, one, name_of)
        if _counts(annotated, one, answered, found):
            found.append((one, answered))
    return tuple(
        Response(one.actor, one.response, answered.id, (one.evidence,)) for one, answered in found
    )


def _from_answers(
    annotated: Annotated,
    attributions: Sequence[Attribution],
    answers: Sequence[Answer],
    name_of: NameOf,
) -> Iterator[Told]:
    """Step 1: what sentences tell of answers, attributed or not."""
    for answer in answers:
        own = _attribution_at(annotated, attributions, answer.at)
        actor = _actor(annotated, attributions, answer, name_of)
        if actor:
            evidence = _clause(annotated, answer.at)
            if own:
                evidence = _widened(evidence, _evidence(annotated, own, answer.at))
            yield Told(answer.response, answer.at, actor, answer.thing, evidence, own)


def _attribution_at(
    annotated: Annotated, attributions: Sequence[Attribution], at: int
) -> Attribution | None:
    """Return the attribution in whose cue a word stands."""
    word = span_of(annotated, [at])
    return next((x for x in attributions if any(overlap(word, span) for span in x.cue)), None)


def _actor(
    annotated: Annotated, attributions: Sequence[Attribution], answer: Answer, name_of: NameOf
) -> str | None:
    """Step 3: whose answer it is."""
    around = _innermost(attributions, span_of(annotated, [answer.at]))
    if answer.actor is None:
        return _checker(annotated, attributions, around)
    word = span_of(annotated, [answer.actor])
    for one in attributions:
        if one.speaker and any(contains(span, word) for span in one.source):
            return one.speaker
    pronoun = low(annotated, answer.actor)
    if pronoun in _FIRST:
        return around.speaker if around else None
    phrase = phrase_of(annotated, answer.actor)
    known = name_of(phrase)
    if pronoun in _THIRD:
        return known or (around.speaker if around and around.mode == "indirect" else None)
    return known or annotated.document.text[slice(*phrase)]


def _innermost(attributions: Sequence[Attribution], word: Span) -> Attribution | None:
    """Return the attribution in whose content a word stands, the innermost of several."""
    around = [x for x in attributions if any(contains(span, word) for span in x.content)]
    return min(around, key=lambda x: covered(x.content), default=None)


def _checker(
    annotated: Annotated, attributions: Sequence[Attribution], around: Attribution | None
) -> str | None:
    """Return who made a check that nobody is named for: the outlet, or who tells of it.

    The outlet's own reporter ("the Herald's Ines Calder") tells of the outlet's check.
    """
    outlet = next((x.chain[0].name for x in attributions if x.chain and x.chain[0].name), None)
    outlet = outlet or annotated.document.outlet or UNNAMED_OUTLET
    if around is None or around.speaker is None:
        return outlet
    source = " ".join(annotated.document.text[slice(*span)] for span in around.source)
    return outlet if outlet.casefold() in source.casefold() else around.speaker


def _from_attributions(
    annotated: Annotated, attributions: Sequence[Attribution], taken: set[int]
) -> Iterator[Told]:
    """Step 2: attributions that deny or confirm, and “No comment”.

    Args:
        annotated: the document.
        attributions: all of its attributions.
        taken: the words that step 1 has read.
    """
    for one in attributions:
        cue = _words(annotated, one.cue)
        words = _words(annotated, one.content)
        if not one.speaker or not words or taken & set(cue):
            continue
        if not all(is_told(annotated, i) for i in cue) or _rules(annotated, one):
            continue
        text = " ".join(annotated.document.text[slice(*span)] for span in one.content)
        if _NO_COMMENT.fullmatch(text):
            span = _evidence(annotated, one, cue[-1]) if cue else one.content[0]
            yield Told("declined", words[0], one.speaker, (), _widened(span, one.content[0]), one)
        elif one.act in _RESPONSE_OF_ACT and not _is_asked(annotated, words):
            yield from _tellings(annotated, one, _RESPONSE_OF_ACT[one.act])
        elif one.act in _SAYING and cue and is_contrary(annotated, one):
            told = next(_tellings(annotated, one, "denied"))
            yield told._replace(contrary=True)


def _words(annotated: Annotated, spans: Spans) -> list[int]:
    return [i for span in spans for i in words_inside(annotated, span)]


def _rules(annotated: Annotated, one: Attribution) -> bool:
    """Tell whether it is a court that rules on a claim, or an infinitive: "asked to confirm"."""
    heads = heads_of(annotated, _words(annotated, one.source))
    opening = _words(annotated, one.cue)[:1]
    asked = any("to" in {low(annotated, i), low(annotated, max(0, i - 1))} for i in opening)
    return asked or any(is_of(annotated, i, "rule") for i in heads)


def _is_asked(annotated: Annotated, words: list[int]) -> bool:
    """Tell whether a content is a request, a plan or a favour rather than a claim."""
    top = top_of(annotated, words)
    name = (base(annotated, top),) if top is not None else ()
    return name in rows("asked") or name in rows("granted")


def _tellings(annotated: Annotated, one: Attribution, response: str) -> Iterator[Told]:
    """Yield what an attribution answers: each sentence of a quotation may answer another."""
    cue, words = _words(annotated, one.cue), _words(annotated, one.content)
    if cue:
        evidence = _evidence(annotated, one, cue[-1])
        yield Told(response, cue[-1], one.speaker or "", tuple(words), evidence, one)
        return
    sentences = dict.fromkeys(int(annotated.words.sentence[i]) for i in words)
    for sentence in sentences:
        inside = [i for i in words if int(annotated.words.sentence[i]) == sentence]
        if words_told(annotated, inside):
            span = span_of(annotated, inside)
            yield Told(response, inside[0], one.speaker or "", tuple(inside), span, one)


def _evidence(annotated: Annotated, one: Attribution, at: int) -> Span:
    """Return the words of an attribution that tell the answer, all of one line and near.

    Of a quotation that is denied or confirmed only who does it counts.
    """
    word = span_of(annotated, [at])
    cue = next((span for span in one.cue if overlap(span, word)), one.cue[0])
    parts = (*one.source, *(one.content if one.mode != "direct" else ()))
    low_, high = cue
    for span in sorted(parts, key=lambda span: abs(span[0] - cue[0])):
        gap = annotated.document.text[min(high, span[1]) : max(low_, span[0])]
        if len(gap) <= _GAP and not _ENDS.search(gap):
            low_, high = _widened((low_, high), span)
    return low_, high


def _clause(annotated: Annotated, at: int) -> Span:
    """Return the clause a word stands in, without the clauses joined to it."""
    top = at
    while _is_below(annotated, top):
        top = head(annotated, top)
    joined = children(annotated, top, "conj") if tag(annotated, top) != "NOUN" else []
    words = subtree(annotated, top, without=frozenset(k for k in joined if k > at))
    kept = [at, *(i for i in words if low(annotated, i) not in _EDGES)]
    low_, high = span_of(annotated, [min(kept), max(kept)])
    behind = int(annotated.words.end[at])
    closed = _CLOSED.search(annotated.document.text, behind, high)
    return low_, closed.start() if closed else high


def _widened(a: Span, b: Span) -> Span:
    return min(a[0], b[0]), max(a[1], b[1])


def _is_below(annotated: Annotated, i: int) -> bool:
    """Tell whether a word is part of the clause of its head."""
    climbs = relation(annotated, i) in _CLIMBED and head(annotated, i) >= 0
    return climbs and not _is_relative(annotated, i)


def _is_relative(annotated: Annotated, i: int) -> bool:
    """Tell whether a clause tells of a noun before it: "who did not respond"."""
    return relation(annotated, i) == "acl" and bool(children(annotated, i, "nsubj"))


def _counts(
    annotated: Annotated, one: Told, answered: Answered, before: Sequence[tuple[Told, Answered]]
) -> bool:
    """Step 5: an answer to nothing said is none, nor is a second one to the same."""
    if not (answered.sure or _is_plain(annotated, one, answered)):
        return False
    for other, what in before:
        if (other.actor.casefold(), other.response) != (one.actor.casefold(), one.response):
            continue
        if what.id == answered.id or not (answered.sure or _is_later(annotated, other, one)):
            return False
    return True


def _is_plain(annotated: Annotated, one: Told, answered: Answered) -> bool:
    """Tell whether words show an answer, whatever it answers.

    To deny is to answer, and so is to deny, confirm or dismiss what is called a claim. Who
    opposes a plan, dismisses a rival or confirms a date has answered nobody.
    """
    if one.contrary:
        return answered.id is not None
    if one.own is None or one.response not in _RESPONSE_OF_ACT.values():
        return True
    cue = _words(annotated, one.own.cue)
    if any(is_of(annotated, i, "report", "claim") for i in heads_of(annotated, one.thing)):
        return any(is_of(annotated, i, "deny", "dismiss", "confirm") for i in cue)
    if one.response == "confirmed":
        return answered.id is not None and any(is_of(annotated, i, "confirm") for i in cue)
    if any(is_of(annotated, i, "deny") for i in cue):
        return True
    return answered.id is not None and (not cue or any(_says(annotated, i) for i in cue))


def _says(annotated: Annotated, i: int) -> bool:
    """Tell whether a word only says what follows: "said this was nonsense"."""
    verbs = lexicon().acts["verb"]
    return any(verbs.get((form,), {}).get("") == "say" for form in forms(low(annotated, i)))


def _is_later(annotated: Annotated, first: Told, second: Told) -> bool:
    sentence = annotated.words.sentence
    return int(sentence[second.at]) - int(sentence[first.at]) > _NEAR
