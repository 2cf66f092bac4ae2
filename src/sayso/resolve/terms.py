"""The words propositions are compared by: synonyms as one, each with its weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log
from pathlib import Path

from sayso.records import Proposition

_FILE = Path(__file__).parent / "data" / "synonyms.txt"


@cache
def synonyms() -> Mapping[str, str]:
    """Return the word that stands for each word of the table of synonyms."""
    lines = (line.split() for line in _FILE.read_text("utf-8").splitlines())
    return {word: group[0] for group in lines if group and group[0] != "#" for word in group}


def common(words: Iterable[str]) -> tuple[str, ...]:
    """Return words as they are compared: each replaced by the one that stands for it."""
    table = synonyms()
    return tuple(dict.fromkeys(table.get(word, word) for word in words))


def weigh(propositions: Sequence[Proposition]) -> dict[str, float]:
    """Return how much each word tells among some propositions, 0 to 1.

    That is its inverse document frequency there: in reports of a release, "release" tells
    little of what else is the same in two of them.
    """
    counts = Counter(word for one in propositions for word in common((*one.words, *one.around)))
    size = len(propositions) + 2
    return {word: log(size / (count + 1)) / log(size) for word, count in counts.items()}
