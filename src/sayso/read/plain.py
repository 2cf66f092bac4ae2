"""Bytes -> text, and plain text -> Document."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sayso.errors import BinaryInput, EmptyInput
from sayso.read.language import language_of
from sayso.read.wire import credited, read_wire
from sayso.records import Document
from sayso.settings import Settings
from sayso.text import make_document, normalise

_BOMS: Final = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python codecs that are no charset of any page, some of them slow on purpose-made bytes.
_NO_CHARSETS = re.compile("idna|punycode|(raw-)?unicode-escape|undefined|utf-7|mbcs|oem")
# The web reads these labels as their Windows superset (WHATWG Encoding Standard).
_SUPERSETS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
_SAMPLE = 50_000  # bytes shown to the detector: enough, and its time stays bounded
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BINARY_SHARE = 0.02  # control and undecodable characters; real text has next to none
_WIDEST_WRAP = 100  # columns; editors and mailers wrap at 65 to 80


def read_plain(
    data: bytes, *, uri: str | None, charset: str | None = None, settings: Settings
) -> Document:
    """Read a plain text, which may begin with a dateline.

    Args:
        data: the bytes of one text.
        uri: where they came from.
        charset: the charset declared outside, if any.
        settings: ``outlet`` and ``published`` are taken over: a text names neither.

    Raises:
        EmptyInput: no characters in it.
        BinaryInput: not text.
    """
    text = normalise(unwrapped(decode(data, charset, subject=uri or "")))
    if not text:
        raise EmptyInput(_empty(data), subject=uri or "")
    document = text_document(text, uri=uri, settings=settings)
    return replace(document, credit=credited(document.credit, document.outlet))


def text_document(text: str, *, uri: str | None, settings: Settings) -> Document:
    """Freeze a normalised text with what its first lines tell: byline, credit, dateline."""
    wire = read_wire(text)
    return make_document(
        text,
        uri=uri,
        outlet=settings.outlet,
        published=settings.published,
        byline=wire.byline,
        credit=wire.credit,
        dateline=wire.dateline,
        language=language_of(text),
    )


def decode(data: bytes, charset: str | None = None, *, subject: str = "") -> str:
    """Turn bytes into characters.

    1. by the byte-order mark, 2. as UTF-8, which proves itself, 3. as UTF-8
    with a broken byte here and there, 4. as UTF-16 told by its zero bytes,
    5. by the declared charset, 6. by charset-normalizer's guess.

    UTF-8 comes before the declared charset because a declared single-byte
    charset fits any bytes, and pages declare the wrong one; a 7-bit charset
    (ISO-2022-JP) that is declared goes first, for it looks like ASCII.

    Raises:
        BinaryInput: none of these gives text.
    """
    text = _by_mark(data) or _by_seven_bits(data, charset) or _as(data, "utf-8")
    if text is None:
        text = _damaged(data)
    if text is None or "\x00" in text[:_SAMPLE]:
        text = _as(data, _by_zeros(data)) or _as(data, _known(charset)) or _guessed(data) or text
    sample = (text or "")[:_SAMPLE]
    if text is None or len(_CONTROLS.findall(sample)) > _BINARY_SHARE * len(sample):
        raise BinaryInput(
            "not text: control or undecodable bytes in it, whatever the charset; "
            "give plain text, HTML or JSON lines",
            subject=subject,
        )
    return text


def unwrapped(text: str) -> str:
    r"""Join the lines that were broken at a fixed width; each such break becomes a blank.

    Only where it is plain that lines were wrapped: paragraphs stand between
    blank lines, and most lines inside them end where the next word would not
    have fitted. A line that ends earlier ("By Jane Doe") keeps its break.

    >>> unwrapped("One two three four\nfive six seven ten\neight nine zero two\nsix.\n\nAn end.")
    'One two three four five six seven ten eight nine zero two six.\n\nAn end.'
    """
    lines = re.sub("\r\n?", "\n", text).split("\n")
    width = max(map(len, lines))
    inner = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    full = sum(_is_full(line, after, width) for line, after in inner)
    if width > _WIDEST_WRAP or full < 3 or full < 0.6 * len(inner) or len(inner) > len(lines) - 3:
        return text
    joints = [" " if _is_full(line, after, width) else "\n" for line, after in pairwise(lines)]
    return "".join(line + joint for line, joint in zip(lines, [*joints, ""], strict=True))


def _is_full(line: str, after: str, width: int) -> bool:
    word = after.split(" ", 1)[0]
    return bool(line.strip()) and bool(word) and len(line.rstrip()) + 1 + len(word) > width


def _by_mark(data: bytes) -> str | None:
    name = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    return data.decode(name, "replace") if name else None


def _by_seven_bits(data: bytes, charset: str | None) -> str | None:
    name = _known(charset)
    return _as(data, name) if name and name.startswith(("iso2022", "hz")) else None


def _damaged(data: bytes) -> str | None:
    """Return UTF-8 with its broken bytes replaced, if ten good characters stand for each."""
    text = data.decode("utf-8", "replace")
    good = sum(char > "\x7f" for char in text) if len(text) < len(data) else 0
    return text if good > 11 * text.count("\ufffd") else None


def _by_zeros(data: bytes) -> str | None:
    # ASCII letters in UTF-16 leave every other byte zero.
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    half = min(len(data), _SAMPLE) // 2
    if max(even, odd) < 0.7 * half or min(even, odd) > 0.1 * half:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _known(charset: str | None) -> str | None:
    """Return Python's name of a declared charset that is one."""
    try:
        found = codecs.lookup(charset.strip("\"' ")) if charset else None
    except (LookupError, ValueError):
        return None
    if found is None or _NO_CHARSETS.fullmatch(found.name):
        return None
    return _SUPERSETS.get(found.name, found.name)


def _as(data: bytes, charset: str | None) -> str | None:
    if charset is None:
        return None
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):  # LookupError: a codec that is no charset ("zip")
        return None


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for odd bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, "replace") if best else None


def _empty(data: bytes) -> str:
    what = f"only blanks in {len(data)} bytes" if data else "0 bytes"
    return f"empty: {what}; nothing to read"
