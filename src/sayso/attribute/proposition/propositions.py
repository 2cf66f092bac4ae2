"""Clauses to propositions: what is said in them, in words that other reports can be held against.

A pronoun or description is given as the name of the actor it stands for, words in their
dictionary form, numbers and dates as values. The words of a report stand in its text; these
are only for comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sayso.attribute.actors.actor import Cast
from sayso.attribute.grammar.clause import (
    Tree,
    agent_of,
    children,
    is_negated,
    is_nobody,
    is_passive,
    subject_of,
    tree_of,
    words_inside,
)
from sayso.attribute.grammar.lemma import lemma
from sayso.attribute.proposition.clauses import OWN, Clause, find_clauses
from sayso.attribute.proposition.figures import find_figures, value_of
from sayso.attribute.proposition.happenings import is_named, parties_of
from sayso.attribute.proposition.truth import is_called_untrue, judges_truth
from sayso.attribute.time.dates import find_dates, resolve_date
from sayso.records import Annotated, Attribution, Figure, Proposition, Span, Spans
from sayso.text import merged

_CONTENT: Final = frozenset("NOUN PROPN VERB ADJ NUM ADV".split())
_LIGHT: Final = frozenset(
    "be have do say also just so then there here now still even only very too more most not "
    "when where how why such other which that get go make take well already yet n't "
    "mr mrs ms".split()
)
_VAGUE: Final = frozenset("who which that some many most all others one".split())
_SUPPORTING: Final = frozenset("set make take put keep leave get render hold go come".split())
_AMOUNTS: Final = frozenset(
    "dozens hundreds thousands millions scores dozen score number majority minority half group "
    "handful couple pair rest most more some all none several part".split()
)
_NOT: Final = frozenset("no not n't never neither nor without".split())
_OPEN_MODALS: Final = frozenset("may might could would should can".split())


@dataclass(frozen=True, slots=True)
class Ground:
    """A document with its tree, and what is compared of who is meant, by head word."""

    annotated: Annotated
    tree: Tree
    named: Mapping[int, str]


def find_propositions(
    annotated: Annotated, attributions: Sequence[Attribution], cast: Cast
) -> tuple[Proposition, ...]:
    """Return what a document states, clause by clause, in its own voice and in others'."""
    ground = Ground(annotated, tree_of(annotated), _named(annotated, cast))
    found = find_clauses(annotated, attributions)
    clauses = [one for one in found if not judges_truth(annotated, one.head)]
    alone = _alone(clauses)
    return tuple(
        _proposition(
            ground, clause, f"q{number}",
            None if clause.voice == OWN else attributions[clause.voice],
            whole=clause.head in alone,
        )
        for number, clause in enumerate(clauses, 1)
    )  # fmt: skip


def _is_clause(tree: Tree, clause: Clause) -> bool:
    """Tell whether what is attributed could stand as a sentence: it has a subject."""
    below = {tree.relation[k] for k in tree.below[clause.head]}
    return bool(below & {"nsubj", "cop"}) or tree.relation[clause.head] == "root"


def _alone(clauses: Sequence[Clause]) -> set[int]:
    """Return the heads of clauses that are all that an attribution's content says."""
    top: dict[int, list[int]] = {}
    inner = {i for clause in clauses for i in clause.inside}
    for clause in clauses:
        if clause.voice != OWN and clause.head not in inner and not clause.nominal:
            top.setdefault(clause.voice, []).append(clause.head)
    return {heads[0] for heads in top.values() if len(heads) == 1}


def _named(annotated: Annotated, cast: Cast) -> dict[int, str]:
    """Return what is compared of who is meant, by the head word of each mention.

    Those who have no name and are spoken of by more than a pronoun go by their own words.
    """
    tree, out = tree_of(annotated), {}
    for mention, number in cast.of_mention.items():
        head, actor = annotated.mentions[mention].head, cast.actors[number]
        if actor.identity == "named":
            out[head] = " ".join(filter(None, map(_plain, actor.name.split())))
        elif tree.tag[head] == "PRON" and tree.low[head] not in _VAGUE:
            words = [lemma(word, "NOUN") for word in map(_plain, actor.name.lower().split())]
            out[head] = " ".join(w for w in words if w and w not in _LIGHT and value_of(w) is None)
    return out


def _proposition(
    ground: Ground, clause: Clause, key: str, attribution: Attribution | None, *, whole: bool
) -> Proposition:
    annotated, tree, head = ground.annotated, ground.tree, clause.head
    agent, patient = _parties(annotated, clause)
    evidence = attribution.content if whole and attribution else _evidence(tree, clause)
    lead = () if clause.noun is None else (clause.noun, *_modifiers(tree, clause.noun))
    sentence = clause.noun is None and bool(children(annotated, head, "nsubj"))
    if whole and attribution and attribution.mode != "direct" and not _is_clause(tree, clause):
        # "The union rejected the offer": not understood without who does what with it.
        around = (*attribution.source, *attribution.cue)
        evidence, sentence = merged((*evidence, *around), gap=2), True
        lead = (*lead, *(i for span in around for i in words_inside(annotated, span)))
    words = (*sorted(lead), *clause.own)
    figures = tuple(find_figures(annotated.document.text, tree, words))
    return Proposition(
        id=key,
        evidence=evidence,
        attribution=attribution.id if attribution else None,
        predicate=_predicate(tree, head),
        agent=_party(ground, agent),
        patient=_party(ground, patient),
        words=tuple(dict.fromkeys((*_terms(ground, words), *map(_value, figures)))),
        around=tuple(_terms(ground, clause.inside)),
        figures=figures,
        dates=tuple(_dates(annotated, evidence)),
        polarity="-" if _says_no(annotated, clause) else "+",
        modality=_modality(tree, clause),
        sentence=sentence,
    )


