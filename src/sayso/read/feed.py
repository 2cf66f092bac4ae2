"""RSS, Atom and JSON Feed -> Documents, and the addresses of what a feed only announces.

An entry with its full text becomes a document. Of one with a summary the page is
read instead, and what the entry tells counts where the page tells nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from sayso.errors import BadRecord, EmptyInput, ReadError
from sayso.read.dates import iso
from sayso.read.elements import Element, child_of, elements_of, name_of, words_of, xml_text
from sayso.read.html import read_page
from sayso.read.parts import NOTHING, Known, Link
from sayso.read.plain import text_document
from sayso.read.wire import credited, split_byline
from sayso.records import Document, Skipped
from sayso.settings import Settings
from sayso.text import normalise

_FULL: Final = 500  # characters of text; of what is called content, less is a teaser
_SURELY_FULL: Final = 2_000  # of what is called a summary
_TEASER = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|(?:read|see|find out) (?:more|on)|(?:continue|keep)"
    r" reading|(?:read|view|see) (?:the )?(?:full|whole|rest|original)[^.]{0,40}|more»?|»|→)\W*$",
    re.IGNORECASE,
)
_APPEARED = re.compile(r"The post .{1,300} (?:appeared first on|first appeared on) .{1,100}\.?$")
_SEPARATOR = re.compile(r"\s+[-|–—>»·:]\s+|:\s+")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a feed tells of one report; ``full`` and ``summary`` may be markup."""

    link: str = ""
    known: Known = NOTHING
    full: str = ""
    summary: str = ""


def read_feed(
    data: bytes, *, uri: str | None, charset: str | None = None, settings: Settings
) -> Iterator[Document | Link | Skipped]:
    """Read a feed, entry by entry.

    1. An entry whose text is whole is a document; 2. of another, its page is to
    be read, if it has an http or https address; 3. without one, what text there
    is is the document.

    Raises:
        BadRecord: a JSON Feed that is not JSON.
        EmptyInput: no entry in it.
    """
    text = xml_text(data, charset, subject=uri or "")
    entries = _of_json(data, uri) if text.lstrip("\ufeff \t\r\n")[:1] == "{" else _of_xml(text, uri)
    number = 0
    for number, entry in enumerate(entries, start=1):
        where = f"{uri or '-'}:{number}"
        try:
            if entry is None:
                raise BadRecord("cut off or broken; give the page itself")
            yield _read(entry, where, settings)
        except ReadError as error:
            yield Skipped(where, f"entry {number}: {error}")
    if not number:
        raise EmptyInput("a feed without entries; give the pages themselves", subject=uri or "")


def _read(entry: _Entry, where: str, settings: Settings) -> Document | Link:
    texts = ((entry.full, _FULL), (entry.summary, _SURELY_FULL))
    whole = next((text for text, least in texts if _is_whole(text, least)), None)
    if whole:
        try:  # 1
            return _document(entry, whole, where, settings)
        except ReadError:
            if not entry.link:
                raise
    if entry.link:  # 2
        return Link(entry.link, entry.known)
    text = max(entry.full, entry.summary, key=len)
    if not text:
        raise EmptyInput("neither text nor an http address; give the page itself")
    return _document(entry, text, where, settings)  # 3


def _is_whole(markup: str, least: int) -> bool:
    text = _bare(markup)
    return len(text) >= least and not _TEASER.search(_APPEARED.sub("", text)[-80:])


def _bare(markup: str) -> str:
    return " ".join(unescape(re.sub(r"</?[A-Za-z][^<>]*>", " ", markup)).split())


def _document(entry: _Entry, markup: str, where: str, settings: Settings) -> Document:
    """Make an entry's own text a document; its title, time and writers are those of the entry."""
    known, uri = entry.known, entry.link or where
    settings = replace(
        settings,
        outlet=known.outlet or settings.outlet,
        published=known.published or settings.published,
    )
    if re.search(r"</?[A-Za-z][^<>]*>", markup):
        document = read_page(markup, uri=uri, settings=settings, article=True)
    else:
        document = text_document(normalise(unescape(markup)), uri=uri, settings=settings)
    document = replace(
        document,
        uri=uri,
        title=known.title or document.title,
        byline=known.byline or document.byline,
        published=known.published or document.published,
    )
    return replace(document, credit=credited(document.credit, document.outlet))


# --- RSS and Atom ---------------------------------------------------------------


def _of_xml(text: str, uri: str | None) -> Iterator[_Entry | None]:
    items = elements_of(text, "item|entry")
    head = next(items)
    channel = child_of(head, "channel")
    channel = head if channel is None else channel
    home = _link(channel, uri)
    base = uri if _is_web(uri or "") else home
    outlet = _outlet(words_of(child_of(channel, "title")), home or uri or "")
    for item in items:
        yield None if item is None else _entry(item, base, outlet)


