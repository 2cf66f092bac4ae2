"""Fetch the addresses that feeds and sitemaps name, as a polite guest."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sayso.errors import FetchFailed, ReadError, TooLarge
from sayso.settings import Settings

if TYPE_CHECKING:  # both load the network's modules, which most runs never need
    from urllib.robotparser import RobotFileParser

    from sayso.read.fetch import Fetched

_MOST_PAGES: Final = 1_000  # of one feed, or of one sitemap with those it lists
_PAUSE: Final = 1.0  # seconds between two pages of one host
_LONGEST_PAUSE: Final = 10.0  # if its robots.txt asks for more, this long
_MOST_RULES: Final = 500_000  # bytes of a robots.txt (RFC 9309)


class Enough(TooLarge):
    """More pages than one feed or sitemap is followed to."""


class Visits:
    """The visits that one feed or sitemap leads to.

    One page at a time and each once, with a pause between two of one host;
    none that the host's robots.txt forbids, and no more than ``_MOST_PAGES``.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: set[str] = set()
        self._rules: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def fetch(self, uri: str) -> Fetched | None:
        """Fetch a page; None if it was fetched before.

        Raises:
            Enough: the limit is reached.
            FetchFailed: robots.txt forbids it, or as ``fetch`` says.
        """
        from sayso.read.fetch import USER_AGENT, fetch  # noqa: PLC0415

        address = uri.partition("#")[0]
        if address in self._seen:
            return None
        if len(self._seen) >= _MOST_PAGES:
            raise Enough(
                f"{_MOST_PAGES:,} pages were followed, the most for one feed or sitemap; "
                "give the others themselves"
            )
        self._seen.add(address)
        host = _host(address)
        rules = self._rules_of(host)
        if not rules.can_fetch(USER_AGENT, address):
            raise FetchFailed("the site's robots.txt forbids it; save the page and read the file")
        asked = float(rules.crawl_delay(USER_AGENT) or 0)
        self._wait(host, min(max(asked, _PAUSE), _LONGEST_PAUSE))
        try:
            return fetch(address, settings=self._settings)
        finally:
            self._last[host] = time.monotonic()

    def _rules_of(self, host: str) -> RobotFileParser:
        """Return what a host's robots.txt says; one that cannot be had forbids nothing."""
        if host not in self._rules:
            from urllib.robotparser import RobotFileParser  # noqa: PLC0415

            from sayso.read.fetch import fetch  # noqa: PLC0415

            settings = replace(self._settings, max_bytes=_MOST_RULES)
            try:
                lines = fetch(f"{host}/robots.txt", settings=settings).data.decode(errors="replace")
            except ReadError:
                lines = ""
            self._rules[host] = RobotFileParser()
            self._rules[host].parse(lines.splitlines())
        return self._rules[host]

    def _wait(self, host: str, pause: float) -> None:
        if host in self._last:
            time.sleep(max(0.0, self._last[host] + pause - time.monotonic()))


def _host(uri: str) -> str:
    try:
        parts = urlsplit(uri)
    except ValueError as error:
        raise FetchFailed(f"not an address ({error}); check it") from None
    if parts.scheme not in {"http", "https"}:
        raise FetchFailed(
            f'"{parts.scheme}" addresses are not followed, only http:// and https://; '
            "give it yourself if you want it read"
        )
    return f"{parts.scheme}://{parts.netloc}"
