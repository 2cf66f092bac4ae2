"""Agreement and shares against values that others have published, and what must always hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.evaluate.reliability import krippendorff_alpha, wilson


def units(*people):
    """Rows of what each person said, "." for nothing, as units."""
    return [
        [v for v in column if v != "."]
        for column in zip(*(row.split() for row in people), strict=True)
    ]


# Krippendorff (2011), sections A to C.
BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


@pytest.mark.parametrize(
    ("data", "published", "judged"),
    [(BINARY, 0.095, 10), (NOMINAL, 0.692, 12), (MISSING, 0.743, 11)],
)
def test_alpha_is_the_published_one(data, published, judged):
    found = krippendorff_alpha(data)
    assert round(found.value, 3) == published
    assert found.units == judged
    assert found.low <= found.value <= found.high


def test_the_interval_is_wide_where_little_was_judged_and_narrow_where_much():
    few, many = krippendorff_alpha(NOMINAL), krippendorff_alpha(NOMINAL * 20)
    assert abs(many.value - few.value) < 0.02
    assert many.high - many.low < (few.high - few.low) / 3


def test_nothing_to_disagree_about_has_no_alpha():
    assert krippendorff_alpha([["x", "x"], ["x", "x"]]).value is None
    assert krippendorff_alpha([["x"], ["y"]]) == krippendorff_alpha([])
    assert krippendorff_alpha([]).units == 0


values = st.lists(st.lists(st.sampled_from("abc"), max_size=4), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(values, st.randoms())
def test_who_said_it_and_in_which_order_is_no_matter(data, rng):
    shuffled = [rng.sample(unit, len(unit)) for unit in rng.sample(data, len(data))]
    one, other = krippendorff_alpha(data), krippendorff_alpha(shuffled)
    assert (one.value, one.units) == pytest.approx((other.value, other.units))
    renamed = [[{"a": 7, "b": None, "c": "b"}[v] for v in unit] for unit in data]
    assert krippendorff_alpha(renamed).value == pytest.approx(one.value)


@given(values)
def test_alpha_is_at_most_one_and_one_only_without_any_disagreement(data):
    found = krippendorff_alpha(data).value
    if found is not None:
        assert found <= 1 + 1e-12
        agreed = all(len(set(unit)) == 1 for unit in data if len(unit) > 1)
        assert agreed == (found > 1 - 1e-9)


@pytest.mark.parametrize(
    ("right", "whole", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366)],
)
def test_wilsons_interval_is_the_known_one(right, whole, low, high):
    """The last is Newcombe's (1998) example; the first ones follow from the formula."""
    found = wilson(right, whole)
    assert (round(found.low, 3), round(found.high, 3)) == (low, high)
    assert found.value == right / whole


def test_a_share_of_nothing_says_nothing():
    found = wilson(0, 0)
    assert (found.value, found.low, found.high) == (None, 0.0, 1.0)
