"""Through whom a statement reached the reader.

A chain is built from the outside in:

1. the document's outlet;
2. the agency its text is credited to;
3. the chain of the statement inside whose content this one stands, its speaker
   included; whoever denies a thing has not passed it on;
4. whoever is said to have carried it: "quoted by *Interfax*", "seen by *Reuters*";
5. media it was told to or through: "told *the newspaper*", "on *state television*";
6. the speaker, if known.

A quotation without a cue takes the chain of what it continues. Nobody stands
twice in a row, and what the outlet was told itself has no further hop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from sayso.attribute.actors.actor import Cast, actor_of
from sayso.attribute.chain.addressee import (
    Nearby,
    Told,
    by_sentence,
    cue_words,
    find_told,
    words_around,
)
from sayso.attribute.chain.citing import with_citing_parents
from sayso.attribute.chain.medium import (
    Phrase,
    is_generic,
    kind_of,
    medium_of,
    name_of_medium,
    noun_phrase,
    outlets_named,
    outlets_of,
    span_of,
    word,
)
from sayso.attribute.grammar.clause import base, children, is_passive, low, tag
from sayso.attribute.grammar.lemma import lemma
from sayso.outlets import KINDS, Outlet, find_outlet, outlet_of_site
from sayso.records import Actor, Annotated, Attribution, Hop, Span
from sayso.text import contains

__all__ = ["with_chains", "with_citing_parents"]

_NEAR = 2  # line breaks between a quotation and the speech it continues
_CREDIT = re.compile(r"\(([^()\d\n]{2,40})\)\s*(?:-{1,2}|—|–)")
_SORT = re.compile(r" (?:news )?(?:agency|newspaper|magazine|site|website)$")
_HEAD = 400  # characters within which a report names its agency


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_QUOTE = _set("quote cite")
# What media do with what others say.
_CARRY = _set(
    "quote cite report carry broadcast air publish release distribute run relay post obtain see "
    "review view translate print televise monitor transmit leak record film interview show"
)
_BY = _set("by in on via through")
# Verbs that make a medium they are said to a hop; urging or asking it something does not.
_PUBLIC = _set(
    "tell say speak talk explain admit confess confirm deny reveal describe disclose state "
    "announce comment recount suggest add note stress hint claim acknowledge indicate insist "
    "remark repeat relate declare confide signal inform assure brief warn recall clarify "
    "reiterate chat"
)
# Which kinds of outlets a noun may mean; any other noun may mean any.
_KINDS_OF = {
    **dict.fromkeys(("newspaper", "paper", "daily", "tabloid", "broadsheet"), _set("newspaper")),
    **dict.fromkeys(("agency", "newswire", "wire"), _set("agency")),
    **dict.fromkeys(
        _set("broadcaster station channel network television tv radio programme program"),
        _set("broadcaster"),
    ),
    **dict.fromkeys(("magazine", "weekly", "journal"), _set("magazine newspaper")),
    **dict.fromkeys(("site", "website"), _set("site")),
}
_OWN = _set("this our us me")
_POSSESSED = _set("its his her their my your")
_SAME_VOICE = {"armed-group", "government"}


class Traced(NamedTuple):
    """The chain of an attribution and the reasons for its hops."""

    hops: tuple[Hop, ...]
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """A document with what all its chains are built from.

    Attributes:
        annotated: the document.
        cast: its actors.
        attributions: all of it, by id.
        nearby: the same by sentence.
        named: where the text names outlets of the table.
        outer: outlet and credited agency, which every chain begins with.
    """

    annotated: Annotated
    cast: Cast
    attributions: Mapping[str, Attribution]
    nearby: Nearby
    named: tuple[tuple[Span, Outlet], ...]
    outer: tuple[Hop, ...]


def with_chains(
    annotated: Annotated, attributions: Sequence[Attribution], cast: Cast
) -> tuple[Attribution, ...]:
    """Fill in the chain of every attribution, outermost hop first.

    Args:
        annotated: the document.
        attributions: of it, with parents and speakers.
        cast: its actors.
    """
    text = annotated.document.text
    report = Report(
        annotated,
        cast,
        {attribution.id: attribution for attribution in attributions},
        by_sentence(annotated, attributions),
        tuple(each for each in outlets_named(text) if each[1].kind != "platform"),
        _outer(annotated),
    )
    chains: dict[str, Traced] = {}
    for attribution in sorted(attributions, key=lambda a: _depth(a, report.attributions)):
        chains[attribution.id] = _trace(report, attribution, chains)
    return tuple(_chained(attribution, chains[attribution.id]) for attribution in attributions)


def _chained(attribution: Attribution, traced: Traced) -> Attribution:
    why = (f"chain: {'; '.join(traced.why)}",) if traced.why else ()
    return replace(attribution, chain=traced.hops, why=(*attribution.why, *why))


def _depth(attribution: Attribution, known: Mapping[str, Attribution]) -> int:
    """Return how many statements an attribution stands inside of."""
    seen = [attribution.id]
    parent = known.get(attribution.parent or "")
    while parent and parent.id not in seen:
        seen.append(parent.id)
        parent = known.get(parent.parent or "")
    return len(seen) - 1


def _trace(report: Report, attribution: Attribution, chains: Mapping[str, Traced]) -> Traced:
    """Build the chain of one attribution from those around it."""
    continued = _continued(report, attribution, chains)
    if continued:
        return Traced(chains[continued.id].hops, (f"goes on from {continued.id}",))
    hops, why = list(report.outer), []
    parent = report.attributions.get(attribution.parent or "")
    if parent and parent.id in chains:
        hops = list(_passed_by(report, parent, attribution, chains[parent.id].hops))
        why.append(f"inside {parent.id}")
    for hop, reason in _named(report, attribution):
        if not any(_is_same(hop, other) for other in hops):
            hops.append(hop)
            why.append(reason)
    speaker = _speaker(report, attribution)
    if speaker and not any(_is_same(speaker, hop) for hop in (hops[0], hops[-1])):
        hops.append(speaker)
    return Traced(tuple(hops), tuple(why))


def _continued(
    report: Report, attribution: Attribution, chains: Mapping[str, Traced]
) -> Attribution | None:
    """Return the speech that a quotation without source and cue goes on with."""
    if attribution.cue or attribution.source or not attribution.content:
        return None
    start = attribution.content[0][0]
    before = [
        other
        for other in report.attributions.values()
        if other.id in chains
        and other.parent == attribution.parent
        and other.content
        and other.content[0][0] < start
        and other.speaker == attribution.speaker
    ]
    nearest = max(before, key=_last, default=None)
    if nearest is None or attribution.speaker is None:
        return None
    gap = report.annotated.document.text[min(_last(nearest), start) : start]
    return nearest if gap.count("\n") <= _NEAR else None


def _last(attribution: Attribution) -> int:
    return max(end for _, end in (*attribution.cue, *attribution.content))


def _passed_by(
    report: Report, parent: Attribution, inner: Attribution, hops: Sequence[Hop]
) -> Sequence[Hop]:
    """Return the chain of a parent, without a speaker who has not passed on what is inside."""
    speaker = _speaker(report, parent)
    last = speaker is not None and _is_same(hops[-1], speaker) and len(hops) > 1
    if last and (parent.act == "deny" or _is_same_voice(parent, inner)):
        return hops[:-1]
    return hops


def _is_same_voice(outer: Attribution, inner: Attribution) -> bool:
    """Tell whether a group speaks through its own members: "Gull Front", "Gull Front fighters"."""
    if outer.kind not in _SAME_VOICE or outer.kind != inner.kind:
        return False
    return bool(outer.speaker and inner.speaker and inner.speaker.startswith(f"{outer.speaker} "))


# --- the outermost hops -----------------------------------------------------


def _outer(annotated: Annotated) -> tuple[Hop, ...]:
    """Return the outlet and, behind it, the agency its text is credited to."""
    document = annotated.document
    outlet = Hop(_outlet_name(document.outlet))
    found = _CREDIT.search(document.text[:_HEAD])
    named = found[1] if found and find_outlet(found[1]) else None
    credit = document.credit or named
    if not credit or (document.outlet and _key(credit) == _key(document.outlet)):
        return (outlet,)
    here = found is not None and named is not None and _key(named) == _key(credit)
    return (outlet, Hop(credit, None, (found.span(1),) if found and here else ()))


def _outlet_name(outlet: str | None) -> str | None:
    """Return an outlet's name where only its site is known: "www.npr.org" is NPR's."""
    found = outlet_of_site(outlet) if outlet else None
    return found.name if found else outlet


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Return a name as it is compared: canonical if it is an outlet's, without article and case.

    The address of a site stands for its outlet ("www.gullpost.example").
    """
    known = find_outlet(name)
    plain = (known.name if known else name).casefold().replace("’", "'").strip(" .'\"“”")
    return plain.removeprefix("the ")


