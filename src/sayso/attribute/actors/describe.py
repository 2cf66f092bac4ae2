"""Who is meant by a description: "the minister", "the group", "the report", "a spokesman"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sayso.attribute.actors.letters import BODIES, INDEFINITE, PERSONS, TEXTS, class_of
from sayso.attribute.actors.names import key_of
from sayso.attribute.actors.phrase import Phrase, read_phrase
from sayso.attribute.actors.recent import weigh
from sayso.attribute.actors.roll import VIOLENT, Being
from sayso.attribute.actors.sighting import PRONOUNS, Sighting
from sayso.attribute.actors.stage import Stage, add_being, add_named, antecedent, bearer, latest
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import countries_in, find_country
from sayso.outlets import is_platform

_ISSUING: Final = frozenset(
    """issued issues issue released releases release posted posts post published publishes publish
    wrote written writes sent sends send made makes gave gives put circulated aired broadcast
    distributed produced uploaded shared tweeted delivered read posting releasing publishing
    issuing sending uploading""".split()
)
_FORMER: Final = frozenset("former ex deputy vice acting interim late assistant incoming".split())
_NOBODY: Final = frozenset({"internet", "the internet", "web", "online", "social media"})
_STATES: Final = frozenset("country nation state kingdom republic".split())
_LOOSE: Final = frozenset(
    """group organisation organization movement faction body institution company firm party charity
    agency outlet network paper newspaper magazine publication broadcaster channel website site
    daily tabloid corporation bank airline manufacturer carmaker militia sect union club gang cartel
    ngo news_agency news_outlet operator giant""".split()
)
_SAME: Final = {"city": "municipality", "town": "municipality"}
_OWNED: Final = re.compile(r"['’]s?\s|\b(?:of|for|at|in|from)\b")
_FIRST: Final = 12  # bodies of one noun that are looked at where none was spoken of lately
_FAR: Final = 6  # sentences behind which "the group" is no longer the one named before
_MEANT: Final = {
    "party": frozenset({"organisation", "armed-group"}),
    "organisation": frozenset({"organisation"}),
    "medium": frozenset({"outlet"}),
    "outlet": frozenset({"outlet"}),
    "force": frozenset({"armed-group"}),
    "armed-group": frozenset({"armed-group"}),
    "government": frozenset({"organisation", "outlet", "government"}),
}


def described(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return the being a description stands for, a new one if it is none met before."""
    if phrase.kind in TEXTS:
        return _text(stage, sighting, phrase)
    if phrase.kind == "mouthpiece" and not phrase.plural:
        return _mouthpiece(stage, sighting, phrase)
    if phrase.kind == "kin" and phrase.article in PRONOUNS and not phrase.plural:
        return _relative(stage, sighting, phrase)
    number = None
    if phrase.article not in INDEFINITE and not phrase.plural:
        number = _holder(stage, phrase) if phrase.kind not in BODIES else None
        if number is None and phrase.noun.endswith("-year-old"):
            number = _aged(stage, sighting)
        if number is None and phrase.kind in BODIES and phrase.article:
            number = named_body(stage, sighting, phrase)
    if number is None and _beside(stage, sighting, phrase) is not None:
        return _beside(stage, sighting, phrase)
    return number if number is not None else _called(stage, sighting, phrase)


def kind_of_phrase(phrase: Phrase, hint: str) -> str:
    """Return the kind of actor a description stands for."""
    kind = phrase.kind
    if kind in {"party", "organisation"}:
        return "organisation" if VIOLENT.isdisjoint(phrase.words) else "armed-group"
    if kind == "fighter" and phrase.plural:
        return "armed-group"
    simple = {
        "authority": "government", "government": "government", "medium": "outlet",
        "outlet": "outlet", "force": "armed-group", "armed-group": "armed-group",
        "people": "group", "quantity": "group", **dict.fromkeys(TEXTS, "document"),
    }  # fmt: skip
    if kind in simple:
        return simple[kind]
    if kind in PERSONS or hint == "person":
        return "group" if phrase.plural else "person"
    return {"organization": "organisation", "place": "place"}.get(hint, "unknown")


