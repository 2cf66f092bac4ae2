"""Places where a sentence tells of an answer to a claim, or of none.

``find_answers`` looks at each word and asks what it tells, in this order:

1. a refusal: "declined to comment", "would not say", "had no comment" -> declined;
2. silence: "did not respond", "could not be reached", "calls … went unanswered",
   "there was no comment from" -> unreachable;
3. a failed check: "could not be verified", "was unable to confirm" -> unverified;
4. a denial that did not come: "has neither confirmed nor denied" -> not-denied;
5. a denial or confirmation: "denied the claim", "was confirmed by" -> denied, confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from sayso.attribute.certainty.factuality import rows
from sayso.attribute.grammar.clause import (
    agent_of,
    auxiliaries,
    base,
    case_of,
    children,
    is_negated,
    is_nobody,
    is_passive,
    low,
    relation,
    subject_of,
    subtree,
    tag,
)
from sayso.attribute.response.answering import (
    COULD,
    WOULD,
    Answer,
    answers_of,
    cannot,
    fails,
    governor_of,
    heads_of,
    is_neither,
    is_of,
    is_told,
    thing_of,
    words_for,
)
from sayso.attribute.response.silence import (
    ignored,
    kept_silent,
    no_comment,
    no_reply,
    not_reached,
    not_yet,
    referred,
    refusal,
    unanswered,
    unavailable,
    withheld,
)
from sayso.records import Annotated

Reading = Callable[[Annotated, int], Iterator[Answer]]

_POINTING = frozenset("it this that".split())
_UNREAL = WOULD | COULD
_SURELY = frozenset("independently officially publicly immediately".split())
_RESPONSES = (("deny", "denied"), ("dismiss", "denied"), ("confirm", "confirmed"))


def find_answers(annotated: Annotated) -> tuple[Answer, ...]:
    """Return what a document tells of answers, in text order; of a word its first reading."""
    found: list[Answer] = []
    readings = _readings()
    for i in range(len(annotated.words)):
        told = (tuple(read(annotated, i)) for read in readings.get(base(annotated, i), ()))
        found += next((answers for answers in told if answers), ())
    return tuple(found)


@cache
def _readings() -> dict[str, tuple[Reading, ...]]:
    """Return the readings of each word that may tell of an answer, in the order they are tried."""
    by_word: dict[str, tuple[Reading, ...]] = {}
    for reading, words in (
        (refusal, words_for("refuse")),
        (withheld, words_for("speech") | words_for("telling") | words_for("talking")),
        (no_comment, words_for("wanted")),
        (kept_silent, frozenset("silent mum tight-lipped quiet".split())),
        (referred, frozenset("refer direct defer".split())),
        (no_reply, words_for("reply")),
        (not_yet, frozenset(["yet"])),
        (ignored, frozenset(["ignore"])),
        (not_reached, frozenset("reach contact locate".split())),
        (unavailable, frozenset("available reachable unavailable unreachable".split())),
        (unanswered, words_for("contact") | words_for("effort")),
        (unverified, words_for("check")),
        (no_check, words_for("checking")),
        (unchecked, words_for("unchecked")),
        (not_denied, words_for("deny")),
        (stated, frozenset().union(*(words_for(part) for part, _ in _RESPONSES))),
        (plea, frozenset("plead maintain protest".split())),
    ):
        for word in words:
            by_word[word] = (*by_word.get(word, ()), reading)
    return by_word


def unverified(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "could not be verified", "Reuters was unable to confirm", "it was not possible to"."""
    if tag(annotated, i) != "VERB" or not is_told(annotated, i) or is_neither(annotated, i):
        return
    thing = tuple(thing_of(annotated, i))
    unable = cannot(annotated, i)
    counts = unable or base(annotated, i) != "confirm" or _is_claim(annotated, i, thing)
    if is_passive(annotated, i):
        agent = agent_of(annotated, i)
        voted = agent is not None and is_of(annotated, agent, "rule")
        if counts and not voted and (unable or is_negated(annotated, i)):
            yield Answer("unverified", i, agent, thing)
    elif unable or (counts and fails(annotated, i) and not WOULD & set(auxiliaries(annotated, i))):
        nobody = governor_of(annotated, i) in {"possible", "way"}
        subject = None if nobody else subject_of(annotated, i)
        if nobody or (subject is not None and not is_nobody(annotated, subject)):
            yield Answer("unverified", i, subject, thing)


