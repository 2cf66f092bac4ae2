"""Numbers in a text and what they count: "at least 12 dead", "dozens of girls", "$5.2 billion"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sayso.attribute.grammar.clause import Tree
from sayso.attribute.grammar.lemma import lemma
from sayso.records import Figure

_UNITS: Final = dict(zip(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty".split(), range(21), strict=True,
)) | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
      "ninety": 90}  # fmt: skip
_SCALES: Final = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "m": 1_000_000,
                  "bn": 10**9, "billion": 10**9, "trillion": 10**12}  # fmt: skip
# Words for many: the least and the most they are used for.
_MANY: Final = {"dozen": (12, 12), "dozens": (24, 99), "scores": (40, 199),
                "hundreds": (200, 1_999), "thousands": (2_000, 19_999)}  # fmt: skip
_AT_LEAST: Final = re.compile(
    r"(?:at least|more than|over|no fewer than|no less than|upwards? of|above|exceeding)\W*$",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(
    r"(?:at most|up to|fewer than|less than|under|no more than|as many as|nearly|almost)\W*$",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:st|nd|rd|th)?(bn|m|k)?")
_BEFORE: Final = 24  # characters before a number in which it is hedged


def value_of(word: str) -> float | None:
    """Return the number a word stands for, None if it is none.

    >>> value_of("twenty-one"), value_of("1,200"), value_of("5.2bn")
    (21, 1200, 5200000000.0)
    """
    low = word.lower()
    digits = _DIGITS.fullmatch(low)
    if digits:
        whole = int(digits[1].replace(",", ""))
        value = whole + float(digits[2]) if digits[2] else whole
        return value * {"bn": 10**9, "m": 10**6, "k": 1_000, None: 1}[digits[3]]
    tens, _, unit = low.partition("-")
    if unit and tens in _UNITS and unit in _UNITS:
        return _UNITS[tens] + _UNITS[unit]
    return _UNITS.get(low)


def find_figures(text: str, tree: Tree, words: Sequence[int]) -> Iterator[Figure]:
    """Yield the numbers among some words of a clause, each with the noun it counts."""
    at = 0
    while at < len(words):
        found = _read(tree, words, at)
        if found is None:
            at += 1
            continue
        low, high, behind = found
        start = tree.start[words[at]]
        before = text[max(0, start - _BEFORE) : start]
        if _AT_LEAST.search(before):
            high = None
        elif _AT_MOST.search(before):
            low = None
        yield Figure(_counted(tree, words, at, behind), low, high)
        at = behind


def _read(
    tree: Tree, words: Sequence[int], at: int
) -> tuple[float | None, float | None, int] | None:
    """Return the least and the most a run of number words stands for, and where it ends."""
    many = _MANY.get(tree.low[words[at]])
    if many:
        return float(many[0]), float(many[1]), at + 1
    value = value_of(tree.low[words[at]])
    if value is None or (tree.tag[words[at]] != "NUM" and not tree.low[words[at]][0].isdigit()):
        return None
    behind = at + 1
    while behind < len(words) and words[behind] == words[behind - 1] + 1:
        word = tree.low[words[behind]]
        if word in _SCALES:
            value *= _SCALES[word]
        elif value % 10 == 0 and value < 100 and 0 < _UNITS.get(word, 0) < 10:
            value += _UNITS[word]
        elif word != "-":
            break
        behind += 1
    return value, value, behind


def _counted(tree: Tree, words: Sequence[int], at: int, behind: int) -> str:
    """Return what a number counts, in its dictionary form: the noun it hangs on, or "of" which."""
    number = words[at:behind]
    for i in number:
        above = tree.head[i]
        if tree.relation[i] in {"nummod", "det", "amod"} and above >= 0 and above not in number:
            return lemma(tree.low[above], "NOUN")
    for i in number:
        of = [k for k in tree.below[i] if tree.relation[k] == "nmod"]
        if of:
            return lemma(tree.low[of[0]], "NOUN")
    return ""
