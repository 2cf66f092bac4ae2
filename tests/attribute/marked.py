"""Sentences with their attributions marked, read with the real encoder.

"[Orr] <said> {that it rained}": source, cue and content of the attribution a1; what is
marked "[2:…]" belongs to a2. Pieces of one part may stand apart.
"""

from __future__ import annotations

import re

from sayso.annotate import annotate_document
from sayso.records import Attribution
from sayso.text import make_document

_MARK = re.compile(r"(?P<open>[\[<{])(?:(?P<number>\d):)?|[\]>}]")


def marked(text, **known):
    """Return the annotated text without its marks, and its attributions."""
    plain, at, open_ones, spans = "", 0, [], {}
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        at = mark.end()
        if mark["open"]:
            open_ones.append((mark["open"], int(mark["number"] or 1), len(plain)))
        else:
            part, number, start = open_ones.pop()
            spans.setdefault(number, {}).setdefault(part, []).append((start, len(plain)))
    plain += text[at:]
    document = make_document(plain, **known)
    assert document.text == plain
    return annotate_document(document), tuple(
        Attribution(f"a{number}", *(tuple(sorted(spans[number].get(part, ()))) for part in "[<{"))
        for number in sorted(spans)
    )
