"""Follow feeds as a polite guest, and take in what is new in them.

1. A feed is asked for with what it said of itself the last time (``ETag``, ``Last-Modified``):
   one that has not changed costs its server nothing.
2. Of its entries those are read that were not there before, or whose title or date has changed;
   their pages are visited as ``sayso.read`` does: robots.txt obeyed, a pause between two pages.
3. A feed that fails is left alone for twice as long each time, a day at most, or for as long as
   its server asks; no two feeds are asked for at the very same intervals.

What is known of the feeds stands in a small file beside the ledger, written after each of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from sayso.errors import FetchFailed, ReadError
from sayso.intake import Reader, Taken, take_in_documents
from sayso.ledger import Ledger
from sayso.read import read_bytes
from sayso.read.feed import read_feed
from sayso.read.fetch import Fetched, fetch_changed
from sayso.read.follow import Enough, Visits
from sayso.read.parts import Link
from sayso.read.sitemap import read_sitemap
from sayso.read.sniff import HEAD, sniff
from sayso.records import Document, Skipped
from sayso.settings import Settings

_LONGEST = 86_400.0  # seconds a failing feed is left alone at most
_JITTER = 0.1  # of an interval: feeds of one server shall not all be asked for at once
_TRIES = 3  # of a page that cannot be fetched


@dataclass(slots=True)
class Feed:
    """What is known of a feed.

    Attributes:
        uri: its address.
        etag, modified: what it said of itself the last time.
        due: when to ask for it again, in seconds since 1970.
        failures: how often in a row it could not be had.
        entries: those it had the last time, and how often each was tried in vain (0: read).
    """

    uri: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    entries: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visit to a feed went.

    Attributes:
        feed: as it is known now.
        taken: what it gave; None if it had not changed, or failed.
        failed: why it could not be had.
    """

    feed: Feed
    taken: Taken | None = None
    failed: str | None = None


def watch_feeds(
    ledger: Ledger,
    uris: Iterable[str],
    *,
    reader: Reader,
    settings: Settings,
    every: float = 900.0,
    once: bool = False,
    told: Callable[[Visit], None] = lambda _: None,
) -> None:
    """Follow feeds and sitemaps until interrupted.

    Args:
        ledger: where to.
        uris: addresses of feeds (RSS, Atom, JSON) and sitemaps.
        reader: from ``sayso.intake.open_reader``.
        settings: limits and defaults.
        every: seconds between two visits to a feed.
        once: visit each feed one time, whether it is due or not, and return.
        told: called after each visit.

    Raises:
        LedgerError: the ledger cannot be written.
    """
    place = state_file(ledger)
    feeds = _known_feeds(place, uris)
    while True:
        visits = Visits(settings)
        for feed in feeds:
            if once or feed.due <= time.time():
                told(_visit(ledger, feed, visits, reader, settings))
                feed.due = time.time() + _pause(feed, every)
                _save(place, feeds)
        if once:
            return
        time.sleep(max(1.0, min(feed.due for feed in feeds) - time.time()))


def state_file(ledger: Ledger) -> Path:
    """Return the file that holds what is known of feeds: beside a SQLite ledger.

    For one in PostgreSQL it is in the user's folder for such things.
    """
    if ledger.dialect == "sqlite":
        return Path(f"{ledger.url}.feeds.json")
    folder = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    name = hashlib.sha256(ledger.url.encode()).hexdigest()[:16]
    return Path(folder) / "sayso" / f"{name}.feeds.json"


def _pause(feed: Feed, every: float) -> float:
    """Return for how long to leave a feed alone."""
    pause: float = min(every * 2.0**feed.failures, max(every, _LONGEST))
    asked = max(0.0, feed.due - time.time())  # by its server
    return max(asked, pause * random.uniform(1 - _JITTER, 1 + _JITTER))  # noqa: S311 - no secret


# --- one visit ------------------------------------------------------------------------


