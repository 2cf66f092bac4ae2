"""Cues and quotation marks of one document to its attributions.

``find_attributions`` is a cascade; each step works on ``Draft`` values:

1. every cue the encoder found becomes a draft, its verb group completed; "has not
   denied" is none: whoever is silent says nothing, nor does a photograph that
   shows; headlines are left out;
2. "was quoted by X as saying" is one cue in two pieces; "reportedly" has no source;
3. a cue without a content takes the quotation that stands beside it, if one does; what
   stands before a cue it takes whole;
4. contents are fitted to the quotation marks they touch;
5. "reportedly", "said" with a clause, and who takes back a report are cues even where
   the encoder passed them over;
6. a quotation that runs on unclosed behind its cue, or stands in a later paragraph, is
   an attribution of its own;
7. what is said twice by the same words is kept once;
8. what is likely no attribution is left out;
9. quotations that are statements and stand in no content are attributions
   without a cue: they continue the speech before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sayso.attribute.grammar.clause import (
    tag,
    words_inside,
)
from sayso.attribute.statement.act import find_act
from sayso.attribute.statement.cue import (
    REPORTEDLY,
    as_saying,
    clause_around,
    complete_cue,
    is_hearsay,
    is_no_statement,
    is_silence,
    subject_of,
)
from sayso.attribute.statement.fronted import find_fronted, find_said, whole_fronted
from sayso.attribute.statement.retraction import find_retractions
from sayso.attribute.statement.span import (
    before_stop,
    end_with_sentence,
    fit_to_quotations,
    mode_of,
    near,
    trim_content,
    trim_edges,
)
from sayso.records import Annotated, Attribution, Quotation, Span, Spans
from sayso.text import contains, covered, merged, overlap, touching

_LONE_STATEMENT = 0.35  # mean chance of content under which a quotation without cue is left out
_TAKEN = 0.3  # share of a quotation from which it belongs to the content that covers it
_MOSTLY = 0.5  # share of its sentence from which "reportedly" stands for all of it
_SURE, _SURE_INSIDE = 0.55, 0.86  # probability of a cue, and of one inside another's content
_OPEN_END = {"ADP", "DET", "PART", "SCONJ", "CCONJ", "AUX"}  # words after which more must come
_HEADLINE, _STOPS = 200, ".!?:;,…”’\"'"  # characters a headline has at most; what ends a sentence
_LONG = 24  # characters above which a content is more than pronouns
_BARE = {"PRON", "DET", "PUNCT", "ADP", "SCONJ"}
_PASSED_OVER = 0.65  # share of "reportedly" that people mark as a cue in political news
_SAME = 0.8  # share of characters from which two contents are the same


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making."""

    source: Spans
    cue: Spans
    content: Spans
    score: float
    why: tuple[str, ...]


def find_attributions(annotated: Annotated) -> tuple[Attribution, ...]:
    """Return the attributions of a document in text order, with ids a1, a2 and so on.

    Every span lies within the text and is not empty; contents are never empty.
    """
    text = annotated.document.text
    outer = tuple(q for q in annotated.quotations if q.depth == 0)
    drafts = [as_cued(draft, annotated, outer) for draft in _drafts(annotated)]
    drafts = [give_content(draft, text, outer) for draft in drafts]
    drafts = [_fronted(draft, annotated) for draft in drafts]
    drafts = [_fitted(draft, annotated, outer) for draft in drafts if draft.content]
    drafts = [up_to_hearsay(draft, annotated, outer) for draft in drafts]
    drafts += reported(annotated, drafts)
    drafts = taken_back(annotated, [*drafts, *plainly_said(annotated, drafts)])
    drafts = [
        part for draft in drafts if draft.content for part in split_continued(draft, text, outer)
    ]
    drafts = drop_doubtful(annotated, drop_repeats([d for d in drafts if d.content]))
    drafts += continued(annotated, outer, drafts)
    ordered = sorted(drafts, key=lambda draft: (draft.content[0], draft.cue))
    return with_parents(
        [
            _finished(f"a{number}", draft, annotated, outer)
            for number, draft in enumerate(ordered, 1)
        ]
    )


