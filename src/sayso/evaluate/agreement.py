"""How well people agree with each other: the mark to hold beside every score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from sayso.evaluate.corpus import GoldItem
from sayso.evaluate.score import Scores, score_document


@dataclass(frozen=True, slots=True)
class Agreement:
    """People scored against each other.

    Attributes:
        documents: how many were labelled by more than one person.
        pairs: how many pairs of people were compared over all of them.
        scores: counts added over all pairs. Only F1 means anything: who of two
            people stands for the gold is the order of their names, and
            exchanging them exchanges precision and recall.
    """

    documents: int
    pairs: int
    scores: Scores


def by_document(items: Iterable[GoldItem]) -> list[list[GoldItem]]:
    """Group gold by document, the annotators of each in the order of their names."""
    groups: dict[tuple[str, str], list[GoldItem]] = defaultdict(list)
    for item in items:
        groups[item.document.id, item.document.sha256].append(item)
    return [sorted(group, key=lambda item: item.annotator) for group in groups.values()]


def agreement(items: Iterable[GoldItem]) -> Agreement:
    """Score every unordered pair of annotators of one document, micro-averaged over all pairs.

    A document with six annotators gives fifteen pairs and weighs accordingly.

    Args:
        items: gold, all annotators of a document apart.
    """
    groups = [group for group in by_document(items) if len(group) > 1]
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    scores = sum((_compare(one, other) for one, other in pairs), Scores())
    return Agreement(len(groups), len(pairs), scores)


def _compare(one: GoldItem, other: GoldItem) -> Scores:
    return score_document(
        one.document.text,
        one.attributions,
        other.attributions,
        fields=one.fields & other.fields,
        responses=None
        if one.responses is None or other.responses is None
        else (one.responses, other.responses),
    )
