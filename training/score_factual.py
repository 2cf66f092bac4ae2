"""Rule or head: how sure a source is, by the rules and by the encoder's head.

``python training/score_factual.py GOLD.jsonl…``: on the gold's own attributions. The head
was trained on how sure readers are that what a word tells happened (-3..3); its value at
the word that governs a content is cut into the codes at the places that suit this gold
best, which flatters it.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator

import numpy as np

from sayso.annotate import annotate, annotate_document
from sayso.annotate.decode import owned_labels
from sayso.annotate.model import load_model
from sayso.annotate.windows import plan_owners
from sayso.attribute.certainty.factuality import with_factuality
from sayso.attribute.grammar.clause import top_of
from sayso.evaluate.corpus import read_gold
from sayso.records import Document, Skipped

CODES = ("CT-", "UU", "PS+", "PR+", "CT+")


def values(document: Document) -> np.ndarray:
    """Return the head's value for each word of a document."""
    model = load_model()
    started = annotate._start(document, model)  # noqa: SLF001 - no product step needs these values
    outputs = [future.result() for future in started.outputs]
    begins = [o.labels[:, model.labels["starts"]].argmax(-1) > 0 for o in outputs]
    owners = plan_owners(started.windows, started.breaks, begins)
    return owned_labels(outputs, started.windows, owners)[:, model.labels["factual"]][:, 0]


def cases(paths: list[str]) -> Iterator[tuple[str, str, float]]:
    """Yield gold code, the rule's code and the head's value of every attribution."""
    for item in read_gold(paths):
        if isinstance(item, Skipped):
            continue
        annotated, sure = annotate_document(item.document), values(item.document)
        ruled = with_factuality(annotated, item.attributions)
        for gold, found in zip(item.attributions, ruled, strict=True):
            low, high = gold.content[0]
            inside = np.flatnonzero((annotated.words.start < high) & (annotated.words.end > low))
            top = top_of(annotated, inside.tolist())
            yield str(gold.factuality), str(found.factuality), float(sure[top or inside[0]])


def best_cut(gold: np.ndarray, value: np.ndarray) -> float:
    """Return the share right with the four cuts, a quarter apart, that suit best."""
    grid = np.arange(-2, 3.01, 0.25)
    found = (
        (np.array(CODES)[np.searchsorted(cuts, value)] == gold).mean()
        for cuts in itertools.combinations_with_replacement(grid, 4)
    )
    return float(max(found))


def main() -> None:
    """Score the files named on the command line."""
    gold, rule, value = (np.array(column) for column in zip(*cases(sys.argv[1:]), strict=True))
    print(
        f"{len(gold)} attributions: rule {(rule == gold).mean():.3f}, head at most "
        f"{best_cut(gold, value):.3f}, always CT+ {(gold == 'CT+').mean():.3f}"
    )


if __name__ == "__main__":
    main()
