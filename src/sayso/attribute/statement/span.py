"""Spans of sources and contents fitted to the words and quotation marks they cover."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sayso.records import Mode, Quotation, Span, Spans
from sayso.text import contains, merged, overlap, touching

_EDGE = " \t\n,;:–—-"
_COMPLEMENTIZER = re.compile(r"(?i)^\s*(?:that|whether|if)\b\s*")
_LONE_NAME = re.compile(r"^(?:[A-Z][\w’'.-]*\s?){1,3}$")
_LEAK = 0.5  # share of a sentence under which a content that reaches into it has leaked
_MOST = 0.5  # share of a quotation from which a content that touches it takes it whole


def trim_edges(text: str, span: Span) -> Span:
    """Cut white space, commas and colons off the edges of a span; never to nothing."""
    return _trimmed(text, span) or span


def trim_content(text: str, spans: Spans) -> Spans:
    """Cut white space and stray punctuation off the edges of contents; drop empty ones."""
    kept = (_trimmed(text, span) for span in spans)
    return tuple(span for span in kept if span and _letters(text, span))


def _trimmed(text: str, span: Span, edge: str = _EDGE) -> Span | None:
    start, end = span
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return (start, end) if start < end else None


def near(quotations: Sequence[Quotation], low: int, high: int) -> Sequence[Quotation]:
    """Return the quotations that share a character with ``low .. high``.

    Args:
        quotations: the outermost ones, in text order.
        low: first character.
        high: behind the last character.
    """
    first = bisect_right(quotations, low, key=lambda quotation: quotation.span[1])
    last = bisect_left(quotations, high, key=lambda quotation: quotation.span[0])
    return quotations[first : max(first, last)]


def before_stop(text: str, end: int) -> int:
    """Return where a sentence that ends at a place ends without its full stop."""
    return end - (text[end - 1] in ".!?")


def end_with_sentence(text: str, content: Spans, sentences: Spans) -> Spans:
    """Cut off a content's last words where they are but the first few of a new sentence.

    Args:
        text: of the document.
        content: spans as the encoder marked them.
        sentences: of the document, in order.
    """
    return tuple(_ended(text, span, sentences) for span in content)


def _ended(text: str, span: Span, sentences: Spans) -> Span:
    touched = touching(sentences, *span)
    if len(touched) < 2:
        return span
    last, before = sentences[touched[-1]], sentences[touched[-2]]
    reached = (span[1] - last[0]) / (last[1] - last[0])
    if reached >= _LEAK:
        return span
    return (span[0], before_stop(text, before[1]))


def fit_to_quotations(content: Spans, quotations: Sequence[Quotation], cue: Spans) -> Spans:
    """Widen a content to the whole of the quotations most of which it covers.

    Args:
        content: spans as the encoder marked them, not empty.
        quotations: the outermost ones, in text order.
        cue: never taken into the content: a quotation around it is another's speech.
    """
    widened = [
        quotation.span
        for quotation in near(quotations, content[0][0], content[-1][1])
        if _mostly_covered(quotation.span, content)
        and not any(contains(quotation.span, piece) for piece in cue)
    ]
    return merged([*content, *widened]) if widened else content


def _mostly_covered(span: Span, content: Spans) -> bool:
    shared = sum(overlap(span, piece) for piece in content)
    return shared >= _MOST * (span[1] - span[0])


def mode_of(text: str, content: Spans, quotations: Sequence[Quotation]) -> tuple[Mode, Spans]:
    """Return how a content is said, and its quoted stretches without their marks.

    Args:
        text: of the document.
        content: spans of the content, not empty.
        quotations: the outermost ones, in text order.

    direct: all of it is quoted, a leading "that" aside, or it stands inside a
    quotation; mixed: part of it; indirect: none, or no more than a name in marks.
    """
    around = near(quotations, content[0][0], content[-1][1])
    if any(all(contains(q.inner, span) for span in content) for q in around):
        return "direct", content
    inside = [q for q in around if any(contains(span, q.span) for span in content)]
    stretches = (_trimmed(text, q.inner, " \n") for q in inside)
    verbatim = tuple(span for span in stretches if span)
    plain = sum(
        _letters(text, span) for span in _without([_bare(text, s) for s in content], inside)
    )
    if not plain and verbatim:
        return "direct", verbatim
    if all(_LONE_NAME.match(text[slice(*span)]) for span in verbatim):
        return "indirect", ()
    return "mixed", verbatim


def _bare(text: str, span: Span) -> Span:
    """Return a content without a leading "that"."""
    match = _COMPLEMENTIZER.match(text[slice(*span)])
    return (span[0] + match.end(), span[1]) if match else span


def _without(spans: Sequence[Span], quotations: Sequence[Quotation]) -> list[Span]:
    """Return what is left of spans outside the quotations."""
    left = []
    for start, end in spans:
        at = start
        for quotation in quotations:
            if contains((start, end), quotation.span) and quotation.span[0] >= at:
                left.append((at, quotation.span[0]))
                at = quotation.span[1]
        left.append((at, end))
    return left


def _letters(text: str, span: Span) -> int:
    return sum(map(str.isalnum, text[slice(*span)]))
