"""From how many independent points a claim comes: members traced back to where they end.

A member *ends* at its speaker; a content without one at the last hop of its chain; a
document's own voice at its outlet. Ends are one origin, in this order, where

1. they are the same actor, by name or office (``actor.likeness``), or the same outlet;
2. the words are the same passage of one text that both documents carry (``syndication``);
3. an unnamed voice of a state or body cannot be told from its spokesperson, or from the one
   holder of an office who speaks for it; the fighters of a group not from the group;
4. they are unnamed and told the same outlet;
5. a document states in its own voice what it has from somebody in the same claim;
6. a medium is cited whose own report is there: the trace goes on from that report. Two
   media that cite each other are a circle, and one;
7. two media have it nearly word for word;
8. nothing is known of one of them: it adds no origin to those that are known.

Members that deny form origins of their own. Every union has its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from sayso.records import Document, Origin, Reading, Span, Stance, Syndication
from sayso.resolve.actor import SAME, ActorCard, Side, cards_of, likeness, side_of
from sayso.resolve.outlet import name_of, outlet_of
from sayso.resolve.stated import Stated
from sayso.resolve.syndication import same_passage
from sayso.text import overlap

# Organs of a state whose unnamed voices cannot be told apart.
_EXECUTIVE: Final = frozenset({"government", "presidency", "state", "vice presidency"})

# Speakers that are nobody's voice: "reports said".
_NOBODYS: Final = frozenset({
    "reports", "some reports", "media reports", "some media reports", "news reports",
    "local reports", "press reports", "unconfirmed reports", "preliminary reports",
    "initial reports", "rumours", "rumors", "media", "local media", "the media",
})  # fmt: skip

_MEMBERS: Final = frozenset(
    "commanders fighters gunmen insurgents jihadists leaders members militants officials rebels "
    "soldiers sources spokesmen troops".split()
)
_WORD: Final = re.compile(r"\w+")
_LONG, _NEARLY = 8, 0.7  # words, and what part of them two media share in order

_HEARSAY: Final = re.compile(r"\b(?:reportedly|allegedly|purportedly|supposedly)\b", re.IGNORECASE)

Judged = Mapping[frozenset[str], str]  # two keys of cards -> "same" or "different"


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the documents whose propositions are compared.

    Attributes:
        documents: by id.
        cards: of each document's actors, by name.
        copies: what documents have in common word by word, by their two ids.
        judged: what people decided about actors.
    """

    documents: Mapping[str, Document]
    cards: Mapping[str, Mapping[str, ActorCard]]
    copies: Mapping[frozenset[str], Syndication] = field(default_factory=dict)
    judged: Judged = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """Where the trace of a member ends.

    Attributes:
        name: as its document gives it; None if nobody is told.
        kind: "speaker", "outlet" or "unknown".
        card: of the speaker, if he is an actor of the document.
        side: the state or body he speaks for.
        outlet: of the document.
    """

    name: str | None
    kind: str
    card: ActorCard | None
    side: Side | None
    outlet: str | None

    @property
    def unnamed(self) -> bool:
        """Tell whether somebody speaks who is described and not named, or a body as such."""
        if self.kind != "speaker":
            return False
        body = self.side is not None and not self.side.speaks
        return body or self.card is None or self.card.identity != "named"


def make_context(
    readings: Sequence[Reading],
    copies: Mapping[frozenset[str], Syndication] | None = None,
    judged: Judged | None = None,
) -> Context:
    """Return the context of some documents."""
    return Context(
        documents={one.document.id: one.document for one in readings},
        cards={one.document.id: actor_cards(one) for one in readings},
        copies=copies or {},
        judged=judged or {},
    )


def actor_cards(reading: Reading) -> dict[str, ActorCard]:
    """Return the cards of a document's actors by their names."""
    return {card.name: card for card in cards_of(reading.document, reading.actors)}


class _Sets:
    """Numbers joined into sets, each union with its reason."""

    def __init__(self, size: int) -> None:
        self.parents = list(range(size))
        self.reasons: list[tuple[int, str]] = []

    def find(self, n: int) -> int:
        while self.parents[n] != n:
            self.parents[n] = self.parents[self.parents[n]]
            n = self.parents[n]
        return n

    def join(self, a: int, b: int, why: str) -> None:
        low, high = sorted((self.find(a), self.find(b)))
        if low != high:
            self.parents[high] = low
            self.reasons.append((low, why))