def _visit(ledger: Ledger, feed: Feed, visits: Visits, reader: Reader, settings: Settings) -> Visit:
    feed.due = 0.0
    try:
        page = fetch_changed(feed.uri, settings=settings, etag=feed.etag, modified=feed.modified)
        documents = _documents(feed, page, visits, settings) if page else iter(())
        first = next(documents, None)
    except ReadError as error:
        feed.failures += 1
        if isinstance(error, FetchFailed):
            feed.due = time.time() + min(error.wait, _LONGEST)
        return Visit(feed, failed=str(error))
    feed.failures = 0
    if first is None:
        return Visit(feed)
    taken = take_in_documents(
        ledger, chain([first], documents), reader=reader, settings=settings,
        command=f"sayso watch {feed.uri}",
    )  # fmt: skip
    return Visit(feed, taken)


def _documents(
    feed: Feed, page: Fetched, visits: Visits, settings: Settings
) -> Iterator[Document | Skipped]:
    """Yield what is new in a feed, and note all that is in it."""
    before, now = feed.entries, dict[str, int]()
    whole = True
    for item in _entries(page, settings):
        mark = _mark(item)
        tried = before.get(mark, 1)
        if mark in before and (tried == 0 or tried >= _TRIES):
            now[mark] = tried
            continue
        now[mark] = 0
        if isinstance(item, Document | Skipped):
            yield item
            continue
        try:
            yield from _linked(item, visits, settings)
        except Enough:
            del now[mark]
            whole = False
            break  # the rest the next time
        except ReadError as error:
            now[mark] = before.get(mark, 0) + 1
            yield Skipped(item.uri, str(error))
    feed.entries, feed.etag, feed.modified = now, page.etag, page.modified
    if not whole or any(0 < tried < _TRIES for tried in now.values()):
        feed.etag = feed.modified = None  # so that it is had again though it may not change


def _entries(page: Fetched, settings: Settings) -> Iterator[Document | Skipped | Link]:
    form = sniff(page.data[:HEAD], name=page.uri, content_type=page.content_type)
    if form not in {"feed", "sitemap"}:
        raise FetchFailed(
            f"no feed but {form or 'something else'}; look for the page's RSS or Atom link",
            subject=page.uri,
        )
    read = read_feed if form == "feed" else read_sitemap
    named = re.search(r"charset=[\"']?([\w-]+)", page.content_type or "", re.IGNORECASE)
    charset = named[1] if named else None
    yield from read(page.data, uri=page.uri, charset=charset, settings=settings)


def _mark(item: Document | Skipped | Link) -> str:
    """Return a short name for an entry, another one if its title, date or text changes."""
    if isinstance(item, Link):
        told = [item.uri, item.known.title, item.known.published]
    elif isinstance(item, Document):
        told = [item.uri, item.sha256]
    else:
        told = [str(item.uri)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def _linked(link: Link, visits: Visits, settings: Settings) -> Iterator[Document | Skipped]:
    page, known = visits.fetch(link.uri), link.known
    if page is None:  # another entry led there
        return
    settings = replace(
        settings,
        outlet=known.outlet or settings.outlet,
        published=known.published or settings.published,
    )
    found = read_bytes(page.data, uri=page.uri, content_type=page.content_type, settings=settings)
    for item in found:
        yield (
            item
            if isinstance(item, Skipped)
            else replace(item, title=item.title or known.title, byline=item.byline or known.byline)
        )


# --- what is known of feeds --------------------------------------------------------------


def _known_feeds(place: Path, uris: Iterable[str]) -> list[Feed]:
    stored = {feed["uri"]: Feed(**feed) for feed in _stored(place)}
    return [stored.get(uri, Feed(uri)) for uri in dict.fromkeys(uris)]


def _stored(place: Path) -> list[dict[str, Any]]:
    """Return what the file holds; one that is lost or broken only costs a visit to each feed."""
    try:
        found = json.loads(place.read_text("utf-8"))["feeds"]
        return [asdict(Feed(**feed)) for feed in found]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _save(place: Path, feeds: Iterable[Feed]) -> None:
    """Write the file anew, keeping what it holds of other feeds."""
    stored = {feed["uri"]: feed for feed in _stored(place)}
    stored |= {feed.uri: asdict(feed) for feed in feeds}
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    part.write_text(json.dumps({"feeds": list(stored.values())}, indent=1), "utf-8")
    part.replace(place)
