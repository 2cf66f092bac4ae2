"""News outlets of the world: their names and sites, and which of them a text names.

The table is ``data/outlets.tsv``; docs/outlets.md tells how it is read and widened. A name
counts as it is printed: its capitals matter, its accents, hyphens and apostrophes do not.
Names that are everyday words, places or people as well carry a mark in the table:

1. none: the name is enough ("Reuters", "the Daily Mail");
2. ``~``: it takes its article ("the Guardian") or what 3 takes;
3. ``!``: it takes a word for its kind of medium beside it ("Time magazine", "the news site
   Slate"), a word of reporting ("told the Hill", "Time reported"), or an article with a
   capital inside a sentence ("in The Atlantic"), or "and" behind another outlet. A
   platform takes "on", "via" or "to".

Once a text has said "the Los Angeles Times", "the Times" stands for that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from sayso.countries import countries_in
from sayso.records import Span

Kind = Literal["agency", "newspaper", "broadcaster", "magazine", "site", "platform"]
State = Literal["state-owned", "state-controlled", "public"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STATES: Final[tuple[State, ...]] = get_args(State)


_ADDRESS: Final = re.compile(r"(?:[\w+.-]+://)?(?:[\w-]+\.)+[a-z]{2,}(?:[:/?#].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news medium, or a platform that people publish on.

    Attributes:
        name: as a report prints it ("The Daily Beast", "Reuters").
        aliases: other, short and former names.
        domains: its sites ("bild.de"), the main one first.
        kind: what it is. A platform ("Telegram") is an addressee, never a hop.
        country: ISO 3166-1 alpha-2 code of its seat.
        owner: who owns or publishes it, where that is sure.
        state: ``state-owned``; ``state-controlled`` where others own it in name;
            ``public`` for public service media.
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: Kind = "site"
    country: str | None = None
    owner: str | None = None
    state: State | None = None


class _Name(NamedTuple):
    """One name of an outlet.

    ``spelt`` is the name without accents and its "The", ``key`` the same in small letters,
    ``mark`` "", "~" or "!", ``article`` whether it has a "The".
    """

    key: str
    spelt: str
    mark: str
    article: bool
    outlet: Outlet


_TABLE: Final = Path(__file__).with_name("data") / "outlets.tsv"
_SHORT = 5  # letters: up to so many capitals are an abbreviation, found as it stands alone
_NEAR = 60  # characters beside a name in which the words that decide about it stand
_LONGEST = 14  # words of a description that are looked through for a name

_WORD: Final = re.compile(r"[^\W_]+")
_SITE: Final = re.compile(r"(?<![\w.@-])(?:[\w-]++\.)++[A-Za-z]{2,}+(?![\w@])")
_ARTICLES: Final = frozenset("al el le la les il lo die der das de".split())
_GENERIC: Final = frozenset("agency newspaper magazine".split())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What may stand around a name that describes the outlet: "Russian state news agency TASS".
_MEDIA: Final = _words(
    "newspaper newspapers paper daily weekly monthly tabloid broadsheet magazine journal"
    " periodical agency newswire wire television tv radio station channel network broadcaster"
    " website site portal outlet blog platform app service publication programme program show"
    " podcast account page"
)
_AROUND: Final = _MEDIA | _words(
    "the a an of for and by its his her their our own news press media state government"
    " party army military official officially semi semiofficial private privately public"
    " independent national local regional leading popular influential respected liberal"
    " conservative centrist left right wing leaning pro anti opposition business financial"
    " economic sport sports satellite cable run owned controlled backed linked affiliated"
    " aligned funded based language arabic persian kurdish video social messaging former"
    " formerly main largest biggest top selling mass circulation online english exile exiled"
)
_TIES: Final = _words("based backed linked run owned affiliated aligned funded controlled language")

# Last words of names that stand for the whole name once that has been said.
_TITLES: Final = _words(
    "Beacon Beast Bee Caller Chronicle Courier Dispatch Enquirer Examiner Express Gazette Globe"
    " Herald Independent Inquirer Journal Ledger Mail Mirror Monitor Nation Observer Post Record"
    " Register Review Standard Star Sun Telegraph Times Tribune"
)

_STAFF = r"reporters?|journalists?|correspondents?|columnists?|newsroom"
_PIECES = r"reports?|articles?|story|interviews?|investigations?|editorials?|op ed|readers|editors?"
_BY_KIND: Final[dict[Kind, str]] = {
    "agency": r"(?:news |press |state )?agency|newswire|wire",
    "newspaper": r"(?:news)?paper|daily|weekly|tabloid|broadsheet|journal",
    "broadcaster": r"(?:news )?(?:channel|network)|TV|television|radio|broadcaster",
    "magazine": r"(?:news)?magazine|journal|weekly|monthly",
    "site": r"news (?:site|outlet|portal)|news ?magazine|magazine|outlet|blog",
    "platform": r"platform|app|channel|account|page|post|users?|messag\w+|group",
}
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTHS = r"January|February|March|April|May|June|July|August|September|October|November|December"
_REPORTS = (
    r"report(?:ed|s|ing)|wr(?:ote|ites|iting)|quot(?:ed|es|ing)|cit(?:ed|es|ing)|learn(?:ed|t)"
    r"|publish(?:ed|es)|reveal(?:ed|s)|understands|obtained|broadcast|aired|carried"
)
_SAYS = r"said|says|claim(?:ed|s)|not(?:ed|es)|added|asked|called|described|ran|found"
_MEANWHILE = (
    rf",? (?:(?:has|have|had|also|first|later|previously|recently|earlier|on|{_DAYS}) ){{0,3}}"
)
_REPORTING: Final = re.compile(rf"{_MEANWHILE}(?:{_REPORTS})(?!\w)")
_SAYING: Final = re.compile(rf"{_MEANWHILE}(?:{_SAYS})(?!\w)")
_TOLD: Final = re.compile(
    r"(?<!\w)(?:t(?:old|ells?|elling)|according to|quot(?:ed|ing)|cit(?:ed|ing)"
    r"|(?:spoke|speaking|talk(?:ed|ing)|comments?|remarks?) (?:to|with)"
    r"|interviews? (?:with|by|for|in)"
    r"|(?:report(?:ed|s)?|published|quoted|cited|seen|obtained|reviewed|carried) (?:by|in)"
    r"|(?:wr(?:ote|ites|iting|itten)|articles?|column|essay|editorial|op ed|letter|appeared)"
    r" (?:in|for)) [\"“'«(]?(?:[Tt]he )?$"
)
_POSTED: Final = re.compile(
    r"(?<!\w)(?:on|via|over|through|using|to|from) (?:[A-Z]\w+(?:,|,? and|,? or) ){0,3}$"
)
_JOINED: Final = re.compile(r"'?s?,? (?:and|or) (?:[Tt]he )?|/")
_THE: Final = re.compile(r"(?<!\w)(?:[Tt]he|THE) $")
_THE_INSIDE: Final = re.compile(r"[\w,;)] The $")
# "the Times Square", "the Nation of Islam", "the Guardian Council"; not "the Times Monday".
_GOES_ON: Final = re.compile(
    rf" of (?:the )?[A-Z]| (?!(?:{_DAYS}|{_MONTHS}|I|TV|Online|Magazine|Newspaper)\b)[^\W\d_a-z]"
)
# "Tampa Bay Times", "Mayor Bloomberg"; not "In Time magazine".
_GOES_BEFORE: Final = re.compile(
    rf"(?<!\w)(?!(?:{_DAYS}|An?|One|In|On|By|From|To|With|For|At|As|But|And|While|When|Via|Both|Citing"
    r"|Quoting|Magazine|Newspaper) )[^\W\d_a-z][\w']*\.? $"
)


def _fold_table() -> dict[int, str]:
    """Return what letters with accents, apostrophes and hyphens are read as, one for one."""
    letters = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    plain = {code: unicodedata.normalize("NFD", chr(code))[0] for code in letters}
    others = dict.fromkeys(map(ord, "‘’ʼ`´ʻʿʾ′"), "'") | dict.fromkeys(map(ord, "-‐‑\xa0"), " ")
    return {code: to for code, to in (plain | others).items() if chr(code) != to}


_FOLDED: Final = _fold_table()


@cache
def outlets() -> tuple[Outlet, ...]:
    """Return all outlets of the table, in its order."""
    return tuple(outlet for outlet, _ in _rows())


def find_outlet(name: str) -> Outlet | None:
    """Return the outlet that a name or a short description stands for.

    1. A name, with or without "the", in any case; but an abbreviation ("AP", "RT") only
       as it stands, and everyday words ("Time") only with their capital.
    2. A site ("uk.reuters.com").
    3. A name among words that describe media: "Germany's Bild newspaper", "Russian state
       news agency TASS", "Al-Manar's website".

    Where outlets share a name, the country beside it decides ("Australia's ABC"), then the
    very form of the name, then the order of the table.
    """
    bare = _bare(name)
    if found := _called(bare):
        return _chosen(found, name).outlet
    if "." in bare and " " not in bare:
        return outlet_of_site(name)
    return _described(bare)


def outlet_of_site(host_or_url: str) -> Outlet | None:
    """Return the outlet whose site it is: "www.npr.org", "https://uk.reuters.com/a?b"."""
    host = re.sub(r"^[\w+.-]*:?//", "", host_or_url.strip().lower())
    host = re.split(r"[/?#]", host, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].strip(".")
    while "." in host:
        if found := _sites().get(host):
            return found
        host = host.partition(".")[2]
    return None


@lru_cache(maxsize=4096)
def name_of(outlet: str) -> str:
    """Return the one name of an outlet, whatever name or site it goes by.

    >>> name_of("www.thehindu.com"), name_of("the Hindu newspaper")
    ('The Hindu', 'The Hindu')

    A site that is in no table is its host without "www."; another name stays, without a
    leading "the".
    """
    found = known_outlet(outlet)
    if found:
        return found.name
    name = " ".join(outlet.split())
    if _ADDRESS.fullmatch(name):
        host = re.split(r"[:/?#]", re.sub(r"^[\w+.-]+://", "", name.lower()), maxsplit=1)[0]
        return re.sub(r"^(?:www|m|edition|amp)\.", "", host)
    return re.sub(r"^the (?=\S)", "", name, flags=re.IGNORECASE)


@lru_cache(maxsize=4096)
def known_outlet(name: str) -> Outlet | None:
    """Return the outlet of the table that goes by a name or a site, if there is one."""
    return outlet_of_site(name) if _ADDRESS.fullmatch(name.strip()) else find_outlet(name)


def is_platform(name: str) -> bool:
    """Tell whether a name is that of a platform: "Twitter", "its Telegram channel"."""
    found = find_outlet(name)
    return found is not None and found.kind == "platform"


def outlets_in(text: str) -> tuple[tuple[Span, Outlet], ...]:
    """Return where a text names outlets, in order: the span of each name and its outlet.

    Names are whole words and the longest at a place wins; none lies within another. A
    name's own "The" is inside its span where it has a capital. Sites are names too.
    """
    folded = text.translate(_FOLDED)
    found = sorted((*_named(folded), *_linked(text)), key=lambda item: (item[0], -item[1]))
    out: list[tuple[Span, Outlet]] = []
    for start, end, outlet in found:
        if not out or start >= out[-1][0][1]:
            out.append(((start, end), outlet))
    return tuple(out)


def _named(folded: str) -> Iterator[tuple[int, int, Outlet]]:
    starts, behind = _starts(), 0
    outlet: Outlet | None = None
    recalled: dict[str, Outlet] = {}
    for word in _WORD.finditer(folded):
        at = word.start()
        if at < behind or not (word[0] in starts or word[0] in recalled):
            continue
        beside = outlet if outlet and _JOINED.fullmatch(folded, behind, at) else None
        if word[0] in recalled and _is_recalled(folded, at, word.end()):
            outlet, behind, article = recalled[word[0]], word.end(), True
        elif name := _name_at(folded, at, starts.get(word[0], ()), beside):
            outlet, behind, article = name.outlet, at + len(name.key), name.article
            _, blank, last = folded[at:behind].rpartition(" ")
            if blank and last in _TITLES:
                recalled[last] = outlet
        else:
            continue
        own = article and folded[max(0, at - 4) : at] == "The "
        yield at - 4 if own else at, behind, outlet


def _is_recalled(folded: str, start: int, end: int) -> bool:
    """Tell whether a last word stands for a longer name before it: "the *Times* reported"."""
    the = _THE.search(folded[max(0, start - _NEAR) : start])
    return the is not None and not _GOES_ON.match(folded[end : end + _NEAR])


def _name_at(folded: str, at: int, names: Iterable[_Name], beside: Outlet | None) -> _Name | None:
    """Return the name that is printed at a place and means an outlet.

    Args:
        folded: the text.
        at: where.
        names: those that begin with the word there, longest first.
        beside: the outlet named right before, joined by "and".
    """
    for name in names:
        if _stands(folded, at, name) and _is_meant(folded, at, name, beside):
            alike = _keys()[name.key]
            before = folded[max(0, at - _NEAR) : at + len(name.key)]
            return name if len(alike) == 1 else _chosen(alike, before)
    return None


def _linked(text: str) -> Iterator[tuple[int, int, Outlet]]:
    for site in _SITE.finditer(text):
        if outlet := outlet_of_site(site[0]):
            yield site.start(), site.end(), outlet


def _stands(folded: str, at: int, name: _Name) -> bool:
    """Tell whether a name is printed at a place, to the end of a word and with its capitals."""
    end = at + len(name.key)
    shown = folded[at:end]
    if shown.lower() != name.key or folded[end : end + 1].isalnum():
        return False
    if _is_short(name.spelt):
        return shown == name.spelt
    return all(
        shown[word.start()].isupper() or not word[0][0].isupper() or _may_be_small(word)
        for word in _WORD.finditer(name.spelt)
    )


def _may_be_small(word: re.Match[str]) -> bool:
    """Tell whether a word of a name is printed small as well: "al-Manar", "Fars news agency"."""
    small = word[0].lower()
    if word.start() == 0:
        return small in _ARTICLES
    return small in _GENERIC or (small == "news" and word.string.lower().endswith("news agency"))


def _is_meant(folded: str, start: int, name: _Name, beside: Outlet | None) -> bool:
    """Tell whether an everyday word stands for the outlet (see the module)."""
    if not name.mark:
        return True
    end = start + len(name.key)
    before, after = folded[max(0, start - _NEAR) : start], folded[end : end + _NEAR]
    the = _THE.search(before) is not None
    if _GOES_ON.match(after) or (not the and _GOES_BEFORE.search(before)):
        return False
    if _beside_medium(before, after, name):
        return True
    if beside and (beside.kind == "platform") == (name.outlet.kind == "platform"):
        return True
    if name.outlet.kind == "platform":
        return _POSTED.search(before) is not None
    if name.article and not the:
        return False
    return (
        (name.mark == "~" and the)
        or (name.article and (_SAYING.match(after) or _THE_INSIDE.search(before)) is not None)
        or (_REPORTING.match(after) or _TOLD.search(before)) is not None
    )


def _beside_medium(before: str, after: str, name: _Name) -> bool:
    behind, ahead = _kind_patterns(name.outlet.kind, article=name.article)
    return behind.match(after) is not None or ahead.search(before) is not None


@cache
def _kind_patterns(kind: Kind, *, article: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    media = rf"{_BY_KIND[kind]}|(?:news )?(?:outlet|website|site)"
    people = rf"{_STAFF}|{_PIECES}" if article else _STAFF
    return (
        re.compile(rf"(?:'s?)? (?:{media}|{people})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{media}),? [\"“'«(]?(?:[Tt]he )?$"),
    )


def _bare(name: str) -> str:
    """Return a name folded, without "the", punctuation around it and a possessive "'s"."""
    bare = " ".join(name.translate(_FOLDED).split()).strip(" .,:;+()[]\"“”«»'")
    return re.sub(r"'s?$", "", re.sub(r"^(?:the|a|an) (?=\S)", "", bare, flags=re.IGNORECASE))


def _called(bare: str) -> tuple[_Name, ...]:
    """Return the names that are these very words."""
    return tuple(
        name
        for name in _keys().get(bare.lower(), ())
        if (bare == name.spelt if _is_short(name.spelt) else not name.mark or bare[:1].isupper())
    )


def _chosen(names: tuple[_Name, ...], shown: str) -> _Name:
    """Return the one of several outlets of a name that is meant.

    Args:
        names: all with the same key, in the order of the table.
        shown: the name as it is printed, with the words before it.
    """
    codes = {code for _, code in countries_in(shown)} if len(names) > 1 else set[str]()
    shown = shown.translate(_FOLDED).strip()

    def rank(name: _Name) -> tuple[bool, bool, bool]:
        the = shown[: -len(name.key)].endswith("The ")
        return name.outlet.country in codes, name.article == the, shown.endswith(name.spelt)

    return max(names, key=rank)


def _described(bare: str) -> Outlet | None:
    """Return the outlet named among words that describe media, by the longest name."""
    words = bare.split()[:_LONGEST]
    for size in range(len(words) - 1, 0, -1):
        for first in range(len(words) - size + 1):
            last = first + size
            names = _called(re.sub(r"'s?$", "", " ".join(words[first:last])))
            if names and _fit(words[:first], words[last:], marked=bool(names[0].mark)):
                return _chosen(names, " ".join(words[:last])).outlet
    return None


def _fit(before: list[str], after: list[str], *, marked: bool) -> bool:
    """Tell whether the words around a name describe the outlet: "Germany's … newspaper"."""
    owner = max((at + 1 for at, word in enumerate(before) if re.search("'s?$", word)), default=0)
    if any(not (word[0].isupper() or word in {"the", "of"}) for word in before[:owner]):
        return False
    rest = [*_unnamed(before[owner:]), *after]
    medium = any(word.lower() in _MEDIA for word in rest)
    return all(word.lower() in _AROUND for word in rest) and (medium or bool(owner) or not marked)


def _unnamed(words: list[str]) -> list[str]:
    """Return the words without countries, and without the places of "Dubai-based"."""
    text = " ".join(words)
    for (start, end), _ in reversed(countries_in(text)):
        text = f"{text[:start]} {text[end:]}"
    return [
        word
        for word, following in pairwise([*text.split(), ""])
        if not (word[0].isupper() and following in _TIES)
    ]


@cache
def _rows() -> tuple[tuple[Outlet, tuple[str, ...]], ...]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(_row(line) for line in lines if line and not line.startswith("#"))


def _row(line: str) -> tuple[Outlet, tuple[str, ...]]:
    """Return an outlet, and its names as the table has them, with their marks."""
    name, aliases, domains, kind, country, owner, state = line.split("\t")
    marked = (name, *filter(None, aliases.split("|")))
    plain, *others = (each.lstrip("~!") for each in marked)
    sites = tuple(filter(None, domains.split("|")))
    outlet = Outlet(
        plain,
        tuple(others),
        sites,
        kind,  # type: ignore[arg-type]
        country or None,
        owner or None,
        state or None,  # type: ignore[arg-type]
    )
    return outlet, marked


@cache
def _names() -> tuple[_Name, ...]:
    return tuple(_name(marked, outlet) for outlet, names in _rows() for marked in names)


def _name(marked: str, outlet: Outlet) -> _Name:
    mark = marked[0] if marked[0] in "~!" else ""
    printed = marked.lstrip("~!").translate(_FOLDED)
    spelt = printed.removeprefix("The ").lstrip("+")  # a name begins with a word: "+972 Magazine"
    return _Name(spelt.lower(), spelt, mark, spelt != printed, outlet)


def _is_short(spelt: str) -> bool:
    return len(spelt) <= _SHORT and spelt.isupper()


@cache
def _keys() -> dict[str, tuple[_Name, ...]]:
    keys: dict[str, tuple[_Name, ...]] = {}
    for name in _names():
        keys[name.key] = (*keys.get(name.key, ()), name)
    return keys


@cache
def _starts() -> dict[str, list[_Name]]:
    """Return the names by the forms that their first word is printed in, longest first."""
    starts: dict[str, list[_Name]] = {}
    for name in sorted(_names(), key=lambda name: -len(name.key)):
        for form in _forms(name.spelt):
            starts.setdefault(form, []).append(name)
    return starts


def _forms(spelt: str) -> set[str]:
    found = _WORD.search(spelt)
    word = found[0] if found else spelt
    if _is_short(spelt):
        return {word}
    forms = {word, word.upper()}
    if word[0].isupper():
        forms.add(word.capitalize())
    if word.lower() in _ARTICLES:
        forms.add(word.lower())
    return forms


@cache
def _sites() -> dict[str, Outlet]:
    return {site: outlet for outlet in reversed(outlets()) for site in outlet.domains}
