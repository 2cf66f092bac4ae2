"""A document cut into windows the encoder can read at once.

Windows overlap, so that what stands at the edge of one stands inside the next;
they begin and end where a paragraph or else a sentence seems to begin. Every
word is *owned* by exactly one window: labels of a word come from its owner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.annotate.pieces import Pieces
from sayso.annotate.words import Cut

SIZE = 318  # pieces of a window, CLS and SEP aside; what the encoder was trained on
OVERLAP = 32  # pieces shared with the window before, at least
SEARCHED = 96  # how far back a paragraph's start is looked for, in pieces

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[A-Z0-9])")


class Window(NamedTuple):
    """A range of words, end exclusive."""

    begin: int
    end: int


def paragraph_starts(text: str, cut: Cut) -> npt.NDArray[np.bool_]:
    """Tell for each word whether a paragraph begins with it; shape (n,)."""
    starts = np.zeros(len(cut.start), dtype=bool)
    breaks = [0, *(match.end() for match in re.finditer("\n", text))]
    at = np.searchsorted(cut.start, breaks)
    starts[at[at < len(starts)]] = True
    return starts


def likely_starts(text: str, cut: Cut) -> npt.NDArray[np.bool_]:
    """Tell for each word whether a sentence seems to begin with it; shape (n,)."""
    starts = np.zeros(len(cut.start), dtype=bool)
    at = np.searchsorted(cut.start, [match.end() for match in _SENTENCE_END.finditer(text)])
    starts[at[at < len(starts)]] = True
    return starts


def plan_windows(
    pieces: Pieces, paragraphs: npt.NDArray[np.bool_], sentences: npt.NDArray[np.bool_]
) -> list[Window]:
    """Cut n words into windows of at most ``SIZE`` pieces that overlap.

    The next window begins at the last place that leaves ``OVERLAP`` pieces shared:
    1. a paragraph's start, 2. a sentence's, 3. any word. Terminates for every
    text: each window ends behind the one before it.
    """
    first, n = pieces.first, len(pieces.first) - 1
    found: list[Window] = []
    begin = 0
    while begin < n:
        end = min(n, max(begin + 1, int(np.searchsorted(first, first[begin] + SIZE, "right")) - 1))
        if end < n:
            end = _last_true(paragraphs, _reach(first, end, OVERLAP), end) or end
        found.append(Window(begin, end))
        if end == n:
            break
        high = max(begin + 1, _reach(first, end, OVERLAP))
        low = max(begin + 1, _reach(first, end, SEARCHED))
        begin = _last_true(paragraphs, low, high) or _last_true(sentences, low, high) or high
    return found


def _reach(first: npt.NDArray[np.int32], end: int, back: int) -> int:
    """Return the last word that begins at least ``back`` pieces before word ``end``."""
    return int(np.searchsorted(first, first[end] - back, "right")) - 1


def _last_true(flags: npt.NDArray[np.bool_], low: int, high: int) -> int:
    """Return the last index in (low .. high] where a flag is set, 0 if none."""
    found = np.flatnonzero(flags[low : high + 1])
    return low + int(found[-1]) if len(found) else 0


def plan_owners(
    windows: Sequence[Window],
    paragraphs: npt.NDArray[np.bool_],
    starts: Sequence[npt.NDArray[np.bool_]],
) -> list[Window]:
    """Return the words each window owns: disjoint, in order, everything covered.

    Args:
        windows: as planned.
        paragraphs: see ``paragraph_starts``.
        starts: for each window, which of its words begin a sentence.

    The border lies in the overlap, nearest its middle, at 1. a paragraph's start,
    2. a sentence's start as the later window sees it, 3. the middle itself.
    """
    borders = [0]
    for before, after, begins in zip(windows, windows[1:], starts[1:], strict=False):
        low, high = after.begin, before.end
        borders.append(
            _nearest(np.flatnonzero(paragraphs[low + 1 : high]) + low + 1, (low + high) // 2)
            or _nearest(np.flatnonzero(begins[1 : high - low]) + low + 1, (low + high) // 2)
            or (low + high) // 2
        )
    ends = [*borders[1:], windows[-1].end] if windows else []
    return [Window(a, max(a, b)) for a, b in zip(borders, ends, strict=False)]


def _nearest(places: npt.NDArray[np.intp], goal: int) -> int:
    """Return the place nearest to a goal, 0 if there is none."""
    return int(places[np.argmin(np.abs(places - goal))]) if len(places) else 0
