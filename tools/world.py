"""Draw the lands of the world from the table of cities: `python tools/world.py`.

A square for each degree with a city in it: enough to tell where a place lies, from data that
sayso has anyway (GeoNames, CC BY 4.0). Degrees are pixels, north is up.
"""

from __future__ import annotations

import math
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src/sayso"
CITIES = SOURCE / "attribute/data/cities.tsv"
WORLD = SOURCE / "views/desk/static/world.svg"


def main() -> None:
    """Write the drawing."""
    lines = CITIES.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    cells = sorted({(math.floor(-float(row[2])), math.floor(float(row[3]))) for row in rows})
    path = "".join(f"M{x} {y}h1v1h-1z" for y, x in cells)
    WORLD.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -90 360 180">'
        f'<path fill="#8b8474" fill-opacity=".45" d="{path}"/></svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
