"""Role labels: Viterbi against an oracle that tries every path."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.annotate.decode import best_roles


def is_valid(path):
    return all(
        label not in {2, 4} or (at and path[at - 1] in {label, label - 1})
        for at, label in enumerate(path)
    )


@given(st.integers(1, 3), st.integers(1, 5), st.integers(0, 10_000))
@settings(max_examples=60)
def test_best_roles_are_the_best_valid_path(count, width, seed):
    logits = np.random.default_rng(seed).normal(size=(count, width, 5)).astype(np.float32)
    for row, path in zip(logits, best_roles(logits).tolist(), strict=True):
        valid = [p for p in product(range(5), repeat=width) if is_valid(p)]
        best = max(valid, key=lambda p: sum(row[i, x] for i, x in enumerate(p)))
        assert tuple(path) == best


def test_no_cues_no_roles():
    assert best_roles(np.zeros((0, 7, 5), dtype=np.float32)).shape == (0, 7)
