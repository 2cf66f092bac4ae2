"""Events of many reports as one list for programs: filtered, flat, or as a network.

One payload feeds the command line, files and pages: ``event_rows`` yields it, whatever the
readings come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sayso.attribute.event.code import party_of
from sayso.records import Event, Reading
from sayso.text import words_of
from sayso.views.payload import event_payload

COLUMNS = (
    "document", "uri", "outlet", "published", "type", "mode", "actor", "recipient", "items",
    "counts", "place", "date", "polarity", "modality", "by", "chain", "contexts", "parties",
    "where", "text", "attribution", "evidence", "trigger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; what is None or empty does not matter.

    Attributes:
        actor, recipient: words that must stand in a name of that side, in any case, or a
            three-letter code of its country.
        types: PLOVER's.
        since, until: ISO dates, as precise as wanted, of the event, else of the report.
        by: words in the name of who says so, or of the outlet where the report itself does.
    """

    actor: str | None = None
    recipient: str | None = None
    types: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None
    by: str | None = None


def event_rows(reading: Reading, wanted: EventFilter) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the events of a reading that a filter lets through, with their numbers."""
    voices = {a.id: a for a in reading.attributions}
    document = reading.document
    for number, event in enumerate(reading.events):
        voice = voices.get(event.attribution or "")
        by = document.outlet if voice is None else voice.speaker
        if not matches(event, wanted, by=by, published=document.published):
            continue
        told = event_payload(event)
        row = {
            "document": document.id, "uri": document.uri, "outlet": document.outlet,
            "published": document.published, **told, "by": by,
            "chain": [hop.name for hop in voice.chain] if voice else [document.outlet],
            "text": " … ".join(words_of(document.text, event.evidence).split("\n")),
        }  # fmt: skip
        yield number, {name: row[name] for name in COLUMNS}


def with_parties(reading: Reading) -> Reading:
    """Return a reading whose events have their parties coded, where none are kept with them."""
    by_name = {actor.name: actor for actor in reversed(reading.actors)}
    events = tuple(
        event
        if event.parties
        else replace(event, parties=tuple(
            party_of(name, by_name.get(name))
            for name in dict.fromkeys((*event.actor, *event.recipient))
        ))
        for event in reading.events
    )  # fmt: skip
    return replace(reading, events=events)


def matches(event: Event, wanted: EventFilter, *, by: str | None, published: str | None) -> bool:
    """Tell whether an event is wanted.

    Args:
        event: the event.
        wanted: what is asked for.
        by: whose word it is.
        published: when the report was.
    """
    if wanted.types and event.type not in wanted.types:
        return False
    if wanted.by and not _has(wanted.by, [by or ""]):
        return False
    codes = {party.name: party.country or "" for party in event.parties}
    for word, names in ((wanted.actor, event.actor), (wanted.recipient, event.recipient)):
        if word and not _has(word, [*names, *(codes.get(name, "") for name in names)]):
            return False
    return _is_within(_day(event.date) or _day(published), wanted)


def _has(words: str, names: Iterable[str]) -> bool:
    asked = words.casefold().split()
    return any(all(word in name.casefold() for word in asked) for name in names)


def _day(edtf: str | None) -> str | None:
    """Return the first day, month or year an EDTF date may be, None for none that compares."""
    start = (edtf or "").split("/")[0].rstrip("~?%")[:10]
    return start if start[:4].isdigit() else None


def _is_within(day: str | None, wanted: EventFilter) -> bool:
    if not (wanted.since or wanted.until):
        return True
    if day is None:
        return False
    late = not wanted.since or day[: len(wanted.since)] >= wanted.since[: len(day)]
    early = not wanted.until or day[: len(wanted.until)] <= wanted.until[: len(day)]
    return late and early


def network(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return who acts on whom, over time, as nodes and edges.

    Args:
        rows: events as ``event_rows`` gives them.

    An edge is one actor, one recipient, one type and one month (the year where no month is
    known, null where nothing is); ``count`` is how often it is told, ``denied`` how often with
    polarity "-", ``by`` who says so. Events without a recipient are counted at their actor.
    """
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str, str, str | None], dict[str, Any]] = {}
    for row in rows:
        coded = {party["name"]: party for party in row["parties"]}
        for name in dict.fromkeys((*row["actor"], *row["recipient"])):
            node = nodes.setdefault(name, _node(name, coded.get(name)))
            node["events"] += 1
        month = (_day(row["date"]) or _day(row["published"]) or "")[:7] or None
        for actor in row["actor"]:
            for recipient in row["recipient"]:
                if actor != recipient:
                    key = (actor, recipient, row["type"], month)
                    _count(edges.setdefault(key, _edge(*key)), row)
    ordered = sorted(edges.values(), key=lambda edge: (edge["month"] or "", -edge["count"]))
    return {"nodes": sorted(nodes.values(), key=lambda node: -node["events"]), "edges": ordered}


def _node(name: str, party: Mapping[str, Any] | None) -> dict[str, Any]:
    country, sector = (party["country"], party["sector"]) if party else (None, None)
    return {"name": name, "country": country, "sector": sector, "events": 0}


def _edge(actor: str, recipient: str, kind: str, month: str | None) -> dict[str, Any]:
    return {
        "actor": actor, "recipient": recipient, "type": kind, "month": month, "count": 0,
        "denied": 0, "by": [],
    }  # fmt: skip


def _count(edge: dict[str, Any], row: Mapping[str, Any]) -> None:
    edge["count"] += 1
    edge["denied"] += row["polarity"] == "-"
    if row["by"] and row["by"] not in edge["by"]:
        edge["by"].append(row["by"])
