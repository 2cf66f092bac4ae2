"""Clauses read off the dependency tree: words, subjects, agents, negations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from sayso.attribute.grammar.lemma import lemma
from sayso.records import Annotated, Span

_NEGATIONS = frozenset("not n't never neither nor nt".split())
_NOBODY = frozenset("no nobody none neither nor".split())
_LINKED = frozenset("conj xcomp advcl".split())  # clauses that may share their head's subject
_RELATIVES = frozenset("who which that whom".split())
_JOINTS = frozenset("punct mark cc case".split())


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """The words of a document as plain lists: asked for one at a time, they are faster.

    ``start`` and ``end`` are character offsets, ``sentence`` the number of the sentence
    each word stands in and ``around`` its words, ``below`` the words that hang on it, in
    text order.
    """

    start: list[int]
    end: list[int]
    low: list[str]
    tag: list[str]
    relation: list[str]
    head: list[int]
    sentence: list[int]
    around: list[range]
    below: list[list[int]]


@lru_cache(maxsize=1)  # the document at hand: every step of the stage asks for it
def tree_of(annotated: Annotated) -> Tree:
    """Return the words of a document with their tree."""
    words, text = annotated.words, annotated.document.text
    start, end = words.start.tolist(), words.end.tolist()
    heads = words.head.tolist()
    below: list[list[int]] = [[] for _ in heads]
    for word, head in enumerate(heads):
        if head >= 0:
            below[head].append(word)
    bounds = [0, *(np.flatnonzero(np.diff(words.sentence, append=-1)) + 1).tolist()]
    sentences = [range(a, b) for a, b in pairwise(bounds)]
    return Tree(
        start=start,
        end=end,
        low=[text[a:b].lower().replace("’", "'") for a, b in zip(start, end, strict=True)],
        tag=[words.tags[i] for i in words.tag.tolist()],
        relation=[words.relations[i] for i in words.relation.tolist()],
        head=heads,
        sentence=words.sentence.tolist(),
        around=[around for around in sentences for _ in around],
        below=below,
    )


def low(annotated: Annotated, i: int) -> str:
    """Return a word in lower case, with a straight apostrophe."""
    return tree_of(annotated).low[i]


def tag(annotated: Annotated, i: int) -> str:
    """Return the universal part of speech of a word."""
    return tree_of(annotated).tag[i]


def base(annotated: Annotated, i: int) -> str:
    """Return the dictionary form of a word."""
    tree = tree_of(annotated)
    return lemma(tree.low[i], tree.tag[i])


def relation(annotated: Annotated, i: int) -> str:
    """Return the relation of a word to its head."""
    return tree_of(annotated).relation[i]


def head(annotated: Annotated, i: int) -> int:
    """Return the word a word hangs on, -1 for the root of a sentence."""
    return tree_of(annotated).head[i]


def sentence_of(annotated: Annotated, i: int) -> range:
    """Return the words of the sentence a word stands in."""
    return tree_of(annotated).around[i]


def children(annotated: Annotated, i: int, *relations: str) -> list[int]:
    """Return the words that hang on a word, in text order; all, or those of some relations."""
    tree = tree_of(annotated)
    if not relations:
        return list(tree.below[i])
    return [k for k in tree.below[i] if tree.relation[k] in relations]


def ancestors(annotated: Annotated, i: int) -> Iterator[int]:
    """Yield the words above a word, nearest first."""
    at, steps = head(annotated, i), len(sentence_of(annotated, i))
    while at >= 0 and steps > 0:
        yield at
        at, steps = head(annotated, at), steps - 1


def subtree(annotated: Annotated, i: int, *, without: frozenset[int] = frozenset()) -> list[int]:
    """Return a word and all below it, in text order, but for the branches left out."""
    found, todo = {i}, [i]
    while todo:
        for k in children(annotated, todo.pop()):
            if k not in without and k not in found:
                found.add(k)
                todo.append(k)
    return sorted(found)


def words_inside(annotated: Annotated, span: Span) -> range:
    """Return the words that touch a span."""
    tree = tree_of(annotated)
    first = bisect_right(tree.end, span[0])
    return range(first, max(first, bisect_left(tree.start, span[1])))


def span_of(annotated: Annotated, words: list[int]) -> Span:
    """Return the characters from the first to the last of some words."""
    return int(annotated.words.start[words[0]]), int(annotated.words.end[words[-1]])


def phrase_of(annotated: Annotated, noun: int) -> Span:
    """Return the noun phrase a word heads: its mention, else what hangs on it.

    What is joined to it by "and" stays outside.
    """
    joined = children(annotated, noun, "conj")
    end = int(annotated.words.start[joined[0]]) if joined else None
    found = [m.span for m in annotated.mentions if m.head == noun and (not end or m.span[1] <= end)]
    if found:
        return max(found, key=lambda span: span[1] - span[0])
    kept = frozenset(children(annotated, noun, "case", "punct", "cc", "conj", "acl", "parataxis"))
    return span_of(annotated, subtree(annotated, noun, without=kept))


def case_of(annotated: Annotated, noun: int) -> str:
    """Return the preposition before a noun, "" if there is none."""
    found = children(annotated, noun, "case")
    return low(annotated, found[0]) if found else ""


def auxiliaries(annotated: Annotated, predicate: int) -> list[str]:
    """Return the auxiliaries and copulas of a predicate, those it shares as a conjunct too.

    "have", "be" and "do" stand in their dictionary form, others as they are.
    """
    own = children(annotated, predicate, "aux", "cop")
    if not own and _shares_auxiliaries(annotated, predicate):
        return auxiliaries(annotated, head(annotated, predicate))
    return [_plain(low(annotated, k)) for k in own]


def _plain(word: str) -> str:
    found = lemma(word, "AUX")
    return found if found in {"be", "have", "do"} else word


def _shares_auxiliaries(annotated: Annotated, predicate: int) -> bool:
    """Tell whether a conjunct goes on under the first's auxiliaries: "did not call or write"."""
    if relation(annotated, predicate) != "conj" or head(annotated, predicate) < 0:
        return False
    if children(annotated, predicate, "nsubj"):
        return False
    joined = {low(annotated, k) for k in children(annotated, predicate, "cc")}
    return bool(joined & {"or", "nor"}) or (
        base(annotated, predicate) == low(annotated, predicate) and "but" not in joined
    )


