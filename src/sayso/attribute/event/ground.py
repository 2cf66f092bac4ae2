"""One document with all that events are read from, and what its words stand for."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sayso.attribute.actors.actor import Cast
from sayso.attribute.grammar.clause import Tree, subtree, tree_of, words_inside
from sayso.attribute.grammar.lemma import lemma
from sayso.records import Actor, Annotated, Attribution, Event, Mention
from sayso.text import covered

# Classes of roles.tsv whose nouns may do something.
BODIES: Final = frozenset(
    """person office mouthpiece source fighter people government authority organisation armed-group
    kin outlet party force""".split()
)
SOMEBODY: Final = frozenset({"person", "organization", "place"})


@dataclass(frozen=True, slots=True)
class Found:
    """An event with the word it was found at, until all are known."""

    event: Event
    word: int


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A document as the stage has read it so far.

    Attributes:
        annotated, tree, cast: of the document.
        attributions: those found, with their speakers.
        mention_at: index of the mention each word heads, by word.
        inside: for each word the index of the innermost attribution whose content holds
            it, -1 for none: the document's own voice.
        cue_of: the attribution each word is a cue of, by word.
        clauses: the words an attribution told in passing ("reportedly") is about.
        parents: the index of each attribution's parent, -1 for none.
        speakers: who speaks, by the id of the attribution.
        by_name: the actors by name.
        bodies: the named bodies by their whole name, and by its last word.
        spoken_of: codes of the countries named, the most named first.
    """

    annotated: Annotated
    tree: Tree
    cast: Cast
    attributions: Sequence[Attribution]
    mention_at: dict[int, int] = field(default_factory=dict)
    inside: list[int] = field(default_factory=list)
    cue_of: dict[int, int] = field(default_factory=dict)
    clauses: dict[int, frozenset[int]] = field(default_factory=dict)
    parents: list[int] = field(default_factory=list)
    speakers: dict[str | None, str | None] = field(default_factory=dict)
    by_name: dict[str, Actor] = field(default_factory=dict)
    bodies: dict[str, Actor] = field(default_factory=dict)
    spoken_of: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the text of the document."""
        return self.annotated.document.text

    def mention(self, word: int) -> Mention | None:
        """Return the mention a word heads, if it heads one."""
        at = self.mention_at.get(word)
        return None if at is None else self.annotated.mentions[at]

    def kind(self, word: int) -> str:
        """Return the encoder's kind of what a word heads, "" for none."""
        mention = self.mention(word)
        return mention.kind if mention else ""

    def actor(self, word: int) -> Actor | None:
        """Return the actor a word stands for, if it stands for one."""
        at = self.cast.of_mention.get(self.mention_at.get(word, -1))
        return None if at is None else self.cast.actors[at]

    def namesake(self, word: int) -> Actor | None:
        """Return the body that bears the name a word is, though it is no mention here."""
        if self.tree.tag[word] != "PROPN":
            return None
        return self.bodies.get(self.text()[self.tree.start[word] : self.tree.end[word]])

    def voice(self, word: int) -> Attribution | None:
        """Return the innermost attribution whose content holds a word."""
        at = self.inside[word]
        while at >= 0 and not self._governs(at, word):
            at = self.parents[at]
        return None if at < 0 else self.attributions[at]

    def _governs(self, at: int, word: int) -> bool:
        """Tell whether an attribution told in passing is of the clause a word stands in.

        "They were seen, and the navy reportedly saved them": that they were is told plainly.
        """
        clause = self.clauses.get(at)
        return clause is None or word in clause

    def word_at(self, at: int) -> int:
        """Return the word a character stands in, or the next one."""
        return min(bisect_right(self.tree.end, at), len(self.tree.end) - 1)

    def base(self, word: int) -> str:
        """Return the dictionary form of a word."""
        return lemma(self.tree.low[word], self.tree.tag[word])


def lay_ground(annotated: Annotated, cast: Cast, attributions: Sequence[Attribution]) -> Ground:
    """Return a document with who stands where and whose words each word is.

    Args:
        annotated: the document.
        cast: its actors.
        attributions: found in it, with speakers, acts and factuality.
    """
    tree = tree_of(annotated)
    inside, cue_of = [-1] * len(tree.start), {}
    order = sorted(range(len(attributions)), key=lambda n: -covered(attributions[n].content))
    for number in order:  # the innermost, being the shortest, is written last
        for span in attributions[number].content:
            for word in words_inside(annotated, span):
                inside[word] = number
    for number, one in enumerate(attributions):
        for span in one.cue:
            cue_of.update(dict.fromkeys(words_inside(annotated, span), number))
    mention_at = {mention.head: n for n, mention in enumerate(annotated.mentions)}
    place = {one.id: number for number, one in enumerate(attributions)}
    parents = [place.get(one.parent or "", -1) for one in attributions]
    clauses = {
        number: frozenset(clause)
        for number, one in enumerate(attributions)
        if (clause := _clause(annotated, tree, one))
    }
    return Ground(
        annotated,
        tree,
        cast,
        attributions,
        mention_at=mention_at,
        inside=inside,
        cue_of=cue_of,
        clauses=clauses,
        parents=parents,
        speakers={one.id: one.speaker for one in attributions},
        by_name={actor.name: actor for actor in reversed(cast.actors)},
        bodies=_bodies(cast),
        spoken_of=_spoken_of(cast),
    )


def _bodies(cast: Cast) -> dict[str, Actor]:
    known = [a for a in cast.actors if a.identity == "named" and a.kind in _BODY_KINDS]
    last = {actor.name.split()[-1]: actor for actor in reversed(known)}
    return last | {actor.name: actor for actor in reversed(known)}


_BODY_KINDS: Final = frozenset({"organisation", "armed-group", "government"})


def _spoken_of(cast: Cast) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for actor in cast.actors:
        if actor.country:
            counts[actor.country] += len(actor.mentions)
    return tuple(code for code, _ in counts.most_common())


def _clause(annotated: Annotated, tree: Tree, one: Attribution) -> list[int]:
    """Return the words of the clause "reportedly" or "according to" stands in the midst of.

    Empty where it does not stand in the midst of its content, or the clause is all of it.
    """
    if (
        len(one.content) < 2
        or not one.cue
        or not one.content[0][1] <= one.cue[0][0] < one.content[-1][0]
    ):
        return []
    words = words_inside(annotated, one.cue[0])
    heads = [tree.head[word] for word in words if tree.head[word] not in words]
    if not heads or heads[0] < 0 or tree.tag[heads[0]] != "VERB":
        return []
    return subtree(annotated, heads[0])
