"""When it was said: the date that belongs to a cue, not to what is said or to who says it.

A date phrase of the cue's sentence counts, in this order of preference, if

1. it stands right at the cue: "said on Monday", "told a court in Minsk on Monday";
2. it hangs on the cue in the tree: "pledged allegiance last year";
3. it opens the sentence: "On Monday, the minister said", "Speaking on Monday, he said";
4. it dates the document that is the source: "a report released this week by";
5. it hangs on the clause that the cue goes on from: "posted a video in May, saying";
6. it opens the paragraph, as in a timeline: "May 2015: the new president pledges".

A date inside the content never counts: it tells when something happened. Neither does an
open interval ("since Monday") or a stretch ("over the past year"). An embedded post has
the date behind its source; a quotation without a cue that of the speech it continues.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date as day
from datetime import timedelta
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from sayso.attribute.grammar.clause import children, head, low, relation, tag, top_of
from sayso.attribute.statement.cue import is_hearsay
from sayso.attribute.statement.span import near
from sayso.attribute.time.dates import Tense, find_dates, resolve_date
from sayso.records import Annotated, Attribution, Quotation, Span, Spans
from sayso.text import contains, covered, overlap, touching


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_REACH: Final = 14  # words between a date and its cue, or before a date that opens a sentence
_NEAR: Final = 300  # characters from a source to its cue
_CLIMB: Final = 4  # steps in the tree from a date to its cue, from a cue to the clause before it
_RECENT: Final = 20  # attributions among which a speech that goes on is looked for
_DOCUMENTS: Final = _set(
    "report article poll survey statement post posting tweet message letter email e-mail memo"
    " memorandum note notice advisory dispatch story stories commentary op-ed piece remarks"
    " comments findings index footage clip research book paper document filing release video"
    " recording tape indictment ruling verdict sentence judgment judgement resolution law decree"
    " declaration editorial column blog announcement transcript interview cable bulletin review"
    " complaint lawsuit affidavit petition figures estimate speech broadcast documentary manifesto"
    " communique communiqué agreement guidance study studies analysis analyses summary testimony"
    " data statistics census"
)
_PUBLISHED: Final = _set(
    "released published issued posted aired broadcast dated made written sent filed given held"
    " delivered signed adopted passed conducted carried printed tweeted uploaded circulated"
    " distributed recorded compiled presented unveiled launched leaked submitted addressed"
)
_SPEAKING: Final = _set(
    "speaking talking writing testifying addressing appearing announcing commenting tweeting"
    " posting asked questioned interviewed responding replying briefing meeting visiting arriving"
)
# What stands behind these is not when it was said.
_ELSEWHERE: Final = _set(
    "before since about over against despite regarding concerning until till ahead because if"
    " whether that unless towards versus like than"
)
_LATER: Final = _set("after following")  # said after talks on Monday, but not after the 2014 vote
_ADVERBIAL: Final = _set("obl nmod advmod obj iobj dep appos compound amod nummod")
_BEING: Final = _set("was were is has have had been")
_WHILE: Final = _set("when where as")
_QUOTING: Final = _set("citing quoting")
_STRETCH: Final = re.compile(r"(?i)(?:the )?(?:last|past) \w+ \w+s$|the (?:last|past) \w+$")
_POST: Final = re.compile(r"\)?[\s,|·–—-]{1,3}(?:\(?@\w+\)?\s)?")
_LABEL: Final = re.compile(r"\s?(?::|[–—-]\s)")
_DATELINE: Final = re.compile(r"(?:\s\([^()\n]{2,40}\))?\s?(?:[–—]|--|-\s)|\s[A-Z\"“]")
_AND: Final = re.compile(r",? (?:and|or) (?:in |on )?")
_AND_MORE: Final = re.compile(r",? (?:and|or) \d")
_BARE_WEEKDAY: Final = re.compile(
    r"(?i)(?:(?:early|earlier|late|later) (?:on )?)?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"(?: (?:early |late )?\w+)?"
)
_PRESENT: Final = re.compile(r"(?i)\b(?:this|today|tonight|now)\b")
_MODAL: Final = _set("will would shall may might could can 'll")
_PERFECT: Final = _set("has have 've")
_DAY: Final = len("2016-01-12")


class _Told(NamedTuple):
    """When something was said, in EDTF, and how that is known."""

    date: str
    why: str


class _Dated(NamedTuple):
    """A date phrase, what it stands for, and how that is known."""

    span: Span
    date: str
    why: str


class _Place(NamedTuple):
    """A cue in its sentence, and where its dates may stand.

    Attributes:
        cue: its words, by number.
        within: the parent's content; empty if there is no parent.
        quotations: the outermost ones in the sentence.
    """

    annotated: Annotated
    attribution: Attribution
    sentence: Span
    cue: frozenset[int]
    within: Spans
    quotations: Sequence[Quotation]


class _Clock(NamedTuple):
    """What "today", "Monday" and "a day later" are counted from."""

    base: str | None
    anchor: str | None
    tense: Tense


def with_dates(
    annotated: Annotated, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Return the attributions with ``said`` where the report tells when it was said.

    Args:
        annotated: the document; dates are read against its ``published``.
        attributions: of the document, in any order; their contents are not empty.
    """
    quotations = tuple(quotation for quotation in annotated.quotations if quotation.depth == 0)
    by_id = {attribution.id: attribution for attribution in attributions}
    told: dict[str, _Told] = {}
    earlier: list[Attribution] = []
    # A speech comes before what is said inside it and before what continues it.
    for attribution in sorted(attributions, key=lambda a: (a.content[0][0], -covered(a.content))):
        recent = earlier[-_RECENT:]
        if attribution.cue:
            outer = by_id.get(attribution.parent or "")
            found = _from_cue(_place(annotated, attribution, outer, quotations), recent, told)
        elif attribution.source:
            found = _from_post(annotated, attribution)
        else:
            found = _from_speech(annotated.document.text, attribution, recent, told)
        if found:
            told[attribution.id] = found
        earlier.append(attribution)
    return tuple(_with_date(attribution, told.get(attribution.id)) for attribution in attributions)


