"""The text of a document as HTML, with what was found in it marked where it stands.

Marks may lie within each other, cross and be split. The text is cut at every boundary into
runs; a run is wrapped by all marks it belongs to, the outermost first. Nothing is added to
the words: numbers and signs are attributes that the stylesheet shows, so that what is copied
from the page, or left when all tags are taken away, is the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from sayso.records import Span
from sayso.views.desk.words import MODES, RESPONSES, certainty, named

_ORDER = {"content": 0, "response": 1, "source": 2, "cue": 3, "addressee": 4}
_TAGS = {"content": "mark"}
_SHOWN = re.compile("⟦([^⟦⟧]*)⟧")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number at the beginning of a mark, a link to what is told of it.

    Attributes:
        number: as shown: "3", "✗3".
        label: the same for those who do not see it.
        href: where the link leads.
        id: of the link itself.
    """

    number: str
    label: str
    href: str
    id: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to one part of something.

    Attributes:
        of: what they are a part of; the attribute ``data-of`` of each run.
        part: "content", "source", "cue", "addressee" or "response".
        spans: where they stand.
        shape: further classes: how the mark looks.
        anchor: stands at its beginning, if it has any.
    """

    of: str
    part: str
    spans: tuple[Span, ...]
    shape: str = ""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    mark: Mark
    first: bool


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    pieces: tuple[_Piece, ...]


# --- what is marked --------------------------------------------------------------------


def marks_of(reading: Mapping[str, Any], keys: Sequence[str] = ()) -> list[Mark]:
    """Return the marks of all attributions and responses of a reading's payload.

    Args:
        reading: as ``sayso.views.payload.reading_payload`` gives it.
        keys: for each attribution the name its marks bear; else its id in the reading.
    """
    attributions = reading["attributions"]
    keyed = zip(keys or [one["id"] for one in attributions], attributions, strict=True)
    marks = [mark for n, (key, one) in enumerate(keyed, 1) for mark in _attribution(n, key, one)]
    answers = enumerate(reading.get("responses", ()), 1)
    return marks + [_response(n, one) for n, one in answers if one["evidence"]]


def _attribution(number: int, key: str, one: Mapping[str, Any]) -> Iterator[Mark]:
    stance = certainty(one["factuality"])
    sign = "✗" if stance.shape == "denied" else ""
    label = f"{number}: {one['speaker'] or 'speaker unstated'}, {named(MODES, one['mode']).word}"
    anchor: Anchor | None = Anchor(f"{sign}{number}", label, f"#n-{key}", f"m-{key}")
    shape = f"{one['mode']} {stance.shape}".strip()
    for part in ("content", "source", "cue", "addressee"):
        if one[part]:
            spans = tuple((start, end) for start, end in one[part])
            yield Mark(key, part, spans, shape if part == "content" else "", anchor)
            anchor = None  # the first part there is bears it


def _response(number: int, one: Mapping[str, Any]) -> Mark:
    sign = RESPONSES.get(one["response"])
    words = sign.word if sign else one["response"]
    label = f"Response: {words} {one['actor']}"
    anchor = Anchor(sign.sign if sign else "!", label, f"#r-{number}", f"mr-{number}")
    spans = tuple((start, end) for start, end in one["evidence"])
    return Mark(f"r-{number}", "response", spans, one["response"], anchor)


# --- the marked text -------------------------------------------------------------------


def marked(text: str, marks: Iterable[Mark], *, within: Span | None = None) -> Markup:
    """Return a text as paragraphs with its marks; time grows with both, not with their product.

    Args:
        text: of the document; paragraphs end with a newline.
        marks: in any order; spans beyond the text are cut to it.
        within: the stretch that is wanted; all of it if None.
    """
    low, high = within or (0, len(text))
    runs = _runs(text, low, min(high, len(text)), _pieces(marks, low, min(high, len(text))))
    return Markup("".join(_written(text, runs)))  # noqa: S704 - every word went through escape


def bracketed(words: str) -> Markup:
    """Return an excerpt whose words in question stand between ⟦ and ⟧, with these marked."""
    out, at = [], 0
    for found in _SHOWN.finditer(words):
        out += [escape(words[at : found.start()]), _evidence(found[1])]
        at = found.end()
    return Markup("").join([*out, escape(words[at:])])


def _evidence(words: str) -> Markup:
    return Markup('<mark class="evidence">{}</mark>').format(words)


def paragraphs_around(text: str, spans: Iterable[Span], *, more: int = 1) -> Span:
    """Return the stretch of whole paragraphs that holds some spans, and ``more`` on each side."""
    listed = [span for span in spans if span[0] < span[1]]
    start = text.rfind("\n", 0, min((span[0] for span in listed), default=0)) + 1
    end = _next_break(text, max((span[1] for span in listed), default=0))
    for _ in range(more):
        start = text.rfind("\n", 0, max(start - 1, 0)) + 1
        end = _next_break(text, end + 1)
    return start, end


def _next_break(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _pieces(marks: Iterable[Mark], low: int, high: int) -> list[_Piece]:
    """Return the spans of all marks cut to a stretch, outer ones before those within them."""
    out = []
    for mark in marks:
        for n, (start, end) in enumerate(sorted(mark.spans)):
            start, end = max(start, low), min(end, high)  # noqa: PLW2901
            if start < end:
                out.append(_Piece(start, end, mark, n == 0))
    return sorted(out, key=lambda one: (one.start, -one.end, _ORDER.get(one.mark.part, 9)))


def _runs(text: str, low: int, high: int, pieces: Sequence[_Piece]) -> Iterator[_Run]:
    """Yield the stretches between boundaries, each with the pieces that cover it.

    A newline is a run of its own that nothing covers.
    """
    cuts = {low, high, *(one.start for one in pieces), *(one.end for one in pieces)}
    at = text.find("\n", low, high)
    while at >= 0:
        cuts |= {at, at + 1}
        at = text.find("\n", at + 1, high)
    active: list[_Piece] = []
    coming = 0
    for start, end in pairwise(sorted(cuts)):
        active = [one for one in active if one.end > start]
        while coming < len(pieces) and pieces[coming].start <= start:
            active.append(pieces[coming])
            coming += 1
        yield _Run(start, end, () if text[start] == "\n" else tuple(active))


def _written(text: str, runs: Iterable[_Run]) -> Iterator[str]:
    """Yield the HTML: a run closes only what it does not share with the one before it."""
    opened: list[_Piece] = []
    begun: set[int] = set()
    inside = False
    for run in runs:
        shared = _shared(opened, run.pieces)
        yield "".join(_closing(one) for one in reversed(opened[shared:]))
        opened = list(run.pieces)
        if text[run.start] == "\n":
            yield "</p>\n" if inside else "\n"
            inside = False
            continue
        yield "" if inside else '<p dir="auto">'
        inside = True
        for one in run.pieces[shared:]:
            yield _opening(one, first=one.first and id(one) not in begun)
            begun.add(id(one))
        yield str(escape(text[run.start : run.end]))
    yield "".join(_closing(one) for one in reversed(opened)) + ("</p>" if inside else "")


def _shared(opened: Sequence[_Piece], wanted: Sequence[_Piece]) -> int:
    pairs = zip(opened, wanted, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a is not b), min(len(opened), len(wanted)))


def _opening(piece: _Piece, *, first: bool) -> str:
    mark = piece.mark
    tag = _TAGS.get(mark.part, "span")
    classes = f"{mark.part} {mark.shape}".strip()
    begin = Markup('<{} class="{}" data-of="{}">').format(tag, classes, mark.of)
    if not (first and mark.anchor):
        return begin
    link = Markup('<a class="no" id="{}" href="{}" data-no="{}" aria-label="{}"></a>')
    anchor = mark.anchor
    return begin + link.format(anchor.id, anchor.href, anchor.number, anchor.label)


def _closing(piece: _Piece) -> str:
    return f"</{_TAGS.get(piece.mark.part, 'span')}>"
