"""What format some bytes are in."""

from __future__ import annotations

import re
from typing import Final, Literal

Format = Literal[
    "text", "html", "jsonl", "json", "feed", "sitemap", "warc", "pdf", "mail", "mailbox",
    "parquet", "gzip", "bzip2", "zip", "archive", "media",
]  # fmt: skip

# What is said of a format there is no reader for; a format with a reader stands in ``inputs``,
# not here.
UNREAD: Final[dict[Format, str]] = {
    "archive": (
        "an archive (tar, 7z, xz, …) or an office document: unpack the archive and give the "
        "folder; give the document as text, HTML or PDF"
    ),
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
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"7z\xbc\xaf", "archive"),
    (b"\xfd7zXZ", "archive"),
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
    ".xml": "html", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".warc": "warc", ".wet": "warc", ".arc": "warc", ".pdf": "pdf",
    ".eml": "mail", ".mbox": "mailbox", ".parquet": "parquet",
    ".gz": "gzip", ".bz2": "bzip2", ".zip": "zip",
}  # fmt: skip
_OFFICE: Final = frozenset((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar"))
_TYPES: Final[dict[str, Format]] = {
    "text/html": "html", "application/xhtml+xml": "html",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/json": "json",
    "application/rss+xml": "feed", "application/atom+xml": "feed",
    "application/feed+json": "feed", "application/pdf": "pdf", "message/rfc822": "mail",
    "application/warc": "warc", "application/mbox": "mailbox",
}  # fmt: skip
_RECORD = re.compile(r'\{.*?"(?:text|html)"\s*:', re.DOTALL)
PROLOGUE: Final = r"(?:<\?[^>]*+>\s*+|<!--(?:[^-]++|-(?!->))*+-->\s*+)*+"
_DOCTYPE = r"(?:<!DOCTYPE\s+(?:rss|rdf)[^>\[]*+(?:\[[^\]]*+\]\s*+)?>\s*+)?"
_FEED = re.compile(rf"{PROLOGUE}{_DOCTYPE}<(?:\w+:)?(?:rss|feed|RDF)\b", re.IGNORECASE)
_JSON_FEED = re.compile(
    r'\{[^{}\[\]]{0,4000}?"version"\s*+:\s*+"https?:\\?/\\?/(?:www\.)?jsonfeed\.org'
)
_SITEMAP = re.compile(rf"{PROLOGUE}<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_PAGE = re.compile(rf"{PROLOGUE}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"<(?:p|div|article|section|main|title|meta|br|h[1-6]|ul|table|blockquote)\b[^>]*>|</\w+>",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:[A-Za-z][\w-]{1,60}:.*\r?\n(?:[ \t].*\r?\n)*+)*?"
    r"(?:Received|Message-ID|MIME-Version|Return-Path|Delivered-To):",
    re.IGNORECASE,
)
_MAILBOX = re.compile(r"From \S+ .*\d\d:\d\d.*\r?\n")  # the line before each message


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
    if magic or head[257:262] == b"ustar":
        return _told(magic or "archive", _ending(name))
    text = _glance(head)
    kind = (content_type or "").partition(";")[0].strip().lower()
    named = _looks(text) or _TYPES.get(kind) or _by_kind(kind) or _NAMES.get(_ending(name))
    if named == "json" and _ending(name) in {".jsonl", ".ndjson"}:
        return "jsonl"
    return named if named and named != "text" else _tagged(text, certain=named == "text")


def _told(magic: Format, ending: str) -> Format:
    """Return the format that first bytes and a name tell together, where bytes alone do not."""
    if magic == "gzip" and _NAMES.get(ending) == "warc":
        return "warc"
    return "archive" if magic == "zip" and ending in _OFFICE else magic


def has_reader_name(name: str) -> bool:
    """Tell whether a file's name is one of a format that may hold documents."""
    return _ending(name) in _NAMES


def _looks(text: str) -> Format | None:
    if _PAGE.match(text):
        return "html"
    if _FEED.match(text) or _JSON_FEED.match(text):
        return "feed"
    if _SITEMAP.match(text):
        return "sitemap"
    if text.startswith("{"):
        first = text.partition("\n")[0]
        return "jsonl" if _RECORD.match(first) else "json" if _is_json(first) else None
    if line := _MAILBOX.match(text):
        return "mailbox" if _MAIL.match(text, line.end()) else None
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


def _ending(name: str | None) -> str:
    """Return the lower-case ending of a file name (".html"), of what is packed if that is told."""
    last = re.split(r"[/\\]", re.split(r"[?#]", name or "")[0])[-1].lower()
    inner = re.sub(r"\.(?:gz|bz2)$", "", last)
    ending = "." + inner.rpartition(".")[2] if "." in inner else ""
    return ending if ending in _NAMES or inner == last else "." + last.rpartition(".")[2]