def _with_date(attribution: Attribution, found: _Told | None) -> Attribution:
    if found is None:
        return replace(attribution, said=None)
    return replace(attribution, said=found.date, why=(*attribution.why, f"said: {found.why}"))


def _place(
    annotated: Annotated,
    attribution: Attribution,
    outer: Attribution | None,
    quotations: Sequence[Quotation],
) -> _Place:
    cue = attribution.cue
    # A sentence cut in two between source and cue is one here.
    parts = [span for span in attribution.source if cue[0][0] - _NEAR < span[0] < cue[0][0]]
    around = touching(annotated.sentences, min([*parts, cue[0]])[0], cue[0][1])
    sentence = cue[0]
    if around:
        sentence = (annotated.sentences[around[0]][0], annotated.sentences[around[-1]][1])
    return _Place(
        annotated,
        attribution,
        sentence,
        frozenset(word for piece in cue for word in _words_in(annotated, piece)),
        outer.content if outer else (),
        near(quotations, *sentence),
    )


def _from_cue(
    place: _Place, recent: Sequence[Attribution], told: Mapping[str, _Told]
) -> _Told | None:
    """Return when somebody said what a cue belongs to."""
    if is_hearsay(place.annotated.document.text, place.attribution.cue[0]):
        return None
    helpers = _helpers(place.annotated, top_of(place.annotated, sorted(place.cue)))
    clock = _clock(place, recent, told, "future" if helpers & _MODAL else "past")
    dated = sorted(
        _dated(place, clock), key=lambda at: abs(at.span[0] - place.attribution.cue[0][0])
    )
    for rule in _RULES:
        for found in dated:
            # "Has said" never tells of a time that is over.
            over = rule is not _dates_source and helpers & _PERFECT and not _is_now(place, found)
            if not over and rule(place, found):
                return _Told(found.date, found.why)
    return _from_label(place, clock)


def _clock(
    place: _Place, recent: Sequence[Attribution], told: Mapping[str, _Told], tense: Tense
) -> _Clock:
    """Return what dates are counted from; inside a quotation "today" is the speaker's."""
    text, at = place.annotated.document.text, place.attribution.cue[0]
    base = place.annotated.document.published
    if any(contains(quotation.inner, at) for quotation in place.quotations):
        speech = told.get(place.attribution.parent or "")
        base = speech.date if speech and len(speech.date) == _DAY else None
    last = next((other for other in reversed(recent) if other.id in told), None)
    beside = last and last.cue and text.count("\n", last.cue[0][0], at[0]) <= 1
    return _Clock(base, told[last.id].date if last and beside else None, tense)


