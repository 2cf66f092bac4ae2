"""Opening a desk: what is asked for is checked, a port is taken, pages are served until Ctrl-C."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import uvicorn

from sayso.errors import DeskError
from sayso.views.desk.access import Access, networks, read_accounts
from sayso.views.desk.app import create_app
from sayso.views.desk.rules import Rules
from sayso.views.desk.state import DeskSettings

_ANYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - asked for, and only with tokens or a proxy
_AT_ONCE: Final = 400  # connections
_LAST: Final = 3  # seconds that requests have to end when the desk closes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a desk is to be, and for whom.

    Attributes:
        host, port: where to listen; port 0 is any that is free.
        names: that the desk goes by, besides the host.
        tokens: a file of accounts.
        proxy_header: the header in which a proxy names who asks.
        proxies: addresses of the proxy.
        local: whom an open desk takes everybody for.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    tokens: Path | None = None
    proxy_header: str | None = None
    proxies: tuple[str, ...] = ()
    local: str = "local"


def rules_for(place: Place) -> Rules:
    """Return what the guard of a desk goes by.

    Raises:
        DeskError: anybody could come in from outside; or what was asked for does not go together.
    """
    if bool(place.proxy_header) != bool(place.proxies):
        raise DeskError(
            "a proxy is believed by its address and a header together; give both "
            "--proxy-user-header NAME and --trusted-proxy ADDRESS"
        )
    if not is_loopback(place.host) and not (place.tokens or place.proxy_header):
        raise DeskError(
            f"at {place.host} others than you could reach the desk, and nobody would be asked who "
            "he is; add --tokens FILE (`sayso token NAME` makes one), or --proxy-user-header with "
            "--trusted-proxy"
        )
    access = Access(
        accounts=read_accounts(place.tokens) if place.tokens else (),
        proxy_header=place.proxy_header, proxies=networks(place.proxies), local=place.local,
    )  # fmt: skip
    anywhere = place.host in _ANYWHERE
    hosts = place.names if anywhere else (place.host, *place.names)
    return Rules(access, hosts=hosts, any_address=anywhere)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(settings: DeskSettings, place: Place, told: Callable[[str], None]) -> None:
    """Serve a desk until it is ended.

    Args:
        settings: of the desk.
        place: where to listen.
        told: is given the address, once it can be asked.

    Raises:
        DeskError: the port cannot be had.
        LedgerError: the ledger cannot be opened.
    """
    with listening(place.host, place.port) as taken:
        app = create_app(settings)
        told(_address(taken, place.host))
        _log()
        config = uvicorn.Config(
            app, log_config=None, access_log=False, proxy_headers=False, server_header=False,
            ws="none", limit_concurrency=_AT_ONCE, timeout_graceful_shutdown=_LAST,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[taken])


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        DeskError: there is no such host, or the port is taken or not ours to take.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except (OSError, UnicodeError) as error:
        raise DeskError(
            f"there is no host {host} here ({error}); give one of this machine"
        ) from None
    # Of TCP, by name: else the server lets small parts of answers wait for each other.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_AT_ONCE)
    except OSError as error:
        made.close()
        raise DeskError(
            f"port {port} of {host} cannot be had ({error.strerror or error}); "
            "another desk may be open there: use that, or give another --port"
        ) from None
    return made


def _address(taken: socket.socket, host: str) -> str:
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{taken.getsockname()[1]}/"


def _log() -> None:
    """Have what goes wrong told on standard error, with all that helps to mend it."""
    logging.basicConfig(level=logging.WARNING, format="sayso: %(levelname)s: %(message)s")
