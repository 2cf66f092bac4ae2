"""Many readings -> claims: what they state alike, who says so, and from how many origins.

1. ``story``: which documents may tell of the same; 2. ``syndication``: which are copies;
3. ``likeness``: which propositions state the same; 4. ``cluster``: groups of them;
5. ``stance``: who states it, who denies or doubts it; 6. ``origin``: where each has it from;
7. the sentence that stands for the claim, the figures that differ, who has not denied it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from sayso.records import (
    Attribution,
    Claim,
    Document,
    Event,
    Happening,
    Member,
    Reading,
    Spans,
    Spread,
    Stance,
    Syndication,
)
from sayso.resolve.cluster import cluster
from sayso.resolve.fingerprint import bands, sketch
from sayso.resolve.likeness import likeness, load_weights, overlapping
from sayso.resolve.origin import Context, Judged, end_of, make_context, trace
from sayso.resolve.outlet import outlet_of
from sayso.resolve.stance import stances
from sayso.resolve.stated import Stated, stated_in
from sayso.resolve.story import all_neighbours, signature_of
from sayso.resolve.syndication import compare
from sayso.resolve.terms import common
from sayso.text import overlap, sha256

Key = tuple[str, str]  # document, proposition
Likes = dict[tuple[Key, Key], float]

_SILENT: Final = frozenset({"not-denied", "declined", "unreachable", "unverified"})
_QUOTES: Final = re.compile(r"[“”\"«»]")
_LEAD: Final = re.compile(
    r"^(?:that|and|but|as|because|while|although|though|when)\s+", re.IGNORECASE
)
_VAGUE: Final = re.compile(
    r"[“\"]?(?:it|they|he|she|this|that|these|those|we|I|there|who|which)\b|\W*[a-z]+(?:ing|ed)\b",
    re.IGNORECASE,
)
_CUT_OFF: Final = re.compile(  # "the test was the"
    r"\b(?:the|a|an|of|to|by|in|for|and|or|that|was|is|were|are|with|from|at|on)\W*$", re.IGNORECASE
)
_SOMEBODY: Final = re.compile(r"\b(?:he|she|they|we|I)\b")  # who that is stands elsewhere
_LABEL: Final = (5, 24)  # words of a sentence that reads well
_FAULT: Final = 0.15  # of being typical that one fault outweighs


def find_claims(readings: Sequence[Reading]) -> tuple[Claim, ...]:
    """Return the claims that two places or more in some documents state, deny or doubt.

    Args:
        readings: of any number of documents, in any order; with their propositions.
    """
    ordered = sorted(readings, key=order_key)
    by_id = {one.document.id: one for one in ordered}
    near = all_neighbours(map(signature_of, ordered))
    context = make_context(ordered, find_copies(ordered, near))
    stated = {one.document.id: list(stated_in(one)) for one in ordered}
    likes: Likes = {}
    for document, others in near.items():
        found = like_pairs(stated[document], [(stated[one], near) for one, near in others.items()])
        for pair, like in found.items():
            likes[pair] = max(like, likes.get(pair, 0.0))
    listed = [one for document in by_id for one in stated[document]]
    groups = group(listed, likes)
    return tuple(make_claim(members, context, by_id) for members in groups)


def order_key(reading: Reading) -> tuple[str, str]:
    """Return what documents are ordered by: when they were published, as far as is known."""
    return reading.document.published or "9999", reading.document.id


def find_copies(
    readings: Sequence[Reading], near: Mapping[str, Collection[str]]
) -> dict[frozenset[str], Syndication]:
    """Return which documents share text: neighbours, and those that share a band."""
    by_id = {one.document.id: one.document for one in readings}
    by_band: dict[int, list[str]] = {}
    pairs = {frozenset((a, b)) for a, others in near.items() for b in others}
    for one in readings:
        for band in bands(sketch(one.document.text)):
            pairs |= {frozenset((one.document.id, b)) for b in by_band.setdefault(band, [])[:64]}
            by_band[band].append(one.document.id)
    out = {}
    for pair in sorted(sorted(pair) for pair in pairs if len(pair) == 2):
        found = compare(by_id[pair[0]], by_id[pair[1]])
        if found:
            out[frozenset(pair)] = found
    return out


def like_pairs(own: Sequence[Stated], others: Sequence[tuple[Sequence[Stated], float]]) -> Likes:
    """Return how likely a document's propositions state the same as others, where at all likely.

    Args:
        own: of the document.
        others: of its neighbours, and how near each of these is.

    Pairs are in the order of their keys.
    """
    stated = [*own, *(one for some, _ in others for one in some)]
    if not own:
        return {}
    nearness = np.array([1.0] * len(own) + [near for some, near in others for _ in some])
    table, bar = likeness(stated, range(len(own))) * nearness, load_weights().bar
    found: Likes = {}
    for a, b in zip(*(axis.tolist() for axis in np.nonzero(table >= bar / 4)), strict=True):
        if a != b:
            low, high = sorted((stated[a].key, stated[b].key))
            found[low, high] = float(table[a, b])
    return found


def group(
    stated: Sequence[Stated], likes: Likes, judged: Judged | None = None
) -> list[list[Stated]]:
    """Return the groups of two and more propositions that state the same.

    Args:
        stated: in the order of their documents.
        likes: how likely pairs of them state the same.
        judged: what people say of two places, by their ``claim_key``: "same" or "different".
    """
    number = {one.key: n for n, one in enumerate(stated)}
    barred = _barred(stated)
    together, apart = _judged_pairs(stated, judged or {})
    for a, b in apart:
        barred[a], barred[b] = barred[a] | {b}, barred[b] | {a}
    pairs = {
        (min(number[a], number[b]), max(number[a], number[b])): like
        for (a, b), like in likes.items()
    }
    found = cluster(len(stated), pairs, bar=load_weights().bar, barred=barred, together=together)
    return [[stated[n] for n in some] for some in found if len(some) > 1]


def _judged_pairs(
    stated: Sequence[Stated], judged: Judged
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return which pairs of places people have judged the same, and which different."""
    out: dict[str, list[tuple[int, int]]] = {"same": [], "different": []}
    place = {claim_key(one): n for n, one in enumerate(stated)} if judged else {}
    for pair, verdict in judged.items():
        a, b = sorted(place.get(key, -1) for key in pair) if len(pair) == 2 else (-1, -1)
        if a >= 0:
            out[verdict].append((a, b))
    return sorted(out["same"]), sorted(out["different"])


