"""Who cites whom: "the Courier reported, citing a nurse".

Both say the same; what the nurse says stands inside what the Courier reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.attribute.chain.addressee import Nearby, by_sentence, cue_words
from sayso.attribute.chain.medium import can_listen, noun_phrase, span_of, speaks_as_medium
from sayso.attribute.grammar.clause import base, is_passive, low, tag, tree_of
from sayso.attribute.statement.act import find_act, is_reporting_cue
from sayso.attribute.statement.attributions import share
from sayso.attribute.statement.cue import as_saying
from sayso.attribute.statement.span import trim_content
from sayso.records import Annotated, Attribution, Span, Spans
from sayso.text import overlap, touching

_QUOTE = frozenset(("quote", "cite"))
_ASIDE = frozenset(("citing", "quoting"))
_SAME = 0.5  # share of characters from which two contents are the same
_ALIKE = 0.8  # the same where nothing else says that one passes on the other
_REACH = 12  # words of a phrase behind "citing" at most


def with_citing_parents(
    annotated: Annotated, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Put what one is cited for inside the statement of who cites it.

    "X reported, citing Y" and "Y said, X reported" are two attributions with the same
    content; that of Y gets that of X as parent. Where the encoder took X for the source of
    "citing" and Y for its content, both are set right; so are "X quoted Y as saying"
    and its source. Where it found one of the two only, the other is added. Best done before
    speakers are looked for.
    """
    attributions = with_asides(annotated, attributions)
    nearby = by_sentence(annotated, attributions)
    quoted = [_quoted(annotated, attribution) for attribution in attributions]
    cited = [_cited(annotated, attribution, nearby) for attribution in quoted]
    apart = _without_citing(annotated, quoted, cited)
    return _innermost([_under_medium(annotated, attribution, nearby) for attribution in apart])


