"""Clauses that call another one true or false: "It is not true that the dam broke".

They state nothing of their own; what is called false, or not true, is denied:

1. "it is false that …", "the truth is that …";
2. "reports that … were untrue";
3. "there is no truth in the report that …";
4. "called the claim that … a lie".
"""

from __future__ import annotations

from typing import Final

from sayso.attribute.grammar.clause import Tree, base, is_negated, tree_of
from sayso.records import Annotated

_TRUE: Final = frozenset("true correct accurate right case fact truth".split())
_FALSE: Final = frozenset(
    "false untrue wrong incorrect inaccurate baseless unfounded groundless lie nonsense "
    "fabrication fabricate rubbish invention fiction myth".split()
)
_CALLING: Final = frozenset("call brand label describe dismiss reject".split())
_TOLD: Final = frozenset(
    "report story article account claim allegation accusation statement assertion suggestion "
    "rumour rumor idea notion".split()
)
_LINKS: Final = frozenset("csubj ccomp acl".split())
_EMPTY: Final = frozenset("it this that there".split())


def is_called_untrue(annotated: Annotated, head: int) -> bool:
    """Tell whether the clause a word heads is called untrue where it stands."""
    tree = tree_of(annotated)
    above = _judge_before(annotated, tree, head)
    if above < 0 or tree.relation[head] not in _LINKS:
        return False
    if base(annotated, above) == "truth":
        return _is_false(annotated, above)  # 3, or "the truth is that"
    if base(annotated, above) not in _TOLD:
        return judges_truth(annotated, above) and _is_false(annotated, above)  # 1
    judge = _judge_of(annotated, tree, above)
    return judge is not None and _is_false(annotated, judge)


def judges_truth(annotated: Annotated, head: int) -> bool:
    """Tell whether a clause says no more than that another is true or false."""
    tree = tree_of(annotated)
    if not _is_judgement(annotated, head) or not _below(tree, head, "cop"):
        return False
    subjects = _below(tree, head, "nsubj", "expl")
    clauses = _below(tree, head, *_LINKS)
    opens = bool(clauses) or tree.low[head + 1 : head + 2] == ["that"]
    empty = opens and bool(subjects) and all(tree.low[k] in _EMPTY for k in subjects)
    return empty or any(_tells(annotated, tree, k) for k in subjects)


def _judge_before(annotated: Annotated, tree: Tree, head: int) -> int:
    """Return what a clause hangs on; of "false that …" it is "false", whatever the tree says."""
    that = next((k for k in _below(tree, head, "mark") if tree.low[k] == "that"), 0)
    before = that - 1
    return before if that and judges_truth(annotated, before) else tree.head[head]


def _judge_of(annotated: Annotated, tree: Tree, noun: int) -> int | None:
    """Return the word that judges what a noun tells: "untrue", "truth", "lie"."""
    above, relation = tree.head[noun], tree.relation[noun]
    if above < 0:
        return None
    if relation == "nsubj" and judges_truth(annotated, above):  # 2
        return above
    if relation in {"nmod", "obl", "nsubj"}:  # 3
        nouns = (above, *_below(tree, above, "nsubj"))
        return next((k for k in nouns if base(annotated, k) == "truth"), None)
    if relation == "obj" and base(annotated, above) in _CALLING:  # 4
        named = _below(tree, above, "xcomp", "obl", "obj")
        return next((k for k in named if _is_judgement(annotated, k)), None)
    return None


def _is_false(annotated: Annotated, judge: int) -> bool:
    tree = tree_of(annotated)
    nothing = any(tree.low[k] in {"no", "neither"} for k in _below(tree, judge, "det"))
    turned = nothing or is_negated(annotated, judge)
    return (base(annotated, judge) in _FALSE) != turned


def _is_judgement(annotated: Annotated, word: int) -> bool:
    return base(annotated, word) in _TRUE | _FALSE


def _tells(annotated: Annotated, tree: Tree, noun: int) -> bool:
    """Tell whether a noun stands for what was said, and that is told: "the report that …"."""
    return base(annotated, noun) in _TOLD and bool(_below(tree, noun, "acl", "ccomp"))


def _below(tree: Tree, head: int, *relations: str) -> list[int]:
    return [k for k in tree.below[head] if tree.relation[k] in relations]
