"""Are the actors of two documents the same, and whom do unnamed voices speak for?

1. ``cards_of`` puts what a document says of each of its actors on a card.
2. ``blocks`` gives the keys under which a card's likes are looked up.
3. ``likeness`` compares two cards: by name, by initials, by office with country and time.
   Never by name alone where kind or country differ: those exclude each other.
4. ``side_of`` tells the state or body that an unnamed voice or a spokesperson speaks for.

``sayso.resolve.grouping`` makes groups of cards. docs/same-actor.md has the marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from sayso.countries import countries_in
from sayso.records import Actor, Document
from sayso.resolve.naming import (
    NONE,
    Likeness,
    acronym,
    body_words,
    is_acronym,
    is_mild,
    known_body,
    person_words,
    same_body,
    same_person,
    skeleton,
    words_of_name,
)
from sayso.resolve.office import Office, Voice, office_in, voice_in
from sayso.resolve.outlet import name_of

SAME: Final = 0.75  # a likeness from which two cards are taken for one actor
SURE: Final = 0.9  # and from which they are so though others are like them too

_TERM: Final = 18  # months in which one office has one holder
_ALIASES: Final = 8  # names of a body that are compared
_LEAD: Final = 2  # times that a country in the first paragraphs counts
_HOME: Final = 0.4  # of the countries named that are its home
_UNNAMED: Final = re.compile(
    r"(?:the|an?|some|many|several|his|her|its|their|our|one|two|all) |[a-z]"
)
_TITLED: Final = re.compile(
    r"(?:President|Minister|Mr|Mrs|Ms|Dr|Sir|Senator|Governor|Gen|General)\.? $"
)
# Behind such words an office is another's: "who met the president".
_OTHERS: Final = re.compile(
    r"\b(?:who|whose|met|ally|critic|friend|spokes\w+|opponent)\b", re.IGNORECASE
)
# Organs of which a country has several, and kinds of actors that are never one another.
_SEVERAL: Final = frozenset(
    {"local government", "court", "prosecutors", "security services", "police"}
)
_FORCES: Final = frozenset({"army", "navy", "air force"})
_APART: Final = frozenset(
    {frozenset(("person", other)) for other in
     ("group", "government", "armed-group", "organisation", "outlet", "document")}
    | {frozenset(("document", other)) for other in
       ("group", "government", "armed-group", "organisation", "outlet")}
    | {frozenset(("armed-group", "government")), frozenset(("armed-group", "outlet")),
       frozenset(("government", "outlet"))}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorCard:
    """What one document says of one actor, as far as it tells him from others.

    Attributes:
        key: names the card among all.
        name, kind, identity, country: as in ``Actor``.
        document: id of the document.
        published: ISO 8601, as in ``Document``.
        mentions: the words of its mentions, each once.
        roles: the offices that the document ties to him.
        voice: whom he speaks for, or which organ of a state the actor is.
        home: code of the country that the document is about, if it is about one.
    """

    key: str
    name: str
    kind: str | None = None
    identity: str | None = None
    country: str | None = None
    document: str = ""
    published: str | None = None
    mentions: tuple[str, ...] = ()
    roles: tuple[Office, ...] = ()
    voice: Voice | None = None
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The state or body that somebody speaks for.

    Attributes:
        key: the same for the same body ("NG:government", "body:red cross"); "?" stands for
            a country that nothing tells.
        country: ISO 3166-1 alpha-2, or None.
        body: an organ ("government", "presidency", "military"), or the words of a body's name.
        speaks: whether he speaks for it, rather than being it.
        why: the reasons, a sentence each.
    """

    key: str
    country: str | None
    body: str
    speaks: bool
    why: tuple[str, ...]


class Traits(NamedTuple):
    """What ``likeness`` compares: cards with the same traits are alike in everything.

    ``sort`` is "person", "holder" (of an office, unnamed), "organ", "outlet", "body", or ""
    for somebody unnamed, who is like nobody.
    """

    sort: str
    kind: str | None
    country: str | None
    names: tuple[str, ...]
    offices: tuple[Office, ...] = ()
    voice: Voice | None = None
    home: str | None = None
    month: int | None = None


def cards_of(document: Document, actors: Sequence[Actor]) -> tuple[ActorCard, ...]:
    """Return a card for each actor of a document, in their order; its key is "document:actor"."""
    text, home = document.text, home_of(document.text)
    cards = []
    for actor in actors:
        mentions = tuple(dict.fromkeys(text[start:end] for start, end in actor.mentions))
        card = ActorCard(
            f"{document.id}:{actor.id}", actor.name, _kind(actor, mentions), actor.identity,
            actor.country, document.id, document.published, mentions, home=home,
        )  # fmt: skip
        cards.append(replace(card, roles=tuple(_roles(card)), voice=_voice(card)))
    return tuple(_told_by_others(card, cards) for card in cards)


