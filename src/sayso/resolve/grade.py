"""Grades of a claim and of its origins, on the Admiralty scale; no judgement of truth.

The scale has two parts that are kept apart: how reliable a source is (A to F), and how credible
one report is (1 to 6). What each grade means is from the matrix in appendix B of the US Army's
FM 2-22.3 (2006), the same as NATO's (AJP-2.1). Of its meanings, what can be read off claims is
used: whether independent origins say the same, whether somebody denies it, how directly it was
told. Whether a report is "logical in itself" is for people. The thresholds are ours.

``credibility`` looks at one claim, ``reliability`` at the others in which an origin had a part,
so neither grade moves the other. ``overridden`` puts a person's grade in place of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sayso.records import Attribution, Claim, Member, Origin

CREDIBILITY: Final = {
    "1": "confirmed by independent origins",
    "2": "probable",
    "3": "possible",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}
RELIABILITY: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
_SETTLED: Final = 5  # claims of an origin below which there is no record to speak of
_LONG: Final = 20  # and those from which one without a blemish is "complete"
_SHARES: Final = ((0.9, "B"), (0.7, "C"), (0.4, "D"))  # backed, of those that were settled
# What reports say of one voice, the strongest first: who is named once is known; who asked not
# to be named is not known the better for being "officials" where the report is repeated.
_IDENTITIES: Final = ("named", "anonymous", "role", "unstated")
_KNOWN: Final = frozenset({"named", "role"})


@dataclass(frozen=True, slots=True)
class Way:
    """How the word of a member's speaker came to the reader.

    Attributes:
        hops: media, documents and people it went through between the document's outlet and
            the speaker; a speaker who is himself a medium that is cited counts as one.
        identity: as in ``Attribution``; "named" for the own voice of a known outlet.
        medium: whether a medium speaks: the document's outlet, or one that it cites.
    """

    hops: int
    identity: str | None
    medium: bool = False


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with what it means and the reasons, one sentence each."""

    grade: str
    meaning: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades of a claim: its own, and one for each of its origins.

    ``reliability`` is None where the origins' other claims were not looked at, as in lists.
    """

    credibility: Grade
    reliability: tuple[Grade, ...] | None = None


Ways = Mapping[int, Way]  # index of a member -> its way; those that are not known are missing


def way_of(member: Member, told: Attribution | None) -> Way:
    """Return a member's way.

    Args:
        member: of a claim.
        told: the attribution that it names; None for a document's own voice.
    """
    if told is None:
        return Way(0, "named" if member.outlet else "unstated", medium=True)
    names = [hop.name for hop in told.chain[1:]]
    between = names[:-1] if names and names[-1] == told.speaker else names
    medium = told.kind == "outlet"
    return Way(len(between) + medium, told.identity or "unstated", medium)


def identity_of(origin: Origin, ways: Ways) -> str:
    """Return how an origin is known: "named", "anonymous", "role" or "unstated"."""
    told = {way.identity for way in _own(origin, ways)}
    return next((one for one in _IDENTITIES if one in told), "unstated")


def is_direct(origin: Origin, ways: Ways) -> bool:
    """Tell whether a report has the origin's word from itself, not through others."""
    return any(way.hops == 0 for way in _own(origin, ways))


def _own(origin: Origin, ways: Ways) -> list[Way]:
    """Return the ways that end at an origin itself.

    Where somebody speaks, media that say it in their own words or cite each other have it from
    him: how they are known says nothing of him.
    """
    known = [ways[n] for n in origin.members if n in ways]
    return [way for way in known if not way.medium] or known


def stating(claim: Claim) -> list[Origin]:
    """Return the origins that state a claim: those that only doubt or deny it do not."""
    return [
        one for one in claim.origins
        if not one.denies and any(claim.members[n].stance == "states" for n in one.members)
    ]  # fmt: skip


def credibility(claim: Claim, ways: Ways) -> Grade:
    """Return how credible a claim is, by who states and who denies it.

    1. Nobody states it: 6.
    2. Denied: 5 if more deny than state it, 4 if as many, else 3.
    3. Stated by two independent origins that are known and reached directly: 1; by two of any
       other kind: 2. By one of that kind alone: 3; one that is unnamed or second-hand: 6.
    4. Doubted: one grade lower, down to 4.

    Who denies something, or has an interest in it, is not weighed.
    """
    states, denies = stating(claim), [one for one in claim.origins if one.denies]
    told = [_number(len(states), "independent origin states", "independent origins state") + " it"]
    told += [f"{_number(len(denies), 'origin denies', 'origins deny')} it"] if denies else []
    grade, why = _by_origins(states, len(denies), ways)
    doubts = [one for one in claim.members if one.stance == "doubts"]
    if doubts and grade in {"1", "2", "3"}:
        grade = str(int(grade) + 1)
        why.append(f"One grade lower because {_by(doubts[0])} doubts it.")
    reasons = (f"{', '.join(told)}.", *why, *_unverified(claim))
    return Grade(grade, CREDIBILITY[grade], reasons)


