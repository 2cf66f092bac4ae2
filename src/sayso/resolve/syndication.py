"""Copies, excerpts and rewrites of one text, who ran it first, and the passages they share.

1. ``sayso.resolve.fingerprint`` finds the pairs worth comparing.
2. ``compare`` aligns two documents word by word and counts what is shared outside quotation
   marks, without the furniture of their pages (``sayso.resolve.wording``).
3. ``same_passage`` carries a span of the one over to the other.

docs/syndication.md has the kinds, the marks set here and what they were measured on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sayso.outlets import outlets_in
from sayso.records import Document, Span, Syndication
from sayso.resolve.alignment import Chain, align
from sayso.resolve.outlet import agency_sign, name_of, outlet_of
from sayso.resolve.wording import Wording, read_wording

MOST: Final = 0.8  # of a text's own words: it is a copy or an excerpt
MUCH: Final = 0.3  # of its own words: it is rewritten
MUCH_AT_HOME: Final = 0.5  # the same for two reports of one outlet, which share their background
ENOUGH: Final = 40  # own words that a rewrite has at least
FEW: Final = 20  # own words that a copy or an excerpt has at least
LONG: Final = 30  # own words in one passage that are no chance
COVERED: Final = 0.6  # of a span's characters that must stand in the other text

Kind = Literal["copy", "excerpt", "rewrite", "passage"]
Equal = tuple[int, int, int]


class _Share(NamedTuple):
    """What two texts share: parts of all words, of own words, and how many own words.

    ``longest`` is how many own words the longest passage has.
    """

    all: tuple[float, float]
    own: tuple[float, float]
    words: int
    longest: int


def find_passages(a: str, b: str) -> tuple[tuple[Span, Span], ...]:
    """Return the passages that two texts share: a span of a with its like in b.

    They have the same words but for case, accents, marks and light edits, eight of them at
    least, in the order of a; none overlap in either text. Time grows with the length of the
    texts, not with its square.
    """
    first, second = read_wording(a), read_wording(b)
    return _passages(align(first.words, second.words), first, second)


def compare(a: Document, b: Document) -> Syndication | None:
    """Return what the texts of two documents have in common, or None if they do not depend.

    They do not where all they share are quotations, furniture, or a sentence here and there.
    """
    first, second = read_wording(a.text), read_wording(b.text)
    chains = align(first.words, second.words)
    share = _share(chains, first, second)
    home = outlet_of(a) is not None and outlet_of(a) == outlet_of(b)
    kind = _kind(share, MUCH_AT_HOME if home else MUCH, home=home)
    if kind is None:
        return None
    agency, why_agency = _agency(a, b)
    ran, why_first = _first(a, b, agency)
    return Syndication(
        documents=(a.id, b.id),
        passages=_passages(chains, first, second),
        equal=tuple(_equal(chains, first, second)),
        shares=share.all,
        own=share.own,
        kind=kind,
        first=ran,
        agency=agency,
        why=(_told(kind, share), *why_agency, *why_first),
    )


def same_passage(syndication: Syndication, span: Span, *, back: bool = False) -> Span | None:
    """Return where the words at a span of the first document stand in the second.

    None where less than 0.6 of them do, or where they stand in several passages. Ends that
    were edited go with the next words that were not.

    Args:
        syndication: as ``compare`` returns it.
        span: characters of the first document, or with ``back`` of the second.
        back: whether to go from the second to the first.
    """
    side = int(back)
    passages = sorted((pair[side], pair[1 - side]) for pair in syndication.passages)
    at = bisect_right(passages, span[0], key=lambda pair: pair[0][0]) - 1
    near = passages[max(0, at) : at + 2]
    held = next((pair for pair in near if _common(pair[0], span) > 0), None)
    if held is None:
        return None
    parts = [_cut(part, span, side) for part in syndication.equal if _begins_in(part, held, side)]
    inside = sorted(part for part in parts if part[2] > 0)
    if sum(size for _, _, size in inside) < COVERED * (span[1] - span[0]) or not inside:
        return None
    return inside[0][1], inside[-1][1] + inside[-1][2]


def _common(a: Span, b: Span) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _begins_in(part: Equal, held: tuple[Span, Span], side: int) -> bool:
    return held[0][0] <= part[side] < held[0][1]


def _cut(part: Equal, span: Span, side: int) -> Equal:
    """Return an equal stretch seen from one side, cut to what lies within a span."""
    at, to, size = part[side], part[1 - side], part[2]
    low, high = max(at, span[0]), min(at + size, span[1])
    return low, to + low - at, high - low


def _kind(share: _Share, much: float, *, home: bool) -> Kind | None:
    most, least = max(share.own), min(share.own)
    if share.words >= FEW and most >= MOST:
        return "copy" if least >= MOST else "excerpt"
    if share.words >= ENOUGH and most >= much:
        return "rewrite"
    return "passage" if share.longest >= LONG and not home else None


def _told(kind: Kind, share: _Share) -> str:
    first, second = (round(100 * own) for own in share.own)
    whose = {
        "copy": "Nearly all of both is the same",
        "excerpt": "One stands nearly whole in the other",
        "rewrite": "One has much of the other's text, edited",
        "passage": "A passage of one stands in the other",
    }
    return (
        f"{whose[kind]}: {share.words} words outside quotation marks,"
        f" {first} % of the first and {second} % of the second."
    )


def _share(chains: tuple[Chain, ...], first: Wording, second: Wording) -> _Share:
    """Count the words that passages hold; a word counts as own if it is so in both texts."""
    held_a, held_b = _held(chains, 0, len(first)), _held(chains, 1, len(second))
    own = [
        int(np.sum(first.own[at : at + size] & second.own[to : to + size]))
        for chain in chains
        for at, to, size in chain
    ]
    sizes = iter(own)
    longest = max((sum(next(sizes) for _ in chain) for chain in chains), default=0)
    words = sum(own)
    return _Share(
        (_part(held_a, ~first.furniture), _part(held_b, ~second.furniture)),
        (_ratio(words, first.own), _ratio(words, second.own)),
        words,
        longest,
    )


def _held(chains: tuple[Chain, ...], side: int, length: int) -> npt.NDArray[np.bool_]:
    held = np.zeros(length, np.bool_)
    for chain in chains:
        for run in chain:
            held[run[side] : run[side] + run[2]] = True
    return held


def _part(held: npt.NDArray[np.bool_], words: npt.NDArray[np.bool_]) -> float:
    return _ratio(int(np.sum(held & words)), words)


def _ratio(count: int, words: npt.NDArray[np.bool_]) -> float:
    return round(count / max(1, int(words.sum())), 4)


def _passages(
    chains: tuple[Chain, ...], first: Wording, second: Wording
) -> tuple[tuple[Span, Span], ...]:
    return tuple((_span(chain, 0, first), _span(chain, 1, second)) for chain in chains)


def _span(chain: Chain, side: int, wording: Wording) -> Span:
    last = chain[-1]
    return int(wording.start[chain[0][side]]), int(wording.end[last[side] + last[2] - 1])


def _equal(chains: tuple[Chain, ...], first: Wording, second: Wording) -> Iterator[Equal]:
    """Yield the stretches in which both texts run on in step, character by character."""
    for at, to, size in (run for chain in chains for run in chain):
        shift = second.start[to : to + size] - first.start[at : at + size]
        length = second.end[to : to + size] - first.end[at : at + size]
        parted = (shift[1:] != shift[:-1]) | (length[:-1] != shift[:-1])
        edges = [0, *(np.flatnonzero(parted) + 1).tolist(), size]
        for low, high in pairwise(edges):
            begin, end = int(first.start[at + low]), int(first.end[at + high - 1])
            yield begin, int(second.start[to + low]), end - begin


def _agency(a: Document, b: Document) -> tuple[str | None, tuple[str, ...]]:
    """Return the agency whose text two documents have, with the reasons."""
    signs = [agency_sign(document) for document in (a, b)]
    named = {sign.agency for sign in signs if sign}
    if len(named) != 1:
        two = " and ".join(sorted(named))
        return None, ((f"They name two agencies: {two}.",) if named else ())
    (agency,) = named
    pairs = zip(signs, (a, b), strict=True)
    credited = any(sign and sign.sure and outlet_of(one) != agency for sign, one in pairs)
    if not credited and None in signs:  # one is the agency's own, or it only contributed
        return None, ()
    return agency, tuple(
        f"The {which} is {agency}'s text: {sign.reason}."
        for which, sign in zip(("first", "second"), signs, strict=True)
        if sign
    )


def _first(a: Document, b: Document, agency: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return which of two documents ran the text first, and why.

    The first that tells: 1. it is by the agency whose text it is; 2. the other credits its
    outlet; 3. the other names its outlet and it not the other's, if the text is no agency's;
    4. it was published earlier.
    """
    outlets = outlet_of(a), outlet_of(b)
    order = ((a, b, outlets[0]), (b, a, outlets[1]))
    which = {a.id: "first", b.id: "second"}
    if outlets[0] != outlets[1]:
        for one, _, outlet in order:  # 1
            if agency and outlet == agency:
                return one.id, (f"The {which[one.id]} is by {agency} itself.",)
        for one, other, outlet in order:  # 2
            if outlet and other.credit and name_of(other.credit) == outlet:
                return one.id, (f"The {which[other.id]} credits {outlet}.",)
        names = [
            bool(outlet and not agency and _names(other, outlet)) for _, other, outlet in order
        ]
        if names[0] != names[1]:  # 3
            one, other, outlet = order[names.index(True)]
            return one.id, (f"The {which[other.id]} names {outlet} in its text.",)
    earlier = _earlier(a.published, b.published)  # 4
    if earlier is None:
        return None, ()
    one, other = (a, b) if earlier == 0 else (b, a)
    reason = f"The {which[one.id]} was published earlier: {one.published}, not {other.published}."
    return one.id, (reason,)


def _names(document: Document, outlet: str) -> bool:
    return any(found.name == outlet for _, found in outlets_in(document.text))


def _earlier(a: str | None, b: str | None) -> int | None:
    """Return 0 or 1 for the earlier of two times as precisely as both tell, None if neither is."""
    if not a or not b:
        return None
    try:
        times = [datetime.fromisoformat(value) for value in (a, b)]
    except ValueError:
        times = []
    if len(times) == 2 and min(len(a), len(b)) > 10 and _alike(*times):
        return None if times[0] == times[1] else int(times[1] < times[0])
    size = min(len(a), len(b), 10)
    return None if a[:size] == b[:size] else int(b[:size] < a[:size])


def _alike(a: datetime, b: datetime) -> bool:
    return (a.tzinfo is None) == (b.tzinfo is None)
