"""What lists tell beside their items: how often each value stands among them, and by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sayso.ledger.actors import Month
from sayso.ledger.facets import Facets


def facets_payload(facets: Facets) -> dict[str, Any]:
    """Return counts of values as JSON-ready values.

    ``of`` is how many things were looked at, the newest first; where ``exact`` is false there
    are more, and the counts are of these only.
    """
    counts = {
        field: [{"value": value, "count": count} for value, count in counted]
        for field, counted in facets.counts.items()
    }
    return {"of": facets.of, "exact": facets.exact, "counts": counts}


def months_payload(months: Iterable[Month]) -> list[dict[str, Any]]:
    """Return months as JSON-ready values, the earliest first."""
    return [asdict(one) for one in months]