def with_asides(
    annotated: Annotated, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Add whom a medium cites beside what it reports, where only one of the two was found.

    Numbered anew if any is added, in text order.
    """
    out = list(attributions)
    for verb in range(len(annotated.words)):
        if low(annotated, verb) in _ASIDE and tag(annotated, verb) == "VERB":
            _add_aside(annotated, out, verb)
    return tuple(out) if len(out) == len(attributions) else _numbered(out)


def _add_aside(annotated: Annotated, out: list[Attribution], verb: int) -> None:
    """Put the report that "citing" stands beside into the list, and who is cited."""
    cue = int(annotated.words.start[verb]), int(annotated.words.end[verb])
    own = next((n for n, one in enumerate(out) if any(overlap(cue, s) for s in one.cue)), None)
    if own is not None:
        report = _as_report(annotated, out, out[own], verb)
        if report is None:
            return
        out[own] = report
    else:
        found = _reporting(annotated, out, cue)
        if found is None:
            return
        report = found
    marked = (*report.source, *report.content)
    whom = _object_of(annotated, marked, verb)
    content = _without(annotated, report.content, (cue, whom)) if whom else ()
    if whom and content:
        why = (f"cue: “{annotated.document.text[slice(*cue)]}” beside a report",)
        out.append(replace(report, id="", source=(whom,), cue=(cue,), content=content, why=why))


def _as_report(
    annotated: Annotated, all_: Sequence[Attribution], own: Attribution, verb: int
) -> Attribution | None:
    """Return what "citing" was taken for the cue of as the report it stands beside.

    None where the report was found too, or there is none.
    """
    tree = tree_of(annotated)
    told = tree.head[verb]
    if told < 0 or tree.tag[told] != "VERB" or not speaks_as_medium(annotated, own.source):
        return None
    cue = tree.start[told], tree.end[told]
    if not is_reporting_cue(annotated.document.text[slice(*cue)]):
        return None
    aside = (tree.start[verb], tree.end[verb])
    if any(overlap(cue, span) for one in all_ for span in one.cue if one is not own):
        return None
    whom = _object_of(annotated, (*own.source, *own.content), verb)
    content = _without(annotated, own.content, (aside, whom)) if whom else ()
    if not content:
        return None
    act, reason = find_act(annotated, cue, content, own.source)
    why = (*own.why, f"cue: “{tree.low[told]}”, which cites", f"act: {reason}")
    return replace(own, cue=(cue,), content=content, act=act, why=why)


def _reporting(
    annotated: Annotated, attributions: Sequence[Attribution], aside: Span
) -> Attribution | None:
    """Return the report of a medium in whose sentence an aside stands, the nearest one."""
    inside = set(touching(annotated.sentences, *aside))
    found = [
        one
        for one in attributions
        if one.cue
        and inside & set(_sentences(annotated, one))
        and speaks_as_medium(annotated, one.source)
    ]
    return min(found, key=lambda one: abs(one.cue[0][0] - aside[0]), default=None)


def _numbered(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return attributions in text order under ids a1, a2 and so on, parents with them."""
    ordered = sorted(attributions, key=lambda one: (one.content[0], one.cue))
    names = {one.id: f"a{number}" for number, one in enumerate(ordered, 1) if one.id}
    return tuple(
        replace(one, id=f"a{number}", parent=names.get(one.parent or ""))
        for number, one in enumerate(ordered, 1)
    )


def _quoted(annotated: Annotated, attribution: Attribution) -> Attribution:
    """Take whom a medium quoted "as saying" something for its source."""
    verbs = [i for i in cue_words(annotated, attribution) if base(annotated, i) in _QUOTE]
    if not verbs or is_passive(annotated, verbs[0]):
        return attribution
    if not _says_as_saying(annotated, attribution):
        return attribution
    phrase = noun_phrase(annotated, verbs[0] + 1, verbs[0] + _REACH)
    if phrase is None or not can_listen(annotated, phrase):
        return attribution
    return replace(attribution, source=(span_of(annotated, phrase),))


def _says_as_saying(annotated: Annotated, attribution: Attribution) -> bool:
    """Tell whether a cue is "quoted … as saying"."""
    cue = attribution.cue
    return len(cue) > 1 or as_saying(annotated.document.text, cue[0]) is not None


def _cited(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> Attribution:
    """Give "citing Y" its source Y, the content of who cites it, and that as parent."""
    verbs = [i for i in cue_words(annotated, attribution) if base(annotated, i) in _QUOTE]
    if not verbs or is_passive(annotated, verbs[0]) or _says_as_saying(annotated, attribution):
        return attribution
    whom = _object_of(annotated, (*attribution.source, *attribution.content), verbs[0])
    others = (other for k in _sentences(annotated, attribution) for other in nearby.get(k, ()))
    citing = [
        other
        for other in others
        if other.id != attribution.id and speaks_as_medium(annotated, other.source)
    ]
    if whom is None or not citing:
        return attribution
    outer = min(
        citing, key=lambda other: abs(other.cue[0][0] - attribution.cue[0][0]) if other.cue else 0
    )
    if attribution.parent not in {None, outer.id}:
        return attribution
    heard = _without(annotated, outer.content, (*attribution.cue, whom)) or outer.content
    swallowed = any(overlap(whom, span) for span in attribution.content)
    fits = not swallowed and share(attribution.content, heard) >= _SAME
    content = attribution.content if fits else heard
    act, reason = find_act(annotated, attribution.cue[0], content, (whom,))
    return replace(
        attribution,
        source=(whom,),
        content=content,
        mode=attribution.mode if fits else outer.mode,
        verbatim=attribution.verbatim if fits else outer.verbatim,
        act=act,
        parent=outer.id,
        why=(*attribution.why, reason, f"parent: {outer.id} cites it"),
    )


def _without_citing(
    annotated: Annotated, before: Sequence[Attribution], after: Sequence[Attribution]
) -> list[Attribution]:
    """Cut ", citing Y" out of what X reported."""
    asides = {
        inner.parent: (*inner.cue, *inner.source)
        for inner, old in zip(after, before, strict=True)
        if inner is not old
    }
    return [
        replace(one, content=_without(annotated, one.content, asides[one.id]) or one.content)
        if one.id in asides
        else one
        for one in after
    ]


def _without(annotated: Annotated, content: Spans, aside: Spans) -> Spans:
    """Return a content without all from the first to the last of some spans."""
    low_end, high_end = min(aside)[0], max(end for _, end in aside)
    kept = [
        piece
        for start, end in content
        for piece in ((start, min(end, low_end)), (max(start, high_end), end))
        if piece[0] < piece[1]
    ]
    return trim_content(annotated.document.text, tuple(kept))


def _sentences(annotated: Annotated, attribution: Attribution) -> list[int]:
    return sorted({k for span in attribution.cue for k in touching(annotated.sentences, *span)})


def _object_of(annotated: Annotated, marked: Spans, verb: int) -> Span | None:
    """Return whom "citing" cites, if it is somebody or a document.

    Args:
        annotated: the document.
        marked: sources and contents that may begin with it: then it ends no sooner than they.
        verb: the word "citing".
    """
    phrase = noun_phrase(annotated, verb + 1, verb + _REACH)
    if phrase is None:
        return None
    span = span_of(annotated, phrase)
    if not can_listen(annotated, phrase) and not speaks_as_medium(annotated, (span,)):
        return None
    end = max([span[1], *(end for start, end in marked if start == span[0])])
    comma = annotated.document.text.find(",", span[1], end)
    return (span[0], comma if comma >= 0 else end)


def _under_medium(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> Attribution:
    """Put "Y said" under "X reported" where both have the same content and X is a medium."""
    if attribution.parent or not attribution.cue or speaks_as_medium(annotated, attribution.source):
        return attribution
    for k in _sentences(annotated, attribution):
        for other in nearby.get(k, ()):
            same = other.cue and share(other.content, attribution.content) >= _ALIKE
            if other.id != attribution.id and same and speaks_as_medium(annotated, other.source):
                why = (*attribution.why, f"parent: {other.id} reports the same")
                return replace(attribution, parent=other.id, why=why)
    return attribution


def _innermost(placed: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Put what stands inside the content of both X and whom X cites under the latter."""
    known = {attribution.id: attribution for attribution in placed}
    cited = {
        inner.parent: inner
        for inner in placed
        if inner.parent
        and inner.parent in known
        and share(inner.content, known[inner.parent].content) >= _ALIKE
    }
    out = []
    for attribution in placed:
        inner = cited.get(attribution.parent or "")
        deeper = inner is not None and share(attribution.content, inner.content) < _ALIKE
        out.append(replace(attribution, parent=inner.id) if inner and deeper else attribution)
    return tuple(out)
