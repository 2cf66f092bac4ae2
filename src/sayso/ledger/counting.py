"""What is counted of a document: actors, outlets and events of its newest reading.

Everything here follows from the rows of one reading alone, so that what was counted can be taken
out again. Texts stay as the tables have them (``rows.kept``).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import sqlalchemy as sa

from sayso.ledger import schema
from sayso.ledger.rows import kept

Name = tuple[str, str]  # of an actor, and its kind; "" if that is not known

_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


@dataclass(slots=True)
class Part:
    """What an actor has part in, in one document or in many.

    Attributes:
        statements: that are attributed to it.
        told: events and labels it stands in, each once.
        answers: responses of it.
        named: documents in which it is a proper name.
    """

    statements: int = 0
    told: int = 0
    answers: int = 0
    named: int = 0


@dataclass(slots=True)
class Counted:
    """What is counted of one document.

    Attributes:
        document: its number.
        day: of its publication; "" if it is not known.
        outlet: as the document names it, else the host of its address.
        statements: how many attributions it has.
        actors: who speaks, answers or stands in events and labels, and in how many.
        stations: named media in the chains, and in how many of them.
        events: number, type and day of each.
    """

    document: int
    day: str
    outlet: str | None
    statements: int = 0
    actors: dict[Name, Part] = field(default_factory=dict)
    stations: Counter[str] = field(default_factory=Counter)
    events: list[tuple[int, str, str]] = field(default_factory=list)


def counted(connection: sa.Connection, documents: Sequence[int]) -> list[Counted]:
    """Return what is counted of the newest readings of some documents."""
    table = schema.document
    wanted = (table.c.id, table.c.reading, table.c.outlet, table.c.uri, table.c.published)
    query = sa.select(*wanted).where(table.c.id.in_(documents), table.c.reading.is_not(None))
    heads = {row.reading: row for row in connection.execute(query)}
    parts = {name: _by_reading(connection, name, heads) for name in _ASKED}
    return [
        _of_reading(row, {name: found.get(reading, []) for name, found in parts.items()})
        for reading, row in heads.items()
    ]


_ASKED: Final = {
    "attribution": ("speaker", "kind", "chain"),
    "actor": ("local", "name", "kind", "identity"),
    "response": ("actor",),
    "event": ("number", "type", "actor", "recipient", "date"),
    "label": ("actor",),
}


def _by_reading(
    connection: sa.Connection, name: str, readings: Iterable[int]
) -> dict[int, list[sa.Row[Any]]]:
    table = schema.metadata.tables[name]
    query = sa.select(table.c.reading, *(table.c[column] for column in _ASKED[name]))
    order = table.c.id if name == "attribution" else table.c.number
    found: dict[int, list[sa.Row[Any]]] = {}
    for row in connection.execute(query.where(table.c.reading.in_(readings)).order_by(order)):
        found.setdefault(row.reading, []).append(row)
    return found


def _of_reading(row: Any, parts: Mapping[str, Sequence[sa.Row[Any]]]) -> Counted:
    day = day_of(row.published)
    media = {
        one.local for one in parts["actor"] if one.kind == "outlet" and one.identity == "named"
    }
    out = Counted(row.id, day, row.outlet or host_of(row.uri), len(parts["attribution"]))
    known = {one.name: one for one in reversed(parts["actor"])}
    for name, told, kind in _roles(parts):
        actor = known.get(name)
        key = name, _kind(actor.kind if actor else kind)
        part = out.actors.setdefault(
            key, Part(named=actor is not None and actor.identity == "named")
        )
        setattr(part, told, getattr(part, told) + 1)
    for one in parts["attribution"]:
        out.stations.update(set(stations_of(one.chain, media)) - {out.outlet})
    out.events = [(one.number, one.type, day_of(one.date) or day) for one in parts["event"]]
    return out


def _roles(parts: Mapping[str, Sequence[sa.Row[Any]]]) -> Iterator[tuple[str, str, str | None]]:
    """Yield who has part in what: a name, what of ``Part`` counts it, and a kind if one is told."""
    for one in parts["attribution"]:
        if one.speaker:
            yield one.speaker, "statements", one.kind
    for one in parts["event"]:
        for name in dict.fromkeys((*names_in(one.actor), *names_in(one.recipient))):
            yield name, "told", None
    for told in ("label", "response"):
        for one in parts[told]:
            if one.actor:
                yield one.actor, "told" if told == "label" else "answers", None


def names_in(stored: str | None) -> list[str]:
    """Return the names of a stored list as columns have them."""
    return [kept(name) or "" for name in json.loads(stored) if name] if stored else []


def _kind(kind: str | None) -> str:
    return "" if kind is None or kind == "unknown" else kind


def stations_of(chain: str | None, media: frozenset[str] | set[str]) -> Iterator[str]:
    """Yield the media that a stored chain came through, the document's own outlet left out.

    Args:
        chain: as ``attribution.chain`` has it.
        media: ids within the reading of the actors that are outlets with a name.

    A hop without an actor is a medium too: nobody in the text, so the agency a page credits.
    """
    if chain:
        for hop in json.loads(chain)[1:]:
            name, actor = kept(hop["name"]), kept(hop.get("actor"))
            if name and (actor is None or actor in media):
                yield name


def host_of(uri: str | None) -> str | None:
    """Return whose site an address is of: its host without port."""
    if uri is None or not uri.startswith(("http://", "https://")):
        return None
    try:
        return urlsplit(uri).hostname
    except ValueError:  # "http://["
        return None


def day_of(date: str | None) -> str:
    """Return the first day, month or year that a date (EDTF or ISO 8601) may be; "" if none.

    >>> day_of("2016-01-14T09:30:00+02:00"), day_of("2016-01~"), day_of("2016/2018"), day_of("XXXX")
    ('2016-01-14', '2016-01', '2016', '')
    """
    found = _DAY.match(date or "")
    return found[0] if found else ""
