"""How far people agree, and how good what they judged is: with how sure that is.

Krippendorff's alpha for nominal data after Klaus Krippendorff, "Computing Krippendorff's
Alpha-Reliability" (2011), by the coincidence matrix, with any number of people and values
missing. Shares have Wilson's interval (E. B. Wilson, JASA 22, 1927).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

_DRAWS: Final = 1000
_Z: Final = 1.959963984540054  # 95 % of a normal distribution lies within so many deviations


@dataclass(frozen=True, slots=True)
class Alpha:
    """Agreement beyond chance: 1 is perfect, 0 is chance.

    Attributes:
        value: None where all values are the same, so that nobody could disagree.
        low, high: a 95 % interval; None where the value is.
        units: how many things at least two people judged.
    """

    value: float | None
    low: float | None
    high: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Share:
    """Right ones among all, with Wilson's 95 % interval; ``value`` is None of none."""

    right: int
    whole: int
    value: float | None
    low: float
    high: float


def krippendorff_alpha(units: Sequence[Sequence[Hashable]], *, seed: int = 1) -> Alpha:
    """Return how far people agree on nominal values.

    Args:
        units: for each thing, the values that people gave it; who gave none is left out.
        seed: of the interval, which is made of 1,000 draws of units with replacement.
    """
    judged = [frozenset(Counter(unit).items()) for unit in units if len(unit) > 1]
    patterns = Counter(judged)  # most units are alike: a draw tells how many of each
    counts, times = _counts(list(patterns)), np.array(list(patterns.values()), dtype=float)
    value = _alpha(counts, times[None, :])[0]
    if not judged or np.isnan(value):
        return Alpha(None, None, None, len(judged))
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(judged), times / len(judged), size=_DRAWS)
    drawn = _alpha(counts, weights.astype(float))
    # A draw in which all values are the same shows no disagreement.
    low, high = np.quantile(np.where(np.isnan(drawn), 1.0, drawn), (0.025, 0.975))
    return Alpha(float(value), float(low), float(high), len(judged))


def _counts(patterns: Sequence[frozenset[tuple[Hashable, int]]]) -> npt.NDArray[np.float64]:
    """Return how often each pattern (row) has each value (column)."""
    values = dict.fromkeys(value for pattern in patterns for value, _ in pattern)
    columns = {value: n for n, value in enumerate(values)}
    counts = np.zeros((len(patterns), len(columns)))
    for row, pattern in zip(counts, patterns, strict=True):
        for value, times in pattern:
            row[columns[value]] = times
    return counts


def _alpha(
    counts: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return alpha for each draw: a row of how often each pattern of values is in it.

    A unit with m values enters each of its m(m-1) ordered pairs into the coincidence matrix with
    1/(m-1). Its sum off the diagonal is what was observed; the margins give what is expected.
    """
    if not len(counts):
        return np.full(len(weights), np.nan)
    many = counts.sum(1)
    observed = weights @ ((many**2 - (counts**2).sum(1)) / (many - 1))
    margins = weights @ counts
    whole = margins.sum(1)
    expected = whole**2 - (margins**2).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: npt.NDArray[np.float64] = np.where(
            expected > 0, 1 - (whole - 1) * observed / expected, np.nan
        )
    return found


def wilson(right: int, whole: int) -> Share:
    """Return a share with its interval.

    Args:
        right: how many are.
        whole: of how many.
    """
    if not whole:
        return Share(0, 0, None, 0.0, 1.0)
    share, square = right / whole, _Z**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = _Z * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return Share(right, whole, share, max(0.0, middle - reach), min(1.0, middle + reach))
