"""One shape for all that goes wrong: JSON under ``/api``, a page elsewhere."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Scope

from sayso.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerReadOnly,
    ModelError,
    NoLedger,
    NotInLedger,
    ReadError,
    SaysoError,
    TooLarge,
)
from sayso.views.desk.answer import render
from sayso.views.payload import dumps

log = logging.getLogger("sayso.desk")
# The first that fits counts.
_STATUS: tuple[tuple[type[SaysoError], int], ...] = (
    (NotInLedger, 404),
    (LedgerReadOnly, 403),
    (LedgerBusy, 503),
    (LedgerFull, 507),
    (LedgerDamaged, 500),
    (NoLedger, 500),
    (LedgerError, 400),
    (TooLarge, 413),
    (ReadError, 422),
    (ModelError, 500),
    (SaysoError, 500),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that went wrong.

    Attributes:
        status: of HTTP.
        detail: what happened and what was got.
        advice: what to do.
        headers: that the answer has besides.
    """

    status: int
    detail: str
    advice: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """Return the status in words."""
        return HTTPStatus(self.status).phrase


class Refused(Exception):  # noqa: N818 - named for the condition
    """Raised by endpoints to answer with a trouble of their own."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.detail)
        self.trouble = trouble


def trouble_payload(trouble: Trouble) -> dict[str, Any]:
    """Return a trouble as JSON-ready values."""
    return {
        "error": {
            "status": trouble.status, "title": trouble.title, "detail": trouble.detail,
            "advice": trouble.advice,
        }
    }  # fmt: skip


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


def trouble_of(error: Exception) -> Trouble:
    """Return an error as a trouble."""
    if isinstance(error, Refused):
        return error.trouble
    if isinstance(error, RequestValidationError):
        return Trouble(422, "; ".join(map(_invalid, error.errors())),
                       "/api/v1/openapi.json says what each parameter may be")  # fmt: skip
    if isinstance(error, HTTPException):
        headers = tuple((error.headers or {}).items())
        detail, _, advice = str(error.detail).partition("; ")
        return Trouble(error.status_code, detail, advice or None, headers)
    if isinstance(error, SaysoError):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        detail, _, advice = str(error).partition("; ")
        return Trouble(status, detail, advice or None)
    return Trouble(
        500, "something in sayso went wrong", "its log has the details; please report it"
    )


def _invalid(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"][1:]) or str(error["loc"][0])
    return f"{place}: {error['msg']}"


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
        if trouble.status >= 500:
            log.error("%s %s: %s", request.method, request.url.path, trouble.detail, exc_info=error)
        return trouble_answer(request.scope, trouble)

    for kind in (SaysoError, Refused, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, answer)
