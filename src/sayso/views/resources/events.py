"""Events: lists by type, actor, outlet and date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.ledger import Ledger
from sayso.ledger.events import EventFilter, FoundEvent, event_facets, find_events
from sayso.views.payload import event_payload
from sayso.views.resources.counting import facets_payload

COLUMNS = (
    "id", "document", "uri", "outlet", "title", "published", "day", "type", "mode", "actor",
    "recipient", "items", "counts", "place", "date", "polarity", "modality", "by", "chain",
    "contexts", "parties", "where", "text", "attribution", "evidence", "trigger",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventsQuery:
    """Which events; what is None does not matter.

    Attributes:
        type: PLOVER's, or several with commas between.
        actor, recipient, party: words in a name of that side (``party``: of either), or the
            three letters of its country.
        outlet: the whole name of who published it.
        since, until: of the event, else of the report.
        polarity: "+" or "-".
        modality: "actual", "planned" or "possible".
        facets: whether values are counted too.
    """

    type: str | None = None
    actor: str | None = None
    recipient: str | None = None
    party: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    polarity: str | None = None
    modality: str | None = None
    facets: bool = False
    limit: int = 20
    cursor: str | None = None


def events_payload(ledger: Ledger, query: EventsQuery) -> dict[str, Any]:
    """Return a page of events, those of the documents taken in last first.

    A page may have fewer than ``limit`` and yet a cursor: then all else is further on.

    Raises:
        LedgerError: a date is none, there is no word in the words, or the cursor is of another
            list.
    """
    types = tuple(part.strip().upper() for part in (query.type or "").split(",") if part.strip())
    wanted = EventFilter(
        types, query.actor, query.recipient, query.party, query.outlet, query.since, query.until,
        query.polarity, query.modality,
    )  # fmt: skip
    page = find_events(ledger, wanted, limit=query.limit, cursor=query.cursor)
    found: dict[str, Any] = {
        "items": [found_event_payload(one) for one in page.items],
        "cursor": page.cursor,
    }
    if query.facets:
        found["facets"] = facets_payload(event_facets(ledger, wanted))
    return found


def found_event_payload(found: FoundEvent) -> dict[str, Any]:
    """Return an event as JSON-ready values; ``attribution`` is an id in the ledger, or null."""
    row = {
        "id": f"{found.document}:{found.number}",
        **{
            name: getattr(found, name)
            for name in ("document", "uri", "outlet", "title", "published")
        },
        **event_payload(found.event),
        **{name: getattr(found, name) for name in ("day", "by", "text")},
        "chain": list(found.chain),
        "attribution": found.statement,
    }
    return {name: row[name] for name in COLUMNS}
