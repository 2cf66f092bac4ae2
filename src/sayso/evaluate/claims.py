"""Claims over several documents against gold: who belongs together, stance, origins.

A *place* is a stretch of a document that states, denies or doubts claims of the gold; one
place may do so for several. Everything is counted on the places of the gold:

1. places are found: by a member of a claim found, of the same document, whose evidence
   overlaps by an IoU of at least ``PLACED`` in letters; the largest overlap wins. A place of
   n gold claims may be found as n members, if they overlap as much;
2. pairwise: two places together if they share a claim;
3. B-cubed, extended to places of several claims (Amigó et al. 2009, multiplicity): a place
   that was not found is lost to recall and no part of precision;
4. a gold claim is matched to the found claim that holds most of its places, at least half of
   them; of equals the one with fewer other members;
5. stance: on the members found; origins: on the claims matched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from sayso.evaluate.counting import RIVALS
from sayso.evaluate.score import PRF, Accuracy, in_letters, iou, letters_before
from sayso.records import Claim, Document, Member, Spans
from sayso.text import merged

PLACED: Final = 0.3
OURS, ALL, DENIALS = "origins that state it", "all origins", "origins that deny it"
Place = tuple[str, Spans]  # document and evidence
Seat = tuple[int, int]  # number of a claim and of a member of it


@dataclass(frozen=True, slots=True)
class Mean:
    """A sum and how many things it is over; the mean follows."""

    total: float = 0.0
    of: int = 0

    def __add__(self, other: Mean) -> Mean:
        return Mean(self.total + other.total, self.of + other.of)

    @property
    def value(self) -> float:
        """The mean; 0 of nothing."""
        return self.total / max(1, self.of)


@dataclass(frozen=True, slots=True)
class Counted:
    """How well something counts origins.

    Attributes:
        exact: on how many claims it gives the gold's number.
        off: by how many it is off, whichever way.
    """

    exact: Accuracy = field(default_factory=Accuracy)
    off: Mean = field(default_factory=Mean)

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.exact + other.exact, self.off + other.off)


@dataclass(frozen=True, slots=True)
class Matched:
    """What became of one claim of the gold.

    Attributes:
        gold: the claim.
        found: the claim it is matched to, None if there is none.
        places, placed: how many places it has, and how many of them ``found`` holds.
        others: members of ``found`` that stand for no place of the claim.
    """

    gold: Claim
    found: Claim | None
    places: int
    placed: int
    others: int


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """Claims counted, for one set of documents or, added up, for many.

    Attributes:
        places: those of the gold, found and missed; there are no false ones, for the gold
            does not hold every claim of its documents.
        pairs: pairs of places, right if they share a claim in both.
        precision, recall: extended B-cubed, over the places.
        stance: on the members found.
        stances: the same by the gold's stance.
        counters: how well origins are counted, by what counts them: ``OURS``, ``ALL`` and
            ``DENIALS`` are ours; the others rival the first.
        on_gold: the rivals once more, on the gold's own members.
        claims: what became of each claim.
    """

    places: PRF = field(default_factory=PRF)
    pairs: PRF = field(default_factory=PRF)
    precision: Mean = field(default_factory=Mean)
    recall: Mean = field(default_factory=Mean)
    stance: Accuracy = field(default_factory=Accuracy)
    stances: Mapping[str, Accuracy] = field(default_factory=dict)
    counters: Mapping[str, Counted] = field(default_factory=dict)
    on_gold: Mapping[str, Counted] = field(default_factory=dict)
    claims: tuple[Matched, ...] = ()

    def __add__(self, other: ClaimScores) -> ClaimScores:
        return ClaimScores(
            self.places + other.places,
            self.pairs + other.pairs,
            self.precision + other.precision,
            self.recall + other.recall,
            self.stance + other.stance,
            _stances(self.stances, other.stances),
            _counters(self.counters, other.counters),
            _counters(self.on_gold, other.on_gold),
            (*self.claims, *other.claims),
        )

    @property
    def bcubed(self) -> float:
        """Harmonic mean of B-cubed precision and recall."""
        both = self.precision.value + self.recall.value
        return 2 * self.precision.value * self.recall.value / both if both else 0.0


def _stances(a: Mapping[str, Accuracy], b: Mapping[str, Accuracy]) -> dict[str, Accuracy]:
    return {k: a.get(k, Accuracy()) + b.get(k, Accuracy()) for k in {**a, **b}}


def _counters(a: Mapping[str, Counted], b: Mapping[str, Counted]) -> dict[str, Counted]:
    return {k: a.get(k, Counted()) + b.get(k, Counted()) for k in {**a, **b}}


def score_claims(
    gold: Sequence[Claim],
    found: Sequence[Claim],
    documents: Mapping[str, Document],
) -> ClaimScores:
    """Score the claims found over some documents.

    Args:
        gold: claims of the gold.
        found: claims to be judged.
        documents: by id, those of the gold; members in others are left out.
    """
    seats = find_places(gold, found, documents)
    matched = match_claims(gold, found, seats)
    wanted = {place: _claims_of(gold, place) for place in seats}
    got = {place: frozenset(claim for claim, _ in at) for place, at in seats.items()}
    precision, recall = bcubed(wanted, got)
    missed = sum(not at for at in seats.values())
    stances = _judge_stances(gold, found, seats, matched)
    pairs = [(a, found[n]) for a, n in zip(gold, matched, strict=True) if n is not None]
    return ClaimScores(
        places=PRF(len(seats) - missed, 0, missed),
        pairs=pairwise(wanted, got),
        precision=precision,
        recall=recall,
        stance=sum(stances.values(), Accuracy()),
        stances=stances,
        counters=_count_origins(pairs, documents),
        on_gold=_count_on_gold(pairs, documents),
        claims=tuple(_matched(gold, found, seats, pair) for pair in enumerate(matched)),
    )


# -- places ---------------------------------------------------------------------------------


def place_of(member: Member) -> Place:
    """Return where a member stands."""
    return member.document, merged(member.evidence)


def find_places(
    gold: Sequence[Claim], found: Sequence[Claim], documents: Mapping[str, Document]
) -> dict[Place, tuple[Seat, ...]]:
    """Return the places of the gold with the found members that stand for each, best first."""
    letters = {key: letters_before(one.text) for key, one in documents.items()}
    by_document: dict[str, list[tuple[Seat, Spans]]] = defaultdict(list)
    for number, claim in enumerate(found):
        for n, member in enumerate(claim.members):
            if member.document in letters:
                spans = merged(in_letters(member.evidence, letters[member.document]))
                by_document[member.document].append(((number, n), spans))
    claimed = Counter(place for claim in gold for place in {*map(place_of, claim.members)})
    return {
        place: _seats(place, times, by_document[place[0]], letters[place[0]])
        for place, times in claimed.items()
    }


def _seats(
    place: Place, times: int, members: Sequence[tuple[Seat, Spans]], letters: Sequence[int]
) -> tuple[Seat, ...]:
    """Return the members that stand for a place of so many claims: one a found claim."""
    spans = merged(in_letters(place[1], letters))
    ranked = sorted((-iou(spans, other), seat) for seat, other in members)
    best: dict[int, Seat] = {}
    evidence: list[Spans] = []
    at = dict(members)
    for overlap, seat in ranked:
        if -overlap < PLACED:
            break
        # The same words in two found claims are one place that states both.
        if at[seat] not in evidence:
            if len(evidence) == times:
                continue
            evidence.append(at[seat])
        best.setdefault(seat[0], seat)
    return tuple(best.values())


def _claims_of(claims: Sequence[Claim], place: Place) -> frozenset[int]:
    return frozenset(
        n for n, claim in enumerate(claims) if place in set(map(place_of, claim.members))
    )


# -- who belongs together -------------------------------------------------------------------


def pairwise(wanted: Mapping[Place, frozenset[int]], got: Mapping[Place, frozenset[int]]) -> PRF:
    """Count the pairs of places that share a claim of the gold and one found.

    Args:
        wanted: for each place its claims in the gold.
        got: and those found, with numbers of their own.
    """
    out = Counter(
        (bool(wanted[a] & wanted[b]), bool(got[a] & got[b])) for a, b in combinations(wanted, 2)
    )
    return PRF(out[True, True], out[False, True], out[True, False])


def bcubed(
    wanted: Mapping[Place, frozenset[int]], got: Mapping[Place, frozenset[int]]
) -> tuple[Mean, Mean]:
    """Return precision and recall of extended B-cubed (Amigó et al. 2009, §6), by multiplicity.

    For two places that share c claims of the gold and k found ones, both themselves included,
    precision is min(c, k) / k and recall min(c, k) / c. Each place has the mean over those it
    shares a found claim with (precision) or one of the gold (recall).
    """
    precision, recall = Mean(), Mean()
    for one in wanted:
        right = [(len(wanted[one] & wanted[other]), len(got[one] & got[other])) for other in wanted]
        with_found = [min(c, k) / k for c, k in right if k]
        with_gold = [min(c, k) / c for c, k in right if c]
        if with_found:
            precision += Mean(sum(with_found) / len(with_found), 1)
        recall += Mean(sum(with_gold) / len(with_gold), 1)
    return precision, recall


# -- claims ---------------------------------------------------------------------------------


def match_claims(
    gold: Sequence[Claim], found: Sequence[Claim], seats: Mapping[Place, Sequence[Seat]]
) -> list[int | None]:
    """Return, for each claim of the gold, the number of the found claim it is matched to."""
    out: list[int | None] = []
    for claim in gold:
        places = {*map(place_of, claim.members)}
        held = Counter(number for place in places for number, _ in seats[place])
        best = min(held, key=lambda n: (-held[n], len(found[n].members) - held[n], n), default=None)
        out.append(best if best is not None and 2 * held[best] >= len(places) else None)
    return out


def _matched(
    gold: Sequence[Claim],
    found: Sequence[Claim],
    seats: Mapping[Place, Sequence[Seat]],
    pair: tuple[int, int | None],
) -> Matched:
    claim, number = gold[pair[0]], pair[1]
    places = {*map(place_of, claim.members)}
    if number is None:
        return Matched(claim, None, len(places), 0, 0)
    there = {seat for place in places for seat in seats[place] if seat[0] == number}
    placed = sum(any(seat in there for seat in seats[place]) for place in places)
    return Matched(
        claim, found[number], len(places), placed, len(found[number].members) - len(there)
    )


def _judge_stances(
    gold: Sequence[Claim],
    found: Sequence[Claim],
    seats: Mapping[Place, Sequence[Seat]],
    matched: Sequence[int | None],
) -> dict[str, Accuracy]:
    """Count right stances, by the gold's, on the members that were found.

    Asked is the member in the claim that the gold's is matched to; if the place is not
    there, the one that overlaps most.
    """
    out: dict[str, Accuracy] = {}
    for claim, number in zip(gold, matched, strict=True):
        for member in claim.members:
            at = seats[place_of(member)]
            if not at:
                continue
            seat = next((seat for seat in at if seat[0] == number), at[0])
            right = found[seat[0]].members[seat[1]].stance == member.stance
            out[member.stance] = out.get(member.stance, Accuracy()) + Accuracy(int(right), 1, 1)
    return out


# -- origins --------------------------------------------------------------------------------


def stating(claim: Claim) -> int:
    """Return how many origins of a claim state it: those with a member that does."""
    return sum(
        any(claim.members[n].stance == "states" for n in origin.members) for origin in claim.origins
    )


def denying(claim: Claim) -> int:
    """Return how many origins of a claim deny it."""
    return sum(origin.denies for origin in claim.origins)


def _count_origins(
    pairs: Sequence[tuple[Claim, Claim]], documents: Mapping[str, Document]
) -> dict[str, Counted]:
    """Compare what is counted over the found claims with the gold's numbers."""
    out = {
        OURS: _compared((stating(gold), stating(found)) for gold, found in pairs),
        ALL: _compared((len(gold.origins), len(found.origins)) for gold, found in pairs),
        DENIALS: _compared((denying(gold), denying(found)) for gold, found in pairs),
    }
    for name, count in RIVALS.items():
        out[name] = _compared(
            (stating(gold), count(_stated(found, documents))) for gold, found in pairs
        )
    return out


def _count_on_gold(
    pairs: Sequence[tuple[Claim, Claim]], documents: Mapping[str, Document]
) -> dict[str, Counted]:
    """Compare what the rivals count over the gold's own members, on the same claims."""
    return {
        name: _compared((stating(gold), count(_stated(gold, documents))) for gold, _ in pairs)
        for name, count in RIVALS.items()
    }


def _stated(claim: Claim, documents: Mapping[str, Document]) -> list[Document]:
    """Return the documents in which a claim is stated."""
    ids = {one.document for one in claim.members if one.stance == "states"}
    return [documents[one] for one in sorted(ids & documents.keys())]


def _compared(pairs: Iterable[tuple[int, int]]) -> Counted:
    exact, off = Accuracy(), Mean()
    for wanted, got in pairs:
        exact += Accuracy(int(wanted == got), 1, 1)
        off += Mean(abs(wanted - got), 1)
    return Counted(exact, off)
