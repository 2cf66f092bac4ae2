"""The names of those who take part in an event.

1. "we" is the side of whoever speaks: the state of an official, else himself;
2. a fighter, commander or gunman of a named armed group is that group;
3. a ruler's army or regime is his state;
4. else the actor the words stand for, under the name the document gives him, without
   article and number; what is nobody ("the attack by X") gives way to whose it is.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sayso.attribute.actors.letters import class_of
from sayso.attribute.actors.phrase import read_phrase
from sayso.attribute.actors.sighting import mentions_headed_in
from sayso.attribute.event.ground import BODIES, SOMEBODY, Ground
from sayso.attribute.event.roles import conjuncts, verb_roles
from sayso.attribute.grammar.clause import phrase_of
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import countries, find_country, is_demonym, is_state
from sayso.records import Actor, Attribution
from sayso.text import contains

_WE: Final = frozenset("we us our ours ourselves".split())
_I: Final = frozenset("i me my myself mine".split())
_NOBODY: Final = frozenset(
    """this that these those which what who whom whose there one ones something anything nothing
    everything it itself such someone somebody anyone anybody everyone each other another you
    your""".split()
)
_RULE: Final = frozenset("army regime forces troops military government security".split())
_STATE_NOUNS: Final = frozenset("regime government administration authorities state".split())
_POSTS: Final = frozenset(
    """minister president premier chancellor king queen prince ambassador envoy secretary general
    defense defence foreign ministry government diplomat""".split()
)
_FIGHTERS: Final = frozenset(
    """fighter militant gunman commander terrorist insurgent rebel guerrilla jihadist extremist
    operative soldier troop member leader militia force""".split()
)

_LEADING: Final = re.compile(
    r"(?i)^(?:(?:of|whose|between|and|or|to|the|an?|more than|its|his|her|their|our|my|your|any|no"
    r"|each|every|over|at least|about|around|nearly|almost|up to|as many as|another|dozens of"
    r"|hundreds of|thousands of|scores of|tens of thousands of|a number of|a group of"
    r"|(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s?-\s?\w+|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|\d[\d,.]*(?: (?:million|thousand|hundred))?|more|other"
    r")\s+)+"
)
_QUOTES: Final = re.compile('[“”"„«»]')
_BEHIND: Final = re.compile(  # what is kept behind the head of a description
    r"(?:\s(?:of|for|from|to)\s(?!\w+ing\b)[^,(;:\n]*?)(?=,|\s\(|\n|;|$"
    r"|\s(?:who|which|that|where|when|whose|over|about|on|at|with|during|after|before|since|by|as"
    r"|now|against|fighting|serving|deployed|to|including|is|are|was|were|has|have|had|will"
    r"|\w+ing)\s)"
)
_LONGEST: Final = 80  # characters of a description that is kept


class Named(NamedTuple):
    """Somebody who takes part: the name, and the head word it was read from."""

    name: str
    word: int


def names_of(ground: Ground, words: tuple[int, ...], voice: Attribution | None) -> list[Named]:
    """Return who some head words stand for, each once, in text order."""
    found: dict[str, Named] = {}
    for word in words:
        if _is_apposed(ground, word, words):
            continue
        for named in _named(ground, word, voice):
            found.setdefault(named.name, named)
    return list(found.values())


def _named(ground: Ground, word: int, voice: Attribution | None) -> list[Named]:
    low = ground.tree.low[word]
    if low in _WE or low in _I:  # 1
        name = side_of(ground, voice, plural=low in _WE) if voice else None
        return [Named(name, word)] if name else []
    if ground.tree.tag[word] == "PRON":
        return _of_pronoun(ground, word, voice)
    if both := _both(ground, word) or _joint(ground, word) or _the_country(ground, word):
        return both
    counted = _counted(ground, word)
    if counted is not None:
        return [one for k in conjuncts(ground.tree, counted) for one in _named(ground, k, voice)]
    name = _compass(ground, word) or _group(ground, word) or _state(ground, word)  # 2, 3
    if name:
        return [Named(name, word)]
    return _called(ground, word, voice) if is_party(ground, word) else []


def _called(ground: Ground, word: int, voice: Attribution | None) -> list[Named]:
    """Return the actor a word stands for, or the words that describe somebody (4)."""
    tree = ground.tree
    text = ground.text()[tree.start[word] : tree.end[word]]
    country = find_country(text) if is_demonym(text) else None
    if country and tree.relation[word] in {"amod", "compound", "nmod"}:
        return [Named(state_name(ground, country.code) or country.name, word)]
    actor = ground.actor(word) or ground.namesake(word)
    if actor is not None and _is_anothers(ground, word, actor):
        actor = None
    name = _name(ground, actor, word) if actor else described(ground, word)
    if not any(map(str.isalpha, name)) and name:  # 527 were injured
        name = "people"
    named = [Named(name, word)] if name and name.lower() not in _NOBODY else []
    return named + _included(ground, word, voice)


def _is_anothers(ground: Ground, word: int, actor: Actor) -> bool:
    """Tell whether a body is called by a name its actor does not bear: "the Hallam firm"."""
    tree = ground.tree
    if tree.tag[word] != "NOUN" or actor.identity != "named":
        return False
    for k in tree.below[word]:
        if k < word and tree.relation[k] == "compound" and tree.tag[k] == "PROPN":
            other = ground.actor(k)
            word_k = ground.text()[tree.start[k] : tree.end[k]]
            if other is not None and other.name != actor.name and word_k not in actor.name:
                return True
    return False


def _included(ground: Ground, word: int, voice: Attribution | None) -> list[Named]:
    """Return those named as among others: "defectors including Orr and Lee"."""
    tree = ground.tree
    for k in tree.below[word]:
        if k > word and any(tree.low[c] == "including" for c in tree.below[k]):
            return [one for j in conjuncts(tree, k) for one in _named(ground, j, voice)]
    return []


def _both(ground: Ground, word: int) -> list[Named]:
    """Return the two states that "both countries" or "the two sides" are.

    They are those that the text has named most often up to there.
    """
    tree = ground.tree
    if lemma(tree.low[word], "NOUN") not in _SIDES:
        return []
    if not any(tree.low[k] in {"both", "two"} for k in tree.below[word]):
        return []
    before = tree.start[word]
    states = [
        (sum(end <= before for _, end in actor.mentions), -number, actor.name)
        for number, actor in enumerate(ground.cast.actors)
        if actor.identity == "named" and is_state(actor.name)
    ]
    found = sorted((one for one in states if one[0]), reverse=True)[:2]
    return [Named(name, word) for _, _, name in found] if len(found) == 2 else []


_SIDES: Final = frozenset({"country", "nation", "side", "state", "neighbour", "neighbor", "party"})


def _compass(ground: Ground, word: int) -> str | None:
    """Return the state that "the North" or "the south side" is short for, if one is named so."""
    tree = ground.tree
    words = [tree.low[word], *(tree.low[k] for k in tree.below[word] if k < word)]
    point = next((w for w in words if w in _POINTS), None)
    if point is None or (tree.low[word] not in _POINTS and tree.low[word] != "side"):
        return None
    names = (a.name for a in ground.cast.actors if a.kind == "government")
    return next((name for name in names if name.lower().startswith(f"{point} ")), None)


_POINTS: Final = frozenset({"north", "south", "east", "west"})


def _the_country(ground: Ground, word: int) -> list[Named]:
    """Return the state named last before "the country"."""
    tree = ground.tree
    if tree.low[word] not in {"country", "nation"} or tree.low[max(0, word - 1)] != "the":
        return []
    at = ground.mention_at.get(word)
    if at is None:
        return []
    for number in range(at - 1, max(-1, at - _FAR), -1):
        index = ground.cast.of_mention.get(number)
        actor = None if index is None else ground.cast.actors[index]
        if actor and actor.identity == "named" and is_state(actor.name):
            return [Named(actor.name, word)]
    return []


def _joint(ground: Ground, word: int) -> list[Named]:
    """Return the two of "North and South Korea"."""
    tree = ground.tree
    text = ground.text()[tree.start[word] : tree.end[word]]
    points = [k for k in range(max(0, word - 3), word) if tree.low[k] in _POINTS]
    if len(points) != 2 or tree.low[points[0] + 1] != "and":
        return []
    return [Named(f"{tree.low[k].title()} {text}", word) for k in points]


def _of_pronoun(ground: Ground, word: int, voice: Attribution | None) -> list[Named]:
    """Return whom a pronoun stands for, under what he was first called.

    Nobody calls himself "him": inside his own words it is the last other named before.
    """
    low, actor = ground.tree.low[word], ground.actor(word)
    if low in _NOBODY and low not in {"who", "it", "its"}:
        return []
    if actor is None:  # "it would attack", Rook said: himself
        if voice is None and low == "it":
            return _subject_before(ground, word)
        own = voice is not None and voice.mode == "indirect" and low in {"it", "they", "he", "she"}
        fits = own and (low in {"he", "she"}) == (voice.kind == "person") if voice else False
        return [Named(voice.speaker, word)] if fits and voice and voice.speaker else []
    at = (ground.tree.start[word], ground.tree.end[word])
    quoted = voice is not None and any(contains(span, at) for span in voice.verbatim)
    if quoted and actor.name == (voice.speaker if voice else None):
        other = _other_before(ground, word, actor.name)
        return [Named(other, word)] if other else []
    first = _first_noun(ground, actor)
    if first is not None and first != word:
        found = [Named(one.name, word) for one in _named(ground, first, voice)]
        return [Named(_said_before(ground, one.name, voice), word) for one in found]
    return [Named(_name(ground, actor, word), word)]


def _subject_before(ground: Ground, word: int) -> list[Named]:
    """Return the body that is the subject of the sentence before: "It also asked …"."""
    tree = ground.tree
    start = tree.around[word].start
    if tree.relation[word] != "nsubj" or start == 0 or word - start > _OPENING:
        return []
    before = tree.around[start - 1]
    root = next((k for k in before if tree.head[k] < 0), None)
    subjects = [k for k in tree.below[root] if tree.relation[k] == "nsubj"] if root else []
    found = names_of(ground, tuple(subjects), None)
    return [Named(one.name, word) for one in found if is_body(ground, one)][:1]


_OPENING: Final = 3  # words before the "It" that opens a sentence


def _said_before(ground: Ground, name: str, voice: Attribution | None) -> str:
    """Return the group a speaker named before, for people he only tells by its adjective.

    "We back the armed opposition … hundreds of armed people": within one's own words the
    adjective tells whom he means. A state's armed forces are none of those.
    """
    words = name.lower().split()
    if voice is None or len(words) != 2 or words[1] not in _PEOPLE:
        return name
    own = [a for a in ground.attributions if a.speaker == voice.speaker and a.mode != "indirect"]
    spans = [span for a in own if a.content[0][0] <= voice.content[0][0] for span in a.content]
    for start, end in spans:
        match = re.search(rf"(?i)\b{re.escape(words[0])} ([a-z]+)\b", ground.text()[start:end])
        if (
            match
            and match[1] not in _PEOPLE | {"forces", "force", "services"}
            and (class_of(lemma(match[1], "NOUN")))
        ):
            return match[0]
    return name


_PEOPLE: Final = frozenset("people persons men women fighters groups members elements ones".split())


def _first_noun(ground: Ground, actor: Actor) -> int | None:
    """Return the head word of the first mention of an actor that is no pronoun."""
    if actor.identity == "named":
        return None
    for span in actor.mentions:
        for number in mentions_headed_in(ground.annotated, span):
            mention = ground.annotated.mentions[number]
            if mention.span == span and ground.tree.tag[mention.head] != "PRON":
                return mention.head
    return None


def _other_before(ground: Ground, word: int, speaker: str) -> str | None:
    """Return the last person named before a word who is not the speaker."""
    at = ground.mention_at.get(word, 0)
    for number in range(at - 1, max(-1, at - _FAR), -1):
        index = ground.cast.of_mention.get(number)
        actor = None if index is None else ground.cast.actors[index]
        named = actor and actor.kind == "person" and actor.identity == "named"
        if actor and named and actor.name != speaker:
            return actor.name
    return None


_FAR: Final = 40  # mentions


def is_party(ground: Ground, word: int) -> bool:
    """Tell whether a word heads a person, a body, a people or a state."""
    tree, kind = ground.tree, ground.kind(word)
    if tree.tag[word] == "PRON":
        return True
    if kind in {"person", "organization"}:
        return True
    text = ground.text()[tree.start[word] : tree.end[word]]
    if find_country(text) is not None:
        return True
    if kind == "place":
        return is_place_party(ground, word)
    if tree.tag[word] == "ADJ" and tree.relation[word] == "amod":  # a firm response
        return False
    if ground.namesake(word) is not None:
        return True
    if kind in {"event", "time", "object", "abstract", "substance", "animal"}:
        return bool(class_of(lemma(tree.low[word], "NOUN")) in BODIES)
    if tree.tag[word] == "PROPN" and not kind:  # a name the encoder takes for none
        return tree.relation[word] not in {"compound", "flat"}
    return class_of(lemma(tree.low[word], "NOUN")) in BODIES


def is_place_party(ground: Ground, word: int) -> bool:
    """Tell whether a place acts: a country, or a named one; no school, no street."""
    actor = ground.actor(word)
    if actor is not None and actor.kind in {"government", "organisation", "armed-group"}:
        return True
    return ground.tree.tag[word] == "PROPN"


def owners(ground: Ground, word: int) -> tuple[int, ...]:
    """Return those whose something is that is nobody itself, the likeliest first.

    "the attack by X", "X's efforts", "the resumption of X", "an Israeli raid".
    """
    tree = ground.tree
    by, owner, of, before = [], [], [], []
    for k in tree.below[word]:
        cases = {tree.low[c] for c in tree.below[k] if tree.relation[c] == "case"}
        if tree.relation[k] in {"nmod", "obl"} and "by" in cases:
            by.append(k)
        elif k < word and (cases & {"'s", "'"} or (tree.tag[k] == "PRON" and not cases)):
            owner.append(k)
        elif tree.relation[k] in {"nmod", "obl"} and cases & {"of", "from", "against", "between"}:
            of.append(k)
        elif tree.relation[k] == "acl":
            by += _agents(ground, k)
        elif k < word and tree.relation[k] in {"compound", "amod", "nmod"}:
            before.append(k)
    for found in (by, owner, of, before):
        kept = [j for k in found for j in conjuncts(tree, k) if is_party(ground, j)]
        if kept:
            return tuple(kept)
    deeper = [j for k in of for j in owners(ground, k)] if of else []
    return tuple(deeper) or _followers(ground, word)


def _followers(ground: Ground, word: int) -> tuple[int, ...]:
    """Return who follows a policy that is the object of a verb: "they maintain a policy"."""
    tree, above = ground.tree, ground.tree.head[word]
    if above < 0 or tree.relation[word] != "obj" or tree.low[word] not in _FOLLOWED:
        return ()
    return verb_roles(tree, above).doer


_FOLLOWED: Final = frozenset("policy policies practice plan decision law rule move".split())


def _agents(ground: Ground, verb: int) -> list[int]:
    """Return by whom: "crimes committed by the militia"."""
    tree = ground.tree
    return [
        k
        for k in tree.below[verb]
        if any(tree.low[c] == "by" and tree.relation[c] == "case" for c in tree.below[k])
    ]


def side_of(ground: Ground, voice: Attribution, *, plural: bool) -> str | None:
    """Return who a speaker means by "we": his state if he acts for one, else himself."""
    name = voice.speaker
    if name is None or not plural or voice.kind not in {"person", "group"}:
        return name
    actor = next((one for one in ground.cast.actors if one.name == name), None)
    if actor is None:
        return name
    for span in actor.mentions[:_MENTIONS]:
        owner = read_phrase(ground.text()[slice(*span)]).owner
        if owner and (is_state(owner) or find_country(owner)):
            return owner
    if actor.kind == "person" and actor.country and has_post(ground, actor):
        return state_name(ground, actor.country)
    return name


def has_post(ground: Ground, actor: Actor) -> bool:
    """Tell whether a person is called by a post of state: "Russian deputy foreign minister"."""
    spans = actor.mentions[:_MENTIONS]
    words = {word.lower() for a, b in spans for word in ground.text()[a:b].split()}
    return bool(words & _POSTS)


_MENTIONS: Final = 20  # places where somebody's post is looked for


def described(ground: Ground, word: int) -> str:
    """Return how a text describes what a word heads, without article, number and clauses."""
    start, end = phrase_of(ground.annotated, word)
    text, head = ground.text(), ground.tree.end[word]
    behind = _BEHIND.match(text, head, max(head, end))
    found = plain(text[start : behind.end() if behind else head])
    if found.lower() in _PEOPLE and (seeking := _SEEKING.match(text, head, max(head, end))):
        return found + seeking[0]
    return found


_SEEKING: Final = re.compile(r"\s\w+ing\s\w+")  # people seeking asylum


def plain(text: str) -> str:
    """Return a description without quotation marks, article and number."""
    bare = _QUOTES.sub("", text).strip(" ,.;:–—-")
    kept = _LEADING.sub("", bare)
    return (kept or bare)[:_LONGEST].strip()


def _name(ground: Ground, actor: Actor, word: int) -> str:
    """Return the fullest name of an actor; of one without a name, how he is described."""
    if actor.identity == "named":
        return _fullest(ground, actor)
    owned = any(
        k < word and ground.tree.low[k] in _OWNING and ground.tree.tag[k] in {"PRON", "DET"}
        for k in ground.tree.below[word]
    )
    if ground.tree.tag[word] == "PRON" or owned:  # her mother is "Ann Lee's mother"
        return plain(actor.name)
    return described(ground, word) or plain(actor.name)


_OWNING: Final = frozenset("his her their its my our".split())


def _fullest(ground: Ground, actor: Actor) -> str:
    """Return the name of the body "of X" where a document calls it by X alone too."""
    name = actor.name
    if actor.kind != "organisation" or " " in name or find_country(name) is not None:
        return name
    whole = (a.name for a in ground.cast.actors if a.kind == "organisation" and a is not actor)
    ends = f" of {name.casefold()}"
    return next((one for one in whole if one.casefold().endswith(ends) and _is_of(one)), name)


def _is_of(name: str) -> bool:
    """Tell whether a name is that of one body: "Church of X", no "an attorney of X"."""
    return name[:1].isupper() and len(name.split()) == _OF_WORDS


_OF_WORDS: Final = 3


def _counted(ground: Ground, word: int) -> int | None:
    """Return what a word only counts: "hundreds of people", "a group of men"."""
    tree = ground.tree
    counts = tree.tag[word] == "NUM" or tree.low[word] in _MANY
    if not counts and class_of(lemma(tree.low[word], "NOUN")) != "quantity":
        return None
    for j in (word, *(k for k in tree.below[word] if tree.relation[k] in {"appos", "conj"})):
        for k in tree.below[j]:
            of = any(tree.low[c] == "of" for c in tree.below[k])
            if tree.relation[k] == "nmod" and of:
                return k
    return None


_MANY: Final = frozenset(
    """hundreds thousands dozens scores tens millions number majority all some
    most many few none half part rest""".split()
)


def _group(ground: Ground, word: int) -> str | None:
    """Return the armed group a fighter belongs to: "Hezbollah commanders" (2)."""
    tree = ground.tree
    if lemma(tree.low[word], "NOUN") not in _FIGHTERS or tree.tag[word] == "PROPN":
        return None
    for k in tree.below[word]:
        if k < word and tree.relation[k] in {"compound", "nmod", "amod"}:
            actor = ground.actor(k)
            if actor and actor.kind == "armed-group" and actor.identity == "named":
                return actor.name
    return None


def _state(ground: Ground, word: int) -> str | None:
    """Return the state whose regime or army this is: "Assad's army" (3)."""
    tree, low = ground.tree, ground.tree.low[word]
    if low not in _RULE and low not in _STATE_NOUNS:
        return None
    ruler = [k for k in tree.below[word] if tree.relation[k] == "nmod"]
    for k in (*owners(ground, word), *ruler):
        actor = ground.actor(k) or _by_surname(ground, k)
        if actor and actor.kind == "person" and actor.identity == "named":
            code = actor.country or _ruled(ground, actor)
            if code:
                return state_name(ground, code)
    return None


def _by_surname(ground: Ground, word: int) -> Actor | None:
    """Return the person a surname alone stands for: "Orr's army"."""
    tree = ground.tree
    last = ground.text()[tree.start[word] : tree.end[word]]
    if tree.tag[word] != "PROPN":
        return None
    people = (one for one in ground.cast.actors if one.kind == "person")
    return next((one for one in people if last in _NAME_PARTS.findall(one.name)), None)


_NAME_PARTS: Final = re.compile(r"[^\W\d_]+")


def _ruled(ground: Ground, person: Actor) -> str | None:
    """Return the country of the regime that bears a ruler's name."""
    last = person.name.split()[-1].split("-")[-1]
    for actor in ground.cast.actors:
        if actor.kind == "government" and actor.country and last in actor.name:
            return actor.country
    return None