def home_of(text: str) -> str | None:
    """Return the country that a text is about: twice named, and two in five of all it names.

    The first three paragraphs count twice.
    """
    lead = sum(len(line) + 1 for line in text.split("\n")[:3])
    named = Counter[str]()
    for (start, _), code in countries_in(text):
        named[code] += _LEAD if start < lead else 1
    if not named:
        return None
    code, count = min(named.items(), key=lambda item: (-item[1], item[0]))
    return code if count >= 2 and count >= _HOME * named.total() else None


@lru_cache(maxsize=1 << 17)
def blocks(card: ActorCard) -> tuple[str, ...]:
    """Return the keys to look likes of a card up by: cards that are one share a key.

    None for somebody unnamed, who is like nobody.
    """
    return tuple(dict.fromkeys(blocks_of(traits_of(card))))


def blocks_of(traits: Traits) -> Iterator[str]:
    """Yield the keys of ``blocks`` for the traits of a card."""
    words = person_words(traits.names[0]) if traits.sort == "person" else ()
    if len(words) > 1:
        yield f"surname:{skeleton(words[-1])}"
        yield f"words:{' '.join(sorted(words))}"
    if traits.sort in {"person", "holder"}:
        for office in traits.offices:
            yield f"office:{_land(office.country, traits)}:{office.post}"
    elif traits.sort == "outlet":
        yield f"outlet:{traits.names[0]}"
    elif traits.sort == "organ" and traits.voice:
        yield f"organ:{_land(traits.voice.country, traits)}:{traits.voice.body}"
    elif traits.sort == "body":
        yield from _body_blocks(traits.names)


def likeness(a: ActorCard, b: ActorCard) -> Likeness:
    """Return how sure it is that two cards are one actor's, 0 to 1, and why.

    From ``SAME`` (.75) on they are taken for one. Cards of two kinds or countries exclude
    each other, and so do people with two given names.
    """
    return compare_traits(traits_of(a), traits_of(b))


def compare_traits(a: Traits, b: Traits) -> Likeness:
    """Compare what ``likeness`` compares; the order does not matter."""
    return _compared(a, b) if _rank(a) <= _rank(b) else _compared(b, a)


@lru_cache(maxsize=1 << 17)
def _rank(traits: Traits) -> str:
    return repr(traits)


@lru_cache(maxsize=1 << 18)
def _compared(a: Traits, b: Traits) -> Likeness:
    if reason := conflict(a, b):
        return Likeness(0.0, (reason,), excluded=True)
    sorts = {a.sort, b.sort}
    if sorts == {"person"}:
        return _people(a, b)
    if sorts in ({"holder"}, {"holder", "person"}):
        return _office(a, b, 0.85 if sorts == {"holder"} else 0.8)
    if sorts == {"outlet"}:
        same = a.names == b.names
        return Likeness(0.95, (f"both are the outlet {a.names[0]}",)) if same else NONE
    if sorts == {"organ"}:
        return _organs(a, b)
    return _bodies(a, b) if sorts == {"body"} else NONE


@lru_cache(maxsize=1 << 18)
def conflict(a: Traits, b: Traits) -> str:
    """Return why two cards cannot be one actor's, or ""."""
    if frozenset((a.kind, b.kind)) in _APART:
        return f"{a.names[0]} is of the kind {a.kind}, {b.names[0]} of the kind {b.kind}"
    if a.country and b.country and a.country != b.country:
        return f"{a.names[0]} belongs to {a.country}, {b.names[0]} to {b.country}"
    if a.sort == b.sort == "person":
        found = same_person(a.names[0], b.names[0])
        shown = f"{a.names[0]} and {b.names[0]} are two names"
        full = len(person_words(a.names[0])) > 1 or len(person_words(b.names[0])) > 1
        return shown if found.excluded or (full and not found.score) else ""
    return ""


@lru_cache(maxsize=1 << 17)
def traits_of(card: ActorCard) -> Traits:
    """Return what ``likeness`` compares of a card."""
    unnamed = card.identity not in {"named", None} or bool(_UNNAMED.match(card.name))
    country = card.country or next((role.country for role in card.roles if role.country), None)
    given = (card.kind, country)
    month = _month(card.published) if card.roles else None
    home = card.home if card.roles or card.voice else None
    if card.voice and card.voice.state and not card.voice.speaks and card.kind != "person":
        return Traits("organ", *given, (card.name,), (), card.voice, home)
    if card.roles and unnamed and card.kind in {"person", "government", "unknown", None}:
        return Traits("holder", "person", country, (card.name,), card.roles, None, home, month)
    several = card.kind == "person" and " and " in card.name
    nobody = card.identity in {"anonymous", "unstated"} or not words_of_name(card.name)
    if unnamed or several or nobody:
        return Traits("", *given, (card.name,))
    if card.kind == "person":
        return Traits("person", *given, (card.name,), card.roles, None, home, month)
    if card.kind == "outlet":
        return Traits("outlet", *given, (name_of(card.name),))
    return Traits("body", *given, tuple(_aliases(card)))


