"""What stands before every request, step by step.

1. the host it names must be ours (a page elsewhere may point its own name at this machine);
2. nobody asks too often;
3. who asks, and whether he may: whatever changes something takes an editor, if not an admin;
4. what changes something comes from our own pages (``Origin``), and its form is of the session
   (``checked_form``, a dependency of all endpoints), or it carries a token of its own;
5. a body has so many bytes and arrives in so many seconds; an answer begins in so many seconds.

Answers get the headers that keep a page to itself. ``HEAD`` is ``GET`` without the body,
``OPTIONS`` tells what may be asked.
"""

from __future__ import annotations

from ipaddress import ip_address
from math import ceil
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import Depends, Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sayso.views.desk.access import Person, Role
from sayso.views.desk.asked import FORM_FIELD, FORM_HEADER, Asked, asked_of
from sayso.views.desk.bounds import Answer, Body, announced, answer_in_time, too_large
from sayso.views.desk.errors import methods_at, trouble_answer
from sayso.views.desk.rates import Rates
from sayso.views.desk.rules import Rules
from sayso.views.desk.session import COOKIE, HOURS, Sessions
from sayso.views.desk.trouble import Refused, Trouble

LOGIN: Final = "/login"
LOGOUT: Final = "/logout"
_SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_STATIC: Final = "/static/"
_LOOPBACK: Final = frozenset(("localhost", "127.0.0.1", "::1"))
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_PART: Final = 10_000_000  # bytes of one field of a form; all of it together has its own limit
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # none at all would make the Origin of our own forms "null"
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Stands before an app."""

    def __init__(self, app: ASGIApp, *, rules: Rules, sessions: Sessions) -> None:
        self.app = app
        self.rules = rules
        self.sessions = sessions
        self.hosts = _LOOPBACK | {host_of(host) for host in rules.hosts}
        self.reads, self.writes = Rates(rules.limits.reads), Rates(rules.limits.writes)
        self.logins = Rates(rules.limits.logins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "websocket":
            return  # the desk has none
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = scope.setdefault("state", {})["asked"] = self._asked(scope, headers)
        answer = Answer(
            send, _HEADERS, lambda: _cookie(asked), bare=scope["method"] == "HEAD"
        )  # fmt: skip
        refusal = self._refusal(scope, headers, asked)
        if refusal is not None:
            await refusal(scope, receive, answer.send)
            return
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        body = Body(receive, self.rules.limits)
        await answer_in_time(self.app, scope, body.receive, answer, self.rules.limits.answer_time)

    # Who asks

    def _asked(self, scope: Scope, headers: Headers) -> Asked:
        access, sessions = self.rules.access, self.sessions
        cookie = cookie_of(scope)
        session = _cookies(headers).get(cookie, "")
        name = sessions.name_of(session)
        asked = Asked(None, session, fresh=False, secure=self._is_secure(scope, headers),
                      cookie=cookie)  # fmt: skip
        if name is None:
            asked.session, asked.fresh = sessions.make(), True
        if access.is_open:
            asked.person = Person(access.local, "admin", "local")
            return asked
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            account = access.by_token(token.strip())
            asked.token, asked.wrong = account is not None, account is None
            asked.person = Person(account.name, account.role, "token") if account else None
        elif (proxied := self._proxied(scope, headers)) is not None:
            asked.person = proxied
        elif name and (known := access.by_name(name)):
            asked.person = Person(known.name, known.role, "session")
        return asked

    def _proxied(self, scope: Scope, headers: Headers) -> Person | None:
        access = self.rules.access
        name = headers.get(access.proxy_header, "").strip() if access.proxy_header else ""
        if not name or not access.believes(_peer(scope)):
            return None
        account = access.by_name(name)
        return Person(name[:64], account.role if account else "reader", "proxy")

    def _is_secure(self, scope: Scope, headers: Headers) -> bool:
        if scope.get("scheme") == "https":
            return True
        believed = self.rules.access.believes(_peer(scope))
        return believed and headers.get("x-forwarded-proto", "") == "https"

    # Why not

    def _refusal(self, scope: Scope, headers: Headers, asked: Asked) -> Response | None:
        """Return the answer to a request that is not let through."""
        method, path = scope["method"], scope["path"]
        if not self._is_ours(headers.get("host", "")):
            return trouble_answer(scope, Trouble(
                421, "this desk does not go by that name",
                "use the address that `sayso serve` printed, or start it with --allow-host NAME",
            ))  # fmt: skip
        wait = self._wait(scope, asked)
        if wait:
            return trouble_answer(scope, Trouble(
                429, "too many requests", f"ask again in {ceil(wait)} seconds",
                (("Retry-After", str(ceil(wait))),),
            ))  # fmt: skip
        if method == "OPTIONS":
            allowed = methods_at(scope)
            return Response(status_code=204, headers={"Allow": ", ".join(allowed)})
        if path != LOGIN and not path.startswith(_STATIC) and asked.person is None:
            return _who_are_you(scope, asked)
        if announced(headers) > self.rules.limits.body:
            return trouble_answer(scope, Trouble(413, *too_large(self.rules.limits)))
        if method in _SAFE:
            return None
        return self._change_refusal(scope, headers, asked)

    def _change_refusal(self, scope: Scope, headers: Headers, asked: Asked) -> Response | None:
        if not asked.token and not _is_from_us(headers):
            return trouble_answer(scope, Trouble(
                403, "the request comes from a page of another site", "use the desk's own pages"
            ))  # fmt: skip
        if scope["path"] in {LOGIN, LOGOUT} or (asked.person and asked.person.may("editor")):
            return None
        return trouble_answer(scope, _not_allowed(asked.person, "editor"))

    def _is_ours(self, header: str) -> bool:
        host = host_of(header)
        return host in self.hosts or (self.rules.any_address and _is_address(host))

    def _wait(self, scope: Scope, asked: Asked) -> float:
        who = _peer(scope) or "?"
        if asked.person and asked.person.by in {"proxy", "token", "session"}:
            who = f"@{asked.person.name}"
        if scope["method"] in _SAFE and not asked.wrong:
            return self.reads.wait(who)
        if asked.wrong or scope["path"] == LOGIN:
            return self.logins.wait(who)
        return self.writes.wait(who)


def _not_allowed(person: Person | None, role: Role) -> Trouble:
    name = person.name if person else "nobody"
    has = person.role if person else "no role"
    return Trouble(403, f"this takes the role {role}; {name} has {has}",
                   "ask whoever runs the desk for it")  # fmt: skip


def _who_are_you(scope: Scope, asked: Asked) -> Response:
    if scope["path"].startswith("/api/") or scope["method"] not in _SAFE:
        told = "that token is none of this desk" if asked.wrong else "who asks is not known"
        return trouble_answer(scope, Trouble(
            401, told, "send a token: Authorization: Bearer TOKEN",
            (("WWW-Authenticate", 'Bearer realm="sayso"'),),
        ))  # fmt: skip
    query = scope["query_string"].decode("latin-1")
    back = quote(scope["path"] + (f"?{query}" if query else ""), safe="")
    return Response(status_code=303, headers={"Location": f"{LOGIN}?next={back}"})


def _is_from_us(headers: Headers) -> bool:
    """Tell whether a request comes from our pages, or from no browser at all."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in {None, "same-origin", "none"}:
        return False
    if origin is None:
        return True  # its form is checked besides
    return origin.partition("://")[2].lower() == headers.get("host", "").lower()


