"""Which attribution an answer answers: "denied the report" -> the report.

``find_answered`` is a cascade over the attributions of others:

1. one that stands within what is denied or confirmed: "denied reports that …";
2. the one that shares most words with it, if that is enough;
3. what it calls it: "the report" -> the nearest report before, back to where that report
   is first told; "the allegations" -> the first of whoever has claimed most;
   "it" -> the nearest before; "its role" -> the nearest that speaks of the actor;
4. of a denial, the other half of its sentence: "X said it sank, but Y denied a collision";
5. of a denial, the nearest accusation or claim before;
6. of a mere "not", the claim right before that names its speaker: "X said Y took it. Y said
   he had not taken any."
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sayso.attribute.grammar.clause import (
    auxiliaries,
    base,
    case_of,
    children,
    is_negated,
    low,
    phrase_of,
    span_of,
    subtree,
    tag,
    top_of,
    words_inside,
)
from sayso.attribute.grammar.lemma import kin
from sayso.attribute.response.answering import heads_of, is_of
from sayso.records import Annotated, Attribution, Span
from sayso.text import contains, overlap

NameOf = Callable[[Span], str | None]

_ENOUGH = 0.4  # share of the words of an answer that a claim has to share
_FEWEST = 2  # … and how many of them, one no name
_REACH = 2  # sentences back to which "it" points
_FAR = 3  # … and "the claim" of nobody named
_NOT_CLAIMS = frozenset("ask want decline demand praise promise deny".split())
_CLAIMS = frozenset("claim accuse".split())
_POINTING = frozenset("it this that these them".split())
_CONTENT_TAGS = frozenset("NOUN PROPN VERB ADJ NUM".split())
_EMPTY = frozenset("say tell be have do make take".split())
_ASIDES = ("advcl", "parataxis", "appos", "acl", "conj")
_ABOUT_HIM = 1.5  # how much more a claim weighs that names who answers
_BESIDE = 1.5  # … and one no more than a sentence before the answer
_JOINT = re.compile(r"[^.!?\n“”\"]{2,40}")  # between two halves of a sentence
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ONESELF = frozenset("i we he she they".split())
_INWARD = frozenset(
    """know think believe want expect recall remember regret mind care understand see hear feel
    comment say discuss speak""".split()
)  # to have no thought or word of something contradicts nobody
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()


class Told(NamedTuple):
    """A response in the making: ``own`` is the attribution that is itself the answer.

    ``at`` is the word that tells it, ``thing`` the words of what it is about; ``contrary``
    if it is no word of denial but a "not" of its own that may contradict a claim.
    """

    response: str
    at: int
    actor: str
    thing: tuple[int, ...]
    evidence: Span
    own: Attribution | None
    contrary: bool = False


class Answered(NamedTuple):
    """The attribution answered, None if none is found; sure if its words say so."""

    id: str | None
    sure: bool = False


def find_answered(
    annotated: Annotated, attributions: Sequence[Attribution], told: Told, name_of: NameOf
) -> Answered:
    """Return the attribution a response is about.

    Silence answers only what it names ("declined to comment on the report").
    """
    others = [x for x in attributions if _may_be_answered(annotated, x, told)]
    place = _place(annotated, told)
    before = [x for x in others if _start(x) < place]
    if told.response in {"declined", "unreachable"}:
        return Answered(_named(annotated, before, told, name_of, point=False))
    if told.contrary:
        return Answered(_said_of_him(annotated, before, told))
    inner = _inner(annotated, attributions, told)
    shared = inner or _most_shared(annotated, before, told)
    if shared:
        return Answered(shared, sure=True)
    named = _named(annotated, before, told, name_of, point=True)
    if named or told.response != "denied":
        return Answered(named)
    return Answered(_other_half(annotated, others, told) or _nearest(before, acts=_CLAIMS))


def is_contrary(annotated: Annotated, one: Attribution) -> bool:
    """Tell whether the first clause of a content has a "not": "they had never met"."""
    top = top_of(annotated, [i for span in one.content for i in words_inside(annotated, span)])
    return top is not None and is_negated(annotated, top)


def _said_of_him(annotated: Annotated, before: Sequence[Attribution], told: Told) -> str | None:
    """Step 6: the claim right before that names whoever says that he has not done so.

    "They have not received it", "he did not take it"; who is not hurt or does not know
    contradicts nobody.
    """
    top = top_of(annotated, list(told.thing))
    if top is None or tag(annotated, top) != "VERB" or base(annotated, top) in _INWARD:
        return None
    subjects = {low(annotated, k) for k in children(annotated, top, "nsubj")}
    if not subjects & _ONESELF or not {"have", "do"} & set(auxiliaries(annotated, top)):
        return None
    names = _names_in(annotated, told)
    near = [x for x in before if _is_close(annotated, x, told.at, reach=1)]
    return _nearest([x for x in near if _speaks_of(annotated, x, names)])


def _may_be_answered(annotated: Annotated, one: Attribution, told: Told) -> bool:
    """Tell whether somebody else claims it, and not around or within the answer's own words."""
    if told.own and told.own.id in {one.id, one.parent}:
        return False
    word = span_of(annotated, [told.at])
    around = any(contains(span, word) for span in one.content)
    same = one.speaker is not None and one.speaker.casefold() == told.actor.casefold()
    return bool(one.content) and not around and not same and one.act not in _NOT_CLAIMS


