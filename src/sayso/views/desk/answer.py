"""Answers: one payload as JSON, as CSV or as a page, with an ETag of its own."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal, Protocol, TypeVar

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from sayso.ledger import Ledger
from sayso.views.desk.asked import asked_of, form_token
from sayso.views.desk.state import desk_of
from sayso.views.listing import csv_line
from sayso.views.payload import dumps

Format = Literal["json", "jsonl", "csv"]
_WORTH = 1_000  # bytes from which compressing an answer pays
_LEVEL = 5
_BLOCK = 65_536  # bytes of an export that are sent at once


class Query(Protocol):
    """What every list is asked with, beside its own filters."""

    limit: int
    cursor: str | None


Q = TypeVar("Q", bound=Any)
Payload = Mapping[str, Any]


def json_answer(request: Request, payload: Payload, *, status: int = 200) -> Response:
    """Answer with a payload as JSON."""
    return bodied(request, dumps(payload).encode(), "application/json", status=status)


def page_answer(
    request: Request, template: str, payload: Payload, *, status: int = 200, **more: Any
) -> Response:
    """Answer with a payload as a page.

    Args:
        request: in templates as ``request``.
        template: the name of a file in ``templates``.
        payload: in templates as ``it``.
        status: of HTTP.
        more: what else the template needs.
    """
    page = render(request, template, it=payload, **more)
    return bodied(request, page, "text/html; charset=utf-8", status=status)


def render(request: Request, template: str, **more: Any) -> bytes:
    """Return a page in UTF-8.

    Beside what is given, a template has ``request``, ``who`` (the person who asks, or None),
    ``csrf()`` (what every form must carry under this name, see ``guard.checked_form``) and
    ``static(name)`` (the address of a file of ours).
    """
    found = desk_of(request).templates.get_template(template)
    page = found.render(
        request=request, who=asked_of(request).person, csrf=partial(form_token, request), **more
    )
    return page.encode("utf-8", "replace")


def list_answer(
    request: Request,
    ledger: Ledger,
    ask: Callable[[Ledger, Q], Payload],
    query: Q,
    columns: Sequence[str],
) -> Response:
    """Answer with a list in the form that is asked for.

    ``?format=csv`` or ``jsonl`` (or ``Accept``) gives the rows of the same page; with ``all=true``
    those of all pages from here on, one after the other.

    Args:
        request: what is asked.
        ledger: where to look.
        ask: gives the payload of a page.
        query: which page.
        columns: of CSV.
    """
    form = form_of(request)
    first = ask(ledger, query)  # errors show before anything is sent
    if form == "json":
        return json_answer(request, first)
    every = getattr(request.state, "every", False)
    rows = _rows(ledger, ask, query, first) if every else first["items"]
    lines = _csv(rows, columns) if form == "csv" else (f"{dumps(row)}\n" for row in rows)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    name = re.sub(r"[^a-z]+", "-", request.url.path.rpartition("/")[2]).strip("-") or "list"
    headers = {
        "Cache-Control": "private, no-cache", "Vary": "Accept, Cookie",
        "Content-Disposition": f'attachment; filename="sayso-{name}.{form}"',
    }  # fmt: skip
    return StreamingResponse(_blocks(lines), headers=headers, media_type=kind)


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield lines many at a time: each block changes threads once."""
    block, size = [], 0
    for line in lines:
        data = line.encode("utf-8", "replace")
        block.append(data)
        size += len(data)
        if size >= _BLOCK:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join(block)


def _rows(
    ledger: Ledger, ask: Callable[[Ledger, Q], Payload], query: Q, first: Payload
) -> Iterator[Payload]:
    page = first
    while True:
        yield from page["items"]
        if page["cursor"] is None:
            return
        page = ask(ledger, replace(query, cursor=page["cursor"]))


def _csv(rows: Iterable[Payload], columns: Sequence[str]) -> Iterator[str]:
    yield csv_line(columns)
    for row in rows:
        yield csv_line([row.get(name) for name in columns])


def form_of(request: Request) -> Format:
    """Return the form that a list is asked for in: by ``format``, else by ``Accept``."""
    asked: Format | None = getattr(request.state, "form", None)
    if asked:
        return asked
    accept = request.headers.get("accept", "")
    if accept.startswith("text/csv"):
        return "csv"
    return "jsonl" if accept.startswith("application/x-ndjson") else "json"


def bodied(request: Request, body: bytes, media_type: str, *, status: int = 200) -> Response:
    """Answer with a body: tagged, compressed, or not at all if it is known already."""
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Encoding, Cookie"}
    tag = hashlib.sha256(body).hexdigest()[:32]
    if len(body) >= _WORTH and "gzip" in request.headers.get("accept-encoding", ""):
        tag += "-gzip"  # a strong tag is of the very bytes
        body = gzip.compress(body, _LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    if request.method == "GET" and status == 200:
        headers["ETag"] = f'"{tag}"'
        if _known(request, headers["ETag"]):
            headers.pop("Content-Encoding", None)
            return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)


def _known(request: Request, tag: str) -> bool:
    asked = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in {tag, "*"} for one in asked.split(","))
