"""Simple ways to count the independent origins of what several documents state.

They stand beside ours for comparison. None sees more of a claim than which documents state it:
how many outlets these are of; how many owners; how many clusters their texts make (MinHash
likeness of ``ALIKE`` and more: Broder 1997; 128 permutations, word 3-grams, single link); how
many clusters their headlines make (Jaccard of their words of ``HEADLINE`` and more); and
that it is always one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np

from sayso.records import Document
from sayso.resolve.outlet import outlet_of, owner_of

if TYPE_CHECKING:
    import numpy.typing as npt

PERMUTATIONS: Final = 128
GRAM: Final = 3
ALIKE: Final = 0.5
HEADLINE: Final = 0.55
_WORD: Final = re.compile(r"\w+")


def outlets(documents: Sequence[Document]) -> int:
    """Return of how many outlets the documents are; one of no outlet is its own."""
    return len({_outlet(one) for one in documents})


def owners(documents: Sequence[Document]) -> int:
    """Return how many owners these outlets have; one whose owner is not known is its own."""
    return len({owner_of(_outlet(one)) for one in documents})


def alike_texts(documents: Sequence[Document]) -> int:
    """Return how many clusters of alike texts the documents make."""
    found = [signature(one.text) for one in documents]
    pairs = combinations(range(len(found)), 2)
    return _clusters(
        len(found), ((a, b) for a, b in pairs if np.mean(found[a] == found[b]) >= ALIKE)
    )


def alike_headlines(documents: Sequence[Document]) -> int:
    """Return how many clusters of alike headlines the documents make; no headline is like none."""
    words = [set(_WORD.findall((one.title or one.id).lower())) for one in documents]
    pairs = combinations(range(len(words)), 2)
    return _clusters(
        len(words),
        (
            (a, b)
            for a, b in pairs
            if len(words[a] & words[b]) >= HEADLINE * len(words[a] | words[b]) > 0
        ),
    )


RIVALS: Final[Mapping[str, Callable[[Sequence[Document]], int]]] = {
    "documents": len,
    "outlets": outlets,
    "owners": owners,
    "MinHash clusters": alike_texts,
    "headline clusters": alike_headlines,
    "always one": lambda documents: min(1, len(documents)),
}


@lru_cache(maxsize=1024)
def signature(text: str) -> npt.NDArray[np.uint64]:
    """Return the MinHash signature of the word 3-grams of a text, shape (128,)."""
    words = _WORD.findall(text.lower())
    grams = {" ".join(words[at : at + GRAM]) for at in range(max(1, len(words) - GRAM + 1))}
    hashes = np.array([crc32(gram.encode()) for gram in sorted(grams)], np.uint64)
    drawn = np.random.default_rng(1).integers(1, 1 << 63, (2, PERMUTATIONS), np.uint64)
    mixed = (drawn[0] | np.uint64(1))[:, None] * hashes + drawn[1][:, None]  # modulo 2**64
    least: npt.NDArray[np.uint64] = (mixed >> np.uint64(24)).min(axis=1)
    return least


def _outlet(document: Document) -> str:
    return outlet_of(document) or document.id


def _clusters(size: int, pairs: Iterable[tuple[int, int]]) -> int:
    """Return how many clusters single link makes."""
    cluster = list(range(size))
    for a, b in pairs:
        old, new = cluster[a], cluster[b]
        cluster = [new if one == old else one for one in cluster]
    return len(set(cluster))
