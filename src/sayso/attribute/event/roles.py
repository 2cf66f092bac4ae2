"""Who does, to whom, with what: the parts of a clause or noun that tells of something done.

Deep roles, whatever the form: "the army shelled the town", "the town was shelled by the
army", "the army's shelling of the town" and "shells that the army fired" have one doer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sayso.attribute.grammar.clause import Tree
from sayso.attribute.grammar.lemma import lemma

Slots = Mapping[str, tuple[int, ...]]

_RELATIVES: Final = frozenset({"who", "which", "that", "whom", "whose"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_PASSIVE: Final = frozenset({"be", "get"})
_SELF: Final = frozenset({"promise", "vow", "threaten", "pledge", "agree", "refuse", "offer"})
_GERUND: Final = frozenset({"of", "for", "from", "with", "over"})
_STEPS: Final = 6


@dataclass(frozen=True, slots=True)
class Roles:
    """The parts of what is done, as head words.

    Attributes:
        doer: who does it.
        slots: the others: "o" the object, "io" whom something is given, "x" whom an
            infinitive or clause behind the verb has for a subject, "poss" whose it is,
            "comp" what stands before a noun, and prepositions with what they govern.
        passive: whether the doer is only told by "by".
        impersonal: whether something other than a noun is the subject.
    """

    doer: tuple[int, ...] = ()
    slots: Slots = field(default_factory=dict)
    passive: bool = False


def is_passive(tree: Tree, verb: int) -> bool:
    """Tell whether a verb is a passive participle, with its auxiliary or without."""
    word = tree.low[verb]
    if word.endswith("ing") or tree.tag[verb] not in {"VERB", "ADJ"}:
        return False
    helpers = [k for k in tree.below[verb] if tree.relation[k] in {"aux", "cop"} and k < verb]
    if helpers:
        return lemma(tree.low[helpers[-1]], "AUX") in _PASSIVE
    if tree.relation[verb] in {"acl", "advcl", "amod"}:
        finite = any(tree.relation[k] in {"nsubj", "mark"} for k in tree.below[verb])
        active = any(tree.relation[k] == "obj" for k in tree.below[verb]) and (
            lemma(word, "VERB") not in _GIVING
        )
        return not finite and not active and _is_participle(word)
    if tree.relation[verb] == "conj" and not any(
        tree.relation[k] == "nsubj" for k in tree.below[verb]
    ):
        return tree.head[verb] >= 0 and _is_participle(word) and is_passive(tree, tree.head[verb])
    return False


_GIVING: Final = frozenset("give grant award offer deny hand send pay promise".split())


def _is_participle(word: str) -> bool:
    return word.endswith(("ed", "en", "wn", "nt", "ght", "ld", "id")) or lemma(word, "VERB") != word


def verb_roles(tree: Tree, verb: int) -> Roles:
    """Return the roles around a verb."""
    slots: dict[str, list[int]] = {}
    passive = is_passive(tree, verb)
    objects = [k for k in _below(tree, verb, "obj") if not _case(tree, k)]
    objects = objects or _ranged(tree, verb)
    subjects = _subjects(tree, verb)
    if passive:
        given = subjects or _carried(tree, verb)
        slots["io" if objects else "o"] = given
        slots.setdefault("o", objects)
        doer = _governed(tree, verb, {"by"})
    else:
        doer = subjects or _controller(tree, verb)
        given = _below(tree, verb, "iobj")
        if not given and len(objects) > 1 and objects[1] - objects[0] <= _NEAR:
            given, objects = objects[:1], objects[1:]  # gave them aid
        relative = objects or given or _relative_object(tree, verb, subjects)
        slots["o"] = relative or _shared_object(tree, verb)
        slots["io"] = given
    for prep, noun in _prepositional(tree, verb):
        if not (passive and prep == "by"):
            slots.setdefault(prep, []).append(noun)
    for noun in objects:  # "provide aid to X": often hung on the object
        for prep, other in _prepositional(tree, noun):
            slots.setdefault(prep, []).append(other)
    _add_deeper(tree, verb, slots, doer if passive else None)
    slots["x"] = _subject_below(tree, verb)
    return Roles(_all(tree, doer), {k: _all(tree, v) for k, v in slots.items() if v}, passive)


def _ranged(tree: Tree, verb: int) -> list[int]:
    """Return an object that "between 10 and 15" makes look like none."""
    return [
        k
        for k in _below(tree, verb, "obl")
        if any(tree.low[c] == "between" for c in tree.below[k])
        and any(tree.relation[c] == "nummod" for c in tree.below[k])
    ]


def _add_deeper(
    tree: Tree, verb: int, slots: dict[str, list[int]], agents: list[int] | None
) -> None:
    """Add what was hung one noun too low: "returned by mail to the firm by Orr"."""
    for noun in _below(tree, verb, "obl"):
        for prep, other in _prepositional(tree, noun):
            if prep == "by" and agents is not None:
                agents.append(other)
            elif prep in _FREE and prep not in slots:
                slots[prep] = [other]


_FREE: Final = frozenset({"to", "from", "with", "against"})


def noun_roles(tree: Tree, noun: int, light: int | None) -> Roles:
    """Return the roles around a noun of something done.

    Args:
        tree: the words.
        noun: the noun.
        light: the verb that does no more than say it is done ("carried out"), if any.
    """
    slots: dict[str, list[int]] = {}
    owner = [k for k in _below(tree, noun, "nmod") if _is_owner(tree, k, noun)]
    owner = owner or _possessor(tree, noun)
    before = [
        k for k in tree.below[noun] if k < noun and tree.relation[k] in {"compound", "amod", "nmod"}
    ]
    for prep, other in _prepositional(tree, noun):
        slots.setdefault(prep, []).append(other)
    doer = slots.pop("by", []) or owner
    told = [k for k in _below(tree, noun, "nsubj") if tree.low[k] not in _RELATIVES]
    if _case(tree, noun):  # we are in contact with them
        doer = doer or told
    if light is not None:
        around = verb_roles(tree, light)
        doer = list(around.doer) or doer
        for prep, words in around.slots.items():
            if prep not in {"o", "by", "x"} and not prep.startswith("_"):
                slots.setdefault(prep, []).extend(w for w in words if w != noun)
        if around.passive and noun in around.slots.get("o", ()):
            doer = list(around.doer) or owner
        if noun in around.doer:  # requests have come from the town
            doer = slots.pop("from", [])
    slots["poss"] = owner
    slots["comp"] = [k for k in before if k not in owner]
    return Roles(_all(tree, doer), {k: _all(tree, v) for k, v in slots.items() if v})


def conjuncts(tree: Tree, word: int) -> list[int]:
    """Return a noun and those joined to it by "and", in text order."""
    found = [word]
    for k in tree.below[word]:
        if tree.relation[k] == "conj" and tree.tag[k] in _NOMINAL and not _has_subject(tree, k):
            found += conjuncts(tree, k)
    return sorted(found)


def _all(tree: Tree, words: list[int] | tuple[int, ...]) -> tuple[int, ...]:
    found = [k for word in words for k in conjuncts(tree, word)]
    return tuple(dict.fromkeys(found))


def _has_subject(tree: Tree, word: int) -> bool:
    return any(tree.relation[k] in {"nsubj", "cop"} for k in tree.below[word])


def _below(tree: Tree, word: int, *relations: str) -> list[int]:
    return [k for k in tree.below[word] if tree.relation[k] in relations]


def _case(tree: Tree, word: int) -> bool:
    """Tell whether a preposition stands before a noun."""
    return any(tree.relation[k] == "case" and k < word for k in tree.below[word])


def _is_owner(tree: Tree, word: int, noun: int) -> bool:
    """Tell whether a word is whose: "Russia's strikes", "their offensives"."""
    if word > noun:
        return False
    marks = {tree.low[k] for k in tree.below[word] if tree.relation[k] == "case"}
    return bool(marks & {"'s", "'"}) or (tree.tag[word] == "PRON" and not marks)


def _prepositional(tree: Tree, word: int) -> Iterator[tuple[str, int]]:
    """Yield the prepositions below a word and the nouns they govern."""
    for k in tree.below[word]:
        if tree.relation[k] == "advmod":  # taken away from her
            yield from _prepositional(tree, k)
        if tree.relation[k] in {"obl", "nmod", "advmod", "obj"}:
            cases = [tree.low[c] for c in tree.below[k] if tree.relation[c] == "case" and c < k]
            if cases:
                yield cases[0], k
        elif tree.relation[k] == "advcl" and tree.tag[k] in _NOMINAL:  # hung as a clause
            marks = [tree.low[c] for c in tree.below[k] if tree.relation[c] in {"mark", "case"}]
            if marks:
                yield marks[0], k


def _governed(tree: Tree, verb: int, prepositions: set[str]) -> list[int]:
    found = [noun for prep, noun in _prepositional(tree, verb) if prep in prepositions]
    if found:
        return found
    for k in _below(tree, verb, "obj", "obl"):  # "by" hung one noun too low
        found += [noun for prep, noun in _prepositional(tree, k) if prep in prepositions]
    return found


def _subjects(tree: Tree, verb: int) -> list[int]:
    """Return the subjects of a verb itself; for "who" the noun its clause hangs on."""
    own = _below(tree, verb, "nsubj")
    if not own:
        return _unlabelled(tree, verb)
    plain = [k for k in own if tree.low[k] not in _RELATIVES]
    if plain:  # of two halves of a name the one that stands nearer
        return [plain[-1] if plain[-1] == plain[0] + 1 else plain[0]]
    above = _noun_above(tree, verb)
    return own if above is None else [above]


def _unlabelled(tree: Tree, verb: int) -> list[int]:
    """Return a noun before a verb that hangs on it by no relation of a dependent."""
    if tree.relation[verb] in {"acl", "amod", "xcomp", "advcl", "conj"}:
        return []
    found = [
        k
        for k in tree.below[verb]
        if k < verb
        and tree.relation[k] in {"appos", "flat", "root", "dep", "nmod", "compound", "dislocated"}
        and tree.tag[k] in {"NOUN", "PROPN"}
        and not _case(tree, k)
    ]
    return found[-1:]


def _noun_above(tree: Tree, verb: int) -> int | None:
    at = verb
    for _ in range(_STEPS):
        if tree.relation[at] == "acl" and tree.head[at] >= 0:
            return tree.head[at]
        if tree.relation[at] not in {"conj", "xcomp", "ccomp"} or tree.head[at] < 0:
            return None
        at = tree.head[at]
    return None


def _relative_object(tree: Tree, verb: int, subjects: list[int]) -> list[int]:
    """Return what a clause without an object hangs on: "the arms they received"."""
    if subjects and tree.relation[verb] == "acl" and tree.head[verb] >= 0:
        above = tree.head[verb]
        if above not in subjects and tree.tag[above] in _NOMINAL:
            return [above]
    return []


def _shared_object(tree: Tree, verb: int) -> list[int]:
    """Return the object of the verb joined to this one: "donated and delivered goods"."""
    for k in tree.below[verb]:
        if tree.relation[k] == "conj" and tree.tag[k] == "VERB" and k - verb <= _NEAR:
            return [o for o in _below(tree, k, "obj") if not _case(tree, o)]
    return []


_NEAR: Final = 4  # words from a verb to the one it shares its object with


def _carried(tree: Tree, verb: int) -> list[int]:
    """Return the subject of a passive verb that has none of its own."""
    above = tree.head[verb]
    if tree.relation[verb] in {"acl", "amod"} and above >= 0:
        return [above]
    if tree.relation[verb] == "conj" and above >= 0:
        return _subjects(tree, above) or _carried(tree, above) if above != verb else []
    return _controller(tree, verb)


def _controller(tree: Tree, verb: int) -> list[int]:
    """Return the doer of a verb that has no subject of its own.

    1. what a participle hangs on; 2. whom the verb above is done to, where it asks or
    accuses; 3. the subject of the verb above.
    """
    at = verb
    for _ in range(_STEPS):
        above, relation = tree.head[at], tree.relation[at]
        if above < 0:
            return []
        if relation == "acl":
            bound = _is_infinitive(tree, at) or _is_gerund(tree, at)
            return _owner_of(tree, above) if bound and not _is_accused(tree, above) else [above]
        if relation not in {"conj", "xcomp", "advcl", "ccomp", "parataxis"}:
            return []
        if relation in {"xcomp", "ccomp"} or (relation == "advcl" and _is_gerund(tree, at)):
            done_to = _below(tree, above, "obj", "iobj")
            if done_to and lemma(tree.low[above], "VERB") not in _SELF and at > done_to[0]:
                return done_to[:1]
        if relation == "xcomp" and is_passive(tree, above):
            return _subjects(tree, above) or _carried(tree, above)
        if is_passive(tree, above) and relation == "advcl":
            return _subjects(tree, above)
        found = _subjects(tree, above)
        if found:
            return found
        at = above
    return []


def _is_accused(tree: Tree, noun: int) -> bool:
    """Tell whether a noun is whom a verb accuses: "accused the firm of arming them"."""
    above = tree.head[noun]
    accusing = above >= 0 and lemma(tree.low[above], "VERB") in _ACCUSING
    return accusing and tree.relation[noun] in {"obj", "iobj", "nsubj"}


_ACCUSING: Final = frozenset(
    """accuse suspect charge convict acquit blame condemn criticize criticise praise thank stop
    prevent ban bar keep deter warn""".split()
)


def _is_infinitive(tree: Tree, verb: int) -> bool:
    return any(tree.low[k] == "to" and tree.relation[k] == "mark" for k in tree.below[verb])


def _is_gerund(tree: Tree, verb: int) -> bool:
    marks = {tree.low[k] for k in tree.below[verb] if tree.relation[k] in {"mark", "case"}}
    return tree.low[verb].endswith("ing") and bool(marks & _GERUND)


def _owner_of(tree: Tree, noun: int) -> list[int]:
    """Return whose plan or order it is: "their decision to leave"; else the clause's subject."""
    owner = [k for k in _below(tree, noun, "nmod") if _is_owner(tree, k, noun)]
    if owner or (owner := _possessor(tree, noun)):
        return owner
    above = tree.head[noun]
    held = tree.relation[noun] in {"obj", "obl", "nmod"} and lemma(tree.low[noun], "NOUN") in _HELD
    if above >= 0 and held:
        return _subjects(tree, above) or _controller(tree, above)
    return []


