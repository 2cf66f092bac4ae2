"""What is known while a document is gone through from first to last word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.attribute.actors.letters import PERSONS, table
from sayso.attribute.actors.names import key_of, tokens_of
from sayso.attribute.actors.phrase import Phrase
from sayso.attribute.actors.recent import Place, Recent, find_antecedent
from sayso.attribute.actors.roll import Being, Roll, known_kind
from sayso.attribute.actors.sighting import Sighting
from sayso.attribute.grammar.clause import Tree
from sayso.countries import find_country
from sayso.records import Annotated

_OBJECTS: Final = frozenset({"him", "her", "them", "it"})
_CLUSTER: Final = 0.5  # what it is worth that the encoder takes two mentions for one
_PLAIN_NOUNS: Final = frozenset({"prime minister", "vice president", "first lady"})


@dataclass(slots=True)
class Stage:
    """The state of one pass through a document.

    Attributes:
        beings: those of the roll, then those that are only described.
        of_head: the being of each head word passed.
        of_end: the being of the widest mention that ends at each place.
        subject_of: the being that is the subject of each verb passed.
        issued: who issued the last text of each noun, or the text itself.
        issuing: the verb that put out the last text of each noun: its subject issued it.
        called: the described being of each description.
        by_noun: the described beings of each noun, the latest last.
        posts: who is called what: named beings by noun.
        cluster_of: the encoder's cluster of each mention.
        clusters: how often each being stands in each cluster.
        home: the code of the country named most often, or "".
    """

    annotated: Annotated
    tree: Tree
    roll: Roll
    recent: Recent = field(default_factory=Recent)
    of_head: dict[int, int] = field(default_factory=dict)
    of_end: dict[int, int] = field(default_factory=dict)
    subject_of: dict[int, int] = field(default_factory=dict)
    issued: dict[str, int] = field(default_factory=dict)
    issuing: dict[str, int] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)
    by_noun: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[str, list[tuple[int, Phrase]]] = field(default_factory=lambda: defaultdict(list))
    cluster_of: dict[int, int] = field(default_factory=dict)
    clusters: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    home: str = ""

    @property
    def beings(self) -> list[Being]:
        """Return all beings; a being's number is its place."""
        return self.roll.beings


def set_stage(annotated: Annotated, tree: Tree, roll: Roll, sightings: Sequence[Sighting]) -> Stage:
    """Return the stage before the first word: the posts of the named are known."""
    stage = Stage(annotated, tree, roll, home=_home(roll))
    for number, cluster in enumerate(annotated.clusters):
        for mention in cluster:
            stage.cluster_of[mention] = number
    for named, phrase in _posts(tree, sightings):
        holder = bearer(stage, named.phrase, named.hint)
        if holder is not None and not phrase.plural:
            add_post(stage, holder, phrase)
    for phrase in roll.missed:
        holder = bearer(stage, phrase, "person")
        if holder is not None:
            add_post(stage, holder, phrase)
    return stage


def _posts(tree: Tree, sightings: Sequence[Sighting]) -> Iterator[tuple[Sighting, Phrase]]:
    """Yield who is called what: by a title, an apposition, or "X is the minister"."""
    by_head = {s.head: s for s in sightings if s.phrase.name}
    subjects = {tree.head[s.head]: s for s in sightings if s.subject and s.phrase.name}
    linked = {tree.head[i] for i, relation in enumerate(tree.relation) if relation == "cop"}
    for sighting in sightings:
        phrase = sighting.phrase
        if not phrase.noun or phrase.kind not in PERSONS:
            continue
        named: Sighting | None = sighting
        if not phrase.name and tree.relation[sighting.head] == "appos":
            named = by_head.get(tree.head[sighting.head])
        elif not phrase.name:
            named = subjects.get(sighting.head) if sighting.head in linked else None
        if named:
            yield named, phrase


def _home(roll: Roll) -> str:
    """Return the country whose name, demonym or bodies are named most often."""
    codes: Counter[str] = Counter()
    for being in roll.beings:
        for name, times in being.names.items():
            country = find_country(name) or find_country(name.split()[0].removesuffix("'s"))
            if country:
                codes[country.code] += times
    return codes.most_common(1)[0][0] if codes else ""


