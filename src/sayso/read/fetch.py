"""Download a page; the only module that opens the network.

An address comes from users and from other people's pages, so it is not
trusted: only http and https, only public addresses (checked after the name
is resolved and again after each redirect, and the connection goes to the very
address that was checked), bounded size, time and number of redirects.
Connections are direct: proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final, Self
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from sayso.errors import FetchFailed, PrivateAddress, TooLarge, TooManyRedirects
from sayso.settings import Settings

USER_AGENT: Final = "sayso/0.1"
_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_WHOLE: Final = 6  # a whole fetch may take so many times ``Settings.fetch_timeout``
_CHUNK: Final = 65_536
_NAT64: Final = IPv6Network("64:ff9b::/96")
_SAFE: Final = "%/:=&?~+!$,;'@()*[]#"  # what stays as it is in a path that is quoted already


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded page.

    Attributes:
        uri: where it was found, after redirects.
        content_type: the header of that name, if the server sent one.
        etag, modified: likewise ``ETag`` and ``Last-Modified``, for ``fetch_changed``.
    """

    data: bytes
    uri: str
    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None


def fetch(uri: str, *, settings: Settings) -> Fetched:
    """Download a page by GET.

    Args:
        uri: an http or https address.
        settings: ``max_bytes``, ``max_redirects``, ``fetch_timeout``, ``allow_private``.

    Raises:
        PrivateAddress: the name stands for an address that is not public.
        TooManyRedirects: more of them than ``max_redirects``.
        TooLarge: the page, unpacked, has more than ``max_bytes``.
        FetchFailed: anything else: no such host, no answer, an error status.
    """
    page = fetch_changed(uri, settings=settings)
    if page is None:
        raise FetchFailed(
            "the server says that it has not changed, which nobody asked; try later", subject=uri
        )
    return page


