"""Paths, addresses and standard input -> Documents: finds the reader of each format.

A reader gives documents, or parts and links in which there are others; those are
read in turn, here alone.
"""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, Final

from sayso.errors import BinaryInput, EmptyInput, MissingInput, ReadError, TooLarge
from sayso.read.follow import Enough, Visits
from sayso.read.parts import Item, Known, Link, Part, stream_of
from sayso.read.sniff import HEAD, UNREAD, Format, has_reader_name, sniff
from sayso.records import Document, Skipped
from sayso.settings import Settings

STDIN: Final = "-"
_DEEPEST: Final = 3  # inputs inside inputs: a page in an archive in a zip in a mail
# Module and function of each format's reader. They are loaded when the first input of the
# format comes: plain text needs none of what the others bring along.
_OF_STREAMS: Final[dict[Format, str]] = {
    "jsonl": "jsonl:read_jsonl",
    "warc": "warc:read_warc",
    "mailbox": "mail:read_mailbox",
    "parquet": "parquet:read_parquet",
    "gzip": "packed:read_gzip",
    "bzip2": "packed:read_bzip2",
    "zip": "packed:read_zip",
}
_OF_BYTES: Final[dict[Format, str]] = {
    "text": "plain:read_plain",
    "html": "html:read_html",
    "feed": "feed:read_feed",
    "sitemap": "sitemap:read_sitemap",
    "pdf": "pdf:read_pdf",
    "mail": "mail:read_mail",
}
_FOLLOWED: Final = frozenset(("feed", "sitemap"))


@dataclass(frozen=True, slots=True)
class _Run:
    """What holds for an input and for all inside it."""

    settings: Settings
    depth: int = 0
    visits: Visits | None = None  # of the feed or sitemap it was found in


def read_documents(paths: Iterable[str], *, settings: Settings) -> Iterator[Document | Skipped]:
    """Read documents from files, folders, addresses and standard input, one after the other.

    An input that gives no document becomes a ``Skipped`` with its reason, and
    the run goes on.

    Args:
        paths: each a file, a folder (read in sorted order, with the folders in
            it), a pattern of file names ("reports/**/*.html"), an http or https
            address, or "-" for standard input.
        settings: limits, and what to use where an input names no outlet or time.
    """
    for path in paths:
        yield from _guarded(path, _read(path, settings))


def read_bytes(
    data: bytes, *, uri: str | None, content_type: str | None = None, settings: Settings
) -> Iterator[Document | Skipped]:
    """Read the documents in some bytes, whatever their format.

    Args:
        data: a page, a text, a feed, an archive, …
        uri: where they came from; its ending may help to tell the format.
        content_type: the server's header of that name, if there was a server.
        settings: as for ``read_documents``.
    """
    with stream_of(data) as stream:
        items = _read_stream(stream, uri and _shown(uri), content_type, _Run(settings))
        yield from _guarded(uri or STDIN, items)


def _guarded(name: str, items: Iterator[Document | Skipped]) -> Iterator[Document | Skipped]:
    """Give items, and in place of an error the reason why there are no more."""
    try:
        yield from items
    except Enough:  # for whoever follows
        raise
    except ReadError as error:
        yield Skipped(_shown(name), str(error))


def _shown(name: str) -> str:
    # The bytes of a file name that is not UTF-8 come as lone surrogates: nothing can print them.
    return re.sub("[\ud800-\udfff]", "\ufffd", name)


# --- paths ------------------------------------------------------------------------


def _read(path: str, settings: Settings) -> Iterator[Document | Skipped]:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", path):
        from sayso.read.fetch import fetch  # noqa: PLC0415 - the network only if asked for

        page = fetch(path, settings=settings)
        yield from read_bytes(
            page.data, uri=page.uri, content_type=page.content_type, settings=settings
        )
    elif path == STDIN:
        yield from _read_stream(_standard_input(), None, None, _Run(settings))
    elif os.path.isdir(path):  # noqa: PTH112 - Path raises on names that cannot be
        yield from _read_all(_files(Path(path)), path, settings)
    elif re.search(r"[*?\[]", path) and not os.path.lexists(path):
        yield from _read_all(_matching(path), path, settings)
    else:
        with _opened(path) as stream:
            yield from _read_stream(stream, _shown(path), None, _Run(settings))


def _read_all(
    paths: Iterator[Path], asked: str, settings: Settings
) -> Iterator[Document | Skipped]:
    found = False
    for path in paths:
        found = True
        yield from read_documents([str(path)], settings=settings)
    if not found:
        raise MissingInput(
            "no file to read there; sayso looks for .txt, .html, .jsonl and the like, "
            "hidden files left out",
            subject=asked,
        )


