"""The roll of a document: who is named in it, under which names.

Names that stand for the same are gathered over the whole document before anything
else is decided, so that a short name finds a full one that comes only later:

1. every name is counted, with what the encoder and the words around it take it for;
2. long names are entered first; a shorter one joins the name it may be short for;
3. a lone word joins the person whose last (else first) name it is; where there are
   several, each place is decided on its own, see ``find``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sayso.attribute.actors.letters import BODIES, PERSONS, TEXTS, letter_of, table
from sayso.attribute.actors.names import (
    bodies,
    find_aliases,
    initials_of,
    is_acronym,
    key_of,
    short_forms,
    tokens_of,
)
from sayso.attribute.actors.phrase import Phrase, read_phrase
from sayso.attribute.actors.sighting import Sighting
from sayso.attribute.grammar.clause import Tree
from sayso.countries import find_country, is_state
from sayso.outlets import find_outlet
from sayso.records import Document, Span

VIOLENT = frozenset(
    """militant terror terrorist extremist jihadist jihadi islamist rebel insurgent armed guerrilla
    separatist paramilitary""".split()
)
# Nouns a body's name stands before without them: the Gull newspaper.
NAMED_BEFORE = frozenset({"party", "medium", "force"})
_KIND_OF_NOUN = {
    "party": "organisation",
    "medium": "outlet",
    "force": "armed-group",
    "authority": "government",
    **{kind: kind for kind in ("government", "organisation", "armed-group", "outlet")},
    **dict.fromkeys(TEXTS, "document"),
}
_FIRMS = frozenset(
    """inc ltd corp llc llp plc co ag sa nv gmbh spa ab holdings group company corporation
    limited""".split()
)
# What a person may be, and a body too.
_EITHER = frozenset(
    """rival ally partner member owner sponsor supporter competitor backer donor critic employer
    buyer seller operator maker opponent challenger contractor champion winner loser user client
    customer investor shareholder creditor trader dealer agent broker founder leader""".split()
)
_OFTEN = 5  # how much more often than the whole name its first word may stand alone
_REGIONS = frozenset("africa asia europe america americas international global".split())
_OUTLET_ENDS = frozenset(
    """times post herald tribune gazette chronicle telegraph mail mirror observer inquirer examiner
    courier dispatch sentinel ledger press broadcasting tv radio news journal""".split()
)


@dataclass(slots=True)
class Being:
    """Somebody in the making.

    Attributes:
        names: how often each of its names stands in the text.
        kind: as in ``Actor.kind``, or "place".
        gender: "m", "f" or "".
        plural: whether it is several.
        phrase: what it is called, if it has no name.
        phrases: what was said of it beside its name.
        owner: the being whose relative it is.
        parts: the beings it is made of: "the police and the army".
        asked: whether it is one of those asked for.
        pronouns: how often it was called he, she, it or they.
    """

    names: Counter[str] = field(default_factory=Counter)
    kind: str = ""
    gender: str = ""
    plural: bool = False
    phrase: Phrase | None = None
    phrases: list[Phrase] = field(default_factory=list)
    owner: int | None = None
    parts: tuple[int, ...] = ()
    asked: bool = False
    pronouns: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Count:
    """What is known of one name."""

    names: Counter[str] = field(default_factory=Counter)
    hints: Counter[str] = field(default_factory=Counter)
    nouns: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    violent: bool = False
    asked: bool = False


@dataclass(slots=True)
class Roll:
    """Those named in a document, and the ways to find them."""

    beings: list[Being] = field(default_factory=list)
    by_key: dict[str, int] = field(default_factory=dict)
    by_form: dict[tuple[str, ...], int] = field(default_factory=dict)
    by_last: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_first: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_body: dict[object, int] = field(default_factory=dict)
    initials: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    missed: list[Phrase] = field(default_factory=list)


def call_roll(sightings: Sequence[Sighting], document: Document, tree: Tree) -> Roll:
    """Gather the names of a document; its outlet goes by its last words too: "the Courier"."""
    text = document.text
    counts, roll = _counted(sightings), Roll()
    for start, end in _missed(counts, text, tree):
        name = text[start:end]
        count = counts.setdefault(key_of(name), Count())
        count.names[name] += 1
        count.hints["person"] += 1
        phrase = read_phrase(text[_with_title(text, tree, start) : end], "person")
        if phrase.titled and phrase.name == name:
            roll.missed.append(phrase)
    aliases: dict[str, str] = {}
    for full, short in find_aliases(text):
        aliases[key_of(short)] = key_of(full)
        count = counts.setdefault(key_of(full), Count())
        count.names[full] += 1
        count.nouns["organisation"] += 1
    for short in _short_mastheads(counts, document.outlet):
        aliases[short] = key_of(document.outlet or "")
        counts.setdefault(aliases[short], Count()).names[document.outlet or ""] += 1
        counts[aliases[short]].nouns["outlet"] += 1
        counts[short].nouns["outlet"] += 1
    counts = {key: count for key, count in counts.items() if count.names}
    for key, count in counts.items():
        roll.kinds[key] = kind_of(count)
    for key in sorted(counts, key=lambda key: -len(tokens_of(key))):
        _enter(roll, key, counts[key], aliases.get(key))
    return roll


def _counted(sightings: Sequence[Sighting]) -> dict[str, Count]:
    """Step 1: the names by key, in order of their first place."""
    counts: dict[str, Count] = {}
    named = [sighting for sighting in sightings if sighting.phrase.name]
    named.sort(key=lambda sighting: sighting.phrase.kind in NAMED_BEFORE)
    plain = {key_of(sighting.phrase.name) for sighting in named if not sighting.sides}
    for sighting in named:
        phrase = sighting.phrase
        if sighting.sides and are_two(sighting, plain):
            continue
        count = counts.setdefault(key_of(phrase.name), Count())
        if phrase.kind in NAMED_BEFORE and _is_place(count):  # the New York bank
            continue
        count.names[phrase.name] += 1
        count.hints[_hint_of(sighting)] += 1
        told = phrase.titled or phrase.kind in BODIES | TEXTS
        if told and phrase.kind and phrase.noun not in _EITHER:
            count.nouns[phrase.kind] += 1
        if phrase.gender:
            count.genders[phrase.gender] += 1
        count.violent |= not VIOLENT.isdisjoint(phrase.words)
        count.asked |= sighting.asked
    for sighting in sightings:
        if sighting.phrase.kind == "mouthpiece" and sighting.phrase.owner:
            spoken = counts.get(key_of(sighting.phrase.owner))
            if spoken:  # a Gulltech spokeswoman; persons have them too, but are better known
                spoken.hints["organization"] += 3
    return counts


def _hint_of(sighting: Sighting) -> str:
    """Return what a name is taken for here; no place is "a bus driver"."""
    phrase = sighting.phrase
    driver = phrase.noun and phrase.kind == "person" and phrase.noun not in _EITHER
    return "person" if driver and sighting.hint == "place" else sighting.hint


def _is_place(count: Count) -> bool:
    """Tell whether a name was a place's wherever it stood alone."""
    hints = count.hints
    return hints["place"] > hints["organization"] + hints["person"]


