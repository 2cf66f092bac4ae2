"""What stands before every request: whose host it names, and what browsers may do with answers."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.views.desk.errors import Trouble, trouble_answer

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Guard:
    """Refuse requests for other hosts, and add the headers that keep pages to themselves."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.hosts = _LOOPBACK | {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if host_of(Headers(scope=scope).get("host", "")) not in self.hosts:
            answer = trouble_answer(scope, Trouble(
                421, "this desk does not go by that name",
                "ask for it by the address that `sayso serve` printed",
            ))  # fmt: skip
            await answer(scope, receive, sealed)
            return
        await self.app(scope, receive, sealed)


def host_of(header: str) -> str:
    """Return the host that a header names, without a port: "[::1]:80" is "::1"."""
    host = header.rpartition(":")[0] if header.rpartition(":")[2].isdecimal() else header
    host = host.strip("[]").rstrip(".").lower()
    try:
        return str(ip_address(host))
    except ValueError:
        return host
