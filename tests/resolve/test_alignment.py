"""Alignment: true passages, none overlapping, the same from both sides, soon done."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.resolve.alignment import GAP, LEAST, align

FEW_WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=80).map(tuple)


@st.composite
def related(draw):
    """Two lists of words with pieces in common, in any order, parted by words of their own."""
    pieces = draw(st.lists(st.lists(st.sampled_from("abcdefghijkl"), max_size=15), max_size=5))
    own = st.lists(st.sampled_from("mnopq"), max_size=10)
    sides = [[word for piece in order for word in [*piece, *draw(own)]]
             for order in (pieces, draw(st.permutations(pieces)))]  # fmt: skip
    return tuple(sides[0]), tuple(sides[1])


@given(related())
def test_runs_are_equal_words_and_no_word_belongs_to_two(texts):
    a, b = texts
    runs = [run for chain in align(a, b) for run in chain]
    assert all(a[at : at + size] == b[to : to + size] for at, to, size in runs)
    for side in (0, 1):
        taken = [word for run in runs for word in range(run[side], run[side] + run[2])]
        assert len(taken) == len(set(taken))


@given(related())
def test_passages_run_forward_in_both_and_are_worth_showing(texts):
    for chain in align(*texts):
        gaps = 0.0
        for (at, to, size), (then, there, _) in pairwise(chain):
            gap = max(then - at - size, there - to - size)
            assert then >= at + size
            assert there >= to + size
            assert gap <= GAP
            gaps += gap
        assert sum(size for _, _, size in chain) - gaps / 2 >= LEAST


@given(related())
def test_passages_do_not_reach_into_each_other(texts):
    found = align(*texts)
    for side in (0, 1):
        spans = sorted((chain[0][side], chain[-1][side] + chain[-1][2]) for chain in found)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(related())
def test_both_sides_see_the_same_passages(texts):
    a, b = texts
    turned = sorted(tuple((to, at, size) for at, to, size in chain) for chain in align(b, a))
    assert list(align(a, b)) == turned


@given(FEW_WORDS)
def test_a_text_is_one_passage_with_itself(words):
    found = align(words, words)
    assert found == (((0, 0, len(words)),),) if len(words) >= LEAST else found == ()


@pytest.mark.parametrize("size", [8, 20, 60])
def test_whatever_is_copied_in_one_piece_is_found(size):
    chance = random.Random(size)
    piece = [f"w{chance.randrange(10**6)}" for _ in range(size)]
    a = ("x1", "x2", *piece, "x3")
    b = ("y1", *piece, "y2", "y3")
    assert align(a, b) == (((2, 1, size),),)


def test_edits_of_a_few_words_are_bridged():
    a = "one two three four five six seven eight nine ten eleven twelve".split()
    b = "one two three four five xx yy eight nine ten eleven twelve".split()
    assert align(tuple(a), tuple(b)) == (((0, 0, 5), (7, 7, 5)),)


def test_paragraphs_in_another_order_are_two_passages():
    first, second = [f"a{n}" for n in range(10)], [f"b{n}" for n in range(12)]
    assert align((*first, *second), (*second, *first)) == (((0, 12, 10),), ((10, 0, 12),))


def test_words_that_come_in_every_text_are_no_passage():
    a = "the president of the united states said".split()
    b = "x y z the president of the united states w".split()
    assert align(tuple(a), tuple(b)) == ()


def _shuffled(words, size, seed):
    return tuple(random.Random(seed).choices([f"w{n}" for n in range(words)], k=size))


PATHOLOGICAL = {
    "one word": (("a",) * 100_000, ("a",) * 100_000),
    "one word, one text half as long": (("a",) * 100_000, ("a",) * 50_000),
    "five words again and again": (tuple("abcde") * 20_000, tuple("edcba") * 20_000),
    "few words at random": (_shuffled(5, 20_000, 1), _shuffled(5, 20_000, 2)),
    "fifty words at random": (_shuffled(50, 100_000, 1), _shuffled(50, 100_000, 2)),
    "paragraphs repeated": (_shuffled(900, 900, 1) * 100, _shuffled(900, 900, 1) * 90),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_texts_take_no_more_than_their_words_are_worth(name):
    """A hundred thousand words may take three hundred times as long as a thousand, no more."""
    a, b = PATHOLOGICAL[name]
    plain = _shuffled(10**6, 1000, 1)
    unit = min(_seconds(plain, plain) for _ in range(3)) * len(a) / 1000
    assert _seconds(a, b) < 3 * max(unit, 0.1) + 1


def _seconds(a, b):
    begun = time.perf_counter()
    align(a, b)
    return time.perf_counter() - begun


@settings(deadline=None)
@given(FEW_WORDS, FEW_WORDS)
def test_any_two_lists_can_be_aligned(a, b):
    assert all(len(chain) for chain in align(a, b))