def is_negated(annotated: Annotated, predicate: int) -> bool:
    """Tell whether a clause is negated: "did not", "has never", "nor did", "nobody"."""
    for k in children(annotated, predicate):
        if low(annotated, k) in _NEGATIONS and not _merely(annotated, k):
            return True
        if relation(annotated, k) == "nsubj" and k < predicate and is_nobody(annotated, k):
            return True
    shares = _shares_auxiliaries(annotated, predicate)
    return shares and is_negated(annotated, head(annotated, predicate))


def _merely(annotated: Annotated, negation: int) -> bool:
    """Tell whether a "not" only opens a comparison: "not only"."""
    after = negation + 1
    return after < len(annotated.words) and low(annotated, after) in {"only", "just", "merely"}


def is_nobody(annotated: Annotated, noun: int) -> bool:
    """Tell whether a noun phrase stands for nobody: "no one", "neither side", "none of them"."""
    inside = [noun, *children(annotated, noun, "det", "cc", "advmod")]
    return any(low(annotated, k) in _NOBODY for k in inside)


def is_passive(annotated: Annotated, verb: int) -> bool:
    """Tell whether a verb is passive: a participle behind "be" or "get"."""
    found = {lemma(low(annotated, k), "AUX") for k in children(annotated, verb, "aux")}
    if not found and _shares_auxiliaries(annotated, verb):
        return is_passive(annotated, head(annotated, verb))
    return bool(found & {"be", "get"}) and not low(annotated, verb).endswith("ing")


def subject_of(annotated: Annotated, predicate: int) -> int | None:
    """Return the head word of who does it, found in this order.

    1. the subject of the clause; a relative pronoun stands for what it hangs on;
    2. what a participle or relative clause hangs on: "the firm, declining to comment";
    3. the subject of the clause it is joined to or governed by.
    """
    at, steps = predicate, 8
    while steps > 0:
        own = children(annotated, at, "nsubj") or _unlabelled(annotated, at)
        if own and low(annotated, own[0]) not in _RELATIVES:
            return own[0]
        above = head(annotated, at)
        nominal = above >= 0 and tag(annotated, above) in {"NOUN", "PROPN", "PRON"}
        if relation(annotated, at) == "acl" or (own and nominal):
            return above
        if own:
            return own[0]
        if relation(annotated, at) not in _LINKED or head(annotated, at) < 0:
            return None
        at, steps = head(annotated, at), steps - 1
    return None


def _unlabelled(annotated: Annotated, predicate: int) -> list[int]:
    """Return a noun before a predicate that hangs on it by no relation of a dependent."""
    loose = children(annotated, predicate, "root", "dep")
    return [k for k in loose if k < predicate and tag(annotated, k) in {"NOUN", "PROPN"}]


def agent_of(annotated: Annotated, verb: int) -> int | None:
    """Return the head word of who did what a passive verb says: "by the ministry"."""
    found = (k for k in children(annotated, verb, "obl") if case_of(annotated, k) == "by")
    return next(found, None)


def top_of(annotated: Annotated, words: list[int]) -> int | None:
    """Return the word that governs the first clause among some words.

    That is one whose head stands outside of them: the first of its sentence with a subject
    or an auxiliary and no "who" or "that" for a subject, or else the first; marks and joints
    left aside.
    """
    inside = set(words)
    tops = [
        i
        for i in words
        if head(annotated, i) not in inside
        and relation(annotated, i) not in _JOINTS
        and tag(annotated, i) != "PUNCT"
    ]
    here = [i for i in tops if i in sentence_of(annotated, tops[0])]
    finite = (i for i in here if children(annotated, i, "nsubj", "aux", "cop"))
    own = (i for i in finite if not _has_relative(annotated, i))
    return next(own, tops[0] if tops else None)


def _has_relative(annotated: Annotated, predicate: int) -> bool:
    """Tell whether a relative pronoun is a clause's subject, wherever the tree hangs it."""
    subjects = children(annotated, predicate, "nsubj")
    return any(low(annotated, k) in _RELATIVES and tag(annotated, k) == "PRON" for k in subjects)
