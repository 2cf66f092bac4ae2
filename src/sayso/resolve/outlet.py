"""Outlets across documents: one name for each, who owns it, and whose text a report is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from sayso import outlets
from sayso.outlets import known_outlet, outlets_in
from sayso.records import Document, Span

# Owners that are owned themselves: papers of both are of one house.
_HOUSES: Final = {
    "News UK": "News Corp",
    "News Corp Australia": "News Corp",
    "NBCUniversal": "Comcast",
    "Sky": "Comcast",
    "Radio Free Europe/Radio Liberty": "U.S. Agency for Global Media",
}
_HEAD = 400  # characters in which a dateline stands
_TAIL = 700  # and in which a report says at its end where it comes from
_DATELINES: Final = (
    re.compile(r"[^\W\d_a-z]{3}[^()\n]{0,40}\(([^()\d\n]{2,40})\) ?(?:-{1,2}|—|–|_)(?=\W)"),
    re.compile(r"\(([^()\d\n]{2,40})\) ?(?:-{1,2}|—|–|_)(?=\W)"),  # near the start only
)
_NOTICE: Final = re.compile(r"(?:copyright|©)(?: ©)? ?\d{0,4} ?(?:by )?(?:the )?$", re.IGNORECASE)
_HELP: Final = re.compile(r"(?:'s)?(?: \w+(?: \w+){0,8})? contributed to this")
_FILES: Final = re.compile(
    r"(?:reporting by|(?:files|inputs?|reports?|reporting) from|source|credit|via):? (?:the )?$",
    re.IGNORECASE,
)


name_of = outlets.name_of  # known here by all that resolves


class Sign(NamedTuple):
    """What says that a document carries an agency's text.

    ``sure`` is False where the agency has only contributed to it.
    """

    agency: str
    reason: str
    sure: bool = True


@lru_cache(maxsize=4096)
def owner_of(outlet: str) -> str:
    """Return who owns an outlet, given by its name or site; where that is not known, its own name.

    Two outlets with the same owner are two outlets, but not two houses.
    """
    found = known_outlet(outlet)
    return _HOUSES.get(found.owner, found.owner) if found and found.owner else name_of(outlet)


def same_outlet(a: Document, b: Document) -> bool:
    """Tell whether one outlet published both, as far as they say who did."""
    names = [outlet_of(document) for document in (a, b)]
    return None not in names and names[0] == names[1]


def outlet_of(document: Document) -> str | None:
    """Return the one name of who published a document: its outlet, else whose site it is from."""
    if document.outlet:
        return name_of(document.outlet)
    if document.uri and re.match(r"https?://", document.uri):
        return name_of(document.uri)
    return None


def agency_of(document: Document) -> str | None:
    """Return the agency whose text a document carries, as it says itself, or None.

    What ``agency_sign`` finds, but for an agency that has only contributed.
    """
    sign = agency_sign(document)
    return sign.agency if sign and sign.sure else None


def agency_sign(document: Document) -> Sign | None:
    """Return the agency that a document names for its text, and how.

    The first that tells: 1. it is the agency's own; 2. the credit its page gives; 3. its
    byline; 4. its dateline ("(AP) —"); 5. a copyright notice, or "with files from" at its
    end; 6. "contributed to this report", which is not sure.
    """
    text = document.text
    outlet = outlet_of(document)
    if outlet and (agency := _agency(outlet)):  # 1
        return Sign(agency, f"{agency} published it")
    if document.credit:  # 2
        agency = name_of(document.credit)
        helped = _contributed(text, agency)
        return Sign(agency, f"it credits {agency}", sure=not helped)
    for name in document.byline:  # 3
        if agency := _agency(name):
            return Sign(agency, f"its byline names {agency}")
    if agency := _dateline(text):  # 4
        return Sign(agency, f"its dateline names {agency}")
    return _foot_sign(text)


def _foot_sign(text: str) -> Sign | None:
    tail = text[-_TAIL:]
    named = [(span, found.name) for span, found in outlets_in(tail) if found.kind == "agency"]
    for (start, _), agency in named:  # 5
        if _NOTICE.search(tail[:start]):
            return Sign(agency, f"its copyright notice names {agency}")
        if _FILES.search(tail[max(0, start - 30) : start]):
            return Sign(agency, f"it says that it is from {agency}")
    helpers = (agency for span, agency in named if _helped(tail, span))  # 6
    return next((Sign(a, f"{a} contributed to it, it says", sure=False) for a in helpers), None)


def _contributed(text: str, agency: str) -> bool:
    """Tell whether the one thing a text's end says of an agency is that it contributed."""
    sign = _foot_sign(text)
    return bool(sign and not sign.sure and sign.agency == agency and not _dateline(text))


def _dateline(text: str) -> str | None:
    """Return the agency in a dateline: anywhere behind a place in capitals, else near the start."""
    anywhere, near = _DATELINES
    found = anywhere.search(text) or near.search(text, 0, _HEAD)
    return _agency(found[1]) if found else None


def _helped(tail: str, span: Span) -> bool:
    return _HELP.match(tail, span[1]) is not None


def _agency(name: str) -> str | None:
    found = known_outlet(name)
    return found.name if found and found.kind == "agency" else None
