"""JSON over HTTP, under ``/api/v1``: documents, readings, attributions, claims, search.

What lists are asked with are dependencies (``DocumentsAsked`` …), which pages share.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response

from sayso.views.desk import params
from sayso.views.desk.answer import json_answer, list_answer
from sayso.views.desk.described import PREFIX, listed, one, rest_router
from sayso.views.desk.params import LISTED, Key
from sayso.views.desk.state import ToAsk
from sayso.views.resources import attributions, claims, documents, readings, search

__all__ = ["PREFIX", "Key"]

document_router = rest_router("documents")
reading_router = rest_router("readings")
attribution_router = rest_router("attributions")
claim_router = rest_router("claims")
search_router = rest_router("search")
ROUTERS = (document_router, reading_router, attribution_router, claim_router, search_router)

READING = (
    "id", "document", "actors", "attributions", "responses", "events", "labels", "sayso", "ids",
)  # fmt: skip


# --- documents ------------------------------------------------------------------------


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
    """Return which documents are asked for."""
    return documents.DocumentsQuery(q, outlet, since, until, order, limit, cursor)


DocumentsAsked = Annotated[documents.DocumentsQuery, Depends(documents_query)]


@document_router.get(
    "/documents", operation_id="documents", dependencies=LISTED,
    responses=listed(documents.COLUMNS),
)  # fmt: skip
def list_documents(request: Request, ledger: ToAsk, query: DocumentsAsked) -> Response:
    """List documents, those taken in last first."""
    return list_answer(request, ledger, documents.documents_payload, query, documents.COLUMNS)


@document_router.get(
    "/documents/{key}", operation_id="document",
    responses=one("A document.", (*READING, "readings")),
)  # fmt: skip
def one_document(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return a document with its newest reading."""
    return json_answer(request, documents.document_payload(ledger, key))


# --- readings -------------------------------------------------------------------------


def readings_query(
    *,
    document: Annotated[
        str | None, Query(min_length=1, max_length=200, description="The id of their document.")
    ] = None,
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> readings.ReadingsQuery:
    """Return which readings are asked for."""
    return readings.ReadingsQuery(document, limit, cursor)


ReadingsAsked = Annotated[readings.ReadingsQuery, Depends(readings_query)]


@reading_router.get(
    "/readings", operation_id="readings", dependencies=LISTED, responses=listed(readings.COLUMNS)
)
def list_readings(request: Request, ledger: ToAsk, query: ReadingsAsked) -> Response:
    """List readings, those made last first."""
    return list_answer(request, ledger, readings.readings_payload, query, readings.COLUMNS)


@reading_router.get(
    "/documents/{key}/readings/{reading}", operation_id="reading",
    responses=one("A reading.", READING),
)  # fmt: skip
def one_reading(request: Request, ledger: ToAsk, key: Key, reading: Key) -> Response:
    """Return one reading of a document, also one that a newer has replaced."""
    return json_answer(request, readings.one_reading_payload(ledger, key, reading))


# --- attributions ---------------------------------------------------------------------


def attributions_query(  # noqa: PLR0913 - one parameter for each filter
    *,
    q: params.Words = None,
    speaker: params.Name = None,
    outlet: params.Name = None,
    act: params.Act = None,
    mode: params.Mode = None,
    identity: params.Identity = None,
    kind: params.Kind = None,
    response: params.Response = None,
    since: params.Date = None,
    until: params.Date = None,
    order: params.Order = "newest",
    facets: params.Facets = False,
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> attributions.AttributionsQuery:
    """Return which attributions are asked for."""
    return attributions.AttributionsQuery(
        q, speaker, outlet, act, mode, identity, kind, response, since, until, order, facets,
        limit, cursor,
    )  # fmt: skip


AttributionsAsked = Annotated[attributions.AttributionsQuery, Depends(attributions_query)]


@attribution_router.get(
    "/attributions", operation_id="attributions", dependencies=LISTED,
    responses=listed(attributions.COLUMNS),
)  # fmt: skip
def list_attributions(request: Request, ledger: ToAsk, query: AttributionsAsked) -> Response:
    """List attributions, those taken in last first."""
    ask = attributions.attributions_payload
    return list_answer(request, ledger, ask, query, attributions.COLUMNS)


@attribution_router.get(
    "/attributions/{key}", operation_id="attribution",
    responses=one("An attribution.", (*attributions.COLUMNS, "judgements")),
)  # fmt: skip
def one_attribution(request: Request, ledger: ToAsk, key: Key) -> Response:
    """Return an attribution with what people decided about it."""
    return json_answer(request, attributions.attribution_payload(ledger, key))


# --- claims ---------------------------------------------------------------------------


def claims_query(  # noqa: PLR0913 - one parameter for each filter
    *,
    about: Annotated[
        str | None,
        Query(max_length=400, description="Words that all stand in it or in its reports."),
    ] = None,
    actor: Annotated[
        str | None,
        Query(max_length=200, description="Words of the name of who states or denies it."),
    ] = None,
    outlet: params.Exactly = None,
    denied: Annotated[
        bool | None, Query(description="Only what some origin denies, or what none does.")
    ] = None,
    least: Annotated[
        int | None, Query(ge=0, le=10_000, description="At least so many origins.")
    ] = None,
    most: Annotated[
        int | None, Query(ge=0, le=10_000, description="At most so many origins.")
    ] = None,
    since: params.Date = None,
    until: params.Date = None,
    order: Annotated[
        Literal["documents", "newest", "origins"],
        Query(description="That of most documents or origins first, or that told last."),
    ] = "documents",
    facets: params.Facets = False,
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> claims.ClaimsQuery:
    """Return which claims are asked for."""
    return claims.ClaimsQuery(
        about, actor, outlet, denied, least, most, since, until, order, facets, limit, cursor
    )


ClaimsAsked = Annotated[claims.ClaimsQuery, Depends(claims_query)]
CLAIM = (
    "id", "text", "members", "origins", "counts", "spreads", "silent", "happenings", "grades",
    "summary", "timeline",
)  # fmt: skip


@claim_router.get(
    "/claims", operation_id="claims", dependencies=LISTED, responses=listed(claims.COLUMNS)
)
def list_claims(request: Request, ledger: ToAsk, query: ClaimsAsked) -> Response:
    """List what several reports state, that of most reports first."""
    return list_answer(request, ledger, claims.claims_payload, query, claims.COLUMNS)


Graded = Annotated[
    bool,
    Query(description="Whether origins are graded by all their other claims: it takes a while."),
]


@claim_router.get("/claims/{key}", operation_id="claim", responses=one("A claim.", CLAIM))
def one_claim(request: Request, ledger: ToAsk, key: Key, *, graded: Graded = False) -> Response:
    """Return a claim with its members, origins and timeline."""
    return json_answer(request, claims.claim_payload(ledger, key, graded=graded))


# --- search ---------------------------------------------------------------------------


def search_query(
    *,
    q: params.SoughtWords,
    order: params.Order = "best",
    limit: params.Limit = 20,
    cursor: params.Cursor = None,
) -> search.SearchQuery:
    """Return what is looked for."""
    return search.SearchQuery(q, order, limit, cursor)


SearchAsked = Annotated[search.SearchQuery, Depends(search_query)]


@search_router.get(
    "/search", operation_id="search", dependencies=LISTED,
    responses=listed(search.COLUMNS, "documents", "claims"),
)  # fmt: skip
def find(request: Request, ledger: ToAsk, query: SearchAsked) -> Response:
    """Find statements by words; on the first page, documents and claims that have them too."""
    return list_answer(request, ledger, search.search_payload, query, search.COLUMNS)
