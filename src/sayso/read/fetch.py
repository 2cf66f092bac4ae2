"""Download a page; the only module that opens the network.

An address comes from users and from other people's pages, so it is not
trusted: only what ``address`` lets pass, only public IP addresses (checked
after the name is resolved and again after each redirect, and the connection
goes to the very address that was checked), bounded size, time and number of
redirects. Connections are direct: proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Final, Self
from urllib.parse import SplitResult, urljoin

from sayso.errors import FetchFailed, PrivateAddress, TooLarge, TooManyRedirects
from sayso.read.address import ascii_host, asked_path, is_public, port_of, split_address
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
    at, end = uri, time.monotonic() + _WHOLE * settings.fetch_timeout
    for _ in range(settings.max_redirects + 1):
        try:
            answer = _get(at, settings, headers, end)
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


def _get(
    uri: str, settings: Settings, headers: Mapping[str, str], end: float
) -> Fetched | str | None:
    """Return the page, or the address it redirects to, or None if it has not changed."""
    parts = split_address(uri)
    addresses = _addresses(uri, parts, settings, end)
    with _Connection(parts, addresses, settings.fetch_timeout, end) as connection:
        connection.request("GET", asked_path(parts), headers=headers)
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


def _addresses(uri: str, parts: SplitResult, settings: Settings, end: float) -> list[str]:
    """Resolve the host once, and refuse it if any of its addresses is not public.

    The system's resolver also reads the forms that hide an address: 2130706433,
    0x7f.1, 0177.0.0.1.
    """
    left = min(settings.fetch_timeout, end - time.monotonic())
    found = _resolved(ascii_host(parts), port_of(parts), left)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = [address for address in addresses if not is_public(address)]
    if private and not settings.allow_private:
        raise PrivateAddress(
            f"{parts.hostname} stands for {private[0]}, which is not a public address; "
            "save the page and read the file",
            subject=uri,
        )
    return addresses


def _resolved(host: str, port: int, timeout: float) -> list[Any]:
    """Ask the system's resolver, which knows of no timeout: a thread waits for it."""
    answers: SimpleQueue[list[Any] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.0, timeout))
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


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
    body, came = bytearray(), 0
    while chunk := response.read1(_CHUNK):
        # One byte more than allowed is enough to know, however much is packed in the chunk.
        room = settings.max_bytes + 1 - len(body)
        came += len(chunk)
        if not unpack:
            body += chunk
        elif not unpack.eof:  # what comes behind it is counted, and thrown away
            body += unpack.decompress(chunk, room)
        if max(came, len(body)) > settings.max_bytes:
            raise TooLarge(f"more than {settings.max_bytes:,} bytes; raise max_bytes", subject=uri)
    if unpack and not unpack.eof:
        raise ConnectionError("the page was cut off")
    return bytes(body)


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked, under the name that was asked for.

    Ends itself at ``end``: each read has its timeout, yet a server that sends a
    byte now and then would never end.
    """

    def __init__(
        self, parts: SplitResult, addresses: list[str], timeout: float, end: float
    ) -> None:
        secure = parts.scheme == "https"
        self.default_port = 443 if secure else 80
        super().__init__(ascii_host(parts), port_of(parts), timeout=timeout)
        self._addresses = addresses
        self._each, self._end = timeout, end
        self._tls = _tls() if secure else None
        self._held: socket.socket | None = None  # ``sock`` goes to the response
        self._late = False
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._abort)
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
            left = min(self._each, self._end - time.monotonic())
            if left <= 0:
                raise TimeoutError
            try:
                self._held = socket.create_connection((address, self.port), left)
            except OSError as error:
                failed = error
                continue
            self._held.settimeout(self._each)
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
