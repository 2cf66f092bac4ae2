"""Whether it happened: polarity and modality of what a word tells of."""

from __future__ import annotations

from typing import Final, NamedTuple

from sayso.attribute.event.ground import Ground
from sayso.attribute.event.roles import is_passive
from sayso.attribute.grammar.lemma import lemma
from sayso.records import Attribution

_NOT: Final = frozenset("not n't never neither nor no without hardly cannot".split())
_NO: Final = frozenset({"no", "neither", "nobody", "none", "nothing"})
_WILL: Final = frozenset("will 'll shall wo would".split())
_MAY: Final = frozenset("may might could can ca".split())
_MUST: Final = frozenset("should must ought need".split())
_IF: Final = frozenset("if unless whether".split())
_GOVERNS: Final = {
    **dict.fromkeys("begin start commence attempt try seek".split(), "begun"),
    **dict.fromkeys(
        """plan intend want hope prepare decide agree promise pledge vow threaten offer aim expect
        schedule propose consider mean arrange undertake commit go wish ready willing prepared set
        announce approve""".split(),
        "planned",
    ),
    **dict.fromkeys(
        """order ask urge request demand call tell instruct command press push persuade require
        advise appeal beg implore direct exhort invite lobby encourage pressure need""".split(),
        "demanded",
    ),
    **dict.fromkeys("fear warn risk suspect predict believe able likely".split(), "possible"),
}
_FAILS: Final = frozenset("refuse decline fail deny reject refrain avoid stop prevent halt".split())
_NOUN_GOVERNS: Final = {
    **dict.fromkeys("plan intention decision pledge promise offer readiness".split(), "planned"),
    **dict.fromkeys("attempt effort bid".split(), "begun"),
    **dict.fromkeys("demand call request order appeal".split(), "demanded"),
    **dict.fromkeys(
        """threat possibility risk prospect fear danger ability capability capacity power chance
        opportunity right""".split(),
        "possible",
    ),
    **dict.fromkeys("refusal failure".split(), "failed"),
}
_ADJECTIVES: Final = {
    **dict.fromkeys("planned proposed forthcoming upcoming scheduled future".split(), "planned"),
    **dict.fromkeys(
        "possible potential imminent suspected feared hypothetical".split(), "possible"
    ),
    **dict.fromkeys("attempted".split(), "begun"),
}
_ACTS: Final = {
    "demand": "demanded", "want": "planned", "promise": "planned", "threaten": "planned",
    "predict": "possible", "warn": "possible", "ask": "possible",
}  # fmt: skip
_STEPS: Final = 3


class Stand(NamedTuple):
    """Polarity, modality, and more that the words around tell.

    Attributes:
        willed: whether only the actor's own will is told of.
        denied: whether somebody denies it in the same clause.
    """

    polarity: str
    modality: str
    willed: bool = False
    denied: bool = False


def stand_of(ground: Ground, word: int, light: int | None, voice: Attribution | None) -> Stand:
    """Return how a voice puts what a word tells of.

    Args:
        ground: the document.
        word: the word that tells of it.
        light: the verb that carries a noun, if one does.
        voice: the attribution inside whose content it stands, None for the document's own.
    """
    at = word if light is None else light
    negative = _negated(ground, at) or (light is not None and _has_no(ground, word))
    modality, failed, willed = _modality(ground, word, at)
    negative = negative != failed
    if voice is not None:
        if (voice.factuality or "").endswith("-"):  # "denied it: “We never sold it”" too
            negative = True
        if modality == "actual":
            modality = _of_voice(voice)
    return Stand("-" if negative else "+", modality, willed, _is_denied(ground, at))


def _is_denied(ground: Ground, verb: int) -> bool:
    tree, above = ground.tree, ground.tree.head[verb]
    clause = tree.relation[verb] in {"xcomp", "ccomp", "advcl", "obj"}
    return clause and above >= 0 and lemma(tree.low[above], "VERB") == "deny"


def _of_voice(voice: Attribution) -> str:
    if voice.act in _ACTS:
        return _ACTS[voice.act]
    return "possible" if (voice.factuality or "")[:2] in {"PS", "PR"} else "actual"


