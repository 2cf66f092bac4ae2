"""Judgements: what people decided, listed; making and undoing them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from sayso.claims import heed
from sayso.errors import LedgerError, NotInLedger
from sayso.ledger import Judgement, Ledger, judge, judgements, undo
from sayso.ledger.claims import get_claim
from sayso.ledger.judged import JudgementFilter, find_judgements, get_judgement, undoing_of
from sayso.views.judging import Verdict, judge_pair

COLUMNS = ("key", "at", "by", "verdict", "kind", "target", "other", "value", "undoes")
_PAIRS = ("same", "different")
_MOST = 100_000  # characters of a value …
_DEEPEST = 20  # … and lists and objects within each other


@dataclass(frozen=True, slots=True)
class JudgementsQuery:
    """Which judgements; the fields mean what they do in ``JudgementFilter``."""

    target: str | None = None
    kind: str | None = None
    by: str | None = None
    undone: bool = False
    limit: int = 20
    cursor: str | None = None


def judgements_payload(ledger: Ledger, query: JudgementsQuery) -> dict[str, Any]:
    """Return a page of judgements, the last first.

    Raises:
        LedgerError: the cursor is of another list.
    """
    wanted = JudgementFilter(query.target, query.kind, query.by, query.undone)
    page = find_judgements(ledger, wanted, limit=query.limit, cursor=query.cursor)
    return {"items": list(map(_payload, page.items)), "cursor": page.cursor}


def judgement_payload(ledger: Ledger, key: str) -> dict[str, Any]:
    """Return a judgement.

    Raises:
        NotInLedger: there is none.
    """
    return _payload(get_judgement(ledger, key))


def made(
    ledger: Ledger,
    by: str,
    *,
    verdict: str,
    kind: str,
    target: str,
    other: str | None = None,
    value: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Keep a judgement, and return it; what it changes in claims is compared again.

    Raises:
        NotInLedger: there is no such thing.
        LedgerError: the verdict does not go with what was given.
    """
    _check_value(value)
    if verdict not in _PAIRS or kind not in {"actor", "claim"} or other is None:
        if kind == "claim":
            target = get_claim(ledger, target).id
        return _payload(judge(ledger, verdict, target, kind=kind, other=other, value=value, by=by))
    why = (value or {}).get("note", "")
    if set(value or {}) - {"note"} or not isinstance(why, str):
        raise LedgerError(f"{verdict!r} takes no value but a 'note', in words", subject=verdict)
    judge_pair(ledger, cast("Verdict", verdict), (target, other), by, why=why)
    found = [one for one in judgements(ledger, target)
             if one.verdict == verdict and {one.target, one.other} == {target, other}]  # fmt: skip
    if not found:
        raise NotInLedger("give the whole ids of both", subject=target)
    return _payload(found[-1])


def _check_value(value: Mapping[str, Any] | None) -> None:
    """Refuse what could be kept but never be told again."""
    try:
        size = len(json.dumps(value, allow_nan=False))
    except (ValueError, RecursionError):
        size = _MOST + 1
    if size > _MOST or _depth(value) > _DEEPEST:
        raise LedgerError(
            f"a value is JSON of up to {_MOST:,} characters, up to {_DEEPEST} deep, with finite "
            "numbers; give less"
        )


def _depth(value: object) -> int:
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inner), default=0)


def undone(ledger: Ledger, by: str, key: str) -> tuple[dict[str, Any], bool]:
    """Take a judgement back; return the one that says so, and whether it is new.

    Raises:
        NotInLedger: there is no such judgement.
    """
    there = undoing_of(ledger, key)
    if there is not None:
        return _payload(there), False
    back = undo(ledger, key, by=by)
    if back.other is not None:
        heed(ledger, back.kind, (back.target, back.other))
    return _payload(back), True


def _payload(judgement: Judgement) -> dict[str, Any]:
    told = asdict(judgement)
    if judgement.kind == "sample" and told["value"]:
        # Of thousands of attributions: /review/samples has them.
        items = told["value"].pop("items", ())
        told["value"] |= {"size": len(items)}
    return {name: told[name] for name in COLUMNS}
