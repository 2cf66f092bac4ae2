"""Logging in and out: a token is given once and becomes a session's cookie."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from starlette.responses import RedirectResponse

from sayso.views.desk.answer import json_answer, page_answer
from sayso.views.desk.asked import asked_of, form_token
from sayso.views.desk.described import one, rest_router
from sayso.views.desk.guard import LOGIN, LOGOUT, WhoAsks, rules_of, set_cookie
from sayso.views.desk.session import Sessions

router = APIRouter(include_in_schema=False)
session_router = rest_router("session")
Next = Annotated[str, Query(alias="next", max_length=2000)]


@router.get(LOGIN)
def login_page(request: Request, back: Next = "/") -> Response:
    """Show the form."""
    return page_answer(request, "login.html", {"next": local(back), "wrong": False})


@router.post(LOGIN)
def log_in(
    request: Request,
    token: Annotated[str, Form(max_length=200)] = "",
    back: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Make a token a session."""
    account = rules_of(request).access.by_token(token.strip())
    if account is None:
        told = {"next": local(back), "wrong": True}
        return page_answer(request, "login.html", told, status=401)
    sessions: Sessions = request.app.state.sessions
    return _sent_on(request, local(back), sessions.make(account.name))


@router.post(LOGOUT)
def log_out(request: Request) -> Response:
    """End a session."""
    return _sent_on(request, LOGIN, "", seconds=0)


@session_router.get(
    "/session", operation_id="session",
    responses=one("Who asks.", ("name", "role", "by", "csrf")),
)  # fmt: skip
def session(request: Request, person: WhoAsks) -> Response:
    """Tell who asks and what he may do, and what his forms must carry.

    A program without a token sends ``csrf`` as ``X-CSRF-Token``, together with the cookie that
    comes with this answer, whenever it changes something.
    """
    told = {"name": person.name, "role": person.role, "by": person.by, "csrf": form_token(request)}
    return json_answer(request, told)


def _sent_on(request: Request, to: str, cookie: str, **how: int) -> Response:
    answer = RedirectResponse(to, 303)
    answer.headers["Set-Cookie"] = set_cookie(asked_of(request), cookie, **how)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def local(address: str) -> str:
    """Return an address if it is one of this desk, else the first page."""
    return address if re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", address) else "/"
