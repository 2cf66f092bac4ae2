"""How many: numbers of people and things, with the least and the most they may be.

"at least 12"       12 and more       "up to 40"          40 and fewer
"between 10 and 15" 10 to 15          "107 or more"       107 and more
"dozens"            24 and more       "two dozen"         24
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.records import Count, Span

_ONES: Final = """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen""".split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL: Final = {
    **{word: n for n, word in enumerate(_ONES)},
    **{word: n for n, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{f"{ten}-{one}": 10 * n + k for n, ten in enumerate(_TENS, 2)
       for k, one in enumerate(_ONES[1:10], 1)},
}  # fmt: skip
_SCALE: Final = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000,
    "billion": 1_000_000_000, "trillion": 1_000_000_000_000, "m": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
# The least that a bare plural stands for: two of it.
_VAGUE: Final = {
    "tens of thousands": 20_000, "hundreds of thousands": 200_000, "tens of millions": 20_000_000,
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000,
    "several": 3, "a few": 3, "a couple": 2, "a handful": 3,
}  # fmt: skip
_N: Final = (
    rf"(?:\d[\d,]*(?:\.\d+)?|(?:half )?an?(?= (?:dozen|hundred|thousand|million|billion))"
    rf"|{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
    rf"(?:[ -]?(?:{'|'.join(sorted(_SCALE, key=len, reverse=True))})\b){{0,2}}"
)
_LEAST: Final = r"at least|no (?:less|fewer) than|more than|over|above|upwards of|a minimum of"
_MOST: Final = r"up to|as many as|at most|no more than|less than|fewer than|under|a maximum of"
_ABOUT: Final = r"about|around|some|nearly|almost|approximately|roughly|an estimated|exactly|only"
AMOUNT: Final = re.compile(
    rf"(?i)\b(?:between (?P<low>{_N}) and (?P<high>{_N})"
    rf"|(?P<from>{_N}) to (?P<to>{_N})|(?P<a>\d[\d,]*)[-–](?P<b>\d[\d,]*)"
    rf"|(?:(?P<least>{_LEAST}) |(?P<most>{_MOST}) |(?:{_ABOUT}) )?"
    rf"(?:(?P<vague>{'|'.join(_VAGUE)})|[$€£]?(?P<n>{_N}))"
    rf"(?: or (?:(?P<more>more)|(?P<fewer>fewer|less))\b)?)(?![\w%])"
)
_STATES: Final = {
    "killed": "killed", "dead": "killed", "died": "killed", "slain": "killed",
    "wounded": "wounded", "injured": "wounded", "hurt": "wounded", "injuries": "wounded",
    "missing": "missing", "unaccounted": "missing",
    "arrested": "detained", "detained": "detained", "kidnapped": "detained", "jailed": "detained",
    "abducted": "detained", "captured": "detained", "hostage": "detained", "imprisoned": "detained",
    "displaced": "displaced", "homeless": "displaced", "evacuated": "displaced",
}  # fmt: skip
_DOING: Final = {
    "kill": "killed", "wound": "wounded", "injur": "wounded", "arrest": "detained",
    "detain": "detained", "kidnap": "detained", "abduct": "detained", "displac": "displaced",
    "behead": "killed", "execut": "killed", "murder": "killed", "massacr": "killed",
}  # fmt: skip
_BEHIND: Final = re.compile(  # 12 people were killed, 30 others injured
    rf"(?i)(?:[ -](?!and\b|while\b)[\w'’-]+){{0,5}}?[ ,]+(?P<state>{'|'.join(_STATES)})\b"
)
_BEFORE: Final = re.compile(  # killing at least 12, the deaths of 12
    rf"(?i)\b(?P<doing>{'|'.join(_DOING)})\w*(?: (?:of|the|as|its|another|a further))*\s$"
)


def find_casualties(text: str, start: int, end: int) -> Iterator[tuple[Span, Count]]:
    """Yield where a stretch of text tells how many were killed, wounded, missing or taken."""
    for match in AMOUNT.finditer(text, start, end):
        what = _state(text, match.span(), start, end)
        if what:
            low, high = bounds(match)
            yield match.span(), Count(what, low, high, match[0])


def _state(text: str, amount: Span, start: int, end: int) -> str | None:
    before = _BEFORE.search(text, max(start, amount[0] - 40), amount[0])
    if before:
        return _DOING[before["doing"].lower()]
    behind = _BEHIND.match(text, amount[1], min(end, amount[1] + 80))
    return _STATES[behind["state"].lower()] if behind else None


def count_of(text: str) -> Count | None:
    """Return how many things the words of an item are: "36 shells"; None if it does not say."""
    match = AMOUNT.match(text)
    what = text[match.end() :].strip(" ,").removeprefix("of ") if match else ""
    if match is None or not what:
        return None
    low, high = bounds(match)
    return Count(what, low, high, match[0])


def bounds(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the least and the most of an amount, None for no bound."""
    low = match["low"] or match["from"] or match["a"]
    high = match["high"] or match["to"] or match["b"]
    if low and high:
        return _number(low), _number(high)
    if match["vague"]:
        least = _VAGUE[match["vague"].lower()]
        return (None, least) if match["most"] else (least, None)
    n = _number(match["n"])
    if match["least"] or match["more"]:
        return n, None
    if match["most"] or match["fewer"]:
        return None, n
    return n, n


def _number(words: str) -> int:
    """Return a number in figures or words: "2,000", "1.5 million", "two dozen"."""
    total = 1.0
    for part in re.split(r"[ -](?!\w+$)|\s", words.lower().replace(",", "")):
        total *= _value(part)
    return round(total)


def _value(part: str) -> float:
    if part in {"a", "an"}:
        return 1
    if part == "half":
        return 0.5
    if part in _SMALL:
        return _SMALL[part]
    if part in _SCALE:
        return _SCALE[part]
    digits = re.match(r"\d+(?:\.\d+)?", part)
    rest = part[digits.end() :] if digits else ""
    return float(digits[0]) * _SCALE.get(rest, 1) if digits else 1