def are_two(sighting: Sighting, known: Container[str]) -> bool:
    """Tell whether what "and" joins are two, not one name such as "Globe and Mail".

    Args:
        sighting: one with two sides.
        known: the keys of names.
    """
    sides = sighting.sides
    if not all(side.name or side.kind for side in sides):
        return False
    named = [bool(side.name) for side in sides]
    if not any(named):
        return True
    if not all(named):  # Calder and his wife, the mayor and Calder; not chairman and chief X
        return bool(sides[-1].article if named[0] else sides[0].article)
    if sides[-1].article in {"the", "a", "an"}:
        return True
    persons = [side.titled and side.kind in PERSONS for side in sides]
    return all(key_of(side.name) in known for side in sides) or all(persons)


def _with_title(text: str, tree: Tree, start: int) -> int:
    """Return where the title before a name starts: "Trade Minister" Ann Lee."""
    at = bisect_left(tree.start, start)
    first = at
    while first > max(0, at - 4) and tree.sentence[first - 1] == tree.sentence[at]:
        if letter_of(text[tree.start[first - 1] : tree.end[first - 1]]) not in "NCDJR":
            break
        first -= 1
    return tree.start[first]


def _missed(counts: Mapping[str, Count], text: str, tree: Tree) -> Iterator[Span]:
    """Yield full names the encoder saw no mention in: "Uma Thurman" where "Thurman" is known."""
    lone = {key for key, count in counts.items() if " " not in key and count.hints["person"]}
    lone -= {key.rsplit(" ", 1)[-1] for key in counts if " " in key}
    for at in range(1, len(tree.start) if lone else 0):
        if text[tree.start[at] : tree.end[at]].casefold() not in lone:
            continue
        if text[tree.end[at - 1] : tree.start[at]] != " ":
            continue
        before = text[tree.start[at - 1] : tree.end[at - 1]]
        named = before.lower() in table("given_names.tsv") or tree.tag[at - 1] == "PROPN"
        yield from _cut_short(counts, text, tree, at)
        if letter_of(before) == "N" and named and tree.sentence[at] == tree.sentence[at - 1]:
            known = counts.get(key_of(before))
            given = before.lower() in table("given_names.tsv")
            if given or known is None or not known.hints["organization"]:
                yield (tree.start[at - 1], tree.end[at])


