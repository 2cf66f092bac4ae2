"""What a report's own lines say of where it comes from: dateline, credit, byline.

Works on words alone, so plain text, pages and feeds share it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sayso.outlets import outlets
from sayso.read.dates import MONTH

_HEAD_LINES = 6  # a dateline stands behind headline, standfirst, byline and captions at most
_TAIL_LINES = 4
_LIKE_AGENCIES: Final = {"CNN"}  # no agency, but others print its reports as one's
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_SHOUTED = rf"{_CAPITAL}[A-ZÀ-ÖØ-Þ.'’]+(?:[ -]{_CAPITAL}[A-ZÀ-ÖØ-Þ.'’]*){{0,3}}"
_SPOKEN = rf"{_CAPITAL}[\w.'’]+(?:[ -]{_CAPITAL}[\w.'’]*){{0,3}}"
_REGION = rf"(?:, (?!{MONTH}\b){_CAPITAL}[\w.'’]*(?:[ -]{_CAPITAL}[\w.'’]*){{0,3}}){{0,2}}"
_DATED = rf"(?:,? {MONTH}\.? \d{{1,2}}(?:, \d{{4}})?)?"
_DASH = r"\s*(?:-{1,2}|—|–|_|:)\s*(?=\S)"
_DATELINES: Final = (
    # 1. KABUL, Afghanistan, Oct 3 (AP) —   Beirut (AFP) -
    re.compile(
        rf"(?P<place>{_SPOKEN}(?:/{_SPOKEN})*{_REGION}){_DATED},? ?"
        rf"\((?P<agency>[^()\d]{{2,40}})\){_DASH}"
    ),
    # 2. WASHINGTON —   LAKE FOREST, Ill. —   GENEVA, Oct. 3 --
    re.compile(
        rf"(?P<place>{_SHOUTED}(?:/{_SHOUTED})*{_REGION}){_DATED}\s(?:-{{1,2}}|—|–)\s"
        r"(?P<agency>)(?=[^\W\d_]|[\"“‘'«])"
    ),
    # 3. MOSCOW, January 5. /TASS/.
    re.compile(
        rf"(?P<place>{_SHOUTED}{_REGION}){_DATED}\.? ?/(?P<agency>{_CAPITAL}[\w-]{{1,30}})/[.-]?\s*"
    ),
    # 4. an agency in brackets alone, with or without a dash
    re.compile(r"(?P<place>)\((?P<agency>[^()\d]{2,40})\)\s*(?:-{1,2}|—|–|_)?\s*(?=\S)"),
    # 5. ISLAMABAD: The …
    re.compile(rf"(?P<place>{_SHOUTED})(?P<agency>): (?={_CAPITAL})"),
)
_LABEL = re.compile(r"(?m)^[A-Z][A-Z .'’-]{2,30}: ")
_NOT_PLACES = re.compile(
    r"(?:ADVERTISEMENT|ANALYSIS|AUDIO|BREAKING|COMMENT|CORRECTION|EDITORIAL|EXCLUSIVE|EXPLAINER"
    r"|FACTBOX|FILE|GALLERY|INTERVIEW|LISTEN|LIVE|MORE|NEWS|NOTE|OPINION|PHOTOS?|PICTURED|POLL|READ"
    r"|RELATED|REVIEW|SPOILER|STORY|TIMELINE|UPDATE[DS]?|URGENT|VIDEO|WATCH)\b"
)

_TAIL_FORMS: Final = (
    # each must give the whole line, or the line up to what names the agency
    r"(?:Copyright|©|\(c\))\s*(?:Copyright\s*)?(?:\d{{4}}\s*)?(?P<a>{name})(?:\s\d{{4}})?\b",
    r"(?:Additional|With(?: additional)?) (?:reporting|files) (?:by|from) (?P<a>{name})\b",
    r"(?:Sources?|Credit|Agency|Agencies|Via)\s?: ?(?P<a>{name})\b",
    r"(?P<a>{name})(?:'s)? (?:writers?|journalists?|reporters?) .{{0,400}}contributed to this",
    r"(?P<a>{name}) (?:also )?contributed to this",
    r"[(\[—–-]?\s?(?P<a>{name})(?:\s?[-/,|&]\s?{name})*\s?[)\]]?\.?$",
    r"[\w/]{{2,12}} \((?P<a>{name})(?:, {name})*\)$",
)
_HEAD_FORMS: Final = (
    r"(?P<a>{name})\s?\|",
    r".{{0,80}}\((?P<a>{name})\)$",
    r"(?:By |Source: )?(?P<a>{name})$",
)

_BY = re.compile(
    r"(?:(?:written|posted|published|reported|story|words|text|article|report|reporting)\s)?"
    r"(?:by|von|par|por|di|door)[:\s]+",
    re.IGNORECASE,
)
_REPORTING = re.compile(r"\(?Reporting by (?P<names>[^;()]{3,200})(?:[;)]|$)")
_BREAKS = re.compile(
    r"\s*(?:[,;/|&•·\n]|\s-\s|\s(?=\d)|\b(?:and|und|et|with|[Ff]or|in|at|from)\b)\s*"
)
_PARTICLE = re.compile(
    "al|bin|bint|da|dal|de|del|della|den|der|di|dos|du|e|el|ibn|la|le|les|mac|of|ter|van|von|y|zu"
)
_NOT_NAMES = re.compile(
    r"\b(?:admin\w*|agenc\w+|anonymous|article|associat\w+|authors?|blog\w*|bureau|cent(?:er|re)|"
    r"chief|club|column\w*|company|compiled|consult\w+|contribut\w+|correspondents?|council|"
    r"department|desk|digital|edit\w*|foundation|freelance|group|guest|inc|institut\w+|journal\w*|"
    r"live|llc|ltd|magazine|media|minist\w+|network|news\w*|office|online|organi[sz]ation|photo\w*|"
    r"police|posts?|press|producer|profile|published|redaktion|report\w*|service|society|special|"
    r"staff|studios?|team|times|tribune|university|unknown|update\w*|views?|web|wire|writers?|www)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wire:
    """What a report's lines name: its place line, its agency, its writers."""

    dateline: str | None = None
    credit: str | None = None
    byline: tuple[str, ...] = ()


