"""Text to words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.annotate.words import cut_words


def words(text):
    start, end = cut_words(text)
    return [text[a:b] for a, b in zip(start, end, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She didn't say.", ["She", "did", "n't", "say", "."]),
        ("Harbour’s mayor can’t", ["Harbour", "’s", "mayor", "ca", "n’t"]),
        ("They cannot wait", ["They", "can", "not", "wait"]),
        ("state-run radio", ["state", "-", "run", "radio"]),
        ("pro-government and anti-war", ["pro-government", "and", "anti-war"]),
        ("Mr. Vale met Dr. Orr.", ["Mr.", "Vale", "met", "Dr.", "Orr", "."]),
        ("the U.S. envoy", ["the", "U.S.", "envoy"]),
        ("It cost $1,250.50, he said", ["It", "cost", "$", "1,250.50", ",", "he", "said"]),
        ("“No,” she said", ["“", "No", ",", "”", "she", "said"]),
        ("well… no...", ["well", "…", "no", "..."]),
        ("see https://a.example/x?y=1.", ["see", "https://a.example/x?y=1", "."]),
        ("@vale wrote #harbour", ["@vale", "wrote", "#harbour"]),
        ("J. Vale", ["J.", "Vale"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words_are_cut_as_treebanks_cut_them(text, expected):
    assert words(text) == expected


@given(st.text())
def test_words_cover_everything_but_white_space_in_order(text):
    start, end = cut_words(text)
    at = 0
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        assert a < b
        assert not text[at:a].strip()
        assert not any(c.isspace() for c in text[a:b])
        at = b
    assert not text[at:].strip()