def _barred(stated: Sequence[Stated]) -> list[frozenset[int]]:
    """Return for each proposition which others share characters with it."""
    out: list[frozenset[int]] = []
    at = 0
    while at < len(stated):
        end = at
        while end < len(stated) and stated[end].document == stated[at].document:
            end += 1
        own = stated[at:end]
        out += [frozenset(at + n for n in overlapping(own, row)) for row in range(len(own))]
        at = end
    return out


def make_claim(
    stated: Sequence[Stated], context: Context, readings: Mapping[str, Reading]
) -> Claim:
    """Return the claim of a group of propositions."""
    towards = stances(stated)
    members = tuple(
        _member(one, stance, context) for one, stance in zip(stated, towards, strict=True)
    )
    silent = tuple(_silent(stated, readings))
    return Claim(
        id=claim_key(stated[0]),
        text=label(stated, towards),
        members=members,
        origins=trace(stated, towards, context),
        spreads=tuple(_spreads(stated)),
        silent=silent,
        happenings=tuple(_happenings(stated, readings)),
    )


def claim_key(first: Stated) -> str:
    """Return the key of a place; a claim's id is that of the place where it was first stated."""
    spans = ";".join(f"{start}-{end}" for start, end in first.proposition.evidence)
    return sha256(f"{first.document}|{spans}")[:12]


def _member(one: Stated, stance: Stance, context: Context) -> Member:
    document, told = context.documents[one.document], one.attribution
    return Member(
        document=document.id,
        uri=document.uri,
        outlet=_outlet(document),
        published=document.published,
        attribution=told.id if told else None,
        evidence=one.proposition.evidence,
        text=one.text,
        stance=stance,
        speaker=end_of(one, context).name,
        said=told.said if told else None,
        key=claim_key(one),
    )


def _outlet(document: Document) -> str | None:
    """Return an outlet as its document names it; where that is a site, its name if it is known."""
    named = document.outlet
    return outlet_of(document) or named if named is None or "." in named else named


