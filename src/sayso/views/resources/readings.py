"""Readings: what was read when, by which version; one of a document, not only the newest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.ledger import Ledger, get_reading
from sayso.ledger.produced import find_readings
from sayso.views.resources.documents import of_reading

COLUMNS = (
    "id", "document", "outlet", "title", "newest", "version", "model", "judged", "run",
    "attributions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadingsQuery:
    """Which readings: all, or those of a document by its id."""

    document: str | None = None
    limit: int = 20
    cursor: str | None = None


def readings_payload(ledger: Ledger, query: ReadingsQuery) -> dict[str, Any]:
    """Return a page of readings, those made last first.

    Raises:
        LedgerError: the cursor is of another list.
    """
    page = find_readings(
        ledger, document=query.document, limit=query.limit, cursor=query.cursor
    )  # fmt: skip
    items = [
        {"id": one.key, **{name: getattr(one, name) for name in COLUMNS[1:]}} for one in page.items
    ]
    return {"items": items, "cursor": page.cursor}


def one_reading_payload(ledger: Ledger, document: str, reading: str) -> dict[str, Any]:
    """Return one reading of a document, in the shape of ``document_payload``.

    Raises:
        NotInLedger: there is no such document or reading.
    """
    return of_reading(get_reading(ledger, document, reading=reading))