def _cut_short(counts: Mapping[str, Count], text: str, tree: Tree, at: int) -> Iterator[Span]:
    """Yield the full name where the encoder's mention ends with the given name."""
    behind = at + 1
    if (
        behind >= len(tree.start)
        or tree.tag[behind] != "PROPN"
        or tree.start[behind] - 1 != (tree.end[at])
    ):
        return
    while behind + 2 < len(tree.start) and text[tree.end[behind] : tree.start[behind + 2]] == "-":
        behind += 2
    name = text[tree.start[at] : tree.end[behind]]
    word = text[tree.start[at + 1] : tree.end[at + 1]]
    if letter_of(word) == "N" and key_of(name) not in counts:
        yield (tree.start[at], tree.end[behind])


def kind_of(count: Count) -> str:
    """Return what a name is the name of.

    1. a well-known body, an outlet, a state, a masthead; 2. what the noun beside it says;
    3. the form of the name; 4. what the encoder takes it for most often.
    """
    name = count.names.most_common(1)[0][0]
    known = known_kind(name)
    noun = count.nouns.most_common(1)[0][0] if count.nouns else ""
    if known and not (noun in PERSONS and known == "outlet"):
        return known
    if noun in PERSONS:
        return "person"
    if _is_masthead(name):
        return "outlet"
    if noun:
        kind = _KIND_OF_NOUN.get(noun, "")
        return "armed-group" if count.violent and kind == "organisation" else kind
    first, last = name.split()[0], name.split()[-1].lower()
    if last in _REGIONS and is_acronym(first):
        return "organisation"
    hints = Counter({kind: n for kind, n in count.hints.items() if kind})
    hint = hints.most_common(1)[0][0] if hints else ""
    if is_acronym(name) or (hint == "organization" and last not in table("given_names.tsv")):
        return "organisation"
    if hint == "person" or last in table("given_names.tsv"):
        return "person"
    if hint == "place":
        return "place"
    return "person" if " " in name and not hint else "unknown"


def _short_mastheads(counts: Mapping[str, Count], outlet: str | None) -> list[str]:
    """Return the names that are the last words of an outlet's: "courier"."""
    tokens = tokens_of(key_of(outlet or ""))
    short = [" ".join(tokens[at:]) for at in range(1, len(tokens))]
    return [key for key in short if key in counts and tokens[-1] in _OUTLET_ENDS]


def _is_masthead(name: str) -> bool:
    """Tell whether a name ends as newspapers and stations are called: "the Tidewater Post"."""
    return " " in name and name.rsplit(" ", 1)[-1].lower() in _OUTLET_ENDS


@lru_cache(maxsize=20_000)
def known_kind(name: str) -> str:
    """Return the kind of a name that the tables know, or ""."""
    body = bodies().get(key_of(name))
    if body:
        return body[1]
    if " " not in name or name.split(" ", 1)[0].lower() not in table("given_names.tsv"):
        if find_outlet(name):
            return "outlet"
        if find_country(name) and is_state(name):
            return "government"
    if name.lower().endswith((".com", ".org", ".net", ".co.uk")):
        return "outlet"
    firm = " & " in name or (" " in name and name.rsplit(" ", 1)[-1].rstrip(".").lower() in _FIRMS)
    return "organisation" if firm else ""


def _enter(roll: Roll, key: str, count: Count, alias: str | None) -> None:
    """Steps 2 and 3: give a name to the being it stands for, a new one if there is none."""
    kind, tokens = roll.kinds[key], tokens_of(key)
    number = roll.by_key.get(alias) if alias else None
    if number is None:
        finder = _find_person if kind == "person" else _find_body
        number = finder(roll, key, tokens, count)
    if number is None and len(tokens) == 1:
        if _is_surname(roll, key, count):
            return
        number = _begun(roll, key, count)
    if number is None:
        number = len(roll.beings)
        roll.beings.append(Being(kind=kind))
    being = roll.beings[number]
    roll.by_key[key] = number
    being.names.update(count.names)
    being.asked |= count.asked
    if being.kind == "person" and not being.gender:
        being.gender = gender_of(count, tokens)
    _index(roll, number, being.kind, tokens, count)


