"""Pure helpers on characters and spans."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from sayso.records import Document, Span, Spans

_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")
# C0/C1 controls (but tab and line breaks), zero-width and byte-order marks,
# lone surrogates; joiners and direction marks stay, scripts need them.
_JUNK = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\ufeff\ud800-\udfff]")


def normalise(raw: str) -> str:
    """Return the text all spans point into: NFC, single spaces, paragraphs by one newline.

    Idempotent. Line breaks of any kind become a newline; blank lines and spaces
    around them go; control characters, byte-order marks and surrogates go.
    """
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", raw)
    text = unicodedata.normalize("NFC", _JUNK.sub("", text))
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def sha256(text: str) -> str:
    """Return the SHA-256 of the text in UTF-8, in hex.

    Texts hold no lone surrogates; names of files that are no UTF-8 do.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_document(text: str, *, uri: str | None = None, **known: object) -> Document:
    """Freeze a text into a Document: normalise, hash, give it its id.

    Args:
        text: raw text; it is normalised here and nowhere else.
        uri: where it came from; part of the id.
        known: any other field of Document.
    """
    clean = normalise(text)
    key = sha256(f"{uri or ''}\n{clean}")[:16]
    given = {"id": key, **known}
    return Document(text=clean, sha256=sha256(clean), uri=uri, **given)  # type: ignore[arg-type]


def overlap(a: Span, b: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def contains(outer: Span, inner: Span) -> bool:
    """Tell whether ``inner`` lies within ``outer`` (equal counts)."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def covered(spans: Iterable[Span]) -> int:
    """Return how many characters a list of disjoint spans covers."""
    return sum(end - start for start, end in spans)


def merged(spans: Iterable[Span], *, gap: int = 0) -> Spans:
    """Return the spans in order, joined where they touch or lie within ``gap`` characters."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1] + gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)


def touching(spans: Sequence[Span], low: int, high: int) -> range:
    """Return the indexes of the spans that share a character with ``low .. high``.

    Args:
        spans: disjoint and in order, however many.
        low: first character.
        high: behind the last character.
    """
    first = bisect_right(spans, low, key=lambda span: span[1])
    return range(first, max(first, bisect_left(spans, high, key=lambda span: span[0])))


def words_of(text: str, spans: Spans) -> str:
    """Return the words of a possibly split part, its pieces joined by " … "."""
    return " … ".join(text[start:end] for start, end in spans)
