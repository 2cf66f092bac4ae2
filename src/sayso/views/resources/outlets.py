"""Outlets: what they publish, whom they cite, who cites them, whose texts they carry."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sayso.ledger import Ledger
from sayso.ledger.outlets import CountedOutlet, find_outlets, get_outlet
from sayso.outlets import known_outlet
from sayso.views.resources.counting import months_payload

COLUMNS = ("name", "given", "documents", "statements", "cited", "first", "last")


@dataclass(frozen=True, slots=True)
class OutletsQuery:
    """Which outlets: ``words`` that stand in a name of them, next to each other."""

    words: str | None = None
    limit: int = 20
    cursor: str | None = None


def outlets_payload(ledger: Ledger, query: OutletsQuery) -> dict[str, Any]:
    """Return a page of outlets: those of most documents first, then those most cited.

    Raises:
        LedgerError: there is no word in the words, or the cursor is of another list.
    """
    page = find_outlets(ledger, words=query.words, limit=query.limit, cursor=query.cursor)
    return {"items": [_outlet(one) for one in page.items], "cursor": page.cursor}


def outlet_payload(ledger: Ledger, name: str) -> dict[str, Any]:
    """Return an outlet by any of its names.

    ``known`` is what sayso's own table has of it (kind, country, owner, state), or null; the
    other keys are those of ``sayso.ledger.outlets.ShownOutlet``.

    Raises:
        NotInLedger: no document is of it, and none cites it.
    """
    shown = get_outlet(ledger, name)
    table = known_outlet(shown.outlet.name)
    known = table and {part: getattr(table, part) for part in ("kind", "country", "owner", "state")}
    return {
        **_outlet(shown.outlet),
        "known": known,
        "cites": [asdict(one) for one in shown.cites],
        "cited_by": [asdict(one) for one in shown.cited_by],
        "cycles": [list(one) for one in shown.cycles],
        "shares": [asdict(one) for one in shown.shares],
        "looked": shown.looked,
        "months": months_payload(shown.months),
    }


def _outlet(outlet: CountedOutlet) -> dict[str, Any]:
    return asdict(outlet) | {"given": list(outlet.given)}