def gender_of(count: Count, tokens: tuple[str, ...]) -> str:
    """Return a person's gender by title and noun, else by given name."""
    if count.genders:
        return count.genders.most_common(1)[0][0]
    known = table("given_names.tsv").get(tokens[0], ()) if len(tokens) > 1 else ()
    return known[0] if known else ""


def _find_person(roll: Roll, key: str, tokens: tuple[str, ...], count: Count) -> int | None:
    """Return the person entered under a longer name that this one is short for."""
    del key
    if len(tokens) < 2 or known_kind(count.names.most_common(1)[0][0]):
        return None
    pair = (tokens[0], tokens[-1])
    return roll.by_form.get(tokens, roll.by_form.get(pair) if len(tokens) > 2 else None)


def _is_surname(roll: Roll, key: str, count: Count) -> bool:
    """Tell whether a lone word is part of the name of persons entered before."""
    known = roll.kinds[key] != "person" and known_kind(count.names.most_common(1)[0][0])
    return not known and bool(roll.by_last.get(key) or roll.by_first.get(key))


def _begun(roll: Roll, key: str, count: Count) -> int | None:
    """Return the body whose name a lone word begins: "Goldman" Sachs."""
    name = count.names.most_common(1)[0][0]
    common = letter_of(name) != "N" or known_kind(name) or count.nouns
    number = None if common else roll.starts.get(key)
    if number is None or (key,) in roll.by_form:
        return number
    whole, alone = roll.beings[number].names.total(), count.names.total()
    return number if alone <= (whole * _OFTEN if whole > 1 else 2) else None


def _find_body(roll: Roll, key: str, tokens: tuple[str, ...], count: Count) -> int | None:
    """Return the body entered under a longer or another name of this one."""
    name = count.names.most_common(1)[0][0]
    identity = _identity_of(key, name)
    if identity in roll.by_body:
        return roll.by_body[identity]
    if len(tokens) > 1:
        number = roll.by_form.get(tokens)
        if number is not None and key in bodies() and roll.beings[number].kind != roll.kinds[key]:
            return None  # the Boko Haram camp is not Boko Haram
        first = name.split()[0]
        if number is None and is_acronym(first) and tokens[-1] in _REGIONS:
            number = roll.initials.get(tokens[0])
        return number
    plain = key.replace(" ", "")
    if is_acronym(name) and plain in roll.initials:
        return roll.initials[plain]
    return None


def _identity_of(key: str, name: str) -> object:
    """Return what is the same for all names of a known body or state, None for others."""
    body = bodies().get(key)
    if body:
        return body[0]
    country = find_country(name)
    if country and is_state(name):  # Moscow is no name of Russia
        return country.code if name not in {country.capital, *country.seats} else None
    words = name.replace("’s", "'s").split()
    for size in (1, 2):  # Nigerian government, Nigeria's government, New Zealand's government
        country = find_country(" ".join(words[:size]).removesuffix("'s"))
        if country and len(words) in (size + 1, size + 2):
            return (country.code, " ".join(words[size:]).lower())
    return None


def _index(roll: Roll, number: int, kind: str, tokens: tuple[str, ...], count: Count) -> None:
    """Make a name findable by its short forms."""
    if kind != "person":
        _index_body(roll, number, kind, tokens, count.names.most_common(1)[0][0])
    elif len(tokens) > 1:
        _add(roll.by_last, tokens[-1], number)
        _add(roll.by_first, tokens[0], number)
        for form in (tokens, *short_forms(tokens)):
            roll.by_form.setdefault(form, number)


def _index_body(roll: Roll, number: int, kind: str, tokens: tuple[str, ...], name: str) -> None:
    """Make the name of a body findable by its ends, its words, its initials."""
    identity = _identity_of(key_of(name), name)
    if identity is not None:
        roll.by_body.setdefault(identity, number)
    forms = [tokens[start:] for start in range(len(tokens) - 1 if kind != "place" else 0)]
    if len(tokens) > 2 and name.rsplit(maxsplit=1)[-1].islower():  # the Blue Gull campaign
        forms.append(tokens[:-1])
    core = tokens
    while len(core) > 1 and core[-1] in _FIRMS:
        core = core[:-1]
    if core != tokens:  # Gull of Gull Inc, however often it stands alone
        forms.append(core)
    for form in forms:
        roll.by_form.setdefault(form, number)
    if len(tokens) > 1 and kind not in {"place", "document"}:
        roll.starts.setdefault(tokens[0], number)
    for token in set(tokens):
        _add(roll.by_word, token, number)
    for short in initials_of(name):
        roll.initials.setdefault(short, number)


def _add(index: dict[str, list[int]], key: str, number: int) -> None:
    if number not in index[key][-8:]:
        index[key].append(number)
