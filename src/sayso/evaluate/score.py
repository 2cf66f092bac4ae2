"""Precision, recall and F1 of attributions against gold; pure functions over records.

All measures count alphanumeric characters only, so a comma, a quotation mark
or a line break at the edge of a span never decides anything:

1. exact spans: the spans of a role, edges trimmed to alphanumerics, as one set
   per document;
2. characters: the characters in any span of a role, pooled per document;
3. whole attributions: one to one, best content overlap first; right from an
   intersection over union (IoU) of ``MATCH``; "with source" if the sources
   overlap as much too, or both are empty;
4. fields, on the attributions matched in 3;
5. responses, those about an attribution through the match in 3;
6. recall of 3 by kind of gold attribution.

To make this fast and free of the text, spans are first moved into *letter
offsets*: offset n is the place before the n-th alphanumeric character. Two
spans with the same trimmed edges have the same letter offsets, and lengths in
them are numbers of alphanumeric characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter
from typing import Any, TypeVar

from sayso.records import Attribution, Hop, Response, Span, Spans
from sayso.text import covered, merged, overlap

ROLES = ("source", "cue", "content")
FIELDS = (
    "mode", "act", "factuality", "speaker", "identity", "kind", "addressee", "chain", "said",
    "parent",
)  # fmt: skip
MATCH = 0.5
# The two thresholds the field's published quotation scores use.
LOOSE, STRICT = 0.3, 0.8

RESPONSES, RESPONSES_ABOUT_ANYTHING = "responses", "responses, whatever they are about"

_MARKS = frozenset('"“”„«»‟＂')


@dataclass(frozen=True, slots=True)
class PRF:
    """Counts of right, invented and missed items; the ratios follow from them.

    Attributes:
        tp: predicted and in the gold.
        fp: predicted, not in the gold.
        fn: in the gold, not predicted.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: PRF) -> PRF:
        return PRF(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    def __bool__(self) -> bool:
        return bool(self.tp or self.fp or self.fn)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 if nothing was predicted."""
        return self.tp / max(1, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 if there is no gold."""
        return self.tp / max(1, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if there is nothing to count."""
        return 2 * self.tp / max(1, 2 * self.tp + self.fp + self.fn)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often a value was right.

    Attributes:
        right: cases where prediction and gold say the same.
        of: cases where either says anything.
        given: cases where the prediction says anything.
        silent: cases where neither says anything: they agree that there is nothing to say.
    """

    right: int = 0
    of: int = 0
    given: int = 0
    silent: int = 0

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(
            self.right + other.right,
            self.of + other.of,
            self.given + other.given,
            self.silent + other.silent,
        )

    @property
    def overall(self) -> float | None:
        """Agreement over all cases, silence included; None if never anything was said."""
        return (self.right + self.silent) / (self.of + self.silent) if self.given else None

    @property
    def rate(self) -> float | None:
        """Right of all cases; None if the prediction never said anything: not produced."""
        return self.right / self.of if self.given else None


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything counted, for one document or, added up, for many (micro-averages).

    Attributes:
        exact: trimmed spans, by role.
        characters: alphanumeric characters, by role.
        whole: whole attributions.
        sourced: whole attributions whose source is right too.
        loose, strict: whole attributions at IoU ``LOOSE`` and ``STRICT``.
        fields: accuracy by field on matched attributions.
        responses: right as a whole, and whatever they are about; empty if the
            gold decides none.
        kinds: found and missed gold attributions by kind; only recall means anything.
    """

    exact: Mapping[str, PRF] = field(default_factory=dict)
    characters: Mapping[str, PRF] = field(default_factory=dict)
    whole: PRF = PRF()
    sourced: PRF = PRF()
    loose: PRF = PRF()
    strict: PRF = PRF()
    fields: Mapping[str, Accuracy] = field(default_factory=dict)
    responses: Mapping[str, PRF] = field(default_factory=dict)
    kinds: Mapping[str, PRF] = field(default_factory=dict)

    def __add__(self, other: Scores) -> Scores:
        return Scores(
            exact=_added(self.exact, other.exact, PRF()),
            characters=_added(self.characters, other.characters, PRF()),
            whole=self.whole + other.whole,
            sourced=self.sourced + other.sourced,
            loose=self.loose + other.loose,
            strict=self.strict + other.strict,
            fields=_added(self.fields, other.fields, Accuracy()),
            responses=_added(self.responses, other.responses, PRF()),
            kinds=_added(self.kinds, other.kinds, PRF()),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold and a predicted attribution whose contents overlap most.

    Attributes:
        gold, predicted: indexes into the two lists compared.
        iou: of their contents, in (0, 1].
        source_right: whether their sources overlap by ``MATCH`` or are both empty.
    """

    gold: int
    predicted: int
    iou: float
    source_right: bool


_Counts = TypeVar("_Counts", PRF, Accuracy)


def _added(a: Mapping[str, _Counts], b: Mapping[str, _Counts], zero: _Counts) -> dict[str, _Counts]:
    return {key: a.get(key, zero) + b.get(key, zero) for key in {**a, **b}}


def letters_before(text: str) -> list[int]:
    """Return, for every offset of the text, how many alphanumeric characters stand before it."""
    return list(accumulate(map(str.isalnum, text), initial=0))


def in_letters(spans: Iterable[Span], before: Sequence[int]) -> Spans:
    """Return spans in letter offsets, in order; spans without a letter go.

    Args:
        spans: character spans.
        before: what ``letters_before`` returns for their text.
    """
    moved = {(before[start], before[end]) for start, end in spans}
    return tuple(sorted(span for span in moved if span[0] < span[1]))


def shared(a: Spans, b: Spans) -> int:
    """Return how many positions two lists of disjoint, sorted spans have in common."""
    total = i = j = 0
    while i < len(a) and j < len(b):
        total += overlap(a[i], b[j])
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return total


def iou(a: Spans, b: Spans) -> float:
    """Return intersection over union of two lists of disjoint, sorted spans; 1.0 if both empty."""
    if not a and not b:
        return 1.0
    both = shared(a, b)
    return both / (covered(a) + covered(b) - both)


def pair_up(
    text: str, gold: Sequence[Attribution], predicted: Sequence[Attribution]
) -> tuple[Pair, ...]:
    """Pair attributions one to one by the overlap of their contents, greedily, best first.

    Every pair with any overlap is listed; cut the list at the IoU that counts
    as a match. Equal overlaps go to the pair whose sources, then whose cues
    overlap more ("X reported, citing Y": two attributions of one content),
    then to the one first in the text, so the order of the lists is no matter.

    Args:
        text: what all spans point into.
        gold: attributions of the gold.
        predicted: attributions to be judged.
    """
    before = letters_before(text)
    ours, theirs = ([_triple(a, before) for a in side] for side in (gold, predicted))
    candidates = []
    for i, a in enumerate(ours):
        for j, b in enumerate(theirs):
            if shared(a[-1], b[-1]):
                source, cue, content = (iou(x, y) for x, y in zip(a, b, strict=True))
                pair = Pair(i, j, content, source_right=source >= MATCH)
                places = (_place(gold[i]), _place(predicted[j]))
                candidates.append(((-content, -source, -cue, places, i, j), pair))
    return _greedy(pair for _, pair in sorted(candidates, key=itemgetter(0)))


def _place(attribution: Attribution) -> tuple[Spans, Spans, Spans, str]:
    return attribution.content, attribution.source, attribution.cue, attribution.id


def _triple(attribution: Attribution, before: Sequence[int]) -> tuple[Spans, ...]:
    """Source, cue and content of an attribution (as in ``ROLES``), in letters, disjoint."""
    return tuple(merged(in_letters(getattr(attribution, role), before)) for role in ROLES)


def _greedy(candidates: Iterable[Pair]) -> tuple[Pair, ...]:
    chosen: list[Pair] = []
    gold_used: set[int] = set()
    predicted_used: set[int] = set()
    for pair in candidates:
        if pair.gold not in gold_used and pair.predicted not in predicted_used:
            gold_used.add(pair.gold)
            predicted_used.add(pair.predicted)
            chosen.append(pair)
    return tuple(chosen)


def score_document(
    text: str,
    gold: Sequence[Attribution],
    predicted: Sequence[Attribution],
    *,
    fields: Collection[str] = (),
    responses: tuple[Sequence[Response], Sequence[Response]] | None = None,
) -> Scores:
    """Score the attributions of one document, and the responses to them.

    Args:
        text: what all spans point into.
        gold: attributions of the gold.
        predicted: attributions to be judged.
        fields: which of ``FIELDS`` the gold decides; the others are not scored.
        responses: those of the gold and those to be judged; None if the gold
            decides none.
    """
    before = letters_before(text)
    asked = [a for a in gold if a.content]
    answered = [a for a in predicted if a.content]
    pairs = pair_up(text, asked, answered)
    matched = [pair for pair in pairs if pair.iou >= MATCH]
    twins = [(asked[pair.gold], answered[pair.predicted]) for pair in matched]

    def counted(right: int) -> PRF:
        return PRF(right, len(answered) - right, len(asked) - right)

    return Scores(
        exact={r: _exact(gold, predicted, r, before) for r in ROLES},
        characters={r: _characters(gold, predicted, r, before) for r in ROLES},
        whole=counted(len(matched)),
        sourced=counted(sum(pair.source_right for pair in matched)),
        loose=counted(sum(pair.iou >= LOOSE for pair in pairs)),
        strict=counted(sum(pair.iou >= STRICT for pair in pairs)),
        fields=_fields(twins, fields, before),
        responses={} if responses is None else _responses(*responses, twins),
        kinds=_kinds(text, asked, {pair.gold for pair in matched}, fields),
    )


def _pooled(attributions: Sequence[Attribution], role: str, before: Sequence[int]) -> set[Span]:
    return {span for a in attributions for span in in_letters(getattr(a, role), before)}


def _exact(
    gold: Sequence[Attribution], predicted: Sequence[Attribution], role: str, before: Sequence[int]
) -> PRF:
    wanted, got = _pooled(gold, role, before), _pooled(predicted, role, before)
    right = len(wanted & got)
    return PRF(right, len(got) - right, len(wanted) - right)


def _characters(
    gold: Sequence[Attribution], predicted: Sequence[Attribution], role: str, before: Sequence[int]
) -> PRF:
    wanted = merged(_pooled(gold, role, before))
    got = merged(_pooled(predicted, role, before))
    right = shared(wanted, got)
    return PRF(right, covered(got) - right, covered(wanted) - right)


# -- fields ---------------------------------------------------------------------------------


def same_name(name: str | None) -> str | None:
    """Return a name as it is compared: no case, no leading article, plain apostrophes.

    Nothing else is forgiven: "Putin" is not "Vladimir Putin", for a canonical
    name is the fullest one the document gives.
    """
    plain = " ".join((name or "").casefold().replace("’", "'").split())
    return plain.removeprefix("the ") or None


def _names(chain: Iterable[Hop]) -> tuple[str | None, ...] | None:
    return tuple(same_name(hop.name) for hop in chain) or None


# How a field's value is read off an attribution; the others as they stand.
_READ: Mapping[str, Callable[[Attribution], Any]] = {
    "speaker": lambda a: same_name(a.speaker),
    "chain": lambda a: _names(a.chain),
}


def _value(attribution: Attribution, name: str) -> Any:
    return _READ[name](attribution) if name in _READ else getattr(attribution, name) or None


def _fields(
    matched: Sequence[tuple[Attribution, Attribution]],
    fields: Collection[str],
    before: Sequence[int],
) -> dict[str, Accuracy]:
    twins = {gold.id: predicted.id for gold, predicted in matched}
    out = {name: Accuracy() for name in FIELDS if name in fields}
    for gold, predicted in matched:
        for name in out:
            wanted, got = _value(gold, name), _value(predicted, name)
            if name == "parent" and gold.parent is not None:
                # A parent that was not found has no twin: no answer is right then.
                wanted = twins.get(gold.parent, "")
            if wanted is not None or got is not None:
                overlaps = name == "addressee" and _overlap(wanted or (), got or (), before)
                out[name] += Accuracy(int(wanted == got or overlaps), 1, int(got is not None))
            else:
                out[name] += Accuracy(silent=1)
    return out


def _overlap(a: Spans, b: Spans, before: Sequence[int]) -> bool:
    return iou(merged(in_letters(a, before)), merged(in_letters(b, before))) >= MATCH


# -- responses ------------------------------------------------------------------------------


def _responses(
    gold: Sequence[Response],
    predicted: Sequence[Response],
    matched: Sequence[tuple[Attribution, Attribution]],
) -> dict[str, PRF]:
    """Count responses one to one: same actor, same response, about the same attribution.

    What a gold response is about is followed through the match, as parents are;
    if that attribution was not found, the response can only be right "whatever
    it is about". The evidence decides nothing.
    """
    twins: dict[str | None, str | None] = {one.id: other.id for one, other in matched}
    twins[None] = None
    # No attribution has an empty id, so nothing equals what has no twin.
    wanted = Counter((*_response(r), twins.get(r.about, "")) for r in gold)
    got = Counter((*_response(r), r.about) for r in predicted)
    return {
        RESPONSES: _matches(wanted, got),
        RESPONSES_ABOUT_ANYTHING: _matches(
            Counter(map(_response, gold)), Counter(map(_response, predicted))
        ),
    }


def _response(response: Response) -> tuple[str | None, str]:
    return same_name(response.actor), response.response


def _matches(wanted: Counter[Any], got: Counter[Any]) -> PRF:
    right = (wanted & got).total()
    return PRF(right, got.total() - right, wanted.total() - right)


# -- kinds ----------------------------------------------------------------------------------


def kinds_of(
    text: str, attributions: Sequence[Attribution], fields: Collection[str] = ()
) -> list[tuple[str, ...]]:
    """Return the kinds each attribution is of: how it is signalled, nested and quoted.

    Args:
        text: what all spans point into.
        attributions: all attributions of the document; one whose content lies
            within a larger content of another is nested, as is one with a parent.
        fields: which of ``FIELDS`` they carry; "mode" and "act" make kinds too.
    """
    before = letters_before(text)
    contents = [merged(in_letters(a.content, before)) for a in attributions]
    out = []
    for a, content in zip(attributions, contents, strict=True):
        nested = a.parent is not None or any(_within(content, other) for other in contents)
        quoted = any(_MARKS & set(text[start:end]) for start, end in a.content)
        kinds = [
            "with cue" if a.cue else "without cue",
            "with source" if a.source else "without source",
            "nested" if nested else "plain",
            "split content" if len(a.content) > 1 else "content in one piece",
            "with quotation marks" if quoted else "without quotation marks",
        ]
        kinds += [f"{name}: {getattr(a, name)}" for name in ("mode", "act") if name in fields]
        out.append(tuple(kinds))
    return out


def _within(inner: Spans, outer: Spans) -> bool:
    """Tell whether one content lies in another that is larger."""
    size = covered(inner)
    return 0 < size < covered(outer) and shared(inner, outer) == size


def _kinds(
    text: str, gold: Sequence[Attribution], found: Collection[int], fields: Collection[str]
) -> dict[str, PRF]:
    out: dict[str, PRF] = {}
    for i, kinds in enumerate(kinds_of(text, gold, fields)):
        one = PRF(tp=1) if i in found else PRF(fn=1)
        out |= {kind: out.get(kind, PRF()) + one for kind in kinds}
    return out