def _by_origins(states: list[Origin], denials: int, ways: Ways) -> tuple[str, list[str]]:
    firm = [one for one in states if is_direct(one, ways) and identity_of(one, ways) in _KNOWN]
    weak = [_weakness(one, ways) for one in states if one not in firm]
    if not states:
        return "6", ["There is nobody's word to weigh."]
    if denials:
        grade = "5" if denials > len(states) else "4" if denials == len(states) else "3"
        how = {"5": "More deny than state it.", "4": "As many deny as state it.",
               "3": "More state than deny it."}  # fmt: skip
        return grade, [how[grade], *weak]
    if len(states) > 1:
        enough = len(firm) > 1
        count = f"{len(firm)} of them {'is' if len(firm) == 1 else 'are'} known and heard directly"
        return ("1" if enough else "2"), [f"{count}{'' if enough else '; it takes two'}.", *weak]
    if firm:
        return "3", ["It stands on one word; nobody else states it, and nobody denies it."]
    return "6", ["It stands on one word, with nothing to hold beside it.", *weak]


def _weakness(origin: Origin, ways: Ways) -> str:
    name = origin.name or "One origin"
    identity = identity_of(origin, ways)
    if identity == "unstated" or origin.name is None:
        return "Of one origin nothing is known."
    if identity == "anonymous":
        return f"Of {name} the name is kept back."
    return f"What {name} said is known through others only."


def _unverified(claim: Claim) -> Iterable[str]:
    for actor, response, _ in claim.silent:
        if response == "unverified":
            yield f"{actor} could not verify it; that changes no grade."


def _by(member: Member) -> str:
    return member.speaker or member.outlet or "somebody unnamed"


Outcome = Literal["backed", "denied", "withdrawn", "open"]


def reliability(origin: Origin, ways: Ways, others: Iterable[Claim]) -> Grade:
    """Return how reliable an origin is, by what became of its other claims.

    Args:
        origin: of some claim.
        ways: of that claim's members.
        others: claims that may have the origin too; without that claim.

    1. Who is not named cannot be followed from claim to claim: F.
    2. Of the other claims it states, some are *settled*: another origin states the same and
       nobody denies it (backed), another denies it and nobody else states it (denied), or it
       denies it itself (withdrawn). With fewer than five: F.
    3. By the share that was backed: A if all of twenty and more, B from .9, C from .7, D from
       .4, E below.

    A denial proves nothing; the grade says how often others bore the origin out, no more.
    """
    if origin.name is None or identity_of(origin, ways) != "named":
        return _reliability("F", "Who is not named cannot be followed from claim to claim.")
    found = [outcome(origin.name, claim) for claim in others]
    backed, denied, withdrawn = (found.count(one) for one in ("backed", "denied", "withdrawn"))
    settled = backed + denied + withdrawn
    if not any(found):
        return _reliability("F", "It states no other claim here.")
    told = (
        f"Its other claims here: {backed} backed by others, {denied} denied, "
        f"{withdrawn} taken back, {found.count('open')} open."
    )
    if settled < _SETTLED:
        return _reliability(
            "F", told, f"It takes {_SETTLED} that are backed, denied or taken back."
        )
    share = backed / settled
    if backed == settled and settled >= _LONG:
        return _reliability("A", told)
    grade = next((grade for least, grade in _SHARES if share >= least), "E")
    return _reliability(grade, told, f"{share:.0%} of {settled} were backed.")


def _reliability(grade: str, *why: str) -> Grade:
    return Grade(grade, RELIABILITY[grade], why)


def outcome(name: str, claim: Claim) -> Outcome | None:
    """Return what became of a claim for an origin of this name; None if it does not state it."""
    own = [one for one in stating(claim) if _same(one.name, name)]
    if not own:
        return None
    deniers = [one for one in claim.origins if one.denies]
    if any(_same(one.name, name) for one in deniers):
        return "withdrawn"
    others = len(stating(claim)) > len(own)
    if others == bool(deniers):
        return "open"
    return "backed" if others else "denied"


def _same(name: str | None, other: str) -> bool:
    return name is not None and _folded(name) == _folded(other)


def _folded(name: str) -> str:
    return name.casefold().removeprefix("the ")


def overridden(found: Grade, value: Mapping[str, Any], by: str) -> Grade:
    """Return the grade that a person gives instead, with his reason; ours stands beside it.

    Args:
        found: our grade.
        value: of a judgement: "grade", one of the same part of the scale, and "why".
        by: who judged.

    A grade that is not of the scale, or has no reason, is named and passed over.
    """
    scale = CREDIBILITY if found.grade in CREDIBILITY else RELIABILITY
    grade, why = str(value.get("grade", "")), str(value.get("why") or "").strip()
    if grade not in scale or not why:
        lack = "gives no reason" if grade in scale else "is not on this scale"
        return Grade(
            found.grade, found.meaning, (*found.why, f"The grade “{grade}” by {by} {lack}.")
        )
    ours = f"Without that it is {found.grade}, {found.meaning}."
    return Grade(grade, scale[grade], (f"{by} set it: {why}", ours, *found.why))


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
