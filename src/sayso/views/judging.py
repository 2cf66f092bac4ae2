"""What people decide: two actors or claims are the same or different, a grade is another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sayso.claims import heed
from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import Judgement, Ledger, ShownActor, judge, judgements, show, undo
from sayso.ledger.claims import get_claim
from sayso.records import Claim
from sayso.resolve.grade import CREDIBILITY, RELIABILITY
from sayso.views.claims import is_grade, speakers, told_of

Verdict = Literal["same", "different"]
_OPPOSITE: dict[Verdict, Verdict] = {"same": "different", "different": "same"}


def judge_pair(
    ledger: Ledger, verdict: Verdict, names: tuple[str, str], by: str, *, why: str = ""
) -> str:
    """Record a judgement about two things; return what was done, in words.

    What was judged to the contrary is taken back. The same judgement twice is one.

    Args:
        ledger: which.
        verdict: what they are.
        names: the ids of two actors or two claims, or their beginnings.
        by: who judges.
        why: the reason, in words.

    Raises:
        NotInLedger: there is no such thing.
        LedgerError: they are not of one kind, or one and the same.
    """
    kind, pair = _pair(ledger, names)
    words = f"{kind}s {pair[0]} and {pair[1]}"
    if _found(ledger, verdict, pair):
        return f"{words} are judged {verdict} already"
    for contrary in _found(ledger, _OPPOSITE[verdict], pair):
        undo(ledger, contrary.key, by=by)
    value = {"note": why.strip()} if why.strip() else None
    judge(ledger, verdict, pair[0], kind=kind, other=pair[1], value=value, by=by)
    heed(ledger, kind, pair)
    return f"{words} are judged {verdict} by {by}; to take it back, say it again with --undo"


def undo_pair(ledger: Ledger, verdict: Verdict, names: tuple[str, str], by: str) -> str:
    """Take a judgement about two things back; return what was done, in words.

    Raises:
        NotInLedger: there is no such judgement in force.
    """
    kind, pair = _pair(ledger, names)
    words = f"{kind}s {pair[0]} and {pair[1]}"
    found = _found(ledger, verdict, pair)
    if not found:
        raise NotInLedger(f"nobody has judged {words} {verdict}; nothing to take back")
    for one in found:
        undo(ledger, one.key, by=by)
    heed(ledger, kind, pair)
    return f"that {words} are {verdict} is taken back by {by}"


def set_grade(
    ledger: Ledger, name: str, value: tuple[str, str], by: str, *, origin: int | None = None
) -> str:
    """Record another grade for a claim or for one of its origins; return what was done, in words.

    Args:
        ledger: which.
        name: the id of a claim.
        value: the grade and the reason for it; "none" takes back what was set.
        by: who judges.
        origin: its number on the page, from 1; None grades the claim itself.

    Raises:
        NotInLedger: there is no such claim or origin, or nothing to take back.
        LedgerError: no grade of that scale, no reason, or nobody to keep it for.
    """
    kind, target = _graded(ledger, name, origin)
    grade, why = value[0].strip().upper(), value[1].strip()
    set_before = [one for one in judgements(ledger, target) if is_grade(one, kind)]
    if grade == "NONE":
        if not set_before:
            raise NotInLedger(f"nobody has graded {kind} {target}; nothing to take back")
    else:
        _check_grade(grade, why, RELIABILITY if kind == "actor" else CREDIBILITY)
    for one in set_before:
        undo(ledger, one.key, by=by)
    if grade == "NONE":
        return f"the grade of {kind} {target} is ours again"
    judge(ledger, "correct", target, kind=kind, value={"grade": grade, "why": why}, by=by)
    return f"{kind} {target} is graded {grade} by {by}; --grade none takes it back"


def _graded(ledger: Ledger, name: str, number: int | None) -> tuple[str, str]:
    """Return the kind and the key of what a grade is kept for."""
    claim = get_claim(ledger, name)
    if number is None:
        return "claim", claim.id
    if not 1 <= number <= len(claim.origins):
        raise NotInLedger(f"claim {claim.id} has origins 1 to {len(claim.origins)}, not {number}")
    told = told_of(ledger, claim)
    key = next(speakers(claim, claim.origins[number - 1], told.readings), None)
    if key is None:
        raise LedgerError(f"origin {number} is nobody who speaks in a report; it keeps no grade")
    return "actor", key


def _check_grade(grade: str, why: str, scale: Mapping[str, str]) -> None:
    if grade not in scale:
        raise LedgerError(f"{grade!r} is no grade here; give one of {', '.join(scale)}")
    if not why:
        raise LedgerError("another grade needs its reason: --why TEXT")


def _found(ledger: Ledger, verdict: Verdict, pair: tuple[str, str]) -> list[Judgement]:
    """Return the judgements in force that give this verdict on two things."""
    return [
        one for one in judgements(ledger, pair[0])
        if one.verdict == verdict and {one.target, one.other} == set(pair)
    ]  # fmt: skip


def _pair(ledger: Ledger, names: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    if not any("-" in name for name in names):
        one, other = _places(ledger, names)
        kind = "claim"
    else:
        (kind, one), (other_kind, other) = (_thing(ledger, name) for name in names)
        if kind != other_kind:
            raise LedgerError(f"{one} is a {kind}, {other} a {other_kind}; give two of a kind")
    if one == other:
        raise LedgerError(f"{one} is one {kind}; give two different ids")
    return kind, (one, other)


def _places(ledger: Ledger, names: tuple[str, str]) -> tuple[str, str]:
    """Return the keys of two places: ids of claims, or of one and a member of it.

    A place that was judged before may be no claim's first one any more.
    """
    claims = [_claim(ledger, name) for name in names]
    known = {member.key for claim in claims if claim for member in claim.members}
    for name, claim in zip(names, claims, strict=True):
        if claim is None and name not in known and not judgements(ledger, name):
            get_claim(ledger, name)  # says that there is none
    one, other = (claim.id if claim else name for name, claim in zip(names, claims, strict=True))
    return one, other


def _claim(ledger: Ledger, name: str) -> Claim | None:
    try:
        return get_claim(ledger, name)
    except NotInLedger:
        return None


def _thing(ledger: Ledger, name: str) -> tuple[str, str]:
    """Return the kind and the whole key of what an id stands for: an actor has a hyphen in it."""
    if "-" not in name:
        return "claim", get_claim(ledger, name).id
    shown = show(ledger, name)
    if not isinstance(shown, ShownActor):
        raise LedgerError(f"{name} is no actor; `sayso show` lists the ids of actors", subject=name)
    return "actor", shown.key
