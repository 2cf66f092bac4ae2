"""Happenings that a noun names: "the release of 21 girls" states what "21 girls were freed" does.

A noun of a closed list counts if the phrase says whose happening it is ("the girls' release",
"talks between the two") or that something followed from it ("after negotiations").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sayso.attribute.grammar.clause import Tree
from sayso.attribute.grammar.lemma import lemma

_NAMES: Final = frozenset(
    "abduction acquisition acquittal agreement ambush announcement apology appeal appointment "
    "approval arrest arrival assassination assault attack ban blast bombing breach cancellation "
    "capsizing capture ceasefire closure collapse collision condemnation construction conviction "
    "crash criticism deal death decline defeat delay delivery demonstration denial departure "
    "deployment deportation derailment destruction detention discovery dismissal drowning election "
    "escape evacuation exchange execution explosion expulsion extradition fall fire flooding hack "
    "handover identification increase injunction inquiry invasion investigation kidnapping killing "
    "landing launch lawsuit layoff leak liberation march mediation meeting merger murder "
    "negotiation occupation ouster outage outbreak pact pledge probe protest publication purchase "
    "raid rape recall rejection release removal rescue resignation resolution retirement retreat "
    "return rise robbery ruling sale search seizure shooting shutdown siege signing sinking strike "
    "suspension swap takeover talk test theft torture transfer trial trip truce vaccination "
    "verdict victory visit vote withdrawal".split()
)
_FROM_IT: Final = frozenset("after amid before despite during following since through".split())
_BY: Final = frozenset("between by with".split())
_OWNED: Final = frozenset("' 's".split())
_OUTSIDE: Final = frozenset("case cc conj punct".split())


def is_named(tree: Tree, i: int) -> bool:
    """Tell whether a word is a noun that names a happening."""
    if tree.tag[i] != "NOUN" or tree.relation[i] == "compound":
        return False
    if lemma(tree.low[i], "NOUN") not in _NAMES:
        return False
    below = {tree.relation[k].partition(":")[0] for k in tree.below[i]}
    cases = {tree.low[k] for k in tree.below[i] if tree.relation[k] == "case"}
    return bool(below & {"nmod", "compound"}) or bool(cases & _FROM_IT)


def phrase_of(tree: Tree, i: int, *, without: Collection[int]) -> Iterator[int]:
    """Yield a noun and what hangs on it, but for what is joined to it and some branches."""
    yield i
    todo = [k for k in tree.below[i] if tree.relation[k] not in _OUTSIDE]
    while todo:
        k = todo.pop()
        if k not in without:
            yield k
            todo += tree.below[k]


def parties_of(tree: Tree, i: int) -> tuple[int | None, int | None]:
    """Return who did it and to whom or what it was done: heads of phrases, None if not said.

    "The group's abduction of the girls" says both; of a lone owner ("the girls' release") more
    were the object than not.
    """
    agent = patient = owner = None
    for k in tree.below[i]:
        cases = {tree.low[c] for c in tree.below[k] if tree.relation[c] == "case"}
        if tree.relation[k] == "compound" or tree.tag[k] == "PRON" or cases & _OWNED:
            owner = owner or k
        elif tree.relation[k].startswith("nmod") and "of" in cases:
            patient = patient or k
        elif tree.relation[k].startswith("nmod") and cases & _BY:
            agent = agent or k
    return (agent, owner) if patient is None else (agent or owner, patient)
