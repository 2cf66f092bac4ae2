"""Which documents may tell of the same happenings: neighbours, found by telling words and dates.

1. Each document has a *signature*: the names and words that stand in many of its propositions.
2. Documents that share words of their signatures within some months are candidates; a word
   that very many documents have tells nothing and is passed over.
3. The candidates that share most, weighed by how rare the words are, are the neighbours: the
   more days lie between, the more they have to share.

Propositions are compared between neighbours only: that bounds the work for a document however
many there are, and keeps stories apart that share a phrase.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Final

from sayso.records import Reading
from sayso.resolve.terms import common

WORDS: Final = 24  # of a signature
COMMON: Final = 400  # documents of a word from which it tells nothing
NEAREST: Final = 24  # neighbours a document is compared with
DAYS: Final = 240  # between the publication of neighbours
LEAST: Final = 0.2  # of the rarer half of a signature that neighbours share
FULL: Final = 0.8  # share from which what they state alike is taken for the same in full
FURTHER: Final = 0.15  # of the share that ``DAYS`` between them take away
_BEFORE: Final = 200
_SHORT: Final = 3  # letters of a word that is no name


@dataclass(frozen=True, slots=True)
class Signature:
    """What a document is found by: words, the most telling first, and its day if known."""

    document: str
    words: tuple[str, ...]
    day: int | None


def signature_of(reading: Reading) -> Signature:
    """Return a document's signature: words by how many of its propositions they stand in."""
    counts: Counter[str] = Counter()
    for one in reading.propositions:
        counts.update({word for word in common((*one.words, *one.around)) if _tells(word)})
    for word in _title_words(reading.document.title):
        counts[word] += 2 if word in counts else 0
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return Signature(reading.document.id, tuple(ranked[:WORDS]), _day(reading.document.published))


def _title_words(title: str | None) -> set[str]:
    return set(common((title or "").lower().split()))


def _tells(word: str) -> bool:
    return len(word) > _SHORT and not word[0].isdigit()


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def neighbours(
    signature: Signature, candidates: Sequence[Signature], counts: Mapping[str, int], size: int
) -> dict[str, float]:
    """Return which candidates are neighbours of a document, the nearest first.

    Beside each stands how near it is, up to 1: the less two documents have in common, the
    more alike must be what they state to be taken for the same.

    Args:
        signature: of the document.
        candidates: those that share a word with it.
        counts: in how many signatures each word stands.
        size: how many signatures there are.
    """
    own = {word: _weight(counts.get(word, 1), size) for word in signature.words}
    whole = sum(sorted(own.values(), reverse=True)[: WORDS // 2]) or 1.0
    found = []
    for other in candidates:
        if other.document == signature.document or _days(signature.day, other.day) > DAYS:
            continue
        shared = sum(own[word] for word in other.words if word in own)
        share = shared / whole - FURTHER * _days(signature.day, other.day) / DAYS
        if share >= LEAST:
            found.append((-share, other.document))
    return {document: min(1.0, -share / FULL) for share, document in sorted(found)[:NEAREST]}


def _weight(count: int, size: int) -> float:
    """Return how much a word tells, as if ``_BEFORE`` other documents had been seen already.

    Without them, what all of a few reports share would tell nothing, though they share it
    because they are of one story.
    """
    if count > COMMON:
        return 0.0
    return log((size + _BEFORE) / (count + 1)) / log(size + _BEFORE)


def _days(a: int | None, b: int | None) -> int:
    """Return how many days lie between two; 0 where one is not known."""
    return 0 if a is None or b is None else abs(a - b)


def all_neighbours(signatures: Iterable[Signature]) -> dict[str, dict[str, float]]:
    """Return the neighbours of each of some documents among themselves."""
    by_word: dict[str, list[Signature]] = defaultdict(list)
    listed = list(signatures)
    for one in listed:
        for word in one.words:
            by_word[word].append(one)
    counts = {word: len(found) for word, found in by_word.items()}
    out = {}
    for one in listed:
        near = {
            other.document: other
            for word in one.words if counts[word] <= COMMON for other in by_word[word]
        }  # fmt: skip
        out[one.document] = neighbours(one, list(near.values()), counts, len(listed))
    return out
