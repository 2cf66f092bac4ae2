"""Scores of claims, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sayso.evaluate.claims import ALL, DENIALS, OURS, PLACED, ClaimScores, Counted, Matched
from sayso.evaluate.score import PRF, Accuracy

_WIDTH: Final = 36  # of the first column
_CUT: Final = 70  # of the text of a claim


def claims_payload(scores: ClaimScores) -> dict[str, Any]:
    """Return scores of claims as JSON-ready values; what was not measured is None."""
    matched = sum(one.found is not None for one in scores.claims)
    return {
        "claims": {"gold": len(scores.claims), "matched": matched},
        "places": {"gold": scores.places.tp + scores.places.fn, "found": scores.places.tp},
        "pairwise": _prf(scores.pairs),
        "bcubed": {
            "precision": round(scores.precision.value, 4),
            "recall": round(scores.recall.value, 4),
            "f1": round(scores.bcubed, 4),
        },
        "stance": _accuracy(scores.stance),
        "stances": {name: _accuracy(one) for name, one in scores.stances.items()},
        "origins": {name: _counted(one) for name, one in scores.counters.items()},
        "origins_of_gold_members": {name: _counted(one) for name, one in scores.on_gold.items()},
        "matches": [_match(one) for one in scores.claims],
    }


def _prf(prf: PRF) -> dict[str, Any]:
    ratios = {k: round(getattr(prf, k), 4) for k in ("precision", "recall", "f1")}
    return {**ratios, "tp": prf.tp, "fp": prf.fp, "fn": prf.fn}


def _accuracy(accuracy: Accuracy) -> dict[str, Any]:
    rate = accuracy.rate
    return {
        "accuracy": None if rate is None else round(rate, 4),
        "right": accuracy.right,
        "of": accuracy.of,
    }


def _counted(counted: Counted) -> dict[str, Any]:
    return {"exact": _accuracy(counted.exact), "mean_absolute_error": round(counted.off.value, 4)}


def _match(one: Matched) -> dict[str, Any]:
    return {
        "gold": one.gold.id,
        "text": one.gold.text,
        "found": one.found.id if one.found else None,
        "found_text": one.found.text if one.found else None,
        "places": one.places,
        "placed": one.placed,
        "others": one.others,
        "origins": [len(one.gold.origins), len(one.found.origins) if one.found else None],
    }


def claim_lines(scores: ClaimScores) -> list[str]:
    """Return scores of claims as lines of text for people."""
    return [
        *_member_lines(scores),
        "",
        *_stance_lines(scores.stances),
        "",
        *_origin_lines(scores),
        "",
        *(_match_line(one) for one in scores.claims),
    ]


def _member_lines(scores: ClaimScores) -> Iterator[str]:
    places, matched = scores.places, sum(one.found is not None for one in scores.claims)
    yield f"{len(scores.claims)} claims, {matched} matched to a claim found"
    yield (
        f"{places.tp + places.fn} places where they stand, {places.tp} found (evidence IoU from"
        f" {PLACED})"
    )
    yield f"{'':{_WIDTH}}{'precision':>9}{'recall':>9}{'F1':>9}"
    pairs = (scores.pairs.precision, scores.pairs.recall, scores.pairs.f1)
    yield f"{'members of one claim, pairwise':{_WIDTH}}{_numbers(*pairs)}"
    bcubed = (scores.precision.value, scores.recall.value, scores.bcubed)
    yield f"{'members of one claim, B-cubed':{_WIDTH}}{_numbers(*bcubed)}"


def _numbers(*values: float) -> str:
    return "".join(f"{value:9.3f}" for value in values)


def _stance_lines(stances: Mapping[str, Accuracy]) -> Iterator[str]:
    yield f"{'stance of the members found':{_WIDTH}}{'right':>9}{'of':>9}"
    for name, one in {**stances, "all": sum(stances.values(), Accuracy())}.items():
        yield f"{name:{_WIDTH}}{_numbers(one.rate or 0.0)}{one.of:9}"


def _origin_lines(scores: ClaimScores) -> Iterator[str]:
    """Yield ours and the rivals; on the right what rivals count on the gold's own members."""
    heads = "".join(f"{head:>9}" for head in ("exact", "error", "exact*", "error*"))
    yield f"{'origins of the claims matched':{_WIDTH}}{heads}"
    ours = {name: scores.counters[name] for name in (OURS, ALL, DENIALS) if name in scores.counters}
    for name, one in {**ours, **scores.counters}.items():
        row = f"{name:{_WIDTH}}{_numbers(one.exact.rate or 0.0, one.off.value)}"
        given = scores.on_gold.get(name)
        yield row + (_numbers(given.exact.rate or 0.0, given.off.value) if given else "")
    yield f"rivals count {OURS}; * given the gold's own members"


def _match_line(one: Matched) -> str:
    text = one.gold.text if len(one.gold.text) <= _CUT else one.gold.text[: _CUT - 1] + "…"
    if one.found is None:
        return f"{one.gold.id:5}{text}: not found ({one.places} places)"
    others = f", {one.others} others" if one.others else ""
    return (
        f"{one.gold.id:5}{text}: {one.placed} of {one.places}{others};"
        f" origins {len(one.found.origins)} of {len(one.gold.origins)}"
    )
