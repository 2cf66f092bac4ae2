"""What can be said of a claim: sentences, trees of chains, a timeline, excerpts.

One place for people and programs: the page and the JSON show what is made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.ledger import attribution_keys
from sayso.records import Attribution, Claim, Happening, Member, Origin, Reading, Span, Spread
from sayso.resolve.grade import Grades, Ways, identity_of, stating
from sayso.resolve.outlet import name_of
from sayso.text import merged

UNKNOWN = "(unknown)"
_AROUND = 160  # characters of context on each side of an excerpt
# What "has not denied it" and the like are in a sentence behind a name.
_ANSWERS = {
    "not-denied": "has not denied it",
    "declined": "would not comment on it",
    "unreachable": "could not be reached about it",
    "unverified": "could not verify it",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with what it takes to show it.

    Attributes:
        readings: of the members' documents, as far as the ledger still has them.
        ways: of the members, as far as they were looked up.
    """

    claim: Claim
    readings: Mapping[str, Reading]
    ways: Ways
    grades: Grades


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in the tree of an origin, and who has it from him.

    Attributes:
        name: of a person, document or medium.
        members: indexes of the members whose document is his; none if he is only cited.
        children: those who have it from him.
    """

    name: str
    members: tuple[int, ...]
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a claim.

    Attributes:
        at: when it was published, ISO 8601.
        what: "first", "new origin", "repeat", "doubt", "denial", or a response.
        member: index.
        who: whose word or response it is; None if unknown.
    """

    at: str | None
    what: str
    member: int
    who: str | None


# --- who, in words ---------------------------------------------------------------------


def count_documents(members: Iterable[Member]) -> int:
    """Return in how many documents some members stand."""
    return len({one.document for one in members})


def count_outlets(members: Iterable[Member]) -> int:
    """Return how many outlets published them, one that has several names counted once."""
    return len({name_of(one.outlet) for one in members if one.outlet})


def sentences(told: Told) -> list[str]:
    """Return what there is to know first: who states, denies, doubts it, and how many say what."""
    claim = told.claim
    out = [_stated(told)]
    deniers = [one for one in claim.origins if one.denies]
    out += [f"Denied by {_name_in_words(one, told)} ({_first_place(one, claim)})."
            for one in deniers]  # fmt: skip
    if not deniers:
        out.append("Nobody denies it in these documents.")
    out += [f"Doubted by {listed(_doubters(claim))}."] if _doubters(claim) else []
    out += list(_silences(claim))
    out += [spread_in_words(one, claim.members) for one in claim.spreads]
    return out + [_happening_in_words(one) for one in claim.happenings]


def _happening_in_words(happening: Happening) -> str:
    """Return an event as the members tell of it: "Event: ASSAULT by A on B, told by no. 1"."""
    by = f" by {listed(happening.actor)}" if happening.actor else ""
    on = f" towards {listed(happening.recipient)}" if happening.recipient else ""
    numbers = listed([str(n + 1) for n in happening.members])
    return f"Event: {happening.type}{by}{on}, as no. {numbers} has it."


def _stated(told: Told) -> str:
    states = stating(told.claim)
    members = [one for one in told.claim.members if one.stance == "states"]
    where = (
        f"{many(count_documents(members), 'document')} of {many(count_outlets(members), 'outlet')}"
    )
    names = listed([_name_in_words(one, told) for one in states])
    if not states:
        return "Nobody states it without doubt."
    if len(states) == 1:
        return f"One origin: {names}. It stands in {where}."
    return f"{len(states)} independent origins: {names}. It stands in {where}."


def _name_in_words(origin: Origin, told: Told) -> str:
    """Return an origin's name, and why it is none: "two officers (anonymous)"."""
    if origin.name is None:
        return "somebody unknown"
    kept_back = identity_of(origin, told.ways) == "anonymous"
    return f"{origin.name} (anonymous)" if kept_back else origin.name


def _first_place(origin: Origin, claim: Claim) -> str:
    return place(claim.members[origin.members[0]])


