"""Names of countries: what a name stands for, and where a text names one.

The table is ``data/countries.tsv``; docs/countries.md tells how it is read and widened.
Only the name is looked at, never its surroundings. So Georgia is the country, not the
American state; Jordan, Chad and Israel are no first or last names; Turkey is no bird, even
in capitals; Washington is the capital and its government, not the state or the general.
Whoever knows better, from the mentions of persons and places around a name, decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Final, NamedTuple

from sayso.records import Span

_DOUBTFUL = "?"  # behind a name in the table: it means something else as often
_PLACE = "*"  # behind a name in the table: it is no state and stands for none
_MARKS = _DOUBTFUL + _PLACE
_NO_COUNTRY = "-"  # in place of a code: names that hold a country's name and are none
_SHOUTED_FROM = 4  # letters: "MALI" is Mali, but "us", "UK" and "PRC" only as they stand


@dataclass(frozen=True, slots=True)
class Country:
    """A state, a territory or a part of a state that news treats as one.

    Attributes:
        code: ISO 3166-1 alpha-2; that of the state it belongs to (or is recognised as part
            of) where it has none of its own; "XK", as is usual, for Kosovo.
        name: as news writes it.
        aliases: other names of the country itself.
        demonyms: its adjectives and what its people are called.
        capital: where its government sits, "" if it has no capital.
        seats: other words for its government: the capital's other spellings, palaces,
            streets, parliaments.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str = ""
    seats: tuple[str, ...] = ()


class _Meaning(NamedTuple):
    """Of which country a name is, and whether of a state or a people, and for sure."""

    country: Country
    state: bool
    people: bool
    sure: bool