def side_of(card: ActorCard) -> Side | None:
    """Return the state or body that a card's actor speaks for or is, with the reason.

    "Officials" and "the authorities" speak for the government of the country they are called
    after or, if of none, the one the report is about; a named spokesperson for whom the
    document says; holders of an office for that office. None for witnesses, "sources", analysts.
    """
    voice, shown = card.voice, f"“{card.name}”"
    if voice is None and card.kind == "person" and card.roles:
        return _office_side(card)
    if voice is None:
        return None
    if not voice.state:
        return Side(f"body:{voice.body}", card.country, voice.body, voice.speaks,
                    (f"{shown} speaks for {voice.body}.",))  # fmt: skip
    body = _body(voice.body)
    does = "speaks for" if voice.speaks else "is"
    country, how = _whose(voice.country, card)
    where = f" of {country}{how}" if country else ", of which country nothing tells"
    reason = f"{shown} {does} the {body}{where}."
    return Side(f"{country or '?'}:{body}", country, body, voice.speaks, (reason,))


def _body(body: str) -> str:
    """Return the organ that a voice speaks for: a name that stands for a state its government."""
    if body.startswith("state of "):
        return f"government of {body.removeprefix('state of ')}"
    if body in {"state", "capital"} or body.startswith("seat "):
        return "government"
    if body.endswith(" administration"):
        return "presidency"
    return "military" if body in _FORCES else body


def _office_side(card: ActorCard) -> Side | None:
    found = ((role, voice_in(role.post)) for role in card.roles if not role.former)
    for role, voice in found:
        body = voice.body if voice else _ministry(role.post)
        if body:
            country, how = _whose(role.country, card)
            where = f" of {country}{how}" if country else ""
            reason = f"“{card.name}” is {role.post}{where}."
            return Side(f"{country or '?'}:{body}", country, body, True, (reason,))
    return None


def _ministry(post: str) -> str | None:
    head, _, last = post.rpartition(" ")
    return (
        f"{head} ministry" if last == "minister" and head not in {"prime", "deputy prime"} else None
    )


def _whose(told: str | None, card: ActorCard) -> tuple[str | None, str]:
    if told or card.country:
        return told or card.country, ""
    return card.home, ", which the report is about" if card.home else ""


def _people(a: Traits, b: Traits) -> Likeness:
    named = same_person(a.names[0], b.names[0])
    if named.score >= SAME or not named.score:
        return named
    office = _office(a, b, 0.35)
    if office.score and named.score >= 0.45:
        return Likeness(round(named.score + office.score, 3), named.why + office.why)
    return named


def _office(a: Traits, b: Traits, score: float) -> Likeness:
    """Return the score if both hold one office of one country at one time."""
    for one in a.offices:
        for other in b.offices:
            lands = _land(one.country, a), _land(other.country, b)
            same = one.post == other.post and one.former == other.former and lands[0] == lands[1]
            if not same or lands[0] == "?" or one.former:
                continue
            if a.month is None or b.month is None:
                reason = f"both are {one.post} of {lands[0]}, at a time that nothing tells"
                return Likeness(round(max(0.1, score - 0.2), 3), (reason,))
            if abs(a.month - b.month) <= _TERM:
                reason = f"both are {one.post} of {lands[0]} in reports of one time"
                return Likeness(score, (reason,))
    return NONE


def _organs(a: Traits, b: Traits) -> Likeness:
    first, second = a.voice, b.voice
    if not first or not second or first.body != second.body:
        return NONE
    lands = _land(first.country, a), _land(second.country, b)
    if lands[0] != lands[1] or "?" in lands or first.body in _SEVERAL:
        return NONE
    told = sum(bool(voice.country or traits.country) for voice, traits in ((first, a), (second, b)))
    home = "" if told == 2 else ", which a report is about"
    return Likeness((0.8, 0.85, 0.92)[told], (f"both are the {first.body} of {lands[0]}{home}",))


def _bodies(a: Traits, b: Traits) -> Likeness:
    pairs = [
        (one, other, same_body(one, other))
        for one in a.names[:_ALIASES]
        for other in b.names[:_ALIASES]
    ]
    best = max(pairs, key=lambda pair: pair[2].score)
    score = best[2].score
    if (best[0], best[1]) != (a.names[0], b.names[0]) or a.kind != b.kind:
        score = min(score, 0.85)
    if is_acronym(best[0]) and is_acronym(best[1]) and _two_full_names(a.names[0], b.names[0]):
        score = min(score, 0.5)
    return Likeness(score, best[2].why)


