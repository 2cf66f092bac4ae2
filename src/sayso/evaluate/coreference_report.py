"""Evaluate how mentions are linked on a treebank, and say what came out.

Two ways of linking are scored side by side:

* clusters: what the encoder gives (``Annotated.clusters``);
* same head: the same mentions, linked where their head words are the same but for
  case, pronouns left alone: what costs nothing.

Both are held against up to three golds: the treebank's entities without those of one
mention (as OntoNotes and CoNLL-2012 have it), with them, and, where a file beside the
treebank gives it, an OntoNotes-like gold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sayso.errors import GoldError, SaysoError
from sayso.evaluate.coreference import CorefScores, Ratios, score_coreference
from sayso.evaluate.score import Accuracy
from sayso.evaluate.treebank import Entity, TreebankItem, read_treebank, speaking_pronouns
from sayso.records import Annotated, Document, Skipped, Span

Annotate = Callable[[Document], Annotated]
Clusters = Sequence[Sequence[int]]  # of indexes into ``Annotated.mentions``

WITHOUT, WITH, ONTONOTES = "without singletons", "with singletons", "OntoNotes-like"
CLUSTERS, SAME_HEAD = "clusters", "same head"


@dataclass(frozen=True, slots=True)
class CoreferenceEvaluation:
    """How mentions are linked in treebank documents.

    Attributes:
        documents: how many were scored.
        ontonotes: how many of them have an OntoNotes-like gold.
        mentions, entities: how many the treebank has in them.
        scores: by gold, then by way of linking, added up over the documents.
        pronouns: by way of linking, how often a pronoun that stands for who says
            something leads to the right one.
        failed: documents that could not be annotated; all they hold counts as lost.
        warnings: what looks wrong in the gold.
    """

    documents: int
    ontonotes: int
    mentions: int
    entities: int
    scores: Mapping[str, Mapping[str, CorefScores]]
    pronouns: Mapping[str, Accuracy]
    failed: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()


def evaluate_coreference(paths: Iterable[str | Path], annotate: Annotate) -> CoreferenceEvaluation:
    """Annotate every treebank document and score how its mentions are linked.

    Args:
        paths: CoNLL-U files of GUM's kind, or folders of them.
        annotate: gives the mentions and clusters of a document; it must leave the text
            as it is.

    Raises:
        GoldError: gold that cannot be scored.
        ValueError: the text was changed.
    """
    paths = list(paths)
    items = list(read_treebank(paths))
    if not items:
        raise GoldError(f"no gold in {', '.join(map(str, paths)) or 'no path at all'}")
    judged = [_judge(item, annotate) for item in items]
    golds = [gold for gold in (WITHOUT, WITH, ONTONOTES) if any(gold in j.scores for j in judged)]
    return CoreferenceEvaluation(
        documents=len(items),
        ontonotes=sum(item.ontonotes is not None for item in items),
        mentions=sum(len(entity) for item in items for entity in item.entities),
        entities=sum(len(item.entities) for item in items),
        scores={
            gold: {
                way: sum((j.scores[gold][way] for j in judged if gold in j.scores), CorefScores())
                for way in (CLUSTERS, SAME_HEAD)
            }
            for gold in golds
        },
        pronouns={
            way: sum((j.pronouns[way] for j in judged), Accuracy()) for way in (CLUSTERS, SAME_HEAD)
        },
        failed=tuple(one.failure for one in judged if one.failure),
        warnings=tuple(warning for item in items for warning in item.warnings),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """One document scored."""

    scores: Mapping[str, Mapping[str, CorefScores]]
    pronouns: Mapping[str, Accuracy]
    failure: Skipped | None


def _judge(item: TreebankItem, annotate: Annotate) -> _Judged:
    annotated, failure = _annotated(item.document, annotate)
    ways: dict[str, Clusters] = {CLUSTERS: (), SAME_HEAD: ()}
    if annotated is not None:
        ways = {CLUSTERS: annotated.clusters, SAME_HEAD: same_heads(annotated)}
    scores = {
        gold: {
            way: score_coreference(key, _response(annotated, clusters, singletons=gold == WITH))
            for way, clusters in ways.items()
        }
        for gold, key in _keys(item).items()
    }
    pronouns = {way: _pronouns(item, annotated, clusters) for way, clusters in ways.items()}
    return _Judged(scores, pronouns, failure)


def _annotated(
    document: Document, annotate: Annotate
) -> tuple[Annotated, None] | tuple[None, Skipped]:
    try:
        annotated = annotate(document)
    except SaysoError as error:
        return None, Skipped(document.id, str(error))
    if annotated.document.text != document.text:
        # No error of the document but of the caller: nothing can be scored.
        raise ValueError(
            f"{document.id}: the mentions are spans into another text than the gold's; the"
            " document must be annotated as it is given"
        )
    return annotated, None


def same_heads(annotated: Annotated) -> tuple[tuple[int, ...], ...]:
    """Link the mentions whose head words are the same but for case; pronouns stay alone."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(annotated.mentions):
        if not _is_pronoun(annotated, mention.head):
            start, end = _place(annotated, mention.head)
            groups[annotated.document.text[start:end].lower()].append(i)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _is_pronoun(annotated: Annotated, word: int) -> bool:
    return annotated.words.tags[int(annotated.words.tag[word])] == "PRON"


