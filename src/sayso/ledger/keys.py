"""Hashes of what things are about: the same thing has the same key in every ledger.

An attribution's key is its document's key, a hyphen, and its *mark*: a hash of where its
content and cue stand. It says nothing of speaker or model, so a judgement about it holds when
a newer model reads the document again and finds the same words attributed. Actors likewise,
by name and first mention.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from sayso.records import Document
from sayso.text import sha256

# Parts of an address that say how somebody came to the page, not which page it is.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ocid|ref|_ga")
_MARK = 8  # hex digits: 32 bits among the few attributions of one document


def digest(*parts: object, length: int = 16) -> str:
    """Return the first hex digits of the SHA-256 of some JSON values."""
    line = json.dumps(parts, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(line.encode()).hexdigest()[:length]


def document_key(document: Document) -> str:
    """Return the key of a document: a hash of its address and text.

    It is ``Document.id`` unless the input has given the document an id of its own.
    """
    return sha256(f"{document.uri or ''}\n{document.text}")[:16]


def article_key(uri: str | None) -> str | None:
    """Return a key that all versions of one article share: a hash of its address.

    http and https, "www.", a closing slash, the fragment and tracking parameters
    make no difference. A path of a file is its own address.
    """
    if not uri:
        return None
    return digest(_plain_address(uri))


def _plain_address(uri: str) -> str:
    if not uri.startswith(("http://", "https://")):
        return uri
    try:
        address = urlsplit(uri)
    except ValueError:  # "http://[": no address, but a name all the same
        return uri
    asked = [pair for pair in parse_qsl(address.query, keep_blank_values=True)
             if not _TRACKING.fullmatch(pair[0].lower())]  # fmt: skip
    host = address.netloc.lower().removeprefix("www.")
    query = urlencode(sorted(asked), errors="surrogatepass")
    return f"{host}{address.path.rstrip('/')}?{query}"


def producer_key(produced_by: Mapping[str, str]) -> str:
    """Return the key of what made a reading."""
    return digest(dict(produced_by))


def reading_key(document: str, produced_by: Mapping[str, str]) -> str:
    """Return the key of a reading: which document, made by what."""
    return digest(document, producer_key(produced_by))


def attribution_mark(content: str | None, cue: str | None) -> str:
    """Return the mark of an attribution: where its content and cue stand.

    Args:
        content: its spans, as the ledger writes them.
        cue: likewise.
    """
    return _mark(f"{content}|{cue}")


def actor_mark(name: str, first: str) -> str:
    """Return the mark of an actor: its name, and where it is first mentioned (spans)."""
    return _mark(f"{name}|{first}")


def distinct(marks: Iterable[str]) -> Iterator[str]:
    """Yield marks, those that have been there already (two sources of the same words) anew."""
    seen: set[str] = set()
    for mark in marks:
        while mark in seen:
            mark = _mark(mark)  # noqa: PLW2901
        seen.add(mark)
        yield mark


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
