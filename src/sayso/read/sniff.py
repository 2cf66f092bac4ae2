"""What format some bytes are in."""

from __future__ import annotations

import re
from typing import Final, Literal

Format = Literal[
    "text", "html", "jsonl", "json", "feed", "warc", "pdf", "mail", "gzip", "archive", "media"
]

# What is said of a format there is no reader for (yet); a format with a reader stands in
# ``inputs``, not here.
UNREAD: Final[dict[Format, str]] = {
    "feed": "a feed (RSS, Atom or JSON Feed): feeds are not read yet; give the pages it lists",
    "warc": "a web archive (WARC or ARC): archives are not read yet; give the pages in it",
    "pdf": "a PDF: PDFs are not read yet; give its text (pdftotext FILE -)",
    "mail": "an e-mail message: mail is not read yet; give its text",
    "gzip": "compressed (gzip): unpack it first (gunzip FILE)",
    "archive": "an archive or office document (zip, xz, …): give the files in it as text or HTML",
    "media": "a picture, sound, film or font: there is no text in it to read",
    "json": (
        "JSON, but not JSON lines of documents: write one object per line, "
        'with "text" or "html" in it'
    ),
}
HEAD: Final = 65_536  # bytes that ``sniff`` wants to see

_MAGIC: Final[tuple[tuple[bytes, Format], ...]] = (
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
    (b"filedesc://", "warc"),
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"BZh9", "archive"),
    (b"Rar!", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\xd0\xcf\x11\xe0", "archive"),
    (b"\x89PNG", "media"),
    (b"\xff\xd8\xff", "media"),
    (b"GIF8", "media"),
    (b"RIFF", "media"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"wOF", "media"),
    (b"\x00\x00\x00\x18ftyp", "media"),
    (b"\x00\x00\x00\x1cftyp", "media"),
    (b"\x00\x00\x00\x20ftyp", "media"),
)
_NAMES: Final[dict[str, Format]] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".rss": "feed", ".atom": "feed", ".warc": "warc", ".arc": "warc", ".pdf": "pdf",
    ".eml": "mail", ".gz": "gzip",
}  # fmt: skip
_TYPES: Final[dict[str, Format]] = {
    "text/html": "html", "application/xhtml+xml": "html",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/json": "json",
    "application/rss+xml": "feed", "application/atom+xml": "feed",
    "application/feed+json": "feed", "application/pdf": "pdf", "message/rfc822": "mail",
    "application/warc": "warc", "application/gzip": "gzip", "application/zip": "archive",
}  # fmt: skip
_RECORD = re.compile(r'\{.*?"(?:text|html)"\s*:', re.DOTALL)
_PROLOGUE = r"(?:<\?xml[^>]*>\s*+)?(?:<!--(?:[^-]++|-(?!->))*+-->\s*+)*+"
_FEED = re.compile(rf"{_PROLOGUE}<(?:rss|feed|rdf:RDF)\b")
_JSON_FEED = re.compile(r'\{\s*"version"\s*:\s*"https?://jsonfeed\.org')
_PAGE = re.compile(rf"{_PROLOGUE}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:p|div|article|section|main|title|meta|br|h[1-6]|ul|table|blockquote)\b[^>]*>|</\w+>",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[A-Za-z-]{2,40}: .*\r?\n(?:[ \t].*\r?\n)*)*?"
    r"(?:Received|Message-ID|MIME-Version|Return-Path|Delivered-To): ",
    re.IGNORECASE,
)


def sniff(head: bytes, *, name: str | None = None, content_type: str | None = None) -> Format:
    """Tell the format of some bytes.

    1. by their first bytes, 2. by what the text looks like, where that is
    plain, 3. by the type the server gave, 4. by the file's name, 5. as HTML if
    there are tags in it, 6. as text.

    Args:
        head: the first bytes, ``HEAD`` of them if there are as many.
        name: path or address they came from.
        content_type: the header of that name, parameters and all.
    """
    magic = next((form for mark, form in _MAGIC if head.startswith(mark)), None)
    if magic:
        return "warc" if magic == "gzip" and _ending(name, ".gz") in {".warc", ".arc"} else magic
    text = _glance(head)
    kind = (content_type or "").partition(";")[0].strip().lower()
    named = _looks(text) or _TYPES.get(kind) or _by_kind(kind) or _NAMES.get(_ending(name))
    if named == "json" and _ending(name) in {".jsonl", ".ndjson"}:
        return "jsonl"
    return named if named and named != "text" else _tagged(text, certain=named == "text")


def has_reader_name(name: str) -> bool:
    """Tell whether a file's name is one of a format that may hold documents."""
    return _ending(name) in _NAMES


def _looks(text: str) -> Format | None:
    if _PAGE.match(text):
        return "html"
    if _FEED.match(text) or _JSON_FEED.match(text):
        return "feed"
    if text.startswith("{"):
        first = text.partition("\n")[0]
        return "jsonl" if _RECORD.match(first) else "json" if _is_json(first) else None
    return "mail" if _MAIL.match(text) else None


def _is_json(line: str) -> bool:
    return re.match(r'\{\s*(?:"|\}|$)', line) is not None


def _by_kind(kind: str) -> Format | None:
    return "media" if kind.partition("/")[0] in {"image", "audio", "video", "font"} else None


def _tagged(text: str, *, certain: bool) -> Format:
    # A text may quote a tag or two; a fragment of a page is full of them.
    few = 8 if certain else 2
    return "html" if len(_MARKUP.findall(text[:20_000])) >= few else "text"


def _glance(head: bytes) -> str:
    wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return head.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff \t\r\n")


def _ending(name: str | None, but: str = "") -> str:
    """Return the lower-case ending of a file name (".html"), a trailing ``but`` left out."""
    last = re.split(r"[/\\]", re.split(r"[?#]", name or "")[0])[-1].lower()
    return "." + last.removesuffix(but).rpartition(".")[2] if "." in last else ""