def state_name(ground: Ground, code: str) -> str | None:
    """Return how a document calls a state, else how news does."""
    for actor in ground.cast.actors:
        country = find_country(actor.name) if actor.kind == "government" else None
        if country and country.code == code and country.name == actor.name:
            return actor.name
    return next((country.name for country in countries() if country.code == code), None)


def _is_apposed(ground: Ground, word: int, words: tuple[int, ...]) -> bool:
    """Tell whether a description only announces the name behind it: "its patron, Iran"."""
    tree = ground.tree
    after = word + 1
    if tree.tag[word] != "NOUN" or after >= len(tree.low) - 1 or tree.low[after] != ",":
        return False
    owned = any(k < word and tree.relation[k] in {"nmod", "det"} for k in tree.below[word])
    return owned and after + 1 in words and tree.tag[after + 1] == "PROPN"


def is_animate(ground: Ground, word: int) -> bool:
    """Tell whether a word may do something of its own will: no storm, no law."""
    kind = ground.kind(word)
    if kind in SOMEBODY or ground.tree.tag[word] == "PRON":
        return True
    return is_party(ground, word) or bool(owners(ground, word))


def is_body(ground: Ground, named: Named) -> bool:
    """Tell whether somebody is a state, a body or one who holds a post."""
    if find_country(named.name) or is_state(named.name):
        return True
    actor = ground.actor(named.word)
    if actor and actor.kind in {"government", "organisation", "armed-group"}:
        return True
    words = [named.word, *ground.tree.below[named.word]]
    if any(class_of(lemma(ground.tree.low[k], "NOUN")) in _OFFICIAL for k in words):
        return True
    return bool(actor and has_post(ground, actor))


_OFFICIAL: Final = frozenset(
    "office mouthpiece government authority organisation armed-group".split()
)