def _says_no(annotated: Annotated, clause: Clause) -> bool:
    """Tell whether a clause says that something is not so: "no strings attached" does too."""
    below = children(annotated, clause.head, "nsubj", "mark")
    alone = all(tree_of(annotated).low[k] == "with" for k in below)  # no "evidence that …"
    nobody = alone and clause.noun is not None and is_nobody(annotated, clause.noun)
    negated = nobody or is_negated(annotated, clause.head)
    return negated != is_called_untrue(annotated, clause.head)


def _value(figure: Figure) -> str:
    return f"{figure.low or figure.high or 0:g}"


def _modality(tree: Tree, clause: Clause) -> str:
    below = {tree.low[k] for k in tree.below[clause.head] if tree.relation[k] == "aux"}
    if below & _OPEN_MODALS:
        return "possible"
    return "planned" if below & {"will", "'ll", "shall"} else "actual"


def _parties(annotated: Annotated, clause: Clause) -> tuple[int | None, int | None]:
    """Return who does it and to whom or what: the same for active and passive."""
    head, tree = clause.head, tree_of(annotated)
    subject, objects = subject_of(annotated, head), children(annotated, head, "obj")
    if subject is None and is_named(tree, head):
        return parties_of(tree, head)
    object_ = objects[0] if objects else None
    low, bare = tree.low, not children(annotated, head, "nsubj", "aux")
    participle = clause.noun is not None and bare and low[head].endswith(("ed", "en", "t"))
    if is_passive(annotated, head) or participle:
        return agent_of(annotated, head), subject
    return subject, object_


def _predicate(tree: Tree, head: int) -> str:
    """Return what is said to happen: of "set free" and "made public", what is free and public."""
    word = lemma(tree.low[head], tree.tag[head])
    if word in _SUPPORTING:
        for k in tree.below[head]:
            if tree.relation[k] == "xcomp" and tree.tag[k] in {"ADJ", "NOUN"}:
                return lemma(tree.low[k], tree.tag[k])
    return word


def _party(ground: Ground, i: int | None) -> str:
    """Return who takes part: of "21 of the girls" and "dozens of girls", the girls."""
    tree = ground.tree
    if i is not None and (tree.tag[i] in {"NUM", "DET", "PRON"} or tree.low[i] in _AMOUNTS):
        for k in tree.below[i]:
            if tree.relation[k].startswith("nmod") and tree.tag[k] in {"NOUN", "PROPN", "PRON"}:
                return _term(ground, k)
    return _term(ground, i)


def _modifiers(tree: Tree, noun: int) -> list[int]:
    return [k for k in tree.below[noun] if tree.relation[k] in {"nummod", "compound", "amod"}]


def _terms(ground: Ground, words: Sequence[int]) -> Iterator[str]:
    """Yield the words that carry what is said, each once."""
    seen: set[str] = set()
    for i in words:
        for term in _term(ground, i).split():
            if term not in seen:
                seen.add(term)
                yield term


def _term(ground: Ground, i: int | None) -> str:
    """Return a word as it is compared: a name, a number, a dictionary form; "" for none."""
    if i is None:
        return ""
    tree = ground.tree
    if i in ground.named:
        return ground.named[i]
    if tree.tag[i] not in _CONTENT:
        return ""
    if tree.tag[i] == "NUM" and value_of(tree.low[i]) is not None:
        return ""  # its figure is compared
    word = lemma(tree.low[i], tree.tag[i])
    return "" if word in _LIGHT else _plain(word)


def _plain(word: str) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s").strip("\"'“”().,#@>")
    return "" if word in {"the", "a", "an", "of", "and", "for"} else word


def _dates(annotated: Annotated, evidence: Spans) -> Iterator[str]:
    document = annotated.document
    for start, end in evidence:
        for low, high in find_dates(document.text, start, end):
            found = resolve_date(document.text[low:high], document.published)
            if found:
                yield found


def _evidence(tree: Tree, clause: Clause) -> Spans:
    """Return the stretches of text a clause fills, without the joints at their edges."""
    words = sorted({*clause.own, *clause.inside, *(() if clause.noun is None else (clause.noun,))})
    runs: list[Span] = []
    for i in words:
        # What says no between two words of it is never cut out.
        reach = 2 if runs and tree.low[i - 1] in _NOT else 1
        if runs and i <= runs[-1][1] + reach:
            runs[-1] = (runs[-1][0], i)
        elif tree.tag[i] != "PUNCT":
            runs.append((i, i))
    spans = [_trimmed(tree, run) for run in runs]
    return merged((span for span in spans if span[0] < span[1]), gap=3)


def _trimmed(tree: Tree, run: Span) -> Span:
    first, last = run
    while first < last and (tree.tag[first] == "PUNCT" or tree.relation[first] in {"cc", "mark"}):
        first += 1
    while last > first and tree.tag[last] == "PUNCT":
        last -= 1
    return tree.start[first], tree.end[last]