def trace(
    members: Sequence[Stated], stances: Sequence[Stance], context: Context
) -> tuple[Origin, ...]:
    """Return the origins of a claim's members, those of the first member first."""
    case = Case(members, [end_of(one, context) for one in members], context)
    sets = _Sets(len(members))
    for union in _UNIONS:
        for a, b, why in union(case):
            if (stances[a] == "denies") == (stances[b] == "denies"):
                sets.join(a, b, why)
    return tuple(_origins(case, stances, sets))


def end_of(one: Stated, context: Context) -> End:
    """Return where the trace of a member ends."""
    document = context.documents[one.document]
    outlet = outlet_of(document) or document.outlet
    told = one.attribution
    if told is None:
        known = outlet and not _HEARSAY.search(_whole(document.text, one))
        return End(outlet if known else None, "outlet" if known else "unknown", None, None, outlet)
    name = told.speaker or (told.chain[-1].name if len(told.chain) > 1 else None)
    if name is None or name.lower() in _NOBODYS:
        return End(None, "unknown", None, None, outlet)
    card = context.cards.get(one.document, {}).get(name)
    if told.kind == "outlet" or (card and card.kind == "outlet") or told.speaker is None:
        return End(name_of(name), "outlet", card, None, outlet)
    return End(name, "speaker", card, side_of(card) if card else None, outlet)


@dataclass(frozen=True, slots=True)
class Case:
    """The members of one claim and where each ends."""

    members: Sequence[Stated]
    ends: Sequence[End]
    context: Context


def _whole(text: str, one: Stated) -> str:
    """Return a clause with what is cut out of its middle: "is *reportedly* receiving"."""
    spans = one.proposition.evidence
    return text[spans[0][0] : spans[-1][1]]


Unions = Iterator[tuple[int, int, str]]


def _same_ends(case: Case) -> Unions:
    """1. The same actor or outlet."""
    members, ends = case.members, case.ends
    for b, end in enumerate(ends):
        for a, other in enumerate(ends[:b]):
            if end.kind != other.kind:
                continue
            if end.kind == "outlet":
                if end.name == other.name:
                    yield a, b, f"Both are the word of {end.name}."
            elif end.kind == "speaker":
                why = _same_actor(members[a], members[b], other, end, case.context.judged)
                if why:
                    yield a, b, why


def _same_actor(one: Stated, two: Stated, a: End, b: End, judged: Judged) -> str | None:
    if one.document == two.document:
        return f"Both are the word of {b.name} in one report." if a.name == b.name else None
    if a.card is None or b.card is None:
        return None
    verdict = judged.get(frozenset((a.card.key, b.card.key)))
    if verdict:
        return "A person has judged the speakers the same." if verdict == "same" else None
    found = likeness(a.card, b.card)
    if found.score < SAME:
        return None
    return f"“{a.name}” and “{b.name}” are one: {' '.join(found.why)}"


def _same_passages(case: Case) -> Unions:
    """2. The same passage of one text."""
    members, ends = case.members, case.ends
    for b, two in enumerate(members):
        for a, one in enumerate(members[:b]):
            copy = case.context.copies.get(frozenset((one.document, two.document)))
            if copy is None or (one.attribution is None) != (two.attribution is None):
                continue
            if _same_words(copy, one, two):
                text = f"the text of {copy.agency}" if copy.agency else "one text"
                names = f"{ends[a].outlet} and {ends[b].outlet}"
                yield a, b, f"It is the same passage of {text}, which {names} both carry."


def _same_wording(case: Case) -> Unions:
    """7. Nearly the same words of two media: one has them from the other, or both from a third."""
    listed = [
        (n, words, set(words))
        for n, (one, end) in enumerate(zip(case.members, case.ends, strict=True))
        if end.kind == "outlet" and len(words := _WORD.findall(one.text.lower())) >= _LONG
    ]
    matcher = SequenceMatcher(None, autojunk=False)
    for place, (b, two, some) in enumerate(listed):
        matcher.set_seq2(two)  # what it knows of this side serves for all the others
        for a, one, others in listed[:place]:
            # Told apart first by what costs least: a claim may have thousands of members.
            if case.ends[a].name == case.ends[b].name:
                continue
            if 4 * len(some & others) < len(some) + len(others):  # repeated words leave room
                continue
            matcher.set_seq1(one)
            if matcher.ratio() >= _NEARLY:
                names = f"{case.ends[a].name} and {case.ends[b].name}"
                yield a, b, f"{names} have it in nearly the same words."


def _same_words(copy: Syndication, one: Stated, two: Stated) -> bool:
    back = copy.documents[0] != one.document
    spans = (same_passage(copy, span, back=back) for span in one.proposition.evidence)
    return any(_touch(span, two.proposition.evidence) for span in spans if span)


