"""Offices and organs of states as phrases name them: who holds what, who speaks for whom.

``office_in`` reads the post in a phrase ("the Nigerian president", "Information Minister"),
``voice_in`` whose voice an unnamed somebody is ("officials", "a military source", "a
spokesman for the foreign ministry"). Neither knows who holds an office: only documents do.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from sayso.countries import Country, countries, countries_in, find_country, is_demonym
from sayso.resolve.naming import body_words, folded, known_body

_POSTS: Final = (
    r"(?:deputy |vice )?president(?: ?-elect)?|(?:deputy )?prime minister|premier|chancellor"
    r"|(?:(?:[a-z]+(?: and [a-z]+)?) )?(?:minister|secretary)"
    r"(?: (?:of|for) (?:the )?[a-z]+(?: and [a-z]+)?)?"
    r"|secretary[- ]general|attorney[- ]general|chief justice|king|queen|emir|sultan|pope|governor"
    r"|(?:army|police|defen[cs]e|military|navy|air force) chief|chief of (?:army|defen[cs]e|police)"
    r"(?: staff)?|first lady|speaker|head of state"
)
_POST: Final = re.compile(
    rf"(?<![\w-])(?P<former>(?:former|ex|then|late|outgoing)[ -])?(?P<post>{_POSTS})(?![\w-])"
)
# Ministers without a portfolio and secretaries without a word beside them are many.
_MANY: Final = frozenset("minister secretary governor speaker king queen secretary-general".split())
_NO_PORTFOLIO: Final = frozenset(
    "a an the his her its their our this that former then new late said by of to for and other"
    " senior deputy junior press general private under state cabinet government".split()
)

_OF_SOMETHING: Final = re.compile(r"\s*(?:of|for|at|in)\b\s*\w", re.IGNORECASE)
_ANY: Final = re.compile(r"(?:an?|another|every|no|some|any|many|all|one of)\b", re.IGNORECASE)
_BEFORE: Final = frozenset(
    "the new then former current outgoing incoming acting interim caretaker newly late ex mr mrs"
    " ms dr his her its their our and".split()
)
_ELSEWHERE: Final = frozenset(
    "founding honorary club company university college council party board association bank school"
    " union team league group firm chapter network division".split()
)

_SPOKEN: Final = r"spokes(?:man|woman|person|people|persons|men|women)"
_VOICES: Final = re.compile(
    rf"(?:^|(?<=\s))(?:officials?|sources?|{_SPOKEN}|representatives?|officers?|commanders?|aides?|advis[eo]rs?"
    r"|diplomats?|ministers|leaders|chiefs|figures|insiders?|investigators|personnel)$"
)
# "officials at the transport ministry" are "transport ministry officials".
_OF_BODY: Final = re.compile(
    r"(?:\w+[ -]){0,4}?(?P<voice>officials?|sources?|officers?|representatives?|aides?|diplomats?)"
    r" (?:at|of|in|from|within|with|inside) (?:the )?(?P<body>[\w' -]*"
    r"(?:ministry|department|government|agency|office|command|army|police|administration))$",
    re.IGNORECASE,
)
_TRIM: Final = re.compile(
    r"^(?:(?:the|a|an|some|several|many|other|another|two|three|four|five|few|one|senior|top"
    r"|high[- ]ranking|high[- ]level|unnamed|unidentified|anonymous|former|its|their|his|her|our"
    r"|this|that) )+"
)
_INDEFINITE: Final = re.compile(
    r"(?:the )?(?:an?|some|several|many|other|another|two|three|four|five|few|one|both|all) ",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r" (?:in|of|from|at|for|with)(?: the)?$")
_MINISTRY: Final = re.compile(
    r"(?P<of>[a-z]+(?: and [a-z]+)?) (?:ministry|department)"
    r"|(?:ministry|department) of (?:the )?(?P<for>[a-z]+(?: and [a-z]+)?)(?: affairs)?"
)
_SPOKESPERSON: Final = re.compile(rf"\b{_SPOKEN}\b", re.IGNORECASE)
_FOR: Final = re.compile(r"\s*(?:for|of|from|at)\s+(?P<whose>[^,;()]+)")


class Office(NamedTuple):
    """A post: "president", "information minister", with the code of its country if told."""

    post: str
    country: str | None
    former: bool = False


class Voice(NamedTuple):
    """Whom an unnamed somebody, or a spokesperson, speaks for.

    Attributes:
        body: an organ of a state ("government", "foreign ministry"), "state", "capital",
            "state of Scotland", "seat …" for names that stand for a government or, where
            ``state`` is False, the words of a body's name.
        country: ISO 3166-1 alpha-2, if the phrase tells.
        state: whether the body is an organ of a state.
        speaks: whether somebody speaks for it, rather than it itself.
    """

    body: str
    country: str | None
    state: bool = True
    speaks: bool = False


@lru_cache(maxsize=1 << 16)
def office_in(phrase: str) -> Office | None:
    """Return the first post that a phrase names, unless many hold it at once.

    >>> office_in("Nigerian Information Minister Lai Bello")
    Office(post='information minister', country='NG', former=False)
    """
    bare, country = _without_country(phrase)
    match = _POST.search(bare.lower())
    if match is None or _SPOKESPERSON.search(bare):
        return None
    post = _post(match["post"])
    if not post or post in _MANY or not _of_a_state(bare[: match.start()], bare[match.end() :]):
        return None
    return Office(post, country, match["former"] is not None)


def _of_a_state(before: str, behind: str) -> bool:
    """Tell whether the words around a post leave it one of a state: no "club president"."""
    if _OF_SOMETHING.match(behind) or re.search(r"['’]s?(?: |$)", behind) or _ANY.match(before):
        return False
    words = re.findall(r"[^\W\d_][\w'’-]*", before)
    return not any(
        word.lower() in _ELSEWHERE or (word[0].isupper() and word.lower() not in _BEFORE)
        for word in words
    )


@lru_cache(maxsize=1 << 16)
def voice_in(phrase: str) -> Voice | None:
    """Return whom a phrase speaks for, or which organ of a state it names; None if neither.

    >>> voice_in("a Nigerian military source")
    Voice(body='military', country='NG', state=True, speaks=True)
    """
    if match := _SPOKESPERSON.search(phrase):
        return _spokesperson(phrase, match)
    if match := _OF_BODY.match(phrase):
        return voice_in(f"{match['body']} {match['voice']}")
    whole = _trimmed(phrase)
    if not _INDEFINITE.match(phrase):
        if found := _organ(whole):
            return Voice(found[0], found[1])
        if (country := find_country(whole)) and not is_demonym(whole):
            return Voice(_state(whole, country), country.code)
    bare, code = _without_country(phrase)
    bare = _trimmed(bare)
    tail = _VOICES.search(bare.lower())
    if tail is None:
        found = None if _INDEFINITE.match(phrase) else _organ(bare)
        return Voice(found[0], code or found[1]) if found else None
    head = _TAIL.sub("", bare[: tail.start()].strip())
    if not head:
        some = bare.lower() in {"officials", "official"}
        return Voice("government", code, speaks=True) if some else None
    if found := _organ(head, people=True):
        whose = found[0] != "local government" or not tail[0].startswith(("source", "insider"))
        return Voice(found[0], code or found[1], speaks=True) if whose else None
    return _body_voice(head)


def _state(name: str, country: Country) -> str:
    """Return what a name of a country is: a state, a part of one, a capital, or a seat."""
    if name in country.seats:
        return f"seat {name}"
    if folded(name) == folded(country.capital):
        return "capital"
    first = next(one for one in countries() if one.code == country.code)
    return "state" if first.name == country.name else f"state of {country.name}"


def _organ(phrase: str, *, people: bool = False) -> tuple[str, str | None] | None:
    """Return which organ a phrase without its country is, with the country it tells by itself.

    With ``people`` the phrase stands before a word for people: "city", of "city officials".
    """
    low = re.sub(r"'s?$", "", phrase.lower().replace("’", "'"))
    if found := _organs().get(low) or (_organs().get(f"{low}*") if people else None):
        return found
    if match := _MINISTRY.fullmatch(low):
        field = (match["of"] or match["for"]).replace("defense", "defence")
        return f"{field} ministry", None
    return None


@cache
def _organs() -> dict[str, tuple[str, str | None]]:
    raw = files("sayso.resolve").joinpath("data/organs.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in raw.splitlines() if line and not line.startswith("#"))
    return {
        phrase: (organ, code or None)
        for organ, code, listed in rows
        for phrase in listed.split("|")
    }


def _spokesperson(phrase: str, match: re.Match[str]) -> Voice | None:
    """Return whom a spokesperson speaks for: 1. "… for X"; 2. "X …", "X's …"."""
    after = _FOR.match(phrase, match.end())
    whose = after["whose"] if after else phrase[: match.start()]
    if found := _organ(_trimmed(whose).strip(" '’"), people=True):
        return Voice(*found, speaks=True)
    bare, country = _without_country(whose)
    bare = _trimmed(bare).strip(" '’")
    if not bare:
        return Voice("government", country, speaks=True) if country else None
    if found := _organ(bare, people=True):
        return Voice(found[0], country or found[1], speaks=True)
    if office := office_in(whose):
        found = _organ(office.post) or (f"{office.post}'s office", None)
        return Voice(found[0], office.country, speaks=True)
    return _body_voice(bare)


def _body_voice(head: str) -> Voice | None:
    """Return the voice of a body that is no organ of a state: "Red Cross officials"."""
    if not all(word[:1].isupper() or word in {"of", "the", "for", "and"} for word in head.split()):
        return None
    words = body_words(known_body(head) or head)
    return Voice(" ".join(words), None, state=False, speaks=True) if words else None


def _post(words: str) -> str:
    """Return a post in one form: "minister of defense" is the "defence minister"."""
    words = re.sub(r"[- ]+", " ", words).replace("defense", "defence")
    if match := re.fullmatch(r"(?:[a-z]+ )?(minister|secretary) (?:of|for) (?:the )?(.+)", words):
        words = f"{match[2].removesuffix(' affairs')} {match[1]}"
    head, _, last = words.rpartition(" ")
    if last in {"minister", "secretary"} and head not in {"prime", "deputy prime"} and (
        not head or head in _NO_PORTFOLIO
    ):  # fmt: skip
        return "secretary of state" if head == "state" and last == "secretary" else last
    if match := re.fullmatch(r"chief of (army|defence|police)(?: staff)?", words):
        return f"{match[1]} chief"
    return words.replace("deputy president", "vice president")


def _without_country(phrase: str) -> tuple[str, str | None]:
    """Return a phrase without the country it names, and the country's code; None if several."""
    found = countries_in(phrase)
    bare = phrase.replace("’", "'")
    for (start, end), _ in reversed(found):
        behind = re.sub(r"^'s?(?= )", "", bare[end:])
        bare = f"{bare[:start]} {behind}"
    codes = {code for _, code in found}
    return " ".join(bare.split()), codes.pop() if len(codes) == 1 else None


def _trimmed(phrase: str) -> str:
    """Return a phrase without determiners, numbers and what says nothing of whose it is."""
    words = " ".join(phrase.split())
    low = _TRIM.sub("", words.lower() + " ").strip()
    return _TAIL.sub("", words[len(words) - len(low) :])