def _two_full_names(a: str, b: str) -> bool:
    return not (is_acronym(a) or is_acronym(b) or same_body(a, b).score)


def _body_blocks(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        words = body_words(name)
        yield f"body:{' '.join(words)}"
        mild = sorted({word for word in words if not is_mild(word)})
        if len(words) > 1 and mild:
            yield f"mild:{' '.join(mild)}"
        if known := known_body(name):
            yield f"known:{known}"
        if is_acronym(name):
            yield f"initials:{''.join(words_of_name(name))}"
        if initials := acronym(name):
            yield f"initials:{initials}"


def _land(told: str | None, traits: Traits) -> str:
    """Return the country of an office or organ: told, or the one that the report is about.

    Not so for somebody named: a "President Calder" may be any country's.
    """
    home = None if traits.sort == "person" else traits.home
    return told or traits.country or home or "?"


def _month(published: str | None) -> int | None:
    match = re.match(r"(\d{4})-(\d{2})", published or "")
    return int(match[1]) * 12 + int(match[2]) if match else None


def _kind(actor: Actor, mentions: tuple[str, ...]) -> str | None:
    """Return an actor's kind: whom a mention gives a personal title is a person."""
    if actor.kind in {"organisation", "unknown", None}:
        before = (mention.partition(actor.name)[0] for mention in mentions if actor.name in mention)
        if len(person_words(actor.name)) > 1 and any(map(_TITLED.search, before)):
            return "person"
    return actor.kind


def _aliases(card: ActorCard) -> Iterator[str]:
    """Yield the names of a body: its own, then initials and shorter names among its mentions."""
    own = _owned(card.name)
    known, words = known_body(own), set(body_words(own))
    names = {body_words(own): own}
    for mention in card.mentions:
        bare = re.sub(r"^(?:[Tt]he |[Ii]ts )+", "", mention).strip(" -—–,.;:()")
        parts = body_words(bare)
        short = len(parts) > 1 and set(parts) < words and parts[-1] == body_words(own)[-1]
        initials = is_acronym(bare) and "".join(words_of_name(bare)) == acronym(own)
        if bare[:1].isupper() and (short or initials or (known and known == known_body(bare))):
            names.setdefault(parts, bare)
    yield from names.values()


def _owned(name: str) -> str:
    """Return a name without the state it belongs to: "Nigeria's Border Agency"."""
    match = re.match(r"(?P<whose>[^'’]+)['’]s? (?P<what>.+)", name)
    if match and countries_in(match["whose"]):
        return match["what"]
    return name


def _roles(card: ActorCard) -> Iterator[Office]:
    """Yield the offices that mentions give: before a name, behind it, or as a description."""
    if card.kind not in {"person", "unknown", "government", None}:
        return
    last = words_of_name(card.name)[-1:]
    seen: set[Office] = set()
    for mention in (card.name, *card.mentions):
        shown, _, aside = _after_spokesperson(mention, card.name).partition(", ")
        for phrase in (shown, aside):
            office = office_in(phrase) if phrase else None
            whole = phrase is shown or last == words_of_name(shown)[-1:]
            if office and whole and office not in seen and not _OTHERS.search(phrase):
                seen.add(office)
                yield office


def _after_spokesperson(mention: str, name: str) -> str:
    """Return "President X" of "a spokesman for President X", where X is the name."""
    parts = re.split(r"(?i)\bspokes\w+ (?:for|of) ", mention, maxsplit=1)
    return parts[1] if len(parts) == 2 and name in parts[1] else mention


def _voice(card: ActorCard) -> Voice | None:
    """Return whom a card's actor speaks for: by its name, else by a mention that is no name."""
    if card.kind == "person" and card.identity == "named":
        told = (one for one in card.mentions if _after_spokesperson(one, card.name) is one)
        found = [voice for one in told if "spokes" in one.lower() and (voice := voice_in(one))]
        return next((voice for voice in found if voice.country), found[0] if found else None)
    if card.kind in {"outlet", "document"}:
        return None
    if voice := voice_in(card.name):
        return voice if voice.state or voice.speaks else None
    if card.identity == "named":
        return None
    return next((voice for voice in map(voice_in, card.mentions) if voice and voice.speaks), None)


def _told_by_others(card: ActorCard, cards: Sequence[ActorCard]) -> ActorCard:
    """Make "a spokesman for Buhari" that of the presidency, if the document calls Buhari so."""
    voice = card.voice
    if voice is None or voice.state or not voice.speaks:
        return card
    for other in cards:
        if other.roles and other.kind == "person" and voice.body == person_words(other.name)[-1]:
            organ = voice_in(other.roles[0].post)
            if organ:
                country = other.roles[0].country or other.country
                return replace(card, voice=Voice(organ.body, country, speaks=True))
    return card
