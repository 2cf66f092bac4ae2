"""Which stretches of two texts are the same words: seeds, runs, chains, passages.

1. Seeds: three words in a row that both texts have (six in texts of over 5,000 words). Of
   those that come again and again the n-th in the one text is paired with the n-th and its
   neighbours in the other, so there are three seeds to a word at most.
2. Runs: seeds that go on in both texts.
3. Chains: runs that follow each other in both with no more than six words between them,
   the best first; no word belongs to two.
4. Passages: chains of at least eight equal words, half of those between them taken off.

Time and memory grow with the words, however often they repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

SEED: Final = 3  # words
LONG_SEED: Final = 6
LONG: Final = 5_000  # words of the longer text from which seeds are longer
GAP: Final = 6  # words between two runs of a passage, in either text
LEAST: Final = 8  # equal words of a passage, half of the words between them taken off
_BACK: Final = 12  # runs before one that it may go on from
_NEIGHBOURS: Final = (-1, 0, 1)
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Run = tuple[int, int, int]  # first word in the one text, in the other, number of words
Chain = tuple[Run, ...]  # in the order of both texts


def align(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Chain, ...]:
    """Return the passages that two lists of words share, each by its runs, in the order of a.

    ``align(b, a)`` gives the same with sides changed.
    """
    if b < a:
        swapped = (tuple((to, at, size) for at, to, size in chain) for chain in align(b, a))
        return tuple(sorted(swapped))
    numbers = {word: number for number, word in enumerate(dict.fromkeys((*a, *b)))}
    first, second = (np.array([numbers[word] for word in words], np.int64) for words in (a, b))
    size = SEED if max(len(a), len(b)) <= LONG else LONG_SEED
    runs = _runs(first, second, size)
    return tuple(sorted(_chosen(runs, len(a), len(b))))


def _runs(a: Ints, b: Ints, size: int) -> list[Run]:
    """Return the stretches of equal words around the seeds, by their place in a."""
    at, to = _seeds(_grams(a, size), _grams(b, size))
    if not len(at):
        return []
    order = np.lexsort((at, to - at))
    at, shift = at[order], (to - at)[order]
    begins = np.ones(len(at), np.bool_)
    begins[1:] = (shift[1:] != shift[:-1]) | (at[1:] > at[:-1] + size)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(at)) - 1
    low, high = _widened(a, b, at[first], at[last] + size, shift[first])
    return sorted(set(zip(low.tolist(), (low + shift[first]).tolist(), (high - low).tolist())))  # noqa: B905


def _grams(words: Ints, size: int) -> Ints:
    """Return a number for every so many words in a row, the same for the same words."""
    count = max(0, len(words) - size + 1)
    sums = np.zeros(count, np.uint64)
    for at in range(size):
        sums = (sums + words[at : at + count].astype(np.uint64) + np.uint64(1)) * _ODD
        sums ^= sums >> np.uint64(29)
    return sums.view(np.int64)


def _seeds(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return pairs of places with the same gram: the n-th in a with the n-th ± 1 in b."""
    both = np.intersect1d(a, b)
    kept_a, kept_b = (np.flatnonzero(np.isin(grams, both)) for grams in (a, b))
    keys_a, keys_b = _numbered(both, a[kept_a]), _numbered(both, b[kept_b])
    found = [
        np.intersect1d(keys_a + step, keys_b, assume_unique=True, return_indices=True)[1:]
        for step in _NEIGHBOURS
    ]
    return (
        np.concatenate([kept_a[pairs[0]] for pairs in found]),
        np.concatenate([kept_b[pairs[1]] for pairs in found]),
    )


def _numbered(both: Ints, grams: Ints) -> Ints:
    """Return a number for each gram and how often it has come before; there is room beside it."""
    ids = np.searchsorted(both, grams)
    order = np.argsort(ids, kind="stable")
    rank = np.empty(len(ids), np.int64)
    rank[order] = np.arange(len(ids)) - np.searchsorted(ids[order], ids[order])
    return ids * np.int64(1 << 32) + rank + 1


def _widened(a: Ints, b: Ints, low: Ints, high: Ints, shift: Ints) -> tuple[Ints, Ints]:
    """Let runs take in equal words beside them, six at most: seeds that repeat are left out."""
    for _ in range(GAP):
        free = (low > 0) & (low + shift > 0)
        low = low - (free & (a[low - 1] == b[np.where(free, low + shift - 1, 0)]))
        free = (high < len(a)) & (high + shift < len(b))
        high = high + (free & (a[np.where(free, high, 0)] == b[np.where(free, high + shift, 0)]))
    return low, high


def _chosen(runs: list[Run], length_a: int, length_b: int) -> Iterator[Chain]:
    """Yield the chains that are passages, the best first, without the words of those before."""
    score, back = _scored(runs)
    used = np.zeros(len(runs), np.bool_)
    taken_a, taken_b = np.zeros(length_a, np.bool_), np.zeros(length_b, np.bool_)
    for last in sorted(range(len(runs)), key=lambda run: (-score[run], run)):
        if score[last] < LEAST:
            return
        chain: list[Run] = []
        at = last
        while at >= 0 and not used[at]:
            used[at] = True
            chain.append(runs[at])
            at = back[at]
        for part in _parted(_free(chain[::-1], taken_a, taken_b)):
            if _worth(part) >= LEAST:
                begin, to, _ = part[0]  # with what lies between its runs
                taken_a[begin : part[-1][0] + part[-1][2]] = True
                taken_b[to : part[-1][1] + part[-1][2]] = True
                yield part


def _free(chain: list[Run], taken_a: Flags, taken_b: Flags) -> Iterator[Run]:
    """Yield what is left of the runs of a chain without words that are taken or come twice."""
    end_a = end_b = 0
    for begin, other, length in chain:
        cut = max(0, end_a - begin, end_b - other)
        at, to, size = begin + cut, other + cut, length - cut
        if size > 0:
            free = ~(taken_a[at : at + size] | taken_b[to : to + size])
            edges = np.flatnonzero(np.diff(free, prepend=False, append=False)).tolist()
            for low, high in zip(edges[::2], edges[1::2], strict=True):
                yield at + low, to + low, high - low
            end_a, end_b = at + size, to + size


def _parted(runs: Iterable[Run]) -> Iterator[Chain]:
    """Yield the runs in pieces, parted where more than a few words lie between them."""
    part: list[Run] = []
    for run in runs:
        if part and _gap(part[-1], run) > GAP:
            yield tuple(part)
            part = []
        part.append(run)
    if part:
        yield tuple(part)


def _gap(run: Run, following: Run) -> int:
    """Return how many words lie between two runs, in the text where it is more."""
    return max(following[0] - run[0] - run[2], following[1] - run[1] - run[2])


def _worth(chain: Chain) -> float:
    gaps = sum(_gap(run, following) for run, following in pairwise(chain))
    return sum(size for _, _, size in chain) - gaps / 2


def _scored(runs: list[Run]) -> tuple[list[float], list[int]]:
    """Return for each run the worth of the best chain that ends there, and the run before it."""
    score, back = [float(size) for _, _, size in runs], [-1] * len(runs)
    for this, (at, to, size) in enumerate(runs):
        for before in range(max(0, this - _BACK), this):
            begin, other, length = runs[before]
            gap_a, gap_b = at - begin - length, to - other - length
            overlap = max(0, -gap_a, -gap_b)
            if max(gap_a, gap_b) > GAP or overlap >= min(size, length):
                continue
            worth = score[before] + size - overlap - max(0, gap_a, gap_b) / 2
            if worth > score[this]:
                score[this], back[this] = worth, before
    return score, back
