"""JSON lines -> Documents, one a line: the format sayso exchanges documents in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, Final

from sayso.errors import BadRecord, EmptyInput, ReadError, TooLarge
from sayso.read.dates import iso
from sayso.read.html import read_page
from sayso.read.plain import text_document
from sayso.read.wire import credited, split_byline
from sayso.records import Document, Skipped
from sayso.settings import Settings
from sayso.text import normalise

_STATED: Final = ("outlet", "title", "credit", "dateline", "language")


def read_jsonl(
    stream: BinaryIO, *, uri: str | None, settings: Settings
) -> Iterator[Document | Skipped]:
    """Read one document a line, without ever holding more than a line.

    A line is an object with ``text`` or ``html``, and any of ``id``, ``uri`` (or
    ``url``), ``outlet``, ``title``, ``published``, ``byline``, ``credit``, ``dateline``,
    ``language``; other keys are left alone. A reading, as ``sayso read --json`` prints
    it, is read for its ``document``. What a line states goes before what
    its page says and before ``Settings``. The text is normalised, nothing else.
    A bad line is ``Skipped`` with its number, and the run goes on.
    """
    for number, line in enumerate(_lines(stream, settings.max_bytes), start=1):
        where = f"{uri or '-'}:{number}"
        try:
            if len(line) > settings.max_bytes:
                raise TooLarge(f"more than {settings.max_bytes:,} bytes; raise max_bytes")
            if line.strip():
                yield _document(_record(line), where, settings)
        except ReadError as error:
            yield Skipped(where, f"line {number}: {error}")


def _lines(stream: BinaryIO, most: int) -> Iterator[bytes]:
    while line := stream.readline(most + 1):
        yield line
        while not line.endswith(b"\n") and (line := stream.readline(most + 1)):
            pass  # the rest of a line too long


def _record(line: bytes) -> dict[str, Any]:
    try:
        record: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON ({error}); write one object per line") from None
    if not isinstance(record, dict):
        raise BadRecord(
            f'{_kind(record)}, not an object; write {{"text": …}} or {{"html": …}} on each line'
        )
    inner = record.get("document")
    record = inner if isinstance(inner, dict) else record
    for key in (*_STATED, "uri", "url", "text", "html"):
        if not isinstance(record.get(key), str | None):
            raise BadRecord(f'"{key}" holds {_kind(record[key])}; give a string')
    if not (record.get("text") or record.get("html")):
        raise BadRecord('neither "text" nor "html" in it; give one of them')
    return dict(record)


def _document(record: dict[str, Any], where: str, settings: Settings) -> Document:
    named = record.get("uri") or record.get("url")
    uri = normalise(named) if named else None if record.get("id") else where
    document = (
        text_document(_given_text(record["text"]), uri=uri, settings=settings)
        if record.get("text")
        else replace(read_page(record["html"], uri=uri, settings=settings, article=True), uri=uri)
    )
    stated: dict[str, Any] = {key: normalise(record[key]) for key in _STATED if record.get(key)}
    stated |= {"id": _id(record), "published": _published(record), "byline": _byline(record)}
    document = replace(document, **{key: value for key, value in stated.items() if value})
    if "credit" in stated:
        return document
    return replace(document, credit=credited(document.credit, document.outlet))


def _given_text(raw: str) -> str:
    text = normalise(raw)
    if not text:
        raise EmptyInput('"text" holds only blanks; nothing to read')
    return text


def _id(record: dict[str, Any]) -> str | None:
    given = record.get("id")
    if given is None or (isinstance(given, str | int) and not isinstance(given, bool)):
        return None if given is None else normalise(str(given))
    raise BadRecord(f'"id" holds {_kind(given)}; give a string')


def _published(record: dict[str, Any]) -> str | None:
    written = record.get("published")
    if written is None or written == "":
        return None
    if date := iso(written):
        return date
    raise BadRecord(
        f'"published" holds {json.dumps(written)[:60]}, which is no date; '
        "write it like 2016-01-14 or 2016-01-14T09:30:00+02:00"
    )


def _byline(record: dict[str, Any]) -> tuple[str, ...]:
    given = record.get("byline")
    if isinstance(given, str):
        return split_byline(given)[0] or (normalise(given),)
    names = given if isinstance(given, list) else []
    return tuple(normalise(name) for name in names if isinstance(name, str))


def _kind(value: object) -> str:
    names: tuple[tuple[type, str], ...] = (
        (dict, "an object"), (list, "a list"), (str, "a string"), (bool, "true or false"),
        (int, "a number"), (float, "a number"),
    )  # fmt: skip
    return next((name for kind, name in names if isinstance(value, kind)), "null")
