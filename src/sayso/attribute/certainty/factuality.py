"""How sure a source is of what it says, on the scale of FactBank.

CT+ certain, PR+ probable, PS+ possible, CT- PR- PS- the same of its opposite, UU no
commitment. The words live in ``data/certainty.tsv``; docs/factuality.md tells how they
are read. The scale is that of FactBank (Saurí and Pustejovsky, 2009).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np

from sayso.attribute.grammar.clause import (
    auxiliaries,
    base,
    children,
    is_negated,
    is_nobody,
    is_passive,
    low,
    relation,
    tag,
    top_of,
    words_inside,
)
from sayso.attribute.grammar.lemma import forms
from sayso.attribute.statement.act import lexicon
from sayso.attribute.statement.cue import is_hearsay
from sayso.records import Annotated, Attribution
from sayso.text import covered, overlap

Rows = dict[tuple[str, ...], tuple[str, str]]

_CERTAIN, _OPEN = "CT+", "UU"
_OPEN_ACTS = frozenset("demand want ask decline".split())
_BOUND_ACTS = frozenset("promise threaten".split())
_LIKELY_ACTS = frozenset("predict believe".split())
_WEAKER = ("PR-", "PS+", "PR+", "CT+")  # of two values the one that stands first holds
_SAME = 0.8  # share of characters from which two contents are the same
_FIRST = frozenset("i we".split())
_PASSING = frozenset("cite quote".split())
_GRANTING = frozenset("deny denial".split())
_SHOULD = frozenset("should ought".split())
_MIGHT = frozenset("may might".split())
_CLAUSES = frozenset("xcomp ccomp csubj acl".split())
_HARDLY = frozenset("few little nobody none neither no".split())
_ENDS = frozenset(".!?")
_ASIDE = frozenset("about of in on at with".split())  # "think about" is no hedge
_OPENING = frozenset(["that", "well", "yes", "no", *"\"'“”‘’«»„‟`"])
_QUOTES = "\"'“”‘’«»„‟` "
_STOP = re.compile(r"[.!](?=[\s\"'“”‘’])")


class Found(NamedTuple):
    """A value and the reason for it, "" where it is merely the default."""

    value: str
    why: str


def with_factuality(
    annotated: Annotated, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Return the attributions with how sure each source is of its content.

    For each the first of these that holds decides:

    1. the act commits to nothing: demand, want, ask, decline -> UU;
    2. it is only passed on: "reportedly", "is said to" with nobody named for it, a medium
       that cites another for the same content -> UU;
    3. the content is a question -> UU;
    4. the cue denies it -> CT-, or UU if what it turns down is a request or a plan;
    5. the cue is negated or doubts -> as listed ("does not consider" CT-, "doubts" PR-);
    6. the weaker of what the cue commits to ("believe" PR+, "fear" PS+) and the modality of
       the content's main clause ("may" PS+, "likely" PR+); CT+ where neither says anything.

    Args:
        annotated: the document.
        attributions: all of its attributions, with act, speaker and parent.
    """
    first = np.array([one.content[0][0] for one in attributions])
    last = np.array([one.content[-1][1] for one in attributions])
    done = []
    for one in attributions:
        beside = np.flatnonzero((first < one.content[-1][1]) & (last > one.content[0][0]))
        done.append(_with(annotated, one, [attributions[k] for k in beside.tolist()]))
    return tuple(done)


def _with(annotated: Annotated, one: Attribution, others: Sequence[Attribution]) -> Attribution:
    found = (
        _by_act(one)
        or _passed_on(annotated, one, others)
        or _question(annotated, one)
        or _denied(annotated, one)
        or _committed(annotated, one)
    )
    why = (*one.why, f"factuality: {found.why} -> {found.value}") if found.why else one.why
    return replace(one, factuality=found.value, why=why)


