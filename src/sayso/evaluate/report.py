"""Evaluate a reader on gold, and say what came out to people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sayso.errors import GoldError, SaysoError
from sayso.evaluate.agreement import Agreement, agreement, by_document
from sayso.evaluate.claim_gold import read_claim_gold
from sayso.evaluate.claim_report import claim_lines, claims_payload
from sayso.evaluate.claims import ClaimScores, score_claims
from sayso.evaluate.corpus import GoldItem, read_gold
from sayso.evaluate.events import EventScores, score_events
from sayso.evaluate.mistakes import Mistake, find_mistakes
from sayso.evaluate.score import (
    LOOSE,
    MATCH,
    PRF,
    STRICT,
    Accuracy,
    Scores,
    pair_up,
    score_document,
)
from sayso.records import Claim, Document, Reading, Skipped

Read = Callable[[Document], Reading]
FindClaims = Callable[[Sequence[Reading]], Sequence[Claim]]

_WIDTH = 36  # of the first column


@dataclass(frozen=True, slots=True)
class Lost:
    """What one document lost.

    Attributes:
        document: its id.
        whole: found, invented and lost whole attributions.
        mistakes: each of them, and the wrong sources, in text order.
    """

    document: str
    whole: PRF
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a reader did on gold.

    Attributes:
        documents: how many were scored, each once.
        attributions: how many the gold holds in them.
        scores: added up over all documents.
        outlets: whole attributions by outlet, where the gold names one.
        agreement: people with each other, if documents have several annotators.
        events: those of the documents whose gold decides them; None if there are none.
        claims: those of the files that hold some, over all documents of each; None if none
            does or nobody was asked to find them.
        mistakes: how many there are of each kind.
        worst: the documents that lost most attributions, worst first.
        one_level: in how many documents nobody looked for attributions inside
            the content of another.
        nested_left_out: how many such attributions the reader found in them;
            they are not scored.
        failed: documents the reader raised an error on; all they hold counts as lost.
        skipped: texts without annotation.
        warnings: what looks wrong in the gold.
    """

    documents: int
    attributions: int
    scores: Scores
    outlets: Mapping[str, PRF]
    agreement: Agreement | None
    mistakes: Mapping[str, int]
    worst: tuple[Lost, ...]
    events: EventScores | None = None
    claims: ClaimScores | None = None
    one_level: int = 0
    nested_left_out: int = 0
    failed: tuple[Skipped, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()


def evaluate_gold(
    paths: Iterable[str | Path],
    read: Read,
    *,
    find_claims: FindClaims | None = None,
    worst: int = 10,
) -> Evaluation:
    """Read every gold document with a reader and score what it found.

    Where several people annotated a document, the first by name is the gold. Where
    they labelled one level only, what the reader found inside the content of another
    attribution is left out and counted.

    Args:
        paths: gold as ``read_gold`` takes it.
        read: gives the reading of a document; it gets the gold's text, outlet
            and publication date, which chains and dates rest on, and must
            leave the text as it is.
        find_claims: finds the claims of the readings of one file; not scored by default.
        worst: how many documents to list with their mistakes.

    Raises:
        GoldError: gold that cannot be scored.
        ValueError: the reader changed a text.
    """
    paths = list(paths)
    given = list(read_gold(paths))
    items = [item for item in given if isinstance(item, GoldItem)]
    if not items:
        raise GoldError(f"no gold in {', '.join(map(str, paths)) or 'no path at all'}")
    judged = [_judge(group[0], read) for group in by_document(items)]
    scores = sum((one.scores for one in judged), Scores())
    people = agreement(items)
    events = [one.events for one in judged if one.events]
    return Evaluation(
        documents=len(judged),
        attributions=scores.whole.tp + scores.whole.fn,
        scores=scores,
        outlets=_by_outlet(judged),
        agreement=people if people.pairs else None,
        mistakes=Counter(mistake.kind for one in judged for mistake in one.lost.mistakes),
        worst=tuple(sorted((j.lost for j in judged if j.lost.mistakes), key=_badness)[:worst]),
        events=sum(events, EventScores()) if events else None,
        claims=_claims(paths, judged, find_claims) if find_claims else None,
        one_level=sum(one.one_level for one in judged),
        nested_left_out=sum(one.left_out for one in judged),
        failed=tuple(one.failure for one in judged if one.failure),
        skipped=tuple(item for item in given if isinstance(item, Skipped)),
        warnings=tuple(warning for item in items for warning in item.warnings),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """One document scored, with how many nested attributions of the reader were left out."""

    reading: Reading
    scores: Scores
    events: EventScores | None
    lost: Lost
    failure: Skipped | None
    one_level: bool
    left_out: int


def _judge(item: GoldItem, read: Read) -> _Judged:
    document = item.document
    reading = Reading(document, ())
    failure = None
    try:
        reading = _reading(read, document)
    except SaysoError as error:
        failure = Skipped(document.id, str(error))
    found = [a for a in reading.attributions if item.nested or a.parent is None]
    scores = score_document(
        document.text,
        item.attributions,
        found,
        fields=item.fields,
        responses=None if item.responses is None else (item.responses, reading.responses),
    )
    mistakes = find_mistakes(document.id, document.text, item.attributions, found)
    return _Judged(
        reading,
        scores,
        _events(item, reading),
        Lost(document.id, scores.whole, mistakes),
        failure,
        one_level=not item.nested,
        left_out=len(reading.attributions) - len(found),
    )


def _events(item: GoldItem, reading: Reading) -> EventScores | None:
    """Score the events of a document; None if its gold decides none."""
    if item.events is None:
        return None
    pairs = pair_up(item.document.text, item.attributions, reading.attributions)
    twins = {
        item.attributions[pair.gold].id: reading.attributions[pair.predicted].id
        for pair in pairs
        if pair.iou >= MATCH
    }
    return score_events(item.events, reading.events, twins)


def _claims(
    paths: Iterable[str | Path], judged: Sequence[_Judged], find_claims: FindClaims
) -> ClaimScores | None:
    """Score the claims of each file that holds some, over the readings of its documents."""
    readings = {one.reading.document.id: one.reading for one in judged}
    scores = []
    for path in map(Path, paths):
        files = [path] if path.suffix == ".jsonl" else sorted(path.glob("*.jsonl"))
        for gold in filter(None, map(read_claim_gold, files)):
            ours = [readings[name] for name in gold.documents]
            documents = {name: readings[name].document for name in gold.documents}
            scores.append(score_claims(gold.claims, find_claims(ours), documents))
    return sum(scores, ClaimScores()) if scores else None


def _reading(read: Read, document: Document) -> Reading:
    reading = read(document)
    if reading.document.text != document.text:
        # No error of the document but of the caller: nothing can be scored.
        raise ValueError(
            f"{document.id}: the reader gave spans into another text than the gold's; it must"
            " read the document it is given"
        )
    return reading


def _by_outlet(judged: Iterable[_Judged]) -> dict[str, PRF]:
    out: dict[str, PRF] = {}
    for one in judged:
        outlet = one.reading.document.outlet
        if outlet:
            out[outlet] = out.get(outlet, PRF()) + one.scores.whole
    return dict(sorted(out.items()))


def _badness(entry: Lost) -> tuple[int, int, int, str]:
    """Rank by attributions lost, then invented, then any mistake; ties by name."""
    return -entry.whole.fn, -entry.whole.fp, -len(entry.mistakes), entry.document


# -- for programs ---------------------------------------------------------------------------


def payload(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as JSON-ready values; what was not measured is None."""
    people = evaluation.agreement
    return {
        "documents": evaluation.documents,
        "attributions": evaluation.attributions,
        "one_level": {
            "documents": evaluation.one_level,
            "nested_left_out": evaluation.nested_left_out,
        },
        "scores": _scores(evaluation.scores),
        "fields": {name: _accuracy(a) for name, a in evaluation.scores.fields.items()},
        "events": None if evaluation.events is None else _event_scores(evaluation.events),
        "claims": None if evaluation.claims is None else claims_payload(evaluation.claims),
        "recall": {kind: _recall(prf) for kind, prf in sorted(evaluation.scores.kinds.items())},
        "outlets": {outlet: _prf(prf) for outlet, prf in evaluation.outlets.items()},
        "agreement": None
        if people is None
        else {
            "documents": people.documents,
            "pairs": people.pairs,
            "f1": {name: _rounded(prf.f1) if prf else None for name, prf in _named(people.scores)},
        },
        "mistakes": dict(evaluation.mistakes),
        "worst": [
            {
                "document": entry.document,
                "whole": _prf(entry.whole),
                "mistakes": [asdict(mistake) for mistake in entry.mistakes],
            }
            for entry in evaluation.worst
        ],
        "failed": [asdict(skipped) for skipped in evaluation.failed],
        "skipped": [asdict(skipped) for skipped in evaluation.skipped],
        "warnings": list(evaluation.warnings),
    }


def _named(scores: Scores) -> Iterator[tuple[str, PRF]]:
    """The precision, recall and F1 scores under the names they go by."""
    yield from ((f"exact {role}", prf) for role, prf in scores.exact.items())
    yield from ((f"characters {role}", prf) for role, prf in scores.characters.items())
    yield "attributions", scores.whole
    yield "attributions with source", scores.sourced
    yield "attributions loose", scores.loose
    yield "attributions strict", scores.strict
    yield from scores.responses.items()


def _scores(scores: Scores) -> dict[str, Any]:
    return {name: _prf(prf) for name, prf in _named(scores)}


def _event_scores(events: EventScores) -> dict[str, Any]:
    return {
        **{name: _prf(prf) for name, prf in _event_named(events)},
        "fields": {name: _accuracy(a) for name, a in events.aside.items()},
        "types": {name: _prf(prf) for name, prf in sorted(events.types.items())},
    }


def _event_named(events: EventScores) -> Iterator[tuple[str, PRF]]:
    yield "events", events.whole
    yield "events, names to the letter", events.same_names
    yield "events, type only", events.typed


def _prf(prf: PRF) -> dict[str, Any]:
    ratios = {k: _rounded(getattr(prf, k)) if prf else None for k in ("precision", "recall", "f1")}
    return {**ratios, "tp": prf.tp, "fp": prf.fp, "fn": prf.fn}


def _accuracy(accuracy: Accuracy) -> dict[str, Any]:
    rates = {"accuracy": accuracy.overall, "told": accuracy.rate}
    shown = {name: None if rate is None else _rounded(rate) for name, rate in rates.items()}
    return {**shown, **asdict(accuracy)}


def _recall(prf: PRF) -> dict[str, Any]:
    return {"recall": _rounded(prf.recall), "found": prf.tp, "of": prf.tp + prf.fn}


def _rounded(ratio: float) -> float:
    return round(ratio, 4)


# -- for people -----------------------------------------------------------------------------


def tables(evaluation: Evaluation) -> str:
    """Return an evaluation as text for people; "-" stands for what was not measured."""
    blocks = [
        _head_lines(evaluation),
        _score_lines(evaluation),
        _field_lines(evaluation.scores.fields),
        _recall_lines(evaluation.scores.kinds),
        _event_lines(evaluation.events),
        claim_lines(evaluation.claims) if evaluation.claims else [],
        _outlet_lines(evaluation.outlets),
        _mistake_lines(evaluation),
        [f"not read: {entry.uri}: {entry.reason}" for entry in evaluation.failed],
        [f"not scored: {entry.uri}: {entry.reason}" for entry in evaluation.skipped],
        [f"warning: {warning}" for warning in evaluation.warnings],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _head_lines(evaluation: Evaluation) -> list[str]:
    lines = [f"{evaluation.documents} documents, {evaluation.attributions} attributions"]
    if evaluation.one_level:
        lines.append(
            f"{evaluation.one_level} of them labelled on one level only: "
            f"{evaluation.nested_left_out} attributions read inside the content of another are "
            "left out there, neither right nor wrong"
        )
    return lines


def _number(ratio: float | None) -> str:
    return f"{'-' if ratio is None else f'{ratio:.3f}':>9}"


def _ratios(prf: PRF) -> str:
    return "".join(_number(r if prf else None) for r in (prf.precision, prf.recall, prf.f1))


def _score_lines(evaluation: Evaluation) -> list[str]:
    people = dict(_named(evaluation.agreement.scores)) if evaluation.agreement else {}
    lines = [f"{'':{_WIDTH}}{'precision':>9}{'recall':>9}{'F1':>9}{'people':>9}"]
    for name, prf in _named(evaluation.scores):
        between = people.get(name)
        lines.append(f"{name:{_WIDTH}}{_ratios(prf)}{_number(between.f1 if between else None)}")
    lines.append(f"attributions match from a content IoU of {MATCH}, {LOOSE} (loose), {STRICT}")
    return lines


def _field_lines(fields: Mapping[str, Accuracy]) -> list[str]:
    lines = [f"{'field':{_WIDTH}}{'accuracy':>9}{'of':>9}{'told':>9}{'of':>9}{'given':>9}"]
    lines += [
        f"{n:{_WIDTH}}{_number(a.overall)}{a.of + a.silent:9}{_number(a.rate)}{a.of:9}{a.given:9}"
        for n, a in fields.items()
    ]
    return lines if fields else []


def _recall_lines(kinds: Mapping[str, PRF]) -> list[str]:
    lines = [f"{'kind of gold attribution':{_WIDTH}}{'recall':>9}{'of':>9}"]
    lines += [f"{k:{_WIDTH}}{_number(p.recall)}{p.tp + p.fn:9}" for k, p in sorted(kinds.items())]
    return lines


def _event_lines(events: EventScores | None) -> list[str]:
    if events is None:
        return []
    lines = [f"{'':{_WIDTH}}{'precision':>9}{'recall':>9}{'F1':>9}{'gold':>9}"]
    named = [*_event_named(events), *((f"  {k}", prf) for k, prf in sorted(events.types.items()))]
    lines += [f"{name:{_WIDTH}}{_ratios(prf)}{prf.tp + prf.fn:9}" for name, prf in named]
    lines += ["", "of the events found:", *_field_lines(events.aside)]
    return lines


def _outlet_lines(outlets: Mapping[str, PRF]) -> list[str]:
    lines = [f"{'outlet':{_WIDTH}}{'precision':>9}{'recall':>9}{'F1':>9}"]
    lines += [f"{outlet:{_WIDTH}}{_ratios(prf)}" for outlet, prf in outlets.items()]
    return lines if len(outlets) > 1 else []


def _mistake_lines(evaluation: Evaluation) -> list[str]:
    lines = [f"{kind:{_WIDTH}}{count:9}" for kind, count in sorted(evaluation.mistakes.items())]
    for entry in evaluation.worst:
        whole = entry.whole
        lines.append(
            f"{entry.document}: lost {whole.fn} of {whole.tp + whole.fn}, invented {whole.fp}"
        )
        lines += [f"  {mistake.kind}: {_shown(mistake)}" for mistake in entry.mistakes]
    return lines


def _shown(mistake: Mistake) -> str:
    sides = (("gold", mistake.gold), ("predicted", mistake.predicted))
    return "; ".join(
        f"{side} [{words['source']}] {words['cue']}: {words['content']}"
        for side, words in sides
        if words is not None
    )
