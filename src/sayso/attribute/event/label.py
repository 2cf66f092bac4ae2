"""How voices name an actor, or say what he is not: "terrorists", "a legitimate force".

A label is a word of labels.tsv, or a noun beside such an adjective, that is

1. said of somebody: "X is a terrorist group", "they consider X a terrorist group";
2. part of the name he is given: "X terrorists", "the terrorist group X".

What is said of him is his word who says it; the name he is given is, outside quotation
marks, the word of the document, whoever it reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from sayso.attribute.actors.letters import class_of
from sayso.attribute.actors.roll import known_kind
from sayso.attribute.event.code import party_of
from sayso.attribute.event.ground import BODIES, Ground
from sayso.attribute.event.party import Named, names_of, plain, state_name
from sayso.attribute.event.roles import verb_roles
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import countries_in
from sayso.records import Attribution, Label, Span
from sayso.text import contains

_NAMING: Final = frozenset(
    """consider call label brand deem regard designate describe declare dub view see list term name
    classify denounce condemn characterize characterise portray treat recognize recognise""".split()
)
_NOT: Final = frozenset({"not", "n't", "never", "no"})
_LABELLED: Final = BODIES | {"party", "force"}


def find_labels(ground: Ground) -> tuple[Label, ...]:
    """Return the labels of a document, in text order, each once for one voice."""
    found: dict[tuple[object, ...], Label] = {}
    for word, tag in enumerate(ground.tree.tag):
        small = ground.text()[ground.tree.start[word]].islower()
        if (tag == "NOUN" or (tag == "PROPN" and small)) and _is_label(ground, word):
            for label in _labels(ground, word, list(found.values())):
                key = (label.actor, label.label.lower(), label.by, label.polarity)
                found.setdefault(key, label)
    return tuple(found.values())


def _is_label(ground: Ground, word: int) -> bool:
    """Tell whether a word is a label, or a noun that an adjective before it makes one."""
    tree, nouns, adjectives = ground.tree, *_words()
    base = lemma(tree.low[word], "NOUN")
    if base in nouns:
        return tree.relation[word] not in {"compound", "amod"}
    if class_of(base) not in _LABELLED and base not in _GENERAL:
        return False
    return any(
        k < word
        and tree.low[k] in adjectives
        and tree.relation[k] in {"amod", "compound"}
        and tree.low[k - 1] != "-"
        for k in tree.below[word]
    )


_GENERAL: Final = frozenset("force entity power state element actor player".split())


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns and the adjectives of labels.tsv."""
    raw = files("sayso.attribute").joinpath("data/labels.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in raw.splitlines() if line and not line.startswith("#")]
    nouns = frozenset(word for word, pos in rows if pos == "noun")
    return nouns, frozenset(word for word, pos in rows if pos == "adj")


def _labels(ground: Ground, word: int, before: list[Label]) -> Iterator[Label]:
    said = _said_of(ground, word, before)  # 1
    if said is not None:
        yield from said
        return
    named = _named_so(ground, word)  # 2
    if named is not None:
        voice = _quoting(ground, word)
        yield _label(ground, word, named, voice, negative=False)


# -- 1. said of somebody ----------------------------------------------------------------------


def _said_of(ground: Ground, word: int, before: list[Label]) -> list[Label] | None:
    """Return what is said of somebody by a label; None if it is not said of anybody."""
    tree, above = ground.tree, ground.tree.head[word]
    voice = ground.voice(word)
    subjects = [k for k in tree.below[word] if tree.relation[k] == "nsubj" and k < word]
    if any(tree.relation[k] == "cop" for k in tree.below[word]) and subjects:
        named = [one for one in names_of(ground, tuple(subjects), voice) if _is_known(ground, one)]
        negative = any(tree.low[k] in _NOT for k in tree.below[word])
        return [_label(ground, word, one, voice, negative=negative) for one in named]
    if above < 0 or tree.tag[above] != "VERB" or lemma(tree.low[above], "VERB") not in _NAMING:
        return None
    if tree.relation[word] not in {"xcomp", "obl", "obj", "ccomp", "advcl"}:
        return None
    return _considered(ground, word, above, voice, before)


def _is_known(ground: Ground, named: Named) -> bool:
    """Tell whether somebody is an actor by name: a label of "some people" is none of anybody."""
    actor = ground.actor(named.word)
    if actor is None:
        return ground.tree.tag[named.word] == "PROPN"
    return actor.identity == "named"


def _considered(
    ground: Ground, word: int, verb: int, voice: Attribution | None, before: list[Label]
) -> list[Label]:
    """Return what somebody is considered: "does not consider X a terrorist group"."""
    tree, roles = ground.tree, verb_roles(ground.tree, verb)
    objects = tuple(k for k in roles.slots.get("o", ()) if k != word)
    if not objects:
        return []
    holders = names_of(ground, roles.doer, voice)
    named = [one for one in names_of(ground, objects, voice) if one.name not in _names(holders)]
    if not named:  # "them", whom nothing tells apart: of whom the same was said before
        told = [one for one in reversed(before) if _alike(ground, word, one)]
        named = [Named(one.actor, word) for one in told[:1]]
    negative = any(tree.low[k] in _NOT for k in tree.below[verb])
    holder = holders[0].name if holders else None
    return [_label(ground, word, one, voice, negative=negative, by=holder) for one in named]


def _names(named: list[Named]) -> set[str]:
    return {one.name for one in named}


def _alike(ground: Ground, word: int, label: Label) -> bool:
    return label.label.lower().split()[-1:] == [ground.tree.low[word]]


# -- 2. named so ------------------------------------------------------------------------------


def _named_so(ground: Ground, word: int) -> Named | None:
    """Return who is named by a label: the name before or behind it."""
    tree = ground.tree
    if tree.low[word] in _RULES:
        return _ruled(ground, word)
    for k in tree.below[word]:
        beside = tree.relation[k] in {"compound", "nmod", "flat", "appos", "amod"}
        if beside and not any(tree.relation[c] == "case" for c in tree.below[k]):
            named = _bearer(ground, k)
            if named is not None:
                return named
    above = tree.head[word]
    if above >= 0 and tree.relation[word] in {"appos", "compound", "nmod"}:
        case = any(tree.relation[c] == "case" for c in tree.below[word])
        return None if case else _bearer(ground, above)
    return None


_RULES: Final = frozenset({"regime", "regimes", "junta", "dictatorship"})


def _ruled(ground: Ground, word: int) -> Named | None:
    """Return the state, or the ruler, whose regime it is; a regime of sanctions is none."""
    tree, text = ground.tree, ground.text()
    before = [k for k in tree.below[word] if k < word]
    if any(tree.tag[k] == "NOUN" and tree.relation[k] == "compound" for k in before):
        return None
    start = tree.start[min(before)] if before else tree.start[word]
    codes = [code for _, code in countries_in(text[start : tree.start[word]])]
    if codes:
        name = state_name(ground, codes[-1])
        return Named(name, before[-1]) if name else None
    return next((one for k in before if (one := _bearer(ground, k))), None)


def _bearer(ground: Ground, word: int) -> Named | None:
    """Return the actor a name stands for; a name of none only if it is widely known."""
    tree, actor = ground.tree, ground.actor(word)
    if tree.tag[word] != "PROPN":
        return None
    if actor is not None and actor.identity == "named" and actor.kind in _ACTING:
        return Named(actor.name, word)
    first = word
    while first > 0 and tree.tag[first - 1] == "PROPN" and tree.head[first - 1] >= first - 1:
        first -= 1
    text = ground.text()[tree.start[first] : tree.end[word]].replace("’", "'")
    armed = known_kind(text) == "armed-group" or party_of(text, None).country == "IMG"
    return Named(text, word) if armed else None


_ACTING: Final = frozenset({"armed-group", "organisation", "government", "person"})


def _quoting(ground: Ground, word: int) -> Attribution | None:
    """Return whose own word it is: of who is quoted with it, else of the document (None)."""
    voice, tree = ground.voice(word), ground.tree
    at = (tree.start[word], tree.end[word])
    if voice is not None and any(contains(span, at) for span in voice.verbatim):
        return voice
    return None


def _label(
    ground: Ground,
    word: int,
    named: Named,
    voice: Attribution | None,
    *,
    negative: bool,
    by: str | None = None,
) -> Label:
    span = _span(ground, word, named.word)
    denied = voice is not None and (voice.factuality or "").endswith("-")
    outlet = ground.annotated.document.outlet
    return Label(
        actor=named.name,
        label=plain(ground.text()[slice(*span)]),
        by=by or (voice.speaker if voice else outlet),
        polarity="-" if negative or denied else "+",
        attribution=voice.id if voice else None,
        evidence=(_around(ground, span, named.word),),
    )


def _span(ground: Ground, word: int, name: int) -> Span:
    """Return the words of a label: the noun and what stands before it, but not the name."""
    tree, first = ground.tree, word
    while first > 0 and tree.head[first - 1] in range(first, word + 1):
        before = first - 1
        if before == name or tree.tag[before] not in {"ADJ", "NOUN"}:
            break
        first = before
    return tree.start[first], tree.end[word]


def _around(ground: Ground, span: Span, name: int) -> Span:
    tree = ground.tree
    if tree.sentence[name] != tree.sentence[ground.word_at(span[0])]:
        return span
    return min(span[0], tree.start[name]), max(span[1], tree.end[name])
