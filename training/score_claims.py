"""Score claims on the made-up stories: ``python training/score_claims.py [STORY…]``.

Reads each story of ``training/claims`` with the package, finds claims over its reports and
compares them with its marks, as ``sayso evaluate`` does with gold. The marks tell claims and
stances, no origins. The weights of likeness are fitted on these stories: a figure for
development, not for how good it is on others.
"""

from __future__ import annotations

import sys

from stories import FOLDER, Story, read_stories

from sayso.evaluate.claims import ClaimScores, score_claims
from sayso.evaluate.score import Accuracy
from sayso.pipeline import read_document
from sayso.records import Claim, Member
from sayso.resolve.claims import find_claims

COLUMNS = ("places", "pair P", "pair R", "pair F1", "B3 P", "B3 R", "B3 F1", "stance", "denies")


def gold_of(story: Story) -> tuple[Claim, ...]:
    """Return the marks of a story as claims of a gold, without origins."""
    texts = {one.id: one.text for one in story.documents}
    return tuple(
        Claim(
            str(number),
            text,
            tuple(
                Member(
                    mark.document, None, None, None, None, (mark.span,),
                    texts[mark.document][slice(*mark.span)], mark.stance,  # type: ignore[arg-type]
                )
                for mark in story.marks
                if mark.claim == number
            ),
            (),
        )
        for number, text in story.claims.items()
    )  # fmt: skip


def score(story: Story) -> ClaimScores:
    """Return the scores of one story; claims that no report is marked with are left out."""
    found = find_claims([read_document(one) for one in story.documents])
    gold = [claim for claim in gold_of(story) if claim.members]
    return score_claims(gold, found, {one.id: one for one in story.documents})


def row_of(scores: ClaimScores) -> list[float]:
    """Return the figures of ``COLUMNS``."""
    denies = scores.stances.get("denies", Accuracy())
    return [
        scores.places.recall,
        scores.pairs.precision, scores.pairs.recall, scores.pairs.f1,
        scores.precision.value, scores.recall.value, scores.bcubed,
        scores.stance.rate or 0.0, denies.rate or 0.0,
    ]  # fmt: skip


def main() -> None:
    """Print a line for each story, and the mean over stories."""
    stories = [one for one in read_stories(FOLDER) if not sys.argv[1:] or one.name in sys.argv[1:]]
    print(f"{'':28}" + "".join(f"{name:>9}" for name in COLUMNS))
    rows = []
    for story in stories:
        rows.append(row_of(score(story)))
        print(f"{story.name[:27]:28}" + "".join(f"{value:9.3f}" for value in rows[-1]), flush=True)
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    print(f"{'mean':28}" + "".join(f"{value:9.3f}" for value in means))


if __name__ == "__main__":
    main()
