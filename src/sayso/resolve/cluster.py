"""Groups by average link: the likeliest pair of groups is joined first, unless barred.

The likeness of two groups is the mean over all pairs between them, where a pair that is not
given counts 0 (Sokal and Michener 1958). Ties go to the smaller numbers, so the order of the
pairs does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

Pair = tuple[int, int]


def cluster(
    size: int,
    likes: Mapping[Pair, float],
    *,
    bar: float,
    barred: Sequence[frozenset[int]],
    together: Sequence[Pair] = (),
) -> list[list[int]]:
    """Return groups of the numbers 0 to size - 1, each sorted, in the order of their smallest.

    Args:
        size: how many there are.
        likes: likeness, 0 to 1, of pairs (smaller first); what is missing is 0.
        bar: the mean likeness from which groups are joined.
        barred: for each number those it never stands in one group with.
        together: pairs that stand in one group, unless that is barred.
    """
    groups: dict[int, list[int]] = {n: [n] for n in range(size)}
    apart = {n: set(barred[n]) - {n} for n in range(size)}
    sums: dict[int, dict[int, float]] = {n: {} for n in range(size)}
    for (a, b), like in likes.items():
        sums[a][b] = sums[b][a] = like
    at = list(range(size))  # the group a number stands in, by its first
    for one, other in together:
        a, b = sorted((at[one], at[other]))
        if a != b and apart[a].isdisjoint(groups[b]):
            at = [a if group == b else group for group in at]
            _join(groups, apart, sums, a, b)
    versions = [0] * size
    heap = [
        (-total / (len(groups[a]) * len(groups[b])), a, b, 0, 0)
        for a, some in sums.items() for b, total in some.items()
        if a < b and total >= bar * len(groups[a]) * len(groups[b])
    ]  # fmt: skip
    heapify(heap)
    while heap:
        _, a, b, at_a, at_b = heappop(heap)
        gone = a not in groups or b not in groups
        if gone or (versions[a], versions[b]) != (at_a, at_b) or not apart[a].isdisjoint(groups[b]):
            continue
        _join(groups, apart, sums, a, b)
        versions[a] += 1
        for other, total in sums[a].items():
            like = total / (len(groups[a]) * len(groups[other]))
            if like >= bar:
                low, high = sorted((a, other))
                heappush(heap, (-like, low, high, versions[low], versions[high]))
    return sorted(sorted(group) for group in groups.values())


def _join(
    groups: dict[int, list[int]],
    apart: dict[int, set[int]],
    sums: dict[int, dict[int, float]],
    a: int,
    b: int,
) -> None:
    """Put group b into group a."""
    groups[a] += groups.pop(b)
    apart[a] |= apart.pop(b)
    for other, total in sums.pop(b).items():
        del sums[other][b]
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
