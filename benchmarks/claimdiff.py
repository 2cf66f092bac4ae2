"""Claims of two outlets on one event, "strengthened" or "weakened": ClaimDiff's labels and ours.

    python benchmarks/claimdiff.py ../shared/data/claimdiff

ClaimDiff (Ko and others 2022, arXiv 2205.12221) has pairs of sentences from articles of one
topic by different outlets. A pair is labelled twice: claim B strengthens claim A or does not
(ClaimDiff-S), weakens it or does not (ClaimDiff-W); no pair has both. Its authors release train
and test parts; only train was at hand, so none of this is a result on their test part.

What is asked of sayso is what it is made for; but for the last nothing is fitted to the labels:

* *likeness*: each claim is read as a report of its own; the likeliest pair of propositions, one
  of each, by ``sayso.resolve.likeness``. The words of all claims of a topic weigh them.
* *words*: Jaccard of the two claims' words, the same without any reading.
* *turned*: whether, in the likeliest pair, one side states what the other denies or doubts.
* *figures apart*, *less sure*: B gives another number for the same; B has what A is sure of as
  possible, probable or nobody's word.

* *all of these*: a logistic regression on the five.

Printed is how well each ranks pairs (AUC: .5 is chance), F1 of the pairs with the label, and the
mean of that and the F1 of those without (macro), at the threshold that is best for the latter.
Thresholds and regression are by five folds over topics: found on four, counted on the fifth.
"All yes" is who says yes to every pair.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from sayso.pipeline import read_text
from sayso.records import Reading
from sayso.resolve.likeness import likeness
from sayso.resolve.stance import doubts, sign_of
from sayso.resolve.stated import Stated, stated_in

FOLDS = 5
UNSURE = {"PR+", "PS+", "UU", "PR-", "PS-"}
# What the paper itself prints (its abstract; the tables behind it were not at hand).
PUBLISHED = "people are over 19 points (absolute) better than its best models"
FULL = {"train": (1857, 0.6931, 0.1061), "test": (1084, 0.5664, 0.2196)}


def read_pairs(folder: Path) -> list[dict]:
    """Return the pairs of the train part with both labels."""
    parts = {
        name: json.loads((folder / f"ClaimDiff-{file}-train.json").read_text("utf-8"))["data"]
        for name, file in (("strengthens", "strength"), ("weakens", "weak"))
    }
    weak = {pair["pair_id"]: pair["relation"] for pair in parts["weakens"]}
    return [
        {
            "topic": pair["topic"],
            "a": pair["claim_a"],
            "b": pair["claim_b"],
            "strengthens": pair["relation"],
            "weakens": weak[pair["pair_id"]],
        }
        for pair in parts["strengthens"]
    ]


def features(pairs: Sequence[Mapping]) -> dict[str, np.ndarray]:
    """Return what is measured of each pair, by name, each of shape (pairs,)."""
    topics: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        topics[pair["topic"]].append(number)
    rows: list[tuple[float, ...]] = [()] * len(pairs)
    for some in topics.values():
        texts = dict.fromkeys(text for n in some for text in (pairs[n]["a"], pairs[n]["b"]))
        readings = {text: read_text(text, uri=text) for text in texts}
        stated = [one for reading in readings.values() for one in stated_in(reading)]
        likes = likeness(stated)
        for n in some:
            rows[n] = _row(pairs[n], readings, stated, likes)
    columns = np.array(rows, float).T
    names = ("likeness", "words", "turned", "figures apart", "less sure")
    return dict(zip(names, columns, strict=True))


def _row(
    pair: Mapping, readings: Mapping[str, Reading], stated: Sequence[Stated], likes: np.ndarray
) -> tuple[float, ...]:
    words = [set(re.findall(r"\w+", pair[side].lower())) for side in "ab"]
    jaccard = len(words[0] & words[1]) / max(1, len(words[0] | words[1]))
    ids = [readings[pair[side]].document.id for side in "ab"]
    left, right = ([n for n, one in enumerate(stated) if one.document == key] for key in ids)
    if not left or not right:
        return 0.0, jaccard, 0.0, 0.0, 0.0
    table = likes[np.ix_(left, right)]
    at = np.unravel_index(int(table.argmax()), table.shape)
    one, other = stated[left[at[0]]], stated[right[at[1]]]
    like = float(table[at])
    turned = sign_of(one) != sign_of(other) or doubts(one) != doubts(other)
    return like, jaccard, like * turned, like * _apart(one, other), like * _less(one, other)


def _apart(one: Stated, other: Stated) -> bool:
    """Tell whether two give other numbers of the same thing."""
    told = {figure.of: (figure.low, figure.high) for figure in one.proposition.figures}
    return any(
        told.get(figure.of, (figure.low, figure.high)) != (figure.low, figure.high)
        for figure in other.proposition.figures
    )


def _less(one: Stated, other: Stated) -> bool:
    """Tell whether the second is less sure than the first."""
    return not _unsure(one) and _unsure(other)


def _unsure(one: Stated) -> bool:
    told = one.attribution
    return one.proposition.modality == "possible" or bool(told and told.factuality in UNSURE)


def auc(labels: np.ndarray, scores: np.ndarray) -> float:
    """Return the chance that a pair with the label ranks above one without; ties count half."""
    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    _, first, counts = np.unique(scores[order], return_index=True, return_counts=True)
    ranks[order] = np.repeat(first + (counts - 1) / 2, counts)
    yes = labels > 0
    inside = ranks[yes].sum() - yes.sum() * (yes.sum() - 1) / 2
    return float(inside / (yes.sum() * (~yes).sum()))


def f1(labels: np.ndarray, said: np.ndarray) -> float:
    """Return F1 of the pairs with the label."""
    right = float((said & (labels > 0)).sum())
    return 2 * right / max(1.0, float(said.sum() + labels.sum()))


def macro(labels: np.ndarray, said: np.ndarray) -> float:
    """Return the mean of F1 of the pairs with the label and of those without."""
    return (f1(labels, said) + f1(1 - labels, ~said)) / 2


def folds_of(topics: Sequence[str]) -> np.ndarray:
    """Return the fold of each pair; a topic is in one."""
    folds = {topic: n % FOLDS for n, topic in enumerate(dict.fromkeys(topics))}
    return np.array([folds[topic] for topic in topics])


def crossed(labels: np.ndarray, scores: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return which pairs are said to have the label, each by a threshold of the other folds."""
    said = np.zeros(len(labels), bool)
    for held in range(FOLDS):
        known = fold != held
        bars = np.unique(np.quantile(scores[known], np.linspace(0, 1, 101)))
        best = max(bars, key=lambda bar: macro(labels[known], scores[known] >= bar))
        said[~known] = scores[~known] >= best
    return said