def place(member: Member) -> str:
    """Return where a member stands: "The Tern, 2016-01-14"."""
    return ", ".join(filter(None, (member.outlet or "outlet unknown", day(member.published))))


def day(when: str | None) -> str:
    """Return the day of a time; nothing if it is not known."""
    return (when or "")[:10]


def _doubters(claim: Claim) -> list[str]:
    return [f"{who(one)} ({place(one)})" for one in claim.members if one.stance == "doubts"]


def who(member: Member) -> str:
    """Return whose word a member is."""
    return member.speaker or "somebody unknown"


def _silences(claim: Claim) -> Iterator[str]:
    """Yield who has not denied it and the like, each with the documents that say so."""
    places: dict[tuple[str, str], list[str]] = {}
    for actor, response, n in claim.silent:
        member = claim.members[n]
        where = day(member.published) if actor == member.outlet else place(member)
        places.setdefault((actor, response), []).append(where)
    for (actor, response), some in places.items():
        answer = _ANSWERS.get(response, response)
        where = "; ".join(dict.fromkeys(filter(None, some)))
        yield f"{capital(actor)} {answer}{f' ({where})' if where else ''}."


def spread_in_words(spread: Spread, members: Sequence[Member]) -> str:
    """Return who gives which figure: "How many (person): 12 by Vale; 20 by Calder."."""
    by_value: dict[tuple[float | None, float | None], list[str]] = {}
    for n, low, high in spread.told:
        by_value.setdefault((low, high), []).append(who(members[n]))
    told = "; ".join(
        f"{figure(*value)} by {listed(list(dict.fromkeys(names)))}"
        for value, names in sorted(by_value.items(), key=lambda item: _ordered(item[0]))
    )
    within = f"; {figure(spread.low, spread.high)} in all" if len(by_value) > 2 else ""
    return f"How many ({spread.of}): {told}{within}."


def _ordered(value: tuple[float | None, float | None]) -> tuple[float, float]:
    low, high = value
    return (float("-inf") if low is None else low, float("inf") if high is None else high)


def figure(low: float | None, high: float | None) -> str:
    """Return a number with its bounds: "12", "12 or more", "up to 20", "12 to 20"."""
    if low is not None and high is not None:
        return _digits(low) if low == high else f"{_digits(low)} to {_digits(high)}"
    if low is not None:
        return f"{_digits(low)} or more"
    return "any number" if high is None else f"up to {_digits(high)}"


def _digits(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,}"