@cache
def rows(part: str) -> Rows:
    """Return the rows of one part of certainty.tsv: words -> (value, value when negated)."""
    raw = files("sayso.attribute").joinpath("data/certainty.tsv").read_text(encoding="utf-8")
    found: Rows = {}
    for line in raw.splitlines():
        if line and not line.startswith("#"):
            words, here, value, *negated = line.split("\t")
            if here == part:
                found[tuple(words.split())] = (value, negated[0] if negated else _OPEN)
    return found


def _by_act(one: Attribution) -> Found | None:
    """Step 1: who demands, wishes, asks or declines says nothing of how things are."""
    return Found(_OPEN, f"act {one.act}") if one.act in _OPEN_ACTS else None


def _passed_on(
    annotated: Annotated, one: Attribution, others: Sequence[Attribution]
) -> Found | None:
    """Step 2: what is passed on without a stand."""
    text = annotated.document.text
    if one.speaker is None and not one.source:
        if one.cue and is_hearsay(text, one.cue[0]):
            return Found(_OPEN, f"“{text[slice(*one.cue[0])]}” of nobody named")
        said = next((i for i in _cue_words(annotated, one) if _is_hearsay(annotated, i)), None)
        if said is not None:
            return Found(_OPEN, f"“{low(annotated, said)}” by nobody named")
    if any(_passes(annotated, one, other) for other in others):
        return Found(_OPEN, "passed on from another")
    if any(_cites(annotated, i) for i in _cue_words(annotated, one)):
        return Found(_OPEN, "passed on, citing another")
    return None


def _is_hearsay(annotated: Annotated, i: int) -> bool:
    """Tell whether a cue word passes on without a source: "is said to", "amid reports"."""
    if not any((form,) in rows("hearsay") for form in forms(low(annotated, i))):
        return False
    return tag(annotated, i) == "NOUN" or is_passive(annotated, i)


def _passes(annotated: Annotated, one: Attribution, other: Attribution) -> bool:
    """Tell whether an attribution passes on what another says: "X reported, citing Y"."""
    if other.id == one.id or not other.cue or not one.content or not other.content:
        return False
    shared = sum(overlap(a, b) for a in one.content for b in other.content)
    if shared < _SAME * max(covered(one.content), covered(other.content)):
        return False
    if any(overlap(a, b) for a in other.cue for b in one.content):
        return False
    cited, citing = (_lemmas(annotated, x) & _PASSING for x in (other, one))
    return other.parent == one.id or bool(cited and not citing and one.parent != other.id)


def _lemmas(annotated: Annotated, one: Attribution) -> set[str]:
    return {base(annotated, i) for i in _cue_words(annotated, one)}


def _cites(annotated: Annotated, i: int) -> bool:
    """Tell whether a cue word has "citing …" beside it."""
    beside = children(annotated, i, "advcl", "acl", "xcomp")
    return any(
        low(annotated, k) in {"citing", "quoting"} and children(annotated, k, "obj") for k in beside
    )


def _question(annotated: Annotated, one: Attribution) -> Found | None:
    """Step 3: a content of questions, or one that leaves open whether it is so."""
    text = " ".join(annotated.document.text[slice(*span)] for span in one.content).strip(_QUOTES)
    if text.endswith("?") and text.count("?") > len(_STOP.findall(text)):
        return Found(_OPEN, "a question")
    top = top_of(annotated, _content_words(annotated, one))
    marks = children(annotated, top, "mark") if top is not None else []
    left_open = any(low(annotated, k) == "whether" for k in marks)
    return Found(_OPEN, "“whether”") if left_open and one.mode != "direct" else None