# Nouns whose holder, the subject of the verb they hang on, is who does what they are for.
_HELD: Final = frozenset(
    """plan decision attempt effort right ability policy promise offer bid campaign intention chance
    pledge threat willingness readiness authority power move step opportunity mandate practice
    operation mission desire need capacity capability history habit""".split()
)


def _possessor(tree: Tree, noun: int) -> list[int]:
    """Return whose a noun is by the "'s" before it, wherever the tree hangs it."""
    at = noun - 1
    while (
        at > 0
        and tree.tag[at] in {"ADJ", "NOUN", "NUM"}
        and tree.sentence[at] == tree.sentence[noun]
    ):
        at -= 1
    if at <= 0 or tree.low[at] not in {"'s", "'"}:
        return []
    word = at - 1
    for _ in range(_STEPS):
        above = tree.head[word]
        if not 0 <= above < at or tree.relation[word] not in {"flat", "compound", "nmod", "amod"}:
            break
        word = above
    return [word]


def _subject_below(tree: Tree, verb: int) -> list[int]:
    """Return the subject of the clause behind a verb: "demanded that the army leave"."""
    for k in _below(tree, verb, "ccomp", "xcomp", "advcl"):
        found = [s for s in _below(tree, k, "nsubj") if tree.low[s] not in _RELATIVES]
        if found and k > verb:
            return found[:1]
    return []
