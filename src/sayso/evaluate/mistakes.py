"""Name what went wrong, attribution by attribution, in words one can look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.evaluate.score import MATCH, ROLES, Pair, in_letters, letters_before, pair_up, shared
from sayso.records import Attribution, Spans
from sayso.text import covered, merged, words_of

MistakeKind = Literal[
    "missed", "invented", "wrong source", "content too short", "content too long", "cue only",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """One attribution that is not right.

    Attributes:
        kind: ``missed`` or ``invented`` if nothing stands on the other side;
            ``wrong source`` if the content was found, but for somebody else;
            ``content too short`` or ``content too long`` if the contents
            overlap too little for a match; ``cue only`` if the same cue was
            found with no content, or one elsewhere.
        document: id of the document.
        at: offset of the first word concerned.
        gold, predicted: the words by role on either side, None if there is none.
    """

    kind: MistakeKind
    document: str
    at: int
    gold: Mapping[str, str] | None
    predicted: Mapping[str, str] | None


def find_mistakes(
    document: str, text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution]
) -> tuple[Mistake, ...]:
    """Return every mistake of a document in the order of its text.

    Args:
        document: id of the document.
        text: what all spans point into.
        gold: attributions of the gold; those without content are passed over.
        predicted: attributions to be judged; those without content can only
            explain a loss ("cue only").
    """
    asked = [a for a in gold if a.content]
    # pair_up pairs nothing that has no content, so what it leaves holds them.
    pairs = pair_up(text, asked, predicted)
    out = list(_of_pairs(pairs, asked, predicted, text))
    paired_gold = {pair.gold for pair in pairs}
    paired_predicted = {pair.predicted for pair in pairs}
    out += _of_the_rest(
        [a for i, a in enumerate(asked) if i not in paired_gold],
        [a for j, a in enumerate(predicted) if j not in paired_predicted],
        text,
    )
    told = (
        Mistake(kind, document, _first(one or other), _words(text, one), _words(text, other))
        for kind, one, other in out
    )
    return tuple(sorted(told, key=lambda mistake: (mistake.at, mistake.kind)))


_Found = tuple[MistakeKind, Attribution | None, Attribution | None]


def _of_pairs(
    pairs: Iterable[Pair],
    gold: Sequence[Attribution],
    predicted: Sequence[Attribution],
    text: str,
) -> Iterator[_Found]:
    before = letters_before(text)
    for pair in pairs:
        one, other = gold[pair.gold], predicted[pair.predicted]
        if pair.iou >= MATCH:
            if not pair.source_right:
                yield "wrong source", one, other
            continue
        wanted, got = (covered(merged(in_letters(a.content, before))) for a in (one, other))
        yield ("content too short" if got < wanted else "content too long"), one, other


def _of_the_rest(
    gold: Sequence[Attribution], predicted: Sequence[Attribution], text: str
) -> Iterator[_Found]:
    """Name what overlaps nothing, by whether at least a cue is shared."""
    before = letters_before(text)
    left: list[tuple[Spans, Attribution]] = [
        (merged(in_letters(a.cue, before)), a) for a in predicted
    ]
    for one in gold:
        cue = merged(in_letters(one.cue, before))
        at = next((n for n, (other, _) in enumerate(left) if shared(cue, other)), None)
        if at is None:
            yield "missed", one, None
        else:
            yield "cue only", one, left.pop(at)[1]
    # Without content it claims nothing that could be wrong; the scores pass over it too.
    yield from (("invented", None, other) for _, other in left if other.content)


def _first(attribution: Attribution | None) -> int:
    if attribution is None:
        return 0
    return min((s for r in ROLES for s, _ in getattr(attribution, r)), default=0)


def _words(text: str, attribution: Attribution | None) -> Mapping[str, str] | None:
    if attribution is None:
        return None
    return {role: words_of(text, getattr(attribution, role)) for role in ROLES}
