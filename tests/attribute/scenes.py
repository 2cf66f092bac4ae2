"""Annotations made by hand, for the rules behind the encoder."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from sayso.annotate.quotation import find_quotations, is_statement
from sayso.annotate.words import cut_words
from sayso.records import Annotated, Attribution, Mention, Words
from sayso.text import make_document

TAGS = ("X", "PROPN", "VERB", "NOUN", "PUNCT")
RELATIONS = ("dep", "nsubj", "obj", "obl", "appos", "cc", "conj", "acl", "cop", "aux", "nmod")


def span(text, part, nth=0):
    """Where a part stands in a text; ``part@2`` is its third place, as whole words."""
    part, _, given = part.partition("@")
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)]
    start = found[int(given or nth)]
    return (start, start + len(part))


def scene(text, *mentions, outlet=None):
    """Build an annotated document.

    Each mention is "words|kind|relation|governor": its head is its last word before a comma
    or preposition; kind person, relation nsubj and no governor unless given. A word given as
    "word|relation|governor" between angle brackets is no mention, only a tree's arc.
    """
    document = make_document(text, outlet=outlet)
    assert document.text == text
    start, end = cut_words(text)
    size = len(start)
    words = [text[a:b] for a, b in zip(start, end, strict=True)]
    sentences = sentence_spans(text)
    arrays = {name: np.zeros(size, dtype=np.int32) for name in ("tag", "relation", "sentence")}
    head = np.full(size, -1, dtype=np.int32)
    for at, word in enumerate(words):
        name = "PROPN" if word[0].isupper() else "X" if word[0].isalnum() else "PUNCT"
        arrays["tag"][at] = TAGS.index(name)
        arrays["sentence"][at] = sum(b <= start[at] for _, b in sentences)
    found = []
    for line in mentions:
        arc = line.startswith("<")
        part, *rest = line.strip("<>").split("|")
        kind = "" if arc else (rest.pop(0) if rest else "person")
        relation = rest.pop(0) if rest else "nsubj"
        place = span(text, part)
        at = head_word(text, place, start)
        arrays["relation"][at] = RELATIONS.index(relation)
        if rest:
            governor = int(np.searchsorted(start, span(text, rest[0])[0]))
            head[at] = governor
            if relation == "nsubj":
                arrays["tag"][governor] = TAGS.index("VERB")
        if not arc:
            found.append(Mention(place, at, kind))
    return Annotated(
        document=document,
        words=Words(
            start, end, arrays["tag"], head, arrays["relation"], arrays["sentence"], TAGS, RELATIONS
        ),
        sentences=sentences,
        mentions=tuple(sorted(found, key=lambda mention: mention.head)),
        cued=(),
        content=np.zeros(size, dtype=np.float32),
        quotations=tuple(
            replace(q, statement=is_statement(text, q)) for q in find_quotations(text)
        ),
    )


def head_word(text, place, start):
    """The last word of a phrase before its first comma or preposition."""
    part = text[slice(*place)]
    cut = re.split(r",| (?:of|for|by|from|in|at|who|to|with|and)\b", part)[0]
    return int(np.searchsorted(start, place[0] + len(cut), side="left")) - 1


def sentence_spans(text):
    """Sentences by their stops; abbreviations are kept out of the examples."""
    bounds = [0, *(m.end() for m in re.finditer(r"[.!?][”\"]?\s+(?=[“\"A-Z])|\n", text)), len(text)]
    return tuple((a, b) for a, b in zip(bounds, bounds[1:], strict=False) if a < b)


def said(key, text, source, cue, content, **known):
    """Build an attribution from the words of its parts; empty for none."""
    return Attribution(
        id=key,
        source=tuple(span(text, part) for part in ([source] if source else [])),
        cue=tuple(span(text, part) for part in ([cue] if cue else [])),
        content=(whole(text, content),),
        **known,
    )


def whole(text, part):
    start = text.index(part)
    return (start, start + len(part))
