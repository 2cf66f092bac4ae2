"""Records to rows and back, without loss.

Spans become JSON text ("[[0,12],[20,31]]"), empty lists become NULL, and texts that no
database takes (lone surrogates from file names, NUL) are escaped: see ``kept``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

import sqlalchemy as sa

from sayso.ledger.keys import actor_mark, article_key, attribution_mark, distinct, document_key
from sayso.ledger.packed import pack
from sayso.records import (
    Actor,
    Attribution,
    Count,
    Document,
    Event,
    Hop,
    Label,
    Party,
    Place,
    Reading,
    Response,
    Spans,
)

Row = tuple[Any, ...]  # values in the order of the table's columns
Stored = sa.RowMapping
Quote = Callable[[str], str]  # a text to a JSON string

# Opens a text that is stored escaped; a code point that Unicode keeps out of all texts.
_ESCAPED = "\ufdd0"


@dataclass(frozen=True, slots=True)
class ReadingRows:
    """The rows of one reading, lacking only the ids that its ledger gives them.

    Attributes:
        document: values by column, but id, run and reading.
        attributions: rows without their first two columns, id and reading.
        actors, responses, events, labels: rows without their first column, reading.
        propositions: packed; None if there are none.
    """

    produced_by: dict[str, str]
    document: dict[str, Any]
    attributions: list[Row]
    actors: list[Row]
    responses: list[Row]
    events: list[Row]
    labels: list[Row]
    propositions: bytes | None = None


def reading_rows(reading: Reading) -> ReadingRows:
    """Return the rows of a reading."""
    return ReadingRows(
        dict(reading.produced_by),
        document_row(reading.document),
        attribution_rows(reading),
        actor_rows(reading),
        response_rows(reading),
        event_rows(reading),
        label_rows(reading),
        pack(reading.propositions),
    )


def document_row(document: Document) -> dict[str, Any]:
    """Return the values of ``document`` by column, but id, run and reading."""
    key = document_key(document)

    def made(quote: Quote) -> list[Row]:
        return [(
            key,
            None if document.id == key else document.id,
            document.uri,
            document.outlet,
            document.title,
            _list(document.byline, quote),
            document.credit,
            document.dateline,
            document.published,
            document.language,
            document.sha256,
            article_key(document.uri),
            document.text,
        )]  # fmt: skip

    return dict(zip(_DOCUMENT, _storable(made)[0], strict=True))


_DOCUMENT = (
    "key", "given_id", "uri", "outlet", "title", "byline", "credit", "dateline", "published",
    "language", "sha256", "article", "text",
)  # fmt: skip


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
    """Return the rows of ``attribution`` without id and reading; the first value is the mark."""
    return _storable(lambda quote: _attribution_rows(reading.attributions, quote))


def attribution_keys(reading: Reading) -> tuple[str, ...]:
    """Return the keys of a reading's attributions, in their order."""
    document = document_key(reading.document)
    marks = _marks(reading.attributions, _places(reading.attributions))
    return tuple(f"{document}-{mark}" for mark in marks)


def actor_keys(reading: Reading) -> tuple[str, ...]:
    """Return the keys of a reading's actors, in their order."""
    document = document_key(reading.document)
    return tuple(f"{document}-{mark}" for _, mark, *_ in actor_rows(reading))


def _places(attributions: Sequence[Attribution]) -> list[tuple[str | None, str | None]]:
    return [(spans_json(one.content), spans_json(one.cue)) for one in attributions]


def _marks(
    attributions: Sequence[Attribution], places: Sequence[tuple[str | None, str | None]]
) -> list[str]:
    """Return the second halves of the keys of attributions, by where content and cue stand."""
    marks = distinct([attribution_mark(content, cue) for content, cue in places])
    return [one.mark or mark for one, mark in zip(attributions, marks, strict=True)]


def _attribution_rows(attributions: Sequence[Attribution], quote: Quote) -> list[Row]:
    """Make the bulk of a ledger, hence in one loop of the fewest steps."""
    places = _places(attributions)
    marks = _marks(attributions, places)
    return [
        (
            mark,
            one.id,
            one.speaker,
            one.identity,
            one.kind,
            one.act,
            one.mode,
            one.factuality,
            one.said,
            one.parent,
            float(one.confidence),
            spans_json(one.source),
            cue,
            content,
            spans_json(one.addressee),
            spans_json(one.verbatim),
            _chain(one.chain, quote),
            _list(one.why, quote),
        )
        for one, mark, (content, cue) in zip(attributions, marks, places, strict=True)
    ]


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
    """Return the rows of ``actor`` without reading; the second value is the mark."""
    return _storable(lambda _: _actor_rows(reading.actors))


def _actor_rows(actors: Sequence[Actor]) -> list[Row]:
    marks = distinct([actor_mark(one.name, spans_json(one.mentions[:1]) or "") for one in actors])
    return [
        (
            number,
            mark,
            one.id,
            one.name,
            one.kind,
            one.identity,
            one.country,
            spans_json(one.mentions),
        )
        for number, (one, mark) in enumerate(zip(actors, marks, strict=True))
    ]


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
    """Return the rows of ``response`` without reading."""
    return _storable(lambda _: [
        (number, one.actor, one.response, one.about, spans_json(one.evidence))
        for number, one in enumerate(reading.responses)
    ])  # fmt: skip


def response_of(row: Stored) -> Response:
    """Return the response of a row."""
    return Response(
        actor=given(row["actor"]),
        response=given(row["response"]),
        about=given(row["about"]),
        evidence=spans_of(row["evidence"]),
    )