def _negated(ground: Ground, verb: int) -> bool:
    tree = ground.tree
    for k in tree.below[verb]:
        if tree.low[k] in _NOT and tree.relation[k] in {"advmod", "det", "cc", "mark", "aux"}:
            after = tree.low[k + 1] if k + 1 < len(tree.low) else ""
            if after not in {"only", "just", "merely"}:
                return True
        if tree.relation[k] in {"nsubj", "obj"} and _has_no(ground, k):
            return True
        if tree.low[k] == "longer" and k and tree.low[k - 1] in {"no", "any"}:
            return True
    return False


def _has_no(ground: Ground, noun: int) -> bool:
    tree = ground.tree
    return tree.low[noun] in _NO or any(
        tree.low[k] in _NO and tree.relation[k] in {"det", "advmod"} for k in tree.below[noun]
    )


def _modality(ground: Ground, word: int, at: int) -> tuple[str, bool, bool]:
    """Return the modality, whether it failed to be, and whether it is but willed."""
    tree = ground.tree
    if word != at or tree.tag[word] == "NOUN":
        for k in tree.below[word]:
            if tree.low[k] in _ADJECTIVES and tree.relation[k] in {"amod", "compound"}:
                return _ADJECTIVES[tree.low[k]], False, False
    aux = {tree.low[k] for k in tree.below[at] if tree.relation[k] == "aux"}
    if aux & _WILL and "have" not in aux:
        return "planned", False, True
    if aux & _MUST:
        return "demanded", False, False
    if aux & _MAY:
        return "possible", False, False
    marks = {tree.low[k] for k in tree.below[at] if tree.relation[k] == "mark"}
    if marks & _IF:
        return "possible", False, False
    return _governed(ground, at, marks)


def _governed(ground: Ground, at: int, marks: set[str]) -> tuple[str, bool, bool]:
    tree = ground.tree
    for _ in range(_STEPS):
        above, relation = tree.head[at], tree.relation[at]
        if above < 0:
            break
        if relation == "conj":
            shared = {tree.low[k] for k in tree.below[above] if tree.relation[k] == "aux"}
            own = any(tree.relation[k] in {"nsubj", "aux"} for k in tree.below[at])
            if shared & _WILL and not own:
                return "planned", False, True
            at = above
            continue
        if relation in {"xcomp", "ccomp", "advcl", "obj", "obl", "acl", "nmod", "csubj"}:
            found = _by_governor(ground, above, relation, marks)
            if found:
                return found
        if relation == "acl" and "to" in marks:
            return "planned", False, False
        if relation == "advcl" and "to" in marks:
            return "planned", False, True
        break
    return "actual", False, False


def _by_governor(
    ground: Ground, above: int, relation: str, marks: set[str]
) -> tuple[str, bool, bool] | None:
    tree = ground.tree
    if tree.tag[above] == "NOUN":
        found = _NOUN_GOVERNS.get(lemma(tree.low[above], "NOUN"))
        if found and relation in {"acl", "nmod"}:
            return ("actual", True, False) if found == "failed" else (found, False, False)
        return None
    base = lemma(tree.low[above], "VERB")
    clause = relation in {"xcomp", "ccomp", "advcl"}
    if base in _FAILS and (clause or relation == "obj"):
        return "actual", True, False
    if relation == "ccomp" and "to" not in marks and base not in {"demand", "request", "urge"}:
        return None
    helped = {tree.low[k] for k in tree.below[above] if tree.relation[k] == "aux"}
    found = _GOVERNS.get(base)
    if found == "planned" and base == "go" and relation != "xcomp":
        return None
    if relation in {"obj", "obl"} and base not in _OBJECTS:
        return None
    if relation == "advcl" and "to" not in marks:
        return None
    if found is None:
        if relation == "xcomp" and helped & _WILL:
            return "planned", False, True
        return None
    willed = found == "planned" and not is_passive(tree, above)
    return found, _negated(ground, above), willed


_OBJECTS: Final = frozenset(
    "plan order call demand propose threaten request consider urge announce seek attempt".split()
)