def _touch(span: Span, others: Sequence[Span]) -> bool:
    return any(overlap(span, other) > 0 for other in others)


def _same_side(case: Case) -> Unions:
    """3. Unnamed voices of a body with each other, then with one who speaks for it by name."""
    ends = case.ends
    keys = [_side_key(end) for end in ends]
    for key in dict.fromkeys(filter(None, keys)):
        voices = [n for n, other in enumerate(keys) if other == key and ends[n].unnamed]
        for n in voices[1:]:
            yield voices[0], n, f"Unnamed voices of {_body(ends[voices[0]])} cannot be told apart."
        named = [n for n, other in enumerate(keys) if other == key and not ends[n].unnamed]
        for n in voices[:1]:
            speaker = _spokesperson(case, n, named)
            if speaker is not None:
                side, name = _body(ends[n]), ends[speaker].name
                yield (
                    n,
                    speaker,
                    f"“{ends[n].name}” cannot be told from {name}, who speaks for {side}.",
                )


def _of_a_group(case: Case) -> Unions:
    """3. The unnamed fighters, members or leaders of a group with the group."""
    names = [(end.name or "").lower().removeprefix("the ") for end in case.ends]
    groups = {name: n for n, name in reversed([*enumerate(names)]) if name}
    for n, end in enumerate(case.ends):
        group, _, who = names[n].rpartition(" ")
        if end.unnamed and who in _MEMBERS and group in groups:
            name = case.ends[groups[group]].name
            yield groups[group], n, f"“{end.name}” cannot be told from {name}."


def _side_key(end: End) -> str | None:
    side = end.side
    if side is None:
        return None
    body = "executive" if side.body in _EXECUTIVE or side.body.endswith("ministry") else side.body
    return f"{side.country or '?'}:{body}" if ":" in side.key else side.key


def _body(end: End) -> str:
    return f"the {end.side.body}" if end.side else "one body"


def _spokesperson(case: Case, voice: int, named: Sequence[int]) -> int | None:
    """Return who speaks by name for the body of an unnamed voice, if one alone may be meant."""
    cards = {n: case.ends[n].card for n in named}
    mouths = [n for n, card in cards.items() if card and card.voice is not None]
    near = [n for n in named if case.members[n].document == case.members[voice].document]
    for some in (mouths, near, named):
        if some and (some is mouths or len({case.ends[n].name for n in some}) == 1):
            return some[0]
    return None


def _unnamed_of_one(case: Case) -> Unions:
    """4. Unnamed voices that told the same outlet."""
    first: dict[str, int] = {}
    for n, end in enumerate(case.ends):
        hidden = end.card is not None and end.card.identity == "anonymous"
        if not end.unnamed or not (end.side is None or hidden):
            continue
        outlet = _told(case.members[n], end)
        a = first.setdefault(outlet, n) if outlet else n
        if a != n:
            yield a, n, f"Unnamed voices in the reports of {outlet} may be one."


def _told(one: Stated, end: End) -> str | None:
    """Return the outlet a speaker told it: the last medium of the chain, or the document's."""
    hops = one.attribution.chain[1:-1] if one.attribution else ()
    names = [name_of(hop.name) for hop in hops if hop.name]
    return names[-1] if names else end.outlet


def _unknown(case: Case) -> Unions:
    """8. Ends of which nothing is known with the first that is known, or with each other."""
    unknown = [n for n, end in enumerate(case.ends) if end.kind == "unknown"]
    known = [n for n, end in enumerate(case.ends) if end.kind != "unknown"]
    for n in unknown:
        outlet = case.ends[n].outlet or "The report"
        if known:
            name = case.ends[known[0]].name
            yield known[0], n, f"{outlet} does not say whose word it is: it may be that of {name}."
        elif n != unknown[0]:
            yield unknown[0], n, "Neither says whose word it is: unknown voices count once."


def _given_by_itself(case: Case) -> Unions:
    """5. A document's own voice with who says it in the same document."""
    members, ends = case.members, case.ends
    voiced: dict[str, int] = {}
    for n, one in enumerate(members):
        if one.attribution is not None:
            voiced.setdefault(one.document, n)
    for n, one in enumerate(members):
        if one.attribution is None and one.document in voiced:
            giver = voiced[one.document]
            outlet, name = ends[n].outlet or "the report", ends[giver].name or "somebody unnamed"
            yield giver, n, f"{outlet} says it in its own words and gives {name} for it."