def _start(one: Attribution) -> int:
    return min((*one.cue, *one.content))[0]


def _place(annotated: Annotated, told: Told) -> int:
    return int(annotated.words.start[told.at])


def _inner(annotated: Annotated, attributions: Sequence[Attribution], told: Told) -> str | None:
    """Step 1: an attribution of another within the answer: "denied reports that …"."""
    word = span_of(annotated, [told.at])
    for one in attributions:
        parts = (*one.cue, *one.content)
        around = any(overlap(span, word) for span in parts)
        nested = told.own is not None and one.parent == told.own.id
        within = nested or all(contains(told.evidence, span) for span in parts)
        if one.cue and within and not around and not _is_called(one.speaker, told.actor):
            return one.id
    return None


def _most_shared(annotated: Annotated, candidates: Sequence[Attribution], told: Told) -> str | None:
    """Step 2: the attribution that shares most with the answer, the first of equals.

    A word weighs the less the more attributions hold it; a claim about the one who answers
    and one right before the answer weigh more.
    """
    wanted = words_told(annotated, told.thing)
    if not wanted:
        return None
    said = {one.id: _words_of(annotated, one) for one in candidates}
    held = {key: {word for word in wanted if _is_among(word, said[key])} for key in said}
    spread = Counter(word for words in held.values() for word in words)
    weight = {word: 1 / max(1, spread[word]) for word in wanted}
    best, found = 0.0, None
    for one in candidates:
        common = held[one.id]
        score = sum(weight[word] for word in common) / sum(weight.values())
        score *= _ABOUT_HIM if _speaks_of(annotated, one, _names_in(annotated, told)) else 1.0
        score *= _BESIDE if _is_close(annotated, one, told.at, reach=1) else 1.0
        enough = len(common) >= max(_FEWEST, _ENOUGH * len(wanted))
        if enough and not all(wanted[word] for word in common) and score > best:
            best, found = score, one.id
    return found


def _words_of(annotated: Annotated, one: Attribution) -> frozenset[str]:
    """Return the words of substance of a content."""
    words = (i for span in one.content for i in words_inside(annotated, span))
    return frozenset(name for i in words if (name := _substance(annotated, i)))


def words_told(annotated: Annotated, words: Iterable[int]) -> dict[str, bool]:
    """Return the words of substance of a content's first clause: whether each is a name."""
    words = list(words)
    top = top_of(annotated, words)
    if top is None:
        return {}
    aside = frozenset(k for k in children(annotated, top, *_ASIDES) if tag(annotated, k) == "VERB")
    inside = set(words)
    clause = [i for i in subtree(annotated, top, without=aside) if i in inside]
    told = ((_substance(annotated, i), tag(annotated, i) == "PROPN") for i in clause)
    return {word: name for word, name in told if word}


def _substance(annotated: Annotated, i: int) -> str:
    """Return a word of substance in its dictionary form, a number in figures, else ""."""
    word = low(annotated, i)
    before, after = (
        low(annotated, k) if 0 <= k < len(annotated.words) else "" for k in (i - 1, i + 1)
    )
    if word in _TENS:
        return str(
            20 + 10 * _TENS.index(word) + (_UNITS.index(after) if after in _UNITS[:10] else 0)
        )
    if word in _UNITS:
        return "" if before in _TENS else str(_UNITS.index(word))
    name = base(annotated, i)
    return name if tag(annotated, i) in _CONTENT_TAGS and name not in _EMPTY else ""


def _is_among(word: str, words: frozenset[str]) -> bool:
    """Tell whether a word, one made from it or one made with it ("schoolgirl") is there."""
    family = _family(word)
    for other in words:
        if other in family or word in _family(other):
            return True
        if min(len(word), len(other)) >= 4 and (word.endswith(other) or other.endswith(word)):
            return True
    return False


@lru_cache(maxsize=20_000)
def _family(word: str) -> frozenset[str]:
    return frozenset([word, *kin(word)])


def _named(
    annotated: Annotated,
    before: Sequence[Attribution],
    told: Told,
    name_of: NameOf,
    *,
    point: bool,
) -> str | None:
    """Step 3: what the answer calls what it answers."""
    heads = heads_of(annotated, told.thing)
    claim = next((i for i in heads if is_of(annotated, i, "report", "claim")), None)
    if claim is not None:
        whose = _whose(annotated, claim, name_of)
        theirs = [x for x in before if _is_called(x.speaker, whose or "")]
        if is_of(annotated, claim, "report"):
            near = [x for x in before if _is_close(annotated, x, told.at, reach=_FAR)]
            return _first_of_report(annotated, theirs or before) or _nearest(near)
        return _of_claim(annotated, theirs or before, told, claim)
    if not point:
        return None
    if any(is_of(annotated, i, "guilt") for i in told.thing[:4]):
        of_him = [x for x in before if _speaks_of(annotated, x, _names_in(annotated, told))]
        return _nearest(of_him) or _nearest(before, acts=_CLAIMS) or _first(before)
    if any(low(annotated, i) in _POINTING for i in heads):
        return _nearest([x for x in before if _is_close(annotated, x, told.at, reach=_REACH)])
    return None