def _drafts(annotated: Annotated) -> list[Draft]:
    """Step 1: one draft a cue."""
    text = annotated.document.text
    drafts = []
    for cued in annotated.cued[_in_headline(annotated) :]:
        cue = trim_edges(text, complete_cue(annotated, cued.cue))
        if not (is_silence(text, cue) or is_no_statement(text, cued.source, cue)):
            why = (f"cue: “{text[slice(*cue)]}” ({cued.score:.2f})",)
            drafts.append(Draft(cued.source, (cue,), cued.content, cued.score, why))
    return drafts


def _in_headline(annotated: Annotated) -> int:
    """Return how many cues stand in a headline."""
    end = _headline_end(annotated)
    return sum(cued.cue[0] < end for cued in annotated.cued)


def _headline_end(annotated: Annotated) -> int:
    """Return where a headline ends, a first line without a stop; 0 if there is none."""
    text = annotated.document.text
    end = text.find("\n")
    return end if 0 < end <= _HEADLINE and text[end - 1] not in _STOPS else 0


def as_cued(draft: Draft, annotated: Annotated, quotations: Sequence[Quotation]) -> Draft:
    """Step 2: what some cues say about their own source and content.

    Whoever "was quoted … as saying" something is the subject before the cue, and what
    he said follows it; who quoted him passed it on. "Reportedly" names nobody: what
    stands around it is what is reported.
    """
    text, cue = annotated.document.text, draft.cue[0]
    if is_hearsay(text, cue):
        content = _around(cue, (*draft.source, *draft.content), annotated)
        return replace(draft, source=(), content=content)
    piece = as_saying(text, cue)
    if piece is None:
        return draft
    return replace(
        draft,
        source=subject_of(annotated, cue) or draft.source,
        cue=(cue, piece),
        content=_behind(piece[1], annotated, quotations),
        why=(*draft.why, "source: quoted by another, the subject speaks"),
    )


def up_to_hearsay(draft: Draft, annotated: Annotated, quotations: Sequence[Quotation]) -> Draft:
    """End a content before a later sentence that opens a voice of its own by "reportedly".

    Inside a quotation it is the speaker's own word.
    """
    text, content = annotated.document.text, draft.content
    if not content:
        return draft
    low, high = content[0][0], content[-1][1]
    for match in REPORTEDLY.finditer(text, max(low, draft.cue[-1][1]), high):
        start = annotated.sentences[touching(annotated.sentences, *match.span())[0]][0]
        quoted = any(overlap(quotation.span, match.span()) for quotation in quotations)
        if low < start and draft.cue[-1][1] <= start and not quoted:
            kept = tuple((a, min(b, start)) for a, b in content if a < start)
            return replace(draft, content=trim_content(text, kept))
    return draft


def reported(annotated: Annotated, drafts: Sequence[Draft]) -> list[Draft]:
    """Step 5: "reportedly" where the encoder passed it over.

    What is reported is the clause it stands in; of a clause that only says which ("the
    arms they reportedly received were …") the whole sentence.
    """
    text, words = annotated.document.text, annotated.words
    taken = merged(span for draft in drafts for span in (*draft.cue, *draft.content))
    found = []
    for match in REPORTEDLY.finditer(text):
        cue = match.span()
        word = int(np.searchsorted(words.start, cue[0]))
        if touching(taken, *cue) or word >= len(words) or words.head[word] < 0:
            continue
        clause = clause_around(annotated, int(words.head[word]))
        content = trim_content(text, _around(cue, (clause,), annotated))
        if content:
            why = ("cue: “reportedly” tells of a report, whoever's",)
            found.append(Draft((), (cue,), content, _PASSED_OVER, why))
    return found


