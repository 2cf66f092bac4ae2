"""Retractions: "The Courier withdrew its report that a bridge had fallen" tells who takes it back.

The encoder passes some of these over, for a verb of taking is seldom a cue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sayso.attribute.grammar.clause import (
    Tree,
    base,
    case_of,
    is_negated,
    is_passive,
    phrase_of,
    span_of,
    subject_of,
    subtree,
    tree_of,
)
from sayso.records import Annotated, Span

_TAKING: Final = frozenset("withdraw retract recant disavow unpublish".split())
_BACK: Final = frozenset("take walk pull roll".split())  # with "back"
_TOLD: Final = frozenset(
    "report story article account claim allegation accusation statement assertion".split()
)


class Retraction(NamedTuple):
    """Who takes back, the words that tell so, and what is taken back."""

    source: Span
    cue: Span
    content: Span


def find_retractions(annotated: Annotated) -> Iterator[Retraction]:
    """Yield the retractions of a document, in text order."""
    tree = tree_of(annotated)
    for verb in range(len(tree.head)):
        if tree.tag[verb] == "VERB" and _takes_back(annotated, tree, verb):
            yield from _retracted(annotated, tree, verb)


def _takes_back(annotated: Annotated, tree: Tree, verb: int) -> bool:
    word = base(annotated, verb)
    back = word in _BACK and any(tree.low[k] == "back" for k in tree.below[verb])
    told = word in _TAKING or back
    return told and not is_negated(annotated, verb) and not is_passive(annotated, verb)


def _is_object(annotated: Annotated, tree: Tree, noun: int) -> bool:
    """Tell whether a noun is an object, also one that "back" makes look like a place."""
    bare = tree.relation[noun] == "obl" and not case_of(annotated, noun)
    return tree.relation[noun] == "obj" or bare


def _retracted(annotated: Annotated, tree: Tree, verb: int) -> Iterator[Retraction]:
    who = subject_of(annotated, verb)
    objects = (k for k in tree.below[verb] if _is_object(annotated, tree, k))
    noun = next((k for k in objects if base(annotated, k) in _TOLD), None)
    if who is None or noun is None or who > verb:
        return
    for clause in tree.below[noun]:
        words = [i for i in subtree(annotated, clause) if i > noun]
        if tree.relation[clause] in {"acl", "ccomp"} and words and tree.low[words[0]] == "that":
            cue = tree.start[verb], tree.end[noun]
            yield Retraction(phrase_of(annotated, who), cue, span_of(annotated, words))
            return
