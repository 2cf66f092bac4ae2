r"""Web archive (WARC, and its forerunner ARC) -> the pages and texts that were archived.

The reader is our own: an archive is a row of records, each with its length before
it. It goes on behind a broken record, says where the archive is cut off, and reads
from standard input.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, Final

from sayso.errors import BadRecord, MissingInput, ReadError, TooLarge
from sayso.read.dates import iso
from sayso.read.parts import Known, Part, stream_of
from sayso.records import Skipped
from sayso.settings import Settings

_CHUNK: Final = 65_536
_LONGEST_HEAD: Final = 65_536  # bytes of a record's own headers, or of those of HTTP
_MOST_BROKEN: Final = 1_000  # records; then the rest is given up
_TYPES: Final = frozenset(("text/html", "application/xhtml+xml", "text/plain", "application/pdf"))
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})\b")
_ARC = re.compile(
    rb"((?:https?|ftp|dns|filedesc|file)://?[^\n]{0,8000}?) (\S{1,100}) (\d{8})\d{0,12} "
    rb"([^\s]{1,200})(?: [^\n]{0,2000}?)?? (\d+)\r?\n"
)
_BEGINNING = re.compile(rb"WARC/[01]\.\d{1,3}\r?\n|(?<=\n)https?://[^\n]{1,2000} \d{8,20} ")
_BETWEEN = re.compile(rb"\r\n\r\n|[\r\n]*(?:WARC/|\Z)|\n[a-z]{3,8}:")
_LONGEST_BEGINNING: Final = 2_100
_NOT_REPORTS = re.compile(r"/(?:robots|ads|humans|security|llms)\.txt$")


@dataclass(frozen=True, slots=True)
class _Record:
    """What stands before the bytes of a record.

    Attributes:
        kind: "response", "resource", "request", …
        head: bytes of the record before its block.
        length: bytes of its block.
    """

    kind: str
    uri: str
    date: str | None
    head: int
    length: int
    content_type: str = ""


class _Ahead:
    """The bytes ahead in a stream, as many as are asked for, without taking them yet.

    Where the stream is damaged, the bytes before that come first; ``damage`` stays
    until it is told, and behind it the stream may go on.
    """

    def __init__(self, stream: BufferedReader[Any]) -> None:
        self._stream = stream
        self.bytes = bytearray()
        self.damage: ReadError | None = None

    def fill(self, size: int) -> bool:
        """Get so many bytes ahead; False if there are fewer."""
        while len(self.bytes) < size and not self.damage:
            try:
                chunk = self._stream.read1(_CHUNK)
            except ReadError as error:
                self.damage = error
                break
            if not chunk:
                break
            self.bytes += chunk
        return len(self.bytes) >= size

    def skip(self, size: int) -> bool:
        """Pass over so many bytes; False if there are fewer."""
        while size > len(self.bytes):
            size -= len(self.bytes)
            self.bytes.clear()
            if not self.fill(1):
                return False
        del self.bytes[:size]
        return True

    def end(self, what: str) -> ReadError:
        """Return why there are no more bytes, as an error to raise."""
        damage, self.damage = self.damage, None
        return damage or BadRecord(
            f"{what}: the archive is cut off here; give it whole (download it again)"
        )


def read_warc(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[Part | Skipped]:
    """Read a web archive record by record; a broken one is ``Skipped`` and the rest goes on.

    Given are answers with status 200, and resources and conversions (WET), that are
    HTML, text or PDF; requests, revisits, metadata and all else are passed over. The
    address is that of the record; the day it was fetched is the last resort for the
    time of publication.

    Raises:
        BadRecord: nearly everything in it is broken.
        MissingInput: no page or text among its records.
    """
    ahead, number, broken, told = _Ahead(stream), 0, 0, False
    while True:
        number += 1
        try:
            record = _next(ahead)
            if record is None:
                break
            page = _page(ahead, record, settings)
            if page:
                told = True
                yield page
        except ReadError as error:
            told = True
            yield Skipped(f"{uri or '-'}:{number}", f"record {number}: {error}")
            broken += not isinstance(error, TooLarge)
            if broken > _MOST_BROKEN:
                raise BadRecord(
                    f"more than {_MOST_BROKEN:,} broken records, the rest is not read; "
                    "give the archive whole (download it again)"
                ) from None
            if not isinstance(error, TooLarge) and not _to_next(ahead):
                break
    if not told:
        raise MissingInput(
            f"no page or text that was answered with 200 among its {number - 1:,} records; "
            "give another archive"
        )


# --- records --------------------------------------------------------------------


def _next(ahead: _Ahead) -> _Record | None:
    """Read what stands before the next record; None at the end of the archive."""
    while ahead.fill(1) and ahead.bytes[0] in b"\r\n":
        del ahead.bytes[:1]
    if not ahead.fill(1):
        if ahead.damage:
            raise ahead.end("")
        return None
    whole = ahead.fill(_LONGEST_HEAD)
    head = bytes(ahead.bytes[:_LONGEST_HEAD])
    found = _warc_record(head) if head.startswith(b"WARC/") else _arc_record(head)
    if found is None and not whole and not _BLANK_LINE.search(head):
        raise ahead.end("the last record")
    if found is None:
        raise BadRecord(
            f"no beginning of a record ({head[:30]!r}); repair the archive, or give it whole"
        )
    return found


def _warc_record(head: bytes) -> _Record | None:
    end = _BLANK_LINE.search(head)
    headers = _headers(head[: end.start()]) if end else {}
    length = headers.get("content-length", "")
    if end is None or not re.fullmatch(r"\d{1,15}", length):
        return None
    return _Record(
        kind=headers.get("warc-type", "").lower(),
        uri=headers.get("warc-target-uri", "").strip("<>"),
        date=(iso(headers.get("warc-date")) or "")[:10] or None,
        head=end.end(),
        length=int(length),
        content_type=headers.get("content-type", ""),
    )


def _arc_record(head: bytes) -> _Record | None:
    found = _ARC.match(head)
    if found is None:
        return None
    uri = found[1].decode(errors="replace")
    kind = "response" if uri.startswith("http") else "warcinfo"
    length, date = int(found[5]), iso(found[3].decode())
    return _Record(kind, uri, date, found.end(), length, found[4].decode(errors="replace"))


def _page(ahead: _Ahead, record: _Record, settings: Settings) -> Part | None:
    """Take a record, and return the page in it if it is one to be read."""
    del ahead.bytes[: record.head]
    ahead.fill(min(record.length, _LONGEST_HEAD))
    content_type, start, headers = _described(record, bytes(ahead.bytes[:_LONGEST_HEAD]))
    if content_type is None or record.length - start > settings.max_bytes:
        if not ahead.skip(record.length):
            raise ahead.end(record.uri or record.kind)
        if content_type is None:
            return None
        raise TooLarge(f"{record.uri}: more than {settings.max_bytes:,} bytes; raise max_bytes")
    whole = ahead.fill(record.length)
    if not whole and not _BEGINNING.search(ahead.bytes):
        raise ahead.end(record.uri)
    if not (whole and _ends(ahead, record.length)):
        raise BadRecord(
            f"{record.uri}: its length is given as {record.length:,} bytes, but there no record "
            "ends; repair the archive, or give the page itself"
        )
    block = bytes(ahead.bytes[start : record.length])
    del ahead.bytes[: record.length]
    data = _decoded(block, headers, record.uri, settings.max_bytes)
    return Part(stream_of(data), record.uri, content_type, Known(seen=record.date))


def _ends(ahead: _Ahead, at: int) -> bool:
    """Tell whether a record ends behind so many bytes."""
    ahead.fill(at + 32)
    return _BETWEEN.match(ahead.bytes[at : at + 32]) is not None


def _to_next(ahead: _Ahead) -> bool:
    """Go to where the next record may begin; False if none does."""
    del ahead.bytes[:1]
    while not (found := _BEGINNING.search(ahead.bytes)):
        del ahead.bytes[:-_LONGEST_BEGINNING]
        ahead.damage = None  # told already
        if not ahead.fill(len(ahead.bytes) + 1) and not ahead.damage:
            return False
    del ahead.bytes[: found.start()]
    return True


# --- HTTP -----------------------------------------------------------------------


def _described(record: _Record, block: bytes) -> tuple[str | None, int, Mapping[str, str]]:
    """Return a record's content type if it is to be read, where its text begins, its headers."""
    wanted = record.uri.startswith(("http://", "https://")) and not _NOT_REPORTS.search(record.uri)
    status = _STATUS.match(block)
    if not wanted or record.kind not in {"response", "resource", "conversion"}:
        return None, 0, {}
    if record.kind != "response" or not (status or "application/http" in record.content_type):
        return _if_read(record.content_type), 0, {}
    end = _BLANK_LINE.search(block)
    if status is None or end is None:
        raise BadRecord(f"{record.uri}: an HTTP answer without its headers; give the page itself")
    if status[1] != b"200":
        return None, 0, {}
    headers = _headers(block[: end.start()])
    return _if_read(headers.get("content-type", "text/html")), end.end(), headers


