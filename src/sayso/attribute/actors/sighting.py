"""Every place where a document names, describes or points at somebody, read."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from sayso.attribute.actors.letters import TEXTS, class_of, letter_of, row_of, table
from sayso.attribute.actors.phrase import Phrase, read_phrase
from sayso.attribute.grammar.clause import Tree
from sayso.attribute.grammar.lemma import lemma
from sayso.countries import find_country
from sayso.outlets import outlets_in
from sayso.records import Annotated, Mention, Span

_THIRD: Final = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}
_FIRST: Final = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "i"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "we"),
}
_OTHER: Final = {
    **dict.fromkeys(("who", "whom", "which", "that", "whose"), "who"),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), "you"),
}
PRONOUNS: Final = {**_THIRD, **_FIRST, **_OTHER}
_ACTING: Final = frozenset({"person", "organization", "place"})
_BEHIND_HEAD: Final = 120  # characters behind a head that are read: the rest is clauses


class Sighting(NamedTuple):
    """A mention, or a phrase that surely names somebody, as it was read.

    Attributes:
        span: where it stands.
        mention: its index in ``Annotated.mentions``, -1 if the encoder saw none there.
        head: index of its head word.
        hint: the encoder's kind of it, or "".
        pronoun: "he", "she", "it", "they", "i", "we", "you", "who", or "".
        phrase: what it says, where it is no pronoun.
        asked: whether it is one of the phrases asked for.
        subject: whether it is the subject of a verb.
        quoted: whether it stands inside a quotation.
        sentence: index of its sentence.
        sides: the two that "and" joins in it, if it does and the phrase was asked for.
    """

    span: Span
    mention: int
    head: int
    hint: str
    pronoun: str
    phrase: Phrase
    asked: bool
    subject: bool
    quoted: bool
    sentence: int
    sides: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """What is asked of one document, and its quotations."""

    annotated: Annotated
    tree: Tree
    asked: frozenset[Span]
    quoted: tuple[Span, ...]


def find_sightings(
    annotated: Annotated, tree: Tree, phrases: Sequence[Span]
) -> tuple[Sighting, ...]:
    """Return what a document says of anybody, in text order, wider ones first."""
    quoted = tuple(q.inner for q in annotated.quotations if not q.depth and q.statement)
    scene = Scene(annotated, tree, frozenset(phrases), quoted)
    found = []
    for index, mention in enumerate(annotated.mentions):
        sighting = _sighting(scene, mention.span, index, mention.head, mention.kind)
        if sighting:
            found.append(sighting)
    found += _unseen(scene)
    return tuple(sorted(found, key=lambda sighting: (sighting.span[0], -sighting.span[1])))


def mentions_headed_in(annotated: Annotated, span: Span) -> range:
    """Return the indexes of the mentions whose head word stands within a span."""
    first, last = np.searchsorted(annotated.words.start, span).tolist()
    mentions = annotated.mentions
    low = bisect_left(mentions, first, key=lambda mention: mention.head)
    return range(low, bisect_left(mentions, last, key=lambda mention: mention.head))


def _unseen(scene: Scene) -> Iterator[Sighting]:
    """Yield the phrases asked for that are no mention of the encoder."""
    mentions = scene.annotated.mentions
    heads = [mention.head for mention in mentions]
    wider = {mention.span[0]: mention for mention in mentions}
    for span in scene.asked - {mention.span for mention in mentions}:
        head, kind = _head_of(scene, span, heads)
        sighting = _sighting(scene, span, -1, head, kind)
        if sighting:
            around = wider.get(span[0])
            if around and around.span[1] > span[1]:
                sighting = _widened(scene, sighting, around)
            yield sighting


def _widened(scene: Scene, sighting: Sighting, mention: Mention) -> Sighting:
    """Return what a phrase cut short tells, read to the end of its mention.

    "a report" of "a report by the Gull Post" is known by who issued it, "the mayor" of
    "the mayor, Ann Lee" by the name, "Swiss" of "Swiss officials" by its noun.
    """
    text, tree, head = scene.annotated.document.text, scene.tree, sighting.head
    if sighting.pronoun:
        return sighting
    if head != mention.head:
        word = text[slice(*sighting.span)]
        lost = tree.head[head] == mention.head and tree.relation[head] in {"amod", "compound"}
        if not lost or " " in word or letter_of(word) == "N":
            return sighting
        full = _read(text, tree, mention.span, mention.head, mention.kind)
        return sighting._replace(phrase=full, head=mention.head, hint=mention.kind)
    if sighting.phrase.name or sighting.phrase.owner:
        return sighting
    full = _read(text, tree, mention.span, head, sighting.hint)
    return sighting._replace(phrase=full) if full.name or full.kind in TEXTS else sighting


def _head_of(scene: Scene, span: Span, heads: list[int]) -> tuple[int, str]:
    """Return the head word of a phrase and the kind of the mention it heads, if one does."""
    tree = scene.tree
    first = bisect_right(tree.end, span[0])
    last = bisect_left(tree.start, span[1])
    for index in range(bisect_left(heads, first), bisect_left(heads, last)):
        if not first <= tree.head[heads[index]] < last:
            return heads[index], scene.annotated.mentions[index].kind
    return min(first, len(tree.start) - 1), ""


def _sighting(scene: Scene, span: Span, mention: int, head: int, kind: str) -> Sighting | None:
    """Read one mention; None where it is nobody who could speak or be spoken to."""
    text, tree = scene.annotated.document.text, scene.tree
    if not tree.start or not any(map(str.isalnum, text[slice(*span)])):
        return None
    asked = span in scene.asked
    pronoun = PRONOUNS.get(text[slice(*span)].lower(), "")
    if pronoun == "" and not asked and kind not in _ACTING and not _is_text(text, tree, head):
        return None
    phrase = _NOTHING if pronoun else _read(text, tree, span, head, kind)
    if phrase.name and not asked and kind not in _ACTING:
        return None
    if phrase.name and phrase.owner and _is_owners(text, span, tree.start[head], phrase):
        kind = ""
        phrase = _read(text, tree, span, head, kind)
    return Sighting(
        span=span,
        mention=mention,
        head=head,
        hint=kind,
        pronoun=pronoun,
        phrase=phrase,
        asked=asked,
        subject=tree.relation[head] == "nsubj"
        or (asked and tree.relation[head] not in {"obj", "iobj", "obl", "nmod"}),
        quoted=_lies_in(scene.quoted, span),
        sentence=tree.sentence[head],
        sides=_sides(text, tree, span, head, kind) if asked and not pronoun else (),
    )


def _is_owners(text: str, span: Span, head: int, phrase: Phrase) -> bool:
    """Tell whether a head, and so its kind, is the owner's: "NPR" in "NPR's Jo Lin"."""
    owner, name = text.find(phrase.owner, *span), text.find(phrase.name, *span)
    return span[0] <= head < owner + len(phrase.owner) and head < name