def _denied(annotated: Annotated, one: Attribution) -> Found | None:
    """Step 4: a cue that denies its content; words that deny another claim are certain."""
    if one.act != "deny":
        return None
    at = next((i for i in _cue_words(annotated, one) if _denies(annotated, i)), None)
    if at is None or _speaks_for_itself(annotated, one):
        return None
    cue = base(annotated, at)
    top = top_of(annotated, _content_words(annotated, one))
    part = "granted" if cue in _GRANTING else "asked"
    if top is not None and (base(annotated, top),) in rows(part):
        return Found(_OPEN, f"“{cue}” of a “{base(annotated, top)}”")
    value = rows("cue").get((cue,), ("CT-", _OPEN))[0]
    return Found(value if value == _OPEN else "CT-", f"“{cue}”")


def _denies(annotated: Annotated, i: int) -> bool:
    """Tell whether a word is one of denial: "denied", "rejection"."""
    acts = lexicon().acts
    found = ((form,) for form in forms(low(annotated, i)))
    return any(
        acts[part].get(phrase, {}).get("") == "deny"
        for phrase in found
        for part in ("verb", "noun", "adjective")
    )


def _speaks_for_itself(annotated: Annotated, one: Attribution) -> bool:
    """Tell whether a content is a quoted statement: "“We never paid,” she denied"."""
    top = top_of(annotated, _content_words(annotated, one))
    if one.mode != "direct" or top is None:
        return False
    return bool(children(annotated, top, "nsubj")) and not _opens_with_that(annotated, one)


def _opens_with_that(annotated: Annotated, one: Attribution) -> bool:
    words = _content_words(annotated, one)
    return bool(words) and low(annotated, words[0]) == "that"


def _committed(annotated: Annotated, one: Attribution) -> Found:
    """Steps 5 and 6: the cue with its negation, then the weaker of cue and content."""
    at, (value, opposite), name = _cue_entry(annotated, one)
    if at is not None and _is_turned(annotated, one, at):
        return Found(opposite if one.act != "deny" else "CT-", f"not “{name}”")
    if value not in _WEAKER or value == "PR-":
        return Found(value, f"“{name}”")
    cue = Found(value, f"“{name}”" if value != _CERTAIN else "")
    found = [cue, *_modality(annotated, one)]
    return min(found, key=lambda each: _WEAKER.index(each.value))


def _cue_entry(annotated: Annotated, one: Attribution) -> tuple[int | None, tuple[str, str], str]:
    """Return the cue's word, what it commits to plain and negated, and the entry's words."""
    at = _cue_words(annotated, one)
    entries = rows("cue")
    for size in (2, 1):
        for k in range(len(at) - size + 1):
            view = [forms(low(annotated, i)) for i in at[k : k + size]]
            if size == 1 < len(at) and tag(annotated, at[k]) == "ADV":
                continue  # "apparently told" is telling
            for phrase in product(*view):
                if phrase in entries:
                    return at[k], entries[phrase], " ".join(phrase)
    return (at[-1] if at else None), (_CERTAIN, _OPEN), low(annotated, at[-1]) if at else ""


def _is_turned(annotated: Annotated, one: Attribution, at: int) -> bool:
    """Tell whether a cue is negated, by a word of its own or in the tree."""
    negators = lexicon().acts["negator"]
    before = [i for i in _cue_words(annotated, one) if i < at]
    for i in before:
        merely = low(annotated, i + 1) in {"only", "just", "merely"}
        if not merely and any((form,) in negators for form in forms(low(annotated, i))):
            return True
    opening = words_inside(annotated, one.source[0])[:1] if one.source else ()
    return is_negated(annotated, at) or any(low(annotated, i) in _HARDLY for i in opening)


def _modality(annotated: Annotated, one: Attribution) -> Iterator[Found]:
    """Yield what makes the content's main clause less than certain."""
    top = top_of(annotated, _content_words(annotated, one))
    if top is None:
        return
    yield from _by_auxiliary(annotated, one, top)
    yield from _by_condition(annotated, one, top)
    yield from _by_word(annotated, top)
    yield from _by_speaker(annotated, one)


