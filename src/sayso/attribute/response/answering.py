"""What the readings of answers share: the words, who, about what, and whether it is so.

An answer is a place where a sentence tells what somebody did about a claim. The words
live in ``data/answers.tsv``; docs/responses.md tells how they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from sayso.attribute.grammar.clause import (
    ancestors,
    auxiliaries,
    base,
    case_of,
    children,
    head,
    is_negated,
    is_nobody,
    is_passive,
    low,
    phrase_of,
    relation,
    sentence_of,
    subtree,
    tag,
)
from sayso.attribute.statement.act import is_medium
from sayso.records import Annotated

WOULD = frozenset("would will 'll wo 'd".split())
COULD = frozenset("could can ca".split())

_NOMINAL = frozenset("NOUN PROPN PRON".split())
_SOON = frozenset("immediately yet promptly".split())
_UNREAL = frozenset("should must may might ought".split())
_OPEN_MARKS = frozenset("if unless whether until before lest".split())
_GOVERNED = frozenset("xcomp ccomp advcl csubj acl".split())
_ABOUT = frozenset("on to about of over".split())


class Answer(NamedTuple):
    """What a word tells: the response, the word, who (None: the outlet) and about what.

    ``actor`` is the head word of a phrase, ``thing`` the words of what is answered.
    """

    response: str
    at: int
    actor: int | None
    thing: tuple[int, ...]


@cache
def words_for(part: str) -> frozenset[str]:
    """Return the words of one part of answers.tsv."""
    raw = files("sayso.attribute").joinpath("data/answers.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in raw.splitlines() if line and not line.startswith("#"))
    return frozenset(word for word, here in rows if here == part)


def is_of(annotated: Annotated, i: int, *parts: str) -> bool:
    """Tell whether a word is listed in one of some parts of answers.tsv."""
    return any(base(annotated, i) in words_for(part) for part in parts)


def answers_of(
    annotated: Annotated,
    response: str,
    i: int,
    actor: int | None,
    thing: Sequence[int] | None = None,
) -> Iterator[Answer]:
    """Yield an answer of each one joined in a phrase; none where it is not told as fact.

    Of "nobody" there is none, of "neither X nor Y" one each.
    """
    if actor is None or not is_told(annotated, i):
        return
    joined = [k for k in children(annotated, actor, "conj") if tag(annotated, k) in _NOMINAL]
    if is_nobody(annotated, actor) and not joined:
        return
    about = tuple(thing_of(annotated, i) if thing is None else thing)
    for each in (actor, *joined):
        yield Answer(response, i, each, about)


def is_told(annotated: Annotated, i: int) -> bool:
    """Tell whether a word is told as fact: not behind "if" or "should", not a question."""
    behind = (low(annotated, k) for k in sentence_of(annotated, i) if k > i)
    if "?" in behind:
        return False
    for k in (i, *ancestors(annotated, i)):
        marks = {low(annotated, m) for m in children(annotated, k, "mark")}
        if marks & _OPEN_MARKS or _UNREAL & set(auxiliaries(annotated, k)):
            return False
        if relation(annotated, k) not in {"xcomp", "conj"}:
            return True
    return True


def thing_of(annotated: Annotated, i: int) -> list[int]:
    """Return the words of what an answer is about: its object, its clause or "on …"."""
    found = children(annotated, i, "obj", "ccomp", "xcomp", "csubj")
    beside = children(annotated, i, "obl", "nmod")
    found += [k for k in beside if case_of(annotated, k) in _ABOUT]
    if is_passive(annotated, i):
        found += children(annotated, i, "nsubj")
    return sorted({word for k in found for word in subtree(annotated, k)})


def heads_of(annotated: Annotated, words: Sequence[int]) -> list[int]:
    """Return the words of some that hang on none of them."""
    inside = set(words)
    return [i for i in words if head(annotated, i) not in inside]


def is_pending(annotated: Annotated, i: int) -> bool:
    """Tell whether an infinitive is still to come: "has yet to respond"."""
    before = [low(annotated, k) for k in range(max(0, i - 3), i)]
    return ("yet", "to") in pairwise(before)


def is_soon(annotated: Annotated, i: int) -> bool:
    """Tell whether something has not happened yet: "immediately", "yet"."""
    adverbs = {low(annotated, k) for k in children(annotated, i, "advmod")}
    return bool(adverbs & _SOON) or is_pending(annotated, i)


def governor_of(annotated: Annotated, i: int) -> str:
    """Return the dictionary form of the word that an infinitive hangs on, else ""."""
    above = head(annotated, i) if relation(annotated, i) in _GOVERNED else -1
    return base(annotated, above) if above >= 0 else ""


def fails(annotated: Annotated, i: int) -> bool:
    """Tell whether somebody does not do what a verb says."""
    if is_negated(annotated, i) or is_pending(annotated, i):
        return True
    return governor_of(annotated, i) == "fail"


def cannot(annotated: Annotated, i: int) -> bool:
    """Tell whether somebody was not able to: "could not", "was unable to", "not possible to"."""
    governor = governor_of(annotated, i)
    if governor in {"fail", "unable"}:
        return True
    if governor in {"able", "possible", "way", "position"}:
        above = head(annotated, i)
        return is_negated(annotated, above) or is_nobody(annotated, above)
    return is_negated(annotated, i) and bool(COULD & set(auxiliaries(annotated, i)))


def is_neither(annotated: Annotated, i: int) -> bool:
    """Tell whether a verb is one of "neither confirm nor deny", "not confirm or deny"."""
    around = [i, *children(annotated, i, "conj"), *filter(lambda k: k >= 0, [head(annotated, i)])]
    return {"confirm", "deny"} <= {base(annotated, k) for k in around}


def is_media(annotated: Annotated, noun: int) -> bool:
    """Tell whether a phrase stands for a medium or for those who work for one."""
    return is_of(annotated, noun, "media") or is_medium(annotated, (phrase_of(annotated, noun),))