def _called(stage: Stage, sighting: Sighting, phrase: Phrase) -> int:
    """Return who was described so before, else a new being."""
    key = key_of(phrase.text)
    number = stage.called.get(key)
    bare = {""} if phrase.kind != "fighter" else set()
    if number is None and phrase.article not in INDEFINITE | bare:
        number = _same_noun(stage, phrase)
    if number is None:
        kind = kind_of_phrase(phrase, sighting.hint)
        plural = phrase.plural or kind == "group"
        number = add_being(
            stage, Being(kind=kind, gender=phrase.gender, plural=plural, phrase=phrase)
        )
        stage.by_noun[phrase.noun.split(" ")[-1]].append(number)
        stage.called[key] = number
    return number


def _same_noun(stage: Stage, phrase: Phrase) -> int | None:
    """Return whom the same noun described last with at least these words."""
    for number in reversed(stage.by_noun[phrase.noun.split(" ")[-1]][-4:]):
        before = stage.beings[number].phrase
        if before and before.plural == phrase.plural and phrase.words <= before.words:
            return number
    return None


def _beside(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return the being an apposition stands beside."""
    if stage.tree.relation[sighting.head] != "appos":
        return None
    number = stage.of_head.get(stage.tree.head[sighting.head])
    if number is None or stage.beings[number].plural != phrase.plural:
        return None
    person = stage.beings[number].kind == "person"
    return number if person == (phrase.kind in PERSONS) else None


# -- persons --------------------------------------------------------------------------------


def _holder(stage: Stage, phrase: Phrase) -> int | None:
    """Return the named person who is called so: "the minister"."""
    holders = [n for n, post in stage.posts.get(phrase.noun, ()) if _fits(phrase, post)]
    return latest(stage, list(dict.fromkeys(holders)))


def _aged(stage: Stage, sighting: Sighting) -> int | None:
    """Return the last person named who holds no post: "the 19-year-old"."""
    for trace in stage.recent.near(sighting.sentence):
        being = stage.beings[trace.being]
        posted = any(phrase.kind in {"office", "mouthpiece"} for phrase in being.phrases)
        if being.kind == "person" and being.names and not posted:
            return trace.being
    return None


def _fits(phrase: Phrase, post: Phrase) -> bool:
    """Tell whether a post may be the one a description speaks of.

    Countries must not differ, "former" and "deputy" stand on both sides or on none, and
    a minister of another thing is another minister.
    """
    extra = phrase.words - post.words
    if (_FORMER & phrase.words) != (_FORMER & post.words):
        return False
    if phrase.gender and post.gender and phrase.gender != post.gender:
        return False
    here, there = _codes(phrase), _codes(post)
    if here and there and here.isdisjoint(there):
        return False
    owners = {word for word in extra if word in phrase.owner.lower().split()}
    known = set(post.owner.lower().split())
    if owners and known and not here and owners.isdisjoint(known):
        return False
    return not (phrase.noun in {"minister", "secretary"} and _trade(extra))


def _trade(words: frozenset[str]) -> bool:
    return any(word not in {"the", "new"} and word.isalpha() for word in words)


def _codes(phrase: Phrase) -> set[str]:
    """Return the countries a description names."""
    found = (find_country(word) for word in re.findall(r"[A-Z][\w.]*", phrase.text))
    owner = find_country(phrase.owner) if phrase.owner else None
    return {country.code for country in (*found, owner) if country}


def _mouthpiece(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return the spokesman a report names, else whom he speaks for.

    One who is named before "a spokesman" is another; one named only later may be he.
    """
    posts = stage.posts.get("mouthpiece", ())
    fresh = phrase.article in INDEFINITE
    if phrase.article in PRONOUNS and phrase.article != "that":  # his spokeswoman
        return antecedent(stage, PRONOUNS[phrase.article], sighting)
    holders = [
        number
        for number, post in posts
        if _speaks_alike(stage, phrase, post)
        if not (fresh and stage.recent.times.get(number))
    ]
    number = latest(stage, list(dict.fromkeys(holders)))
    if number is None:
        number = _institution(stage, sighting, phrase)
    if number is not None:
        stage.issued["mouthpiece"] = number
        return number
    if not fresh and "mouthpiece" in stage.issued:
        return stage.issued["mouthpiece"]
    return _called(stage, sighting, phrase)


def _speaks_alike(stage: Stage, phrase: Phrase, post: Phrase) -> bool:
    """Tell whether two spokesmen may speak for the same institution."""
    if phrase.gender and post.gender and phrase.gender != post.gender:
        return False
    if not phrase.owner or not post.owner:
        return not phrase.owner or not (_rest(phrase) and _rest(post)) or bool(
            _rest(phrase) & _rest(post))  # fmt: skip
    one, other = (set(re.findall(r"\w+", p.owner.lower())) - {"the"} for p in (phrase, post))
    if one & other:
        return True
    first, second = (_owner_of(stage, p.owner) for p in (phrase, post))
    return first is not None and first == second


def _rest(phrase: Phrase) -> frozenset[str]:
    return phrase.words - {"presidential", "chief", "senior", "official", "the", "press"}


def _institution(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return whom an unnamed spokesman speaks for."""
    if phrase.owner:
        return _issuer(stage, sighting, phrase.owner)
    for trace in stage.recent.near(sighting.sentence, 3):
        being = stage.beings[trace.being]
        if being.kind in {"organisation", "government", "armed-group"} and (
            trace.subject or trace.asked
        ):
            return trace.being
    return None


def _relative(stage: Stage, sighting: Sighting, phrase: Phrase) -> int:
    """Return "her mother" as the mother of whom "her" stands for."""
    owner = antecedent(stage, PRONOUNS[phrase.article], sighting)
    for number in stage.by_noun[phrase.noun][-_FIRST:]:
        if owner is not None and stage.beings[number].owner == owner:
            return number
    being = Being(kind="person", gender=phrase.gender, phrase=phrase, owner=owner)
    number = add_being(stage, being)
    stage.by_noun[phrase.noun].append(number)
    return number


# -- bodies ---------------------------------------------------------------------------------


def named_body(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return the named body "the ministry" or "the group" stands for.

    1. one in whose name the noun stands; 2. one called so; 3. the last body of its kind,
    for nouns that say little more than that it is one.
    """
    last = phrase.noun.split()[-1]
    last = _SAME.get(last, last)
    known = stage.roll.by_word.get(last, [])
    spoken = [trace.being for trace in stage.recent.traces if trace.being in known]
    named = [
        number
        for number in (*spoken, *known[:_FIRST])
        if _ends_in(stage.beings[number], last) and _may_be(stage, number, phrase)
    ]
    if named:
        return latest(stage, named)
    if phrase.owner and _OWNED.search(phrase.text):  # the company's union is not the company
        return None
    return _of_kind(stage, sighting, phrase, last)


def _of_kind(stage: Stage, sighting: Sighting, phrase: Phrase, last: str) -> int | None:
    """Return the likeliest of the named bodies spoken of last that are of a noun's kind."""
    violent = not VIOLENT.isdisjoint(phrase.words)
    # the police union is not just any union
    foreign = {word for word in phrase.words - VIOLENT if class_of(lemma(word, "NOUN"))}
    outlet = key_of(stage.annotated.document.outlet or "")
    best, most = None, -99.0
    for trace in stage.recent.near(sighting.sentence, _FAR):
        being = stage.beings[trace.being]
        own = any(key_of(name) == outlet for name in being.names)
        if not being.names or own or any(map(_is_platform, being.names)):
            continue
        alike = any(post.noun == phrase.noun for post in being.phrases)
        alike = alike and _may_be(stage, trace.being, phrase)
        other = foreign - frozenset().union(*(post.words for post in being.phrases))
        if not alike and (other or not _is_meant(being, phrase, last, violent=violent)):
            continue
        score = weigh(trace, being, "it", sighting.sentence, quoted=sighting.quoted)
        score += 0.2 * min(being.names.total(), 8) + 1.5 * alike
        if score > most:
            best, most = trace.being, score
    return best


@lru_cache(maxsize=5_000)
def _is_platform(name: str) -> bool:
    """Tell whether a name is that of a platform: it carries what others say."""
    return is_platform(name)


def _ends_in(being: Being, noun: str) -> bool:
    """Tell whether a body's own noun is this one: "Church of Norway", "Interior Ministry"."""
    for name in being.names:
        words = re.split(r" of | for ", name.lower().replace("’", "'"))[0].split()
        if words and words[-1] == noun and len(name.split()) > 1:
            return True
    return False


def _may_be(stage: Stage, number: int, phrase: Phrase) -> bool:
    """Tell whether the words of a description stand against a body."""
    names = " ".join(stage.beings[number].names)
    codes = {code for _, code in countries_in(names)}
    if phrase.kind == "government" and codes and stage.home not in codes:
        return False
    names = names.lower()
    extra = [w for w in phrase.words if w != phrase.noun.split()[-1] and w not in {"the", "'s"}]
    return all(word in names for word in extra)


def _is_meant(being: Being, phrase: Phrase, noun: str, *, violent: bool) -> bool:
    """Tell whether a body is of the kind a noun that says little speaks of."""
    if noun in _STATES and phrase.kind == "government":
        return being.kind == "government" and any(map(find_country, being.names))
    if phrase.noun.replace(" ", "_") not in _LOOSE and noun not in _LOOSE:
        return False
    if violent or phrase.kind in {"force", "armed-group"}:
        return being.kind == "armed-group"
    if noun in {"company", "firm", "charity", "bank", "airline"}:
        return being.kind == "organisation"
    return being.kind in _MEANT.get(phrase.kind, frozenset())


# -- texts ----------------------------------------------------------------------------------


def _text(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return who speaks in a text: whoever issued it; a poll or a book speaks for itself.

    None where nobody asked who: a report somebody merely reads is no actor.
    """
    number = None
    if phrase.kind in {"paper", "site"}:
        number = _issuer_of(stage, sighting, phrase)
    definite = phrase.article in {"the", "that", "this", "these", "those"}
    if number is None and definite:
        number = _issued_by(stage, stage.issuing.get(phrase.noun, -1))
        number = stage.issued.get(phrase.noun) if number is None else number
    if number is None and sighting.asked:
        number = _called(stage, sighting, phrase)
    if _is_issued(stage, sighting):
        stage.issuing[phrase.noun] = stage.tree.head[sighting.head]
    if number is None:
        return None
    stage.issued[phrase.noun] = number
    return number if sighting.asked else None


def _issuer_of(stage: Stage, sighting: Sighting, phrase: Phrase) -> int | None:
    """Return who issued a text: whom it names, whose it is, who put it out."""
    if phrase.owner:
        number = _issuer(stage, sighting, phrase.owner)
        if number is not None:
            return number
    if phrase.article in PRONOUNS and phrase.article != "that":
        return antecedent(stage, PRONOUNS[phrase.article], sighting)
    if phrase.plural or not _is_issued(stage, sighting):
        return None
    return _issued_by(stage, stage.tree.head[sighting.head])


def _issued_by(stage: Stage, verb: int) -> int | None:
    """Return the subject of a verb that puts out a text, if it may issue one."""
    number = stage.subject_of.get(verb)
    if number is None:
        return None
    being = stage.beings[number]
    return number if being.names or being.asked or being.kind != "person" else None


def _is_issued(stage: Stage, sighting: Sighting) -> bool:
    """Tell whether the verb a text hangs on puts it out: "posted a video", "said in a letter"."""
    tree, text = stage.tree, stage.annotated.document.text
    verb = tree.head[sighting.head]
    if verb < 0:
        return False
    word = text[tree.start[verb] : tree.end[verb]].lower()
    before = text[max(0, sighting.span[0] - 3) : sighting.span[0]]
    return word in _ISSUING or before.lower() == "in "


def _issuer(stage: Stage, sighting: Sighting, owner: str) -> int | None:
    """Return the being an owner's words stand for: "the group's Facebook page"."""
    phrase = read_phrase(owner)
    if is_platform(owner) or owner.lower() in _NOBODY:
        return None
    if owner.lower() in PRONOUNS:
        return antecedent(stage, PRONOUNS[owner.lower()], sighting)
    if phrase.name:
        return _owner_of(stage, owner)
    if phrase.kind == "site" and phrase.owner:
        return _issuer(stage, sighting, phrase.owner)
    if phrase.kind in TEXTS or not phrase.kind:
        return None
    return described(stage, sighting._replace(hint="", mention=-1), phrase)


def _owner_of(stage: Stage, owner: str) -> int | None:
    """Return the being of an owner's name."""
    phrase = read_phrase(owner)
    if not phrase.name:
        return None
    number = bearer(stage, phrase, "")
    return add_named(stage, phrase, "organization") if number is None else number
