"""What OpenAPI says of answers: their shapes, and all that may go wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response, Security
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from pydantic import BaseModel, Field

Responses = dict[int | str, dict[str, Any]]
PREFIX: Final = "/api/v1"


class Wrong(BaseModel):
    """What is told of something that went wrong."""

    status: int = Field(description="Of HTTP.")
    title: str = Field(description="The status in words.")
    detail: str = Field(description="What happened, and what was got.")
    advice: str | None = Field(description="What to do.")


class ErrorAnswer(BaseModel):
    """The one shape of all errors."""

    error: Wrong


_WRONG: Final = {
    400: "The question cannot be answered: a word, a date or a cursor is none.",
    401: "Who asks is not known, or the token is none of this desk.",
    403: "It takes another role, or the form is not of this session.",
    404: "There is no such thing.",
    408: "The request did not arrive in time.",
    413: "The request has too many bytes.",
    421: "The desk does not go by that name.",
    422: "A parameter or the body is not as it must be, or gives no report.",
    429: "Too many requests; `Retry-After` says when to ask again.",
    500: "Something in sayso went wrong.",
    503: "No answer in time, or too much is waiting; `Retry-After` says when to ask again.",
    507: "There is no room for more.",
}
_ERRORS: Final[Responses] = {
    status: {"model": ErrorAnswer, "description": words} for status, words in _WRONG.items()
}
# The guard checks it; this is what the description says of it.
_BEARER: Final = HTTPBearer(
    auto_error=False, scheme_name="token", description="As `sayso token` gives it; not where the "
    "desk is open to everybody on its machine."
)  # fmt: skip
_NOTHING: Final = {"description": "As it was: its ETag is the one of `If-None-Match`."}


def error(words: str) -> dict[str, Any]:
    """Return what is said of one more error."""
    return {"model": ErrorAnswer, "description": words}


def listed(columns: Iterable[str], *more: str) -> Responses:
    """Return what is said of a list: its items have these keys, and it has more beside them."""
    item = _object(columns)
    cursor = {"type": ["string", "null"], "description": "For the next page; null on the last."}
    shape = _object(("items", "cursor", *more))
    shape["properties"] |= {"items": {"type": "array", "items": item}, "cursor": cursor}
    text = {"schema": {"type": "string"}}
    content = {"application/json": {"schema": shape}, "text/csv": text,
               "application/x-ndjson": text}  # fmt: skip
    return {200: {"description": "Some of it, and where it goes on.", "content": content},
            304: _NOTHING}  # fmt: skip


def one(words: str, keys: Iterable[str]) -> Responses:
    """Return what is said of one thing that has these keys."""
    content = {"application/json": {"schema": _object(keys)}}
    return {200: {"description": words, "content": content}, 304: _NOTHING}


def answered(status: int, words: str, keys: Iterable[str]) -> Responses:
    """Return what is said of an answer that is not to be kept."""
    content = {"application/json": {"schema": _object(keys)}}
    return {status: {"description": words, "content": content}}


def _object(keys: Iterable[str]) -> dict[str, Any]:
    names = list(keys)
    return {"type": "object", "required": names, "properties": {name: {} for name in names}}


def rest_router(tag: str) -> APIRouter:
    """Return a router of REST: its errors described, its parameters known."""
    return APIRouter(
        prefix=PREFIX, tags=[tag], responses=_ERRORS,
        dependencies=[Depends(known_only), Security(_BEARER)],
        default_response_class=Response,
    )  # fmt: skip


def known_only(request: Request) -> None:
    """Refuse parameters that an endpoint has not: most likely they are mistyped.

    Raises:
        RequestValidationError: it has one.
    """
    if not request.query_params:
        return
    known = list(dict.fromkeys(_parameters(request.scope["route"].dependant)))
    wrong = [name for name in request.query_params if name not in known]
    if wrong:
        which = ", ".join(known) or "none"
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": f"there is no such parameter here, but {which}",
              "type": "extra_forbidden"} for name in wrong]
        )  # fmt: skip


def _parameters(of: Dependant) -> Iterator[str]:
    """Yield the names of the parameters of an address that an endpoint and its parts take."""
    yield from (param.alias for param in of.query_params)
    for inner in of.dependencies:
        yield from _parameters(inner)
