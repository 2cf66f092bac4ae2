"""Few numbers that stand for a text, so that copies are found without comparing all pairs.

Of the report's own words (``sayso.resolve.wording``) every six in a row make a hash; of
every 24 hashes in a row the smallest is kept (winnowing: Schleimer, Wilkerson and Aiken
2003). So whatever is copied in one piece of 29 own words or more shares a number for sure,
be it a whole text or one paragraph of a long one. MinHash signatures over whole texts, which
estimate how much of both is shared, were measured beside it and miss half of the reports
that stand within longer ones (docs/syndication.md).

The numbers are the same on every machine and in every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from sayso.resolve.wording import read_wording

GRAM: Final = 6  # words of a hash
WINDOW: Final = 24  # hashes of which the smallest is kept
KEYS: Final = 96  # numbers of one text that are looked up: enough for 1,100 own words
FULL: Final = 64  # texts to one number that are worth keeping
COMPARED: Final = 24  # texts that one is compared with

Hashes = npt.NDArray[np.uint64]

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


def sketch(text: str) -> tuple[int, ...]:
    """Return the numbers that stand for a text: 0 to 2**63 - 1, each once, the smallest first.

    About one for 12 own words; none where there are less than six.
    """
    wording = read_wording(text)
    own = [word for word, is_own in zip(wording.words, wording.own.tolist(), strict=True) if is_own]
    hashes = _hashes(own)
    if not len(hashes):
        return ()
    kept = sliding_window_view(hashes, min(WINDOW, len(hashes))).min(axis=1)
    return tuple(np.unique(kept).tolist())


def bands(sketch: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers of a sketch to look up in a table of candidates, 96 at most.

    They are the smallest: of two texts that share a passage those are the likeliest to be
    kept in both. A table need hold no more than ``FULL`` texts to a number: what more texts
    share is either furniture or found through the first.
    """
    return sketch[:KEYS]


def candidates(found: Iterable[tuple[int, str]], *, most: int = COMPARED) -> tuple[str, ...]:
    """Return the texts worth comparing with a text, those that share most with it first.

    Args:
        found: what a table of candidates has under the numbers of the text: each number
            with the id of a text.
        most: texts to return. A number that few texts have counts for more, so furniture
            does not push copies out; ties go to the smaller id.
    """
    shared = set(found)
    texts = Counter(number for number, _ in shared)
    weight: Counter[str] = Counter()
    for number, text in sorted(shared):
        weight[text] += 1 / texts[number]  # type: ignore[assignment]
    return tuple(sorted(weight, key=lambda text: (-round(weight[text], 9), text))[:most])


def _hashes(words: list[str]) -> Hashes:
    """Return the hash of every six words in a row, in order."""
    each = _mixed(np.fromiter((crc32(word.encode()) for word in words), np.uint64, len(words)))
    size = len(each) - GRAM + 1
    if size < 1:
        return each[:0]
    sums = np.zeros(size, np.uint64)
    for at in range(GRAM):
        sums = sums * _ODD + each[at : at + size]
    return _mixed(sums) >> np.uint64(1)


def _mixed(values: Hashes) -> Hashes:
    """Spread values over all 64 bits, one for one (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