def event_rows(reading: Reading) -> list[Row]:
    """Return the rows of ``event`` without reading."""
    return _storable(lambda quote: [
        (
            number,
            event.type,
            event.mode,
            _list(event.actor, quote),
            _list(event.recipient, quote),
            _list(event.items, quote),
            event.place,
            event.date,
            spans_json(event.evidence),
            event.attribution,
            event.polarity,
            event.modality,
            _list(event.contexts, quote),
            _joined([_count(count, quote) for count in event.counts]),
            _joined([_party(party, quote) for party in event.parties]),
            None if event.where is None else _place(event.where, quote),
            None if event.trigger is None else spans_json((event.trigger,)),
        )
        for number, event in enumerate(reading.events)
    ])  # fmt: skip


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
        contexts=_listed(row["contexts"]),
        counts=tuple(_count_of(one) for one in _parsed(row["counts"])),
        parties=tuple(Party(**one) for one in _parsed(row["parties"])),
        where=_place_of(row["location"]),
        trigger=next(iter(spans_of(row["word"])), None),
    )


def label_rows(reading: Reading) -> list[Row]:
    """Return the rows of ``label`` without reading."""
    return _storable(lambda _: [
        (number, one.actor, one.label, one.by, one.polarity, one.attribution, spans)
        for number, one in enumerate(reading.labels)
        for spans in [spans_json(one.evidence)]
    ])  # fmt: skip


def label_of(row: Stored) -> Label:
    """Return the label of a row."""
    return Label(
        actor=given(row["actor"]),
        label=given(row["label"]),
        by=given(row["called_by"]),
        polarity=given(row["polarity"]),
        attribution=given(row["attribution"]),
        evidence=spans_of(row["evidence"]),
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


def _storable(make: Callable[[Quote], list[Row]]) -> list[Row]:
    """Make rows as every database takes them.

    Whether anything must be escaped is looked for in all rows at once, since hardly ever
    anything must; if so, they are made again with care.
    """
    found = make(encode_basestring)
    if not found or _takes("".join([v for row in found for v in row if v.__class__ is str])):
        return found
    return [tuple([kept(value) if isinstance(value, str) else value for value in row])
            for row in make(_quoted)]  # fmt: skip


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


def spans_json(spans: Spans) -> str | None:
    """Return spans as a column has them."""
    if not spans:
        return None
    if len(spans) == 1:  # as nearly always
        ((start, end),) = spans
        return f"[[{start},{end}]]"
    return f"[{','.join([f'[{start},{end}]' for start, end in spans])}]"


# JSON by hand where most of a ledger is made: json.dumps takes four times as long for as little.
def _list(items: Sequence[str], quote: Quote) -> str | None:
    return f"[{','.join(map(quote, items))}]" if items else None


def _chain(chain: Sequence[Hop], quote: Quote) -> str | None:
    return f"[{','.join([_hop(hop, quote) for hop in chain])}]" if chain else None


def _hop(hop: Hop, quote: Quote) -> str:
    """Leave out what a hop does not have: chains are a good part of a ledger's size."""
    line = f'{{"name":{"null" if hop.name is None else quote(hop.name)}'
    if hop.actor is not None:
        line += f',"actor":{quote(hop.actor)}'
    if hop.evidence:
        line += f',"evidence":{spans_json(hop.evidence)}'
    return line + "}"


def _joined(items: Sequence[str]) -> str | None:
    return f"[{','.join(items)}]" if items else None


# As of hops, what there is not is left out.
def _count(count: Count, quote: Quote) -> str:
    low = "" if count.low is None else f',"low":{count.low}'
    high = "" if count.high is None else f',"high":{count.high}'
    return f'{{"what":{quote(count.what)}{low}{high},"text":{quote(count.text)}}}'


def _party(party: Party, quote: Quote) -> str:
    country = "" if party.country is None else f',"country":{quote(party.country)}'
    sector = "" if party.sector is None else f',"sector":{quote(party.sector)}'
    return f'{{"name":{quote(party.name)}{country}{sector}}}'


def _place(place: Place, quote: Quote) -> str:
    line = f'{{"name":{quote(place.name)}'
    if place.country is not None:
        line += f',"country":{quote(place.country)}'
    if place.latitude is not None:
        line += f',"latitude":{float(place.latitude)!r}'
    if place.longitude is not None:
        line += f',"longitude":{float(place.longitude)!r}'
    if place.precision is not None:
        line += f',"precision":{quote(place.precision)}'
    if place.others:
        line += f',"others":{_list(place.others, quote)}'
    return line + "}"


def _quoted(text: str) -> str:
    quoted = encode_basestring(text)
    return quoted if _takes(quoted) else encode_basestring_ascii(text)


def _hop_of(row: Mapping[str, Any]) -> Hop:
    evidence = tuple((start, end) for start, end in row.get("evidence", ()))
    return Hop(name=row["name"], actor=row.get("actor"), evidence=evidence)


def _count_of(row: Mapping[str, Any]) -> Count:
    return Count(row["what"], row.get("low"), row.get("high"), row["text"])


def _place_of(stored: str | None) -> Place | None:
    if stored is None:
        return None
    found = json.loads(stored)
    return Place(**found | {"others": tuple(found.get("others", ()))})


def _parsed(stored: str | None) -> list[Any]:
    return json.loads(stored) if stored else []


def _listed(stored: str | None) -> tuple[str, ...]:
    return tuple(_parsed(stored))
