"""Documents: lists by words, outlet and date; one with its newest reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.ledger import Ledger, document_key, find_documents, get_reading, reading_keys
from sayso.ledger.page import Filter, Order
from sayso.records import Reading
from sayso.views.finding import ids_payload
from sayso.views.payload import reading_payload

COLUMNS = (
    "id", "given_id", "uri", "outlet", "title", "published", "language", "attributions", "snippet",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentsQuery:
    """Which documents; the fields mean what they do in ``sayso.ledger.Filter``."""

    words: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    order: Order = "newest"
    limit: int = 20
    cursor: str | None = None


def documents_payload(ledger: Ledger, query: DocumentsQuery) -> dict[str, Any]:
    """Return a page of documents, those taken in last first.

    Raises:
        LedgerError: a date is none, there is no word in the words, or the cursor is of another
            list.
    """
    wanted = Filter(
        words=query.words, outlet=query.outlet, since=query.since, until=query.until
    )  # fmt: skip
    page = find_documents(
        ledger, wanted, order=query.order, limit=query.limit, cursor=query.cursor
    )  # fmt: skip
    items = [
        {"id": one.key, **{name: getattr(one, name) for name in COLUMNS[1:]}} for one in page.items
    ]
    return {"items": items, "cursor": page.cursor}


def document_payload(ledger: Ledger, key: str) -> dict[str, Any]:
    """Return a document with its newest reading; ``docs/json.md`` has its shape.

    Three keys are added: ``id`` is the document's, ``ids`` maps the names within the reading
    to the ids of attributions and actors, ``readings`` are the ids of all its readings.

    Raises:
        NotInLedger: there is no such document.
    """
    return of_reading(get_reading(ledger, key)) | {"readings": reading_keys(ledger, key)}


def of_reading(reading: Reading) -> dict[str, Any]:
    """Return a reading with the ids that its parts go by in a ledger."""
    key = document_key(reading.document)
    return {"id": key, **reading_payload(reading), "ids": ids_payload(reading)}
