"""Mentions of a document to its actors.

``find_actors`` reads every mention (``sighting``), gathers the names of the whole
document (``roll``) and then goes through the text once:

1. a name stands for whoever bears it; a bare surname of several for the last spoken of;
2. "the minister" stands for whom an apposition or title calls so, "the group" for the
   last body of that kind, "the report" for whoever issued it, "a spokesman" for the
   spokesman the report names, else for his institution (``describe``);
3. a pronoun stands for the one spoken of before that fits it best (``recent``);
4. what is left is called by its description.

The encoder's clusters are heard where names decide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.attribute.actors.describe import described, named_body
from sayso.attribute.actors.letters import BODIES, PERSONS
from sayso.attribute.actors.names import is_acronym, key_of
from sayso.attribute.actors.phrase import Phrase
from sayso.attribute.actors.recent import Trace
from sayso.attribute.actors.roll import NAMED_BEFORE, Being, are_two, call_roll
from sayso.attribute.actors.sighting import Sighting, find_sightings, mentions_headed_in
from sayso.attribute.actors.stage import (
    Stage,
    add_being,
    add_named,
    antecedent,
    bearer,
    in_capitals,
    set_stage,
)
from sayso.attribute.grammar.clause import tree_of
from sayso.countries import countries_in, find_country
from sayso.outlets import find_outlet
from sayso.records import Actor, Annotated, Span, Spans
from sayso.text import contains


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a document and which of them each mention stands for.

    Attributes:
        actors: in order of first mention, ids "p1", "p2" and so on.
        of_mention: index of a mention in ``Annotated.mentions`` -> index in ``actors``.
        of_phrase: a phrase asked for -> index in ``actors``.
    """

    actors: tuple[Actor, ...]
    of_mention: Mapping[int, int]
    of_phrase: Mapping[Span, int] = field(default_factory=dict)


def find_actors(annotated: Annotated, phrases: Sequence[Span] = ()) -> Cast:
    """Return the actors of a document.

    Args:
        annotated: the document.
        phrases: spans that surely name somebody, such as sources and addressees: they
            have actors even where the encoder found no mention.
    """
    tree = tree_of(annotated)
    sightings = find_sightings(annotated, tree, phrases)
    stage = set_stage(annotated, tree, call_roll(sightings, annotated.document, tree), sightings)
    placed = [(sighting, _placed(stage, sighting)) for sighting in sightings]
    return _cast(stage, [(sighting, number) for sighting, number in placed if number is not None])


def actor_of(cast: Cast, annotated: Annotated, phrase: Span) -> Actor | None:
    """Return the actor a phrase stands for.

    A phrase that was not asked for is that of the mention it is, else of the widest
    mention inside it.
    """
    index = cast.of_phrase.get(phrase)
    if index is None:
        spans = ((n, annotated.mentions[n].span) for n in mentions_headed_in(annotated, phrase))
        inside = [
            (span[0] - span[1], number)
            for number, span in spans
            if contains(phrase, span) and number in cast.of_mention
        ]
        index = cast.of_mention[min(inside)[1]] if inside else None
    return None if index is None else cast.actors[index]


def _placed(stage: Stage, sighting: Sighting) -> int | None:
    """Return the number of the being a place stands for, and remember that it was there."""
    voice = False
    if sighting.pronoun:
        number = _pointed(stage, sighting)
    else:
        number = _joint(stage, sighting) if sighting.asked else None
        if number is None:
            number = _read(stage, sighting, sighting.phrase)
            voice = sighting.phrase.kind == "mouthpiece" and not sighting.phrase.name
    if number is not None:
        _remember(stage, sighting, number, voice=voice)
    return number