def _files(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise _missing(str(folder), error) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        elif entry.is_file() and has_reader_name(entry.name):
            yield entry


def _matching(pattern: str) -> Iterator[Path]:
    """Give the files a pattern names, and the folders unless "**" goes into them anyway."""
    for name in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - Path.glob takes no "/…"
        path = Path(name)
        if path.is_file() or (path.is_dir() and "**" not in pattern):
            yield path


# --- streams ----------------------------------------------------------------------


def _read_stream(
    stream: BufferedReader[Any], uri: str | None, content_type: str | None, run: _Run
) -> Iterator[Document | Skipped]:
    head = stream.peek(HEAD)[:HEAD]
    form = sniff(head, name=uri, content_type=content_type)
    if form == "warc" and head.startswith(b"\x1f\x8b"):
        form = "gzip"  # unpacked first, by our own reader of gzip: it says what is broken
    if form in UNREAD:
        raise BinaryInput(UNREAD[form], subject=uri or STDIN)
    if form in _OF_STREAMS:
        found = _reader(_OF_STREAMS[form])(stream, uri=uri, settings=run.settings)
    else:
        data = stream.read(run.settings.max_bytes + 1)
        _check_size(data, uri, run.settings)
        read = _reader(_OF_BYTES[form])
        found = read(data, uri=uri, charset=_charset(content_type), settings=run.settings)
    if isinstance(found, Document):
        yield found
    elif form in _FOLLOWED and run.visits is None:
        yield from _followed(found, uri, run)
    else:
        yield from _each(found, uri, run)


def _reader(place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")
    reader: Callable[..., Any] = getattr(import_module(f"sayso.read.{module}"), function)
    return reader


def _followed(items: Iterator[Item], uri: str | None, run: _Run) -> Iterator[Document | Skipped]:
    try:
        yield from _each(items, uri, replace(run, visits=Visits(run.settings)))
    except Enough as error:
        yield Skipped(_shown(uri or STDIN), str(error))


def _each(items: Iterator[Item], uri: str | None, run: _Run) -> Iterator[Document | Skipped]:
    """Give documents as they are, and read what is only a part or a link."""
    item: Item | None = None
    for item in items:
        if isinstance(item, Document | Skipped):
            yield item
            continue
        if run.depth >= _DEEPEST:
            raise TooLarge(
                f"inputs nested more than {_DEEPEST} deep; unpack it and give the files",
                subject=uri or STDIN,
            )
        inside = replace(run, depth=run.depth + 1, settings=_settings(item.known, run.settings))
        name = item.uri or uri or STDIN
        found = _read_part(item, inside) if isinstance(item, Part) else _read_link(item, inside)
        for document in _guarded(name, found):
            yield _completed(document, item.known)
    if item is None:
        raise EmptyInput("nothing in it to read; give another file", subject=uri or STDIN)


def _read_part(part: Part, run: _Run) -> Iterator[Document | Skipped]:
    uri = part.uri and _shown(part.uri)
    with part.stream as stream:
        yield from _read_stream(stream, uri, part.content_type, run)


def _read_link(link: Link, run: _Run) -> Iterator[Document | Skipped]:
    page = run.visits.fetch(link.uri) if run.visits else None
    if page:
        with stream_of(page.data) as stream:
            yield from _read_stream(stream, page.uri, page.content_type, run)


def _settings(known: Known, settings: Settings) -> Settings:
    """Return settings that give what is known to a document that names no outlet or time."""
    return replace(
        settings,
        outlet=known.outlet or settings.outlet,
        published=known.published or settings.published,
    )


def _completed(item: Document | Skipped, known: Known) -> Document | Skipped:
    if isinstance(item, Skipped):
        return item
    return replace(
        item,
        title=item.title or known.title,
        byline=item.byline or known.byline,
        published=item.published or known.seen,
    )


def _check_size(data: bytes, uri: str | None, settings: Settings) -> None:
    if not data:
        raise EmptyInput("empty: 0 bytes; nothing to read", subject=uri or STDIN)
    if len(data) > settings.max_bytes:
        raise TooLarge(
            f"more than {settings.max_bytes:,} bytes; split it, or raise max_bytes",
            subject=uri or STDIN,
        )


def _charset(content_type: str | None) -> str | None:
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip("\"' ") or None
    return None


def _standard_input() -> BufferedReader[Any]:
    if sys.stdin is None:
        raise MissingInput("standard input is closed; give a path", subject=STDIN)
    stream: Any = sys.stdin.buffer
    return stream if isinstance(stream, BufferedReader) else BufferedReader(stream)


@contextmanager
def _opened(path: str) -> Iterator[BufferedReader[Any]]:
    try:
        with BufferedReader(FileIO(path), HEAD) as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise _missing(path, error) from None


def _missing(path: str, error: Exception) -> MissingInput:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return MissingInput(f"cannot be read ({why}); check the path", subject=path)