def _by_auxiliary(annotated: Annotated, one: Attribution, top: int) -> Iterator[Found]:
    """Yield for "may", "might", "could" and the "should" of what is likely.

    Who could do something was able to, if it is a sense or if he could not; whoever
    promises or threatens is bound by more than "could".
    """
    modals = set(auxiliaries(annotated, top))
    for modal in sorted(modals & _MIGHT):
        yield Found(rows("hedge")[(modal,)][0], f"“{modal}”")
    able = (base(annotated, top),) in rows("able") or is_negated(annotated, top)
    if "could" in modals and not able and one.act not in _BOUND_ACTS:
        yield Found("PS+", "“could”")
    if modals & _SHOULD and (one.act in _LIKELY_ACTS or low(annotated, top) == "able"):
        yield Found("PR+", "“should”")


def _by_condition(annotated: Annotated, one: Attribution, top: int) -> Iterator[Found]:
    """Yield for what would be so only if something else is; "had it …" is certain.

    A promise or a threat stands, whatever it depends on.
    """
    if one.act in _BOUND_ACTS:
        return
    words = [low(annotated, i) for i in _content_words(annotated, one)]
    modals = auxiliaries(annotated, top)
    clauses = [top, *children(annotated, top, "advcl")]
    marks = [low(annotated, m) for k in clauses for m in children(annotated, k, "mark")]
    if "would" in words and "if" in [*words[:1], *marks] and "have" not in modals:
        yield Found("PS+", "“would … if”")
    if "would" in modals and "unless" in words:
        yield Found("PR+", "“would … unless”")


def _by_word(annotated: Annotated, top: int) -> Iterator[Found]:
    """Yield for "likely", "appears to", "is expected to", "there is a chance that".

    What is not possible is certain; what is not likely is still no more than likely.
    """
    hedges = rows("hedge")
    beside = children(annotated, top, "advmod", "amod")
    beside += [i for i in children(annotated, top, "mark") if tag(annotated, i) == "ADV"]
    if base(annotated, top) == "be":
        beside += children(annotated, top, "nsubj")
    verb = tag(annotated, top) == "VERB"
    opens = is_passive(annotated, top) or base(annotated, top) in {"seem", "appear"} or not verb
    if opens and _governs(annotated, top):
        beside.append(top)
    for i in beside:
        value = hedges.get((base(annotated, i),), ("", ""))[0]
        ruled_out = value == "PS+" and (is_negated(annotated, i) or is_nobody(annotated, i))
        if value and not ruled_out:
            yield Found(value, f"“{low(annotated, i)}”")


def _governs(annotated: Annotated, top: int) -> bool:
    """Tell whether a word has a clause below it, or nothing but a copula: "is likely"."""
    below = {relation(annotated, k) for k in children(annotated, top)}
    return bool(below & (_CLAUSES | {"cop"}))


def _by_speaker(annotated: Annotated, one: Attribution) -> Iterator[Found]:
    """Yield for an "I think" that opens what a speaker says or stands between commas.

    Read word by word in the first sentence: what is interjected has no sure place in a tree.
    """
    before, own = ",", rows("own")
    words = _content_words(annotated, one)
    for i, after in pairwise(words):
        here = low(annotated, i)
        if here in _ENDS:
            return
        verb = after + 1 if tag(annotated, after) == "ADV" and after < words[-1] else after
        value = next((own[(f,)] for f in forms(low(annotated, verb)) if (f,) in own), None)
        follows = low(annotated, verb + 1) if verb < words[-1] else ""
        if value and here in _FIRST and before == "," and follows not in _ASIDE:
            yield Found(value[0], f"“{here} {low(annotated, verb)}”")
        before = before if here in _OPENING else here


def _cue_words(annotated: Annotated, one: Attribution) -> list[int]:
    return [i for span in one.cue for i in words_inside(annotated, span)]


def _content_words(annotated: Annotated, one: Attribution) -> list[int]:
    return [i for span in one.content for i in words_inside(annotated, span)]
