"""Paths, addresses and standard input -> Documents: finds the reader of each format."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from typing import Any, Final

from sayso.errors import BinaryInput, EmptyInput, MissingInput, ReadError, TooLarge
from sayso.read.sniff import HEAD, UNREAD, Format, has_reader_name, sniff
from sayso.records import Document, Skipped
from sayso.settings import Settings

STDIN: Final = "-"


def read_documents(paths: Iterable[str], *, settings: Settings) -> Iterator[Document | Skipped]:
    """Read documents from files, folders, addresses and standard input, one after the other.

    An input that gives no document becomes a ``Skipped`` with its reason, and
    the run goes on.

    Args:
        paths: each a file, a folder (read in sorted order, with the folders in
            it), an http or https address, or "-" for standard input.
        settings: limits, and what to use where an input names no outlet or time.
    """
    for path in paths:
        try:
            yield from _read(path, settings)
        except ReadError as error:
            yield Skipped(_shown(path), str(error))


def read_bytes(
    data: bytes, *, uri: str | None, content_type: str | None = None, settings: Settings
) -> Iterator[Document | Skipped]:
    """Read the documents in some bytes, whatever their format.

    Args:
        data: a page, a text, or JSON lines.
        uri: where they came from; its ending may help to tell the format.
        content_type: the server's header of that name, if there was a server.
        settings: as for ``read_documents``.
    """
    with BufferedReader(BytesIO(data), HEAD) as stream:
        try:
            yield from _read_stream(stream, uri and _shown(uri), content_type, settings)
        except ReadError as error:
            yield Skipped(_shown(uri or STDIN), str(error))


def _shown(name: str) -> str:
    # The bytes of a file name that is not UTF-8 come as lone surrogates: nothing can print them.
    return re.sub("[\ud800-\udfff]", "\ufffd", name)


def _read(path: str, settings: Settings) -> Iterator[Document | Skipped]:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", path):
        from sayso.read.fetch import fetch  # noqa: PLC0415 - the network only if asked for

        page = fetch(path, settings=settings)
        yield from read_bytes(
            page.data, uri=page.uri, content_type=page.content_type, settings=settings
        )
    elif path == STDIN:
        yield from _read_stream(_standard_input(), None, None, settings)
    elif os.path.isdir(path):  # noqa: PTH112 - Path raises on names that cannot be
        yield from _read_folder(path, settings)
    else:
        with _opened(path) as stream:
            yield from _read_stream(stream, _shown(path), None, settings)


def _read_folder(folder: str, settings: Settings) -> Iterator[Document | Skipped]:
    found = False
    for path in _files(Path(folder)):
        found = True
        yield from read_documents([str(path)], settings=settings)
    if not found:
        raise MissingInput(
            "no file to read in the folder; sayso looks for .txt, .html, .jsonl and the like, "
            "hidden files left out",
            subject=folder,
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


def _read_stream(
    stream: BufferedReader[Any], uri: str | None, content_type: str | None, settings: Settings
) -> Iterator[Document | Skipped]:
    form = sniff(stream.peek(HEAD)[:HEAD], name=uri, content_type=content_type)
    if form in UNREAD:
        raise BinaryInput(UNREAD[form], subject=uri or STDIN)
    if form == "jsonl":
        from sayso.read.jsonl import read_jsonl  # noqa: PLC0415

        yield from read_jsonl(stream, uri=uri, settings=settings)
        return
    data = stream.read(settings.max_bytes + 1)
    _check_size(data, uri, settings)
    yield _reader(form)(data, uri=uri, charset=_charset(content_type), settings=settings)


def _reader(form: Format) -> Callable[..., Document]:
    if form == "html":
        from sayso.read.html import read_html  # noqa: PLC0415 - plain text needs none of it

        return read_html
    from sayso.read.plain import read_plain  # noqa: PLC0415

    return read_plain


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
