"""What the values of fields are called on pages, and the signs that stand beside the words.

Each value has a word, a sign and a shape (a class of the stylesheet), so that none is told by
colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """How a value is shown: in words, by a sign, by a class of the stylesheet."""

    word: str
    sign: str = ""
    shape: str = ""


MODES = {
    "direct": Named("direct speech", "“ ”", "direct"),
    "mixed": Named("partly quoted", "“ …", "mixed"),
    "indirect": Named("indirect speech", "…", "indirect"),
}
CERTAINTIES = {
    "CT+": Named("certain that it is so", "+", "certain"),
    "PR+": Named("holds it probable", "+", "certain"),
    "PS+": Named("holds it possible", "+", "certain"),
    "CT-": Named("certain that it is not so", "✗", "denied"),
    "PR-": Named("holds it improbable", "✗", "denied"),
    "PS-": Named("holds it hardly possible", "✗", "denied"),
    "UU": Named("takes no stand", "?", "open"),
}
RESPONSES = {
    "confirmed": Named("confirmed by", "✓", "certain"),
    "denied": Named("denied by", "✗", "denied"),
    "not-denied": Named("not denied by", "∅", "open"),
    "declined": Named("comment declined by", "–", "open"),
    "unreachable": Named("no answer from", "?", "open"),
    "unverified": Named("not verified by", "?", "open"),
}
# The same where the actor comes first.
ANSWERS = {
    "confirmed": Named("confirmed", "✓", "certain"),
    "denied": Named("denied", "✗", "denied"),
    "not-denied": Named("has not denied", "∅", "open"),
    "declined": Named("would not comment on", "–", "open"),
    "unreachable": Named("could not be reached about", "?", "open"),
    "unverified": Named("could not verify", "?", "open"),
}
POLARITIES = {"+": Named("said to be so", "+", "certain"), "-": Named("said not so", "✗", "denied")}
DENIALS = {"yes": Named("denied", "✗", "denied"), "no": Named("not denied")}
STANCES = {
    "states": Named("states it", "●", "certain"),
    "denies": Named("denies it", "✗", "denied"),
    "doubts": Named("doubts it", "?", "open"),
}
IDENTITIES = {
    "named": Named("named"),
    "role": Named("by role, unnamed"),
    "anonymous": Named("anonymous"),
    "unstated": Named("unstated"),
}
# What happened to a claim; the shape is that of its mark on a timeline.
MOMENTS = {
    "first": Named("first told", "◆", "first"),
    "new origin": Named("new origin", "◇", "origin"),
    "repeat": Named("repeated", "●", "repeat"),
    "denial": Named("denied", "✗", "denial"),
    "doubt": Named("doubted", "?", "doubt"),
    "confirmed": Named("confirmed", "✓", "answer"),
    "denied": Named("denied", "✗", "denial"),
    "not-denied": Named("not denied", "∅", "answer"),
    "declined": Named("no comment", "–", "answer"),
    "unreachable": Named("no answer", "…", "answer"),
    "unverified": Named("not verified", "?", "answer"),
}
# PLOVER's types of events, by quadrant; the shape is that of the mark on a timeline.
_QUADRANTS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "talk"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), "help"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "dispute"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "force"),
}
EVENT_TYPES = {name: Named(name, shape=shape) for name, shape in _QUADRANTS.items()}
KINDS = {
    "person": Named("person", shape="person"),
    "group": Named("group", shape="group"),
    "government": Named("government", shape="body"),
    "organisation": Named("organisation", shape="body"),
    "armed-group": Named("armed group", shape="group"),
    "outlet": Named("outlet", shape="outlet"),
    "document": Named("document", shape="paper"),
    "unknown": Named("unknown", shape="unknown"),
}
_UNKNOWN = Named("not decided")


def certainty(code: str | None) -> Named:
    """Return how sure a speaker is, by the code of the field ``factuality``."""
    return CERTAINTIES.get(code or "", _UNKNOWN)


def named(table: Mapping[str, Named], value: str | None) -> Named:
    """Return how a value is shown; one that the table lacks by itself."""
    return table.get(value or "", Named(value or "not decided"))


def day(when: str | None) -> str:
    """Return the day of a time; nothing if it is not known."""
    return (when or "")[:10]


def minute(when: str | None) -> str:
    """Return a time to the minute with its zone; a day, month or year as it is."""
    date, sign, time = (when or "").partition("T")
    zone = next((time[n:] for n in (time.find(mark) for mark in "Z+-") if n > 0), "")
    zone = {"Z": " UTC", "+00:00": " UTC", "": ""}.get(zone, f" {zone}")
    return f"{date} {time[:5]}{zone}" if sign else date


def many(count: int, thing: str, plural: str | None = None) -> str:
    """Return "1 document", "2 documents"; ``plural`` where it is not just an "s" more."""
    return f"{count:,} {thing if count == 1 else plural or f'{thing}s'}"
