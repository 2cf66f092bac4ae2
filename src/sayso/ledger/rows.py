"""Records to rows and back, without loss.

Spans become JSON text ("[[0,12],[20,31]]"), empty lists become NULL, and texts that no
database takes (lone surrogates from file names, NUL) are escaped: see ``kept``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

import sqlalchemy as sa

from sayso.ledger.keys import actor_mark, article_key, attribution_mark, distinct, document_key
from sayso.records import Actor, Attribution, Document, Event, Hop, Reading, Response, Spans

Row = dict[str, Any]
Stored = sa.RowMapping

# Opens a text that is stored escaped; a code point that Unicode keeps out of all texts.
_ESCAPED = "\ufdd0"


@dataclass(frozen=True, slots=True)
class ReadingRows:
    """The rows of one reading, lacking only the ids that its ledger gives them."""

    produced_by: dict[str, str]
    document: Row
    attributions: list[Row]
    actors: list[Row]
    responses: list[Row]
    events: list[Row]


def reading_rows(reading: Reading) -> ReadingRows:
    """Return the rows of a reading."""
    return ReadingRows(
        dict(reading.produced_by),
        document_row(reading.document),
        attribution_rows(reading),
        actor_rows(reading),
        response_rows(reading),
        event_rows(reading),
    )


def document_row(document: Document) -> Row:
    """Return the values of ``document`` but id, run and reading."""
    key = document_key(document)
    row = {
        "key": key,
        "given_id": None if document.id == key else document.id,
        "uri": document.uri,
        "outlet": document.outlet,
        "title": document.title,
        "byline": _list(document.byline),
        "credit": document.credit,
        "dateline": document.dateline,
        "published": document.published,
        "language": document.language,
        "sha256": document.sha256,
        "article": article_key(document.uri),
        "text": document.text,
    }
    return _storable([row])[0]


def document_of(row: Stored) -> Document:
    """Return the document of a row."""
    return Document(
        id=row["key"] if row["given_id"] is None else given(row["given_id"]),
        text=given(row["text"]),
        sha256=row["sha256"],
        uri=given(row["uri"]),
        outlet=given(row["outlet"]),
        title=given(row["title"]),
        byline=_listed(row["byline"]),
        credit=given(row["credit"]),
        dateline=given(row["dateline"]),
        published=given(row["published"]),
        language=given(row["language"]),
    )


def attribution_rows(reading: Reading) -> list[Row]:
    """Return the values of each ``attribution`` but id and reading."""
    found = _storable([_attribution_row(attribution) for attribution in reading.attributions])
    return _marked(found, [attribution_mark(row["content"], row["cue"]) for row in found])


def attribution_keys(reading: Reading) -> tuple[str, ...]:
    """Return the keys of a reading's attributions, in their order."""
    document = document_key(reading.document)
    return tuple(f"{document}-{row['mark']}" for row in attribution_rows(reading))


def actor_keys(reading: Reading) -> tuple[str, ...]:
    """Return the keys of a reading's actors, in their order."""
    document = document_key(reading.document)
    return tuple(f"{document}-{row['mark']}" for row in actor_rows(reading))


def _attribution_row(attribution: Attribution) -> Row:
    return {
        "local": attribution.id,
        "speaker": attribution.speaker,
        "identity": attribution.identity,
        "kind": attribution.kind,
        "act": attribution.act,
        "mode": attribution.mode,
        "factuality": attribution.factuality,
        "said": attribution.said,
        "parent": attribution.parent,
        "confidence": float(attribution.confidence),
        "source": _spans(attribution.source),
        "cue": _spans(attribution.cue),
        "content": _spans(attribution.content),
        "addressee": _spans(attribution.addressee),
        "verbatim": _spans(attribution.verbatim),
        "chain": _chain(attribution.chain),
        "why": _list(attribution.why),
    }


def attribution_of(row: Stored) -> Attribution:
    """Return the attribution of a row."""
    return Attribution(
        id=given(row["local"]),
        source=spans_of(row["source"]),
        cue=spans_of(row["cue"]),
        content=spans_of(row["content"]),
        addressee=spans_of(row["addressee"]),
        verbatim=spans_of(row["verbatim"]),
        mode=given(row["mode"]),
        act=given(row["act"]),
        factuality=given(row["factuality"]),
        speaker=given(row["speaker"]),
        identity=given(row["identity"]),
        kind=given(row["kind"]),
        chain=tuple(_hop_of(hop) for hop in _parsed(row["chain"])),
        said=given(row["said"]),
        parent=given(row["parent"]),
        confidence=row["confidence"],
        why=_listed(row["why"]),
    )


def actor_rows(reading: Reading) -> list[Row]:
    """Return the values of each ``actor`` but reading."""
    found = _storable([_actor_row(number, actor) for number, actor in enumerate(reading.actors)])
    marks = [actor_mark(one.name, _spans(one.mentions[:1]) or "") for one in reading.actors]
    return _marked(found, marks)


