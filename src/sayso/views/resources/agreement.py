"""What came of a sample: how far those who judged it agree, and how much of it was read right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sayso.evaluate.reliability import Alpha, Share, krippendorff_alpha, wilson
from sayso.ledger import Found, Ledger
from sayso.ledger.opinions import Opinion, opinions_about
from sayso.ledger.reviewing import machine_statements
from sayso.ledger.sample import Sample, get_sample
from sayso.ledger.values import FIELDS
from sayso.views.payload import attribution_payload
from sayso.views.resources.review import sample_payload

COLUMNS = ("of", "right", "whole", "value", "low", "high", "tied")
_COMPARED: Final = ("attribution", *FIELDS)
_READ: Final = "as it was read"


def agreement_payload(ledger: Ledger, name: str) -> dict[str, Any]:
    """Return how far those who judged a sample agree, and how good the reading is in their eyes.

    Raises:
        NotInLedger: there is no such sample.
    """
    sample = get_sample(ledger, name)
    opinions = opinions_about(ledger, sample.keys)
    judged = {key: list(opinions[key].values()) for key in sample.keys if key in opinions}
    people: dict[str, int] = {}
    for one in (one for some in judged.values() for one in some):
        people[one.by] = people.get(one.by, 0) + 1
    read = machine_statements(ledger, list(judged))
    values = [_values(some, read.get(key)) for key, some in judged.items()]
    fields = [(field, [unit.get(field, []) for unit in values]) for field in _COMPARED]
    verdicts = [[one.verdict for one in some] for some in judged.values()]
    return {
        "sample": sample_payload(sample),
        "people": [{"by": by, "judged": count} for by, count in people.items()],
        "judged": len(judged),
        "alpha": [{"of": of, **_alpha(given)} for of, given in (("verdict", verdicts), *fields)],
        "right": [{"of": field, **_right(given)} for field, given in fields],
        "strata": _strata(sample, judged, values),
        "disagreements": [
            {"id": key, "on": list(differing)}
            for key, unit in zip(judged, values, strict=True)
            if (differing := [field for field, given in unit.items() if len(set(given)) > 1])
        ],
    }


def _values(opinions: Sequence[Opinion], read: Found | None) -> dict[str, list[str]]:
    """Return what people take for right, by field; who rejects the attribution gives no values."""
    out: dict[str, list[str]] = {"attribution": []}
    machine = None if read is None else attribution_payload(read.attribution)
    for one in opinions:
        out["attribution"].append("no" if one.rejects() else _READ)
        for field in FIELDS if not one.rejects() else ():
            out.setdefault(field, []).append(_value(one.values, field, machine))
    return out


def _value(values: Mapping[str, Any], field: str, machine: Mapping[str, Any] | None) -> str:
    if field not in values:
        return _READ
    if machine is not None and field not in {"parent", "chain"} and values[field] == machine[field]:
        return _READ
    return json.dumps(values[field], sort_keys=True)


def _alpha(units: Sequence[Sequence[str]]) -> dict[str, Any]:
    found: Alpha = krippendorff_alpha(units)
    return {name: _rounded(value) for name, value in asdict(found).items()}


def _right(units: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Return how many were read right: each counts once, by what most who judged it say.

    Where they are as many on both sides it is left out, and counted as ``tied``.
    """
    right = wrong = tied = 0
    for given in units:
        ayes = sum(value == _READ for value in given)
        right += 2 * ayes > len(given)
        wrong += 2 * ayes < len(given)
        tied += 2 * ayes == len(given) > 0
    return _share(wilson(right, right + wrong)) | {"tied": tied}


def _share(found: Share) -> dict[str, Any]:
    return {name: _rounded(value) for name, value in asdict(found).items()}


def _strata(
    sample: Sample, judged: Mapping[str, Any], values: Sequence[Mapping[str, Sequence[str]]]
) -> list[dict[str, Any]]:
    if sample.strata is None:
        return []
    of = dict(sample.items)
    groups: dict[str, list[Sequence[str]]] = {}
    for key, unit in zip(judged, values, strict=True):
        groups.setdefault(of[key], []).append(unit["attribution"])
    return [{"stratum": name, **_right(groups[name])} for name in sorted(groups)]


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