def _place(annotated: Annotated, word: int) -> Span:
    return int(annotated.words.start[word]), int(annotated.words.end[word])


# -- both sides as clusters of spans ----------------------------------------------------------


def _keys(item: TreebankItem) -> dict[str, list[list[Span]]]:
    """Return the clusters of each gold there is."""
    keys = {WITHOUT: _spans(item.entities, 2), WITH: _spans(item.entities, 1)}
    if item.ontonotes is not None:
        keys[ONTONOTES] = _spans(item.ontonotes, 2)
    return keys


def _spans(entities: Iterable[Entity], least: int) -> list[list[Span]]:
    return [[mention.span for mention in one] for one in entities if len(one) >= least]


def _response(
    annotated: Annotated | None, clusters: Clusters, *, singletons: bool
) -> list[list[Span]]:
    """Return clusters as spans, no span twice; with ``singletons`` each other mention alone."""
    if annotated is None:
        return []
    linked = {i for cluster in clusters for i in cluster}
    alone = [[i] for i in range(len(annotated.mentions)) if i not in linked]
    seen: set[Span] = set()
    out = []
    for cluster in (*clusters, *alone):
        spans = sorted({annotated.mentions[i].span for i in cluster} - seen)
        if len(spans) > 1 or (spans and singletons):
            seen.update(spans)
            out.append(spans)
    return out


# -- pronouns -------------------------------------------------------------------------------


def _pronouns(item: TreebankItem, annotated: Annotated | None, clusters: Clusters) -> Accuracy:
    total = Accuracy()
    for pronoun, heads in _led_back(item):
        found = None if annotated is None else _nearest(annotated, clusters, pronoun)
        total += Accuracy(int(found in heads), 1, int(found is not None))
    return total


def _led_back(item: TreebankItem) -> Iterator[tuple[Span, set[Span]]]:
    """Yield each speaking pronoun that a noun or name stands before, with all it can lead to.

    Both are places of head words.
    """
    words = item.words
    narrowest: dict[int, tuple[int, Entity]] = {}
    for entity in item.entities:
        for mention in entity:
            size = mention.span[1] - mention.span[0]
            if size < narrowest.get(mention.head, (size + 1, entity))[0]:
                narrowest[mention.head] = size, entity
    for word in speaking_pronouns(words):
        _, entity = narrowest.get(word, (0, ()))
        heads = {words[m.head].span for m in entity if words[m.head].tag != "PRON"}
        before = {head for head in heads if head < words[word].span}
        if before:
            yield words[word].span, before