def _actor_row(number: int, actor: Actor) -> Row:
    return {
        "number": number,
        "local": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "identity": actor.identity,
        "country": actor.country,
        "mentions": _spans(actor.mentions),
    }


def actor_of(row: Stored) -> Actor:
    """Return the actor of a row."""
    return Actor(
        id=given(row["local"]),
        name=given(row["name"]),
        kind=given(row["kind"]),
        identity=given(row["identity"]),
        country=given(row["country"]),
        mentions=spans_of(row["mentions"]),
    )


def response_rows(reading: Reading) -> list[Row]:
    """Return the values of each ``response`` but reading."""
    found = [
        {
            "number": number,
            "actor": response.actor,
            "response": response.response,
            "about": response.about,
            "evidence": _spans(response.evidence),
        }
        for number, response in enumerate(reading.responses)
    ]
    return _storable(found)


def response_of(row: Stored) -> Response:
    """Return the response of a row."""
    return Response(
        actor=given(row["actor"]),
        response=given(row["response"]),
        about=given(row["about"]),
        evidence=spans_of(row["evidence"]),
    )


def event_rows(reading: Reading) -> list[Row]:
    """Return the values of each ``event`` but reading."""
    found = [
        {
            "number": number,
            "type": event.type,
            "mode": event.mode,
            "actor": _list(event.actor),
            "recipient": _list(event.recipient),
            "items": _list(event.items),
            "place": event.place,
            "date": event.date,
            "evidence": _spans(event.evidence),
            "attribution": event.attribution,
            "polarity": event.polarity,
            "modality": event.modality,
        }
        for number, event in enumerate(reading.events)
    ]
    return _storable(found)


def event_of(row: Stored) -> Event:
    """Return the event of a row."""
    return Event(
        type=given(row["type"]),
        mode=given(row["mode"]),
        actor=_listed(row["actor"]),
        recipient=_listed(row["recipient"]),
        items=_listed(row["items"]),
        place=given(row["place"]),
        date=given(row["date"]),
        evidence=spans_of(row["evidence"]),
        attribution=given(row["attribution"]),
        polarity=given(row["polarity"]),
        modality=given(row["modality"]),
    )


def spans_of(stored: str | None) -> Spans:
    """Return the spans of a column."""
    return tuple((start, end) for start, end in _parsed(stored))


def kept(value: str | None) -> str | None:
    """Return a text as it is stored: as it is, or escaped as in JSON behind ``_ESCAPED``."""
    if value is None or _takes(value):
        return value
    return _ESCAPED + json.dumps(value)


def given(value: Any) -> Any:
    """Return a stored text as it was given."""
    if isinstance(value, str) and value.startswith(_ESCAPED):
        return json.loads(value[1:])
    return value


def stored_json(value: Any) -> str:
    """Return a value as one line of JSON that every database takes."""
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return line if _takes(line) else json.dumps(value, separators=(",", ":"))


def _storable(found: list[Row]) -> list[Row]:
    """Escape what must be; looked for in all rows at once, since hardly ever anything must."""
    texts = [value for row in found for value in row.values() if value.__class__ is str]
    if _takes("".join(texts)):
        return found
    return [
        {name: kept(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in found
    ]


def _takes(value: str) -> bool:
    """Tell whether every database takes this text as it is: UTF-8 without NUL."""
    if "\x00" in value or _ESCAPED in value:
        return False
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _marked(found: list[Row], marks: list[str]) -> list[Row]:
    for row, mark in zip(found, distinct(marks), strict=True):
        row["mark"] = mark
    return found


def _spans(spans: Spans) -> str | None:
    if not spans:
        return None
    if len(spans) == 1:  # as nearly always
        ((start, end),) = spans
        return f"[[{start},{end}]]"
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


# JSON by hand where most of a ledger is made: json.dumps takes four times as long for as little.
def _list(items: Sequence[str]) -> str | None:
    return f"[{','.join(map(_quoted, items))}]" if items else None


def _chain(chain: Sequence[Hop]) -> str | None:
    return f"[{','.join(map(_hop, chain))}]" if chain else None


def _hop(hop: Hop) -> str:
    """Leave out what a hop does not have: chains are a good part of a ledger's size."""
    name = "null" if hop.name is None else _quoted(hop.name)
    actor = "" if hop.actor is None else f',"actor":{_quoted(hop.actor)}'
    evidence = f',"evidence":{_spans(hop.evidence)}' if hop.evidence else ""
    return f'{{"name":{name}{actor}{evidence}}}'


def _quoted(text: str) -> str:
    quoted = encode_basestring(text)
    return quoted if _takes(quoted) else encode_basestring_ascii(text)


def _hop_of(row: Mapping[str, Any]) -> Hop:
    evidence = tuple((start, end) for start, end in row.get("evidence", ()))
    return Hop(name=row["name"], actor=row.get("actor"), evidence=evidence)


def _parsed(stored: str | None) -> list[Any]:
    return json.loads(stored) if stored else []


def _listed(stored: str | None) -> tuple[str, ...]:
    return tuple(_parsed(stored))
