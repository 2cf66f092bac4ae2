"""MUC, B-cubed and CEAF of clusters of mentions, as the standard scorer counts them.

The definitions are those of the CoNLL scorer 8.01 (Pradhan et al. 2014, "Scoring
coreference partitions of predicted mentions"): a mention of ours is one of the key's
if both are equal; one that stands on one side only stays where it is, and counts as
being alone on the other. With |·| for numbers of mentions, K for the clusters of the
key and R for those of the response:

* MUC (Vilain et al. 1995): recall is the share of the links that hold the K together
  which R keeps, Σ (|K| - parts of K under R) / Σ (|K| - 1);
* B-cubed (Bagga and Baldwin 1998): recall is, averaged over the mentions of the key,
  the share of a mention's cluster that R keeps with it, Σ |K ∩ R|² / |K| / Σ |K|;
* CEAF-e (Luo 2005, φ4): clusters are assigned one to one so that the sum of
  2 |K ∩ R| / (|K| + |R|) is greatest; that sum over the number of K is recall.

Precision is recall with key and response exchanged. Over documents, what stands above
the lines and below them is added up. The mean of the three F1 is the CoNLL F1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Mention = TypeVar("Mention", bound=Hashable)
_Overlaps = Mapping[tuple[int, int], int]  # cluster of the key, of the response -> shared mentions


@dataclass(frozen=True, slots=True)
class Ratios:
    """Recall and precision as what stands above and below their lines.

    Attributes:
        recalled, key: recall is the first by the second.
        precise, response: precision is the first by the second.
    """

    recalled: float = 0.0
    key: float = 0.0
    precise: float = 0.0
    response: float = 0.0

    def __add__(self, other: Ratios) -> Ratios:
        return Ratios(
            self.recalled + other.recalled,
            self.key + other.key,
            self.precise + other.precise,
            self.response + other.response,
        )

    @property
    def recall(self) -> float:
        """Share of the key that was found; 0 if there is no key."""
        return self.recalled / self.key if self.key else 0.0

    @property
    def precision(self) -> float:
        """Share of the response that is right; 0 if there is no response."""
        return self.precise / self.response if self.response else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class CorefScores:
    """All measures of one document or, added up, of many.

    Attributes:
        mentions: mentions that stand in a cluster, whichever.
        muc, b_cubed, ceaf_e: see the head of this module.
    """

    mentions: Ratios = Ratios()
    muc: Ratios = Ratios()
    b_cubed: Ratios = Ratios()
    ceaf_e: Ratios = Ratios()

    def __add__(self, other: CorefScores) -> CorefScores:
        return CorefScores(
            self.mentions + other.mentions,
            self.muc + other.muc,
            self.b_cubed + other.b_cubed,
            self.ceaf_e + other.ceaf_e,
        )

    @property
    def conll(self) -> float:
        """The mean of the F1 of MUC, B-cubed and CEAF-e."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def score_coreference(
    key: Sequence[Collection[Mention]], response: Sequence[Collection[Mention]]
) -> CorefScores:
    """Score the clusters of one document.

    Args:
        key: clusters of the gold; a mention is whatever compares equal on both sides.
        response: clusters to be judged. Neither side is changed: whoever wants no
            clusters of one mention leaves them out before.

    Raises:
        ValueError: a mention stands twice on one side.
    """
    ours = _clusters_of(response, "response")
    theirs = _clusters_of(key, "key")
    overlaps = Counter((i, ours[m]) for m, i in theirs.items() if m in ours)
    keys, responses = [len(c) for c in key if c], [len(c) for c in response if c]
    common = float(overlaps.total())
    return CorefScores(
        Ratios(common, float(len(theirs)), common, float(len(ours))),
        _muc(overlaps, keys, responses),
        _b_cubed(overlaps, keys, responses),
        _ceaf_e(overlaps, keys, responses),
    )


def _clusters_of(clusters: Iterable[Collection[Mention]], side: str) -> dict[Mention, int]:
    """Return the number of the cluster each mention stands in; empty clusters have none."""
    out: dict[Mention, int] = {}
    for number, cluster in enumerate(cluster for cluster in clusters if cluster):
        for mention in cluster:
            if mention in out:
                raise ValueError(f"the {side} has the mention {mention!r} twice; it may stand once")
            out[mention] = number
    return out


def _muc(overlaps: _Overlaps, key: Sequence[int], response: Sequence[int]) -> Ratios:
    # A cluster of n mentions that falls into p parts keeps n - p links; each part with
    # s shared mentions keeps s - 1 of them, each mention without a twin none.
    kept = float(sum(shared - 1 for shared in overlaps.values()))
    links = (float(sum(size - 1 for size in sizes)) for sizes in (key, response))
    return Ratios(kept, next(links), kept, next(links))


def _b_cubed(overlaps: _Overlaps, key: Sequence[int], response: Sequence[int]) -> Ratios:
    return Ratios(
        fsum(shared**2 / key[i] for (i, _), shared in overlaps.items()),
        float(sum(key)),
        fsum(shared**2 / response[j] for (_, j), shared in overlaps.items()),
        float(sum(response)),
    )


def _ceaf_e(overlaps: _Overlaps, key: Sequence[int], response: Sequence[int]) -> Ratios:
    alike = np.zeros((len(key), len(response)))
    for (i, j), shared in overlaps.items():
        alike[i, j] = 2 * shared / (key[i] + response[j])
    best = fsum(alike[i, j] for i, j in best_assignment(alike))
    return Ratios(best, float(len(key)), best, float(len(response)))


def best_assignment(weights: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Assign rows to columns one to one so that the sum of their weights is greatest.

    Kuhn's and Munkres' method in the form of shortest augmenting paths with potentials,
    exact, O(rows² · columns).

    Args:
        weights: of each row with each column; finite.

    Returns:
        Pairs of row and column, as many as the smaller side has, in no order.
    """
    if weights.shape[0] > weights.shape[1]:
        return [(i, j) for j, i in best_assignment(weights.T)]
    costs = -np.asarray(weights, dtype=np.float64)
    rows, columns = costs.shape
    # The last place of ``owner`` and ``price`` is the row that looks for a column.
    owner = np.full(columns + 1, -1)
    debt, price = np.zeros(rows), np.zeros(columns + 1)
    for row in range(rows):
        owner[columns] = row
        path = _augmenting_path(costs, owner, debt, price)
        for to, come_from in path:
            owner[to] = owner[come_from]
    return [(int(owner[j]), j) for j in range(columns) if owner[j] >= 0]


def _augmenting_path(
    costs: npt.NDArray[np.float64],
    owner: npt.NDArray[np.int64],
    debt: npt.NDArray[np.float64],
    price: npt.NDArray[np.float64],
) -> list[tuple[int, int]]:
    """Find the cheapest way to a free column; ``debt`` and ``price`` follow.

    Returns:
        Steps (column, column it takes its row from), from the free column back.
    """
    columns = costs.shape[1]
    far = np.full(columns, np.inf)
    before = np.full(columns, columns)
    seen = np.zeros(columns + 1, dtype=bool)
    at = columns
    while owner[at] >= 0:
        seen[at] = True
        row = owner[at]
        way = costs[row] - debt[row] - price[:columns]
        better = ~seen[:columns] & (way < far)
        far[better], before[better] = way[better], at
        at = int(np.where(seen[:columns], np.inf, far).argmin())
        step = far[at]
        debt[owner[seen]] += step
        price[seen] -= step
        far[~seen[:columns]] -= step
    steps = []
    while at != columns:
        steps.append((at, int(before[at])))
        at = int(before[at])
    return steps
