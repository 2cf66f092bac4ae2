"""Words that tell of events in a document: which, in what sense, with which roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sayso.attribute.actors.letters import TEXTS, class_of
from sayso.attribute.event.ground import BODIES, SOMEBODY, Ground
from sayso.attribute.event.lexicon import Sense, Test, lexicon, word_class
from sayso.attribute.event.roles import Roles, is_passive, noun_roles, verb_roles
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import find_country, is_state

# Verbs that do no more than say that what their object names is done.
_LIGHT: Final = frozenset(
    """carry conduct launch stage mount make give hold have open start begin commit perpetrate wage
    issue declare impose reach sign lead continue resume renew offer express voice level bring file
    lodge send deliver   intensify step escalate maintain undertake engage enter pursue join
    complete order threaten plan announce  organise organize take put lift  levy lodge pay
    lend  attempt execute    repeat reiterate broker keep build establish
    seek extend forge hand serve submit advance speed accelerate host   schedule
    """.split()
)
# Verbs whose subject suffers what their object names.
_SUFFERED: Final = frozenset(
    """draw face receive suffer undergo attract earn win survive escape sustain endure meet get
    provoke elicit await""".split()
)
# What is lifted, asked for or agreed to is no event of its own.
_OVER: Final = frozenset(
    {"CONCEDE", "RETREAT", "REQUEST", "AGREE", "REJECT", "SUPPORT", "SANCTION"}
)
# What an attack does to people: told beside it, it is one event with it.
HARM: Final = frozenset("kill injure wound hurt maim slay die".split())
_STATES: Final = frozenset({"government", "place"})
_ARMED: Final = frozenset({"armed-group"})
_OUTLETS: Final = frozenset({"outlet", "document"})
_OFFICES: Final = frozenset({"office", "mouthpiece", "government", "authority"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event.

    Attributes:
        word: its index.
        sense: what it means here.
        roles: who takes part.
        light: the verb that carries a noun, if one does.
        suffered: whether the doer the roles name is the one it is done to.
    """

    word: int
    sense: Sense
    roles: Roles
    light: int | None = None
    suffered: bool = False


def find_triggers(ground: Ground) -> Iterator[Trigger]:
    """Yield the words of a document that tell of an event, in text order."""
    tree, known = ground.tree, lexicon()
    for word, tag in enumerate(tree.tag):
        if tag == "VERB" or (tag == "ADJ" and tree.relation[word] in {"acl", "conj", "advcl"}):
            senses = senses_of(tree.low[word])
            if senses and not _is_modifier(ground, word):
                yield from _verb(ground, word, senses)
        elif tag == "NOUN":
            yield from _noun(ground, word, known.get((lemma(tree.low[word], "NOUN"), "noun"), ()))
        if tag == "ADJ" and tree.relation[word] not in {"amod", "compound"}:
            yield from _verb(ground, word, known.get((tree.low[word], "adj"), ()))


@lru_cache(maxsize=20_000)
def senses_of(word: str) -> tuple[Sense, ...]:
    """Return the senses of a verb in any form; its dictionary form may not be told for sure."""
    known = lexicon()
    bare = word.removesuffix("ing") if word.endswith("ing") else word.removesuffix("ed")
    for base in (lemma(word, "VERB"), f"{bare}e", bare, bare[:-1]):
        if (base, "verb") in known:
            return known[base, "verb"]
    return ()


def _is_modifier(ground: Ground, word: int) -> bool:
    """Tell whether a participle only describes a noun.

    "Attacked villages", "Iranian-backed", "people seeking asylum", "the army fighting them".
    """
    tree = ground.tree
    if tree.relation[word] in {"amod", "compound"}:
        return True
    bare = not any(tree.relation[k] in {"nsubj", "mark", "aux"} for k in tree.below[word])
    above = tree.head[word]
    if tree.relation[word] == "acl" and bare and tree.tag[above] in {"NOUN", "PROPN"}:
        if tree.low[word].endswith("ing"):
            return tree.low[word - 1] != ","
        posted = lemma(tree.low[word], "VERB") in {"deploy", "station", "post"}
        return posted and not any(tree.low[k] == "by" for k in tree.around[word] if k > word)
    return word > 0 and tree.low[word - 1] == "-" and tree.end[word - 1] == tree.start[word]


def _verb(ground: Ground, word: int, senses: tuple[Sense, ...]) -> Iterator[Trigger]:
    roles = verb_roles(ground.tree, word)
    for sense in senses:
        if sense.particle and not _has_particle(ground, word, sense.particle):
            continue
        if all(_holds(ground, word, roles, test) for test in sense.tests):
            if sense.type != "-":
                yield Trigger(word, sense, roles)
            return