def _is_claim(annotated: Annotated, i: int, thing: tuple[int, ...]) -> bool:
    """Tell whether what is not confirmed is a claim: names, posts and plans are none."""
    adverbs = {low(annotated, k) for k in children(annotated, i, "advmod")}
    if children(annotated, i, "ccomp") or adverbs & _SURELY:
        return True
    heads = heads_of(annotated, thing)
    told = any(is_of(annotated, k, "claim", "report", "matter") for k in heads)
    return told or any(low(annotated, k) in _POINTING for k in heads)


def no_check(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "there was no independent confirmation"."""
    if is_nobody(annotated, i) and is_told(annotated, i):
        whose = (
            k for k in children(annotated, i, "nmod") if case_of(annotated, k) in {"from", "by"}
        )
        yield Answer("unverified", i, next(whose, None), tuple(subtree(annotated, i)))


def unchecked(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "the report remains unverified"; "unverified reports" say nothing of a check."""
    if relation(annotated, i) != "amod" and not is_negated(annotated, i) and is_told(annotated, i):
        subject = subject_of(annotated, i)
        thing = subtree(annotated, subject) if subject is not None else []
        yield Answer("unverified", i, None, tuple(thing))


def not_denied(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "has not denied", "did not dispute the account", "has neither confirmed nor denied".

    "cannot be denied" and "has not denied him a visa" tell of no claim.
    """
    if tag(annotated, i) != "VERB" or is_passive(annotated, i) or not fails(annotated, i):
        return
    objects = children(annotated, i, "obj")
    if base(annotated, i) == "deny":
        if children(annotated, i, "iobj") or _is_granted(annotated, objects):
            return
    elif not any(is_of(annotated, k, "claim", "report") for k in objects):
        return
    if not _UNREAL & set(auxiliaries(annotated, i)):
        yield from answers_of(annotated, "not-denied", i, subject_of(annotated, i))


def _is_granted(annotated: Annotated, objects: list[int]) -> bool:
    return any((base(annotated, k),) in rows("granted") for k in objects)


def stated(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "denied the claim", "was rejected by the firm", "confirmed the report".

    What else is denied or confirmed is read from attributions.
    """
    if tag(annotated, i) != "VERB" or fails(annotated, i) or _is_infinitive(annotated, i):
        return
    passive = is_passive(annotated, i)
    objects = children(annotated, i, "nsubj" if passive else "obj")
    parts = ("claim", "report", *(["guilt"] if base(annotated, i) == "deny" else []))
    claims = any(is_of(annotated, k, *parts) or low(annotated, k) in _POINTING for k in objects)
    actor = agent_of(annotated, i) if passive else subject_of(annotated, i)
    rules = actor is not None and is_of(annotated, actor, "rule")
    if claims and not rules and not _UNREAL & set(auxiliaries(annotated, i)):
        kind = next(kind for part, kind in _RESPONSES if is_of(annotated, i, part))
        yield from answers_of(annotated, kind, i, actor)


def _is_infinitive(annotated: Annotated, i: int) -> bool:
    marks = (low(annotated, k) for k in (*children(annotated, i, "mark"), max(0, i - 1)))
    return "to" in marks


def plea(annotated: Annotated, i: int) -> Iterator[Answer]:
    """See "pleaded not guilty", "maintains his innocence"."""
    below = children(annotated, i)
    subject = subject_of(annotated, i)
    guilty = next((k for k in below if low(annotated, k) == "guilty"), None)
    if base(annotated, i) == "plead" and guilty is not None:
        denied = is_negated(annotated, guilty) or low(annotated, guilty - 1) == "not"
        yield from answers_of(annotated, "denied" if denied else "confirmed", i, subject)
    elif any(low(annotated, k) == "innocence" for k in below) and not is_negated(annotated, i):
        yield from answers_of(annotated, "denied", i, subject, ())