def fetch_changed(
    uri: str, *, settings: Settings, etag: str | None = None, modified: str | None = None
) -> Fetched | None:
    """Download a page unless it is as it was the last time.

    Args:
        uri: an http or https address.
        settings: as for ``fetch``.
        etag: what the server called it then (``Fetched.etag``).
        modified: when it said that it was changed (``Fetched.modified``).

    Returns:
        The page; None if the server says that it has not changed.

    Raises:
        FetchFailed: as ``fetch``; and the others of it.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = _HEADERS | {name: value for name, value in known.items() if value}
    at = uri
    for _ in range(settings.max_redirects + 1):
        try:
            answer = _get(at, settings, headers)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            raise FetchFailed(
                f"cannot be fetched ({_why(error)}); check the address, or try later", subject=at
            ) from None
        if not isinstance(answer, str):
            return answer
        at = answer
    raise TooManyRedirects(
        f"more than {settings.max_redirects} redirects, the last to {at}; give the final address",
        subject=uri,
    )


def _get(uri: str, settings: Settings, headers: Mapping[str, str]) -> Fetched | str | None:
    """Return the page, or the address it redirects to, or None if it has not changed."""
    parts = _checked(uri)
    query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    with _Connection(parts, _addresses(parts, settings, uri), settings.fetch_timeout) as connection:
        connection.request("GET", quote(parts.path or "/", safe=_SAFE) + query, headers=headers)
        with connection.getresponse() as response:
            target = response.getheader("Location")
            if response.status in _REDIRECTS and target:
                return urljoin(uri, _utf8(target))
            if response.status == http.client.NOT_MODIFIED:
                return None
            _check_status(response, uri)
            body = _body(response, settings, uri)
            connection.check_whole(response)
            told = map(response.getheader, ("Content-Type", "ETag", "Last-Modified"))
            return Fetched(body, uri, *told)


def _checked(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri.strip())
        _ = parts.port  # raises if it is none
    except ValueError as error:
        raise FetchFailed(f"not an address ({error}); check it", subject=uri) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchFailed(
            f'"{parts.scheme}" addresses are not fetched; give one that begins with http:// or https://',
            subject=uri,
        )
    return parts


def _addresses(parts: SplitResult, settings: Settings, uri: str) -> list[str]:
    """Resolve the host once, and refuse it if any of its addresses is not public.

    The system's resolver also reads the forms that hide an address: 2130706433,
    0x7f.1, 0177.0.0.1.
    """
    found = socket.getaddrinfo(_ascii(parts), parts.port or 0, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not settings.allow_private:
        raise PrivateAddress(
            f"{parts.hostname} stands for {private[0]}, which is not a public address; "
            "save the page and read the file",
            subject=uri,
        )
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet.

    Not public: private, loopback, link-local, multicast, reserved, unspecified
    and carrier-grade NAT addresses, also where they are wrapped into IPv6
    (mapped, NAT64, 6to4, Teredo).
    """
    return _is_public(ip_address(address.partition("%")[0]))


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner) and not ip.teredo
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _ascii(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return host if ":" in host else host.encode("idna").decode("ascii")


def _utf8(header: str) -> str:
    # http.client reads headers as Latin-1; addresses in them are UTF-8.
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _check_status(response: http.client.HTTPResponse, uri: str) -> None:
    if response.status != http.client.OK:
        failed = FetchFailed(
            f"the server answered {response.status} {response.reason}; try it in a browser",
            subject=uri,
        )
        asked = (response.getheader("Retry-After") or "").strip()
        failed.wait = float(asked) if asked.isdecimal() else 0.0  # dates are rare there
        raise failed


def _body(response: http.client.HTTPResponse, settings: Settings, uri: str) -> bytes:
    packed = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in {"identity", "gzip", "x-gzip"}:
        raise FetchFailed(
            f'the page came packed as "{packed}", which was not asked for; save it from a browser',
            subject=uri,
        )
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed != "identity" else None
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        # One byte more than allowed is enough to know, however much is packed in the chunk.
        room = settings.max_bytes + 1 - len(body)
        body += unpack.decompress(chunk, room) if unpack else chunk
        if len(body) > settings.max_bytes:
            raise TooLarge(f"more than {settings.max_bytes:,} bytes; raise max_bytes", subject=uri)
    if unpack and not unpack.eof:
        raise ConnectionError("the page was cut off")
    return bytes(body)


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked, under the name that was asked for.

    Ends itself after ``_WHOLE`` timeouts: each read has its timeout, yet a server
    that sends a byte now and then would never end.
    """

    def __init__(self, parts: SplitResult, addresses: list[str], timeout: float) -> None:
        secure = parts.scheme == "https"
        self.default_port = 443 if secure else 80
        super().__init__(_ascii(parts), parts.port or self.default_port, timeout=timeout)
        self._addresses = addresses
        self._tls = _tls() if secure else None
        self._held: socket.socket | None = None  # ``sock`` goes to the response
        self._late = False
        self._timer = threading.Timer(_WHOLE * timeout, self._abort)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._timer.cancel()
        self.close()
        if self._late and kind and issubclass(kind, OSError | http.client.HTTPException):
            raise TimeoutError  # a socket that is shut down fails in many ways

    def connect(self) -> None:
        """Connect to the first of the checked addresses that answers."""
        failed = OSError("no address")
        for address in self._addresses:
            try:
                self._held = socket.create_connection((address, self.port), self.timeout)
            except OSError as error:
                failed = error
                continue
            self.sock = self._held
            if self._tls:
                self.sock = self._held = self._tls.wrap_socket(
                    self._held, server_hostname=self.host
                )
            return
        raise failed

    def check_whole(self, response: http.client.HTTPResponse) -> None:
        """Raise unless the answer came to its end."""
        if self._late:
            raise TimeoutError
        if response.length:
            raise ConnectionError("the page was cut off")

    def _abort(self) -> None:
        self._late = True
        if self._held is not None:
            with suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not context.get_ca_certs() and not ssl.get_default_verify_paths().capath:
        import certifi  # noqa: PLC0415 - comes with trafilatura; for systems without a store

        context.load_verify_locations(certifi.where())
    return context


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "no such host"
    return str(error) or type(error).__name__
