"""Characters and spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.text import contains, covered, make_document, merged, normalise, overlap, words_of

spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1]))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("one  two\t three", "one two three"),
        ("one \n\n \n two", "one\ntwo"),
        ("\ufeffmark\u200b", "mark"),
        ("e\u0301", "é"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("bell\x07 nul\x00", "bell nul"),
        (" \n ", ""),
    ],
)
def test_normalise_leaves_single_spaces_and_single_breaks(raw, text):
    assert normalise(raw) == text


@given(st.text())
def test_normalise_is_idempotent_and_encodable(raw):
    text = normalise(raw)
    assert normalise(text) == text
    text.encode("utf-8")
    assert "\r" not in text
    assert "\n\n" not in text
    assert "  " not in text


def test_the_same_report_has_the_same_id():
    one = make_document("A  report.", uri="u")
    assert one == make_document("A report.", uri="u")
    assert one.id != make_document("A report.", uri="v").id
    assert one.sha256 != make_document("Another report.", uri="u").sha256


@given(spans, spans)
def test_overlap_counts_shared_characters(a, b):
    assert overlap(a, b) == len(set(range(*a)) & set(range(*b)))
    assert contains(a, b) == (overlap(a, b) == b[1] - b[0])


@given(st.lists(spans, max_size=8))
def test_merged_covers_the_same_characters_in_order(given_spans):
    joined = merged(given_spans)
    assert covered(joined) == len({i for span in given_spans for i in range(*span)})
    assert all(a[1] < b[0] for a, b in zip(joined, joined[1:], strict=False))


def test_words_of_a_split_part_are_joined_by_dots():
    assert words_of("one two three", ((0, 3), (8, 13))) == "one … three"