def add_post(stage: Stage, number: int, phrase: Phrase) -> None:
    """Remember what a named being is called: "foreign minister", so "minister" too."""
    nouns = {phrase.noun}
    if " " in phrase.noun and phrase.noun not in _PLAIN_NOUNS:
        nouns.add(phrase.noun.split()[-1])
    if phrase.kind == "mouthpiece":
        nouns.add("mouthpiece")
    for noun in nouns:
        holders = stage.posts[noun]
        if len(holders) < _HOLDERS and (number, phrase) not in holders[-3:]:
            holders.append((number, phrase))


_HOLDERS: Final = 40  # places of one noun that are remembered


def bearer(stage: Stage, phrase: Phrase, hint: str) -> int | None:
    """Return the named being a name stands for; None if the roll has none."""
    roll, key = stage.roll, key_of(phrase.name)
    shared, first = roll.by_last.get(key, []), roll.by_first.get(key, [])
    if first and (not shared or key in table("given_names.tsv")):
        shared = first
    exact = roll.by_key.get(key)
    if exact is not None and not (shared and hint == "person" and roll.kinds[key] != "person"):
        return exact
    if phrase.gender:
        shared = [n for n in shared if stage.beings[n].gender in {"", phrase.gender}] or shared
    if len(shared) < 2:
        return shared[0] if shared else exact
    for trace in stage.recent.traces:
        if trace.being in shared:
            return trace.being
    return max(shared, key=lambda n: stage.beings[n].names.total())


def in_capitals(stage: Stage, phrase: Phrase) -> int | None:
    """Return the named being whose name a description in capitals is: "The Proud Gulls"."""
    words = phrase.text.split()
    if not words or not words[-1][:1].isupper() or not words[0][:1].isupper():
        return None
    key, roll = key_of(phrase.text), stage.roll
    return roll.by_key.get(key, roll.by_form.get(tokens_of(key)))


def add_being(stage: Stage, being: Being) -> int:
    """Enter a new being and return its number."""
    stage.beings.append(being)
    return len(stage.beings) - 1


def add_named(stage: Stage, phrase: Phrase, hint: str) -> int:
    """Enter a being under a name the roll does not have."""
    key = key_of(phrase.name)
    kind = known_kind(phrase.name) or ("person" if hint in {"person", ""} else "organisation")
    number = add_being(stage, Being(kind=kind, names=Counter({phrase.name: 1})))
    stage.roll.by_key[key], stage.roll.kinds[key] = number, kind
    return number


def antecedent(stage: Stage, pronoun: str, sighting: Sighting) -> int | None:
    """Return the being a pronoun at a place stands for, None if none fits.

    He or she who alone may be meant is known for a man or a woman from then on.
    """
    tree, head = stage.tree, sighting.head
    word = stage.annotated.document.text[slice(*sighting.span)].lower()
    object_ = word in _OBJECTS and tree.relation[head] in {"obj", "iobj", "obl"}
    barred = stage.subject_of.get(tree.head[head]) if object_ else None
    span = sighting.span if sighting.pronoun else (sighting.span[0], sighting.span[0])
    place = Place(span, sighting.sentence, sighting.quoted, barred)
    members = stage.clusters.get(stage.cluster_of.get(sighting.mention, -1), Counter())
    total = members.total() or 1
    number, alone = find_antecedent(
        stage.recent,
        stage.beings,
        pronoun,
        place,
        lambda number: _CLUSTER * members[number] / total,
    )
    if number is not None:
        stage.beings[number].pronouns[pronoun] += 1
    if alone and number is not None and pronoun in {"he", "she"}:
        being = stage.beings[number]
        being.gender = being.gender or ("m" if pronoun == "he" else "f")
    return number


def latest(stage: Stage, numbers: Sequence[int]) -> int | None:
    """Return which of some beings was spoken of last; the first of them if none was yet."""
    for trace in stage.recent.traces:
        if trace.being in numbers:
            return trace.being
    return numbers[0] if numbers else None
