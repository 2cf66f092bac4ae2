"""Noun phrases around a cue: where they end, whether they can listen, what media they name."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Literal, NamedTuple

from sayso.attribute.grammar.clause import (
    base,
    head,
    low,
    relation,
    tag,
    words_inside,
)
from sayso.attribute.statement.act import is_medium, lexicon
from sayso.outlets import Outlet, outlets_in
from sayso.records import Annotated, Span, Spans
from sayso.text import contains, touching

Medium = Literal["platform", "site", "air", "press", "agency", "outlet", ""]


class Phrase(NamedTuple):
    """A noun phrase by its first word, its head and its last word."""

    first: int
    head: int
    last: int


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OUTLETS = _set(
    "newspaper paper daily weekly tabloid broadsheet magazine journal periodical outlet "
    "broadcaster station channel network newswire wire publication programme program show "
    "newscast newsletter"
)
_SITES = _set("website site webpage homepage blog account feed forum profile portal app")
_AIR = _set("television tv radio air airwave")
_PRESS = _set("press media")
_JOURNALISTS = _set(
    "reporter journalist correspondent presenter anchor host interviewer columnist editor crew "
    "team service programme program show"
)
_NOMINAL = _set("NOUN PROPN PRON NUM SYM X")
_INSIDE = _NOMINAL | {"DET", "ADJ"}
_JOINTS = _set("'s ' - – &")
_HUNG = _set("det amod compound nmod nummod flat case punct appos fixed dep")
_LISTENERS = _set(
    "briefing conference court hearing inquiry inquest tribunal trial jury judge rally crowd "
    "audience parliament congress senate house committee council meeting summit gathering session "
    "forum panel nation country world public assembly convention ceremony event demonstration "
    "vigil class source police army military government ministry commission"
)


def noun_phrase(annotated: Annotated, first: int, stop: int) -> Phrase | None:
    """Return the noun phrase that begins at a word, with "of …" and "and …".

    Args:
        annotated: the document.
        first: the word it begins at.
        stop: behind the last word it may have.
    """
    phrase = _bare_phrase(annotated, first, stop)
    while phrase and phrase.last + 1 < stop:
        more = _of(annotated, phrase, stop) or _and(annotated, phrase, stop)
        if more is None:
            break
        phrase = phrase._replace(last=more.last)
    return phrase


def _bare_phrase(annotated: Annotated, first: int, stop: int) -> Phrase | None:
    last = None
    for at in range(first, stop):
        if not _may_stand_inside(annotated, at):
            break
        if last is not None and _begins_another(annotated, first, at):
            break
        if tag(annotated, at) in _NOMINAL or tag(annotated, at) == "ADV":
            last = at
    if last is None:
        return None
    inside = range(first, last + 1)
    tops = [i for i in inside if head(annotated, i) not in inside]
    tops = [i for i in tops if tag(annotated, i) in _NOMINAL]
    return Phrase(first, tops[-1] if tops else last, last)


def _may_stand_inside(annotated: Annotated, at: int) -> bool:
    shown = word(annotated, at)
    return (
        tag(annotated, at) in _INSIDE
        or low(annotated, at) in _JOINTS
        or (shown[:1].isupper() and tag(annotated, at) == "ADV")
    )


def _begins_another(annotated: Annotated, first: int, at: int) -> bool:
    """Tell whether a word behind a noun belongs to what follows: "told AFP the army …"."""
    before = low(annotated, at - 1)
    if before in _JOINTS or low(annotated, at) in _JOINTS:
        return False
    if tag(annotated, at) == "DET" or (
        tag(annotated, at) == "PRON" and tag(annotated, at - 1) in _NOMINAL
    ):
        return True
    if kind_of(annotated, at) == "time":
        return True
    top = top_of_phrase(annotated, at)
    return top != top_of_phrase(annotated, first) and relation(annotated, top) in {
        "nsubj",
        "ccomp",
        "advmod",
    }


def top_of_phrase(annotated: Annotated, at: int) -> int:
    """Return the head of the phrase a word stands in."""
    while relation(annotated, at) in _HUNG and head(annotated, at) >= 0:
        at = head(annotated, at)
    return at


def _of(annotated: Annotated, phrase: Phrase, stop: int) -> Phrase | None:
    staff = base(annotated, phrase.head) in _JOURNALISTS
    if low(annotated, phrase.last + 1) not in ({"of", "from", "with", "for"} if staff else {"of"}):
        return None
    return _bare_phrase(annotated, phrase.last + 2, stop)


def _and(annotated: Annotated, phrase: Phrase, stop: int) -> Phrase | None:
    at = phrase.last + 1
    while at < stop and low(annotated, at) in {",", "and", "or", "&", "both"}:
        at += 1
    if at == phrase.last + 1:
        return None
    more = _bare_phrase(annotated, at, stop)
    joined = more is not None and relation(annotated, more.head) == "conj"
    return more if more and joined and head(annotated, more.head) >= phrase.first else None


def kind_of(annotated: Annotated, noun: int) -> str:
    """Return the kind of the mention a word heads, "" if it heads none."""
    at = bisect_left(annotated.mentions, noun, key=lambda mention: mention.head)
    found = annotated.mentions[at : at + 1]
    return found[0].kind if found and found[0].head == noun else ""


def span_of(annotated: Annotated, phrase: Phrase) -> Span:
    """Return the characters of a phrase."""
    return int(annotated.words.start[phrase.first]), int(annotated.words.end[phrase.last])


def can_listen(annotated: Annotated, phrase: Phrase) -> bool:
    """Tell whether a phrase names somebody who can be told something."""
    if tag(annotated, phrase.head) == "PRON":
        return low(annotated, phrase.head) not in {"it", "this", "that", "what", "which"}
    kind = kind_of(annotated, phrase.head)
    return (
        kind in {"person", "organization"}
        or (kind == "place" and tag(annotated, phrase.head) == "PROPN")
        or base(annotated, phrase.head) in _LISTENERS
        or bool(medium_of(annotated, phrase))
    )


def medium_of(annotated: Annotated, phrase: Phrase) -> Medium:
    """Tell what medium a phrase names.

    ``platform``: "Twitter"; ``site``: "its website"; ``air``: "television" and no more;
    ``press``: "the press" and no more; ``agency``: "the agency", of whatever kind;
    ``outlet``: one that is named or described; "" for none.
    """
    words = range(phrase.first, phrase.last + 1)
    plain = [low(annotated, i) for i in words if tag(annotated, i) != "DET"]
    noun = base(annotated, phrase.head)
    if platform_in(annotated, phrase) or plain[:2] == ["social", "media"]:
        return "platform"
    if noun in _SITES:
        return "outlet" if "news" in plain else "site"
    if noun in _AIR:
        return "outlet" if len(plain) > 1 else "air"
    if noun in _PRESS and not word(annotated, phrase.head)[0].isupper():
        return "outlet" if len(plain) > 1 else "press"
    if noun == "agency":
        return "outlet" if {"news", "press", "wire"} & set(plain) else "agency"
    named = (
        noun in _OUTLETS
        or outlets_of(annotated, phrase)
        or _ends_as_outlet(annotated, phrase)
        or _is_called(annotated, phrase)
    )
    return "outlet" if named else ""


@lru_cache(maxsize=8)
def outlets_named(text: str) -> tuple[tuple[Span, Outlet], ...]:
    """Return where a text names outlets and platforms; remembered for the last few texts.

    What has no capital is no name, unless it is the address of a site.
    """
    return tuple(
        (span, outlet)
        for span, outlet in outlets_in(text)
        if any(map(str.isupper, text[slice(*span)])) or "." in text[slice(*span)]
    )


def named_in(annotated: Annotated, span: Span) -> list[tuple[Span, Outlet]]:
    """Return the outlets and platforms named within a span."""
    named = outlets_named(annotated.document.text)
    inside = touching([place for place, _ in named], *span)
    return [named[k] for k in inside if contains(span, named[k][0])]


def platform_in(annotated: Annotated, phrase: Phrase) -> Phrase | None:
    """Return the platform a phrase names: "the group's *Facebook* page"."""
    for place, outlet in named_in(annotated, span_of(annotated, phrase)):
        if outlet.kind == "platform":
            words = words_inside(annotated, place)
            return Phrase(words[0], words[-1], words[-1])
    return None


def outlets_of(annotated: Annotated, phrase: Phrase) -> Spans:
    """Return where a phrase names outlets it stands for: "*CNN*'s host", "an *AFP* reporter".

    "The head of the BBC" and "Times readers" stand for people, not for the outlet.
    """
    named = [
        place
        for place, outlet in named_in(annotated, span_of(annotated, phrase))
        if outlet.kind != "platform" and _stands_for(annotated, phrase, place)
    ]
    owners = [place for place in named if annotated.document.text[place[1] :][:1] in {"'", "’"}]
    return tuple(owners or named)


def _stands_for(annotated: Annotated, phrase: Phrase, name: Span) -> bool:
    words = words_inside(annotated, name)
    after = low(annotated, words[-1] + 1) if words[-1] < phrase.last else ""
    noun = top_of_phrase(annotated, words[-1])
    return (
        after == "'s"
        or any(_top_inside(annotated, i, phrase) for i in words)
        or base(annotated, noun) in _JOURNALISTS | _OUTLETS | {"agency"}
        or base(annotated, phrase.head) in _JOURNALISTS | _OUTLETS
    )


def _top_inside(annotated: Annotated, i: int, phrase: Phrase) -> bool:
    """Tell whether a word heads the phrase or what is joined to it by "and"."""
    return i == phrase.head or (
        phrase.first <= i <= phrase.last
        and (
            relation(annotated, i) == "conj"
            or not phrase.first <= head(annotated, i) <= phrase.last
        )
    )


def _is_called(annotated: Annotated, phrase: Phrase) -> bool:
    """Tell whether a phrase says what it names: "the newspaper *Zohar*", "*Zohar*, a weekly"."""
    after = phrase.last + 1
    if after + 1 < len(annotated.words) and low(annotated, after) == ",":
        more = _bare_phrase(annotated, after + 1, after + 8)
        article = low(annotated, after + 1) in {"a", "an", "the"}
        if more and article and base(annotated, more.head) in _OUTLETS:
            return word(annotated, phrase.last)[:1].isupper()
    nouns = _OUTLETS | _AIR | {"agency", "site", "website", "portal"}
    return any(
        base(annotated, i) in nouns and word(annotated, i + 1)[:1].isupper()
        for i in range(phrase.first, phrase.last)
    )


def _ends_as_outlet(annotated: Annotated, phrase: Phrase) -> bool:
    """Tell whether a name ends as those of outlets do: "the Gull Post"."""
    end = phrase.head
    while end < phrase.last and relation(annotated, end + 1) == "flat":
        end += 1
    last = word(annotated, end)
    before = word(annotated, end - 1) if end > phrase.first else ""
    ending = (last.lower(),) in lexicon().acts["name"] or last in {"TV", "FM"}
    return last[:1].isupper() and before[:1].isupper() and ending


def word(annotated: Annotated, i: int) -> str:
    """Return a word as it stands in the text."""
    words = annotated.words
    return annotated.document.text[int(words.start[i]) : int(words.end[i])]


def is_generic(annotated: Annotated, phrase: Phrase) -> bool:
    """Tell whether a phrase describes a medium without its name: "the German newspaper"."""
    return not _name_inside(annotated, phrase)


def name_of_medium(annotated: Annotated, phrase: Phrase) -> str:
    """Return the name in "the Harbour Courier newspaper", else the description without "the".

    What is spoken is part of the name: "Harbour television".
    """
    text, words = annotated.document.text, annotated.words
    found = _name_inside(annotated, phrase)
    if found:
        last = found[-1]
        if last < phrase.last and base(annotated, last + 1) in _AIR:
            last += 1
        return text[int(words.start[found[0]]) : int(words.end[last])]
    first = phrase.first + (low(annotated, phrase.first) in {"the", "its", "his", "her", "their"})
    return text[int(words.start[min(first, phrase.last)]) : int(words.end[phrase.last])]


def _name_inside(annotated: Annotated, phrase: Phrase) -> range:
    """Return the words of the last capitalised name in a phrase that is no mere origin."""
    found, run = range(0), range(phrase.first, phrase.first)
    for at in range(phrase.first, phrase.last + 2):
        if at <= phrase.last and _is_of_name(annotated, at):
            run = range(run.start, at + 1) if run else range(at, at + 1)
            continue
        owns = at <= phrase.last and low(annotated, at) in {"'s", "'"}
        if run and not owns and any(tag(annotated, i) == "PROPN" for i in run):
            found = run
        run = range(at + 1, at + 1)
    return found


def _is_of_name(annotated: Annotated, at: int) -> bool:
    """Tell whether a word may be part of a name: a capital, or "al-" before one."""
    shown = word(annotated, at)
    if shown.casefold() in {"the", "its"}:
        return False
    joint = shown in {"-", "&"} or shown.casefold() in {"al", "of"}
    after = word(annotated, at + 1) if at + 1 < len(annotated.words) else ""
    return (
        shown[:1].isupper() or shown.isdigit() or (joint and (after[:1].isupper() or after == "-"))
    )


def speaks_as_medium(annotated: Annotated, source: Spans) -> bool:
    """Tell whether the words of a source name an outlet or a document."""
    words = words_inside(annotated, source[0]) if source else range(0)
    phrase = noun_phrase(annotated, words[0], words[-1] + 1) if words else None
    named = phrase is not None and medium_of(annotated, phrase) in {"outlet", "agency"}
    return named or is_medium(annotated, source)
