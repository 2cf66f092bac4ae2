"""What templates ask for beside the payloads: words, addresses, and a reading's notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request

from sayso.text import words_of
from sayso.views.claim_facts import figure
from sayso.views.desk import words
from sayso.views.desk.drawn import months_drawn, places_drawn, places_of
from sayso.views.desk.graph import actor_graph, origins_graph, outlet_graph
from sayso.views.desk.marks import Mark, bracketed, marked, marks_of, paragraphs_around
from sayso.views.desk.timeline import Point, timeline
from sayso.views.payload import dumps
from sayso.views.permalink import is_web, original_link, permalink

SECTIONS = (
    ("/", "Read"), ("/claims", "Claims"), ("/actors", "Actors"), ("/outlets", "Outlets"),
    ("/events", "Events"), ("/documents", "Documents"), ("/search", "Search"), ("/runs", "Runs"),
    ("/review", "Review"),
)  # fmt: skip
_PAGING = {"cursor", "format", "all"}
Payload = Mapping[str, Any]


# --- addresses -------------------------------------------------------------------------


def here_with(request: Request, **changes: str | None) -> str:
    """Return the address of this page with parameters changed, or taken out by None.

    A list that is asked for otherwise begins anew: its cursor goes.
    """
    kept = [(name, value) for name, value in parse_qsl(request.url.query)
            if name not in changes and name not in _PAGING]  # fmt: skip
    query = urlencode([*kept, *((name, value) for name, value in changes.items() if value)])
    return f"{_path(request)}?{query}" if query else _path(request)


def facet_link(request: Request, name: str, value: str) -> tuple[str, bool]:
    """Return where a value of a filter leads, and whether it is chosen: then it is taken out.

    A year is a time from and to, a number of origins the least and the most of them.
    """
    wanted = _parameters(name, value)
    chosen = all(request.query_params.get(key) == told for key, told in wanted.items())
    return here_with(request, **(dict.fromkeys(wanted) if chosen else wanted)), chosen


def _parameters(name: str, value: str) -> dict[str, str | None]:
    if name == "year":
        return {"since": value, "until": value}
    if name == "origins":
        least, open_end, _ = value.partition("+")
        return {"least": least, "most": None if open_end else least}
    return {name: value}


def api_address(request: Request, form: str | None = None) -> str:
    """Return where programs get what this page shows."""
    kept = [pair for pair in parse_qsl(request.url.query) if pair[0] != "format"]
    query = urlencode([*kept, ("format", form)] if form else kept)
    return f"/api/v1{_path(request)}{f'?{query}' if query else ''}"


def _path(request: Request) -> str:
    return quote(request.url.path, safe="/:@-._~")


def section_of(request: Request) -> str:
    """Return the address of the section that a page belongs to."""
    first = f"/{request.url.path.split('/')[1]}"
    if request.url.path == "/attributions":
        return "/search"
    return {"/attributions": "/documents", "/skipped": "/runs"}.get(first, first)


def named_address(kind: str, name: str) -> str:
    """Return the page of a claim, an actor, an outlet …: "/outlets/The%20Tern"."""
    return f"/{kind}/{quote(name, safe='')}"


# --- a reading -------------------------------------------------------------------------


def notes_of(reading: Payload) -> list[dict[str, Any]]:
    """Return what stands beside a marked text: a note for each attribution, in its order.

    Args:
        reading: the payload of a document's reading; with ``ids`` if it is in a ledger.
    """
    kinds = {one["id"]: one["kind"] for one in reading["actors"]}
    kinds[None] = "outlet"  # a station that the text does not speak of is who is credited
    ids = reading.get("ids", {})
    numbers = {one["id"]: n for n, one in enumerate(reading["attributions"], 1)}
    answers = answers_of(reading)
    return [
        _note(one, reading["document"]["text"], number=numbers[one["id"]],
              key=ids.get(one["id"], one["id"]), within=numbers.get(one["parent"]))
        | {"chain": [_hop(n, hop, one, kinds) for n, hop in enumerate(one["chain"])],
           "answers": answers.get(one["id"], [])}
        for one in reading["attributions"]
    ]  # fmt: skip


def _note(one: Payload, text: str, *, number: int, key: str, within: int | None) -> dict[str, Any]:
    parts = {part: words_of(text, one[part]) for part in ("source", "cue", "content", "addressee")}
    kept = ("speaker", "mode", "act", "factuality", "identity", "kind", "said", "confidence", "why")
    return {"number": number, "key": key, "within": within, **parts,
            **{name: one[name] for name in kept}, "judged": one.get("judged", [])}  # fmt: skip


def _hop(number: int, hop: Payload, one: Payload, kinds: Payload) -> dict[str, Any]:
    """Return a station of a chain as it is drawn: what it is, and which part it plays."""
    last = number == len(one["chain"]) - 1 and number > 0
    kind = "outlet" if not number else kinds.get(hop["actor"], "unknown")
    if last and one["kind"]:
        kind = one["kind"]
    speaks = last and (hop["name"] == one["speaker"])
    role = "published it" if not number else ("says so" if speaks else "passed it on")
    identity = one["identity"] if speaks and one["identity"] != "named" else None
    return {"name": hop["name"], "kind": kind, "role": role, "identity": identity}


def stations(chain: Sequence[str | None], kind: str | None, identity: str | None) -> list[Payload]:
    """Return a chain of which only names are known, as it is drawn."""
    last = len(chain) - 1
    kinds = {0: "outlet"} | ({last: kind or "unknown"} if last > 0 else {})
    return [
        {"name": name, "kind": kinds.get(n, "unknown"),
         "role": "published it" if not n else ("says so" if n == last else "passed it on"),
         "identity": identity if n == last and n and identity != "named" else None}
        for n, name in enumerate(chain)
    ]  # fmt: skip


def answers_of(reading: Payload) -> dict[str | None, list[dict[str, Any]]]:
    """Return the responses by the attribution they are about, with their numbers and words."""
    out: dict[str | None, list[dict[str, Any]]] = {}
    text = reading["document"]["text"]
    for number, one in enumerate(reading["responses"], 1):
        told = {"number": number, "actor": one["actor"], "response": one["response"],
                "words": words_of(text, one["evidence"])}  # fmt: skip
        out.setdefault(one["about"], []).append(told)
    return out


def voices_of(reading: Payload) -> dict[str, dict[str, Any]]:
    """Return the attributions of a reading by their ids in it: number, key and speaker."""
    ids = reading.get("ids", {})
    return {
        one["id"]: {"number": n, "key": ids.get(one["id"], one["id"]), "speaker": one["speaker"]}
        for n, one in enumerate(reading["attributions"], 1)
    }


def doubters_of(claim: Payload) -> list[tuple[int, Payload]]:
    """Return the members of a claim's payload that doubt it, with their places among all."""
    return [(n, one) for n, one in enumerate(claim["members"]) if one["stance"] == "doubts"]


