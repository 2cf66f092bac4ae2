"""Links that lead to the very words, and what tells whether they are still the same.

Places are given as the Web Annotation Data Model gives them: by position and by
quotation, in code points of the document's text.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from sayso.records import Attribution, Span, Spans

_AROUND: Final = 32  # characters before and behind a quotation, to tell it from its like
_LONGEST: Final = 300  # characters of a quotation that stands whole in a link
_ENDS: Final = 6  # words of each end of one that does not


def cited_spans(attribution: Attribution) -> Spans:
    """Return the spans an attribution is quoted by: what is said, or the words that say so."""
    return attribution.content or attribution.cue or attribution.source


def selectors(text: str, spans: Spans) -> list[dict[str, Any]]:
    """Return two selectors for each span: where it stands, and how it reads."""
    return [one for span in spans for one in (_position(span), _quotation(text, span))]


def _position(span: Span) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": span[0], "end": span[1]}


def _quotation(text: str, span: Span) -> dict[str, Any]:
    start, end = span
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }


def permalink(path: str, text: str, spans: Spans, sha256: str) -> str:
    """Return a path of the desk with the first span and the hash of the text as its fragment.

    >>> permalink("/attributions/7c1f-5d0e", "It sank.", ((0, 2),), "ab12")
    '/attributions/7c1f-5d0e#selector(type=TextPositionSelector,start=0,end=2,\
refinedBy=selector(type=TextQuoteSelector,exact=It))&sha256=ab12'
    """
    if not spans:
        return f"{path}#sha256={sha256}"
    (start, end), *_ = spans
    exact = text[start:end]
    quoted = f",refinedBy=selector(type=TextQuoteSelector,exact={quote(exact, safe='')})"
    place = f"type=TextPositionSelector,start={start},end={end}"
    return f"{path}#selector({place}{quoted if len(exact) <= _LONGEST else ''})&sha256={sha256}"


def is_web(uri: str | None) -> bool:
    """Tell whether an address is one that a browser may be sent to."""
    return bool(uri) and str(uri).lower().startswith(("http://", "https://"))


def original_link(uri: str, text: str, spans: Spans) -> str:
    """Return an address of the Web with a text fragment: browsers scroll to the words.

    >>> original_link("https://p.example/a", "It sank, he said.", ((0, 7),))
    'https://p.example/a#:~:text=It%20sank'
    """
    directives = "&".join(f"text={_directive(text[start:end])}" for start, end in spans)
    if not directives:
        return uri
    return f"{uri}{'' if '#' in uri else '#'}:~:{directives}"


def _directive(words: str) -> str:
    words = words.strip().rstrip(",;")
    # A passage over several paragraphs, or a long one, is given by both its ends.
    pieces = words.split()
    if len(words) <= _LONGEST and "\n" not in words:
        return _encoded(words)
    ends = min(_ENDS, max(1, len(pieces) // 2))
    return f"{_encoded(' '.join(pieces[:ends]))},{_encoded(' '.join(pieces[-ends:]))}"


def _encoded(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")  # a hyphen would make it a context