def together(labels: np.ndarray, columns: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return the odds of a logistic regression on columns (n, f), each fitted on other folds."""
    points = np.c_[(columns - columns.mean(0)) / (columns.std(0) + 1e-9), np.ones(len(columns))]
    odds = np.zeros(len(labels))
    for held in range(FOLDS):
        known = fold != held
        odds[~known] = points[~known] @ _logistic(points[known], labels[known])
    return odds


def _logistic(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the weights that fit labels best, by Newton's method with a little shrinkage."""
    weights = np.zeros(points.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-points @ weights))
        slope = points.T @ (labels - chance) - weights
        curve = (points.T * (chance * (1 - chance))) @ points + np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def table(pairs: Sequence[Mapping], measured: Mapping[str, np.ndarray]) -> str:
    """Return the figures as a table in Markdown."""
    fold = folds_of([pair["topic"] for pair in pairs])
    lines = ["| label | by | AUC | F1 | macro F1 |", "|---|---|---|---|---|"]
    for label in ("strengthens", "weakens", "either"):
        wanted = np.array([_label(pair, label) for pair in pairs])
        columns = np.array(list(measured.values())).T
        every = {**measured, "all of these": together(wanted, columns, fold)}
        rows = {name: (auc(wanted, one), crossed(wanted, one, fold)) for name, one in every.items()}
        rows["all yes"] = (0.5, np.ones(len(wanted), bool))
        lines += [
            f"| {label} | {name} | {area:.3f} | {f1(wanted, said):.3f} |"
            f" {macro(wanted, said):.3f} |"
            for name, (area, said) in rows.items()
        ]
    return "\n".join(lines)


def _label(pair: Mapping, label: str) -> int:
    return pair[label] if label in pair else int(pair["strengthens"] or pair["weakens"])


def main() -> None:
    """Print the table for the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder with ClaimDiff-*-train.json")
    pairs = read_pairs(parser.parse_args().folder)
    shares = [np.mean([pair[label] for pair in pairs]) for label in ("strengthens", "weakens")]
    topics = {pair["topic"] for pair in pairs}
    sys.stdout.write(
        f"{len(pairs)} pairs (train) of {len(topics)} topics: {shares[0]:.1%} strengthen,"
        f" {shares[1]:.1%} weaken\n\n{table(pairs, features(pairs))}\n\n"
        f"Published, on its test part ({FULL['test'][0]} pairs): {PUBLISHED}.\n"
    )


if __name__ == "__main__":
    main()