def _read(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    if not phrase.name:
        known = in_capitals(stage, phrase)
        return described(stage, sighting, phrase) if known is None else known
    if phrase.kind in NAMED_BEFORE and stage.roll.kinds.get(key_of(phrase.name)) == "place":
        return described(stage, sighting, phrase._replace(name=""))
    if phrase.article == "the" and " " not in phrase.name and phrase.kind in BODIES:
        number = named_body(stage, sighting, phrase)  # the Church
        if number is not None:
            return number
    number = bearer(stage, phrase, sighting.hint)
    return add_named(stage, phrase, sighting.hint) if number is None else number


def _pointed(stage: Stage, sighting: Sighting) -> int | None:
    """Return the being a pronoun stands for."""
    if sighting.pronoun == "who":
        return _hung_on(stage, sighting)
    if sighting.pronoun not in {"he", "she", "it", "they"}:
        return None
    thing = sighting.hint not in {"person", "organization", "place", ""}
    if thing and not sighting.asked:  # "it" is a law or a storm more often than a body
        return None
    return antecedent(stage, sighting.pronoun, sighting)


def _hung_on(stage: Stage, sighting: Sighting) -> int | None:
    """Return the being of the noun a relative clause hangs on."""
    tree, at = stage.tree, sighting.head
    for _ in range(4):
        at = tree.head[at]
        if at < 0:
            break
        if tree.relation[at] == "acl" and tree.head[at] in stage.of_head:
            return stage.of_head[tree.head[at]]
    start = sighting.span[0]
    gap = 2 if stage.annotated.document.text[start - 2 : start] == ", " else 1
    return stage.of_end.get(start - gap)


def _joint(stage: Stage, sighting: Sighting) -> int | None:
    """Return the being made of two: "the United Nations and the United States"."""
    if not sighting.sides or not are_two(sighting, stage.roll.kinds):
        return None
    parts = [_read(stage, sighting, phrase) for phrase in sighting.sides]
    known = tuple(part for part in parts if part is not None)
    return _pair(stage, known) if len(set(known)) > 1 else None


def _pair(stage: Stage, parts: tuple[int, ...]) -> int:
    """Return the being two others make together."""
    for number, being in enumerate(stage.beings):
        if being.parts == parts:
            return number
    kinds = {stage.beings[part].kind for part in parts}
    one = kinds.pop() if len(kinds) == 1 else "group" if "person" in kinds else "organisation"
    kind = "group" if one == "person" else one
    return add_being(stage, Being(kind=kind, plural=True, parts=parts))


def _remember(stage: Stage, sighting: Sighting, number: int, *, voice: bool) -> None:
    """Note that a being was spoken of at a place."""
    being, phrase = stage.beings[number], sighting.phrase
    being.asked |= sighting.asked
    if phrase.noun and len(being.phrases) < _PHRASES:
        being.phrases.append(phrase)
    if being.kind == "person" and not being.gender:
        being.gender = phrase.gender
    stage.of_head[sighting.head] = number
    stage.of_end.setdefault(sighting.span[1], number)
    if sighting.subject:
        stage.subject_of[stage.tree.head[sighting.head]] = number
    cluster = stage.cluster_of.get(sighting.mention)
    if cluster is not None:
        stage.clusters[cluster][number] += 1
    stage.recent.add(
        Trace(
            being=number,
            span=sighting.span,
            sentence=sighting.sentence,
            subject=sighting.subject,
            asked=sighting.asked,
            quoted=sighting.quoted or phrase.article in {"my", "our", "your"},
            pronoun=bool(sighting.pronoun),
            voice=voice,
        )
    )


_PHRASES = 6  # descriptions of a being that are kept


# -- the cast -------------------------------------------------------------------------------


def _cast(stage: Stage, placed: Sequence[tuple[Sighting, int]]) -> Cast:
    """Return the beings that act as actors, in order of their first place."""
    owner: dict[Span, int] = {}
    for sighting, number in placed:  # two mentions of one span: the one with a name
        known = owner.setdefault(sighting.span, number)
        if stage.beings[number].names and not stage.beings[known].names:
            owner[sighting.span] = number
    spans: dict[int, list[Span]] = {}
    for span, number in owner.items():
        if stage.beings[number].kind != "place" or stage.beings[number].asked:
            spans.setdefault(number, []).append(span)
    index = {number: at for at, number in enumerate(spans)}
    actors = tuple(
        _actor(stage, f"p{at}", stage.beings[number], tuple(spans[number]))
        for at, number in enumerate(spans, 1)
    )
    places = {span: index[number] for span, number in owner.items() if number in index}
    of_mention = {
        s.mention: places[s.span] for s, _ in placed if s.mention >= 0 and s.span in places
    }
    of_phrase = {s.span: places[s.span] for s, _ in placed if s.asked and s.span in places}
    return Cast(actors, of_mention, of_phrase)


def _actor(stage: Stage, key: str, being: Being, mentions: Spans) -> Actor:
    return Actor(
        id=key,
        name=name_of(stage, being),
        kind="government" if being.kind == "place" else being.kind or "unknown",
        identity=_identity(stage, being),
        country=_country(being),
        mentions=mentions,
    )


def name_of(stage: Stage, being: Being) -> str:
    """Return the fullest name a document gives a being, else its description.

    Of persons the name of most words, of others too, the more frequent of equal ones;
    an outlet is called as it calls itself where the text has that name.
    """
    if being.parts:
        *most, last = [name_of(stage, stage.beings[part]) for part in being.parts]
        return f"{', '.join(most)} and {last}"
    if being.names:
        names = being.names
        country = find_country(next(iter(names))) if being.kind == "government" else None
        if country and country.name in names:
            return country.name
        full = max(names, key=lambda name: (len(name.split()), not name.isupper(), names[name]))
        if full.isupper() and " " in full:
            full = full.title()
        return _own_name(stage, full) if being.kind == "outlet" else full
    phrase = being.phrase or Phrase()
    if phrase.text.isupper() and not is_acronym(phrase.text):  # the first word of a headline
        phrase = phrase._replace(text=phrase.text.lower())
    if phrase.article:
        phrase = phrase._replace(text=phrase.text[:1].lower() + phrase.text[1:])
    if being.owner is not None:
        words = phrase.text.split(" ", 1)
        owner = name_of(stage, stage.beings[being.owner])
        return f"{owner}'s {words[-1]}"
    lone = " " not in phrase.text and phrase.kind in PERSONS and not being.plural
    lone = lone and not phrase.text.lower().endswith(("one", "body"))  # someone, nobody
    return f"a {phrase.text}" if lone else phrase.text


def _own_name(stage: Stage, name: str) -> str:
    """Return how an outlet calls itself, if the text does too: "The Daily Gull"."""
    outlet = find_outlet(name)
    if outlet and len(outlet.name) >= len(name) and outlet.name in stage.annotated.document.text:
        return outlet.name
    return name


def _identity(stage: Stage, being: Being) -> str:
    """Return whether a being is named, described, or its name withheld."""
    if being.parts:
        known = {_identity(stage, stage.beings[part]) for part in being.parts}
        return known.pop() if len(known) == 1 else "role"
    if being.names:
        return "named"
    phrase = being.phrase or Phrase()
    if phrase.withheld:
        return "anonymous"
    body = phrase.kind == "government" and not being.plural and phrase.article == "the"
    return "named" if body or _names_somebody(being) else "role"


def _names_somebody(being: Being) -> bool:
    """Tell whether a document is told apart by the name it bears: "biography of X by Y"."""
    phrase = being.phrase or Phrase()
    named = any(word[:1].isupper() for word in phrase.owner.split())
    return phrase.kind == "document" and not being.plural and named


_BACKED: Final = re.compile(
    r"\S+-(?:backed|led|supported|funded|armed|aligned|allied|controlled|trained|sponsored)\b"
)


def _country(being: Being) -> str | None:
    """Return the country its name, post or description names, not one that only backs it."""
    names = list(being.names) or ([being.phrase.text] if being.phrase else [])
    said = [phrase.text for phrase in being.phrases]
    for text in (*names[:3], *said):
        found = countries_in(_BACKED.sub("", text))
        if found:
            return found[0][1]
    return None
