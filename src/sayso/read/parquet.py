"""Parquet -> Documents: rows with the columns that JSON lines have as keys.

Needs pyarrow, which is not installed with sayso: ``pip install 'sayso[parquet]'``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import BufferedReader, RawIOBase
from typing import IO, TYPE_CHECKING, Any, Final

from sayso.errors import BadRecord, BinaryInput, ReadError, TooLarge
from sayso.read.jsonl import read_jsonl
from sayso.read.packed import seekable
from sayso.records import Document, Skipped
from sayso.settings import Settings

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_COLUMNS: Final = (
    "id", "uri", "url", "outlet", "title", "published", "byline", "credit", "dateline", "language",
    "text", "html", "document",
)  # fmt: skip
_ROWS: Final = 64  # read at a time
_MOST_GROUP: Final = 50  # times ``Settings.max_bytes``: the most that one row group may unpack to


def read_parquet(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[Document | Skipped]:
    """Read one document a row, a few rows at a time; see ``read_jsonl`` for the columns.

    Raises:
        BadRecord: neither a column ``text`` nor ``html``.
        BinaryInput: broken.
        ReadError: pyarrow is not installed.
        TooLarge: a row group that would fill the memory.
    """
    with seekable(stream, uri=uri, settings=settings) as file:
        rows = BufferedReader(_Lines(_lines(file, uri or "", settings)))
        yield from read_jsonl(rows, uri=uri, settings=settings)


def _lines(file: IO[bytes], uri: str, settings: Settings) -> Iterator[bytes]:
    """Give each row as a line of JSON."""
    try:
        from pyarrow import ArrowException  # noqa: PLC0415 - an extra
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError:
        raise ReadError(
            "a Parquet file, which needs pyarrow; pip install 'sayso[parquet]'", subject=uri
        ) from None
    try:
        table = ParquetFile(file, pre_buffer=False, buffer_size=65_536)
        columns = _columns(table, uri)
        _check_groups(table, columns, uri, settings)
        for batch in table.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                yield json.dumps(row, default=_plain).encode() + b"\n"
    except (ArrowException, OSError, ValueError, TypeError) as error:
        raise BinaryInput(
            f"a broken Parquet file ({str(error)[:200]}); write it again, or give JSON lines",
            subject=uri,
        ) from None


def _columns(table: Any, uri: str) -> list[str]:
    named = table.schema_arrow.names
    columns = [name for name in named if name in _COLUMNS]
    if not {"text", "html", "document"} & set(columns):
        raise BadRecord(
            f'no column "text" or "html" in the Parquet file, but {", ".join(named)[:200]}; '
            "rename the column that holds the texts",
            subject=uri,
        )
    return columns


def _check_groups(table: Any, columns: list[str], uri: str, settings: Settings) -> None:
    most = settings.max_bytes * _MOST_GROUP
    for number in range(table.metadata.num_row_groups):
        group = table.metadata.row_group(number)
        used = (group.column(i) for i in range(group.num_columns))
        size = sum(
            c.total_uncompressed_size for c in used if c.path_in_schema.split(".")[0] in columns
        )
        if size > most:
            raise TooLarge(
                f"a row group of {size:,} bytes, more than {most:,}; write the file with smaller "
                "row groups, or raise max_bytes",
                subject=uri,
            )


def _plain(value: Any) -> str:
    """Return what JSON has no type for as a string: dates in ISO 8601, bytes as UTF-8."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.isoformat() if isinstance(value, date) else str(value)


class _Lines(RawIOBase):
    """A raw stream of lines that are made as they are read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        self._rest = self._rest or next(self._lines, b"")
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
