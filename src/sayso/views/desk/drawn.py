"""Counts by month and places on a map, drawn as SVG on the server; lists say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sayso.views.desk.words import many

_TALL, _FOOT = 84, 18  # pixels: of the bars, and of the dates below
_LEAST = 36.0  # degrees: a map shows no less than this
_MOST_MONTHS = 240


# --- months ----------------------------------------------------------------------------


def months_drawn(months: Sequence[Mapping[str, Any]], part: str, name: str) -> Markup:
    """Return a bar for each month; nothing where fewer than two are known.

    Args:
        months: each with "month" ("2016-01" or None) and counts.
        part: which of the counts.
        name: of the drawing, for those who do not see it.
    """
    known = {one["month"]: int(one[part]) for one in months if one["month"]}
    if len(known) < 2:
        return Markup()
    axis = _from_to(min(known), max(known))[-_MOST_MONTHS:]
    most = max(known.values()) or 1
    bars = Markup().join(
        _bar(n / len(axis), 1 / len(axis), known.get(month, 0), most, month)
        for n, month in enumerate(axis)
        if known.get(month)
    )
    size = "few" if len(axis) <= 6 else "some" if len(axis) <= 24 else "many"
    told = f"{name}, {axis[0]} to {axis[-1]}; most in a month: {most:,}"
    return Markup(
        '<svg class="months {}" role="img" width="100%" height="{}" aria-label="{}">{}'
        '<line x1="0" x2="100%" y1="{}" y2="{}"/><text x="0" y="{}">{}</text>'
        '<text x="100%" y="{}" text-anchor="end">{}</text></svg>'
    ).format(
        size, _TALL + _FOOT, told, bars, _TALL, _TALL, _TALL + 14, axis[0], _TALL + 14, axis[-1]
    )


def _bar(left: float, wide: float, count: int, most: int, month: str) -> Markup:
    tall = max(2.0, (_TALL - 4) * count / most)
    return Markup(
        '<rect x="{}%" width="{}%" y="{}" height="{}"><title>{}: {}</title></rect>'
    ).format(
        f"{left * 100:.3f}", f"{wide * 80:.3f}", f"{_TALL - tall:.1f}", f"{tall:.1f}", month,
        f"{count:,}",
    )  # fmt: skip


def _from_to(first: str, last: str) -> list[str]:
    """Return all months between two, both included; years alone are their Januaries."""
    start, end = (int(one[:4]) * 12 + int(one[5:7] or 1) - 1 for one in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start, end + 1)]


# --- places ----------------------------------------------------------------------------


def places_of(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the places of events that have coordinates, with how often each; the most first."""
    counted: Counter[tuple[str, float, float]] = Counter()
    for one in events:
        where = one["where"]
        if where and where["latitude"] is not None:
            counted[where["name"], where["latitude"], where["longitude"]] += 1
    return [
        {"name": name, "latitude": latitude, "longitude": longitude, "count": count}
        for (name, latitude, longitude), count in counted.most_common()
    ]


def places_drawn(places: Sequence[Mapping[str, Any]], world: str) -> Markup:
    """Return a map of places, as large a part of the world as holds them all.

    Args:
        places: as ``places_of`` gives them.
        world: the address of the drawing of all lands, 360 by 180 degrees.
    """
    if not places:
        return Markup()
    left, top, wide, tall = _frame(places)
    unit = wide / 100
    spots = Markup().join(_spot(one, unit) for one in places)
    told = f"Map of {many(len(places), 'place')}: " + ", ".join(one["name"] for one in places[:9])
    return Markup(
        '<svg class="map" role="img" viewBox="{} {} {} {}" aria-label="{}">'
        '<image href="{}" x="-180" y="-90" width="360" height="180"/>{}</svg>'
    ).format(f"{left:.2f}", f"{top:.2f}", f"{wide:.2f}", f"{tall:.2f}", told, world, spots)


def _frame(places: Sequence[Mapping[str, Any]]) -> tuple[float, float, float, float]:
    """Return left, top, width and height in degrees, north up, at two to one."""
    xs = [one["longitude"] for one in places]
    ys = [-one["latitude"] for one in places]
    tall = max(max(ys) - min(ys), (max(xs) - min(xs)) / 2, _LEAST) * 1.25
    tall = min(tall, 180.0)
    wide = tall * 2
    left = min(max((min(xs) + max(xs) - wide) / 2, -180.0), 180.0 - wide)
    top = min(max((min(ys) + max(ys) - tall) / 2, -90.0), 90.0 - tall)
    return left, top, wide, tall


def _spot(place: Mapping[str, Any], unit: float) -> Markup:
    size = unit * min(0.7 + 0.25 * place["count"] ** 0.5, 2.5)
    x, y = place["longitude"], -place["latitude"]
    return Markup(
        '<g><title>{}: {}</title><circle class="spot" cx="{}" cy="{}" r="{}" stroke-width="{}"/>'
        '<text x="{}" y="{}" font-size="{}">{}</text></g>'
    ).format(
        place["name"], many(place["count"], "event"), x, y, f"{size:.3f}", f"{unit / 5:.3f}",
        f"{x + size * 1.2:.3f}", f"{y + unit * 0.6:.3f}", f"{unit * 1.8:.3f}", place["name"],
    )  # fmt: skip