def _dated(place: _Place, clock: _Clock) -> Iterator[_Dated]:
    """Yield the dates of the sentence that could be a cue's and can be told."""
    text = place.annotated.document.text
    for span in _free(place, find_dates(text, *place.sentence)):
        if found := _read(text, span, clock):
            yield found


def _read(text: str, span: Span, clock: _Clock) -> _Dated | None:
    """Resolve a date phrase to one time, if it can be."""
    phrase = text[slice(*span)]
    if date := resolve_date(phrase, None):
        why = f"“{phrase}”"
    elif date := resolve_date(phrase, clock.base, tense=clock.tense):
        published = (clock.base or "")[:_DAY]
        why, date = f"“{phrase}” as of {published}", _across_date_line(phrase, date, published)
    elif date := resolve_date(phrase, clock.base, anchor=clock.anchor):
        why = f"“{phrase}” counted from {clock.anchor}"
    return _Dated(span, date, why) if date and ".." not in date else None


def _across_date_line(phrase: str, date: str, published: str) -> str:
    """Take a bare weekday six days back for the day after the publication.

    That far back a report says "last Friday"; but it may be dated where it is still
    Thursday, or be updated. All six in 379 newspaper reports of 2015 to 2018 meant that.
    """
    if len(date) != _DAY or not _BARE_WEEKDAY.fullmatch(phrase):
        return date
    week_on = day.fromisoformat(date) + timedelta(days=7)
    ahead = week_on - day.fromisoformat(published)
    return week_on.isoformat() if ahead == timedelta(days=1) else date