def _nearest(annotated: Annotated, clusters: Clusters, pronoun: Span) -> Span | None:
    """Return the head of the last mention before a pronoun that is none, in its cluster."""
    for cluster in clusters:
        heads = [annotated.mentions[i].head for i in cluster]
        if pronoun in {_place(annotated, head) for head in heads}:
            named = (_place(annotated, h) for h in heads if not _is_pronoun(annotated, h))
            return max((place for place in named if place < pronoun), default=None)
    return None


# -- for programs ---------------------------------------------------------------------------


def payload(evaluation: CoreferenceEvaluation) -> dict[str, Any]:
    """Return an evaluation as JSON-ready values; what was not measured is None."""
    return {
        "documents": evaluation.documents,
        "ontonotes_documents": evaluation.ontonotes,
        "mentions": evaluation.mentions,
        "entities": evaluation.entities,
        "scores": {
            gold: {way: _scores(scores) for way, scores in ways.items()}
            for gold, ways in evaluation.scores.items()
        },
        "pronouns": {
            way: {
                "accuracy": _rounded(accuracy.rate),
                **{key: getattr(accuracy, key) for key in ("right", "of", "given")},
            }
            for way, accuracy in evaluation.pronouns.items()
        },
        "failed": [asdict(skipped) for skipped in evaluation.failed],
        "warnings": list(evaluation.warnings),
    }


def _named(scores: CorefScores) -> Iterator[tuple[str, Ratios]]:
    yield "mentions", scores.mentions
    yield "MUC", scores.muc
    yield "B-cubed", scores.b_cubed
    yield "CEAF-e", scores.ceaf_e


def _scores(scores: CorefScores) -> dict[str, Any]:
    out: dict[str, Any] = {
        name: {k: _rounded(getattr(ratios, k)) for k in ("precision", "recall", "f1")}
        for name, ratios in _named(scores)
    }
    return {**out, "CoNLL": {"f1": _rounded(scores.conll)}}


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 4)


# -- for people -----------------------------------------------------------------------------


def tables(evaluation: CoreferenceEvaluation) -> str:
    """Return an evaluation as text for people; "-" stands for what was not given."""
    counted = f"{evaluation.documents} documents, {evaluation.mentions} mentions"
    blocks = [
        [f"{counted} of {evaluation.entities} entities"],
        *(_gold_lines(gold, ways, evaluation) for gold, ways in evaluation.scores.items()),
        _pronoun_lines(evaluation.pronouns),
        [f"not read: {entry.uri}: {entry.reason}" for entry in evaluation.failed],
        [f"warning: {warning}" for warning in evaluation.warnings],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _gold_lines(
    gold: str, ways: Mapping[str, CorefScores], evaluation: CoreferenceEvaluation
) -> list[str]:
    title = f"{gold} ({evaluation.ontonotes} documents)" if gold == ONTONOTES else gold
    lines = [
        f"{title:32}" + "".join(f"{way:>30}" for way in ways),
        f"{'':32}" + "".join(f"{name:>10}" for name in ("precision", "recall", "F1")) * len(ways),
    ]
    rows = [dict(_named(scores)) for scores in ways.values()]
    for name in rows[0]:
        cells = ((row[name].precision, row[name].recall, row[name].f1) for row in rows)
        lines.append(f"{name:32}" + "".join(f"{x:10.3f}" for cell in cells for x in cell))
    lines.append(f"{'CoNLL F1':32}" + "".join(f"{scores.conll:30.3f}" for scores in ways.values()))
    return lines


def _pronoun_lines(pronouns: Mapping[str, Accuracy]) -> list[str]:
    lines = [f"{'pronouns that speak':32}{'accuracy':>10}{'of':>10}{'given':>10}"]
    for way, found in pronouns.items():
        rate = "-" if found.rate is None else f"{found.rate:.3f}"
        lines.append(f"{way:32}{rate:>10}{found.of:10}{found.given:10}")
    return lines
