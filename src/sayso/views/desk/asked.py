"""What is known of a request before it is answered: who asks, in which session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fastapi import Request

from sayso.views.desk.access import Person
from sayso.views.desk.session import COOKIE, Sessions

FORM_FIELD: Final = "csrf"
FORM_HEADER: Final = "X-CSRF-Token"


@dataclass(slots=True)
class Asked:
    """What the guard found out about a request; at ``request.state.asked``.

    Attributes:
        person: who asks, if that is known.
        session: the cookie of his session.
        fresh: it is new, and he has not got it yet.
        token: he gave a token with the request.
        wrong: he gave one that is none.
        used: a form of the session has been handed out, so he must have it.
        secure: the connection to him is encrypted.
        cookie: the name of the cookie of a session.
    """

    person: Person | None
    session: str
    fresh: bool
    token: bool = False
    wrong: bool = False
    used: bool = False
    secure: bool = False
    cookie: str = COOKIE


def asked_of(request: Request) -> Asked:
    """Return what the guard found out about a request."""
    asked: Asked = request.state.asked
    return asked


def form_token(request: Request) -> str:
    """Return what a form on this page must carry as ``csrf`` (or as ``X-CSRF-Token``)."""
    asked = asked_of(request)
    asked.used = True
    sessions: Sessions = request.app.state.sessions
    return sessions.form_token(asked.session)