def _sides(text: str, tree: Tree, span: Span, head: int, kind: str) -> tuple[Phrase, ...]:
    """Return the two phrases "and" joins at the top of a wider one, () if it joins none."""
    end = bisect_left(tree.start, span[1])
    for at in range(head + 1, end):
        if tree.relation[at] != "cc" or tree.head[tree.head[at]] != head:
            continue
        if tree.low[at] == "&":  # Marks & Spencer
            return ()
        for (low, high), _ in outlets_in(text[slice(*span)]):
            if low < tree.start[at] - span[0] < high:  # The Globe and Mail
                return ()
        left = _BRACKET.sub("", text[span[0] : tree.start[at]]).strip(" ,")
        right = _BRACKET.sub("", text[tree.end[at] : span[1]]).strip()
        return _listed(left, right, kind)
    return ()


_NOTHING: Final = Phrase()


def _listed(left: str, right: str, kind: str) -> tuple[Phrase, ...]:
    """Return the members of a list: "Kenya, Chad" and "Mali"; () if it is no list.

    A comma before "and" may also part a name from what its bearer is.
    """
    if not left or not right:
        return ()
    if not read_phrase(right).article and set("oi") & set(row_of(left).letters):
        return ()  # officials from Chad and Mali
    parts = tuple(read_phrase(part, kind) for part in left.split(", "))
    if len(parts) > 1 and any(not part.name or part.noun for part in parts[1:]):
        return ()
    return (*parts, read_phrase(right, kind))


_BRACKET: Final = re.compile(r"\s*\([^()]*\)")


def _is_text(text: str, tree: Tree, head: int) -> bool:
    """Tell whether a word is a noun of something written."""
    word = text[tree.start[head] : tree.end[head]]
    return class_of(lemma(word, "NOUN")) in TEXTS


def _read(text: str, tree: Tree, span: Span, head: int, kind: str) -> Phrase:
    """Read a phrase up to a little behind its head, its first letter small if it only opens."""
    start, end = span[0], min(span[1], max(tree.end[head], span[0]) + _BEHIND_HEAD)
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():  # Han Ji-won
        end = tree.end[min(bisect_left(tree.end, end) + 2, len(tree.end) - 1)]
    if "\n" in text[start:end]:  # what the tree hung together over a line's end
        start = max(start, text.rfind("\n", start, tree.end[head]) + 1)
        end = text.find("\n", start, end) if "\n" in text[start:end] else end
    word = text[start:end].split(" ", 1)[0]
    first = bisect_left(tree.start, start)
    opens = first == 0 or first >= len(tree.start) or (
        tree.sentence[first - 1] != tree.sentence[first] or tree.tag[first - 1] == "PUNCT"
    )  # fmt: skip
    named = first < len(tree.tag) and (
        tree.tag[first] == "PROPN"
        or (
            word.lower() in table("given_names.tsv")
            and tree.tag[first + 1 : first + 2] == ["PROPN"]
        )
    )
    if named and not (class_of(lemma(word, "NOUN")) and _stands_alone(text[start:end])):
        opens = False
    lowered = opens and word[:1].isupper() and word[1:].islower() and not find_country(word)
    return read_phrase(text[start:end], kind, lowered=lowered)


def _stands_alone(phrase: str) -> bool:
    """Tell whether the first word of a phrase begins no name: not "Ministry of", "Police Chief"."""
    second = phrase.split(" ", 2)[1:2]
    return not second or (second[0][:1].islower() and second[0] not in {"of", "for"})


def _lies_in(spans: Sequence[Span], span: Span) -> bool:
    """Tell whether a span starts within one of others, which are in order and disjoint."""
    at = bisect_right(spans, span[0], key=lambda one: one[0]) - 1
    return at >= 0 and span[0] < spans[at][1]