def _cookie(asked: Asked) -> str | None:
    """Return the session as it is handed out, if it has to be."""
    return set_cookie(asked, asked.session) if asked.fresh and asked.used else None


def set_cookie(asked: Asked, session: str, *, seconds: int = HOURS * 3600) -> str:
    """Return the header that hands out a session; with 0 seconds, takes it back."""
    kept = f"{asked.cookie}={session}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict"
    return f"{kept}; Secure" if asked.secure else kept


def cookie_of(scope: Scope) -> str:
    """Return the name of the cookie of a session, which a desk at another port leaves alone."""
    server = scope.get("server")
    return f"{COOKIE}_{server[1]}" if server and server[1] else COOKIE


def _cookies(headers: Headers) -> dict[str, str]:
    pairs = (part.partition("=") for part in headers.get("cookie", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _peer(scope: Scope) -> str | None:
    client = scope.get("client")
    return str(client[0]) if client else None


def host_of(header: str) -> str:
    """Return the host that a header names, without a port: "[::1]:80" is "::1"."""
    host, colon, port = header.rpartition(":")
    host = host if colon and port.isdecimal() and (":" not in host or "]" in host) else header
    host = host.strip().removeprefix("[").removesuffix("]").removesuffix(".").lower()
    return str(ip_address(host)) if _is_address(host) else host


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


# What endpoints ask of the guard


def person_of(request: Request) -> Person:
    """Return who asks."""
    person = asked_of(request).person
    if person is None:
        raise Refused(Trouble(401, "who asks is not known", "log in"))
    return person


WhoAsks = Annotated[Person, Depends(person_of)]


def rules_of(request: Request) -> Rules:
    """Return what the guard goes by."""
    rules: Rules = request.app.state.desk.settings.rules
    return rules


def needs(role: Role) -> Any:
    """Return the dependency of an endpoint that takes a role."""

    def check(person: WhoAsks) -> None:
        if not person.may(role):
            raise Refused(_not_allowed(person, role))

    return Depends(check)


async def checked_form(request: Request) -> None:
    """Refuse what changes something and is no form of the session: of all endpoints.

    Raises:
        Refused: it carries neither a token of an account nor that of a form of ours.
    """
    asked = asked_of(request)
    if request.method in _SAFE or asked.token:
        return
    token = request.headers.get(FORM_HEADER)
    if token is None and request.headers.get("content-type", "").startswith(_FORMS):
        found = (await request.form(max_part_size=_PART)).get(FORM_FIELD)
        token = found if isinstance(found, str) else None
    sessions: Sessions = request.app.state.sessions
    if token is None or asked.fresh or not sessions.is_form_token(asked.session, token):
        raise Refused(Trouble(
            403, "the form is not of this session, or too old",
            "reload the page and send it again; programs send a token, or the one that "
            "/api/v1/session gives as X-CSRF-Token together with its cookie",
        ))  # fmt: skip