def plainly_said(annotated: Annotated, drafts: Sequence[Draft]) -> list[Draft]:
    """Step 5: "said" and "told" with a clause where the encoder passed them over."""
    low = _headline_end(annotated)
    taken = merged(span for draft in drafts for span in draft.cue)
    contents = merged(span for draft in drafts for span in draft.content)
    why = ("cue: says or tells a clause",)
    return [
        Draft((source,), (cue,), (content,), _PASSED_OVER, why)
        for source, cue, content in (*find_fronted(annotated), *find_said(annotated))
        if cue[0] >= low and not touching(taken, *cue) and not touching(contents, *content)
    ]


def taken_back(annotated: Annotated, drafts: Sequence[Draft]) -> list[Draft]:
    """Step 5: retractions, in the place of what the encoder made of the same words."""
    out = list(drafts)
    for found in find_retractions(annotated):
        same = [draft for draft in out if _is_cut(draft, found.cue)]
        score = max([_PASSED_OVER, *(draft.score for draft in same)])
        why = ("cue: takes back what was said",)
        out = [draft for draft in out if draft not in same]
        out.append(Draft((found.source,), (found.cue,), (found.content,), score, why))
    return out


def _is_cut(draft: Draft, cue: Span) -> bool:
    """Tell whether a draft has the cue of another for its own, or cuts through it."""
    if any(overlap(cue, own) for own in draft.cue):
        return True
    return any(overlap(cue, span) and not contains(span, cue) for span in draft.content)


def _around(cue: Span, spans: Spans, annotated: Annotated) -> Spans:
    """Return all from the first to the last of some spans but the cue between them.

    Where that is most of the cue's sentence, it is the sentence that is qualified.
    """
    if not spans:
        return ()
    low, high = min(spans)[0], max(end for _, end in spans)
    for index in touching(annotated.sentences, *cue):
        start, end = annotated.sentences[index]
        end = before_stop(annotated.document.text, end)
        if start <= low and high <= end and high - low > _MOSTLY * (end - start):
            low, high = start, end
    before, behind = (low, min(high, cue[0])), (max(low, cue[1]), high)
    return tuple(span for span in (before, behind) if span[0] < span[1])


def _behind(at: int, annotated: Annotated, quotations: Sequence[Quotation]) -> Spans:
    """Return the quotation that opens behind a place, else the rest of its sentence."""
    opened = near(quotations, at, at + 4)
    if opened:
        return (opened[0].span,)
    here = touching(annotated.sentences, at, at + 1)
    if not here:
        return ()
    return ((at, before_stop(annotated.document.text, annotated.sentences[here[0]][1])),)


def share(a: Spans, b: Spans) -> float:
    """Return shared characters over all characters of two contents, 0..1."""
    both = sum(overlap(x, y) for x in a for y in b)
    return both / ((covered(a) + covered(b) - both) or 1)


def give_content(draft: Draft, text: str, quotations: Sequence[Quotation]) -> Draft:
    """Step 3: let a cue without a content take the statement beside it: ``X said: “…”``."""
    if draft.content:
        return draft
    low, high = draft.cue[0][0], draft.cue[-1][1]
    for quotation in near(quotations, low - 4, high + 4):
        gap = (
            text[high : quotation.span[0]]
            if quotation.span[0] >= high
            else text[quotation.span[1] : low]
        )
        if len(gap) <= 3 and "\n" not in gap and quotation.statement:
            return replace(
                draft,
                content=(quotation.span,),
                why=(*draft.why, "content: the quotation beside the cue"),
            )
    return draft


def _fronted(draft: Draft, annotated: Annotated) -> Draft:
    """Step 3, the clause before the cue: "Soldiers burned the archive, two officials said"."""
    source, content = whole_fronted(annotated, draft.cue[0], draft.source, draft.content)
    if content == draft.content:
        return draft
    why = (*draft.why, "content: the clause before the cue")
    score = max(draft.score, _PASSED_OVER)  # as if the encoder had seen no cue here
    return replace(draft, source=source, content=content, score=score, why=why)