def _is_same(one: Hop, other: Hop) -> bool:
    """Tell whether two hops are the same: one actor, or one name however it is written."""
    if one.name is None or other.name is None:
        return one.name is other.name
    return (one.actor is not None and one.actor == other.actor) or _key(one.name) == _key(
        other.name
    )


def _speaker(report: Report, attribution: Attribution) -> Hop | None:
    """Step 6: the speaker, with the words that name it."""
    if not attribution.speaker:
        return None
    actor = next((a for a in report.cast.actors if a.name == attribution.speaker), None)
    if actor is None and attribution.source:
        actor = actor_of(report.cast, report.annotated, attribution.source[0])
    return Hop(attribution.speaker, actor.id if actor else None, attribution.source)


# --- hops the sentence names ------------------------------------------------


def _named(report: Report, attribution: Attribution) -> Iterator[tuple[Hop, str]]:
    """Yield the hops that the words around a cue name, each with a reason."""
    yield from _carriers(report, attribution)
    for told in find_told(report.annotated, attribution, report.nearby):
        if _is_published(report, attribution, told):
            yield from _hops(report, told.phrase, told.how)


def _is_published(report: Report, attribution: Attribution, told: Told) -> bool:
    """Tell whether telling a medium passes it on; urging it to do something does not."""
    if told.way != "listener":
        return True
    if lemma(told.how.split()[0], "VERB") not in _PUBLIC:
        return False
    begins = min(attribution.content, default=(0, 0))[0]
    return not re.match(r"(?:not )?to\b", report.annotated.document.text[begins:])


