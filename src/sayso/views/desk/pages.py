"""The payloads of REST as pages: documents, attributions, claims, search.

Each page has the parameters of its REST address, and the same payload.
"""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends, Request, Response

from sayso.views.desk import pages_counted, pages_read
from sayso.views.desk.answer import page_answer
from sayso.views.desk.pages_filled import only_filled
from sayso.views.desk.params import Cursor, Key, Limit, Order, Words
from sayso.views.desk.rest import AttributionsAsked, ClaimsAsked, DocumentsAsked, Graded
from sayso.views.desk.showing import excerpt_of, links_of, notes_of
from sayso.views.desk.state import ToAsk
from sayso.views.resources import attributions, claims, documents, search

router = APIRouter(include_in_schema=False, dependencies=[Depends(only_filled)])
router.include_router(pages_read.router)
router.include_router(pages_counted.router)


@router.get("/documents")
def documents_page(request: Request, ledger: ToAsk, query: DocumentsAsked) -> Response:
    """Show a list of documents."""
    return page_answer(request, "documents.html", documents.documents_payload(ledger, query),
                       query=query)  # fmt: skip


@router.get("/documents/{key}")
def document_page(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Show a document: its text marked, with a note for each attribution."""
    return page_answer(request, "document.html", documents.document_payload(ledger, key))


@router.get("/attributions")
def attributions_page(request: Request, ledger: ToAsk, query: AttributionsAsked) -> Response:
    """Show a list of attributions, with filters and how many there are of each."""
    found = attributions.attributions_payload(ledger, replace(query, facets=True))
    return page_answer(request, "attributions.html", found, query=query)


@router.get("/attributions/{key}")
def attribution_page(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Show an attribution: its words in their place, the chain drawn, the why."""
    found = attributions.attribution_payload(ledger, key)
    reading = documents.document_payload(ledger, found["document"])
    note = next((one for one in notes_of(reading) if one["key"] == found["id"]), None)
    links = links_of(found, reading["document"])
    return page_answer(request, "attribution.html", found, note=note, document=reading["document"],
                       excerpt=excerpt_of(found, reading["document"]["text"]),
                       link=links["here"], original=links["there"])  # fmt: skip


@router.get("/claims")
def claims_page(request: Request, ledger: ToAsk, query: ClaimsAsked) -> Response:
    """Show a list of claims, with filters and how many there are of each."""
    found = claims.claims_payload(ledger, replace(query, facets=True))
    return page_answer(request, "claims.html", found, query=query)


@router.get("/claims/{key}")
def claim_page(request: Request, ledger: ToAsk, key: Key, *, graded: Graded = False) -> Response:
    """Show a claim: who states and who denies it, its origins, its timeline, its words."""
    found = claims.claim_payload(ledger, key, graded=graded)
    return page_answer(request, "claim.html", found, graded=graded)


@router.get("/search")
def search_page(
    request: Request,
    ledger: ToAsk,
    *,
    q: Words = None,
    order: Order = "best",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Show what is found by words; without any, how to ask."""
    if q is None:
        return page_answer(request, "search.html", {}, query=None)
    query = search.SearchQuery(q, order, limit, cursor)
    return page_answer(request, "search.html", search.search_payload(ledger, query), query=query)
