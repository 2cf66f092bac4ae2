"""One shape for all that goes wrong: JSON under ``/api``, a page elsewhere."""

from __future__ import annotations

import logging
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from sayso.errors import LedgerError, SaysoError
from sayso.views.desk.answer import render
from sayso.views.desk.state import desk_of
from sayso.views.desk.trouble import Refused, Trouble, trouble_of, trouble_payload
from sayso.views.payload import dumps

log = logging.getLogger("sayso.desk")


def trouble_answer(scope: Scope, trouble: Trouble) -> Response:
    """Answer with a trouble: as JSON to programs, as a page to people."""
    headers = {"Cache-Control": "no-store", **dict(trouble.headers)}
    payload = trouble_payload(trouble)
    if _wants_page(scope):
        try:
            page = render(Request(scope), "error.html", it=payload)
            return Response(page, trouble.status, headers, "text/html; charset=utf-8")
        except Exception:
            log.exception("the page of an error cannot be shown")
    body = dumps(payload).encode()
    return Response(body, trouble.status, headers, "application/json")


def _wants_page(scope: Scope) -> bool:
    accepts = dict(scope["headers"]).get(b"accept", b"")
    return not scope["path"].startswith("/api/") and b"text/html" in accepts


def methods_at(scope: Scope) -> list[str]:
    """Return the methods that may be asked for at an address."""
    found = [
        method for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if any(route.matches({**scope, "method": method})[0] is Match.FULL
               for route in scope["app"].routes)
    ]  # fmt: skip
    return [*found[:1], *(["HEAD"] if "GET" in found else []), *found[1:], "OPTIONS"]


def add_handlers(app: FastAPI) -> None:
    """Make an app answer all errors in our shape."""

    async def answer(request: Request, error: Exception) -> Response:
        trouble = trouble_of(error)
        if trouble.status == 405:
            allowed = ", ".join(methods_at(request.scope))
            trouble = replace(trouble, advice=f"here one may {allowed}",
                              headers=(("Allow", allowed),))  # fmt: skip
        if isinstance(error, HTTPException) and trouble.detail == "Not Found":
            trouble = replace(trouble, detail=f"there is nothing at {request.url.path[:200]}",
                              advice="/api/docs lists what there is")  # fmt: skip
        if isinstance(error, LedgerError):  # where it lies is not everybody's business
            where = desk_of(request).ledger.url
            trouble = replace(trouble, detail=trouble.detail.replace(where, "the ledger"))
        if trouble.status >= 500:
            log.error("%s %s: %s", request.method, request.url.path, trouble.detail, exc_info=error)
        return trouble_answer(request.scope, trouble)

    for kind in (SaysoError, Refused, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer)