def _carriers(report: Report, attribution: Attribution) -> Iterator[tuple[Hop, str]]:
    """Step 4: "was quoted by *Interfax* as saying", "*IRNA* quoted him as saying"."""
    annotated = report.annotated
    around = words_around(annotated, attribution, report.nearby)
    cue = [i for i in cue_words(annotated, attribution) if i in around]
    for verb in cue:
        if base(annotated, verb) in _QUOTE and not is_passive(annotated, verb):
            for noun in children(annotated, verb, "nsubj"):
                phrase = noun_phrase(annotated, _first(annotated, noun), verb)
                if phrase:
                    yield from _hops(report, phrase, word(annotated, verb))
    for at in around:
        carried = _participle(annotated, around, at) if low(annotated, at) in _BY else None
        if carried is None:
            continue
        phrase = noun_phrase(annotated, at + 1, around[-1] + 1)
        if phrase is None or kind_of(annotated, phrase.head) == "time":
            continue
        how = f"{word(annotated, carried)} {low(annotated, at)}"
        quoted = carried in cue and base(annotated, carried) in _QUOTE
        yield from _hops(report, phrase, how, anybody=quoted)


def _first(annotated: Annotated, noun: int) -> int:
    """Return the first word of the phrase a noun heads."""
    hung = children(annotated, noun, "det", "amod", "compound", "nmod", "nummod", "flat")
    return min([noun, *(k for k in hung if k < noun)])


def _participle(annotated: Annotated, around: Sequence[int], at: int) -> int | None:
    """Return the verb of carrying that a preposition belongs to, if it does to one."""
    before = [i for i in around if at - 6 <= i < at and tag(annotated, i) in {"VERB", "ADJ"}]
    near = [i for i in before if base(annotated, i) in _CARRY and _is_participle(annotated, i)]
    if not near:
        return None
    saying = [i for i in before if i > near[-1] and low(annotated, i) != "saying"]
    return None if saying else near[-1]


def _is_participle(annotated: Annotated, verb: int) -> bool:
    """Tell whether a verb is a participle, and not one that has a subject of its own."""
    return is_passive(annotated, verb) or not children(annotated, verb, "nsubj", "obj")


def _hops(
    report: Report, phrase: Phrase, how: str, *, anybody: bool = False
) -> Iterator[tuple[Hop, str]]:
    """Yield a hop for each medium a phrase names or means.

    Args:
        report: what is known of the document.
        phrase: the words.
        how: what joins it to the statement.
        anybody: whether people and documents count as well.
    """
    annotated = report.annotated
    words = annotated.document.text[slice(*span_of(annotated, phrase))]
    names = [(span, _name_of(report, span)) for span in outlets_of(annotated, phrase)]
    if not names:
        meant = _meant(report, phrase, anybody=anybody)
        names = [(span_of(annotated, phrase), meant)] if meant else []
    for span, name in names:
        actor = _actor_id(report, span, name)
        which = "" if _key(name) in _key(words) else f", which is {name}"
        yield Hop(name, actor, (span,)), f"{how} “{words}”{which}"


