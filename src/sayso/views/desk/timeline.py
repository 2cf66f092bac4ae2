"""When things happened, drawn as SVG on the server.

Places along the axis are percentages and all else is in pixels, so that the drawing is as wide
as its page while its words keep their size. Each mark has a shape of its own and its words as a
title; a table beside the drawing says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from markupsafe import Markup

from sayso.views.desk.words import MOMENTS, Named, many, named

Table = Mapping[str, Named]

_LEFT, _WIDE = 3.0, 94.0  # percent: where the axis begins, and how long it is
_LANE, _HEAD, _FOOT = 50, 4, 22  # pixels
_NEAR = 2.4  # percent: marks nearer than this are drawn as one
_LANES = {
    "first": "first told", "origin": "new origins", "repeat": "repeated", "doubt": "doubted",
    "denial": "denied", "answer": "answers", "talk": "cooperation in words",
    "help": "cooperation in deeds", "dispute": "conflict in words", "force": "conflict in deeds",
}  # fmt: skip
# Around the origin, seven pixels each way; what is open is drawn as a line.
_SHAPES = {
    "first": "M0-8L8 0L0 8L-8 0Z",
    "origin": "M0-7L7 0L0 7L-7 0Z",
    "repeat": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0",
    "denial": "M-6-6L6 6M6-6L-6 6",
    "doubt": "M-4-3a4 4 0 1 1 4 4v2M0 6v2",
    "answer": "M-6-6H6V6H-6Z",
    "talk": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
    "help": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0",
    "dispute": "M0-7L7 6H-7Z",
    "force": "M0-7L7 6H-7Z",
}


@dataclass(frozen=True, slots=True)
class Point:
    """Something that happened.

    Attributes:
        at: when: ISO 8601, as precise as known; None if nothing is.
        what: a key of the table that names it.
        who: whose word it is, and where it stands.
    """

    at: str | None
    what: str
    who: str


@dataclass(frozen=True, slots=True)
class _Placed:
    x: float
    shape: str
    points: tuple[Point, ...]


def timeline(points: Iterable[Point], name: str, table: Table = MOMENTS) -> Markup:
    """Return a drawing of what happened when; nothing where no time is known.

    Args:
        points: in any order.
        name: of the drawing, for those who do not see it.
        table: how what happened is called, and by its shape in which lane it stands.
    """
    dated = sorted(
        ((when, one) for one in points if (when := moment(one.at))), key=lambda pair: pair[0]
    )
    if not dated:
        return Markup()
    first, last = dated[0][0], dated[-1][0]
    shapes = [(_x(when, first, last), _shape(one, table), one) for when, one in dated]
    lanes = [lane for lane in _LANES if any(shape == lane for _, shape, _ in shapes)]
    drawn = Markup().join(
        _lane(row, lane, [one for one in shapes if one[1] == lane], table)
        for row, lane in enumerate(lanes)
    )
    height = _HEAD + _LANE * len(lanes) + _FOOT
    told = _described(dated, table)
    return Markup(
        '<svg class="timeline" role="img" width="100%" height="{}" aria-label="{}">'
        "<desc>{}</desc>{}{}</svg>"
    ).format(height, f"{name}: {told}", told, _axis(first, last, height), drawn)


def moment(at: str | None) -> datetime | None:
    """Return a time that may be a year, a month or a day only, as its first moment; else None."""
    for end in ("", "-01", "-01-01"):
        try:
            found = datetime.fromisoformat(f"{at or ''}{end}")
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _shape(point: Point, table: Table) -> str:
    return named(table, point.what).shape or "answer"


def _x(when: datetime, first: datetime, last: datetime) -> float:
    span = (last - first).total_seconds()
    return _LEFT + _WIDE * ((when - first).total_seconds() / span if span else 0.5)


def _described(dated: Sequence[tuple[datetime, Point]], table: Table) -> str:
    counted: dict[str, int] = {}
    for _, one in dated:
        word = named(table, one.what).word
        counted[word] = counted.get(word, 0) + 1
    days = dict.fromkeys((f"{dated[0][0]:%Y-%m-%d}", f"{dated[-1][0]:%Y-%m-%d}"))
    counts = ", ".join(f"{word} {many(count, 'time')}" for word, count in counted.items())
    return f"{' to '.join(days)}: {counts}"


def _lane(row: int, lane: str, shapes: Sequence[tuple[float, str, Point]], table: Table) -> Markup:
    y = _HEAD + _LANE * row
    line = Markup(
        '<text class="lane" x="0" y="{}">{}</text><line x1="0" x2="100%" y1="{}" y2="{}"/>'
    )
    marks = Markup().join(_mark(one, y + 28, table) for one in _gathered(shapes))
    return line.format(y + 10, _LANES[lane], y + 28, y + 28) + marks


def _gathered(shapes: Iterable[tuple[float, str, Point]]) -> list[_Placed]:
    """Return the marks of a lane, those that would lie on each other as one."""
    out: list[_Placed] = []
    for x, shape, point in shapes:
        if out and x - out[-1].x < _NEAR:
            out[-1] = _Placed(out[-1].x, shape, (*out[-1].points, point))
        else:
            out.append(_Placed(x, shape, (point,)))
    return out


def _mark(placed: _Placed, y: int, table: Table) -> Markup:
    points = placed.points
    told = "\n".join(f"{one.at}: {named(table, one.what).word}, {one.who}" for one in points[:12])
    more = f"\nand {len(points) - 12} more" if len(points) > 12 else ""
    count = (
        Markup('<text y="19" text-anchor="middle">×{}</text>').format(len(points))
        if points[1:]
        else Markup()
    )
    return Markup(
        '<svg x="{}%" y="{}" overflow="visible" class="point {}"><title>{}</title>'
        '<path d="{}"/>{}</svg>'
    ).format(f"{placed.x:.2f}", y, placed.shape, told + more, _SHAPES[placed.shape], count)


def _axis(first: datetime, last: datetime, height: int) -> Markup:
    """Return the dates below: of the first and the last moment, and of the middle."""
    if first == last:
        ticks = [(_LEFT + _WIDE / 2, "middle", first)]
    else:
        middle = first + (last - first) / 2
        ticks = [(_LEFT, "start", first), (_LEFT + _WIDE / 2, "middle", middle)]
        ticks += [(_LEFT + _WIDE, "end", last)]
    hours = timedelta(0) < last - first < timedelta(days=2)
    form = "%m-%d %H:%M" if hours else "%Y-%m-%d"
    text = Markup('<text class="tick" x="{}%" y="{}" text-anchor="{}">{}</text>')
    lines = Markup('<line class="tick" x1="{0}%" x2="{0}%" y1="{1}" y2="{2}"/>')
    return Markup().join(
        lines.format(f"{x:.2f}", _HEAD + 28, height - 20)
        + text.format(f"{x:.2f}", height - 6, anchor, when.strftime(form))
        for x, anchor, when in ticks
    )
