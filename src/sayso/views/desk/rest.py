"""JSON over HTTP, under ``/api/v1``: what pages show, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from sayso.views.desk import params
from sayso.views.desk.answer import json_answer, list_answer
from sayso.views.desk.state import ToAsk
from sayso.views.resources import documents

PREFIX = "/api/v1"
router = APIRouter(prefix=PREFIX)

Key = Annotated[str, Path(min_length=1, max_length=200)]


def documents_query(
    *,
    q: params.Words = None,
    outlet: params.Name = None,
    since: params.Date = None,
    until: params.Date = None,
    order: params.Order = "newest",
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> documents.DocumentsQuery:
    """Return which documents are asked for; pages take the same parameters."""
    return documents.DocumentsQuery(q, outlet, since, until, order, limit, cursor)


def form_parameters(form: params.Form = None, every: params.All = False) -> None:  # noqa: FBT002
    """Document the parameters that ``list_answer`` looks at."""
    del form, every


LISTED = [Depends(form_parameters)]
DocumentsAsked = Annotated[documents.DocumentsQuery, Depends(documents_query)]


@router.get("/documents", tags=["documents"], operation_id="documents", dependencies=LISTED)
def list_documents(request: Request, ledger: ToAsk, query: DocumentsAsked) -> Response:
    """List documents, those taken in last first."""
    return list_answer(request, ledger, documents.documents_payload, query, documents.COLUMNS)


@router.get("/documents/{key}", tags=["documents"], operation_id="document")
def one_document(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return a document with its newest reading."""
    return json_answer(request, documents.document_payload(ledger, key))
