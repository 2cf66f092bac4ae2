"""Heads to trees: one root a sentence, no cycles."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sayso.records import Floats

Heads = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_SEARCHED = 400  # words; a longer "sentence" is no sentence and is only untangled


def mend_heads(heads: Heads, arcs: Floats, starts: Flags) -> Heads:
    """Return heads that form a tree in each sentence.

    Args:
        heads: best head of each word, itself for a root, shape (n,).
        arcs: score of each word (last axis) as head of each word, (n, n).
        starts: where sentences begin, (n,).

    Only sentences whose heads do not already form a tree are searched again, by
    the algorithm of Chu, Liu and Edmonds with the best root fixed.
    """
    out = heads.copy()
    bounds = [*np.flatnonzero(starts).tolist(), len(heads)]
    if bounds[0] != 0:
        bounds.insert(0, 0)
    broken = _unrooted(heads) | (heads == np.arange(len(heads)))
    for low, high in pairwise(bounds):
        if high > low and np.count_nonzero(broken[low:high]) != 1:
            scores = arcs[low:high, low:high].astype(np.float64)
            solve = best_tree if high - low <= _SEARCHED else _chain
            out[low:high] = solve(scores) + low
    return out


def _unrooted(heads: Heads) -> Flags:
    """Tell for each word whether following heads never ends at a root."""
    at = heads
    for _ in range(max(1, len(heads)).bit_length()):
        at = at[at]
    lost: Flags = heads[at] != at
    return lost


def _chain(scores: npt.NDArray[np.float64]) -> Heads:
    """Hang every word on the one before it: the tree of what is no sentence."""
    heads: Heads = np.maximum(np.arange(len(scores), dtype=np.int64) - 1, 0)
    return heads


def best_tree(scores: npt.NDArray[np.float64]) -> Heads:
    """Return the heads of the best tree; ``scores[d, h]``, the diagonal scores roots.

    The root is the word with the best score as one, its own head in the result.
    """
    n = len(scores)
    root = int(np.argmax(np.diag(scores) - np.where(np.eye(n, dtype=bool), -np.inf, scores).max(1)))
    free = scores.copy()
    np.fill_diagonal(free, -np.inf)
    free[root] = -np.inf
    heads = _edmonds(free, root)
    heads[root] = root
    return heads


def _edmonds(scores: npt.NDArray[np.float64], root: int) -> Heads:
    """Best arborescence by contracting one cycle at a time; recursion depth <= n / 2."""
    heads: Heads = np.argmax(scores, axis=1).astype(np.int64)
    heads[root] = root
    cycle = _find_cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    # What entering the cycle at a word gains over the arc inside the cycle it breaks.
    gain = scores[cycle][:, outside] - scores[cycle, heads[cycle]][:, None]
    enter_at = gain.argmax(0)
    leave_from = scores[outside][:, cycle].argmax(1)
    small = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(outside, outside)]
    small[-1, :-1] = gain.max(0)
    small[:-1, -1] = scores[outside, cycle[leave_from]]
    solved = _edmonds(small, int(np.searchsorted(outside, root)))
    for index, word in enumerate(outside.tolist()):
        head = solved[index]
        heads[word] = cycle[leave_from[index]] if head == len(outside) else outside[head]
    broken = solved[-1]
    heads[cycle[enter_at[broken]]] = outside[broken]
    heads[root] = root
    return heads


def _find_cycle(heads: Heads) -> npt.NDArray[np.int64] | None:
    """Return the words of one cycle that is no root, or None."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        path, at = [], start
        while not state[at]:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1 and heads[at] != at and at in path:
            return np.asarray(path[path.index(at) :], dtype=np.int64)
        for word in path:
            state[word] = 2
    return None