def read_wire(text: str, *, known: str | None = None) -> Wire:
    """Find dateline, credit and byline in the first and last lines of a normalised text.

    The credit comes from 1. the dateline, 2. a "By" line, 3. what is known
    otherwise, 4. a line at the head or the foot ("Source: AFP", "Copyright 2018
    The Associated Press"). The text itself is left as it is.

    Args:
        text: the whole text.
        known: the agency that the page around the text credits, if any.
    """
    lines = text.split("\n", _HEAD_LINES)[:_HEAD_LINES]
    tail = text[-2000:].split("\n")[-_TAIL_LINES:]
    place, by_dateline = _dateline(lines, transcript=len(_LABEL.findall(text[:5000])) > 1)
    names, by_byline = _by_line(lines)
    if not names and (found := next(filter(None, map(_REPORTING.search, tail)), None)):
        names = split_byline(found["names"])[0]
    credit = (
        by_dateline or by_byline or known or _credit_line(lines[:3], tail if len(tail) > 1 else [])
    )
    return Wire(place, credit, names)


def split_byline(raw: str) -> tuple[tuple[str, ...], str | None]:
    """Split "By Jane Doe and John Roe, Reuters" into its people and its agency.

    >>> split_byline("By Jane Doe in Beirut and John Roe, Reuters")
    (('Jane Doe', 'John Roe'), 'Reuters')
    """
    raw = " ".join(raw[:400].split())
    parts = [part.strip(" .:–—()") for part in _BREAKS.split(_BY.sub("", raw, count=1))]
    credit = agency(raw) or next(filter(None, map(agency, parts)), None)
    people = dict.fromkeys(part for part in parts if is_person(part) and not agency(part))
    return tuple(_without_places(raw, people)), credit