def _noun(ground: Ground, word: int, senses: tuple[Sense, ...]) -> Iterator[Trigger]:
    light, suffered = _light_verb(ground, word)
    roles = noun_roles(ground.tree, word, light)
    for sense in senses:
        if all(
            light is not None if test.what == "light" else _holds(ground, word, roles, test)
            for test in sense.tests
        ):
            if sense.type != "-" and not _is_told_otherwise(ground, word, sense):
                yield Trigger(word, sense, roles, light, suffered)
            return


def _is_told_otherwise(ground: Ground, noun: int, sense: Sense) -> bool:
    """Tell whether the verb above already tells of this: "imposed sanctions", "held talks"."""
    above = ground.tree.head[noun]
    if above < 0 or ground.tree.tag[above] != "VERB":
        return False
    if ground.tree.relation[noun] not in {"obj", "nsubj", "obl"}:
        return False
    senses = senses_of(ground.tree.low[above])
    if not senses or lemma(ground.tree.low[above], "VERB") in HARM:
        return False
    roles = verb_roles(ground.tree, above)
    for other in senses:
        if other.particle and not _has_particle(ground, above, other.particle):
            continue
        if all(_holds(ground, above, roles, test) for test in other.tests):
            over = other.type in _OVER and ground.tree.relation[noun] in {"obj", "nsubj"}
            return over or other.type == sense.type
    return False


def _light_verb(ground: Ground, noun: int) -> tuple[int | None, bool]:
    """Return the verb that carries a noun, and whether its subject suffers it."""
    tree = ground.tree
    above = tree.head[noun]
    if above < 0:
        return None, False
    if tree.relation[noun] == "conj" or _carries(ground, noun):
        return _light_verb(ground, above)
    if above < 0 or tree.tag[above] != "VERB":
        return None, False
    base = lemma(tree.low[above], "VERB")
    if tree.relation[noun] == "nsubj" and base in {"come", "stem"}:
        return above, False
    carried = tree.relation[noun] == "obj" or (
        tree.relation[noun] == "nsubj" and is_passive(tree, above)
    )
    if not carried and tree.relation[noun] in {"obl", "obj"}:
        cases = {tree.low[k] for k in tree.below[noun] if tree.relation[k] == "case"}
        under = "under" in cases and tree.low[noun] != "fire"  # that of critics as often
        if base in {"come", "be", "go", "remain", "put", "place"} and under:
            return above, True
        if base in {"engage", "participate", "enter", "succeed"} and cases & {"in", "into"}:
            return above, False
        return None, False
    if carried and base in _SUFFERED:
        return above, True
    return (above, False) if carried and base in _LIGHT else (None, False)


def _carries(ground: Ground, noun: int) -> bool:
    """Tell whether the noun above only carries this one: "mediation effort", "days of clashes"."""
    tree, above = ground.tree, ground.tree.head[noun]
    base = lemma(tree.low[above], "NOUN")
    if tree.relation[noun] == "compound":
        return base in _CARRIERS
    of = any(tree.low[k] == "of" and tree.relation[k] == "case" for k in tree.below[noun])
    return tree.relation[noun] == "nmod" and of and base in _AMOUNTS | _CARRIERS


_CARRIERS: Final = frozenset(
    """effort mission attempt campaign bid operation process spree round series wave attack force
    programme program policy""".split()
)


def _has_particle(ground: Ground, word: int, particle: str) -> bool:
    tree = ground.tree
    for k in tree.below[word]:
        if k > word and tree.low[k] == particle:
            return True
    behind = tree.around[word]
    return any(tree.low[k] == particle for k in range(word + 1, min(word + 2, behind.stop)))


# -- conditions -------------------------------------------------------------------------------


def _holds(ground: Ground, word: int, roles: Roles, test: Test) -> bool:
    return _fits(ground, word, roles, test) != test.never


def _fits(ground: Ground, word: int, roles: Roles, test: Test) -> bool:
    """Tell whether a test's words fit, whether it is meant to hold or not."""
    if test.what in _SOMEBODY_IN:
        heads = roles.slots.get(_SOMEBODY_IN[test.what], ())
        return any(is_somebody(ground, k) for k in heads)
    if test.what == "doer":
        return any(_is_one(ground, k, test) for k in roles.doer)
    if test.what in {"passive", "accident"}:
        return roles.passive if test.what == "passive" else _is_accident(ground, word, roles)
    if test.what in {"x", "inf", "adj", "comp"}:
        return _around_fits(ground, word, test)
    found = roles.slots.get(test.what, ())
    if not test.words and not test.kinds:
        return bool(found)
    return any(_is_one(ground, k, test) for k in found)


_SOMEBODY_IN: Final = {"who": "o", "who_with": "with", "who_to": "to", "who_on": "on"}


