"""Cues completed."""

from __future__ import annotations

import numpy as np
import pytest

from sayso.annotate.words import cut_words
from sayso.attribute.statement.cue import complete_cue, is_silence
from sayso.records import Annotated, Words
from sayso.text import make_document

TAGS = ("AUX", "PART", "ADV", "VERB", "NOUN", "PROPN")
RELATIONS = ("aux", "advmod", "root", "nsubj", "obj")


def tagged(text, tags, relations):
    start, end = cut_words(text)
    none = np.zeros(len(start), dtype=np.int32)
    words = Words(
        start,
        end,
        np.array([TAGS.index(tag) for tag in tags.split()], dtype=np.int32),
        none,
        np.array([RELATIONS.index(relation) for relation in relations.split()], dtype=np.int32),
        none,
        TAGS,
        RELATIONS,
    )
    return Annotated(make_document(text), words, (), (), (), np.zeros(len(start), np.float32))


@pytest.mark.parametrize(
    ("text", "tags", "relations", "cue", "whole"),
    [
        ("Orr does not consider it", "PROPN AUX PART VERB NOUN", "nsubj aux advmod root obj",
         "does", "does not consider"),
        ("Orr does not consider it", "PROPN AUX PART VERB NOUN", "nsubj aux advmod root obj",
         "does not", "does not consider"),
        ("Orr so far has not denied it", "PROPN ADV ADV AUX PART VERB NOUN",
         "nsubj advmod advmod aux advmod root obj", "so far", "so far has not denied"),
        ("Orr reportedly has left it", "PROPN ADV AUX VERB NOUN", "nsubj advmod aux root obj",
         "reportedly", "reportedly"),
        ("Orr said it", "PROPN VERB NOUN", "nsubj root obj", "said", "said"),
        ("Orr has boats", "PROPN AUX NOUN", "nsubj root obj", "has", "has"),
    ],
)  # fmt: skip
def test_a_cue_takes_the_verb_of_its_auxiliary(text, tags, relations, cue, whole):
    start = text.index(cue)
    found = complete_cue(tagged(text, tags, relations), (start, start + len(cue)))
    assert text[slice(*found)] == whole


@pytest.mark.parametrize(
    ("cue", "silent"),
    [
        ("has not denied", True),
        ("hasn’t confirmed", True),
        ("have yet to confirm", True),
        ("did not publicly deny", True),
        ("denied", False),
        ("has confirmed", False),
        ("did not say", False),
    ],
)
def test_not_denying_is_no_statement(cue, silent):
    assert is_silence(cue, (0, len(cue))) is silent
