"""Which mentions stand for the same: the encoder's links to clusters.

Every mention looks back: each mention before it scores as its antecedent, or none
does and it is the first of its kind (Lee et al. 2017, on head words as Dobrovolskii
2021). A pair's score is the product of two vectors the encoder gives, what distance
adds and what the words they share add. A pronoun does not look further back than
the encoder saw in training, nor at one of another person. Clusters are the links
closed up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.records import Floats, Ints, Mention, Words

NAMING = frozenset({"flat", "compound"})  # relations that tie the words of a name together
NEAR, ALIKE = 17, 4  # how many steps of distance, how many ways of being alike
REACH = 512  # mentions one may look back over

PRONOUN_REACH = 120  # words a personal pronoun may look back over
_PERSONS = (
    "i me my mine myself",
    "you your yours yourself yourselves",
    "we us our ours ourselves",
    "he him his himself",
    "she her hers herself",
    "it its itself",
    "they them their theirs themselves",
)
_PERSON = {word: number for number, row in enumerate(_PERSONS) for word in row.split()}
_THIRD = 3  # from here on they are of the third person
_PRONOUNS = frozenset(_PERSON) | frozenset(
    "this that these those who whom whose which what one".split()
)
_BLOCK = 256  # mentions scored at a time
_NEVER = -1e9


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """What the encoder says about M mentions.

    Attributes:
        query, key: vectors whose product scores a pair; shapes (M, 128).
        fresh: score of being the first mention of its kind, (M,).
    """

    query: Floats
    key: Floats
    fresh: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """What a pair's distance (NEAR,) and likeness (ALIKE,) add to its score."""

    near: Floats
    alike: Floats


def step_of(distance: Ints) -> Ints:
    """Return the step, 0 to 16, of a distance in words: half powers of two."""
    steps = np.floor(2 * np.log2(np.maximum(distance, 0) + 1.0)).astype(np.int32)
    capped: Ints = np.minimum(steps, NEAR - 1)
    return capped


def alike_pairs(
    forms: Sequence[str],
    names: Sequence[frozenset[str]],
    low: int,
    high: int,
    *,
    first: int,
) -> npt.NDArray[np.int64]:
    """Return how the words of each pair of mentions are alike.

    Args:
        forms: head word of each mention, in lower case.
        names: all words that name it.
        low: the first mention that looks back; rows are ``low .. high``.
        high: behind the last one.
        first: the first mention looked at (columns are ``first .. high``).

    Returns:
        Shape (high - low, high - first): 0 not at all, 1 the same head word,
        2 the same pronoun, 3 another word of the name.
    """
    out = np.zeros((high - low, high - first), np.int64)
    known: dict[str, list[int]] = defaultdict(list)
    for at in range(first, high):
        for name in names[at]:
            known[name].append(at - first)
    for at in range(low, high):
        for name in names[at]:
            out[at - low, known[name]] = np.maximum(out[at - low, known[name]], 3)
    same: dict[str, list[int]] = defaultdict(list)
    for at in range(first, high):
        same[forms[at]].append(at - first)
    for at in range(low, high):
        out[at - low, same[forms[at]]] = 2 if forms[at] in _PRONOUNS else 1
    return out


def name_words(words: Words, text: str, mentions: Sequence[Mention]) -> list[frozenset[str]]:
    """Return for each mention the lower-cased words that name it: its head, parts of a name."""
    heads = {mention.head: index for index, mention in enumerate(mentions)}
    naming = [i for i, name in enumerate(words.relations) if name in NAMING]
    nominal = [i for i, name in enumerate(words.tags) if name in {"PROPN", "NOUN"}]
    parts = np.flatnonzero(np.isin(words.relation, naming) & np.isin(words.tag, nominal))
    names = [{text[words.start[m.head] : words.end[m.head]].lower()} for m in mentions]
    for word in parts.tolist():
        index = heads.get(int(words.head[word]))
        if index is not None:
            names[index].add(text[words.start[word] : words.end[word]].lower())
    return [frozenset(name) for name in names]


def find_clusters(
    words: Words, text: str, mentions: Sequence[Mention], links: Links, pairing: Pairing
) -> tuple[tuple[int, ...], ...]:
    """Return the mentions that stand for the same, two and more a cluster, in text order.

    Args:
        words: with their tree.
        text: of the document.
        mentions: in order of their head words.
        links: of the mentions, in the same order.
        pairing: learned with them.

    Linear in the mentions: each looks back over 512 of them at most.
    """
    group: list[int] = []
    for antecedent in _antecedents(words, text, mentions, links, pairing):
        group.append(len(group) if antecedent < 0 else group[antecedent])
    members: dict[int, list[int]] = defaultdict(list)
    for mention, number in enumerate(group):
        members[number].append(mention)
    return tuple(tuple(cluster) for cluster in members.values() if len(cluster) > 1)


def _antecedents(
    words: Words, text: str, mentions: Sequence[Mention], links: Links, pairing: Pairing
) -> Iterator[int]:
    """Yield for each mention its best antecedent, -1 for none."""
    heads = np.array([mention.head for mention in mentions], np.int32)
    forms = [text[words.start[head] : words.end[head]].lower() for head in heads.tolist()]
    names = name_words(words, text, mentions)
    persons = np.array([_PERSON.get(form, -1) for form in forms], np.int32)
    for low in range(0, len(mentions), _BLOCK):
        high, first = min(low + _BLOCK, len(mentions)), max(0, low - REACH)
        # Not "@": the threads of a matrix library would take the cores the encoder runs on.
        scores = np.einsum("ik,jk->ij", links.query[low:high], links.key[first:high])
        scores += pairing.near[step_of(heads[low:high, None] - heads[None, first:high])]
        scores += pairing.alike[alike_pairs(forms, names, low, high, first=first)]
        later = np.arange(first, high)[None] >= np.arange(low, high)[:, None]
        far = heads[low:high, None] - heads[None, first:high] > PRONOUN_REACH
        other = (persons[None, first:high] >= 0) & (
            persons[None, first:high] != persons[low:high, None]
        )
        near_only = persons[low:high, None] >= _THIRD
        scores[later | (near_only & far) | (other & (persons[low:high, None] >= 0))] = _NEVER
        best = scores.argmax(1)
        linked = scores[np.arange(high - low), best] > links.fresh[low:high]
        yield from np.where(linked, best + first, -1).tolist()
