"""Texts written for these tests, and short ways to label them."""

from hypothesis import HealthCheck, settings

from sayso.records import Attribution

# A busy machine is no failure of the code.
UNHURRIED = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

HARBOUR = (
    "Mayor Ines Calder said the ferry would sail again on Monday.\n"
    "“It was never broken,” the harbour master insisted. “We only cleaned it.”\n"
    "According to the Tidewater Post, divers told a clerk that the hull leaks.\n"
    "Nobody else spoke."
)


def spans(text, *words):
    """The spans of these words, each searched behind the one before."""
    out, at = [], 0
    for word in words:
        at = text.index(word, at)
        out.append((at, at + len(word)))
        at += len(word)
    return tuple(out)


def said(name, source, cue, content, text=HARBOUR, **fields):
    """An attribution by its words; a tuple of words is a split part, "" an empty one."""
    parts = (p if isinstance(p, tuple) else (p,) if p else () for p in (source, cue, content))
    return Attribution(name, *(spans(text, *part) for part in parts), **fields)


def harbour():
    """All four attributions of HARBOUR."""
    return (
        said("a", "Mayor Ines Calder", "said", "the ferry would sail again on Monday"),
        said(
            "b",
            "the harbour master",
            "insisted",
            ("“It was never broken,”", "“We only cleaned it.”"),
            mode="direct",
        ),
        said(
            "c",
            "the Tidewater Post",
            "According to",
            "divers told a clerk that the hull leaks",
            kind="outlet",
        ),
        said("d", "divers", "told", "that the hull leaks", parent="c", speaker="divers"),
    )
