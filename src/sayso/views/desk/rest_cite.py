"""Citations of documents, attributions and claims, as files for other programs."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Query, Request, Response

from sayso.views import cite
from sayso.views.desk.answer import bodied
from sayso.views.desk.described import Responses, rest_router
from sayso.views.desk.params import Key
from sayso.views.desk.state import ToAsk

router = rest_router("citations")
_TYPES: Final = {
    "csl": "application/vnd.citationstyles.csl+json",
    "bibtex": "application/x-bibtex; charset=utf-8",
}

_ANSWERS: Final[Responses] = {
    200: {
        "description": "A citation, in the form that is asked for.",
        "content": {kind.partition(";")[0]: {"schema": {}} for kind in _TYPES.values()},
    },
    304: {"description": "As it was."},
}
Form = Annotated[cite.Format, Query(alias="format", description="CSL-JSON or BibTeX.")]


@router.get("/documents/{key}/citation", operation_id="cite_document", responses=_ANSWERS)
def cite_document(request: Request, ledger: ToAsk, key: Key, form: Form = "csl") -> Response:
    """Return the citation of a document."""
    return _answer(request, cite.cite_document(ledger, key, base=_base(request)), form)


@router.get("/attributions/{key}/citation", operation_id="cite_attribution", responses=_ANSWERS)
def cite_attribution(request: Request, ledger: ToAsk, key: Key, form: Form = "csl") -> Response:
    """Return the citation of an attribution: its document, the exact words, their place."""
    return _answer(request, cite.cite_attribution(ledger, key, base=_base(request)), form)


@router.get("/claims/{key}/citation", operation_id="cite_claim", responses=_ANSWERS)
def cite_claim(request: Request, ledger: ToAsk, key: Key, form: Form = "csl") -> Response:
    """Return the citations of a claim and of the documents it stands in."""
    return _answer(request, cite.cite_claim(ledger, key, base=_base(request)), form)


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _answer(request: Request, items: list[cite.Item], form: cite.Format) -> Response:
    return bodied(request, cite.written(items, form).encode(), _TYPES[form])
