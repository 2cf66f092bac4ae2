"""Records -> JSON-ready values: one shape for the command line, files and services.

What a stage has not decided is null or an empty list. ``docs/json.md`` shows
the shape, ``docs/fields.md`` says what each field means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sayso.records import (
    Actor,
    Attribution,
    Document,
    Event,
    Hop,
    Label,
    Reading,
    Response,
    Spans,
)

# A path may hold bytes that are no UTF-8 (lone surrogates in a str), a title a line separator:
# escaped, the output stays UTF-8 and one line to every reader of lines.
_UNSAFE = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def reading_payload(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON-ready values, keys always the same and in the same order."""
    return {
        "document": _document(reading.document),
        "actors": [_actor(actor) for actor in reading.actors],
        "attributions": [attribution_payload(attribution) for attribution in reading.attributions],
        "responses": [_response(response) for response in reading.responses],
        "events": [event_payload(event) for event in reading.events],
        "labels": [label_payload(label) for label in reading.labels],
        "sayso": {key: reading.produced_by.get(key) for key in ("version", "model")},
    }


def dumps(payload: Mapping[str, Any]) -> str:
    """Return a payload as one line of JSON, letters of all scripts as they are."""
    line = json.dumps(payload, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "uri": document.uri,
        "outlet": document.outlet,
        "title": document.title,
        "byline": list(document.byline),
        "credit": document.credit,
        "published": document.published,
        "language": document.language,
        "text": document.text,
        "sha256": document.sha256,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {**asdict(actor), "mentions": _spans(actor.mentions)}


def attribution_payload(attribution: Attribution) -> dict[str, Any]:
    """Return an attribution as JSON-ready values."""
    return {
        "id": attribution.id,
        "source": _spans(attribution.source),
        "cue": _spans(attribution.cue),
        "content": _spans(attribution.content),
        "addressee": _spans(attribution.addressee),
        "verbatim": _spans(attribution.verbatim),
        "mode": attribution.mode,
        "act": attribution.act,
        "factuality": attribution.factuality,
        "speaker": attribution.speaker,
        "identity": attribution.identity,
        "kind": attribution.kind,
        "chain": [_hop(hop) for hop in attribution.chain],
        "said": attribution.said,
        "parent": attribution.parent,
        "confidence": round(float(attribution.confidence), 3),
        "why": list(attribution.why),
        "judged": judged_payload(attribution),
    }


def judged_payload(attribution: Attribution) -> list[dict[str, Any]]:
    """Return what people decided about an attribution as JSON-ready values."""
    return [{**asdict(one), "fields": list(one.fields)} for one in attribution.judged]


def _hop(hop: Hop) -> dict[str, Any]:
    return {"name": hop.name, "actor": hop.actor, "evidence": _spans(hop.evidence)}


def _response(response: Response) -> dict[str, Any]:
    return {**asdict(response), "evidence": _spans(response.evidence)}


def event_payload(event: Event) -> dict[str, Any]:
    """Return an event as JSON-ready values."""
    return {
        **asdict(event),
        "actor": list(event.actor),
        "recipient": list(event.recipient),
        "items": list(event.items),
        "evidence": _spans(event.evidence),
        "contexts": list(event.contexts),
        "counts": [asdict(count) for count in event.counts],
        "parties": [asdict(party) for party in event.parties],
        "where": event.where and {**asdict(event.where), "others": list(event.where.others)},
        "trigger": _spans((event.trigger,))[0] if event.trigger else None,
    }


def label_payload(label: Label) -> dict[str, Any]:
    """Return a label as JSON-ready values."""
    return {**asdict(label), "evidence": _spans(label.evidence)}


def _spans(spans: Spans) -> list[list[int]]:
    # int(): a span that came out of an array would be no JSON number.
    return [[int(start), int(end)] for start, end in spans]
