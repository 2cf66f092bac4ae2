"""Which addresses may be fetched: web addresses as they are written, and IP addresses.

An address may have come from anybody. What it is written like is checked here;
what its host's name stands for is checked by ``fetch``, with ``is_public``, on
the addresses that the resolver gives and the connection then goes to.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from sayso.errors import FetchFailed

_SCHEMES: Final = frozenset(("http", "https"))
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\\]")  # a backslash is a slash to browsers only
_QUOTED: Final = "%/:=&?~+!$,;'@()*[]#"  # what stays as it is in a path that is quoted already
# Below 1024 only the Web's own two ports; above, what the Fetch standard calls bad ports, and
# databases: a request must not be taken for a command by a server of another kind.
_LOWEST_PORT: Final = 1024
_WEB_PORTS: Final = frozenset((80, 443))
_BAD_PORTS: Final = frozenset(
    (
        *(1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, *range(6665, 6670)),
        *(6679, 6697, 10080),
        *(1433, 1521, 2375, 2376, 2379, 3306, 5432, 6379, 9042, 9200, 9300, 11211, 27017),
    )
)

# IANA's registries of special-purpose addresses, so that the answer is that of no one version
# of Python; what they hold is not public.
_SPECIAL_4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network; 0.0.0.0 is this machine
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT; metadata of one cloud
            "127.0.0.0/8",
            "168.63.129.16/32",  # looks public: the host of a machine in Azure
            "169.254.0.0/16",  # link-local; metadata of most clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)
# Of IPv6 only 2000::/3 is given out; without what is special in it.
_GIVEN_OUT_6: Final = IPv6Network("2000::/3")
_SPECIAL_6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols: Teredo, benchmarks, ORCHID
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",
        ),
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_ISATAP: Final = 0x5EFE  # in the middle of the address, before an IPv4 address


def split_address(uri: str) -> SplitResult:
    """Return the parts of a web address that may be asked for.

    Raises:
        FetchFailed: it is none; or of another scheme, with a user's name, with characters
            that programs read differently, or with a port that is not for web pages.
    """
    parts = _parts(uri)
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise FetchFailed(
            f'"{parts.scheme}" addresses are not fetched; '
            "give one that begins with http:// or https://",
            subject=uri,
        )
    if "@" in parts.netloc:
        raise FetchFailed(
            f"it names a user before the host {parts.hostname}; leave out what is before the @",
            subject=uri,
        )
    if not is_web_port(port_of(parts)):
        raise FetchFailed(
            f"port {port_of(parts)} is not one for web pages; save the page and read the file",
            subject=uri,
        )
    return parts


def _parts(uri: str) -> SplitResult:
    uri = uri.strip()
    unseen = _UNSEEN.search(uri)
    if unseen:
        raise FetchFailed(
            f"not an address ({unseen[0]!r} at character {unseen.start() + 1}); check it",
            subject=uri,
        )
    try:
        parts = urlsplit(uri)
        _ = parts.port  # raises if it is none
    except ValueError as error:
        raise FetchFailed(f"not an address ({error}); check it", subject=uri) from None
    return parts


def port_of(parts: SplitResult) -> int:
    """Return the port of a web address, its scheme's own if it names none."""
    own = 443 if parts.scheme == "https" else 80
    return own if parts.port is None else parts.port


def is_web_port(port: int) -> bool:
    """Tell whether web pages may be asked for at a port."""
    return port in _WEB_PORTS or (port >= _LOWEST_PORT and port not in _BAD_PORTS)


def ascii_host(parts: SplitResult) -> str:
    """Return the host of an address as the resolver takes it.

    Letters of other scripts become Punycode; what only looks like a digit or a dot becomes one.

    Raises:
        UnicodeError: it is no name.
    """
    host = parts.hostname or ""
    return host if ":" in host else host.encode("idna").decode("ascii")


def asked_path(parts: SplitResult) -> str:
    """Return the path and query of an address as they are asked for, in ASCII."""
    query = f"?{quote(parts.query, safe=_QUOTED)}" if parts.query else ""
    return quote(parts.path or "/", safe=_QUOTED) + query


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet.

    Not public: private, loopback, link-local, multicast, reserved, unspecified
    and carrier-grade NAT addresses, those of documentation and tests, and of
    machines that a cloud sets beside each of its own; also where such an
    address is wrapped into IPv6 (mapped, NAT64, ISATAP). Nothing else that
    wraps one (6to4, Teredo, IPv4-compatible) is public.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _SPECIAL_4)
    inner = _wrapped(ip)
    if inner is not None:
        return is_public(str(inner))
    return ip in _GIVEN_OUT_6 and not any(ip in network for network in _SPECIAL_6)


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that a public-looking IPv6 address leads to, if it does."""
    if ip.ipv4_mapped:
        return ip.ipv4_mapped
    isatap = (int(ip) >> 32) & 0xFDFFFFFF == _ISATAP and ip in _GIVEN_OUT_6
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 or isatap else None
