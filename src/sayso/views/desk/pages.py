"""The payloads of REST as pages."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sayso.views.desk import pages_read
from sayso.views.desk.answer import page_answer
from sayso.views.desk.rest import DocumentsAsked, Key
from sayso.views.desk.state import ToAsk
from sayso.views.resources import documents

router = APIRouter(include_in_schema=False)
router.include_router(pages_read.router)


@router.get("/documents")
def documents_page(request: Request, ledger: ToAsk, query: DocumentsAsked) -> Response:
    """Show a list of documents."""
    return page_answer(request, "documents.html", documents.documents_payload(ledger, query),
                       query=query)  # fmt: skip


@router.get("/documents/{key}")
def document_page(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Show a document: its text marked, with a note for each attribution."""
    return page_answer(request, "document.html", documents.document_payload(ledger, key))