def _plain_letters() -> dict[int, str]:
    """Map accented Latin letters and curly apostrophes to one plain character each."""
    plain = {ord("’"): "'", ord("‘"): "'", ord("ø"): "o", ord("ı"): "i", ord("ł"): "l"}
    for code in chain(range(0xC0, 0x250), range(0x1EA0, 0x1EFA)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            plain[code] = base
    return plain


_PLAIN: Final = _plain_letters()
_WORD: Final = re.compile(r"\b[A-Za-z]+")
_END: Final = re.compile(r"(?!\w|\.\w|\$)")  # not in "Jordanian", "U.S.S. Cole", "US$5"
_THE: Final = re.compile(r"(?:the|The|THE) ")

_RULERS = r"(?:[Gg]overnment|[Gg]ovt|[Aa]dministration|[Aa]uthorities|[Rr]egime|[Cc]abinet)"
_SORTS = (
    r"(?:(?:[Ff]ederal|[Cc]entral|[Nn]ational|interim|transitional|caretaker|provisional|coalition"
    r"|unity|civilian|military|current|new|former|then) ){0,2}"
)
_OF_RULERS: Final = (
    # 1. Nigeria's government, the Russian government, the Kyiv authorities
    re.compile(rf"(?P<whose>.+?)(?:'s?)? {_SORTS}{_RULERS}"),
    # 2. the government of Nigeria, the authorities in Minsk
    re.compile(rf"{_SORTS}{_RULERS} (?:of|in) (?P<whose>.+)"),
)
_STATE: Final = re.compile(r"(?P<people>.+) state")  # the Israeli state, not Washington state
_OFFICIAL: Final = re.compile(
    r"(?:[A-Z][a-z']+ ){0,3}(?:Republic|Kingdom|Federation|Commonwealth|Principality|Sultanate"
    r"|Emirate|Duchy) of (?P<short>.+)"
)


def _folded(text: str) -> str:
    """Return the text without accents and curly apostrophes, every character in its place."""
    return text.translate(_PLAIN)


def _cells(line: str) -> list[list[str]]:
    return [[name for name in cell.split("|") if name] for cell in line.split("\t")]


@lru_cache(maxsize=1)
def _rows() -> tuple[list[list[str]], ...]:
    """Read countries.tsv: for each row its six cells, each a list of names, marks and all."""
    raw = files("sayso").joinpath("data/countries.tsv").read_text(encoding="utf-8")
    lines = (line for line in raw.splitlines() if line and not line.startswith("#"))
    return tuple(_cells(line + "\t" * (5 - line.count("\t"))) for line in lines)


def _unmarked(names: list[str]) -> tuple[str, ...]:
    return tuple(name.rstrip(_MARKS) for name in names)


def _country(cells: list[list[str]]) -> Country:
    code, name, aliases, demonyms, capital, seats = map(_unmarked, cells)
    return Country(code[0], name[0], aliases, demonyms, capital[0] if capital else "", seats)


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the whole table, a state before its parts."""
    return tuple(_country(cells) for cells in _rows() if cells[0] != [_NO_COUNTRY])


def _meanings(country: Country, cells: list[list[str]]) -> Iterator[tuple[str, _Meaning]]:
    """Yield the names of a row, without accents, each with what it stands for."""
    _, name, aliases, demonyms, capital, seats = cells
    for names in (name, aliases, capital, seats, demonyms):
        people = names is demonyms
        for written in names:
            state = not people and not written.endswith(_PLACE)
            sure = not written.endswith(_DOUBTFUL)
            yield _folded(written.rstrip(_MARKS)), _Meaning(country, state, people, sure)


@lru_cache(maxsize=1)
def _names() -> dict[str, _Meaning]:
    """Index the table by name. A name in several rows is that of the sure one, else the first."""
    index: dict[str, _Meaning] = {}
    rows = (cells for cells in _rows() if cells[0] != [_NO_COUNTRY])
    for country, cells in zip(countries(), rows, strict=True):
        for name, meaning in _meanings(country, cells):
            known = index.get(name)
            if known is None or (meaning.sure and not known.sure):
                index[name] = meaning
    for name in [name for name in index if len(name) >= _SHOUTED_FROM]:
        index.setdefault(name.upper(), index[name])
    return index


@lru_cache(maxsize=1)
def _starts() -> dict[str, tuple[tuple[str, str], ...]]:
    """Map the first word of the names to those names, the longest first, each with its code."""
    codes = {name: meaning.country.code for name, meaning in _names().items() if meaning.sure}
    for cells in _rows():
        if cells[0] == [_NO_COUNTRY]:
            phrases = [_folded(phrase) for phrase in chain(*cells[1:])]
            codes |= dict.fromkeys(chain(phrases, map(str.upper, phrases)), "")
    starts: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in sorted(codes, key=len, reverse=True):
        first = _WORD.match(name)
        if first:
            starts[first.group()] = (*starts.get(first.group(), ()), (name, codes[name]))
    return starts


def _meaning(phrase: str) -> _Meaning | None:
    """Return what a phrase without accents stands for, with or without "the"."""
    names = _names()
    the = _THE.match(phrase)
    if not the:
        return names.get(phrase)
    bare = phrase[the.end() :]
    return names.get(bare) or names.get(f"The {bare}")


def _formal(phrase: str) -> _Meaning | None:
    """Return what a phrase stands for that may be an official name: "the Republic of Kenya"."""
    meaning = _meaning(phrase)
    if meaning:
        return meaning
    match = _OFFICIAL.fullmatch(_THE.sub("", phrase, count=1))
    return _meaning(match["short"]) if match else None


def find_country(phrase: str) -> Country | None:
    """Return the country that a phrase names, with or without "the".

    The whole phrase must be a name, alias, demonym, capital or seat of the table, or an
    official name made of one ("the Republic of Kenya"), in the case it has there or, from
    four letters on, in capitals ("MOSCOW"). Accents and the form of the apostrophe do not
    matter. A name of several countries goes to the one that news means by it when it says no
    more ("Congo", "Dominican"); a name that is a person's as often ("Victoria", "Stanley",
    "Finn") goes to none.
    """
    meaning = _formal(_folded(phrase.strip()))
    return meaning.country if meaning and meaning.sure else None


def is_demonym(phrase: str) -> bool:
    """Tell whether a phrase is the adjective or the people of a country: "Swiss", "the Danes".

    What names the country too counts as its name: "Hong Kong" is none.
    """
    meaning = _meaning(_folded(phrase.strip()))
    return meaning is not None and meaning.people and meaning.sure


def countries_in(text: str) -> tuple[tuple[Span, str], ...]:
    """Return where a text names countries, in order: the span of each name and its code.

    Names are whole words, the longest at a place wins, and "the" and the possessive stay
    outside. Parts of hyphenated words count ("US-led", "anti-American"). "US" and "U.S."
    count in capitals only, so a shouted "JOIN US" is taken for the country. Georgia, Jordan,
    Chad, Turkey and Washington are always taken for the country (see the module); names that
    mean something else as often ("Victoria", "Stanley") are left out, and so are longer names
    that mean no country ("New England", "Lake Chad").
    """
    folded, starts = _folded(text), _starts()
    found: list[tuple[Span, str]] = []
    behind = 0
    for word in _WORD.finditer(folded):
        candidates = starts.get(word.group())
        if not candidates or word.start() < behind:
            continue
        for name, code in candidates:
            end = word.start() + len(name)
            if folded.startswith(name, word.start()) and _END.match(folded, end):
                behind = end
                if code:
                    found.append(((word.start(), end), code))
                break
    return tuple(found)


def is_state(phrase: str) -> bool:
    """Tell whether a phrase names a state itself or its government, also by metonym.

    So do "Russia", "Moscow", "the Kremlin", "the U.S. State Department", "Nigeria's
    government", "the Russian government", "the government of Nigeria", "the authorities in
    Minsk" and "the Republic of Ireland". Demonyms alone ("Russian", "the Russians"), places
    without a government of their own ("Gaza", "Brussels"), single ministries and people in
    office do not. Parts of a state with a government count as states ("Scotland"). A name
    that is doubtful alone counts beside a word for government ("the Jersey government").
    """
    plain = _THE.sub("", _folded(phrase.strip()), count=1)
    meaning = _formal(f"the {plain}")
    if meaning:
        return meaning.state and meaning.sure
    if people := _STATE.fullmatch(plain):
        meaning = _meaning(people["people"])
        return meaning is not None and meaning.people
    matches = (pattern.fullmatch(plain) for pattern in _OF_RULERS)
    return any(match and _formal(match["whose"]) for match in matches) or _own_seat(plain)


def _own_seat(phrase: str) -> bool:
    """Tell whether a phrase is a seat behind its own country: "Russia's Kremlin"."""
    for space in re.finditer("(?:'s)? ", phrase):
        owner, seat = _meaning(phrase[: space.start()]), _meaning(phrase[space.end() :])
        if owner and seat and seat.state and owner.country.code == seat.country.code:
            return True
    return False
