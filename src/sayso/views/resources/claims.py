"""Claims: lists of what reports state alike; one with its members, origins and timeline."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from sayso.ledger import Ledger
from sayso.ledger.claims import ClaimFilter, claim_facets, find_claims, get_claim
from sayso.records import Claim
from sayso.views.claims import counts_payload, told_of, told_payload
from sayso.views.resources.counting import facets_payload

COLUMNS = (
    "id", "text", "documents", "outlets", "origins", "denials", "first", "last", "stated_by",
    "denied_by", "silent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimsQuery(ClaimFilter):
    """Which claims; the fields mean what they do in ``sayso.ledger.claims.ClaimFilter``.

    ``facets``: whether values are counted too, among the first.
    """

    facets: bool = False
    limit: int = 20
    cursor: str | None = None

    @property
    def wanted(self) -> ClaimFilter:
        """Return the filter alone."""
        known = {field.name for field in fields(ClaimFilter)}
        return ClaimFilter(**{name: value for name, value in asdict(self).items() if name in known})


def claims_payload(ledger: Ledger, query: ClaimsQuery) -> dict[str, Any]:
    """Return a page of claims, by default those of most documents first; without their members.

    Raises:
        LedgerError: a date is none, or the cursor is of another list.
    """
    page = find_claims(ledger, query.wanted, limit=query.limit, cursor=query.cursor)
    found: dict[str, Any] = {
        "items": [brief(one) for one in page.claims], "cursor": page.cursor,
    }  # fmt: skip
    if query.facets:
        found["facets"] = facets_payload(claim_facets(ledger, query.wanted))
    return found


def brief(claim: Claim) -> dict[str, Any]:
    """Return a claim as a row of a list."""
    days = sorted(filter(None, (one.published for one in claim.members)))
    names = {denies: [one.name for one in claim.origins if one.denies is denies]
             for denies in (False, True)}  # fmt: skip
    return {
        "id": claim.id, "text": claim.text, **counts_payload(claim),
        "first": days[0] if days else None, "last": days[-1] if days else None,
        "stated_by": names[False], "denied_by": names[True],
        "silent": [{"actor": actor, "response": response} for actor, response, _ in claim.silent],
    }  # fmt: skip


def claim_payload(ledger: Ledger, key: str, *, graded: bool = False) -> dict[str, Any]:
    """Return a claim with all that is known of it; ``docs/json.md`` has its shape.

    Args:
        ledger: where it is.
        key: its id.
        graded: whether its origins are graded, too: in a large ledger that takes a second and
            more, for all their other claims are looked at.

    Raises:
        NotInLedger: there is no such claim.
    """
    return told_payload(told_of(ledger, get_claim(ledger, key), graded=graded))
