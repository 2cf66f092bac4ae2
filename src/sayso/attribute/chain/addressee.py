"""Whom a statement was told to, and the media it was told through.

What is looked for, in order of preference; the first found is the addressee:

1. the object of a cue that tells, asks or urges: "told *the council*";
2. its subject in the passive: "*residents* were told to leave";
3. who stands behind "to" or the like: "admitted to *friends*", "called on *the bank*";
4. whom an occasion was with: "in a letter to *the council*", "speaking to *reporters*";
5. the medium it was said through: "on *the radio*", "via *its agency*".

Only the words around the cue count, up to the next statement, and never its content.
A second cue of the same clause shares an occasion or a medium with the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from sayso.attribute.chain.medium import (
    Phrase,
    can_listen,
    kind_of,
    medium_of,
    noun_phrase,
    outlets_of,
    platform_in,
    span_of,
    speaks_as_medium,
    top_of_phrase,
    word,
)
from sayso.attribute.grammar.clause import (
    base,
    case_of,
    head,
    is_passive,
    low,
    phrase_of,
    relation,
    subject_of,
    tag,
    words_inside,
)
from sayso.attribute.grammar.lemma import lemma
from sayso.attribute.statement.span import trim_content
from sayso.records import Annotated, Attribution, Span, Spans
from sayso.text import contains, overlap, touching, words_of

Way = Literal["listener", "occasion", "medium"]
Nearby = Mapping[int, Sequence[Attribution]]


class Told(NamedTuple):
    """A phrase that names whom or through what something was told, and how it is joined."""

    phrase: Phrase
    how: str
    way: Way


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Verbs whose object listens, whatever follows.
_TELL = _set("tell inform notify remind assure reassure alert brief")
# Verbs whose object listens if it can.
_ASK = _set(
    "ask urge beg implore beseech exhort entreat order instruct command direct encourage invite "
    "press pressure challenge counsel petition lobby request warn caution advise admonish promise "
    "persuade convince email e-mail text message cable phone question enjoin"
)
_NOT_TOLD = _set("lie truth story tale joke secret news fortune time difference")
# Verbs and nouns with a listener behind a preposition, and those prepositions.
_TO = _set(
    "say write speak talk explain admit confess complain report announce state suggest mention "
    "describe disclose reveal reply appeal apologize testify lie boast whisper shout confirm deny "
    "indicate signal recommend propose submit insist remark repeat confide recount relate stress "
    "reiterate acknowledge comment claim swear hint ask protest email tweet post declare add note "
    "vent grumble plead pray explain clarify stipulate insinuate impart divulge relay request "
    "appeal letter call order warning message advice instruction promise plea question complaint "
    "demand ultimatum invitation petition proposal recommendation ask"
)
_PREPOSITIONS = {
    **dict.fromkeys(("speak", "talk"), _set("to with before")),
    **dict.fromkeys(("plead", "chat", "share"), _set("with to")),
    "testify": _set("before to"),
    "call": _set("on upon"),
    **dict.fromkeys(("ask", "demand", "request"), _set("to of from")),
}
_TO_ONLY = _set("to")
# Nouns of occasions on which one speaks to somebody, and verbs that make one.
_OCCASIONS = _set(
    "interview letter statement remark comment speech address testimony email e-mail mail message "
    "note memo conversation call briefing conference submission presentation article ed column "
    "essay commentary piece post posting tweet thread video recording appearance report filing "
    "lecture sermon deposition evidence reply answer petition ultimatum communique telegram cable "
    "chat exchange session hearing release editorial monologue broadcast audio clip affidavit "
    "document memoir"
)
_SPEAKING = _set("speak talk write testify post tweet appear address comment chat reply")
_UPON = _set("in during via through by on at with")
_TOWARDS = _set("to with before")
_THROUGH = _set("on in via through for over")
# What media are called.
_MADE = _set(
    "post publish make broadcast air carry release share upload run print issue appear write say "
    "announce distribute circulate"
)
_TAKEN_IN = _set("read hear learn see watch find discover")
_SAYING = _set("add continue say go")
_OPENS = _set("that whether if how why what who when where which “ \" ‘ '")
_BEFORE_TO = 12  # words between a cue that urges and the infinitive of what is urged
_REACH = 10  # words from an occasion to whom it was with


def with_addressees(
    annotated: Annotated, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Fill in whom each statement was told to, as a phrase without its preposition.

    Where the encoder took the listener into the content ("urged *the bank* to pay")
    or for the source ("*residents* were told to leave"), it is taken out there; so
    this comes best before speakers are looked for.
    """
    nearby = by_sentence(annotated, attributions)
    return tuple(
        _addressed(annotated, attribution, find_told(annotated, attribution, nearby))
        for attribution in attributions
    )


