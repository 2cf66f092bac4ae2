"""gzip, bzip2 and zip -> the inputs packed in them, unpacked only as they are read.

A few kilobytes may unpack to gigabytes, so what has come out is weighed against
what went in, and refused beyond ``_RATIO`` times as much.
"""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import SEEK_END, BufferedReader, RawIOBase
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from sayso.errors import BinaryInput, MissingInput, ReadError, TooLarge
from sayso.read.parts import Part
from sayso.read.sniff import HEAD, UNREAD, has_reader_name
from sayso.records import Skipped
from sayso.settings import Settings

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Running text packs to a third or a tenth, lists of like lines to a fiftieth; deflate can give
# at most 1,032 bytes for one.
_RATIO: Final = 200
_MOST: Final = 1_000  # times ``Settings.max_bytes``: the most that one zip may unpack to
_MOST_KEPT: Final = 100  # times the same: the most that is copied to disk to be read from its end
_MOST_DIRECTORY: Final = 5_000_000  # bytes of a zip's list of files: some 60,000 of them
_END_OF_ZIP: Final = 65_557  # bytes from the end of a zip in which its last record begins
_CHUNK: Final = 16_384
# RuntimeError: a password is needed
_BROKEN_ZIP: Final = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)


def read_gzip(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[Part]:
    """Give what a gzip file holds, as one part, unpacked as it is read."""
    yield _member_of(stream, b"\x1f\x8b\x08", lambda: zlib.decompressobj(31), uri, settings)


def read_bzip2(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[Part]:
    """Give what a bzip2 file holds, as one part, unpacked as it is read."""
    yield _member_of(stream, b"BZh", bz2.BZ2Decompressor, uri, settings)


def read_zip(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[Part | Skipped]:
    """Give the files of a zip archive that have the names of readable ones, as of a folder.

    Raises:
        BinaryInput: damaged, or an office document, which is a zip inside.
        MissingInput: no file in it that can be read.
        TooLarge: a zip bomb, or far too many files.
    """
    with seekable(stream, uri=uri, settings=settings) as file:
        weight = _Weight(uri, settings, packed=_size_of(file, uri))
        archive = _opened(file, uri)
        found = [info for info in archive.infolist() if _is_wanted(info)]
        for info in found:
            weight.check(info.file_size)
            yield _member(archive, info, weight, f"{uri or '-'}/{info.filename}")
    if not found:
        raise MissingInput(
            "no file to read in the zip archive; sayso looks for .txt, .html, .jsonl and the like",
            subject=uri or "",
        )


@contextmanager
def seekable(
    stream: BufferedReader[Any], *, uri: str | None, settings: Settings
) -> Iterator[IO[bytes]]:
    """Give a stream that can be read from its end: the same, or a copy on disk."""
    if stream.seekable():
        yield stream
        return
    most = settings.max_bytes * _MOST_KEPT
    with TemporaryFile() as copy:
        while chunk := stream.read1(2**20):
            copy.write(chunk)
            if copy.tell() > most:
                raise TooLarge(
                    f"more than {most:,} bytes of a format that is read from its end; "
                    "save it to a file and give that",
                    subject=uri or "",
                )
        copy.seek(0)
        yield copy


class _Weight:
    """How much has come out of how much; raises where it is too much."""

    def __init__(self, uri: str | None, settings: Settings, packed: int = 0) -> None:
        self.packed, self.unpacked = packed, 0
        self._uri, self._free = uri or "", settings.max_bytes
        # A stream may go on for ever and be read for ever; an archive has an end.
        self._most = settings.max_bytes * _MOST if packed else None

    def add(self, unpacked: int) -> None:
        self.unpacked += unpacked
        self.check(0)

    def check(self, more: int) -> None:
        """Raise if so many bytes more would be too much."""
        unpacked = self.unpacked + more
        if unpacked > self._free + _RATIO * self.packed:
            raise TooLarge(
                f"unpacks to more than {_RATIO} times its size, as a zip bomb does; "
                "if you trust it, unpack it yourself and give the files",
                subject=self._uri,
            )
        if self._most and unpacked > self._most:
            raise TooLarge(
                f"unpacks to more than {self._most:,} bytes; unpack it and give the folder",
                subject=self._uri,
            )


# --- gzip and bzip2 -----------------------------------------------------------


def _member_of(
    stream: BufferedReader[Any],
    magic: bytes,
    new: Callable[[], Any],
    uri: str | None,
    settings: Settings,
) -> Part:
    members = _Members(stream, magic, new, _Weight(uri, settings))
    return Part(BufferedReader(_Unpacked(members.more), HEAD), uri)


class _Unpacked(RawIOBase):
    """A raw stream of what a function gives at a time, which may raise ``ReadError``.

    What came before an error is given first.
    """

    def __init__(self, more: Callable[[int], bytes]) -> None:
        self._more = more
        self._late: ReadError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        late, self._late = self._late, None
        if late:
            raise late
        view, filled = memoryview(buffer).cast("B"), 0
        while filled < len(view):
            try:
                piece = self._more(len(view) - filled)
            except ReadError as error:
                if not filled:
                    raise
                self._late = error
                break
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled


class _Members:
    """The members of a gzip or bzip2 file, one after the other.

    A damaged one raises once; whoever reads on gets the next that is whole.
    """

    def __init__(
        self,
        packed: BufferedReader[Any],
        magic: bytes,
        new: Callable[[], Any],
        weight: _Weight,
    ) -> None:
        self._packed, self._magic, self._new, self._weight = packed, magic, new, weight
        self._ahead = b""
        self._member: Any = None  # a decompressor: zlib's and bz2's share most of a protocol

    def more(self, most: int) -> bytes:
        """Return up to so many unpacked bytes, none at the end."""
        while True:
            ended = not self._fed()
            if self._member is None:
                self._ahead = self._ahead.lstrip(b"\0")  # some writers fill up blocks
                if ended:
                    return b""
                if not self._ahead:
                    continue
                self._member = self._new()
            data = self._unpacked(most)
            if data:
                self._weight.add(len(data))
                return data
            if ended and self._member is not None:
                self._member = None
                raise self._broken("cut off")

    def _fed(self) -> bool:
        if not self._ahead and getattr(self._member, "needs_input", True):
            self._ahead = self._packed.read1(_CHUNK)
            self._weight.packed += len(self._ahead)
            return bool(self._ahead)
        return True

    def _unpacked(self, most: int) -> bytes:
        member = self._member
        try:
            data: bytes = member.decompress(self._ahead, most)
        except (zlib.error, OSError, EOFError, ValueError) as error:
            self._to_next()
            raise self._broken(f"damaged: {error}") from None
        self._ahead = member.unused_data if member.eof else getattr(member, "unconsumed_tail", b"")
        if member.eof:
            self._member = None
        return data

    def _to_next(self) -> None:
        self._member, ahead = None, self._ahead[1:]
        while (at := ahead.find(self._magic)) < 0:
            chunk = self._packed.read1(_CHUNK)
            if not chunk:
                self._ahead = b""
                return
            self._weight.packed += len(chunk)
            ahead = ahead[-2:] + chunk
        self._ahead = ahead[at:]

    def _broken(self, how: str) -> BinaryInput:
        return BinaryInput(
            f"the compressed file is {how}, {self._weight.unpacked:,} bytes unpacked before; "
            "give it whole (download it again), or what can be unpacked"
        )


# --- zip ------------------------------------------------------------------------


def _size_of(file: IO[bytes], uri: str | None) -> int:
    """Return a zip's size, unless its list of files alone would fill the memory."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _END_OF_ZIP))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    listed = int.from_bytes(end[at + 12 : at + 16], "little") if at >= 0 else 0
    if listed > _MOST_DIRECTORY:
        raise TooLarge(
            f"a zip archive whose list of files alone has {listed:,} bytes, more than the "
            f"{_MOST_DIRECTORY:,} that are read; unpack it and give the folder",
            subject=uri or "",
        )
    file.seek(0)
    return size


def _opened(file: IO[bytes], uri: str | None) -> ZipFile:
    try:
        archive = ZipFile(file)
    except Exception as error:  # noqa: BLE001 - broken archives make it raise nearly anything
        raise BinaryInput(
            f"a damaged zip archive ({error}); give it whole (download it again), "
            "or the files in it",
            subject=uri or "",
        ) from None
    if {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"} & set(archive.namelist()):
        raise BinaryInput(UNREAD["archive"], subject=uri or "")
    return archive


def _is_wanted(info: ZipInfo) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in info.filename.split("/"))
    return not (hidden or info.is_dir()) and has_reader_name(info.filename)


def _member(archive: ZipFile, info: ZipInfo, weight: _Weight, uri: str) -> Part | Skipped:
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        how = f"packed by a method that is not unpacked (number {info.compress_type})"
        return Skipped(uri, f"{how}; unpack the zip and give the files")
    try:
        member = archive.open(info)
    except _BROKEN_ZIP as error:
        return Skipped(uri, f"cannot be unpacked ({error}); unpack the zip and give the files")

    def more(most: int) -> bytes:
        try:
            data = member.read(most)
        except _BROKEN_ZIP as error:
            raise BinaryInput(
                f"damaged in the zip archive ({error}); give it whole (download it again)"
            ) from None
        weight.add(len(data))
        return data

    return Part(BufferedReader(_Unpacked(more), HEAD), uri)
