"""The text that is judged, with what is judged marked in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from sayso.ledger.values import FIELDS, SPANS
from sayso.text import words_of
from sayso.views.desk.marks import Mark, marked
from sayso.views.desk.review_form import chain_text

_SHOWN = tuple(part for part in SPANS if part != "verbatim")


def marked_item(item: Mapping[str, Any]) -> Markup:
    """Return the text around an attribution with its parts marked; nothing but the text."""
    one, start = item["attribution"], item["start"]
    marks = [
        Mark("it", part, _moved(one[part], start), one["mode"] if part == "content" else "")
        for part in _SHOWN
    ]
    return marked(item["text"], marks)


def marked_missed(item: Mapping[str, Any]) -> Markup:
    """Return the text of a document with the contents marked that are attributed already."""
    marks = [Mark(one["id"], "content", _moved(one["content"], 0), one["mode"])
             for one in item["attributions"]]  # fmt: skip
    return marked(item["text"], marks)


def words_shown(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of each part of an attribution."""
    one, start = item["attribution"], item["start"]
    return {part: words_of(item["text"], _moved(one[part], start)) for part in SPANS}


def changed(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what people have corrected, as it was read, in words."""
    now, read, start = item["attribution"], item["read"], item["start"]
    if read is None:
        return []
    found = []
    for name in FIELDS:
        if name != "parent" and now[name] != read[name]:
            shown = read[name]
            if name in SPANS:
                shown = words_of(item["text"], _moved(shown, start))
            elif name == "chain":
                shown = chain_text(shown)
            found.append((name, str(shown or "none")))
    return found


def _moved(spans: list[list[int]], by: int) -> tuple[tuple[int, int], ...]:
    return tuple((max(start - by, 0), end - by) for start, end in spans if end > by)
