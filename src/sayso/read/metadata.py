"""Page -> what it says of itself: outlet, title, byline, time, address.

trafilatura keeps the day only and drops agencies, so this is our own reader.
Every field is a cascade; the numbers in the docstrings are repeated in the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from sayso.read.dates import has_clock, in_local_time, iso
from sayso.read.jsonld import Node, is_news, parties, read_jsonld, text_of
from sayso.read.wire import agency, is_forename, split_byline

Metas = Mapping[str, list[str]]
Tree = Any  # an lxml element: lxml has no types of its own

_TIMES: Final = (
    "article:published_time", "og:article:published_time", "article:published", "og:pubdate",
    "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dc:date.created", "dc.date", "dcterms.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate",
    "pub_date", "article_date_original", "originalpublicationdate", "article.published",
    "cxenseparse:recs:publishtime", "analyticsattributes.articledate",
    "dcsext.articlefirstpublished", "citation_online_date", "citation_publication_date",
    "prism.publicationdate", "datecreated", "article.created", "date", "pdate",
)  # fmt: skip
_AUTHORS: Final = (
    "author", "article:author", "og:article:author", "article:author_name", "parsely-author",
    "sailthru.author", "byl", "dc.creator", "dcterms.creator", "citation_author", "cse_author",
)  # fmt: skip
_BYLINES: Final = (
    "//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(.//*[@itemprop])]",
    "//a[@rel='author']",
    "//*[contains(@class,'byline')][not(.//*[contains(@class,'byline')])]",
    "//*[contains(@class,'author')][not(.//*[contains(@class,'author')])]",
)
_PUBLISHED: Final = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate or contains(@class,'dt-published') or contains(@class,'published')]",
)
_ARTICLE: Final = "//*[contains(@itemtype,'Article') or contains(@itemtype,'BlogPosting')]"
_DATED = re.compile(
    r"publish|posted|entry-date|post-date|entry-time|dateline|byline|timestamp|pubdate"
    r"|(?:article|story|content|meta)[_-]+(?:date|time|info)",
    re.IGNORECASE,
)
# An element of another story, of a comment or of the page's frame. (The classes of a frame
# around everything tell only what it may hold: "comments-open", "sticky-sidebar-parent".)
_STORIES = ("comment", "related", "card", "teaser", "promo", "reference", "citation")
_FRAMES = ("sidebar", "widget")
_ELSEWHERE: Final = " | ".join((
    "ancestor::aside", "ancestor::footer", "ancestor::nav",
    "ancestor-or-self::*[not(self::body or self::html)]["
    + " or ".join(f"contains(@class,'{word}') or contains(@id,'{word}')" for word in _STORIES)
    + "]",
    "ancestor-or-self::*[not(self::body or self::html or self::main or self::article)]["
    + " or ".join(f"contains(@class,'{word}') or contains(@id,'{word}')" for word in _FRAMES)
    + "]",
))  # fmt: skip
_SUFFIX = re.compile(r"\s+(?:\||-|–|—|«|»|::|•|·|<|›)\s+")
_LONGEST_NAME = 60  # characters of an outlet's name
_LONGEST_TEXT = 2_000  # characters looked at of anything else but the article


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; None or empty where it says nothing.

    Attributes:
        domain: its registered domain, for want of an outlet's name.
        language: what is declared, in the order of trust.
        article: whether the page declares itself an article.
        body: the text of the article as its JSON-LD gives it.
    """

    uri: str | None = None
    outlet: str | None = None
    domain: str | None = None
    title: str | None = None
    byline: tuple[str, ...] = ()
    credit: str | None = None
    published: str | None = None
    language: tuple[str | None, ...] = ()
    article: bool = False
    body: str | None = None


def read_metadata(tree: Tree, *, uri: str | None = None) -> Metadata:
    """Read what a page says of itself.

    Args:
        tree: the parsed page; it is not changed.
        uri: where the page was read from.
    """
    metas = _metas(tree)
    node, named = read_jsonld(
        [script.text or "" for script in tree.iter("script")
         if "ld+json" in (script.get("type") or "").lower()]
    )  # fmt: skip
    address = _address(tree, metas, node, uri)
    domain = _domain(uri) or _domain(address)
    publisher = next((name for name, _ in parties(node.get("publisher"), named)), None)
    outlet = _outlet(tree, metas, publisher, domain)
    byline, credit = _byline(tree, metas, node, named)
    return Metadata(
        uri=address,
        outlet=outlet,
        domain=domain,
        title=_title(tree, metas, node, outlet),
        byline=tuple(name for name in byline if _letters(name) not in _letters(outlet or "")),
        credit=credit or _wire_path(uri) or _wire_path(address),
        published=_published(tree, metas, node),
        language=_languages(tree, metas, node),
        article=bool(tree.xpath(_ARTICLE))
        or is_news(node)
        or (_first(metas, "og:type") or "").lower() == "article"
        or any(map(metas.get, _TIMES[:3])),
        body=body if isinstance(body := node.get("articleBody"), str) else None,
    )


# --- time -------------------------------------------------------------------


