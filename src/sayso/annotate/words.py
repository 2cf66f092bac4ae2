"""Text to words with character offsets, cut as Universal Dependencies cuts English.

Clitics stand alone ("do" + "n't", "Putin" + "’s"), hyphens and slashes split
words, abbreviations and initials keep their full stop.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from sayso.records import Ints

_ABBREVIATIONS = (
    "mr mrs ms dr prof st sr jr gen col lt sgt capt cmdr adm maj brig pvt cpl gov sen rep sens "
    "reps pres hon rev fr messrs mt ft inc ltd co corp llc bros plc etc vs al "
    "est approx dept univ assn ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec ala "
    "ariz ark calif colo conn del fla ill ind kan ky la md mich minn miss mo mont neb nev okla "
    "ore pa tenn tex vt va wash wis wyo e.g i.e a.m p.m ph.d u.s u.k u.n e.u d.c"
)

_BEFORE_NUMBERS = frozenset({"no", "nos", "pp", "fig", "vol", "art"})
# A stop behind these belongs to the word.
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())
_CLITIC = re.compile(r"(?i)(?<=\w)(?:(?<=\w)n['’]t|['’](?:s|re|ve|ll|d|m))$")
_CANNOT = re.compile(r"(?i)^(can)(not)$|^(gon|wan|got)(na|ta)$")

_TOKEN = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"“”«»]*[^\s<>"“”«».,;:!?)\]'’]       # addresses
  | [\w.+-]+@[\w-]+\.[\w.-]*\w                                      # mail
  | [@#]\w+                                                          # handles
  | \d+(?:[.,:]\d+)+(?!\w)                                           # 1,000.50  10:30
  | \.{2,}|…|-{2,}|\*+                                               # runs that are one mark
  | (?:[^\W\d_]\.){2,}(?!\w)                                         # U.S.  e.g.
  | ['’](?:s|re|ve|ll|d|m|em|tis|twas|\d0s)\b                        # clitics and elisions
  | (?:anti|co|e|non|pre|pro|re)-\w+                              # prefixes are no words
  | \w+(?:['’]\w+)*(?:\.(?=\w)\w+)*                                  # words
  | [^\w\s]                                                          # any other mark alone
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Cut(NamedTuple):
    """The words of a text: starts and ends, each of shape (n,)."""

    start: Ints
    end: Ints


def cut_words(text: str) -> Cut:
    """Cut a text into words; ``text[start[i]:end[i]]`` is word i, in order, no overlap.

    Everything but white space is in exactly one word.
    """
    bounds: list[int] = []
    done = 0
    for match in _TOKEN.finditer(text):
        if match.start() < done:  # a stop taken by the abbreviation before it
            continue
        _cut_token(text, match.start(), match.end(), bounds)
        done = bounds[-1]
    flat = np.asarray(bounds, dtype=np.int32).reshape(-1, 2)
    return Cut(flat[:, 0].copy(), flat[:, 1].copy())


def _cut_token(text: str, start: int, end: int, bounds: list[int]) -> None:
    """Append the word bounds of one regex token: clitics off, abbreviation stops on."""
    token = text[start:end]
    if token.isalpha() and len(token) < 6 and not token.endswith(("not", "na", "ta")):
        if text[end : end + 1] == "." and _keeps_stop(token, text[end + 1 : end + 3]):
            end += 1
        bounds += (start, end)
        return
    clitic = _CLITIC.search(token)
    if clitic:
        bounds += (start, start + clitic.start(), start + clitic.start(), end)
        return
    fused = _CANNOT.match(token)
    if fused:
        middle = start + len(fused.group(1) or fused.group(3))
        bounds += (start, middle, middle, end)
        return
    bounds += (start, end)


def _keeps_stop(token: str, behind: str) -> bool:
    """Tell whether the stop behind a token belongs to it: abbreviations and initials.

    ``behind`` is what follows the stop: "No. 10" is a number, "No." an answer.
    """
    if token.lower() in _BEFORE_NUMBERS:
        return behind[1:].isdigit()
    if behind.startswith("."):
        return False
    return token.lower() in _ABBREVIATED or (len(token) == 1 and token.isupper())