def _cited(case: Case) -> Unions:
    """6. A medium that is cited, or passed it on, with its own report; circles.

    Where its own report is not there, with whoever told it that medium.
    """
    reports = _by_name((end.outlet or "", n) for n, end in enumerate(case.ends))
    told = _by_name(
        (medium, n)
        for n, end in enumerate(case.ends) if end.kind == "speaker"
        for medium in _media(case.members[n], end)
    )  # fmt: skip
    circle = _circle(case)
    for n, end in enumerate(case.ends):
        for medium in _media(case.members[n], end):
            own = _report_of(case, n, reports.get(medium, ()))
            if own is not None:
                yield n, own, _how_cited(end, case.ends[own], circle)
            elif end.kind == "outlet" and medium in told:
                speaker = told[medium][0]
                yield speaker, n, f"{medium} has it from {case.ends[speaker].name}."


def _by_name(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, n in pairs:
        found.setdefault(name, []).append(n)
    return found


def _report_of(case: Case, n: int, reports: Sequence[int]) -> int | None:
    """Return the member of a cited medium's own report, rather one that ends at the same."""
    others = [k for k in reports if case.members[k].document != case.members[n].document]
    same = [k for k in others if case.ends[k].name == case.ends[n].name]
    return next(iter(same or others), None)


def _circle(case: Case) -> tuple[str, ...]:
    """Return the outlets that cite each other round about, in the order of their reports."""
    cites: dict[str, set[str]] = {}
    for one, end in zip(case.members, case.ends, strict=True):
        if end.outlet:
            cites.setdefault(end.outlet, set()).update(_media(one, end))
    return tuple(outlet for outlet in cites if outlet in _reached(cites, cites[outlet]))


def _reached(cites: Mapping[str, set[str]], start: set[str]) -> set[str]:
    """Return all outlets that some lead to by citing, themselves too."""
    found, todo = set[str](), list(start)
    while todo:
        outlet = todo.pop()
        if outlet not in found:
            found.add(outlet)
            todo += cites.get(outlet, ())
    return found


def _media(one: Stated, end: End) -> Iterator[str]:
    """Yield the media that a member came through, but its own outlet."""
    hops = one.attribution.chain[1:] if one.attribution else ()
    names = [name_of(hop.name) for hop in hops if hop.name and hop.name != end.name]
    if end.kind == "outlet" and end.name:
        names.append(end.name)
    yield from (name for name in dict.fromkeys(names) if name != end.outlet)


def _how_cited(citing: End, cited: End, circle: Sequence[str]) -> str:
    if citing.outlet in circle and cited.outlet in circle:
        names = f"{', '.join(circle[:-1])} and {circle[-1]}"
        return f"{names} cite each other in a circle: none of them has it from elsewhere."
    behind = f", which has it from {cited.name}" if cited.name and cited.kind == "speaker" else ""
    return f"{citing.outlet} cites {cited.outlet}{behind}."


def _origins(case: Case, stances: Sequence[Stance], sets: _Sets) -> Iterator[Origin]:
    held: dict[int, list[int]] = {}
    for n in range(len(case.members)):
        held.setdefault(sets.find(n), []).append(n)
    for root, some in held.items():
        why = tuple(dict.fromkeys(text for at, text in sets.reasons if sets.find(at) == root))
        yield Origin(_name(case, some), tuple(some), why, stances[some[0]] == "denies")


def _name(case: Case, some: Sequence[int]) -> str | None:
    """Return what an origin is called: by name before description, speaker before medium."""
    ends = [case.ends[n] for n in some]
    speakers = [end for end in ends if end.kind == "speaker"]
    names = Counter(end.name for end in speakers if not end.unnamed)
    names = names or Counter(end.name for end in speakers)
    if names:
        return max(names, key=lambda name: (names[name], len(name or "")))
    copies = _copies_among([case.members[n] for n in some], case.context)
    agency = next((copy.agency for copy in copies if copy.agency), None)
    return agency or next((end.name for end in ends if end.kind == "outlet"), None)


def _copies_among(members: Sequence[Stated], context: Context) -> Iterator[Syndication]:
    documents = list(dict.fromkeys(one.document for one in members))
    for n, a in enumerate(documents):
        for b in documents[:n]:
            copy = context.copies.get(frozenset((a, b)))
            if copy:
                yield copy


_UNIONS: Final = (
    _same_ends, _same_passages, _same_side, _of_a_group, _unnamed_of_one, _given_by_itself,
    _cited, _same_wording, _unknown,
)  # fmt: skip