def _entry(item: Element, base: str | None, outlet: str | None) -> _Entry:
    source = child_of(item, "source")  # of a feed that gathers others
    named = words_of(source if child_of(source, "title") is None else child_of(source, "title"))
    full = child_of(item, "encoded", "content", "body")
    known = Known(
        outlet=_outlet(named, "") or outlet,
        title=words_of(child_of(item, "title")) or None,
        byline=_byline(_authors(item)),
        published=_first_date(item),
    )
    return _Entry(
        link=_link(item, base),
        known=known,
        full=_markup(full),
        summary=_markup(child_of(item, "description", "summary")),
    )


def _link(item: Element | None, base: str | None) -> str:
    """Return an entry's web address, or "".

    1. the address a gathering service keeps beside its own, 2. RSS ``link``, or an
    Atom ``link`` to the page, 3. a ``guid`` that is an address, 4. where an Atom
    ``content`` is to be found.
    """
    found = [words_of(child_of(item, "origlink"))]  # 1
    children = item if item is not None else ()
    links = (child for child in children if name_of(child) == "link")
    pages = (link for link in links if link.get("rel", "alternate") == "alternate")
    found += [link.get("href") or words_of(link) for link in pages]  # 2
    guid = child_of(item, "guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        found.append(words_of(guid) if _is_web(words_of(guid)) else "")  # 3
    content = child_of(item, "content")
    found.append(content.get("src") or "" if content is not None else "")  # 4
    over = item.base if item is not None else None  # xml:base
    return next(filter(_is_web, (_joined(base, over, href) for href in found if href)), "")


def _joined(base: str | None, over: str | None, href: str) -> str:
    try:
        return urljoin(urljoin(base or "", over or ""), href)
    except ValueError:
        return ""


def _is_web(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _first_date(item: Element) -> str | None:
    for name in ("pubdate", "published", "issued", "date", "created", "updated", "modified"):
        if date := iso(words_of(child_of(item, name))):
            return date
    return None


def _authors(item: Element) -> Iterator[str]:
    for child in item:
        if name_of(child) in {"creator", "author"}:
            name = child_of(child, "name")
            words = words_of(child if name is None else name)
            # RSS wants "jane@gull.example (Jane Doe)".
            yield re.sub(r"^\S+@\S+\s*\((.*)\)$", r"\1", words)


def _markup(element: Element | None) -> str:
    """Return the text of an element, or its markup where that stands in it as elements."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    from lxml import etree  # noqa: PLC0415

    inner = (etree.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(inner)


# --- JSON Feed --------------------------------------------------------------------


def _of_json(data: bytes, uri: str | None) -> Iterator[_Entry | None]:
    try:
        feed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadRecord(
            f"a JSON Feed that is not JSON ({error}); give it whole", subject=uri or ""
        ) from None
    items = feed.get("items") if isinstance(feed, dict) else None
    home = _text(feed, "home_page_url") if isinstance(feed, dict) else ""
    base = uri if _is_web(uri or "") else home
    outlet = _outlet(_text(feed, "title"), home or uri or "") if items else None
    for item in items if isinstance(items, list) else ():
        yield _json_entry(item, base, outlet) if isinstance(item, dict) else None


def _json_entry(item: dict[str, Any], base: str | None, outlet: str | None) -> _Entry:
    authors = item.get("authors")
    listed = [*(authors if isinstance(authors, list) else ()), item.get("author")]
    names = [_text(author, "name") for author in listed if isinstance(author, dict)]
    dates = (iso(item.get(key)) for key in ("date_published", "date_modified"))
    known = Known(
        outlet=outlet,
        title=" ".join(_text(item, "title").split()) or None,
        byline=_byline(iter(names)),
        published=next(filter(None, dates), None),
    )
    addresses = [
        _joined(base, None, raw) for key in ("url", "external_url") if (raw := _text(item, key))
    ]
    return _Entry(
        link=next(filter(_is_web, (*addresses, _text(item, "id"))), ""),
        known=known,
        full=_text(item, "content_html") or _text(item, "content_text"),
        summary=_text(item, "summary"),
    )


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


# --- what both tell ---------------------------------------------------------------


def _byline(names: Iterator[str]) -> tuple[str, ...]:
    people = (person for name in names for person in split_byline(name)[0])
    return tuple(dict.fromkeys(people))


def _outlet(title: str, home: str) -> str | None:
    """Return the outlet's name from a feed's title ("World news | The Guardian").

    The part that is like the site's domain; the whole title if none is.
    """
    host = (urlsplit(home).hostname or "") if _is_web(home) else ""
    domain = _letters(host.removeprefix("www.").rpartition(".")[0])
    for part in _SEPARATOR.split(title):
        letters = _letters(part).removeprefix("the")
        if letters and domain and (letters in domain or domain in letters):
            return part.strip()
    return title[:100].strip() or None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