def _free(place: _Place, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the dates that stand for one time, outside what is said or quoted.

    Not "Monday's", which is another's, nor "over the past week", nor "in 1998 and 2009",
    nor a programme's name in quotation marks.
    """
    text, attribution = place.annotated.document.text, place.attribution
    cue = attribution.cue[0]
    quoted = [q.inner for q in place.quotations if not contains(q.inner, cue)]
    free = [
        span
        for span in spans
        if not any(overlap(span, piece) for piece in (*attribution.content, *quoted))
        and (not place.within or any(contains(piece, span) for piece in place.within))
        and not text.startswith(("'s ", "’s "), span[1])
    ]
    listed = {
        span
        for pair in pairwise(free)
        if _AND.fullmatch(text, pair[0][1], pair[1][0])
        for span in pair
    }
    for span in free:
        one = span not in listed and not _AND_MORE.match(text, span[1])
        if one and not _STRETCH.match(text[slice(*span)]):
            yield span


def _is_now(place: _Place, found: _Dated) -> bool:
    return bool(_PRESENT.search(place.annotated.document.text[slice(*found.span)]))


# The rules


def _is_at_cue(place: _Place, found: _Dated) -> bool:
    """Rule 1: behind the cue, or between source and cue, and no other verb between."""
    date, cue = found.span, place.attribution.cue
    if _is_in_source(place, found):
        return False
    ends = [end for _, end in place.attribution.source if end <= date[0]]
    if date[0] < cue[0][1]:
        return (
            bool(ends) and date[1] <= cue[0][0] and _is_clear(place, (max(ends), cue[0][0]), found)
        )
    # "According to the police, on Monday a man …" is no date of what they said.
    aside = "," in place.annotated.document.text[max([*ends, cue[0][1]]) : date[0]]
    return not (aside and _is_according(place)) and _is_clear(place, (cue[0][1], date[0]), found)


def _is_in_source(place: _Place, found: _Dated) -> bool:
    return any(overlap(found.span, piece) for piece in place.attribution.source)


def _is_according(place: _Place) -> bool:
    text, start = place.annotated.document.text, place.attribution.cue[0][0]
    return text[start : start + len("according")].lower() == "according"


def _hangs_on_cue(place: _Place, found: _Dated) -> bool:
    """Rule 2: the tree leads from the date to the cue by nothing but what is said of it."""
    annotated, content = place.annotated, place.attribution.content
    between = _words_in(annotated, (place.attribution.cue[-1][1], found.span[0]))
    own = {low(annotated, word) for word in between if not _inside(annotated, word, content)}
    return not own & _ELSEWHERE and _leads_to(place, found, place.cue)


def _opens_sentence(place: _Place, found: _Dated) -> bool:
    """Rule 3: in the adverbial the sentence opens with, before source, cue and content."""
    start, attribution = place.sentence[0], place.attribution
    parts = [span[0] for span in (*attribution.source, *attribution.cue) if span[0] >= start]
    contents = [span[0] for span in attribution.content if span[1] > start]
    begin = min(parts)
    if found.span[1] > begin or min(contents, default=begin) < begin or _is_according(place):
        return False
    if _is_dateline(place.annotated.document.text, start, found.span):
        return False
    lead = (start, found.span[0])
    return (
        _is_adverbial(place, lead)
        and _is_clear(place, lead, found)
        and _is_clear(place, (found.span[1], begin))
    )


def _dates_source(place: _Place, found: _Dated) -> bool:
    """Rule 4: in a source that is a document, or right behind one."""
    annotated = place.annotated
    for start, end in place.attribution.source:
        noun = top_of(annotated, list(_words_in(annotated, (start, end))))
        if noun is None or not _is_document(annotated, noun):
            continue
        if start <= found.span[0] < end:
            before = _words_in(annotated, (start, found.span[0]))
            return _verbs(annotated, before) <= _PUBLISHED | _BEING
        if end <= found.span[0]:
            return _is_clear(place, (end, found.span[0]), found)
    return False


def _is_document(annotated: Annotated, word: int) -> bool:
    noun = low(annotated, word)
    return not _DOCUMENTS.isdisjoint({noun, noun.removesuffix("s")})


def _is_shared(place: _Place, found: _Dated) -> bool:
    """Rule 5: the date of the clause that the cue goes on from: "…, saying", "where he said"."""
    annotated, taken = place.annotated, place.attribution.content + place.attribution.source
    at = top_of(annotated, sorted(place.cue))
    if at is None or any(low(annotated, word) in _QUOTING for word in place.cue):
        return False
    for _ in range(_CLIMB):
        above = head(annotated, at)
        if above < 0 or not _goes_on(annotated, at) or _inside(annotated, above, taken):
            return False
        if _helpers(annotated, above) & _MODAL:
            return False
        own = relation(annotated, at) == "conj" and children(annotated, at, "nsubj")
        early = found.span[1] <= int(annotated.words.start[above])
        if (early or not own) and _leads_to(place, found, frozenset({above})):
            return True
        at = above
    return False


_RULES: Final = (_is_at_cue, _hangs_on_cue, _opens_sentence, _dates_source, _is_shared)


def _from_label(place: _Place, clock: _Clock) -> _Told | None:
    """Rule 6: the date before a colon or a dash that a paragraph opens with."""
    text = place.annotated.document.text
    start = text.rfind("\n", 0, place.attribution.cue[0][0]) + 1
    for span in find_dates(text, start, min(start + 40, len(text)))[:1]:
        found = _read(text, span, clock)
        if found and span[0] == start and _LABEL.match(text, span[1]):
            return _Told(found.date, found.why)
    return None


def _from_post(annotated: Annotated, attribution: Attribution) -> _Told | None:
    """Return the date behind the author of an embedded post."""
    text, end = annotated.document.text, attribution.source[-1][1]
    gap, clock = _POST.match(text, end), _Clock(annotated.document.published, None, "past")
    for span in find_dates(text, end, min(end + 60, len(text)))[:1]:
        found = _read(text, span, clock)
        if found and gap and span[0] == gap.end():
            return _Told(found.date, found.why)
    return None


def _from_speech(
    text: str, attribution: Attribution, recent: Sequence[Attribution], told: Mapping[str, _Told]
) -> _Told | None:
    """Return the date of the speech that a quotation without a cue goes on from."""
    start = attribution.content[0][0]
    for other in reversed(recent):
        end = other.content[-1][1]
        if end > start or other.parent != attribution.parent:
            continue
        speakers = {other.speaker, attribution.speaker} - {None}
        if len(speakers) > 1 or text.count("\n", end, start) > 1 or other.id not in told:
            return None
        return _Told(told[other.id].date, f"with the words it continues ({other.id})")
    return None


# Stretches and the tree


def _is_clear(place: _Place, gap: Span, found: _Dated | None = None) -> bool:
    """Tell whether no other clause begins between a cue and a date."""
    annotated, attribution = place.annotated, place.attribution
    if any(overlap(gap, piece) for piece in attribution.content):
        return False
    words = [
        word
        for word in _words_in(annotated, gap)
        if word not in place.cue and not _inside(annotated, word, attribution.source)
    ]
    before = {low(annotated, word) for word in words}
    if len(words) > _REACH or before & _ELSEWHERE or (found and _is_too_late(before, found)):
        return False
    return _verbs(annotated, words) <= _PUBLISHED | _SPEAKING


def _is_too_late(before: Iterable[str], found: _Dated) -> bool:
    """Tell whether it was said after a date too long to be told by it: "after the 2014 vote"."""
    return len(found.date) < _DAY and not _LATER.isdisjoint(before)


def _is_adverbial(place: _Place, lead: Span) -> bool:
    """Tell whether the words before a date are part of an adverbial, or none."""
    annotated = place.annotated
    words = _words_in(annotated, lead)
    first = next((w for w in words if tag(annotated, w) not in {"CCONJ", "PUNCT"}), None)
    if first is None:
        return True
    return tag(annotated, first) in {"ADP", "ADV"} or low(annotated, first) in _SPEAKING | _LATER


def _is_dateline(text: str, start: int, date: Span) -> bool:
    """Tell whether a date belongs to "KYIV, Jan. 14 (Agency) -" or "Monday, May 4, 2015 The"."""
    first = text.rfind("\n", 0, date[0]) + 1 == start
    return first and bool(_DATELINE.match(text, date[1])) and len(text[slice(*date)].split()) > 1


def _leads_to(place: _Place, found: _Dated, targets: Container[int]) -> bool:
    """Tell whether the tree leads from a date to one of some words, by phrases alone."""
    annotated, taken = place.annotated, place.attribution.content + place.attribution.source
    at = top_of(annotated, list(_words_in(annotated, found.span)))
    if at is None or relation(annotated, at) not in _ADVERBIAL:
        return False
    if _is_elsewhere(annotated, at, found):
        return False
    for _ in range(_CLIMB):
        at = head(annotated, at)
        if at in targets:
            return True
        if at < 0 or _inside(annotated, at, taken) or not _passes(annotated, at, found):
            return False
    return False


def _passes(annotated: Annotated, at: int, found: _Dated) -> bool:
    """Tell whether a date of this word is one of what it hangs on."""
    if tag(annotated, at) in {"NOUN", "PROPN", "NUM", "ADJ"}:
        by = relation(annotated, at) in _ADVERBIAL
        return by and not _is_elsewhere(annotated, at, found)
    if relation(annotated, at) == "acl":
        return low(annotated, at) in _PUBLISHED
    return relation(annotated, at) == "advcl" and _goes_on(annotated, at)


def _is_elsewhere(annotated: Annotated, at: int, found: _Dated) -> bool:
    before = {low(annotated, word) for word in children(annotated, at) if word < at}
    return bool(before & _ELSEWHERE) or _is_too_late(before, found)


def _goes_on(annotated: Annotated, at: int) -> bool:
    """Tell whether a word's clause tells of the same time as the clause it hangs on."""
    if relation(annotated, at) in {"advcl", "acl"}:
        below = {low(annotated, word) for word in children(annotated, at)}
        if below & (_ELSEWHERE | _LATER):
            return False
        return low(annotated, at).endswith("ing") or bool(below & _WHILE)
    if relation(annotated, at) in {"conj", "xcomp"}:
        return True
    noun = tag(annotated, at) == "NOUN"
    return noun and relation(annotated, at) in {"obj", "obl", "nmod", "nsubj"}


def _helpers(annotated: Annotated, verb: int | None) -> set[str]:
    """Return the auxiliaries of a verb."""
    below = [] if verb is None else children(annotated, verb, "aux")
    return {low(annotated, word) for word in below}


def _words_in(annotated: Annotated, span: Span) -> range:
    first, last = np.searchsorted(annotated.words.start, span)
    return range(int(first), int(last))


def _verbs(annotated: Annotated, words: Iterable[int]) -> set[str]:
    return {low(annotated, word) for word in words if tag(annotated, word) in {"VERB", "AUX"}}


def _inside(annotated: Annotated, word: int, spans: Spans) -> bool:
    return any(start <= annotated.words.start[word] < end for start, end in spans)
