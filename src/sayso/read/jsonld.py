"""The JSON-LD of a page: which node is the article, and what it says.

Broken JSON-LD is common (a stray comma, a raw line break, an HTML comment
around it): what can be read is read, the rest is left, nothing is raised.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

from sayso.text import normalise

Node = Mapping[str, Any]

_MOST_NODES: Final = 5_000  # of one page; the richest real ones have some hundred
_DEEPEST: Final = 4  # lists and nodes around a name
_LONGEST: Final = 2_000  # characters looked at of a name or headline
_WRAPPING = re.compile(r"^\s*(?://\s*)?<!(?:\[CDATA\[|--)|(?://\s*)?(?:\]\]|--)>\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
# An article may stand at the top, in @graph, or as what the page is about; a node deeper
# down (a list of other stories, a comment) is not the article.
_INTO: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_ARTICLES: Final = (
    re.compile(r"\w*NewsArticle$|\w*Reportage\w*|LiveBlogPosting$|Report$"),
    re.compile(r"\w*Article$|\w*Posting$|\w*Review$|Recipe$", re.IGNORECASE),
    re.compile(r"\w*WebPage$|\w*VideoObject$"),
)


def read_jsonld(scripts: list[str]) -> tuple[Node, Mapping[str, Node]]:
    """Return the node of the article (empty if there is none) and all nodes by ``@id``.

    The article is 1. a news article, 2. another article, 3. the page itself;
    among equals the first that has a date, then the first.

    Args:
        scripts: the bodies of the page's ``application/ld+json`` elements.
    """
    tops = [node for script in scripts for node in _parsed(script)]
    nodes = list(_walk(tops))
    named = {node["@id"]: node for node in nodes if _names_itself(node)}
    ranked = [(rank, "datePublished" not in node, i) for i, node in enumerate(nodes)
              if (rank := _rank(node)) is not None]  # fmt: skip
    return (nodes[min(ranked)[2]] if ranked else {}), named


def is_news(node: Node) -> bool:
    """Tell whether a node is an article of any kind, not only a page."""
    return _rank(node) in (0, 1)


def text_of(value: object) -> str | None:
    """Return the words of a JSON-LD value (a string, a named node, or the first of a list)."""
    for _ in range(_DEEPEST):
        if isinstance(value, list):
            value = next(iter(value), None)
        elif isinstance(value, Mapping):
            value = value.get("name") or value.get("@value")
    # Escaped once too often by many systems: "O&#039;Donnell"
    text = unescape(value[:_LONGEST]) if isinstance(value, str) else ""
    return " ".join(normalise(text).split()) or None


def parties(value: object, named: Mapping[str, Node]) -> Iterator[tuple[str, str | None]]:
    """Yield the parties in a value: each name, and "Person", "Organization" or None."""
    for item in value if isinstance(value, list) else [value]:
        key = item.get("@id") if isinstance(item, Mapping) else None
        node = named.get(key, item) if isinstance(key, str) else item
        name = text_of(node)
        if name:
            kinds = _kinds(node) if isinstance(node, Mapping) else []
            yield name, next((kind for kind in ("Person", "Organization") if kind in kinds), None)


def _parsed(script: str) -> list[Any]:
    bare = _WRAPPING.sub("", script)
    for attempt in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):
            continue
    return _several(bare)


def _several(script: str) -> list[Any]:
    # Two objects in one element, with or without a comma between.
    found: list[Any] = []
    at, decoder = script.find("{"), json.JSONDecoder(strict=False)
    while at >= 0 and len(found) < 10:
        try:
            node, at = decoder.raw_decode(script, at)
        except (ValueError, RecursionError):
            break
        found.append(node)
        at = script.find("{", at)
    return found


def _walk(tops: list[Any]) -> Iterator[dict[str, Any]]:
    waiting, seen = list(reversed(tops)), 0
    while waiting and seen < _MOST_NODES:
        item = waiting.pop()
        seen += 1
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in reversed(_INTO) if key in item)


def _names_itself(node: Node) -> bool:
    # {"@id": …} alone is a reference, not a node.
    return isinstance(node.get("@id"), str) and len(node) > 1


def _rank(node: Node) -> int | None:
    for rank, form in enumerate(_ARTICLES):
        if any(map(form.match, _kinds(node))):
            return rank
    return None


def _kinds(node: Node) -> list[str]:
    stated = node.get("@type")
    kinds = [k for k in (stated if isinstance(stated, list) else [stated]) if isinstance(k, str)]
    return [
        re.sub(r".*Organi[sz]ation$", "Organization", kind.rpartition("/")[2]) for kind in kinds
    ]