def _if_read(content_type: str) -> str | None:
    kind = content_type.partition(";")[0].strip().lower()
    return content_type if kind in _TYPES else None


def _headers(head: bytes) -> dict[str, str]:
    """Return the headers under their lower-case names; the first of each counts."""
    headers: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", head.decode(errors="replace")).splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _decoded(block: bytes, headers: Mapping[str, str], uri: str, most: int) -> bytes:
    """Undo chunking and packing; many archives keep those headers over plain bytes."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        block = _unchunked(block)
    packed = headers.get("content-encoding", "identity").strip().lower()
    if packed in {"gzip", "x-gzip", "deflate"}:
        return _unpacked(block, uri, most)
    if packed == "br" and not re.match(rb"\s*<", block):
        raise BadRecord(f'{uri}: packed as "br", which is not unpacked; give the page itself')
    return block


def _unchunked(block: bytes) -> bytes:
    """Join the chunks of a body; one that is not in chunks stays as it is."""
    parts, at = [], 0
    while found := re.compile(rb"([\da-fA-F]{1,8})[^\r\n]{0,200}\r\n").match(block, at):
        size = int(found[1], 16)
        parts.append(block[found.end() : found.end() + size])
        at = found.end() + size + 2
        if size == 0 or at > len(block):
            return b"".join(parts)
    return block


def _unpacked(block: bytes, uri: str, most: int) -> bytes:
    for form in (47, -15):  # gzip or zlib by their marks, then deflate without any
        unpack = zlib.decompressobj(form)
        try:
            data = unpack.decompress(block, most + 1)
        except zlib.error:
            continue
        if len(data) > most:
            raise TooLarge(f"{uri}: more than {most:,} bytes unpacked; raise max_bytes")
        return data
    if block.startswith(b"\x1f\x8b"):
        raise BadRecord(f"{uri}: packed, and damaged; give the page itself")
    return block
