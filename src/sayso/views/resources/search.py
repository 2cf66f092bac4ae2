"""Search: statements by their words, with the documents and claims that have them, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.ledger import Ledger
from sayso.ledger.page import Order
from sayso.views.resources import attributions, claims, documents

COLUMNS = attributions.COLUMNS
_BESIDE = 5  # documents and claims that stand beside the statements


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to look for."""

    words: str
    order: Order = "best"
    limit: int = 20
    cursor: str | None = None


def search_payload(ledger: Ledger, query: SearchQuery) -> dict[str, Any]:
    """Return a page of statements under "items", the newest "documents", and the first "claims".

    Raises:
        LedgerError: there is no word in the words, or the cursor is of another list.
    """
    found = attributions.attributions_payload(ledger, attributions.AttributionsQuery(
        words=query.words, order=query.order, limit=query.limit, cursor=query.cursor
    ))  # fmt: skip
    beside = {} if query.cursor else _beside(ledger, query.words)
    return {**found, "documents": [], "claims": [], **beside}


def _beside(ledger: Ledger, words: str) -> dict[str, Any]:
    texts = documents.DocumentsQuery(words=words, limit=_BESIDE)
    about = claims.ClaimsQuery(about=words, limit=_BESIDE)
    return {
        "documents": documents.documents_payload(ledger, texts)["items"],
        "claims": claims.claims_payload(ledger, about)["items"],
    }
