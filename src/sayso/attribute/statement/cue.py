"""Cues that need more than the encoder's labels.

A verb is completed by its auxiliaries; "reportedly" has no source; "was quoted by
X as saying" has its speaker before it and its content behind it; and whoever "has
not denied" has said nothing.
"""

from __future__ import annotations

import re

import numpy as np

from sayso.attribute.grammar.clause import span_of, subtree
from sayso.attribute.statement.span import before_stop
from sayso.records import Annotated, Span, Spans

_BETWEEN = {"AUX", "PART", "ADV"}
_REACH = 4  # words from an auxiliary to its verb
_NOT_DENIED = re.compile(
    r"(?i)(?:\bnot|\bnever|n['’]t|\byet to)\s+(?:\w+ly\s+)?"
    r"(?:den(?:y|ied|ying)|confirm(?:ed|ing)?)$"
)
REPORTEDLY = re.compile(r"(?i)\breportedly\b")
_HEARSAY = re.compile(r"(?i)(?:reported|alleged|purported|supposed|rumou?red)ly$")
# What pictures show, what things are called and what nobody knows is attributed to nobody.
_PICTURE = re.compile(
    r"(?i)\b(?:image|photo|photograph|picture|footage|grab|still|screenshot|map|graphic|chart)s?\b"
)
_SHOWS = re.compile(r"(?i)\b(?:show|depict|captur|picture)(?:s|ed|es|ing|n)?$")
_CALLED = re.compile(
    r"(?i)^(?:(?:is|are|was|were|be|been|being|also|commonly|formerly|widely|better|it|which)\s+)*"
    r"(?:nam(?:ed|es?|ing)|nicknamed|know[ns]?\s+as|titled|entitled|translates?(?:\s+(?:as|to|into))?"
    r"|means?|stands?\s+for|requires?|required|spelled|spelt)$"
)
_UNKNOWN = re.compile(
    r"(?i)\b(?:(?:is|are|was|were|remains?|remained)\s+(?:still\s+)?(?:not\s+(?:yet\s+)?"
    r"(?:known|clear)|un(?:known|clear))|isn['’]t\s+(?:known|clear))$"
)
_QUOTED = re.compile(r"(?i)\b(?:quoted|cited)(?:\s+by)?$")
_AS_SAYING = re.compile(
    r"[^.!?\n\"“”]{0,120}?\s"
    r"(as\s+(?:saying|telling|asking|writing|warning|claiming|denying|confirming))\b"
)


def complete_cue(annotated: Annotated, cue: Span) -> Span:
    """Widen a cue that stops at an auxiliary to the verb it belongs to.

    "does" of "does not consider" becomes the whole of it; anything else is left.
    """
    words = annotated.words
    last = int(np.searchsorted(words.end, cue[1]))
    hearsay = is_hearsay(annotated.document.text, cue)
    if hearsay or last >= len(words) or not _is_helper(annotated, last):
        return cue
    for at in range(last + 1, min(last + 1 + _REACH, len(words))):
        tag = words.tags[words.tag[at]]
        if tag == "VERB":
            return (cue[0], int(words.end[at]))
        if tag not in _BETWEEN:
            return cue
    return cue


def _is_helper(annotated: Annotated, word: int) -> bool:
    """Tell whether a word is an auxiliary of a verb, the "not" behind one or "so far" before."""
    words = annotated.words
    tags = [words.tags[tag] for tag in words.tag[word : word + 2]]
    if words.relations[words.relation[word]] not in {"aux", "advmod"}:
        return False
    return tags[0] in {"AUX", "PART"} or tags == ["ADV", "AUX"]


def is_silence(text: str, cue: Span) -> bool:
    """Tell whether a cue says that somebody has not answered: "has not denied".

    Not denying is what somebody did about a report, not something he said.
    """
    return bool(_NOT_DENIED.search(text[slice(*cue)]))


def is_no_statement(text: str, source: Spans, cue: Span) -> bool:
    """Tell whether a cue tells of no voice at all.

    What a photograph shows, what a thing is named or requires, what is not known.
    """
    words = text[slice(*cue)]
    if _CALLED.search(words):
        return True
    if _UNKNOWN.search(words) and not source:
        return True
    whose = " ".join(text[slice(*span)] for span in source)
    return bool(_SHOWS.search(words) and _PICTURE.search(whose))


def is_hearsay(text: str, cue: Span) -> bool:
    """Tell whether a cue is an adverb that names nobody: "reportedly"."""
    return bool(_HEARSAY.match(text[slice(*cue)]))


def as_saying(text: str, cue: Span) -> Span | None:
    """Return where the second piece of "was quoted by X as saying" stands, if there is one."""
    if not _QUOTED.search(text[slice(*cue)]):
        return None
    match = _AS_SAYING.match(text, cue[1])
    return match.span(1) if match else None


def subject_of(annotated: Annotated, cue: Span) -> Spans:
    """Return the mention that is the subject of a cue's verb, else the one right before it."""
    words = annotated.words
    first, last = np.searchsorted(words.start, cue)
    before = [mention for mention in annotated.mentions if mention.span[1] <= cue[0]]
    for mention in before:
        relation = words.relations[words.relation[mention.head]]
        if first <= words.head[mention.head] < last and relation == "nsubj":
            return (mention.span,)
    beside = [mention.span for mention in before if mention.span[1] >= cue[0] - 1]
    return tuple(sorted(beside)[:1])


def clause_around(annotated: Annotated, verb: int) -> Span:
    """Return what hangs on a verb; its whole sentence if it only says which is meant.

    "the arms they received": no comma parts the clause from what it hangs on.
    """
    words, text = annotated.words, annotated.document.text
    low, high = span_of(annotated, subtree(annotated, verb))
    which = words.relations[words.relation[verb]] == "acl"
    if which and text[:low].rstrip()[-1:] not in {",", "—", "–", "("}:
        low, high = annotated.sentences[words.sentence[verb]]
    return low, before_stop(text, high)
