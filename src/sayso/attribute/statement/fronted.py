"""Whole clauses that are said, before their cue or behind it, as the tree tells them.

Behind a comma the encoder sometimes marks but the first words of such a clause, or takes who
speaks for what is said. The tree tells both: the cue's verb has its subject between the
comma and itself, and the clause before the comma hangs on the verb or bears it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.attribute.grammar.clause import (
    Tree,
    base,
    is_negated,
    span_of,
    subtree,
    tree_of,
    words_inside,
)
from sayso.records import Annotated, Span, Spans
from sayso.text import contains

_SAYING = frozenset({"say", "tell"})
_NOBODY = frozenset("it that this which what".split())
_BELOW = frozenset({"ccomp", "root"})  # the last where a tree has two of them
_ABOVE = frozenset({"parataxis", "advcl", "root"})
_MARKS = frozenset('"“”„«»;:—–\n')


def whole_fronted(
    annotated: Annotated, cue: Span, source: Spans, content: Spans
) -> tuple[Spans, Spans]:
    """Return source and content of a cue as the clause before it tells them.

    They are changed only where the content begins with that clause, or lies within the
    phrase that names who speaks, and reaches no further.
    """
    tree = tree_of(annotated)
    verb = next((i for i in words_inside(annotated, cue) if tree.tag[i] == "VERB"), None)
    found = _fronted(annotated, tree, verb) if verb is not None else None
    if found is None or not content:
        return source, content
    clause, speaker = found
    inside = [span for span in content if contains(speaker, span)]
    if content[0][0] != clause[0] and len(inside) < len(content):
        return source, content
    if any(not contains(clause, span) for span in content if span not in inside):
        return source, content
    named = inside and annotated.document.text[slice(*speaker)].lower() != "it"
    within = not source or any(contains(speaker, span) for span in source)
    return ((speaker,) if named and within else source), (clause,)


def find_fronted(annotated: Annotated) -> Iterator[tuple[Span, Span, Span]]:
    """Yield source, cue and content where somebody "said" or "told" what stands before."""
    tree = tree_of(annotated)
    for verb in range(len(tree.head)):
        if tree.tag[verb] == "VERB" and base(annotated, verb) in _SAYING:
            found = _fronted(annotated, tree, verb)
            if found:
                yield found[1], (tree.start[verb], tree.end[verb]), found[0]


def find_said(annotated: Annotated) -> Iterator[tuple[Span, Span, Span]]:
    """Yield source, cue and content where somebody "said" the clause behind it."""
    tree = tree_of(annotated)
    for verb in range(len(tree.head)):
        if tree.tag[verb] != "VERB" or base(annotated, verb) not in _SAYING:
            continue
        subject = next((k for k in tree.below[verb] if tree.relation[k] == "nsubj"), None)
        clause = next((k for k in tree.below[verb] if _is_said(tree, verb, k)), None)
        helped = any(tree.relation[k] in {"aux", "mark"} for k in tree.below[verb])
        if subject is None or clause is None or helped or subject > verb:
            continue
        if tree.low[subject] in _NOBODY or is_negated(annotated, verb):
            continue
        said = [i for i in subtree(annotated, clause) if i > verb]
        who = [i for i in subtree(annotated, subject) if i < verb]
        cue = tree.start[verb], tree.end[verb]
        yield span_of(annotated, who), cue, span_of(annotated, said)


def _is_said(tree: Tree, verb: int, clause: int) -> bool:
    """Tell whether a word heads the whole clause that is said: it has a subject of its own."""
    below = {tree.relation[k] for k in tree.below[clause]}
    return tree.relation[clause] == "ccomp" and clause > verb and "nsubj" in below


def _fronted(annotated: Annotated, tree: Tree, verb: int) -> tuple[Span, Span] | None:
    """Return the clause that stands before a verb and its subject, and the subject."""
    around = tree.around[verb]
    head = next((i for i in around if i < verb and _bears(tree, i, verb)), verb)
    between = range(head + 1, verb)
    subject = next((k for k in between if _is_subject(annotated, tree, k, verb)), None)
    if subject is None:
        return None
    speaker = [i for i in subtree(annotated, subject) if head < i < verb]
    if tree.low[speaker[0]] == ",":
        speaker = speaker[1:]
    comma = speaker[0] - 1
    first = around[0]
    if tree.tag[first] == "PUNCT" or tree.low[comma] != "," or comma <= head:
        return None
    clause = tree.start[first], tree.start[comma]
    if _MARKS & set(annotated.document.text[slice(*clause)]):
        return None
    return clause, span_of(annotated, speaker)


def _is_subject(annotated: Annotated, tree: Tree, noun: int, verb: int) -> bool:
    """Tell whether a noun is a verb's subject.

    It may be taken for an apposition while it fills the place between the verb's comma and
    the verb.
    """
    if tree.relation[noun] != "appos":
        return tree.head[noun] == verb and tree.relation[noun] == "nsubj"
    phrase = subtree(annotated, noun)
    comma = phrase[0] - 1
    return phrase[-1] == verb - 1 and tree.low[comma] == "," and tree.head[comma] == verb


def _bears(tree: Tree, head: int, verb: int) -> bool:
    """Tell whether a word heads the clause that a verb of saying stands behind."""
    if tree.tag[head] == "PUNCT":
        return False
    below = tree.head[head] == verb and tree.relation[head] in _BELOW
    return below or (tree.head[verb] == head and tree.relation[verb] in _ABOVE)