def find_told(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> tuple[Told, ...]:
    """Return whom and through what something was told, by preference; nothing without a cue.

    Args:
        annotated: the document.
        attribution: one of it.
        nearby: all attributions of it, as ``by_sentence`` gives them.
    """
    own = tuple(_own(annotated, attribution, nearby))
    return own or tuple(_shared(annotated, attribution, nearby))


def by_sentence(annotated: Annotated, attributions: Sequence[Attribution]) -> Nearby:
    """Return for each sentence the attributions of which it holds a part."""
    found: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        touched = {k for span in spans for k in touching(annotated.sentences, *span)}
        for sentence in sorted(touched):
            found.setdefault(sentence, []).append(attribution)
    return found


def cue_words(annotated: Annotated, attribution: Attribution) -> list[int]:
    """Return the words of a cue, all its pieces together."""
    return [i for span in attribution.cue for i in words_inside(annotated, span)]


def words_around(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> list[int]:
    """Return the words that can tell how something was said.

    They stand in the sentence of the cue, between the statements beside it, in
    nobody's content but that of whoever passes this statement on.
    """
    cue = cue_words(annotated, attribution)
    if not cue:
        return []
    others = _others(annotated, attribution, nearby)
    around = [other for other in others if _encloses(other, attribution)]
    beside = [other for other in others if other not in around]
    low_end, high_end = _bounds(annotated, attribution, beside, around)
    contents = (*attribution.content, *(span for other in beside for span in other.content))
    taken = {i for span in contents for i in words_inside(annotated, span)} - set(cue)
    return [i for i in words_inside(annotated, (low_end, high_end)) if i not in taken]


def _others(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> list[Attribution]:
    """Return the attributions with a part in the sentences of a cue, but for its own."""
    sentences = {k for span in attribution.cue for k in touching(annotated.sentences, *span)}
    found = {other.id: other for k in sorted(sentences) for other in nearby.get(k, ())}
    found.pop(attribution.id, None)
    return list(found.values())


def _encloses(outer: Attribution, inner: Attribution) -> bool:
    """Tell whether a cue stands in another's content."""
    return all(any(contains(span, piece) for span in outer.content) for piece in inner.cue)


def _bounds(
    annotated: Annotated,
    attribution: Attribution,
    beside: Sequence[Attribution],
    around: Sequence[Attribution],
) -> Span:
    """Return between which characters the words around a cue stand."""
    first, last = attribution.cue[0][0], attribution.cue[-1][1]
    touched = [annotated.sentences[k] for k in touching(annotated.sentences, first, last)]
    lows, highs = [touched[0][0]], [touched[-1][1]]
    for span in (span for other in around for span in other.content):
        if contains(span, attribution.cue[0]):
            lows.append(span[0])
            highs.append(span[1])
    for other in beside:
        sources = other.source if other.source != attribution.source else ()
        if _encloses(attribution, other):
            continue
        for span in (*other.cue, *sources):
            lows.extend([span[1]] if span[1] <= first else [])
            highs.extend([span[0]] if span[0] >= last else [])
    return max(lows), min(highs)


# --- the cascade ------------------------------------------------------------


def _own(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> Iterator[Told]:
    around = words_around(annotated, attribution, nearby)
    if not around:
        return
    cue = [i for i in cue_words(annotated, attribution) if i in around]
    yield from _objects(annotated, attribution, cue)
    yield from _subjects(annotated, attribution, cue)
    yield from _behind_to(annotated, cue, around)
    yield from _occasions(annotated, attribution, around, cue)
    yield from _media(annotated, attribution, around, cue)


def _objects(annotated: Annotated, attribution: Attribution, cue: list[int]) -> Iterator[Told]:
    """Step 1: "told *the council*", "asked *the bank* to pay"."""
    for verb in cue:
        name = base(annotated, verb)
        if tag(annotated, verb) not in {"VERB", "AUX"} or name not in _TELL | _ASK:
            continue
        if is_passive(annotated, verb):
            continue
        first = verb + 1
        while first < len(annotated.words) and tag(annotated, first) == "ADV":
            first += 1
        phrase = noun_phrase(annotated, first, _end_of_sentence(annotated, verb))
        if phrase and _is_object(annotated, attribution, phrase, name):
            yield Told(
                _up_to_infinitive(annotated, attribution, phrase),
                word(annotated, verb),
                "listener",
            )


def _end_of_sentence(annotated: Annotated, i: int) -> int:
    return int(annotated.words.sentence.searchsorted(annotated.words.sentence[i], side="right"))


def _is_object(annotated: Annotated, attribution: Attribution, phrase: Phrase, verb: str) -> bool:
    """Tell whether a phrase behind a verb is whom it tells, in the content or before it."""
    inside = any(contains(span, span_of(annotated, phrase)) for span in attribution.content)
    if inside and relation(annotated, top_of_phrase(annotated, phrase.head)) in {"nsubj", "ccomp"}:
        return False
    infinitive = _opens_infinitive(annotated, phrase.last + 1)
    if inside and not infinitive and _low_after(annotated, phrase.last) not in _OPENS:
        return False
    if verb in _TELL:
        named = word(annotated, phrase.head)[:1].isupper()
        return named or base(annotated, phrase.head) not in _NOT_TOLD
    return can_listen(annotated, phrase) or infinitive


def _low_after(annotated: Annotated, i: int) -> str:
    return low(annotated, i + 1) if i + 1 < len(annotated.words) else ""


def _opens_infinitive(annotated: Annotated, i: int) -> bool:
    """Tell whether "to leave" or "not to leave" begins at a word."""
    at = i + (_low_after(annotated, i - 1) == "not")
    return _low_after(annotated, at - 1) == "to" and tag(annotated, at) == "PART"


def _up_to_infinitive(annotated: Annotated, attribution: Attribution, phrase: Phrase) -> Phrase:
    """Widen "urged *people* living there to leave" to all that stands before "to"."""
    begins = [words_inside(annotated, span) for span in attribution.content]
    starts = [words[0] for words in begins if words and words[0] > phrase.last]
    if not starts or starts[0] - phrase.first > _BEFORE_TO:
        return phrase
    if low(annotated, starts[0]) not in {"to", "not"}:
        return phrase
    between = range(phrase.last + 1, starts[0])
    outside = (
        i
        for i in between
        if low(annotated, i) in {",", "(", "on"} or kind_of(annotated, i) == "time"
    )
    last = next(outside, starts[0]) - 1
    return phrase._replace(last=max(last, phrase.last))


def _subjects(annotated: Annotated, attribution: Attribution, cue: list[int]) -> Iterator[Told]:
    """Step 2: "*residents* were told to leave"."""
    for verb in cue:
        if tag(annotated, verb) != "VERB" or base(annotated, verb) not in _TELL | _ASK - {
            "promise"
        }:
            continue
        noun = subject_of(annotated, verb)
        if noun is None or noun in cue or not _is_told(annotated, attribution, verb):
            continue
        words = words_inside(annotated, phrase_of(annotated, noun))
        phrase = Phrase(words[0], noun, words[-1])
        if can_listen(annotated, phrase) or base(annotated, verb) in _TELL:
            yield Told(phrase, word(annotated, verb), "listener")


def _is_told(annotated: Annotated, attribution: Attribution, verb: int) -> bool:
    """Tell whether a verb is passive, or a participle without a source: "hauled in and told"."""
    if is_passive(annotated, verb):
        return True
    above = head(annotated, verb)
    joined = relation(annotated, verb) == "conj" and above >= 0 and is_passive(annotated, above)
    follows = noun_phrase(annotated, verb + 1, _end_of_sentence(annotated, verb))
    source = {i for span in attribution.source for i in words_inside(annotated, span)}
    return (
        joined
        and (not source or subject_of(annotated, verb) in source)
        and base(annotated, verb) in _TELL
        and follows is None
    )


def _behind_to(annotated: Annotated, cue: list[int], around: list[int]) -> Iterator[Told]:
    """Step 3: "admitted to *friends*", "called on *the bank* to pay", "a plea to *the king*"."""
    wanted = [
        _PREPOSITIONS.get(base(annotated, i), _TO_ONLY) for i in cue if base(annotated, i) in _TO
    ]
    if not wanted:
        return
    allowed = frozenset().union(*wanted)
    for at in around:
        if low(annotated, at) not in allowed or not _is_preposition(annotated, at):
            continue
        phrase = noun_phrase(annotated, at + 1, _stop(annotated, around, at))
        if phrase is None or not can_listen(annotated, phrase):
            continue
        if head(annotated, phrase.head) in cue or at - 1 in cue or at in cue:
            yield Told(phrase, f"{word(annotated, cue[0])} {low(annotated, at)}", "listener")


def _is_preposition(annotated: Annotated, at: int) -> bool:
    return tag(annotated, at) == "ADP" or relation(annotated, at) == "case"


def _stop(annotated: Annotated, around: list[int], at: int) -> int:
    """Return behind the last word of an unbroken run of words from a place on."""
    known = set(around)
    while at in known and at < _end_of_sentence(annotated, at):
        at += 1
        if at >= len(annotated.words):
            break
    return at


def _occasions(
    annotated: Annotated, attribution: Attribution, around: list[int], cue: list[int]
) -> Iterator[Told]:
    """Step 4: "in a letter to *the council*", "speaking to *reporters*"."""
    for at in around:
        noun = tag(annotated, at) in {"NOUN", "PROPN"} and base(annotated, at) in _OCCASIONS
        upon = case_of(annotated, at) in _UPON or _in_source(annotated, attribution, at)
        if (noun and upon) or (_is_speaking(annotated, at) and at not in cue):
            yield from _with_whom(annotated, attribution, at, around, cue)


def _is_speaking(annotated: Annotated, at: int) -> bool:
    """Tell whether a word is a participle of speaking: "speaking", "writing"."""
    participle = relation(annotated, at) in {"advcl", "acl", "parataxis", "root"} or (
        tag(annotated, at) == "VERB"
    )
    form = low(annotated, at)
    return participle and form.endswith("ing") and lemma(form, "VERB") in _SPEAKING


def _in_source(annotated: Annotated, attribution: Attribution, at: int) -> bool:
    place = (int(annotated.words.start[at]), int(annotated.words.end[at]))
    return any(contains(span, place) for span in attribution.source)


def _with_whom(
    annotated: Annotated, attribution: Attribution, occasion: int, around: list[int], cue: list[int]
) -> Iterator[Told]:
    """Yield whom an interview was with, whom a letter was to, where a post stood."""
    stop = min(_stop(annotated, around, occasion), occasion + _REACH)
    source_speaks = (
        _in_source(annotated, attribution, occasion) and case_of(annotated, occasion) not in _UPON
    )
    if source_speaks and _in_source(annotated, attribution, max(0, head(annotated, occasion))):
        return
    if base(annotated, occasion) == "address" and tag(annotated, occasion) == "VERB":
        phrase = noun_phrase(annotated, occasion + 1, stop)
        if phrase and can_listen(annotated, phrase):
            yield Told(phrase, word(annotated, occasion), "occasion")
    joined = {occasion, *cue}
    for at in range(occasion + 1, stop):
        if tag(annotated, at) in {"VERB", "ADJ"} and not low(annotated, at).endswith("ing"):
            joined.add(at)
        phrase = noun_phrase(annotated, at + 1, _stop(annotated, around, at))
        if (
            not _is_preposition(annotated, at)
            or phrase is None
            or not _joined(annotated, phrase, joined)
        ):
            continue
        medium = medium_of(annotated, phrase)
        towards = low(annotated, at) in _TOWARDS and can_listen(annotated, phrase)
        towards = towards and not source_speaks and not _is_guest(annotated, attribution, medium)
        own = medium in {"platform", "site"} or (medium and not source_speaks)
        if towards or (low(annotated, at) in _THROUGH and own):
            yield Told(phrase, _how(annotated, occasion, at), "occasion")
    yield from _named_before(annotated, occasion)


def _joined(annotated: Annotated, phrase: Phrase, joined: set[int]) -> bool:
    """Tell whether a phrase hangs on one of some words, or on a participle behind it that does."""
    above = head(annotated, phrase.head)
    behind = above > phrase.last and relation(annotated, above) == "acl"
    return above in joined or (behind and head(annotated, above) in joined)


def _is_guest(annotated: Annotated, attribution: Attribution, medium: str) -> bool:
    """Tell whether it is the medium that speaks, of an interview it made with somebody."""
    return not medium and speaks_as_medium(annotated, attribution.source)


def _named_before(annotated: Annotated, occasion: int) -> Iterator[Told]:
    """Yield the medium in "a *BBC* interview", "a *Facebook* post"."""
    for at in range(occasion - 1, max(-1, occasion - 5), -1):
        if top_of_phrase(annotated, at) != occasion and head(annotated, at) != occasion:
            return
        phrase = Phrase(at, at, at)
        named = platform_in(annotated, phrase) or outlets_of(annotated, phrase)
        if relation(annotated, at) in {"compound", "nmod"} and named:
            first = at
            while first - 1 >= 0 and head(annotated, first - 1) == at:
                first -= 1
            yield Told(Phrase(first, at, at), "in", "occasion")
            return


def _how(annotated: Annotated, occasion: int, at: int) -> str:
    words = annotated.words
    first = next(
        (i for i in range(occasion, max(-1, occasion - 6), -1) if low(annotated, i) in _UPON),
        occasion,
    )
    return annotated.document.text[int(words.start[first]) : int(words.end[at])]


def _media(
    annotated: Annotated, attribution: Attribution, around: list[int], cue: list[int]
) -> Iterator[Told]:
    """Step 5: "on *state television*", "via *its agency*"."""
    if any(base(annotated, i) in _TAKEN_IN for i in cue):
        return
    for at in around:
        if low(annotated, at) not in _THROUGH - {"for"} or not _is_preposition(annotated, at):
            continue
        phrase = noun_phrase(annotated, at + 1, _stop(annotated, around, at))
        medium = medium_of(annotated, phrase) if phrase else ""
        if phrase is None or medium in {"", "agency"} or _in_source(annotated, attribution, at):
            continue
        above = head(annotated, phrase.head)
        made = above in around and base(annotated, above) in _MADE
        if above in cue or made or at - 1 in cue:
            yield Told(phrase, low(annotated, at), "medium")


def _shared(annotated: Annotated, attribution: Attribution, nearby: Nearby) -> Iterator[Told]:
    """Yield what a cue shares with the one it is joined to: "thanked them on *X* and added …"."""
    cue = cue_words(annotated, attribution)
    for other in _others(annotated, attribution, nearby) if cue else ():
        first = cue_words(annotated, other)
        if not first or first > cue or not _same_source(annotated, other, attribution):
            continue
        verb = next((i for i in cue if head(annotated, i) in first), None)
        if verb is None or relation(annotated, verb) not in {"conj", "advcl", "parataxis"}:
            continue
        goes_on = base(annotated, verb) in _SAYING
        for told in _own(annotated, other, nearby):
            if told.way != "listener" or goes_on:
                yield told


def _same_source(annotated: Annotated, one: Attribution, other: Attribution) -> bool:
    text = annotated.document.text
    if not other.source or any(overlap(a, b) for a in one.source for b in other.source):
        return True
    return words_of(text, one.source).casefold() == words_of(text, other.source).casefold()


# --- what it changes --------------------------------------------------------


def _addressed(annotated: Annotated, attribution: Attribution, told: Sequence[Told]) -> Attribution:
    """Return an attribution with its addressee, which stands neither in source nor content."""
    for one in told:
        platform = platform_in(annotated, one.phrase) if one.way != "listener" else None
        span = span_of(annotated, platform or one.phrase)
        content = _without(annotated, attribution.content, span)
        if not content or any(overlap(span, piece) for piece in content):
            continue
        source = (
            () if one.way == "listener" and attribution.source == (span,) else attribution.source
        )
        words = annotated.document.text[slice(*span)]
        return replace(
            attribution,
            addressee=(span,),
            content=content,
            source=source,
            why=(*attribution.why, f"addressee: {one.how} “{words}”"),
        )
    return attribution


def _without(annotated: Annotated, content: Spans, listener: Span) -> Spans:
    """Return a content without the listener it begins with: "urged | *the bank* to pay"."""
    text = annotated.document.text
    kept = [(listener[1], end) if start == listener[0] else (start, end) for start, end in content]
    return trim_content(text, tuple(span for span in kept if span[0] < span[1]))