def speaking(reading: Payload) -> list[dict[str, Any]]:
    """Return the actors who say something in a reading, with how often, the most first."""
    says: dict[str, int] = {}
    for one in reading["attributions"]:
        for name in filter(None, [one["speaker"]]):
            says[name] = says.get(name, 0) + 1
    known = {one["name"]: one for one in reading["actors"]}
    return [{**known.get(name, {"kind": None, "identity": None}), "name": name, "says": count}
            for name, count in sorted(says.items(), key=lambda pair: -pair[1])]  # fmt: skip


def marked_reading(reading: Payload) -> Any:
    """Return the text of a reading with all its marks."""
    ids = reading.get("ids", {})
    keys = [ids.get(one["id"], one["id"]) for one in reading["attributions"]]
    return marked(reading["document"]["text"], marks_of(reading, keys))


def excerpt_of(found: Payload, text: str) -> Any:
    """Return a statement's words marked in the paragraphs they stand in, and one on each side."""
    parts = [
        Mark(found["id"], part, tuple((start, end) for start, end in found["spans"][part]), shape)
        for part, shape in (("content", found["mode"]), ("source", ""), ("cue", ""))
    ]
    spans = [span for one in parts for span in one.spans]
    return marked(text, parts, within=paragraphs_around(text, spans))


def links_of(found: Payload, document: Payload) -> dict[str, str | None]:
    """Return the link to a statement's very words here, and where they were published."""
    spans = tuple((start, end) for start, end in found["spans"]["content"] or found["spans"]["cue"])
    text, uri = document["text"], document["uri"]
    link = permalink(f"/attributions/{found['id']}", text, spans, document["sha256"])
    return {"here": link, "there": original_link(uri, text, spans) if is_web(uri) else None}


def claim_points(claim: Payload) -> list[Point]:
    """Return the moments of a claim's payload for its timeline."""
    out = []
    for one in claim["timeline"]:
        outlet = claim["members"][one["member"]]["outlet"] or "an unknown outlet"
        who = one["who"] or "somebody unknown"
        out.append(Point(one["at"], one["what"], f"{who}, in {outlet}"))
    return out


def event_points(events: Iterable[Payload]) -> list[Point]:
    """Return events for a timeline, by the day they are counted at."""
    out = []
    for one in events:
        who = ", ".join(one["actor"]) or "somebody"
        whom = f" to {', '.join(one['recipient'])}" if one["recipient"] else ""
        by = one["by"] or "somebody unknown"
        out.append(Point(one["day"], one["type"], f"{who}{whom}, according to {by}"))
    return out


GLOBALS: dict[str, Any] = {
    "SECTIONS": SECTIONS, "MODES": words.MODES, "RESPONSES": words.RESPONSES,
    "STANCES": words.STANCES, "IDENTITIES": words.IDENTITIES, "MOMENTS": words.MOMENTS,
    "KINDS": words.KINDS, "named": words.named, "certainty": words.certainty, "day": words.day,
    "many": words.many, "minute": words.minute, "bracketed": bracketed, "here_with": here_with,
    "api_address": api_address, "section_of": section_of, "named_address": named_address,
    "notes_of": notes_of, "answers_of": answers_of, "speaking": speaking,
    "marked_reading": marked_reading, "stations": stations, "timeline": timeline,
    "claim_points": claim_points, "paragraphs_around": paragraphs_around,
    "origins_graph": origins_graph, "figure": figure, "outlet_graph": outlet_graph,
    "actor_graph": actor_graph, "months_drawn": months_drawn, "places_of": places_of,
    "places_drawn": places_drawn, "event_points": event_points, "EVENT_TYPES": words.EVENT_TYPES,
    "facet_link": facet_link, "DENIALS": words.DENIALS, "voices_of": voices_of,
    "doubters_of": doubters_of, "ANSWERS": words.ANSWERS, "POLARITIES": words.POLARITIES,
}  # fmt: skip
"""Names that every template knows."""

FILTERS: dict[str, Any] = {"as_json": dumps}
"""Filters likewise; what they return is escaped as anything else."""