def _published(tree: Tree, metas: Metas, node: Node) -> str | None:
    """Return when the page was published, to the minute and with its zone if it tells.

    1. JSON-LD ``datePublished`` of the article, 2. meta elements in the order
    of ``_TIMES``, 3. an element marked ``datePublished``, 4. a ``<time>`` beside the
    article, 5. JSON-LD ``dateCreated``. What a later one of these knows more
    exactly of the same moment (clock, local zone) is taken from it.
    """
    written = [
        text_of(node.get("datePublished")),  # 1
        *(content for name in _TIMES for content in metas.get(name, ())),  # 2
        *_marked_times(tree),  # 3
        *_times_beside(tree),  # 4
        text_of(node.get("dateCreated")),  # 5
    ]
    best = _most_exact([date for date in map(iso, written) if date])
    # Of all other times of the page one to the second the same is the article's.
    if best and best.endswith("+00:00") and not best.endswith(":00+00:00"):
        visible = [iso(time.get("datetime")) for time in tree.xpath("//time[@datetime]")[:50]]
        best = _most_exact([best, *(date for date in visible if date and has_clock(date))])
    return best


def _most_exact(dates: list[str]) -> str | None:
    best = next(iter(dates), None)
    for other in dates:
        if best and best.endswith("+00:00") and has_clock(other):
            # Publishing systems give UTC to machines and local time to readers; "on Tuesday"
            # in the text is meant in local time.
            best = in_local_time(best, other) or best
        elif best and len(other) > len(best) and other.startswith(best):
            best = other
    return best


def _marked_times(tree: Tree) -> Iterator[str]:
    for path in _PUBLISHED:
        for element in tree.xpath(path):
            if not element.xpath(_ELSEWHERE):
                yield element.get("datetime") or element.get("content") or _words(element)


def _times_beside(tree: Tree) -> Iterator[str]:
    times = [t for t in tree.iter("time") if t.get("datetime") and not t.xpath(_ELSEWHERE)]
    for time in times:
        around = f"{time.get('class')} {time.getparent().get('class')}"
        if len(times) == 1 or _DATED.search(around):
            yield time.get("datetime")
            return


# --- title and outlet -------------------------------------------------------


def _title(tree: Tree, metas: Metas, node: Node, outlet: str | None) -> str | None:
    """Return the headline, without the outlet's name behind a dash or bar.

    1. the ``<h1>`` that agrees with one of the following, 2. og:title, 3. JSON-LD
    ``headline``, 4. twitter:title, 5. ``<title>``, 6. the only ``<h1>``.
    """
    stated = [
        _first(metas, "og:title"),  # 2
        text_of(node.get("headline")),  # 3
        _first(metas, "twitter:title"),  # 4
        _page_title(tree),  # 5
    ]
    titles = [_without_outlet(unescape(title), outlet) for title in stated if title]
    headings = [words for h1 in tree.iter("h1") if (words := _words(h1))]
    for heading in headings:  # 1
        if any(_agree(heading, title) for title in titles):
            # A section's name or a byline inside the heading: then the stated one is cleaner.
            return next((t for t in titles if _letters(t) in _letters(heading)), heading)
    only = headings if len(headings) == 1 else []  # 6
    return next(iter((*titles, *only)), None)


def _outlet(tree: Tree, metas: Metas, publisher: str | None, domain: str | None) -> str | None:
    """Return the outlet's name.

    1. JSON-LD ``publisher``, 2. og:site_name, 3. application-name, 4. the end of
    ``<title>``. Where 1 to 3 differ, the one that ends the ``<title>``, then one like
    the domain: a publisher may be a company's legal name, a site name a section's.
    """
    parts = _SUFFIX.split(_page_title(tree))
    end = parts[-1] if len(parts) > 1 else ""
    stated = [
        publisher,  # 1
        _first(metas, "og:site_name"),  # 2
        _first(metas, "application-name"),  # 3
    ]
    names = [name for raw in stated if (name := _outlet_name(raw, metas))]
    if names:
        return min(names, key=partial(_strangeness, end=end, domain=domain))
    headline = _first(metas, "og:title") or next(map(_words, tree.iter("h1")), "")
    return _outlet_name(end, metas) if _agree(parts[0], headline) else None  # 4


def _outlet_name(raw: str | None, metas: Metas) -> str | None:
    name = " ".join(unescape(raw or "").split())
    if re.match(r"https?://|www\.", name):
        name = re.sub(r"^(?:https?://)?(?:www\.)?", "", name).partition("/")[0]
    name = _SUFFIX.split(name, maxsplit=1)[0].strip(" -–|:")
    good = 1 < len(name) <= _LONGEST_NAME and name != _first(metas, "og:title")
    return name if good else None


def _strangeness(name: str, *, end: str, domain: str | None) -> tuple[int, bool]:
    letters, label = _letters(name), _letters((domain or "").partition(".")[0])
    if end and letters == _letters(end):
        rank = 0
    elif label and label == letters.removeprefix("the"):
        rank = 1
    else:
        rank = 2 if label and (label in letters or letters in label) else 3
    return rank, bool(re.search(r"\.[a-z]{2,}$", name))