def listed(names: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def many(count: int, thing: str) -> str:
    """Return "1 document", "2 documents"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def capital(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


# --- chains, as trees ------------------------------------------------------------------


@dataclass(slots=True)
class _Branch:
    name: str
    members: list[int] = field(default_factory=list)
    children: list[_Branch] = field(default_factory=list)


def chain_of(told: Told, n: int) -> tuple[str, ...]:
    """Return through whom a member's word came, its document's outlet first, the speaker last."""
    member = told.claim.members[n]
    outlet = member.outlet or UNKNOWN
    attribution = attribution_of(member, told.readings.get(member.document))
    if attribution and attribution.chain:
        return (outlet, *(hop.name or UNKNOWN for hop in attribution.chain[1:]))
    ends = member.attribution is not None and member.speaker
    return (outlet, ends) if ends else (outlet,)


def attribution_of(member: Member, reading: Reading | None) -> Attribution | None:
    """Return the attribution that a member names, if its document is still there.

    A ledger's claims name it by its key, others by its id within the reading.
    """
    if reading is None or member.attribution is None:
        return None
    keys = attribution_keys(reading)
    for key, one in zip(keys, reading.attributions, strict=True):
        if member.attribution in {one.id, key}:
            return one
    return None


def tree_of(told: Told, origin: Origin) -> Node:
    """Return how an origin's word came to the reader, the origin first.

    A chain hangs on whoever of it is in the tree already, so that one that ends at a medium
    goes on as the trace did: through that medium's own report. Those that end at the origin
    come first, then what hangs on them; of a circle, the first member begins.
    """
    root = _Branch(origin.name or UNKNOWN)
    known = {_folded(root.name): root}
    paths = {n: chain_of(told, n)[::-1] for n in origin.members}
    outlets = {_folded(path[-1]) for path in paths.values()}
    waiting = sorted(paths, key=lambda n: (_folded(paths[n][0]) in outlets, n))
    while waiting:
        ready = [n for n in waiting if _anchor(paths[n], known)] or waiting[:1]
        for n in ready:
            _hang(n, paths[n], root, known)
        waiting = [n for n in waiting if n not in set(ready)]
    return _frozen(root)


def _folded(name: str) -> str:
    return name_of(name).casefold()


def _anchor(path: Sequence[str], known: Mapping[str, _Branch]) -> int:
    """Return which place of a path is in the tree, counted from 1; 0 if none is.

    A document's own outlet is none, unless it is all there is: other reports of it that are
    in the tree may have it from others.
    """
    others = path[:-1] or path
    return next((n for n, name in enumerate(others, 1) if _folded(name) in known), 0)


def _hang(n: int, path: Sequence[str], root: _Branch, known: dict[str, _Branch]) -> None:
    place = _anchor(path, known)
    at = known[_folded(path[place - 1])] if place else root
    for name in path[place:]:
        at = _child(at, name)
        known.setdefault(_folded(name), at)
    at.members.append(n)


def _child(branch: _Branch, name: str) -> _Branch:
    folded = _folded(name)
    for one in branch.children:
        if _folded(one.name) == folded:
            return one
    branch.children.append(_Branch(name))
    return branch.children[-1]


def _frozen(branch: _Branch) -> Node:
    return Node(branch.name, tuple(sorted(branch.members)), tuple(map(_frozen, branch.children)))


# --- time ------------------------------------------------------------------------------


def timeline(claim: Claim) -> list[Moment]:
    """Return what happened to a claim: first, from a new origin, repeated, doubted, denied."""
    origin = {n: number for number, one in enumerate(claim.origins) for n in one.members}
    answers: dict[int, list[tuple[str, str]]] = {}
    for actor, response, n in claim.silent:
        answers.setdefault(n, []).append((actor, response))
    out: list[Moment] = []
    seen: set[int | None] = set()
    for n, one in enumerate(claim.members):
        out.append(Moment(one.published, _what(one, origin.get(n), seen), n, one.speaker))
        if one.stance == "states":
            seen.add(origin.get(n))
        out += [Moment(one.published, response, n, actor) for actor, response in answers.get(n, ())]
    return out


def _what(member: Member, origin: int | None, seen: set[int | None]) -> str:
    if member.stance != "states":
        return {"denies": "denial", "doubts": "doubt"}[member.stance]
    if not seen:
        return "first"
    return "repeat" if origin in seen else "new origin"


# --- words in their place --------------------------------------------------------------


def excerpt(text: str, spans: Sequence[Span]) -> str:
    """Return the words of some spans between ⟦ and ⟧ in what stands around them, on one line.

    The context ends with its paragraph, or at a word's end where that is far.
    """
    spans = merged(spans)
    if not spans:
        return ""
    start, end = spans[0][0], spans[-1][1]
    before, after = _before(text, start), _after(text, end)
    middle, at = "", start
    for low, high in spans:
        middle += f"{text[at:low]}⟦{text[low:high]}⟧"
        at = high
    return " ".join(f"{before}{middle}{after}".split())


def _before(text: str, start: int) -> str:
    paragraph = text.rfind("\n", 0, start) + 1
    if start - paragraph <= _AROUND:
        return text[paragraph:start]
    piece = text[start - _AROUND : start]
    return f"…{piece.partition(' ')[2] or piece}"


def _after(text: str, end: int) -> str:
    paragraph = text.find("\n", end)
    paragraph = len(text) if paragraph < 0 else paragraph
    if paragraph - end <= _AROUND:
        return text[end:paragraph]
    piece = text[end : end + _AROUND]
    return f"{piece.rpartition(' ')[0] or piece}…"