def is_person(name: str) -> bool:
    """Tell whether the words look like a person's name: two to five capitalised words."""
    words = name.split()
    if (
        not 2 <= len(words) <= 5
        or words[0] == "The"
        or _NOT_NAMES.search(name)
        or re.search(r"[\d@:!?#…“”\"<>=]", name)
    ):
        return False
    return not _PARTICLE.fullmatch(words[-1].lower()) and all(
        word[0].isupper() or _PARTICLE.fullmatch(word) or not word.isascii() for word in words
    )


def is_forename(name: str) -> bool:
    """Tell whether one word may stand for a person, where a page says that it does."""
    return re.fullmatch(rf"{_CAPITAL}[a-zß-ÿ]+", name) is not None and not _NOT_NAMES.search(name)


def agency(name: str) -> str | None:
    """Return the canonical name of a news agency, by its name, short name or site."""
    bare = re.sub(r"^the\s", "", name.strip(" .()/"), flags=re.IGNORECASE)
    known = _agencies().get(bare) or _agencies().get(bare.casefold())
    if known or " " in bare or "." not in bare:
        return known
    return agency(bare.partition(".")[2])  # uk.reuters.com


def credited(credit: str | None, outlet: str | None) -> str | None:
    """Return the credit, unless the outlet is that agency: its own report credits nobody."""
    return None if credit and outlet and credit in (outlet, agency(outlet)) else credit


def _dateline(lines: list[str], *, transcript: bool) -> tuple[str | None, str | None]:
    for line in lines:
        for form in _DATELINES[: -1 if transcript else None]:
            if (found := form.match(line[:160])) and _is_dateline(found):
                return found["place"].strip() or None, _credit(found["agency"].strip())
    return None, None


def _credit(named: str) -> str | None:
    # An agency that is not in the table is one by its place in the dateline; the call sign of
    # an American station ("KTRK") is the outlet itself.
    return (
        agency(named) or (None if re.fullmatch(r"[KW][A-Z]{2,3}(?:-TV)?", named) else named) or None
    )


def _is_dateline(found: re.Match[str]) -> bool:
    place, named = found["place"], found["agency"]
    if not place or (named and not place.split(",")[0].isupper()):
        return agency(named) is not None
    return not _NOT_PLACES.match(place) and sum(map(str.isalpha, place)) > 3


def _by_line(lines: list[str]) -> tuple[tuple[str, ...], str | None]:
    for line in lines:
        if len(line) < 120 and re.match(r"(?:Written |Reported )?[Bb][Yy][: ]", line):
            names, credit = split_byline(line)
            if names or credit:
                return names, credit
    return (), None


def _credit_line(head: list[str], tail: list[str]) -> str | None:
    for lines, forms in ((head, _HEAD_FORMS), (tail, _TAIL_FORMS)):
        for line in lines:
            for form in map(_with_agencies, forms):
                if found := form.match(line.strip()):
                    return agency(found["a"])
    return None


def _without_places(raw: str, people: dict[str, None]) -> Iterator[str]:
    # "Jane Doe in Addis Ababa": a place has the form of a name.
    for name in people:
        if not re.search(rf"\b(?:in|at|from|for)\s{re.escape(name)}", raw):
            yield name


@cache
def _agencies() -> dict[str, str]:
    names: dict[str, str] = {}
    for outlet in outlets():
        if outlet.kind == "agency" or outlet.name in _LIKE_AGENCIES:
            for alias in (outlet.name, *outlet.aliases, *outlet.domains):
                names.setdefault(alias, outlet.name)
                if not (alias.isupper() and len(alias) < 6):
                    names.setdefault(alias.casefold(), outlet.name)
    return names


@cache
def _with_agencies(form: str) -> re.Pattern[str]:
    aliases = sorted((a for a in _agencies() if not re.fullmatch(r"[a-z.-]+\.[a-z]+", a)), key=len)
    short = [re.escape(a) for a in aliases if a.isupper() and len(a) < 6]
    long = [re.escape(a) for a in reversed(aliases) if re.escape(a) not in short]
    name = rf"(?:(?:[Tt]he )?(?:(?i:{'|'.join(long)})|{'|'.join(short)}))"
    return re.compile(form.format(name=name))