def _around_fits(ground: Ground, word: int, test: Test) -> bool:
    """Tell whether a clause, adjective or word before a word fits."""
    tree = ground.tree
    behind = [k for k in tree.below[word] if k > word]
    if test.what == "x":
        return _clause_fits(ground, word, test)
    if test.what == "inf":
        return any(_to(ground, k) for k in behind)
    if test.what == "adj":
        return any(tree.low[k] in test.words for k in behind)
    near = range(max(tree.around[word].start, word - _BEFORE), word)
    return any(lemma(tree.low[k], "NOUN") in test.words for k in near)


_BEFORE: Final = 3  # words before a noun that may tell what sort of thing it is


def _is_accident(ground: Ground, word: int, roles: Roles) -> bool:
    """Tell whether somebody is killed or hurt by nobody's will: in a crash, by a storm.

    Without a doer it takes a word of violence in the same sentence or the one before.
    """
    tree, around = ground.tree, ground.tree.around[word]
    here = {lemma(tree.low[k], "NOUN") for k in around}
    if here & word_class("accident"):
        return True
    if any(is_somebody(ground, k) for k in roles.doer):
        return False
    first = tree.around[around.start - 1].start if around.start else 0
    near = (tree.low[k] for k in range(first, around.stop) if k != word)
    forms = {form for low in near for form in (lemma(low, "NOUN"), lemma(low, "VERB"))}
    return not forms & word_class("violence")


def _clause_fits(ground: Ground, word: int, test: Test) -> bool:
    tree = ground.tree
    below = [k for k in tree.below[word] if tree.relation[k] in {"xcomp", "ccomp", "advcl"}]
    clauses = [k for k in below if k > word and (tree.relation[k] != "advcl" or _to(ground, k))]
    if not test.words:
        return bool(clauses)
    return any(ground.base(k) in test.words for k in clauses)


def _to(ground: Ground, word: int) -> bool:
    """Tell whether a word is an infinitive with "to"."""
    tree = ground.tree
    if tree.relation[word] not in {"xcomp", "ccomp", "advcl"}:
        return False
    return any(tree.low[k] == "to" and tree.relation[k] == "mark" for k in tree.below[word])


def _is_one(ground: Ground, word: int, test: Test) -> bool:
    """Tell whether a word, or what it is many of, is among those a test names."""
    tree = ground.tree
    words = {lemma(tree.low[word], "NOUN")}
    for k in tree.below[word]:  # state of emergency, 5 million dollars, tons of food
        of = any(tree.low[c] == "of" for c in tree.below[k])
        if tree.relation[k] in {"compound", "flat", "nummod"} or (
            tree.relation[k] == "nmod" and of and words & _AMOUNTS
        ):
            words.add(lemma(tree.low[k], "NOUN"))
            words |= {lemma(tree.low[j], "NOUN") for j in tree.below[k]
                      if tree.relation[j] in {"compound", "nmod", "conj"}}  # fmt: skip
    return bool(words & test.words) or any(_is_kind(ground, word, kind) for kind in test.kinds)


_AMOUNTS: Final = frozenset(
    """state number amount lot batch series round piece worth group dozen hundred thousand million
    billion dollar ton tonne kg kilogram quantity load shipment delivery supply package grant
    portion share wave day hour week month contingent type kind form hundreds thousands""".split()
)


def _is_kind(ground: Ground, word: int, kind: str) -> bool:
    actor = ground.actor(word)
    known = actor.kind if actor and actor.kind else ""
    name = actor.name if actor else ground.tree.low[word]
    match kind:
        case "outlet":
            return known in _OUTLETS or class_of(lemma(ground.tree.low[word], "NOUN")) in TEXTS
        case "civil":
            return known == "organisation" or known in _OUTLETS
        case "civilian":
            return known in {"person", "organisation"} | _OUTLETS
        case "armed":
            return known in _ARMED
        case "office":
            return known in _STATES or _is_office(ground, word)
        case "state":
            return known in _STATES or is_state(name) or find_country(name) is not None
    return False


_BESIDE: Final = frozenset("compound nmod appos amod flat".split())


def _is_office(ground: Ground, word: int) -> bool:
    tree = ground.tree
    near = [word, *(k for k in tree.below[word] if tree.relation[k] in _BESIDE)]
    return any(class_of(lemma(tree.low[k], "NOUN")) in _OFFICES for k in near)


def is_somebody(ground: Ground, word: int) -> bool:
    """Tell whether a word heads a person, a body, a people or a place that may act."""
    kind = ground.kind(word)
    if kind in SOMEBODY:
        return True
    if kind and kind != "abstract":
        return False
    low = ground.tree.low[word]
    return class_of(lemma(low, "NOUN")) in BODIES or find_country(low.title()) is not None
