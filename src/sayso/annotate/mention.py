"""Heads of mentions to phrases."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sayso.records import Mention, Words

# What hangs on a mention's head and is no part of its name or description.
_OUTSIDE = ("case", "cc", "conj", "punct", "parataxis", "cop", "nsubj", "mark", "discourse")
_COMMAS = frozenset(",;:–—")


def find_mentions(
    words: Words, text: str, kinds: npt.NDArray[np.int64], names: tuple[str, ...]
) -> tuple[Mention, ...]:
    """Return a mention for every word that heads one, in text order.

    Args:
        words: with their tree.
        text: of the document.
        kinds: index into ``names`` for each word, 0 for no mention; shape (n,).
        names: of the kinds.

    The phrase is what hangs on the head: determiners, adjectives, names and
    complements with all that hangs on those, but no preposition, no "and X" and no comma
    at its end.
    """
    kinds = _with_names(words, text, kinds)
    left, right = subtree_edges(words)
    outside = [i for i, name in enumerate(words.relations) if name in _OUTSIDE]
    child = np.flatnonzero(
        (words.head >= 0)
        & ~np.isin(words.relation, outside)
        & (kinds[np.maximum(words.head, 0)] > 0)
    )
    low, high = np.arange(len(words)), np.arange(len(words))
    np.minimum.at(low, words.head[child], left[child])
    np.maximum.at(high, words.head[child], right[child])
    heads = np.flatnonzero(kinds)
    last = high[heads]
    comma = np.array([text[start] in _COMMAS for start in words.start[last].tolist()], dtype=bool)
    high[heads] = last - (comma & (last > heads))
    starts, ends = words.start[low[heads]].tolist(), words.end[high[heads]].tolist()
    return tuple(
        Mention((start, end), head, names[kind])
        for start, end, head, kind in zip(
            starts, ends, heads.tolist(), kinds[heads].tolist(), strict=True
        )
    )


def _with_names(words: Words, text: str, kinds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Move a mention from a title to the name behind it that heads none: "Justice *Ray*".

    One for one, so that what the encoder says of the mentions stays in their order.
    """
    n, proper = len(words), words.tags.index("PROPN") if "PROPN" in words.tags else -1
    at = np.flatnonzero((kinds[:-1] > 0) & (kinds[1:] == 0)) if n else np.zeros(0, np.int64)
    both = (words.tag[at] == proper) & (words.tag[at + 1] == proper) & (words.head[at] == at + 1)
    joined = [text[words.end[i] : words.start[i + 1]] == " " for i in at[both].tolist()]
    moved, titles = kinds.copy(), at[both][np.array(joined, dtype=bool)]
    moved[titles + 1], moved[titles] = kinds[titles], 0
    return moved


def subtree_edges(
    words: Words,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the first and the last word of what hangs on each word; shapes (n,)."""
    left = np.arange(len(words), dtype=np.int64)
    right = left.copy()
    hung = np.flatnonzero(words.head >= 0)
    heads = words.head[hung]
    while True:
        before = int(left.sum()), int(right.sum())
        np.minimum.at(left, heads, left[hung])
        np.maximum.at(right, heads, right[hung])
        if before == (int(left.sum()), int(right.sum())):
            return left, right