def _of_claim(
    annotated: Annotated, before: Sequence[Attribution], told: Told, claim: int
) -> str | None:
    """Return the claim spoken of: one about the actor, else one not far off.

    "The allegations" are told from the first of whoever makes most of them.
    """
    names = _names_in(annotated, told)
    near = [x for x in before if _is_close(annotated, x, told.at, reach=_FAR)]
    found = [x for x in before if _speaks_of(annotated, x, names)] or near
    if low(annotated, claim) != base(annotated, claim):
        found = [x for x in found if x.act in _CLAIMS] or found
        return _first_of_accuser(before, found)
    return _nearest(found, acts=_CLAIMS) or _nearest(near)


def _whose(annotated: Annotated, noun: int, name_of: NameOf) -> str | None:
    """Return whose claim it is: "the group's claim", "the report by the agency"."""
    for k in children(annotated, noun, "nmod"):
        possessive = any(low(annotated, c) in {"'s", "'"} for c in children(annotated, k, "case"))
        if possessive or case_of(annotated, k) == "by":
            return name_of(phrase_of(annotated, k))
    return None


def _is_called(speaker: str | None, name: str) -> bool:
    short, long = sorted((name.casefold(), (speaker or "").casefold()), key=len)
    return bool(short) and short in long


def _nearest(before: Sequence[Attribution], *, acts: frozenset[str] | None = None) -> str | None:
    """Return the last of some attributions, of some acts only."""
    found = [x for x in before if acts is None or x.act in acts]
    return max(found, key=_start).id if found else None


def _first(before: Sequence[Attribution]) -> str | None:
    """Return the first of some attributions: what a report opens with."""
    return min(before, key=_start).id if before else None


def _first_of_report(annotated: Annotated, before: Sequence[Attribution]) -> str | None:
    """Return where the report last spoken of is first told."""
    reports = [x for x in before if _is_report(annotated, x)]
    if not reports:
        return None
    last = max(reports, key=_start)
    same = [x for x in reports if x.speaker is not None and x.speaker == last.speaker]
    return min(same or [last], key=_start).id


def _is_report(annotated: Annotated, one: Attribution) -> bool:
    if one.kind in {"outlet", "document"} or one.act == "report":
        return True
    words = [i for span in one.source for i in words_inside(annotated, span)]
    return any(is_of(annotated, i, "report") for i in words)


def _first_of_accuser(before: Sequence[Attribution], found: Sequence[Attribution]) -> str | None:
    """Return the first claim of whoever of some claims or accuses most; of equals the last."""
    claims = [x for x in sorted(before, key=_start) if x.act in _CLAIMS]
    counts = Counter(x.speaker for x in claims)
    most = max(
        sorted(found, key=_start, reverse=True), key=lambda x: counts[x.speaker], default=None
    )
    if most is None:
        return None
    return next((x.id for x in claims if x.speaker == most.speaker), most.id)


def _names_in(annotated: Annotated, told: Told) -> list[str]:
    """Return the capitalised words of an actor's name and of the phrase he is called by."""
    source = told.own.source if told.own else ()
    text = " ".join([*(annotated.document.text[slice(*span)] for span in source), told.actor])
    found = [word for word in re.findall(r"\w+", text) if word[:1].isupper() and len(word) > 2]
    return list(dict.fromkeys(found))


def _speaks_of(annotated: Annotated, one: Attribution, names: Sequence[str]) -> bool:
    """Tell whether a content names somebody: by the last word of his name, or by two."""
    text = " ".join(annotated.document.text[slice(*span)] for span in one.content)
    spoken = set(re.findall(r"\w+", text))
    return bool(names) and (names[-1] in spoken or sum(word in spoken for word in names) > 1)


def _is_close(annotated: Annotated, one: Attribution, at: int, *, reach: int) -> bool:
    """Tell whether a content ends no more than some sentences before a word."""
    words = annotated.words
    last = words_inside(annotated, one.content[-1])
    return bool(last) and int(words.sentence[at]) - int(words.sentence[last[-1]]) <= reach


def _other_half(annotated: Annotated, others: Sequence[Attribution], told: Told) -> str | None:
    """Step 4: what stands right before or behind the answer in its sentence."""
    text = annotated.document.text
    for one in sorted(others, key=_start, reverse=True):
        low_, high = _start(one), max((*one.cue, *one.content), key=lambda span: span[1])[1]
        before, behind = text[high : told.evidence[0]], text[told.evidence[1] : low_]
        if any(gap and _JOINT.fullmatch(gap) for gap in (before, behind)):
            return one.id
    return None
