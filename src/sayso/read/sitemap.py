"""Sitemap -> the addresses of the pages, and of the further sitemaps, that it lists."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from sayso.errors import EmptyInput
from sayso.read.dates import iso
from sayso.read.elements import child_of, elements_of, words_of, xml_text
from sayso.read.parts import Known, Link
from sayso.records import Skipped
from sayso.settings import Settings


def read_sitemap(
    data: bytes,
    *,
    uri: str | None,
    charset: str | None = None,
    settings: Settings,  # noqa: ARG001 - as all readers
) -> Iterator[Link | Skipped]:
    """Read a sitemap or an index of sitemaps.

    A news sitemap also tells each page's title, outlet and time; they count where
    the page does not. ``lastmod`` does not tell when a page was published.

    Raises:
        EmptyInput: no address in it.
    """
    items = elements_of(xml_text(data, charset, subject=uri or ""), "url|sitemap")
    next(items)
    number = 0
    for number, item in enumerate(items, start=1):
        address = words_of(child_of(item, "loc"))
        if address:
            yield Link(_joined(uri, address), _known(child_of(item, "news")))
        else:
            what = "is cut off" if item is None else "names no address"
            yield Skipped(f"{uri or '-'}:{number}", f"entry {number} {what}; give the page itself")
    if not number:
        raise EmptyInput("a sitemap without an address; give the pages", subject=uri or "")


def _joined(base: str | None, address: str) -> str:
    try:
        return urljoin(base or "", address)
    except ValueError:  # no address at all: whoever fetches it says so
        return address


def _known(news: object) -> Known:
    return Known(
        outlet=words_of(child_of(child_of(news, "publication"), "name")) or None,
        title=words_of(child_of(news, "title")) or None,
        published=iso(words_of(child_of(news, "publication_date"))),
    )
