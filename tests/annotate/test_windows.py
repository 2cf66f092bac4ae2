"""Windows over a document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.annotate.pieces import Pieces
from sayso.annotate.windows import (
    OVERLAP,
    SIZE,
    Window,
    likely_starts,
    paragraph_starts,
    plan_owners,
    plan_windows,
)
from sayso.annotate.words import cut_words


def pieces_of(lengths):
    first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    blank = np.zeros(first[-1], dtype=np.int32)
    return Pieces(blank, blank, first)


@st.composite
def documents(draw):
    lengths = draw(st.lists(st.integers(1, 90), min_size=1, max_size=600))
    size = len(lengths)
    paragraphs = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    paragraphs[0] = True
    return pieces_of(lengths), paragraphs


@given(documents())
@settings(max_examples=60)
def test_windows_fit_overlap_and_cover_every_word(document):
    pieces, paragraphs = document
    windows = plan_windows(pieces, paragraphs, paragraphs)
    n = len(pieces.first) - 1
    assert windows[0].begin == 0
    assert windows[-1].end == n
    for window in windows:
        assert window.begin < window.end
        assert pieces.first[window.end] - pieces.first[window.begin] <= SIZE
    for before, after in zip(windows, windows[1:], strict=False):
        assert before.begin < after.begin < before.end < after.end


def test_windows_of_short_words_share_the_overlap():
    pieces = pieces_of([1] * 2000)
    none = np.zeros(2000, dtype=bool)
    windows = plan_windows(pieces, none, none)
    for before, after in zip(windows, windows[1:], strict=False):
        assert before.end - after.begin >= OVERLAP


def test_a_window_begins_with_a_paragraph_where_one_is_near():
    paragraphs = np.zeros(1000, dtype=bool)
    paragraphs[::50] = True
    windows = plan_windows(pieces_of([1] * 1000), paragraphs, np.zeros(1000, dtype=bool))
    assert all(paragraphs[window.begin] for window in windows)


@given(documents())
@settings(max_examples=60)
def test_every_word_has_exactly_one_owner(document):
    pieces, paragraphs = document
    windows = plan_windows(pieces, paragraphs, paragraphs)
    starts = [paragraphs[window.begin : window.end] for window in windows]
    owners = plan_owners(windows, paragraphs, starts)
    owned = [word for owner in owners for word in range(owner.begin, owner.end)]
    assert owned == list(range(len(pieces.first) - 1))
    for window, owner in zip(windows, owners, strict=True):
        assert window.begin <= owner.begin <= owner.end <= window.end


def test_the_border_falls_on_a_paragraph_inside_the_overlap():
    paragraphs = np.zeros(20, dtype=bool)
    paragraphs[8] = True
    windows = [Window(0, 12), Window(4, 20)]
    starts = [np.zeros(12, dtype=bool), np.zeros(16, dtype=bool)]
    assert plan_owners(windows, paragraphs, starts) == [Window(0, 8), Window(8, 20)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two", [2]),
        ("He said “No.” She left", [6]),
        ("at 3.5 per cent", []),
        ("A! B? C", [2, 4]),
    ],
)
def test_likely_starts_follow_a_sentence_end(text, expected):
    assert np.flatnonzero(likely_starts(text, cut_words(text))).tolist() == expected


def test_paragraph_starts_follow_a_break():
    text = "One two\nthree\nfour five"
    assert np.flatnonzero(paragraph_starts(text, cut_words(text))).tolist() == [0, 2, 3]