def _fitted(draft: Draft, annotated: Annotated, quotations: Sequence[Quotation]) -> Draft:
    """Step 4: spans without stray marks, contents with their quotation marks."""
    text = annotated.document.text
    content = end_with_sentence(text, draft.content, annotated.sentences)
    content = complete_content(annotated, content, (*draft.source, *draft.cue))
    content = fit_to_quotations(content, quotations, draft.cue)
    content = trim_content(text, content)
    full = tuple(span for span in content if not _is_bare(annotated, (span,)))
    source = (_without_preposition(annotated, span) for span in draft.source)
    return replace(
        draft,
        source=tuple(trim_edges(text, span) for span in source),
        cue=tuple(trim_edges(text, _before_source(span, draft.source)) for span in draft.cue),
        content=full or content,
    )


def _before_source(cue: Span, source: Spans) -> Span:
    """Cut a source off the end of its cue: "according to | a report by the Post"."""
    ends = [start for start, end in source if cue[0] < start < cue[1] < end]
    return (cue[0], min(ends)) if ends else cue


def _without_preposition(annotated: Annotated, source: Span) -> Span:
    """Cut a preposition off the end of a source: "a report by the Post on" Thursday."""
    at = words_inside(annotated, source)
    if len(at) > 1 and tag(annotated, at[-1]) == "ADP":
        return source[0], int(annotated.words.end[at[-2]])
    return source


def complete_content(annotated: Annotated, content: Spans, beside: Spans) -> Spans:
    """Let a content that breaks off behind "to" or "the" run on to the end of its sentence.

    Or to its source or cue, if one stands behind it.
    """
    if not content:
        return content
    words, (start, end) = annotated.words, content[-1]
    last = int(np.searchsorted(words.start, end)) - 1
    if last < 0 or last + 1 >= len(words) or words.sentence[last + 1] != words.sentence[last]:
        return content
    if int(words.end[last]) != end or words.tags[words.tag[last]] not in _OPEN_END:
        return content
    following = words.tags[words.tag[last + 1]]
    if words.head[last] <= last or following == "PUNCT":  # "what it is made of,"
        return content
    stop = before_stop(annotated.document.text, annotated.sentences[words.sentence[last]][1])
    reached = min([stop, *(low for low, _ in beside if low >= end)])
    return (*content[:-1], (start, reached))


def split_continued(draft: Draft, text: str, quotations: Sequence[Quotation]) -> Iterable[Draft]:
    """Step 6: keep a quotation that goes on behind the cue's own as one of its own.

    “This,” he said. “That runs on and is never closed, or closed paragraphs later.
    “And this stands in the next paragraph.”
    """
    touched = near(quotations, draft.content[0][0], draft.content[-1][1])
    quoted = {quotation.span[0]: quotation for quotation in touched}
    later = tuple(
        span
        for span in draft.content[1:]
        if span[0] in quoted
        and span[0] > draft.cue[-1][1]
        and (not quoted[span[0]].closed or "\n" in text[draft.cue[-1][1] : span[0]])
    )
    yield replace(draft, content=tuple(s for s in draft.content if s not in later))
    for span in later:
        yield _continuation(span, draft.score)


def _continuation(span: Span, score: float) -> Draft:
    return Draft(
        (), (), (span,), score, ("content: a quotation that continues the speech before it",)
    )


def drop_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """Step 7: of two drafts with the same content and the same cue or voice, keep the surer.

    The same content under two different cues stays twice: "X reported, citing Y".
    """
    order = sorted(drafts, key=lambda draft: draft.content[0])
    dropped: set[int] = set()
    for index, draft in enumerate(order):
        for other in range(index + 1, len(order)):
            if order[other].content[0][0] >= draft.content[-1][1]:
                break
            if _repeats(draft, order[other]):
                dropped.add(index if draft.score < order[other].score else other)
    return [draft for index, draft in enumerate(order) if index not in dropped]


