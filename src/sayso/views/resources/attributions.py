"""Attributions: lists by words, names, kinds and dates; one with what people decided about it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

from sayso.errors import NotInLedger
from sayso.ledger import Ledger, find_statements, show
from sayso.ledger.facets import statement_facets
from sayso.ledger.page import Filter, Order
from sayso.ledger.show import ShownStatement
from sayso.views.finding import STATEMENT_COLUMNS, found_payload
from sayso.views.resources.counting import facets_payload

COLUMNS = STATEMENT_COLUMNS
_KEY = re.compile(r"[0-9a-f]{6,}-[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class AttributionsQuery:
    """Which attributions; the fields mean what they do in ``sayso.ledger.Filter``.

    ``facets``: whether values are counted too, among the newest.
    """

    words: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    act: str | None = None
    mode: str | None = None
    identity: str | None = None
    kind: str | None = None
    response: str | None = None
    since: str | None = None
    until: str | None = None
    order: Order = "newest"
    facets: bool = False
    limit: int = 20
    cursor: str | None = None

    @property
    def wanted(self) -> Filter:
        """Return the filter alone."""
        known = {field.name for field in fields(Filter)}
        return Filter(**{name: value for name, value in asdict(self).items() if name in known})


def attributions_payload(ledger: Ledger, query: AttributionsQuery) -> dict[str, Any]:
    """Return a page of attributions, those taken in last first.

    Raises:
        LedgerError: a date is none, there is no word in the words, or the cursor is of another
            list.
    """
    page = find_statements(
        ledger, query.wanted, order=query.order, limit=query.limit, cursor=query.cursor
    )  # fmt: skip
    found: dict[str, Any] = {
        "items": [found_payload(one) for one in page.items], "cursor": page.cursor,
    }  # fmt: skip
    if query.facets:
        found["facets"] = facets_payload(statement_facets(ledger, query.wanted))
    return found


def attribution_payload(ledger: Ledger, key: str) -> dict[str, Any]:
    """Return an attribution, and under "judgements" those in force about it.

    Raises:
        NotInLedger: there is no such attribution.
        LedgerError: the beginning of a key stands for several.
    """
    shown = show(ledger, key) if _KEY.fullmatch(key) else None
    if not isinstance(shown, ShownStatement):
        raise NotInLedger(f"no attribution {key} in {ledger.url}", subject=key)
    judged = [asdict(one) for one in shown.judgements]
    return found_payload(shown.found) | {"judgements": judged}
