"""PDF -> Document: its text with whole paragraphs, title, writers and day from its metadata."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from sayso.errors import BinaryInput, EmptyInput, ReadError, TooLarge
from sayso.read.dates import iso
from sayso.read.plain import text_document
from sayso.read.wire import credited, split_byline
from sayso.records import Document
from sayso.settings import Settings
from sayso.text import normalise

_MOST_PAGES: Final = 1_000
_EDGE: Final = 2  # lines at the head and at the foot of a page that may be running titles
_FOLIO = re.compile(
    r"\W*(?:page |p\. ?)?(?:\d{1,4}|[ivxl]{1,6})(?: ?(?:of|/) ?\d{1,4})?\W*", re.IGNORECASE
)
_BULLET = re.compile(r"[•▪●○◦‣■–—*-] |\(?(?:[a-z]|\d{1,2}(?:\.\d{1,2})*)[.)] ")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_HYPHENATED = re.compile(r"([^\W\d_]{2,})[-‐]$")
_FULL: Final = 0.85  # of the usual width; a line that ends before may end a paragraph
_NO_TITLE = re.compile(
    r"(?:microsoft word|untitled|document\d*|slide \d|print|layout|\(anonymous\)|.*\.\w{2,4}$)",
    re.IGNORECASE,
)


def read_pdf(
    data: bytes,
    *,
    uri: str | None,
    charset: str | None = None,  # noqa: ARG001 - as all readers
    settings: Settings,
) -> Document:
    """Read the bytes of one PDF.

    Args:
        data: the bytes of the file.
        uri: where they came from.
        charset: means nothing in a PDF.
        settings: ``max_bytes`` also bounds what its pages unpack to.

    Raises:
        BinaryInput: broken, or locked by a password.
        EmptyInput: no text in it, as in one that was scanned.
        TooLarge: more than 1,000 pages, or pages that unpack to too much.
    """
    try:
        pages, info = _lines_and_info(data, settings.max_bytes)
    except ReadError as error:
        error.subject = uri or ""
        raise
    return _document(pages, info, uri, settings)


def _lines_and_info(data: bytes, most: int) -> tuple[list[list[str]], Mapping[str, Any]]:
    """Return the lines of each page, and what the file tells of itself, within bounds."""
    from pypdf import apply_configuration  # noqa: PLC0415 - takes a fifth of a second
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its complaints are not ours
    bounds = apply_configuration(
        disable_legacy_handling=True,
        zlib_maximum_output_length=most,
        lzw_maximum_output_length=most,
        run_length_maximum_output_length=most,
        array_based_stream_maximum_output_length=most,
        stream_parsing_work_maximum_count=500_000,
        xform_maximum_invocations_per_extraction=500,
    )
    advice = "give its text (pdftotext FILE -)"
    try:
        with bounds:
            return _opened(data, most)
    except ReadError:
        raise
    except LimitReachedError as error:
        why = f"a PDF that unpacks to too much ({_first_line(error)}); {advice}"
        raise TooLarge(why) from None
    except Exception as error:  # noqa: BLE001 - broken PDFs make pypdf raise nearly anything
        why = f"a broken PDF ({_first_line(error)}); print it to a PDF again, or {advice}"
        raise BinaryInput(why) from None


def _opened(data: bytes, most: int) -> tuple[list[list[str]], Mapping[str, Any]]:
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError, FileNotDecryptedError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(data))
        unlocked = not reader.is_encrypted or bool(reader.decrypt(""))
    except (FileNotDecryptedError, DependencyError):  # or a cipher that pypdf has not
        unlocked = False
    if not unlocked:
        raise BinaryInput(
            "a PDF that is locked by a password; give an unlocked one (qpdf --decrypt IN OUT)"
        )
    if len(reader.pages) > _MOST_PAGES:
        raise TooLarge(
            f"{len(reader.pages):,} pages, more than the {_MOST_PAGES:,} that are read; split it"
        )
    return list(_pages(reader, most)), dict(reader.metadata or {})


def _pages(reader: Any, most: int) -> Iterator[list[str]]:
    unpacked = 0
    for page in reader.pages:
        contents = page.get_contents()
        unpacked += len(contents.get_data()) if contents is not None else 0
        if unpacked > most:
            raise TooLarge(f"pages that unpack to more than {most:,} bytes; raise max_bytes")
        lines = [" ".join(line.split()) for line in page.extract_text().split("\n")]
        while lines and not lines[0]:
            lines.pop(0)
        while lines and not lines[-1]:
            lines.pop()
        yield lines


def _document(
    pages: list[list[str]], info: Mapping[str, Any], uri: str | None, settings: Settings
) -> Document:
    text = normalise(paragraphs(pages))
    if sum(map(str.isalpha, text)) < 20:
        raise EmptyInput(
            f"no text in the {len(pages)} page{'s' * (len(pages) != 1)} of this PDF; if they are "
            "scanned, run text recognition over it first (ocrmypdf IN OUT)",
            subject=uri or "",
        )
    document = text_document(text, uri=uri, settings=settings)
    names, credit = split_byline(str(info.get("/Author") or ""))
    return replace(
        document,
        title=_title(str(info.get("/Title") or "")),
        byline=document.byline or names,
        credit=credited(document.credit or credit, document.outlet),
        published=_day(str(info.get("/CreationDate") or "")) or document.published,
    )


# --- lines -> paragraphs ------------------------------------------------------


def paragraphs(pages: list[list[str]]) -> str:
    r"""Join the lines of pages to paragraphs, one a line.

    Running titles and page numbers go. A line is joined to the one before it
    unless 1. a blank line or a bullet stands between, 2. the one before is a
    heading or the short last line of a paragraph. A word that was hyphenated at the
    end of a line is whole again, with its hyphen if it has one elsewhere.

    >>> paragraphs([["The council has ap-", "proved it.", "2"], ["Next week it votes again."]])
    'The council has approved it.\nNext week it votes again.'
    """
    lines = list(_body(pages))
    lengths = sorted(len(line) for line in lines if len(line) > 20) or [0]
    width = lengths[int(0.8 * (len(lengths) - 1))]
    words = set(re.findall(r"[\w-]+", "\n".join(lines).lower()))
    parts = lines[:1]
    for line, after in pairwise(lines):
        if _breaks(line, after, width):
            parts += ["\n", after]
        else:
            parts[-1], joint = _hyphenless(parts[-1], after, words)
            parts += [joint, after]
    return re.sub("\n+", "\n", "".join(parts)).strip()


def _body(pages: list[list[str]]) -> Iterator[str]:
    """Give the lines without what is repeated at the head or foot of most pages."""
    edges = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    often = {shape for shape, n in edges.items() if n > 2 and n > len(pages) / 3}
    for page in pages:
        last = len(page) - 1
        for at, line in enumerate(page):
            at_edge = min(at, last - at) < _EDGE
            outermost = at in {0, last} and len(page) > 1
            if not (at_edge and _shape(line) in often) and not (
                outermost and line and _FOLIO.fullmatch(line)
            ):
                yield line


def _edges(page: list[str]) -> list[str]:
    return page[:_EDGE] + page[-_EDGE:]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _breaks(line: str, after: str, width: int) -> bool:
    if not line or not after or _BULLET.match(after):  # 1
        return True
    if _HYPHENATED.search(line) or line.endswith(("\xad", ",")) or after[0].islower():
        return False
    if _ENDED.search(line):  # 2
        return len(line) < _FULL * width
    return len(line) + 1 + len(after.split(" ", 1)[0]) < _FULL * width


def _hyphenless(line: str, after: str, words: set[str]) -> tuple[str, str]:
    """Return a line without the hyphen of a divided word, and what joins it to the next."""
    if line.endswith("\xad"):
        return line[:-1], ""
    divided, rest = _HYPHENATED.search(line), re.match(r"[^\W\d_]+", after)
    if not divided or not rest:
        return line, " "
    if not after[0].islower() or f"{divided[1]}-{rest[0]}".lower() in words:
        return line, ""
    return line[:-1], ""


# --- metadata -------------------------------------------------------------------


def _title(raw: str) -> str | None:
    title = " ".join(normalise(raw).split())
    return None if len(title) < 4 or _NO_TITLE.match(title) else title


def _day(raw: str) -> str | None:
    """Return the date of a PDF ("D:20160114093000+02'00'") in ISO 8601."""
    found = re.match(r"(?:D:)?(\d{8})(\d{4,6})?(Z|[+-]\d\d'?\d\d)?", raw.strip())
    if not found:
        return iso(raw)
    clock = f"T{found[2]}" if found[2] else ""
    return iso(found[1] + clock + ((found[3] or "").replace("'", "") if clock else ""))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__
