"""Cues completed: the verb with its auxiliaries, and what is no statement at all."""

from __future__ import annotations

import re

import numpy as np

from sayso.records import Annotated, Span

_BETWEEN = {"AUX", "PART", "ADV"}
_REACH = 4  # words from an auxiliary to its verb
_NOT_DENIED = re.compile(
    r"(?i)(?:\bnot|\bnever|n['’]t|\byet to)\s+(?:\w+ly\s+)?"
    r"(?:den(?:y|ied|ying)|confirm(?:ed|ing)?)$"
)


def complete_cue(annotated: Annotated, cue: Span) -> Span:
    """Widen a cue that stops at an auxiliary to the verb it belongs to.

    "does" of "does not consider" becomes the whole of it; anything else is left.
    """
    words = annotated.words
    last = int(np.searchsorted(words.end, cue[1]))
    if last >= len(words) or not _is_helper(annotated, last):
        return cue
    for at in range(last + 1, min(last + 1 + _REACH, len(words))):
        tag = words.tags[words.tag[at]]
        if tag == "VERB":
            return (cue[0], int(words.end[at]))
        if tag not in _BETWEEN:
            return cue
    return cue


def _is_helper(annotated: Annotated, word: int) -> bool:
    """Tell whether a word is an auxiliary of a verb, or the "not" behind one."""
    words = annotated.words
    return words.relations[words.relation[word]] in {"aux", "advmod"} and (
        words.tags[words.tag[word]] in {"AUX", "PART"}
    )


def is_silence(text: str, cue: Span) -> bool:
    """Tell whether a cue says that somebody has not answered: "has not denied".

    Not denying is what somebody did about a report, not something he said.
    """
    return bool(_NOT_DENIED.search(text[slice(*cue)]))
