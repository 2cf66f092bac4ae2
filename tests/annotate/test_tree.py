"""Heads to trees, against an oracle that tries every tree."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.annotate.tree import best_tree, mend_heads


def is_tree(heads):
    if sum(h == i for i, h in enumerate(heads)) != 1:
        return False
    for word in range(len(heads)):
        at = word
        for _ in heads:
            at = heads[at]
        if heads[at] != at:
            return False
    return True


def score(scores, heads):
    return sum(scores[i, h] for i, h in enumerate(heads) if i != h)


@given(st.integers(1, 5), st.integers(0, 10_000))
@settings(max_examples=120)
def test_best_tree_is_the_best_of_all_trees_with_its_root(n, seed):
    scores = np.random.default_rng(seed).normal(size=(n, n))
    found = best_tree(scores).tolist()
    assert is_tree(found)
    root = next(i for i, h in enumerate(found) if i == h)
    rivals = [
        heads for heads in product(range(n), repeat=n) if is_tree(heads) and heads[root] == root
    ]
    assert score(scores, found) == pytest.approx(max(score(scores, heads) for heads in rivals))


@given(st.integers(1, 40), st.integers(0, 10_000))
@settings(max_examples=60)
def test_mended_heads_form_one_tree_a_sentence(n, seed):
    rng = np.random.default_rng(seed)
    starts = rng.random(n) < 0.2
    starts[0] = True
    bounds = [*np.flatnonzero(starts), n]
    heads = np.concatenate(
        [rng.integers(a, b, b - a) for a, b in zip(bounds, bounds[1:], strict=False)]
    )
    mended = mend_heads(heads, rng.normal(size=(n, n)).astype(np.float32), starts)
    for a, b in zip(bounds, bounds[1:], strict=False):
        assert is_tree((mended[a:b] - a).tolist())


def test_a_good_tree_is_left_alone():
    heads = np.array([1, 1, 1, 4, 4])
    starts = np.array([True, False, False, True, False])
    assert mend_heads(heads, np.zeros((5, 5), dtype=np.float32), starts).tolist() == heads.tolist()


def test_a_sentence_without_an_end_is_mended_in_bounded_time():
    n = 3000
    starts = np.zeros(n, dtype=bool)
    starts[0] = True
    heads = (np.arange(n) + 1) % n
    mended = mend_heads(heads, np.zeros((n, n), dtype=np.float32), starts)
    assert is_tree(mended[:50].tolist())
