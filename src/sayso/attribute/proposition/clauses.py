"""Where one proposition ends and the next begins: a document cut into clauses.

1. Each word belongs to a *voice*: the innermost attribution whose content it stands in, or
   the document itself; sources and cues belong to nobody's statement.
2. Each clause of a sentence has a head: its verb, or what a copula links.
3. A clause's own words are those between it and the next clauses below it; what is joined
   to it by "and" or a semicolon is a clause beside it, what hangs on it stands inside it.
4. A noun that names a happening is one more, with its phrase (``happenings``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.attribute.grammar.clause import Tree, tree_of
from sayso.attribute.proposition.happenings import is_named, phrase_of
from sayso.records import Annotated, Attribution, Span

_CLAUSES = frozenset("root conj parataxis ccomp advcl acl csubj appos".split())
_BESIDE = frozenset("conj parataxis".split())
_WITHIN = frozenset("acl advcl ccomp csubj".split())
_PREDICATES = frozenset("VERB AUX".split())
_OPEN = frozenset("if whether unless lest".split())  # what follows is not stated
_NOBODY = -2  # the voice of sources and cues
OWN = -1  # the document's own voice


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause.

    Attributes:
        voice: index of the attribution it is a content of, or ``OWN``.
        head: the word that says what is so.
        own: its own words, in text order.
        inside: the words of the clauses that hang on it, in text order.
        noun: the word it hangs on, where it is a relative clause or participle.
        nominal: whether its head is a noun that names a happening.
    """

    voice: int
    head: int
    own: tuple[int, ...]
    inside: tuple[int, ...] = ()
    noun: int | None = None
    nominal: bool = False


def find_clauses(annotated: Annotated, attributions: Sequence[Attribution]) -> Iterator[Clause]:
    """Yield the clauses of a document that state something, in text order of their heads."""
    tree = tree_of(annotated)
    voices = voices_of(tree, attributions)
    heads = [i for i in range(len(tree.head)) if voices[i] != _NOBODY and _is_head(tree, voices, i)]
    known = frozenset(heads)
    for i in range(len(tree.head)):
        if i in known:
            clause = _clause(tree, voices, known, i)
            if _states_something(tree, clause):
                yield clause
        elif voices[i] != _NOBODY and is_named(tree, i):
            yield _named(tree, voices, known, i)


def _named(tree: Tree, voices: Sequence[int], heads: frozenset[int], i: int) -> Clause:
    words = sorted(k for k in phrase_of(tree, i, without=heads) if voices[k] == voices[i])
    return Clause(voices[i], i, tuple(words), nominal=True)


def voices_of(tree: Tree, attributions: Sequence[Attribution]) -> list[int]:
    """Return whose statement each word belongs to: an attribution's index, ``OWN`` or nobody's."""
    voices = [OWN] * len(tree.head)
    sizes = [sum(end - start for start, end in one.content) for one in attributions]
    for index in sorted(range(len(attributions)), key=lambda n: -sizes[n]):  # inner ones last
        for span in attributions[index].content:
            _mark(tree, voices, span, index)
        for span in (*attributions[index].source, *attributions[index].cue):
            _mark(tree, voices, span, _NOBODY)
    return voices


def _mark(tree: Tree, voices: list[int], span: Span, voice: int) -> None:
    for i in _words(tree, span):
        voices[i] = voice


def _words(tree: Tree, span: Span) -> range:
    first = bisect_right(tree.end, span[0])
    return range(first, max(first, bisect_left(tree.start, span[1])))


def _is_head(tree: Tree, voices: Sequence[int], i: int) -> bool:
    """Tell whether a word heads a clause, or the whole of what its voice says here."""
    above = tree.head[i]
    if above < 0 or voices[above] != voices[i]:
        return tree.tag[i] != "PUNCT" and not _has_head_above(tree, voices, i)
    if tree.relation[i] not in _CLAUSES:
        return False
    return tree.tag[i] in _PREDICATES or _is_linked(tree, i)


def _has_head_above(tree: Tree, voices: Sequence[int], i: int) -> bool:
    """Tell whether a stretch of a voice hangs, over another's words, on more of itself.

    The "not" of a content that is cut in two by its cue is no clause of its own.
    """
    above, steps = tree.head[i], len(tree.around[i])
    while above >= 0 and steps:
        if voices[above] == voices[i]:
            return tree.tag[i] not in _PREDICATES and not _is_linked(tree, i)
        above, steps = tree.head[above], steps - 1
    return False


def _is_linked(tree: Tree, i: int) -> bool:
    return any(tree.relation[k] in {"cop", "nsubj"} for k in tree.below[i])


def _clause(tree: Tree, voices: Sequence[int], heads: frozenset[int], head: int) -> Clause:
    own, inside = [head], list[int]()
    todo = [(k, False) for k in tree.below[head]]
    while todo:
        i, nested = todo.pop()
        if i in heads and voices[i] == voices[head]:
            if tree.relation[i] in _BESIDE and not nested:
                continue
            nested = True
        if voices[i] == voices[head]:
            (inside if nested else own).append(i)
        todo += [(k, nested) for k in tree.below[i]]
    relation, above = tree.relation[head], tree.head[head]
    noun = above if relation == "acl" and above >= 0 and voices[above] == voices[head] else None
    return Clause(voices[head], head, tuple(sorted(own)), tuple(sorted(inside)), noun)


def _states_something(tree: Tree, clause: Clause) -> bool:
    """Tell whether a clause is a statement: no condition, no purpose, no lone word."""
    below = tree.below[clause.head]
    marks = {tree.low[k] for k in below if tree.relation[k] == "mark"}
    if marks & _OPEN or (tree.relation[clause.head] in _WITHIN and "to" in marks):
        return False
    if clause.voice == OWN and tree.tag[clause.head] not in _PREDICATES:
        return _is_linked(tree, clause.head)
    return any(tree.tag[i] not in {"PUNCT", "SYM", "X"} for i in clause.own)