def _without_outlet(title: str, outlet: str | None) -> str:
    parts, name = _SUFFIX.split(title), _letters(outlet or "")
    while len(parts) > 1 and name and (name in _letters(parts[-1]) or _letters(parts[-1]) in name):
        parts.pop()
    kept = title[: title.rfind(parts[-1]) + len(parts[-1])].strip()
    return kept if len(kept) > 3 else title


def _agree(a: str, b: str) -> bool:
    """Tell whether two headlines are the same or nearly: half of their words in common."""
    one, two = set(re.findall(r"\w+", a.lower())), set(re.findall(r"\w+", b.lower()))
    return bool(one and two) and len(one & two) >= 0.5 * max(len(one), len(two))


# --- byline and credit ------------------------------------------------------


def _byline(
    tree: Tree, metas: Metas, node: Node, named: Mapping[str, Node]
) -> tuple[tuple[str, ...], str | None]:
    """Return the writers and the agency among them.

    Writers: 1. JSON-LD ``author``, 2. meta elements in the order of ``_AUTHORS``,
    3. what is marked as author or byline beside the headline. The agency is
    looked for in the same places and then in JSON-LD ``provider``,
    ``sourceOrganization``, ``creditText``, ``copyrightHolder``.
    """
    credit = None
    for place in (
        _authors(node, named),  # 1
        *([(c, False) for c in metas.get(name, ()) if "://" not in c] for name in _AUTHORS),  # 2
        *([(words, False) for words in _marked(tree, path)] for path in _BYLINES),  # 3
    ):
        people: dict[str, None] = {}
        for words, alone in place:
            names, found = split_byline(words)
            people |= dict.fromkeys(names or ([words] if alone and is_forename(words) else []))
            credit = credit or found
        if people:
            return tuple(people), credit or _provider(node, named)
    return (), credit or _provider(node, named)


def _authors(node: Node, named: Mapping[str, Node]) -> list[tuple[str, bool]]:
    """Return the names of the JSON-LD authors, and whether each is said to be a person."""
    authors = list(parties(node.get("author"), named))
    return [
        (name, kind == "Person") for name, kind in authors if kind != "Organization" or agency(name)
    ]


def _marked(tree: Tree, path: str) -> list[str]:
    """Return the words of the first element at a path, and of those that share its parent."""
    elements = [e for e in tree.xpath(path)[:20] if _words(e) and not e.xpath(_ELSEWHERE)]
    beside = [e for e in elements if e.getparent() is elements[0].getparent()]
    return [words for e in beside if len(words := _words(e)) < 200]


def _provider(node: Node, named: Mapping[str, Node]) -> str | None:
    for key in ("provider", "sourceOrganization", "creditText", "copyrightHolder"):
        for name, _ in parties(node.get(key), named):
            if found := agency(name):
                return found
    return None


def _wire_path(uri: str | None) -> str | None:
    # dailymail.co.uk/wires/afp/article-…: the outlet's own shelf for agency copy
    found = re.search(r"/wires?/([a-z]{2,10})/", uri or "")
    return agency(found[1].upper()) or agency(found[1]) if found else None


# --- address and language ---------------------------------------------------


def _address(tree: Tree, metas: Metas, node: Node, uri: str | None) -> str | None:
    """Return the page's canonical address.

    1. ``rel=canonical``, 2. og:url, 3. JSON-LD ``url``, 4. where it was read from.
    An address without a path is the site's, not the page's, and is passed over.
    """
    links = [
        link.get("href")
        for link in tree.iter("link")
        if (link.get("rel") or "").lower() == "canonical"
    ]
    stated = (*links, _first(metas, "og:url"), text_of(node.get("url")))
    for href in filter(None, stated):
        address = _joined(uri, href.strip())
        if address and urlsplit(address).path.strip("/"):
            return address
    return uri


def _joined(base: str | None, href: str) -> str | None:
    try:
        address = urljoin(base, href) if base and base.startswith("http") else href
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _domain(uri: str | None) -> str | None:
    if not uri or not uri.startswith("http"):
        return None
    from courlan import extract_domain  # noqa: PLC0415 - loads the list of public suffixes

    return extract_domain(uri)


def _languages(tree: Tree, metas: Metas, node: Node) -> tuple[str | None, ...]:
    root = next(tree.iter("html"), tree)
    return (
        root.get("lang")
        or root.get("xml:lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        _first(metas, "og:locale"),
        _first(metas, "content-language"),
        text_of(node.get("inLanguage")),
    )


# --- small ------------------------------------------------------------------


def _metas(tree: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "")[:_LONGEST_TEXT].strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            # As properties of an item, others than times may be those of a cited work.
            if content and name and (key != "itemprop" or name.startswith("date")):
                found.setdefault(name, []).append(content)
    return found


def _page_title(tree: Tree) -> str:
    return next(map(_words, tree.iter("title")), "")


def _first(metas: Metas, name: str) -> str | None:
    return next(iter(metas.get(name, ())), None)


def _words(element: Tree) -> str:
    return " ".join("".join(element.itertext()).split())[:500]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
