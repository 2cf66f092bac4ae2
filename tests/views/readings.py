"""Readings made by hand for the tests of the views: no encoder needed."""

import re

from sayso.records import Attribution, Reading
from sayso.text import make_document

PRODUCED_BY = {"version": "0.0", "model": "by hand"}


def spans(text, *words):
    """The spans of these words, each searched behind the one before."""
    out, at = [], 0
    for word in words:
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return tuple(out)


def part(text, words):
    """The spans of a part: words, a tuple of them for a split one, "" for an empty one."""
    return spans(text, *words) if isinstance(words, tuple) else spans(text, words) if words else ()


def reading(text, *attributions, **known):
    """A reading of a text from ``(source, cue, content, other fields)`` by their words."""
    document = make_document(text, **known)
    made = tuple(
        Attribution(
            f"a{number}",
            *(part(document.text, words) for words in triple),
            **{"confidence": 0.9, **(fields[0] if fields else {})},
        )
        for number, (*triple, fields) in enumerate(
            ((s, c, t, rest) for s, c, t, *rest in attributions), 1
        )
    )
    return Reading(document, made, produced_by=PRODUCED_BY)


FERRY = (
    "Mayor Ines Calder said the ferry would sail again on Monday.\n"
    "“It was never broken,” the harbour master insisted, “and we only cleaned it. Ask anyone.\n"
    "“Ask the crew.”\n"
    "The Tidewater Post reported that divers had told a clerk that the hull leaks.\n"
    "The ferry is reportedly for sale."
)


def ferry(**known):
    """Six attributions: plain, split and running on, continued, nested, without a source."""
    return reading(
        FERRY,
        ("Mayor Ines Calder", "said", "the ferry would sail again on Monday", {"act": "say"}),
        (
            "the harbour master",
            "insisted",
            ("“It was never broken,”", "“and we only cleaned it. Ask anyone."),
            {"mode": "direct", "act": "claim"},
        ),
        ("", "", "“Ask the crew.”", {"mode": "direct", "confidence": 0.5}),
        (
            "The Tidewater Post",
            "reported",
            "that divers had told a clerk that the hull leaks",
            {"act": "report", "why": ("cue “reported” (0.97)", "a medium speaks")},
        ),
        ("divers", "had told", "that the hull leaks", {"act": "say", "parent": "a4"}),
        ("", "reportedly", "The ferry is", {"act": "report"}),
        **{
            "uri": "https://tidewater.example/ferry",
            "outlet": "The Merrow Courier",
            "title": "Ferry to sail [bold]again[/bold]",
            "byline": ("Tom Vane", "Ada Quill"),
            "credit": "Northern Wire",
            "published": "2031-03-14",
            "language": "en",
            **known,
        },
    )


def bare(shown):
    """What is printed without styles."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown)