def _actor_id(report: Report, span: Span, name: str) -> str | None:
    actor = actor_of(report.cast, report.annotated, span)
    if actor is None or _key(actor.name) != _key(name):
        actor = next((a for a in report.cast.actors if _key(a.name) == _key(name)), None)
    return actor.id if actor else None


def _name_of(report: Report, span: Span) -> str:
    """Return the fullest name the document gives for an outlet it names at a place."""
    text = report.annotated.document.text
    shown = text[slice(*span)]
    if whole := _ending_in(report, shown.removeprefix("The ")):
        return whole
    actor = actor_of(report.cast, report.annotated, span)
    if actor and actor.kind == "outlet" and actor.name not in shown:
        return actor.name
    known = next((outlet for place, outlet in report.named if contains(place, span)), None)
    forms = [text[slice(*place)] for place, outlet in report.named if known and outlet == known]
    fuller = [form for form in forms if _is_short_for(shown, form)]
    full = _SORT.sub("", max([shown, *fuller], key=len)).removeprefix("the ")
    return known.name if known and known.name == f"The {full}" else full


def _ending_in(report: Report, word_of_name: str) -> str | None:
    """Return the longer name that "the Times" is the last word of, the document's outlet first."""
    document = report.annotated.document
    own = find_outlet(document.outlet or "")
    named = [document.text[slice(*span)] for span, _ in report.named]
    names = [own.name if own else document.outlet or "", *named]
    if " " in word_of_name:
        return None
    return next((name for name in names if name.endswith(f" {word_of_name}")), None)


def _is_short_for(short: str, full: str) -> bool:
    """Tell whether a name is part of another or made of its initials."""
    initials = "".join(part[0] for part in re.split(r"[ -]", full) if part[:1].isupper())
    return short in full or short == initials


def _meant(report: Report, phrase: Phrase, *, anybody: bool) -> str | None:
    """Return the name of what a phrase without a known name means as a hop."""
    annotated = report.annotated
    medium = medium_of(annotated, phrase)
    span = span_of(annotated, phrase)
    actor = actor_of(report.cast, annotated, span)
    if medium in {"platform", "site", "air", "press"} or _is_own(annotated, phrase):
        return None
    if actor and actor.kind == "outlet" and (name := _by_cast(annotated, phrase, actor)):
        return name
    if medium and is_generic(annotated, phrase) and low(annotated, phrase.first) in {"the", "that"}:
        return _spoken_of(report, phrase)
    if medium == "agency" or (medium and low(annotated, phrase.first) in _POSSESSED):
        return None if is_generic(annotated, phrase) else name_of_medium(annotated, phrase)
    if medium:
        return name_of_medium(annotated, phrase)
    if not anybody:
        return None
    words = annotated.document.text[slice(*span)]
    return actor.name if actor else words.removeprefix("the ")


def _by_cast(annotated: Annotated, phrase: Phrase, actor: Actor) -> str | None:
    """Return the fuller of the names a phrase and its actor have, if it can mean that outlet."""
    if not is_generic(annotated, phrase):
        own = name_of_medium(annotated, phrase)
        return own if actor.name in own or actor.name.startswith(("the ", "a ")) else actor.name
    known = find_outlet(actor.name)
    kinds = _KINDS_OF.get(base(annotated, phrase.head), KINDS)
    named = any(map(str.isupper, actor.name))
    return actor.name if named and (known is None or known.kind in kinds) else None


def _is_own(annotated: Annotated, phrase: Phrase) -> bool:
    """Tell whether the report means its own outlet: "this newspaper", "our reporter"."""
    return low(annotated, phrase.first) in _OWN


def _spoken_of(report: Report, phrase: Phrase) -> str | None:
    """Return the outlet that "the newspaper" means: the last of its kind named before.

    Where none of its kind was, any outlet will do, but not for "the agency": that may
    be none of the press.
    """
    annotated = report.annotated
    start = span_of(annotated, phrase)[0]
    noun = base(annotated, phrase.head)
    before = [(span, outlet.kind) for span, outlet in report.named if span[1] <= start]
    others = [
        (span, "")
        for actor in report.cast.actors
        if actor.kind == "outlet" and any(map(str.isupper, actor.name))
        for span in actor.mentions
        if span[1] <= start
    ]
    alike = [span for span, kind in before if kind in _KINDS_OF.get(noun, KINDS)]
    if noun != "agency":
        alike = alike or [span for span, _ in (*before, *others)]
    return _name_of(report, max(alike)) if alike else None
