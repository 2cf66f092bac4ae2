"""Names of places to where they may lie: a country, and coordinates where a table has them.

1. a country or its capital, by the table of countries;
2. a city of the table of cities: that of the country the document speaks of, else the
   largest; the other countries with a city of that name are told.

"The northeast town of Banki" is looked up by its name, "Cairo, Egypt" by both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from sayso.countries import countries_in, find_country
from sayso.records import Place

_CAPITALS: Final = re.compile(r"[A-Z][\w'’-]*(?: (?:(?:al|el|de|of|the|la) )?[A-Z][\w'’-]*)*")
_ARTICLE: Final = re.compile(r"^(?:al|ar|as|ad|an|at|az|ash|el)[ -](?=\w{3})")
_OTHERS: Final = 5  # countries told beside the one taken


class _City(NamedTuple):
    country: str
    latitude: float
    longitude: float
    people: int


def locate(name: str, spoken_of: Sequence[str]) -> Place:
    """Return where a place may lie.

    Args:
        name: as the text has it.
        spoken_of: codes (alpha-2) of the countries the document names, the most named first.
    """
    whole = find_country(name)
    if whole is not None and whole.name == name:
        return Place(name, whole.code, precision="country")
    inside = [code for _, code in countries_in(name)]
    for part in reversed(_CAPITALS.findall(name)):
        around = [code for _, code in countries_in(name.replace(part, " "))]
        found = _city(part, [*around, *spoken_of])
        if found is not None:
            city, others = found
            return Place(name, city.country, city.latitude, city.longitude, "city", others)
    if inside:
        return Place(name, inside[-1], precision="country" if whole else "region")
    return Place(name)


def _city(name: str, likely: Sequence[str]) -> tuple[_City, tuple[str, ...]] | None:
    """Return the city a name stands for, and the other countries that have one."""
    known, state = _cities().get(_key(name), ()), find_country(name)
    if not known or (state is not None and state.name == name):
        return None
    city = next((c for code in likely for c in known if c.country == code), known[0])
    others = dict.fromkeys(c.country for c in known if c.country != city.country)
    return city, tuple(others)[:_OTHERS]


@cache
def _cities() -> dict[str, tuple[_City, ...]]:
    """Return the cities of each name, the largest first."""
    raw = files("sayso.attribute").joinpath("data/cities.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[_City, ...]] = {}
    for line in raw.splitlines():
        if not line.startswith("#"):
            name, country, latitude, longitude, people = line.split("\t")
            city = _City(country, float(latitude), float(longitude), int(people))
            found[_key(name)] = (*found.get(_key(name), ()), city)
    return found


def _key(name: str) -> str:
    """Fold a name: no accents, no Arabic article, no "h" that may be left off its end."""
    plain = unicodedata.normalize("NFKD", name.lower()).replace("’", "'")
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    bare = _ARTICLE.sub("", letters).replace("'", "").replace("-", " ")
    return bare[:-1] if bare.endswith("ah") else bare
