"""The payloads of REST as pages."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from sayso.views.desk.answer import page_answer
from sayso.views.desk.rest import DocumentsAsked
from sayso.views.desk.state import ToAsk
from sayso.views.resources import documents

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request) -> Response:
    """Show the page where a report is read."""
    return page_answer(request, "base.html", {})


@router.get("/documents")
def documents_page(request: Request, ledger: ToAsk, query: DocumentsAsked) -> Response:
    """Show a list of documents."""
    return page_answer(request, "documents.html", documents.documents_payload(ledger, query),
                       query=query)  # fmt: skip