def _repeats(draft: Draft, other: Draft) -> bool:
    if share(draft.content, other.content) < _SAME:
        return False
    if not draft.cue or not other.cue:
        return True
    if any(overlap(a, b) for a in draft.cue for b in other.cue):
        return True
    near = abs(draft.cue[0][0] - other.cue[0][0]) < 25  # the same verb group
    return near and (draft.source == other.source or not draft.source or not other.source)


def drop_doubtful(annotated: Annotated, drafts: Sequence[Draft]) -> list[Draft]:
    """Step 8: leave out cues that are likely none; inside another's content be stricter.

    The bars are where F1 is best on political news (whole attributions) and on hand-read
    reports (nested ones, which the former does not label).
    """
    sure = [draft for draft in drafts if draft.score >= _SURE]
    speech = (q.span for q in annotated.quotations if q.statement and q.depth == 0)
    contents = merged([*(span for draft in sure for span in draft.content), *speech])
    return [
        draft
        for draft in sure
        if not _inside(draft, contents)
        or (draft.score >= _SURE_INSIDE and not _is_bare(annotated, draft.content))
    ]


def _inside(draft: Draft, contents: Spans) -> bool:
    return any(contains(contents[i], span) for span in draft.cue for i in touching(contents, *span))


def _is_bare(annotated: Annotated, content: Spans) -> bool:
    """Tell whether a content is but a pronoun or article: "this", "the"."""
    if sum(end - start for start, end in content) > _LONG:
        return False
    inside = (i for span in content for i in words_inside(annotated, span))
    return all(tag(annotated, i) in _BARE for i in inside)


def continued(
    annotated: Annotated, quotations: Sequence[Quotation], drafts: Sequence[Draft]
) -> list[Draft]:
    """Step 9: statements in quotation marks that no draft covers."""
    words = annotated.words
    taken = merged(span for draft in drafts for span in draft.content)
    found = []
    for quotation in quotations:
        low, high = quotation.span
        shared = sum(overlap(quotation.span, taken[i]) for i in touching(taken, low, high))
        if not quotation.statement or shared > _TAKEN * (high - low):
            continue
        first, last = np.searchsorted(words.start, quotation.inner)
        chance = float(annotated.content[first:last].mean()) if last > first else 0.0
        if chance >= _LONE_STATEMENT:
            found.append(_continuation(quotation.span, round(chance, 4)))
    return found


def _finished(
    key: str, draft: Draft, annotated: Annotated, outer: Sequence[Quotation]
) -> Attribution:
    """Fill in how it is said and what act it is."""
    text = annotated.document.text
    mode, verbatim = mode_of(text, draft.content, outer)
    act, reason = find_act(
        annotated, draft.cue[0] if draft.cue else None, draft.content, draft.source
    )
    return Attribution(
        id=key,
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        verbatim=verbatim,
        mode=mode,
        act=act,
        confidence=round(draft.score, 3),
        why=(*draft.why, f"act: {reason}"),
    )


def with_parents(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Set as parent the smallest attribution inside whose content another lies whole."""
    low = np.array([a.content[0][0] for a in attributions])
    high = np.array([a.content[-1][1] for a in attributions])
    out = []
    for inner in attributions:
        spans = (*inner.cue, *inner.content)
        first, last = min(spans)[0], max(end for _, end in spans)
        around = [
            attributions[index]
            for index in np.flatnonzero((low <= first) & (high >= last)).tolist()
            if inner.cue and _lies_inside(inner, attributions[index])
        ]
        parent = min(around, key=lambda a: covered(a.content), default=None)
        out.append(replace(inner, parent=parent.id) if parent else inner)
    return tuple(out)


def _lies_inside(inner: Attribution, outer: Attribution) -> bool:
    """Tell whether cue and content of one lie within the wider content of another."""
    return covered(outer.content) > covered(inner.content) and all(
        any(contains(around, span) for around in outer.content)
        for span in (*inner.cue, *inner.content)
    )