def label(stated: Sequence[Stated], towards: Sequence[Stance]) -> str:
    """Return one member's words as the sentence that stands for the claim.

    Members that state it come before others, sentences before phrases and what is cut off; then
    those whose words most other members have too, unquoted and whole sentences of middling
    length before fragments.
    """
    counts = Counter(word for one in stated for word in set(common(one.proposition.words)))

    def rank(n: int) -> tuple[bool, bool, float, int]:
        one, text = stated[n].proposition, stated[n].text
        words = set(common(one.words)) or {""}
        typical = sum(counts[word] for word in words) / (len(words) + 2) / len(stated)
        size = len(text.split())
        faults = (
            _QUOTES.search(text) is not None, _VAGUE.match(text) is not None, " … " in text,
            not _LABEL[0] <= size <= _LABEL[1], not (one.agent or one.patient),
            _SOMEBODY.search(text) is not None,
        )  # fmt: skip
        broken = not one.sentence or _CUT_OFF.search(text) is not None
        return towards[n] != "states", broken, sum(faults) * _FAULT - typical, n

    return plain_sentence(stated[min(range(len(stated)), key=rank)].text)


def plain_sentence(text: str) -> str:
    """Return words as a sentence: no quotation marks, no "that", a capital and a full stop.

    >>> plain_sentence("that the pier “was closed”,")
    'The pier was closed.'
    """
    bare = _LEAD.sub("", _QUOTES.sub("", text).strip(" ,;:—–-\n"))
    bare = " ".join(bare.split()).rstrip(",;:.")
    return f"{bare[:1].upper()}{bare[1:]}."


def _spreads(stated: Sequence[Stated]) -> Iterator[Spread]:
    """Yield the quantities that members give differently."""
    told: dict[str, list[tuple[int, float | None, float | None]]] = {}
    for n, one in enumerate(stated):
        seen: set[str] = set()
        for figure in one.proposition.figures:
            if figure.of and figure.of not in seen and not figure.of.isdigit():
                seen.add(figure.of)
                told.setdefault(figure.of, []).append((n, figure.low, figure.high))
    for of, some in told.items():
        values = {(low, high) for _, low, high in some}
        if len(values) > 1:
            lows = [low for low, _ in values if low is not None]
            highs = [high for _, high in values]
            most = None if None in highs else max(high for high in highs if high is not None)
            yield Spread(of, min(lows) if lows else None, most, tuple(some))


def _silent(
    stated: Sequence[Stated], readings: Mapping[str, Reading]
) -> Iterator[tuple[str, str, int]]:
    """Yield who has not denied it, would not comment, could not be reached, and to which member.

    What is answered may be the member's attribution, or one that passed it on.
    """
    seen: set[tuple[str, str, str]] = set()
    for n, one in enumerate(stated):
        reading = readings[one.document]
        above = _lineage(reading, one.attribution)
        for response in reading.responses:
            key = (one.document, response.actor, response.response)
            if response.about in above and response.response in _SILENT and key not in seen:
                seen.add(key)
                yield response.actor, response.response, n


def _lineage(reading: Reading, told: Attribution | None) -> set[str]:
    """Return the ids of an attribution and of those within whose contents it lies."""
    by_id = {one.id: one for one in reading.attributions}
    found: set[str] = set()
    while told is not None and told.id not in found:
        found.add(told.id)
        told = by_id.get(told.parent or "")
    return found


def _happenings(stated: Sequence[Stated], readings: Mapping[str, Reading]) -> Iterator[Happening]:
    """Yield the events that members tell of, by type, those of most members first."""
    told: dict[str, list[tuple[int, Event]]] = {}
    for n, one in enumerate(stated):
        voice = one.attribution.id if one.attribution else None
        for event in readings[one.document].events:
            spans = (event.trigger,) if event.trigger else event.evidence
            if event.attribution == voice and _touches(spans, one.proposition.evidence):
                told.setdefault(event.type, []).append((n, event))
    for type_, some in sorted(told.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        actors = dict.fromkeys(name for _, event in some for name in event.actor)
        recipients = dict.fromkeys(name for _, event in some for name in event.recipient)
        members = dict.fromkeys(n for n, _ in some)
        yield Happening(type_, tuple(actors), tuple(recipients), tuple(members))


def _touches(spans: Spans, others: Spans) -> bool:
    return any(overlap(a, b) > 0 for a in spans for b in others)
